/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Debug: TROVE_DEBUG=frozen checksums what is frozen and reports what was written too late. */

#pragma once

#include "rows.h"

/* What TROVE_DEBUG asks for, read once; the flags plus one, 0: not read yet. */
extern gsize trove_debug_parsed;
gsize trove_debug_parse (void);

static inline gboolean
trove_debug_frozen (void)
{
  gsize parsed = __atomic_load_n (&trove_debug_parsed, __ATOMIC_RELAXED);

  return G_UNLIKELY ((parsed != 0 ? parsed : trove_debug_parse ()) > 1);
}

/* key stands for the sub-arena whose pools these are. To be called under trove_debug_frozen() alone. */

/* Notes the checksums of what is about to be frozen. */
void trove_debug_remember (gconstpointer key, const TroveSchema *schema, const TrovePool *pools);

/* Compares them and reports a difference with g_critical(). */
void trove_debug_verify (gconstpointer key, guint64 id, const TroveSchema *schema, const TrovePool *pools);

/* They are of no more use. */
void trove_debug_forget (gconstpointer key);
