/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Limits: as many elements, sub-arenas, versions and arenas as fit into 3 GiB of memory, and the largest elements and
 * strings. Every value is read back. With TROVE_TEST_QUICK=1, a hundredth of the numbers. */

#include <pthread.h>
#include <string.h>
#include <trove-glib/trove-glib.h>

#include "memory.h"
#include "test-support.h"

#define MIB ((guint64) 1 << 20)

/* Bytes that may stay allocated after all is dropped: types and tables that GLib keeps. */
#define SLACK 65536

static guint64
mix (guint64 i)
{
  i *= 0x9e3779b97f4a7c15;
  return i ^ (i >> 29);
}

static guint *
new_shuffled (guint n, TestRandom *random)
{
  guint *order = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    {
      guint j = (guint) test_random_below (random, i + 1);

      order[i] = order[j];
      order[j] = i;
    }
  return order;
}

static gpointer
drop (gpointer arena)
{
  g_object_unref (arena);
  return NULL;
}

/* Drops an arena on a stack of 64 KiB: freeing many sub-arenas must not nest calls. */
static void
drop_on_small_stack (TroveArena *arena)
{
  pthread_attr_t attributes;
  pthread_t thread;

  if (test_is_watched ()) /* valgrind and sanitizers need larger stacks */
    {
      drop (arena);
      return;
    }

  g_assert_cmpint (pthread_attr_init (&attributes), ==, 0);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, 65536), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, drop, arena), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  pthread_attr_destroy (&attributes);
}

static void
assert_int64 (gconstpointer stored, gint64 expected)
{
  g_assert_nonnull (stored);
  g_assert_cmpint (*(const gint64 *) stored, ==, expected);
}

/* 10^9 elements of one byte: 1 GiB, of which a row is half */

#define BYTES_AT_ONCE 1000000

static guint8
byte_of (guint64 i)
{
  return (guint8) (mix (i) >> 24);
}

/* Appends a hundredth of the elements one by one, the others in batches. */
static void
append_bytes (TroveArena *arena, guint64 n, TroveRef *first)
{
  g_autofree guint8 *batch = g_malloc (BYTES_AT_ONCE);
  GError *error = NULL;
  TroveRef ref;

  for (guint64 i = 0; i < n / 100; i++)
    {
      const guint8 byte = byte_of (i);

      g_assert_true (trove_arena_append_raw (arena, 0, &byte, i == 0 ? first : NULL, &error));
    }
  for (guint64 i = n / 100; i < n; i += BYTES_AT_ONCE)
    {
      gsize some = (gsize) MIN (BYTES_AT_ONCE, n - i);

      for (gsize j = 0; j < some; j++)
        batch[j] = byte_of (i + j);
      g_assert_true (trove_arena_append_many_raw (arena, 0, batch, some, &ref, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (trove_ref_get_index (&ref), ==, i);
    }
}

/* Reads all elements, row by row. */
static void
check_rows (TroveArena *arena, guint64 n)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autoptr (TroveSubArena) sub = g_list_model_get_item (G_LIST_MODEL (map), 0);
  guint64 index = 0;

  g_assert_cmpuint (trove_sub_arena_get_n_elements (sub), ==, n);
  g_assert_cmpuint (trove_sub_arena_get_n_bytes (sub), ==, n);
  for (guint row = 0; row < trove_sub_arena_get_n_rows (sub); row++)
    {
      g_autoptr (GBytes) bytes = trove_sub_arena_get_row (sub, 0, row, NULL);
      const guint8 *stored;
      guint64 wrong = 0;
      gsize size;

      g_assert_nonnull (bytes);
      stored = g_bytes_get_data (bytes, &size);
      for (gsize i = 0; i < size; i++)
        wrong += stored[i] != byte_of (index + i);
      g_assert_cmpuint (wrong, ==, 0);
      index += size;
    }
  g_assert_cmpuint (index, ==, n);
}

/* Reads some elements through their refs. */
static void
check_samples (TroveArena *arena, const TroveRef *first, guint64 n, TestRandom *random)
{
  g_auto (TroveReader) reader = { 0 };

  trove_reader_init (&reader, arena, 0);
  for (guint i = 0; i < 1000000; i++)
    {
      guint64 index = i < 1000 ? n - 1 - i : test_random_below (random, n);
      const TroveRef ref = { first->sub_arena, index };
      const guint8 *a = trove_arena_get_raw (arena, 0, &ref, NULL);

      g_assert_nonnull (a);
      g_assert_cmpuint (*a, ==, byte_of (index));
      g_assert_true (trove_reader_get (&reader, &ref, NULL) == a);
    }
}

static void
test_elements (void)
{
  const guint64 n = test_count (1000000000, 10000000);
  const TroveElementInfo info = { .size = 1 };
  guint64 before = memory_given_out ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveUsage) usage = NULL;
  TroveRef first, last, changed;
  TroveSnapshot *snapshot;
  TroveArena *arena;
  TestRandom random;

  if (!memory_is_there (3 * n + 64 * MIB))
    return;

  test_random_init (&random);
  arena = trove_arena_new_with_infos (&info, 1);
  append_bytes (arena, n, &first);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
  check_samples (arena, &first, n, &random);

  snapshot = trove_arena_snapshot (arena, NULL);
  check_rows (arena, n);
  last = changed = (TroveRef){ first.sub_arena, n - 1 };
  g_assert_false (trove_arena_contains (arena, &(const TroveRef){ first.sub_arena, n }, NULL));
  g_assert_null (trove_arena_get_raw (arena, 0, &(const TroveRef){ first.sub_arena, n }, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);

  /* Changes the last element in a new version. */
  *(guint8 *) trove_arena_get_mut_raw (arena, 0, &changed, NULL) = (guint8) ~byte_of (n - 1);
  g_assert_cmpuint (changed.sub_arena, >, first.sub_arena);
  g_assert_cmpuint (*(const guint8 *) trove_arena_get_raw (arena, 0, &changed, NULL), ==,
                    (guint8) ~byte_of (n - 1));
  g_assert_cmpuint (*(const guint8 *) trove_snapshot_get_raw (snapshot, 0, &last, NULL), ==, byte_of (n - 1));
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n + 1);

  usage = trove_arena_get_usage (arena, NULL);
  g_assert_cmpuint (usage->elements, ==, n + 1);
  g_test_message ("%" G_GUINT64_FORMAT " elements of a byte: %" G_GUINT64_FORMAT " bytes held", n + 1,
                  usage->total);
  g_object_unref (arena);
  g_assert_cmpuint (*(const guint8 *) trove_snapshot_get_raw (snapshot, 0, &first, NULL), ==, byte_of (0));
  trove_snapshot_unref (snapshot);
  memory_check_back (before, SLACK);
}

