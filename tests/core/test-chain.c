/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Chunks: carving, giving back, sizes, counts. */

#include "check-sub.h"
#include "failing-memory.h"
#include "test-support.h"

static TroveSchema *
new_schema (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_INT);
  TroveSchema *schema;

  g_assert_null (trove_schema_new (&info, 1, &schema));
  return schema;
}

/* Every chunk is gone. */
static void
end_schema (TroveSchema *schema)
{
  g_assert_cmpint (schema->count, ==, 1);
  trove_schema_unref (schema);
}

static TroveChunk *
chunk_ref (TroveChunk *chunk)
{
  atomic_fetch_add (&chunk->count, 1);
  return chunk;
}

static char *
carve (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment)
{
  char *piece = trove_chain_carve (chain, &schema->parking, size, alignment, size);

  g_assert_nonnull (piece);
  g_assert_cmpuint ((guintptr) piece % alignment, ==, 0);
  g_assert_true (piece + size == chain->next);
  g_assert_true (piece >= (char *) (chain->chunk + 1));
  check_chain (chain);
  memset (piece, 0xaa, size); /* it is there to be written */
  return piece;
}

static void
test_carve (void)
{
  static const gsize sizes[] = { 1, 7, 32, 100, 1024, 4000, 4096, 5000, 65536, 1 << 21 };
  TroveSchema *schema = new_schema ();

  for (gsize alignment = 1; alignment <= 64; alignment *= 2)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (GPtrArray) chunks = g_ptr_array_new ();
        TroveChain chain = { 0 };
        CheckPieces pieces;

        /* Held, as sub-arenas do, so that the pieces of all can be compared. */
        check_pieces_init (&pieces);
        for (guint j = 0; j < 20; j++)
          {
            check_pieces_add (&pieces, carve (&chain, schema, sizes[i], alignment), sizes[i]);
            if (chunks->len == 0 || chunks->pdata[chunks->len - 1] != chain.chunk)
              g_ptr_array_add (chunks, chunk_ref (chain.chunk));
          }
        check_pieces_finish (&pieces);
        trove_chain_clear (&chain);
        g_assert_null (chain.chunk);
        g_ptr_array_foreach (chunks, (GFunc) trove_chunk_unref, NULL);
      }
  end_schema (schema);
}

/* An arena may stay small: the first chunk is what is asked for. Then they double, to a block of 4 KiB where pieces are
 * small, or to a few pieces. */
static void
test_sizes (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain chain = { 0 };
  const TroveChunk *last = NULL;
  gsize size = 0;
  guint n = 0;

  for (guint i = 0; i < 500; i++)
    {
      carve (&chain, schema, 64, 8);
      if (chain.chunk == last)
        continue;
      last = chain.chunk;
      n++;
      if (i == 0)
        g_assert_cmpuint (last->size, <=, sizeof (TroveChunk) + 64 + 8);
      g_assert_cmpuint (last->size, >=, size);
      g_assert_cmpuint (last->size, <=, 4096);
      size = last->size;
    }
  g_assert_cmpuint (size, >=, 4000);
  g_assert_cmpuint (n, <=, 6 + 500 * 64 / 3900);

  /* A large one has a chunk of its own size, or for a few of its kind. */
  carve (&chain, schema, 100000, 8);
  g_assert_cmpuint (chain.chunk->size, >=, 100000);
  g_assert_cmpuint (chain.chunk->size, <=, 4 * 100000 + 100);
  trove_chain_clear (&chain);
  end_schema (schema);
}

static void
test_give_back (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain chain = { 0 };
  char *first, *second, *third;
  guint64 n_requests;

  carve (&chain, schema, 2000, 8);
  first = carve (&chain, schema, 1000, 8);
  trove_chain_give_back (&chain, first + 1000, first + 100);
  check_chain (&chain);
  second = carve (&chain, schema, 200, 8);
  g_assert_true (second == first + 104);

  /* Not the last piece: nothing is given back. */
  trove_chain_give_back (&chain, first + 100, first);
  third = carve (&chain, schema, 8, 8);
  g_assert_true (third == second + 200);

  /* All of it. */
  trove_chain_give_back (&chain, third + 8, third);
  g_assert_true (carve (&chain, schema, 8, 8) == third);

  /* Again and again, without a new chunk. */
  failing_memory_start (FAILING_NONE, 0);
  for (guint i = 0; i < 1000; i++)
    {
      char *piece = carve (&chain, schema, 128, 64);

      trove_chain_give_back (&chain, piece + 128, piece);
    }
  n_requests = failing_memory_n_requests ();
  failing_memory_stop ();
  g_assert_cmpuint (n_requests, <=, 1);
  trove_chain_clear (&chain);
  end_schema (schema);
}

