/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Key map: a persistent map from keys to words that are not 0, as addresses of objects.
 *
 *   level 1, keys 256 … 511    ├ header │ bitmap 0…0101 ┤ slot 0 │ slot 2 ┤
 *                                                            │        └────► level 0, keys 288 … 303
 *                                                            └─► level 0, keys 256 … 271
 *                                                                ├ header │ bitmap 0…0011 ┤ value of 256 │ of 257 ┤
 *
 * A node of level l has up to 16 slots, each for 16^l keys. It has only the slots that are used, in the order of the keys. A
 * node with one child does not exist above level 0: its child stands in its place. So the nodes of a map follow from its keys
 * alone, however they were set.
 *
 * A slot above level 0 is a link: the address of a node, plus 1 where the node uses all its slots and is of the next lower
 * level. Through such links a look-up reads one slot of each node, and no header.
 *
 * A map is a pointer to its root, NULL: empty. Its nodes are blocks of a core. A node of the own sub-arena is changed in
 * place, any other is copied first, and with it the nodes on the way to it. Two nodes of the same keys and the same content
 * have the same values below.
 *
 * Invariants: key is a multiple of 16^(level + 1). All keys below have its bits above those. n_slots >= 1, and >= 2 above
 * level 0. content is the own id at the last change below, and at least that of each child. place is at least content. */

#pragma once

#include "core/core-block.h"

#include "key.h"

#ifndef TROVE_KEY_MAP_BITS
#define TROVE_KEY_MAP_BITS 4 /* of a key, for each level */
#endif

#define TROVE_KEY_MAP_SLOTS (1 << TROVE_KEY_MAP_BITS)
#define TROVE_KEY_MAP_LEVELS ((TROVE_KEY_BITS + TROVE_KEY_MAP_BITS - 1) / TROVE_KEY_MAP_BITS)

typedef struct _TroveKeyMap TroveKeyMap; /* a node */

struct _TroveKeyMap
{
  guint64 place;   /* id of the sub-arena that it lies in */
  guint64 content; /* own id at the last change below */
  TroveKey key;    /* the least key that it could have */
  guint16 bitmap;  /* of the slots that are used */
  guint8 level;
  guint8 capacity; /* slots */
  guint32 reserved;
  guintptr slots[]; /* used ones, in order: links, or at level 0 values */
};

static inline guint
trove_key_map_slot (guint64 key, guint level)
{
  return (guint) (key >> (level * TROVE_KEY_MAP_BITS)) & (TROVE_KEY_MAP_SLOTS - 1);
}

#define TROVE_KEY_MAP_FULL ((1u << TROVE_KEY_MAP_SLOTS) - 1)

/* The number of bits that are set. Not every processor has an instruction for it. */
static inline guint
trove_key_map_count (guint bitmap)
{
  bitmap -= bitmap >> 1 & 0x5555;
  bitmap = (bitmap & 0x3333) + (bitmap >> 2 & 0x3333);
  bitmap = (bitmap + (bitmap >> 4)) & 0x0f0f;
  return (bitmap + (bitmap >> 8)) & 31;
}

/* The number of used slots below a slot. Most nodes are full, since keys are given out in order. */
static inline guint
trove_key_map_rank (const TroveKeyMap *node, guint slot)
{
  if (G_LIKELY (node->bitmap == TROVE_KEY_MAP_FULL))
    return slot;
  return trove_key_map_count (node->bitmap & ((1u << slot) - 1));
}

/* The bits that all keys of a node of that level have in common. */
static inline guint64
trove_key_map_prefix (guint64 key, guint level)
{
  guint shift = (level + 1) * TROVE_KEY_MAP_BITS;

  return key >> shift << shift;
}

/* Bytes of a node. */
static inline gsize
trove_key_map_node_size (guint capacity)
{
  return sizeof (TroveKeyMap) + capacity * sizeof (guintptr);
}

static inline TroveKeyMap *
trove_key_map_follow (guintptr link)
{
  return (TroveKeyMap *) (link & ~(guintptr) 1);
}

/* The link to a node in a slot of a node of that level. */
static inline guintptr
trove_key_map_link (const TroveKeyMap *node, guint level)
{
  return (guintptr) node | (node->bitmap == TROVE_KEY_MAP_FULL && node->level + 1u == level);
}