/* Elements of 64 KiB */

#define N_WORDS (65536 / sizeof (guint64))

typedef struct
{
  _Alignas(64) guint64 words[N_WORDS];
} Large;

static void
large_make (Large *large, guint64 number)
{
  for (guint i = 0; i < N_WORDS; i++)
    large->words[i] = mix (number) + i;
}

static void
large_check (const Large *large, guint64 number)
{
  guint64 wrong = 0;

  g_assert_nonnull (large);
  g_assert_cmpuint ((guintptr) large % 64, ==, 0);
  for (guint i = 0; i < N_WORDS; i++)
    wrong += large->words[i] != mix (number) + i;
  g_assert_cmpuint (wrong, ==, 0);
}

static gboolean
large_copy (gpointer dest, gconstpointer src, gpointer data)
{
  ++*(gint64 *) data;
  memcpy (dest, src, sizeof (Large));
  return TRUE;
}

static void
large_clear (gpointer element, gpointer data)
{
  --*(gint64 *) data;
}

static void
append_large (TroveArena *arena, guint pool, guint n, TroveRef *refs)
{
  g_autofree gpointer memory = g_malloc (17 * sizeof (Large));
  Large *larges = (Large *) (((guintptr) memory + 63) & ~(guintptr) 63);
  guint i = 0;

  while (i < n)
    {
      guint some = MIN (i % 5 == 0 ? 16 : 1, n - i);

      for (guint j = 0; j < some; j++)
        large_make (&larges[j], i + j);
      g_assert_true (trove_arena_append_many_raw (arena, pool, larges, some, &refs[i], NULL));
      for (guint j = 1; j < some; j++)
        refs[i + j] = (TroveRef){ refs[i].sub_arena, refs[i].offset + j };
      i += some;
    }
}

/* Elements without functions, and elements with copy and clear functions, which are copied by way of scratch memory. */
static void
test_large (void)
{
  const guint n = test_count (8000, 200); /* 500 MiB a pool */
  gint64 n_live = 0;
  const TroveElementInfo infos[] = {
    TROVE_ELEMENT (Large),
    TROVE_ELEMENT (Large, .copy = large_copy, .clear = large_clear, .data = &n_live),
  };
  guint64 before = memory_given_out ();
  g_autofree TroveRef *refs = g_new (TroveRef, n);

  if (!memory_is_there (2 * n * sizeof (Large) * 5 / 4 + 64 * MIB))
    return;

  for (guint pool = 0; pool < 2; pool++)
    {
      TroveArena *arena = trove_arena_new_with_infos (infos, 2);
      TroveSnapshot *snapshot;

      append_large (arena, pool, n, refs);
      g_assert_cmpint (n_live, ==, pool == 1 ? n : 0);
      for (guint i = 0; i < n; i++)
        large_check (trove_arena_get_raw (arena, pool, &refs[i], NULL), i);

      snapshot = trove_arena_snapshot (arena, NULL);
      for (guint i = 0; i < n; i += 50)
        {
          g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;
          TroveRef changed = refs[i];
          Large *large = trove_arena_get_mut_raw (arena, pool, &changed, NULL);

          large_check (large, i);
          g_assert_cmpuint (changed.sub_arena, !=, refs[i].sub_arena);
          large_make (large, n + i);
          g_assert_true (trove_borrow_init_mut (&borrow, arena, &changed, NULL));
          large_check (trove_borrow_get_raw (&borrow), n + i);
          large_check (trove_snapshot_get_raw (snapshot, pool, &refs[i], NULL), i);
        }
      g_object_unref (arena);
      for (guint i = 0; i < n; i++)
        large_check (trove_snapshot_get_raw (snapshot, pool, &refs[i], NULL), i);
      trove_snapshot_unref (snapshot);
      g_assert_cmpint (n_live, ==, 0);
    }
  memory_check_back (before, SLACK + n * sizeof *refs);
}

