/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a core holds, measured and counted again in another way. */

#pragma once

#include "check-core.h"

/* The most that an allocator may add to a block: its own words, and what is too little for another block. */
#define ROUNDING 40

TroveUsage measure_core (const TroveCore *core);

/* Fails where the usage of a core is another. The caller says how many bytes its elements take, and the room for more. */
void check_usage (const TroveCore *core, guint64 elements, guint64 room);

/* How many more elements fit behind n of them. */
guint64 room_behind (guint64 n);
