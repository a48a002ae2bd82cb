/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Usage: that the walk finds everything once and tells it apart; then the budget that chunks are taken from. */

#include "check-core.h"
#include "check-sub.h"
#include "core/memory.h"
#include "failing-memory.h"
#include "test-support.h"

/* The most that an allocator may add to a block: its own words, and what is too little for another block. */
#define ROUNDING 40

static TroveUsage
measure (const TroveCore *core)
{
  TroveUsage usage = { 0 };

  trove_core_measure (core, &usage);
  check_sums (&usage);
  return usage;
}

static TroveUsage
measure_view (const TroveView *view, const TroveSchema *schema)
{
  TroveUsage usage = { 0 };
  TroveUsageWalk walk;

  trove_usage_walk_begin (&walk, &usage);
  trove_usage_walk_view (&walk, view, schema);
  trove_usage_walk_end (&walk);
  check_sums (&usage);
  return usage;
}

static TroveUsage
measure_sub (TroveSub *sub, gboolean frozen)
{
  TroveUsage usage = { 0 };
  TroveUsageWalk walk;

  trove_usage_walk_begin (&walk, &usage);
  trove_usage_walk_sub (&walk, sub, frozen);
  trove_usage_walk_end (&walk);
  check_sums (&usage);
  return usage;
}

static void
core_init (TroveCore *core, const TroveElementInfo *infos, guint n)
{
  TroveSchema *schema;

  g_assert_null (trove_schema_new (infos, n, &schema));
  trove_core_init (core, schema);
}

static void
core_init_size (TroveCore *core, gsize size)
{
  const TroveElementInfo info = { .size = size, .alignment = MIN (size & -size, 16) };

  core_init (core, &info, 1);
}

static const guint64 zeros[64 * 1024 / 8];

static TroveRef
append (TroveCore *core, guint pool, guint64 n)
{
  TroveRef ref = TROVE_REF_INIT;

  for (guint64 i = 0; i < n; i++)
    g_assert_true (trove_core_append (core, pool, zeros, &ref, NULL));
  return ref;
}

static void
freeze (TroveCore *core)
{
  g_assert_true (trove_core_freeze (core, NULL));
  check_core (core);
}

/* What is in chunks, found another way: as a set of them, of the frozen sub-arenas and then of the rest. */

typedef struct
{
  GHashTable *chunks;
  guint64 bytes, overhead; /* of chunks, and beside them */
  guint64 n_subs;          /* whose structs lie in chunks */
} Part;

static void
part_add_chunk (const TroveChunk *chunk, gpointer data)
{
  Part *part = data;

  if (chunk != NULL && g_hash_table_add (part->chunks, (gpointer) chunk))
    part->bytes += trove_memory_size (chunk, chunk->size);
}

static void
part_add_sub (TroveSub *sub, gpointer data)
{
  Part *part = data;

  trove_sub_foreach_chunk (sub, part_add_chunk, part);
  part->overhead += trove_sub_n_overhead (sub);
  part->n_subs++;
}

static void
part_add_chains (Part *part, const TroveCore *core)
{
  for (guint i = 0; i < core->n_pools; i++)
    {
      part_add_chunk (core->cursors[i].rows.chunk, part);
      part_add_chunk (core->cursors[i].bytes.chunk, part);
    }
  if (core->n_pools > 1)
    part->overhead += trove_memory_size (core->cursors, core->n_pools * sizeof *core->cursors);
}

/* All of a core's usage, given the bytes of its elements and of the rooms for more. */
static void
check_usage (const TroveCore *core, guint64 elements, guint64 room)
{
  TroveUsage usage = measure (core);
  Part shared = { g_hash_table_new (NULL, NULL) }, own = { shared.chunks };
  guint64 structs;

  trove_view_foreach (&core->view, part_add_sub, &shared);
  shared.overhead += trove_view_n_overhead (&core->view) + trove_schema_n_bytes (core->schema);
  if (core->own != NULL)
    part_add_sub (core->own, &own);
  part_add_chains (&own, core);
  g_hash_table_unref (shared.chunks);

  structs = (shared.n_subs + own.n_subs) * sizeof (TroveSub);
  g_assert_cmpuint (usage.elements, ==, elements);
  g_assert_cmpuint (usage.room, ==, room);
  g_assert_cmpuint (usage.waste, ==, shared.bytes + own.bytes - elements - room - structs);
  g_assert_cmpuint (usage.overhead, ==, shared.overhead + own.overhead + structs);
  g_assert_cmpuint (usage.own, ==, own.bytes + own.overhead);
  g_assert_cmpuint (usage.shared, ==, shared.bytes + shared.overhead);
}

/* The elements that n of them leave room for. */
static guint64
room_behind (guint64 n)
{
  return n == 0 ? 0 : trove_row_start (trove_row_of (n - 1) + 1) - n;
}

/* One pool */

