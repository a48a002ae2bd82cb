/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sequence.h"

#include <string.h>

#define MAX_LEVELS 32 /* a node off the right edge has two children or more */
#define MAX_FAN_OUT ((gsize) MAX (TROVE_SEQUENCE_LEAF, TROVE_SEQUENCE_INNER))

typedef TroveSequenceNode Node;

/* A node on the stack, with room for the items of two. */
typedef union
{
  Node node;
  char room[sizeof (Node) + MAX_FAN_OUT * 2 * (sizeof (guint64) + sizeof (guint32))];
} WideNode;

/* Reading */

/* The child that has the index, which becomes the child's. */
static inline guint
find_child (const Node *inner, guint32 *index)
{
  const guint32 *counts = trove_sequence_counts (inner);
  guint at = 0;

  while (*index >= counts[at])
    *index -= counts[at++];
  return at;
}

/* The child that a key is inserted in; between two, the one before. */
static inline guint
find_child_for_insert (const Node *inner, guint32 *index)
{
  const guint32 *counts = trove_sequence_counts (inner);
  guint at = 0;

  while (*index > counts[at])
    *index -= counts[at++];
  return at;
}

static const Node *
find_leaf (const Node *node, guint32 *index)
{
  while (node->level > 0)
    node = trove_sequence_children (node)[find_child (node, index)];

  g_assert (*index < node->n);
  return node;
}

guint32
trove_sequence_length (const TroveSequenceNode *sequence)
{
  return sequence != NULL ? trove_sequence_node_count_keys (sequence) : 0;
}

TroveKey
trove_sequence_get (const TroveSequenceNode *sequence, guint32 index)
{
  const Node *leaf = find_leaf (sequence, &index);

  return trove_sequence_keys (leaf)[index];
}

const TroveKey *
trove_sequence_run (const TroveSequenceNode *sequence, guint32 index, guint32 *n)
{
  const Node *leaf = find_leaf (sequence, &index);

  *n = leaf->n - index;
  return trove_sequence_keys (leaf) + index;
}

void
trove_sequence_copy (const TroveSequenceNode *sequence, guint32 index, TroveKey *keys, guint32 n)
{
  while (n > 0)
    {
      guint32 in_run;
      const TroveKey *run = trove_sequence_run (sequence, index, &in_run);

      in_run = MIN (in_run, n);
      memcpy (keys, run, in_run * sizeof *keys);
      keys += in_run;
      index += in_run;
      n -= in_run;
    }
}

/* Inserting */

typedef struct
{
  TroveCore *core;
  TroveKey key;
  gboolean append; /* behind all keys */
} Insertion;

/* Writes the items of an overfull node to two nodes. */
static Node *
divide (TroveCore *core, Node *node, const Node *items, Node **right)
{
  guint n_left = (items->n + 1u) / 2;

  *right = trove_sequence_node_write (core, NULL, items, n_left, items->n - n_left);
  return trove_sequence_node_write (core, node, items, 0, n_left);
}

/* A copy on the stack with n_in unset items in place of n_out. */
static Node *
widen (WideNode *wide, const Node *node, guint at, guint n_out, guint n_in)
{
  wide->node.level = node->level;
  wide->node.capacity = (guint8) (MAX_FAN_OUT * 2);
  trove_sequence_node_replace_items (&wide->node, node, at, n_out, n_in);
  return &wide->node;
}

/* The first node behind a full one that stays as it is. It has all slots, since more keys are likely to follow. */
static Node *
begin_node (TroveCore *core, guint level)
{
  return trove_sequence_node_new (core, level, 1, trove_sequence_node_full (level));
}

/* right: the second of two nodes that the leaf is divided into, or NULL. */
static Node *
insert_in_leaf (const Insertion *insertion, Node *leaf, guint at, Node **right)
{
  WideNode wide;
  Node *items;

  if (leaf->n < trove_sequence_node_full (0))
    {
      leaf = trove_sequence_node_change (insertion->core, leaf, at, 0, 1);
      trove_sequence_keys (leaf)[at] = insertion->key;
      return leaf;
    }
  if (insertion->append)
    {
      *right = begin_node (insertion->core, 0);
      trove_sequence_keys (*right)[0] = insertion->key;
      return leaf;
    }

  items = widen (&wide, leaf, at, 0, 1);
  trove_sequence_keys (items)[at] = insertion->key;
  return divide (insertion->core, leaf, items, right);
}

