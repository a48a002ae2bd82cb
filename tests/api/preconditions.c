/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "drawing.h"
#include "test-util.h"

/* A programmer's mistake in every argument of every public function: there is a critical message with the
 * function's name, the documented value is returned, and nothing has changed. */

enum
{
  NUMBERS,
  STRINGS,
  N_POOLS,
};

static const GType types[N_POOLS] = { G_TYPE_INT64, G_TYPE_STRING };

/* Correct arguments. */
static TroveArena *arena;
static TroveSnapshot *snapshot;
static TroveVecMap *map;
static TroveSubArena *sub_arena;
static TroveRef ref;
static GValue number = G_VALUE_INIT;

/* Wrong arguments, beside NULL. */
static gpointer other; /* an object of another type */
static GValue no_value = G_VALUE_INIT;
static GError *set; /* an error that is set already */

static GHashTable *refused_functions; /* names */

static void
set_up (void)
{
  arena = trove_arena_new_for_types (types, N_POOLS);
  ref = put_int (arena, NUMBERS, 42);
  snapshot = trove_arena_snapshot (arena, NULL);
  map = trove_arena_dup_sub_arenas (arena, NULL);
  sub_arena = trove_vec_map_lookup (map, ref.sub_arena);
  number = int64_value (7);
  other = g_object_new (G_TYPE_OBJECT, NULL);
  set = g_error_new_literal (TROVE_ERROR, TROVE_ERROR_FULL, "from before");
}

static void
tear_down (void)
{
  g_assert_error (set, TROVE_ERROR, TROVE_ERROR_FULL);
  g_assert_cmpstr (set->message, ==, "from before");
  g_assert_cmpint (get_int (arena, &ref), ==, 42);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 1);

  g_clear_error (&set);
  g_clear_object (&other);
  g_value_unset (&number);
  g_clear_object (&sub_arena);
  g_clear_object (&map);
  g_clear_pointer (&snapshot, trove_snapshot_unref);
  g_clear_object (&arena);
}

/* Expects the critical message of the call, whose function may have a suffix to its name. */
static void
expect_guard (const char *call)
{
  g_autofree char *name = g_strndup (call, strcspn (call, " ("));
  g_autofree char *pattern = g_strconcat (name, "*: assertion * failed", NULL);

  expect_critical (pattern);
  g_hash_table_add (refused_functions, g_steal_pointer (&name));
}

#define refused(value, call)                                                                                 \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    expect_guard (#call);                                                                                    \
    g_assert_true ((value) == (call));                                                                       \
    g_test_assert_expected_messages ();                                                                      \
  }                                                                                                          \
  G_STMT_END

/* As the first argument, NULL and an object of another type. */
#define refused_objects(value, function, ...)                                                                \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    refused (value, function (NULL, __VA_ARGS__));                                                           \
    refused (value, function (other, __VA_ARGS__));                                                          \
  }                                                                                                          \
  G_STMT_END

/* Bindings read the length of an array in any case. */
#define refused_empty(n, call)                                                                               \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    n = 77;                                                                                                  \
    refused (NULL, call);                                                                                    \
    g_assert_cmpuint (n, ==, 0);                                                                             \
  }                                                                                                          \
  G_STMT_END

#define refused_void(call)                                                                                   \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    expect_guard (#call);                                                                                    \
    call;                                                                                                    \
    g_test_assert_expected_messages ();                                                                      \
  }                                                                                                          \
  G_STMT_END

/* Arenas */

static void
test_construct (void)
{
  /* No values are of these. */
  const GType no_types[] = { G_TYPE_INVALID, G_TYPE_NONE,  G_TYPE_INTERFACE,
                             G_TYPE_ENUM,    G_TYPE_FLAGS, G_TYPE_BOXED };
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_INT64) };

  refused (NULL, trove_arena_new_for_types (NULL, 1));
  refused (NULL, trove_arena_new_for_types (types, 0));
  refused (NULL, trove_arena_new_for_types (types, TROVE_MAX_POOLS + 1));
  for (guint i = 0; i < G_N_ELEMENTS (no_types); i++)
    {
      const GType second[] = { G_TYPE_INT64, no_types[i] };

      refused (NULL, trove_arena_new (no_types[i]));
      refused (NULL, trove_arena_new_for_types (second, G_N_ELEMENTS (second)));
    }
  refused (NULL, trove_arena_new_with_infos (NULL, 1));
  refused (NULL, trove_arena_new_with_infos (infos, 0));
  refused (NULL, trove_arena_new_with_infos (infos, TROVE_MAX_POOLS + 1));
}

static void
test_values (void)
{
  refused_objects (NULL, trove_arena_append, &number, NULL);
  refused (NULL, trove_arena_append (arena, NULL, NULL));
  refused (NULL, trove_arena_append (arena, &no_value, NULL));
  refused (NULL, trove_arena_append (arena, &number, &set));
  refused_objects (NULL, trove_arena_append_to, NUMBERS, &number, NULL);
  refused (NULL, trove_arena_append_to (arena, N_POOLS, &number, NULL));
  refused (NULL, trove_arena_append_to (arena, NUMBERS, &no_value, NULL));
  refused (NULL, trove_arena_append_to (arena, NUMBERS, &number, &set));
  refused_objects (-1, trove_arena_find_pool, &number, NULL);
  refused (-1, trove_arena_find_pool (arena, NULL, NULL));
  refused (-1, trove_arena_find_pool (arena, &no_value, NULL));
  refused (-1, trove_arena_find_pool (arena, &number, &set));
  refused_objects (NULL, trove_arena_get, &ref, NULL);
  refused (NULL, trove_arena_get (arena, NULL, NULL));
  refused (NULL, trove_arena_get (arena, &ref, &set));
  refused_objects (NULL, trove_arena_set, &ref, &number, NULL);
  refused (NULL, trove_arena_set (arena, NULL, &number, NULL));
  refused (NULL, trove_arena_set (arena, &ref, &no_value, NULL));
  refused (NULL, trove_arena_set (arena, &ref, &number, &set));
}

static void
test_versions (void)
{
  TroveRef out = ref;

  refused_objects (NULL, trove_arena_clone, NULL);
  refused (NULL, trove_arena_clone (arena, &set));
  refused_objects (NULL, trove_arena_merge, arena, NULL);
  refused (NULL, trove_arena_merge (arena, NULL, NULL));
  refused (NULL, trove_arena_merge (arena, other, NULL));
  refused (NULL, trove_arena_merge (arena, arena, &set));
  refused_objects (FALSE, trove_arena_absorb, arena, NULL);
  refused (FALSE, trove_arena_absorb (arena, NULL, NULL));
  refused (FALSE, trove_arena_absorb (arena, other, NULL));
  refused (FALSE, trove_arena_absorb (arena, arena, &set));
  refused_objects (FALSE, trove_arena_revert, snapshot, NULL);
  refused (FALSE, trove_arena_revert (arena, NULL, NULL));
  refused (FALSE, trove_arena_revert (arena, snapshot, &set));
  refused_objects (FALSE, trove_arena_collect, &ref, 1, NULL);
  refused (FALSE, trove_arena_collect (arena, NULL, 1, NULL));
  refused (FALSE, trove_arena_collect (arena, &ref, 1, &set));
  refused_objects (NULL, trove_arena_snapshot, NULL);
  refused (NULL, trove_arena_snapshot (arena, &set));
  refused_objects (FALSE, trove_arena_set_root, &ref, NULL);
  refused (FALSE, trove_arena_set_root (arena, &ref, &set));
  refused_objects (NULL, trove_arena_get_root, NULL);
  refused (NULL, trove_arena_get_root (arena, &set));
  refused_objects (FALSE, trove_arena_get_root_raw, &out, NULL);
  refused (FALSE, trove_arena_get_root_raw (arena, NULL, NULL));
  assert_ref_equal (&out, &ref);
}

static void
test_inspect (void)
{
  refused_objects (FALSE, trove_arena_contains, &ref, NULL);
  refused (FALSE, trove_arena_contains (arena, NULL, NULL));
  refused (FALSE, trove_arena_contains (arena, &ref, &set));
  refused_objects (NULL, trove_arena_dup_sub_arenas, NULL);
  refused (NULL, trove_arena_dup_sub_arenas (arena, &set));
  refused_objects (0, trove_arena_reserve_id, NULL);
  refused (0, trove_arena_reserve_id (arena, &set));
  refused_objects (0, trove_arena_get_n_elements, NULL);
  refused (0, trove_arena_get_n_elements (arena, &set));
  refused_objects (NULL, trove_arena_to_string, NULL);
  refused (NULL, trove_arena_to_string (arena, &set));
  refused (0, trove_arena_get_n_pools (NULL));
  refused (0, trove_arena_get_n_pools (other));
  refused_objects (G_TYPE_NONE, trove_arena_get_pool_type, 0);
  refused (G_TYPE_NONE, trove_arena_get_pool_type (arena, N_POOLS));
  refused_objects (NULL, trove_arena_get_usage, NULL);
  refused (NULL, trove_arena_get_usage (arena, &set));
  refused (0, trove_arena_get_max_bytes (NULL));
  refused (0, trove_arena_get_max_bytes (other));
}

