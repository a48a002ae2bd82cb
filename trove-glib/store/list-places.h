/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* List places: the places of items of a list that changed.
 *
 *   before    a 10   b 20   c 30
 *   after     a 10   b 20   x 23   y 26   c 30
 *
 * The new items share the gap between their neighbours, whose rows stay. Where there is no room, a range of items around them is
 * spread: the smallest of sizes that double, so that its items have some room each. So a list of n items in which items are
 * inserted one after the other at any place has about log2 of n rows written for each. Source: Dietz and Sleator, "Two algorithms for
 * maintaining order in a list" (1987), in the simpler form of Bender and others (2002). */

#pragma once

#include "state/state-changes.h"

#include "object-table.h"

/* Writes the places of the items of an owned list that were inserted, and the items of a list of references. record: with the list as it
 * is afterwards. Objects have rows. Runs are handled in increasing order. */
gboolean trove_list_places_write (TroveObjectTable *table, const TroveRecord *record,
                                  const TroveClassField *field, const TroveListRun *runs, guint32 n_runs,
                                  GError **error);

/* The same for all items of a list, none of which has a place. */
gboolean trove_list_places_write_all (TroveObjectTable *table, const TroveRecord *record,
                                      const TroveClassField *field, GError **error);
