/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The last row and the last id. Filling a pool or drawing all ids takes too long, so the tests begin near the end. All
 * rows of the pool are allocated as 0.5 TiB of addresses without memory (huge-memory.h), which read as zeros. The
 * library runs unchanged; tests only set the length of a pool and the next id. */

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "counting-element.h"
#include "huge-memory.h"
#include "test-support.h"

#define MOST TROVE_MAX_ELEMENTS
#define ID_LIMIT ((guint64) 1 << 53)

/* The last pool that a ref can name: all bits of the pool in an offset are 1. */
#define LAST_POOL (TROVE_MAX_POOLS - 1)

/* An element whose size is not a power of two. */
typedef struct
{
  guint8 bytes[3];
} Triple;

static Triple
triple (guint64 i)
{
  return (Triple){ { (guint8) (i + 1), (guint8) (i >> 8 ^ 0x55), (guint8) (i >> 29 ^ 0xaa) } };
}

static void
assert_triple (gconstpointer stored, guint64 i)
{
  const Triple expected = triple (i);

  g_assert_nonnull (stored);
  g_assert_cmpmem (stored, sizeof (Triple), &expected, sizeof expected);
}

static TroveArena *
new_arena (void)
{
  TroveElementInfo infos[TROVE_MAX_POOLS];

  for (guint i = 0; i < TROVE_MAX_POOLS; i++)
    infos[i] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_CHAR);
  infos[LAST_POOL] = (TroveElementInfo) TROVE_ELEMENT (Triple);
  return trove_arena_new_with_infos (infos, TROVE_MAX_POOLS);
}

static gboolean
addresses_are_there (void)
{
  if (!test_is_watched () && g_getenv ("TROVE_TEST_EMULATED") == NULL &&
      huge_memory_has (MOST * sizeof (Triple)))
    return TRUE;

  g_test_skip ("the system gives no 0.5 TiB of addresses, or memory is watched or emulated");
  return FALSE;
}

/* Fails unless the error is FULL; frees it. */
static void
assert_full (GError *error)
{
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  g_error_free (error);
}

