/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Usage: the walk finds everything once, and tells it apart. */

#include "check-sub.h"
#include "check-usage.h"
#include "core-fixture.h"
#include "failing-memory.h"
#include "test-support.h"

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
      usage = measure_core (&core);
      g_assert_cmpuint (usage.waste, ==, 0);
      g_assert_cmpuint (usage.overhead, >=, n_pools * sizeof (TroveLayout));
      g_assert_cmpuint (usage.own, >=, n_pools == 1 ? 0 : n_pools * sizeof (TroveCursor));
      if (n_pools == 1)
        g_assert_cmpuint (usage.own, ==, 0);
      usage = measure_view (&none, core.schema);
      g_assert_cmpuint (usage.total, ==, trove_schema_n_bytes (core.schema));

      /* Nothing comes of a freeze of nothing. */
      core_freeze (&core);
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
  core_append_zeros (&core, 0, n);
  check_usage (&core, n * stride, room_behind (n) * stride);
  own = measure_core (&core);
  g_assert_cmpuint (own.shared, ==, trove_schema_n_bytes (core.schema));

  core_freeze (&core);
  check_usage (&core, n * stride, 0);
  frozen = measure_core (&core);
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

      core_append_zeros (&core, 0, 1 + i % 3);
      n += 1 + i % 3;
      check_usage (&core, 8 * n, 8 * room_behind (1 + i % 3));
      usage = measure_core (&core);
      if (core.cursors[0].rows.chunk == before)
        {
          n_same++;
          g_assert_cmpuint (usage.own, ==, 0);
        }
      else
        g_assert_cmpuint (usage.own, >, sizeof (TroveSub) + 8 * TROVE_FIRST_ROW);

      core_freeze (&core);
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
      core_append_zeros (&core, 0, 1);
      if (trove_row_of (n) != trove_row_of (n - 1))
        check_usage (&core, n * 4096, room_behind (n) * 4096);
    }
  g_assert_cmpuint (core.own->n_chunks, >, 4);
  core_freeze (&core);
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
  overhead = measure_core (&core).overhead;
  for (guint i = 0; i < n_used; i++)
    {
      guint pool = (i * 101 + 50) % n_pools; /* not in order */
      guint64 n = 1 + 13 * i, least = i == 0 ? sizeof (TroveSub) : sizeof (TrovePool);
      guint64 more;

      core_append_zeros (&core, pool, n);
      elements += n * (1 + pool);
      room += room_behind (n) * (1 + pool);
      check_usage (&core, elements, room);

      /* With the fifth comes a table. */
      if (i == 4)
        least += n_pools * sizeof (TrovePool *);
      more = measure_core (&core).overhead - overhead;
      g_assert_cmpuint (more, >=, least);
      /* Its rows may have a table, and its chunks have places. */
      g_assert_cmpuint (more, <=, least + 80 + (n > TROVE_FIRST_ROW ? 88 : 0) + 16 * core.own->n_chunks);
      overhead += more;
    }

  core_freeze (&core);
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

