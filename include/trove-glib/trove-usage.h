/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_USAGE (trove_usage_get_type ())

/**
 * TroveUsage:
 * @total: the bytes that stay allocated as long as the arena, snapshot or sub-arena is held. It is the sum of
 *   @own and @shared, and also the sum of @elements, @room, @waste and @overhead
 * @own: the part of @total that nothing else can hold: the own sub-arena, and the arena or snapshot itself
 * @shared: the part of @total that other arenas and snapshots may hold too: the frozen sub-arenas, their
 *   view, and the chunks that they are in
 * @elements: the bytes of elements, and of the strings of string pools
 * @room: the bytes of rows that are free for further elements
 * @waste: the bytes of chunks that are not counted as elements or room: free bytes, padding for alignment,
 *   and rows of sub-arenas that are not held
 * @overhead: the bytes of the structures around the elements: sub-arenas, views, tables
 *
 * The bytes that an arena, a snapshot or a sub-arena keeps allocated, as [method@Trove.Arena.get_usage],
 * [method@Trove.Snapshot.get_usage] and [method@Trove.SubArena.get_usage] measure them.
 *
 * Bytes are counted as the allocator gives them out: each block with its overhead and rounding, if the
 * system's allocator reports them. Data that elements point to (the bytes of a boxed value, an object, the
 * content of a [struct@GObject.Value]) is not counted.
 *
 * Shared bytes are counted for each arena and snapshot that shares them, so do not add up usages.
 *
 * Since: 1.0
 */
struct _TroveUsage
{
  guint64 total;
  guint64 own;
  guint64 shared;
  guint64 elements;
  guint64 room;
  guint64 waste;
  guint64 overhead;
};

TROVE_AVAILABLE_IN_1_0
GType trove_usage_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
TroveUsage *trove_usage_copy (const TroveUsage *usage);
TROVE_AVAILABLE_IN_1_0
void trove_usage_free (TroveUsage *usage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroveUsage, trove_usage_free)

G_END_DECLS
