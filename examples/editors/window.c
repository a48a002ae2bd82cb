/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "edits.h"
#include "tasks/task.h"

struct _EditorsWindow
{
  GtkApplicationWindow parent_instance;
  TroveDocument *documents[2]; /* by Side */
  Side merged;                 /* the side whose conflicts are listed */
  GtkWidget *panes;
  GtkNoSelection *conflicts; /* over a TroveMerge */
  GtkWidget *status;
};

G_DEFINE_FINAL_TYPE (EditorsWindow, editors_window, GTK_TYPE_APPLICATION_WINDOW)

static void
say (EditorsWindow *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->status), text);
}

/* Merging */

/* Brings all that the other side has changed into a side, as a step. */
static TroveMerge *
merge_into (EditorsWindow *self, Side side)
{
  TroveDocument *ours = self->documents[side], *theirs = self->documents[side == LEFT ? RIGHT : LEFT];
  g_autoptr (TroveVersion) version = trove_document_dup_current (theirs);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) merge = trove_document_merge (ours, version, &error);

  if (merge != NULL && trove_document_commit (ours, "Merge", &error))
    return g_steal_pointer (&merge);
  say (self, error->message);
  return NULL;
}

/* Lists the conflicts of a merge. The user decides them at any time later. */
static void
show_conflicts (EditorsWindow *self, Side side, TroveMerge *merge)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (merge));
  g_autofree char *text =
      g_strdup_printf (n == 1 ? "%u conflict. Ours is the %s side." : "%u conflicts. Ours is the %s side.", n,
                       side == LEFT ? "left" : "right");

  self->merged = side;
  gtk_no_selection_set_model (self->conflicts, G_LIST_MODEL (merge));
  say (self, n > 0 ? text : "Merged. There are no conflicts.");
}

static void
merge_right_into_left (EditorsWindow *self)
{
  g_autoptr (TroveMerge) merge = merge_into (self, LEFT);

  if (merge != NULL)
    show_conflicts (self, LEFT, merge);
}

static void
merge_left_into_right (EditorsWindow *self)
{
  g_autoptr (TroveMerge) merge = merge_into (self, RIGHT);

  if (merge != NULL)
    show_conflicts (self, RIGHT, merge);
}

/* The right side has all of the left one when it is merged back, so that the second merge has no conflicts. */
static void
merge_both (EditorsWindow *self)
{
  g_autoptr (TroveMerge) merge = merge_into (self, RIGHT);
  g_autoptr (TroveMerge) back = merge != NULL ? merge_into (self, LEFT) : NULL;

  if (back != NULL)
    show_conflicts (self, RIGHT, merge);
}

/* Conflicts */

/* The title of the task of a conflict, in the first version that has the task. */
static char *
dup_title (TroveConflict *conflict)
{
  const TroveChoice versions[] = { TROVE_CHOICE_BASE, TROVE_CHOICE_OURS, TROVE_CHOICE_THEIRS };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (TroveObject) object = trove_conflict_dup_object (conflict, versions[i]);

      if (object != NULL && G_OBJECT_TYPE (object) == TYPE_TASK)
        return g_strdup (((const TaskData *) trove_object_peek_data (object))->title);
    }
  return g_strdup ("List");
}

/* Says what a conflict is about, for users. The message of a conflict is for programmers. */
static char *
describe_conflict (GtkListItem *item, TroveConflict *conflict)
{
  g_autofree char *title = NULL;
  g_autoptr (TroveObject) ours = NULL, theirs = NULL;

  if (conflict == NULL)
    return NULL;
  title = dup_title (conflict);
  ours = trove_conflict_dup_object (conflict, TROVE_CHOICE_OURS);
  theirs = trove_conflict_dup_object (conflict, TROVE_CHOICE_THEIRS);
  if (ours == NULL || theirs == NULL)
    return g_strconcat (title, ": removed", NULL);
  if (trove_conflict_get_property_name (conflict) == NULL)
    return g_strconcat (title, ": place", NULL);
  return g_strconcat (title, ": ", trove_conflict_get_property_name (conflict), NULL);
}

/* The rows of the drop-down are in the order of TroveChoice. */
static guint
get_row (GtkListItem *item, TroveChoice choice)
{
  return choice;
}

