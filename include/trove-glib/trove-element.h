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
 * @visit_data: what was given to the trace function
 *
 * Receives each ref that a trace function shows.
 *
 * Since: 1.0
 */
typedef void (*TroveVisitFunc) (TroveRef *ref, gpointer visit_data);

/**
 * TroveElementInfo: (skip)
 * @type: 0 for an anonymous struct of @size bytes, else a type whose own storage is used, and the
 *   members @size to @data may stay 0
 * @size: the bytes of an element: 1 to 65,536, a multiple of @alignment
 * @alignment: a power of two, at most 64; 0 stands for 1
 * @copy: (nullable): makes the value at @dest, uninitialized memory, a copy of the one at @src; %FALSE
 *   when it could not. %NULL for `memcpy()`
 * @clear: (nullable): lets go of what an element holds. %NULL where there is nothing: such elements are
 *   freed unvisited
 * @trace: (nullable): shows every [struct@Trove.Ref] inside an element, for [method@Trove.Arena.collect]. Needed where
 *   elements hold refs and the arena is collected; it must not change the arena
 * @data: given to @copy, @clear and @trace; it must outlive every element
 *
 * How the elements of a pool are laid out, copied, cleared and traced.
 *
 * Copy and clear functions may be called on any thread that drops or reads, may call any function of the
 * library, and see elements at addresses that differ from where they were copied to: a struct must
 * not point into itself.
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
  gpointer reserved[8]; /* must be 0 */
};

/* What G_ALIGNOF makes of a type is no C++. */
#ifdef __cplusplus
#define _TROVE_ALIGNOF(Type) alignof (Type)
#else
#define _TROVE_ALIGNOF(Type) G_ALIGNOF (Type)
#endif

/**
 * TROVE_ELEMENT: (skip)
 * @Type: a C type
 * @...: further members, as `.trace = node_trace`
 *
 * The initializer of a [struct@Trove.ElementInfo] for an anonymous struct.
 *
 * Since: 1.0
 */
#define TROVE_ELEMENT(Type, ...)                                                                             \
  {                                                                                                          \
    .size = sizeof (Type), .alignment = _TROVE_ALIGNOF (Type), __VA_ARGS__                                   \
  }

/**
 * TROVE_ELEMENT_TYPE: (skip)
 * @gtype: a type, as `G_TYPE_STRING`
 *
 * The initializer of a [struct@Trove.ElementInfo] for a type's own storage.
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
