/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Id map: a hash table from numbers that are not 0 to pointers that are not NULL, by open addressing with linear probing.
 *
 *   │      │ 97 ● │ 12 ● │ 33 ● │      │ 7 ● │   12 and 33 belong one slot before: they are found by going on to a free slot
 *
 * Removing a number moves those after it back, so that no slot has a mark. GHashTable takes four times as long for these keys, and
 * the hand of a document looks up some 100 of them at each commit. */

#pragma once

#include <glib.h>

typedef struct
{
  guint64 id; /* 0: free */
  gpointer value;
} TroveIdSlot;

typedef struct
{
  TroveIdSlot *slots; /* NULL: none */
  guint n;
  guint bits; /* 2^bits slots, of which at most half are used */
} TroveIdMap;

#define TROVE_ID_MAP_INIT                                                                                    \
  {                                                                                                          \
    NULL, 0, 0                                                                                               \
  }

/* Frees the slots, not the values. */
void trove_id_map_clear (TroveIdMap *self);

/* Removes all numbers, and keeps the slots. */
void trove_id_map_empty (TroveIdMap *self);

/* Makes a second map of the same numbers and values. */
void trove_id_map_copy (const TroveIdMap *self, TroveIdMap *dest);

/* The slot of a number: its own, or the free one where it would be. There is one slot at least. */
static inline guint
trove_id_map_slot (const TroveIdMap *self, guint64 id)
{
  guint mask = (1u << self->bits) - 1;
  guint at = (guint) (id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> (64 - self->bits));

  while (self->slots[at].id != id && self->slots[at].id != 0)
    at = (at + 1) & mask;
  return at;
}

/* NULL: the number is not in the map. */
static inline gpointer
trove_id_map_get (const TroveIdMap *self, guint64 id)
{
  return self->slots != NULL ? self->slots[trove_id_map_slot (self, id)].value : NULL;
}

/* The place of a number's value, NULL: the number is new. The caller sets a value, before any other call. */
gpointer *trove_id_map_add (TroveIdMap *self, guint64 id);

static inline void
trove_id_map_set (TroveIdMap *self, guint64 id, gpointer value)
{
  *trove_id_map_add (self, id) = value;
}

/* Removes a number that is in the map. */
void trove_id_map_remove (TroveIdMap *self, guint64 id);

/* Loops over all values, while the map does not change. */
#define TROVE_ID_MAP_FOREACH(self, type, item)                                                               \
  for (guint trove_at = 0; (self)->slots != NULL && trove_at < 1u << (self)->bits; trove_at++)               \
    for (type *item = (self)->slots[trove_at].value; item != NULL; item = NULL)

#define TROVE_ID_MAP_FOREACH_ID(self, number)                                                                \
  for (guint trove_at = 0; (self)->slots != NULL && trove_at < 1u << (self)->bits; trove_at++)               \
    for (guint64 number = (self)->slots[trove_at].id; number != 0; number = 0)
