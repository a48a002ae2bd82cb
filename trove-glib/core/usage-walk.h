/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Usage: the bytes that stay allocated for as long as something is held.
 *
 * It is measured by a walk, not counted along: whatever is reached is asked for its size, a chunk once however many
 * sub-arenas lie in it. What of the chunks is no element and no room is waste. Costs a visit of each sub-arena and map
 * node, and of each string. */

#pragma once

#include "trove-glib/trove-usage.h"

#include "view.h"

typedef struct
{
  TroveUsage *usage;
  guint64 *side;       /* own or shared, of usage */
  GHashTable *counted; /* chunks and schemas */
  const TroveChunk *last_chunk;
  const TroveSchema *last_schema;
} TroveUsageWalk;

/* A walk adds to usage; first what is shared, then what is own. */
void trove_usage_walk_begin (TroveUsageWalk *walk, TroveUsage *usage);
void trove_usage_walk_view (TroveUsageWalk *walk, const TroveView *view, const TroveSchema *schema);
void trove_usage_walk_own (TroveUsageWalk *walk);
void trove_usage_walk_sub (TroveUsageWalk *walk, TroveSub *sub, gboolean frozen);
void trove_usage_walk_schema (TroveUsageWalk *walk, const TroveSchema *schema);
void trove_usage_walk_chunk (TroveUsageWalk *walk, const TroveChunk *chunk); /* or NULL */
void trove_usage_walk_overhead (TroveUsageWalk *walk, gsize bytes);
void trove_usage_walk_end (TroveUsageWalk *walk);

/* The holder itself: the bytes of its block, or of an instance, which need not be one (NULL). */
void trove_usage_add_holder (TroveUsage *usage, gconstpointer block, gsize bytes);
