/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* TroveReader: the same addresses as trove_arena_get_raw () gives, from an arena or a snapshot, before and after
 * changes. */

static gint64
reader_int (TroveReader *reader, const TroveRef *ref)
{
  GError *error = NULL;
  const gint64 *number = trove_reader_get (reader, ref, &error);

  g_assert_no_error (error);
  g_assert_nonnull (number);
  return *number;
}

/* Reads the refs in order and out of order. */
static void
check_reader (TroveReader *reader, const TroveRef *refs, gconstpointer *where, guint n)
{
  for (guint step = 1; step <= 3; step++)
    for (guint i = 0; i < n; i++)
      {
        guint at = i * (2 * step - 1) % n;
        GError *error = NULL;

        g_assert_true (trove_reader_get (reader, &refs[at], &error) == where[at]);
        g_assert_no_error (error);
      }
  trove_reader_clear (reader);
}

static void
test_reading (gconstpointer data)
{
  const Fixture *fixture = data;

  for (guint e = 0; row_edges[e] != G_MAXUINT; e++)
    {
      guint n = row_edges[e];
      g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
      g_autofree gconstpointer *where = g_new (gconstpointer, n + 1);
      g_autofree TroveRef *refs = NULL;
      g_autoptr (TroveSnapshot) snapshot = NULL;
      TroveReader reader;

      if (!fits_fixture (fixture, n))
        continue;
      refs = append_fixture (arena, fixture, 0, n);
      for (guint i = 0; i < n; i++)
        where[i] = trove_arena_get_raw (arena, 0, &refs[i], NULL);

      trove_reader_init (&reader, arena, 0);
      check_reader (&reader, refs, where, n);
      snapshot = trove_arena_snapshot (arena, NULL);
      trove_reader_init (&reader, arena, 0);
      check_reader (&reader, refs, where, n);
      g_clear_object (&arena);
      trove_reader_init_snapshot (&reader, snapshot, 0);
      check_reader (&reader, refs, where, n);
    }
}

/* A reader goes on over appends, clones, snapshots and merges. */
static void
test_survives (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);
  g_auto (TroveReader) reader = { 0 };
  TroveRef refs[2000];

  trove_reader_init (&reader, arena, 0);
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      refs[i] = put_int (arena, 0, i);
      g_assert_cmpint (reader_int (&reader, &refs[i]), ==, i);
      g_assert_cmpint (reader_int (&reader, &refs[i / 2]), ==, i / 2);
      if (i % 10 == 3)
        g_object_unref (trove_arena_clone (arena, NULL));
      if (i % 17 == 3)
        freeze (arena);
      if (i % 100 == 50)
        {
          TroveRef foreign = put_int (other, 0, -1);

          g_assert_null (trove_reader_get (&reader, &foreign, NULL));
          g_assert_true (trove_arena_absorb (arena, other, NULL));
          g_assert_cmpint (reader_int (&reader, &foreign), ==, -1);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    g_assert_cmpint (reader_int (&reader, &refs[i]), ==, i);
  check_arena (arena);
}

static void
test_sees_sets (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_auto (TroveReader) reader = { 0 };
  TroveRef ref = put_int (arena, 0, 1), copy;
  g_autoptr (TroveBorrow) guard = NULL;

  trove_reader_init (&reader, arena, 0);
  g_assert_cmpint (reader_int (&reader, &ref), ==, 1);
  set_int (arena, &ref, 2);
  g_assert_cmpint (reader_int (&reader, &ref), ==, 2);
  guard = trove_arena_borrow_mut (arena, &ref, NULL);
  *(gint64 *) trove_borrow_get_mut_raw (guard) = 3;
  g_assert_cmpint (reader_int (&reader, &ref), ==, 3);
  trove_borrow_release (guard);
  freeze (arena);
  copy = set_int (arena, &ref, 4);
  g_assert_cmpint (reader_int (&reader, &ref), ==, 3);
  g_assert_cmpint (reader_int (&reader, &copy), ==, 4);
}

/* A snapshot's reader does not see what came later. */
static void
test_snapshot (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_auto (TroveReader) reader = { 0 };
  TroveRef refs[100], later;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      refs[i] = put_int (arena, 0, i);
      if (i % 7 == 0)
        freeze (arena);
    }
  snapshot = trove_arena_snapshot (arena, NULL);
  later = put_int (arena, 0, 5);

  /* The reader holds the snapshot. */
  trove_reader_init_snapshot (&reader, snapshot, 0);
  g_clear_pointer (&snapshot, trove_snapshot_unref);
  g_assert_null (trove_reader_get (&reader, &later, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&later));
  g_clear_object (&arena);
  for (guint i = 0; i < 300; i++)
    g_assert_cmpint (reader_int (&reader, &refs[i * 31 % 100]), ==, i * 31 % 100);
}

/* A reader holds its arena. */
static void
test_holds (void)
{
  TroveArena *arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 1);
  TroveReader reader;

  g_object_add_weak_pointer (G_OBJECT (arena), (gpointer *) &arena);
  trove_reader_init (&reader, arena, 0);
  g_object_unref (arena);
  g_assert_nonnull (arena);
  g_assert_cmpint (reader_int (&reader, &ref), ==, 1);
  trove_reader_clear (&reader);
  g_assert_null (arena);
  /* A second call has no effect. */
  trove_reader_clear (&reader);
}

