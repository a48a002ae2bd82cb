/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history-panel.h"

#include "ui/children.h"
#include "ui/history-row.h"
#include "ui/shortcuts.h"
#include "ui/window.h"

#define A_MINUTE 60 /* seconds, after which the times of rows are others */

struct _SketchHistoryPanel
{
  GtkWidget parent_instance;
  TroveDocument *document;
  SketchHistoryView view;
  SketchThumbnails *thumbnails;
  GPtrArray *rows; /* those that are bound to a version; not owned */
  GtkListView *list;
  GtkSignalListItemFactory *factory;
  guint timeout;
  guint pictures; /* an idle callback */
};

G_DEFINE_FINAL_TYPE (SketchHistoryPanel, sketch_history_panel, GTK_TYPE_WIDGET)

static guint signal_compare, signal_merge;

static void
say (SketchHistoryPanel *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (SKETCH_IS_WINDOW (root))
    sketch_window_say (SKETCH_WINDOW (root), error->message);
  else
    g_warning ("%s", error->message);
}

/* Pictures */

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 a_time = trove_version_get_time (sketch_history_row_get_version (*(SketchHistoryRow *const *) a));
  gint64 b_time = trove_version_get_time (sketch_history_row_get_version (*(SketchHistoryRow *const *) b));

  return a_time < b_time ? -1 : a_time > b_time;
}

/* The last request is drawn first: it is of the newest version. */
static gboolean
update_pictures (gpointer data)
{
  SketchHistoryPanel *self = data;

  self->pictures = 0;
  g_ptr_array_sort (self->rows, compare_times);
  for (guint i = 0; i < self->rows->len; i++)
    sketch_history_row_update_picture (g_ptr_array_index (self->rows, i), GTK_WIDGET (self->list),
                                       self->thumbnails);
  return G_SOURCE_REMOVE;
}

/* When rows are at their places. */
static void
queue_pictures (SketchHistoryPanel *self)
{
  if (self->pictures == 0 && self->thumbnails != NULL)
    self->pictures = g_idle_add (update_pictures, self);
}

/* Rows */

static gboolean
update_rows (gpointer data)
{
  SketchHistoryPanel *self = data;

  for (guint i = 0; i < self->rows->len; i++)
    sketch_history_row_update (g_ptr_array_index (self->rows, i), &self->view);
  queue_pictures (self);
  return G_SOURCE_CONTINUE;
}

static void
row_setup (SketchHistoryPanel *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, sketch_history_row_new ());
}

static void
row_bind (SketchHistoryPanel *self, GtkListItem *item)
{
  SketchHistoryRow *row = SKETCH_HISTORY_ROW (gtk_list_item_get_child (item));

  sketch_history_row_set_version (row, gtk_list_item_get_item (item));
  g_ptr_array_add (self->rows, row);
  sketch_history_row_update (row, &self->view);
  queue_pictures (self);
}

static void
row_unbind (SketchHistoryPanel *self, GtkListItem *item)
{
  SketchHistoryRow *row = SKETCH_HISTORY_ROW (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->rows, row);
  if (self->thumbnails != NULL)
    sketch_thumbnails_drop (self->thumbnails, sketch_history_row_get_version (row));
  sketch_history_row_set_version (row, NULL);
}

static void
follow (SketchHistoryPanel *self)
{
  guint position;

  g_clear_object (&self->view.current);
  g_clear_object (&self->view.saved);
  self->view.current = trove_document_dup_current (self->document);
  self->view.saved = trove_document_dup_saved (self->document);
  update_rows (self);
  if (sketch_history_model_find (self->view.model, self->view.current, &position))
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

/* Actions */

/* NULL: it is not there any more. */
static TroveVersion *
dup_version (SketchHistoryPanel *self, GVariant *id)
{
  return trove_document_dup_version (self->document, g_variant_get_string (id, NULL));
}

static void
go_to (SketchHistoryPanel *self, guint position)
{
  g_autoptr (TroveVersion) version = g_list_model_get_item (G_LIST_MODEL (self->view.model), position);
  g_autoptr (GError) error = NULL;

  if (version != NULL && !trove_document_go_to (self->document, version, &error))
    say (self, error);
}

static void
compare (GtkWidget *widget, const char *name, GVariant *id)
{
  SketchHistoryPanel *self = SKETCH_HISTORY_PANEL (widget);
  g_autoptr (TroveVersion) version = dup_version (self, id), current = NULL;
  g_autoptr (GError) error = NULL;

  current = trove_document_freeze (self->document, &error);
  if (current == NULL)
    say (self, error);
  else if (version != NULL)
    g_signal_emit (self, signal_compare, 0, version, current);
}

static void
merge (GtkWidget *widget, const char *name, GVariant *id)
{
  SketchHistoryPanel *self = SKETCH_HISTORY_PANEL (widget);
  g_autoptr (TroveVersion) version = dup_version (self, id);

  if (version != NULL)
    g_signal_emit (self, signal_merge, 0, version);
}

static void
keep (GtkWidget *widget, const char *name, GVariant *id)
{
  SketchHistoryPanel *self = SKETCH_HISTORY_PANEL (widget);
  g_autoptr (TroveVersion) version = dup_version (self, id);

  if (version != NULL)
    trove_version_set_kept (version, !trove_version_get_kept (version));
}

static void
name_was_given (AdwMessageDialog *dialog, const char *response, TroveVersion *version)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  const char *text = gtk_editable_get_text (entry);

  if (!g_str_equal (response, "name"))
    return;
  trove_version_set_name (version, text);
  if (*text != '\0')
    trove_version_set_kept (version, TRUE);
}

