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
 * TroveConflictKind:
 * @TROVE_CONFLICT_ABSENT_OBJECT: the object that the change is of is not there
 * @TROVE_CONFLICT_ABSENT_OWNER: the object that is to own it is not there, or has no owner itself
 * @TROVE_CONFLICT_ABSENT_TARGET: an object that a property or list is to refer to is not there; the property refers to
 *   no object, the item is left out
 * @TROVE_CONFLICT_NOT_PICKED: an object that an owned property or list gets or loses stays where it is, since its own
 *   change is not among those that were picked
 * @TROVE_CONFLICT_LATER_VALUE: a property has neither the value before the change nor the one after it
 * @TROVE_CONFLICT_LATER_PLACE: the object was moved to another owner or property since
 * @TROVE_CONFLICT_OCCUPIED: the property that is to own the object owns another one
 * @TROVE_CONFLICT_IN_USE: an object that is to be removed owns an object that stays, is owned by one that was to be
 *   removed and stays, or is referred to by one that stays
 * @TROVE_CONFLICT_CYCLE: the object would own itself, directly or by others
 * @TROVE_CONFLICT_EXISTS: an object that is to be added is there, with another value or at another place
 * @TROVE_CONFLICT_RETURNED: an object that ours has removed is there again, as theirs has it, since theirs has changed it
 *   or needs it
 *
 * The reasons for which a change is not applied, or a part of it.
 *
 * Since: 1.0
 */
typedef enum /*< prefix=TROVE_CONFLICT >*/
{
  TROVE_CONFLICT_ABSENT_OBJECT,
  TROVE_CONFLICT_ABSENT_OWNER,
  TROVE_CONFLICT_ABSENT_TARGET,
  TROVE_CONFLICT_NOT_PICKED,
  TROVE_CONFLICT_LATER_VALUE,
  TROVE_CONFLICT_LATER_PLACE,
  TROVE_CONFLICT_OCCUPIED,
  TROVE_CONFLICT_IN_USE,
  TROVE_CONFLICT_CYCLE,
  TROVE_CONFLICT_EXISTS,
  TROVE_CONFLICT_RETURNED,
} TroveConflictKind;

#define TROVE_TYPE_CONFLICT_KIND (trove_conflict_kind_get_type ())

TROVE_AVAILABLE_IN_1_0
GType trove_conflict_kind_get_type (void) G_GNUC_CONST;

/**
 * TroveChoice:
 * @TROVE_CHOICE_OURS: what the document had before it got the changes
 * @TROVE_CHOICE_THEIRS: what the version that was merged has, or the changes lead to
 * @TROVE_CHOICE_BASE: what the version has that both come from, or that the changes lead from
 *
 * The versions of a [class@Trove.Conflict].
 *
 * Since: 1.0
 */
typedef enum /*< prefix=TROVE_CHOICE >*/
{
  TROVE_CHOICE_OURS,
  TROVE_CHOICE_THEIRS,
  TROVE_CHOICE_BASE,
} TroveChoice;

#define TROVE_TYPE_CHOICE (trove_choice_get_type ())

TROVE_AVAILABLE_IN_1_0
GType trove_choice_get_type (void) G_GNUC_CONST;

#define TROVE_TYPE_CONFLICT (trove_conflict_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveConflict, trove_conflict, TROVE, CONFLICT, GObject)

TROVE_AVAILABLE_IN_1_0
TroveConflictKind trove_conflict_get_kind (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_conflict_get_key (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
GType trove_conflict_get_object_type (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_conflict_get_property_name (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
char **trove_conflict_dup_property_names (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_conflict_get_other_key (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_conflict_get_message (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
GValue *trove_conflict_dup_base_value (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
GValue *trove_conflict_dup_our_value (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
GValue *trove_conflict_dup_their_value (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
char *trove_conflict_dup_text (TroveConflict *self, TroveChoice choice);
TROVE_AVAILABLE_IN_1_0
TroveObject *trove_conflict_dup_object (TroveConflict *self, TroveChoice choice);
TROVE_AVAILABLE_IN_1_0
TroveChoice trove_conflict_get_choice (TroveConflict *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_conflict_set_choice (TroveConflict *self, TroveChoice choice, GError **error);

G_END_DECLS
