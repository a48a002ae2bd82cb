/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "list-fixture.h"

void
fixture_init (Fixture *self)
{
  self->document = node_document_new ();
  self->root = trove_document_get_root (self->document);
  self->children = trove_object_get_list (self->root, "children");
  self->links = trove_object_get_list (self->root, "links");
  self->log = event_log_new ();
  event_log_watch (self->log, self->children, "children");
  event_log_watch (self->log, self->links, "links");
}

void
fixture_clear (Fixture *self)
{
  event_log_free (self->log);
  g_object_unref (self->document);
}

TroveObject *
new_node (const Fixture *self, double x)
{
  return g_object_new (TEST_TYPE_NODE, "document", self->document, "x", x, NULL);
}

void
splice (TroveList *list, guint position, guint n_removals, TroveObject *const *items, guint n_items)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_list_splice (list, position, n_removals, items, n_items, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
insert (TroveList *list, guint position, TroveObject *item)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_list_insert (list, position, item, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
append (TroveList *list, TroveObject *item)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_list_append (list, item, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
remove_at (TroveList *list, guint position)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_list_remove (list, position, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
move (TroveList *list, guint from, guint to)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_list_move (list, from, to, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
append_nodes (const Fixture *self, TroveList *list, guint first, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveObject) node = new_node (self, first + i);

      append (list, node);
    }
  g_free (event_log_take (self->log));
}

TroveObject *
get_item (TroveList *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

guint
count (TroveList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}