static void
test_settings (void)
{
  refused_objects (FALSE, trove_arena_transfer, NULL);
  refused (FALSE, trove_arena_transfer (arena, &set));
  refused_objects (FALSE, trove_arena_set_clear_context, NULL, NULL);
  refused_objects (FALSE, trove_arena_set_max_bytes, 1, NULL);
  refused (FALSE, trove_arena_set_clear_context (arena, NULL, &set));
  refused (FALSE, trove_arena_set_max_bytes (arena, 1, &set));
  g_assert_cmpuint (trove_arena_get_max_bytes (arena), ==, 0);
}

static void
test_bulk (void)
{
  const gint64 integers[] = { 1, 2 };
  const double reals[] = { 1, 2 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (integers, sizeof integers);
  gsize n;

  refused_objects (NULL, trove_arena_append_int64s, NUMBERS, integers, 2, NULL);
  refused (NULL, trove_arena_append_int64s (arena, N_POOLS, integers, 2, NULL));
  refused (NULL, trove_arena_append_int64s (arena, NUMBERS, NULL, 2, NULL));
  refused (NULL, trove_arena_append_int64s (arena, NUMBERS, integers, 2, &set));
  refused_objects (NULL, trove_arena_append_many, NUMBERS, &number, 1, NULL);
  refused (NULL, trove_arena_append_many (arena, N_POOLS, &number, 1, NULL));
  refused (NULL, trove_arena_append_many (arena, NUMBERS, NULL, 1, NULL));
  refused (NULL, trove_arena_append_many (arena, NUMBERS, &number, 1, &set));
  refused_objects (NULL, trove_arena_append_doubles, NUMBERS, reals, 2, NULL);
  refused (NULL, trove_arena_append_doubles (arena, N_POOLS, reals, 2, NULL));
  refused (NULL, trove_arena_append_doubles (arena, NUMBERS, NULL, 2, NULL));
  refused (NULL, trove_arena_append_doubles (arena, NUMBERS, reals, 2, &set));
  refused_objects (NULL, trove_arena_append_bytes, NUMBERS, bytes, NULL);
  refused (NULL, trove_arena_append_bytes (arena, N_POOLS, bytes, NULL));
  refused (NULL, trove_arena_append_bytes (arena, NUMBERS, NULL, NULL));
  refused (NULL, trove_arena_append_bytes (arena, NUMBERS, bytes, &set));

  refused_empty (n, trove_arena_read_int64s (NULL, &ref, 1, &n, NULL));
  refused_empty (n, trove_arena_read_int64s (other, &ref, 1, &n, NULL));
  refused_empty (n, trove_arena_read_int64s (arena, NULL, 1, &n, NULL));
  refused (NULL, trove_arena_read_int64s (arena, &ref, 1, NULL, NULL));
  refused_empty (n, trove_arena_read_int64s (arena, &ref, 1, &n, &set));
  refused_empty (n, trove_arena_read_doubles (NULL, &ref, 1, &n, NULL));
  refused_empty (n, trove_arena_read_doubles (other, &ref, 1, &n, NULL));
  refused_empty (n, trove_arena_read_doubles (arena, NULL, 1, &n, NULL));
  refused (NULL, trove_arena_read_doubles (arena, &ref, 1, NULL, NULL));
  refused_empty (n, trove_arena_read_doubles (arena, &ref, 1, &n, &set));
  refused_objects (NULL, trove_arena_read_bytes, &ref, 1, NULL);
  refused (NULL, trove_arena_read_bytes (arena, NULL, 1, NULL));
  refused (NULL, trove_arena_read_bytes (arena, &ref, 1, &set));
}

static void
test_raw (void)
{
  const gint64 element = 1;
  TroveRef out = ref;
  gconstpointer address = NULL;
  gsize length = 77;

  refused_objects (FALSE, trove_arena_append_raw, NUMBERS, &element, &out, NULL);
  refused (FALSE, trove_arena_append_raw (arena, N_POOLS, &element, &out, NULL));
  refused (FALSE, trove_arena_append_raw (arena, NUMBERS, NULL, &out, NULL));
  refused_objects (FALSE, trove_arena_append_many_raw, NUMBERS, &element, 1, &out, NULL);
  refused (FALSE, trove_arena_append_many_raw (arena, N_POOLS, &element, 1, &out, NULL));
  refused (FALSE, trove_arena_append_many_raw (arena, NUMBERS, NULL, 1, &out, NULL));
  refused_objects (FALSE, trove_arena_append_string, STRINGS, "", -1, &out, NULL);
  refused (FALSE, trove_arena_append_string (arena, N_POOLS, "", -1, &out, NULL));
  refused (FALSE, trove_arena_append_string (arena, STRINGS, NULL, 1, &out, NULL));
  refused_objects (FALSE, trove_arena_set_string, &out, "", -1, NULL);
  refused (FALSE, trove_arena_set_string (arena, NULL, "", -1, NULL));
  refused (FALSE, trove_arena_set_string (arena, &out, NULL, 1, NULL));
  refused_objects (NULL, trove_arena_get_raw, NUMBERS, &ref, NULL);
  refused (NULL, trove_arena_get_raw (arena, N_POOLS, &ref, NULL));
  refused (NULL, trove_arena_get_raw (arena, NUMBERS, NULL, NULL));
  refused_objects (NULL, trove_arena_get_string, &ref, &length, NULL);
  refused (NULL, trove_arena_get_string (arena, NULL, &length, NULL));
  refused_objects (FALSE, trove_arena_get_many_raw, NUMBERS, &ref, 1, &address, NULL);
  refused (FALSE, trove_arena_get_many_raw (arena, N_POOLS, &ref, 1, &address, NULL));
  refused (FALSE, trove_arena_get_many_raw (arena, NUMBERS, NULL, 1, &address, NULL));
  refused (FALSE, trove_arena_get_many_raw (arena, NUMBERS, &ref, 1, NULL, NULL));
  refused_objects (NULL, trove_arena_get_mut_raw, NUMBERS, &out, NULL);
  refused (NULL, trove_arena_get_mut_raw (arena, N_POOLS, &out, NULL));
  refused (NULL, trove_arena_get_mut_raw (arena, NUMBERS, NULL, NULL));

  assert_ref_equal (&out, &ref);
  g_assert_null (address);
  g_assert_cmpuint (length, ==, 77);
}

/* Borrows and readers */

static void
test_borrow (void)
{
  TroveBorrow borrow, shared = TROVE_BORROW_INIT;

  refused_objects (NULL, trove_arena_borrow, &ref, NULL);
  refused (NULL, trove_arena_borrow (arena, NULL, NULL));
  refused (NULL, trove_arena_borrow (arena, &ref, &set));
  refused_objects (NULL, trove_arena_borrow_mut, &ref, NULL);
  refused (NULL, trove_arena_borrow_mut (arena, NULL, NULL));
  refused (NULL, trove_arena_borrow_mut (arena, &ref, &set));
  refused (FALSE, trove_borrow_init (NULL, arena, &ref, NULL));
  refused (FALSE, trove_borrow_init (&borrow, NULL, &ref, NULL));
  refused (FALSE, trove_borrow_init (&borrow, other, &ref, NULL));
  refused (FALSE, trove_borrow_init (&borrow, arena, NULL, NULL));
  g_assert_true (trove_borrow_is_released (&borrow));
  refused (FALSE, trove_borrow_init_mut (NULL, arena, &ref, NULL));
  refused (FALSE, trove_borrow_init_mut (&borrow, NULL, &ref, NULL));
  refused (FALSE, trove_borrow_init_mut (&borrow, other, &ref, NULL));
  refused (FALSE, trove_borrow_init_mut (&borrow, arena, NULL, NULL));
  g_assert_true (trove_borrow_is_released (&borrow));

  refused_void (trove_borrow_clear (NULL));
  refused_void (trove_borrow_release (NULL));
  refused (FALSE, trove_borrow_is_mutable (NULL));
  refused (TRUE, trove_borrow_is_released (NULL));
  refused (NULL, trove_borrow_get_raw (NULL));
  refused (NULL, trove_borrow_get_mut_raw (NULL));
  refused (NULL, trove_borrow_get_value (NULL, NULL));
  refused (FALSE, trove_borrow_set_value (NULL, &number, NULL));
  refused (NULL, trove_borrow_dup_ref (NULL));

  /* One on the stack is not counted. */
  g_assert_true (trove_borrow_init (&shared, arena, &ref, NULL));
  refused (NULL, trove_borrow_ref (NULL));
  refused (NULL, trove_borrow_ref (&shared));
  refused_void (trove_borrow_unref (NULL));
  refused_void (trove_borrow_unref (&shared));
  refused (NULL, trove_borrow_get_mut_raw (&shared));
  refused (NULL, trove_borrow_get_value (&shared, &set));
  refused (FALSE, trove_borrow_set_value (&shared, NULL, NULL));
  refused (FALSE, trove_borrow_set_value (&shared, &no_value, NULL));
  refused (FALSE, trove_borrow_set_value (&shared, &number, &set));
  g_assert_false (trove_borrow_is_released (&shared));
  trove_borrow_clear (&shared);
}

/* A reader that could not be initialized can be cleared, and reads nothing. */
static void
check_empty (TroveReader *reader)
{
  TroveRef out = ref;
  gsize length = 77;

  refused (NULL, trove_reader_get_slow (reader, &ref, NULL));
  refused (NULL, trove_reader_get_raw (reader, NUMBERS, &ref, NULL));
  refused (NULL, trove_reader_get_string (reader, &ref, &length, NULL));
  refused (FALSE, trove_reader_get_root (reader, &out, NULL));
  assert_ref_equal (&out, &ref);
  g_assert_cmpuint (length, ==, 77);
  trove_reader_clear (reader);
  memset (reader, 0xff, sizeof *reader);
}

static void
test_reader (void)
{
  TroveReader reader;
  TroveRef root;

  refused_void (trove_reader_init (NULL, arena, NUMBERS));
  refused_void (trove_reader_init (&reader, NULL, NUMBERS));
  check_empty (&reader);
  refused_void (trove_reader_init (&reader, other, NUMBERS));
  check_empty (&reader);
  refused_void (trove_reader_init (&reader, arena, N_POOLS));
  check_empty (&reader);
  refused_void (trove_reader_init_snapshot (NULL, snapshot, NUMBERS));
  refused_void (trove_reader_init_snapshot (&reader, NULL, NUMBERS));
  check_empty (&reader);
  refused_void (trove_reader_init_snapshot (&reader, snapshot, N_POOLS));
  check_empty (&reader);
  refused_void (trove_reader_clear (NULL));

  trove_reader_init (&reader, arena, NUMBERS);
  refused (NULL, trove_reader_get_raw (NULL, NUMBERS, &ref, NULL));
  refused (NULL, trove_reader_get_raw (&reader, N_POOLS, &ref, NULL));
  refused (NULL, trove_reader_get_raw (&reader, NUMBERS, NULL, NULL));
  refused (NULL, trove_reader_get_raw (&reader, STRINGS, NULL, NULL));
  refused (NULL, trove_reader_get_string (NULL, &ref, NULL, NULL));
  refused (NULL, trove_reader_get_string (&reader, NULL, NULL, NULL));
  refused (FALSE, trove_reader_get_root (NULL, &root, NULL));
  refused (FALSE, trove_reader_get_root (&reader, NULL, NULL));
  trove_reader_clear (&reader);
}

/* Snapshots */

static void
test_snapshot (void)
{
  TroveRef out = ref;

  refused (NULL, trove_snapshot_ref (NULL));
  refused_void (trove_snapshot_unref (NULL));
  refused (NULL, trove_snapshot_get (NULL, &ref, NULL));
  refused (NULL, trove_snapshot_get (snapshot, NULL, NULL));
  refused (NULL, trove_snapshot_get (snapshot, &ref, &set));
  refused (FALSE, trove_snapshot_contains (NULL, &ref));
  refused (FALSE, trove_snapshot_contains (snapshot, NULL));
  refused (NULL, trove_snapshot_get_root (NULL));
  refused_void (trove_snapshot_get_root_raw (NULL, &out));
  refused_void (trove_snapshot_get_root_raw (snapshot, NULL));
  assert_ref_equal (&out, &ref);
  refused (NULL, trove_snapshot_dup_sub_arenas (NULL));
  refused (0, trove_snapshot_get_n_elements (NULL));
  refused (NULL, trove_snapshot_get_usage (NULL));
  refused (NULL, trove_snapshot_branch (NULL));
  refused (0, trove_snapshot_get_n_pools (NULL));
  refused (G_TYPE_NONE, trove_snapshot_get_pool_type (NULL, 0));
  refused (G_TYPE_NONE, trove_snapshot_get_pool_type (snapshot, N_POOLS));
}

static void
test_snapshot_many (void)
{
  gconstpointer address = NULL;
  gsize n;

  refused_empty (n, trove_snapshot_read_int64s (NULL, &ref, 1, &n, NULL));
  refused_empty (n, trove_snapshot_read_int64s (snapshot, NULL, 1, &n, NULL));
  refused (NULL, trove_snapshot_read_int64s (snapshot, &ref, 1, NULL, NULL));
  refused_empty (n, trove_snapshot_read_int64s (snapshot, &ref, 1, &n, &set));
  refused_empty (n, trove_snapshot_read_doubles (NULL, &ref, 1, &n, NULL));
  refused_empty (n, trove_snapshot_read_doubles (snapshot, NULL, 1, &n, NULL));
  refused (NULL, trove_snapshot_read_doubles (snapshot, &ref, 1, NULL, NULL));
  refused_empty (n, trove_snapshot_read_doubles (snapshot, &ref, 1, &n, &set));
  refused (NULL, trove_snapshot_read_bytes (NULL, &ref, 1, NULL));
  refused (NULL, trove_snapshot_read_bytes (snapshot, NULL, 1, NULL));
  refused (NULL, trove_snapshot_read_bytes (snapshot, &ref, 1, &set));
  refused (NULL, trove_snapshot_get_raw (NULL, NUMBERS, &ref, NULL));
  refused (NULL, trove_snapshot_get_raw (snapshot, N_POOLS, &ref, NULL));
  refused (NULL, trove_snapshot_get_raw (snapshot, NUMBERS, NULL, NULL));
  refused (NULL, trove_snapshot_get_string (NULL, &ref, &n, NULL));
  refused (NULL, trove_snapshot_get_string (snapshot, NULL, &n, NULL));
  refused (FALSE, trove_snapshot_get_many_raw (NULL, NUMBERS, &ref, 1, &address, NULL));
  refused (FALSE, trove_snapshot_get_many_raw (snapshot, N_POOLS, &ref, 1, &address, NULL));
  refused (FALSE, trove_snapshot_get_many_raw (snapshot, NUMBERS, NULL, 1, &address, NULL));
  refused (FALSE, trove_snapshot_get_many_raw (snapshot, NUMBERS, &ref, 1, NULL, NULL));
  g_assert_null (address);
}

/* The map and its sub-arenas */

static void
test_map (void)
{
  gsize n;

  refused_objects (NULL, trove_vec_map_lookup, 1);
  refused_objects (FALSE, trove_vec_map_contains, 1);
  refused_empty (n, trove_vec_map_dup_ids (NULL, &n));
  refused_empty (n, trove_vec_map_dup_ids (other, &n));
  refused (NULL, trove_vec_map_dup_ids (map, NULL));
}

static void
test_sub_arena (void)
{
  /* Made by g_object_new (): it has no sub-arena. */
  g_autoptr (TroveSubArena) none = g_object_new (TROVE_TYPE_SUB_ARENA, NULL);

  refused (0, trove_sub_arena_get_id (NULL));
  refused (0, trove_sub_arena_get_id (other));
  refused (0, trove_sub_arena_get_n_elements (NULL));
  refused (0, trove_sub_arena_get_n_elements (other));
  refused_objects (0, trove_sub_arena_get_pool_n_elements, 0);
  refused (0, trove_sub_arena_get_pool_n_elements (none, 0));
  refused (0, trove_sub_arena_get_pool_n_elements (sub_arena, N_POOLS));
  refused (FALSE, trove_sub_arena_get_frozen (NULL));
  refused (FALSE, trove_sub_arena_get_frozen (other));
  refused (0, trove_sub_arena_get_n_rows (NULL));
  refused (0, trove_sub_arena_get_n_rows (other));
  refused (0, trove_sub_arena_get_n_bytes (NULL));
  refused (0, trove_sub_arena_get_n_bytes (other));
  refused_objects (NULL, trove_sub_arena_get_usage, NULL);
  refused (NULL, trove_sub_arena_get_usage (none, NULL));
  refused (NULL, trove_sub_arena_get_usage (sub_arena, &set));
  refused_objects (NULL, trove_sub_arena_get_ref, 0, 0, NULL);
  refused (NULL, trove_sub_arena_get_ref (none, 0, 0, NULL));
  refused (NULL, trove_sub_arena_get_ref (sub_arena, 0, 0, &set));
  refused_objects (NULL, trove_sub_arena_get, 0, 0, NULL);
  refused (NULL, trove_sub_arena_get (none, 0, 0, NULL));
  refused (NULL, trove_sub_arena_get (sub_arena, 0, 0, &set));
  refused_objects (NULL, trove_sub_arena_get_row, 0, 0, NULL);
  refused (NULL, trove_sub_arena_get_row (none, 0, 0, NULL));
  refused (NULL, trove_sub_arena_get_row (sub_arena, 0, 0, &set));
  g_assert_cmpuint (trove_sub_arena_get_id (none), ==, 0);
}

/* Functions of boxed types */

static void
test_boxed (void)
{
  GParamSpec *pspec;
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRV);
  const TroveElementInfo other_type = TROVE_ELEMENT_TYPE (G_TYPE_INT);

  refused (NULL, trove_ref_copy (NULL));
  refused (FALSE, trove_ref_equal (NULL, &ref));
  refused (FALSE, trove_ref_equal (&ref, NULL));
  refused (0, trove_ref_hash (NULL));
  refused (TRUE, trove_ref_is_null (NULL));
  refused (0, trove_ref_get_pool (NULL));
  refused (0, trove_ref_get_index (NULL));
  refused (NULL, trove_ref_get_nth (NULL, 1, NULL));
  refused (NULL, trove_ref_get_nth (&ref, 1, &set));
  refused (0, trove_ref_nth (NULL, 1).sub_arena);
  refused (NULL, trove_ref_to_string (NULL));
  refused (NULL, trove_ref_parse (NULL, NULL));
  refused (NULL, trove_ref_parse ("1:0:0", &set));
  refused (NULL, trove_usage_copy (NULL));
  refused (NULL, trove_document_usage_copy (NULL));

  refused (NULL, trove_param_spec_list (NULL, NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE));
  refused (NULL, trove_param_spec_list ("1st", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE));
  refused (NULL, trove_param_spec_list ("list", NULL, NULL, G_TYPE_INT64, G_PARAM_READABLE));
  refused (NULL, trove_param_spec_list ("list", NULL, NULL, G_TYPE_INVALID, G_PARAM_READABLE));
  refused_void (trove_param_spec_set_type_name (NULL, "Later"));
  refused_void (trove_param_spec_set_together (NULL, "box"));
  refused_void (trove_param_spec_add_flags (NULL, TROVE_PARAM_OWNED));
  pspec = g_param_spec_ref_sink (g_param_spec_boolean ("on", NULL, NULL, FALSE, G_PARAM_READWRITE));
  refused_void (trove_param_spec_set_type_name (pspec, NULL));
  refused_void (trove_param_spec_set_together (pspec, NULL));
  refused_void (trove_param_spec_add_flags (pspec, G_PARAM_READABLE));
  g_param_spec_unref (pspec);

  refused_void (trove_element_register (G_TYPE_INT64, &info));
  refused_void (trove_element_register (G_TYPE_OBJECT, &info));
  refused_void (trove_element_register (G_TYPE_VALUE, &info));
  refused_void (trove_element_register (G_TYPE_STRV, NULL));
  refused_void (trove_element_register (G_TYPE_STRV, &other_type));
  refused_void (trove_element_register (TROVE_TYPE_REF, &info));

  trove_ref_free (NULL);
  trove_usage_free (NULL);
  trove_document_usage_free (NULL);
}