/* Puts two nodes in the place of a child. */
static Node *
replace_by_two (const Insertion *insertion, Node *inner, guint at, Node *first, Node *second, Node **right)
{
  WideNode wide;
  Node *items;

  if (inner->n < trove_sequence_node_full (inner->level))
    {
      inner = trove_sequence_node_change (insertion->core, inner, at, 1, 2);
      trove_sequence_node_set_child (inner, at, first);
      trove_sequence_node_set_child (inner, at + 1, second);
      return inner;
    }
  if (insertion->append)
    {
      *right = begin_node (insertion->core, inner->level);
      trove_sequence_node_set_child (*right, 0, second);
      return inner;
    }

  items = widen (&wide, inner, at, 1, 2);
  trove_sequence_node_set_child (items, at, first);
  trove_sequence_node_set_child (items, at + 1, second);
  return divide (insertion->core, inner, items, right);
}

static Node *
insert_below (const Insertion *insertion, Node *node, guint32 index, Node **right)
{
  Node *child, *child_right = NULL;
  guint at;

  if (node->level == 0)
    return insert_in_leaf (insertion, node, index, right);

  at = find_child_for_insert (node, &index);
  child = insert_below (insertion, trove_sequence_children (node)[at], index, &child_right);
  if (child_right != NULL)
    return replace_by_two (insertion, node, at, child, child_right, right);

  node = trove_sequence_node_change (insertion->core, node, at, 1, 1);
  trove_sequence_node_set_child (node, at, child);
  return node;
}

void
trove_sequence_insert (TroveCore *core, TroveSequenceNode **sequence, guint32 index, TroveKey key)
{
  guint32 length = trove_sequence_length (*sequence);
  Insertion insertion = { core, key, index == length };
  Node *node, *right = NULL, *root;

  g_assert (index <= length && length < G_MAXUINT32);

  if (*sequence == NULL)
    {
      *sequence = trove_sequence_build (core, &key, 1);
      return;
    }

  node = insert_below (&insertion, *sequence, index, &right);
  if (right != NULL)
    {
      root = trove_sequence_node_new (core, node->level + 1u, 2, 2);
      trove_sequence_node_set_child (root, 0, node);
      trove_sequence_node_set_child (root, 1, right);
      node = root;
    }
  *sequence = node;
}

/* Removing */

/* Joins a child that has become too small with the child beside it, or divides their items anew. */
static Node *
rebalance (TroveCore *core, Node *inner, guint at, Node *child)
{
  Node **children = trove_sequence_children (inner);
  guint first = at > 0 ? at - 1 : 0;
  Node *left = first < at ? children[first] : child;
  Node *right = first < at ? child : children[first + 1];
  WideNode wide;
  Node *items = widen (&wide, left, left->n, 0, right->n);
  guint n_left;

  trove_sequence_node_copy_items (items, left->n, right, 0, right->n);
  if (items->n <= trove_sequence_node_full (items->level))
    {
      child = trove_sequence_node_write (core, child, items, 0, items->n);
      inner = trove_sequence_node_change (core, inner, first, 2, 1);
      trove_sequence_node_set_child (inner, first, child);
      return inner;
    }

  n_left = (items->n + 1u) / 2;
  left = trove_sequence_node_write (core, left, items, 0, n_left);
  right = trove_sequence_node_write (core, right, items, n_left, items->n - n_left);
  inner = trove_sequence_node_change (core, inner, first, 2, 2);
  trove_sequence_node_set_child (inner, first, left);
  trove_sequence_node_set_child (inner, first + 1, right);
  return inner;
}

/* edge: the node is on the right edge. NULL: nothing is left of it. */
static Node *
remove_below (TroveCore *core, Node *node, guint32 index, gboolean edge)
{
  Node *child;
  guint at;

  if (node->level == 0)
    return node->n > 1 ? trove_sequence_node_change (core, node, index, 1, 0) : NULL;

  at = find_child (node, &index);
  edge = edge && at == node->n - 1u;
  child = remove_below (core, trove_sequence_children (node)[at], index, edge);
  if (child == NULL)
    return node->n > 1 ? trove_sequence_node_change (core, node, at, 1, 0) : NULL;
  if (!edge && child->n < trove_sequence_node_full (child->level) / 2)
    return rebalance (core, node, at, child);

  node = trove_sequence_node_change (core, node, at, 1, 1);
  trove_sequence_node_set_child (node, at, child);
  return node;
}

