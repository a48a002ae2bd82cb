/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two editors of one document: both sides are edited as by users, and merged; the conflicts are decided in their list. */

#include "window.h"

#include "editors/window.h"
#include "tasks/task.h"

typedef struct
{
  EditorsWindow *window;
  GtkWidget *panes[2];  /* the list views, by Side */
  GtkWidget *conflicts; /* the column view */
} Fixture;

static GtkEditable *
get_title (Fixture *self, Side side, guint row)
{
  return GTK_EDITABLE (window_find (self->panes[side], GTK_TYPE_TEXT, row));
}

static GtkCheckButton *
get_check (Fixture *self, Side side, guint row)
{
  return GTK_CHECK_BUTTON (window_find (self->panes[side], GTK_TYPE_CHECK_BUTTON, row));
}

static char *
describe_pane (Fixture *self, Side side)
{
  g_autoptr (GPtrArray) titles = window_find_all (self->panes[side], GTK_TYPE_TEXT);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < titles->len; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "",
                            gtk_editable_get_text (get_title (self, side, i)),
                            gtk_check_button_get_active (get_check (self, side, i)) ? " (done)" : "");
  return g_string_free (text, FALSE);
}

/* The cells of all rows: "bread: title|bread|brown bread|white bread|0" with the choice last. */
static char *
describe_conflicts (Fixture *self)
{
  g_autoptr (GPtrArray) choices = window_find_all (self->conflicts, GTK_TYPE_DROP_DOWN);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      GtkWidget *choice = g_ptr_array_index (choices, i);
      GtkWidget *row = gtk_widget_get_parent (gtk_widget_get_parent (choice));
      g_autoptr (GPtrArray) labels = window_find_all (row, GTK_TYPE_LABEL);

      for (guint column = 0; column < 4; column++)
        g_string_append_printf (text, "%s|", gtk_label_get_text (g_ptr_array_index (labels, column)));
      g_string_append_printf (text, "%u ", gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)));
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static void
check (Fixture *self, const char *left, const char *right, const char *conflicts)
{
  g_autofree char *found_left = NULL, *found_right = NULL, *found = NULL;

  window_settle (GTK_WIDGET (self->window));
  found_left = describe_pane (self, LEFT);
  found_right = describe_pane (self, RIGHT);
  found = describe_conflicts (self);
  g_assert_cmpstr (found_left, ==, left);
  g_assert_cmpstr (found_right, ==, right);
  g_assert_cmpstr (found, ==, conflicts);
}

static void
check_status (Fixture *self, const char *words)
{
  g_autoptr (GPtrArray) labels = window_find_all (GTK_WIDGET (self->window), GTK_TYPE_LABEL);
  gboolean found = FALSE;

  for (guint i = 0; i < labels->len; i++)
    found |= strstr (gtk_label_get_text (g_ptr_array_index (labels, i)), words) != NULL;
  g_assert_true (found);
}

static void
merge (Fixture *self, const char *tooltip)
{
  window_click (window_find_button (GTK_WIDGET (self->window), tooltip, 0));
}

#define LEFT_INTO_RIGHT "Merge the left"
#define RIGHT_INTO_LEFT "Merge the right"
#define BOTH "Merge both"

static void
undo (Fixture *self, Side side)
{
  window_click (window_find_button (GTK_WIDGET (self->window), "Undo", side));
}

static void
set_title (Fixture *self, Side side, guint row, const char *title)
{
  gtk_editable_set_text (get_title (self, side, row), title);
}

static void
choose (Fixture *self, guint row, TroveChoice choice)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (window_find (self->conflicts, GTK_TYPE_DROP_DOWN, row)), choice);
}

static void
add (Fixture *self, Side side, const char *title)
{
  GtkWidget *entry = window_find (GTK_WIDGET (self->window), GTK_TYPE_ENTRY, side);

  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  g_signal_emit_by_name (entry, "activate");
}

static TroveDocument *
new_document (void)
{
  TroveDocument *document = trove_document_new (TYPE_TASK_LIST, NULL, 0);
  TroveList *tasks = trove_object_get_list (trove_document_get_root (document), "tasks");
  const char *titles[] = { "bread", "milk", "tea" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autoptr (TroveObject) task = g_object_new (TYPE_TASK, "document", document, "title", titles[i], NULL);

      g_assert_true (trove_list_append (tasks, task, NULL));
    }
  g_assert_true (trove_document_commit (document, "Fill", NULL));
  return document;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (TroveDocument) document = new_document ();

  self->window = EDITORS_WINDOW (editors_window_new (NULL, document));
  gtk_window_present (GTK_WINDOW (self->window));
  window_settle (GTK_WIDGET (self->window));
  for (Side side = LEFT; side <= RIGHT; side++)
    self->panes[side] = window_find (GTK_WIDGET (self->window), GTK_TYPE_LIST_VIEW, side);
  self->conflicts = window_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW, 0);
  check (self, "bread, milk, tea", "bread, milk, tea", "");
}

