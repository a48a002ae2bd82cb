/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* Clone, merge, absorb, snapshot, branch and the root: the elements that each side reads afterwards. */

static TroveArena *
clone_of (TroveArena *arena)
{
  GError *error = NULL;
  TroveArena *clone = trove_arena_clone (arena, &error);

  g_assert_no_error (error);
  check_arena_quietly (arena);
  check_arena_quietly (clone);
  return clone;
}

static TroveArena *
merge_of (TroveArena *a, TroveArena *b)
{
  GError *error = NULL;
  TroveArena *merged = trove_arena_merge (a, b, &error);

  g_assert_no_error (error);
  check_arena_quietly (a);
  check_arena_quietly (b);
  check_arena_quietly (merged);
  return merged;
}

static void
absorb (TroveArena *a, TroveArena *b)
{
  GError *error = NULL;

  g_assert_true (trove_arena_absorb (a, b, &error));
  g_assert_no_error (error);
  check_arena_quietly (a);
  check_arena_quietly (b);
}

static TroveSnapshot *
snapshot_of (TroveArena *arena)
{
  GError *error = NULL;
  TroveSnapshot *snapshot = trove_arena_snapshot (arena, &error);

  g_assert_no_error (error);
  check_arena_quietly (arena);
  check_snapshot (snapshot);
  return snapshot;
}

static void
test_clone (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = NULL;
  TroveRef one = put_int (a, 0, 1), two, in_a, in_b;

  b = clone_of (a);
  g_assert_cmpint (get_int (b, &one), ==, 1);

  /* Elements that one side appends are not read by the other. */
  in_a = put_int (a, 0, 2);
  in_b = put_int (b, 0, 3);
  g_assert_true (holds (a, &in_a) && !holds (b, &in_a));
  g_assert_true (holds (b, &in_b) && !holds (a, &in_b));

  /* An element that one side changes has a new ref there, and the old ref reads the old value. */
  two = set_int (a, &one, 10);
  g_assert_false (trove_ref_equal (&two, &one));
  g_assert_cmpint (get_int (a, &two), ==, 10);
  g_assert_cmpint (get_int (a, &one), ==, 1);
  g_assert_cmpint (get_int (b, &one), ==, 1);
  g_assert_false (holds (b, &two));

  /* An element of the own sub-arena is changed in place. */
  in_b = set_int (b, &in_b, 30);
  g_assert_cmpint (get_int (b, &in_b), ==, 30);
  check_arena (a);
  check_arena (b);
}

/* The original may go before the clone, the clone before the original, in any order of generations. */
static void
test_clone_generations (void)
{
  for (guint order = 0; order < 6; order++)
    {
      static const guint orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
                                          { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
      TroveArena *arenas[3];
      TroveRef refs[3];

      arenas[0] = trove_arena_new (G_TYPE_INT64);
      refs[0] = put_int (arenas[0], 0, 0);
      for (guint i = 1; i < 3; i++)
        {
          arenas[i] = clone_of (arenas[i - 1]);
          refs[i] = put_int (arenas[i], 0, i);
        }

      for (guint i = 0; i < 3; i++)
        {
          g_clear_object (&arenas[orders[order][i]]);
          for (guint j = 0; j < 3; j++)
            {
              if (arenas[j] == NULL)
                continue;
              check_arena (arenas[j]);
              for (guint k = 0; k < 3; k++)
                g_assert_cmpint (holds (arenas[j], &refs[k]), ==, k <= j);
            }
        }
    }
}

/* Unlike the crate's, a merged arena appends and changes at once; its inputs are frozen up to then. */
static void
test_merge (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) m = NULL;
  TroveRef in_a = put_int (a, 0, 1), in_b = put_int (b, 0, 2), later_a, later_b, later_m, set;

  m = merge_of (a, b);
  g_assert_cmpint (get_int (m, &in_a), ==, 1);
  g_assert_cmpint (get_int (m, &in_b), ==, 2);
  g_assert_cmpuint (trove_arena_get_n_elements (m, NULL), ==, 2);
  /* The inputs read the same elements as before. */
  g_assert_false (holds (a, &in_b));
  g_assert_false (holds (b, &in_a));

  later_m = put_int (m, 0, 3);
  later_a = put_int (a, 0, 4);
  later_b = put_int (b, 0, 5);
  g_assert_true (later_a.sub_arena != in_a.sub_arena && later_b.sub_arena != in_b.sub_arena);
  g_assert_true (holds (m, &later_m) && !holds (m, &later_a) && !holds (m, &later_b));
  g_assert_true (holds (a, &later_a) && !holds (a, &later_m));
  g_assert_true (holds (b, &later_b) && !holds (b, &later_m));

  /* The merged arena does not read later changes of an input. */
  set = set_int (a, &in_a, 100);
  g_assert_cmpint (get_int (m, &in_a), ==, 1);
  g_assert_false (holds (m, &set));
  set = set_int (m, &in_b, 200);
  g_assert_cmpint (get_int (b, &in_b), ==, 2);
  g_assert_cmpint (get_int (m, &set), ==, 200);

  g_clear_object (&a);
  g_clear_object (&b);
  g_assert_cmpint (get_int (m, &in_a), ==, 1);
  g_assert_cmpint (get_int (m, &in_b), ==, 2);
  check_arena (m);
}

