/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/window.h"

#include "ui/canvas-menu.h"
#include "ui/compare-view.h"
#include "ui/edit-actions.h"
#include "ui/file-actions.h"
#include "ui/file-dialog.h"
#include "ui/history-panel.h"
#include "ui/layers-panel.h"
#include "ui/merge-panel.h"
#include "ui/properties-panel.h"
#include "ui/shortcuts.h"
#include "ui/view-actions.h"
#include "ui/view-state.h"

#define TOAST_WIDTH 36 /* characters */

struct _SketchWindow
{
  AdwApplicationWindow parent_instance;
  TroveDocument *document;
  SketchSelection *selection;
  SketchTools *tools;
  char *view_title; /* NULL: the drawing is shown */

  SketchCanvas *canvas;
  AdwToastOverlay *toasts;         /* at the edge of the window */
  AdwToastOverlay *drawing_toasts; /* at that of the drawing */
  GtkStack *pages;
  AdwBin *view;
  AdwFlap *flap;
  AdwViewStack *panels;
  AdwViewStackPage *merge_page;
  SketchPropertiesPanel *properties;
  SketchLayersPanel *layers;
  SketchHistoryPanel *history;
  SketchMergePanel *merge;
  GMenuModel *canvas_menu;
  GtkWidget *canvas_popover; /* with the menu */
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_SELECTION,
  PROP_TOOLS,
  PROP_VIEW_TITLE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SketchWindow, sketch_window, ADW_TYPE_APPLICATION_WINDOW)

/* Functions of the template */

/* own_file: by which the title changes. A drawing that was restored has that of another file. */
static char *
get_title (SketchWindow *self, const char *view_title, TroveDocument *document, GFile *own_file)
{
  g_autoptr (GFile) file = document != NULL ? sketch_dup_file (document) : NULL;

  if (view_title != NULL)
    return g_strdup (view_title);
  if (file != NULL)
    return g_file_get_basename (file);
  if (document != NULL && sketch_get_picture (document) != NULL)
    return sketch_suggest_name (document, NULL);
  return g_strdup ("New Drawing");
}

static char *
get_subtitle (SketchWindow *self, gboolean modified)
{
  return g_strdup (modified ? "Edited" : "");
}

/* Makes "Undo" or "Undo Move": step is NULL when there is nothing to undo. */
static char *
get_tooltip (SketchWindow *self, const char *verb, const char *step)
{
  return g_strjoin (" ", verb, step, NULL);
}

static gboolean
is_drawing (SketchWindow *self, const char *page)
{
  return g_strcmp0 (page, "view") != 0;
}

static gboolean
is_view (SketchWindow *self, const char *page)
{
  return !is_drawing (self, page);
}

static char *
get_hint (SketchWindow *self, const char *tool)
{
  static const char *const hints[][2] = {
    { "select", "Click to select, drag to move. Shift selects more, Escape cancels." },
    { "rectangle", "Drag to draw a rectangle. Shift draws a square." },
    { "ellipse", "Drag to draw an ellipse. Shift draws a circle." },
    { "line", "Drag to draw a line. Shift keeps to steps of 45\302\260." },
    { "stroke", "Drag to draw by hand." },
    { "connector", "Drag from one shape to another one." },
    { "text", "Click to write, or click a text to change it." },
    { "pan", "Drag to move the view." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    if (g_strcmp0 (tool, hints[i][0]) == 0)
      return g_strdup (hints[i][1]);
  return g_strdup ("");
}

/* All objects but the drawing itself and its layers are shapes. */
static char *
get_count (SketchWindow *self, TroveDocument *document, TroveVersion *current, guint n_selected)
{
  guint64 n;

  if (document == NULL)
    return NULL;
  n = trove_document_get_n_objects (document) - 1 -
      trove_document_get_n_children (document, trove_document_get_root_key (document), "layers");
  if (n_selected > 0)
    return g_strdup_printf ("%u of %" G_GUINT64_FORMAT " selected", n_selected, n);
  return g_strdup_printf (n == 1 ? "%" G_GUINT64_FORMAT " shape" : "%" G_GUINT64_FORMAT " shapes", n);
}

static char *
get_zoom (SketchWindow *self, double zoom)
{
  return g_strdup_printf ("%.0f\302\240%%", zoom * 100);
}

static void
canvas_menu_was_asked (SketchWindow *self, int n_presses, double x, double y, GtkGesture *gesture)
{
  sketch_popup_at_pointer (self, GTK_POPOVER (self->canvas_popover), x, y);
}

static void
show_canvas_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SketchWindow *self = SKETCH_WINDOW (widget);

  sketch_popup_at_selection (self, GTK_POPOVER (self->canvas_popover));
}

/* The document */

/* Undo and redo are the document's own actions. They are there while the drawing is shown. */
static void
update_document_actions (SketchWindow *self)
{
  GActionGroup *actions = NULL;

  if (sketch_window_shows_drawing (self))
    actions = trove_document_create_actions (self->document);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "document", actions);
  g_clear_object (&actions);
  sketch_update_edit_actions (self);
}

