/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Segment: the blocks of one sub-arena that lie in one chunk, one after the other.
 *
 *   chunk   … ├ TroveSub ┤ TroveSegment ┤ block │ block │ block ┤ TroveSub of the next version …
 *                              └─ next ─► segment in the next chunk
 *
 * Blocks are of any size, a multiple of 8 bytes. Their user knows the size of each from its contents. */

#pragma once

#include "chunk.h"

typedef struct _TroveSegment TroveSegment;

struct _TroveSegment
{
  TroveSegment *next; /* of the same sub-arena, in the order of carving */
  TroveChunk *chunk;  /* owned; NULL for the first segment, which lies in the chunk of its sub-arena */
  gsize size;         /* bytes of its blocks */
};

/* Its blocks: size bytes. */
static inline gpointer
trove_segment_blocks (const TroveSegment *segment)
{
  return (gpointer) (segment + 1);
}

/* Clears the blocks of a sub-arena that own something, when that is freed: they are linked by their user, this is the one that
 * was added last. */
typedef void (*TroveClearBlocksFunc) (gpointer block);