static void
set_length (TroveArena *arena, guint pool, guint64 length)
{
  GError *error = NULL;

  g_assert_true (trove_core_set_length (&arena->core, pool, length, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, length);
}

static void
append_triple (TroveArena *arena, guint64 index, TroveRef *ref)
{
  const Triple element = triple (index);
  GError *error = NULL;

  g_assert_true (trove_arena_append_raw (arena, LAST_POOL, &element, ref, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ref->offset, ==, (guint64) LAST_POOL << 40 | index);
  g_assert_cmpuint (trove_ref_get_index (ref), ==, index);
  g_assert_cmpuint (trove_ref_get_pool (ref), ==, LAST_POOL);
}

/* Reads an element in every way. */
static void
check_triple (TroveArena *arena, TroveReader *reader, const TroveRef *ref)
{
  guint64 index = trove_ref_get_index (ref);
  gconstpointer many[2];
  const TroveRef two[2] = { *ref, *ref };
  g_autofree char *text = trove_ref_to_string (ref);
  g_autoptr (TroveRef) parsed = trove_ref_parse (text, NULL);
  gconstpointer stored = trove_arena_get_raw (arena, LAST_POOL, ref, NULL);

  assert_triple (stored, index);
  g_assert_true (trove_reader_get (reader, ref, NULL) == stored);
  g_assert_true (trove_arena_get_many_raw (arena, LAST_POOL, two, 2, many, NULL));
  g_assert_true (many[0] == stored && many[1] == stored);
  g_assert_true (trove_arena_contains (arena, ref, NULL));
  g_assert_nonnull (parsed);
  g_assert_true (trove_ref_equal (parsed, ref));
}

static void
check_invalid (TroveArena *arena, TroveReader *reader, guint64 id, guint64 offset)
{
  const TroveRef ref = { id, offset };
  GError *error = NULL;

  g_assert_false (trove_arena_contains (arena, &ref, NULL));
  g_assert_null (trove_arena_get (arena, &ref, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
  g_clear_error (&error);
  g_assert_null (trove_reader_get (reader, &ref, &error));
  g_assert_nonnull (error); /* TYPE_MISMATCH if the ref names another pool */
  g_clear_error (&error);
}

/* Appends and reads two elements on each side of each edge between rows. No element is behind the last one. */
static void
test_rows (void)
{
  g_autoptr (TroveArena) arena = NULL;
  g_auto (TroveReader) reader = { 0 };
  TroveRef refs[TROVE_MAX_ROWS * 4];
  guint n = 0;

  if (!addresses_are_there ())
    return;

  arena = new_arena ();
  for (guint row = 0; row < TROVE_MAX_ROWS; row++)
    {
      guint64 edge = trove_row_start (row + 1);

      set_length (arena, LAST_POOL, edge - 2);
      for (guint64 index = edge - 2; index < MIN (edge + 2, MOST); index++)
        {
          g_assert_cmpuint (trove_row_of (index), ==, index < edge ? row : row + 1);
          append_triple (arena, index, &refs[n++]);
        }
    }
  g_assert_cmpuint (arena->core.own->first.n_rows, ==, TROVE_MAX_ROWS);
  g_assert_cmpuint (arena->core.own->first.length, ==, MOST);
  check_core (&arena->core);

  trove_reader_init (&reader, arena, LAST_POOL);
  for (guint i = 0; i < n; i++)
    check_triple (arena, &reader, &refs[i]);
  for (guint i = 1; i < n; i++)
    if (refs[i].offset == refs[i - 1].offset + 1)
      {
        const char *a = trove_arena_get_raw (arena, LAST_POOL, &refs[i - 1], NULL);
        const char *b = trove_arena_get_raw (arena, LAST_POOL, &refs[i], NULL);
        gboolean same_row = trove_row_of (trove_ref_get_index (&refs[i - 1])) ==
                            trove_row_of (trove_ref_get_index (&refs[i]));

        g_assert_true (!same_row || b == a + sizeof (Triple));
      }

  check_invalid (arena, &reader, refs[0].sub_arena, (guint64) LAST_POOL << 40 | MOST);
  check_invalid (arena, &reader, refs[0].sub_arena, ((guint64) 1 << 48) - 1);
  check_invalid (arena, &reader, refs[0].sub_arena, refs[0].offset | (guint64) 1 << 48);
  check_invalid (arena, &reader, refs[0].sub_arena, G_MAXUINT64);
  check_invalid (arena, &reader, refs[0].sub_arena, MOST);
}

/* Every way to append one more element to a full pool fails with FULL, and changes no element. */
static void
test_full (void)
{
  static const char zeros[1001];
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_CHAR);
  g_autoptr (TroveArena) arena = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (zeros, sizeof zeros);
  g_auto (GValue) value = G_VALUE_INIT;
  TroveRef first, last, none = TROVE_REF_INIT;
  GError *error = NULL;
  gint64 number = 5;

  if (!addresses_are_there ())
    return;

  arena = trove_arena_new_with_infos (&info, 1);
  set_length (arena, 0, MOST - 1000);

  /* A batch with one element too many appends nothing. */
  g_assert_false (trove_arena_append_many_raw (arena, 0, zeros, 1001, &none, &error));
  assert_full (g_steal_pointer (&error));
  g_assert_null (trove_arena_append_bytes (arena, 0, bytes, &error));
  assert_full (g_steal_pointer (&error));
  g_assert_false (trove_arena_append_many_raw (arena, 0, zeros, G_MAXSIZE, &none, &error));
  assert_full (g_steal_pointer (&error));
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, MOST - 1000);

  g_assert_true (trove_arena_append_many_raw (arena, 0, zeros, 999, &first, NULL));
  g_assert_cmpuint (first.offset, ==, MOST - 1000);
  g_assert_true (trove_arena_append_raw (arena, 0, "z", &last, NULL));
  g_assert_cmpuint (last.offset, ==, MOST - 1);

  g_value_init (&value, G_TYPE_CHAR);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (trove_arena_append_raw (arena, 0, "y", &none, &error));
      assert_full (g_steal_pointer (&error));
      g_assert_false (trove_arena_append_many_raw (arena, 0, "y", 1, &none, &error));
      assert_full (g_steal_pointer (&error));
      g_assert_null (trove_arena_append (arena, &value, &error));
      assert_full (g_steal_pointer (&error));
      g_assert_null (trove_arena_append_int64s (arena, 0, &number, 1, &error));
      assert_full (g_steal_pointer (&error));
      check_core (&arena->core);
    }
  g_assert_true (trove_ref_is_null (&none));
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, MOST);
  g_assert_cmpint (*(const char *) trove_arena_get_raw (arena, 0, &last, NULL), ==, 'z');

  /* Elements can still be changed in place, and the next version has room. */
  *(char *) trove_arena_get_mut_raw (arena, 0, &last, NULL) = 'x';
  trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
  g_assert_true (trove_arena_append_raw (arena, 0, "w", &none, NULL));
  g_assert_cmpuint (none.offset, ==, 0);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, MOST + 1);
  g_assert_cmpint (*(const char *) trove_arena_get_raw (arena, 0, &last, NULL), ==, 'x');
  check_core (&arena->core);
}