/* The chain holds its current chunk, and nothing of those before. */
static void
test_counts (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain chain = { 0 };
  TroveChunk *chunk;

  carve (&chain, schema, 100, 8);
  chunk = chunk_ref (chain.chunk);
  chain.holder = 17;
  g_assert_cmpint (chunk->count, ==, 2);

  carve (&chain, schema, 100000, 8);
  g_assert_true (chain.chunk != chunk);
  g_assert_cmpuint (chain.holder, ==, 0); /* nobody has a count on the new one yet */
  g_assert_cmpint (chunk->count, ==, 1);

  trove_chunk_unref (chunk);
  trove_chain_clear (&chain);
  end_schema (schema);
}

static TroveChunk *
parked_chunk (TroveSchema *schema, guint place)
{
  TroveParked *parked = schema->parking.places[place].parked;

  return parked != NULL ? parked->chunk : NULL;
}

/* A chunk that a chain parks is the next chain's, from where the first had come to. */
static void
test_park (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain first = { 0 }, second = { 0 };
  TroveChunk *chunk;
  char *piece;

  carve (&first, schema, 1000, 8);
  piece = carve (&first, schema, 104, 8);
  chunk = chunk_ref (first.chunk);
  trove_chain_park (&first, &schema->parking, 64, 64);
  check_chain (&first);
  g_assert_null (first.chunk);
  g_assert_cmpint (chunk->count, ==, 2);
  g_assert_true (parked_chunk (schema, 0) == chunk);

  failing_memory_start (FAILING_REST, 0);
  g_assert_true (carve (&second, schema, 100, 4) == piece + 104);
  failing_memory_stop ();
  g_assert_true (second.chunk == chunk);
  g_assert_cmpuint (second.holder, ==, TROVE_HOLDER_ANY);
  g_assert_null (parked_chunk (schema, 0));

  /* One that is parked in the middle of a word goes on there: strings' bytes are of any length. */
  piece = carve (&second, schema, 5, 1);
  trove_chain_park (&second, &schema->parking, 64, 64);
  g_assert_true (carve (&first, schema, 1, 1) == piece + 5);

  /* A large one is not parked, though there is room: it would stay when all that lies in it is gone. */
  carve (&first, schema, 100000, 8);
  carve (&second, schema, 8, 8);
  trove_chunk_unref (chunk);
  chunk = chunk_ref (first.chunk);
  first.next -= 1000;
  trove_chain_park (&first, &schema->parking, 64, 64);
  g_assert_null (parked_chunk (schema, 0));
  g_assert_null (first.chunk);
  g_assert_cmpint (chunk->count, ==, 1);
  trove_chunk_unref (chunk);

  /* Nor is it kept by a chain, once nothing lies in it. */
  carve (&first, schema, 100000, 8);
  chunk = chunk_ref (first.chunk);
  trove_chain_drop_empty (&first, 64);
  g_assert_true (first.chunk == chunk);
  trove_chunk_unref (chunk);
  trove_chain_drop_empty (&first, 100000);
  g_assert_true (first.chunk == chunk);
  trove_chain_drop_empty (&first, 64);
  g_assert_null (first.chunk);
  carve (&first, schema, 8, 8);
  g_assert_cmpuint (first.chunk->size, <, 5000);
  trove_chain_drop_empty (&first, 64);
  g_assert_nonnull (first.chunk);
  trove_chain_clear (&first);
  trove_chain_clear (&second);
  end_schema (schema);
}

/* Chains that carve at the same time have chunks of their own; each is parked, and taken once. */
static void
test_park_several (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain chains[3] = { { 0 } };
  TroveChunk *chunks[3];

  for (guint i = 0; i < 3; i++)
    {
      carve (&chains[i], schema, 1000, 8);
      carve (&chains[i], schema, 100, 8);
      chunks[i] = chunk_ref (chains[i].chunk);
      g_assert_true (i == 0 || chunks[i] != chunks[i - 1]);
    }
  for (guint i = 0; i < 3; i++)
    trove_chain_park (&chains[i], &schema->parking, 64, 64);
  for (guint i = 0; i < 3; i++)
    {
      carve (&chains[i], schema, 8, 8);
      g_assert_true (chains[i].chunk == chunks[2 - i]); /* the last one first */
    }
  g_assert_null (parked_chunk (schema, 0));
  for (guint i = 0; i < 3; i++)
    {
      trove_chunk_unref (chunks[i]);
      trove_chain_clear (&chains[i]);
    }
  end_schema (schema);
}

