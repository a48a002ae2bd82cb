/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "inspect.h"

#include "check-core.h"
#include "trove-snapshot-private.h"

void
inspect_arena (TroveArena *arena)
{
  check_core (&arena->core);
}

void
inspect_snapshot (TroveSnapshot *snapshot)
{
  TroveView view = trove_snapshot_view (snapshot);

  check_view (&view, snapshot->schema);
}
