/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* trove_arena_collect (): letting go of sub-arenas that no root reaches, and elements whose functions run
 * meanwhile. */

#include "check-arena.h"
#include "test-util.h"

typedef struct
{
  TroveRef child;
  TroveRef other;
  gint64 number;
} Node;

static void
node_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data)
{
  Node *node = element;

  visit (&node->child, visit_data);
  visit (&node->other, visit_data);
}

enum
{
  NODES,
  NUMBERS,
  STRINGS,
  REFS,
  VALUES,
  N_POOLS,
};

static TroveArena *
new_arena (void)
{
  const TroveElementInfo infos[N_POOLS] = {
    TROVE_ELEMENT (Node, .trace = node_trace), TROVE_ELEMENT_TYPE (G_TYPE_INT64),
    TROVE_ELEMENT_TYPE (G_TYPE_STRING),        TROVE_ELEMENT_TYPE (TROVE_TYPE_REF),
    TROVE_ELEMENT_TYPE (G_TYPE_VALUE),
  };

  return trove_arena_new_with_infos (infos, N_POOLS);
}

/* Appends a node and freezes it: it is alone in its sub-arena. */
static TroveRef
put_node (TroveArena *arena, gint64 number, TroveRef child)
{
  TroveRef ref;

  g_assert_true (
      trove_arena_append_raw (arena, NODES, &(Node){ .number = number, .child = child }, &ref, NULL));
  freeze (arena);
  return ref;
}

static gint64
node_number (TroveArena *arena, const TroveRef *ref)
{
  const Node *node = trove_arena_get_raw (arena, NODES, ref, NULL);

  return node != NULL ? node->number : -1;
}

static void
collect (TroveArena *arena, const TroveRef *roots, gsize n)
{
  GError *error = NULL;

  g_assert_true (trove_arena_collect (arena, roots, n, &error));
  g_assert_no_error (error);
  check_arena (arena);
}

static void
test_collect (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  TroveRef none = TROVE_REF_INIT, leaf, middle, top, loose, own, number;
  Node *node;

  leaf = put_node (arena, 1, none);
  loose = put_node (arena, 2, leaf);
  middle = put_node (arena, 3, leaf);
  top = put_node (arena, 4, middle);
  number = put_int (arena, NUMBERS, 9);
  freeze (arena);
  own = put_int (arena, NUMBERS, 5);
  collect (arena, &top, 1);
  g_assert_cmpint (node_number (arena, &top), ==, 4);
  g_assert_cmpint (node_number (arena, &middle), ==, 3);
  g_assert_cmpint (node_number (arena, &leaf), ==, 1);
  g_assert_cmpint (get_int (arena, &own), ==, 5);
  g_assert_false (holds (arena, &loose));
  g_assert_false (holds (arena, &number));

  /* A node that was copied on write reaches its own refs, and the old node is not reached. */
  node = trove_arena_get_mut_raw (arena, NODES, &top, NULL);
  node->child = none;
  node->other = leaf;
  g_assert_true (trove_arena_set_root (arena, &top, NULL));
  freeze (arena);
  collect (arena, NULL, 0);
  g_assert_true (holds (arena, &top));
  g_assert_true (holds (arena, &leaf));
  g_assert_false (holds (arena, &middle));

  /* Without a root nothing is left. */
  g_assert_true (trove_arena_set_root (arena, NULL, NULL));
  collect (arena, &none, 1);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 0);
  own = put_int (arena, NUMBERS, 6);
  freeze (arena);
  g_assert_cmpint (get_int (arena, &own), ==, 6);
}

/* Refs are followed in pools of refs and in values, to elements of every kind. */
static void
test_collect_refs (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  TroveRef text = put_int (arena, NUMBERS, 1), number, refs[3], value;
  GValue gvalue;

  g_assert_true (trove_arena_append_string (arena, STRINGS, "kept", -1, &text, NULL));
  freeze (arena);
  number = put_int (arena, NUMBERS, 3);
  freeze (arena);
  gvalue = boxed_value (TROVE_TYPE_REF, &text);
  value = ref_of (trove_arena_append_to (arena, VALUES, &gvalue, NULL));
  g_value_unset (&gvalue);
  freeze (arena);
  g_assert_true (trove_arena_append_raw (arena, REFS, &number, &refs[0], NULL));
  freeze (arena);
  g_assert_true (trove_arena_append_raw (arena, REFS, &value, &refs[1], NULL));
  freeze (arena);
  g_assert_true (trove_arena_append_raw (arena, REFS, &refs[1], &refs[2], NULL));
  freeze (arena);

  collect (arena, &refs[2], 1);
  g_assert_true (holds (arena, &refs[1]));
  g_assert_true (holds (arena, &value));
  g_assert_cmpstr (trove_arena_get_string (arena, &text, NULL, NULL), ==, "kept");
  g_assert_false (holds (arena, &number));
  g_assert_false (holds (arena, &refs[0]));
}

