/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/screenshot.h"

/* Between two pictures, which are the same when nothing changes any more. */
#define PAUSE_MS 400

/* So many pauses are enough for a file to be opened. If it cannot be opened, the picture shows why. */
#define MOST_PAUSES 20

typedef struct
{
  SketchWindow *window;
  TroveDocument *before; /* is not to be shown any more; NULL: any document is right */
  char *file;
  GBytes *last; /* the pixels of the picture before */
  guint n_pauses;
} Shot;

static void
free_shot (gpointer data)
{
  Shot *shot = data;

  g_object_unref (shot->window);
  g_clear_object (&shot->before);
  g_free (shot->file);
  g_clear_pointer (&shot->last, g_bytes_unref);
  g_free (shot);
}

/* NULL: the window is not drawn yet. */
static GdkTexture *
draw (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
}

static GBytes *
get_pixels (GdkTexture *texture)
{
  const gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  const gsize size = stride * gdk_texture_get_height (texture);
  guchar *pixels = g_malloc (size);

  gdk_texture_download (texture, pixels, stride);
  return g_bytes_new_take (pixels, size);
}

static gboolean
take (gpointer data)
{
  Shot *shot = data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) last = g_steal_pointer (&shot->last);

  shot->n_pauses++;
  if ((sketch_window_get_document (shot->window) == shot->before && shot->n_pauses < MOST_PAUSES) ||
      (texture = draw (GTK_WIDGET (shot->window))) == NULL)
    return G_SOURCE_CONTINUE;
  shot->last = get_pixels (texture);
  if (last == NULL || !g_bytes_equal (last, shot->last))
    return G_SOURCE_CONTINUE;
  if (!gdk_texture_save_to_png (texture, shot->file))
    g_printerr ("%s could not be written.\n", shot->file);
  gtk_window_destroy (GTK_WINDOW (shot->window));
  return G_SOURCE_REMOVE;
}

void
sketch_take_screenshot (SketchWindow *window, gboolean opening, const char *file)
{
  Shot *shot = g_new0 (Shot, 1);

  shot->window = g_object_ref (window);
  shot->before = opening ? g_object_ref (sketch_window_get_document (window)) : NULL;
  shot->file = g_strdup (file);
  g_timeout_add_full (G_PRIORITY_LOW, PAUSE_MS, take, shot, free_shot);
}
