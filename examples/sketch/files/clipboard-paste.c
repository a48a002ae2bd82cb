/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pasting */

#include "draw/geometry.h"
#include "files/clipboard.h"
#include "files/svg-thread.h"

static const char *content_types[] = { SKETCH_CONTENT_TYPE, "image/svg+xml", NULL };

struct _SketchPaste
{
  TroveFragment *fragment; /* NULL: there is a picture */
  SketchSvgPicture *picture;
};

void
sketch_paste_free (SketchPaste *self)
{
  g_clear_object (&self->fragment);
  g_clear_pointer (&self->picture, sketch_svg_picture_free);
  g_free (self);
}

/* Moving */

static gboolean
move (TroveDocument *document, TroveKey key, double dx, double dy, guint depth, GError **error)
{
  const SketchShapeData *shape = trove_document_peek (document, key, NULL);
  SketchShapeData moved = *shape;

  moved.x += dx;
  moved.y += dy;
  if (!trove_document_set (document, key, &moved, error))
    return FALSE;
  for (guint i = 0; depth < SKETCH_MAX_DEPTH; i++)
    {
      TroveKey child;

      if (trove_document_get_children (document, key, "children", i, &child, 1) == 0)
        break;
      if (!move (document, child, dx, dy, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
move_all (TroveDocument *document, GArray *keys, double dx, double dy, GError **error)
{
  for (guint i = 0; i < keys->len; i++)
    if (!move (document, g_array_index (keys, TroveKey, i), dx, dy, 0, error))
      return FALSE;
  return TRUE;
}

/* Inserting */

static GArray *
insert_fragment (TroveFragment *fragment, TroveDocument *document, TroveKey layer, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  g_array_set_size (keys, trove_fragment_get_n_roots (fragment));
  if (!trove_fragment_insert_by_key (fragment, document, layer, "shapes", G_MAXUINT, (TroveKey *) keys->data,
                                     error))
    return NULL;
  return g_steal_pointer (&keys);
}

GArray *
sketch_paste_insert (SketchPaste *self, TroveDocument *document, TroveKey layer, double dx, double dy,
                     GError **error)
{
  g_autoptr (GArray) keys = NULL;

  if (self->fragment != NULL)
    keys = insert_fragment (self->fragment, document, layer, error);
  else
    sketch_svg_picture_add (self->picture, document, layer, &keys, error);
  if (keys == NULL)
    return NULL;
  if (move_all (document, keys, dx, dy, error))
    return g_steal_pointer (&keys);
  for (guint i = 0; i < keys->len; i++)
    trove_document_remove (document, g_array_index (keys, TroveKey, i), NULL);
  return NULL;
}

/* Reading */

/* Takes over what it gets. */
static void
return_paste (GTask *task, TroveFragment *fragment, SketchSvgPicture *picture)
{
  SketchPaste *self = g_new (SketchPaste, 1);

  *self = (SketchPaste){ fragment, picture };
  g_task_return_pointer (task, self, (GDestroyNotify) sketch_paste_free);
}

/* The task's data are the bytes. */
static void
read_svg_in_thread (GTask *task, gpointer clipboard, gpointer svg, GCancellable *cancellable)
{
  GError *error = NULL;
  SketchSvgPicture *picture = sketch_svg_picture_new ("Clipboard", g_bytes_get_data (svg, NULL),
                                                      g_bytes_get_size (svg), cancellable, &error);

  if (picture != NULL)
    return_paste (task, NULL, picture);
  else
    g_task_return_error (task, error);
}

static void
read_fragment (GTask *task, GBytes *bytes)
{
  GError *error = NULL;
  TroveFragment *fragment = trove_fragment_new_from_bytes (bytes, &error);

  if (fragment != NULL)
    return_paste (task, fragment, NULL);
  else
    g_task_return_error (task, error);
}

static void
was_read (GObject *memory, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *content_type = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, &error) < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  if (g_str_equal (content_type, SKETCH_CONTENT_TYPE))
    read_fragment (task, bytes);
  else
    {
      g_task_set_task_data (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
      sketch_svg_run_in_thread (task, read_svg_in_thread);
    }
}

static void
was_opened (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
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
  g_task_set_task_data (task, g_strdup (content_type), g_free);
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

typedef struct
{
  GdkContentFormats *formats; /* those of other contents are another object */
  guint n;
} Pastes;

static void
free_pastes (gpointer data)
{
  Pastes *pastes = data;

  gdk_content_formats_unref (pastes->formats);
  g_free (pastes);
}

guint
sketch_clipboard_count_paste (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  Pastes *pastes = g_object_get_data (G_OBJECT (clipboard), "sketch-pastes");

  if (pastes == NULL || pastes->formats != formats)
    {
      pastes = g_new (Pastes, 1);
      *pastes = (Pastes){ gdk_content_formats_ref (formats), 0 };
      g_object_set_data_full (G_OBJECT (clipboard), "sketch-pastes", pastes, free_pastes);
    }
  return ++pastes->n;
}

void
sketch_clipboard_read_async (GdkClipboard *clipboard, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (clipboard, NULL, callback, data);
  TroveFragment *fragment = dup_own_fragment (clipboard);

  if (fragment != NULL)
    return_paste (task, fragment, NULL);
  else if (sketch_clipboard_has_shapes (clipboard))
    gdk_clipboard_read_async (clipboard, content_types, G_PRIORITY_DEFAULT, NULL, was_opened,
                              g_steal_pointer (&task));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There are no shapes on the clipboard");
}

SketchPaste *
sketch_clipboard_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
