/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-change.h"
#include "trove-key.h"
#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_CHANGES (trove_changes_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveChanges, trove_changes, TROVE, CHANGES, GObject)

TROVE_AVAILABLE_IN_1_0
gboolean trove_changes_read (TroveChanges *self, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveChangeKind trove_changes_get_kind (TroveChanges *self, guint position);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_changes_get_key (TroveChanges *self, guint position);
TROVE_AVAILABLE_IN_1_0
GType trove_changes_get_object_type (TroveChanges *self, guint position);
TROVE_AVAILABLE_IN_1_0
const char *trove_changes_get_property_name (TroveChanges *self, guint position);
TROVE_AVAILABLE_IN_1_0
guint trove_changes_count_kind (TroveChanges *self, TroveChangeKind kind);
TROVE_AVAILABLE_IN_1_0
TroveKey *trove_changes_dup_keys (TroveChanges *self, gsize *n);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_changes_dup_from (TroveChanges *self);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_changes_dup_to (TroveChanges *self);
TROVE_AVAILABLE_IN_1_0
TroveChanges *trove_changes_inverse (TroveChanges *self);
TROVE_AVAILABLE_IN_1_0
TroveChanges *trove_changes_pick (TroveChanges *self, const guint *positions, gsize n_positions);

G_END_DECLS