/* Sub-arenas that both sides hold are in the merged arena once. */
static void
test_merge_of_relatives (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = NULL;
  g_autoptr (TroveArena) m = NULL;
  TroveRef old[20], in_a[20], in_b[20];

  for (guint i = 0; i < 20; i++)
    {
      old[i] = put_int (a, 0, i);
      g_object_unref (clone_of (a));
    }
  b = clone_of (a);
  for (guint i = 0; i < 20; i++)
    {
      in_a[i] = put_int (a, 0, 100 + i);
      g_object_unref (clone_of (a));
      in_b[i] = put_int (b, 0, 200 + i);
      g_object_unref (clone_of (b));
    }

  m = merge_of (a, b);
  g_assert_cmpuint (trove_arena_get_n_elements (m, NULL), ==, 60);
  for (guint i = 0; i < 20; i++)
    {
      g_assert_cmpint (get_int (m, &old[i]), ==, i);
      g_assert_cmpint (get_int (m, &in_a[i]), ==, 100 + i);
      g_assert_cmpint (get_int (m, &in_b[i]), ==, 200 + i);
      g_assert_false (holds (a, &in_b[i]));
      g_assert_false (holds (b, &in_a[i]));
    }
  check_arena (m);
}

static void
test_merge_with_self (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) m = NULL;
  TroveRef one = put_int (a, 0, 1), two;

  m = merge_of (a, a);
  g_assert_cmpuint (trove_arena_get_n_elements (m, NULL), ==, 1);
  g_assert_cmpint (get_int (m, &one), ==, 1);
  two = put_int (a, 0, 2);
  g_assert_false (holds (m, &two));

  absorb (a, a);
  g_assert_cmpuint (trove_arena_get_n_elements (a, NULL), ==, 2);
  g_assert_cmpint (get_int (a, &two), ==, 2);
  put_int (a, 0, 3);
  check_arena (a);
  check_arena (m);
}

static void
test_merge_of_empty (void)
{
  g_autoptr (TroveArena) empty = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) also_empty = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) full = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) nothing = merge_of (empty, also_empty);
  g_autoptr (TroveArena) left = NULL;
  g_autoptr (TroveArena) right = NULL;
  TroveRef one = put_int (full, 0, 1);

  g_assert_cmpuint (trove_arena_get_n_elements (nothing, NULL), ==, 0);
  left = merge_of (full, empty);
  right = merge_of (empty, full);
  g_assert_cmpint (get_int (left, &one), ==, 1);
  g_assert_cmpint (get_int (right, &one), ==, 1);
  g_assert_false (holds (empty, &one));
  put_int (nothing, 0, 1);
  put_int (left, 0, 2);
  put_int (right, 0, 3);
  check_arena (nothing);
  check_arena (left);
  check_arena (right);
}

