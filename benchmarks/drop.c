/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drop: the time to drop the last holder of a long history, and the time of operations that visit all of it. */

#include "bench.h"

typedef struct
{
  gsize n_versions;
  TroveArena *arena;
} History;

static guint64
make_history (gpointer data)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT (gint64[4]), TROVE_ELEMENT_TYPE (G_TYPE_STRING) };
  History *history = data;
  const gint64 zeros[4] = { 0 };
  TroveRef ref;

  history->arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
  trove_arena_append_raw (history->arena, 0, zeros, &ref, NULL);
  for (gsize i = 0; i < history->n_versions; i++)
    {
      trove_snapshot_unref (trove_arena_snapshot (history->arena, NULL));
      trove_arena_get_mut_raw (history->arena, 0, &ref, NULL);
      trove_arena_append_string (history->arena, 1, "something to do", -1, NULL, NULL);
    }
  return history->n_versions;
}

static guint64
drop (gpointer data)
{
  History *history = data;

  g_clear_object (&history->arena);
  return 0;
}

static guint64
get_usage (gpointer data)
{
  History *history = data;
  g_autoptr (TroveUsage) usage = trove_arena_get_usage (history->arena, NULL);

  return usage->total;
}

static guint64
get_n_elements (gpointer data)
{
  History *history = data;

  return trove_arena_get_n_elements (history->arena, NULL);
}

static const BenchContender contenders[] = {
  { "g_object_unref, the last", make_history, drop, drop },
  { "get_usage", make_history, get_usage, drop },
  { "get_n_elements", make_history, get_n_elements, drop },
};

int
main (int argc, char **argv)
{
  History histories[] = { { 1000 }, { 30000 }, { 300000 } };
  static const char *const columns[] = { "1000", "30000", "300000" };
  Bench bench;
  gsize n;

  bench_init (&bench, &argc, &argv, "drop");
  n = bench.n >= 1000000 ? G_N_ELEMENTS (histories) : 2; /* a quick run has no long histories */
  for (gsize i = 0; i < n; i++)
    bench_add (&bench, "a version of a history", columns[i], histories[i].n_versions, contenders,
               G_N_ELEMENTS (contenders), &histories[i]);
  bench_run (&bench, BENCH_WARM);
  return 0;
}