static void
add_document_actions (SketchWindow *self)
{
  g_autoptr (GPropertyAction) tool = g_property_action_new ("tool", self->tools, "tool");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (tool));
  g_signal_connect_object (self->tools, "failed", G_CALLBACK (sketch_window_say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (sketch_update_edit_actions), self,
                           G_CONNECT_SWAPPED);
  update_document_actions (self);
}

static void
drop_document (SketchWindow *self)
{
  if (self->document == NULL)
    return;
  sketch_end_autosave (self->document);
  g_clear_object (&self->tools);
  g_clear_object (&self->selection);
  g_clear_object (&self->document);
}

void
sketch_window_set_document (SketchWindow *self, TroveDocument *document)
{
  g_return_if_fail (SKETCH_IS_WINDOW (self));
  g_return_if_fail (TROVE_IS_DOCUMENT (document));

  if (document == self->document)
    return;
  sketch_window_show_view (self, NULL, NULL);
  adw_view_stack_page_set_visible (self->merge_page, FALSE);
  drop_document (self);
  self->document = g_object_ref (document);
  self->selection = sketch_selection_new (document);
  sketch_note_selection (document, self->selection);
  sketch_canvas_set_document (self->canvas, document);
  self->tools = sketch_tools_new (self->canvas, document, self->selection);
  add_document_actions (self);
  sketch_layers_panel_set_document (self->layers, document, self->tools);
  sketch_properties_panel_set_selection (self->properties, document, self->selection, self->tools);
  sketch_history_panel_set_document (self->history, document);
  sketch_start_autosave (document);
  sketch_show_drawing (self);
  for (guint i = PROP_DOCUMENT; i <= PROP_TOOLS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

TroveDocument *
sketch_window_get_document (SketchWindow *self)
{
  return self->document;
}

SketchCanvas *
sketch_window_get_canvas (SketchWindow *self)
{
  return self->canvas;
}

SketchSelection *
sketch_window_get_selection (SketchWindow *self)
{
  return self->selection;
}

SketchTools *
sketch_window_get_tools (SketchWindow *self)
{
  return self->tools;
}

gboolean
sketch_window_finish_edit (SketchWindow *self)
{
  if (self->tools == NULL || gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return FALSE;
  sketch_tools_finish (self->tools);
  return TRUE;
}

/* A toast covers no panel, unless the window is so narrow that the panels cover the drawing. */
static AdwToastOverlay *
find_toasts (SketchWindow *self)
{
  if (!sketch_window_shows_drawing (self) || adw_flap_get_folded (self->flap))
    return self->toasts;
  return self->drawing_toasts;
}

/* Unlike the title of a toast, which is one line, the label shows all of a text. It fits the narrowest window: a toast has the height
 * that it needs for its natural width. */
static GtkWidget *
toast_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TOAST_WIDTH);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

void
sketch_window_say (SketchWindow *self, const char *text)
{
  AdwToast *toast;

  if (self->toasts == NULL) /* the window was closed */
    {
      g_message ("%s", text);
      return;
    }
  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, toast_label_new (text));
  adw_toast_overlay_add_toast (find_toasts (self), toast);
}

void
sketch_window_commit_full (SketchWindow *self, const char *label, const char *merge_id, GError *error)
{
  g_autoptr (GError) failure = error;

  if (failure == NULL && trove_document_commit_full (self->document, label, merge_id, &failure))
    return;
  trove_document_rollback (self->document, NULL);
  sketch_window_say (self, failure->message);
}

void
sketch_window_commit (SketchWindow *self, const char *label, GError *error)
{
  sketch_window_commit_full (self, label, NULL, error);
}

/* Other views */

void
sketch_window_show_view (SketchWindow *self, const char *title, GtkWidget *view)
{
  adw_bin_set_child (self->view, view);
  gtk_stack_set_visible_child_name (self->pages, view != NULL ? "view" : "drawing");
  g_free (self->view_title);
  self->view_title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEW_TITLE]);
  if (self->document != NULL)
    update_document_actions (self);
  if (view == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

gboolean
sketch_window_shows_drawing (SketchWindow *self)
{
  return adw_bin_get_child (self->view) == NULL;
}

static void
compare_was_chosen (SketchWindow *self, TroveVersion *left, TroveVersion *right)
{
  sketch_window_show_view (self, "Compare Versions", sketch_compare_view_new (left, right));
}

static void
merge_was_chosen (SketchWindow *self, TroveVersion *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) merge = trove_document_merge (self->document, version, &error);

  if (merge != NULL)
    sketch_window_show_merge (self, merge);
  else
    sketch_window_say (self, error->message);
}

