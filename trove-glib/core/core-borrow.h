/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Borrows of own elements, which are counted. Shared borrows of frozen elements are not counted, since frozen elements
 * do not change. */

#pragma once

#include "core-read.h"

/* The strongest borrow of any element of the own sub-arena. */
static inline TroveBorrowState
trove_core_borrowed (TroveCore *core)
{
  if (core->own == NULL || core->own->borrows == NULL)
    return TROVE_BORROWED_NOT;

  return trove_borrows_get_any (core->own->borrows);
}

/* TRUE if no element of the own sub-arena is borrowed; there is an own sub-arena. */
static inline gboolean
trove_core_none_borrowed (const TroveCore *core)
{
  return core->own->borrows == NULL || trove_borrows_none (core->own->borrows);
}

/* FALSE with BORROWED or BORROWED_MUT if borrows of the element forbid another one. TRUE for a frozen element. */
gboolean trove_core_check_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error);

/* The same for a change of an own element. */
static inline gboolean
trove_core_check_change (TroveCore *core, const TroveRef *ref, GError **error)
{
  return G_LIKELY (trove_core_none_borrowed (core)) || trove_core_check_borrow (core, ref, TRUE, error);
}

/* Makes room for the next element of a pool, and room to count a borrow of that element. */
gboolean trove_core_prepare_borrow (TroveCore *core, guint pool, GError **error);

/* Counts a borrow of an own element that no other borrow forbids. FALSE: NO_MEMORY. */
gboolean trove_core_add_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error);

/* The borrow count of an own element (borrows.h). */
static inline guint8 *
trove_core_borrow_byte (const TroveCore *core, const TroveRef *ref)
{
  return trove_borrows_find (core->own->borrows, trove_offset_pool (ref->offset),
                             trove_offset_index (ref->offset));
}

/* Counts a borrow of an own element, in a row where an element was borrowed before. Returns the element's borrow count
 * and sets *address. NULL: nothing is counted; *address may be set. */
static inline guint8 *
trove_core_try_borrow (const TroveCore *core, guint pool, const TroveRef *ref, gboolean mutable,
                       gpointer *address)
{
  const TroveCursor *cursor = &core->cursors[pool];
  guint64 index = ref->offset ^ cursor->pool_bits;
  TroveBorrows *borrows;
  guint8 *byte;

  if (G_UNLIKELY (ref->sub_arena != core->own_id || index >= cursor->pool->length))
    return NULL;

  *address = trove_rows_address (cursor->pool->rows, index, cursor->stride);
  __builtin_prefetch (*address); /* the caller uses it next */

  borrows = core->own->borrows;
  if (G_UNLIKELY (borrows == NULL))
    return NULL;
  byte = trove_borrows_find (borrows, pool, index);
  return G_LIKELY (byte != NULL && trove_borrows_add_quick (borrows, byte, mutable)) ? byte : NULL;
}
