/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edits.h"

#include <trove-glib/trove-glib.h>

#include "tasks/task.h"

/* Makes a step. Steps that follow each other and have the same merge id are one. */
static void
commit (TroveDocument *document, const char *label, const char *merge_id)
{
  g_autoptr (GError) error = NULL;

  if (!trove_document_commit_full (document, label, merge_id, &error))
    g_warning ("%s: %s", label, error->message);
}

/* Handlers of pane.ui */

static void
add_task (TroveDocument *document, GtkEditable *entry)
{
  const char *title = gtk_editable_get_text (entry);
  TroveList *tasks = trove_object_get_list (trove_document_get_root (document), "tasks");
  g_autoptr (TroveObject) task = NULL;
  g_autoptr (GError) error = NULL;

  if (*title == '\0')
    return;
  task = g_object_new (TYPE_TASK, "document", document, "title", title, NULL);
  if (!trove_list_append (tasks, task, &error))
    g_warning ("Add Task: %s", error->message);
  commit (document, "Add Task", NULL);
  gtk_editable_set_text (entry, "");
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
move_task_up (GtkListItem *item)
{
  TroveDocument *document = trove_object_get_document (gtk_list_item_get_item (item));
  TroveList *tasks = trove_object_get_list (trove_document_get_root (document), "tasks");
  guint position = gtk_list_item_get_position (item);
  g_autoptr (GError) error = NULL;

  if (position == 0)
    return;
  if (!trove_list_move (tasks, position, position - 1, &error))
    g_warning ("Move Task: %s", error->message);
  commit (document, "Move Task", NULL);
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

void
add_edits (GtkBuilderScope *scope)
{
  gtk_builder_cscope_add_callback (scope, add_task);
  gtk_builder_cscope_add_callback (scope, get_tooltip);
  gtk_builder_cscope_add_callback (scope, title_was_set);
  gtk_builder_cscope_add_callback (scope, done_was_set);
  gtk_builder_cscope_add_callback (scope, move_task_up);
  gtk_builder_cscope_add_callback (scope, remove_task);
}
