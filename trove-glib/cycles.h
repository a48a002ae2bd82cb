/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TROVE_DEBUG=cycles reports an element that holds the arena, or the sub-arena, that it is stored in. */

#pragma once

#include "trove-arena-private.h"

/* The reference counts before an element is stored. References that are added until it is stored belong to
 * its copy. */
typedef struct
{
  gboolean watched;
  TroveArena *arena; /* NULL: the arena is not known */
  TroveSub *own;     /* NULL: the arena had no own sub-arena */
  guint n_arena;
  gsize n_own;
} TroveCycles;

/* TRUE if an instance of a type of the library holds the sub-arena. */
typedef gboolean (*TroveHoldsFunc) (gconstpointer instance, const TroveSub *sub);

/* Adds a type whose instances hold sub-arenas. Call this when the type is registered. */
void trove_cycles_add_type (GType type, TroveHoldsFunc holds);

void trove_cycles_note (TroveCycles *cycles, TroveArena *arena, TroveSub *own);
void trove_cycles_report (const TroveCycles *cycles, const TroveRef *first, gsize n);

/* Call this before elements are stored in an arena, and hold the arena until trove_cycles_end(). */
static inline void
trove_cycles_begin (TroveCycles *cycles, TroveArena *arena)
{
  cycles->watched = trove_debug_cycles ();
  if (G_UNLIKELY (cycles->watched))
    trove_cycles_note (cycles, arena, trove_core_own (&arena->core));
}

/* As trove_cycles_begin(), for a sub-arena whose arena may be gone. */
static inline void
trove_cycles_begin_sub (TroveCycles *cycles, TroveSub *sub)
{
  cycles->watched = trove_debug_cycles ();
  if (G_UNLIKELY (cycles->watched))
    trove_cycles_note (cycles, NULL, sub);
}

/* Call this after n elements with successive indices were stored. */
static inline void
trove_cycles_end (const TroveCycles *cycles, const TroveRef *first, gsize n)
{
  if (G_UNLIKELY (cycles->watched))
    trove_cycles_report (cycles, first, n);
}