/* Types of objects. Wrong ones are refused before a type is registered. */

static void
test_objects (void)
{
  GParamSpec *pspec = g_param_spec_ref_sink (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, G_PARAM_READWRITE));
  const TroveField field = TROVE_FIELD_LIST (pspec);
  TroveObjectClass *class = g_type_class_ref (TROVE_TYPE_OBJECT);
  TroveObjectClass *shape_class = g_type_class_ref (shape_get_type ());

  refused_void (trove_object_class_install_fields (NULL, 0, &field, 1));
  refused_void (trove_object_class_install_fields ((gpointer) G_OBJECT_GET_CLASS (other), 0, &field, 1));
  refused_void (trove_object_class_install_fields (class, 0, &field, 1));
  refused_void (trove_object_class_install_fields (class, 0, NULL, 0));
  refused_void (trove_object_class_set_schema_version (NULL, 1));
  refused_void (trove_object_class_set_schema_version ((gpointer) G_OBJECT_GET_CLASS (other), 1));
  refused_void (trove_object_class_set_schema_version (class, 1));
  refused_void (trove_object_class_set_schema_version (shape_class, 0));
  refused (0, trove_object_register_type (NULL, TROVE_TYPE_OBJECT, &pspec, 1, NULL));
  refused (0, trove_object_register_type ("NoType", TROVE_TYPE_OBJECT, NULL, 1, NULL));
  refused (0, trove_object_register_type ("NoType", TROVE_TYPE_OBJECT, &pspec, 1, &set));
  g_assert_cmpuint (g_type_from_name ("NoType"), ==, 0);
  refused_void (trove_object_register_immutable (G_TYPE_INVALID, NULL));
  refused_void (trove_object_register_immutable (G_TYPE_STRV, NULL));
  refused_void (trove_object_register_immutable (TROVE_TYPE_OBJECT, NULL));
  refused_void (trove_object_type_set_schema_version (TROVE_TYPE_OBJECT, 1));
  refused_void (trove_object_type_set_schema_version (G_TYPE_INVALID, 1));
  refused_void (trove_object_type_set_schema_version (G_TYPE_SIMPLE_ACTION, 1));
  refused_void (trove_object_type_set_schema_version (shape_get_type (), 0));

  g_assert_cmpuint (pspec->ref_count, ==, 1);
  g_param_spec_unref (pspec);
  g_type_class_unref (class);
  g_type_class_unref (shape_class);
}

