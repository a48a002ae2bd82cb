/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects and lists of versions: several threads make, read and drop the same ones at once, while the document is edited. */

#include "drawing.h"
#include "test-support.h"
#include "test-util.h"

#define N_THREADS 4
#define N_SHAPES 40

static const char *const list_names[] = { "children", "links", "extras" };

typedef struct
{
  TroveVersion *version;
  TroveObject *root; /* of the version; NULL: each thread asks for the root */
  guint started;     /* threads; atomic */
} Shared;

static void
wait_for_others (Shared *shared)
{
  g_atomic_int_inc (&shared->started);
  while (g_atomic_int_get (&shared->started) < N_THREADS)
    g_thread_yield ();
}

static void
read_list (TroveObject *root, const char *name, guint n)
{
  TroveList *list = trove_object_get_list (root, name);
  GListModel *model = G_LIST_MODEL (list);
  g_autoptr (TroveObject) object = trove_list_dup_object (list);

  g_assert_true (trove_object_get_list (root, name) == list);
  g_assert_true (object == root);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveObject) item = g_list_model_get_item (model, i);
      g_autoptr (TroveObject) same = g_list_model_get_item (model, i);
      guint position = 0;

      g_assert_true (item == same);
      g_assert_true (trove_list_find (list, item, &position) && position == i);
      g_assert_cmpint (((const ShapeData *) trove_object_peek_data (item))->x, ==, i);
    }
}

static gpointer
read_objects (gpointer data)
{
  Shared *shared = data;
  g_autoptr (TroveObject) root = NULL;

  wait_for_others (shared);
  root = shared->root != NULL ? g_object_ref (shared->root) : trove_version_dup_root (shared->version);
  for (guint i = 0; i < G_N_ELEMENTS (list_names); i++)
    read_list (root, list_names[i], i == 2 ? 0 : N_SHAPES);
  return NULL;
}

static void
read_on_threads (TroveDocument *drawing, TroveVersion *version, gboolean hold_root)
{
  g_autoptr (TroveObject) root = hold_root ? trove_version_dup_root (version) : NULL;
  Shared shared = { version, root, 0 };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("reads", read_objects, &shared);
  for (gint64 i = 0; i < 50; i++)
    set_x (drawing, DRAWING_ROOT + 1, 1000 + i);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

static void
test_threads (gconstpointer hold_root)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = NULL;

  for (gint64 i = 0; i < N_SHAPES; i++)
    {
      TroveKey shape = add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);

      set_x (drawing, shape, i);
      insert_link (drawing, DRAWING_ROOT, (guint) i, shape);
    }
  version = commit (drawing);
  for (guint i = 0; i < test_count (300, 20); i++)
    read_on_threads (drawing, version, hold_root != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/frozen-objects/threads/made-by-each", NULL, test_threads);
  g_test_add_data_func ("/frozen-objects/threads/one-root", "", test_threads);
  return g_test_run ();
}
