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
 * TroveVisitFunc: (skip)
 * @ref: (inout): a ref inside an element; the visitor may rewrite it
 * @visit_data: the data that was passed to the trace function
 *
 * Visits a ref inside an element. A trace function calls it for each ref.
 *
 * Since: 1.0
 */
typedef void (*TroveVisitFunc) (TroveRef *ref, gpointer visit_data);

/**
 * TroveElementInfo: (skip)
 * @type: 0 for an anonymous struct of @size bytes. Otherwise a type, which defines the other members: @size
 *   to @data may be 0
 * @size: the size of an element in bytes: 1 to 65,536, a multiple of @alignment
 * @alignment: the alignment of an element in bytes: a power of two, at most 64; 0 means 1
 * @copy: (nullable): initializes the memory at @dest with a copy of the value at @src, and returns %FALSE on
 *   failure. %NULL to copy with `memcpy()`
 * @clear: (nullable): frees the resources that an element holds. %NULL if elements hold none: they are then
 *   freed without being visited
 * @trace: (nullable): calls the visitor for every [struct@Trove.Ref] inside an element, for
 *   [method@Trove.Arena.collect]. Needed if elements hold refs and the arena is collected. The function must
 *   not change the arena
 * @data: data for @copy, @clear and @trace; it must outlive all elements
 *
 * Describes how the elements of a pool are laid out, copied, cleared and traced.
 *
 * Copy and clear functions run on any thread that reads an element or drops its last holder, and may call any
 * function of the library. The address of an element may differ from the address that it was copied to, so a
 * struct must not contain a pointer into itself.
 *
 * Since: 1.0
 */
struct _TroveElementInfo
{
  GType type;
  gsize size;
  gsize alignment;
  gboolean (*copy) (gpointer dest, gconstpointer src, gpointer data);
  void (*clear) (gpointer element, gpointer data);
  void (*trace) (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data);
  gpointer data;

  /*< private >*/
  gpointer reserved[8]; /* must be NULL */
};

/* The expansion of G_ALIGNOF() is not valid C++. */
#ifdef __cplusplus
#define _TROVE_ALIGNOF(Type) alignof (Type)
#else
#define _TROVE_ALIGNOF(Type) G_ALIGNOF (Type)
#endif

/**
 * TROVE_ELEMENT: (skip)
 * @Type: a C type
 * @...: initializers of further members, such as `.trace = node_trace`
 *
 * Initializes a [struct@Trove.ElementInfo] for an anonymous struct.
 *
 * Since: 1.0
 */
#define TROVE_ELEMENT(Type, ...)                                                                             \
  {                                                                                                          \
    .size = sizeof (Type), .alignment = _TROVE_ALIGNOF (Type), __VA_ARGS__                                   \
  }

/**
 * TROVE_ELEMENT_TYPE: (skip)
 * @gtype: a type, such as `G_TYPE_STRING`
 *
 * Initializes a [struct@Trove.ElementInfo] for a type.
 *
 * Since: 1.0
 */
#define TROVE_ELEMENT_TYPE(gtype)                                                                            \
  {                                                                                                          \
    .type = (gtype)                                                                                          \
  }

TROVE_AVAILABLE_IN_1_0
void trove_element_register (GType boxed_type, const TroveElementInfo *info);

G_END_DECLS