/* Documents */

/* A function that returns an array, which is empty then. */
#define refused_array(call)                                                                                  \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GPtrArray) array = (expect_guard (#call), call);                                              \
                                                                                                             \
    g_test_assert_expected_messages ();                                                                      \
    g_assert_cmpuint (array->len, ==, 0);                                                                    \
  }                                                                                                          \
  G_STMT_END

static void
test_documents (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  GType root_type = trove_document_get_root_type (drawing), type = G_TYPE_CHAR;
  gconstpointer data = trove_document_peek (drawing, DRAWING_ROOT, NULL);
  TroveKey key = 77;
  gsize n;

  refused (NULL, trove_document_new (root_type, NULL, 1));
  refused (G_TYPE_INVALID, trove_document_get_root_type (NULL));
  refused (G_TYPE_INVALID, trove_document_get_root_type (other));
  refused (0, trove_document_get_root_key (NULL));
  refused (0, trove_document_get_root_key (other));
  refused (0, trove_document_get_n_objects (NULL));
  refused (NULL, trove_document_get_root (NULL));
  refused (NULL, trove_document_get_root (other));
  refused_objects (NULL, trove_document_lookup, DRAWING_ROOT);
  refused_objects (NULL, trove_document_peek, DRAWING_ROOT, &type);
  g_assert_cmpuint (type, ==, G_TYPE_CHAR);
  refused_objects (0, trove_document_get_n_children, DRAWING_ROOT, "children");
  refused (0, trove_document_get_n_children (drawing, DRAWING_ROOT, NULL));
  refused_objects (0, trove_document_get_children, DRAWING_ROOT, "children", 0, &key, 1);
  refused (0, trove_document_get_children (drawing, DRAWING_ROOT, NULL, 0, &key, 1));
  refused (0, trove_document_get_children (drawing, DRAWING_ROOT, "children", 0, NULL, 1));
  refused_objects (0, trove_document_get_owner, DRAWING_ROOT, NULL, NULL);
  refused_empty (n, trove_document_dup_referrers (NULL, DRAWING_ROOT, &n));
  refused_empty (n, trove_document_dup_referrers (other, DRAWING_ROOT, &n));
  refused (NULL, trove_document_dup_referrers (drawing, DRAWING_ROOT, NULL));

  refused_objects (FALSE, trove_document_add, root_type, NULL, 0, NULL, 0, &key, NULL);
  refused (FALSE, trove_document_add (drawing, G_TYPE_INT, NULL, 0, NULL, 0, &key, NULL));
  refused (FALSE, trove_document_add (drawing, root_type, NULL, DRAWING_ROOT, NULL, 0, &key, NULL));
  refused (FALSE, trove_document_add (drawing, root_type, NULL, 0, NULL, 0, &key, &set));
  g_assert_cmpuint (key, ==, 77);
  refused_objects (FALSE, trove_document_set, DRAWING_ROOT, data, NULL);
  refused (FALSE, trove_document_set (drawing, DRAWING_ROOT, NULL, NULL));
  refused (FALSE, trove_document_set (drawing, DRAWING_ROOT, data, &set));
  refused_objects (FALSE, trove_document_remove, DRAWING_ROOT, NULL);
  refused (FALSE, trove_document_remove (drawing, DRAWING_ROOT, &set));
  refused_objects (FALSE, trove_document_move, DRAWING_ROOT, DRAWING_ROOT, "children", 0, NULL);
  refused (FALSE, trove_document_move (drawing, DRAWING_ROOT, DRAWING_ROOT, NULL, 0, NULL));
  refused (FALSE, trove_document_move (drawing, DRAWING_ROOT, DRAWING_ROOT, "children", 0, &set));
  refused_objects (FALSE, trove_document_splice, DRAWING_ROOT, "children", 0, 0, NULL, 0, NULL);
  refused (FALSE, trove_document_splice (drawing, DRAWING_ROOT, NULL, 0, 0, NULL, 0, NULL));
  refused (FALSE, trove_document_splice (drawing, DRAWING_ROOT, "children", 0, 0, NULL, 1, NULL));
  refused (FALSE, trove_document_splice (drawing, DRAWING_ROOT, "children", 0, 0, NULL, 0, &set));
  refused_objects (FALSE, trove_document_move_item, DRAWING_ROOT, "children", 0, 0, NULL);
  refused (FALSE, trove_document_move_item (drawing, DRAWING_ROOT, NULL, 0, 0, NULL));
  refused (FALSE, trove_document_move_item (drawing, DRAWING_ROOT, "children", 0, 0, &set));
  g_assert_false (trove_document_get_modified (drawing));
}

