/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-blocks.h"

typedef struct _Walk Walk;

/* Visits the values of a key in a map of each side, of which one may be 0. */
typedef void (*ValueFunc) (const Walk *walk, guintptr a, guintptr b);

struct _Walk
{
  TroveBlockFunc func;
  gpointer data;
};

#define GONE (-1)
#define NEW 1

static void compare_maps (const Walk *walk, const TroveKeyMap *a, const TroveKeyMap *b, ValueFunc value);

/* Sequences */

typedef TroveSequenceNode Node;

static void
tell_node (const Walk *walk, const Node *node, int sign)
{
  walk->func (node->place, node->content, trove_sequence_node_size (node->level, node->capacity), sign,
              walk->data);
}

static void
tell_tree (const Walk *walk, const Node *node, int sign)
{
  if (node == NULL)
    return;

  tell_node (walk, node, sign);
  for (guint i = 0; node->level > 0 && i < node->n; i++)
    tell_tree (walk, trove_sequence_children (node)[i], sign);
}

/* Nodes of one level, in the order of their keys. */
typedef struct
{
  const Node **at;
  gsize n;
} Row;

/* Tells of all nodes of a row. Returns the row of their children, to be freed. */
static Row
tell_row (const Walk *walk, const Row *row, int sign)
{
  Row children = { NULL, 0 };

  for (gsize i = 0; i < row->n; i++)
    {
      tell_node (walk, row->at[i], sign);
      children.n += row->at[i]->level > 0 ? row->at[i]->n : 0;
    }
  if (children.n == 0)
    return children;

  children.at = g_new (const Node *, children.n);
  children.n = 0;
  for (gsize i = 0; i < row->n; i++)
    for (guint j = 0; j < row->at[i]->n; j++)
      children.at[children.n++] = trove_sequence_children (row->at[i])[j];
  return children;
}

typedef struct
{
  const Walk *walk;
  guint64 place_a, place_b; /* of the roots */
} Compare;

static void
skip_common_ends (Row *a, Row *b)
{
  for (; a->n > 0 && b->n > 0 && a->at[0] == b->at[0]; a->n--, b->n--)
    a->at++, b->at++;
  while (a->n > 0 && b->n > 0 && a->at[a->n - 1] == b->at[b->n - 1])
    a->n--, b->n--;
}

/* Takes the nodes of a set out of a row. */
static void
take_out (Row *row, GHashTable *set)
{
  gsize n = 0;

  for (gsize i = 0; i < row->n; i++)
    if (!g_hash_table_contains (set, row->at[i]))
      row->at[n++] = row->at[i];
  row->n = n;
}

/* The nodes of a row that a tree may have as well: none that lies in a later sub-arena than its root. */
static GHashTable *
find_older (const Row *row, guint64 place)
{
  GHashTable *set = NULL;

  for (gsize i = 0; i < row->n; i++)
    if (row->at[i]->place <= place)
      {
        if (set == NULL)
          set = g_hash_table_new (NULL, NULL);
        g_hash_table_add (set, (gpointer) row->at[i]);
      }
  return set;
}

/* Takes the nodes that both rows have out of both. */
static void
take_common (const Compare *compare, Row *a, Row *b)
{
  g_autoptr (GHashTable) in_a = NULL, in_b = NULL, in_both = NULL;

  skip_common_ends (a, b);
  if (a->n == 0 || b->n == 0)
    return;
  in_b = find_older (b, compare->place_a);
  in_a = in_b != NULL ? find_older (a, compare->place_b) : NULL;
  if (in_a == NULL)
    return;

  in_both = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < b->n; i++)
    if (g_hash_table_contains (in_a, b->at[i]))
      g_hash_table_add (in_both, (gpointer) b->at[i]);
  take_out (a, in_both);
  take_out (b, in_both);
}

/* Two versions of one list share most nodes, and an insertion moves all that follow. So the nodes are compared level by level:
 * nodes that one tree has at a level, and the other has not, are told, and their children are the next level. */
static void
compare_rows (const Compare *compare, Row a, Row b)
{
  g_autofree const Node **of_a = NULL, **of_b = NULL; /* the children */
  guint level_a, level_b;

  take_common (compare, &a, &b);
  if (a.n == 0 && b.n == 0)
    return;

  level_a = a.n > 0 ? a.at[0]->level : 0;
  level_b = b.n > 0 ? b.at[0]->level : 0;
  if (level_a >= level_b)
    {
      a = tell_row (compare->walk, &a, GONE);
      of_a = a.at;
    }
  if (level_b >= level_a)
    {
      b = tell_row (compare->walk, &b, NEW);
      of_b = b.at;
    }
  compare_rows (compare, a, b);
}

