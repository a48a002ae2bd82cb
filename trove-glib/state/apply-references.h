/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* References: applies the change of a list of references to a later list, in which an object may be named several times.
 *
 *   before the changes   a  b  c  d        the changes remove b, and insert x behind c
 *   list of the state    a  n  b  c        n was inserted since, and d removed
 *   becomes              a  n  c  x
 *
 * The edit script from the list before the changes to that of the state gives the position of each item; one that was moved since
 * is found by its key. All items that the changes insert or move are taken out of the list, and put where the changes have them,
 * between items that the changes keep. So the result does not depend on where they were, and changes that are made twice are made
 * once. */

#pragma once

#include "apply-plan.h"
#include "editor.h"

/* TRUE if an object is there when all is done, or FALSE if it is absent or will be dropped. The places are applied. */
gboolean trove_apply_has_target (const TroveEditor *editor, const TrovePlan *plan, TroveKey key);

/* Applies an entry of a list of references of an object that is in the state. FALSE with the errors of trove_editor_touch () or
 * NO_MEMORY; the caller goes back to a savepoint. */
gboolean trove_apply_references (TroveEditor *editor, const TrovePlan *plan, guint64 entry, GArray *obstacles,
                                 GError **error);

/* Fills the lists of references of an object that was added. */
gboolean trove_apply_new_references (TroveEditor *editor, const TrovePlan *plan, const TrovePlanItem *item,
                                     GArray *obstacles, GError **error);
