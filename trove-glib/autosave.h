/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Automatic saves: in a pause of editing, and not more often than an interval.
 *
 *   edits      ||||||| ||||  |||                          ||
 *   ticks      ·   ·   ·   ·   ·   S   (none)             ·   ·   ·   S
 *                              └ nothing since the last tick: a pause
 *
 * An edit or a step counts up, and starts the ticks where there are none. A tick that finds the count as it was saves. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "later.h"

typedef struct _TroveAutosave TroveAutosave;

struct _TroveAutosave
{
  GFile *location;
  guint interval;    /* ms */
  guint64 n_changes; /* counted since the document has automatic saves */
  guint64 n_seen;    /* at the last tick */
  gint64 last;       /* monotonic time of the last save, µs */
  TroveLater *ticks; /* NULL: none */
  void (*start_ticks) (TroveDocument *document);
};

/* To be called after an edit or a step. self: NULL: there are no automatic saves. */
static inline void
trove_autosave_note_change (TroveAutosave *self, TroveDocument *document)
{
  if (G_LIKELY (self == NULL))
    return;
  self->n_changes++;
  if (!trove_later_is_due (self->ticks))
    self->start_ticks (document);
}
