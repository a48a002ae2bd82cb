/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Row layout: how the objects of a class are written in a file.
 *
 *   layout 3, "Shape"      x "d" │ label "ms" │ target "t" │ children
 *   row of an object       (12.5, 'a box', 7)
 *
 * A layout has all fields of a class, in the order of the class that has written it. A row is a tuple of the values of the fields
 * that have a type: those that are neither lists nor own an object. A reference is the key, 0: none.
 *
 * All layouts of a type have one class, since the objects of a type that were written by several layouts may be one object at
 * several times. That class has the fields of all of them.
 *
 * Layouts of a file are never changed. A class that gets or loses fields has another layout, and rows of the older one stay as they
 * are until their objects change. */

#pragma once

#include "class.h"

/* How the values of a column are read and written. */
typedef enum
{
  TROVE_ROW_NONE, /* a list, or a field that owns an object: it is not in rows */
  TROVE_ROW_NUMBER,
  TROVE_ROW_KEY,
  TROVE_ROW_STRING,
  TROVE_ROW_OTHER,
} TroveRowForm;

typedef struct
{
  const TroveClassField *field; /* of the class; in one column at most */
  const char *type; /* of the values in rows, interned; NULL: the field is a list or owns an object */

  /* The layout fills these in. */
  TroveRowForm form;
  guint8 alignment;  /* of the values: 1, 2, 4 or 8 */
  gboolean is_fixed; /* all values have as many bytes */
} TroveRowColumn;

typedef struct
{
  guint32 id; /* in the file, from 1 on */
  const TroveClass *klass;
  const TroveClass
      *upgraded; /* klass; or the class with the same fields, of the program's version where that is later */
  guint n_columns; /* fields */
  TroveRowColumn *columns;
  GVariantType *row_type; /* a tuple */
  guint n_ends;           /* members of the tuple that have no fixed size and are not the last one */
  guint last;             /* the column of the last member; n_columns: there is none */
  GPtrArray *absent;      /* const TroveClassField: fields with a value for which there is no column */
  guint schema_version;   /* of the class; 0: none */
} TroveRowLayout;

/* The layout by which objects of a class are written: its fields in their order. */
TroveRowLayout *trove_row_layout_new (guint32 id, const TroveClass *klass);

/* A layout that was read. Takes over the columns. */
TroveRowLayout *trove_row_layout_new_for_columns (guint32 id, const TroveClass *klass,
                                                  TroveRowColumn *columns, guint n_columns);
void trove_row_layout_free (TroveRowLayout *self);

/* The index of a field's column; n_columns: there is none. */
guint trove_row_layout_find (const TroveRowLayout *self, const TroveClassField *field);

/* The layouts of a file. Reading needs a lock where another thread adds one. */
typedef struct
{
  GHashTable *by_id; /* id → TroveRowLayout, owned */
  GHashTable
      *by_class;   /* const TroveClass → const TroveRowLayout, by which objects of the class are written */
  guint32 last_id; /* the greatest; 0: there are no layouts */
} TroveRowLayouts;

void trove_row_layouts_init (TroveRowLayouts *self);
void trove_row_layouts_clear (TroveRowLayouts *self);

/* Adds a layout, which is taken over. is_current: objects of the class are written by it. Its id is free. */
void trove_row_layouts_add (TroveRowLayouts *self, TroveRowLayout *layout, gboolean is_current);

/* NULL: there is none. */
const TroveRowLayout *trove_row_layouts_get (const TroveRowLayouts *self, guint32 id);

/* The layout by which objects of a class are written; one with the next id is made where there is none. */
const TroveRowLayout *trove_row_layouts_for_class (TroveRowLayouts *self, const TroveClass *klass);
