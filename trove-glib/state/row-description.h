/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Row description: a row layout in the words of a file, which names classes, properties and types.
 *
 *   in the file                         in this program
 *   layout 3, "Star" of "Shape"   ───►  TroveUnknown-Star, derived from Shape
 *   x       value "d"                   x, of Shape; a number of a narrower type would be widened when it is read
 *   label   value "s"                   "label" of Shape is a number: a field of its own, which is not known
 *   glow    value "d"                   a field that is not known
 *   links   reference list, "Star"      a list that is not known
 *
 * Fields of the class that the file does not have get no column: they have their defaults in objects that are read. Describing the
 * layout again gives the same description, whatever this program knows of it. */

#pragma once

#include "row-layout.h"

/* Written in files: the numbers stay. */
typedef enum
{
  TROVE_ROW_KIND_VALUE = 0,
  TROVE_ROW_KIND_REFERENCE = 1,
  TROVE_ROW_KIND_OWNED = 2,
  TROVE_ROW_KIND_REFERENCE_LIST = 3,
  TROVE_ROW_KIND_OWNED_LIST = 4,
  TROVE_ROW_N_KINDS,
} TroveRowKind;

typedef struct
{
  const char *name;
  guint kind;       /* TroveRowKind, where it was checked */
  const char *type; /* of values: a type string; else NULL */
  const char
      *target; /* of references, owned objects and lists: the name of the type of the objects; else NULL */
} TroveRowField;

typedef struct
{
  guint32 id;
  const char *name; /* of the class */
  const char *const
      *ancestors; /* names of the types above, the nearest first, the last is TroveObject; NULL at the end */
  guint schema_version;
  const TroveRowField *fields;
  guint n_fields;
} TroveRowDescription;

/* The layout that a description means in this program. Nothing of the description is kept. NULL with DAMAGED for a description that no
 * program has written, with TYPE_MISMATCH where neither the class nor any above is registered, or with FULL for too many fields. */
TroveRowLayout *trove_row_layout_resolve (const TroveRowDescription *description, GError **error);

/* TRUE if objects of the class can be written by a layout that was read: it has all fields, and values need no conversion. */
gboolean trove_row_layout_is_whole (const TroveRowLayout *layout);

/* Describes a layout. The arrays are new, and the strings stay as long as the program runs. */
void trove_row_layout_describe (const TroveRowLayout *layout, TroveRowDescription *description);

/* Frees the arrays of a description that trove_row_layout_describe () made. */
void trove_row_description_clear (TroveRowDescription *self);
