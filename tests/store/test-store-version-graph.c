/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which versions a file has, and which rows go with one that has left the history. */

#include "store/version-graph.h"

#include "store/format.h"

/* Version n has the id n, n. */
static gboolean
add (TroveVersionGraph *graph, gint64 number, gint64 base, gint64 merged, guint marks)
{
  const TroveVersionNode node = { .id = { (guint64) number, (guint64) number },
                                  .number = number,
                                  .base = base,
                                  .merged = merged,
                                  .marks = marks };

  return trove_version_graph_add (graph, &node);
}

/* Versions 1 to n, each made of the one before. */
static void
init_line (TroveVersionGraph *graph, gint64 n, guint marks)
{
  trove_version_graph_init (graph);
  for (gint64 i = 1; i <= n; i++)
    g_assert_true (add (graph, i, i - 1, 0, marks));
}

static gboolean
note_loss (TroveVersionLoss loss, gint64 number, gpointer data, GError **error)
{
  const char *sign = loss == TROVE_VERSION_GOES ? "-" : loss == TROVE_VERSION_LOSES_BASE ? "^" : "~";

  g_string_append_printf (data, "%s%" G_GINT64_FORMAT " ", sign, number);
  return TRUE;
}

/* A version leaves the history. */
static void
check_prune (TroveVersionGraph *graph, gint64 number, const char *expected)
{
  TroveVersionNode *node = trove_version_graph_find (graph, number);
  g_autoptr (GString) text = g_string_new (NULL);

  node->marks &= ~TROVE_VERSION_IN_HISTORY;
  g_assert_true (trove_version_graph_prune (graph, node, note_loss, text, NULL));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_find (void)
{
  const guint64 two[2] = { 2, 2 }, other[2] = { 2, 3 };
  TroveVersionGraph graph;

  init_line (&graph, 3, TROVE_VERSION_IN_HISTORY);
  g_assert_cmpint (trove_version_graph_find (&graph, 2)->number, ==, 2);
  g_assert_cmpint (trove_version_graph_find (&graph, 2)->base, ==, 1);
  g_assert_true (trove_version_graph_find_id (&graph, two) == trove_version_graph_find (&graph, 2));
  g_assert_null (trove_version_graph_find (&graph, 4));
  g_assert_null (trove_version_graph_find_id (&graph, other));
  trove_version_graph_clear (&graph);
}

static void
test_names (void)
{
  TroveVersionNode *one, *two;
  TroveVersionGraph graph;

  init_line (&graph, 2, TROVE_VERSION_IN_HISTORY);
  one = trove_version_graph_find (&graph, 1);
  two = trove_version_graph_find (&graph, 2);
  trove_version_graph_set_name (&graph, two, NULL);
  g_assert_null (trove_version_graph_get_name (&graph, two));
  trove_version_graph_set_name (&graph, one, "One");
  trove_version_graph_set_name (&graph, two, "Two");
  trove_version_graph_set_name (&graph, one, NULL);
  g_assert_null (trove_version_graph_get_name (&graph, one));
  g_assert_cmpstr (trove_version_graph_get_name (&graph, two), ==, "Two");

  check_prune (&graph, 2, "-2 ");
  g_assert_cmpuint (g_hash_table_size (graph.names), ==, 0);
  trove_version_graph_clear (&graph);
}

/* What no document has written. */
static void
test_refused (void)
{
  const TroveVersionNode same_id = { .id = { 2, 2 }, .number = 9 },
                         same_number = { .id = { 9, 9 }, .number = 2 };
  TroveVersionGraph graph;

  init_line (&graph, 3, TROVE_VERSION_IN_HISTORY);
  g_assert_false (add (&graph, 0, 0, 0, 0));
  g_assert_false (add (&graph, -1, 0, 0, 0));
  g_assert_false (add (&graph, 2, 1, 0, 0));
  g_assert_false (add (&graph, 4, 5, 0, 0));
  g_assert_false (add (&graph, 4, 3, 5, 0));
  g_assert_false (add (&graph, 4, 4, 0, 0));
  g_assert_false (trove_version_graph_add (&graph, &same_id));
  g_assert_false (trove_version_graph_add (&graph, &same_number));
  g_assert_true (add (&graph, 4, 3, 2, 0));
  trove_version_graph_clear (&graph);
}

/* The last one goes, and with it those below that have left the history before. */
static void
test_last (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 4, TROVE_VERSION_IN_HISTORY);
  check_prune (&graph, 3, "");
  check_prune (&graph, 4, "-4 -3 ");
  g_assert_null (trove_version_graph_find (&graph, 3));
  g_assert_nonnull (trove_version_graph_find (&graph, 2));
  g_assert_true (add (&graph, 5, 2, 0, 0));
  trove_version_graph_clear (&graph);
}

