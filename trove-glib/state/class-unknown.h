/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Unknown class: a class that objects of a file have, and this program has not. A type is registered in its stead:
 *
 *   in the file        Star ─► Round ─► Shape ─► TroveObject
 *   in this program                     Shape ─► TroveObject
 *   made               TroveUnknown-Star ─► Shape
 *
 * So a list of shapes shows a star as a shape. The type has no fields but those above; the others of the file are those of an extended
 * class (class-extended.h). It never has the name of the file: a module may register that class later, and documents that are loaded
 * then have it.
 *
 * The types are never unregistered. There is one for each description. */

#pragma once

#include "class.h"

/* No class of a program has a name that begins so. */
#define TROVE_CLASS_UNKNOWN_PREFIX "TroveUnknown-"

typedef struct
{
  const char *name;             /* in the file */
  const char *const *ancestors; /* in the file: names of types, the nearest first; NULL at the end */
  guint schema_version;         /* in the file */
} TroveUnknownClass;

/* The class of the type that stands for an unknown class: derived from the nearest ancestor that is registered, is not final and has a
 * class; or from the class itself, which is abstract in this program. The names are valid ones of types, without the prefix. NULL with TYPE_MISMATCH: no ancestor is such a type. */
const TroveClass *trove_class_ensure_unknown (const TroveUnknownClass *unknown, GError **error);

/* The unknown class that a type stands for. NULL: the type is another one. */
const TroveUnknownClass *trove_class_get_unknown (GType type);
