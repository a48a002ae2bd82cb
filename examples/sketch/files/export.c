/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/export.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "draw/painter.h"
#include "files/svg-export.h"

#define MARGIN 8.0
#define MAX_PIXELS 32767 /* of a side, in Cairo */

/* Top-level shapes, and the box of the drawing that they are in. */
typedef struct
{
  TroveVersion *version;
  const TroveKey *keys;
  gsize n;
  cairo_rectangle_t box;
  double scale;
} Picture;

typedef GBytes *(*Writer) (const Picture *picture, GError **error);

static cairo_status_t
append (void *bytes, const guchar *data, guint length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
take_bytes (GByteArray *bytes, cairo_status_t status, GError **error)
{
  g_autoptr (GBytes) result = g_byte_array_free_to_bytes (bytes);

  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&result);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The picture cannot be drawn: %s",
               cairo_status_to_string (status));
  return NULL;
}

static cairo_status_t
draw (const Picture *picture, cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, picture->scale, picture->scale);
  cairo_translate (cr, -picture->box.x, -picture->box.y);
  sketch_paint_shapes (cr, picture->version, picture->keys, picture->n);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static GBytes *
write_svg (const Picture *picture, GError **error)
{
  return sketch_svg_export (picture->version, picture->keys, picture->n, &picture->box);
}

static GBytes *
write_pdf (const Picture *picture, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (append, bytes, picture->box.width, picture->box.height);
  cairo_status_t status = draw (picture, surface);

  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return take_bytes (bytes, status, error);
}

static GBytes *
write_png (const Picture *picture, GError **error)
{
  const double width = ceil (picture->box.width * picture->scale);
  const double height = ceil (picture->box.height * picture->scale);
  GByteArray *bytes;
  cairo_surface_t *surface;
  cairo_status_t status;

  if (width > MAX_PIXELS || height > MAX_PIXELS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The picture would have %.0f × %.0f pixels, and a side may have %d at most", width, height,
                   MAX_PIXELS);
      return NULL;
    }
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  status = draw (picture, surface);
  bytes = g_byte_array_new ();
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_destroy (surface);
  return take_bytes (bytes, status, error);
}

static const struct
{
  const char *suffix, *content_type;
  Writer write;
} formats[] = { { ".svg", "image/svg+xml", write_svg },
                { ".pdf", "application/pdf", write_pdf },
                { ".png", "image/png", write_png } };

static Writer
find_writer (const char *content_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].content_type, content_type) == 0)
      return formats[i].write;
  g_return_val_if_reached (NULL);
}

/* The content type of a name's suffix. */
static const char *
find_content_type (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  const char *suffix = name != NULL ? strrchr (name, '.') : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (suffix != NULL && g_ascii_strcasecmp (suffix, formats[i].suffix) == 0)
      return formats[i].content_type;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "“%s” has no known format: its name must end with .svg, .pdf or .png", name);
  return NULL;
}

static void
grow_to_units (cairo_rectangle_t *box, double margin)
{
  const double x = floor (box->x - margin), y = floor (box->y - margin);

  box->width = MAX (ceil (box->x + box->width + margin) - x, 1);
  box->height = MAX (ceil (box->y + box->height + margin) - y, 1);
  box->x = x;
  box->y = y;
}

static void
append_key (TroveVersionReader *reader, TroveKey key, gpointer keys)
{
  g_array_append_val ((GArray *) keys, key);
}

GBytes *
sketch_export_to_bytes (TroveVersion *version, const TroveKey *keys, gsize n, const char *content_type,
                        double scale, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  Picture picture = { .version = version, .keys = keys, .n = n, .scale = 1 };
  Writer write = find_writer (content_type);

  if (keys == NULL)
    {
      sketch_foreach_shape (version, append_key, all);
      picture.keys = (const TroveKey *) all->data;
      picture.n = all->len;
    }
  if (!sketch_get_bounds_of (version, picture.keys, picture.n, &picture.box))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "There is nothing to export: the drawing has no visible shape");
      return NULL;
    }
  grow_to_units (&picture.box, keys == NULL ? MARGIN : 0);
  if (write == write_png)
    picture.scale = scale;
  return write (&picture, error);
}

/* Writes beside the file, and puts that in its place if all is written. A stream that is closed by a cancelled call does not. */
static gboolean
write_file (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  g_autoptr (GCancellable) cancelled = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (stream == NULL)
    return FALSE;
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, size, NULL, cancellable, error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
  cancelled = g_cancellable_new ();
  g_cancellable_cancel (cancelled);
  g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
  return FALSE;
}

static gboolean
export_to_file (TroveVersion *version, GFile *file, double scale, GCancellable *cancellable, GError **error)
{
  const char *content_type = find_content_type (file, error);
  g_autoptr (GBytes) bytes = NULL;

  if (content_type == NULL)
    return FALSE;
  bytes = sketch_export_to_bytes (version, NULL, 0, content_type, scale, error);
  return bytes != NULL && write_file (file, bytes, cancellable, error);
}

gboolean
sketch_export (TroveVersion *version, GFile *file, double scale, GError **error)
{
  g_return_val_if_fail (scale > 0, FALSE);

  return export_to_file (version, file, scale, NULL, error);
}

/* On another thread */

typedef struct
{
  GFile *file;
  double scale;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->file);
  g_free (self);
}

/* The source object is the version. */
static void
export_in_thread (GTask *task, gpointer version, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;

  if (export_to_file (version, request->file, request->scale, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
sketch_export_async (TroveVersion *version, GFile *file, double scale, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Request *request;

  g_return_if_fail (scale > 0);

  task = g_task_new (version, cancellable, callback, data);
  request = g_new0 (Request, 1);
  request->file = g_object_ref (file);
  request->scale = scale;
  g_task_set_source_tag (task, sketch_export_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, export_in_thread);
}

gboolean
sketch_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
