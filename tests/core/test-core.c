/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The arena core: the own sub-arena, freezing, absorbing, tails given back, appending at the edges of rows. */

#include "check-core.h"
#include "core-fixture.h"
#include "failing-memory.h"
#include "test-support.h"

static void
count_sub (TroveSub *sub, gpointer data)
{
  ++*(guint *) data;
}

static guint
n_subs (const TroveCore *core)
{
  guint n = 0;

  trove_core_foreach (core, count_sub, &n);
  return n;
}

static void
test_empty (void)
{
  TroveRef refs[] = { TROVE_REF_INIT, { 0, 1 }, { 1, 0 }, { G_MAXUINT64, G_MAXUINT64 }, { 0, G_MAXUINT64 } };
  TroveCore core;

  core_init_type (&core, G_TYPE_INT64);
  check_core (&core);
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (trove_core_get (&core, 0, &refs[i], &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
    }
  g_assert_true (trove_core_freeze (&core, NULL));
  g_assert_null (core.view.log);
  check_core (&core);
  trove_core_clear (&core);
}

static void
test_freeze (void)
{
  TroveCore core, clone;
  TroveRef a, b, c, d;

  core_init_type (&core, G_TYPE_INT64);
  a = core_append_int (&core, 10);
  b = core_append_int (&core, 11);
  g_assert_cmpuint (a.sub_arena, ==, core.own_id);
  g_assert_cmpuint (a.sub_arena, ==, b.sub_arena);
  g_assert_cmpuint (a.offset, ==, 0);
  g_assert_cmpuint (b.offset, ==, 1);
  check_core (&core);

  core_init_clone (&clone, &core);
  g_assert_null (core.own);
  g_assert_cmpuint (core.own_id, ==, 0);
  check_core (&core);
  check_core (&clone);

  c = core_append_int (&core, 20);
  d = core_append_int (&clone, 30);
  g_assert_cmpuint (c.sub_arena, >, a.sub_arena);
  g_assert_cmpuint (d.sub_arena, >, c.sub_arena);
  g_assert_cmpuint (c.offset, ==, 0);
  core_assert_int (&core, &a, 10);
  core_assert_int (&core, &c, 20);
  core_assert_int (&clone, &b, 11);
  core_assert_int (&clone, &d, 30);
  g_assert_null (trove_core_get (&core, 0, &d, NULL));
  g_assert_null (trove_core_get (&clone, 0, &c, NULL));
  g_assert_null (trove_core_get (&clone, 0, &(TroveRef){ a.sub_arena, 2 }, NULL));
  check_core (&core);
  check_core (&clone);

  trove_core_clear (&core);
  core_assert_int (&clone, &a, 10);
  check_core (&clone);
  trove_core_clear (&clone);
}

static void
test_absorb (void)
{
  TroveCore core, clone, stranger;
  TroveRef a, b, c, d;
  guint64 id;

  core_init_type (&core, G_TYPE_INT64);
  core_init_type (&stranger, G_TYPE_INT64);
  a = core_append_int (&core, 1);
  core_init_clone (&clone, &core);
  b = core_append_int (&clone, 2);
  c = core_append_int (&core, 3);
  d = core_append_int (&stranger, 4);
  g_assert_true (trove_core_freeze (&core, NULL));
  g_assert_true (trove_core_freeze (&clone, NULL));

  /* An id that was drawn and not used ends with the merge: ids of the other may be above it. */
  id = trove_core_get_id (&core, NULL);
  g_assert_cmpuint (id, >, d.sub_arena);
  core_append_int (&clone, 5);
  g_assert_true (trove_core_freeze (&clone, NULL));
  g_assert_true (trove_core_absorb (&core, &clone, NULL));
  check_core (&core);
  check_core (&clone);
  core_assert_int (&core, &a, 1);
  core_assert_int (&core, &b, 2);
  core_assert_int (&core, &c, 3);
  g_assert_null (trove_core_get (&clone, 0, &c, NULL));
  g_assert_cmpuint (core_append_int (&core, 6).sub_arena, >, id);
  check_core (&core);

  g_assert_true (trove_core_freeze (&core, NULL));
  g_assert_true (trove_core_freeze (&stranger, NULL));
  g_assert_true (trove_core_absorb (&stranger, &core, NULL));
  trove_core_clear (&core);
  trove_core_clear (&clone);
  core_assert_int (&stranger, &a, 1);
  core_assert_int (&stranger, &d, 4);
  g_assert_cmpuint (n_subs (&stranger), ==, 6);
  check_core (&stranger);
  trove_core_clear (&stranger);
}

/* 10^6 freezes without an append, of an arena and of its clones in turn: a map of one. */
static void
test_empty_freezes (void)
{
  TroveCore cores[2];
  TroveRef ref;
  guint n = test_count (1000000, 20000);
  guint64 n_requests;

  core_init_type (&cores[0], G_TYPE_INT64);
  ref = core_append_int (&cores[0], 7);
  core_init_clone (&cores[1], &cores[0]);

  failing_memory_start (FAILING_NONE, 0);
  for (guint i = 0; i < n; i++)
    {
      TroveCore *from = &cores[i & 1], *to = &cores[~i & 1];

      if (i % 1000 == 0)
        g_assert_cmpuint (trove_core_get_id (from, NULL), >, ref.sub_arena);
      trove_core_clear (to);
      core_init_clone (to, from);
    }
  n_requests = failing_memory_n_requests ();
  failing_memory_stop ();

  g_assert_cmpuint (n_requests, ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (n_subs (&cores[i]), ==, 1);
      check_core (&cores[i]);
      core_assert_int (&cores[i], &ref, 7);
      trove_core_clear (&cores[i]);
    }
}

/* A failed append leaves an own sub-arena without elements: never one in the map. */
static void
test_empty_own (void)
{
  TroveCore core;
  TroveRef ref;

  core_init_type (&core, G_TYPE_STRING);
  failing_memory_start (FAILING_ONE, 1); /* the chunk for the sub-arena and its row, the bytes */
  g_assert_false (trove_core_append_string (&core, 0, "never", 5, &ref, NULL));
  g_assert_true (failing_memory_has_failed ());
  failing_memory_stop ();
  g_assert_nonnull (core.own);
  check_core (&core);
  g_assert_cmpuint (n_subs (&core), ==, 0);

  g_assert_true (trove_core_freeze (&core, NULL));
  g_assert_null (core.own);
  g_assert_null (core.view.log);
  check_core (&core);

  g_assert_true (trove_core_append_string (&core, 0, "now", 3, &ref, NULL));
  g_assert_cmpstr (*(const char *const *) trove_core_get (&core, 0, &ref, NULL), ==, "now");
  check_core (&core);
  trove_core_clear (&core);
}

/* Tails */

/* What a version does not use of its row is the next version's. */
static void
test_tails (void)
{
  static const gsize strides[] = { 1, 8, 24, 32, 100, 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    {
      const TroveElementInfo info = { .size = strides[i], .alignment = strides[i] & -strides[i] & 63 };
      g_autofree char *element = g_malloc0 (strides[i]);
      const char *last = NULL;
      guint moved = 0;
      TroveCore core;

      core_init (&core, &info, 1);
      for (guint version = 0; version < 200; version++)
        {
          const char *address;
          TroveRef ref;

          g_assert_true (trove_core_append (&core, 0, element, &ref, NULL));
          address = trove_core_get (&core, 0, &ref, NULL);
          /* The sub-arena itself is between the two. */
          moved += address < last || address > last + strides[i] + sizeof (TroveSub) + 64;
          last = address;
          g_assert_true (trove_core_freeze (&core, NULL));
          if (version % 16 == 0)
            check_core (&core);
        }

      /* Side by side but for where a chunk ends, and there is room for a whole row in front of that. */
      g_test_message ("stride %" G_GSIZE_FORMAT ": 200 versions in %u runs", strides[i], moved);
      g_assert_cmpuint (moved, <=, strides[i] < 128 ? 12 : 5);
      check_core (&core);
      trove_core_clear (&core);
    }
}

static void
test_string_tails (void)
{
  const char *last = NULL;
  guint moved = 0;
  TroveCore core;

  core_init_type (&core, G_TYPE_STRING);
  for (guint version = 0; version < 200; version++)
    {
      const char *bytes;
      TroveRef ref;

      g_assert_true (trove_core_append_string (&core, 0, "12345678901", 11, &ref, NULL));
      bytes = *(const char *const *) trove_core_get (&core, 0, &ref, NULL);
      moved += bytes != last + sizeof (TroveStringHeader) + 12;
      last = bytes;
      g_assert_true (trove_core_freeze (&core, NULL));
    }
  g_assert_cmpuint (moved, <=, 12);
  check_core (&core);
  trove_core_clear (&core);
}

/* Many at once */

static const guint edges[] = { 1, 31, 32, 33, 63, 64, 65, 95, 96, 97, 223, 224, 225, 1000, 8159, 8160, 8161 };

static void
check_numbers (TroveCore *core, guint64 id, guint n)
{
  for (guint i = 0; i < n; i++)
    core_assert_int (core, &(TroveRef){ id, i }, i);
  g_assert_null (trove_core_get (core, 0, &(TroveRef){ id, n }, NULL));
}

/* Every number of elements at an edge after every other one. */
static void
test_append_many (void)
{
  gint64 numbers[2 * 8161];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = i;

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    for (guint j = 0; j < G_N_ELEMENTS (edges); j++)
      {
        TroveCore core;
        TroveRef first;

        core_init_type (&core, G_TYPE_INT64);
        g_assert_true (trove_core_append_many (&core, 0, numbers, edges[i], &first, NULL));
        g_assert_cmpuint (first.offset, ==, 0);
        g_assert_true (trove_core_append_many (&core, 0, numbers + edges[i], edges[j], &first, NULL));
        g_assert_cmpuint (first.offset, ==, edges[i]);
        check_core (&core);
        g_assert_cmpuint (core_append_int (&core, edges[i] + edges[j]).offset, ==, edges[i] + edges[j]);
        check_numbers (&core, first.sub_arena, edges[i] + edges[j] + 1);
        check_core (&core);
        trove_core_clear (&core);
      }
}

static void
test_append_none (void)
{
  TroveRef first = { 1, 2 };
  TroveCore core;

  core_init_type (&core, G_TYPE_INT64);
  g_assert_true (trove_core_append_many (&core, 0, NULL, 0, &first, NULL));
  g_assert_cmpuint (first.sub_arena, ==, 0);
  g_assert_cmpuint (first.offset, ==, 0);
  g_assert_null (core.own);
  check_core (&core);
  trove_core_clear (&core);
}

/* Each allocation of a large batch fails in turn: nothing was appended, and the next append goes where it would have
 * gone, in rows that the failed batch may have added. */
static void
append_many_fails (guint total)
{
  gint64 numbers[3000];

  for (guint i = 0; i < total; i++)
    numbers[i] = i;

  for (guint before = 0; before < 100; before += before == 0 ? 31 : 1)
    for (guint64 fail = 0;; fail++)
      {
        g_autoptr (GError) error = NULL;
        TroveCore core;
        TroveRef first;
        gboolean ok;

        core_init_type (&core, G_TYPE_INT64);
        for (guint i = 0; i < before; i++)
          core_append_int (&core, i);

        failing_memory_start (FAILING_REST, fail);
        ok = trove_core_append_many (&core, 0, numbers + before, total - before, &first, &error);
        failing_memory_stop ();
        check_core (&core);
        if (!ok)
          {
            g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
            g_assert_cmpuint (core.own != NULL ? trove_sub_n_elements (core.own) : 0, ==, before);
            for (guint i = before; i < total; i += 500)
              {
                g_assert_true (
                    trove_core_append_many (&core, 0, numbers + i, MIN (500, total - i), &first, NULL));
                g_assert_cmpuint (first.offset, ==, i);
                check_core (&core);
              }
          }
        check_numbers (&core, core.own_id, total);
        g_assert_true (trove_core_freeze (&core, NULL));
        check_core (&core);
        trove_core_clear (&core);
        if (ok)
          break;
      }
}

static void
test_append_many_fails (void)
{
  append_many_fails (3000);
  append_many_fails (2017); /* the last one is alone in its row */
}

/* The failed batch is all there is of the arena. */
static void
test_rows_of_a_failed_batch (void)
{
  gint64 numbers[3000] = { 0 };
  TroveCore core;

  core_init_type (&core, G_TYPE_INT64);
  failing_memory_start (FAILING_REST, 4);
  g_assert_false (trove_core_append_many (&core, 0, numbers, 3000, NULL, NULL));
  failing_memory_stop ();
  check_core (&core);
  g_assert_true (trove_core_freeze (&core, NULL));
  g_assert_null (core.view.log);
  check_core (&core);
  core_append_int (&core, 1);
  check_core (&core);
  trove_core_clear (&core);
}

/* Limits */

static void
test_full (void)
{
  const TroveElementInfo info = { .size = 1 };
  g_autoptr (GError) error = NULL;
  TroveCore core;

  core_init (&core, &info, 1);
  if (TROVE_MAX_ELEMENTS < G_MAXSIZE)
    {
      g_assert_false (trove_core_append_many (&core, 0, "", (gsize) (TROVE_MAX_ELEMENTS + 1), NULL, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
      g_clear_error (&error);
      check_core (&core);
    }
  g_assert_true (trove_core_append_many (&core, 0, "abc", 3, NULL, NULL));
  check_core (&core);

  /* As if there were so many. */
  core.own->first.length = TROVE_MAX_ELEMENTS;
  core.only.next = core.only.end;
  g_assert_false (trove_core_append (&core, 0, "d", NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  core.own->first.length = 3;
  core.only.next = core.only.end = NULL;
  g_assert_true (trove_core_append (&core, 0, "d", NULL, NULL));
  check_core (&core);
  trove_core_clear (&core);
}

/* A row that was made for what could not be appended: what is in other pools counts. */
static void
test_empty_first_pool (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_STRING), TROVE_ELEMENT_TYPE (G_TYPE_INT64) };
  const gint64 value = 7;
  TroveCore core;
  TroveRef ref;

  core_init (&core, infos, 2);
  g_assert_nonnull (trove_core_reserve (&core, 0, NULL));
  g_assert_true (trove_core_append (&core, 1, &value, &ref, NULL));
  g_assert_cmpuint (n_subs (&core), ==, 1);
  g_assert_true (trove_core_freeze (&core, NULL));
  check_core (&core);
  g_assert_cmpuint (n_subs (&core), ==, 1);
  g_assert_cmpint (*(const gint64 *) trove_core_get (&core, 1, &ref, NULL), ==, 7);
  trove_core_clear (&core);
}

/* Several pools, whose elements are versioned together. */
static void
test_pools (void)
{
  enum
  {
    N = 256
  };
  TroveElementInfo infos[N];
  TroveRef refs[2][N];
  TroveCore core, clone;

  for (guint i = 0; i < N; i++)
    infos[i] = (TroveElementInfo){ .size = 1 + i };
  core_init (&core, infos, N);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < N; i++)
        {
          guint pool = i * 37 % N;
          char element[N];

          memset (element, (int) (pool ^ round), sizeof element);
          g_assert_true (trove_core_append (&core, pool, element, &refs[round][pool], NULL));
          g_assert_cmpuint (trove_offset_pool (refs[round][pool].offset), ==, pool);
          g_assert_cmpuint (trove_offset_index (refs[round][pool].offset), ==, 0);
          if (i < 8 || i % 32 == 0)
            check_core (&core);
        }
      core_init_clone (&clone, &core);
      check_core (&core);
      check_core (&clone);
      for (guint i = 0; i < N; i++)
        for (guint r = 0; r <= round; r++)
          {
            const guint8 *element = trove_core_get (&clone, i, &refs[r][i], NULL);
            g_autoptr (GError) error = NULL;

            g_assert_nonnull (element);
            g_assert_cmpuint (element[0], ==, i ^ r);
            g_assert_cmpuint (element[i], ==, i ^ r);
            g_assert_null (trove_core_get (&clone, (i + 1) % N, &refs[r][i], &error));
            g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
          }
      trove_core_clear (&clone);
    }
  g_assert_cmpuint (n_subs (&core), ==, 2);
  trove_core_clear (&core);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/empty", test_empty);
  g_test_add_func ("/arena/freeze", test_freeze);
  g_test_add_func ("/arena/absorb", test_absorb);
  g_test_add_func ("/arena/empty-freezes", test_empty_freezes);
  g_test_add_func ("/arena/empty-own", test_empty_own);
  g_test_add_func ("/arena/tails", test_tails);
  g_test_add_func ("/arena/string-tails", test_string_tails);
  g_test_add_func ("/arena/append-many", test_append_many);
  g_test_add_func ("/arena/append-none", test_append_none);
  g_test_add_func ("/arena/append-many-fails", test_append_many_fails);
  g_test_add_func ("/arena/rows-of-a-failed-batch", test_rows_of_a_failed_batch);
  g_test_add_func ("/arena/full", test_full);
  g_test_add_func ("/arena/empty-first-pool", test_empty_first_pool);
  g_test_add_func ("/arena/pools", test_pools);
  return g_test_run ();
}
