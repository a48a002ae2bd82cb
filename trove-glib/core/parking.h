/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Parking: chunks with free bytes that no arena of a schema carves from at the moment.
 *
 *   schema ─ parking ─ places[i] ─► TroveParked {next, chunk} ─► TroveParked …
 *
 * Once several arenas have a schema, an arena without a limit of bytes parks its chunks when it freezes its own
 * sub-arena. The next arena of the schema that begins a sub-arena
 * carves from that chunk. So arenas that append in turn fill the same chunks, however many branches there are. The
 * record of a parked chunk lies in the chunk's free bytes: parking allocates nothing. Each pool has two places, one for
 * chunks of rows and one for chunks of strings' bytes. */

#pragma once

#include "chunk.h"
#include "lock.h"

typedef struct _TroveParked TroveParked;

struct _TroveParked
{
  TroveParked *next;
  TroveChunk *chunk; /* owned */
  char *free;        /* where the chunk's free bytes start */
};

typedef struct
{
  TroveParked *parked; /* last parked first */
  guint32 filled;      /* bytes of a chunk that was filled and has no successor yet; 0: none */
} TrovePlace;

#define TROVE_PLACE_ROWS(pool) (2 * (pool))
#define TROVE_PLACE_BYTES(pool) (2 * (pool) + 1)
#define TROVE_N_PLACES(n_pools) (2 * (n_pools))

/* Any thread. */
typedef struct
{
  TroveLock lock;     /* over places */
  TrovePlace *places; /* not owned */
} TroveParking;

/* The places are zeroed. */
void trove_parking_init (TroveParking *parking, TrovePlace *places);

/* Frees the parked chunks; no sub-arena of the schema is left. */
void trove_parking_clear (TroveParking *parking, guint n_places);

void trove_parking_push (TroveParking *parking, guint place, TroveParked *parked);

/* Takes the chunk that was parked last. NULL: there is none, and *filled is set to the size that
 * trove_parking_note_filled() stored, or 0. */
TroveParked *trove_parking_pop (TroveParking *parking, guint place, guint32 *filled);

/* Stores the size of a filled chunk: the next new chunk of the place may have twice that size. */
void trove_parking_note_filled (TroveParking *parking, guint place, gsize size);
