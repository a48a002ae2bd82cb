/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Picture: a deep copy of all objects of a version, of the classes of document-classes.h. It lasts longer than the version. Objects that
 * a commit would drop, since they have no owner, are left out, as well as the references to them. */

#pragma once

#include <trove-glib/trove-glib.h>

/* Properties with one value. Each value is a number: bits, an interned text, or a key. Those from LEFT on belong together; they are 0 in
 * objects that are no boxes. */
typedef enum
{
  PICTURE_X,
  PICTURE_LABEL,
  PICTURE_TARGET,
  PICTURE_LEFT,
  PICTURE_WIDTH,
  PICTURE_UNIT,
  PICTURE_ANCHOR,
  N_PICTURE_VALUES,
} PictureValue;

#define PICTURE_FIRST_TOGETHER PICTURE_LEFT

static inline gboolean
picture_is_reference (PictureValue value)
{
  return value == PICTURE_TARGET || value == PICTURE_ANCHOR;
}

typedef enum
{
  PICTURE_CHILDREN,
  PICTURE_LINKS,
  N_PICTURE_LISTS,
} PictureList;

extern const char *const picture_value_names[N_PICTURE_VALUES];
extern const char *const picture_list_names[N_PICTURE_LISTS];

typedef struct
{
  TroveKey key, owner;
  const char *property; /* interned: of the owner */
  guint64 values[N_PICTURE_VALUES];
  GArray *lists[N_PICTURE_LISTS]; /* TroveKey */
} PictureObject;

typedef struct
{
  TroveKey root;
  GPtrArray *objects; /* PictureObject, in the order of keys */
} Picture;

Picture *picture_new (TroveVersion *version);
void picture_free (Picture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

/* NULL: the object is not there. */
const PictureObject *picture_find (const Picture *self, TroveKey key);

static inline const PictureObject *
picture_nth (const Picture *self, guint i)
{
  return (const PictureObject *) g_ptr_array_index (self->objects, i);
}

gboolean picture_list_has (const PictureObject *object, PictureList list, TroveKey key);

/* TRUE if a list of references names an object twice. */
gboolean picture_repeats (const Picture *self);

/* All objects, to be freed. */
char *picture_text (const Picture *self);

/* The first difference, to be freed, or NULL. */
char *picture_compare (const Picture *a, const Picture *b);