static void
ask_for_name (GtkWidget *widget, const char *action, GVariant *id)
{
  SketchHistoryPanel *self = SKETCH_HISTORY_PANEL (widget);
  g_autoptr (TroveVersion) version = dup_version (self, id);
  g_autofree char *name = version != NULL ? trove_version_dup_name (version) : NULL;
  AdwMessageDialog *dialog;
  GtkWidget *entry;

  if (version == NULL)
    return;
  entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), name != NULL ? name : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Name", -1);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                                       "Name Version", "A version with a name is kept."));
  adw_message_dialog_add_responses (dialog, "cancel", "_Cancel", "name", "_Name", NULL);
  adw_message_dialog_set_response_appearance (dialog, "name", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "name");
  adw_message_dialog_set_extra_child (dialog, entry);
  g_signal_connect_data (dialog, "response", G_CALLBACK (name_was_given), g_object_ref (version),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The panel */

static void
let_go (SketchHistoryPanel *self)
{
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->thumbnails != NULL)
    g_signal_handlers_disconnect_by_data (self->thumbnails, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->document);
  g_clear_object (&self->view.model);
  g_clear_object (&self->thumbnails);
  g_clear_handle_id (&self->pictures, g_source_remove);
  g_clear_object (&self->view.current);
  g_clear_object (&self->view.saved);
}

static void
sketch_history_panel_dispose (GObject *object)
{
  SketchHistoryPanel *self = SKETCH_HISTORY_PANEL (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  let_go (self);
  sketch_remove_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (sketch_history_panel_parent_class)->dispose (object);
}

static void
sketch_history_panel_finalize (GObject *object)
{
  g_ptr_array_unref (SKETCH_HISTORY_PANEL (object)->rows);
  G_OBJECT_CLASS (sketch_history_panel_parent_class)->finalize (object);
}

static void
sketch_history_panel_class_init (SketchHistoryPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sketch_history_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = sketch_history_panel_finalize;
  signal_compare = g_signal_new ("compare", SKETCH_TYPE_HISTORY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, TROVE_TYPE_VERSION, TROVE_TYPE_VERSION);
  signal_merge = g_signal_new ("merge", SKETCH_TYPE_HISTORY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, TROVE_TYPE_VERSION);
  gtk_widget_class_install_action (widget_class, "history.compare", "s", compare);
  gtk_widget_class_install_action (widget_class, "history.merge", "s", merge);
  gtk_widget_class_install_action (widget_class, "history.keep", "s", keep);
  gtk_widget_class_install_action (widget_class, "history.name", "s", ask_for_name);
  sketch_keep_delete_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/history-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryPanel, list);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryPanel, factory);
  gtk_widget_class_bind_template_callback (widget_class, queue_pictures);
  gtk_widget_class_bind_template_callback (widget_class, row_setup);
  gtk_widget_class_bind_template_callback (widget_class, row_bind);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind);
  gtk_widget_class_bind_template_callback (widget_class, go_to);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sketch_history_panel_init (SketchHistoryPanel *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->timeout = g_timeout_add_seconds (A_MINUTE, update_rows, self);
}

GtkWidget *
sketch_history_panel_new (void)
{
  return g_object_new (SKETCH_TYPE_HISTORY_PANEL, NULL);
}

void
sketch_history_panel_set_document (SketchHistoryPanel *self, TroveDocument *document)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  let_go (self);
  if (document == NULL)
    return;
  self->document = g_object_ref (document);
  self->view.model = sketch_history_model_new (document);
  self->thumbnails = sketch_thumbnails_new (gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  g_signal_connect_swapped (self->thumbnails, "ready", G_CALLBACK (queue_pictures), self);
  g_signal_connect_swapped (document, "notify::current", G_CALLBACK (follow), self);
  g_signal_connect_swapped (document, "notify::saved", G_CALLBACK (follow), self);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->view.model))));
  gtk_list_view_set_model (self->list, selection);
  follow (self);
}
