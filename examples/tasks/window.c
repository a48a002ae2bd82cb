/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "task.h"

struct _TasksWindow
{
  GtkApplicationWindow parent_instance;

  TroveDocument *document;
  TroveList *tasks; /* the root's */
};

G_DEFINE_FINAL_TYPE (TasksWindow, tasks_window, GTK_TYPE_APPLICATION_WINDOW)

/* A row of the list view. It shows one task after the other while the user scrolls. */
typedef struct
{
  TasksWindow *window;
  GtkListItem *item;
  GtkWidget *done, *title;
  GBinding *bindings[2]; /* of the task that is shown */
} Row;

/* Steps */

/* TRUE while the widgets are told of an undo, a redo or a commit. Then the document cannot be edited, and there is nothing to
 * commit. */
static gboolean
is_restoring (TasksWindow *self)
{
  gboolean restoring;

  g_object_get (self->document, "restoring", &restoring, NULL);
  return restoring;
}

/* Makes a step for undo. Steps that follow each other and have the same merge id are one. */
static void
commit (TasksWindow *self, const char *label, const char *merge_id)
{
  g_autoptr (GError) error = NULL;

  if (!trove_document_commit_full (self->document, label, merge_id, &error))
    g_warning ("%s: %s", label, error->message);
}

/* Editing the list */

static void
add_task (TasksWindow *self, GtkEditable *entry)
{
  g_autoptr (Task) task =
      g_object_new (TYPE_TASK, "document", self->document, "title", gtk_editable_get_text (entry), NULL);
  g_autoptr (GError) error = NULL;

  if (!trove_list_append (self->tasks, TROVE_OBJECT (task), &error))
    g_warning ("Add Task: %s", error->message);
  commit (self, "Add Task", NULL);
  gtk_editable_set_text (entry, "");
}

static void
remove_task (Row *row)
{
  TasksWindow *self = row->window;
  g_autoptr (GError) error = NULL;

  if (!trove_list_remove (self->tasks, gtk_list_item_get_position (row->item), &error))
    g_warning ("Remove Task: %s", error->message);
  commit (self, "Remove Task", NULL);
}

static void
move_task (Row *row, int by)
{
  TasksWindow *self = row->window;
  guint from = gtk_list_item_get_position (row->item),
        to = from + by; /* a large number above the first one */
  g_autoptr (GError) error = NULL;

  if (to >= g_list_model_get_n_items (G_LIST_MODEL (self->tasks)))
    return;
  if (!trove_list_move (self->tasks, from, to, &error))
    g_warning ("Move Task: %s", error->message);
  commit (self, "Move Task", NULL);
}

static void
move_task_up (Row *row)
{
  move_task (row, -1);
}

static void
move_task_down (Row *row)
{
  move_task (row, 1);
}

static gboolean
remove_done (TasksWindow *self, GError **error)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->tasks)); i-- > 0;)
    {
      g_autoptr (Task) task = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);
      const TaskData *data = trove_object_peek_data (TROVE_OBJECT (task));

      if (data->done && !trove_list_remove (self->tasks, i, error))
        return FALSE;
    }
  return TRUE;
}

/* A group of edits: one step, or none of them. */
static void
remove_done_tasks (TasksWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!trove_document_begin (self->document, "Remove Completed Tasks", &error))
    g_warning ("Remove Completed Tasks: %s", error->message);
  else if (!remove_done (self, &error) || !trove_document_end (self->document, &error))
    {
      g_warning ("Remove Completed Tasks: %s", error->message);
      trove_document_cancel (self->document, NULL);
    }
}

/* Rows */

/* The binding has set the task. */
static void
title_was_set (Row *row)
{
  TroveObject *task = gtk_list_item_get_item (row->item);
  g_autofree char *merge_id = NULL;

  if (task == NULL || is_restoring (row->window))
    return;
  merge_id = g_strdup_printf ("title-%" G_GUINT64_FORMAT, trove_object_get_key (task));
  commit (row->window, "Edit Task", merge_id);
}

static void
done_was_set (Row *row)
{
  if (gtk_list_item_get_item (row->item) == NULL || is_restoring (row->window))
    return;
  commit (row->window,
          gtk_check_button_get_active (GTK_CHECK_BUTTON (row->done)) ? "Complete Task" : "Reopen Task", NULL);
}

static void
add_button (GtkBox *box, const char *icon, const char *tooltip, void (*clicked) (Row *), Row *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), row);
  gtk_box_append (box, button);
}

