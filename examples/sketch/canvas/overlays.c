/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/overlays.h"

typedef struct
{
  SketchOverlayFunc func;
  gpointer data;
} Overlay;

struct _SketchOverlays
{
  GArray *overlays;
};

static Overlay *
get_overlay (SketchOverlays *self, guint i)
{
  return &g_array_index (self->overlays, Overlay, i);
}

SketchOverlays *
sketch_overlays_new (void)
{
  SketchOverlays *self = g_new (SketchOverlays, 1);

  self->overlays = g_array_new (FALSE, TRUE, sizeof (Overlay));
  g_array_set_size (self->overlays, 1);
  return self;
}

void
sketch_overlays_free (SketchOverlays *self)
{
  g_array_unref (self->overlays);
  g_free (self);
}

void
sketch_overlays_set_first (SketchOverlays *self, SketchOverlayFunc func, gpointer data)
{
  *get_overlay (self, 0) = (Overlay){ func, data };
}

void
sketch_overlays_add (SketchOverlays *self, SketchOverlayFunc func, gpointer data)
{
  const Overlay overlay = { func, data };

  g_array_append_val (self->overlays, overlay);
}

void
sketch_overlays_remove (SketchOverlays *self, SketchOverlayFunc func, gpointer data)
{
  for (guint i = self->overlays->len - 1; i > 0; i--)
    if (get_overlay (self, i)->func == func && get_overlay (self, i)->data == data)
      g_array_remove_index (self->overlays, i);
}

gboolean
sketch_overlays_is_empty (SketchOverlays *self)
{
  return self->overlays->len == 1 && get_overlay (self, 0)->func == NULL;
}

void
sketch_overlays_draw (SketchOverlays *self, SketchCanvas *canvas, cairo_t *cr)
{
  for (guint i = 1; i <= self->overlays->len; i++)
    {
      const Overlay *overlay = get_overlay (self, i % self->overlays->len);

      cairo_save (cr);
      if (overlay->func != NULL)
        overlay->func (canvas, cr, overlay->data);
      cairo_restore (cr);
    }
}
