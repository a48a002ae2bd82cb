/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pasting */

#include "draw/geometry.h"
#include "files/clipboard.h"
#include "files/svg-import.h"

static const char *content_types[] = { SKETCH_CONTENT_TYPE, "image/svg+xml", NULL };

/* What a task has. */
typedef struct
{
  TroveDocument *document;
  TroveKey layer;
  double dx, dy;
  char *content_type; /* of the bytes that are read */
} Paste;

static void
paste_free (gpointer data)
{
  Paste *self = data;

  g_object_unref (self->document);
  g_free (self->content_type);
  g_free (self);
}

/* Moving */

static gboolean
move (const Paste *self, TroveKey key, guint depth, GError **error)
{
  const SketchShapeData *shape = trove_document_peek (self->document, key, NULL);
  SketchShapeData moved = *shape;

  moved.x += self->dx;
  moved.y += self->dy;
  if (!trove_document_set (self->document, key, &moved, error))
    return FALSE;
  for (guint i = 0; depth < SKETCH_MAX_DEPTH; i++)
    {
      TroveKey child;

      if (trove_document_get_children (self->document, key, "children", i, &child, 1) == 0)
        break;
      if (!move (self, child, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
move_all (const Paste *self, GArray *keys, GError **error)
{
  for (guint i = 0; i < keys->len; i++)
    if (!move (self, g_array_index (keys, TroveKey, i), 0, error))
      return FALSE;
  return TRUE;
}

/* Inserting */

static GArray *
insert_fragment (const Paste *self, TroveFragment *fragment, GError **error)
{
  const guint n = fragment != NULL ? trove_fragment_get_n_roots (fragment) : 0;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  if (fragment == NULL)
    return NULL;
  g_array_set_size (keys, n);
  if (!trove_fragment_insert_by_key (fragment, self->document, self->layer, "shapes", G_MAXUINT,
                                     (TroveKey *) keys->data, error))
    return NULL;
  return g_steal_pointer (&keys);
}

static GArray *
insert_bytes (const Paste *self, GBytes *bytes, GError **error)
{
  GArray *keys = NULL;

  if (g_str_equal (self->content_type, SKETCH_CONTENT_TYPE))
    {
      g_autoptr (TroveFragment) fragment = trove_fragment_new_from_bytes (bytes, error);

      return insert_fragment (self, fragment, error);
    }
  sketch_import_svg_data (self->document, self->layer, "Clipboard", g_bytes_get_data (bytes, NULL),
                          g_bytes_get_size (bytes), &keys, NULL, error);
  return keys;
}

/* Ends a task: with the keys of what was inserted, or with an error. */
static void
finish (GTask *task, GArray *keys, GError *error)
{
  const Paste *self = g_task_get_task_data (task);

  if (keys != NULL && move_all (self, keys, &error))
    {
      g_task_return_pointer (task, keys, (GDestroyNotify) g_array_unref);
      return;
    }
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    trove_document_remove (self->document, g_array_index (keys, TroveKey, i), NULL);
  g_clear_pointer (&keys, g_array_unref);
  g_task_return_error (task, error);
}

/* Reading */

static void
was_read (GObject *memory, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GBytes) bytes = NULL;
  GArray *keys = NULL;
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, &error) >= 0)
    {
      bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
      keys = insert_bytes (g_task_get_task_data (task), bytes, &error);
    }
  finish (task, keys, error);
}

static void
was_opened (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Paste *self = g_task_get_task_data (task);
  g_autoptr (GOutputStream) memory = NULL;
  g_autoptr (GInputStream) stream = NULL;
  const char *content_type;
  GError *error = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (clipboard), result, &content_type, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->content_type = g_strdup (content_type);
  memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, was_read, g_steal_pointer (&task));
}

/* The fragment that this program has copied, which needs no bytes. */
static TroveFragment *
dup_own_fragment (GdkClipboard *clipboard)
{
  GdkContentProvider *provider = gdk_clipboard_get_content (clipboard);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, TROVE_TYPE_FRAGMENT);
  if (provider == NULL || !gdk_content_provider_get_value (provider, &value, NULL))
    return NULL;
  return g_value_dup_object (&value);
}

gboolean
sketch_clipboard_has_shapes (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  return gdk_content_formats_contain_gtype (formats, TROVE_TYPE_FRAGMENT) ||
         gdk_content_formats_contain_mime_type (formats, content_types[0]) ||
         gdk_content_formats_contain_mime_type (formats, content_types[1]);
}

void
sketch_clipboard_paste_async (GdkClipboard *clipboard, TroveDocument *document, TroveKey layer, double dx,
                              double dy, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (clipboard, NULL, callback, data);
  Paste *self = g_new0 (Paste, 1);
  g_autoptr (TroveFragment) fragment = dup_own_fragment (clipboard);
  GArray *keys;
  GError *error = NULL;

  *self = (Paste){ g_object_ref (document), layer, dx, dy, NULL };
  g_task_set_task_data (task, self, paste_free);
  if (fragment != NULL)
    {
      keys = insert_fragment (self, fragment, &error);
      finish (task, keys, error);
    }
  else if (sketch_clipboard_has_shapes (clipboard))
    gdk_clipboard_read_async (clipboard, content_types, G_PRIORITY_DEFAULT, NULL, was_opened,
                              g_steal_pointer (&task));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There are no shapes on the clipboard");
}

GArray *
sketch_clipboard_paste_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
