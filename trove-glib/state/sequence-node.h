/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Nodes of sequences (sequence.h): leaves, which have keys, and inner nodes, which have children.
 *
 *   either kind │ place │ content │ origin, level, n, capacity │ 24 bytes
 *   leaf        │ … │ keys[capacity]                           │ 8 bytes a key
 *   inner node  │ … │ counts[capacity] │ children[capacity]    │ 4 + 8 bytes a child; the children are aligned to 8 bytes
 *
 * A node is a block of a core (core-block.h). One in the own sub-arena is changed in place; a change of any other makes a
 * new node with the slots that it needs.
 *
 * Invariants: 1 <= n <= capacity <= trove_sequence_node_full(). A count is the number of keys below that child. content <=
 * place; neither is greater than the parent's. origin is the node's own where content is equal to place. */

#pragma once

#include "core/core-block.h"

#include "key.h"

/* Slots of a full node. At least 4 and even, at most 126: n and capacity are bytes, and two nodes are joined in one array. */
#ifndef TROVE_SEQUENCE_LEAF
#define TROVE_SEQUENCE_LEAF 32
#endif
#ifndef TROVE_SEQUENCE_INNER
#define TROVE_SEQUENCE_INNER 16
#endif

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

/* Slots of a full node. */
static inline guint
trove_sequence_node_full (guint level)
{
  return level == 0 ? TROVE_SEQUENCE_LEAF : TROVE_SEQUENCE_INNER;
}

/* Bytes of a node. */
static inline gsize
trove_sequence_node_size (guint level, guint capacity)
{
  if (level == 0)
    return sizeof (TroveSequenceNode) + capacity * sizeof (TroveKey);

  return sizeof (TroveSequenceNode) + trove_sequence_counts_size (capacity) +
         (capacity * sizeof (TroveSequenceNode *) + 7) / 8 * 8;
}

static inline gboolean
trove_sequence_node_is_own (const TroveCore *core, const TroveSequenceNode *node)
{
  return node->place == trove_core_own_id (core);
}

/* The keys in or below a node. */
guint32 trove_sequence_node_count_keys (const TroveSequenceNode *node);

/* Sets a child of an own node, and its count. */
static inline void
trove_sequence_node_set_child (TroveSequenceNode *inner, guint at, TroveSequenceNode *child)
{
  trove_sequence_children (inner)[at] = child;
  trove_sequence_counts (inner)[at] = trove_sequence_node_count_keys (child);
}

/* A new node with n items, which are not set. */
TroveSequenceNode *trove_sequence_node_new (TroveCore *core, guint level, guint n, guint capacity);

/* The node in the own sub-arena, with its content as before: a copy takes the place of one that lies elsewhere. Prepares the bytes.
 * NULL with NO_MEMORY. */
TroveSequenceNode *trove_sequence_node_move (TroveCore *core, TroveSequenceNode *node, GError **error);

/* Copies n items between nodes of one level. The nodes may be one, and the items may overlap. */
void trove_sequence_node_copy_items (TroveSequenceNode *dest, guint to, const TroveSequenceNode *source,
                                     guint from, guint n);

/* Copies all items, with n_in items that are not set in place of n_out. dest: the source, or a node with room. */
void trove_sequence_node_replace_items (TroveSequenceNode *dest, const TroveSequenceNode *source, guint at,
                                        guint n_out, guint n_in);

/* The node with n_in items that are not set in place of n_out: the node itself where that is own and has room, or a copy. */
TroveSequenceNode *trove_sequence_node_change (TroveCore *core, TroveSequenceNode *node, guint at,
                                               guint n_out, guint n_in);

/* Bytes of trove_sequence_node_change() for n items afterwards. */
gsize trove_sequence_node_change_bytes (const TroveCore *core, const TroveSequenceNode *node, guint n);

/* Writes n items of the source to the block of old where that is own and has room, else to a new block. old: may be NULL. */
TroveSequenceNode *trove_sequence_node_write (TroveCore *core, TroveSequenceNode *old,
                                              const TroveSequenceNode *source, guint from, guint n);
