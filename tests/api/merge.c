/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list of conflicts as a list model. */

#include "drawing.h"

/* Changes of n objects, each of which has a later value. */
static TroveMerge *
make_conflicts (guint n)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (GError) error = NULL;
  TroveMerge *merge;

  for (guint i = 0; i < n; i++)
    add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  before = commit (drawing);
  for (guint i = 0; i < n; i++)
    set_x (drawing, i + 2, 1);
  after = commit (drawing);
  for (guint i = 0; i < n; i++)
    set_x (drawing, i + 2, 2);

  changes = compare (after, before);
  merge = trove_document_apply (drawing, changes, &error);
  g_assert_no_error (error);
  return merge;
}

static void
test_items (void)
{
  for (guint n = 0; n < 3; n++)
    {
      g_autoptr (TroveMerge) merge = make_conflicts (n);
      GListModel *model = G_LIST_MODEL (merge);
      guint n_items;
      GType type;

      g_object_get (merge, "item-type", &type, "n-items", &n_items, NULL);
      g_assert_true (type == TROVE_TYPE_CONFLICT && g_list_model_get_item_type (model) == type);
      g_assert_cmpuint (n_items, ==, n);
      g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);
      g_assert_null (g_list_model_get_item (model, n));
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (TroveConflict) conflict = g_list_model_get_item (model, i);
          g_autoptr (TroveConflict) again = g_list_model_get_item (model, i);

          g_assert_true (conflict == again);
          g_assert_cmpuint (trove_conflict_get_key (conflict), ==, i + 2);
        }
    }
}

static gpointer
read_values (gpointer data)
{
  GListModel *model = data;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (model, i);
      GValue *value = trove_conflict_dup_our_value (conflict);

      g_assert_cmpint (g_value_get_int64 (value), ==, 2);
      g_value_unset (value);
      g_free (value);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TroveMerge) merge = make_conflicts (20);
  GThread *thread = g_thread_new ("reader", read_values, merge);

  read_values (merge);
  g_thread_join (thread);
}

/* Made by g_object_new (): an empty list. */
static void
test_bare (void)
{
  g_autoptr (TroveMerge) merge = g_object_new (TROVE_TYPE_MERGE, NULL);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge/items", test_items);
  g_test_add_func ("/merge/threads", test_threads);
  g_test_add_func ("/merge/bare", test_bare);

  return g_test_run ();
}