static void
compare_sequences (const Walk *walk, const Node *a, const Node *b)
{
  if (a == b)
    return;
  if (a == NULL || b == NULL || (a->level == 0 && b->level == 0))
    {
      tell_tree (walk, a, GONE);
      tell_tree (walk, b, NEW);
      return;
    }
  compare_rows (&(Compare){ walk, a->place, b->place }, (Row){ &a, 1 }, (Row){ &b, 1 });
}

/* Records */

static void
no_block (const Walk *walk, guintptr a, guintptr b)
{
}

static void
tell_record (const Walk *walk, const TroveRecord *record, int sign)
{
  if (record != NULL)
    walk->func (record->place, record->content, trove_record_size (record), sign, walk->data);
}

/* An object has one class in all states. */
static void
compare_records (const Walk *walk, guintptr in_a, guintptr in_b)
{
  const TroveRecord *a = (const TroveRecord *) in_a, *b = (const TroveRecord *) in_b;
  const guint n_a = a != NULL ? a->klass->lists.n : 0, n_b = b != NULL ? b->klass->lists.n : 0;

  tell_record (walk, a, GONE);
  tell_record (walk, b, NEW);
  for (guint i = 0; i < MAX (n_a, n_b); i++)
    compare_sequences (walk, i < n_a ? a->lists[i] : NULL, i < n_b ? b->lists[i] : NULL);
  compare_maps (walk, a != NULL ? trove_referrers_map (a->referrers) : NULL,
                b != NULL ? trove_referrers_map (b->referrers) : NULL, no_block);
}

/* Maps */

static void
tell_map_node (const Walk *walk, const TroveKeyMap *node, int sign)
{
  walk->func (node->place, node->content, trove_key_map_node_size (node->capacity), sign, walk->data);
}

/* All slots of a node of one side. */
static void
tell_map (const Walk *walk, const TroveKeyMap *node, int sign, ValueFunc value)
{
  guint n;

  if (node == NULL)
    return;

  tell_map_node (walk, node, sign);
  n = trove_key_map_count (node->bitmap);
  for (guint i = 0; i < n; i++)
    if (node->level > 0)
      tell_map (walk, trove_key_map_follow (node->slots[i]), sign, value);
    else
      value (walk, sign == GONE ? node->slots[i] : 0, sign == GONE ? 0 : node->slots[i]);
}

/* Nodes of the same keys. */
static void
compare_slots (const Walk *walk, const TroveKeyMap *a, const TroveKeyMap *b, ValueFunc value)
{
  const guintptr *in_a = a->slots, *in_b = b->slots;

  for (guint used = a->bitmap | b->bitmap; used != 0; used &= used - 1)
    {
      guint bit = used & -used;
      guintptr of_a = a->bitmap & bit ? *in_a++ : 0;
      guintptr of_b = b->bitmap & bit ? *in_b++ : 0;

      if (of_a == of_b)
        continue;
      if (a->level > 0)
        compare_maps (walk, trove_key_map_follow (of_a), trove_key_map_follow (of_b), value);
      else
        value (walk, of_a, of_b);
    }
}

/* A node, and one of a lower level: that is compared with the child that has its keys. */
static void
compare_below (const Walk *walk, const TroveKeyMap *above, const TroveKeyMap *node, int sign, ValueFunc value)
{
  guint at = trove_key_map_slot (node->key, above->level);
  const guintptr *slots = above->slots;

  tell_map_node (walk, above, sign);
  if ((above->bitmap >> at & 1) == 0)
    tell_map (walk, node, -sign, value);
  for (guint used = above->bitmap; used != 0; used &= used - 1)
    {
      const TroveKeyMap *child = trove_key_map_follow (*slots++);

      if (!(used & -used & 1u << at))
        tell_map (walk, child, sign, value);
      else if (sign == GONE)
        compare_maps (walk, child, node, value);
      else
        compare_maps (walk, node, child, value);
    }
}

static gboolean
is_above (const TroveKeyMap *a, const TroveKeyMap *b)
{
  return a->level > b->level && trove_key_map_prefix (b->key, a->level) == a->key;
}

static void
compare_maps (const Walk *walk, const TroveKeyMap *a, const TroveKeyMap *b, ValueFunc value)
{
  if (a == b)
    return;
  if (a != NULL && b != NULL && a->level == b->level && a->key == b->key)
    {
      tell_map_node (walk, a, GONE);
      tell_map_node (walk, b, NEW);
      compare_slots (walk, a, b, value);
    }
  else if (a != NULL && b != NULL && is_above (a, b))
    compare_below (walk, a, b, GONE, value);
  else if (a != NULL && b != NULL && is_above (b, a))
    compare_below (walk, b, a, NEW, value);
  else
    {
      tell_map (walk, a, GONE, value);
      tell_map (walk, b, NEW, value);
    }
}

void
trove_state_compare_blocks (const TroveKeyMap *a, const TroveKeyMap *b, TroveBlockFunc func, gpointer data)
{
  const Walk walk = { func, data };

  compare_maps (&walk, a, b, compare_records);
}
