/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values: applies the changes of the fields of objects that are no lists. A field gets the new value where it has the old one. A
 * reference to an object that is absent becomes none. */

#pragma once

#include "apply-plan.h"
#include "editor.h"

/* Applies the entries of one object from an index of the set on, which are n. FALSE with the errors of trove_editor_touch (); the
 * caller goes back to a savepoint. */
gboolean trove_apply_values (TroveEditor *editor, const TrovePlan *plan, guint first, guint n,
                             GArray *obstacles, GError **error);

/* Sets the references of an object that was added. */
gboolean trove_apply_new_values (TroveEditor *editor, const TrovePlan *plan, const TrovePlanItem *item,
                                 GArray *obstacles, GError **error);