/* Invalid refs, before and after the reader has cached a sub-arena: the cache must not let them through. */
static void
test_errors (void)
{
  const GType types[] = { G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 3);
  g_autoptr (TroveArena) foreign = trove_arena_new_for_types (types, 3);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  TroveRef text = put_string (arena, "x"), number = put_int (arena, 1, 1), ref = put_int (arena, 2, 2);
  const struct
  {
    TroveRef ref;
    TroveError code;
    const char *text;
  } bad[] = {
    { TROVE_REF_INIT, TROVE_ERROR_INVALID_REF, "null" },
    { put_int (foreign, 2, 1), TROVE_ERROR_INVALID_REF, "not held" },
    { ref_at (ref.sub_arena, 2, 1), TROVE_ERROR_INVALID_REF, "1 elements" },
    { ref_at (ref.sub_arena, 2, ((guint64) 1 << 40) - 1), TROVE_ERROR_INVALID_REF, "1 elements" },
    { ref_at (ref.sub_arena, 3, 0), TROVE_ERROR_INVALID_REF, "no such pool" },
    { { ref.sub_arena, ref.offset | (guint64) 1 << 48 }, TROVE_ERROR_INVALID_REF, "no such pool" },
    { { ref.sub_arena, ref.offset | (guint64) 1 << 63 }, TROVE_ERROR_INVALID_REF, "no such pool" },
    { number, TROVE_ERROR_TYPE_MISMATCH, "pool 1 (gint64), not pool 2 (gint64)" },
    { text, TROVE_ERROR_TYPE_MISMATCH, "pool 0 (gchararray)" },
  };

  for (guint frozen = 0; frozen < 3; frozen++)
    {
      g_auto (TroveReader) reader = { 0 };

      if (frozen == 1)
        snapshot = trove_arena_snapshot (arena, NULL);
      if (frozen == 2)
        trove_reader_init_snapshot (&reader, snapshot, 2);
      else
        trove_reader_init (&reader, arena, 2);

      for (guint hit = 0; hit < 2; hit++)
        {
          for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
            {
              GError *error = NULL;

              g_assert_null (trove_reader_get (&reader, &bad[i].ref, &error));
              assert_trove_error (error, bad[i].code, ref_text (&bad[i].ref), bad[i].text);
              g_assert_null (trove_reader_get (&reader, &bad[i].ref, NULL));
            }
          g_assert_cmpint (reader_int (&reader, &ref), ==, 2);
        }
    }
}

/* A document of several pools, through one reader. */

enum
{
  NODES,
  TEXTS,
  NUMBERS,
};

typedef struct
{
  TroveRef next, text, number;
} Node;

static TroveRef
append_list (TroveArena *arena, guint n)
{
  TroveRef next = TROVE_REF_INIT;

  for (guint i = n; i-- > 0;)
    {
      g_autofree char *text = g_strdup_printf ("node %u", i);
      Node node = { .next = next, .number = put_int (arena, NUMBERS, i) };

      g_assert_true (trove_arena_append_string (arena, TEXTS, text, -1, &node.text, NULL));
      g_assert_true (trove_arena_append_raw (arena, NODES, &node, &next, NULL));
      if (i % 7 == 3)
        freeze (arena);
    }
  return next;
}

static guint
walk_list (TroveReader *reader)
{
  GError *error = NULL;
  guint n = 0;
  TroveRef ref;

  g_assert_true (trove_reader_get_root (reader, &ref, &error));
  while (!trove_ref_is_null (&ref))
    {
      const Node *node = trove_reader_get_raw (reader, NODES, &ref, &error);
      const gint64 *number = trove_reader_get_raw (reader, NUMBERS, &node->number, &error);
      g_autofree char *text = g_strdup_printf ("node %u", n);
      gsize length;

      g_assert_cmpint (*number, ==, n);
      g_assert_cmpstr (trove_reader_get_string (reader, &node->text, &length, &error), ==, text);
      g_assert_cmpuint (length, ==, strlen (text));
      g_assert_no_error (error);
      g_assert_null (trove_reader_get_raw (reader, TEXTS, &node->number, &error));
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "pool 2 (gint64), not pool 1 (gchararray)");
      g_assert_null (trove_reader_get_string (reader, &node->number, &length, &error));
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "Pool 2 (gint64) is not a pool of strings");
      ref = node->next;
      n++;
    }
  return n;
}

static void
test_document (void)
{
  const TroveElementInfo infos[] = {
    TROVE_ELEMENT (Node),
    TROVE_ELEMENT_TYPE (G_TYPE_STRING),
    TROVE_ELEMENT_TYPE (G_TYPE_INT64),
  };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
  g_autoptr (TroveSnapshot) snapshot = NULL;

  for (guint n = 0; n <= 200; n += 100)
    {
      TroveRef root = append_list (arena, n);

      g_assert_true (trove_arena_set_root (arena, n > 0 ? &root : NULL, NULL));
      snapshot = trove_arena_snapshot (arena, NULL);
      root = append_list (arena, 50);
      g_assert_true (trove_arena_set_root (arena, &root, NULL));

      for (guint pool = 0; pool < G_N_ELEMENTS (infos); pool++)
        {
          g_auto (TroveReader) of_arena = { 0 };
          g_auto (TroveReader) of_snapshot = { 0 };

          trove_reader_init (&of_arena, arena, pool);
          trove_reader_init_snapshot (&of_snapshot, snapshot, pool);
          g_assert_cmpuint (walk_list (&of_arena), ==, 50);
          g_assert_cmpuint (walk_list (&of_snapshot), ==, n);
        }
      g_clear_pointer (&snapshot, trove_snapshot_unref);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_fixture_tests ("/reader/reading", test_reading);
  g_test_add_func ("/reader/survives", test_survives);
  g_test_add_func ("/reader/sees-sets", test_sees_sets);
  g_test_add_func ("/reader/snapshot", test_snapshot);
  g_test_add_func ("/reader/holds", test_holds);
  g_test_add_func ("/reader/errors", test_errors);
  g_test_add_func ("/reader/document", test_document);

  return g_test_run ();
}