static void
test_steps (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);

  refused_objects (FALSE, trove_document_begin, NULL, NULL);
  refused (FALSE, trove_document_begin (drawing, NULL, &set));
  refused_objects (FALSE, trove_document_end, NULL);
  refused (FALSE, trove_document_end (drawing, &set));
  refused_objects (FALSE, trove_document_cancel, NULL);
  refused (FALSE, trove_document_cancel (drawing, &set));
  refused_objects (FALSE, trove_document_restart_group, NULL);
  refused (FALSE, trove_document_restart_group (drawing, &set));
  refused_objects (FALSE, trove_document_commit_full, NULL, NULL, NULL);
  refused (FALSE, trove_document_commit_full (drawing, NULL, NULL, &set));
  refused_objects (FALSE, trove_document_commit, NULL, NULL);
  refused (FALSE, trove_document_commit (drawing, NULL, &set));
  refused_objects (FALSE, trove_document_rollback, NULL);
  refused (FALSE, trove_document_rollback (drawing, &set));
  refused_objects (FALSE, trove_document_undo, NULL);
  refused (FALSE, trove_document_undo (drawing, &set));
  refused_objects (FALSE, trove_document_redo, NULL);
  refused (FALSE, trove_document_redo (drawing, &set));
  refused_objects (FALSE, trove_document_go_to, version, NULL);
  refused (FALSE, trove_document_go_to (drawing, NULL, NULL));
  refused (FALSE, trove_document_go_to (drawing, other, NULL));
  refused (FALSE, trove_document_go_to (drawing, version, &set));
  refused_objects (NULL, trove_document_freeze, NULL);
  refused (NULL, trove_document_freeze (drawing, &set));
  refused_objects (NULL, trove_document_get_usage, NULL);
  refused (NULL, trove_document_get_usage (drawing, &set));
  refused_objects (NULL, trove_document_branch, NULL, NULL);
  refused (NULL, trove_document_branch (drawing, other, NULL));
  refused (NULL, trove_document_branch (drawing, NULL, &set));
  refused_objects (FALSE, trove_document_set_saved, NULL, NULL);
  refused (FALSE, trove_document_set_saved (drawing, other, NULL));
  refused (FALSE, trove_document_set_saved (drawing, NULL, &set));
  refused_objects (FALSE, trove_document_transfer, NULL);
  refused (FALSE, trove_document_transfer (drawing, &set));

  refused (NULL, trove_document_dup_current (NULL));
  refused (NULL, trove_document_dup_saved (NULL));
  refused_array (trove_document_dup_versions (NULL));
  refused_array (trove_document_dup_versions (other));
  refused (NULL, trove_document_dup_version (NULL, "0"));
  refused (NULL, trove_document_dup_version (other, "0"));
  refused (NULL, trove_document_dup_version (drawing, NULL));
  refused (NULL, trove_document_get_history (NULL));
  refused (NULL, trove_document_get_history (other));
  refused (NULL, trove_document_create_actions (NULL));
  refused (NULL, trove_document_create_actions (other));
  refused (FALSE, trove_document_get_auto_commit (NULL));
  refused (FALSE, trove_document_get_restoring (NULL));
  refused_void (trove_document_set_auto_commit (NULL, TRUE));
  refused_void (trove_document_set_auto_commit (other, TRUE));
  refused (FALSE, trove_document_get_modified (NULL));
  refused (FALSE, trove_document_get_can_undo (NULL));
  refused (FALSE, trove_document_get_can_redo (NULL));
  refused (NULL, trove_document_get_undo_label (NULL));
  refused (NULL, trove_document_get_redo_label (NULL));
  refused (NULL, trove_document_get_view_state (NULL));
  refused_void (trove_document_set_view_state (NULL, NULL));
  refused_void (trove_document_set_view_state (other, NULL));
  refused (0, trove_document_get_max_versions (NULL));
  refused (0, trove_document_get_max_versions (other));
  refused_void (trove_document_set_max_versions (NULL, 1));
  refused_void (trove_document_set_max_versions (other, 1));
  refused (0, trove_document_get_max_history_bytes (NULL));
  refused (0, trove_document_get_max_history_bytes (other));
  refused_void (trove_document_set_max_history_bytes (NULL, 1));
  refused_void (trove_document_set_max_history_bytes (other, 1));
}

static void
test_document_versions (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);
  /* Made by g_object_new (): it is of no document. */
  g_autoptr (TroveVersion) no_version = g_object_new (TROVE_TYPE_VERSION, NULL);
  TroveVersion *const none[] = { NULL, other, no_version };
  TroveVersionReader reader;
  TroveKey key = 77;
  guint n_items;
  gsize n;

  refused_void (trove_version_set_name (version, "\xff"));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      refused (FALSE, trove_version_read (none[i], NULL));
      refused (NULL, trove_version_dup_id (none[i]));
      refused (NULL, trove_version_get_label (none[i]));
      refused (0, trove_version_get_time (none[i]));
      refused_array (trove_version_dup_parents (none[i]));
      refused (FALSE, trove_version_get_kept (none[i]));
      refused_void (trove_version_set_kept (none[i], TRUE));
      refused (NULL, trove_version_dup_name (none[i]));
      refused_void (trove_version_set_name (none[i], "name"));
      refused (NULL, trove_version_get_view_state (none[i]));
      refused (0, trove_version_get_n_bytes (none[i]));
      refused (NULL, trove_version_dup_root (none[i]));
      refused (NULL, trove_version_lookup (none[i], DRAWING_ROOT));
      refused (0, trove_version_get_root_key (none[i]));
      refused (0, trove_version_get_n_objects (none[i]));
      refused (0, trove_version_get_next_key (none[i], 0));
      refused (NULL, trove_version_peek (none[i], DRAWING_ROOT, NULL));
      refused (0, trove_version_get_n_children (none[i], DRAWING_ROOT, "children"));
      refused (0, trove_version_get_children (none[i], DRAWING_ROOT, "children", 0, &key, 1));
      refused_empty (n_items, trove_version_peek_children (none[i], DRAWING_ROOT, "children", 0, &n_items));
      refused (0, trove_version_get_owner (none[i], DRAWING_ROOT, NULL, NULL));
      refused_empty (n, trove_version_dup_referrers (none[i], DRAWING_ROOT, &n));
      refused (NULL, trove_version_dup_column (none[i], shape_get_type (), "key", NULL));
      refused (NULL, trove_version_dup_object_counts (none[i], NULL));
      refused_void (trove_version_reader_init (&reader, none[i]));
    }
  refused (FALSE, trove_document_go_to (drawing, no_version, NULL));
  refused (NULL, trove_document_branch (drawing, no_version, NULL));
  refused (FALSE, trove_document_set_saved (drawing, no_version, NULL));
  refused (0, trove_version_get_n_children (version, DRAWING_ROOT, NULL));
  refused (0, trove_version_get_children (version, DRAWING_ROOT, NULL, 0, &key, 1));
  refused (0, trove_version_get_children (version, DRAWING_ROOT, "children", 0, NULL, 1));
  g_assert_cmpuint (key, ==, 77);
  refused_empty (n_items, trove_version_peek_children (version, DRAWING_ROOT, NULL, 0, &n_items));
  refused (NULL, trove_version_peek_children (version, DRAWING_ROOT, "children", 0, NULL));
  refused (NULL, trove_version_dup_referrers (version, DRAWING_ROOT, NULL));
  refused (NULL, trove_version_dup_column (version, shape_get_type (), NULL, NULL));
  refused (NULL, trove_version_dup_column (version, G_TYPE_OBJECT, "key", NULL));
  refused (NULL, trove_version_dup_column (version, shape_get_type (), "lost", &set));
  refused (NULL, trove_version_dup_object_counts (version, &set));
  refused (FALSE, trove_version_read (version, &set));

  trove_version_reader_init (&reader, version);
  refused_void (trove_version_reader_init (NULL, version));
  refused (NULL, trove_version_reader_peek (NULL, DRAWING_ROOT, NULL));
  refused_empty (n_items, trove_version_reader_peek_children (NULL, DRAWING_ROOT, "children", 0, &n_items));
  refused_empty (n_items, trove_version_reader_peek_children (&reader, DRAWING_ROOT, NULL, 0, &n_items));
  refused (NULL, trove_version_reader_peek_children (&reader, DRAWING_ROOT, "children", 0, NULL));
}

/* Objects and lists of documents */