/* Roots that name nothing are passed over: null, of another arena, of a pool or an element that does not exist. */
static void
test_collect_bad_roots (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  g_autoptr (TroveArena) other = new_arena ();
  TroveRef ref = put_int (arena, NUMBERS, 1), roots[7] = { TROVE_REF_INIT };

  roots[1] = put_int (other, NUMBERS, 1);
  roots[2] = ref_at (ref.sub_arena, N_POOLS, 0);
  roots[3] = ref_at (ref.sub_arena, NUMBERS, 1);
  roots[4] = ref_at (ref.sub_arena, NODES, 0);
  roots[5] = (TroveRef){ ref.sub_arena, ref.offset | (guint64) 1 << 48 };
  roots[6] = ref_at (G_MAXUINT64, 255, ((guint64) 1 << 40) - 1);
  freeze (arena);
  freeze (other);
  collect (arena, roots, 0);
  g_assert_false (holds (arena, &ref));

  ref = put_int (arena, NUMBERS, 1);
  for (guint i = 2; i < 6; i++)
    roots[i].sub_arena = ref.sub_arena;
  freeze (arena);
  collect (arena, roots, G_N_ELEMENTS (roots));
  g_assert_false (holds (arena, &ref));
}

/* A cycle of refs, and a chain that recursion would not survive. */
static void
test_collect_deep (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  guint n = test_quick () ? 20000 : 300000;
  TroveRef first = TROVE_REF_INIT, last;
  Node *node;

  g_assert_true (trove_arena_append_raw (arena, NODES, &(Node){ .number = 0 }, &first, NULL));
  last = first;
  for (guint i = 1; i < n; i++)
    {
      if (i % 1000 == 0)
        freeze (arena);
      g_assert_true (
          trove_arena_append_raw (arena, NODES, &(Node){ .number = i, .child = last }, &last, NULL));
    }
  node = trove_arena_get_mut_raw (arena, NODES, &last, NULL);
  node->other = last;
  collect (arena, &last, 1);
  g_assert_cmpint (node_number (arena, &first), ==, 0);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
}

/* Snapshots and clones keep the sub-arenas that an arena lets go of. */
static void
test_collect_others (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) merged = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  TroveRef old = put_int (arena, 0, 1), now;

  snapshot = trove_arena_snapshot (arena, NULL);
  now = set_int (arena, &old, 2);
  clone = trove_arena_clone (arena, NULL);
  collect (arena, &now, 1);
  g_assert_false (holds (arena, &old));
  g_assert_cmpint (get_int (arena, &now), ==, 2);
  g_assert_cmpint (snapshot_get_int (snapshot, &old), ==, 1);
  g_assert_cmpint (get_int (clone, &old), ==, 1);

  /* A merge with an arena that holds the sub-arena brings it back. */
  merged = trove_arena_merge (arena, clone, NULL);
  check_arena (merged);
  g_assert_cmpint (get_int (merged, &old), ==, 1);
  g_assert_cmpint (get_int (merged, &now), ==, 2);
}

/* The cached sub-arena of an arena's fast paths is dropped when the arena lets go of it. */
static void
test_collect_forgets (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_auto (TroveReader) reader = TROVE_READER_INIT;
  TroveRef old = put_int (arena, 0, 1), now;
  g_autoptr (TroveSnapshot) empty = NULL;
  const gint64 *read;
  gconstpointer out;
  GError *error = NULL;

  freeze (arena);
  now = put_int (arena, 0, 2);
  freeze (arena);
  trove_reader_init (&reader, arena, 0);
  read = trove_reader_get (&reader, &old, NULL);
  g_assert_cmpint (get_int (arena, &old), ==, 1);
  collect (arena, &now, 1);

  g_assert_null (trove_arena_get_raw (arena, 0, &old, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&old));
  g_assert_null (trove_arena_get_mut_raw (arena, 0, &old, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&old));
  g_assert_false (trove_arena_get_many_raw (arena, 0, &old, 1, &out, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&old));

  /* A reader holds the sub-arena that it read last, until it reads another one. */
  g_assert_cmpint (*read, ==, 1);
  g_assert_true (trove_reader_get (&reader, &old, NULL) == read);
  g_assert_cmpint (*(const gint64 *) trove_reader_get (&reader, &now, NULL), ==, 2);
  g_assert_null (trove_reader_get (&reader, &old, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&old));

  /* The same for the own sub-arena, when the arena goes back. */
  empty = trove_arena_snapshot (arena, NULL);
  old = put_int (arena, 0, 3);
  read = trove_reader_get (&reader, &old, NULL);
  revert (arena, empty);
  check_arena (arena);
  g_assert_cmpint (*read, ==, 3);
  g_assert_null (trove_arena_get_raw (arena, 0, &old, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&old));
}

