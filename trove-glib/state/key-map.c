/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "key-map.h"

#include <string.h>

static guint
n_slots (const TroveKeyMap *node)
{
  return trove_key_map_count (node->bitmap);
}

static gboolean
covers (const TroveKeyMap *node, guint64 key)
{
  return trove_key_map_prefix (key, node->level) == node->key;
}

static TroveKeyMap *
new_node (TroveCore *core, guint64 key, guint level, guint capacity)
{
  TroveKeyMap *node = trove_core_carve_block (core, trove_key_map_node_size (capacity));

  *node = (TroveKeyMap){
    .place = trove_core_own_id (core),
    .content = trove_core_own_id (core),
    .key = trove_key_map_prefix (key, level),
    .level = (guint8) level,
    .capacity = (guint8) capacity,
  };
  return node;
}

/* A copy of a node in the own sub-arena, with that many slots at least. */
static TroveKeyMap *
copy_node (TroveCore *core, const TroveKeyMap *node, guint capacity)
{
  guint n = n_slots (node);
  TroveKeyMap *copy;

  capacity = MAX (capacity, n);
  copy = trove_core_carve_block (core, trove_key_map_node_size (capacity));
  memcpy (copy, node, trove_key_map_node_size (n));
  copy->place = trove_core_own_id (core);
  copy->capacity = (guint8) capacity;
  return copy;
}

/* The node in the own sub-arena, with that many slots at least, to be changed. */
static TroveKeyMap *
own_node (TroveCore *core, TroveKeyMap *node, guint capacity)
{
  guint64 own = trove_core_own_id (core);

  if (node->place != own || node->capacity < capacity)
    node = copy_node (core, node, capacity);
  node->content = own;
  return node;
}