static void
test_live_objects (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);
  g_autoptr (TroveVersion) no_version = g_object_new (TROVE_TYPE_VERSION, NULL);
  TroveObject *root = trove_document_get_root (drawing);
  const ShapeData data = { .x = 5 };

  refused (NULL, trove_object_get_document (NULL));
  refused (NULL, trove_object_get_document (other));
  refused (NULL, trove_object_get_version (NULL));
  refused (NULL, trove_object_get_version (other));
  refused (0, trove_object_get_key (NULL));
  refused (0, trove_object_get_key (other));
  refused (FALSE, trove_object_get_removed (NULL));
  refused (FALSE, trove_object_get_removed (other));
  refused (NULL, trove_object_get_unknown_class (NULL));
  refused (NULL, trove_object_get_unknown_class (other));
  refused (NULL, trove_object_dup_unknown_values (NULL));
  refused (NULL, trove_object_dup_unknown_values (other));
  refused (NULL, trove_object_dup_owner (NULL));
  refused (NULL, trove_object_dup_owner (other));
  refused_objects (NULL, trove_object_get_list, "children");
  refused (NULL, trove_object_get_list (root, NULL));
  refused_array (trove_object_dup_referrers (NULL));
  refused_array (trove_object_dup_referrers (other));
  refused_objects (NULL, trove_object_dup_at, version);
  refused (NULL, trove_object_dup_at (root, NULL));
  refused (NULL, trove_object_dup_at (root, other));
  refused (NULL, trove_object_dup_at (root, no_version));
  refused (NULL, trove_object_peek_data (NULL));
  refused (NULL, trove_object_peek_data (other));
  refused_objects (FALSE, trove_object_set_field, "x", &number, NULL);
  refused (FALSE, trove_object_set_field (root, NULL, &number, NULL));
  refused (FALSE, trove_object_set_field (root, "x", NULL, NULL));
  refused (FALSE, trove_object_set_field (root, "x", &no_value, NULL));
  refused (FALSE, trove_object_set_field (root, "x", &number, &set));
  refused_objects (FALSE, trove_object_set_data, &data, NULL);
  refused (FALSE, trove_object_set_data (root, NULL, NULL));
  refused (FALSE, trove_object_set_data (root, &data, &set));
  refused_objects (NULL, trove_object_copy, drawing, NULL);
  refused (NULL, trove_object_copy (root, NULL, NULL));
  refused (NULL, trove_object_copy (root, other, NULL));
  refused (NULL, trove_object_copy (root, drawing, &set));
  refused_objects (FALSE, trove_object_remove, NULL);
  refused (FALSE, trove_object_remove (root, &set));
  g_assert_false (trove_document_get_modified (drawing));
}

/* A name of no field of the right kind. */
static void
test_names_of_fields (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  TroveObject *root = trove_document_get_root (drawing);
  static const char *const no_lists[] = { "x", "owner", "no-such-name", "" };
  static const char *const no_values[] = { "children", "key", "document", "no-such-name", "" };

  for (guint i = 0; i < G_N_ELEMENTS (no_lists); i++)
    {
      expect_critical ("Shape has no list*");
      g_assert_null (trove_object_get_list (root, no_lists[i]));
      g_test_assert_expected_messages ();
    }
  for (guint i = 0; i < G_N_ELEMENTS (no_values); i++)
    {
      expect_critical ("Shape has no field*that can be set");
      g_assert_false (trove_object_set_field (root, no_values[i], &number, NULL));
      g_test_assert_expected_messages ();
    }
}

static void
test_lists (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  TroveObject *root = trove_document_get_root (drawing);
  TroveObject *const items[] = { root, other };
  TroveObject *const missing[] = { NULL };
  TroveList *list = trove_object_get_list (root, "children");
  /* Made by g_object_new (): it is of no object. */
  TroveList *const none[] = { NULL, other, g_object_new (TROVE_TYPE_LIST, NULL) };
  guint position = 77;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      refused (NULL, trove_list_dup_object (none[i]));
      refused (FALSE, trove_list_find (none[i], root, &position));
      refused (FALSE, trove_list_append (none[i], root, NULL));
      refused (FALSE, trove_list_insert (none[i], 0, root, NULL));
      refused (FALSE, trove_list_remove (none[i], 0, NULL));
      refused (FALSE, trove_list_move (none[i], 0, 0, NULL));
      refused (FALSE, trove_list_splice (none[i], 0, 0, NULL, 0, NULL));
    }
  refused (FALSE, trove_list_find (list, NULL, &position));
  refused (FALSE, trove_list_find (list, other, &position));
  g_assert_cmpuint (position, ==, 77);
  refused (FALSE, trove_list_append (list, NULL, NULL));
  refused (FALSE, trove_list_append (list, other, NULL));
  refused (FALSE, trove_list_append (list, root, &set));
  refused (FALSE, trove_list_insert (list, 0, NULL, NULL));
  refused (FALSE, trove_list_insert (list, 0, other, NULL));
  refused (FALSE, trove_list_insert (list, 0, root, &set));
  refused (FALSE, trove_list_remove (list, 0, &set));
  refused (FALSE, trove_list_move (list, 0, 0, &set));
  refused (FALSE, trove_list_splice (list, 0, 0, NULL, 1, NULL));
  refused (FALSE, trove_list_splice (list, 0, 0, items, 2, NULL));
  refused (FALSE, trove_list_splice (list, 0, 0, missing, 1, NULL));
  refused (FALSE, trove_list_splice (list, 0, 0, NULL, 0, &set));

  /* A list model of nothing. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (none[2])), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (none[2]), 0));
  g_assert_cmpuint (g_list_model_get_item_type (G_LIST_MODEL (none[2])), ==, G_TYPE_OBJECT);
  g_object_unref (none[2]);
  g_assert_false (trove_document_get_modified (drawing));
}

/* The same from another thread than the document's. g_test_expect_message () is of one thread at a time: the main one waits. */

typedef struct
{
  TroveDocument *drawing;
  TroveObject *root, *child;
  TroveList *list;
} Elsewhere;

static void
expect_other_thread (void)
{
  expect_critical ("The document belongs to the main thread, not to thread*");
}

#define refused_elsewhere(value, call)                                                                       \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    expect_other_thread ();                                                                                  \
    g_assert_true ((value) == (call));                                                                       \
    g_test_assert_expected_messages ();                                                                      \
  }                                                                                                          \
  G_STMT_END

#define fails_elsewhere(call)                                                                                \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GError) error = NULL;                                                                         \
                                                                                                             \
    g_assert_false (call);                                                                                   \
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);                                           \
  }                                                                                                          \
  G_STMT_END

static gpointer
call_elsewhere (gpointer data)
{
  const Elsewhere *e = data;
  const ShapeData values = { .x = 5 };
  GPtrArray *referrers;
  guint position;
  gint64 x;

  refused_elsewhere (NULL, trove_document_get_root (e->drawing));
  refused_elsewhere (NULL, trove_document_get_history (e->drawing));
  refused_elsewhere (NULL, trove_document_lookup (e->drawing, DRAWING_ROOT));
  refused_elsewhere (NULL, trove_object_dup_owner (e->child));
  expect_other_thread ();
  referrers = trove_object_dup_referrers (e->root);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (referrers->len, ==, 0);
  g_ptr_array_unref (referrers);
  refused_elsewhere (0, ((const ShapeData *) trove_object_peek_data (e->root))->x); /* the default */
  refused_elsewhere (0, (g_object_get (e->root, "x", &x, NULL), x));
  refused_elsewhere (0, g_list_model_get_n_items (G_LIST_MODEL (e->list)));
  refused_elsewhere (NULL, g_list_model_get_item (G_LIST_MODEL (e->list), 0));
  refused_elsewhere (NULL, trove_list_dup_object (e->list));
  refused_elsewhere (FALSE, trove_list_find (e->list, e->child, &position));

  fails_elsewhere (trove_object_set_field (e->root, "x", &number, &error));
  fails_elsewhere (trove_object_set_data (e->root, &values, &error));
  fails_elsewhere (trove_object_remove (e->child, &error));
  fails_elsewhere (trove_list_append (e->list, e->child, &error));
  fails_elsewhere (trove_list_insert (e->list, 0, e->child, &error));
  fails_elsewhere (trove_list_remove (e->list, 0, &error));
  fails_elsewhere (trove_list_move (e->list, 0, 0, &error));
  fails_elsewhere (trove_list_splice (e->list, 0, 1, NULL, 0, &error));
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING, "The property*was not set: The document belongs*");
  g_object_set (e->root, "x", (gint64) 5, NULL);
  g_test_assert_expected_messages ();
  expect_critical ("No object of type Shape was made: The document belongs*");
  g_object_unref (g_object_new (shape_get_type (), "document", e->drawing, NULL));
  g_test_assert_expected_messages ();
  return NULL;
}

static void
test_wrong_thread (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  Elsewhere e = { .drawing = drawing, .root = trove_document_get_root (drawing) };
  gint64 x = 77;

  e.child = trove_document_lookup (drawing, add_shape (drawing, DRAWING_ROOT, "children", 0));
  e.list = trove_object_get_list (e.root, "children");
  g_object_unref (commit (drawing));
  g_thread_join (g_thread_new ("other", call_elsewhere, &e));
  g_object_get (e.root, "x", &x, NULL);
  g_assert_cmpint (x, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (e.list)), ==, 1);
  g_assert_cmpuint (trove_document_get_n_objects (drawing), ==, 2);
  g_object_unref (e.child);
}

/* A class validates no value that cannot be set anyway. */

static gboolean
never_validate (TroveObject *self, GParamSpec *pspec, GValue *value, GError **error)
{
  g_assert_not_reached ();
}

static void
validating_class_init (gpointer klass, gpointer data)
{
  TROVE_OBJECT_CLASS (klass)->validate = never_validate;
}

