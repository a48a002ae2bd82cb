/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Placing: does the items of a plan, so that each object gets its owner and its place in the owner's list.
 *
 *   list after the changes   a  X  b  Y
 *   list of the state        n  a  c  b  d        n, c, d were added since
 *   becomes                  n  a  X  c  b  Y  d
 *
 * An object is put behind the one that precedes it after the changes. Where that is not in the list, it is put in front of the next
 * one; where neither is there, at the position that it has after the changes, or at the end. The objects of a list are placed in
 * their order. So a list that is as the changes found it becomes the one after the changes exactly. */

#pragma once

#include "apply-plan.h"
#include "editor.h"

/* Makes the objects that are added, without their references and without an owner. FALSE with the errors of
 * trove_editor_touch (); the caller goes back to a savepoint. */
gboolean trove_apply_make (TroveEditor *editor, const TrovePlan *plan, GError **error);

/* Puts these in their places; moves and takes out others. Fails as the one before. */
gboolean trove_apply_places (TroveEditor *editor, const TrovePlan *plan, GError **error);
