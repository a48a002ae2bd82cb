/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "progress.h"

#define PATIENCE 700 /* milliseconds without a dialog */
#define PULSE 100    /* milliseconds between moves of a bar that does not know how far the work is */

struct _SketchProgress
{
  SketchWindow *window;
  char *heading;
  GCancellable *cancellable;
  GtkWidget *dialog; /* NULL: not shown */
  GtkWidget *bar;
  guint timeout;
  guint pulse; /* 0: it is known how far the work is */
};

static void
cancel (AdwMessageDialog *dialog, const char *response, SketchProgress *self)
{
  self->dialog = NULL; /* a response closes it */
  self->bar = NULL;
  g_cancellable_cancel (self->cancellable);
}

static gboolean
pulse (gpointer data)
{
  SketchProgress *self = data;

  if (self->bar != NULL)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  return G_SOURCE_CONTINUE;
}

static gboolean
show (gpointer data)
{
  SketchProgress *self = data;

  self->timeout = 0;
  if (gtk_window_get_application (GTK_WINDOW (self->window)) == NULL) /* it was closed */
    return G_SOURCE_REMOVE;
  self->bar = gtk_progress_bar_new ();
  self->pulse = g_timeout_add (PULSE, pulse, self);
  self->dialog = adw_message_dialog_new (GTK_WINDOW (self->window), self->heading, NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self->dialog), self->bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel", "_Cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel");
  gtk_window_set_modal (GTK_WINDOW (self->dialog), FALSE);
  g_signal_connect (self->dialog, "response", G_CALLBACK (cancel), self);
  gtk_window_present (GTK_WINDOW (self->dialog));
  return G_SOURCE_REMOVE;
}

SketchProgress *
sketch_progress_new (SketchWindow *window, const char *heading)
{
  SketchProgress *self = g_new0 (SketchProgress, 1);

  self->window = g_object_ref (window);
  self->heading = g_strdup (heading);
  self->cancellable = g_cancellable_new ();
  self->timeout = g_timeout_add (PATIENCE, show, self);
  return self;
}

void
sketch_progress_free (SketchProgress *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (self->dialog != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->dialog, self);
      gtk_window_destroy (GTK_WINDOW (self->dialog));
    }
  g_object_unref (self->cancellable);
  g_object_unref (self->window);
  g_free (self->heading);
  g_free (self);
}

GCancellable *
sketch_progress_get_cancellable (SketchProgress *self)
{
  return self->cancellable;
}

void
sketch_progress_set (goffset n, goffset n_all, gpointer data)
{
  SketchProgress *self = data;

  if (self->bar == NULL || n_all <= 0)
    return;
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), (double) n / (double) n_all);
}
