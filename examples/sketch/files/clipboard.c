/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying */

#include "files/clipboard.h"

#include <string.h>

#include "draw/geometry.h"
#include "draw/spatial-index.h"
#include "files/export.h"

/* Shapes of a version, from back to front: what pictures are made of. */
#define SKETCH_TYPE_COPY (sketch_copy_get_type ())
G_DECLARE_FINAL_TYPE (SketchCopy, sketch_copy, SKETCH, COPY, GObject)

struct _SketchCopy
{
  GObject parent_instance;
  TroveVersion *version;
  TroveKey *keys;
  gsize n;
};

G_DEFINE_FINAL_TYPE (SketchCopy, sketch_copy, G_TYPE_OBJECT)

static void
sketch_copy_finalize (GObject *object)
{
  SketchCopy *self = SKETCH_COPY (object);

  g_clear_object (&self->version);
  g_free (self->keys);
  G_OBJECT_CLASS (sketch_copy_parent_class)->finalize (object);
}

static void
sketch_copy_class_init (SketchCopyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sketch_copy_finalize;
}

static void
sketch_copy_init (SketchCopy *self)
{
}

static SketchCopy *
sketch_copy_new (TroveVersion *version, const TroveKey *keys, gsize n)
{
  SketchCopy *self = g_object_new (SKETCH_TYPE_COPY, NULL);

  self->version = g_object_ref (version);
  self->keys = g_memdup2 (keys, n * sizeof *keys);
  self->n = n;
  sketch_sort_by_order (version, self->keys, n);
  return self;
}

/* As bytes */

static GBytes *
make_bytes (const GValue *value, const char *content_type, GError **error)
{
  const SketchCopy *copy;

  if (G_VALUE_HOLDS (value, TROVE_TYPE_FRAGMENT))
    return trove_fragment_to_bytes (g_value_get_object (value), error);
  copy = g_value_get_object (value);
  return sketch_export_to_bytes (copy->version, copy->keys, copy->n, content_type, 1, error);
}

static void
was_written (GObject *stream, GAsyncResult *result, gpointer data)
{
  GdkContentSerializer *serializer = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (stream), result, NULL, &error))
    gdk_content_serializer_return_success (serializer);
  else
    gdk_content_serializer_return_error (serializer, error);
}

static void
serialize (GdkContentSerializer *serializer)
{
  GError *error = NULL;
  GBytes *bytes = make_bytes (gdk_content_serializer_get_value (serializer),
                              gdk_content_serializer_get_mime_type (serializer), &error);

  if (bytes == NULL)
    {
      gdk_content_serializer_return_error (serializer, error);
      return;
    }
  gdk_content_serializer_set_task_data (serializer, bytes, (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (
      gdk_content_serializer_get_output_stream (serializer), g_bytes_get_data (bytes, NULL),
      g_bytes_get_size (bytes), gdk_content_serializer_get_priority (serializer),
      gdk_content_serializer_get_cancellable (serializer), was_written, serializer);
}

void
sketch_clipboard_register (void)
{
  gdk_content_register_serializer (TROVE_TYPE_FRAGMENT, SKETCH_CONTENT_TYPE, serialize, NULL, NULL);
  gdk_content_register_serializer (SKETCH_TYPE_COPY, "image/svg+xml", serialize, NULL, NULL);
  gdk_content_register_serializer (SKETCH_TYPE_COPY, "image/png", serialize, NULL, NULL);
}

/* Texts, a line each */

static void
append_texts (TroveVersionReader *reader, TroveKey key, guint depth, GString *text)
{
  const SketchShapeData *shape = sketch_peek_shape (reader, key);
  const TroveKey *children;
  guint n;

  if (shape == NULL || depth > SKETCH_MAX_DEPTH)
    return;
  if (shape->kind == SKETCH_TEXT && shape->text != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", shape->text);
  for (guint i = 0; (children = trove_version_reader_peek_children (reader, key, "children", i, &n)) != NULL;
       i += n)
    for (guint j = 0; j < n; j++)
      append_texts (reader, children[j], depth + 1, text);
}

static char *
dup_texts (const SketchCopy *copy)
{
  g_autoptr (GString) text = g_string_new (NULL);
  TroveVersionReader reader;

  trove_version_reader_init (&reader, copy->version);
  for (gsize i = 0; i < copy->n; i++)
    append_texts (&reader, copy->keys[i], 0, text);
  return g_strdup (text->str);
}

GdkContentProvider *
sketch_clipboard_provider_new (TroveDocument *document, const TroveKey *keys, gsize n, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (document, error);
  g_autoptr (SketchCopy) copy = version != NULL ? sketch_copy_new (version, keys, n) : NULL;
  g_autoptr (TroveFragment) fragment = NULL;
  g_autofree char *text = NULL;
  GdkContentProvider *providers[3];

  if (copy != NULL)
    fragment = trove_fragment_new (version, copy->keys, n, error);
  if (fragment == NULL)
    return NULL;
  text = dup_texts (copy);
  providers[0] = gdk_content_provider_new_typed (TROVE_TYPE_FRAGMENT, fragment);
  providers[1] = gdk_content_provider_new_typed (SKETCH_TYPE_COPY, copy);
  providers[2] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  if (*text == '\0')
    g_object_unref (providers[2]);
  return gdk_content_provider_new_union (providers, *text != '\0' ? 3 : 2);
}
