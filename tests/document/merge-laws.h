/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merge laws: what holds for each merge, in documents that are branched from both sides for it.
 *
 *   - The base is a common version, and nobody has a later one.
 *   - The result is as the oracle says, and has two parents. Undo gives back ours, and redo the result.
 *   - Merging a second time changes nothing. The other side goes to the result without a conflict.
 *   - With the sides exchanged, the result and the conflicts are the same, but for what has a conflict.
 *   - Any conflict is decided either way. Where all are of values, theirs for all of them is the result of the other side.
 *   - Edits of different properties give the same in any order. */

#pragma once

#include "merge-world.h"

/* The result of merging theirs into ours; NULL: both have no common version any more. */
Picture *merge_laws_check (MergeWorld *world, MergeSeat *seat, TroveVersion *ours, TroveVersion *theirs);

void merge_laws_check_same (const Picture *a, const Picture *b, const char *where);

/* A choice of the last merge may be refused, but not since the merge does not stand where it does. */
void merge_laws_check_refused (const MergeSeat *seat, const GError *error);

/* Edits branches of the current version at different properties, and merges them in several orders. */
void merge_laws_check_independent (MergeWorld *world, MergeSeat *seat, guint choice);
