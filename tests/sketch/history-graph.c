/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lanes of trees of versions. */

#include "ui/history-graph.h"

/* Appends versions, such as "a b:a c:b d:c,b": d was made from c, and merges b. */
static void
append_all (SketchHistoryGraph *graph, const char *tree)
{
  g_auto (GStrv) versions = g_strsplit (tree, " ", -1);

  for (guint i = 0; versions[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (versions[i], ":", 2);
      g_auto (GStrv) parents = g_strsplit (parts[1] != NULL ? parts[1] : "", ",", -1);

      sketch_history_graph_append (graph, parts[0], (const char *const *) parents);
    }
}

/* A row as text, a character by column: the version's name, "|" for a line through the row, "'" for one from the version to the top, "." for
 * one from the bottom, ":" for both. */
static void
print_row (SketchHistoryGraph *graph, const char *id, GString *text)
{
  const SketchLanes *lanes = sketch_history_graph_find (graph, id, NULL);

  for (guint i = 0; i < sketch_history_graph_get_n_columns (graph); i++)
    {
      gboolean up = lanes->up >> i & 1, down = lanes->down >> i & 1;

      g_assert_false ((lanes->through >> i & 1) != 0 && (up || down || lanes->column == i));
      g_string_append_c (text, lanes->column == i             ? *id :
                               (lanes->through >> i & 1) != 0 ? '|' :
                               up && down                     ? ':' :
                               up                             ? '\'' :
                               down                           ? '.' :
                                                                ' ');
    }
}

/* Checks that each line goes on in the next row, and prints the rows from the newest one to the oldest. */
static char *
print (SketchHistoryGraph *graph)
{
  guint n = sketch_history_graph_get_n_rows (graph);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 above = 0;

  for (guint row = n; row-- > 0;)
    for (char id[2] = "a"; *id <= 'z'; ++*id)
      {
        guint found;
        const SketchLanes *lanes = sketch_history_graph_find (graph, id, &found);

        if (lanes == NULL || found != row)
          continue;
        g_assert_cmphex (lanes->through | lanes->up, ==, above);
        above = lanes->through | lanes->down;
        print_row (graph, id, text);
        g_string_append_c (text, '/');
      }
  g_assert_cmphex (above, ==, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check (const char *tree, const char *expected)
{
  SketchHistoryGraph *graph = sketch_history_graph_new ();
  g_autofree char *text = NULL;

  append_all (graph, tree);
  text = print (graph);
  g_assert_cmpstr (text, ==, expected);
  sketch_history_graph_free (graph);
}

static void
test_trees (void)
{
  check ("", "");
  check ("a", "a/");
  check ("a b:a c:b", "c/b/a/");
  /* a step after an undo */
  check ("a b:a c:a", " c/b|/a'/");
  /* both branches go on */
  check ("a b:a c:a d:b e:c", " e/d|/|c/b|/a'/");
  /* a merge ends the branch, whose column is free then */
  check ("a b:a c:a d:b,c e:d", "e /d./|c/b|/a'/");
  check ("a b:a c:a d:b,c e:d f:d", " f/e|/d:/|c/b|/a'/");
  /* three branches of one version */
  check ("a b:a c:a d:a", "  d/ c|/b||/a''/");
}

/* Parents that are not there: of a document that was merged, or dropped by a limit. */
static void
test_unknown_parents (void)
{
  check ("a b:x c:b,y", " c/ b/a /");
  check ("a b:a,a", "b/a/");
}

static void
test_pop (void)
{
  SketchHistoryGraph *graph = sketch_history_graph_new ();
  g_autofree char *before = NULL, *after = NULL;

  append_all (graph, "a b:a c:a");
  before = print (graph);
  append_all (graph, "d:b,c e:a f:c");
  for (guint i = 0; i < 3; i++)
    sketch_history_graph_pop (graph);
  after = print (graph);
  g_assert_cmpstr (after, ==, before);
  g_assert_null (sketch_history_graph_find (graph, "d", NULL));
  for (guint i = 0; i < 3; i++)
    sketch_history_graph_pop (graph);
  g_assert_cmpuint (sketch_history_graph_get_n_rows (graph), ==, 0);
  g_assert_cmpuint (sketch_history_graph_get_n_columns (graph), ==, 0);
  append_all (graph, "a");
  sketch_history_graph_clear (graph);
  g_assert_null (sketch_history_graph_find (graph, "a", NULL));
  sketch_history_graph_free (graph);
}

/* Trees of 26 versions: print() checks their lines. What was appended and taken away changes nothing. */
static void
test_random (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      SketchHistoryGraph *graph = sketch_history_graph_new ();
      g_autofree char *all = NULL, *again = NULL;
      g_autoptr (GString) last = NULL;
      guint n = (guint) g_test_rand_int_range (1, 26);

      for (guint version = 0; version < n; version++)
        {
          g_autoptr (GString) text = g_string_new (NULL);

          g_string_append_printf (text, "%c", 'a' + version);
          for (guint j = 0; version > 0 && j < 1 + (guint) (g_test_rand_int () & 1); j++)
            g_string_append_printf (text, "%c%c", j == 0 ? ':' : ',',
                                    'a' + g_test_rand_int_range (0, (gint) version));
          append_all (graph, text->str);
          if (last != NULL)
            g_string_free (g_steal_pointer (&last), TRUE);
          last = g_steal_pointer (&text);
        }
      all = print (graph);
      sketch_history_graph_pop (graph);
      append_all (graph, last->str);
      again = print (graph);
      g_assert_cmpstr (again, ==, all);
      sketch_history_graph_free (graph);
    }
}

/* More branches than columns share the last one. */
static void
test_many_columns (void)
{
  SketchHistoryGraph *graph = sketch_history_graph_new ();
  const char *const parents[] = { "root", NULL }, *const none[] = { NULL };

  sketch_history_graph_append (graph, "root", none);
  for (guint i = 0; i < 2 * SKETCH_MAX_COLUMNS; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      sketch_history_graph_append (graph, id, parents);
      g_assert_cmpuint (sketch_history_graph_find (graph, id, NULL)->column, ==,
                        MIN (i, SKETCH_MAX_COLUMNS - 1));
    }
  g_assert_cmpuint (sketch_history_graph_get_n_columns (graph), ==, SKETCH_MAX_COLUMNS);
  while (sketch_history_graph_get_n_rows (graph) > 1)
    sketch_history_graph_pop (graph);
  g_assert_cmphex (sketch_history_graph_find (graph, "root", NULL)->up, ==, 0);
  sketch_history_graph_free (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-graph/trees", test_trees);
  g_test_add_func ("/history-graph/unknown-parents", test_unknown_parents);
  g_test_add_func ("/history-graph/pop", test_pop);
  g_test_add_func ("/history-graph/random", test_random);
  g_test_add_func ("/history-graph/many-columns", test_many_columns);
  return g_test_run ();
}
