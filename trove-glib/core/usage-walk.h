/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Usage walk: measures the bytes that stay allocated while an arena or a snapshot is held.
 *
 * The bytes are not counted as memory is allocated. A walk visits each sub-arena, each node of the view and each
 * string, and adds their sizes. A chunk is added once, however many sub-arenas have bytes in it. The bytes of a chunk
 * that are neither elements, nor room, nor overhead are waste. */

#pragma once

#include "trove-glib/trove-usage.h"

#include "view.h"

typedef struct
{
  TroveUsage *usage;
  guint64 *side;       /* usage->shared, or usage->own after trove_usage_walk_own() */
  GHashTable *counted; /* set of the chunks and schemas that were added */
  const TroveChunk *last_chunk;
  const TroveSchema *last_schema;
} TroveUsageWalk;

/* A walk adds to usage. The shared structures come first; those after trove_usage_walk_own() are the arena's own. */
void trove_usage_walk_begin (TroveUsageWalk *walk, TroveUsage *usage);
void trove_usage_walk_view (TroveUsageWalk *walk, const TroveView *view, const TroveSchema *schema);
void trove_usage_walk_own (TroveUsageWalk *walk);

/* Walks one of several views: adds what none before it had, and calls func for its sub-arenas. */
void trove_usage_walk_view_of_many (TroveUsageWalk *walk, const TroveView *view, TroveSubFunc func,
                                    gpointer data);

void trove_usage_walk_sub (TroveUsageWalk *walk, TroveSub *sub, gboolean frozen);
void trove_usage_walk_schema (TroveUsageWalk *walk, const TroveSchema *schema);
void trove_usage_walk_chunk (TroveUsageWalk *walk, const TroveChunk *chunk); /* or NULL */
void trove_usage_walk_overhead (TroveUsageWalk *walk, gsize bytes);
void trove_usage_walk_end (TroveUsageWalk *walk);

/* Adds the bytes of an arena or a snapshot itself. block: its allocated block, or NULL where the allocator's size of
 * the block is not known. */
void trove_usage_add_holder (TroveUsage *usage, gconstpointer block, gsize bytes);