/* The user has chosen if the row differs from the choice. */
static void
row_was_set (GtkListItem *item, GParamSpec *pspec, GtkDropDown *rows)
{
  EditorsWindow *self = EDITORS_WINDOW (gtk_widget_get_root (GTK_WIDGET (rows)));
  TroveConflict *conflict = gtk_list_item_get_item (item);
  TroveChoice choice = gtk_drop_down_get_selected (rows);
  g_autoptr (GError) error = NULL;

  if (conflict == NULL || choice == trove_conflict_get_choice (conflict))
    return;
  if (trove_conflict_set_choice (conflict, choice, &error) &&
      trove_document_commit (self->documents[self->merged], "Decide Conflict", &error))
    return;
  say (self, error->message); /* the merge was undone, or the choice is not possible */
  gtk_drop_down_set_selected (rows, trove_conflict_get_choice (conflict));
}

/* The window */

static GtkBuilderScope *
new_scope (void)
{
  GtkBuilderScope *scope = gtk_builder_cscope_new ();

  gtk_builder_cscope_add_callback (scope, merge_right_into_left);
  gtk_builder_cscope_add_callback (scope, merge_left_into_right);
  gtk_builder_cscope_add_callback (scope, merge_both);
  gtk_builder_cscope_add_callback (scope, describe_conflict);
  gtk_builder_cscope_add_callback (scope, get_row);
  gtk_builder_cscope_add_callback (scope, row_was_set);
  add_edits (scope);
  return scope;
}

static void
add_pane (EditorsWindow *self, Side side, GtkBuilderScope *scope)
{
  TroveDocument *document = self->documents[side];
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  GActionGroup *actions = trove_document_create_actions (document);
  g_autoptr (GtkListItemFactory) rows =
      gtk_builder_list_item_factory_new_from_resource (scope, "/org/example/Editors/row.ui");
  g_autoptr (GError) error = NULL;
  GtkWidget *pane;

  gtk_builder_set_scope (builder, scope);
  gtk_builder_set_current_object (builder, G_OBJECT (document)); /* is passed to the handlers */
  gtk_builder_expose_object (builder, "document", G_OBJECT (document));
  gtk_builder_expose_object (builder, "tasks",
                             G_OBJECT (trove_object_get_list (trove_document_get_root (document), "tasks")));
  gtk_builder_expose_object (builder, "rows", G_OBJECT (rows));
  if (!gtk_builder_add_from_resource (builder, "/org/example/Editors/pane.ui", &error))
    g_error ("%s", error->message);
  pane = GTK_WIDGET (gtk_builder_get_object (builder, "pane"));
  gtk_widget_insert_action_group (pane, "document", actions);
  g_object_unref (actions);
  if (side == LEFT)
    gtk_paned_set_start_child (GTK_PANED (self->panes), pane);
  else
    gtk_paned_set_end_child (GTK_PANED (self->panes), pane);
}

static void
editors_window_dispose (GObject *object)
{
  EditorsWindow *self = EDITORS_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), EDITORS_TYPE_WINDOW);
  g_clear_object (&self->documents[LEFT]);
  g_clear_object (&self->documents[RIGHT]);
  G_OBJECT_CLASS (editors_window_parent_class)->dispose (object);
}

static void
editors_window_class_init (EditorsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autoptr (GtkBuilderScope) scope = new_scope ();

  G_OBJECT_CLASS (klass)->dispose = editors_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Editors/window.ui");
  gtk_widget_class_set_template_scope (widget_class, scope);
  gtk_widget_class_bind_template_child (widget_class, EditorsWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, EditorsWindow, conflicts);
  gtk_widget_class_bind_template_child (widget_class, EditorsWindow, status);
}

static void
editors_window_init (EditorsWindow *self)
{
  g_type_ensure (TROVE_TYPE_CONFLICT);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
editors_window_new (GtkApplication *application, TroveDocument *document)
{
  EditorsWindow *self = g_object_new (EDITORS_TYPE_WINDOW, "application", application, NULL);
  g_autoptr (GtkBuilderScope) scope = new_scope ();

  for (Side side = LEFT; side <= RIGHT; side++)
    {
      g_autoptr (GError) error = NULL;

      self->documents[side] = trove_document_branch (document, NULL, &error);
      if (self->documents[side] == NULL)
        g_error ("%s", error->message);
      add_pane (self, side, scope);
    }
  return GTK_WIDGET (self);
}

TroveDocument *
editors_window_get_document (EditorsWindow *self, Side side)
{
  return self->documents[side];
}
