/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

/**
 * TroveKey:
 *
 * Names an object of a document. An object gets its key when it is made, and keeps it over undo, branching and
 * merging. A key is never given twice. 0 is no key. All keys are below 2^53, so they are exact as numbers in
 * JavaScript.
 *
 * Since: 1.0
 */
typedef guint64 TroveKey;

G_END_DECLS
