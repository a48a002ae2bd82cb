/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"

/* Every call with every kind of bad ref, and arenas that do not go together: the code, and a message that names what it
 * is about. The table of borrows is in borrow.c, threads are in threads.c, wrong values in arena-numbers.c. */

enum
{
  NUMBERS,
  STRINGS,
  UNUSED,
  N_POOLS,
};

static const GType types[N_POOLS] = { G_TYPE_INT64, G_TYPE_STRING, G_TYPE_DOUBLE };

/* Calls that take a ref. They must fail. */

typedef void (*Call) (TroveArena *arena, const TroveRef *ref, guint pool, GError **error);

static void
call_get (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_assert_null (trove_arena_get (arena, ref, error));
}

static void
call_set (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_auto (GValue) value = int64_value (1);

  g_assert_null (trove_arena_set (arena, ref, &value, error));
}

static void
call_borrow (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_assert_null (trove_arena_borrow (arena, ref, error));
}

static void
call_borrow_mut (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_assert_null (trove_arena_borrow_mut (arena, ref, error));
}

static void
call_init (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  TroveBorrow guard;

  g_assert_false (trove_borrow_init (&guard, arena, ref, error));
  g_assert_true (trove_borrow_is_released (&guard));
}

static void
call_init_mut (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  TroveBorrow guard;

  g_assert_false (trove_borrow_init_mut (&guard, arena, ref, error));
  g_assert_true (trove_borrow_is_released (&guard));
}

static void
call_set_root (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_assert_false (trove_arena_set_root (arena, ref, error));
  g_assert_null (trove_arena_get_root (arena, NULL));
}

static void
call_get_raw (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_assert_null (trove_arena_get_raw (arena, pool, ref, error));
}

static void
call_get_many_raw (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  gconstpointer out;

  g_assert_false (trove_arena_get_many_raw (arena, pool, ref, 1, &out, error));
}

static void
call_get_mut_raw (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  TroveRef slot = *ref;

  if (pool == STRINGS) /* refused whatever the ref */
    {
      call_get_raw (arena, ref, pool, error);
      return;
    }
  g_assert_null (trove_arena_get_mut_raw (arena, pool, &slot, error));
  assert_ref_equal (&slot, ref);
}

static void
call_get_string (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  gsize length = 5;

  g_assert_null (trove_arena_get_string (arena, ref, &length, error));
  g_assert_cmpuint (length, ==, 0);
}

static void
call_read_int64s (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  gsize n = 5;

  g_assert_null (trove_arena_read_int64s (arena, ref, 1, &n, error));
  g_assert_cmpuint (n, ==, 0);
}

static void
call_read_doubles (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  gsize n = 5;

  g_assert_null (trove_arena_read_doubles (arena, ref, 1, &n, error));
  g_assert_cmpuint (n, ==, 0);
}

static void
call_read_bytes (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_assert_null (trove_arena_read_bytes (arena, ref, 1, error));
}

static void
call_reader (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_auto (TroveReader) reader;

  trove_reader_init (&reader, arena, pool);
  g_assert_null (trove_reader_get (&reader, ref, error));
}

static void
call_snapshot (TroveArena *arena, const TroveRef *ref, guint pool, GError **error)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_auto (TroveReader) reader;
  GError *local = NULL;
  gconstpointer out;
  gsize n;

  trove_reader_init_snapshot (&reader, snapshot, pool);
  g_assert_null (trove_reader_get (&reader, ref, &local));
  assert_trove_error (local, TROVE_ERROR_INVALID_REF, ref_text (ref));
  g_assert_null (trove_snapshot_get_raw (snapshot, pool, ref, &local));
  assert_trove_error (local, TROVE_ERROR_INVALID_REF, ref_text (ref));
  g_assert_null (trove_snapshot_get_string (snapshot, ref, &n, &local));
  assert_trove_error (local, TROVE_ERROR_INVALID_REF, ref_text (ref));
  g_assert_false (trove_snapshot_get_many_raw (snapshot, pool, ref, 1, &out, &local));
  assert_trove_error (local, TROVE_ERROR_INVALID_REF, ref_text (ref));
  g_assert_null (trove_snapshot_read_bytes (snapshot, ref, 1, &local));
  assert_trove_error (local, TROVE_ERROR_INVALID_REF, ref_text (ref));
  g_assert_false (trove_snapshot_contains (snapshot, ref));
  g_assert_null (trove_snapshot_get (snapshot, ref, error));
}