static GType
validating_shape_get_type (void)
{
  static GType type;

  if (type == 0)
    type = g_type_register_static_simple (shape_get_type (), "ValidatingShape", sizeof (ShapeClass),
                                          validating_class_init, sizeof (Shape), NULL, 0);
  return type;
}

static gpointer
set_elsewhere (gpointer root)
{
  fails_elsewhere (trove_object_set_field (root, "x", &number, &error));
  return NULL;
}

static void
set_while_told (TroveDocument *document, TroveChanges *changes, gpointer n)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_object_set_field (trove_document_get_root (document), "x", &number, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  ++*(guint *) n;
}

static void
test_validate (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (validating_shape_get_type (), NULL, 0);
  TroveObject *root = trove_document_get_root (document);
  guint n = 0;

  g_thread_join (g_thread_new ("other", set_elsewhere, root));
  g_signal_connect (document, "changed", G_CALLBACK (set_while_told), &n);
  set_x (document, DRAWING_ROOT, 5); /* by key */
  undo (document);
  g_assert_cmpuint (n, ==, 1);
}

/* Changes between versions of documents */

static void
test_changes (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);
  g_autoptr (TroveChanges) changes = compare (version, version);
  /* Made by g_object_new (): they have no versions. */
  g_autoptr (TroveChanges) no_changes = g_object_new (TROVE_TYPE_CHANGES, NULL);
  TroveChanges *const no_list[] = { NULL, other, no_changes };
  TroveChange *const none[] = { NULL, other, g_object_new (TROVE_TYPE_CHANGE, NULL) };
  guint position = 77;
  gsize n;

  refused_objects (NULL, trove_version_compare, version, NULL);
  refused (NULL, trove_version_compare (version, NULL, NULL));
  refused (NULL, trove_version_compare (version, other, NULL));
  refused (NULL, trove_version_compare (version, version, &set));
  refused_objects (NULL, trove_document_compare, NULL, NULL);
  refused (NULL, trove_document_compare (drawing, other, NULL));
  refused (NULL, trove_document_compare (drawing, version, &set));
  refused (NULL, trove_changes_inverse (NULL));
  refused (NULL, trove_changes_inverse (other));
  refused (NULL, trove_changes_inverse (no_changes));
  for (guint i = 0; i < G_N_ELEMENTS (no_list); i++)
    {
      refused (FALSE, trove_changes_read (no_list[i], NULL));
      refused (TROVE_CHANGE_ADDED, trove_changes_get_kind (no_list[i], 0));
      refused (0, trove_changes_get_key (no_list[i], 0));
      refused (G_TYPE_INVALID, trove_changes_get_object_type (no_list[i], 0));
      refused (NULL, trove_changes_get_property_name (no_list[i], 0));
      refused (0, trove_changes_count_kind (no_list[i], TROVE_CHANGE_ADDED));
      refused_empty (n, trove_changes_dup_keys (no_list[i], &n));
    }
  refused (FALSE, trove_changes_read (changes, &set));
  refused (TROVE_CHANGE_ADDED, trove_changes_get_kind (changes, 0));
  refused (0, trove_changes_get_key (changes, 0));
  refused (G_TYPE_INVALID, trove_changes_get_object_type (changes, 0));
  refused (NULL, trove_changes_get_property_name (changes, 0));
  refused (NULL, trove_changes_dup_keys (changes, NULL));
  refused (NULL, trove_changes_dup_from (NULL));
  refused (NULL, trove_changes_dup_from (no_changes));
  refused (NULL, trove_changes_dup_to (NULL));
  refused (NULL, trove_changes_dup_to (no_changes));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      refused (TROVE_CHANGE_ADDED, trove_change_get_kind (none[i]));
      refused (0, trove_change_get_key (none[i]));
      refused (G_TYPE_INVALID, trove_change_get_object_type (none[i]));
      refused (NULL, trove_change_get_property_name (none[i]));
      refused (NULL, trove_change_dup_old_value (none[i]));
      refused (NULL, trove_change_dup_new_value (none[i]));
      refused (0, trove_change_get_old_owner (none[i], NULL, &position));
      refused (0, trove_change_get_new_owner (none[i], NULL, &position));
      refused (0, trove_change_get_n_runs (none[i]));
      refused_void (trove_change_get_run (none[i], 0, &position, NULL, NULL, NULL));
    }
  g_assert_cmpuint (position, ==, 77);
  g_object_unref (none[2]);

  g_clear_object (&changes);
  set_x (drawing, DRAWING_ROOT, 1);
  changes = trove_document_compare (drawing, version, NULL);
  {
    g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), 0);

    refused_void (
        trove_change_get_run (change, 0, &position, NULL, NULL, NULL)); /* it is no change of a list */
  }
  g_assert_cmpuint (position, ==, 77);
}

/* Fragments */

static void
test_fragments (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);
  g_autoptr (TroveVersion) no_version = g_object_new (TROVE_TYPE_VERSION, NULL);
  g_autoptr (TroveFragment) fragment = trove_fragment_new (version, NULL, 0, NULL);
  g_autoptr (TroveFragment) no_fragment = g_object_new (TROVE_TYPE_FRAGMENT, NULL);
  g_autoptr (TroveList) no_list = g_object_new (TROVE_TYPE_LIST, NULL);
  TroveFragment *const none[] = { NULL, other, no_fragment };
  TroveObject *root = trove_document_get_root (drawing);
  TroveList *list = trove_object_get_list (root, "children");

  refused_objects (NULL, trove_fragment_new, NULL, 0, NULL);
  refused (NULL, trove_fragment_new (no_version, NULL, 0, NULL));
  refused (NULL, trove_fragment_new (version, NULL, 1, NULL));
  refused (NULL, trove_fragment_new (version, NULL, 0, &set));
  refused (NULL, trove_fragment_new_from_bytes (NULL, NULL));
  refused (NULL, trove_fragment_new_from_bytes ((GBytes *) other, &set));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      refused (NULL, trove_fragment_to_bytes (none[i], NULL));
      refused (0, trove_fragment_get_n_objects (none[i]));
      refused (0, trove_fragment_get_n_roots (none[i]));
      refused (G_TYPE_INVALID, trove_fragment_get_root_type (none[i], 0));
      refused (FALSE, trove_fragment_insert (none[i], list, 0, NULL));
      refused (FALSE, trove_fragment_assign (none[i], root, "part", NULL));
      refused (FALSE, trove_fragment_insert_by_key (none[i], drawing, 1, "children", 0, NULL, NULL));
    }
  refused (NULL, trove_fragment_to_bytes (fragment, &set));
  refused (G_TYPE_INVALID, trove_fragment_get_root_type (fragment, 0));
  refused (FALSE, trove_fragment_insert (fragment, NULL, 0, NULL));
  refused (FALSE, trove_fragment_insert (fragment, other, 0, NULL));
  refused (FALSE, trove_fragment_insert (fragment, no_list, 0, NULL));
  refused (FALSE, trove_fragment_insert (fragment, list, 0, &set));
  refused (FALSE, trove_fragment_assign (fragment, NULL, "part", NULL));
  refused (FALSE, trove_fragment_assign (fragment, other, "part", NULL));
  refused (FALSE, trove_fragment_assign (fragment, root, NULL, NULL));
  refused (FALSE, trove_fragment_assign (fragment, root, "part", &set));
  refused (FALSE, trove_fragment_insert_by_key (fragment, NULL, 1, "children", 0, NULL, NULL));
  refused (FALSE, trove_fragment_insert_by_key (fragment, other, 1, "children", 0, NULL, NULL));
  refused (FALSE, trove_fragment_insert_by_key (fragment, drawing, 1, NULL, 0, NULL, NULL));
  refused (FALSE, trove_fragment_insert_by_key (fragment, drawing, 1, "children", 0, NULL, &set));
}

/* Applying changes */

static void
test_conflicts (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);
  g_autoptr (TroveChanges) changes = compare (version, version);
  g_autoptr (TroveChanges) no_changes = g_object_new (TROVE_TYPE_CHANGES, NULL);
  TroveConflict *const none[] = { NULL, other, g_object_new (TROVE_TYPE_CONFLICT, NULL) };
  const guint position = 0;

  refused_objects (NULL, trove_document_apply, changes, NULL);
  refused (NULL, trove_document_apply (drawing, NULL, NULL));
  refused (NULL, trove_document_apply (drawing, other, NULL));
  refused (NULL, trove_document_apply (drawing, no_changes, NULL));
  refused (NULL, trove_document_apply (drawing, changes, &set));
  refused (NULL, trove_changes_pick (NULL, NULL, 0));
  refused (NULL, trove_changes_pick (other, NULL, 0));
  refused (NULL, trove_changes_pick (no_changes, NULL, 0));
  refused (NULL, trove_changes_pick (changes, NULL, 1));
  refused (NULL, trove_changes_pick (changes, &position, 1));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      refused (TROVE_CONFLICT_ABSENT_OBJECT, trove_conflict_get_kind (none[i]));
      refused (0, trove_conflict_get_key (none[i]));
      refused (G_TYPE_INVALID, trove_conflict_get_object_type (none[i]));
      refused (NULL, trove_conflict_get_property_name (none[i]));
      refused (NULL, trove_conflict_dup_property_names (none[i]));
      refused (0, trove_conflict_get_other_key (none[i]));
      refused (NULL, trove_conflict_get_message (none[i]));
      refused (NULL, trove_conflict_dup_base_value (none[i]));
      refused (NULL, trove_conflict_dup_our_value (none[i]));
      refused (NULL, trove_conflict_dup_their_value (none[i]));
      refused (NULL, trove_conflict_dup_text (none[i], TROVE_CHOICE_OURS));
      refused (NULL, trove_conflict_dup_object (none[i], TROVE_CHOICE_OURS));
      refused (TROVE_CHOICE_OURS, trove_conflict_get_choice (none[i]));
      refused (FALSE, trove_conflict_set_choice (none[i], TROVE_CHOICE_OURS, NULL));
    }
  g_test_expect_message ("Trove", G_LOG_LEVEL_CRITICAL, "*is_made*");
  g_object_set (none[2], "choice", TROVE_CHOICE_THEIRS, NULL);
  g_test_assert_expected_messages ();
  g_object_unref (none[2]);
}