static void
test_absorb (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = trove_arena_new (G_TYPE_INT64);
  TroveRef in_a = put_int (a, 0, 1), in_b = put_int (b, 0, 2), later;

  absorb (a, b);
  g_assert_cmpint (get_int (a, &in_a), ==, 1);
  g_assert_cmpint (get_int (a, &in_b), ==, 2);
  g_assert_false (holds (b, &in_a));

  /* Both go on, with new own sub-arenas. */
  later = put_int (b, 0, 3);
  g_assert_cmpuint (later.sub_arena, >, in_b.sub_arena);
  g_assert_false (holds (a, &later));
  later = put_int (a, 0, 4);
  g_assert_cmpuint (later.sub_arena, >, in_b.sub_arena);
  g_assert_false (holds (b, &later));

  /* Each absorbs the other by turns. */
  for (guint i = 0; i < 40; i++)
    {
      in_a = put_int (a, 0, i);
      in_b = put_int (b, 0, -(gint64) i);
      absorb (i % 2 == 0 ? a : b, i % 2 == 0 ? b : a);
      g_assert_true (holds (i % 2 == 0 ? a : b, &in_a));
      g_assert_true (holds (i % 2 == 0 ? a : b, &in_b));
    }
  check_arena (a);
  check_arena (b);
}

static void
test_snapshot (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) first = NULL;
  g_autoptr (TroveSnapshot) second = NULL;
  g_autoptr (TroveArena) branch = NULL;
  TroveRef one = put_int (arena, 0, 1), two, three, in_branch;

  first = snapshot_of (arena);
  two = set_int (arena, &one, 2);
  second = snapshot_of (arena);
  three = put_int (arena, 0, 3);

  g_assert_cmpint (snapshot_get_int (first, &one), ==, 1);
  g_assert_false (trove_snapshot_contains (first, &two));
  g_assert_cmpint (snapshot_get_int (second, &one), ==, 1);
  g_assert_cmpint (snapshot_get_int (second, &two), ==, 2);
  g_assert_false (trove_snapshot_contains (second, &three));

  /* A branch of the older snapshot does not read the newer version. */
  branch = trove_snapshot_branch (first);
  g_assert_false (holds (branch, &two));
  in_branch = set_int (branch, &one, 5);
  g_assert_false (trove_snapshot_contains (first, &in_branch));
  g_assert_false (holds (arena, &in_branch));
  check_arena (branch);

  g_clear_object (&arena);
  g_clear_pointer (&first, trove_snapshot_unref);
  g_assert_cmpint (get_int (branch, &one), ==, 1);
  g_assert_cmpint (get_int (branch, &in_branch), ==, 5);
  g_assert_cmpint (snapshot_get_int (second, &two), ==, 2);
}

/* Each of many versions reads its own value and those before. */
static void
test_history (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  const guint n = test_quick () ? 200 : 2000;
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_snapshot_unref);
  g_autofree TroveRef *refs = g_new (TroveRef, n);

  for (guint i = 0; i < n; i++)
    {
      refs[i] = i == 0 ? put_int (arena, 0, 0) : set_int (arena, &refs[i - 1], i);
      g_ptr_array_add (versions, trove_arena_snapshot (arena, NULL));
    }

  for (guint i = 0; i < n; i += 7)
    for (guint j = 0; j < n; j += 13)
      {
        TroveSnapshot *version = g_ptr_array_index (versions, i);

        g_assert_cmpint (trove_snapshot_contains (version, &refs[j]), ==, j <= i);
        if (j <= i)
          g_assert_cmpint (snapshot_get_int (version, &refs[j]), ==, j);
      }

  /* After every other version and the arena are dropped, the rest are still read. */
  for (guint i = n; i-- > 0;)
    if (i % 2 == 0)
      g_ptr_array_remove_index (versions, i);
  g_clear_object (&arena);
  for (guint i = 0; i < versions->len; i += 11)
    {
      TroveSnapshot *version = g_ptr_array_index (versions, i);

      g_assert_cmpuint (trove_snapshot_get_n_elements (version), ==, 2 * i + 2);
      g_assert_cmpint (snapshot_get_int (version, &refs[2 * i + 1]), ==, 2 * i + 1);
      g_assert_cmpint (snapshot_get_int (version, &refs[0]), ==, 0);
    }
  check_snapshot (g_ptr_array_index (versions, versions->len - 1));
}

