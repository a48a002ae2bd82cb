/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveChanges, for the sources of other types. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "step.h"

/* The changes between two steps. NULL with FOREIGN or NO_MEMORY. Any thread. */
TroveChanges *trove_changes_new (TroveStep *from, TroveStep *to, GError **error);
