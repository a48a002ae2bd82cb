/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The invariants that the core's headers state, checked; what does not hold fails the test.
 *
 * A log's and a trie's own structs are private to their sources: their tests check those, this one checks what can be
 * seen of them through a view. */

#pragma once

#include "core/core-collect.h"
#include "core/core-set.h"

/* All of an arena core: what is below it included. */
void check_core (const TroveCore *core);

/* What a usage consists of. */
void check_sums (const TroveUsage *usage);

/* A view, as a snapshot has it. */
void check_view (const TroveView *view, const TroveSchema *schema);