static void
test_merging (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (TroveConflict) conflict = NULL;
  g_autoptr (TroveVersion) no_version = g_object_new (TROVE_TYPE_VERSION, NULL);
  g_autoptr (TroveMerge) no_merge = g_object_new (TROVE_TYPE_MERGE, NULL);

  before = commit (drawing);
  set_x (drawing, DRAWING_ROOT, 1);
  after = commit (drawing);
  set_x (drawing, DRAWING_ROOT, 2);
  refused_objects (NULL, trove_document_merge, before, NULL);
  refused (NULL, trove_document_merge (drawing, NULL, NULL));
  refused (NULL, trove_document_merge (drawing, other, NULL));
  refused (NULL, trove_document_merge (drawing, no_version, NULL));
  refused (NULL, trove_document_merge (drawing, before, &set));

  changes = compare (after, before);
  merge = trove_document_apply (drawing, changes, NULL);
  conflict = g_list_model_get_item (G_LIST_MODEL (merge), 0);
  refused (NULL, trove_merge_dup_version (NULL, TROVE_CHOICE_OURS));
  refused (NULL, trove_merge_dup_version (other, TROVE_CHOICE_OURS));
  refused (NULL, trove_merge_dup_version (no_merge, TROVE_CHOICE_OURS));
  refused (NULL, trove_merge_dup_version (merge, (TroveChoice) 3));
  refused (NULL, trove_conflict_dup_text (conflict, (TroveChoice) 3));
  refused (NULL, trove_conflict_dup_object (conflict, (TroveChoice) 3));
  refused (FALSE, trove_conflict_set_choice (conflict, (TroveChoice) 3, NULL));
  refused (FALSE, trove_conflict_set_choice (conflict, TROVE_CHOICE_OURS, &set));
}

static void
test_files (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = commit (drawing);
  g_autoptr (TroveVersion) no_version = g_object_new (TROVE_TYPE_VERSION, NULL);
  g_autoptr (GFile) file = g_file_new_for_path ("drawing");
  g_autoptr (GTask) task = g_task_new (drawing, NULL, NULL, NULL);
  TroveDocument *none[] = { NULL, other };
  GFile *no_file = other;
  GCancellable *no_cancellable = other;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      refused (NULL, trove_document_get_file (none[i]));
      refused (FALSE, trove_document_save (none[i], file, TROVE_SAVE_NONE, NULL, NULL));
      refused_void (
          trove_document_save_async (none[i], file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, NULL, NULL));
      refused (FALSE, trove_document_save_finish (none[i], G_ASYNC_RESULT (task), NULL));
      refused_void (trove_document_set_autosave (none[i], file, 0));
      refused (NULL, trove_document_merge_file (none[i], file, NULL, NULL));
      refused_void (trove_document_merge_file_async (none[i], file, NULL, NULL, NULL));
      refused (NULL, trove_document_merge_file_finish (none[i], G_ASYNC_RESULT (task), NULL));
    }
  refused (FALSE, trove_document_save (drawing, no_file, TROVE_SAVE_NONE, NULL, NULL));
  refused (FALSE, trove_document_save (drawing, file, TROVE_SAVE_NONE, no_cancellable, NULL));
  refused (FALSE, trove_document_save (drawing, file, TROVE_SAVE_NONE, NULL, &set));
  refused_void (
      trove_document_save_async (drawing, no_file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, NULL, NULL));
  refused_void (trove_document_save_async (drawing, file, TROVE_SAVE_NONE, no_cancellable, NULL, NULL, NULL,
                                           NULL, NULL));
  refused (FALSE, trove_document_save_finish (drawing, NULL, NULL));
  refused (FALSE, trove_document_save_finish (drawing, G_ASYNC_RESULT (task), NULL));
  refused_void (trove_document_set_autosave (drawing, no_file, 0));

  refused (NULL, trove_document_load (NULL, NULL, 0, NULL, NULL));
  refused (NULL, trove_document_load (no_file, NULL, 0, NULL, NULL));
  refused (NULL, trove_document_load (file, NULL, 1, NULL, NULL));
  refused (NULL, trove_document_load (file, NULL, 0, no_cancellable, NULL));
  refused (NULL, trove_document_load (file, NULL, 0, NULL, &set));
  refused_void (trove_document_load_async (NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL));
  refused_void (trove_document_load_async (no_file, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL));
  refused_void (trove_document_load_async (file, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL));
  refused_void (trove_document_load_async (file, NULL, 0, no_cancellable, NULL, NULL, NULL, NULL, NULL));
  refused (NULL, trove_document_load_finish (NULL, NULL));
  refused (NULL, trove_document_load_finish (G_ASYNC_RESULT (task), NULL));

  refused (NULL, trove_document_merge_file (drawing, NULL, NULL, NULL));
  refused (NULL, trove_document_merge_file (drawing, no_file, NULL, NULL));
  refused (NULL, trove_document_merge_file (drawing, file, no_cancellable, NULL));
  refused (NULL, trove_document_merge_file (drawing, file, NULL, &set));
  refused_void (trove_document_merge_file_async (drawing, NULL, NULL, NULL, NULL));
  refused_void (trove_document_merge_file_async (drawing, no_file, NULL, NULL, NULL));
  refused_void (trove_document_merge_file_async (drawing, file, no_cancellable, NULL, NULL));
  refused (NULL, trove_document_merge_file_finish (drawing, NULL, NULL));
  refused (NULL, trove_document_merge_file_finish (drawing, G_ASYNC_RESULT (task), NULL));

  refused (NULL, trove_version_to_json (NULL, NULL));
  refused (NULL, trove_version_to_json (no_version, NULL));
  refused (NULL, trove_version_to_json (version, &set));
}

/* Completeness */

typedef struct
{
  const char *path;
  void (*test) (void);
} Test;

static const Test tests[] = {
  { "/preconditions/construct", test_construct },
  { "/preconditions/documents", test_documents },
  { "/preconditions/steps", test_steps },
  { "/preconditions/document-versions", test_document_versions },
  { "/preconditions/values", test_values },
  { "/preconditions/versions", test_versions },
  { "/preconditions/files", test_files },
  { "/preconditions/inspect", test_inspect },
  { "/preconditions/settings", test_settings },
  { "/preconditions/bulk", test_bulk },
  { "/preconditions/raw", test_raw },
  { "/preconditions/borrow", test_borrow },
  { "/preconditions/reader", test_reader },
  { "/preconditions/snapshot", test_snapshot },
  { "/preconditions/snapshot-many", test_snapshot_many },
  { "/preconditions/map", test_map },
  { "/preconditions/sub-arena", test_sub_arena },
  { "/preconditions/boxed", test_boxed },
  { "/preconditions/objects", test_objects },
  { "/preconditions/live-objects", test_live_objects },
  { "/preconditions/names-of-fields", test_names_of_fields },
  { "/preconditions/lists", test_lists },
  { "/preconditions/wrong-thread", test_wrong_thread },
  { "/preconditions/validate", test_validate },
  { "/preconditions/changes", test_changes },
  { "/preconditions/conflicts", test_conflicts },
  { "/preconditions/merging", test_merging },
  { "/preconditions/fragments", test_fragments },
};

static void
run (gconstpointer data)
{
  const Test *test = data;

  set_up ();
  test->test ();
  tear_down ();
}

/* Functions that cannot have a wrong argument: they take none, or take NULL. */
static gboolean
takes_anything (const char *name)
{
  return g_str_has_suffix (name, "_get_type") || g_str_has_suffix (name, "_free") ||
         g_str_equal (name, "trove_error_quark") || g_str_equal (name, "trove_thread_leave");
}

static void
test_all_functions (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "symbols.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;
  GError *error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    run (&tests[i]);

  names = g_strsplit (g_strstrip (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (names), >, 100);
  for (guint i = 0; names[i] != NULL; i++)
    if (!takes_anything (names[i]) && !g_hash_table_contains (refused_functions, names[i]))
      g_error ("%s is not tested with a wrong argument", names[i]);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  refused_functions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, &tests[i], run);
  g_test_add_func ("/preconditions/all-functions", test_all_functions);

  status = g_test_run ();
  g_hash_table_unref (refused_functions);
  return status;
}