static const struct
{
  const char *name;
  Call call;
} calls[] = {
  { "get", call_get },
  { "set", call_set },
  { "borrow", call_borrow },
  { "borrow_mut", call_borrow_mut },
  { "borrow_init", call_init },
  { "borrow_init_mut", call_init_mut },
  { "set_root", call_set_root },
  { "get_raw", call_get_raw },
  { "get_many_raw", call_get_many_raw },
  { "get_mut_raw", call_get_mut_raw },
  { "get_string", call_get_string },
  { "read_int64s", call_read_int64s },
  { "read_doubles", call_read_doubles },
  { "read_bytes", call_read_bytes },
  { "reader", call_reader },
  { "snapshot", call_snapshot }, /* the last: it freezes */
};

/* An arena with one number and one string in a frozen and in the own sub-arena each. */
typedef struct
{
  TroveArena *arena;
  TroveRef frozen, own;
  TroveRef gone;    /* of an arena that is no more */
  TroveRef foreign; /* of one that is */
  TroveRef sibling; /* what a clone appended */
} Scene;

static Scene
make_scene (TroveArena **keep_foreign, TroveArena **keep_clone)
{
  Scene scene = { .arena = trove_arena_new_for_types (types, N_POOLS) };
  g_autoptr (TroveArena) short_lived = trove_arena_new_for_types (types, N_POOLS);

  scene.gone = put_int (short_lived, NUMBERS, 1);
  *keep_foreign = trove_arena_new_for_types (types, N_POOLS);
  scene.foreign = put_int (*keep_foreign, NUMBERS, 2);

  scene.frozen = put_int (scene.arena, NUMBERS, 3);
  g_assert_true (trove_arena_append_string (scene.arena, STRINGS, "a", -1, NULL, NULL));
  *keep_clone = trove_arena_clone (scene.arena, NULL);
  scene.sibling = put_int (*keep_clone, NUMBERS, 5);
  scene.own = put_int (scene.arena, NUMBERS, 4);
  g_assert_true (trove_arena_append_string (scene.arena, STRINGS, "b", -1, NULL, NULL));
  return scene;
}

static void
check_bad_ref (const char *what, TroveArena *arena, const TroveRef *ref)
{
  guint pool = trove_ref_get_pool (ref) < N_POOLS ? trove_ref_get_pool (ref) : NUMBERS;
  guint64 n = trove_arena_get_n_elements (arena, NULL);
  GError *error = NULL;

  g_assert_false (trove_arena_contains (arena, ref, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_test_message ("%s of %s", calls[i].name, what);
      calls[i].call (arena, ref, pool, &error);
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (ref));
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
    }
  check_arena (arena);
}

static void
test_invalid_refs (void)
{
  g_autoptr (TroveArena) foreign = NULL;
  g_autoptr (TroveArena) clone = NULL;
  Scene scene = make_scene (&foreign, &clone);
  g_autoptr (TroveArena) arena = scene.arena;
  guint64 own = scene.own.sub_arena, frozen = scene.frozen.sub_arena;
  const guint64 last = ((guint64) 1 << 40) - 1;
  const struct
  {
    const char *what;
    TroveRef ref;
  } bad[] = {
    { "null", TROVE_REF_INIT },
    { "null, with an index", ref_at (0, 0, 7) },
    { "null, with a pool", ref_at (0, 1, 0) },
    { "null, with junk", { 0, G_MAXUINT64 } },
    { "an arena that is gone", scene.gone },
    { "another arena", scene.foreign },
    { "a clone's own", scene.sibling },
    { "an id between", ref_at (frozen + 1, 0, 0) },
    { "an id that was never drawn", ref_at (((guint64) 1 << 53) - 1, 0, 0) },
    { "no id", ref_at (G_MAXUINT64, 0, 0) },
    { "behind the end, own", ref_at (own, NUMBERS, 1) },
    { "behind the end, frozen", ref_at (frozen, NUMBERS, 1) },
    { "behind the end of the row", ref_at (own, NUMBERS, 32) },
    { "the last index of all", ref_at (own, NUMBERS, last) },
    { "the last index, frozen", ref_at (frozen, NUMBERS, last) },
    { "behind the end of strings", ref_at (own, STRINGS, 1) },
    { "behind the end of frozen strings", ref_at (frozen, STRINGS, 1) },
    { "an unused pool", ref_at (own, UNUSED, 0) },
    { "an unused pool, frozen", ref_at (frozen, UNUSED, 0) },
    { "no pool", ref_at (own, N_POOLS, 0) },
    { "no pool, frozen", ref_at (frozen, N_POOLS, 0) },
    { "the last pool of all", ref_at (own, 255, 0) },
    { "the last pool of all, frozen", ref_at (frozen, 255, last) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      /* The calls freeze: each has its scene's own sub-arena once more. */
      check_bad_ref (bad[i].what, arena, &bad[i].ref);
      g_assert_cmpint (get_int (arena, &scene.own), ==, 4);
      g_assert_cmpint (get_int (arena, &scene.frozen), ==, 3);
    }
}

/* A bit above the pool makes a ref invalid, own or frozen, before and after a hit on the ref without. */
static void
test_junk_bits (void)
{
  for (guint bit = 48; bit < 64; bit++)
    {
      g_autoptr (TroveArena) foreign = NULL;
      g_autoptr (TroveArena) clone = NULL;
      Scene scene = make_scene (&foreign, &clone);
      g_autoptr (TroveArena) arena = scene.arena;
      const TroveRef own = { scene.own.sub_arena, scene.own.offset | (guint64) 1 << bit };
      const TroveRef frozen = { scene.frozen.sub_arena, scene.frozen.offset | (guint64) 1 << bit };

      g_assert_cmpint (get_int (arena, &scene.own), ==, 4);
      check_bad_ref ("junk, own", arena, &own);
      g_assert_cmpint (get_int (arena, &scene.frozen), ==, 3);
      check_bad_ref ("junk, frozen", arena, &frozen);
    }
}

/* Into another pool than the call is for. */
static void
test_wrong_pool (void)
{
  g_autoptr (TroveArena) foreign = NULL;
  g_autoptr (TroveArena) clone = NULL;
  Scene scene = make_scene (&foreign, &clone);
  g_autoptr (TroveArena) arena = scene.arena;
  const TroveRef *const refs[] = { &scene.own, &scene.frozen };
  static const Call by_pool[] = { call_get_raw, call_get_many_raw, call_reader, call_get_mut_raw };

  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    for (guint c = 0; c < G_N_ELEMENTS (by_pool); c++)
      {
        GError *error = NULL;

        by_pool[c](arena, refs[i], UNUSED, &error);
        assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, ref_text (refs[i]), "pool 0 (gint64)",
                            "pool 2 (gdouble)");
      }
  check_arena (arena);
}

