/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values: applies the changes of the fields of objects that are no lists. A field gets the new value where it has the old one. A
 * reference to an object that is absent becomes none. In a merge, fields that belong together are as one value: if both sides have changed
 * it differently, that is one obstacle. */

#pragma once

#include "apply-plan.h"
#include "editor.h"

/* Applies the entries of one object from an index of the set on, which are n. FALSE with the errors of trove_editor_touch (); the
 * caller goes back to a savepoint. */
gboolean trove_apply_values (TroveEditor *editor, const TrovePlan *plan, guint first, guint n,
                             GArray *obstacles, GError **error);

/* Gives an object of an entry ADDED its references, of single fields and of lists, if the plan has made it. Errors as above. */
gboolean trove_apply_new (TroveEditor *editor, const TrovePlan *plan, guint64 entry, GArray *obstacles,
                          GError **error);
