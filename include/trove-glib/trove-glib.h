/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <glib-object.h>

#define TROVE_GLIB_INSIDE
#include "trove-macros.h"
#include "trove-types.h"
#include <trove-glib/trove-version-macros.h>

#include "trove-error.h"
#include "trove-ref.h"
#include "trove-key.h"
#include "trove-element.h"
#include "trove-param-spec.h"
#include "trove-field.h"
#include "trove-object.h"
#include "trove-list.h"
#include "trove-arena.h"
#include "trove-borrow.h"
#include "trove-snapshot.h"
#include "trove-reader.h"
#include "trove-sub-arena.h"
#include "trove-vec-map.h"
#include "trove-usage.h"
#include "trove-thread.h"
#include "trove-document.h"
#include "trove-document-usage.h"
#include "trove-version.h"
#include "trove-change.h"
#include "trove-changes.h"
#include "trove-conflict.h"
#include "trove-merge.h"
#include "trove-fragment.h"
#undef TROVE_GLIB_INSIDE