/* A string of a GiB, and one longer than any may be */

static void
test_string (void)
{
  const gsize length = test_count (1 << 30, 1 << 24);
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autoptr (GError) error = NULL;
  const char *stored;
  char *text;
  TroveRef ref;
  gsize got;

  if (!memory_is_there (2 * length + 64 * MIB))
    return;

  text = g_malloc (length);
  for (gsize i = 0; i < length; i++)
    text[i] = (char) (byte_of (i) | 1); /* not 0 */
  g_assert_true (trove_arena_append_string (arena, 0, text, (gssize) length, &ref, NULL));
  stored = trove_arena_get_string (arena, &ref, &got, NULL);
  g_assert_cmpuint (got, ==, length);
  g_assert_cmpint (memcmp (stored, text, length), ==, 0);
  g_assert_cmpint (stored[length], ==, '\0');
  g_free (text);

  g_assert_false (trove_arena_append_string (arena, 0, "", (gssize) G_MAXUINT32, &ref, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 1);
}

/* 10^6 sub-arenas in one arena, and a snapshot of each version */

static void
check_map (TroveArena *arena, const TroveRef *refs, guint n)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autofree guint64 *ids = NULL;
  gsize n_ids;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, n);
  ids = trove_vec_map_dup_ids (map, &n_ids);
  g_assert_cmpuint (n_ids, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (ids[i], ==, refs[i].sub_arena);
      g_assert_true (trove_vec_map_contains (map, ids[i]));
    }
  g_assert_false (trove_vec_map_contains (map, ids[n - 1] + 1));
}

static void
append_versions (TroveArena *arena, guint n, TroveRef *refs, TroveSnapshot **snapshots)
{
  for (guint i = 0; i < n; i++)
    {
      const gint64 value = (gint64) mix (i);

      g_assert_true (trove_arena_append_raw (arena, 0, &value, &refs[i], NULL));
      snapshots[i] = trove_arena_snapshot (arena, NULL);
      g_assert_nonnull (snapshots[i]);
    }
}

/* A snapshot reads the elements of its version and of older ones, and no newer one. */
static void
check_snapshot (TroveSnapshot *snapshot, const TroveRef *refs, guint last, guint n, TestRandom *random)
{
  guint older = (guint) test_random_below (random, last + 1);

  assert_int64 (trove_snapshot_get_raw (snapshot, 0, &refs[last], NULL), (gint64) mix (last));
  assert_int64 (trove_snapshot_get_raw (snapshot, 0, &refs[older], NULL), (gint64) mix (older));
  if (last + 1 < n)
    {
      guint newer = last + 1 + (guint) test_random_below (random, n - last - 1);

      g_assert_false (trove_snapshot_contains (snapshot, &refs[last + 1]));
      g_assert_false (trove_snapshot_contains (snapshot, &refs[newer]));
    }
}

static void
test_sub_arenas (void)
{
  const guint n = test_count (1000000, 10000);
  guint64 before = memory_given_out ();
  TroveRef *refs;
  TroveSnapshot **snapshots;
  TroveArena *arena, *clone;
  TestRandom random;
  guint *order;

  if (!memory_is_there (n * (guint64) 1024 + 64 * MIB))
    return;

  test_random_init (&random);
  refs = g_new (TroveRef, n);
  snapshots = g_new (TroveSnapshot *, n);
  order = new_shuffled (n, &random);
  arena = trove_arena_new (G_TYPE_INT64);
  append_versions (arena, n, refs, snapshots);
  g_test_message ("%u versions, each with a snapshot: %" G_GUINT64_FORMAT " bytes a version", n,
                  (memory_given_out () - before) / n);

  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
  check_map (arena, refs, n);
  clone = trove_arena_clone (arena, NULL);
  for (guint i = 0; i < n; i++)
    {
      assert_int64 (trove_arena_get_raw (arena, 0, &refs[order[i]], NULL), (gint64) mix (order[i]));
      assert_int64 (trove_arena_get_raw (clone, 0, &refs[order[i]], NULL), (gint64) mix (order[i]));
    }

  /* Drops the snapshots in random order, and their arena when half of them are dropped. */
  for (guint i = 0; i < n; i++)
    {
      check_snapshot (snapshots[order[i]], refs, order[i], n, &random);
      trove_snapshot_unref (snapshots[order[i]]);
      if (i == n / 2)
        g_object_unref (arena);
    }
  for (guint i = 0; i < n; i++)
    assert_int64 (trove_arena_get_raw (clone, 0, &refs[i], NULL), (gint64) mix (i));
  drop_on_small_stack (clone);

  g_free (refs);
  g_free (snapshots);
  g_free (order);
  memory_check_back (before, SLACK);
}

