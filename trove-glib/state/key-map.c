/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "key-map.h"

#include <string.h>

static gsize
node_size (guint capacity)
{
  return sizeof (TroveKeyMap) + capacity * sizeof (guintptr);
}

static guint
n_slots (const TroveKeyMap *node)
{
  return (guint) __builtin_popcount (node->bitmap);
}

/* The bits of a key that all keys of a node have in common. */
static guint64
prefix (guint64 key, guint level)
{
  guint shift = (level + 1) * TROVE_KEY_MAP_BITS;

  return shift < 64 ? key >> shift << shift : 0;
}

static gboolean
covers (const TroveKeyMap *node, guint64 key)
{
  return prefix (key, node->level) == node->key;
}

static TroveKeyMap *
new_node (TroveCore *core, guint64 key, guint level, guint capacity)
{
  TroveKeyMap *node = trove_core_carve_block (core, node_size (capacity));

  *node = (TroveKeyMap){
    .place = trove_core_own_id (core),
    .content = trove_core_own_id (core),
    .key = prefix (key, level),
    .level = (guint8) level,
    .capacity = (guint8) capacity,
  };
  return node;
}

/* The node in the own sub-arena, with that many slots at least. */
static TroveKeyMap *
own_node (TroveCore *core, TroveKeyMap *node, guint capacity)
{
  guint64 own = trove_core_own_id (core);
  TroveKeyMap *copy = node;

  if (node->place != own || node->capacity < capacity)
    {
      guint n = n_slots (node);

      capacity = MAX (capacity, n);
      copy = trove_core_carve_block (core, node_size (capacity));
      memcpy (copy, node, node_size (n));
      copy->place = own;
      copy->capacity = (guint8) capacity;
    }
  copy->content = own;
  return copy;
}

static void
insert (TroveKeyMap *node, guint slot, guintptr value)
{
  guint rank = trove_key_map_rank (node, slot);

  memmove (&node->slots[rank + 1], &node->slots[rank], (n_slots (node) - rank) * sizeof *node->slots);
  node->slots[rank] = value;
  node->bitmap |= (guint16) (1u << slot);
}

static void
take_out (TroveKeyMap *node, guint slot)
{
  guint rank = trove_key_map_rank (node, slot);

  node->bitmap &= (guint16) ~(1u << slot);
  memmove (&node->slots[rank], &node->slots[rank + 1], (n_slots (node) - rank) * sizeof *node->slots);
}

/* Keys are given out in increasing order: a node at the right edge of the map gets room for those that follow. */
static guint
room_for (guint slot, gboolean at_edge)
{
  return at_edge ? TROVE_KEY_MAP_SLOTS - slot : 1;
}

static TroveKeyMap *
new_leaf (TroveCore *core, guint64 key, guintptr value, gboolean at_edge)
{
  guint slot = trove_key_map_slot (key, 0);
  TroveKeyMap *leaf = new_node (core, key, 0, room_for (slot, at_edge));

  insert (leaf, slot, value);
  return leaf;
}

/* A node over one that does not cover the key, and a new leaf for the key. */
static TroveKeyMap *
new_fork (TroveCore *core, TroveKeyMap *node, guint64 key, guintptr value, gboolean at_edge)
{
  guint level = (63 - (guint) __builtin_clzll (key ^ node->key)) / TROVE_KEY_MAP_BITS;
  guint slot = trove_key_map_slot (key, level), other = trove_key_map_slot (node->key, level);
  TroveKeyMap *fork;

  at_edge = at_edge && slot > other;
  fork = new_node (core, key, level, at_edge ? TROVE_KEY_MAP_SLOTS - other : 2);
  insert (fork, other, (guintptr) node);
  insert (fork, slot, (guintptr) new_leaf (core, key, value, at_edge));
  return fork;
}

/* The node in the own sub-arena, with room for one more slot: just that in a copy, more where it grows again. */
static TroveKeyMap *
roomy_node (TroveCore *core, TroveKeyMap *node, gboolean at_edge)
{
  guint n = n_slots (node), capacity = n + 1;

  if (node->place == trove_core_own_id (core) && node->capacity == n)
    capacity = at_edge ? TROVE_KEY_MAP_SLOTS : MIN (capacity + n / 2, TROVE_KEY_MAP_SLOTS);
  return own_node (core, node, capacity);
}

void
trove_key_map_set (TroveCore *core, TroveKeyMap **map, guint64 key, guintptr value)
{
  gboolean at_edge = TRUE;
  guintptr *at = NULL;
  TroveKeyMap *node;

  g_assert (key != 0 && key >> TROVE_KEY_BITS == 0 && value != 0);
  for (node = *map; node != NULL && covers (node, key); node = (TroveKeyMap *) *at)
    {
      guint slot = trove_key_map_slot (key, node->level);
      gboolean there = node->bitmap >> slot & 1;

      at_edge = at_edge && node->bitmap >> slot <= 1;
      node = there ? own_node (core, node, 0) : roomy_node (core, node, at_edge);
      if (at != NULL)
        *at = (guintptr) node;
      else
        *map = node;

      if (!there)
        insert (node, slot, node->level == 0 ? value : (guintptr) new_leaf (core, key, value, at_edge));
      at = &node->slots[trove_key_map_rank (node, slot)];
      if (!there || node->level == 0)
        {
          if (node->level == 0)
            *at = value;
          return;
        }
    }

  node = node == NULL ? new_leaf (core, key, value, at_edge) : new_fork (core, node, key, value, at_edge);
  if (at != NULL)
    *at = (guintptr) node;
  else
    *map = node;
}

