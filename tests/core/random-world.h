/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* World: arenas and snapshots, and beside each what it should read: every value that it has, copied deeply wherever
 * the library shares.
 *
 * Every ref that was ever made has a number; what an arena should read is a table by that number. */

#pragma once

#include "trove-snapshot-private.h"
#include "counting-element.h"
#include "test-support.h"

enum
{
  POOL_INT64,
  POOL_STRING,
  POOL_COUNTING,
  POOL_STRUCT,
  POOL_CHAR,
  POOL_DOUBLE,
  N_POOLS,
};

#define N_SLOTS 14
#define MAX_BORROWS 40

typedef struct
{
  gboolean present;
  guint64 value;
} Value;

typedef struct
{
  TroveArena *arena; /* one of the two, or neither */
  TroveSnapshot *snapshot;
  GArray *values;           /* Value, by the number of the ref; what is behind its end is not there */
  guint64 own_id;           /* 0: not known to be drawn */
  guint64 lengths[N_POOLS]; /* of the own sub-arena */
  int root;                 /* number of a ref, −1: none */
  guint64 serial;           /* of the arena, never used again */
} Slot;

typedef struct
{
  TroveBorrow *borrow; /* NULL: none */
  guint64 serial;      /* of the arena */
  guint64 own_id; /* that the arena had: when that changes, the borrow stands in nobody's way. 0: never did */
  guint ref;
  gboolean mutable;
  guint64 value;
} Borrowed;

typedef struct
{
  TestRandom *random;
  Counting counting;
  TroveElementInfo infos[N_POOLS];
  GArray *refs;    /* TroveRef */
  GHashTable *ids; /* of all sub-arenas seen: guint64 */
  Slot slots[N_SLOTS];
  Borrowed borrows[MAX_BORROWS];
  guint64 last_serial;
} World;

void world_init (World *world, TestRandom *random);

/* Drops everything: nothing may be left. */
void world_clear (World *world);

/* Everything in it is as it should be: every ref there ever was, through every arena and snapshot. */
void world_check (World *world);

/* The same for one ref, and one arena or snapshot. */
void world_check_ref (World *world, Slot *slot, guint ref, gboolean with_error);

/* Slots */

void slot_drop (World *world, Slot *slot);

/* A slot that is none of these two, emptied. */
Slot *slot_for_new (World *world, const Slot *not_a, const Slot *not_b);
void slot_set_arena (World *world, Slot *slot, TroveArena *arena);
void slot_copy_values (Slot *slot, const Slot *from);
void slot_add_values (Slot *slot, const Slot *from);

/* It has no own sub-arena any more. */
void slot_freeze (Slot *slot);

const Value *slot_value (const Slot *slot, guint ref); /* NULL: not there */
void slot_set_value (Slot *slot, guint ref, guint64 value);

/* The arena appended a value: the number of the new ref. */
guint slot_appended (World *world, Slot *slot, const TroveRef *ref, guint pool, guint64 value);
gboolean slot_is_own (World *world, const Slot *slot, guint ref);

/* Borrows of the own sub-arena's elements; ref −1: of any. */
guint slot_n_borrows (World *world, const Slot *slot, int ref, gboolean mutable);

TroveRef *world_ref (World *world, guint ref);
guint world_pool (World *world, guint ref);

/* A number of some ref; FALSE: there is none yet. */
gboolean world_random_ref (World *world, guint *ref);

/* Values: what a number stands for in each pool */

typedef union
{
  gint64 integer;
  const char *string;
  CountingElement counting;
  guint64 words[5];
  char character;
  double real;
} Element;

/* What the number is as an element; a string stays valid until the next call. */
void element_make (Element *element, guint pool, guint64 value);
void element_check (World *world, guint pool, gconstpointer element, guint64 value);
gsize element_size (guint pool);
