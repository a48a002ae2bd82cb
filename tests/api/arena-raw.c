/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* Elements by address: they never move, refs may be written into them, and a call that fails changes nothing. */

enum
{
  NODES,
  NUMBERS,
  POINTS,
  STRINGS,
  N_POOLS,
};

#define N_CHILDREN 3

typedef struct
{
  gint64 number;
  TroveRef child[N_CHILDREN];
} Node;

static TroveArena *
new_arena (void)
{
  const TroveElementInfo infos[N_POOLS] = {
    [NODES] = TROVE_ELEMENT (Node),
    [NUMBERS] = TROVE_ELEMENT_TYPE (G_TYPE_INT64),
    [POINTS] = test_point_info,
    [STRINGS] = TROVE_ELEMENT_TYPE (G_TYPE_STRING),
  };

  return trove_arena_new_with_infos (infos, N_POOLS);
}

static TroveRef
put_node (TroveArena *arena, const Node *node)
{
  GError *error = NULL;
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, NODES, node, &ref, &error));
  g_assert_no_error (error);
  return ref;
}

static const Node *
node_at (TroveArena *arena, const TroveRef *ref)
{
  GError *error = NULL;
  const Node *node = trove_arena_get_raw (arena, NODES, ref, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

/* Addresses */

static void
test_addresses (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  const guint n = test_quick () ? 5000 : 200000;
  g_autofree gconstpointer *where = g_new (gconstpointer, n);
  g_autofree TroveRef *refs = g_new (TroveRef, n);

  for (guint i = 0; i < n; i++)
    {
      const gint64 number = -(gint64) i;

      g_assert_true (trove_arena_append_raw (arena, NUMBERS, &number, &refs[i], NULL));
      where[i] = trove_arena_get_raw (arena, NUMBERS, &refs[i], NULL);
      if (i % (n / 50) == 0)
        {
          g_autoptr (TroveArena) clone = trove_arena_clone (arena, NULL);

          check_arena (arena);
          g_assert_true (trove_arena_get_raw (clone, NUMBERS, &refs[i / 2], NULL) == where[i / 2]);
        }
    }
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (trove_arena_get_raw (arena, NUMBERS, &refs[i], NULL) == where[i]);
      g_assert_cmpint (*(const gint64 *) where[i], ==, -(gint64) i);
    }
}

/* append_many_raw */

static void
append_many (guint before, guint n)
{
  g_autoptr (TroveArena) arena = new_arena ();
  g_autofree gint64 *numbers = g_new (gint64, MAX (n, 1));
  TroveRef first = ref_at (7, 7, 7);
  GError *error = NULL;

  for (guint i = 0; i < before; i++)
    put_int (arena, NUMBERS, -1);
  for (guint i = 0; i < n; i++)
    numbers[i] = 5 * (gint64) i;

  g_assert_true (trove_arena_append_many_raw (arena, NUMBERS, n > 0 ? numbers : NULL, n, &first, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, before + n);
  if (n == 0)
    g_assert_true (trove_ref_is_null (&first) && first.offset == 0);
  else
    g_assert_cmpuint (trove_ref_get_index (&first), ==, before);
  for (guint i = 0; i < n; i++)
    {
      const TroveRef ref = ref_at (first.sub_arena, NUMBERS, before + i);

      g_assert_cmpint (*(const gint64 *) trove_arena_get_raw (arena, NUMBERS, &ref, NULL), ==,
                       5 * (gint64) i);
    }

  /* A batch without a place for the ref, and a single element after it. */
  g_assert_true (trove_arena_append_many_raw (arena, NUMBERS, numbers, n, NULL, NULL));
  first = put_int (arena, NUMBERS, 9);
  g_assert_cmpuint (trove_ref_get_index (&first), ==, before + 2 * n);
  g_assert_cmpint (get_int (arena, &first), ==, 9);
  check_arena (arena);
}

static void
test_append_many (void)
{
  static const guint befores[] = { 0, 1, 31, 32, 33, 95, 96, 97 };
  static const guint counts[] = { 0, 1, 2, 31, 32, 33, 64, 95, 96, 97, 128, 224, 1000, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (befores); i++)
    for (guint j = 0; j < G_N_ELEMENTS (counts); j++)
      append_many (befores[i], counts[j]);
}

/* The elements of a batch are read by a ref each: behind the address of the first, the batch goes on to the end of
 * the row only. */
static void
test_run (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  g_autoptr (TroveSnapshot) snapshot = NULL;
  gint64 numbers[1000];
  TroveRef first;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = 1000 + i;
  g_assert_true (trove_arena_append_many_raw (arena, NUMBERS, numbers, 20, NULL, NULL));
  g_assert_true (trove_arena_append_many_raw (arena, NUMBERS, numbers, G_N_ELEMENTS (numbers), &first, NULL));
  snapshot = trove_arena_snapshot (arena, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const TroveRef ref = trove_ref_nth (&first, i);
      const gint64 *element = trove_arena_get_raw (arena, NUMBERS, &ref, NULL);

      g_assert_cmpint (*element, ==, 1000 + i);
      g_assert_true (trove_snapshot_get_raw (snapshot, NUMBERS, &ref, NULL) == element);
    }
}

/* The elements may be the arena's own. */
static void
test_append_own (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  TroveRef first = put_int (arena, NUMBERS, 1), copies;

  for (guint i = 2; i <= 32; i++)
    put_int (arena, NUMBERS, i);
  g_assert_true (trove_arena_append_many_raw (
      arena, NUMBERS, trove_arena_get_raw (arena, NUMBERS, &first, NULL), 32, &copies, NULL));
  for (guint i = 0; i < 32; i++)
    {
      const TroveRef ref = ref_at (copies.sub_arena, NUMBERS, 32 + i);

      g_assert_cmpint (get_int (arena, &ref), ==, i + 1);
    }
  check_arena (arena);
}

/* get_many_raw */

static void
test_get_many (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  g_autoptr (TroveSnapshot) snapshot = NULL;
  TroveRef refs[200], bad[3];
  gconstpointer out[200] = { NULL }, expected[200];
  GError *error = NULL;

  /* Neighbours in the array are in different sub-arenas. */
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      refs[i % 5 * 40 + i / 5] = put_int (arena, NUMBERS, i);
      if (i % 3 == 2)
        freeze (arena);
    }
  g_assert_true (trove_arena_get_many_raw (arena, NUMBERS, refs, G_N_ELEMENTS (refs), out, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      expected[i] = trove_arena_get_raw (arena, NUMBERS, &refs[i], NULL);
      g_assert_true (out[i] == expected[i]);
      g_assert_cmpint (*(const gint64 *) out[i], ==, i % 40 * 5 + i / 40);
    }

  snapshot = trove_arena_snapshot (arena, NULL);
  memset (out, 0, sizeof out);
  g_assert_true (trove_snapshot_get_many_raw (snapshot, NUMBERS, refs, G_N_ELEMENTS (refs), out, &error));
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (out, expected, sizeof out), ==, 0);

  g_assert_true (trove_arena_get_many_raw (arena, NUMBERS, NULL, 0, NULL, &error));
  g_assert_true (trove_snapshot_get_many_raw (snapshot, NUMBERS, NULL, 0, NULL, &error));
  g_assert_no_error (error);

  /* An invalid ref in the middle: the elements before it are given. */
  bad[0] = refs[0];
  bad[1] = ref_at (refs[0].sub_arena, NUMBERS, 1000);
  bad[2] = refs[2];
  memset (out, 0, sizeof out);
  g_assert_false (trove_arena_get_many_raw (arena, NUMBERS, bad, 3, out, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&bad[1]));
  g_assert_true (out[0] == expected[0] && out[2] == NULL);
  memset (out, 0, sizeof out);
  g_assert_false (trove_snapshot_get_many_raw (snapshot, NUMBERS, bad, 3, out, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&bad[1]));
  g_assert_true (out[0] == expected[0] && out[2] == NULL);

  g_assert_false (trove_arena_get_many_raw (arena, NODES, refs, 1, out, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, ref_text (&refs[0]), "gint64", "struct of");
  g_assert_false (trove_snapshot_get_many_raw (snapshot, NODES, refs, 1, out, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, ref_text (&refs[0]), "gint64", "struct of");
}

/* Refs inside elements */

/* A full tree of that depth; each node has a number of its own. */
static TroveRef
make_tree (TroveArena *arena, guint depth, gint64 *number)
{
  const Node empty = { .number = (*number)++ };
  TroveRef ref = put_node (arena, &empty);

  for (guint k = 0; k < N_CHILDREN && depth > 0; k++)
    {
      TroveRef child = make_tree (arena, depth - 1, number);
      Node *node = trove_arena_get_mut_raw (arena, NODES, &ref, NULL);

      node->child[k] = child;
    }
  return ref;
}

static gint64
sum_tree (TroveArena *arena, TroveSnapshot *snapshot, const TroveRef *ref)
{
  const Node *node = snapshot != NULL ? trove_snapshot_get_raw (snapshot, NODES, ref, NULL) :
                                        trove_arena_get_raw (arena, NODES, ref, NULL);
  gint64 sum;

  g_assert_nonnull (node);
  sum = node->number;
  for (guint k = 0; k < N_CHILDREN; k++)
    if (!trove_ref_is_null (&node->child[k]))
      sum += sum_tree (arena, snapshot, &node->child[k]);
  return sum;
}

/* The walk of the manual: the nodes of a path are copied from the root down, each once. */
static Node *
walk (TroveArena *arena, TroveRef *root, const guint *path, guint depth)
{
  GError *error = NULL;
  Node *node = trove_arena_get_mut_raw (arena, NODES, root, &error);

  for (guint i = 0; node != NULL && i < depth; i++)
    node = trove_arena_get_mut_raw (arena, NODES, &node->child[path[i]], &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

#define DEPTH 4

static void
test_path_copy (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_snapshot_unref);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 sums[100], number = 1;
  TroveRef roots[100], root = make_tree (arena, DEPTH, &number);
  gint64 sum = sum_tree (arena, NULL, &root);

  g_assert_cmpint (sum, ==, (number - 1) * number / 2);
  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      guint path[DEPTH], depth = (guint) g_rand_int_range (rand, 0, DEPTH + 1);
      guint64 n;
      TroveRef again;
      Node *node;

      roots[i] = root;
      sums[i] = sum;
      g_ptr_array_add (versions, trove_arena_snapshot (arena, NULL));
      n = trove_arena_get_n_elements (arena, NULL);

      for (guint j = 0; j < DEPTH; j++)
        path[j] = (guint) g_rand_int_range (rand, 0, N_CHILDREN);
      node = walk (arena, &root, path, depth);
      g_assert_false (trove_ref_equal (&root, &roots[i]));
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n + depth + 1);
      node->number += 1000;
      sum += 1000;

      /* The second walk copies nothing. */
      again = root;
      g_assert_true (walk (arena, &again, path, depth) == node);
      assert_ref_equal (&again, &root);
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n + depth + 1);
      g_assert_cmpint (sum_tree (arena, NULL, &root), ==, sum);
    }

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_assert_cmpint (sum_tree (NULL, g_ptr_array_index (versions, i), &roots[i]), ==, sums[i]);
      g_assert_cmpint (sum_tree (arena, NULL, &roots[i]), ==, sums[i]);
    }
  check_arena (arena);
}

