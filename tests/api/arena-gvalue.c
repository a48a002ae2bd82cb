/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* Appending, getting and setting values of every type, as many as fill rows or nearly do: every version reads the
 * values that were written. */

/* Added to the number of a value that is set, so that it differs from the old one, except for types of few
 * values. */
#define CHANGED 1001

#define assert_reads(arena, refs, first, n)                                                                  \
  assert_arena_reads (G_STRLOC, (arena), fixture, (refs), (first), (n))

static TroveRef
set_fixture (TroveArena *arena, const Fixture *fixture, const TroveRef *ref, guint64 i)
{
  g_auto (GValue) value = fixture->make (i);
  GError *error = NULL;
  TroveRef *result = trove_arena_set (arena, ref, &value, &error);

  g_assert_no_error (error);
  return ref_of (result);
}

/* Appends and gets; the indices are consecutive from 0 on. */
static void
append_and_get (const Fixture *fixture, guint n)
{
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  g_autofree TroveRef *refs = NULL;
  guint64 id;

  check_arena (arena);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 0);

  refs = append_fixture (arena, fixture, 0, n);
  id = trove_arena_reserve_id (arena, NULL);
  for (guint i = 0; i < n; i++)
    {
      const TroveRef expected = ref_at (id, 0, i);

      assert_ref_equal (&refs[i], &expected);
    }
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
  assert_reads (arena, refs, 0, n);
  check_arena (arena);
}

/* Sets in the own sub-arena: in place, and no other element changes. */
static void
set_own (const Fixture *fixture, guint n)
{
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  g_autofree TroveRef *refs = append_fixture (arena, fixture, 0, n);

  for (guint i = 0; i < n; i += 2)
    {
      TroveRef ref = set_fixture (arena, fixture, &refs[i], i + CHANGED);

      assert_ref_equal (&ref, &refs[i]);
    }
  for (guint i = 0; i < n; i++)
    assert_reads (arena, &refs[i], i % 2 == 0 ? i + CHANGED : i, 1);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
  check_arena (arena);
}

/* Clones, writes on both sides and merges: each ref reads the value that it was given for. */
static void
clone_and_merge (const Fixture *fixture, guint n)
{
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  g_autofree TroveRef *refs = append_fixture (arena, fixture, 0, n);
  g_autofree TroveRef *ours = g_memdup2 (refs, MAX (n, 1) * sizeof *refs);
  g_autofree TroveRef *theirs = g_memdup2 (refs, MAX (n, 1) * sizeof *refs);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) merged = NULL;
  GError *error = NULL;

  clone = trove_arena_clone (arena, &error);
  g_assert_no_error (error);
  check_arena (arena);
  check_arena (clone);
  assert_reads (clone, refs, 0, n);

  for (guint i = 0; i < n; i += 3)
    {
      ours[i] = set_fixture (arena, fixture, &refs[i], i + CHANGED);
      theirs[i] = set_fixture (clone, fixture, &refs[i], i + 2 * CHANGED);
      g_assert_false (trove_ref_equal (&ours[i], &refs[i]));
      g_assert_false (trove_ref_equal (&ours[i], &theirs[i]));
    }
  for (guint i = 0; i < n; i++)
    {
      assert_reads (arena, &ours[i], i % 3 == 0 ? i + CHANGED : i, 1);
      assert_reads (clone, &theirs[i], i % 3 == 0 ? i + 2 * CHANGED : i, 1);
      g_assert_cmpint (trove_arena_contains (arena, &theirs[i], NULL), ==, i % 3 != 0);
      g_assert_cmpint (trove_arena_contains (clone, &ours[i], NULL), ==, i % 3 != 0);
    }
  assert_reads (arena, refs, 0, n);
  assert_reads (clone, refs, 0, n);

  merged = trove_arena_merge (arena, clone, &error);
  g_assert_no_error (error);
  g_clear_object (&arena);
  g_clear_object (&clone);
  for (guint i = 0; i < n; i++)
    {
      assert_reads (merged, &refs[i], i, 1);
      assert_reads (merged, &ours[i], i % 3 == 0 ? i + CHANGED : i, 1);
      assert_reads (merged, &theirs[i], i % 3 == 0 ? i + 2 * CHANGED : i, 1);
    }
  check_arena (merged);
}

static void
snapshot_and_branch (const Fixture *fixture, guint n)
{
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  g_autofree TroveRef *refs = append_fixture (arena, fixture, 0, n);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autofree TroveRef *more = NULL;
  GError *error = NULL;

  snapshot = trove_arena_snapshot (arena, &error);
  g_assert_no_error (error);
  check_snapshot (snapshot);
  for (guint i = 0; i < n; i += 7)
    set_fixture (arena, fixture, &refs[i], i + CHANGED);
  g_clear_object (&arena);

  assert_snapshot_reads (G_STRLOC, snapshot, fixture, refs, 0, n);
  branch = trove_snapshot_branch (snapshot);
  g_clear_pointer (&snapshot, trove_snapshot_unref);
  more = append_fixture (branch, fixture, n, 33);
  assert_reads (branch, refs, 0, n);
  assert_reads (branch, more, n, 33);
  check_arena (branch);
}

