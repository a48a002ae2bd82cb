/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "view.h"

#include "thing.h"

static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static GObject *
dup_object (GtkListItem *item)
{
  gpointer object = gtk_list_item_get_item (item);

  return GTK_IS_TREE_LIST_ROW (object) ? gtk_tree_list_row_get_item (object) : g_object_ref (object);
}

/* The list item holds the object, which the binding does not. */
static void
bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  View *self = data;
  GObject *object = dup_object (item);
  GBinding *binding = g_object_bind_property (object, "label", gtk_list_item_get_child (item), "label",
                                              G_BINDING_SYNC_CREATE);

  g_object_set_data_full (G_OBJECT (item), "object", object, g_object_unref);
  g_object_set_data (G_OBJECT (item), "binding", binding);
  self->n_bound++;
}

static void
unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  g_binding_unbind (g_object_get_data (G_OBJECT (item), "binding"));
  g_object_set_data (G_OBJECT (item), "object", NULL);
}

void
view_init (View *self, GtkSelectionModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->n_bound = 0;
  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (g_object_ref (model), factory));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  self->rows = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (self->window, scrolled);
  gtk_window_set_default_size (self->window, 300, 400);
  gtk_window_present (self->window);
  view_draw (self);
}

void
view_clear (View *self)
{
  gtk_window_destroy (self->window);
  view_run_loop ();
}

void
view_draw (View *self)
{
  view_wait_for_frame (self->window);
  view_wait_for_frame (self->window); /* the first one may lay out only */
  view_run_loop ();
}

void
view_scroll (View *self, double fraction)
{
  gtk_adjustment_set_value (self->rows, fraction * (gtk_adjustment_get_upper (self->rows) -
                                                    gtk_adjustment_get_page_size (self->rows)));
  view_draw (self);
}

void
view_run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
note_paint (GdkFrameClock *clock, gpointer data)
{
  *(gboolean *) data = TRUE;
}

void
view_wait_for_frame (GtkWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gboolean is_painted = FALSE;
  gulong handler;

  g_assert_nonnull (clock);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (note_paint), &is_painted);
  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}
