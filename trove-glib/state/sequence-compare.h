/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Comparing two sequences, mostly versions of one list. */

#pragma once

#include "sequence.h"
#include "edit-script.h"

/* Calls func for each run of keys that differs, in increasing order; two runs are never adjacent. There is none
 * for lists with the same keys.
 *
 * Nodes that both sequences have are not read: time depends on the nodes that differ. Their keys are compared by
 * trove_edit_script(). The script of a list without a key twice has at most as many keys as were inserted and removed
 * between the two versions; it has more than necessary only where a smaller one would move a whole node.
 *
 * FALSE: no memory, or func returned FALSE. */
gboolean trove_sequence_compare (const TroveSequenceNode *a, const TroveSequenceNode *b, TroveEditFunc func,
                                 gpointer data);

/* TRUE if two sequences of one length have the same keys from an index on. Reads them all. */
gboolean trove_sequence_equal_from (const TroveSequenceNode *a, const TroveSequenceNode *b, guint32 index);

/* TRUE if two versions of a list have the same keys. Reads the nodes that differ, and where it finds some all keys behind. */
gboolean trove_sequence_equal (const TroveSequenceNode *a, const TroveSequenceNode *b);
