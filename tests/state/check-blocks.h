/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The blocks of a state, found by reading all of it. */

#pragma once

#include "state/state-blocks.h"

typedef struct
{
  guint64 place, content, size;
  gint64 sign; /* of a change: as in TroveBlockFunc */
} CheckBlock;

/* Adds the blocks of a state to a table: CheckBlock by address. Returns how many there are in all, with those that were in the table
 * before. */
guint check_blocks_add (GHashTable *blocks, const TroveKeyMap *objects);

/* A table with the blocks of a state. */
GHashTable *check_blocks (const TroveKeyMap *objects);

guint64 check_blocks_n_bytes (GHashTable *blocks);

/* Notes a CheckBlock of a change in a GArray: a TroveBlockFunc. */
void check_blocks_note (guint64 place, guint64 content, gsize size, int sign, gpointer changes);

/* The changes are those from one table to another, each once, in any order. Sorts the changes. */
void check_blocks_changes (GHashTable *before, GHashTable *after, GArray *changes);