static void
test_round_trips (gconstpointer data)
{
  const Fixture *fixture = data;
  int live = test_live ();

  for (guint i = 0; row_edges[i] != G_MAXUINT; i++)
    {
      guint n = row_edges[i];

      if (!fits_fixture (fixture, n))
        continue;
      append_and_get (fixture, n);
      set_own (fixture, n);
      clone_and_merge (fixture, n);
      snapshot_and_branch (fixture, n);
      g_assert_cmpint (test_live (), ==, live);
    }
}

/* All types in one arena: they are versioned together, under one id. */
static void
test_all_pools (void)
{
  g_autofree GType *types = g_new (GType, n_fixtures);
  g_autofree TroveRef *refs = NULL;
  g_autoptr (TroveArena) arena = NULL;
  g_autoptr (TroveArena) clone = NULL;
  const guint rounds = 40;
  guint n = 0;

  for (guint i = 0; i < n_fixtures; i++)
    types[i] = fixtures[i].type ();
  arena = trove_arena_new_for_types (types, n_fixtures);
  g_assert_cmpuint (trove_arena_get_n_pools (arena), ==, n_fixtures);
  refs = g_new (TroveRef, rounds * n_fixtures);

  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < n_fixtures; i++)
      {
        g_auto (GValue) value = fixtures[i].make (round);
        const TroveRef expected = ref_at (n == 0 ? 0 : refs[0].sub_arena, i, round);

        refs[n] = ref_of (trove_arena_append_to (arena, i, &value, NULL));
        if (n > 0)
          assert_ref_equal (&refs[n], &expected);
        n++;
      }
  check_arena (arena);

  clone = trove_arena_clone (arena, NULL);
  g_clear_object (&arena);
  for (guint i = 0; i < n; i++)
    assert_arena_reads (G_STRLOC, clone, &fixtures[i % n_fixtures], &refs[i], i / n_fixtures, 1);
  check_arena (clone);
  g_clear_object (&clone);
  g_assert_cmpint (test_live (), ==, 0);
}

/* trove_arena_get_raw () points to the element as the documentation of the type says. */
static gconstpointer
raw_of (TroveArena *arena, const Fixture *fixture, guint64 i)
{
  g_autofree TroveRef *refs = append_fixture (arena, fixture, i, 1);
  gconstpointer raw = trove_arena_get_raw (arena, 0, refs, NULL);

  g_assert_nonnull (raw);
  return raw;
}

static void
test_stored (gconstpointer data)
{
  const Fixture *fixture = data;
  GType type = fixture->type ();
  g_autoptr (TroveArena) arena = trove_arena_new (type);
  g_auto (GValue) expected = fixture->make (2);
  gconstpointer raw = raw_of (arena, fixture, 2);
  gconstpointer next = raw_of (arena, fixture, 3);
  gsize size = (gsize) ((const char *) next - (const char *) raw);

#define STORED(gtype, ctype, getter)                                                                         \
  if (type == (gtype))                                                                                       \
    {                                                                                                        \
      g_assert_cmpuint (size, ==, sizeof (ctype));                                                           \
      g_assert_true (*(ctype const *) raw == getter (&expected));                                            \
    }
  STORED (G_TYPE_BOOLEAN, gint, g_value_get_boolean)
  STORED (G_TYPE_CHAR, gint8, g_value_get_schar)
  STORED (G_TYPE_UCHAR, guint8, g_value_get_uchar)
  STORED (G_TYPE_INT, gint, g_value_get_int)
  STORED (G_TYPE_UINT, guint, g_value_get_uint)
  STORED (G_TYPE_LONG, glong, g_value_get_long)
  STORED (G_TYPE_ULONG, gulong, g_value_get_ulong)
  STORED (G_TYPE_INT64, gint64, g_value_get_int64)
  STORED (G_TYPE_UINT64, guint64, g_value_get_uint64)
  STORED (G_TYPE_FLOAT, float, g_value_get_float)
  STORED (G_TYPE_DOUBLE, double, g_value_get_double)
  STORED (G_TYPE_FILE_TYPE, gint, g_value_get_enum)
  STORED (G_TYPE_FILE_QUERY_INFO_FLAGS, guint, g_value_get_flags)
  STORED (G_TYPE_POINTER, gpointer, g_value_get_pointer)
  STORED (G_TYPE_GTYPE, GType, g_value_get_gtype)
#undef STORED
  if (type == G_TYPE_STRING)
    g_assert_cmpstr (*(const char *const *) raw, ==, g_value_get_string (&expected));
  if (type == TROVE_TYPE_REF)
    {
      g_assert_cmpuint (size, ==, sizeof (TroveRef));
      assert_ref_equal (raw, g_value_get_boxed (&expected));
    }
  if (type == TEST_TYPE_POINT)
    g_assert_cmpint (((const TestPoint *) raw)->number, ==, 2);
  if (type == TEST_TYPE_BOX)
    g_assert_cmpint ((*(TestBox *const *) raw)->number, ==, 2);
  if (G_TYPE_FUNDAMENTAL (type) == G_TYPE_OBJECT)
    g_assert_true (G_IS_OBJECT (*(gpointer const *) raw));
  if (type == G_TYPE_VALUE || type == TEST_TYPE_ATOM)
    {
      g_assert_cmpuint (size, ==, sizeof (GValue));
      g_assert_true (test_value_equal (raw, &expected));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_fixture_tests ("/arena/gvalue/round-trips", test_round_trips);
  add_fixture_tests ("/arena/gvalue/stored", test_stored);
  g_test_add_func ("/arena/gvalue/all-pools", test_all_pools);

  return g_test_run ();
}
