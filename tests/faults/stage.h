/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stage: the arenas and other objects that an operation works on, made anew for each failure. */

#pragma once

#include "core/core-borrow.h"
#include "trove-snapshot-private.h"
#include "counting-element.h"

enum
{
  POOL_INT64,
  POOL_STRING,
  POOL_COUNTING,
  POOL_LARGE, /* 64 KiB each */
  POOL_VALUE,
  POOL_VARIANT,
  POOL_BIG, /* a boxed type, stored inline, that is copied on the heap */
  POOL_DOUBLE,
  POOL_INT,
  N_POOLS,
};

typedef struct
{
  gint64 words[64 * 1024 / 8];
} Large;

/* A struct that is larger than the room of TroveScratch. Its copies are counted. */
typedef struct
{
  gint64 number;
  gint64 rest[63];
} Big;

GType big_get_type (void);

typedef struct
{
  Counting counting;
  TroveElementInfo infos[N_POOLS];
  TroveArena *arena, *other;
  TroveRef refs[N_POOLS]; /* the last one appended to arena, by pool */

  /* Set by an operation, or by its prepare function. */
  TroveRef out;
  TroveArena *made;
  TroveSnapshot *snapshot;
  TroveBorrow *borrow, guard;
  GPtrArray *borrows;
  TroveReader reader;
  GObject *object;       /* a TroveVecMap, a TroveSubArena or a TroveChanges */
  GMainContext *context; /* the clear context */

  /* Set by an operation only. */
  TroveRef *ref;
  GValue *value;
  GBytes *bytes;
  TroveUsage *usage;
  gpointer memory;
  GObject *item;
} Stage;

extern const TroveRef untouched; /* the value of out before the operation */

void stage_init (Stage *stage);
void stage_check (const Stage *stage);
void stage_clear (Stage *stage);

/* Fails if an operation that failed has set a result. */
void stage_assert_none (const Stage *stage);

/* Everything that can be read of the arenas, and the state of their borrows, as numbers. */
GArray *stage_contents (const Stage *stage);

/* Fails unless the element has the value that stage_append() makes of that number. */
void stage_assert_reads (Stage *stage, TroveArena *arena, guint pool, const TroveRef *ref, gint64 number);

/* One element of a pool, which the caller clears. */
typedef struct
{
  guint pool;
  gint64 number;
  char text[80];
  const char *string;
  CountingElement counting;
  GValue value;
  GVariant *variant;
  Large *large;
  Big *big;
  double real;
  int integer;
} Element;

void element_init (Element *element, guint pool, gint64 number);
void element_clear (Element *element);
gconstpointer element_address (const Element *element);

/* The element of that number as a GValue of the pool's type. The caller unsets it. Not for POOL_COUNTING and
 * POOL_LARGE. */
GValue stage_value (guint pool, gint64 number);

TroveRef stage_append (TroveArena *arena, guint pool, gint64 number);

/* Freezes the own sub-arena. */
void stage_freeze (TroveArena *arena);

/* Prepare functions of operations, with their numbers of variants. */
void prepare_nothing (Stage *stage, guint variant);
void prepare_own (Stage *stage, guint variant);

/* Variants: numbers of elements in each pool of the own sub-arena, at the edges of rows and tables; a frozen sub-arena;
 * an arena with a limit of bytes; a branch; own sub-arenas that use one, two and four pools, in which the next pool
 * needs a pool, a table of chunks and a table of pools. */
#define N_ELEMENTS_VARIANTS 10
void prepare_elements (Stage *stage, guint variant);

/* Frozen elements. Variants: no own sub-arena, an own one, an own one that uses each pool. */
#define N_FROZEN_VARIANTS 3
void prepare_frozen (Stage *stage, guint variant);

/* Variants: numbers of versions, which fill the view's log to each length. */
#define N_VERSIONS_VARIANTS 80
void prepare_versions (Stage *stage, guint variant);
