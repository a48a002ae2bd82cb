/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* Making arenas in each way, types that are refused, and the properties. */

static void
assert_types (TroveArena *arena, const GType *types, guint n)
{
  GType property;

  g_assert_true (TROVE_IS_ARENA (arena));
  g_assert_cmpuint (trove_arena_get_n_pools (arena), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (trove_arena_get_pool_type (arena, i) == types[i]);
  g_object_get (arena, "element-type", &property, NULL);
  g_assert_true (property == types[0]);
  g_assert_null (trove_arena_get_root (arena, NULL));
  check_arena (arena);
}

/* Arenas that are made in the four ways are alike. */
static void
test_each_way (gconstpointer data)
{
  const Fixture *fixture = data;
  GType type = fixture->type ();
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (type);
  TroveArena *arenas[4] = {
    trove_arena_new (type),
    trove_arena_new_for_types (&type, 1),
    trove_arena_new_with_infos (&info, 1),
    g_object_new (TROVE_TYPE_ARENA, "element-type", type, NULL),
  };

  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    {
      g_autofree TroveRef *refs = append_fixture (arenas[i], fixture, 0, 33);
      GError *error = NULL;

      assert_types (arenas[i], &type, 1);
      assert_arena_reads (G_STRLOC, arenas[i], fixture, refs, 0, 33);

      /* They can be merged. */
      g_assert_true (trove_arena_absorb (arenas[i], arenas[(i + 1) % 4], &error));
      g_assert_no_error (error);
      check_arena (arenas[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    g_object_unref (arenas[i]);
}

/* Without properties, an arena has a pool of values. */
static void
test_bare (void)
{
  g_autoptr (TroveArena) arena = g_object_new (TROVE_TYPE_ARENA, NULL);
  const GType type = G_TYPE_VALUE;

  assert_types (arena, &type, 1);
  for (guint i = 0; i < n_fixtures; i++)
    {
      g_autofree TroveRef *refs = append_fixture (arena, &fixtures[i], 5, 2);

      assert_arena_reads (G_STRLOC, arena, &fixtures[i], refs, 5, 2);
    }
  check_arena (arena);
}

static void
test_default (void)
{
  g_autoptr (TroveArena) arena = g_object_new (TROVE_TYPE_ARENA, "element-type", G_TYPE_NONE, NULL);
  const GType type = G_TYPE_VALUE;

  /* The default of the property is the same as no property. */
  assert_types (arena, &type, 1);
}

static void
test_property (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (TROVE_TYPE_ARENA);
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_CLASS (klass), "element-type");

  g_assert_nonnull (pspec);
  g_assert_true (G_IS_PARAM_SPEC_GTYPE (pspec));
  g_assert_true ((pspec->flags & G_PARAM_CONSTRUCT_ONLY) != 0);
  g_assert_true ((pspec->flags & G_PARAM_READABLE) != 0);
}

static void
test_pools (void)
{
  const TroveElementInfo infos[] = {
    TROVE_ELEMENT_TYPE (G_TYPE_STRING),
    TROVE_ELEMENT (TroveRef),
    TROVE_ELEMENT_TYPE (TEST_TYPE_POINT),
  };
  const GType types[] = { G_TYPE_STRING, G_TYPE_NONE, TEST_TYPE_POINT };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 3);
  g_autoptr (TroveArena) clone = trove_arena_clone (arena, NULL);

  assert_types (arena, types, 3);
  assert_types (clone, types, 3);
}

/* The array of types is copied. */
static void
test_copied (void)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_STRING };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);

  types[0] = types[1] = G_TYPE_BOOLEAN;
  put_int (arena, 0, 5);
  g_assert_true (trove_arena_get_pool_type (arena, 1) == G_TYPE_STRING);
}

/* With a bad property there is a critical message, and an arena of values. */
static void
test_bad_property (void)
{
  const GType bad[] = { G_TYPE_INTERFACE, G_TYPE_ENUM, G_TYPE_FLAGS, G_TYPE_BOXED };
  const GType type = G_TYPE_VALUE;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (TroveArena) arena = NULL;

      expect_critical ("*type of values*");
      arena = g_object_new (TROVE_TYPE_ARENA, "element-type", bad[i], NULL);
      g_test_assert_expected_messages ();
      assert_types (arena, &type, 1);
      put_int (arena, 0, 1);
    }
}

static void
test_n_pools (void)
{
  GType types[TROVE_MAX_POOLS];
  TroveElementInfo infos[TROVE_MAX_POOLS] = { { 0 } };
  g_autoptr (TroveArena) most = NULL;
  g_autoptr (TroveArena) most_infos = NULL;

  g_assert_cmpint (TROVE_MAX_POOLS, ==, 256);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      types[i] = G_TYPE_INT;
      infos[i].size = infos[i].alignment = 1;
    }
  most = trove_arena_new_for_types (types, TROVE_MAX_POOLS);
  assert_types (most, types, TROVE_MAX_POOLS);
  most_infos = trove_arena_new_with_infos (infos, TROVE_MAX_POOLS);
  g_assert_cmpuint (trove_arena_get_n_pools (most_infos), ==, TROVE_MAX_POOLS);
}

