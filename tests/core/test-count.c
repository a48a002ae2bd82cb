/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Counts at their limit: whatever is counted stays from there on, and what it is part of goes on working. The source of
 * views is included, so that a log's counts can be set. */

#include "core/view.c"

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "counting-element.h"
#include "test-support.h"

#define N_THREADS 4

/* Half-way to where it would wrap. */
#define WHERE_IT_STICKS ((guint) 3 << 30)

static void
expect_stuck (void)
{
  g_test_expect_message ("Trove", G_LOG_LEVEL_CRITICAL, "Too many references*");
}

/* A count alone */

static void
test_edge (void)
{
  TroveCount count = TROVE_COUNT_STUCK - 3;

  trove_count_add (&count);
  trove_count_add (&count);
  g_assert_cmpuint (count, ==, TROVE_COUNT_STUCK - 1);
  g_assert_false (trove_count_drop (&count));
  g_assert_cmpuint (count, ==, TROVE_COUNT_STUCK - 2);
  trove_count_add (&count);

  expect_stuck ();
  trove_count_add (&count);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (count, ==, WHERE_IT_STICKS);

  /* Once is enough said. */
  trove_count_add (&count);
  for (guint i = 0; i < 10; i++)
    g_assert_false (trove_count_drop (&count));
  g_assert_cmpuint (count, ==, WHERE_IT_STICKS);
}

static gpointer
add_and_drop (gpointer data)
{
  TroveCount *count = data;
  guint n = test_count (2000000, 20000);

  for (guint i = 0; i < n; i++)
    {
      trove_count_add (count);
      if (i % 3 != 0)
        g_assert_false (trove_count_drop (count));
    }
  return NULL;
}

static void
count_critical (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  g_assert_cmpint (level & G_LOG_LEVEL_MASK, ==, G_LOG_LEVEL_CRITICAL);
  g_assert_nonnull (strstr (message, "Too many references"));
  atomic_fetch_add ((atomic_uint *) data, 1);
}

/* More is added than is dropped, by all at once, until long after it is stuck. It may go to and fro over the edge before,
 * and each time that is told. */
static void
test_edge_threads (void)
{
  const GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  atomic_uint n_criticals = 0;
  const guint handler = g_log_set_handler ("Trove", G_LOG_LEVEL_CRITICAL, count_critical, &n_criticals);
  TroveCount count = TROVE_COUNT_STUCK - 5000;
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("count", add_and_drop, &count);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_log_remove_handler ("Trove", handler);
  g_log_set_always_fatal (fatal);

  g_assert_cmpuint (n_criticals, >, 0);
  g_assert_cmpuint (count, >, TROVE_COUNT_STUCK + TROVE_COUNT_STUCK / 4);
  g_assert_cmpuint (count, <, G_MAXUINT - TROVE_COUNT_STUCK / 4);
}

/* Each count of what arenas consist of */

typedef struct
{
  Counting counting;
  TroveArena *arena; /* with an own sub-arena in the chunk of the frozen ones */
  TroveSnapshot *snapshot;
  TroveBorrow *borrow; /* of a frozen element */
  TroveRef first, last;
} Stage;

static TroveRef
append (Stage *stage, TroveArena *arena, gint64 value)
{
  const CountingElement element = { .value = value };
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, 0, &element, &ref, NULL));
  return ref;
}

static void
stage_init (Stage *stage)
{
  TroveElementInfo info;

  counting_init (&stage->counting);
  info = counting_info (&stage->counting);
  stage->arena = trove_arena_new_with_infos (&info, 1);
  stage->first = append (stage, stage->arena, 1);

  /* Beyond the first log, so that there is a trie. */
  for (guint i = 2; i < 12; i++)
    {
      trove_snapshot_unref (trove_arena_snapshot (stage->arena, NULL));
      stage->last = append (stage, stage->arena, i);
    }
  stage->snapshot = trove_arena_snapshot (stage->arena, NULL);
  append (stage, stage->arena, 100);
  stage->borrow = trove_arena_borrow (stage->arena, &stage->first, NULL);
}

static void
stage_check (Stage *stage)
{
  TroveView view = trove_snapshot_view (stage->snapshot);

  check_view (&view, stage->snapshot->schema);
  counting_check (&stage->counting, trove_snapshot_get_raw (stage->snapshot, 0, &stage->first, NULL), 1);
  counting_check (&stage->counting, trove_snapshot_get_raw (stage->snapshot, 0, &stage->last, NULL), 11);
  counting_check (&stage->counting, trove_borrow_get_raw (stage->borrow), 1);
  if (stage->arena != NULL)
    check_core (&stage->arena->core);
}