static void
test_empty (void)
{
  const TroveView none = TROVE_VIEW_INIT;
  TroveElementInfo infos[256];

  for (guint i = 0; i < 256; i++)
    infos[i] = (TroveElementInfo){ .size = 8 };
  for (guint n_pools = 1; n_pools <= 256; n_pools = 4 * n_pools)
    {
      TroveCore core;
      TroveUsage usage;

      core_init (&core, infos, n_pools);
      check_usage (&core, 0, 0);
      usage = measure (&core);
      g_assert_cmpuint (usage.waste, ==, 0);
      g_assert_cmpuint (usage.overhead, >=, n_pools * sizeof (TroveLayout));
      g_assert_cmpuint (usage.own, >=, n_pools == 1 ? 0 : n_pools * sizeof (TroveCursor));
      if (n_pools == 1)
        g_assert_cmpuint (usage.own, ==, 0);
      usage = measure_view (&none, core.schema);
      g_assert_cmpuint (usage.total, ==, trove_schema_n_bytes (core.schema));

      /* Nothing comes of a freeze of nothing. */
      freeze (&core);
      check_usage (&core, 0, 0);
      trove_core_clear (&core);
    }
}

static const gsize strides[] = { 1, 8, 24, 1000, 4096, 64 * 1024 };
static const guint numbers[] = { 1, 31, 32, 33, 95, 96, 97, 223, 224, 8160, 8161 };

/* The tail of a frozen row is nobody's room: it was given back. */
static void
check_own_and_frozen (gsize stride, guint64 n)
{
  TroveUsage own, frozen;
  TroveCore core;

  core_init_size (&core, stride);
  append (&core, 0, n);
  check_usage (&core, n * stride, room_behind (n) * stride);
  own = measure (&core);
  g_assert_cmpuint (own.shared, ==, trove_schema_n_bytes (core.schema));

  freeze (&core);
  check_usage (&core, n * stride, 0);
  frozen = measure (&core);
  g_assert_cmpuint (frozen.own, ==, 0);
  g_assert_cmpuint (frozen.waste, ==, own.waste + own.room);
  g_assert_cmpuint (frozen.total, ==, own.total + trove_view_n_overhead (&core.view));
  trove_core_clear (&core);
}

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
      if (strides[i] * numbers[j] <= (test_is_quick () ? 1 << 20 : 64 << 20))
        check_own_and_frozen (strides[i], numbers[j]);
}

/* Versions that lie in one chunk: it is counted once, and as shared, also where the own sub-arena lies in it. */
static void
test_versions_in_one_chunk (void)
{
  guint64 n = 0, n_same = 0;
  TroveCore core;

  core_init_size (&core, 8);
  for (guint i = 0; i < 300; i++)
    {
      const TroveChunk *before = core.cursors[0].rows.chunk;
      TroveUsage usage;

      append (&core, 0, 1 + i % 3);
      n += 1 + i % 3;
      check_usage (&core, 8 * n, 8 * room_behind (1 + i % 3));
      usage = measure (&core);
      if (core.cursors[0].rows.chunk == before)
        {
          n_same++;
          g_assert_cmpuint (usage.own, ==, 0);
        }
      else
        g_assert_cmpuint (usage.own, >, sizeof (TroveSub) + 8 * TROVE_FIRST_ROW);

      freeze (&core);
      check_usage (&core, 8 * n, 0);
    }
  g_assert_cmpuint (n_same, >, 200);
  trove_core_clear (&core);
}

static void
test_many_chunks (void)
{
  TroveCore core;

  core_init_size (&core, 4096);
  for (guint64 n = 1; n <= 3000; n++)
    {
      append (&core, 0, 1);
      if (trove_row_of (n) != trove_row_of (n - 1))
        check_usage (&core, n * 4096, room_behind (n) * 4096);
    }
  g_assert_cmpuint (core.own->n_chunks, >, 4);
  freeze (&core);
  check_usage (&core, (guint64) 3000 * 4096, 0);
  trove_core_clear (&core);
}

/* Several pools */

static void
check_pools (guint n_pools, guint n_used)
{
  TroveElementInfo infos[256];
  guint64 elements = 0, room = 0, overhead;
  TroveCore core;

  for (guint i = 0; i < n_pools; i++)
    infos[i] = (TroveElementInfo){ .size = 1 + i };
  core_init (&core, infos, n_pools);
  overhead = measure (&core).overhead;
  for (guint i = 0; i < n_used; i++)
    {
      guint pool = (i * 101 + 50) % n_pools; /* not in order */
      guint64 n = 1 + 13 * i, least = i == 0 ? sizeof (TroveSub) : sizeof (TrovePool);
      guint64 more;

      append (&core, pool, n);
      elements += n * (1 + pool);
      room += room_behind (n) * (1 + pool);
      check_usage (&core, elements, room);

      /* With the fifth comes a table. */
      if (i == 4)
        least += n_pools * sizeof (TrovePool *);
      more = measure (&core).overhead - overhead;
      g_assert_cmpuint (more, >=, least);
      /* Its rows may have a table, and its chunks have places. */
      g_assert_cmpuint (more, <=, least + 80 + (n > TROVE_FIRST_ROW ? 88 : 0) + 16 * core.own->n_chunks);
      overhead += more;
    }

  freeze (&core);
  check_usage (&core, elements, 0);
  trove_core_clear (&core);
}

