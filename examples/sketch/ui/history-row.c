/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history-row.h"

#include "ui/children.h"
#include "ui/history-lanes.h"

struct _SketchHistoryRow
{
  GtkWidget parent_instance;
  TroveVersion *version;
  gboolean current;
  GtkWidget *lanes;
  GtkPicture *picture;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *saved;
  GtkToggleButton *kept;
  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (SketchHistoryRow, sketch_history_row, GTK_TYPE_WIDGET)

/* Texts */

char *
sketch_dup_version_title (TroveVersion *version)
{
  char *name = trove_version_dup_name (version);
  const char *label = trove_version_get_label (version);
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);

  if (name != NULL)
    return name;
  if (label != NULL)
    return g_strdup (label);
  return g_strdup (parents->len == 0 ? "New Drawing" : "Edit");
}

char *
sketch_format_ago (gint64 time, gint64 now)
{
  gint64 minutes = (now - time) / (60 * G_USEC_PER_SEC);
  g_autoptr (GDateTime) utc = NULL, local = NULL;

  if (minutes < 1)
    return g_strdup ("Just now");
  if (minutes < 60)
    return g_strdup_printf ("%d min ago", (int) minutes);
  if (minutes < 24 * 60)
    return g_strdup_printf ("%d h ago", (int) (minutes / 60));
  utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  return local != NULL ? g_date_time_format (local, "%-d %b %Y") : g_strdup ("");
}

static char *
describe (TroveVersion *version)
{
  g_autofree char *name = trove_version_dup_name (version);
  g_autofree char *ago = sketch_format_ago (trove_version_get_time (version), g_get_real_time ());
  const char *label = name != NULL ? trove_version_get_label (version) : NULL;

  return label != NULL ? g_strdup_printf ("%s\n%s", label, ago) : g_strdup (ago);
}

/* Asked for when it is to be shown: GTK waits for the display whenever a tooltip is set, which a step would do for each row. */
static gboolean
show_tooltip (GtkLabel *title, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (title));
  return TRUE;
}

static void
set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

/* The list is measured again when an icon is set, even the one that is there. */
static void
set_icon (GtkButton *button, const char *name)
{
  if (g_strcmp0 (gtk_button_get_icon_name (button), name) != 0)
    gtk_button_set_icon_name (button, name);
}

/* The menu */

static void
append (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* Made when it is opened. */
static void
fill_menu (GtkMenuButton *button, gpointer row)
{
  SketchHistoryRow *self = row;
  g_autofree char *id = trove_version_dup_id (self->version);
  g_autoptr (GMenu) menu = g_menu_new (), first = g_menu_new (), second = g_menu_new (),
                    third = g_menu_new ();

  if (!self->current)
    {
      append (first, "_Compare with Current", "history.compare", id);
      append (first, "_Merge into Current", "history.merge", id);
    }
  append (second, "_Name…", "history.name", id);
  append (second, trove_version_get_kept (self->version) ? "Do Not _Keep" : "_Keep", "history.keep", id);
  append (third, "_Export…", "win.export-version", id);
  append (third, "_Save as Own File…", "win.save-version", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (third));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
open_menu (SketchHistoryRow *self)
{
  gtk_menu_button_popup (self->menu);
}

static void
kept_was_clicked (SketchHistoryRow *self)
{
  g_autofree char *id = trove_version_dup_id (self->version);

  gtk_widget_activate_action (GTK_WIDGET (self), "history.keep", "s", id);
}

/* The row */

static void
sketch_history_row_dispose (GObject *object)
{
  SketchHistoryRow *self = SKETCH_HISTORY_ROW (object);

  sketch_history_row_set_version (self, NULL);
  sketch_remove_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (sketch_history_row_parent_class)->dispose (object);
}

static void
sketch_history_row_class_init (SketchHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sketch_history_row_dispose;
  g_type_ensure (SKETCH_TYPE_HISTORY_LANES);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, lanes);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, picture);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, title);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, saved);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, kept);
  gtk_widget_class_bind_template_child (widget_class, SketchHistoryRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, open_menu);
  gtk_widget_class_bind_template_callback (widget_class, show_tooltip);
  gtk_widget_class_bind_template_callback (widget_class, kept_was_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
sketch_history_row_init (SketchHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, fill_menu, self, NULL);
}

GtkWidget *
sketch_history_row_new (void)
{
  return g_object_new (SKETCH_TYPE_HISTORY_ROW, NULL);
}

static void
show_texts (SketchHistoryRow *self)
{
  g_autofree char *title = sketch_dup_version_title (self->version);
  g_autofree char *subtitle = describe (self->version);

  gtk_label_set_text (self->title, title);
  gtk_picture_set_alternative_text (self->picture, title);
  gtk_label_set_text (self->subtitle, subtitle);
}

static void
show_kept (SketchHistoryRow *self)
{
  gboolean kept = trove_version_get_kept (self->version);

  gtk_toggle_button_set_active (self->kept, kept);
  set_tooltip (GTK_WIDGET (self->kept), kept ? "Do Not Keep" : "Keep");
  set_icon (GTK_BUTTON (self->kept), kept ? "starred-symbolic" : "non-starred-symbolic");
}

void
sketch_history_row_set_version (SketchHistoryRow *self, TroveVersion *version)
{
  if (version == self->version)
    return;
  if (self->version != NULL)
    g_signal_handlers_disconnect_by_data (self->version, self);
  g_set_object (&self->version, version);
  if (self->picture != NULL)
    gtk_picture_set_paintable (self->picture, NULL);
  if (version == NULL)
    return;
  g_signal_connect_object (version, "notify::name", G_CALLBACK (show_texts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (version, "notify::kept", G_CALLBACK (show_kept), self, G_CONNECT_SWAPPED);
}

TroveVersion *
sketch_history_row_get_version (SketchHistoryRow *self)
{
  return self->version;
}

/* Marks do not depend on color alone. */
static void
mark (SketchHistoryRow *self, gboolean current, gboolean saved)
{
  self->current = current;
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
  gtk_widget_set_visible (self->saved, saved);
  show_kept (self);
}

static void
show_lanes (SketchHistoryRow *self, SketchHistoryGraph *graph, gboolean current)
{
  g_autofree char *id = trove_version_dup_id (self->version);

  sketch_history_lanes_set (SKETCH_HISTORY_LANES (self->lanes), sketch_history_graph_find (graph, id, NULL),
                            sketch_history_graph_get_n_columns (graph), current);
}

void
sketch_history_row_update (SketchHistoryRow *self, const SketchHistoryView *view)
{
  gboolean current = self->version == view->current;

  if (self->version == NULL)
    return;
  show_texts (self);
  mark (self, current, self->version == view->saved);
  show_lanes (self, sketch_history_model_get_graph (view->model), current);
}

/* A list has rows beyond its edges as well. */
static gboolean
is_shown (SketchHistoryRow *self, GtkWidget *list)
{
  graphene_rect_t bounds;
  const graphene_rect_t all =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (list), (float) gtk_widget_get_height (list));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         gtk_widget_compute_bounds (GTK_WIDGET (self), list, &bounds) &&
         graphene_rect_intersection (&bounds, &all, NULL);
}

void
sketch_history_row_update_picture (SketchHistoryRow *self, GtkWidget *list, SketchThumbnails *thumbnails)
{
  if (self->version == NULL)
    return;
  if (is_shown (self, list))
    gtk_picture_set_paintable (self->picture,
                               GDK_PAINTABLE (sketch_thumbnails_get (thumbnails, self->version)));
  else
    sketch_thumbnails_drop (thumbnails, self->version);
}
