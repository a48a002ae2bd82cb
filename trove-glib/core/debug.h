/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Debug: what TROVE_DEBUG in the environment asks for. TROVE_DEBUG=frozen checksums what is frozen and reports what was
 * written too late; TROVE_DEBUG=cycles is the surface's, which knows arenas. */

#pragma once

#include "pool.h"
#include "schema.h"

enum
{
  TROVE_DEBUG_PARSED = 1 << 0, /* it was read, once */
  TROVE_DEBUG_FROZEN = 1 << 1,
  TROVE_DEBUG_CYCLES = 1 << 2,
};

extern gsize trove_debug_parsed; /* 0: not read yet */
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

/* key stands for the sub-arena whose pools these are. To be called under trove_debug_frozen() alone. */

/* Notes the checksums of what is about to be frozen. */
void trove_debug_remember (gconstpointer key, const TroveSchema *schema, const TrovePool *pools);

/* Compares them and reports a difference with g_critical(). */
void trove_debug_verify (gconstpointer key, guint64 id, const TroveSchema *schema, const TrovePool *pools);

/* They are of no more use. */
void trove_debug_forget (gconstpointer key);
