/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-import.h"

#include <string.h>

#include "files/svg-shape.h"
#include "files/svg-text.h"

#define MAX_BYTES (64 * 1024 * 1024) /* of a file */

struct _SketchSvgPicture
{
  GPtrArray *shapes;
  guint n_left_out;
};

/* Reading elements */

static void read_element (SketchSvgDocument *document, xmlNode *node, const SketchSvgElement *parent,
                          GPtrArray *shapes);

static void
add_shape (GPtrArray *shapes, SketchSvgShape *shape)
{
  if (shape != NULL)
    g_ptr_array_add (shapes, shape);
}

static GPtrArray *
new_shapes (void)
{
  return g_ptr_array_new_with_free_func (sketch_svg_shape_free);
}

static void
read_group (const SketchSvgElement *element, GPtrArray *shapes)
{
  GPtrArray *children = new_shapes ();

  for (xmlNode *node = element->node->children; node != NULL && element->document->error == NULL;
       node = node->next)
    read_element (element->document, node, element, children);
  add_shape (shapes, sketch_svg_shape_new_group (children, element->style.opacity));
}

/* The first child that is drawn. */
static void
read_switch (const SketchSvgElement *element, GPtrArray *shapes)
{
  GPtrArray *children = new_shapes ();

  for (xmlNode *node = element->node->children; node != NULL && children->len == 0; node = node->next)
    read_element (element->document, node, element, children);
  add_shape (shapes, sketch_svg_shape_new_group (children, element->style.opacity));
}

static void
read_viewport (SketchSvgElement *element, GPtrArray *shapes)
{
  sketch_svg_element_set_viewport (element);
  if (element->document->error == NULL)
    read_group (element, shapes);
}

/* The size of a use is that of what is used. */
static void
copy_property (const SketchSvgElement *from, SketchSvgElement *to, const char *name)
{
  const char *value = sketch_svg_element_get (from, name);

  if (value != NULL)
    g_hash_table_insert (to->properties, g_strdup (name), g_strdup (value));
}

static void
read_used_viewport (const SketchSvgElement *use, xmlNode *node, GPtrArray *shapes)
{
  g_auto (SketchSvgElement) element = { NULL };

  sketch_svg_element_init (&element, use->document, node, use);
  if (element.document->error != NULL || !element.style.displayed)
    return;
  copy_property (use, &element, "width");
  copy_property (use, &element, "height");
  read_viewport (&element, shapes);
}

static void
read_use (SketchSvgElement *element, GPtrArray *shapes)
{
  const char *reference = sketch_svg_element_get (element, "href");
  xmlNode *node = reference != NULL ? sketch_svg_document_find (element->document, reference) : NULL;
  const char *name = sketch_svg_get_element_name (node);
  GPtrArray *children;

  if (name == NULL)
    {
      element->document->n_left_out++;
      return;
    }
  children = new_shapes ();
  cairo_matrix_translate (&element->matrix, sketch_svg_element_get_length (element, "x", SKETCH_SVG_WIDTH, 0),
                          sketch_svg_element_get_length (element, "y", SKETCH_SVG_HEIGHT, 0));
  if (strcmp (name, "symbol") == 0 || strcmp (name, "svg") == 0)
    read_used_viewport (element, node, children);
  else
    read_element (element->document, node, element, children);
  add_shape (shapes, sketch_svg_shape_new_group (children, element->style.opacity));
}

/* Elements that are drawn by others alone, or not at all. */
static gboolean
is_silent (const char *name)
{
  static const char *const names[] = {
    "clipPath", "defs",    "desc",           "filter",    "linearGradient", "marker", "mask",
    "metadata", "pattern", "radialGradient", "script",    "style",          "symbol", "title",
    "view",     "cursor",  "font",           "font-face", "solidColor",     NULL,
  };

  return g_strv_contains (names, name);
}

static void
read_by_name (SketchSvgElement *element, const char *name, GPtrArray *shapes)
{
  if (sketch_svg_shape_is_known (name))
    add_shape (shapes, sketch_svg_shape_new (element, name));
  else if (strcmp (name, "g") == 0 || strcmp (name, "a") == 0)
    read_group (element, shapes);
  else if (strcmp (name, "text") == 0)
    sketch_svg_read_text (element, shapes);
  else if (strcmp (name, "use") == 0)
    read_use (element, shapes);
  else if (strcmp (name, "svg") == 0)
    read_viewport (element, shapes);
  else if (strcmp (name, "switch") == 0)
    read_switch (element, shapes);
  else
    element->document->n_left_out++;
}

static void
read_element (SketchSvgDocument *document, xmlNode *node, const SketchSvgElement *parent, GPtrArray *shapes)
{
  const char *name = sketch_svg_get_element_name (node);
  g_auto (SketchSvgElement) element = { NULL };

  if (name == NULL || is_silent (name))
    return;
  sketch_svg_element_init (&element, document, node, parent);
  if (document->error == NULL && element.style.displayed)
    read_by_name (&element, name, shapes);
}

