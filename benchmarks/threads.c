/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Threads: one to four threads read one snapshot at random, while the arena's owner is idle or edits. Compares with
 * reading a raw array under the same conditions. */

#include <string.h>

#include "bench.h"
#include "node.h"

#define PASSES 4 /* how often a thread reads all elements */

typedef struct
{
  gsize n;
  TroveRef *visited; /* refs in the order of reading */
  TroveSnapshot *snapshot;
  Node *raw;
} Shared;

/* A column of a table. */
typedef struct
{
  const Shared *shared;
  guint n_threads;
  gboolean edited;    /* TRUE: the owner edits at the same time */
  TroveArena *editor; /* the arena that the owner edits */
  gint n_reading;     /* atomic */
} Column;

static guint64
read_raw (const Shared *shared)
{
  const Shared data = *shared;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += data.raw[data.visited[i].offset].words[0];
  return sum;
}

static guint64
read_snapshot (const Shared *shared)
{
  const Shared data = *shared;
  TroveReader reader;
  guint64 sum = 0;

  trove_reader_init_snapshot (&reader, data.snapshot, 0);
  for (gsize i = 0; i < data.n; i++)
    sum += ((const Node *) trove_reader_get (&reader, &data.visited[i], NULL))->words[0];
  trove_reader_clear (&reader);
  return sum;
}

static gpointer
raw_thread (gpointer user_data)
{
  Column *column = user_data;
  guint64 sum = 0;

  for (guint i = 0; i < PASSES; i++)
    sum += read_raw (column->shared);
  g_atomic_int_add (&column->n_reading, -1);
  return GSIZE_TO_POINTER (sum);
}

static gpointer
snapshot_thread (gpointer user_data)
{
  Column *column = user_data;
  guint64 sum = 0;

  for (guint i = 0; i < PASSES; i++)
    sum += read_snapshot (column->shared);
  g_atomic_int_add (&column->n_reading, -1);
  return GSIZE_TO_POINTER (sum);
}

static void
edit_while_read (Column *column)
{
  const Shared *shared = column->shared;

  for (gsize i = 0; g_atomic_int_get (&column->n_reading) > 0; i++)
    {
      node_edit (column->editor, &shared->visited[i % shared->n]);
      node_freeze (column->editor);
    }
}

static guint64
run_threads (Column *column, GThreadFunc func)
{
  GThread *threads[4];
  guint64 sum = 0;

  column->n_reading = (gint) column->n_threads;
  for (guint i = 0; i < column->n_threads; i++)
    threads[i] = g_thread_new ("reader", func, column);
  if (column->edited)
    edit_while_read (column);
  for (guint i = 0; i < column->n_threads; i++)
    sum += GPOINTER_TO_SIZE (g_thread_join (threads[i]));
  return sum;
}

static guint64
run_raw (gpointer user_data)
{
  return run_threads (user_data, raw_thread);
}

static guint64
run_snapshot (gpointer user_data)
{
  return run_threads (user_data, snapshot_thread);
}

/* Makes a new arena each time, so that the arena does not grow over the rounds. */
static guint64
make_editor (gpointer user_data)
{
  Column *column = user_data;

  column->editor = trove_snapshot_branch (column->shared->snapshot);
  return 0;
}

static guint64
drop_editor (gpointer user_data)
{
  g_object_unref (((Column *) user_data)->editor);
  return 0;
}

static const BenchContender reading[] = {
  { "raw array", make_editor, run_raw, drop_editor },
  { "trove reader", make_editor, run_snapshot, drop_editor },
};

int
main (int argc, char **argv)
{
  static const guint numbers[] = { 1, 2, 4 };
  Column columns[G_N_ELEMENTS (numbers) * 2];
  g_autofree guint32 *order = NULL;
  g_autofree TroveRef *refs = NULL;
  Shared shared;
  TroveArena *arena;
  Bench bench;

  bench_init (&bench, &argc, &argv, "threads");
  order = bench_permutation (bench.n, 4);
  refs = g_new (TroveRef, bench.n);
  arena = node_arena_new_filled (refs, bench.n);
  shared = (Shared){ .n = bench.n, .snapshot = trove_arena_snapshot (arena, NULL) };
  shared.raw = g_new (Node, bench.n);
  memset (shared.raw, 1, bench.n * sizeof (Node)); /* unwritten pages would all be the same zero page */
  shared.visited = g_new (TroveRef, bench.n);
  for (gsize i = 0; i < bench.n; i++)
    shared.visited[i] = refs[order[i]];

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      guint n_threads = numbers[i / 2];
      g_autofree char *name = g_strdup_printf ("%u", n_threads);

      columns[i] = (Column){ .shared = &shared, .n_threads = n_threads, .edited = i % 2 == 1 };
      bench_add (&bench, columns[i].edited ? "random get while edited" : "random get", name,
                 bench.n * n_threads * PASSES, reading, G_N_ELEMENTS (reading), &columns[i]);
    }
  bench_run (&bench, BENCH_WARM);

  trove_snapshot_unref (shared.snapshot);
  g_object_unref (arena);
  g_free (shared.raw);
  g_free (shared.visited);
  return 0;
}
