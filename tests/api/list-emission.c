/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveList: emissions, and handlers that edit. */

#include "list-fixture.h"

/* A move between two lists: the second one shows the items that it had until its turn. */
static void
test_emission_of_move (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, owner = NULL;
  TroveList *inner;
  gpointer held = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  owner = get_item (f.children, 0);
  item = get_item (f.children, 1);
  inner = trove_object_get_list (owner, "children");
  append_nodes (&f, inner, 8, 1);
  event_log_watch (f.log, inner, "inner");
  event_log_watch (f.log, item, "item");
  f.log->shows = TRUE;
  insert (inner, 0, item);
  assert_events (f.log, "children 1-1+0 (children: 1 3, links: , inner: 8) "
                        "inner 0-0+1 (children: 1 3, links: , inner: 2 8) item:owner");
  insert (f.children, 0, item);
  assert_events (f.log, "inner 0-1+0 (children: 1 3, links: , inner: 8) "
                        "children 0-0+1 (children: 2 1 3, links: , inner: 8) item:owner");
  g_set_weak_pointer (&held, inner);
  g_clear_object (&owner);
  g_assert_null (held); /* by no emission */
  fixture_clear (&f);
}

/* Several runs: each list emits its own from the back, and shows the list in between at each. */
static void
test_emission_of_undo (void)
{
  Fixture f;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 6);
  commit (f.document, NULL);
  remove_at (f.children, 4);
  remove_at (f.children, 0);
  move (f.children, 1, 2);
  commit (f.document, NULL);
  assert_items (f.children, "2 4 3 6");
  g_free (event_log_take (f.log));
  f.log->shows = TRUE;
  undo (f.document);
  assert_events (f.log, "children 2-1+1 (children: 2 4 5 6, links: ) "
                        "children 1-0+1 (children: 2 3 4 5 6, links: ) "
                        "children 0-0+1 (children: 1 2 3 4 5 6, links: )");
  fixture_clear (&f);
}

/* A list whose turn is to come shows all items that go, of several runs, also those of objects that are gone. */
static void
test_shown_before_turn (void)
{
  Fixture f;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (TroveObject) item = get_item (f.children, i);

      append (f.links, item);
    }
  commit (f.document, NULL);
  splice (f.children, 4, 2, NULL, 0);
  splice (f.children, 0, 2, NULL, 0);
  g_free (event_log_take (f.log));
  f.log->shows = TRUE;
  commit (f.document, NULL); /* drops four objects, which the references lose */
  assert_events (f.log,
                 "links 4-2+0 (children: 3 4, links: 1 2 3 4) links 0-2+0 (children: 3 4, links: 3 4)");
  undo (f.document);
  g_free (event_log_take (f.log));
  redo (f.document);
  assert_events (f.log,
                 "children 4-2+0 (children: 1 2 3 4, links: 1 2 3 4 5 6) "
                 "children 0-2+0 (children: 3 4, links: 1 2 3 4 5 6) "
                 "links 4-2+0 (children: 3 4, links: 1 2 3 4) links 0-2+0 (children: 3 4, links: 3 4)");
  fixture_clear (&f);
}

/* 16 runs are emitted one by one, 17 as one over the smallest range. */
static void
test_many_runs (void)
{
  for (guint n = 16; n <= 17; n++)
    {
      Fixture f;
      g_autofree char *events = NULL;

      fixture_init (&f);
      append_nodes (&f, f.children, 0, 60);
      commit (f.document, NULL);
      for (guint i = n; i-- > 0;)
        remove_at (f.children, 5 + 3 * i);
      commit (f.document, NULL);
      g_free (event_log_take (f.log));
      undo (f.document);
      events = event_log_take (f.log);
      if (n == 16)
        g_assert_true (g_str_has_prefix (events, "children 35-0+1 children 33-0+1 children 31-0+1 "));
      else
        g_assert_cmpstr (events, ==, "children 5-32+49");
      redo (f.document);
      g_clear_pointer (&events, g_free);
      events = event_log_take (f.log);
      if (n == 16)
        g_assert_true (g_str_has_prefix (events, "children 50-1+0 children 47-1+0 children 44-1+0 "));
      else
        g_assert_cmpstr (events, ==, "children 5-49+32");
      fixture_clear (&f);
    }
}

