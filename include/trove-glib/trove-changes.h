/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_CHANGES (trove_changes_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveChanges, trove_changes, TROVE, CHANGES, GObject)

TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_changes_dup_from (TroveChanges *self);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_changes_dup_to (TroveChanges *self);
TROVE_AVAILABLE_IN_1_0
TroveChanges *trove_changes_inverse (TroveChanges *self);
TROVE_AVAILABLE_IN_1_0
TroveChanges *trove_changes_pick (TroveChanges *self, const guint *positions, gsize n_positions);

G_END_DECLS