/* Arenas with different pools */

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
  /* Neither arena was frozen. */
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

/* Root */

static void
assert_root (TroveArena *arena, const TroveRef *ref)
{
  g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
  TroveRef raw = ref_at (1, 2, 3);

  g_assert_true (trove_arena_get_root_raw (arena, &raw, NULL));
  if (ref == NULL)
    {
      g_assert_null (root);
      g_assert_true (trove_ref_is_null (&raw));
      return;
    }
  assert_ref_equal (&raw, ref);
  g_assert_nonnull (root);
  assert_ref_equal (root, ref);
}

static void
set_root (TroveArena *arena, const TroveRef *ref)
{
  GError *error = NULL;

  g_assert_true (trove_arena_set_root (arena, ref, &error));
  g_assert_no_error (error);
  assert_root (arena, ref);
}

static void
test_root (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveArena) m = NULL;
  g_autoptr (TroveArena) n = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveRef) root = NULL;
  TroveRef in_a = put_int (a, 0, 1), in_b = put_int (b, 0, 2), changed, raw = in_a;

  assert_root (a, NULL);
  snapshot = snapshot_of (a);
  g_assert_null (trove_snapshot_get_root (snapshot));
  trove_snapshot_get_root_raw (snapshot, &raw);
  g_assert_true (trove_ref_is_null (&raw));
  g_clear_pointer (&snapshot, trove_snapshot_unref);
  set_root (a, &in_a);
  set_root (b, &in_b);

  /* Versions take the root along, and each side sets its own from then on. */
  clone = clone_of (a);
  snapshot = snapshot_of (a);
  branch = trove_snapshot_branch (snapshot);
  assert_root (clone, &in_a);
  assert_root (branch, &in_a);
  changed = set_int (clone, &in_a, 5);
  set_root (clone, &changed);
  set_root (branch, NULL);
  assert_root (a, &in_a);
  root = trove_snapshot_get_root (snapshot);
  assert_ref_equal (root, &in_a);
  trove_snapshot_get_root_raw (snapshot, &raw);
  assert_ref_equal (&raw, &in_a);

  /* A merge takes the root of the first arena, absorb keeps that of the absorbing one. */
  m = merge_of (a, b);
  n = merge_of (b, a);
  assert_root (m, &in_a);
  assert_root (n, &in_b);
  g_assert_cmpint (get_int (m, &in_b), ==, 2);
  absorb (a, b);
  assert_root (a, &in_a);
  assert_root (b, &in_b);

  /* A set does not change the root. */
  set_int (a, &in_a, 9);
  assert_root (a, &in_a);
  set_root (a, NULL);
  absorb (a, b);
  assert_root (a, NULL);
}

/* A root that is not in pool 0. */
static void
test_root_pool (void)
{
  const GType types[] = { G_TYPE_STRING, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveRef) root = NULL;
  TroveRef ref = put_int (arena, 1, 5);

  set_root (arena, &ref);
  snapshot = snapshot_of (arena);
  root = trove_snapshot_get_root (snapshot);
  g_assert_cmpint (snapshot_get_int (snapshot, root), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/versions/clone", test_clone);
  g_test_add_func ("/arena/versions/clone/generations", test_clone_generations);
  g_test_add_func ("/arena/versions/merge", test_merge);
  g_test_add_func ("/arena/versions/merge/relatives", test_merge_of_relatives);
  g_test_add_func ("/arena/versions/merge/self", test_merge_with_self);
  g_test_add_func ("/arena/versions/merge/empty", test_merge_of_empty);
  g_test_add_func ("/arena/versions/merge/mismatch", test_merge_mismatch);
  g_test_add_func ("/arena/versions/absorb", test_absorb);
  g_test_add_func ("/arena/versions/snapshot", test_snapshot);
  g_test_add_func ("/arena/versions/history", test_history);
  g_test_add_func ("/arena/versions/root", test_root);
  g_test_add_func ("/arena/versions/root/pool", test_root_pool);

  return g_test_run ();
}
