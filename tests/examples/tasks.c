/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The task list: its window is used as by a user, and shows the document after each step. */

#include "window.h"

#include "tasks/task.h"
#include "tasks/window.h"

typedef struct
{
  TroveDocument *document;
  GtkWidget *window;
  GtkWidget *rows; /* the list view */
} Fixture;

static GtkEditable *
get_title (Fixture *self, guint row)
{
  return GTK_EDITABLE (window_find (self->rows, GTK_TYPE_TEXT, row));
}

static GtkCheckButton *
get_check (Fixture *self, guint row)
{
  return GTK_CHECK_BUTTON (window_find (self->rows, GTK_TYPE_CHECK_BUTTON, row));
}

/* The tasks, read by key: "bread, milk (done)". */
static char *
describe_document (TroveDocument *document)
{
  TroveKey root = trove_document_get_root_key (document);
  GString *text = g_string_new (NULL);
  TroveKey keys[20];
  guint n = trove_document_get_children (document, root, "tasks", 0, keys, G_N_ELEMENTS (keys));

  for (guint i = 0; i < n; i++)
    {
      const TaskData *task = trove_document_peek (document, keys[i], NULL);

      g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", task->title, task->done ? " (done)" : "");
    }
  return g_string_free (text, FALSE);
}

static char *
describe_window (Fixture *self)
{
  g_autoptr (GPtrArray) titles = window_find_all (self->rows, GTK_TYPE_TEXT);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < titles->len; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", gtk_editable_get_text (get_title (self, i)),
                            gtk_check_button_get_active (get_check (self, i)) ? " (done)" : "");
  return g_string_free (text, FALSE);
}

/* Checks the document, the rows and the header bar. */
static void
check (Fixture *self, const char *expected, const char *undo, const char *redo)
{
  g_autofree char *in_document = describe_document (self->document), *in_window = NULL;
  GtkWidget *undo_button = window_find_button (self->window, "Undo", 0);
  GtkWidget *redo_button = window_find_button (self->window, "Redo", 0);

  window_settle (self->window);
  in_window = describe_window (self);
  g_assert_cmpstr (in_document, ==, expected);
  g_assert_cmpstr (in_window, ==, expected);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (undo_button), ==, undo);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (redo_button), ==, redo);
  g_assert_cmpint (gtk_widget_get_sensitive (undo_button), ==, trove_document_get_can_undo (self->document));
  g_assert_cmpint (gtk_widget_get_sensitive (redo_button), ==, trove_document_get_can_redo (self->document));
}

static guint
count_versions (Fixture *self)
{
  return g_list_model_get_n_items (trove_document_get_history (self->document));
}

static void
undo (Fixture *self)
{
  window_click (window_find_button (self->window, "Undo", 0));
}

static void
redo (Fixture *self)
{
  window_click (window_find_button (self->window, "Redo", 0));
}

static void
add (Fixture *self, const char *title)
{
  GtkWidget *entry = window_find (self->window, GTK_TYPE_ENTRY, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  g_signal_emit_by_name (entry, "activate");
}

static void
type (Fixture *self, guint row, const char *text)
{
  for (; *text != '\0'; text++)
    {
      GtkEditable *title = get_title (self, row);
      int position = g_utf8_strlen (gtk_editable_get_text (title), -1);

      gtk_editable_insert_text (title, text, 1, &position);
    }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = trove_document_new (TYPE_TASK_LIST, NULL, 0);
  self->window = tasks_window_new (NULL, self->document);
  self->rows = window_find (self->window, GTK_TYPE_LIST_VIEW, 0);
  gtk_window_present (GTK_WINDOW (self->window));
  add (self, "bread");
  add (self, "milk");
  add (self, "tea");
  check (self, "bread, milk, tea", "Undo Add Task", "Redo");
}

/* The window holds the document. A window and rows that are gone do not. */
static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer document = self->document;

  g_object_add_weak_pointer (G_OBJECT (document), &document);
  g_object_unref (self->document);
  window_settle (self->window);
  g_assert_nonnull (document);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (document);
}

static void
test_add (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (count_versions (self), ==, 4);
  undo (self);
  check (self, "bread, milk", "Undo Add Task", "Redo Add Task");
  undo (self);
  undo (self);
  check (self, "", "Undo", "Redo Add Task");
  redo (self);
  redo (self);
  check (self, "bread, milk", "Undo Add Task", "Redo Add Task");
  add (self, "");
  g_assert_cmpuint (count_versions (self), ==, 4);
  add (self, "coffee");
  check (self, "bread, milk, coffee", "Undo Add Task", "Redo");
}

