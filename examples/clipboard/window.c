/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "clipboard.h"
#include "shape.h"

/* The state of a window, which frees it. */
typedef struct
{
  TroveDocument *document;
  GtkWidget *window; /* not owned */
  GtkSelectionModel *selection;
  GSimpleActionGroup *actions; /* copy, cut, paste, add */
} Window;

static void
report (const char *action, const GError *error)
{
  if (error != NULL)
    g_warning ("%s: %s", action, error->message);
}

static TroveList *
get_shapes (const Window *self)
{
  return trove_object_get_list (trove_document_get_root (self->document), "shapes");
}

static void
commit (const Window *self, const char *label)
{
  g_autoptr (GError) error = NULL;

  trove_document_commit (self->document, label, &error);
  report (label, error);
}

/* Copying */

/* The keys of the selected shapes, in the order of the list. */
static GArray *
dup_selected (const Window *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint64 i = 0; i < gtk_bitset_get_size (selected); i++)
    {
      guint position = gtk_bitset_get_nth (selected, (guint) i);
      g_autoptr (TroveObject) shape = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      TroveKey key = trove_object_get_key (shape);

      g_array_append_val (keys, key);
    }
  return keys;
}

static GdkContentProvider *
provide_selected (const Window *self)
{
  g_autoptr (GArray) keys = dup_selected (self);
  g_autoptr (GError) error = NULL;
  GdkContentProvider *provider;

  if (keys->len == 0)
    return NULL;
  provider = clipboard_provider_new (self->document, (const TroveKey *) keys->data, keys->len, &error);
  report ("Copy", error);
  return provider;
}

static void
copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const Window *self = data;
  g_autoptr (GdkContentProvider) provider = provide_selected (self);

  if (provider != NULL)
    gdk_clipboard_set_content (gtk_widget_get_clipboard (self->window), provider);
}

/* The fragment holds the shapes as they were: they can be removed, and even pasted back. */
static void
cut (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const Window *self = data;
  g_autoptr (GArray) keys = dup_selected (self);

  copy (action, parameter, data);
  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr (TroveObject) shape =
          trove_document_lookup (self->document, g_array_index (keys, TroveKey, i));
      g_autoptr (GError) error = NULL;

      trove_object_remove (shape, &error);
      report ("Cut", error);
    }
  commit (self, "Cut");
}

/* Pasting */

/* Inserts copies, and selects them. */
static void
insert (const Window *self, TroveFragment *fragment, const char *label)
{
  guint first = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autoptr (GError) error = NULL;

  if (trove_fragment_insert (fragment, get_shapes (self), G_MAXUINT, &error))
    {
      commit (self, label);
      gtk_selection_model_select_range (self->selection, first, trove_fragment_get_n_roots (fragment), TRUE);
    }
  report (label, error);
}

/* data: the window, which may be closed by now. */
static void
was_read (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) window = data;
  const Window *self = g_object_get_data (G_OBJECT (window), "clipboard-window");
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (clipboard), result, &error);

  report ("Paste", error);
  if (value != NULL && self != NULL)
    insert (self, g_value_get_object (value), "Paste");
}

/* GDK gives the fragment itself if this program has copied it, and calls the deserializer otherwise. */
static void
paste (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const Window *self = data;

  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (self->window), TROVE_TYPE_FRAGMENT,
                                  G_PRIORITY_DEFAULT, NULL, was_read, g_object_ref (self->window));
}

static void
clipboard_has_changed (GdkClipboard *clipboard, GSimpleActionGroup *actions)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (actions), "paste");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), clipboard_has_fragment (clipboard));
}

/* Drag and drop */

static GdkContentProvider *
prepare_drag (GtkDragSource *source, double x, double y, const Window *self)
{
  return provide_selected (self);
}

static gboolean
drop (GtkDropTarget *target, const GValue *value, double x, double y, const Window *self)
{
  insert (self, g_value_get_object (value), "Drop");
  return TRUE;
}

static void
add_drag_and_drop (const Window *self, GtkWidget *list)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (TROVE_TYPE_FRAGMENT, GDK_ACTION_COPY);

  g_signal_connect (source, "prepare", G_CALLBACK (prepare_drag), (gpointer) self);
  g_signal_connect (target, "drop", G_CALLBACK (drop), (gpointer) self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (target));
}

/* The list */

