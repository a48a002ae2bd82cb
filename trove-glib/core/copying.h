/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying: keeps replaced values until no copy function uses them. A copy function may replace the value that it is
 * copying. So while a copy function runs, values that are replaced on its thread are not cleared; they are cleared when
 * the last copy function of the thread has returned. */

#pragma once

#include "schema.h"
#include "tls.h"

/* One for each thread: other threads do not replace the values that this thread copies. */
typedef struct
{
  guint n_running;   /* copy functions */
  guint n_postponed; /* replaced values that wait to be cleared */
} TroveCopying;

G_GNUC_INTERNAL extern TROVE_TLS TroveCopying trove_copying;

void trove_copying_clear_postponed (void);

/* To be called before and after each run of a copy function. */

static inline void
trove_copying_begin (void)
{
  trove_copying.n_running++;
}

static inline void
trove_copying_end (void)
{
  /* n_running is lowered last: clear functions may copy and replace values too, which adds to those that wait. */
  if (trove_copying.n_running == 1 && G_UNLIKELY (trove_copying.n_postponed > 0))
    trove_copying_clear_postponed ();
  trove_copying.n_running--;
}

/* TRUE while a copy function runs, or the values that waited for it are being cleared. */
static inline gboolean
trove_copying_runs (void)
{
  return trove_copying.n_running > 0;
}

/* Room for a replaced value that waits to be cleared. */
typedef struct _TrovePostponed TrovePostponed;

/* Call it before a value is replaced. *room: where the value will wait, NULL if it need not. FALSE: no memory. */
gboolean trove_copying_prepare (const TroveLayout *layout, TrovePostponed **room);

/* Clears a replaced value, which is at that address: now if room is NULL, else later. */
void trove_copying_clear (TroveSchema *schema, guint pool, gpointer element, TrovePostponed *room);
