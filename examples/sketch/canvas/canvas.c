/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/canvas.h"

#include <math.h>

#include "canvas/grid.h"
#include "canvas/navigation.h"
#include "canvas/overlays.h"
#include "canvas/tiles.h"
#include "canvas/view.h"
#include "draw/spatial-index.h"

#define TOLERANCE 4.0 /* pixels around a shape that count as the shape */

struct _SketchCanvas
{
  GtkWidget parent_instance;

  TroveDocument *document; /* NULL: a version is shown */
  TroveVersion *version;   /* NULL: a document is shown */
  SketchSpatialIndex *index;
  SketchTiles *tiles;

  SketchView view;
  cairo_rectangle_t box; /* to be shown when the size is known; of the width 0: none is */
  double grid;
  gboolean show_grid, snap;
  GskRenderNode *grid_node; /* NULL: another view than that before */

  SketchOverlays *overlays;
};

enum
{
  PROP_ZOOM = 1,
  PROP_GRID,
  PROP_SHOW_GRID,
  PROP_SNAP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint view_changed;

G_DEFINE_FINAL_TYPE (SketchCanvas, sketch_canvas, GTK_TYPE_WIDGET)

/* The version */

static void
add_damage (const cairo_rectangle_t *bounds, gpointer data)
{
  sketch_tiles_damage (data, bounds);
}

/* The version to be shown. NULL: there is none, or no memory for it. */
static TroveVersion *
dup_version (SketchCanvas *self)
{
  if (self->document != NULL)
    return trove_document_freeze (self->document, NULL);
  return self->version != NULL ? g_object_ref (self->version) : NULL;
}

/* Without memory for another version, the one before stays. */
static void
update (SketchCanvas *self)
{
  g_autoptr (TroveVersion) version = dup_version (self);

  if (version != NULL)
    sketch_spatial_index_update (self->index, version, add_damage, self->tiles);
}

TroveVersion *
sketch_canvas_get_version (SketchCanvas *self)
{
  update (self);
  return sketch_spatial_index_get_version (self->index);
}

static void
clear_content (SketchCanvas *self)
{
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->version);
  g_clear_pointer (&self->tiles, sketch_tiles_free);
  g_clear_pointer (&self->index, sketch_spatial_index_free);
}

