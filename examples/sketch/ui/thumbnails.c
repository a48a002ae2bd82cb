/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "thumbnails.h"

#include "draw/painter.h"
#include "draw/worker.h"

#define MAX_PICTURES 256
#define MARGIN 4.0 /* pixels around the drawing */

/* Shared by the thread and the window. It outlives the thumbnails while something is drawn. */
typedef struct
{
  GMutex lock;
  GQueue wanted;           /* of Request: the newest one is first; for the lock */
  SketchThumbnails *owner; /* for the thread of the window; NULL: nobody wants pictures any more */
  int scale;
} Queue;

typedef struct
{
  Queue *queue;
  char *id;
  TroveVersion *version;
  GdkTexture *texture; /* when it is drawn */
  GList link;          /* in the queue, while nobody draws it */
  gboolean waits;      /* it is in the queue; for the lock */
} Request;

typedef struct
{
  char *id;
  GdkTexture *texture;
  GList link; /* in "drawn" */
} Picture;

struct _SketchThumbnails
{
  GObject parent_instance;
  Queue *queue;
  GThreadPool *pool;
  GHashTable *requests; /* by id: not owned */
  GHashTable *pictures; /* by id */
  GQueue drawn;         /* of Picture: the last ones that were used are first */
};

G_DEFINE_FINAL_TYPE (SketchThumbnails, sketch_thumbnails, G_TYPE_OBJECT)

static guint signal_ready;

/* Drawing */

static void
paint (cairo_t *cr, TroveVersion *version)
{
  cairo_rectangle_t box;
  double scale;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  if (!trove_version_read (version, NULL) || !sketch_get_extents (version, &box))
    return;
  scale = MIN ((SKETCH_THUMBNAIL_WIDTH - 2 * MARGIN) / MAX (box.width, 1),
               (SKETCH_THUMBNAIL_HEIGHT - 2 * MARGIN) / MAX (box.height, 1));
  scale = MIN (scale, 1);
  cairo_translate (cr, SKETCH_THUMBNAIL_WIDTH / 2.0, SKETCH_THUMBNAIL_HEIGHT / 2.0);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -box.x - box.width / 2, -box.y - box.height / 2);
  sketch_paint_drawing (cr, version);
}

GdkTexture *
sketch_draw_thumbnail (TroveVersion *version, int scale)
{
  int width = SKETCH_THUMBNAIL_WIDTH * scale, height = SKETCH_THUMBNAIL_HEIGHT * scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_scale (cr, scale, scale);
  paint (cr, version);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* The thread */

static void
queue_clear (gpointer data)
{
  g_mutex_clear (&((Queue *) data)->lock);
}

static void
queue_unref (gpointer queue)
{
  g_atomic_rc_box_release_full (queue, queue_clear);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->version);
  g_clear_object (&request->texture);
  queue_unref (request->queue);
  g_free (request->id);
  g_free (request);
}

static gboolean deliver (gpointer request);

/* Draws the newest one that is wanted. There is a call for each request, of which some were dropped. */
static void
work (gpointer data, gpointer unused)
{
  Queue *queue = data;
  GList *link;
  Request *request = NULL;

  sketch_worker_go_behind ();
  g_mutex_lock (&queue->lock);
  link = g_queue_pop_head_link (&queue->wanted);
  if (link != NULL)
    {
      request = link->data;
      request->waits = FALSE;
    }
  g_mutex_unlock (&queue->lock);
  if (request != NULL)
    {
      request->texture = sketch_draw_thumbnail (request->version, queue->scale);
      g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver, request, request_free);
    }
  queue_unref (queue);
}

/* Takes a request back. FALSE: it is being drawn. */
static gboolean
take_back (Request *request)
{
  Queue *queue = request->queue;
  gboolean waits;

  g_mutex_lock (&queue->lock);
  waits = request->waits;
  if (waits)
    g_queue_unlink (&queue->wanted, &request->link);
  request->waits = FALSE;
  g_mutex_unlock (&queue->lock);
  return waits;
}

