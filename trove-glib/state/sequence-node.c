/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sequence-node.h"

#include <string.h>

#define GROWN_LEAST 4 /* slots of an own node that has grown */

G_STATIC_ASSERT (sizeof (TroveSequenceNode) == 24);
G_STATIC_ASSERT (TROVE_SEQUENCE_LEAF >= 4 && TROVE_SEQUENCE_LEAF % 2 == 0 && TROVE_SEQUENCE_LEAF <= 126);
G_STATIC_ASSERT (TROVE_SEQUENCE_INNER >= 4 && TROVE_SEQUENCE_INNER % 2 == 0 && TROVE_SEQUENCE_INNER <= 126);

typedef TroveSequenceNode Node;

guint32
trove_sequence_node_count_keys (const TroveSequenceNode *node)
{
  const guint32 *counts = trove_sequence_counts (node);
  guint32 n = 0;

  if (node->level == 0)
    return node->n;

  for (guint i = 0; i < node->n; i++)
    n += counts[i];
  return n;
}

/* Notes a change of an own node. A block has at least 32 bytes, so that no two of a sub-arena have the same origin, unless
 * their addresses are 2^45 bytes apart. */
static inline void
mark_changed (Node *node)
{
  guint64 origin = (guintptr) node / 32;

  node->content = node->place;
  node->origin = (guint32) origin;
  node->origin_high = (guint8) (origin >> 32);
}

TroveSequenceNode *
trove_sequence_node_new (TroveCore *core, guint level, guint n, guint capacity)
{
  Node *node = trove_core_carve_block (core, trove_sequence_node_size (level, capacity));

  node->place = trove_core_own_id (core);
  node->level = (guint8) level;
  node->n = (guint8) n;
  node->capacity = (guint8) capacity;
  mark_changed (node);
  return node;
}

void
trove_sequence_node_copy_items (TroveSequenceNode *dest, guint to, const TroveSequenceNode *source,
                                guint from, guint n)
{
  if (dest->level == 0)
    {
      memmove (trove_sequence_keys (dest) + to, trove_sequence_keys (source) + from, n * sizeof (TroveKey));
      return;
    }

  memmove (trove_sequence_counts (dest) + to, trove_sequence_counts (source) + from, n * sizeof (guint32));
  memmove (trove_sequence_children (dest) + to, trove_sequence_children (source) + from, n * sizeof (Node *));
}

TroveSequenceNode *
trove_sequence_node_move (TroveCore *core, TroveSequenceNode *node, GError **error)
{
  Node *copy;

  if (trove_sequence_node_is_own (core, node))
    return node;
  if (!trove_core_prepare_blocks (core, trove_sequence_node_size (node->level, node->n), error))
    return NULL;

  copy = trove_sequence_node_new (core, node->level, node->n, node->n);
  trove_sequence_node_copy_items (copy, 0, node, 0, node->n);
  copy->content = node->content;
  copy->origin = node->origin;
  copy->origin_high = node->origin_high;
  return copy;
}

void
trove_sequence_node_replace_items (TroveSequenceNode *dest, const TroveSequenceNode *source, guint at,
                                   guint n_out, guint n_in)
{
  guint n_after = source->n - at - n_out;

  if (dest != source)
    trove_sequence_node_copy_items (dest, 0, source, 0, at);
  if (dest != source || n_in != n_out)
    trove_sequence_node_copy_items (dest, at + n_in, source, at + n_out, n_after);
  dest->n = (guint8) (at + n_in + n_after);
}

/* Slots of a new block for a node, which is to have n items. A list that grows by many keys between two versions must not
 * be copied for each. */
static inline guint
new_capacity (const TroveCore *core, const Node *node, guint n)
{
  if (!trove_sequence_node_is_own (core, node))
    return n;

  return MIN (MAX (2 * n, GROWN_LEAST), trove_sequence_node_full (node->level));
}

static inline gboolean
has_room (const TroveCore *core, const Node *node, guint n)
{
  return trove_sequence_node_is_own (core, node) && node->capacity >= n;
}

TroveSequenceNode *
trove_sequence_node_change (TroveCore *core, TroveSequenceNode *node, guint at, guint n_out, guint n_in)
{
  guint n = node->n - n_out + n_in;
  Node *changed = node;

  if (has_room (core, node, n))
    mark_changed (node);
  else
    changed = trove_sequence_node_new (core, node->level, n, new_capacity (core, node, n));
  trove_sequence_node_replace_items (changed, node, at, n_out, n_in);
  return changed;
}

gsize
trove_sequence_node_change_bytes (const TroveCore *core, const TroveSequenceNode *node, guint n)
{
  if (has_room (core, node, n))
    return 0;

  return trove_sequence_node_size (node->level, new_capacity (core, node, n));
}

TroveSequenceNode *
trove_sequence_node_write (TroveCore *core, TroveSequenceNode *old, const TroveSequenceNode *source,
                           guint from, guint n)
{
  Node *node = old;

  if (old != NULL && has_room (core, old, n))
    mark_changed (node);
  else
    node = trove_sequence_node_new (core, source->level, n, n);
  trove_sequence_node_copy_items (node, 0, source, from, n);
  node->n = (guint8) n;
  return node;
}
