/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stage: what an operation works on, made anew for each failure, and what can be read of it. */

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

/* More than fits the room on the stack where copies are made; copies are counted. */
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

  /* Set by an operation, or by what prepares it. */
  TroveRef out;
  TroveArena *made;
  TroveSnapshot *snapshot;
  TroveBorrow *borrow, guard;
  GPtrArray *borrows;
  TroveReader reader;
  GObject *object;       /* a map or a sub-arena */
  GMainContext *context; /* where elements are cleared */

  /* Of an operation alone. */
  TroveRef *ref;
  GValue *value;
  GBytes *bytes;
  TroveUsage *usage;
  gpointer memory;
  GObject *item;
} Stage;

extern const TroveRef untouched; /* what out is before */

void stage_init (Stage *stage);
void stage_check (const Stage *stage);
void stage_clear (Stage *stage);

/* Nothing that an operation gives is there. */
void stage_assert_none (const Stage *stage);

/* All that can be read of the arenas, with what is borrowed, as numbers. */
GArray *stage_contents (const Stage *stage);

/* The own or frozen element reads as that number's. */
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

/* The same as a value of the pool's type; the caller unsets it. Neither for POOL_COUNTING nor for POOL_LARGE. */
GValue stage_value (guint pool, gint64 number);

TroveRef stage_append (TroveArena *arena, guint pool, gint64 number);

/* Freezes what is own. */
void stage_freeze (TroveArena *arena);

/* What prepares an operation. Variants: */
void prepare_nothing (Stage *stage, guint variant);
void prepare_own (Stage *stage, guint variant);

/* How many elements are in each pool of the own sub-arena, up to the edges of rows and tables; then a frozen one, one
 * with a limit of bytes, a branch, and own sub-arenas that use one, two and four pools: with the next they need a pool,
 * a table of chunks, a table of pools. */
#define N_ELEMENTS_VARIANTS 10
void prepare_elements (Stage *stage, guint variant);

/* Frozen elements: without an own sub-arena, with one, with one that uses each pool. */
#define N_FROZEN_VARIANTS 3
void prepare_frozen (Stage *stage, guint variant);

/* How many versions there are: that is what fills a map's logs. */
#define N_VERSIONS_VARIANTS 80
void prepare_versions (Stage *stage, guint variant);