static void
test_pools (void)
{
  check_pools (2, 2);
  check_pools (5, 5);
  for (guint n_used = 3; n_used <= 9; n_used++)
    check_pools (256, n_used);
  check_pools (256, 100);
}

/* Strings */

static guint64
append_string (TroveCore *core, const char *bytes, gsize length)
{
  g_assert_true (trove_core_append_string (core, 0, bytes, length, NULL, NULL));
  return sizeof (char *) + sizeof (TroveStringHeader) + trove_string_capacity (length);
}

static void
core_init_strings (TroveCore *core)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);

  core_init (core, &info, 1);
}

static void
test_strings (void)
{
  g_autofree char *text = g_strnfill (3000, 'x');
  guint64 elements = 0, n = 0;
  TroveCore core;

  core_init_strings (&core);
  for (gsize length = 0; length < 3000; length += 7)
    {
      elements += append_string (&core, text, length);
      append (&core, 0, 1); /* NULL */
      elements += sizeof (char *);
      n += 2;
      check_usage (&core, elements, room_behind (n) * sizeof (char *));
      if (length % 5 == 0)
        {
          freeze (&core);
          check_usage (&core, elements, 0);
          n = 0;
        }
    }
  trove_core_clear (&core);
}

/* A string that was replaced by one that does not fit in its place is waste, until another takes its bytes. */
static void
test_replaced_strings (void)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  const guint64 head = sizeof (char *) + sizeof (TroveStringHeader), room = 31 * sizeof (char *);
  const char *longer = text, *shorter = "abc", *none = NULL;
  guint64 total;
  TroveRef ref;
  TroveCore core;

  core_init_strings (&core);
  g_assert_true (trove_core_append_string (&core, 0, text, 300, &ref, NULL));
  check_usage (&core, head + trove_string_capacity (300), room);

  g_assert_true (trove_core_set (&core, 0, &ref, &shorter, NULL)); /* in place */
  check_usage (&core, head + trove_string_capacity (300), room);
  g_assert_true (trove_core_set (&core, 0, &ref, &longer, NULL));
  check_usage (&core, head + trove_string_capacity (1000), room);
  total = measure (&core).total;

  append_string (&core, text, 300);
  check_usage (&core, 2 * head + trove_string_capacity (1000) + trove_string_capacity (300),
               room - sizeof (char *));
  g_assert_cmpuint (measure (&core).total, ==, total);

  g_assert_true (trove_core_set (&core, 0, &ref, &none, NULL));
  check_usage (&core, sizeof (char *) + head + trove_string_capacity (300), room - sizeof (char *));
  g_assert_cmpuint (measure (&core).total, ==, total);
  trove_core_clear (&core);
}

/* What is counted of borrows is there until the sub-arena is frozen; then for as long as something is borrowed. */
static void
test_borrows (void)
{
  TroveUsage none, before, after;
  TroveCore core;
  TroveRef last;

  core_init_size (&core, 8);
  last = append (&core, 0, 1000);
  before = none = measure (&core);
  g_assert_true (trove_core_add_borrow (&core, &last, TRUE, NULL));
  check_usage (&core, 8000, 8 * room_behind (1000));
  after = measure (&core);
  g_assert_cmpuint (after.own - before.own, ==, after.overhead - before.overhead);
  g_assert_cmpuint (after.overhead - before.overhead, >=,
                    sizeof (TroveBorrows) + (1 + TROVE_MAX_ROWS) * sizeof (char *) +
                        trove_row_length (trove_row_of (999)));
  g_assert_cmpuint (after.overhead - before.overhead, <=,
                    sizeof (TroveBorrows) + (1 + TROVE_MAX_ROWS) * sizeof (char *) +
                        trove_row_length (trove_row_of (999)) + 3 * ROUNDING);

  /* A row that was not borrowed in yet. */
  before = after;
  g_assert_true (trove_core_add_borrow (&core, &(TroveRef){ last.sub_arena, 0 }, FALSE, NULL));
  after = measure (&core);
  g_assert_cmpuint (after.overhead - before.overhead, >=, TROVE_FIRST_ROW);
  g_assert_cmpuint (after.overhead - before.overhead, <=, TROVE_FIRST_ROW + ROUNDING);

  trove_borrows_remove (core.own->borrows, 0, 999, TRUE);
  trove_borrows_remove (core.own->borrows, 0, 0, FALSE);
  before = measure (&core);
  g_assert_cmpuint (before.overhead, ==, after.overhead);
  freeze (&core);
  check_usage (&core, 8000, 0);
  after = measure (&core);
  g_assert_cmpuint (after.overhead, ==, none.overhead + trove_view_n_overhead (&core.view));

  last = append (&core, 0, 1);
  none = measure (&core);
  g_assert_true (trove_core_add_borrow (&core, &last, FALSE, NULL));
  before = measure (&core);
  g_assert_cmpuint (before.overhead, >, none.overhead + TROVE_FIRST_ROW);
  freeze (&core);
  after = measure (&core);
  g_assert_cmpuint (after.overhead, ==, before.overhead);
  g_assert_true (trove_borrows_remove (trove_view_last (&core.view)->borrows, 0, 0, FALSE));
  trove_sub_unref (trove_view_last (&core.view));
  trove_core_clear (&core);
}

