/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Check core: checks the invariants in the core's headers. An invariant that does not hold fails the test.
 *
 * The structs of logs and tries are private to view.c and trie.c, whose tests check them. These functions check a view
 * through its functions. */

#pragma once

#include "core/core-block.h"
#include "core/core-collect.h"
#include "core/core-set.h"

/* Checks a core with its view, sub-arenas, pools and chains. */
void check_core (const TroveCore *core);

/* Checks that the members of a usage add up. */
void check_sums (const TroveUsage *usage);

/* Checks the view of a snapshot. */
void check_view (const TroveView *view, const TroveSchema *schema);

/* A core, or the view of a version. */
typedef struct
{
  const TroveCore *core; /* NULL: the view alone */
  const TroveView *view;
} CheckHolder;

static inline CheckHolder
check_holder_of_core (const TroveCore *core)
{
  return (CheckHolder){ core, trove_core_view (core) };
}

/* Fails unless the block lies in the sub-arena of that id, which the core or the view has. */
void check_place (const CheckHolder *holder, guint64 place, gconstpointer block, gsize size);