static void
test_strings (void)
{
  g_autofree char *text = g_strnfill (3000, 'x');
  guint64 elements = 0, n = 0;
  TroveCore core;

  core_init_type (&core, G_TYPE_STRING);
  for (gsize length = 0; length < 3000; length += 7)
    {
      elements += core_append_string (&core, text, length);
      core_append_zeros (&core, 0, 1); /* NULL */
      elements += sizeof (char *);
      n += 2;
      check_usage (&core, elements, room_behind (n) * sizeof (char *));
      if (length % 5 == 0)
        {
          core_freeze (&core);
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

  core_init_type (&core, G_TYPE_STRING);
  g_assert_true (trove_core_append_string (&core, 0, text, 300, &ref, NULL));
  check_usage (&core, head + trove_string_capacity (300), room);

  g_assert_true (trove_core_set (&core, 0, &ref, &shorter, NULL)); /* in place */
  check_usage (&core, head + trove_string_capacity (300), room);
  g_assert_true (trove_core_set (&core, 0, &ref, &longer, NULL));
  check_usage (&core, head + trove_string_capacity (1000), room);
  total = measure_core (&core).total;

  core_append_string (&core, text, 300);
  check_usage (&core, 2 * head + trove_string_capacity (1000) + trove_string_capacity (300),
               room - sizeof (char *));
  g_assert_cmpuint (measure_core (&core).total, ==, total);

  g_assert_true (trove_core_set (&core, 0, &ref, &none, NULL));
  check_usage (&core, sizeof (char *) + head + trove_string_capacity (300), room - sizeof (char *));
  g_assert_cmpuint (measure_core (&core).total, ==, total);
  trove_core_clear (&core);
}

/* The counts of borrows stay until the sub-arena is frozen; then while an element is borrowed. */
static void
test_borrows (void)
{
  TroveUsage none, before, after;
  TroveCore core;
  TroveRef last;

  core_init_size (&core, 8);
  last = core_append_zeros (&core, 0, 1000);
  before = none = measure_core (&core);
  g_assert_true (trove_core_add_borrow (&core, &last, TRUE, NULL));
  check_usage (&core, 8000, 8 * room_behind (1000));
  after = measure_core (&core);
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
  after = measure_core (&core);
  g_assert_cmpuint (after.overhead - before.overhead, >=, TROVE_FIRST_ROW);
  g_assert_cmpuint (after.overhead - before.overhead, <=, TROVE_FIRST_ROW + ROUNDING);

  trove_borrows_remove (core.own->borrows, 0, 999, TRUE);
  trove_borrows_remove (core.own->borrows, 0, 0, FALSE);
  before = measure_core (&core);
  g_assert_cmpuint (before.overhead, ==, after.overhead);
  core_freeze (&core);
  check_usage (&core, 8000, 0);
  after = measure_core (&core);
  g_assert_cmpuint (after.overhead, ==, none.overhead + trove_view_n_overhead (&core.view));

  last = core_append_zeros (&core, 0, 1);
  none = measure_core (&core);
  g_assert_true (trove_core_add_borrow (&core, &last, FALSE, NULL));
  before = measure_core (&core);
  g_assert_cmpuint (before.overhead, >, none.overhead + TROVE_FIRST_ROW);
  core_freeze (&core);
  after = measure_core (&core);
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
  g_assert_true (trove_core_append_many (&core, 0, core_zeros, 1, NULL, NULL));
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
      core_freeze (&core);
      check_usage (&core, ok ? 1000 * 1024 : 0, 0);
      if (!ok)
        g_assert_cmpuint (measure_core (&core).own, ==, measure_core (&core).waste);
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
      core_append_zeros (&core, 0, 1);
      core_freeze (&core);
      trove_view_copy (&core.view, &views[i]);
    }

  /* Later elements are not in the usage. */
  for (guint i = 0; i < n; i++)
    {
      usage = measure_view (&views[i], core.schema);
      g_assert_cmpuint (usage.elements, ==, 8 * (i + 1));
      g_assert_cmpuint (usage.room, ==, 0);
      g_assert_cmpuint (usage.own, ==, 0);
      g_assert_cmpuint (usage.total, >=, last.total);
      g_assert_cmpuint (usage.total, <=, measure_core (&core).total);
      last = usage;
    }
  g_assert_cmpuint (last.total, ==, measure_core (&core).total);

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
  core_append_zeros (&core, 0, 5);
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
      core_freeze (&core);
      first = trove_view_last (&core.view);
      frozen = measure_sub (first, TRUE);
      core_append_zeros (&core, 0, 2);
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
          elements += core_append_string (&core, text, test_random_below (&random, 5000 >> (i % 12)));
      else
        {
          core_append_zeros (&core, pool, n);
          elements += n << (2 * pool);
        }
      n_own[pool] += n;
      if (test_random_below (&random, 4) == 0)
        {
          core_freeze (&core);
          memset (n_own, 0, sizeof n_own);
        }
      for (guint i = 0; i < n_pools; i++)
        room += room_behind (n_own[i]) * core.schema->pools[i].stride;
      check_usage (&core, elements, room);
    }
  trove_core_clear (&core);
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
  return g_test_run ();
}