/* Rows that a failed batch left are room in the own sub-arena. Frozen without elements it goes, and what its chain
 * still has is the arena's own. */
static void
test_failed_batch (void)
{
  guint64 n_requests;
  TroveCore core;

  core_init_size (&core, 1024);
  failing_memory_start (FAILING_NONE, 0);
  g_assert_true (trove_core_append_many (&core, 0, zeros, 1, NULL, NULL));
  n_requests = failing_memory_n_requests ();
  failing_memory_stop ();
  trove_core_clear (&core);

  for (guint64 number = n_requests; number < n_requests + 20; number++)
    {
      g_autofree guint8 *elements = g_malloc0 (1000 * 1024);
      gboolean ok;
      guint64 room;

      core_init_size (&core, 1024);
      failing_memory_start (FAILING_REST, number);
      ok = trove_core_append_many (&core, 0, elements, 1000, NULL, NULL);
      failing_memory_stop ();
      room = trove_row_start (core.cursors[0].pool->n_rows) * 1024;
      g_assert_cmpuint (room, >, 0);
      check_usage (&core, ok ? 1000 * 1024 : 0, ok ? room - 1000 * 1024 : room);
      freeze (&core);
      check_usage (&core, ok ? 1000 * 1024 : 0, 0);
      if (!ok)
        g_assert_cmpuint (measure (&core).own, ==, measure (&core).waste);
      trove_core_clear (&core);
    }
}

/* Views */

static void
test_views (void)
{
  const guint n = 200;
  TroveView views[200];
  TroveUsage last = { 0 }, usage;
  TroveUsageWalk walk;
  TroveCore core;

  core_init_size (&core, 8);
  for (guint i = 0; i < n; i++)
    {
      append (&core, 0, 1);
      freeze (&core);
      trove_view_copy (&core.view, &views[i]);
    }

  /* What is later is not in it. */
  for (guint i = 0; i < n; i++)
    {
      usage = measure_view (&views[i], core.schema);
      g_assert_cmpuint (usage.elements, ==, 8 * (i + 1));
      g_assert_cmpuint (usage.room, ==, 0);
      g_assert_cmpuint (usage.own, ==, 0);
      g_assert_cmpuint (usage.total, >=, last.total);
      g_assert_cmpuint (usage.total, <=, measure (&core).total);
      last = usage;
    }
  g_assert_cmpuint (last.total, ==, measure (&core).total);

  /* In one walk a chunk is found once, however many views it is in. */
  usage = (TroveUsage){ 0 };
  trove_usage_walk_begin (&walk, &usage);
  trove_usage_walk_view (&walk, &views[n - 1], core.schema);
  trove_usage_walk_own (&walk);
  trove_usage_walk_sub (&walk, trove_view_last (&views[n - 1]), TRUE);
  trove_usage_walk_end (&walk);
  check_sums (&usage);
  g_assert_cmpuint (usage.own, ==, trove_sub_n_overhead (trove_view_last (&views[n - 1])));
  g_assert_cmpuint (usage.shared, ==, last.shared);

  for (guint i = 0; i < n; i++)
    trove_view_clear (&views[i]);
  trove_core_clear (&core);
}

/* Each by itself, where the chunk they share is counted in full. */
static void
test_subs (void)
{
  TroveUsage own, frozen, usage;
  guint n_shared = 0;
  TroveSub *first;
  TroveCore core;

  core_init_size (&core, 8);
  append (&core, 0, 5);
  own = measure_sub (core.own, FALSE);
  frozen = measure_sub (core.own, TRUE);
  g_assert_cmpuint (own.elements, ==, 40);
  g_assert_cmpuint (own.room, ==, 27 * 8);
  g_assert_cmpuint (own.overhead, ==,
                    sizeof (TroveSub) + trove_sub_n_overhead (core.own) + trove_schema_n_bytes (core.schema));
  g_assert_cmpuint (own.shared, ==, own.total); /* the side a walk begins on */
  g_assert_cmpuint (frozen.total, ==, own.total);
  g_assert_cmpuint (frozen.room, ==, 0);
  g_assert_cmpuint (frozen.waste, ==, own.waste + own.room);

  for (guint i = 0; i < 20; i++)
    {
      freeze (&core);
      first = trove_view_last (&core.view);
      frozen = measure_sub (first, TRUE);
      append (&core, 0, 2);
      usage = measure_sub (core.own, TRUE);
      g_assert_cmpuint (usage.elements, ==, 16);
      if (first->chunks[0] == core.own->chunks[0])
        {
          g_assert_cmpuint (usage.total, ==, frozen.total);
          n_shared++;
        }
      usage = measure_sub (first, TRUE);
      g_assert_cmpmem (&usage, sizeof usage, &frozen, sizeof frozen);
    }
  g_assert_cmpuint (n_shared, >, 10);
  trove_core_clear (&core);
}