/* Pointers to several own elements are valid together. */
static void
test_several (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  TroveRef refs[500];
  gint64 *numbers[500];

  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      refs[i] = put_int (arena, NUMBERS, i);
      numbers[i] = trove_arena_get_mut_raw (arena, NUMBERS, &refs[i], NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    *numbers[i] *= 3;
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    g_assert_cmpint (get_int (arena, &refs[i]), ==, 3 * (gint64) i);
  check_arena (arena);
}

/* The place for a new ref may be inside an own element. */
static void
test_out_inside (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  const Node empty = { .number = 1 }, leaf = { .number = 2 };
  TroveRef root = put_node (arena, &empty);
  Node *node = trove_arena_get_mut_raw (arena, NODES, &root, NULL);

  /* Enough nodes that rows are added meanwhile. */
  for (guint i = 0; i < 200; i++)
    {
      g_assert_true (trove_arena_append_raw (arena, NODES, &leaf, &node->child[0], NULL));
      g_assert_cmpint (node_at (arena, &node->child[0])->number, ==, 2);
      node = trove_arena_get_mut_raw (arena, NODES, &node->child[0], NULL);
    }

  g_assert_true (trove_arena_append_string (arena, STRINGS, "text", -1, &node->child[1], NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &node->child[1], NULL, NULL), ==, "text");
  g_assert_true (trove_arena_append_many_raw (arena, NODES, &leaf, 1, &node->child[2], NULL));
  g_assert_cmpint (node_at (arena, &node->child[2])->number, ==, 2);
  check_arena (arena);
}

/* The place for the ref may be inside the appended element: its copy has the old ref. */
static void
test_out_inside_of_source (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  const Node empty = { .number = 1 };
  TroveRef root = put_node (arena, &empty), other = root, before;
  Node *node = trove_arena_get_mut_raw (arena, NODES, &root, NULL);

  node->child[0] = other;
  before = node->child[0];
  g_assert_true (trove_arena_append_raw (arena, NODES, node, &node->child[0], NULL));
  assert_ref_equal (&node_at (arena, &node->child[0])->child[0], &before);

  before = node->child[0];
  g_assert_true (trove_arena_append_many_raw (arena, NODES, node, 1, &node->child[0], NULL));
  g_assert_false (trove_ref_equal (&node->child[0], &before));
  assert_ref_equal (&node_at (arena, &node->child[0])->child[0], &before);
  check_arena (arena);
}

/* A ref that is written to is unchanged after an error. */
static void
test_slot_on_error (void)
{
  g_autoptr (TroveArena) arena = new_arena ();
  g_autoptr (TroveArena) foreign = new_arena ();
  g_autoptr (TroveBorrow) borrow = NULL;
  g_autoptr (TestPoint) point = test_point_new (5);
  const Node empty = { .number = 1 };
  const TroveRef null = TROVE_REF_INIT;
  TroveRef root = put_node (arena, &empty), frozen, there, number = put_int (arena, NUMBERS, 3);
  TroveRef slots[6];
  GError *error = NULL;
  Node *node;

  g_assert_true (trove_arena_append_raw (arena, POINTS, point, &frozen, NULL));
  freeze (arena);
  node = trove_arena_get_mut_raw (arena, NODES, &root, NULL);
  there = put_node (arena, &empty);
  borrow = trove_arena_borrow (arena, &there, NULL);

  /* null, foreign, out of range, of another pool, borrowed */
  slots[0] = null;
  slots[1] = put_node (foreign, &empty);
  slots[2] = ref_at (root.sub_arena, NODES, 12345);
  slots[3] = number;
  slots[4] = there;
  for (guint i = 0; i < 5; i++)
    {
      static const TroveError codes[] = { TROVE_ERROR_INVALID_REF, TROVE_ERROR_INVALID_REF,
                                          TROVE_ERROR_INVALID_REF, TROVE_ERROR_TYPE_MISMATCH,
                                          TROVE_ERROR_BORROWED };

      node->child[1] = slots[i];
      g_assert_null (trove_arena_get_mut_raw (arena, NODES, &node->child[1], &error));
      assert_trove_error (error, codes[i], ref_text (&slots[i]));
      assert_ref_equal (&node->child[1], &slots[i]);
    }

  /* a copy that fails */
  node->child[1] = frozen;
  fail_copy_at (0);
  g_assert_null (trove_arena_get_mut_raw (arena, POINTS, &node->child[1], &error));
  assert_trove_error (error, TROVE_ERROR_COPY_FAILED, "struct of");
  assert_ref_equal (&node->child[1], &frozen);
  g_assert_false (trove_arena_append_raw (arena, POINTS, point, &node->child[1], &error));
  assert_trove_error (error, TROVE_ERROR_COPY_FAILED, "struct of");
  g_assert_false (trove_arena_append_many_raw (arena, POINTS, point, 1, &node->child[1], &error));
  assert_trove_error (error, TROVE_ERROR_COPY_FAILED, "struct of");
  fail_copy_at (G_MAXINT);
  g_assert_false (trove_arena_append_string (arena, NUMBERS, "x", -1, &node->child[1], &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gint64");
  assert_ref_equal (&node->child[1], &frozen);
  check_arena (arena);
}

/* A ref inside a frozen element is not written to, wherever that element is, and nothing is copied. */
static void
check_frozen_slot (TroveArena *arena, guint n_nodes, guint which)
{
  TroveRef parents[200], child, before;
  const Node leaf = { .number = 5 };
  GError *error = NULL;
  const Node *parent;
  guint64 n;

  g_assert_cmpuint (n_nodes, <=, G_N_ELEMENTS (parents));
  child = put_node (arena, &leaf);
  for (guint i = 0; i < n_nodes; i++)
    parents[i] = put_node (arena, &(Node){ .number = i, .child = { child, child, child } });
  freeze (arena);
  n = trove_arena_get_n_elements (arena, NULL);

  parent = node_at (arena, &parents[which]);
  before = parent->child[1];
  g_assert_null (trove_arena_get_mut_raw (arena, NODES, (TroveRef *) &parent->child[1], &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&child), "frozen element");
  assert_ref_equal (&parent->child[1], &before);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);

  /* The same on the fast path, when the own sub-arena has room. */
  put_node (arena, &leaf);
  parent = node_at (arena, &parents[which]);
  g_assert_null (trove_arena_get_mut_raw (arena, NODES, (TroveRef *) &parent->child[1], &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&child), "frozen element");
  assert_ref_equal (&parent->child[1], &before);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n + 1);

  /* A ref on the heap and one inside an own element are written to. */
  {
    g_autofree TroveRef *copy = g_memdup2 (&parent->child[1], sizeof *copy);
    TroveRef root = parents[which];
    Node *mine;

    g_assert_nonnull (trove_arena_get_mut_raw (arena, NODES, copy, &error));
    g_assert_no_error (error);
    g_assert_false (trove_ref_equal (copy, &before));
    mine = trove_arena_get_mut_raw (arena, NODES, &root, NULL);
    g_assert_nonnull (trove_arena_get_mut_raw (arena, NODES, &mine->child[1], &error));
    g_assert_no_error (error);
    g_assert_false (trove_ref_equal (&mine->child[1], &before));
  }
  check_arena (arena);
}

static void
test_frozen_slot (void)
{
  for (guint n_nodes = 1; n_nodes <= 200; n_nodes = 3 * n_nodes + 1)
    for (guint which = 0; which < n_nodes; which += MAX (n_nodes / 3, 1))
      {
        g_autoptr (TroveArena) arena = new_arena ();

        check_frozen_slot (arena, n_nodes, which);
        check_frozen_slot (arena, n_nodes, which); /* with an older sub-arena */
      }
}

/* A ref inside an element of a sub-arena that was not read last is noticed with TROVE_DEBUG=frozen. */
static void
test_frozen_slot_of_old (void)
{
  g_autoptr (TroveArena) arena = NULL;
  const Node leaf = { .number = 5 };
  TroveRef child, parent, other;
  GError *error = NULL;
  const Node *node;

  if (!g_test_subprocess ())
    {
      g_setenv ("TROVE_DEBUG", "frozen", TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_unsetenv ("TROVE_DEBUG");
      g_test_trap_assert_passed ();
      return;
    }

  arena = new_arena ();
  child = put_node (arena, &leaf);
  parent = put_node (arena, &(Node){ .child = { child } });
  freeze (arena);
  other = put_node (arena, &leaf);
  freeze (arena);
  node = node_at (arena, &parent);
  node_at (arena, &other);
  g_assert_null (trove_arena_get_mut_raw (arena, NODES, (TroveRef *) &node->child[0], &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&child), "frozen element");
  assert_ref_equal (&node->child[0], &child);
}

/* TROVE_DEBUG=frozen reports a write that came too late. */
static void
test_late_write (void)
{
  g_autoptr (TroveArena) arena = NULL;
  TroveRef ref;
  gint64 *number;

  if (!g_test_subprocess ())
    {
      g_setenv ("TROVE_DEBUG", "frozen", TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_unsetenv ("TROVE_DEBUG");
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*written after it was frozen*pool 1*row 0*");
      g_test_trap_assert_stderr_unmatched ("*not reached*");
      return;
    }

  arena = new_arena ();
  ref = put_int (arena, NUMBERS, 1);
  number = trove_arena_get_mut_raw (arena, NUMBERS, &ref, NULL);
  *number = 2;
  freeze (arena);
  put_int (arena, NUMBERS, 3);
  *number = 4;
  g_clear_object (&arena);
  g_printerr ("not reached");
}

/* Writes before the freeze are not reported. */
static void
test_timely_writes (void)
{
  if (g_test_subprocess ())
    {
      test_path_copy ();
      return;
    }

  g_setenv ("TROVE_DEBUG", "frozen", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("TROVE_DEBUG");
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/raw/addresses", test_addresses);
  g_test_add_func ("/arena/raw/append-many", test_append_many);
  g_test_add_func ("/arena/raw/run", test_run);
  g_test_add_func ("/arena/raw/append-own", test_append_own);
  g_test_add_func ("/arena/raw/get-many", test_get_many);
  g_test_add_func ("/arena/raw/path-copy", test_path_copy);
  g_test_add_func ("/arena/raw/several", test_several);
  g_test_add_func ("/arena/raw/out-inside", test_out_inside);
  g_test_add_func ("/arena/raw/slot-on-error", test_slot_on_error);
  g_test_add_func ("/arena/raw/frozen-slot", test_frozen_slot);
  g_test_add_func ("/arena/raw/frozen-slot-of-old", test_frozen_slot_of_old);
  g_test_add_func ("/arena/raw/late-write", test_late_write);
  g_test_add_func ("/arena/raw/timely-writes", test_timely_writes);
  g_test_add_func ("/arena/raw/out-inside-of-source", test_out_inside_of_source);

  return g_test_run ();
}