static void
add_shape (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const GdkRGBA colors[] = { { 0.9F, 0.3F, 0.2F, 1 },
                                    { 0.2F, 0.6F, 0.3F, 1 },
                                    { 0.2F, 0.4F, 0.9F, 1 } };
  const Window *self = data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (get_shapes (self)));
  g_autofree char *name = g_strdup_printf ("Shape %u", n + 1);
  g_autoptr (TroveObject) shape = g_object_new (TYPE_SHAPE, "document", self->document, "name", name, "fill",
                                                &colors[n % G_N_ELEMENTS (colors)], NULL);
  g_autoptr (GError) error = NULL;

  trove_list_append (get_shapes (self), shape, &error);
  report ("Add", error);
  commit (self, "Add");
}

static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static char *
describe (TroveObject *shape)
{
  g_autoptr (TroveObject) target = NULL;
  g_autofree char *name = NULL, *color = NULL, *target_name = NULL;
  GdkRGBA *fill = NULL;

  g_object_get (shape, "name", &name, "fill", &fill, "target", &target, NULL);
  if (target != NULL)
    g_object_get (target, "name", &target_name, NULL);
  color = g_strdup_printf ("#%02x%02x%02x", (guint) (255 * fill->red), (guint) (255 * fill->green),
                           (guint) (255 * fill->blue));
  gdk_rgba_free (fill);
  return g_markup_printf_escaped ("<span color=\"%s\">\342\226\240</span> %s%s%s", color, name,
                                  target != NULL ? " \342\206\222 " : "", target != NULL ? target_name : "");
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_autofree char *markup = describe (gtk_list_item_get_item (item));

  gtk_label_set_markup (GTK_LABEL (gtk_list_item_get_child (item)), markup);
}

static GtkWidget *
new_list (const Window *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list;

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  list = gtk_list_view_new (g_object_ref (self->selection), factory);
  add_drag_and_drop (self, list);
  return list;
}

/* The window */

static void
add_button (GtkWidget *bar, const char *icon, const char *tooltip, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), button);
}

static GtkWidget *
new_bar (void)
{
  GtkWidget *bar = gtk_header_bar_new ();

  add_button (bar, "list-add-symbolic", "Add", "shapes.add");
  add_button (bar, "edit-copy-symbolic", "Copy", "shapes.copy");
  add_button (bar, "edit-cut-symbolic", "Cut", "shapes.cut");
  add_button (bar, "edit-paste-symbolic", "Paste", "shapes.paste");
  add_button (bar, "edit-undo-symbolic", "Undo", "document.undo");
  return bar;
}

static void
add_shortcuts (GtkWidget *window)
{
  static const char *const shortcuts[][2] = {
    { "<Control>c", "shapes.copy" },          { "<Control>x", "shapes.cut" },
    { "<Control>v", "shapes.paste" },         { "<Control>z", "document.undo" },
    { "<Shift><Control>z", "document.redo" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i][0]),
                          gtk_named_action_new (shortcuts[i][1])));
  gtk_widget_add_controller (window, controller);
}

static void
add_actions (Window *self)
{
  const GActionEntry entries[] = { { .name = "add", .activate = add_shape },
                                   { .name = "copy", .activate = copy },
                                   { .name = "cut", .activate = cut },
                                   { .name = "paste", .activate = paste } };
  GActionGroup *steps = trove_document_create_actions (self->document);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (self->window);

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (self->window, "shapes", G_ACTION_GROUP (self->actions));
  gtk_widget_insert_action_group (self->window, "document", steps);
  g_object_unref (steps);
  g_signal_connect_object (clipboard, "changed", G_CALLBACK (clipboard_has_changed), self->actions, 0);
  clipboard_has_changed (clipboard, self->actions);
}

static void
window_free (gpointer data)
{
  Window *self = data;

  g_object_unref (self->actions);
  g_object_unref (self->selection);
  g_object_unref (self->document);
  g_free (self);
}

GtkWidget *
clipboard_window_new (GtkApplication *application, TroveDocument *document)
{
  Window *self = g_new0 (Window, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->document = g_object_ref (document);
  self->window = gtk_window_new ();
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (get_shapes (self)))));
  g_object_set_data_full (G_OBJECT (self->window), "clipboard-window", self, window_free);
  gtk_window_set_application (GTK_WINDOW (self->window), application);
  gtk_window_set_title (GTK_WINDOW (self->window), "Shapes");
  gtk_window_set_default_size (GTK_WINDOW (self->window), 320, 320);
  gtk_window_set_titlebar (GTK_WINDOW (self->window), new_bar ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), new_list (self));
  gtk_window_set_child (GTK_WINDOW (self->window), scrolled);
  add_actions (self);
  add_shortcuts (self->window);
  return self->window;
}