/* Any order of steps, in several pools. */
static void
test_random (void)
{
  const guint n_pools = 7;
  TroveElementInfo infos[7] = { TROVE_ELEMENT_TYPE (G_TYPE_STRING) };
  g_autofree char *text = g_strnfill (5000, 'x');
  guint64 elements = 0, n_own[7] = { 0 };
  TestRandom random;
  TroveCore core;

  for (guint i = 1; i < n_pools; i++)
    infos[i] = (TroveElementInfo){ .size = (gsize) 1 << (2 * i), .alignment = 1u << i };
  test_random_init (&random);
  core_init (&core, infos, n_pools);
  for (guint step = 0; step < test_count (3000, 500); step++)
    {
      guint pool = (guint) test_random_below (&random, n_pools);
      guint64 n = test_random_below (&random, 40), room = 0;

      if (pool == 0)
        for (guint64 i = 0; i < n; i++)
          elements += append_string (&core, text, test_random_below (&random, 5000 >> (i % 12)));
      else
        {
          append (&core, pool, n);
          elements += n << (2 * pool);
        }
      n_own[pool] += n;
      if (test_random_below (&random, 4) == 0)
        {
          freeze (&core);
          memset (n_own, 0, sizeof n_own);
        }
      for (guint i = 0; i < n_pools; i++)
        room += room_behind (n_own[i]) * core.schema->pools[i].stride;
      check_usage (&core, elements, room);
    }
  trove_core_clear (&core);
}

/* The budget */

