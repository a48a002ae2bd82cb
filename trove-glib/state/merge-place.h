/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging places: does the items of a plan, and merges the owned lists that theirs has changed.
 *
 * First all objects that go elsewhere are taken out, so that no object is put into one that it owns. The positions of those that
 * come are found before (list-merge.h), in the lists as ours has them. */

#pragma once

#include "apply-plan.h"
#include "editor.h"

/* Puts the objects that are added, which are there without an owner, and those that are moved. Takes out others. Where both sides
 * have put an object at two places of one list, that is an obstacle. FALSE with the errors of trove_editor_touch (), or NO_MEMORY; the
 * caller goes back to a savepoint. */
gboolean trove_merge_places (TroveEditor *editor, const TrovePlan *plan, GArray *obstacles, GError **error);