void
sketch_window_show_merge (SketchWindow *self, TroveMerge *merge)
{
  sketch_merge_panel_set_merge (self->merge, self->document, merge, self->canvas);
  adw_view_stack_page_set_visible (self->merge_page, TRUE);
  adw_view_stack_set_visible_child_name (self->panels, "merge");
  adw_flap_set_reveal_flap (self->flap, TRUE);
}

static void
merge_is_done (SketchWindow *self)
{
  adw_view_stack_set_visible_child_name (self->panels, "history");
  adw_view_stack_page_set_visible (self->merge_page, FALSE);
}

/* The class */

static void
sketch_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SketchWindow *self = SKETCH_WINDOW (object);

  if (id == PROP_DOCUMENT)
    g_value_set_object (value, self->document);
  else if (id == PROP_SELECTION)
    g_value_set_object (value, self->selection);
  else if (id == PROP_TOOLS)
    g_value_set_object (value, self->tools);
  else
    g_value_set_string (value, self->view_title);
}

/* Actions whose states are properties hold the canvas and the tools, and a widget that was used with actions holds these. */
static void
remove_actions (SketchWindow *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (guint i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}

static void
sketch_window_dispose (GObject *object)
{
  SketchWindow *self = SKETCH_WINDOW (object);

  remove_actions (self);
  g_clear_pointer (&self->canvas_popover, gtk_widget_unparent);
  drop_document (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SKETCH_TYPE_WINDOW);
  G_OBJECT_CLASS (sketch_window_parent_class)->dispose (object);
}

static void
sketch_window_finalize (GObject *object)
{
  g_free (SKETCH_WINDOW (object)->view_title);
  G_OBJECT_CLASS (sketch_window_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  klass->get_property = sketch_window_get_property;
  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, TROVE_TYPE_DOCUMENT, flags);
  props[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, SKETCH_TYPE_SELECTION, flags);
  props[PROP_TOOLS] = g_param_spec_object ("tools", NULL, NULL, SKETCH_TYPE_TOOLS, flags);
  props[PROP_VIEW_TITLE] = g_param_spec_string ("view-title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (klass, N_PROPS, props);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, "/org/trove_glib/Sketch/window.ui");
  gtk_widget_class_bind_template_child (klass, SketchWindow, canvas);
  gtk_widget_class_bind_template_child (klass, SketchWindow, canvas_menu);
  gtk_widget_class_bind_template_child (klass, SketchWindow, toasts);
  gtk_widget_class_bind_template_child (klass, SketchWindow, drawing_toasts);
  gtk_widget_class_bind_template_child (klass, SketchWindow, pages);
  gtk_widget_class_bind_template_child (klass, SketchWindow, view);
  gtk_widget_class_bind_template_child (klass, SketchWindow, flap);
  gtk_widget_class_bind_template_child (klass, SketchWindow, panels);
  gtk_widget_class_bind_template_child (klass, SketchWindow, merge_page);
  gtk_widget_class_bind_template_child (klass, SketchWindow, properties);
  gtk_widget_class_bind_template_child (klass, SketchWindow, layers);
  gtk_widget_class_bind_template_child (klass, SketchWindow, history);
  gtk_widget_class_bind_template_child (klass, SketchWindow, merge);
  gtk_widget_class_bind_template_callback (klass, get_title);
  gtk_widget_class_bind_template_callback (klass, get_subtitle);
  gtk_widget_class_bind_template_callback (klass, get_tooltip);
  gtk_widget_class_bind_template_callback (klass, is_drawing);
  gtk_widget_class_bind_template_callback (klass, is_view);
  gtk_widget_class_bind_template_callback (klass, get_hint);
  gtk_widget_class_bind_template_callback (klass, get_count);
  gtk_widget_class_bind_template_callback (klass, get_zoom);
  gtk_widget_class_bind_template_callback (klass, canvas_menu_was_asked);
  gtk_widget_class_bind_template_callback (klass, compare_was_chosen);
  gtk_widget_class_bind_template_callback (klass, merge_was_chosen);
  gtk_widget_class_bind_template_callback (klass, merge_is_done);
}

static void
sketch_window_class_init (SketchWindowClass *klass)
{
  g_type_ensure (SKETCH_TYPE_CANVAS);
  g_type_ensure (SKETCH_TYPE_HISTORY_PANEL);
  g_type_ensure (SKETCH_TYPE_LAYERS_PANEL);
  g_type_ensure (SKETCH_TYPE_MERGE_PANEL);
  g_type_ensure (SKETCH_TYPE_PROPERTIES_PANEL);
  g_type_ensure (SKETCH_TYPE_TOOLS);
  G_OBJECT_CLASS (klass)->dispose = sketch_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = sketch_window_finalize;
  install_properties (G_OBJECT_CLASS (klass));
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "canvas.menu", NULL, show_canvas_menu);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
add_canvas_popover (SketchWindow *self)
{
  self->canvas_popover = gtk_popover_menu_new_from_model (self->canvas_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->canvas_popover), FALSE);
  gtk_widget_set_halign (self->canvas_popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->canvas_popover, GTK_WIDGET (self));
  /* GTK would move the focus to the first button of the window. */
  g_signal_connect_swapped (self->canvas_popover, "closed", G_CALLBACK (gtk_widget_grab_focus), self->canvas);
}

static void
sketch_window_init (SketchWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_canvas_popover (self);
  sketch_add_file_actions (self);
  sketch_add_edit_actions (self);
  sketch_add_view_actions (self);
  sketch_add_shortcuts (GTK_WIDGET (self));
}

GtkWidget *
sketch_window_new (AdwApplication *application, TroveDocument *document)
{
  SketchWindow *self = g_object_new (SKETCH_TYPE_WINDOW, "application", application, NULL);

  sketch_window_set_document (self, document);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  return GTK_WIDGET (self);
}