static void
test_budget (void)
{
  static const struct
  {
    TroveBudget budget;
    guint64 bytes;
    gboolean allowed;
  } cases[] = {
    { { 0, 0 }, 0, TRUE },
    { { 0, 0 }, G_MAXUINT64, TRUE }, /* no limit */
    { { 100, 0 }, G_MAXUINT64, TRUE },
    { { 0, 100 }, 0, TRUE },
    { { 0, 100 }, 100, TRUE },
    { { 0, 100 }, 101, FALSE },
    { { 40, 100 }, 60, TRUE },
    { { 40, 100 }, 61, FALSE },
    { { 100, 100 }, 0, TRUE },
    { { 100, 100 }, 1, FALSE },
    { { 101, 100 }, 0, TRUE }, /* more is held than was allowed since */
    { { 101, 100 }, 1, FALSE },
    { { G_MAXUINT64, 100 }, 200, FALSE },
    { { 1, G_MAXUINT64 }, G_MAXUINT64, FALSE },
    { { 1, G_MAXUINT64 }, G_MAXUINT64 - 1, TRUE },
  };
  TroveBudget budget = { 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (trove_budget_allows (&cases[i].budget, cases[i].bytes), ==, cases[i].allowed);
  g_assert_true (trove_budget_allows (NULL, G_MAXUINT64));

  /* It is kept where there is a limit alone. */
  trove_budget_take (NULL, 5);
  trove_budget_take (&budget, 5);
  g_assert_cmpuint (budget.used, ==, 0);
  budget.most = 100;
  trove_budget_take (&budget, 70);
  trove_budget_take (&budget, 5);
  g_assert_cmpuint (budget.used, ==, 75);
}

/* A sub-arena's pieces, so that its chunks stay. */
static gpointer
carve (TroveChain *chain, TroveSchema *schema, GPtrArray *chunks, gsize size)
{
  const TroveChunk *before = chain->chunk;
  gpointer piece = trove_chain_carve (chain, &schema->parking, size, 8, size);

  if (piece != NULL && chain->chunk != before)
    {
      trove_count_add (&chain->chunk->count);
      g_ptr_array_add (chunks, chain->chunk);
    }
  return piece;
}

static guint64
bytes_of (const GPtrArray *chunks)
{
  guint64 bytes = 0;

  for (guint i = 0; i < chunks->len; i++)
    {
      const TroveChunk *chunk = chunks->pdata[i];

      bytes += trove_memory_size (chunk, chunk->size);
    }
  return bytes;
}

/* Beyond the limit nothing is asked of the allocator, and nothing changes. */
static void
check_refused (TroveChain *chain, TroveSchema *schema, gsize size)
{
  const TroveChain before = *chain;
  const TroveBudget budget = *chain->budget;

  failing_memory_start (FAILING_NONE, 0);
  g_assert_null (trove_chain_carve (chain, &schema->parking, size, 8, size));
  g_assert_cmpuint (failing_memory_n_requests (), ==, 0);
  failing_memory_stop ();
  g_assert_cmpmem (chain, sizeof *chain, &before, sizeof before);
  g_assert_cmpmem (chain->budget, sizeof budget, &budget, sizeof budget);
  check_chain (chain);
}

static void
test_carve (void)
{
  const TroveElementInfo info = { .size = 8 };
  g_autoptr (GPtrArray) chunks = g_ptr_array_new ();
  TroveBudget budget = { 0, 20000 };
  TroveChain chain = { .budget = &budget };
  gsize least = sizeof (TroveChunk) + 1000 + 8;
  TroveSchema *schema;
  guint n = 0;

  g_assert_null (trove_schema_new (&info, 1, &schema));
  while (carve (&chain, schema, chunks, 1000) != NULL)
    {
      n++;
      check_chain (&chain);
      g_assert_true (chain.budget == &budget);
      g_assert_cmpuint (budget.used, ==, bytes_of (chunks));
    }

  /* The last ones are of the least size: so little is left that not one more fits. */
  g_assert_cmpuint (chain.chunk->size, ==, least);
  g_assert_cmpuint (budget.used, <=, 20000 + ROUNDING);
  g_assert_cmpuint (budget.used + least, >, 20000);
  g_assert_cmpuint (n, >=, 18);
  check_refused (&chain, schema, 1000);

  /* What is left of the chunk costs nothing. */
  trove_chain_give_back (&chain, chain.next, chain.next - 500);
  budget.used = G_MAXUINT64;
  g_assert_nonnull (trove_chain_carve (&chain, &schema->parking, 400, 8, 400));
  check_refused (&chain, schema, 1000);

  /* With a higher limit it goes on, to a byte. */
  budget.used = bytes_of (chunks);
  budget.most = budget.used + least - 1;
  check_refused (&chain, schema, 1000);
  budget.most++;
  g_assert_nonnull (carve (&chain, schema, chunks, 1000));
  g_assert_cmpuint (chain.chunk->size, ==, least);
  budget.most = 0;
  g_assert_nonnull (carve (&chain, schema, chunks, 1000));
  g_assert_cmpuint (chain.chunk->size, >, least);

  trove_chain_clear (&chain);
  g_assert_true (chain.budget == &budget);
  g_ptr_array_foreach (chunks, (GFunc) trove_chunk_unref, NULL);
  g_assert_cmpint (schema->count, ==, 1);
  trove_schema_unref (schema);
}

/* Memory that is not there is not taken of the budget. */
static void
test_carve_no_memory (void)
{
  const TroveElementInfo info = { .size = 8 };
  TroveBudget budget = { 0, 100000 };
  TroveChain chain = { .budget = &budget };
  TroveSchema *schema;
  guint64 used;

  g_assert_null (trove_schema_new (&info, 1, &schema));
  failing_memory_start (FAILING_REST, 0);
  g_assert_null (trove_chain_carve (&chain, &schema->parking, 100, 8, 100));
  failing_memory_stop ();
  g_assert_cmpuint (budget.used, ==, 0);

  g_assert_nonnull (trove_chain_carve (&chain, &schema->parking, 100, 8, 100));
  used = budget.used;
  failing_memory_start (FAILING_ONE, 0);
  g_assert_nonnull (trove_chain_carve (&chain, &schema->parking, 110, 8, 110)); /* the least will do */
  g_assert_true (failing_memory_has_failed ());
  failing_memory_stop ();
  g_assert_cmpuint (budget.used - used, ==, trove_memory_size (chain.chunk, chain.chunk->size));
  trove_chain_clear (&chain);
  trove_schema_unref (schema);
}

/* The budget of a core is what is measured, but for what the limit is not about: the map, and the tables of pools,
 * chunks, rows and borrows. */
static void
check_budget (const TroveCore *core, guint64 beside)
{
  guint64 total = measure (core).total;

  g_assert_cmpuint (core->budget.used, <=, total);
  g_assert_cmpuint (total - core->budget.used, <=, beside);
}

static void
test_core_budget (void)
{
  TroveCore core;
  guint64 used;

  core_init_size (&core, 8);
  append (&core, 0, 10);
  g_assert_cmpuint (core.budget.used, ==, 0); /* not kept without a limit */
  trove_core_set_max_bytes (&core, 50000);
  g_assert_cmpuint (core.budget.most, ==, 50000);
  check_budget (&core, 0);
  append (&core, 0, 22);
  check_budget (&core, 0);
  append (&core, 0, 100);
  check_budget (&core, 200);
  trove_core_set_max_bytes (&core, 50001);
  check_budget (&core, 0);
  used = core.budget.used;

  freeze (&core);
  g_assert_cmpuint (core.budget.used, ==, used);
  append (&core, 0, 1); /* where there was room */
  g_assert_cmpuint (core.budget.used, ==, used);
  append (&core, 0, 1000);
  g_assert_cmpuint (core.budget.used - used, >=, 8000);
  check_budget (&core, 600);

  trove_core_set_max_bytes (&core, 0);
  g_assert_cmpuint (core.budget.most, ==, 0);
  append (&core, 0, 10000);
  trove_core_clear (&core);
}

/* To a byte: what a sub-arena needs, its first row with it. */
static void
test_edge (void)
{
  const gsize chunk = sizeof (TroveChunk) + sizeof (TroveSub) + TROVE_FIRST_ROW * 1024;
  guint64 least, n = 0;
  TroveCore core;

  core_init_size (&core, 1024);
  while (n == 0 || (gsize) (core.cursors[0].rows.end - core.cursors[0].rows.next) >= chunk - 1024)
    {
      append (&core, 0, 30); /* nothing fits where the last ones were */
      freeze (&core);
      n += 30;
    }
  least = measure (&core).total;
  for (guint64 more = 0;; more += more > chunk - 1100 ? 1 : 999)
    {
      g_autoptr (GError) error = NULL;

      trove_core_set_max_bytes (&core, least + more);
      if (trove_core_append (&core, 0, zeros, NULL, &error))
        {
          g_assert_cmpuint (more, >=, chunk);
          g_assert_cmpuint (more, <=, chunk + 2 * 16); /* where they begin */
          break;
        }

      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
      g_assert_null (core.own);
      check_usage (&core, n * 1024, 0);
      g_assert_cmpuint (core.budget.used, ==, least);
    }
  g_assert_cmpuint (measure (&core).total, <=, core.budget.most + ROUNDING);
  trove_core_clear (&core);
}

/* What is discarded is given back: no more than was taken, and no less. */

static void
core_init_discard (TroveCore *core)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_INT64), TROVE_ELEMENT_TYPE (G_TYPE_STRING) };

  core_init (core, infos, 2);
  append (core, 1, 1);
  freeze (core);
  trove_core_set_max_bytes (core, 1000000);
  check_budget (core, 0);
}

