/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

/**
 * TroveField: (skip)
 * @pspec: describes the property; a floating reference is taken
 * @offset: where the value is in the struct, in bytes; -1 for a list
 * @size: the size of the member in bytes; 0 for a list
 *
 * A field of a class: a property whose values are kept in a document. `TROVE_FIELD()` and
 * `TROVE_FIELD_LIST()` initialize the struct.
 *
 * Since: 1.0
 */
struct _TroveField
{
  GParamSpec *pspec;
  gssize offset;
  gsize size;
};

/**
 * TROVE_FIELD: (skip)
 * @Struct: a C struct that has the values of all fields of a class, and begins with the struct of the
 *   parent class
 * @member: a member of the struct
 * @pspec: the param spec of a property, whose values have the type of the member
 *
 * Initializes a [struct@Trove.Field] whose value is a member of a struct.
 *
 * Since: 1.0
 */
#define TROVE_FIELD(Struct, member, pspec)                                                                   \
  {                                                                                                          \
    (pspec), G_STRUCT_OFFSET (Struct, member), sizeof (((Struct *) 0)->member)                               \
  }

/**
 * TROVE_FIELD_LIST: (skip)
 * @pspec: a param spec that [func@Trove.param_spec_list] has made
 *
 * Initializes a [struct@Trove.Field] that is a list of objects. A list has no member in the struct.
 *
 * Since: 1.0
 */
#define TROVE_FIELD_LIST(pspec)                                                                              \
  {                                                                                                          \
    (pspec), -1, 0                                                                                           \
  }

G_END_DECLS
