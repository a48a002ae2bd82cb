/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The budget that chunks are taken from. */

#include "check-sub.h"
#include "check-usage.h"
#include "core/memory.h"
#include "failing-memory.h"

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

  /* The rest of the chunk costs nothing. */
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/budget/allows", test_budget);
  g_test_add_func ("/budget/carve", test_carve);
  g_test_add_func ("/budget/carve/no-memory", test_carve_no_memory);
  return g_test_run ();
}
