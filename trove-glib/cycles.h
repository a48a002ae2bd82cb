/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Cycles: TROVE_DEBUG=cycles reports an element that holds the arena, or the sub-arena, that it is stored in. */

#pragma once

#include "trove-arena-private.h"

/* The counts before an element is stored: what they are more by afterwards, the copy holds. */
typedef struct
{
  gboolean watched;
  TroveArena *arena; /* NULL: not known */
  TroveSub *own;     /* NULL: there was none */
  guint n_arena;
  gsize n_own;
} TroveCycles;

void trove_cycles_note (TroveCycles *cycles, TroveArena *arena, TroveSub *own);
void trove_cycles_report (const TroveCycles *cycles, const TroveRef *first, gsize n);

/* Before elements are stored in an arena, which is held meanwhile. */
static inline void
trove_cycles_begin (TroveCycles *cycles, TroveArena *arena)
{
  cycles->watched = trove_debug_cycles ();
  if (G_UNLIKELY (cycles->watched))
    trove_cycles_note (cycles, arena, arena->core.own);
}

/* Before one is stored in a sub-arena whose arena may be gone. */
static inline void
trove_cycles_begin_sub (TroveCycles *cycles, TroveSub *sub)
{
  cycles->watched = trove_debug_cycles ();
  if (G_UNLIKELY (cycles->watched))
    trove_cycles_note (cycles, NULL, sub);
}

/* n of them are stored, side by side. */
static inline void
trove_cycles_end (const TroveCycles *cycles, const TroveRef *first, gsize n)
{
  if (G_UNLIKELY (cycles->watched))
    trove_cycles_report (cycles, first, n);
}