/* An editor that keeps a fixed number of versions does not grow. */
static void
test_collect_flat (void)
{
  enum
  {
    N = 100,
    KEPT = 20,
  };
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveSnapshot *kept[KEPT] = { NULL };
  TroveRef refs[N];
  guint64 most = 0;

  for (guint i = 0; i < N; i++)
    refs[i] = put_int (arena, 0, i);
  for (guint i = 1; i <= (test_quick () ? 5000 : 100000); i++)
    {
      gint64 *number;

      g_clear_pointer (&kept[i % KEPT], trove_snapshot_unref);
      kept[i % KEPT] = trove_arena_snapshot (arena, NULL);
      number = trove_arena_get_mut_raw (arena, 0, &refs[i % N], NULL);
      *number = i;
      if (i % 100 == 0)
        {
          guint64 total;

          g_assert_true (trove_arena_collect (arena, refs, N, NULL));
          total = usage_of (arena).total;
          if (i <= 1000)
            most = MAX (most, total);
          g_assert_cmpuint (total, <=, 2 * most);
          g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), <=, 2 * N + 1);
        }
    }
  check_arena (arena);
  for (guint i = 0; i < KEPT; i++)
    g_clear_pointer (&kept[i], trove_snapshot_unref);
}

/* The clear functions of elements that an arena lets go of call that arena. */
static TroveArena *called;
static guint n_cleared;

static void
clear_and_append (gpointer element, gpointer data)
{
  n_cleared++;
  if (called != NULL)
    put_int (called, 1, 7);
}

static void
test_clear_calls_back (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT (gint64, .clear = clear_and_append),
                                     TROVE_ELEMENT_TYPE (G_TYPE_INT64) };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 2);
  g_autoptr (TroveSnapshot) empty = trove_arena_snapshot (arena, NULL);
  gint64 number = 1;

  n_cleared = 0;
  called = arena;
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
      freeze (arena);
    }
  collect (arena, NULL, 0);
  g_assert_cmpuint (n_cleared, ==, 3);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 3);

  g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
  revert (arena, empty);
  check_arena (arena);
  g_assert_cmpuint (n_cleared, ==, 4);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 1);
  called = NULL;
}

/* While an element is copied, its arena cannot let go of the sub-arena that it is copied from. */
static TroveArena *copied;
static TroveSnapshot *copied_empty;
static guint n_refused;

static gboolean
copy_and_let_go (gpointer dest, gconstpointer src, gpointer data)
{
  if (copied != NULL)
    {
      GError *error = NULL;

      g_assert_false (trove_arena_revert (copied, copied_empty, &error));
      assert_trove_error (error, TROVE_ERROR_BORROWED, "being copied");
      g_assert_false (trove_arena_collect (copied, NULL, 0, &error));
      assert_trove_error (error, TROVE_ERROR_BORROWED, "being copied");
      n_refused++;
    }
  memcpy (dest, src, sizeof (gint64));
  return TRUE;
}

static void
test_copy_lets_go (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (gint64, .copy = copy_and_let_go);
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (&info, 1);
  gint64 number = 7, *copy;
  TroveRef ref;

  copied_empty = trove_arena_snapshot (arena, NULL);
  g_assert_true (trove_arena_append_raw (arena, 0, &number, &ref, NULL));
  freeze (arena);
  copied = arena;
  n_refused = 0;
  copy = trove_arena_get_mut_raw (arena, 0, &ref, NULL);
  copied = NULL;
  g_assert_cmpuint (n_refused, ==, 1);
  g_assert_cmpint (*copy, ==, 7);
  revert (arena, copied_empty);
  check_arena (arena);
  g_clear_pointer (&copied_empty, trove_snapshot_unref);
}

/* Clear functions find the arena as it is after the call: with the snapshot's root, and free to be changed,
 * snapshotted and transferred. */
static TroveArena *going;
static TroveRef going_root;
static gboolean going_transfers;

static void
clear_and_look (gpointer element, gpointer data)
{
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveRef) root = NULL;
  TroveArena *arena = g_steal_pointer (&going);

  if (arena == NULL)
    return;
  snapshot = trove_arena_snapshot (arena, NULL);
  root = trove_snapshot_get_root (snapshot);
  assert_ref_equal (root, &going_root);
  g_assert_true (trove_snapshot_contains (snapshot, root));
  if (going_transfers)
    {
      g_assert_true (trove_arena_transfer (arena, NULL));
      return;
    }
  going_root = put_int (arena, 1, 8);
  g_assert_true (trove_arena_set_root (arena, &going_root, NULL));
}

