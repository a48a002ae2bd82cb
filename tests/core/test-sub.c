/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sub-arenas: elements of every size in rows, several pools, the chunks they hold, and how they go. */

#include "check-sub.h"
#include "counting-element.h"
#include "failing-memory.h"
#include "test-support.h"

/* A sub-arena of one or several pools, with the chains that an arena has. */
typedef struct
{
  TroveSchema *schema;
  TroveSub *sub;
  TroveChain *chains; /* one a pool */
} Fixture;

static void
fixture_init_at (Fixture *fixture, const TroveElementInfo *infos, guint n, guint first)
{
  g_assert_null (trove_schema_new (infos, n, &fixture->schema));
  fixture->chains = g_new0 (TroveChain, n);
  fixture->sub = trove_sub_new (1, fixture->schema, first, &fixture->chains[first]);
}

static void
fixture_init (Fixture *fixture, const TroveElementInfo *infos, guint n)
{
  fixture_init_at (fixture, infos, n, 0);
}

static void
fixture_check (Fixture *fixture)
{
  CheckPieces pieces;

  check_pieces_init (&pieces);
  check_sub (fixture->sub, TRUE, &pieces);
  check_pieces_finish (&pieces);
  for (guint i = 0; i < fixture->schema->n_pools; i++)
    check_chain (&fixture->chains[i]);
}

/* The chains first, as they go with the arena: the sub-arena's chunks stay. */
static void
fixture_clear (Fixture *fixture)
{
  for (guint i = 0; i < fixture->schema->n_pools; i++)
    trove_chain_clear (&fixture->chains[i]);
  g_free (fixture->chains);
  if (fixture->sub != NULL)
    trove_sub_unref (fixture->sub);
  g_assert_cmpint (fixture->schema->count, ==, 1);
  trove_schema_unref (fixture->schema);
}

static gpointer
append (Fixture *fixture, guint index)
{
  TrovePool *pool = trove_sub_lookup (fixture->sub, index);

  if (pool == NULL || trove_row_of (pool->length) >= pool->n_rows)
    pool = trove_sub_add_row (fixture->sub, index, &fixture->chains[index]);
  g_assert_nonnull (pool);
  pool->length++;
  return trove_rows_address (pool->rows, pool->length - 1, fixture->schema->pools[index].stride);
}

/* Sizes and numbers */

static const gsize strides[] = { 1, 4, 8, 24, 32, 1024, 64 * 1024 };
static const guint numbers[] = { 0, 1, 31, 32, 33, 95, 96, 97, 100000 };

/* An element's first and last byte say which it is. */
static void
write_element (guint8 *element, gsize stride, guint i)
{
  element[0] = (guint8) (i * 7);
  if (stride > 1)
    element[stride - 1] = (guint8) (i * 11);
}

static void
check_element (const guint8 *element, gsize stride, guint i)
{
  if (stride == 1)
    g_assert_cmpuint (element[0], ==, (guint8) (i * 7));
  else
    {
      g_assert_cmpuint (element[0], ==, (guint8) (i * 7));
      g_assert_cmpuint (element[stride - 1], ==, (guint8) (i * 11));
    }
}

static void
check_numbers (gsize stride, guint n)
{
  const TroveElementInfo info = { .size = stride, .alignment = MIN (stride & -stride, 64) };
  guint64 limit = (test_is_quick () ? (guint64) 8 : 64) << 20; /* bytes of a case */
  gpointer *addresses;
  TrovePool *pool;
  Fixture fixture;

  if (n * stride > limit)
    n = (guint) (limit / stride);
  addresses = g_new (gpointer, n + 1);
  fixture_init (&fixture, &info, 1);
  for (guint i = 0; i < n; i++)
    {
      addresses[i] = append (&fixture, 0);
      g_assert_cmpuint ((guintptr) addresses[i] % info.alignment, ==, 0);
      write_element (addresses[i], stride, i);
    }
  fixture_check (&fixture);

  pool = trove_sub_lookup (fixture.sub, 0);
  g_assert_nonnull (pool);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (trove_rows_address (pool->rows, i, stride) == addresses[i]);
      check_element (addresses[i], stride, i);
    }
  g_assert_cmpuint (trove_sub_n_elements (fixture.sub), ==, n);
  g_assert_cmpuint (trove_sub_n_rows (fixture.sub), ==, trove_row_of (MAX (n, 1) - 1) + 1);
  g_assert_cmpuint (trove_sub_n_bytes (fixture.sub), ==, n * stride);
  g_free (addresses);
  fixture_clear (&fixture);
}

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
      check_numbers (strides[i], numbers[j]);
}