static void
check_discard (TroveCore *core)
{
  guint64 elements = measure (core).elements;

  freeze (core);
  g_assert_null (core->own);
  check_usage (core, elements, 0);
  check_budget (core, 0);
}

/* The row's chunk stays with its chain, and what was carved of it is lost: in time there is another. */
static void
test_discard_row (void)
{
  guint64 used;
  TroveCore core;

  core_init_discard (&core);
  used = core.budget.used;
  for (guint i = 0; i < 500; i++)
    {
      g_assert_nonnull (trove_core_reserve (&core, 0, NULL));
      check_discard (&core);
      g_assert_cmpuint (core.budget.used, >, used + 8 * TROVE_FIRST_ROW);
      g_assert_cmpuint (core.budget.used, <, used + 4096 + 100);
    }
  trove_core_clear (&core);
}

/* The tables of borrows, pools and rows are no part of what was taken. */
static void
test_discard_tables (void)
{
  TroveCore core;

  core_init_discard (&core);
  for (guint i = 0; i < 50; i++)
    {
      g_assert_true (trove_core_prepare_borrow (&core, 0, NULL));
      check_discard (&core);
    }
  for (guint i = 0; i < 50; i++)
    {
      g_assert_nonnull (trove_core_reserve (&core, 0, NULL));
      g_assert_nonnull (trove_core_reserve (&core, 1, NULL));
      check_discard (&core);
    }
  trove_core_clear (&core);
}

/* Nor are the chunks that go, wherever a batch fails. */
static void
test_discard_batch (void)
{
  g_autofree char *text = g_strnfill (10000, 'x');
  const char *strings[2000] = { "a text" };
  gboolean ok = FALSE;

  strings[1999] = text;
  for (guint number = 0; !ok; number++)
    {
      TroveCore core;

      core_init_discard (&core);
      for (guint i = 0; i < 3 && !ok; i++)
        {
          failing_memory_start (FAILING_REST, number);
          ok = trove_core_append_many (&core, 1, strings, 2000, NULL, NULL);
          failing_memory_stop ();
          if (!ok)
            check_discard (&core);
        }
      g_assert_cmpuint (core.budget.used, <, 100000); /* of 2,000 elements at a time */
      trove_core_clear (&core);
    }
}

static void
core_init_clone (TroveCore *core, TroveCore *other)
{
  trove_core_init (core, trove_schema_ref (other->schema));
  atomic_store (&core->schema->branched, TRUE);
  trove_view_copy (&other->view, &core->view);
}

/* A chunk that is parked after an arena's limit was set is not taken: it would have to be charged in full. */
static void
test_parked (void)
{
  TroveCore core, clone, limited;

  core_init_size (&core, 64);
  append (&core, 0, 32);
  freeze (&core);
  core_init_clone (&clone, &core);
  core_init_clone (&limited, &core);
  trove_core_set_max_bytes (&limited, measure (&limited).total + 100000);
  append (&clone, 0, 100);
  freeze (&clone);
  g_assert_nonnull (core.schema->parking.places[0].parked);

  append (&limited, 0, 1);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  check_usage (&limited, 33 * 64, 31 * 64);
  check_budget (&limited, 0);
  trove_core_clear (&limited);
  trove_core_clear (&clone);
  trove_core_clear (&core);
}

