/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "clipboard.h"

#include "shape.h"

/* A fragment as bytes */

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
  TroveFragment *fragment = g_value_get_object (gdk_content_serializer_get_value (serializer));
  GError *error = NULL;
  GBytes *bytes = trove_fragment_to_bytes (fragment, &error);
  gconstpointer data;
  gsize size;

  if (bytes == NULL)
    {
      gdk_content_serializer_return_error (serializer, error);
      return;
    }
  gdk_content_serializer_set_task_data (serializer, bytes, (GDestroyNotify) g_bytes_unref);
  data = g_bytes_get_data (bytes, &size);
  g_output_stream_write_all_async (gdk_content_serializer_get_output_stream (serializer), data, size,
                                   gdk_content_serializer_get_priority (serializer),
                                   gdk_content_serializer_get_cancellable (serializer), was_written,
                                   serializer);
}

/* Bytes as a fragment. They may come from any program: what is wrong with them is an error. */

static void
was_read (GObject *stream, GAsyncResult *result, gpointer data)
{
  GdkContentDeserializer *deserializer = data;
  TroveFragment *fragment = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (stream), result, &error) >= 0)
    {
      bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
      fragment = trove_fragment_new_from_bytes (bytes, &error);
    }
  if (fragment == NULL)
    {
      gdk_content_deserializer_return_error (deserializer, error);
      return;
    }
  g_value_take_object (gdk_content_deserializer_get_value (deserializer), fragment);
  gdk_content_deserializer_return_success (deserializer);
}

static void
deserialize (GdkContentDeserializer *deserializer)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_output_stream_splice_async (memory, gdk_content_deserializer_get_input_stream (deserializer),
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                gdk_content_deserializer_get_priority (deserializer),
                                gdk_content_deserializer_get_cancellable (deserializer), was_read,
                                deserializer);
}

void
clipboard_register (void)
{
  /* The classes are found by their names. */
  g_type_ensure (TYPE_PAGE);
  g_type_class_unref (g_type_class_ref (TYPE_SHAPE)); /* registers the functions for colors */
  gdk_content_register_serializer (TROVE_TYPE_FRAGMENT, CLIPBOARD_CONTENT_TYPE, serialize, NULL, NULL);
  gdk_content_register_deserializer (CLIPBOARD_CONTENT_TYPE, TROVE_TYPE_FRAGMENT, deserialize, NULL, NULL);
}

gboolean
clipboard_has_fragment (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  return gdk_content_formats_contain_gtype (formats, TROVE_TYPE_FRAGMENT) ||
         gdk_content_formats_contain_mime_type (formats, CLIPBOARD_CONTENT_TYPE);
}

GdkContentProvider *
clipboard_provider_new (TroveDocument *document, const TroveKey *keys, gsize n, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (document, error);
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  GdkContentProvider *providers[2];

  if (version != NULL)
    fragment = trove_fragment_new (version, keys, n, error);
  if (fragment == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s\n",
                            ((const ShapeData *) trove_version_peek (version, keys[i], NULL))->name);
  providers[0] = gdk_content_provider_new_typed (TROVE_TYPE_FRAGMENT, fragment);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, text->str);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}