static void
test_alignments (void)
{
  for (gsize alignment = 1; alignment <= 64; alignment *= 2)
    for (gsize times = 1; times <= 5; times += 2)
      {
        const TroveElementInfo info = { .size = alignment * times, .alignment = alignment };
        Fixture fixture;

        fixture_init (&fixture, &info, 1);
        for (guint i = 0; i < 300; i++)
          g_assert_cmpuint ((guintptr) append (&fixture, 0) % alignment, ==, 0);
        fixture_check (&fixture);
        fixture_clear (&fixture);
      }
}

/* Pools */

static void
check_pools (guint n_pools, guint n_used)
{
  TroveElementInfo infos[256];
  guint used[256] = { 0 };
  TestRandom random;
  Fixture fixture;

  test_random_init (&random);
  for (guint i = 0; i < n_pools; i++)
    infos[i] = (TroveElementInfo){ .size = 1 + i };
  fixture_init_at (&fixture, infos, n_pools, 50 % n_pools);
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < n_used; i++)
      {
        guint index = (i * 101 + 50) % n_pools; /* not in order */
        guint n = 1 + (guint) test_random_below (&random, 50);

        for (guint j = 0; j < n; j++)
          write_element (append (&fixture, index), 1 + index, used[index]++);
        g_assert_true ((fixture.sub->table != NULL) == (i >= 4 || (round > 0 && n_used > 4)));
        if (i < 6 || i % 32 == 0)
          fixture_check (&fixture);
      }
  fixture_check (&fixture);

  for (guint index = 0; index < n_pools; index++)
    {
      TrovePool *pool = trove_sub_lookup (fixture.sub, index);

      g_assert_cmpuint (pool != NULL ? pool->length : 0, ==, used[index]);
      for (guint i = 0; i < used[index]; i++)
        check_element (trove_rows_address (pool->rows, i, 1 + index), 1 + index, i);
    }
  fixture_clear (&fixture);
}

static void
test_pools (void)
{
  static const guint n_pools[] = { 1, 2, 4, 5, 6, 255, 256 };

  for (guint i = 0; i < G_N_ELEMENTS (n_pools); i++)
    for (guint n_used = 0; n_used <= MIN (n_pools[i], 7); n_used++)
      check_pools (n_pools[i], n_used);
  check_pools (256, 256);
  check_pools (256, 100);
}

/* Chunks */

/* Sub-arenas that share a chunk: it goes with the last of them, whatever the order. */
static void
test_shared_chunk (void)
{
  const TroveElementInfo info = { .size = 8, .alignment = 8 };
  TroveSub *subs[6];
  Fixture fixture;
  TroveChunk *chunk;

  fixture_init (&fixture, &info, 1);
  trove_chain_carve (&fixture.chains[0], &fixture.schema->parking, 1900, 8,
                     0); /* for a chunk with room for all */
  trove_chain_carve (&fixture.chains[0], &fixture.schema->parking, 1900, 8, 0);
  chunk = fixture.chains[0].chunk;
  for (guint i = 0; i < 6; i++)
    {
      TrovePool *pool;
      char *row;

      subs[i] = trove_sub_new (2 + i, fixture.schema, 0, &fixture.chains[0]);
      pool = trove_sub_lookup (subs[i], 0);
      pool->length = 1;
      row = trove_rows_address (pool->rows, 0, 8);
      trove_chain_give_back (&fixture.chains[0], row + 256, row + 8);
      g_assert_true (fixture.chains[0].chunk == chunk);
      g_assert_cmpint (chunk->count, ==, 2 + i); /* the chain's too */
      g_assert_cmpuint (fixture.chains[0].holder, ==, 2 + i);
      g_assert_true (check_sub_holds (subs[i], row, 8));
    }

  trove_chain_clear (&fixture.chains[0]);
  g_assert_cmpint (chunk->count, ==, 6);
  for (guint i = 0; i < 5; i++)
    {
      trove_sub_unref (subs[i * 5 % 6]);
      g_assert_cmpint (chunk->count, ==, 5 - i);
      g_assert_cmpint (fixture.schema->count, ==, 7 - i); /* the fixture has a sub-arena too */
    }
  trove_sub_unref (subs[1]);
  g_assert_cmpint (fixture.schema->count, ==, 2);
  fixture_clear (&fixture);
}