/* A chunk that is filled is dropped, and the next chain's grows from it: once, since other chains may stay small. */
static void
test_park_filled (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain first = { 0 }, second = { 0 };
  TroveChunk *chunk;
  gsize size;

  carve (&first, schema, 1000, 8);
  chunk = chunk_ref (first.chunk);
  size = chunk->size;
  trove_chain_park (&first, &schema->parking, 64, 64);
  g_assert_null (parked_chunk (schema, 0));
  g_assert_cmpint (chunk->count, ==, 1);
  trove_chunk_unref (chunk);

  carve (&first, schema, 1000, 8);
  g_assert_cmpuint (first.chunk->size, ==, 2 * size);
  carve (&second, schema, 1000, 8);
  g_assert_cmpuint (second.chunk->size, ==, size);
  trove_chain_clear (&first);
  trove_chain_clear (&second);

  /* One with less room than is asked for is filled, one with just that room is not. */
  for (guint i = 0; i < 2; i++)
    {
      TroveChunk *made;

      carve (&first, schema, 1000, 8);
      made = chunk_ref (first.chunk);
      first.next = first.end - 64 + (i == 0 ? 1 : 0);
      trove_chain_park (&first, &schema->parking, 64, 64);
      g_assert_true ((parked_chunk (schema, 0) == made) == (i == 1));
      trove_chunk_unref (made);
    }
  carve (&first, schema, 8, 8);
  g_assert_null (parked_chunk (schema, 0));
  trove_chain_clear (&first);

  /* A chunk that nothing is in is dropped as well, and nothing grows. */
  carve (&first, schema, 1000, 8);
  carve (&first, schema, 100, 8);
  trove_chain_park (&first, &schema->parking, 64, 64);
  g_assert_null (parked_chunk (schema, 0));
  carve (&first, schema, 1000, 8);
  g_assert_cmpuint (first.chunk->size, ==, size);
  trove_chain_clear (&first);
  end_schema (schema);
}

/* Each pool's rows and strings' bytes have a place of their own. */
static void
test_park_places (void)
{
  const TroveElementInfo infos[2] = { TROVE_ELEMENT_TYPE (G_TYPE_INT), TROVE_ELEMENT_TYPE (G_TYPE_STRING) };
  TroveSchema *schema;
  TroveChunk *chunks[4];
  guint places[] = { TROVE_PLACE_ROWS (0), TROVE_PLACE_BYTES (0), TROVE_PLACE_ROWS (1),
                     TROVE_PLACE_BYTES (1) };

  g_assert_null (trove_schema_new (infos, 2, &schema));
  for (guint i = 0; i < 4; i++)
    {
      TroveChain chain = { .place = places[i] };

      carve (&chain, schema, 1000, 8);
      carve (&chain, schema, 100, 8);
      chunks[i] = chunk_ref (chain.chunk);
      trove_chain_park (&chain, &schema->parking, 64, 64);
      g_assert_cmpuint (chain.place, ==, places[i]);
    }
  for (guint i = 0; i < 4; i++)
    {
      TroveChain chain = { .place = places[i] };

      g_assert_true (parked_chunk (schema, i) == chunks[i]);
      carve (&chain, schema, 8, 8);
      g_assert_true (chain.chunk == chunks[i]);
      trove_chunk_unref (chunks[i]);
      trove_chain_park (&chain, &schema->parking, 64, 64);
    }
  end_schema (schema);
}

/* A chain with a limit takes no parked chunk, which is not charged to it; one without takes it. */
static void
test_park_budget (void)
{
  TroveSchema *schema = new_schema ();
  TroveBudget budget = { .used = 0, .most = 100000 };
  TroveChain first = { 0 }, second = { .budget = &budget };
  TroveChunk *chunk;

  carve (&first, schema, 1000, 8);
  carve (&first, schema, 100, 8);
  chunk = chunk_ref (first.chunk);
  trove_chain_park (&first, &schema->parking, 64, 64);
  carve (&second, schema, 100, 8);
  g_assert_true (second.chunk != chunk);
  g_assert_true (parked_chunk (schema, 0) == chunk);
  g_assert_cmpuint (budget.used, >=, second.chunk->size);
  trove_chain_clear (&second);
  g_assert_true (second.budget == &budget);
  budget.most = 0;
  carve (&second, schema, 100, 8);
  g_assert_true (second.chunk == chunk);
  g_assert_null (parked_chunk (schema, 0));
  trove_chain_park (&second, &schema->parking, 64, 64);
  g_assert_true (second.budget == &budget);
  g_assert_true (parked_chunk (schema, 0) == chunk);
  trove_chunk_unref (chunk);
  end_schema (schema); /* frees it */
}

