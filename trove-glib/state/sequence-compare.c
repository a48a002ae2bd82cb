/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sequence-compare.h"

#include <string.h>

#include "core/memory.h"

/* Two rows of adjacent nodes are compared, first those with the roots alone. Nodes that both rows have are skipped. Between
 * them are gaps, where nodes of one row became nodes of the other; the children of a gap's nodes are the next rows:
 *
 *   a, level 1    A  B   C  D            A and D are in both rows
 *   b, level 1    A  B'  C' E  D         a gap: B C became B' C' E
 *   a, level 0    children of B and C             b, level 0    children of B', C' and E
 *
 * A change never alters the order of nodes, so that a node of both rows is not in two gaps. */

#define NEAR 4      /* how far the next node of both rows is looked for without a table */
#define ROW_ROOM 64 /* items of a row that need no allocation */

/* For tests: called for each node that is read. */
#ifndef TROVE_SEQUENCE_VISIT
#define TROVE_SEQUENCE_VISIT(node)
#endif

typedef TroveSequenceNode Node;

typedef struct
{
  TroveEditFunc func;
  gpointer data;
} Compare;

/* Adjacent nodes of a level, or parts of their parents' arrays. */
typedef struct
{
  const Node *const *nodes;
  const guint32 *counts;
  guint32 n;
  guint32 at;    /* the next node to compare */
  guint32 start; /* index of its first key */
  gpointer heap;
  const Node *node_room[ROW_ROOM];
  guint32 count_room[ROW_ROOM];
} Row;

/* Keys of adjacent leaves. */
typedef struct
{
  const TroveKey *keys;
  guint32 n;
  gpointer heap;
  TroveKey room[ROW_ROOM];
} Keys;

static gboolean compare_rows (const Compare *compare, Row *a, Row *b);

/* Rows */

static gboolean
row_allocate (Row *row, guint32 n, const Node ***nodes, guint32 **counts)
{
  *nodes = row->node_room;
  *counts = row->count_room;
  if (n > ROW_ROOM)
    {
      row->heap = trove_memory_alloc (n * (sizeof (Node *) + sizeof (guint32)));
      if (row->heap == NULL)
        return FALSE;
      *nodes = row->heap;
      *counts = (guint32 *) (*nodes + n);
    }
  row->nodes = *nodes;
  row->counts = *counts;
  return TRUE;
}

/* The children of the next n nodes of a row. FALSE: no memory. */
static gboolean
row_init_children (Row *children, const Row *parents, guint32 n)
{
  const Node *const *from = parents->nodes + parents->at;
  const Node **nodes;
  guint32 *counts;
  guint32 at = 0;

  children->at = 0;
  children->start = parents->start;
  children->heap = NULL;
  children->n = 0;
  for (guint32 i = 0; i < n; i++)
    {
      TROVE_SEQUENCE_VISIT (from[i]);
      children->n += from[i]->n;
    }
  if (n == 1)
    {
      children->nodes = (const Node *const *) trove_sequence_children (from[0]);
      children->counts = trove_sequence_counts (from[0]);
      return TRUE;
    }

  if (!row_allocate (children, children->n, &nodes, &counts))
    return FALSE;
  for (guint32 i = 0; i < n; at += from[i++]->n)
    {
      memcpy (nodes + at, trove_sequence_children (from[i]), from[i]->n * sizeof *nodes);
      memcpy (counts + at, trove_sequence_counts (from[i]), from[i]->n * sizeof *counts);
    }
  return TRUE;
}

static void
row_init_root (Row *row, const Node *root)
{
  *row = (Row){ .n = 1 };
  row->node_room[0] = root;
  row->count_room[0] = trove_sequence_length (root);
  row->nodes = row->node_room;
  row->counts = row->count_room;
}

static inline void
row_clear (Row *row)
{
  trove_memory_free (row->heap);
}

/* Goes on behind the next n nodes. */
static inline void
row_skip (Row *row, guint32 n)
{
  while (n-- > 0)
    row->start += row->counts[row->at++];
}

static inline guint
row_level (const Row *row)
{
  return row->nodes[0]->level;
}

static guint32
row_count_keys (const Row *row, guint32 n)
{
  guint32 n_keys = 0;

  for (guint32 i = 0; i < n; i++)
    n_keys += row->counts[row->at + i];
  return n_keys;
}

/* Keys */