static void
setup_row (TasksWindow *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Row *row = g_new0 (Row, 1);

  *row = (Row){ self, item, gtk_check_button_new (), gtk_text_new (), { NULL } };
  gtk_editable_set_enable_undo (GTK_EDITABLE (row->title), FALSE); /* undo is that of the document */
  gtk_widget_set_hexpand (row->title, TRUE);
  gtk_box_append (GTK_BOX (box), row->done);
  gtk_box_append (GTK_BOX (box), row->title);
  add_button (GTK_BOX (box), "go-up-symbolic", "Move up", move_task_up, row);
  add_button (GTK_BOX (box), "go-down-symbolic", "Move down", move_task_down, row);
  add_button (GTK_BOX (box), "user-trash-symbolic", "Remove", remove_task, row);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
}

/* A step is made by the handlers that are connected here, after the binding: so not by what the binding sets now. */
static void
bind_row (TasksWindow *self, GtkListItem *item)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");
  GObject *task = gtk_list_item_get_item (item);
  const GBindingFlags flags = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  row->bindings[0] = g_object_bind_property (task, "title", row->title, "text", flags);
  row->bindings[1] = g_object_bind_property (task, "done", row->done, "active", flags);
  g_signal_connect_swapped (row->title, "notify::text", G_CALLBACK (title_was_set), row);
  g_signal_connect_swapped (row->done, "notify::active", G_CALLBACK (done_was_set), row);
}

static void
unbind_row (TasksWindow *self, GtkListItem *item)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");

  g_signal_handlers_disconnect_by_func (row->title, title_was_set, row);
  g_signal_handlers_disconnect_by_func (row->done, done_was_set, row);
  for (guint i = 0; i < G_N_ELEMENTS (row->bindings); i++)
    g_binding_unbind (row->bindings[i]);
}

/* The window */

/* Makes "Undo Add Task" of the label of a step, which can be NULL. */
static gboolean
label_to_tooltip (GBinding *binding, const GValue *label, GValue *tooltip, gpointer verb)
{
  const char *step = g_value_get_string (label);

  g_value_take_string (tooltip, g_strjoin (" ", (const char *) verb, step, NULL));
  return TRUE;
}

/* The action is one of the document's: it makes the button insensitive where there is nothing to undo. */
static GtkWidget *
new_step_button (TasksWindow *self, const char *icon, const char *action, const char *label, char *verb)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  g_object_bind_property_full (self->document, label, button, "tooltip-text", G_BINDING_SYNC_CREATE,
                               label_to_tooltip, NULL, verb, NULL);
  return button;
}

static void
add_shortcut (GtkShortcutController *shortcuts, const char *keys, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
      shortcuts, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_named_action_new (action)));
}

/* The window gets the keys before the text that has the focus, which has a meaning of its own for them. */
static void
add_shortcuts (TasksWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), "<Control>z", "document.undo");
  add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), "<Control><Shift>z", "document.redo");
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
add_actions (TasksWindow *self)
{
  GActionGroup *actions = trove_document_create_actions (self->document);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "document", actions);
  g_object_unref (actions);
}

static GtkWidget *
new_header_bar (TasksWindow *self)
{
  GtkWidget *bar = gtk_header_bar_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-clear-all-symbolic");

  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), new_step_button (self, "edit-undo-symbolic",
                                                                    "document.undo", "undo-label", "Undo"));
  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), new_step_button (self, "edit-redo-symbolic",
                                                                    "document.redo", "redo-label", "Redo"));
  gtk_widget_set_tooltip_text (remove, "Remove completed tasks");
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_done_tasks), self);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (bar), remove);
  return bar;
}

static GtkWidget *
new_list_view (TasksWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->tasks)));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_row), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_row), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_row), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
new_entry (TasksWindow *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "New task");
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (add_task), self);
  return entry;
}

static void
tasks_window_dispose (GObject *object)
{
  TasksWindow *self = TASKS_WINDOW (object);

  G_OBJECT_CLASS (tasks_window_parent_class)->dispose (object); /* the rows go, which use the document */
  g_clear_object (&self->tasks);
  g_clear_object (&self->document);
}

static void
tasks_window_class_init (TasksWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tasks_window_dispose;
}

static void
tasks_window_init (TasksWindow *self)
{
}

GtkWidget *
tasks_window_new (GtkApplication *application, TroveDocument *document)
{
  TasksWindow *self = g_object_new (TYPE_TASKS_WINDOW, "application", application, "title", "Tasks",
                                    "default-width", 420, "default-height", 480, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->document = g_object_ref (document);
  self->tasks = g_object_ref (trove_object_get_list (trove_document_get_root (document), "tasks"));
  gtk_window_set_titlebar (GTK_WINDOW (self), new_header_bar (self));
  gtk_box_append (GTK_BOX (box), new_list_view (self));
  gtk_box_append (GTK_BOX (box), new_entry (self));
  gtk_window_set_child (GTK_WINDOW (self), box);
  add_actions (self);
  add_shortcuts (self);
  return GTK_WIDGET (self);
}
