/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Extended class: the class of objects that were read from a file in which their type has more fields than in this program.
 *
 *   class of the type   ├ x │ label ┤
 *   extended class      ├ x │ label │ glow, a variant of the type d │ shadow, a reference ┤ links, a list
 *                         known       not known: no GObject properties
 *
 * The type is the same, and so are the indices, offsets and list numbers of the fields that the class of the type has. So all code
 * that knows the class of the type reads and sets the objects as if there were no other fields. The fields that are not known are
 * kept by edits, copies, undo and merges, and are no properties of handles: they are found by no name, and never notified.
 *
 * An unknown value is a GVariant as it is in the file; NULL: the object never had one. An unknown reference, owned field or list takes
 * any object, and is cleared and dropped as others are. */

#pragma once

#include "class.h"

typedef struct
{
  const char *name;    /* that of a property; may be that of a field of the class */
  TroveFieldKind kind; /* variant, reference, owned, or one of the lists */
  const char
      *type; /* of a variant: a definite type string; else the name of the type of the objects in the file */
} TroveExtraField;

/* The class with these fields behind those of the class of a type, and a version (class-version.h). The same fields and version give the
 * same class, on every thread. n may be 0, which gives klass itself where it has the version. NULL with FULL. */
const TroveClass *trove_class_extend (const TroveClass *klass, const TroveExtraField *extra, guint n,
                                      guint schema_version, GError **error);
