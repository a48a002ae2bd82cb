/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The history of a document as a list model. */

#include "document-classes.h"
#include "test-support.h"

/* Notes the emissions of the list, as "position-removed+added" with spaces between. In a handler the list is as told so far. */
static void
note_emission (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  g_string_append_printf (data, "%s%u-%u+%u", ((GString *) data)->len > 0 ? " " : "", position, n_removed,
                          n_added);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (model, i);

      g_assert_true (TROVE_IS_VERSION (version));
    }
}

static void
count_notification (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

typedef struct
{
  TroveDocument *document;
  GListModel *list;
  GString *told;
  guint n_notified; /* n-items */
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->document = node_document_new ();
  self->list = g_object_ref (trove_document_get_history (self->document));
  self->told = g_string_new (NULL);
  self->n_notified = 0;
  g_signal_connect (self->list, "items-changed", G_CALLBACK (note_emission), self->told);
  g_signal_connect (self->list, "notify::n-items", G_CALLBACK (count_notification), &self->n_notified);
}

static void
fixture_clear (Fixture *self)
{
  g_clear_object (&self->document);
  g_object_unref (self->list);
  g_string_free (self->told, TRUE);
}

/* The labels of the versions, with "-" for none; and the emissions since the last call. */
static void
assert_list_is (Fixture *self, const char *labels, const char *told)
{
  g_autofree char *expected = all_labels (self->document);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->list); i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (self->list, i);
      const char *label = trove_version_get_label (version);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", label != NULL ? label : "-");
    }
  g_assert_cmpstr (found->str, ==, labels);
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpstr (self->told->str, ==, told);
  g_string_truncate (self->told, 0);
}

static void
edit (Fixture *self, const char *label)
{
  static double x;

  set_x (self->document, 1, ++x);
  commit (self->document, label);
}

static void
test_steps (void)
{
  Fixture f;
  GType type;
  guint n;

  fixture_init (&f);
  g_assert_true (f.list == trove_document_get_history (f.document));
  g_object_get (f.list, "item-type", &type, "n-items", &n, NULL);
  g_assert_true (type == TROVE_TYPE_VERSION && g_list_model_get_item_type (f.list) == TROVE_TYPE_VERSION);
  g_assert_cmpuint (n, ==, 1);
  assert_list_is (&f, "-", "");
  edit (&f, "a");
  assert_list_is (&f, "- a", "1-0+1");
  edit (&f, "b");
  undo (f.document);
  assert_list_is (&f, "- a b", "2-0+1");
  edit (&f, "c");
  assert_list_is (&f, "- a b c", "3-0+1");
  g_assert_cmpuint (f.n_notified, ==, 3);
  fixture_clear (&f);
}

static void
test_replaced (void)
{
  Fixture f;

  fixture_init (&f);
  edit (&f, "a");
  for (guint i = 0; i < 3; i++)
    {
      set_x (f.document, 1, 100 + i);
      g_assert_true (trove_document_commit_full (f.document, "typing", "id", NULL));
    }
  assert_list_is (&f, "- a typing", "1-0+1 2-0+1 2-1+0 2-0+1 2-1+0 2-0+1");
  fixture_clear (&f);
}

/* A limit drops the branch first, which lies between versions that stay. */
static void
test_limit (void)
{
  Fixture f;

  fixture_init (&f);
  edit (&f, "a");
  edit (&f, "b");
  edit (&f, "c");
  undo (f.document);
  undo (f.document);
  edit (&f, "d");
  edit (&f, "e");
  g_string_truncate (f.told, 0);
  trove_document_set_max_versions (f.document, 4);
  assert_list_is (&f, "- a d e", "2-2+0");
  edit (&f, "f");
  g_assert_cmpuint (g_list_model_get_n_items (f.list), ==, 4);
  fixture_clear (&f);
}

/* A handler makes a version: it is told after the one that is being told. */
static void
commit_once (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  TroveDocument *document = data;

  if (g_list_model_get_n_items (model) > 2)
    return;
  set_x (document, 1, -1);
  commit (document, "inner");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
}

static void
test_nested (void)
{
  Fixture f;

  fixture_init (&f);
  g_signal_connect (f.list, "items-changed", G_CALLBACK (commit_once), f.document);
  edit (&f, "outer");
  assert_list_is (&f, "- outer inner", "1-0+1 2-0+1");
  g_signal_handlers_disconnect_by_data (f.list, f.document);
  fixture_clear (&f);
}

static void
test_gone (void)
{
  Fixture f;

  fixture_init (&f);
  edit (&f, "a");
  g_string_truncate (f.told, 0);
  g_clear_object (&f.document);
  g_assert_cmpuint (g_list_model_get_n_items (f.list), ==, 0);
  g_assert_null (g_list_model_get_item (f.list, 0));
  g_assert_cmpstr (f.told->str, ==, "0-2+0");
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-list/steps", test_steps);
  g_test_add_func ("/version-list/replaced", test_replaced);
  g_test_add_func ("/version-list/limit", test_limit);
  g_test_add_func ("/version-list/nested", test_nested);
  g_test_add_func ("/version-list/gone", test_gone);
  return g_test_run ();
}
