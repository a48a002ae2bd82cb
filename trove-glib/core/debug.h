/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Debug: the modes that the environment variable TROVE_DEBUG turns on.
 *
 *   frozen   takes checksums of frozen elements, and reports writes to them
 *   cycles   reports arenas that hold themselves (cycles.h, above the core) */

#pragma once

#include "pool.h"
#include "schema.h"

enum
{
  TROVE_DEBUG_PARSED = 1 << 0, /* always set after TROVE_DEBUG was read */
  TROVE_DEBUG_FROZEN = 1 << 1,
  TROVE_DEBUG_CYCLES = 1 << 2,
};

extern gsize trove_debug_parsed; /* flags; 0: TROVE_DEBUG was not read yet */
gsize trove_debug_parse (void);

static inline gsize
trove_debug_flags (void)
{
  gsize parsed = __atomic_load_n (&trove_debug_parsed, __ATOMIC_RELAXED);

  return parsed != 0 ? parsed : trove_debug_parse ();
}

static inline gboolean
trove_debug_frozen (void)
{
  return G_UNLIKELY ((trove_debug_flags () & TROVE_DEBUG_FROZEN) != 0);
}

static inline gboolean
trove_debug_cycles (void)
{
  return G_UNLIKELY ((trove_debug_flags () & TROVE_DEBUG_CYCLES) != 0);
}

/* To be called only if trove_debug_frozen(). key: the address of the sub-arena. pools: its first pool. */

/* Takes checksums of the elements of a sub-arena that is about to be frozen. */
void trove_debug_remember (gconstpointer key, const TroveSchema *schema, const TrovePool *pools);

/* Compares the elements with the checksums, and reports a difference with g_critical(). */
void trove_debug_verify (gconstpointer key, guint64 id, const TroveSchema *schema, const TrovePool *pools);

/* Drops the checksums of a sub-arena that is about to be freed. */
void trove_debug_forget (gconstpointer key);