TroveKeyMap *
trove_key_map_move_node (TroveCore *core, TroveKeyMap *node, GError **error)
{
  if (node->place == trove_core_own_id (core))
    return node;
  if (!trove_core_prepare_blocks (core, trove_key_map_node_size (n_slots (node)), error))
    return NULL;
  return copy_node (core, node, 0);
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
  insert (fork, other, trove_key_map_link (node, level));
  insert (fork, slot, trove_key_map_link (new_leaf (core, key, value, at_edge), level));
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

/* The map with a key set, below a node of a level above, or at the root. */
static TroveKeyMap *
with (TroveCore *core, TroveKeyMap *node, guint64 key, guintptr value, gboolean at_edge)
{
  guint slot, rank;

  if (node == NULL)
    return new_leaf (core, key, value, at_edge);
  if (!covers (node, key))
    return new_fork (core, node, key, value, at_edge);

  slot = trove_key_map_slot (key, node->level);
  at_edge = at_edge && node->bitmap >> slot <= 1;
  if ((node->bitmap >> slot & 1) == 0)
    {
      node = roomy_node (core, node, at_edge);
      if (node->level > 0)
        value = trove_key_map_link (new_leaf (core, key, value, at_edge), node->level);
      insert (node, slot, value);
      return node;
    }

  node = own_node (core, node, 0);
  rank = trove_key_map_rank (node, slot);
  if (node->level > 0)
    value = trove_key_map_link (with (core, trove_key_map_follow (node->slots[rank]), key, value, at_edge),
                                node->level);
  node->slots[rank] = value;
  return node;
}

void
trove_key_map_set (TroveCore *core, TroveKeyMap **map, guint64 key, guintptr value)
{
  g_assert (key != 0 && key >> TROVE_KEY_BITS == 0 && value != 0);
  *map = with (core, *map, key, value, TRUE);
}

guintptr *
trove_key_map_touch (TroveCore *core, TroveKeyMap **map, guint64 key)
{
  TroveKeyMap *node = *map = own_node (core, *map, 0);
  guint level;

  for (;;)
    {
      guint slot = trove_key_map_slot (key, node->level);
      guintptr *at = &node->slots[trove_key_map_rank (node, slot)];

      g_assert (node->bitmap >> slot & 1);
      if (node->level == 0)
        return at;
      level = node->level;
      node = own_node (core, trove_key_map_follow (*at), 0);
      *at = trove_key_map_link (node, level);
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
    child = without (core, trove_key_map_follow (node->slots[rank]), key);

  if (child == NULL && n_slots (node) == 1)
    return NULL;
  if (child == NULL && n_slots (node) == 2 && node->level > 0)
    return trove_key_map_follow (node->slots[1 - rank]);

  node = own_node (core, node, 0);
  if (child != NULL)
    node->slots[rank] = trove_key_map_link (child, node->level);
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
  if (trove_key_map_prefix (key, map->level) > map->key)
    return 0;
  if (trove_key_map_prefix (key, map->level) == map->key)
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
      found = trove_key_map_next (trove_key_map_follow (map->slots[rank++]), key, value);
      if (found != 0)
        return found;
    }
  return 0;
}

gboolean
trove_key_map_foreach (const TroveKeyMap *map, TroveKeyMapFunc func, gpointer data)
{
  guint rank = 0;

  for (guint slot = 0; map != NULL && slot < TROVE_KEY_MAP_SLOTS; slot++)
    {
      gboolean go_on;

      if ((map->bitmap >> slot & 1) == 0)
        continue;
      if (map->level > 0)
        go_on = trove_key_map_foreach (trove_key_map_follow (map->slots[rank]), func, data);
      else
        go_on = func (map->key + slot, map->slots[rank], data);
      if (!go_on)
        return FALSE;
      rank++;
    }
  return TRUE;
}

/* Comparing */

typedef struct
{
  TroveKeyMapCompareFunc func;
  gpointer data;
  gboolean swapped; /* what only one map has, the second has */
} Compare;

static gboolean
report_one (guint64 key, guintptr value, gpointer data)
{
  const Compare *compare = data;

  if (compare->swapped)
    return compare->func (key, 0, value, compare->data);
  return compare->func (key, value, 0, compare->data);
}

static gboolean
report_all (const TroveKeyMap *node, const Compare *compare, gboolean of_second)
{
  Compare one = { compare->func, compare->data, of_second };

  return trove_key_map_foreach (node, report_one, &one);
}

static gboolean compare_nodes (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare);

/* The child of a node at a slot, or the node itself where it is one of a lower level that belongs there; or NULL. */
static const TroveKeyMap *
child_at (const TroveKeyMap *node, const TroveKeyMap *above, guint slot)
{
  if (node->level < above->level)
    return trove_key_map_slot (node->key, above->level) == slot ? node : NULL;
  if ((node->bitmap >> slot & 1) == 0)
    return NULL;
  return trove_key_map_follow (node->slots[trove_key_map_rank (node, slot)]);
}

static gboolean
compare_leaves (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare)
{
  guint rank_a = 0, rank_b = 0;

  for (guint slot = 0; slot < TROVE_KEY_MAP_SLOTS; slot++)
    {
      guintptr in_a = a->bitmap >> slot & 1 ? a->slots[rank_a++] : 0;
      guintptr in_b = b->bitmap >> slot & 1 ? b->slots[rank_b++] : 0;

      if (in_a != in_b && !compare->func (a->key + slot, in_a, in_b, compare->data))
        return FALSE;
    }
  return TRUE;
}

/* Nodes with the same slots: children that both share are passed over. */
static gboolean
compare_slots (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare)
{
  guint n = n_slots (a);

  for (guint rank = 0; rank < n; rank++)
    if (a->slots[rank] != b->slots[rank] && !compare_nodes (trove_key_map_follow (a->slots[rank]),
                                                            trove_key_map_follow (b->slots[rank]), compare))
      return FALSE;
  return TRUE;
}

static gboolean
compare_nodes (const TroveKeyMap *a, const TroveKeyMap *b, const Compare *compare)
{
  const TroveKeyMap *above;

  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return report_all (a != NULL ? a : b, compare, a == NULL);
  if (a->level == b->level && a->key == b->key)
    {
      if (a->content == b->content)
        return TRUE;
      if (a->level == 0)
        return compare_leaves (a, b, compare);
      if (a->bitmap == b->bitmap)
        return compare_slots (a, b, compare);
    }

  above = a->level >= b->level ? a : b;
  if (!covers (above, (above == a ? b : a)->key))
    return report_all (a->key < b->key ? a : b, compare, a->key > b->key) &&
           report_all (a->key < b->key ? b : a, compare, a->key < b->key);
  for (guint slot = 0; slot < TROVE_KEY_MAP_SLOTS; slot++)
    if (!compare_nodes (child_at (a, above, slot), child_at (b, above, slot), compare))
      return FALSE;
  return TRUE;
}

gboolean
trove_key_map_compare (const TroveKeyMap *a, const TroveKeyMap *b, TroveKeyMapCompareFunc func, gpointer data)
{
  const Compare compare = { func, data, FALSE };

  return compare_nodes (a, b, &compare);
}