/* The same with G_TYPE_INVALID. */
static void
test_no_type_property (void)
{
  const GType type = G_TYPE_VALUE;
  g_autoptr (TroveArena) arena = NULL;

  expect_critical ("*cannot have such elements*");
  arena = g_object_new (TROVE_TYPE_ARENA, "element-type", G_TYPE_INVALID, NULL);
  g_test_assert_expected_messages ();
  assert_types (arena, &type, 1);
}

/* TroveArena:max-bytes */

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_assert_cmpstr (pspec->name, ==, "max-bytes");
  ++*(guint *) data;
}

/* A property cannot give an error: it is a warning. */
static void
set_max_bytes_property (gpointer data)
{
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "max-bytes was not set: The arena belongs to the main thread, not to thread *");
  g_object_set (data, "max-bytes", (guint64) 1, NULL);
  g_test_assert_expected_messages ();
}

static void
test_max_bytes (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (arena), "max-bytes");
  guint n = 0;

  g_assert_nonnull (pspec);
  g_assert_cmpuint (G_PARAM_SPEC_VALUE_TYPE (pspec), ==, G_TYPE_UINT64);
  g_assert_cmpuint (G_PARAM_SPEC_UINT64 (pspec)->default_value, ==, 0);
  g_assert_cmpuint (G_PARAM_SPEC_UINT64 (pspec)->minimum, ==, 0);
  g_assert_cmpuint (G_PARAM_SPEC_UINT64 (pspec)->maximum, ==, G_MAXUINT64);

  g_signal_connect (arena, "notify::max-bytes", G_CALLBACK (count_notify), &n);
  assert_max_bytes (arena, 0);
  g_object_set (arena, "max-bytes", (guint64) 100000, NULL);
  assert_max_bytes (arena, 100000);
  g_assert_cmpuint (n, ==, 1);
  on_other_thread (set_max_bytes_property, arena);
  assert_max_bytes (arena, 100000);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (trove_arena_set_max_bytes (arena, G_MAXUINT64, NULL));
  assert_max_bytes (arena, G_MAXUINT64);
  g_assert_cmpuint (n, ==, 2);

  /* The same value again is not notified. */
  g_assert_true (trove_arena_set_max_bytes (arena, G_MAXUINT64, NULL));
  g_object_set (arena, "max-bytes", G_MAXUINT64, NULL);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (trove_arena_set_max_bytes (arena, 0, NULL));
  assert_max_bytes (arena, 0);
  g_assert_cmpuint (n, ==, 3);
}

/* At construction, before the type of the elements or after it. */
static void
test_max_bytes_construct (void)
{
  g_autoptr (TroveArena) first =
      g_object_new (TROVE_TYPE_ARENA, "element-type", G_TYPE_INT64, "max-bytes", (guint64) 5000, NULL);
  g_autoptr (TroveArena) second =
      g_object_new (TROVE_TYPE_ARENA, "max-bytes", (guint64) 5000, "element-type", G_TYPE_INT64, NULL);
  g_autoptr (TroveArena) bare = g_object_new (TROVE_TYPE_ARENA, NULL);
  g_autoptr (TroveArena) limited = g_object_new (TROVE_TYPE_ARENA, "max-bytes", (guint64) 5000, NULL);
  TroveArena *const arenas[] = { first, second, limited };

  assert_max_bytes (bare, 0);
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    {
      g_auto (GValue) value = int64_value (7);
      GError *error = NULL;
      TroveRef *ref;

      assert_max_bytes (arenas[i], 5000);
      while ((ref = trove_arena_append (arenas[i], &value, &error)) != NULL)
        trove_ref_free (ref);
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "5000", "max-bytes");
      g_assert_cmpuint (trove_arena_get_n_elements (arenas[i], NULL), >=, 32);
      assert_within (arenas[i], 5000, 1, 1);
      check_arena (arenas[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_fixture_tests ("/arena/new/each-way", test_each_way);
  g_test_add_func ("/arena/new/bare", test_bare);
  g_test_add_func ("/arena/new/default", test_default);
  g_test_add_func ("/arena/new/property", test_property);
  g_test_add_func ("/arena/new/pools", test_pools);
  g_test_add_func ("/arena/new/copied", test_copied);
  g_test_add_func ("/arena/new/bad-property", test_bad_property);
  g_test_add_func ("/arena/new/n-pools", test_n_pools);
  g_test_add_func ("/arena/new/no-type-property", test_no_type_property);
  g_test_add_func ("/arena/max-bytes/property", test_max_bytes);
  g_test_add_func ("/arena/max-bytes/construct", test_max_bytes_construct);

  return g_test_run ();
}
