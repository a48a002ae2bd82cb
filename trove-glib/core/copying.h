/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying: a copy function may replace the very value that it is copying. So while one runs, what is replaced on its
 * thread is not cleared; when the last of them has ended, it is. */

#pragma once

#include "layout.h"

#ifdef TROVE_INITIAL_EXEC_TLS
#define TROVE_COPYING_TLS __thread __attribute__ ((tls_model ("initial-exec")))
#else
#define TROVE_COPYING_TLS __thread
#endif

/* Of this thread: nobody else replaces what it copies. */
typedef struct
{
  guint n_running;   /* copy functions */
  guint n_postponed; /* values that wait */
} TroveCopying;

G_GNUC_INTERNAL extern TROVE_COPYING_TLS TroveCopying trove_copying;

void trove_copying_clear_postponed (void);

/* Around each run of a copy function. */

static inline void
trove_copying_begin (void)
{
  trove_copying.n_running++;
}

static inline void
trove_copying_end (void)
{
  /* It still runs meanwhile: clear functions may copy and replace as well, which adds to what waits, and what the copy
   * was made for goes on after them. */
  if (trove_copying.n_running == 1 && G_UNLIKELY (trove_copying.n_postponed > 0))
    trove_copying_clear_postponed ();
  trove_copying.n_running--;
}

/* Whether one runs, or what waited for it is being cleared. */
static inline gboolean
trove_copying_runs (void)
{
  return trove_copying.n_running > 0;
}

/* Where a value waits to be cleared. */
typedef struct _TrovePostponed TrovePostponed;

/* Before a value is replaced: *room is where it will wait, or NULL where it need not. FALSE: no memory. */
gboolean trove_copying_prepare (const TroveLayout *layout, TrovePostponed **room);

/* It was replaced, and is at that address: clears it, now or later. */
void trove_copying_clear (TroveSchema *schema, guint pool, gpointer element, TrovePostponed *room);
