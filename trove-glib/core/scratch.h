/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Scratch: temporary room for copies of elements that go into an arena, or for a replaced element. Copy functions write
 * to the scratch, not to the arena, since they may change the arena or fail. */

#pragma once

#include "copying.h"
#include "memory.h"

typedef struct
{
  gpointer element; /* the first element, in room or heap */
  gpointer heap;    /* owned, or NULL */
  char room[256 + TROVE_MAX_ALIGNMENT];
} TroveScratch;

/* Copies n adjacent elements of a pool. FALSE with NO_MEMORY or COPY_FAILED: the scratch needs no free. */
gboolean trove_scratch_copy (TroveScratch *scratch, TroveSchema *schema, guint pool, gconstpointer elements,
                             gsize n, GError **error);

/* The same for one element. */
gboolean trove_scratch_copy_one (TroveScratch *scratch, TroveSchema *schema, guint pool,
                                 gconstpointer element, GError **error);

/* Frees the memory, but clears no element. */
static inline void
trove_scratch_free (TroveScratch *scratch)
{
  if (G_UNLIKELY (scratch->heap != NULL))
    trove_memory_free (scratch->heap);
}

/* Exchanges the first element with the one at that address. */
void trove_scratch_exchange (TroveScratch *scratch, const TroveLayout *layout, gpointer address);

/* Sets NO_MEMORY for n elements. Returns FALSE. */
gboolean trove_scratch_no_memory (const TroveLayout *layout, gsize n, GError **error);