static gboolean
keys_init (Keys *keys, const Row *leaves, guint32 n)
{
  const Node *const *from = leaves->nodes + leaves->at;
  TroveKey *dest = keys->room;
  guint32 at = 0;

  keys->heap = NULL;
  keys->n = row_count_keys (leaves, n);
  TROVE_SEQUENCE_VISIT (from[0]);
  if (n == 1)
    {
      keys->keys = trove_sequence_keys (from[0]);
      return TRUE;
    }
  if (keys->n > ROW_ROOM)
    dest = keys->heap = trove_memory_alloc (keys->n * sizeof *dest);
  if (dest == NULL)
    return FALSE;

  for (guint32 i = 0; i < n; at += from[i++]->n)
    {
      TROVE_SEQUENCE_VISIT (from[i]);
      memcpy (dest + at, trove_sequence_keys (from[i]), from[i]->n * sizeof *dest);
    }
  keys->keys = dest;
  return TRUE;
}

typedef struct
{
  const Compare *compare;
  guint32 a, b; /* the first keys */
} KeyGap;

static gboolean
call_for_keys (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  const KeyGap *gap = data;

  return gap->compare->func (gap->a + a, n_removed, gap->b + b, n_inserted, gap->compare->data);
}

static gboolean
compare_keys (const Compare *compare, const Row *a, guint32 n_a, const Row *b, guint32 n_b)
{
  KeyGap gap = { compare, a->start, b->start };
  Keys keys_a, keys_b;
  gboolean ok;

  if (!keys_init (&keys_a, a, n_a))
    return FALSE;
  ok = keys_init (&keys_b, b, n_b) &&
       trove_edit_script (keys_a.keys, keys_a.n, keys_b.keys, keys_b.n, 1, call_for_keys, &gap);
  trove_memory_free (keys_a.heap);
  trove_memory_free (keys_b.heap);
  return ok;
}

/* Gaps */

static gboolean
compare_children (const Compare *compare, const Row *a, guint32 n_a, const Row *b, guint32 n_b)
{
  Row children_a, children_b;
  gboolean ok;

  if (!row_init_children (&children_a, a, n_a))
    return FALSE;
  ok = row_init_children (&children_b, b, n_b) && compare_rows (compare, &children_a, &children_b);
  row_clear (&children_a);
  row_clear (&children_b);
  return ok;
}

/* The next nodes of a, of which none is among the next nodes of b. Goes on behind them. */
static gboolean
compare_gap (const Compare *compare, Row *a, guint32 n_a, Row *b, guint32 n_b)
{
  gboolean ok;

  if (n_a == 0 && n_b == 0)
    return TRUE;

  if (n_a == 0 || n_b == 0)
    ok = compare->func (a->start, row_count_keys (a, n_a), b->start, row_count_keys (b, n_b), compare->data);
  else if (row_level (a) == 0)
    ok = compare_keys (compare, a, n_a, b, n_b);
  else
    ok = compare_children (compare, a, n_a, b, n_b);
  row_skip (a, n_a);
  row_skip (b, n_b);
  return ok;
}

/* look: the nodes may be read. */
static inline gboolean
same_nodes (const Row *a, guint32 at_a, const Row *b, guint32 at_b, gboolean look)
{
  const Node *node_a = a->nodes[at_a], *node_b = b->nodes[at_b];

  if (node_a == node_b || !look)
    return node_a == node_b;

  TROVE_SEQUENCE_VISIT (node_a);
  TROVE_SEQUENCE_VISIT (node_b);
  return trove_sequence_same (node_a, node_b);
}

static void
skip_same (Row *a, Row *b)
{
  while (a->at < a->n && b->at < b->n && same_nodes (a, a->at, b, b->at, TRUE))
    {
      row_skip (a, 1);
      row_skip (b, 1);
    }
}

/* Finds the gap in front of the next node that both rows have, where that is near: without reading nodes first, since
 * few nodes move. look: reads nodes, and the gap may be up to both ends. */
static gboolean
find_near (const Row *a, const Row *b, gboolean look, guint32 *n_a, guint32 *n_b)
{
  guint32 left_a = a->n - a->at, left_b = b->n - b->at;

  for (guint32 sum = 1; sum <= 2 * NEAR; sum++)
    for (guint32 i = sum > NEAR ? sum - NEAR : 0; i <= MIN (sum, NEAR); i++)
      {
        guint32 j = sum - i;
        gboolean both_end = i == left_a && j == left_b;

        if (both_end ? look : i < left_a && j < left_b && same_nodes (a, a->at + i, b, b->at + j, look))
          {
            *n_a = i;
            *n_b = j;
            return TRUE;
          }
      }
  return FALSE;
}

typedef struct
{
  const Compare *compare;
  Row *a, *b;
  guint32 at_a, at_b; /* the first nodes */
} NodeGap;

static gboolean
compare_far_gap (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  NodeGap *gap = data;

  row_skip (gap->a, gap->at_a + a - gap->a->at);
  row_skip (gap->b, gap->at_b + b - gap->b->at);
  return compare_gap (gap->compare, gap->a, n_removed, gap->b, n_inserted);
}

