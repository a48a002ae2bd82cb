/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-key.h"
#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

/**
 * TroveChangeKind:
 * @TROVE_CHANGE_ADDED: the object is in the later version alone
 * @TROVE_CHANGE_REMOVED: the object is in the earlier version alone
 * @TROVE_CHANGE_MOVED: the object has another owner, another property of its owner, or another place among the other
 *   objects of its list
 * @TROVE_CHANGE_SET: a property of the object has another value
 * @TROVE_CHANGE_LIST: a list of the object has other items, or the same items in another order
 *
 * The kinds of differences that a [class@Trove.Change] describes.
 *
 * Since: 1.0
 */
typedef enum /*< prefix=TROVE_CHANGE >*/
{
  TROVE_CHANGE_ADDED,
  TROVE_CHANGE_REMOVED,
  TROVE_CHANGE_MOVED,
  TROVE_CHANGE_SET,
  TROVE_CHANGE_LIST,
} TroveChangeKind;

#define TROVE_TYPE_CHANGE_KIND (trove_change_kind_get_type ())

TROVE_AVAILABLE_IN_1_0
GType trove_change_kind_get_type (void) G_GNUC_CONST;

#define TROVE_TYPE_CHANGE (trove_change_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveChange, trove_change, TROVE, CHANGE, GObject)

TROVE_AVAILABLE_IN_1_0
TroveChangeKind trove_change_get_kind (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_change_get_key (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
GType trove_change_get_object_type (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_change_get_property_name (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
GValue *trove_change_dup_old_value (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
GValue *trove_change_dup_new_value (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_change_get_old_owner (TroveChange *self, const char **property, guint *position);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_change_get_new_owner (TroveChange *self, const char **property, guint *position);
TROVE_AVAILABLE_IN_1_0
guint trove_change_get_n_runs (TroveChange *self);
TROVE_AVAILABLE_IN_1_0
void trove_change_get_run (TroveChange *self, guint index, guint *old_position, guint *n_removed,
                           guint *new_position, guint *n_added);

G_END_DECLS
