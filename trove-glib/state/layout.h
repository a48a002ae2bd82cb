/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layout: how the objects of a class are written in a file.
 *
 *   layout 3, "Shape"      x "d" │ label "ms" │ target "t" │ children
 *   row of an object       (12.5, 'a box', 7)
 *
 * A layout has all fields of a class, in the order of the class that has written it. A row is a tuple of the values of the fields
 * that have a type: those that are neither lists nor own an object. A reference is the key, 0: none.
 *
 * Layouts of a file are never changed. A class that gets or loses fields has another layout, and rows of the older one stay as they
 * are until their objects change. */

#pragma once

#include "class.h"

typedef struct
{
  const TroveClassField *field; /* of the class */
  const char *type; /* of the values in rows, interned; NULL: the field is a list or owns an object */
} TroveLayoutColumn;

typedef struct
{
  guint32 id; /* in the file, from 1 on */
  const TroveClass *klass;
  guint n_columns; /* fields */
  TroveLayoutColumn *columns;
  GVariantType *row_type; /* a tuple */
} TroveLayout;

/* The layout by which objects of a class are written: its fields in their order. */
TroveLayout *trove_layout_new (guint32 id, const TroveClass *klass);

/* A layout that was read. Takes over the columns. */
TroveLayout *trove_layout_new_for_columns (guint32 id, const TroveClass *klass, TroveLayoutColumn *columns,
                                           guint n_columns);
void trove_layout_free (TroveLayout *self);

/* The layouts of a file. */
typedef struct
{
  GPtrArray *by_id;     /* TroveLayout, owned; NULL: no layout has the id */
  GHashTable *by_class; /* const TroveClass → TroveLayout: the one by which objects of the class are written */
} TroveLayouts;

void trove_layouts_init (TroveLayouts *self);
void trove_layouts_clear (TroveLayouts *self);

/* Adds a layout, which is taken over. is_current: objects of the class are written by it. Its id is free. */
void trove_layouts_add (TroveLayouts *self, TroveLayout *layout, gboolean is_current);

/* NULL: there is none. */
const TroveLayout *trove_layouts_get (const TroveLayouts *self, guint32 id);

/* The layout by which objects of a class are written; one with the next id is made where there is none. */
const TroveLayout *trove_layouts_for_class (TroveLayouts *self, const TroveClass *klass);