/* More chunks than have a place in the struct. */
static void
test_many_chunks (void)
{
  const TroveElementInfo info = { .size = 4096 };
  Fixture fixture;

  fixture_init (&fixture, &info, 1);
  for (guint i = 0; i < 3000; i++)
    {
      append (&fixture, 0);
      if (trove_row_of (i) != trove_row_of (i + 1))
        fixture_check (&fixture);
    }
  g_assert_cmpuint (fixture.sub->n_chunks, >, 3);
  g_assert_cmpint (fixture.schema->count, ==, 2);
  fixture_clear (&fixture);
}

/* Strings' bytes come from a chain of their own. */
static void
test_strings (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  TroveChain bytes = { 0 };
  guint64 n_bytes = 0;
  Fixture fixture;

  fixture_init (&fixture, &info, 1);
  for (gsize length = 0; length < 3000; length++)
    {
      TroveStringHeader *string = trove_sub_carve_string (fixture.sub, &bytes, length);
      char **element;

      g_assert_nonnull (string);
      g_assert_cmpuint ((guintptr) string % G_ALIGNOF (TroveStringHeader), ==, 0);
      g_assert_cmpuint (string->capacity, >, length);
      g_assert_cmpuint (string->capacity, <=, MAX (length + 4, sizeof (gpointer))); /* a free one is linked */
      string->length = (guint32) length;
      memset (string + 1, 'x', length);
      ((char *) (string + 1))[length] = '\0';
      g_assert_true (trove_string_header ((char *) (string + 1)) == string);
      element = append (&fixture, 0);
      *element = (char *) (string + 1);
      n_bytes += sizeof (char *) + sizeof *string + string->capacity;
    }
  *(char **) append (&fixture, 0) = NULL;
  fixture_check (&fixture);
  g_assert_cmpuint (trove_sub_n_bytes (fixture.sub), ==, n_bytes + sizeof (char *));
  check_chain (&bytes);
  trove_chain_clear (&bytes);
  fixture_check (&fixture); /* the bytes are still there */
  fixture_clear (&fixture);
}

/* Clearing */

static void
append_counting (Fixture *fixture, guint pool, guint n)
{
  const TroveLayout *layout = &fixture->schema->pools[pool];

  for (guint i = 0; i < n; i++)
    {
      const CountingElement element = { .value = i };

      g_assert_true (layout->copy (append (fixture, pool), &element, layout->data));
    }
}

static void
test_clear (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      Counting counting;
      TroveElementInfo infos[3] = { { .size = 8 } };
      Fixture fixture;

      counting_init (&counting);
      infos[1] = infos[2] = counting_info (&counting);
      fixture_init (&fixture, infos, 3);
      append_counting (&fixture, 2, numbers[i]);
      append (&fixture, 0); /* which needs no clear */
      append_counting (&fixture, 1, 5);
      g_assert_cmpuint (counting.n_live, ==, numbers[i] + 5);

      g_assert_true (trove_sub_ref (fixture.sub) == fixture.sub);
      trove_sub_unref (fixture.sub);
      g_assert_cmpuint (counting.n_clears, ==, 0);
      trove_sub_unref (g_steal_pointer (&fixture.sub));
      g_assert_cmpuint (counting.n_clears, ==, numbers[i] + 5);
      fixture_clear (&fixture);
      counting_finish (&counting);
    }
}

/* In the context, when the last reference goes somewhere else; at once where nothing needs a clear. */
static gpointer
unref_sub (gpointer data)
{
  trove_sub_unref (data);
  return NULL;
}