TroveKey
trove_sequence_remove (TroveCore *core, TroveSequenceNode **sequence, guint32 index)
{
  TroveKey key = trove_sequence_get (*sequence, index);
  Node *root = remove_below (core, *sequence, index, TRUE);

  /* The child that is left has at least half as many items as fit. */
  if (root != NULL && root->level > 0 && root->n == 1)
    root = trove_sequence_children (root)[0];
  *sequence = root;
  return key;
}

/* Setting and moving */

static Node *
set_below (TroveCore *core, Node *node, guint32 index, TroveKey key)
{
  Node *child;
  guint at;

  if (node->level == 0)
    {
      node = trove_sequence_node_change (core, node, index, 1, 1);
      trove_sequence_keys (node)[index] = key;
      return node;
    }

  at = find_child (node, &index);
  child = set_below (core, trove_sequence_children (node)[at], index, key);
  node = trove_sequence_node_change (core, node, at, 1, 1);
  trove_sequence_node_set_child (node, at, child);
  return node;
}

void
trove_sequence_set (TroveCore *core, TroveSequenceNode **sequence, guint32 index, TroveKey key)
{
  g_assert (index < trove_sequence_length (*sequence));

  *sequence = set_below (core, *sequence, index, key);
}

void
trove_sequence_move (TroveCore *core, TroveSequenceNode **sequence, guint32 from, guint32 to)
{
  TroveKey key;

  if (from == to)
    return;

  key = trove_sequence_remove (core, sequence, from);
  trove_sequence_insert (core, sequence, to, key);
}

/* Building */

/* Keys of a full node. */
static guint64
span (guint level)
{
  guint64 n = TROVE_SEQUENCE_LEAF;

  while (level-- > 0)
    n *= TROVE_SEQUENCE_INNER;
  return n;
}

static Node *
build_node (TroveCore *core, guint level, const TroveKey *keys, guint32 n)
{
  guint64 n_below = level > 0 ? span (level - 1) : 1;
  guint n_items = (guint) ((n + n_below - 1) / n_below);
  Node *node = trove_sequence_node_new (core, level, n_items, n_items);

  if (level == 0)
    memcpy (trove_sequence_keys (node), keys, n * sizeof *keys);
  else
    for (guint i = 0; i < n_items; i++)
      {
        guint64 start = i * n_below;

        trove_sequence_node_set_child (
            node, i, build_node (core, level - 1, keys + start, (guint32) MIN (n - start, n_below)));
      }
  return node;
}

TroveSequenceNode *
trove_sequence_build (TroveCore *core, const TroveKey *keys, guint32 n)
{
  guint level = 0;

  if (n == 0)
    return NULL;

  while (span (level) < n)
    level++;
  return build_node (core, level, keys, n);
}

/* Bytes of changes: the nodes that the functions above carve. */

/* The way from the root to a leaf, by level. */
typedef struct
{
  const Node *nodes[MAX_LEVELS];
  guint at[MAX_LEVELS]; /* the child; in the leaf, the key */
  guint n_levels;
  guint edge; /* the lowest level whose node is on the right edge */
} Path;

static void
find_path (Path *path, const Node *node, guint32 index, gboolean insert)
{
  g_assert (node->level < MAX_LEVELS);
  path->n_levels = node->level + 1u;
  path->edge = node->level;
  while (node->level > 0)
    {
      guint at = insert ? find_child_for_insert (node, &index) : find_child (node, &index);

      path->nodes[node->level] = node;
      path->at[node->level] = at;
      if (path->edge == node->level && at == node->n - 1u)
        path->edge--;
      node = trove_sequence_children (node)[at];
    }
  path->nodes[0] = node;
  path->at[0] = index;
}