/* A version from which two others are read stays until one of them is gone. */
static void
test_branch (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 3, TROVE_VERSION_IN_HISTORY);
  g_assert_true (add (&graph, 4, 2, 0, TROVE_VERSION_IN_HISTORY));
  check_prune (&graph, 2, "");
  check_prune (&graph, 4, "-4 ");
  g_assert_nonnull (trove_version_graph_find (&graph, 2));
  trove_version_graph_clear (&graph);
}

/* The first one goes while others stay. */
static void
test_first (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 3, TROVE_VERSION_IN_HISTORY);
  check_prune (&graph, 1, "^2 -1 ");
  g_assert_cmpint (trove_version_graph_find (&graph, 2)->base, ==, 0);
  check_prune (&graph, 2, "^3 -2 ");
  trove_version_graph_clear (&graph);
}

static void
test_needed (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 3, TROVE_VERSION_IN_HISTORY);
  trove_version_graph_find (&graph, 3)->marks |= TROVE_VERSION_CURRENT;
  check_prune (&graph, 3, "");
  g_assert_true (add (&graph, 4, 1, 0, TROVE_VERSION_IN_HISTORY));
  g_assert_true (add (&graph, 5, 3, 4, TROVE_VERSION_IN_HISTORY));
  check_prune (&graph, 4, ""); /* it was merged */
  check_prune (&graph, 5, "-5 -4 ");
  trove_version_graph_clear (&graph);
}

/* Versions that come after a merge do not keep it, and what it was merged with. */
static void
test_merge (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 1, 0);
  g_assert_true (add (&graph, 2, 1, 0, TROVE_VERSION_FOREIGN));
  g_assert_true (add (&graph, 3, 1, 2, TROVE_VERSION_IN_HISTORY));
  g_assert_true (add (&graph, 4, 3, 0, TROVE_VERSION_IN_HISTORY));
  check_prune (&graph, 1, "");
  check_prune (&graph, 3, "~3 -2 ^3 -1 ^4 -3 ");
  g_assert_nonnull (trove_version_graph_find (&graph, 4));
  trove_version_graph_clear (&graph);
}

/* The current version keeps it, though it is in no history. */
static void
test_current_merge (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 2, 0);
  g_assert_true (add (&graph, 3, 1, 2, TROVE_VERSION_CURRENT));
  check_prune (&graph, 3, "");
  g_assert_cmpint (trove_version_graph_find (&graph, 3)->merged, ==, 2);
  trove_version_graph_clear (&graph);
}

static gboolean
fail (TroveVersionLoss loss, gint64 number, gpointer data, GError **error)
{
  return FALSE;
}

static void
test_fails (void)
{
  TroveVersionGraph graph;

  init_line (&graph, 2, 0);
  g_assert_false (trove_version_graph_prune (&graph, trove_version_graph_find (&graph, 2), fail, NULL, NULL));
  trove_version_graph_clear (&graph);

  init_line (&graph, 2, 0);
  g_assert_true (add (&graph, 3, 1, 2, 0));
  g_assert_true (add (&graph, 4, 3, 0, TROVE_VERSION_IN_HISTORY));
  g_assert_false (trove_version_graph_prune (&graph, trove_version_graph_find (&graph, 3), fail, NULL, NULL));
  trove_version_graph_clear (&graph);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-graph/find", test_find);
  g_test_add_func ("/version-graph/names", test_names);
  g_test_add_func ("/version-graph/refused", test_refused);
  g_test_add_func ("/version-graph/last", test_last);
  g_test_add_func ("/version-graph/branch", test_branch);
  g_test_add_func ("/version-graph/first", test_first);
  g_test_add_func ("/version-graph/needed", test_needed);
  g_test_add_func ("/version-graph/merge", test_merge);
  g_test_add_func ("/version-graph/current-merge", test_current_merge);
  g_test_add_func ("/version-graph/fails", test_fails);
  return g_test_run ();
}
