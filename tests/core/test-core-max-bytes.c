/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* max-bytes of a core: the budget is what is measured. */

#include "check-usage.h"
#include "core-fixture.h"
#include "failing-memory.h"

/* The budget of a core is what is measured, but for what the limit is not about: the map, and the tables of pools,
 * chunks, rows and borrows. */
static void
check_budget (const TroveCore *core, guint64 beside)
{
  guint64 total = measure_core (core).total;

  g_assert_cmpuint (core->budget.used, <=, total);
  g_assert_cmpuint (total - core->budget.used, <=, beside);
}

static void
test_core_budget (void)
{
  TroveCore core;
  guint64 used;

  core_init_size (&core, 8);
  core_append_zeros (&core, 0, 10);
  g_assert_cmpuint (core.budget.used, ==, 0); /* not kept without a limit */
  trove_core_set_max_bytes (&core, 50000);
  g_assert_cmpuint (core.budget.most, ==, 50000);
  check_budget (&core, 0);
  core_append_zeros (&core, 0, 22);
  check_budget (&core, 0);
  core_append_zeros (&core, 0, 100);
  check_budget (&core, 200);
  trove_core_set_max_bytes (&core, 50001);
  check_budget (&core, 0);
  used = core.budget.used;

  core_freeze (&core);
  g_assert_cmpuint (core.budget.used, ==, used);
  core_append_zeros (&core, 0, 1); /* where there was room */
  g_assert_cmpuint (core.budget.used, ==, used);
  core_append_zeros (&core, 0, 1000);
  g_assert_cmpuint (core.budget.used - used, >=, 8000);
  check_budget (&core, 600);

  trove_core_set_max_bytes (&core, 0);
  g_assert_cmpuint (core.budget.most, ==, 0);
  core_append_zeros (&core, 0, 10000);
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
      core_append_zeros (&core, 0, 30); /* nothing fits where the last ones were */
      core_freeze (&core);
      n += 30;
    }
  least = measure_core (&core).total;
  for (guint64 more = 0;; more += more > chunk - 1100 ? 1 : 999)
    {
      g_autoptr (GError) error = NULL;

      trove_core_set_max_bytes (&core, least + more);
      if (trove_core_append (&core, 0, core_zeros, NULL, &error))
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
  g_assert_cmpuint (measure_core (&core).total, <=, core.budget.most + ROUNDING);
  trove_core_clear (&core);
}

/* A discarded sub-arena gives back exactly the bytes that it took. */

static void
core_init_discard (TroveCore *core)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_INT64), TROVE_ELEMENT_TYPE (G_TYPE_STRING) };

  core_init (core, infos, 2);
  core_append_zeros (core, 1, 1);
  core_freeze (core);
  trove_core_set_max_bytes (core, 1000000);
  check_budget (core, 0);
}

static void
check_discard (TroveCore *core)
{
  guint64 elements = measure_core (core).elements;

  core_freeze (core);
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

/* A chunk that is parked after an arena's limit was set is not taken: it would have to be charged in full. */
static void
test_parked (void)
{
  TroveCore core, clone, limited;

  core_init_size (&core, 64);
  core_append_zeros (&core, 0, 32);
  core_freeze (&core);
  core_init_clone (&clone, &core);
  core_init_clone (&limited, &core);
  trove_core_set_max_bytes (&limited, measure_core (&limited).total + 100000);
  core_append_zeros (&clone, 0, 100);
  core_freeze (&clone);
  g_assert_nonnull (core.schema->parking.places[0].parked);

  core_append_zeros (&limited, 0, 1);
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
  core_append_zeros (&core, 0, 40);
  core_freeze (&core);
  g_assert_null (core.schema->parking.places[0].parked); /* the only arena keeps its chunk */
  core_init_clone (&clone, &core);
  trove_core_park (&core);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  total = measure_core (&clone).total;
  trove_core_set_max_bytes (&clone, total + 100);
  g_assert_null (core.schema->parking.places[0].parked);
  g_assert_cmpuint (clone.budget.used, ==, total);
  core_append_zeros (&clone, 0, 1);
  g_assert_cmpuint (clone.budget.used, ==, total);
  core_freeze (&clone);
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
  core_append_zeros (&core, 0, 32);
  core_freeze (&core);
  core_init_clone (&clone, &core);
  core_append_zeros (&clone, 0, 100);
  core_freeze (&clone);
  g_assert_nonnull (core.schema->parking.places[0].parked);
  trove_core_park (&core);
  trove_core_set_max_bytes (&core, 100000);
  g_assert_null (core.cursors[0].rows.chunk);
  g_assert_cmpuint (core.budget.used, ==, measure_core (&core).total);
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

  core_init_type (&core, G_TYPE_STRING);
  do
    core_append_string (&core, text, 100);
  while (core.cursors[0].bytes.end - core.cursors[0].bytes.next < 1000 ||
         core.cursors[0].end - core.cursors[0].next < 100);
  trove_core_set_max_bytes (&core, measure_core (&core).total);
  g_assert_cmpuint (core.budget.used, ==, core.budget.most);
  g_assert_true (trove_core_append_many (&core, 0, strings, G_N_ELEMENTS (strings), NULL, NULL));
  g_assert_true (trove_core_append_many (&core, 0, core_zeros, 3, NULL, NULL));
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
  core_append_zeros (&core, 0, 50);
  core_freeze (&core);
  core_init_clone (&other, &core);
  core_append_zeros (&other, 0, 5000);
  core_freeze (&other);

  trove_core_set_max_bytes (&core, 10000); /* which the other has more than */
  g_assert_true (trove_core_absorb (&core, &other, NULL));
  check_usage (&core, 5050 * 8, 0);
  g_assert_cmpuint (core.budget.most, ==, 10000);
  g_assert_cmpuint (core.budget.used, ==, measure_core (&core).total);
  while (trove_core_append (&core, 0, core_zeros, NULL, NULL))
    g_assert_cmpuint (trove_sub_n_elements (core.own), <, 8192); /* what there is room for */
  core_freeze (&core);

  trove_core_set_max_bytes (&core, 0);
  core_append_zeros (&other, 0, 100);
  core_freeze (&other);
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