static void
test_type (Fixture *self, gconstpointer data)
{
  type (self, 1, " and tea");
  check (self, "bread, milk and tea, tea", "Undo Edit Task", "Redo");
  g_assert_cmpuint (count_versions (self), ==, 5); /* one step for all characters */
  type (self, 2, "!");
  check (self, "bread, milk and tea, tea!", "Undo Edit Task", "Redo");
  g_assert_cmpuint (count_versions (self), ==, 6); /* another one for another task */
  undo (self);
  check (self, "bread, milk and tea, tea", "Undo Edit Task", "Redo Edit Task");
  undo (self);
  check (self, "bread, milk, tea", "Undo Add Task", "Redo Edit Task");
  redo (self);
  redo (self);
  check (self, "bread, milk and tea, tea!", "Undo Edit Task", "Redo");
  g_assert_cmpuint (count_versions (self), ==, 6); /* undo and redo make no steps of what they set */
}

/* The cursor stays where the user types. */
static void
test_cursor (Fixture *self, gconstpointer data)
{
  gtk_editable_set_position (get_title (self, 1), 2);
  g_signal_emit_by_name (get_title (self, 1), "insert-at-cursor", "s");
  g_signal_emit_by_name (get_title (self, 1), "insert-at-cursor", "t");
  g_assert_cmpint (gtk_editable_get_position (get_title (self, 1)), ==, 4);
  check (self, "bread, mistlk, tea", "Undo Edit Task", "Redo");
}

static void
test_check (Fixture *self, gconstpointer data)
{
  gtk_check_button_set_active (get_check (self, 0), TRUE);
  check (self, "bread (done), milk, tea", "Undo Complete Task", "Redo");
  gtk_check_button_set_active (get_check (self, 0), FALSE);
  check (self, "bread, milk, tea", "Undo Reopen Task", "Redo");
  undo (self);
  undo (self);
  check (self, "bread, milk, tea", "Undo Add Task", "Redo Complete Task");
  redo (self);
  check (self, "bread (done), milk, tea", "Undo Complete Task", "Redo Reopen Task");
}

static void
test_move (Fixture *self, gconstpointer data)
{
  guint n = count_versions (self);

  window_click (window_find_button (self->rows, "Move up", 0));
  window_click (window_find_button (self->rows, "Move down", 2));
  check (self, "bread, milk, tea", "Undo Add Task", "Redo");
  g_assert_cmpuint (count_versions (self), ==, n);
  window_click (window_find_button (self->rows, "Move up", 2));
  check (self, "bread, tea, milk", "Undo Move Task", "Redo");
  window_click (window_find_button (self->rows, "Move down", 0));
  check (self, "tea, bread, milk", "Undo Move Task", "Redo");
  undo (self);
  undo (self);
  check (self, "bread, milk, tea", "Undo Add Task", "Redo Move Task");
}

/* The row that stands for another task edits that. */
static void
test_remove (Fixture *self, gconstpointer data)
{
  window_click (window_find_button (self->rows, "Remove", 0));
  check (self, "milk, tea", "Undo Remove Task", "Redo");
  type (self, 0, "!");
  check (self, "milk!, tea", "Undo Edit Task", "Redo");
  undo (self);
  undo (self);
  check (self, "bread, milk, tea", "Undo Add Task", "Redo Remove Task");
}

static void
test_remove_done (Fixture *self, gconstpointer data)
{
  gtk_check_button_set_active (get_check (self, 0), TRUE);
  gtk_check_button_set_active (get_check (self, 2), TRUE);
  window_check_picture (self->window, "tasks.png");
  window_click (window_find_button (self->window, "Remove completed tasks", 0));
  check (self, "milk", "Undo Remove Completed Tasks", "Redo");
  undo (self);
  check (self, "bread (done), milk, tea (done)", "Undo Complete Task", "Redo Remove Completed Tasks");
}

int
main (int argc, char **argv)
{
  window_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/examples/tasks/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("add", test_add);
  ADD ("type", test_type);
  ADD ("cursor", test_cursor);
  ADD ("check", test_check);
  ADD ("move", test_move);
  ADD ("remove", test_remove);
  ADD ("remove-done", test_remove_done);
#undef ADD
  return g_test_run ();
}