/* Reads the last elements in other versions, in merged arenas, and as bytes. */
static void
check_versions (TroveArena *arena, const TroveRef *last)
{
  g_autoptr (TroveArena) other = new_arena ();
  g_autoptr (TroveArena) clone = NULL, merged = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_auto (TroveReader) reader = { 0 };
  g_autoptr (TroveRef) root = NULL;
  TroveRef changed = *last, theirs;

  append_triple (other, 0, &theirs);
  g_assert_true (trove_arena_set_root (arena, last, NULL));
  clone = trove_arena_clone (arena, NULL);
  check_core (&arena->core); /* freezing gave the tail of the last row back */
  *(Triple *) trove_arena_get_mut_raw (clone, LAST_POOL, &changed, NULL) = triple (0);
  g_assert_cmpuint (trove_ref_get_index (&changed), ==, 0);
  snapshot = trove_arena_snapshot (clone, NULL);
  merged = trove_arena_merge (other, clone, NULL);
  g_assert_true (trove_arena_absorb (other, arena, NULL));

  trove_reader_init (&reader, merged, LAST_POOL);
  check_triple (merged, &reader, last);
  check_triple (merged, &reader, &changed);
  check_triple (merged, &reader, &theirs);
  assert_triple (trove_arena_get_raw (arena, LAST_POOL, last, NULL), trove_ref_get_index (last));
  assert_triple (trove_arena_get_raw (other, LAST_POOL, last, NULL), trove_ref_get_index (last));
  assert_triple (trove_snapshot_get_raw (snapshot, LAST_POOL, last, NULL), trove_ref_get_index (last));
  assert_triple (trove_snapshot_get_raw (snapshot, LAST_POOL, &changed, NULL), 0);
  root = trove_snapshot_get_root (snapshot);
  g_assert_true (trove_ref_equal (root, last));
  check_core (&merged->core);
}

