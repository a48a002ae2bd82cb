/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying: a copy function may replace the very value that it is copying. So while one runs, what is replaced on its
 * thread is not cleared; when the last of them has ended, it is. */

#pragma once

#include "layout.h"

/* Around each run of a copy function. */
void trove_copying_begin (void);
void trove_copying_end (void);

/* Whether one runs on this thread. */
gboolean trove_copying_runs (void);

/* Where a value waits to be cleared. */
typedef struct _TrovePostponed TrovePostponed;

/* Before a value is replaced: *room is where it will wait, or NULL where it need not. FALSE: no memory. */
gboolean trove_copying_prepare (const TroveLayout *layout, TrovePostponed **room);

/* It was replaced, and is at that address: clears it, now or later. */
void trove_copying_clear (TroveSchema *schema, guint pool, gpointer element, TrovePostponed *room);