/* Threads that take and park: a byte is never two's. */
static gpointer
take_and_park (gpointer data)
{
  TroveSchema *schema = data;

  for (guint i = 0; i < 20000; i++)
    {
      TroveChain chain = { 0 };
      TroveChunk *chunk;
      char *piece = trove_chain_carve (&chain, &schema->parking, 64, 8, 64);

      g_assert_nonnull (piece);
      chunk = i % 3 == 0 ? chunk_ref (chain.chunk) : NULL;
      memset (piece, (int) i, 64);
      trove_chain_park (&chain, &schema->parking, 64, 64);
      if (chunk != NULL)
        {
          for (guint j = 0; j < 64; j++)
            g_assert_cmpint (piece[j], ==, (char) i);
          trove_chunk_unref (chunk);
        }
    }

  return NULL;
}

static void
test_park_threads (void)
{
  TroveSchema *schema = new_schema ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("chunks", take_and_park, schema);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  end_schema (schema);
}

/* Without the memory for a chunk of the wanted size the least will do. */
static void
test_no_memory (void)
{
  TroveSchema *schema = new_schema ();
  TroveChain chain = { 0 }, before;
  gsize most;

  carve (&chain, schema, 1000, 8);
  while (chain.end - chain.next >= 1000)
    carve (&chain, schema, 1000, 8);
  most = chain.chunk->size;

  before = chain;
  failing_memory_start (FAILING_REST, 0);
  g_assert_null (trove_chain_carve (&chain, &schema->parking, 1000, 8, 1000));
  failing_memory_stop ();
  g_assert_cmpmem (&chain, sizeof chain, &before, sizeof before);
  check_chain (&chain);

  failing_memory_start (FAILING_ONE, 0);
  carve (&chain, schema, 1000, 8);
  g_assert_true (failing_memory_has_failed ());
  failing_memory_stop ();
  g_assert_cmpuint (chain.chunk->size, <, MAX (most, 1100));

  before = chain;
  g_assert_null (trove_chain_carve (&chain, &schema->parking, G_MAXSIZE, 1, 0));
  g_assert_null (trove_chain_carve (&chain, &schema->parking, G_MAXSIZE - 64, 64, 0));
  g_assert_cmpmem (&chain, sizeof chain, &before, sizeof before);
  trove_chain_clear (&chain);
  end_schema (schema);
}

static void
test_random (void)
{
  TroveSchema *schema = new_schema ();
  g_autoptr (GPtrArray) chunks = g_ptr_array_new ();
  TroveChain chain = { 0 };
  CheckPieces pieces;
  TestRandom random;

  test_random_init (&random);
  check_pieces_init (&pieces);
  for (guint i = 0; i < 5000; i++)
    {
      gsize size = 1 + test_random_below (&random, (guint64) 1 << test_random_below (&random, 12));
      gsize kept = test_random_below (&random, size + 1);
      char *piece = carve (&chain, schema, size, (gsize) 1 << test_random_below (&random, 7));

      if (chunks->len == 0 || chunks->pdata[chunks->len - 1] != chain.chunk)
        g_ptr_array_add (chunks, chunk_ref (chain.chunk));
      trove_chain_give_back (&chain, piece + size, piece + kept);
      check_pieces_add (&pieces, piece, kept);
    }
  check_pieces_finish (&pieces);
  trove_chain_clear (&chain);
  g_ptr_array_foreach (chunks, (GFunc) trove_chunk_unref, NULL);
  end_schema (schema);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chunks/carve", test_carve);
  g_test_add_func ("/chunks/sizes", test_sizes);
  g_test_add_func ("/chunks/give-back", test_give_back);
  g_test_add_func ("/chunks/counts", test_counts);
  g_test_add_func ("/chunks/park", test_park);
  g_test_add_func ("/chunks/park-several", test_park_several);
  g_test_add_func ("/chunks/park-filled", test_park_filled);
  g_test_add_func ("/chunks/park-places", test_park_places);
  g_test_add_func ("/chunks/park-budget", test_park_budget);
  g_test_add_func ("/chunks/park-threads", test_park_threads);
  g_test_add_func ("/chunks/no-memory", test_no_memory);
  g_test_add_func ("/chunks/random", test_random);
  return g_test_run ();
}
