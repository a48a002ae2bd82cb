/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* One, two and four threads that read one snapshot, with the arena's owner idle or editing; beside a raw array. */

#include <string.h>

#include "bench.h"

typedef struct
{
  guint64 words[4];
} Node;

typedef struct
{
  gsize n;
  guint32 *order;
  TroveArena *arena;
  TroveSnapshot *snapshot;
  TroveRef *refs;
  Node *raw;
  guint n_threads;
  gboolean edited; /* the owner edits meanwhile */
  gint n_reading;  /* atomic */
} Data;

static gpointer
read_raw (gpointer user_data)
{
  Data *data = user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data->n; i++)
    sum += data->raw[data->refs[data->order[i]].offset].words[0];

  bench_sink += sum;
  g_atomic_int_add (&data->n_reading, -1);
  return NULL;
}

static gpointer
read_snapshot (gpointer user_data)
{
  Data *data = user_data;
  TroveReader reader;
  guint64 sum = 0;

  trove_reader_init_snapshot (&reader, data->snapshot, 0);
  for (gsize i = 0; i < data->n; i++)
    sum += ((const Node *) trove_reader_get (&reader, &data->refs[data->order[i]], NULL))->words[0];
  trove_reader_clear (&reader);

  bench_sink += sum;
  g_atomic_int_add (&data->n_reading, -1);
  return NULL;
}

static void
edit (Data *data)
{
  for (guint i = 0; g_atomic_int_get (&data->n_reading) > 0; i++)
    {
      TroveRef ref = data->refs[data->order[i % data->n]];
      Node *node = trove_arena_get_mut_raw (data->arena, 0, &ref, NULL);

      node->words[1]++;
      trove_snapshot_unref (trove_arena_snapshot (data->arena, NULL));
    }
}

static gint64
run (Data *data, GThreadFunc func)
{
  GThread *threads[4];
  gint64 start = bench_now ();

  data->n_reading = (gint) data->n_threads;
  for (guint i = 0; i < data->n_threads; i++)
    threads[i] = g_thread_new ("reader", func, data);
  if (data->edited)
    edit (data);
  for (guint i = 0; i < data->n_threads; i++)
    g_thread_join (threads[i]);

  return bench_now () - start;
}

static gint64
run_raw (gpointer user_data)
{
  return run (user_data, read_raw);
}

static gint64
run_snapshot (gpointer user_data)
{
  return run (user_data, read_snapshot);
}

int
main (int argc, char **argv)
{
  const TroveElementInfo info = TROVE_ELEMENT (Node);
  Bench bench;
  Data data = { 0 };

  bench_init (&bench, &argc, &argv, "threads");
  data.n = bench.n;
  data.order = bench_permutation (data.n, 4);
  data.refs = g_new (TroveRef, data.n);
  data.raw = g_new (Node, data.n);
  memset (data.raw, 1, data.n * sizeof (Node)); /* pages never written would all be the one zero page */
  data.arena = trove_arena_new_with_infos (&info, 1);
  for (gsize i = 0; i < data.n; i++)
    trove_arena_append_raw (data.arena, 0, &data.raw[i], &data.refs[i], NULL);
  data.snapshot = trove_arena_snapshot (data.arena, NULL);

  for (data.n_threads = 1; data.n_threads <= 4; data.n_threads *= 2)
    for (data.edited = FALSE; data.edited <= TRUE; data.edited++)
      {
        g_autofree char *column = g_strdup_printf ("%u", data.n_threads);

        bench_time (&bench, data.edited ? "random get while edited" : "random get", "raw array", column,
                    data.n * data.n_threads, run_raw, &data);
        bench_time (&bench, data.edited ? "random get while edited" : "random get", "trove reader", column,
                    data.n * data.n_threads, run_snapshot, &data);
      }

  trove_snapshot_unref (data.snapshot);
  g_object_unref (data.arena);
  g_free (data.order);
  g_free (data.refs);
  g_free (data.raw);
  return 0;
}
