/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "picture.h"

#include "document-classes.h"

#include <string.h>

const char *const picture_value_names[] = { "x", "label", "target", "left", "width", "unit", "anchor" };
const char *const picture_list_names[] = { "children", "links" };

/* Finding */

const PictureObject *
picture_find (const Picture *self, TroveKey key)
{
  guint from = 0, to = self->objects->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (picture_nth (self, middle)->key < key)
        from = middle + 1;
      else
        to = middle;
    }
  return from < self->objects->len && picture_nth (self, from)->key == key ? picture_nth (self, from) : NULL;
}

/* Making */

static GArray *
copy_list (TroveVersion *version, TroveKey key, const char *name)
{
  guint n = trove_version_get_n_children (version, key, name);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  g_array_set_size (list, n);
  if (n > 0)
    g_assert_cmpuint (trove_version_get_children (version, key, name, 0, (TroveKey *) list->data, n), ==, n);
  return list;
}

static void
object_free (gpointer data)
{
  PictureObject *self = data;

  for (guint i = 0; i < N_PICTURE_LISTS; i++)
    g_array_unref (self->lists[i]);
  g_free (self);
}

static void
read_box (PictureObject *self, const BoxData *data)
{
  memcpy (&self->values[PICTURE_LEFT], &data->left, sizeof data->left);
  memcpy (&self->values[PICTURE_WIDTH], &data->width, sizeof data->width);
  self->values[PICTURE_ANCHOR] = data->anchor;
  self->values[PICTURE_UNIT] = (guint64) (guintptr) g_intern_string (data->unit);
}

static PictureObject *
object_new (TroveVersion *version, TroveKey key)
{
  GType type = G_TYPE_INVALID;
  const NodeData *data = trove_version_peek (version, key, &type);
  PictureObject *self = g_new0 (PictureObject, 1);
  const char *property = NULL;
  guint position;

  self->key = key;
  self->owner = trove_version_get_owner (version, key, &property, &position);
  self->property = g_intern_string (property);
  memcpy (&self->values[PICTURE_X], &data->x, sizeof data->x);
  self->values[PICTURE_LABEL] = (guint64) (guintptr) g_intern_string (data->label);
  self->values[PICTURE_TARGET] = data->target;
  if (type == TEST_TYPE_BOX)
    read_box (self, (const BoxData *) data);
  for (guint i = 0; i < N_PICTURE_LISTS; i++)
    self->lists[i] = copy_list (version, key, picture_list_names[i]);
  return self;
}

/* Dropping */

static gboolean
is_owned (const Picture *self, const PictureObject *object)
{
  while (object->key != self->root && object->owner != 0)
    object = picture_find (self, object->owner);
  return object->key == self->root;
}

static void
forget_references (const Picture *self, PictureObject *object)
{
  GArray *links = object->lists[PICTURE_LINKS];

  for (guint value = 0; value < N_PICTURE_VALUES; value++)
    if (picture_is_reference ((PictureValue) value) && picture_find (self, object->values[value]) == NULL)
      object->values[value] = 0;
  for (guint i = links->len; i-- > 0;)
    if (picture_find (self, g_array_index (links, TroveKey, i)) == NULL)
      g_array_remove_index (links, i);
}

static void
drop_ownerless (Picture *self)
{
  g_autoptr (GPtrArray) all = self->objects;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (object_free);
  GPtrArray *owned = g_ptr_array_new_with_free_func (object_free);

  for (guint i = 0; i < all->len; i++)
    if (is_owned (self, all->pdata[i]))
      g_ptr_array_add (owned, all->pdata[i]);
    else
      g_ptr_array_add (gone, all->pdata[i]);
  self->objects = owned;
  for (guint i = 0; i < owned->len; i++)
    forget_references (self, owned->pdata[i]);
}

Picture *
picture_new (TroveVersion *version)
{
  Picture *self = g_new0 (Picture, 1);

  self->root = trove_version_get_root_key (version);
  self->objects = g_ptr_array_new ();
  for (TroveKey key = trove_version_get_next_key (version, 0); key != 0;
       key = trove_version_get_next_key (version, key))
    g_ptr_array_add (self->objects, object_new (version, key));
  g_assert_cmpuint (self->objects->len, ==, trove_version_get_n_objects (version));
  drop_ownerless (self);
  return self;
}

void
picture_free (Picture *self)
{
  g_ptr_array_unref (self->objects);
  g_free (self);
}

/* Reading */

static guint
count (const GArray *list, TroveKey key)
{
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    n += g_array_index (list, TroveKey, i) == key;
  return n;
}

gboolean
picture_list_has (const PictureObject *object, PictureList list, TroveKey key)
{
  return count (object->lists[list], key) > 0;
}

gboolean
picture_repeats (const Picture *self)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      const GArray *links = picture_nth (self, i)->lists[PICTURE_LINKS];

      for (guint j = 0; j < links->len; j++)
        if (count (links, g_array_index (links, TroveKey, j)) > 1)
          return TRUE;
    }
  return FALSE;
}

char *
picture_text (const Picture *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->objects->len; i++)
    {
      const PictureObject *object = picture_nth (self, i);

      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT, i > 0 ? "; " : "",
                              object->key, object->property, object->owner);
      for (guint list = 0; list < N_PICTURE_LISTS; list++)
        for (guint j = 0; j < object->lists[list]->len; j++)
          g_string_append_printf (text, "%s%" G_GUINT64_FORMAT,
                                  j > 0     ? " " :
                                  list == 0 ? " has " :
                                              " links ",
                                  g_array_index (object->lists[list], TroveKey, j));
      if (object->values[PICTURE_TARGET] != 0)
        g_string_append_printf (text, " target %" G_GUINT64_FORMAT, object->values[PICTURE_TARGET]);
    }
  return g_string_free (text, FALSE);
}

/* Comparing */

static gboolean
lists_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (TroveKey)) == 0);
}

/* The name of a property that differs, or NULL. */
static const char *
compare_objects (const PictureObject *a, const PictureObject *b)
{
  if (a->owner != b->owner || a->property != b->property)
    return "owner";
  for (guint i = 0; i < N_PICTURE_VALUES; i++)
    if (a->values[i] != b->values[i])
      return picture_value_names[i];
  for (guint i = 0; i < N_PICTURE_LISTS; i++)
    if (!lists_equal (a->lists[i], b->lists[i]))
      return picture_list_names[i];
  return NULL;
}

char *
picture_compare (const Picture *a, const Picture *b)
{
  for (guint i = 0; i < MIN (a->objects->len, b->objects->len); i++)
    {
      const PictureObject *x = picture_nth (a, i), *y = picture_nth (b, i);
      const char *name;

      if (x->key != y->key)
        return g_strdup_printf ("object %" G_GUINT64_FORMAT " is in one alone", MIN (x->key, y->key));
      name = compare_objects (x, y);
      if (name != NULL)
        return g_strdup_printf ("\"%s\" of object %" G_GUINT64_FORMAT " differs", name, x->key);
    }
  if (a->objects->len != b->objects->len)
    return g_strdup_printf ("%u objects, not %u", a->objects->len, b->objects->len);
  return NULL;
}
