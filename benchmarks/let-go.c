/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Let go: letting go of given sub-arenas in the core, the second half of trove_arena_collect(). */

#include "core/core-collect.h"
#include "core/core-set.h"

#include "bench.h"

#define N_GONE 64

typedef struct
{
  gsize n;
  gsize apart; /* one in so many sub-arenas is let go of */
  TroveCore core;
  guint64 ids[N_GONE];
} History;

static guint64
make_history (gpointer data)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_INT64);
  History *history = data;
  guint64 number = 0;
  TroveSchema *schema;
  guint n_gone = 0;

  trove_schema_new (&info, 1, &schema);
  trove_core_init (&history->core, schema);
  for (gsize i = 0; i < history->n; i++)
    {
      TroveRef ref;

      trove_core_append (&history->core, 0, &number, &ref, NULL);
      trove_core_freeze (&history->core, NULL);
      if (i % history->apart == 0 && n_gone < N_GONE)
        history->ids[n_gone++] = ref.sub_arena;
    }
  return n_gone;
}

static guint64
let_go (gpointer data)
{
  History *history = data;

  return (guint64) trove_core_let_go (&history->core, history->ids, N_GONE, NULL);
}

static guint64
drop_history (gpointer data)
{
  History *history = data;

  trove_core_clear (&history->core);
  return 0;
}

static const BenchContender letting_go[] = {
  { "64 sub-arenas", make_history, let_go, drop_history },
};

int
main (int argc, char **argv)
{
  History histories[] = { { 1000, 1 }, { 1000, 15 }, { 30000, 1 }, { 30000, 460 } };
  static const char *const columns[] = { "the first of 1,000", "spread over 1,000", "the first of 30,000",
                                         "spread over 30,000" };
  Bench bench;

  bench_init (&bench, &argc, &argv, "let-go");
  for (guint i = 0; i < G_N_ELEMENTS (histories); i++)
    bench_add (&bench, "let go", columns[i], 1, letting_go, 1, &histories[i]);
  bench_run (&bench, BENCH_WARM);
  return 0;
}
