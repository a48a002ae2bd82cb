/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "inspect.h"

void
inspect_arena (TroveArena *arena)
{
}

void
inspect_snapshot (TroveSnapshot *snapshot)
{
}
