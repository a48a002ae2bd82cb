/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sequence: a persistent list of keys, for lists of objects. It has up to 2^32 − 1 keys; a key may be there more than once.
 *
 * A sequence is a counted B+ tree, and a pointer to its root is the sequence; NULL is the empty one. Leaves hold the keys.
 * An inner node holds its children's addresses and the number of keys below each child, by which an index is found:
 *
 *   level 2                         ┌ 497 │ 70 ┐
 *                           ┌───────┘     └─────────┐
 *   level 1         ┌ 32 │ 32 │ … │ 17 ┐         ┌ 32 │ 32 │ 6 ┐
 *               ┌───┘    │         └────┐     ┌──┘    └──┐   └─────┐
 *   level 0  k0…k31  k32…k63  …  k480…k496  k497…k528  …    k561…k566
 *
 * The last node of each level is on the right edge.
 *
 * Invariants:
 * - all leaves are at level 0, and a child's level is one below its parent's;
 * - a node that is not on the right edge has at least half as many items as fit. So a list that grows at its end has full
 *   nodes, as one that was built has;
 * - the root is a leaf or has at least two children.
 *
 * A change copies the way from the root to the leaf, as far as that is not own, and the node beside each that has become
 * too small. The other nodes are shared by all versions that have them. */

#pragma once

#include "sequence-node.h"

/* Reading. An index is below the length. */

guint32 trove_sequence_length (const TroveSequenceNode *sequence);
TroveKey trove_sequence_get (const TroveSequenceNode *sequence, guint32 index);

/* The keys from index to the end of their leaf, n of them, valid until the next change of the sequence. */
const TroveKey *trove_sequence_run (const TroveSequenceNode *sequence, guint32 index, guint32 *n);

/* Copies n keys from index on, which are all there. */
void trove_sequence_copy (const TroveSequenceNode *sequence, guint32 index, TroveKey *keys, guint32 n);

/* Changing. Each call needs blocks of as many bytes as the function before it returns, prepared with
 * trove_core_prepare_blocks(); then it cannot fail. The bytes are those for the sequence and the own sub-arena as they are. */

gsize trove_sequence_insert_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 index);
/* index: up to the length, which is below 2^32 − 1. */
void trove_sequence_insert (TroveCore *core, TroveSequenceNode **sequence, guint32 index, TroveKey key);

gsize trove_sequence_remove_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 index);
TroveKey trove_sequence_remove (TroveCore *core, TroveSequenceNode **sequence, guint32 index);

gsize trove_sequence_set_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 index);
void trove_sequence_set (TroveCore *core, TroveSequenceNode **sequence, guint32 index, TroveKey key);

gsize trove_sequence_move_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 from,
                                 guint32 to);
/* to: the index of the key afterwards. */
void trove_sequence_move (TroveCore *core, TroveSequenceNode **sequence, guint32 from, guint32 to);

/* Makes a sequence of full nodes: the fewest bytes, and the least time. */
gsize trove_sequence_build_bytes (guint32 n);
TroveSequenceNode *trove_sequence_build (TroveCore *core, const TroveKey *keys, guint32 n);