/* For a full node that is divided. */
static gsize
divide_bytes (const TroveCore *core, const Node *node, gboolean append)
{
  guint n_left = (node->n + 2u) / 2, n_right = node->n + 1u - n_left;

  if (append)
    return trove_sequence_node_size (node->level, trove_sequence_node_full (node->level));

  return trove_sequence_node_size (node->level, n_right) +
         (trove_sequence_node_is_own (core, node) ? 0 : trove_sequence_node_size (node->level, n_left));
}

gsize
trove_sequence_insert_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 index)
{
  gboolean append = index == trove_sequence_length (sequence), grows = TRUE;
  gsize bytes = 0;
  Path path;

  if (sequence == NULL)
    return trove_sequence_node_size (0, 1);

  find_path (&path, sequence, index, TRUE);
  for (guint level = 0; level < path.n_levels; level++)
    {
      const Node *node = path.nodes[level];

      if (grows && node->n == trove_sequence_node_full (level))
        bytes += divide_bytes (core, node, append);
      else
        {
          bytes += trove_sequence_node_change_bytes (core, node, node->n + (grows ? 1 : 0));
          grows = FALSE;
        }
    }
  return grows ? bytes + trove_sequence_node_size (path.n_levels, 2) : bytes;
}

/* The most for a child that n items are left of and that is rebalanced. n_items: changes as rebalance() changes the
 * parent's. */
static gsize
rebalance_bytes (const Path *path, guint level, guint n, guint *n_items)
{
  guint at = path->at[level];
  const Node *beside = trove_sequence_children (path->nodes[level])[at > 0 ? at - 1 : 1];
  guint total = n + beside->n, n_left = (total + 1) / 2;

  if (total > trove_sequence_node_full (level - 1))
    return trove_sequence_node_size (level - 1, n_left) +
           trove_sequence_node_size (level - 1, total - n_left);

  (*n_items)--;
  return trove_sequence_node_size (level - 1, total);
}

gsize
trove_sequence_remove_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 index)
{
  gsize bytes = 0;
  guint n = 0; /* items that are left of the node below */
  Path path;

  find_path (&path, sequence, index, FALSE);
  for (guint level = 0; level < path.n_levels; level++)
    {
      const Node *node = path.nodes[level];
      guint n_items = node->n;

      if (n == 0)
        n_items--;
      else if (n < trove_sequence_node_full (level - 1) / 2 && level <= path.edge)
        bytes += rebalance_bytes (&path, level, n, &n_items);
      if (n_items > 0)
        bytes += trove_sequence_node_change_bytes (core, node, n_items);
      n = n_items;
    }
  return bytes;
}

gsize
trove_sequence_set_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 index)
{
  gsize bytes = 0;
  Path path;

  find_path (&path, sequence, index, FALSE);
  for (guint level = 0; level < path.n_levels; level++)
    bytes += trove_sequence_node_change_bytes (core, path.nodes[level], path.nodes[level]->n);
  return bytes;
}

/* The bytes of the insertion depend on the removal. An insertion copies or divides at most one node of each level. */
gsize
trove_sequence_move_bytes (const TroveCore *core, const TroveSequenceNode *sequence, guint32 from, guint32 to)
{
  gsize bytes;

  if (from == to)
    return 0;

  bytes = trove_sequence_remove_bytes (core, sequence, from);
  for (guint level = 0; level <= sequence->level; level++)
    bytes += MAX (trove_sequence_node_size (level, trove_sequence_node_full (level)),
                  2 * trove_sequence_node_size (level, trove_sequence_node_full (level) / 2 + 1));
  return bytes + trove_sequence_node_size (sequence->level + 1u, 2);
}

gsize
trove_sequence_build_bytes (guint32 n)
{
  gsize bytes = 0;
  guint64 n_items = n;

  if (n == 0)
    return 0;

  for (guint level = 0; level == 0 || n_items > 1; level++)
    {
      bytes += n_items / trove_sequence_node_full (level) *
               trove_sequence_node_size (level, trove_sequence_node_full (level));
      if (n_items % trove_sequence_node_full (level) > 0)
        bytes += trove_sequence_node_size (level, (guint) (n_items % trove_sequence_node_full (level)));
      n_items = (n_items + trove_sequence_node_full (level) - 1) / trove_sequence_node_full (level);
    }
  return bytes;
}
