/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sequence: a persistent list of keys, for lists of objects. It has up to 2^32 − 1 keys; a key may be there more than once.
 *
 * A sequence is a counted B+ tree, and a pointer to its root is the sequence; NULL is the empty one. Leaves hold the keys.
 * An inner node holds its children's addresses and the number of keys below each child, by which an index is found:
 *
 *   level 2                          ┌ 544 │ 70 ┐
 *                            ┌───────┘     └──────────┐
 *   level 1         ┌ 32 │ 32 │ … │ 17 ┐         ┌ 32 │ 32 │ 6 ┐
 *                ┌──┘    │             │         │    │    └─────────┐
 *   level 0   k0…k31  k32…k63  …  k527…k543  k544…k575  …    k608…k613   ← the last node of each level: the right edge
 *
 *   node of either kind │ place │ content │ origin, level, n, capacity │ 24 bytes
 *   leaf                │ … │ keys[capacity]                           │ 8 bytes a key
 *   inner node          │ … │ counts[capacity] │ children[capacity]    │ 4 + 8 bytes a child; the counts end aligned to 8 bytes
 *
 * Invariants:
 * - all leaves are at level 0, and a child's level is one below its parent's;
 * - 1 <= n <= capacity <= TROVE_SEQUENCE_LEAF or TROVE_SEQUENCE_INNER;
 * - a node that is not on the right edge has at least half as many items as fit. So a list that grows at its end has full
 *   nodes, as one that was built has;
 * - the root is a leaf or has at least two children;
 * - a count is the number of keys below that child;
 * - content <= place; neither is greater than the parent's; origin is the node's own where content is equal to place.
 *
 * The nodes are blocks of a core (core-block.h). A node in the own sub-arena is changed in place. A change of another node
 * writes a new node with the slots that it needs; the old one stays as it is, for the versions that read it. A change
 * copies the way from the root to the leaf, and the nodes beside it where a node is split or becomes too small.
 *
 * Two nodes of equal content and origin have equal keys, wherever they lie (see trove_sequence_same()). */

#pragma once

#include "core/core-block.h"

/* Slots of a full node. At least 4 and even, at most 126: n and capacity are bytes, and two nodes are joined in one array. */
#ifndef TROVE_SEQUENCE_LEAF
#define TROVE_SEQUENCE_LEAF 32
#endif
#ifndef TROVE_SEQUENCE_INNER
#define TROVE_SEQUENCE_INNER 16
#endif

typedef guint64 TroveKey; /* of an object: below 2^53; 0: none */

typedef struct _TroveSequenceNode TroveSequenceNode;

struct _TroveSequenceNode
{
  guint64 place;      /* id of the sub-arena that the node lies in */
  guint64 content;    /* id of the sub-arena that was own at the last change at or below the node */
  guint32 origin;     /* of the block that the last change was written to: its address / 32, bits 0 to 31 */
  guint8 origin_high; /* bits 32 to 39 */
  guint8 level;
  guint8 n; /* items: keys or children */
  guint8 capacity;
};

/* Bytes of the counts of an inner node. */
static inline gsize
trove_sequence_counts_size (guint capacity)
{
  return ((gsize) capacity + 1) / 2 * sizeof (guint64);
}

static inline TroveKey *
trove_sequence_keys (const TroveSequenceNode *leaf)
{
  return (TroveKey *) (leaf + 1);
}

static inline guint32 *
trove_sequence_counts (const TroveSequenceNode *inner)
{
  return (guint32 *) (inner + 1);
}

static inline TroveSequenceNode **
trove_sequence_children (const TroveSequenceNode *inner)
{
  return (TroveSequenceNode **) ((char *) (inner + 1) + trove_sequence_counts_size (inner->capacity));
}

/* Whether two nodes are one, or one is a copy of the other that was only moved to another place: then all below them is
 * equal. The content alone does not tell nodes apart that the same sub-arena wrote, such as the halves of a split one. */
static inline gboolean
trove_sequence_same (const TroveSequenceNode *a, const TroveSequenceNode *b)
{
  return a == b || (a->content == b->content && a->origin == b->origin && a->origin_high == b->origin_high);
}

/* Reading. An index is below the length. */

guint32 trove_sequence_length (const TroveSequenceNode *sequence);
TroveKey trove_sequence_get (const TroveSequenceNode *sequence, guint32 index);

/* The keys from index to the end of their leaf, n of them, valid until the next change of the sequence. */
const TroveKey *trove_sequence_run (const TroveSequenceNode *sequence, guint32 index, guint32 *n);

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
