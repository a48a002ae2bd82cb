/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveSnapshot, as sources of other types see it. */

#pragma once

#include "trove-arena-private.h"

struct _TroveSnapshot
{
  TroveLog *log; /* with length, a TroveView: taken apart so that count fits beside length */
  guint length : 31;
  guint limited : 1; /* max_bytes has an entry */
  TroveCount count;
  TroveSchema *schema;
  TroveRef root;
  guint64 max_bytes[]; /* the arena's limit, for branches; no entry where there is none */
};

/* A snapshot of the frozen part of an arena, with its root and limit. */
TroveSnapshot *trove_snapshot_new (TroveArena *arena);

static inline TroveView
trove_snapshot_view (const TroveSnapshot *self)
{
  return (TroveView){ self->log, self->length };
}