/* The fields that trove_sequence_same() compares, of all nodes that are left. */
static guint64 *
write_tokens (guint64 *tokens, const Row *row)
{
  for (guint32 i = row->at; i < row->n; i++)
    {
      const Node *node = row->nodes[i];

      TROVE_SEQUENCE_VISIT (node);
      *tokens++ = node->content;
      *tokens++ = node->origin | (guint64) node->origin_high << 32;
    }
  return tokens;
}

/* Compares the nodes that are left. */
static gboolean
compare_far (const Compare *compare, Row *a, Row *b)
{
  guint32 n_a = a->n - a->at, n_b = b->n - b->at;
  NodeGap gap = { compare, a, b, a->at, b->at };
  guint64 room[4 * ROW_ROOM], *tokens = room, *tokens_b;
  gboolean ok, on_heap = n_a + n_b > 2 * ROW_ROOM;

  if (on_heap)
    tokens = trove_memory_alloc (((gsize) n_a + n_b) * 2 * sizeof *tokens);
  if (tokens == NULL)
    return FALSE;

  tokens_b = write_tokens (tokens, a);
  write_tokens (tokens_b, b);
  ok = trove_edit_script (tokens, n_a, tokens_b, n_b, 2, compare_far_gap, &gap);
  if (on_heap)
    trove_memory_free (tokens);
  return ok;
}

/* Compares all nodes that are left of two rows. */
static gboolean
compare_rows (const Compare *compare, Row *a, Row *b)
{
  while (TRUE)
    {
      guint32 n_a, n_b;

      skip_same (a, b);
      if (a->at == a->n || b->at == b->n)
        return compare_gap (compare, a, a->n - a->at, b, b->n - b->at);
      if (!find_near (a, b, FALSE, &n_a, &n_b) && !find_near (a, b, TRUE, &n_a, &n_b))
        return compare_far (compare, a, b);
      if (!compare_gap (compare, a, n_a, b, n_b))
        return FALSE;
    }
}

/* Compares all nodes of two rows: of the higher one the children, until both are at one level. */
static gboolean
compare_levels (const Compare *compare, Row *a, Row *b)
{
  Row *higher = row_level (a) > row_level (b) ? a : b;
  Row children;
  gboolean ok;

  if (row_level (a) == row_level (b))
    return compare_rows (compare, a, b);
  if (!row_init_children (&children, higher, higher->n))
    return FALSE;

  ok = higher == a ? compare_levels (compare, &children, b) : compare_levels (compare, a, &children);
  row_clear (&children);
  return ok;
}

gboolean
trove_sequence_equal_from (const TroveSequenceNode *a, const TroveSequenceNode *b, guint32 index)
{
  guint32 length = trove_sequence_length (a), n_a, n_b;

  for (; index < length; index += MIN (n_a, n_b))
    {
      const TroveKey *in_a = trove_sequence_run (a, index, &n_a), *in_b = trove_sequence_run (b, index, &n_b);

      if (in_a != in_b && memcmp (in_a, in_b, MIN (n_a, n_b) * sizeof *in_a) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Lists that name an object twice may be equal where nodes of both stand at other places, of which there would be runs. In front of
 * the first run all keys are equal. */
typedef struct
{
  const Node *a, *b;
  TroveEditFunc func;
  gpointer data;
  gboolean differ;
  gboolean are_equal;
} Lists;

static gboolean
call_for_run (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  Lists *self = data;

  if (!self->differ && trove_sequence_length (self->a) == trove_sequence_length (self->b) &&
      trove_sequence_equal_from (self->a, self->b, a))
    {
      self->are_equal = TRUE;
      return FALSE;
    }
  self->differ = TRUE;
  return self->func (a, n_removed, b, n_inserted, self->data);
}

gboolean
trove_sequence_compare (const TroveSequenceNode *a, const TroveSequenceNode *b, TroveEditFunc func,
                        gpointer data)
{
  Lists lists = { .a = a, .b = b, .func = func, .data = data };
  Compare compare = { call_for_run, &lists };
  Row row_a, row_b;

  if (a == NULL && b == NULL)
    return TRUE;
  if (a == NULL || b == NULL)
    return func (0, trove_sequence_length (a), 0, trove_sequence_length (b), data);

  row_init_root (&row_a, a);
  row_init_root (&row_b, b);
  return compare_levels (&compare, &row_a, &row_b) || lists.are_equal;
}

static gboolean
stop_at_run (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  *(gboolean *) data = TRUE;
  return FALSE;
}

/* Without the memory to compare nodes, all keys are. */
gboolean
trove_sequence_equal (const TroveSequenceNode *a, const TroveSequenceNode *b)
{
  gboolean differ = FALSE;

  if (a == b)
    return TRUE;
  return trove_sequence_length (a) == trove_sequence_length (b) &&
         (trove_sequence_compare (a, b, stop_at_run, &differ) ||
          (!differ && trove_sequence_equal_from (a, b, 0)));
}