/* Arenas that do not go together */

static gboolean
copy_nothing (gpointer dest, gconstpointer src, gpointer data)
{
  memcpy (dest, src, 16);
  return TRUE;
}

static void
check_no_merge (TroveArena *a, TroveArena *b, const char *first, const char *second, const char *third)
{
  guint64 id_a = trove_arena_reserve_id (a, NULL), id_b = trove_arena_reserve_id (b, NULL);
  GError *error = NULL;

  g_assert_null (trove_arena_merge (a, b, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "merged", first, second, third);
  g_assert_null (trove_arena_merge (b, a, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "merged", first, second, third);
  g_assert_false (trove_arena_absorb (a, b, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "merged", first, second, third);
  g_assert_false (trove_arena_absorb (b, a, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "merged", first, second, third);
  /* Nothing was frozen for it. */
  g_assert_cmpuint (trove_arena_reserve_id (a, NULL), ==, id_a);
  g_assert_cmpuint (trove_arena_reserve_id (b, NULL), ==, id_b);
  check_arena (a);
  check_arena (b);
}

typedef struct
{
  TroveElementInfo a[3], b[3]; /* ended by size and type 0 */
  const char *texts[3];
} Pair;

static TroveArena *
arena_of (const TroveElementInfo *infos)
{
  guint n = 0;

  while (n < 3 && (infos[n].type != 0 || infos[n].size != 0))
    n++;
  return trove_arena_new_with_infos (infos, n);
}

static void
test_merge_mismatch (void)
{
  const Pair pairs[] = {
    { { TROVE_ELEMENT_TYPE (G_TYPE_INT64) },
      { TROVE_ELEMENT_TYPE (G_TYPE_STRING) },
      { "pool 0", "gint64", "gchararray" } },
    { { TROVE_ELEMENT_TYPE (G_TYPE_INT64) },
      { TROVE_ELEMENT_TYPE (G_TYPE_INT64), TROVE_ELEMENT_TYPE (G_TYPE_INT64) },
      { "1", "2", "pools" } },
    { { TROVE_ELEMENT_TYPE (G_TYPE_INT64), TROVE_ELEMENT_TYPE (G_TYPE_INT) },
      { TROVE_ELEMENT_TYPE (G_TYPE_INT64), TROVE_ELEMENT_TYPE (G_TYPE_UINT) },
      { "pool 1", "gint", "guint" } },
    { { TROVE_ELEMENT_TYPE (TEST_TYPE_OBJECT) },
      { TROVE_ELEMENT_TYPE (TEST_TYPE_DERIVED) },
      { "pool 0", "TestObject", "TestDerived" } },
    { { { .size = 8 } }, { { .size = 16 } }, { "pool 0", "struct of 8 bytes", "struct of 16 bytes" } },
    { { { .size = 16 } },
      { TROVE_ELEMENT_TYPE (TROVE_TYPE_REF) },
      { "pool 0", "struct of 16 bytes", "TroveRef" } },
    { { { .size = 16 } },
      { { .size = 16, .copy = copy_nothing } },
      { "struct of 16 bytes", "pool 0", "functions" } },
    { { { .size = 16 }, TROVE_ELEMENT_TYPE (G_TYPE_INT) },
      { { .size = 16 }, TROVE_ELEMENT_TYPE (G_TYPE_STRING) },
      { "pool 1", "gint", "gchararray" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (TroveArena) a = arena_of (pairs[i].a);
      g_autoptr (TroveArena) b = arena_of (pairs[i].b);
      g_autoptr (TroveArena) same = arena_of (pairs[i].a);

      g_test_message ("pair %u", i);
      g_assert_true (trove_arena_absorb (a, same, NULL));
      check_no_merge (a, b, pairs[i].texts[0], pairs[i].texts[1], pairs[i].texts[2]);
    }
}

/* A programmer's mistake is told by g_return, and the call fails. */
static void
test_criticals (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_auto (GValue) none = G_VALUE_INIT;
  g_auto (GValue) value = int64_value (1);
  TroveRef ref = put_int (arena, 0, 1);
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);

#define FAILS(condition, call)                                                                               \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    expect_critical ("*" condition "*failed*");                                                              \
    g_assert_false (call);                                                                                   \
    g_test_assert_expected_messages ();                                                                      \
  }                                                                                                          \
  G_STMT_END
  FAILS ("TROVE_IS_ARENA", trove_arena_append (NULL, &value, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_get (NULL, &ref, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_clone ((TroveArena *) object, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_merge (arena, NULL, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_merge (NULL, arena, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_absorb (arena, NULL, NULL));
  FAILS ("trove_arena_ok", trove_arena_snapshot (NULL, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_append_raw ((TroveArena *) object, 0, &ref, NULL, NULL));
  FAILS ("TROVE_IS_ARENA", trove_arena_get_raw (NULL, 0, &ref, NULL));
  FAILS ("trove_arena_ok", trove_arena_borrow (NULL, &ref, NULL));
  FAILS ("trove_arena_ok", trove_arena_borrow_mut (NULL, &ref, NULL));
  FAILS ("G_IS_VALUE", trove_arena_append (arena, &none, NULL));
  FAILS ("G_IS_VALUE", trove_arena_append (arena, NULL, NULL));
  FAILS ("G_IS_VALUE", trove_arena_append_to (arena, 0, &none, NULL));
  FAILS ("G_IS_VALUE", trove_arena_set (arena, &ref, &none, NULL));
  FAILS ("ref != NULL", trove_arena_get (arena, NULL, NULL));
  FAILS ("ref != NULL", trove_arena_set (arena, NULL, &value, NULL));
  FAILS ("ref != NULL", trove_arena_borrow (arena, NULL, NULL));
  FAILS ("ref != NULL", trove_arena_contains (arena, NULL, NULL));
  FAILS ("element != NULL", trove_arena_append_raw (arena, 0, NULL, NULL, NULL));
  FAILS ("elements != NULL", trove_arena_append_many_raw (arena, 0, NULL, 1, NULL, NULL));
  FAILS ("string != NULL", trove_arena_append_string (arena, 0, NULL, 1, NULL, NULL));
  FAILS ("inout != NULL", trove_arena_get_mut_raw (arena, 0, NULL, NULL));
  FAILS ("values != NULL", trove_arena_append_many (arena, 0, NULL, 1, NULL));
  FAILS ("values != NULL", trove_arena_append_int64s (arena, 0, NULL, 1, NULL));
  FAILS ("n_pools", trove_arena_append_doubles (arena, 1, NULL, 0, NULL));
  FAILS ("bytes != NULL", trove_arena_append_bytes (arena, 0, NULL, NULL));
  FAILS ("text != NULL", trove_ref_parse (NULL, NULL));
#undef FAILS
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 1);
  check_arena (arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/invalid-refs/invalid-refs", test_invalid_refs);
  g_test_add_func ("/invalid-refs/junk-bits", test_junk_bits);
  g_test_add_func ("/invalid-refs/wrong-pool", test_wrong_pool);
  g_test_add_func ("/invalid-refs/criticals", test_criticals);
  g_test_add_func ("/invalid-refs/merge-mismatch", test_merge_mismatch);

  return g_test_run ();
}