/* Pictures */

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->texture);
  g_free (picture->id);
  g_free (picture);
}

static void
add_picture (SketchThumbnails *self, const char *id, GdkTexture *texture)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->id = g_strdup (id);
  picture->texture = g_object_ref (texture);
  picture->link.data = picture;
  g_queue_push_head_link (&self->drawn, &picture->link);
  g_hash_table_insert (self->pictures, picture->id, picture);
  if (self->drawn.length > MAX_PICTURES)
    {
      Picture *last = g_queue_pop_tail_link (&self->drawn)->data;

      g_hash_table_remove (self->pictures, last->id);
    }
}

/* On the thread of the window. */
static gboolean
deliver (gpointer data)
{
  Request *request = data;
  g_autoptr (SketchThumbnails) self = NULL;

  if (request->queue->owner == NULL)
    return G_SOURCE_REMOVE;
  self = g_object_ref (request->queue->owner); /* a handler may let go of it */
  g_hash_table_remove (self->requests, request->id);
  add_picture (self, request->id, request->texture);
  g_signal_emit (self, signal_ready, 0, request->id);
  return G_SOURCE_REMOVE;
}

static void
request_picture (SketchThumbnails *self, TroveVersion *version, const char *id)
{
  Request *request = g_new0 (Request, 1);

  request->queue = g_atomic_rc_box_acquire (self->queue);
  request->id = g_strdup (id);
  request->version = g_object_ref (version);
  request->link.data = request;
  request->waits = TRUE;
  g_hash_table_insert (self->requests, request->id, request);
  g_mutex_lock (&self->queue->lock);
  g_queue_push_head_link (&self->queue->wanted, &request->link);
  g_mutex_unlock (&self->queue->lock);
  g_thread_pool_push (self->pool, g_atomic_rc_box_acquire (self->queue), NULL);
}

GdkTexture *
sketch_thumbnails_get (SketchThumbnails *self, TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version);
  Picture *picture = g_hash_table_lookup (self->pictures, id);

  if (picture == NULL)
    {
      if (!g_hash_table_contains (self->requests, id))
        request_picture (self, version, id);
      return NULL;
    }
  g_queue_unlink (&self->drawn, &picture->link);
  g_queue_push_head_link (&self->drawn, &picture->link);
  return picture->texture;
}

void
sketch_thumbnails_drop (SketchThumbnails *self, TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version);
  Request *request = g_hash_table_lookup (self->requests, id);

  if (request != NULL && take_back (request))
    {
      g_hash_table_remove (self->requests, id);
      request_free (request);
    }
}

/* A picture that is being drawn is not waited for. */
static void
sketch_thumbnails_finalize (GObject *object)
{
  SketchThumbnails *self = SKETCH_THUMBNAILS (object);
  GHashTableIter iter;
  gpointer request;

  self->queue->owner = NULL;
  g_hash_table_iter_init (&iter, self->requests);
  while (g_hash_table_iter_next (&iter, NULL, &request))
    if (take_back (request))
      {
        g_hash_table_iter_remove (&iter);
        request_free (request);
      }
  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->pictures);
  queue_unref (self->queue);
  G_OBJECT_CLASS (sketch_thumbnails_parent_class)->finalize (object);
}

static void
sketch_thumbnails_class_init (SketchThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sketch_thumbnails_finalize;
  signal_ready = g_signal_new ("ready", SKETCH_TYPE_THUMBNAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sketch_thumbnails_init (SketchThumbnails *self)
{
  self->queue = g_atomic_rc_box_new0 (Queue);
  g_mutex_init (&self->queue->lock);
  self->queue->owner = self;
  self->pool = g_thread_pool_new (work, NULL, 1, TRUE, NULL);
  self->requests = g_hash_table_new (g_str_hash, g_str_equal);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, picture_free);
}

SketchThumbnails *
sketch_thumbnails_new (int scale)
{
  SketchThumbnails *self = g_object_new (SKETCH_TYPE_THUMBNAILS, NULL);

  self->queue->scale = scale;
  return self;
}