/* A chunk that the arena's last version lies in is the arena's from when the limit is set, and counts once. */
static void
test_parked_before (void)
{
  TroveCore core, clone;
  guint64 total;

  core_init_size (&core, 64);
  append (&core, 0, 40);
  freeze (&core);
  g_assert_null (core.schema->parking.places[0].parked); /* the only arena keeps its chunk */
  core_init_clone (&clone, &core);
  trove_core_park (&core);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  total = measure (&clone).total;
  trove_core_set_max_bytes (&clone, total + 100);
  g_assert_null (core.schema->parking.places[0].parked);
  g_assert_cmpuint (clone.budget.used, ==, total);
  append (&clone, 0, 1);
  g_assert_cmpuint (clone.budget.used, ==, total);
  freeze (&clone);
  g_assert_nonnull (clone.cursors[0].rows.chunk); /* it keeps the chunk */
  trove_core_clear (&clone);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  trove_core_clear (&core);
}

/* A chunk that another branch parked is not taken when the limit is set. */
static void
test_parked_by_other (void)
{
  TroveCore core, clone;

  core_init_size (&core, 64);
  append (&core, 0, 32);
  freeze (&core);
  core_init_clone (&clone, &core);
  append (&clone, 0, 100);
  freeze (&clone);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  trove_core_park (&core);
  trove_core_set_max_bytes (&core, 100000);
  g_assert_null (core.cursors[0].rows.chunk);
  g_assert_cmpuint (core.budget.used, ==, measure (&core).total);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  trove_core_clear (&clone);
  trove_core_clear (&core);
}

/* A batch for which there is room takes nothing of the budget. */
static void
test_batch (void)
{
  g_autofree char *text = g_strnfill (100, 'x');
  const char *const strings[] = { text, NULL, text, text, "" };
  TroveCore core;

  core_init_strings (&core);
  do
    append_string (&core, text, 100);
  while (core.cursors[0].bytes.end - core.cursors[0].bytes.next < 1000 ||
         core.cursors[0].end - core.cursors[0].next < 100);
  trove_core_set_max_bytes (&core, measure (&core).total);
  g_assert_cmpuint (core.budget.used, ==, core.budget.most);
  g_assert_true (trove_core_append_many (&core, 0, strings, G_N_ELEMENTS (strings), NULL, NULL));
  g_assert_true (trove_core_append_many (&core, 0, zeros, 3, NULL, NULL));
  g_assert_cmpuint (core.budget.used, ==, core.budget.most);
  check_core (&core);
  trove_core_clear (&core);
}

/* Absorbed is what the other has, and is measured. */
static void
test_absorb (void)
{
  TroveCore core, other;

  core_init_size (&core, 8);
  append (&core, 0, 50);
  freeze (&core);
  core_init_clone (&other, &core);
  append (&other, 0, 5000);
  freeze (&other);

  trove_core_set_max_bytes (&core, 10000); /* which the other has more than */
  g_assert_true (trove_core_absorb (&core, &other, NULL));
  check_usage (&core, 5050 * 8, 0);
  g_assert_cmpuint (core.budget.most, ==, 10000);
  g_assert_cmpuint (core.budget.used, ==, measure (&core).total);
  while (trove_core_append (&core, 0, zeros, NULL, NULL))
    g_assert_cmpuint (trove_sub_n_elements (core.own), <, 8192); /* what there is room for */
  freeze (&core);

  trove_core_set_max_bytes (&core, 0);
  append (&other, 0, 100);
  freeze (&other);
  g_assert_true (trove_core_absorb (&core, &other, NULL));
  g_assert_cmpuint (core.budget.most, ==, 0);
  g_assert_cmpuint (core.budget.used, ==, 0);
  trove_core_clear (&core);
  trove_core_clear (&other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/usage/empty", test_empty);
  g_test_add_func ("/usage/numbers", test_numbers);
  g_test_add_func ("/usage/versions-in-one-chunk", test_versions_in_one_chunk);
  g_test_add_func ("/usage/many-chunks", test_many_chunks);
  g_test_add_func ("/usage/pools", test_pools);
  g_test_add_func ("/usage/strings", test_strings);
  g_test_add_func ("/usage/strings/replaced", test_replaced_strings);
  g_test_add_func ("/usage/borrows", test_borrows);
  g_test_add_func ("/usage/failed-batch", test_failed_batch);
  g_test_add_func ("/usage/views", test_views);
  g_test_add_func ("/usage/subs", test_subs);
  g_test_add_func ("/usage/random", test_random);
  g_test_add_func ("/budget/allows", test_budget);
  g_test_add_func ("/budget/carve", test_carve);
  g_test_add_func ("/budget/carve/no-memory", test_carve_no_memory);
  g_test_add_func ("/budget/core", test_core_budget);
  g_test_add_func ("/budget/edge", test_edge);
  g_test_add_func ("/budget/discard/row", test_discard_row);
  g_test_add_func ("/budget/discard/tables", test_discard_tables);
  g_test_add_func ("/budget/discard/batch", test_discard_batch);
  g_test_add_func ("/budget/parked", test_parked);
  g_test_add_func ("/budget/parked-before", test_parked_before);
  g_test_add_func ("/budget/parked-by-other", test_parked_by_other);
  g_test_add_func ("/budget/batch", test_batch);
  g_test_add_func ("/budget/absorb", test_absorb);
  return g_test_run ();
}