/* A window that is gone does not keep the documents. */
static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer documents[2];

  for (Side side = LEFT; side <= RIGHT; side++)
    {
      documents[side] = editors_window_get_document (self->window, side);
      g_object_add_weak_pointer (documents[side], &documents[side]);
    }
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (documents[LEFT]);
  g_assert_null (documents[RIGHT]);
}

static void
test_merge (Fixture *self, gconstpointer data)
{
  set_title (self, LEFT, 0, "brown bread");
  add (self, LEFT, "salt");
  gtk_check_button_set_active (get_check (self, RIGHT, 0), TRUE);
  window_click (window_find_button (self->panes[RIGHT], "Move up", 2));
  check (self, "brown bread, milk, tea, salt", "bread (done), tea, milk", "");
  merge (self, LEFT_INTO_RIGHT);
  check (self, "brown bread, milk, tea, salt", "brown bread (done), tea, milk, salt", "");
  check_status (self, "no conflicts");
  undo (self, RIGHT);
  check (self, "brown bread, milk, tea, salt", "bread (done), tea, milk", "");
  merge (self, RIGHT_INTO_LEFT);
  check (self, "brown bread (done), tea, milk, salt", "bread (done), tea, milk", "");
  merge (self, BOTH);
  check (self, "brown bread (done), tea, milk, salt", "brown bread (done), tea, milk, salt", "");
}

static void
test_conflicts (Fixture *self, gconstpointer data)
{
  set_title (self, LEFT, 0, "brown bread");
  set_title (self, RIGHT, 0, "white bread");
  merge (self, LEFT_INTO_RIGHT);
  check (self, "brown bread, milk, tea", "white bread, milk, tea",
         "bread: title|bread|white bread|brown bread|0");
  check_status (self, "Ours is the right side");
  choose (self, 0, TROVE_CHOICE_THEIRS);
  check (self, "brown bread, milk, tea", "brown bread, milk, tea",
         "bread: title|bread|white bread|brown bread|1");
  choose (self, 0, TROVE_CHOICE_BASE);
  check (self, "brown bread, milk, tea", "bread, milk, tea", "bread: title|bread|white bread|brown bread|2");
  merge (self, RIGHT_INTO_LEFT); /* takes the decision over */
  check (self, "bread, milk, tea", "bread, milk, tea", "");
}

/* A task that one side has removed and the other one has edited is there again. */
static void
test_removal (Fixture *self, gconstpointer data)
{
  g_autofree char *found = NULL, *in_right = NULL;

  window_click (window_find_button (self->panes[LEFT], "Remove", 1));
  set_title (self, RIGHT, 1, "oat milk");
  set_title (self, LEFT, 0, "brown bread");
  set_title (self, RIGHT, 0, "white bread");
  merge (self, BOTH);
  window_check_picture (GTK_WIDGET (self->window), "editors.png");
  found = describe_conflicts (self);
  g_assert_nonnull (strstr (found, "bread: title|bread|white bread|brown bread|0"));
  g_assert_nonnull (strstr (found, "milk: removed|"));
  g_assert_nonnull (strstr (found, "|not there|0"));
  check (self, "white bread, oat milk, tea", "white bread, oat milk, tea", found);
  choose (self, 1, TROVE_CHOICE_THEIRS);
  window_settle (GTK_WIDGET (self->window));
  in_right = describe_pane (self, RIGHT);
  g_assert_cmpstr (in_right, ==, "white bread, tea");
  undo (self, RIGHT);
  merge (self, LEFT_INTO_RIGHT);
  check (self, "white bread, oat milk, tea", "white bread, oat milk, tea", "");
}

/* A merge that was undone cannot be decided any more, and says so. */
static void
test_undone (Fixture *self, gconstpointer data)
{
  const char *conflicts = "bread: title|bread|white bread|brown bread|0";

  set_title (self, LEFT, 0, "brown bread");
  set_title (self, RIGHT, 0, "white bread");
  merge (self, LEFT_INTO_RIGHT);
  undo (self, RIGHT);
  check (self, "brown bread, milk, tea", "white bread, milk, tea", conflicts);
  choose (self, 0, TROVE_CHOICE_THEIRS);
  check (self, "brown bread, milk, tea", "white bread, milk, tea", conflicts);
  check_status (self, "rolled back");
}

int
main (int argc, char **argv)
{
  window_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/examples/editors/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("merge", test_merge);
  ADD ("conflicts", test_conflicts);
  ADD ("removal", test_removal);
  ADD ("undone", test_undone);
#undef ADD
  return g_test_run ();
}