/* Pictures of other content are not to be seen. */
static void
begin_content (SketchCanvas *self)
{
  self->index = sketch_spatial_index_new ();
  self->tiles = sketch_tiles_new (self->index, (GSourceOnceFunc) gtk_widget_queue_draw, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sketch_canvas_set_document (SketchCanvas *self, TroveDocument *document)
{
  if (document == self->document && document != NULL)
    return;
  clear_content (self);
  begin_content (self);
  if (document == NULL)
    return;
  self->document = g_object_ref (document);
  g_signal_connect_swapped (document, "edited", G_CALLBACK (gtk_widget_queue_draw), self);
}

void
sketch_canvas_set_version (SketchCanvas *self, TroveVersion *version)
{
  /* Versions of one document differ by little. */
  if (self->document != NULL || self->version == NULL)
    {
      clear_content (self);
      begin_content (self);
    }
  g_set_object (&self->version, version);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The view */

static void
change_view (SketchCanvas *self, const SketchView *view)
{
  gboolean zoomed = view->zoom != self->view.zoom;

  if (!zoomed && view->x == self->view.x && view->y == self->view.y)
    return;
  self->view = *view;
  g_clear_pointer (&self->grid_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (zoomed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
  g_signal_emit (self, view_changed, 0);
}

double
sketch_canvas_get_zoom (SketchCanvas *self)
{
  return self->view.zoom;
}

void
sketch_canvas_zoom_at (SketchCanvas *self, double zoom, double x, double y)
{
  SketchView view = self->view;

  sketch_view_zoom_at (&view, zoom, x, y);
  change_view (self, &view);
}

void
sketch_canvas_set_zoom (SketchCanvas *self, double zoom)
{
  sketch_canvas_zoom_at (self, zoom, self->view.width / 2.0, self->view.height / 2.0);
}

void
sketch_canvas_scroll (SketchCanvas *self, double dx, double dy)
{
  SketchView view = self->view;

  view.x += dx;
  view.y += dy;
  change_view (self, &view);
}

void
sketch_canvas_show_box (SketchCanvas *self, const cairo_rectangle_t *box)
{
  SketchView view = self->view;

  if (view.width == 0 || view.height == 0)
    {
      self->box = *box;
      return;
    }
  sketch_view_show_box (&view, box);
  change_view (self, &view);
}

void
sketch_canvas_copy_view (SketchCanvas *self, SketchCanvas *other)
{
  SketchView view = self->view;

  view.zoom = other->view.zoom;
  view.x = other->view.x;
  view.y = other->view.y;
  change_view (self, &view);
}

void
sketch_canvas_to_drawing (SketchCanvas *self, double *x, double *y)
{
  sketch_view_to_drawing (&self->view, x, y);
}

void
sketch_canvas_to_widget (SketchCanvas *self, double *x, double *y)
{
  sketch_view_to_widget (&self->view, x, y);
}

void
sketch_canvas_snap (SketchCanvas *self, double *x, double *y)
{
  if (!self->snap || self->grid <= 0)
    return;
  *x = round (*x / self->grid) * self->grid;
  *y = round (*y / self->grid) * self->grid;
}

gboolean
sketch_canvas_is_current (SketchCanvas *self)
{
  g_autoptr (TroveVersion) version = dup_version (self);

  return version == sketch_spatial_index_get_version (self->index) &&
         sketch_tiles_are_current (self->tiles, &self->view);
}

/* Picking */

static gboolean
is_locked (TroveVersion *version, TroveKey key)
{
  const SketchLayerData *layer =
      trove_version_peek (version, trove_version_get_owner (version, key, NULL, NULL), NULL);

  return layer->locked;
}

GArray *
sketch_canvas_find (SketchCanvas *self, const cairo_rectangle_t *box)
{
  TroveVersion *version = sketch_canvas_get_version (self);
  GArray *keys = sketch_spatial_index_find (self->index, box);
  TroveKey *all = (TroveKey *) keys->data;
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    if (!is_locked (version, all[i]))
      all[n++] = all[i];
  g_array_set_size (keys, n);
  sketch_sort_by_order (version, all, n);
  return keys;
}

TroveKey
sketch_canvas_pick (SketchCanvas *self, double x, double y)
{
  double tolerance = TOLERANCE / self->view.zoom;
  const cairo_rectangle_t box = { x - tolerance, y - tolerance, 2 * tolerance, 2 * tolerance };
  g_autoptr (GArray) keys = sketch_canvas_find (self, &box);

  for (guint i = keys->len; i > 0; i--)
    {
      TroveKey key = g_array_index (keys, TroveKey, i - 1);

      if (sketch_contains (sketch_canvas_get_version (self), key, x, y, tolerance))
        return key;
    }
  return 0;
}

GArray *
sketch_canvas_pick_box (SketchCanvas *self, const cairo_rectangle_t *box)
{
  const cairo_rectangle_t wanted = sketch_normalize (box);
  GArray *keys = sketch_canvas_find (self, &wanted);
  TroveKey *all = (TroveKey *) keys->data;
  TroveVersionReader reader;
  cairo_rectangle_t bounds;
  guint n = 0;

  if (keys->len > 0)
    trove_version_reader_init (&reader, sketch_canvas_get_version (self));
  for (guint i = 0; i < keys->len; i++)
    if (sketch_reader_get_bounds (&reader, all[i], &bounds) && sketch_encloses (&wanted, &bounds))
      all[n++] = all[i];
  g_array_set_size (keys, n);
  return keys;
}

/* Drawing */

void
sketch_canvas_set_overlay (SketchCanvas *self, SketchOverlayFunc func, gpointer data)
{
  sketch_overlays_set_first (self->overlays, func, data);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sketch_canvas_add_overlay (SketchCanvas *self, SketchOverlayFunc func, gpointer data)
{
  sketch_overlays_add (self->overlays, func, data);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sketch_canvas_remove_overlay (SketchCanvas *self, SketchOverlayFunc func, gpointer data)
{
  sketch_overlays_remove (self->overlays, func, data);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
snapshot_overlays (SketchCanvas *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);
  double x = 0, y = 0;

  sketch_view_to_widget (&self->view, &x, &y);
  cairo_translate (cr, x, y);
  cairo_scale (cr, self->view.zoom, self->view.zoom);
  sketch_overlays_draw (self->overlays, self, cr);
  cairo_destroy (cr);
}

static gboolean
draw_again (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

static gboolean
is_software (GtkWidget *widget)
{
  return GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (gtk_widget_get_native (widget)));
}

static void
sketch_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SketchCanvas *self = SKETCH_CANVAS (widget);
  const graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0, 0, (float) self->view.width, (float) self->view.height);
  gint64 start = g_get_monotonic_time ();

  update (self);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 1 }, &bounds);
  if (self->show_grid && self->grid > 0)
    {
      if (self->grid_node == NULL)
        self->grid_node = sketch_grid_node_new (&self->view, self->grid);
      gtk_snapshot_append_node (snapshot, self->grid_node);
    }
  if (!sketch_tiles_snapshot (self->tiles, snapshot, &self->view, start, is_software (widget)))
    gtk_widget_add_tick_callback (widget, draw_again, NULL, NULL);
  if (!sketch_overlays_is_empty (self->overlays))
    snapshot_overlays (self, snapshot, &bounds);
}

static void
sketch_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SketchCanvas *self = SKETCH_CANVAS (widget);

  self->view.width = width;
  self->view.height = height;
  self->view.factor = gtk_widget_get_scale_factor (widget);
  g_clear_pointer (&self->grid_node, gsk_render_node_unref);
  if (self->box.width > 0)
    sketch_canvas_show_box (self, &self->box);
  self->box.width = 0;
}

/* The object */

static void
sketch_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SketchCanvas *self = SKETCH_CANVAS (object);

  switch (id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, self->view.zoom);
      break;
    case PROP_GRID:
      g_value_set_double (value, self->grid);
      break;
    case PROP_SHOW_GRID:
      g_value_set_boolean (value, self->show_grid);
      break;
    case PROP_SNAP:
      g_value_set_boolean (value, self->snap);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sketch_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SketchCanvas *self = SKETCH_CANVAS (object);

  switch (id)
    {
    case PROP_ZOOM:
      sketch_canvas_set_zoom (self, g_value_get_double (value));
      return;
    case PROP_GRID:
      self->grid = g_value_get_double (value);
      break;
    case PROP_SHOW_GRID:
      self->show_grid = g_value_get_boolean (value);
      break;
    case PROP_SNAP:
      self->snap = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  g_clear_pointer (&self->grid_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
sketch_canvas_dispose (GObject *object)
{
  SketchCanvas *self = SKETCH_CANVAS (object);

  clear_content (self);
  g_clear_pointer (&self->grid_node, gsk_render_node_unref);
  G_OBJECT_CLASS (sketch_canvas_parent_class)->dispose (object);
}

static void
sketch_canvas_finalize (GObject *object)
{
  sketch_overlays_free (SKETCH_CANVAS (object)->overlays);
  G_OBJECT_CLASS (sketch_canvas_parent_class)->finalize (object);
}

static void
sketch_canvas_class_init (SketchCanvasClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sketch_canvas_get_property;
  object_class->set_property = sketch_canvas_set_property;
  object_class->dispose = sketch_canvas_dispose;
  object_class->finalize = sketch_canvas_finalize;
  widget_class->snapshot = sketch_canvas_snapshot;
  widget_class->size_allocate = sketch_canvas_size_allocate;
  properties[PROP_ZOOM] =
      g_param_spec_double ("zoom", NULL, NULL, SKETCH_MIN_ZOOM, SKETCH_MAX_ZOOM, 1, flags);
  properties[PROP_GRID] = g_param_spec_double ("grid", NULL, NULL, 0, 1e6, 10, flags);
  properties[PROP_SHOW_GRID] = g_param_spec_boolean ("show-grid", NULL, NULL, TRUE, flags);
  properties[PROP_SNAP] = g_param_spec_boolean ("snap", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  view_changed = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sketch_canvas_init (SketchCanvas *self)
{
  self->overlays = sketch_overlays_new ();
  self->view = (SketchView){ .zoom = 1, .factor = 1 };
  self->grid = 10;
  self->show_grid = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, "Drawing", -1);
  begin_content (self);
  sketch_canvas_add_navigation (self);
}

GtkWidget *
sketch_canvas_new (void)
{
  return g_object_new (SKETCH_TYPE_CANVAS, NULL);
}
