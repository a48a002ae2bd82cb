/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The own sub-arena of a core: its id, its rows and the next free element.
 *
 * An append reserves the next element, writes it, and publishes it:
 *
 *   pool    │ 0 │ 1 │ 2 │ 3 │   │   │ … end of the current row
 *                     length ┘ next
 */

#pragma once

#include "core.h"

/* The id of the own sub-arena, drawn if it has none; 0 with FULL. */
guint64 trove_core_get_id (TroveCore *core, GError **error);

/* Makes room for an element where the cursor has none. FALSE with FULL or NO_MEMORY. */
gboolean trove_core_grow (TroveCore *core, guint pool, GError **error);

/* The address of the next free element, or NULL with FULL or NO_MEMORY. */
static inline gpointer
trove_core_reserve (TroveCore *core, guint pool, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];

  if (G_UNLIKELY (cursor->next == cursor->end) && !trove_core_grow (core, pool, error))
    return NULL;

  return cursor->next;
}

/* Counts the reserved element, whose value is written. out: its ref, may be NULL. */
static inline void
trove_core_publish (TroveCore *core, guint pool, TroveRef *out)
{
  TroveCursor *cursor = &core->cursors[pool];
  guint64 index = cursor->pool->length++;

  cursor->next += cursor->stride;
  if (out != NULL)
    *out = (TroveRef){ core->own_id, index | cursor->pool_bits };
}

/* TRUE if the ref names an element of that pool of the own sub-arena. */
static inline gboolean
trove_core_is_own (const TroveCore *core, guint pool, const TroveRef *ref)
{
  const TroveCursor *cursor = &core->cursors[pool];

  return ref->sub_arena == core->own_id && (ref->offset ^ cursor->pool_bits) < cursor->pool->length;
}

/* The address of an own element. */
static inline gpointer
trove_core_own_address (const TroveCore *core, guint pool, const TroveRef *ref)
{
  const TroveCursor *cursor = &core->cursors[pool];

  return trove_rows_address (cursor->pool->rows, ref->offset ^ cursor->pool_bits, cursor->stride);
}

/* Takes the own sub-arena from the core, with the core's reference. The id is not used again. The unused ends of the rows are
 * given back, the free strings forgotten, and chunks parked where other arenas have the schema. NULL: there is none. */
TroveSub *trove_core_steal_own (TroveCore *core);

/* For tests: sets the id that is drawn next. */
void trove_core_set_next_id (guint64 id);

/* For tests: gives a pool of the own sub-arena that many elements, at least as many as it has. The new ones are not
 * written. */
gboolean trove_core_set_length (TroveCore *core, guint pool, guint64 length, GError **error);