static void
check_sub_arena (TroveArena *arena, const TroveRef *last)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autoptr (TroveSubArena) sub = trove_vec_map_lookup (map, last->sub_arena);
  g_autoptr (TroveRef) ref = trove_sub_arena_get_ref (sub, LAST_POOL, MOST - 1, NULL);
  g_autoptr (TroveUsage) usage = trove_arena_get_usage (arena, NULL);
  g_autoptr (GBytes) row = trove_sub_arena_get_row (sub, LAST_POOL, TROVE_MAX_ROWS - 1, NULL);
  g_autoptr (GBytes) bytes = NULL;
  TroveRef first = { last->sub_arena, last->offset - 9 };
  GError *error = NULL;
  const char *stored;
  gsize size;

  g_assert_true (trove_ref_equal (ref, last));
  g_assert_null (trove_sub_arena_get_ref (sub, LAST_POOL, MOST, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
  g_clear_error (&error);
  g_assert_cmpuint (trove_sub_arena_get_n_elements (sub), ==, MOST);
  g_assert_cmpuint (trove_sub_arena_get_n_rows (sub), ==, TROVE_MAX_ROWS);
  g_assert_cmpuint (trove_sub_arena_get_n_bytes (sub), ==, MOST * sizeof (Triple));
  check_sums (usage);
  g_assert_cmpuint (usage->elements, ==, MOST * sizeof (Triple));
  g_assert_cmpuint (usage->room, ==, 0);
  g_assert_cmpuint (usage->overhead, <, 81920);

  g_assert_nonnull (row);
  stored = g_bytes_get_data (row, &size);
  g_assert_cmpuint (size, ==, trove_row_length (TROVE_MAX_ROWS - 1) * sizeof (Triple));
  assert_triple (stored + size - sizeof (Triple), MOST - 1);
  for (guint i = TROVE_MAX_ROWS; i != 1; i = i == TROVE_MAX_ROWS ? G_MAXUINT : 1)
    {
      g_assert_null (trove_sub_arena_get_row (sub, LAST_POOL, i, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
      g_clear_error (&error);
    }

  bytes = trove_arena_read_bytes (arena, &first, 10, NULL);
  g_assert_nonnull (bytes);
  stored = g_bytes_get_data (bytes, &size);
  g_assert_cmpuint (size, ==, 10 * sizeof (Triple));
  for (guint i = 0; i < 10; i++)
    assert_triple (stored + i * sizeof (Triple), MOST - 10 + i);
  for (gsize n = 11; n != 0; n = n == 11 ? G_MAXSIZE / 3 : n == G_MAXSIZE / 3 ? G_MAXSIZE : 0)
    {
      g_assert_null (trove_arena_read_bytes (arena, &first, n, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
      g_clear_error (&error);
    }
}

/* Borrows an own element near the end. Its row has a byte for each element, of which the written ones take memory. */
static void
check_borrows (TroveArena *arena, const TroveRef *last)
{
  g_auto (TroveBorrow) mutable = TROVE_BORROW_INIT, second = TROVE_BORROW_INIT;
  GError *error = NULL;

  g_assert_true (trove_borrow_init_mut (&mutable, arena, last, &error));
  g_assert_no_error (error);
  assert_triple (trove_borrow_get_raw (&mutable), MOST - 1);
  g_assert_false (trove_borrow_init (&second, arena, last, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT);
  g_clear_error (&error);
  g_assert_null (trove_arena_snapshot (arena, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT);
  g_clear_error (&error);
  trove_borrow_clear (&mutable);
  for (guint i = 0; i < 300; i++) /* more borrows than a byte counts */
    {
      TroveBorrow *borrow = trove_arena_borrow (arena, last, &error);

      g_assert_no_error (error);
      g_assert_true (trove_arena_get_mut_raw (arena, LAST_POOL, &(TroveRef){ last->sub_arena, last->offset },
                                              &error) == NULL);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED);
      g_clear_error (&error);
      g_assert_true (trove_borrow_init (&second, arena, last, NULL));
      trove_borrow_clear (&second);
      trove_borrow_unref (borrow);
    }
  check_core (&arena->core);
}

static void
test_versions (void)
{
  TroveArena *arena;
  TroveRef last;
  guint64 resident;

  if (!addresses_are_there ())
    return;

  resident = huge_memory_resident ();
  arena = new_arena ();
  set_length (arena, LAST_POOL, MOST - 20);
  for (guint64 index = MOST - 20; index < MOST - 10; index++)
    append_triple (arena, index, &last);
  check_core (&arena->core);
  for (guint64 index = MOST - 10; index < MOST; index++)
    append_triple (arena, index, &last);
  check_borrows (arena, &last);
  check_versions (arena, &last);
  check_sub_arena (arena, &last);
  g_object_unref (arena);
  g_assert_cmpuint (huge_memory_n_blocks (), ==, 0);
  g_assert_cmpuint (huge_memory_resident (), <, resident + (64 << 20));
}

/* A limit of more than 2^37 bytes. */
static void
test_max_bytes (void)
{
  g_autoptr (TroveArena) arena = NULL;
  g_autoptr (TroveUsage) usage = NULL;
  GError *error = NULL;
  const Triple three[3] = { { { 0 } } };
  TroveRef ref;

  if (!addresses_are_there ())
    return;

  arena = new_arena ();
  set_length (arena, LAST_POOL, trove_row_start (TROVE_MAX_ROWS - 1) - 2);
  usage = trove_arena_get_usage (arena, NULL);
  g_assert_true (trove_arena_set_max_bytes (arena, usage->total + 1000, NULL));
  g_assert_false (trove_arena_append_many_raw (arena, LAST_POOL, three, 3, &ref, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  g_clear_error (&error);
  g_assert_true (trove_arena_append_many_raw (arena, LAST_POOL, three, 2, &ref, NULL));
  g_assert_true (trove_arena_set_max_bytes (
      arena, usage->total + trove_row_length (TROVE_MAX_ROWS - 1) * sizeof (Triple) + 1000, NULL));
  append_triple (arena, trove_row_start (TROVE_MAX_ROWS - 1), &ref);
  check_core (&arena->core);
}

/* The last ids */

/* Every call that draws an id fails with FULL, and changes neither refs nor elements. */
static void
check_no_id (TroveArena *arena, const TroveRef refs[3], Counting *counting)
{
  const CountingElement element = { 1, 0 };
  guint64 n_elements = trove_arena_get_n_elements (arena, NULL), n_live = counting->n_live;
  g_auto (GValue) value = G_VALUE_INIT;
  const char *strings[] = { "a", "b" };
  TroveRef ref = TROVE_REF_INIT;
  const gint64 number = 3;
  GError *error = NULL;

#define assert_none(call)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_true ((call) == 0);                                                                             \
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);                                                   \
    g_clear_error (&error);                                                                                  \
    g_assert_cmpuint (counting->n_live, ==, n_live);                                                         \
  }                                                                                                          \
  G_STMT_END

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, 7);
  assert_none (trove_arena_reserve_id (arena, &error));
  assert_none (trove_arena_append (arena, &value, &error));
  assert_none (trove_arena_append_raw (arena, 0, &number, &ref, &error));
  assert_none (trove_arena_append_many_raw (arena, 0, &number, 1, &ref, &error));
  assert_none (trove_arena_append_int64s (arena, 0, &number, 1, &error));
  assert_none (trove_arena_append_string (arena, 1, "text", -1, &ref, &error));
  assert_none (trove_arena_append_many_raw (arena, 1, strings, 2, &ref, &error));
  assert_none (trove_arena_append_raw (arena, 2, &element, &ref, &error));
  assert_none (trove_arena_append_many_raw (arena, 2, &element, 1, &ref, &error));
  g_assert_true (trove_ref_is_null (&ref));
  assert_none (trove_arena_set (arena, &refs[0], &value, &error));
  for (guint pool = 0; pool < 3; pool++)
    {
      g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;

      ref = refs[pool];
      if (pool != 1)
        assert_none (trove_arena_get_mut_raw (arena, pool, &ref, &error));
      g_assert_true (trove_ref_equal (&ref, &refs[pool]));
      assert_none (trove_borrow_init_mut (&borrow, arena, &ref, &error));
    }
#undef assert_none

  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n_elements);
  check_core (&arena->core);
}

static void
append_three (TroveArena *arena, gint64 number, TroveRef refs[3])
{
  const CountingElement element = { number, 0 };
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  g_assert_true (trove_arena_append_raw (arena, 0, &number, &refs[0], NULL));
  g_assert_true (trove_arena_append_string (arena, 1, text, -1, &refs[1], NULL));
  g_assert_true (trove_arena_append_raw (arena, 2, &element, &refs[2], NULL));
}

static void
check_three (TroveArena *arena, gint64 number, const TroveRef refs[3], Counting *counting)
{
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;
  const gint64 *stored = trove_arena_get_raw (arena, 0, &refs[0], NULL);

  g_assert_nonnull (stored);
  g_assert_cmpint (*stored, ==, number);
  g_assert_cmpstr (trove_arena_get_string (arena, &refs[1], NULL, NULL), ==, expected);
  counting_check (counting, trove_arena_get_raw (arena, 2, &refs[2], NULL), number);
  g_assert_true (trove_borrow_init (&borrow, arena, &refs[0], NULL)); /* draws no id */
}

/* A ref with one of the last ids is the same after conversion to text and back, and its id after conversion to
 * double. */
static void
check_exact (const TroveRef *ref)
{
  g_autofree char *text = trove_ref_to_string (ref);
  g_autoptr (TroveRef) parsed = trove_ref_parse (text, NULL);

  g_assert_nonnull (parsed);
  g_assert_true (trove_ref_equal (parsed, ref));
  g_assert_cmpuint ((guint64) (double) ref->sub_arena, ==, ref->sub_arena);
  g_assert_cmpuint ((guint64) (double) ref->offset, ==, ref->offset);
}

static void
test_ids (void)
{
  Counting counting;
  TroveElementInfo infos[3] = { TROVE_ELEMENT_TYPE (G_TYPE_INT64), TROVE_ELEMENT_TYPE (G_TYPE_STRING) };
  TroveArena *first, *second, *merged, *branch, *fresh;
  TroveRef a[3], b[3], c[3], d[3], e[3], f[3];
  TroveSnapshot *snapshot;

  counting_init (&counting);
  infos[2] = counting_info (&counting);
  first = trove_arena_new_with_infos (infos, 3);
  fresh = trove_arena_new_with_infos (infos, 3);

  append_three (first, 1, a);
  trove_core_set_next_id (ID_LIMIT - 3);
  second = trove_arena_clone (first, NULL);
  append_three (first, 2, b);
  append_three (second, 3, c);
  merged = trove_arena_merge (first, second, NULL);
  g_assert_cmpuint (trove_arena_reserve_id (merged, NULL), ==, ID_LIMIT - 1);
  append_three (merged, 4, d);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (b[i].sub_arena, ==, ID_LIMIT - 3);
      g_assert_cmpuint (c[i].sub_arena, ==, ID_LIMIT - 2);
      g_assert_cmpuint (d[i].sub_arena, ==, ID_LIMIT - 1);
      check_exact (&b[i]);
      check_exact (&c[i]);
      check_exact (&d[i]);
    }

  /* No id is left, however often it is tried. */
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (trove_arena_reserve_id (first, NULL), ==, 0);
  check_no_id (first, a, &counting);
  check_no_id (second, c, &counting);
  g_assert_cmpuint (trove_arena_reserve_id (fresh, NULL), ==, 0);

  /* An arena that has its id can still append. */
  append_three (merged, 5, e);
  check_three (merged, 5, e, &counting);
  check_core (&merged->core);

  /* Making and merging versions needs no id. */
  snapshot = trove_arena_snapshot (merged, NULL);
  branch = trove_snapshot_branch (snapshot);
  check_no_id (branch, d, &counting);
  check_no_id (merged, d, &counting);
  g_assert_true (trove_arena_absorb (first, branch, NULL));
  g_assert_true (trove_arena_absorb (fresh, first, NULL));
  g_assert_true (trove_arena_set_root (first, &d[0], NULL));
  check_no_id (first, e, &counting);
  check_no_id (fresh, e, &counting);
  for (TroveArena *arena = first; arena != NULL; arena = arena == first ? fresh : NULL)
    {
      check_three (arena, 1, a, &counting);
      check_three (arena, 2, b, &counting);
      check_three (arena, 3, c, &counting);
      check_three (arena, 4, d, &counting);
      check_three (arena, 5, e, &counting);
      g_assert_false (trove_arena_contains (arena, &(const TroveRef){ ID_LIMIT, 0 }, NULL));
      g_assert_false (trove_arena_contains (arena, &(const TroveRef){ G_MAXUINT64, 0 }, NULL));
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 15);
    }
  g_assert_false (trove_snapshot_contains (snapshot, &(const TroveRef){ ID_LIMIT, 0 }));

  /* After FULL an arena is unchanged: it appends as soon as there is an id. */
  trove_core_set_next_id (ID_LIMIT - 1);
  g_assert_true (trove_arena_append_string (second, 1, "again", -1, &f[1], NULL));
  g_assert_cmpuint (f[1].sub_arena, ==, ID_LIMIT - 1);
  g_assert_cmpstr (trove_arena_get_string (second, &f[1], NULL, NULL), ==, "again");

  trove_snapshot_unref (snapshot);
  g_object_unref (branch);
  g_object_unref (merged);
  g_object_unref (second);
  g_object_unref (first);
  g_object_unref (fresh);
  counting_finish (&counting);
}

/* Several threads draw the last ids. Each id is drawn once. */

#define N_THREADS 4
#define N_LAST 1000

static gpointer
draw (gpointer data)
{
  GArray *drawn = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < N_LAST; i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
      GError *error = NULL;
      guint64 id = trove_arena_reserve_id (arena, &error);

      if (id != 0)
        g_array_append_val (drawn, id);
      else
        assert_full (error);
    }
  return drawn;
}

static void
test_threads (void)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GThread *threads[N_THREADS];

  trove_core_set_next_id (ID_LIMIT - N_LAST);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("draw", draw, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    {
      GArray *drawn = g_thread_join (threads[i]);

      for (guint j = 0; j < drawn->len; j++)
        {
          guint64 id = g_array_index (drawn, guint64, j);

          g_assert_cmpuint (id, >=, ID_LIMIT - N_LAST);
          g_assert_cmpuint (id, <, ID_LIMIT);
          g_assert_true (g_hash_table_add (all, g_memdup2 (&id, sizeof id)));
        }
      g_array_unref (drawn);
    }
  g_assert_cmpuint (g_hash_table_size (all), ==, N_LAST);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/last/rows", test_rows);
  g_test_add_func ("/last/full", test_full);
  g_test_add_func ("/last/versions", test_versions);
  g_test_add_func ("/last/max-bytes", test_max_bytes);
  g_test_add_func ("/last/ids", test_ids);
  g_test_add_func ("/last/threads", test_threads);
  return g_test_run ();
}