static void
test_clear_changes_root (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT (gint64, .clear = clear_and_look),
                                     TROVE_ELEMENT_TYPE (G_TYPE_INT64) };

  for (guint transfers = 0; transfers < 2; transfers++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 2);
      g_autoptr (TroveSnapshot) snapshot = NULL;
      g_autoptr (TroveRef) root = NULL;
      TroveRef first = put_int (arena, 1, 1), second;
      gint64 number = 1;

      g_assert_true (trove_arena_set_max_bytes (arena, 1 << 20, NULL));
      g_assert_true (trove_arena_set_root (arena, &first, NULL));
      snapshot = trove_arena_snapshot (arena, NULL);
      g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
      freeze (arena);
      second = put_int (arena, 1, 2);
      g_assert_true (trove_arena_set_root (arena, &second, NULL));

      going = arena;
      going_root = first;
      going_transfers = transfers == 1;
      g_assert_true (trove_arena_revert (arena, snapshot, NULL));
      g_assert_null (going);
      root = trove_arena_get_root (arena, NULL);
      assert_ref_equal (root, &going_root);
      check_arena (arena);
    }
}

/* The clear function of an element that a reader held last uses that reader. */
static TroveReader *used_again;
static TroveArena *used_arena;
static TroveSnapshot *used_snapshot;
static TroveRef used_ref;

static void
clear_and_read (gpointer element, gpointer data)
{
  TroveReader *reader = g_steal_pointer (&used_again);

  if (reader == NULL)
    return;
  g_assert_true (trove_arena_revert (used_arena, used_snapshot, NULL));
  g_assert_cmpint (*(const gint64 *) trove_reader_get (reader, &used_ref, NULL), ==, 1);
}

static void
test_reader_used_again (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (gint64, .clear = clear_and_read);
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (&info, 1);
  g_auto (TroveReader) reader = TROVE_READER_INIT;
  gint64 numbers[] = { 1, 2, 3 };
  TroveRef refs[3];

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (trove_arena_append_raw (arena, 0, &numbers[i], &refs[i], NULL));
      if (i == 0)
        used_snapshot = trove_arena_snapshot (arena, NULL);
      else
        freeze (arena);
    }
  trove_reader_init (&reader, arena, 0);
  g_assert_cmpint (*(const gint64 *) trove_reader_get (&reader, &refs[1], NULL), ==, 2);
  g_assert_true (trove_arena_set_root (arena, &refs[0], NULL));
  collect (arena, &refs[2], 1); /* the reader alone holds the second */
  used_again = &reader;
  used_arena = arena;
  used_ref = refs[0];
  g_assert_nonnull (trove_reader_get (&reader, &refs[2], NULL));
  g_assert_null (used_again);
  g_assert_cmpint (*(const gint64 *) trove_reader_get (&reader, &refs[0], NULL), ==, 1);
  g_clear_pointer (&used_snapshot, trove_snapshot_unref);
}

/* A large chunk is freed with the last sub-arena in it, even if other arenas of the same schema stay. */
static void
test_large_chunks_go (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autofree gint64 *numbers = g_new0 (gint64, 1 << 17);

  put_int (arena, 0, 1);
  snapshot = trove_arena_snapshot (arena, NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (TroveArena) branch = trove_snapshot_branch (snapshot);

      g_assert_true (trove_arena_append_many_raw (branch, 0, numbers, (1 << 17) - 1000, NULL, NULL));
      freeze (branch);
    }
  for (guint i = 0; i < 4; i++)
    {
      /* The element is not in a chunk of the branches. */
      put_int (arena, 0, 1);
      freeze (arena);
      g_assert_cmpuint (usage_of (arena).total, <, 100000);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/collect/collect", test_collect);
  g_test_add_func ("/arena/collect/refs", test_collect_refs);
  g_test_add_func ("/arena/collect/bad-roots", test_collect_bad_roots);
  g_test_add_func ("/arena/collect/deep", test_collect_deep);
  g_test_add_func ("/arena/collect/others", test_collect_others);
  g_test_add_func ("/arena/collect/forgets", test_collect_forgets);
  g_test_add_func ("/arena/collect/flat", test_collect_flat);
  g_test_add_func ("/arena/collect/clear-calls-back", test_clear_calls_back);
  g_test_add_func ("/arena/collect/copy-lets-go", test_copy_lets_go);
  g_test_add_func ("/arena/collect/clear-changes-root", test_clear_changes_root);
  g_test_add_func ("/arena/collect/reader-used-again", test_reader_used_again);
  g_test_add_func ("/arena/collect/large-chunks-go", test_large_chunks_go);
  return g_test_run ();
}
