/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions of a core: freezing the own sub-arena, and starting or going on from another view. */

#pragma once

#include "core-borrow.h"

/* Freezes the own sub-arena, if it has elements. FALSE with BORROWED_MUT or NO_MEMORY. */
gboolean trove_core_freeze (TroveCore *core, GError **error);

/* Freezing in two parts: the first may fail, the second cannot. In between the core may carve blocks, which are frozen too. view:
 * what the core will read; a change that is given up clears it. The core has an own sub-arena of blocks. */
gboolean trove_core_begin_freeze (TroveCore *core, TroveView *view, GError **error);
void trove_core_end_freeze (TroveCore *core, TroveView view);

/* Starts an empty core from a view of sub-arenas of the schema; takes over the references on both. */
void trove_core_start (TroveCore *core, TroveSchema *schema, TroveView view);

/* Starts an empty core as a clone of a frozen one, with its limit of bytes. */
void trove_core_start_clone (TroveCore *clone, TroveCore *core);

/* Freezes both cores and makes a view of the sub-arenas of both, which the caller owns. FALSE with BORROWED_MUT, and
 * nothing is frozen, or with NO_MEMORY. */
gboolean trove_core_merge_views (TroveCore *core, TroveCore *other, TroveView *merged, GError **error);

/* Starts an empty core from a merged view, with the schema and the limit of bytes of core. Takes over the view. */
void trove_core_start_merged (TroveCore *merged, TroveCore *core, TroveView view);

/* Freezes both cores, and lets core read the sub-arenas of both. Errors as above. */
gboolean trove_core_absorb (TroveCore *core, TroveCore *other, GError **error);

/* Makes the core read a copy of another view of the same pools, and lets go of all other sub-arenas. FALSE with
 * BORROWED_MUT or NO_MEMORY. */
gboolean trove_core_revert (TroveCore *core, const TroveView *view, GError **error);

/* Replaces the core's view by another one, which is taken over. The old view is cleared last, since clearing elements
 * may use the core. */
void trove_core_replace_view (TroveCore *core, TroveView view);