guintptr *
trove_key_map_touch (TroveCore *core, TroveKeyMap **map, guint64 key)
{
  TroveKeyMap *node = *map = own_node (core, *map, 0);

  for (;;)
    {
      guint slot = trove_key_map_slot (key, node->level);
      guintptr *at = &node->slots[trove_key_map_rank (node, slot)];

      g_assert (node->bitmap >> slot & 1);
      if (node->level == 0)
        return at;
      node = own_node (core, (TroveKeyMap *) *at, 0);
      *at = (guintptr) node;
    }
}

/* The node without a key that it has, or NULL where nothing is left. */
static TroveKeyMap *
without (TroveCore *core, TroveKeyMap *node, guint64 key)
{
  guint slot = trove_key_map_slot (key, node->level), rank = trove_key_map_rank (node, slot);
  TroveKeyMap *child = NULL;

  g_assert (covers (node, key) && (node->bitmap >> slot & 1));
  if (node->level > 0)
    child = without (core, (TroveKeyMap *) node->slots[rank], key);

  if (child == NULL && n_slots (node) == 1)
    return NULL;
  if (child == NULL && n_slots (node) == 2 && node->level > 0)
    return (TroveKeyMap *) node->slots[1 - rank];

  node = own_node (core, node, 0);
  if (child != NULL)
    node->slots[rank] = (guintptr) child;
  else
    take_out (node, slot);
  return node;
}

void
trove_key_map_remove (TroveCore *core, TroveKeyMap **map, guint64 key)
{
  *map = without (core, *map, key);
}

/* Reading */

guint64
trove_key_map_next (const TroveKeyMap *map, guint64 key, guintptr *value)
{
  guint slot = 0;

  if (map == NULL)
    return 0;
  if (prefix (key, map->level) > map->key)
    return 0;
  if (prefix (key, map->level) == map->key)
    slot = trove_key_map_slot (key, map->level);

  for (guint rank = trove_key_map_rank (map, slot); slot < TROVE_KEY_MAP_SLOTS; slot++)
    {
      guint64 found;

      if ((map->bitmap >> slot & 1) == 0)
        continue;
      if (map->level == 0)
        {
          if (value != NULL)
            *value = map->slots[rank];
          return map->key + slot;
        }
      found = trove_key_map_next ((const TroveKeyMap *) map->slots[rank++], key, value);
      if (found != 0)
        return found;
    }
  return 0;
}

void
trove_key_map_foreach (const TroveKeyMap *map, TroveKeyMapFunc func, gpointer data)
{
  guint rank = 0;

  for (guint slot = 0; map != NULL && slot < TROVE_KEY_MAP_SLOTS; slot++)
    {
      if ((map->bitmap >> slot & 1) == 0)
        continue;
      if (map->level > 0)
        trove_key_map_foreach ((const TroveKeyMap *) map->slots[rank], func, data);
      else
        func (map->key + slot, map->slots[rank], data);
      rank++;
    }
}

/* Comparing */

typedef struct
{
  TroveKeyMapCompareFunc func;
  gpointer data;
  gboolean swapped; /* what only one map has, the second has */
} Compare;

static void
report_one (guint64 key, guintptr value, gpointer data)
{
  const Compare *compare = data;

  if (compare->swapped)
    compare->func (key, 0, value, compare->data);
  else
    compare->func (key, value, 0, compare->data);
}

static void
report_all (const TroveKeyMap *node, const Compare *compare, gboolean of_second)
{
  Compare one = { compare->func, compare->data, of_second };

  trove_key_map_foreach (node, report_one, &one);
}

static void compare_nodes (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare);

/* The child of a node at a slot, or the node itself where it is one of a lower level that belongs there; or NULL. */
static const TroveKeyMap *
child_at (const TroveKeyMap *node, const TroveKeyMap *above, guint slot)
{
  if (node->level < above->level)
    return trove_key_map_slot (node->key, above->level) == slot ? node : NULL;
  if ((node->bitmap >> slot & 1) == 0)
    return NULL;
  return (const TroveKeyMap *) node->slots[trove_key_map_rank (node, slot)];
}

static void
compare_leaves (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare)
{
  guint rank_a = 0, rank_b = 0;

  for (guint slot = 0; slot < TROVE_KEY_MAP_SLOTS; slot++)
    {
      guintptr in_a = a->bitmap >> slot & 1 ? a->slots[rank_a++] : 0;
      guintptr in_b = b->bitmap >> slot & 1 ? b->slots[rank_b++] : 0;

      if (in_a != in_b)
        compare->func (a->key + slot, in_a, in_b, compare->data);
    }
}

static void
compare_nodes (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare)
{
  const TroveKeyMap *above;

  if (a == b)
    return;
  if (a == NULL || b == NULL)
    {
      report_all (a != NULL ? a : b, compare, a == NULL);
      return;
    }
  if (a->level == b->level && a->key == b->key)
    {
      if (a->content == b->content)
        return;
      if (a->level == 0)
        {
          compare_leaves (a, b, compare);
          return;
        }
    }

  above = a->level >= b->level ? a : b;
  if (!covers (above, (above == a ? b : a)->key))
    {
      report_all (a->key < b->key ? a : b, compare, a->key > b->key);
      report_all (a->key < b->key ? b : a, compare, a->key < b->key);
      return;
    }
  for (guint slot = 0; slot < TROVE_KEY_MAP_SLOTS; slot++)
    compare_nodes (child_at (a, above, slot), child_at (b, above, slot), compare);
}

void
trove_key_map_compare (const TroveKeyMap *a, const TroveKeyMap *b, TroveKeyMapCompareFunc func, gpointer data)
{
  const Compare compare = { func, data, FALSE };

  compare_nodes (a, b, &compare);
}