/* The address of the value of a key, or NULL. */
static inline guintptr *
trove_key_map_find (const TroveKeyMap *map, guint64 key)
{
  while (map != NULL && trove_key_map_prefix (key, map->level) == map->key)
    {
      guint level = map->level, slot = trove_key_map_slot (key, level);
      const guintptr *at = &map->slots[trove_key_map_rank (map, slot)];

      if ((map->bitmap >> slot & 1) == 0)
        return NULL;
      for (; level > 0 && (*at & 1); level--)
        at = &trove_key_map_follow (*at)->slots[trove_key_map_slot (key, level - 1)];
      if (level == 0)
        return (guintptr *) at;
      map = (const TroveKeyMap *) *at;
    }
  return NULL;
}

/* The node of level 0 that has the key, or would have it; NULL: no other key is near. */
static inline const TroveKeyMap *
trove_key_map_find_leaf (const TroveKeyMap *map, guint64 key)
{
  while (map != NULL && trove_key_map_prefix (key, map->level) == map->key)
    {
      guint slot = trove_key_map_slot (key, map->level);

      if (map->level == 0)
        return map;
      if ((map->bitmap >> slot & 1) == 0)
        return NULL;
      map = trove_key_map_follow (map->slots[trove_key_map_rank (map, slot)]);
    }
  return NULL;
}

/* The value of a key in the node of level 0 that would have it; 0: it has none. */
static inline guintptr
trove_key_map_leaf_get (const TroveKeyMap *leaf, guint64 key)
{
  guint slot = trove_key_map_slot (key, 0);

  return leaf->bitmap >> slot & 1 ? leaf->slots[trove_key_map_rank (leaf, slot)] : 0;
}

/* The value of a key, 0: it has none. */
static inline guintptr
trove_key_map_get (const TroveKeyMap *map, guint64 key)
{
  const guintptr *at = trove_key_map_find (map, key);

  return at != NULL ? *at : 0;
}

/* Changing. Each change needs blocks of as many bytes as trove_key_map_bytes() returns, prepared with
 * trove_core_prepare_blocks(); then it cannot fail. */

/* The most bytes that a change takes: the nodes on the way to a key, a leaf and a fork. map: NULL is the empty map. */
static inline gsize
trove_key_map_bytes (const TroveKeyMap *map)
{
  return ((map != NULL ? map->level : 0) + 3) *
         (sizeof (TroveKeyMap) + TROVE_KEY_MAP_SLOTS * sizeof (guintptr));
}

/* The address of the value of a key that is in the map, to be written, in nodes of the own sub-arena. */
guintptr *trove_key_map_touch (TroveCore *core, TroveKeyMap **map, guint64 key);

/* Sets the value of a key, which may be new. */
void trove_key_map_set (TroveCore *core, TroveKeyMap **map, guint64 key, guintptr value);

/* Removes a key that is in the map. */
void trove_key_map_remove (TroveCore *core, TroveKeyMap **map, guint64 key);

/* The node in the own sub-arena, with its content as before: a copy takes the place of one that lies elsewhere. Prepares the bytes.
 * NULL with NO_MEMORY. */
TroveKeyMap *trove_key_map_move_node (TroveCore *core, TroveKeyMap *node, GError **error);

/* The least key of the map that is not below key; 0: there is none. value may be NULL. */
guint64 trove_key_map_next (const TroveKeyMap *map, guint64 key, guintptr *value);

/* Calls func for each key, in increasing order. func returns FALSE to stop; then the function returns FALSE. */
typedef gboolean (*TroveKeyMapFunc) (guint64 key, guintptr value, gpointer data);
gboolean trove_key_map_foreach (const TroveKeyMap *map, TroveKeyMapFunc func, gpointer data);

/* Calls func for each key whose values differ, in increasing order; 0 is the value of a key that a map has not. Visits only
 * nodes of different content. func returns FALSE to stop; then the function returns FALSE. */
typedef gboolean (*TroveKeyMapCompareFunc) (guint64 key, guintptr a, guintptr b, gpointer data);
gboolean trove_key_map_compare (const TroveKeyMap *a, const TroveKeyMap *b, TroveKeyMapCompareFunc func,
                                gpointer data);
