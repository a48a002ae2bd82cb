/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "task.h"

/* Makes a step for undo. Steps that follow each other and have the same merge id are one. */
static void
commit (TroveDocument *document, const char *label, const char *merge_id)
{
  g_autoptr (GError) error = NULL;

  if (!trove_document_commit_full (document, label, merge_id, &error))
    g_warning ("%s: %s", label, error->message);
}

static TroveList *
get_tasks (TroveDocument *document)
{
  return trove_object_get_list (trove_document_get_root (document), "tasks");
}

/* Handlers of window.ui */

static void
add_task (TroveDocument *document, GtkEditable *entry)
{
  const char *title = gtk_editable_get_text (entry);
  g_autoptr (TroveObject) task = NULL;
  g_autoptr (GError) error = NULL;

  if (*title == '\0')
    return;
  task = g_object_new (TYPE_TASK, "document", document, "title", title, NULL);
  if (!trove_list_append (get_tasks (document), task, &error))
    g_warning ("Add Task: %s", error->message);
  commit (document, "Add Task", NULL);
  gtk_editable_set_text (entry, "");
}

static gboolean
remove_done (TroveList *tasks, GError **error)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (tasks)); i-- > 0;)
    {
      g_autoptr (TroveObject) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);
      const TaskData *data = trove_object_peek_data (task);

      if (data->done && !trove_list_remove (tasks, i, error))
        return FALSE;
    }
  return TRUE;
}

/* A group of edits: one step, or none of them. */
static void
remove_done_tasks (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;

  if (!trove_document_begin (document, "Remove Completed Tasks", &error))
    g_warning ("Remove Completed Tasks: %s", error->message);
  else if (!remove_done (get_tasks (document), &error) || !trove_document_end (document, &error))
    {
      g_warning ("Remove Completed Tasks: %s", error->message);
      trove_document_cancel (document, NULL);
    }
}

/* Makes "Undo" or "Undo Add Task": step is NULL when there is nothing to undo. */
static char *
get_tooltip (gpointer document, const char *verb, const char *step)
{
  return g_strjoin (" ", verb, step, NULL);
}

/* Handlers of row.ui */

/* The user has edited the text if it differs from the title. Otherwise the text was set from the title. */
static void
title_was_set (GtkListItem *item, GParamSpec *pspec, GtkEditable *text)
{
  TroveObject *task = gtk_list_item_get_item (item);
  const TaskData *data = trove_object_peek_data (task);
  g_autofree char *merge_id = NULL;

  if (g_strcmp0 (gtk_editable_get_text (text), data->title) == 0)
    return;
  merge_id = g_strdup_printf ("title-%" G_GUINT64_FORMAT, trove_object_get_key (task));
  g_object_set (task, "title", gtk_editable_get_text (text), NULL);
  commit (trove_object_get_document (task), "Edit Task", merge_id);
}

static void
done_was_set (GtkListItem *item, GtkCheckButton *check)
{
  TroveObject *task = gtk_list_item_get_item (item);
  const TaskData *data = trove_object_peek_data (task);
  gboolean done = gtk_check_button_get_active (check);

  if (done == data->done)
    return;
  g_object_set (task, "done", done, NULL);
  commit (trove_object_get_document (task), done ? "Complete Task" : "Reopen Task", NULL);
}

static void
move_task (GtkListItem *item, int by)
{
  TroveDocument *document = trove_object_get_document (gtk_list_item_get_item (item));
  TroveList *tasks = get_tasks (document);
  guint from = gtk_list_item_get_position (item), to = from + by; /* a large number above the first one */
  g_autoptr (GError) error = NULL;

  if (to >= g_list_model_get_n_items (G_LIST_MODEL (tasks)))
    return;
  if (!trove_list_move (tasks, from, to, &error))
    g_warning ("Move Task: %s", error->message);
  commit (document, "Move Task", NULL);
}

static void
move_task_up (GtkListItem *item)
{
  move_task (item, -1);
}

static void
move_task_down (GtkListItem *item)
{
  move_task (item, 1);
}

static void
remove_task (GtkListItem *item)
{
  TroveObject *task = gtk_list_item_get_item (item);
  TroveDocument *document = trove_object_get_document (task);
  g_autoptr (GError) error = NULL;

  if (!trove_object_remove (task, &error))
    g_warning ("Remove Task: %s", error->message);
  commit (document, "Remove Task", NULL);
}

/* The window */

static GtkBuilderScope *
new_scope (void)
{
  GtkBuilderScope *scope = gtk_builder_cscope_new ();

  gtk_builder_cscope_add_callback (scope, add_task);
  gtk_builder_cscope_add_callback (scope, remove_done_tasks);
  gtk_builder_cscope_add_callback (scope, get_tooltip);
  gtk_builder_cscope_add_callback (scope, title_was_set);
  gtk_builder_cscope_add_callback (scope, done_was_set);
  gtk_builder_cscope_add_callback (scope, move_task_up);
  gtk_builder_cscope_add_callback (scope, move_task_down);
  gtk_builder_cscope_add_callback (scope, remove_task);
  return scope;
}

GtkWidget *
tasks_window_new (GtkApplication *application, TroveDocument *document)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GtkBuilderScope) scope = new_scope ();
  g_autoptr (GtkListItemFactory) rows =
      gtk_builder_list_item_factory_new_from_resource (scope, "/org/example/Tasks/row.ui");
  GActionGroup *actions = trove_document_create_actions (document);
  g_autoptr (GError) error = NULL;
  GtkWidget *window;

  gtk_builder_set_scope (builder, scope);
  gtk_builder_set_current_object (builder, G_OBJECT (document)); /* is passed to the handlers */
  gtk_builder_expose_object (builder, "document", G_OBJECT (document));
  gtk_builder_expose_object (builder, "tasks", G_OBJECT (get_tasks (document)));
  gtk_builder_expose_object (builder, "rows", G_OBJECT (rows));
  if (!gtk_builder_add_from_resource (builder, "/org/example/Tasks/window.ui", &error))
    g_error ("%s", error->message);

  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  g_object_set_data_full (G_OBJECT (window), "document", g_object_ref (document), g_object_unref);
  gtk_window_set_application (GTK_WINDOW (window), application);
  gtk_widget_insert_action_group (window, "document", actions);
  g_object_unref (actions);
  return window;
}