static void
test_clear_context (void)
{
  GMainContext *context = g_main_context_new ();
  Counting counting;
  TroveElementInfo infos[2] = { { .size = 8 } };
  Fixture fixture;

  counting_init (&counting);
  infos[1] = counting_info (&counting);
  fixture_init (&fixture, infos, 2);
  trove_schema_set_clear_context (fixture.schema, context);

  append (&fixture, 0);
  g_thread_join (g_thread_new ("last", unref_sub, g_steal_pointer (&fixture.sub)));
  g_assert_false (g_main_context_pending (context));

  fixture.sub = trove_sub_new (2, fixture.schema, 1, &fixture.chains[1]);
  append_counting (&fixture, 1, 40);
  g_thread_join (g_thread_new ("last", unref_sub, g_steal_pointer (&fixture.sub)));
  g_assert_cmpuint (counting.n_clears, ==, 0);
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpuint (counting.n_clears, ==, 40);
  g_assert_false (g_main_context_iteration (context, FALSE));

  /* Who owns the context needs not wait for it. */
  fixture.sub = trove_sub_new (3, fixture.schema, 1, &fixture.chains[1]);
  append_counting (&fixture, 1, 3);
  g_assert_true (g_main_context_acquire (context));
  trove_sub_unref (g_steal_pointer (&fixture.sub));
  g_main_context_release (context);
  g_assert_cmpuint (counting.n_clears, ==, 43);

  fixture_clear (&fixture);
  counting_finish (&counting);
  g_main_context_unref (context);
}

/* Each allocation fails in turn: the sub-arena is as it was. */
static void
test_no_memory (void)
{
  TroveElementInfo infos[6];

  for (guint i = 0; i < 6; i++)
    infos[i] = (TroveElementInfo){ .size = 64, .alignment = 8 };

  {
    TroveChain chain = { 0 };
    TroveSchema *schema;

    g_assert_null (trove_schema_new (infos, 6, &schema));
    failing_memory_start (FAILING_REST, 0);
    g_assert_null (trove_sub_new (1, schema, 0, &chain));
    failing_memory_stop ();
    g_assert_null (chain.chunk);
    g_assert_cmpint (schema->count, ==, 1);
    trove_schema_unref (schema);
  }

  for (FailingMode mode = FAILING_ONE; mode <= FAILING_REST; mode++)
    {
      Fixture fixture;

      fixture_init (&fixture, infos, 6);
      for (guint i = 0; i < 60; i++)
        {
          guint index = i * 5 % 6;

          for (guint number = 0;; number++)
            {
              const TroveChain before = fixture.chains[index], *chain = &fixture.chains[index];
              const guintptr alignment = fixture.schema->pools[index].alignment;
              guint n_rows = trove_sub_n_rows (fixture.sub);
              guint64 n_elements = trove_sub_n_elements (fixture.sub);
              TrovePool *pool;

              failing_memory_start (mode, number);
              pool = trove_sub_add_row (fixture.sub, index, &fixture.chains[index]);
              failing_memory_stop ();
              fixture_check (&fixture);
              g_assert_cmpuint (trove_sub_n_elements (fixture.sub), ==, n_elements);
              g_assert_cmpuint (trove_sub_n_rows (fixture.sub), ==, n_rows + (pool != NULL));
              if (pool != NULL)
                {
                  pool->length = trove_row_start (pool->n_rows);
                  break;
                }
              g_assert_true (failing_memory_has_failed ());
              /* What was carved is given back, in a new chunk as well. */
              if (chain->chunk == before.chunk)
                g_assert_true (chain->next == before.next);
              else
                g_assert_true ((guintptr) chain->next ==
                               (((guintptr) (chain->chunk + 1) + alignment - 1) & ~(alignment - 1)));
            }
        }
      g_assert_cmpuint (trove_sub_n_rows (fixture.sub), ==, 61);
      fixture_clear (&fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sub-arena/numbers", test_numbers);
  g_test_add_func ("/sub-arena/alignments", test_alignments);
  g_test_add_func ("/sub-arena/pools", test_pools);
  g_test_add_func ("/sub-arena/shared-chunk", test_shared_chunk);
  g_test_add_func ("/sub-arena/many-chunks", test_many_chunks);
  g_test_add_func ("/sub-arena/strings", test_strings);
  g_test_add_func ("/sub-arena/clear", test_clear);
  g_test_add_func ("/sub-arena/clear-context", test_clear_context);
  g_test_add_func ("/sub-arena/no-memory", test_no_memory);
  return g_test_run ();
}