/* Two arenas whose ids take turns, merged */
static void
test_merged (void)
{
  const guint n = test_count (1000000, 10000);
  guint64 before = memory_given_out ();
  TroveArena *arenas[2], *merged;
  TestRandom random;
  TroveRef *refs;

  if (!memory_is_there (n * (guint64) 1024 + 64 * MIB))
    return;

  test_random_init (&random);
  refs = g_new (TroveRef, n);
  arenas[0] = trove_arena_new (G_TYPE_INT64);
  arenas[1] = trove_arena_new (G_TYPE_INT64);
  for (guint i = 0; i < n; i++)
    {
      TroveArena *arena = arenas[i < 2 ? i : test_random_below (&random, 2)];
      const gint64 value = (gint64) mix (i);

      trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
      g_assert_true (trove_arena_append_raw (arena, 0, &value, &refs[i], NULL));
    }

  merged = trove_arena_merge (arenas[0], arenas[1], NULL);
  g_assert_cmpuint (trove_arena_get_n_elements (merged, NULL), ==, n);
  g_assert_cmpuint (
      trove_arena_get_n_elements (arenas[0], NULL) + trove_arena_get_n_elements (arenas[1], NULL), ==, n);
  check_map (merged, refs, n);
  g_object_unref (arenas[0]);
  g_object_unref (arenas[1]);
  for (guint i = 0; i < n; i++)
    {
      guint j = (guint) test_random_below (&random, n);

      assert_int64 (trove_arena_get_raw (merged, 0, &refs[i], NULL), (gint64) mix (i));
      assert_int64 (trove_arena_get_raw (merged, 0, &refs[j], NULL), (gint64) mix (j));
    }
  drop_on_small_stack (merged);

  g_free (refs);
  memory_check_back (before, SLACK);
}

/* 10^6 small arenas at once */

static void
test_arenas (void)
{
  enum
  {
    EACH = 3
  };
  const guint n = test_count (1000000, 10000);
  guint64 before = memory_given_out ();
  TroveArena **arenas;
  TroveRef *refs;
  TestRandom random;
  guint *order;

  if (!memory_is_there (n * (guint64) 1024 + 64 * MIB))
    return;

  test_random_init (&random);
  arenas = g_new (TroveArena *, n);
  refs = g_new (TroveRef, n);
  order = new_shuffled (n, &random);
  for (guint i = 0; i < n; i++)
    {
      gint64 values[EACH];

      for (guint j = 0; j < EACH; j++)
        values[j] = (gint64) mix (EACH * i + j);
      arenas[i] = trove_arena_new (G_TYPE_INT64);
      g_assert_true (trove_arena_append_many_raw (arenas[i], 0, values, EACH, &refs[i], NULL));
    }
  g_test_message ("%u arenas: %" G_GUINT64_FORMAT " bytes each", n, (memory_given_out () - before) / n);

  for (guint i = 0; i < n; i++)
    {
      TroveArena *arena = arenas[order[i]];
      TroveRef ref = refs[order[i]];

      /* Each arena holds its own elements, and not those of the next one, which may be freed. */
      g_assert_false (trove_arena_contains (arena, &refs[order[(i + 1) % n]], NULL));
      for (guint j = 0; j < EACH; j++, ref.offset++)
        assert_int64 (trove_arena_get_raw (arena, 0, &ref, NULL), (gint64) mix (EACH * order[i] + j));
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, EACH);
      g_object_unref (arena);
    }

  g_free (arenas);
  g_free (refs);
  g_free (order);
  memory_check_back (before, SLACK);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/elements", test_elements);
  g_test_add_func ("/limits/large", test_large);
  g_test_add_func ("/limits/string", test_string);
  g_test_add_func ("/limits/sub-arenas", test_sub_arenas);
  g_test_add_func ("/limits/merged", test_merged);
  g_test_add_func ("/limits/arenas", test_arenas);
  return g_test_run ();
}