/* The shapes of the root, which is a group only if it has to be blended as one. */
static GPtrArray *
read_shapes (SketchSvgDocument *document, GError **error)
{
  g_autoptr (GPtrArray) shapes = new_shapes ();

  read_element (document, xmlDocGetRootElement (document->xml), NULL, shapes);
  if (document->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&document->error));
      return NULL;
    }
  if (shapes->len == 1)
    {
      SketchSvgShape *root = shapes->pdata[0];

      if (root->children != NULL && root->data.opacity == 1)
        return g_ptr_array_ref (root->children);
    }
  return g_steal_pointer (&shapes);
}

/* Adding them */

/* keys: of those that were added, if not NULL. */
static gboolean
add_shapes (TroveDocument *document, TroveKey owner, const char *list, GPtrArray *shapes, GArray *keys,
            GError **error)
{
  for (guint i = 0; i < shapes->len; i++)
    {
      const SketchSvgShape *shape = shapes->pdata[i];
      TroveKey key;

      if (!trove_document_add (document, SKETCH_TYPE_SHAPE, &shape->data, owner, list, G_MAXUINT, &key,
                               error))
        return FALSE;
      if (keys != NULL)
        g_array_append_val (keys, key);
      if (shape->children != NULL && !add_shapes (document, key, "children", shape->children, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sketch_svg_picture_add (const SketchSvgPicture *self, TroveDocument *document, TroveKey layer, GArray **keys,
                        GError **error)
{
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  if (add_shapes (document, layer, "shapes", self->shapes, added, error))
    {
      if (keys != NULL)
        *keys = g_steal_pointer (&added);
      return TRUE;
    }
  for (guint i = 0; i < added->len; i++)
    trove_document_remove (document, g_array_index (added, TroveKey, i), NULL);
  return FALSE;
}

/* Pictures */

static gboolean
check_length (const char *name, guint64 length, GError **error)
{
  if (length <= MAX_BYTES)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s: the file is larger than %d MB", name,
               MAX_BYTES / 1024 / 1024);
  return FALSE;
}

SketchSvgPicture *
sketch_svg_picture_new (const char *name, const char *data, gsize length, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (SketchSvgDocument) svg = NULL;
  g_autoptr (GPtrArray) shapes = NULL;
  SketchSvgPicture *self;

  if (!check_length (name, length, error))
    return NULL;
  svg = sketch_svg_document_new (name, data, length, cancellable, error);
  shapes = svg != NULL ? read_shapes (svg, error) : NULL;
  if (shapes == NULL)
    return NULL;
  self = g_new (SketchSvgPicture, 1);
  *self = (SketchSvgPicture){ g_steal_pointer (&shapes), svg->n_left_out };
  return self;
}

void
sketch_svg_picture_free (SketchSvgPicture *self)
{
  g_ptr_array_unref (self->shapes);
  g_free (self);
}

guint
sketch_svg_picture_get_n_left_out (const SketchSvgPicture *self)
{
  return self->n_left_out;
}

/* A device may have no end. */
static gboolean
check_size (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s: this is no file", name);
      return FALSE;
    }
  return check_length (name, (guint64) g_file_info_get_size (info), error);
}

SketchSvgPicture *
sketch_svg_picture_read (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *data = NULL;
  gsize length;

  if (!check_size (file, name, cancellable, error) ||
      !g_file_load_contents (file, cancellable, &data, &length, NULL, error))
    return NULL;
  return sketch_svg_picture_new (name, data, length, cancellable, error);
}

/* Takes the picture, which may be NULL. */
static gboolean
import_picture (SketchSvgPicture *picture, TroveDocument *document, TroveKey layer, GArray **keys,
                guint *n_left_out, GError **error)
{
  g_autoptr (SketchSvgPicture) self = picture;

  if (self == NULL || !sketch_svg_picture_add (self, document, layer, keys, error))
    return FALSE;
  if (n_left_out != NULL)
    *n_left_out = self->n_left_out;
  return TRUE;
}

gboolean
sketch_import_svg_data (TroveDocument *document, TroveKey layer, const char *name, const char *data,
                        gsize length, GArray **keys, guint *n_left_out, GError **error)
{
  return import_picture (sketch_svg_picture_new (name, data, length, NULL, error), document, layer, keys,
                         n_left_out, error);
}

gboolean
sketch_import_svg (TroveDocument *document, TroveKey layer, GFile *file, GArray **keys, guint *n_left_out,
                   GError **error)
{
  return import_picture (sketch_svg_picture_read (file, NULL, error), document, layer, keys, n_left_out,
                         error);
}
