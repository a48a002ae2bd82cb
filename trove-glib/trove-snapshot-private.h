/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveSnapshot, for the sources of other types. */

#pragma once

#include "trove-arena-private.h"

struct _TroveSnapshot
{
  TroveLog *log; /* with length, a TroveView: taken apart so that count fits beside length */
  guint length : 31;
  guint limited : 1; /* TRUE: max_bytes has one entry */
  TroveCount count;
  TroveSchema *schema;
  TroveRef root;
  guint64 max_bytes[]; /* the limit of bytes of the arena, for branches; no entry without a limit */
};

/* Makes a snapshot of the frozen sub-arenas of an arena, with the root and the limit of the arena. */
TroveSnapshot *trove_snapshot_new (TroveArena *arena);

static inline TroveView
trove_snapshot_view (const TroveSnapshot *self)
{
  return (TroveView){ self->log, self->length };
}