static void
stage_clear (Stage *stage)
{
  TroveSchema *schema = trove_schema_ref (stage->snapshot->schema);

  g_clear_pointer (&stage->borrow, trove_borrow_unref);
  g_clear_pointer (&stage->snapshot, trove_snapshot_unref);
  g_clear_object (&stage->arena);
  counting_finish (&stage->counting);
  g_assert_cmpuint (schema->count, ==, 1);
  trove_schema_unref (schema);
}

static TroveCount *
count_of_snapshot (Stage *stage)
{
  return &stage->snapshot->count;
}

static void
use_snapshot (Stage *stage)
{
  trove_snapshot_unref (trove_snapshot_ref (stage->snapshot));
}

/* A guard's struct is private to its source: its count is what a reference makes 2. */
static TroveCount *
count_of_borrow (Stage *stage)
{
  guint *words = (guint *) stage->borrow;

  for (guint i = 0; i < sizeof *stage->borrow / sizeof *words; i++)
    {
      guint before = words[i], with_another;

      trove_borrow_ref (stage->borrow);
      with_another = words[i];
      trove_borrow_unref (stage->borrow);
      if (before == 1 && with_another == 2)
        return (TroveCount *) &words[i];
    }
  g_assert_not_reached ();
}

static void
use_borrow (Stage *stage)
{
  trove_borrow_unref (trove_borrow_ref (stage->borrow));
}

static TroveCount *
count_of_views (Stage *stage)
{
  g_assert_cmpuint (stage->snapshot->length, >, 0);
  return views_at (stage->snapshot->log, stage->snapshot->length);
}

/* Arenas that go on from there: one is dropped there, and one leaves the log or takes it on. */
static void
use_view (Stage *stage)
{
  TroveArena *branch = trove_snapshot_branch (stage->snapshot);

  g_object_unref (trove_snapshot_branch (stage->snapshot));
  append (stage, branch, 50);
  trove_snapshot_unref (trove_arena_snapshot (branch, NULL));
  g_object_unref (branch);
}

static TroveCount *
count_of_sub (Stage *stage)
{
  TroveView view = trove_snapshot_view (stage->snapshot);

  return &trove_view_lookup (&view, stage->first.sub_arena)->count;
}

static void
use_sub (Stage *stage)
{
  trove_borrow_unref (trove_arena_borrow (stage->arena, &stage->first, NULL));
}

static TroveCount *
count_of_schema (Stage *stage)
{
  return &stage->snapshot->schema->count;
}

/* The chunk of the own sub-arena, which the last frozen one is in as well. */
static TroveCount *
count_of_chunk (Stage *stage)
{
  return &stage->arena->core.own->chunks[0]->count;
}

static void
use_chunk (Stage *stage)
{
  TroveSnapshot *snapshot = trove_arena_snapshot (stage->arena, NULL);

  append (stage, stage->arena, 101);
  trove_snapshot_unref (snapshot);
}

/* A trie's node is private to its source: its count stands first. */
static TroveCount *
count_of_trie (Stage *stage)
{
  g_assert_nonnull (stage->snapshot->log->root);
  return stage->snapshot->log->root;
}

static void
use_trie (Stage *stage)
{
  trove_trie_unref (trove_trie_ref (stage->snapshot->log->root));
}

typedef struct
{
  const char *name;
  TroveCount *(*count_of) (Stage *stage);
  void (*use) (Stage *stage); /* adds one, and may drop one */
} Counted;

static const Counted counted[] = {
  { "snapshot", count_of_snapshot, use_snapshot },
  { "borrow", count_of_borrow, use_borrow },
  { "view", count_of_views, use_view },
  { "sub-arena", count_of_sub, use_sub },
  { "schema", count_of_schema, use_view },
  { "chunk", count_of_chunk, use_chunk },
  { "trie", count_of_trie, use_trie },
};

static void
test_counted (gconstpointer data)
{
  const Counted *what = data;
  TroveCount *count;
  Stage stage;
  guint real;

  stage_init (&stage);
  stage_check (&stage);
  count = what->count_of (&stage);
  real = *count;
  g_assert_cmpuint (real, >, 0);
  g_assert_cmpuint (real, <, 100);

  *count = TROVE_COUNT_STUCK - 1;
  expect_stuck ();
  what->use (&stage);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (*count, ==, WHERE_IT_STICKS);
  for (guint i = 0; i < 3; i++)
    {
      what->use (&stage);
      stage_check (&stage);
      g_assert_cmpuint (*count, ==, WHERE_IT_STICKS);
    }

  /* As if nothing had been: nothing else was lost by it. The arena's chunk has other holders by then. */
  *count = what->count_of == count_of_chunk ? real + 4 : real;
  stage_check (&stage);
  stage_clear (&stage);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/count/edge", test_edge);
  g_test_add_func ("/count/edge-threads", test_edge_threads);
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    {
      char *path = g_strdup_printf ("/count/%s", counted[i].name);

      g_test_add_data_func (path, &counted[i], test_counted);
      g_free (path);
    }
  return g_test_run ();
}