/* The list of a removed object is empty, and has its items when undo brings the object back. */
static void
test_removed (void)
{
  Fixture f;
  g_autoptr (TroveObject) node = NULL;
  TroveList *list;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 1);
  node = get_item (f.children, 0);
  list = trove_object_get_list (node, "children");
  append_nodes (&f, list, 2, 3);
  commit (f.document, NULL);
  remove_at (f.children, 0);
  event_log_watch (f.log, list, "list");
  event_log_watch (f.log, node, "node");
  g_free (event_log_take (f.log));
  commit (f.document, NULL);
  assert_events (f.log, "list 0-3+0 node:removed");
  assert_items (list, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (trove_object_get_list (node, "links"))), ==, 0);
  g_assert_true (trove_object_get_list (node, "children") == list);
  undo (f.document);
  assert_events (f.log, "children 0-0+1 list 0-0+3 node:owner node:removed");
  assert_items (list, "2 3 4");
  fixture_clear (&f);
}

/* At the end of the document its lists are empty. */
static void
test_document_gone (void)
{
  Fixture f;
  g_autoptr (TroveList) children = NULL, links = NULL;
  g_autoptr (TroveObject) item = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  item = get_item (f.children, 1);
  children = g_object_ref (f.children);
  links = g_object_ref (f.links);
  f.log->shows = TRUE;
  g_object_unref (f.document);
  assert_events (f.log, "children 0-2+0 (children: , links: )");
  g_assert_true (trove_object_get_removed (item));
  g_assert_null (get_item (children, 0));
  g_assert_false (trove_list_append (children, item, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "The document of the list “children” of object 1 is gone");
  g_assert_false (trove_list_remove (links, 0, &error)); /* which nothing was emitted for */
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  g_assert_false (trove_list_find (children, item, NULL));
  event_log_free (f.log);
}

/* Editing in handlers */

typedef struct
{
  Fixture *f;
  TroveList *list;   /* to be edited */
  TroveObject *item; /* to be appended */
  GString *results;  /* of the edits and of commits */
} Editing;

static void
note_result (Editing *editing, gboolean done, GError *error)
{
  g_string_append_printf (editing->results, " %s", done ? "done" : error->message);
  g_clear_error (&error);
}

static void
edit_in_handler (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  Editing *editing = data;
  GError *error = NULL;
  gboolean done = trove_list_append (editing->list, editing->item, &error);

  note_result (editing, done, error);
}

/* A list that emits cannot be edited; the other ones can. */
static void
test_edit_in_handler (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL;
  Editing editing;
  gulong handler;

  fixture_init (&f);
  item = new_node (&f, 7);
  editing = (Editing){ &f, f.links, item, g_string_new (NULL) };
  handler = g_signal_connect (f.children, "items-changed", G_CALLBACK (edit_in_handler), &editing);
  append_nodes (&f, f.children, 1, 2);
  g_assert_cmpstr (editing.results->str, ==, " done done");
  assert_items (f.links, "7 7");

  g_string_set_size (editing.results, 0);
  editing.list = f.children;
  append_nodes (&f, f.children, 3, 1);
  g_assert_cmpstr (editing.results->str, ==,
                   " The list “children” of TestNode 1 cannot change while it emits “items-changed”");
  assert_items (f.children, "1 2 3");
  g_signal_handler_disconnect (f.children, handler);
  append (f.children, item);
  assert_items (f.children, "1 2 3 7");
  g_string_free (editing.results, TRUE);
  fixture_clear (&f);
}

/* A list whose turn has not come cannot be edited either; one that has had its turn can. */
static void
test_edit_before_turn (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, moved = NULL, lone = NULL;
  TroveList *inner;
  Editing editing;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  moved = get_item (f.children, 1);
  item = get_item (f.children, 0);
  inner = trove_object_get_list (item, "children");
  editing = (Editing){ &f, inner, moved, g_string_new (NULL) };
  g_signal_connect (f.children, "items-changed", G_CALLBACK (edit_in_handler), &editing);
  append (inner, moved);
  g_assert_cmpstr (editing.results->str, ==,
                   " The list “children” of TestNode 2 cannot change while it emits “items-changed”");
  assert_items (inner, "2");
  g_signal_handlers_disconnect_by_data (f.children, &editing);

  g_string_set_size (editing.results, 0);
  editing.list = f.children;
  editing.item = lone = new_node (&f, 9);
  g_signal_connect (inner, "items-changed", G_CALLBACK (edit_in_handler), &editing);
  remove_at (inner, 0);
  g_assert_cmpstr (editing.results->str, ==, " done");
  assert_items (f.children, "1 9");
  g_string_free (editing.results, TRUE);
  fixture_clear (&f);
}

static void
step_in_handler (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  Editing *editing = data;
  TroveDocument *document = editing->f->document;
  GError *error = NULL;
  gboolean done = trove_document_commit (document, NULL, &error);

  note_result (editing, done, error);
  error = NULL;
  done = trove_document_undo (document, &error);
  note_result (editing, done, error);
}

static void
test_commit_in_handler (void)
{
  const char *busy = " A list is emitting “items-changed”: no step or group can begin or end until it has";
  g_autofree char *expected = g_strconcat (busy, busy, NULL);
  Fixture f;
  Editing editing;

  fixture_init (&f);
  editing = (Editing){ &f, NULL, NULL, g_string_new (NULL) };
  g_signal_connect (f.children, "items-changed", G_CALLBACK (step_in_handler), &editing);
  append_nodes (&f, f.children, 1, 1);
  g_assert_cmpstr (editing.results->str, ==, expected);
  commit (f.document, NULL);
  g_string_free (editing.results, TRUE);
  fixture_clear (&f);
}

static void
end_in_handler (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  Editing *editing = data;
  TroveDocument *document = editing->f->document;
  GError *error = NULL;
  gboolean done = trove_document_cancel (document, &error);

  note_result (editing, done, error);
  error = NULL;
  done = trove_document_end (document, &error);
  note_result (editing, done, error);
  error = NULL;
  done = trove_document_begin (document, NULL, &error);
  note_result (editing, done, error);
}

/* No group can be cancelled, ended or begun while a list emits. */
static void
test_end_in_handler (void)
{
  const char *busy = " A list is emitting “items-changed”: no step or group can begin or end until it has";
  g_autofree char *expected = g_strconcat (busy, busy, busy, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveObject) lone = NULL;
  Fixture f;
  Editing editing;
  gulong handler;

  fixture_init (&f);
  g_assert_true (trove_document_begin (f.document, NULL, &error));
  lone = new_node (&f, 1); /* to be dropped by the end of the group */
  editing = (Editing){ &f, NULL, NULL, g_string_new (NULL) };
  handler = g_signal_connect (f.children, "items-changed", G_CALLBACK (end_in_handler), &editing);
  append_nodes (&f, f.children, 2, 1);
  g_assert_cmpstr (editing.results->str, ==, expected);
  g_signal_handler_disconnect (f.children, handler);
  assert_items (f.children, "2");
  g_assert_true (trove_document_cancel (f.document, &error));
  g_assert_no_error (error);
  assert_items (f.children, "");
  assert_events (f.log, "children 0-1+0");
  g_string_free (editing.results, TRUE);
  fixture_clear (&f);
}

static void
drop_in_handler (TroveList *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  TroveList **held = data;

  g_clear_object (held);
}

/* A handler drops the last references on the list and on its object. */
static void
test_drop_in_handler (void)
{
  Fixture f;
  g_autoptr (TroveObject) node = NULL;
  TroveList *list;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 1);
  node = get_item (f.children, 0);
  list = g_object_ref (trove_object_get_list (node, "children"));
  g_clear_object (&node);
  g_signal_connect (list, "items-changed", G_CALLBACK (drop_in_handler), &list);
  append_nodes (&f, list, 2, 1);
  g_assert_null (list);
  node = get_item (f.children, 0);
  assert_items (trove_object_get_list (node, "children"), "2");
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/emission/move", test_emission_of_move);
  g_test_add_func ("/list/emission/undo", test_emission_of_undo);
  g_test_add_func ("/list/emission/shown-before-turn", test_shown_before_turn);
  g_test_add_func ("/list/emission/many-runs", test_many_runs);
  g_test_add_func ("/list/removed", test_removed);
  g_test_add_func ("/list/document-gone", test_document_gone);
  g_test_add_func ("/list/in-handler/edit", test_edit_in_handler);
  g_test_add_func ("/list/in-handler/edit-before-turn", test_edit_before_turn);
  g_test_add_func ("/list/in-handler/commit", test_commit_in_handler);
  g_test_add_func ("/list/in-handler/end", test_end_in_handler);
  g_test_add_func ("/list/in-handler/drop", test_drop_in_handler);
  return g_test_run ();
}
