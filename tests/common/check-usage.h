/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Check usage: counts the bytes that a core holds in another way than trove_core_measure(). */

#pragma once

#include "check-core.h"

/* The most bytes that an allocator adds to a block: its header, and a rest that is too small for another block. */
#define ROUNDING 40

TroveUsage measure_core (const TroveCore *core);

/* Fails unless trove_core_measure() gives the counted bytes. elements, room: the expected bytes of elements, and of
 * room for more elements. */
void check_usage (const TroveCore *core, guint64 elements, guint64 room);

/* The number of free elements in the rows of a pool with n elements. */
guint64 room_behind (guint64 n);
