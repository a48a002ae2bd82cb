/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sub-arena: append-only elements under one id, in pools of doubling rows.
 *
 *   TroveSub { id, count, …, first ─► TrovePool { rows ─► row 0, row 1, … } ─next─► TrovePool … }
 *        └── chunks: the blocks of memory that it, its rows and its strings' bytes lie in
 *
 * It is written by the one arena whose own it is, and frozen for ever once it is in a map; from then on any
 * thread reads it without a lock. A pool it does not use costs it nothing: the first used one is in the struct,
 * further ones are made on first use and never move, and a table by index comes with the fifth.
 *
 * Invariants: a pool has a row as soon as it is listed; a sub-arena in a map has at least one element. */

#pragma once

#include "borrows.h"
#include "debug.h"

/* What reading needs is in front, to be in one cache line, or two. */
typedef struct _TroveSub TroveSub;

struct _TroveSub
{
  union
  {
    guint64 id;
    TroveSub *next_dead; /* once nothing holds it */
  };
  TrovePool first;       /* n_rows == 0: no pool is used yet */
  TroveCount count;      /* references: maps, the arena whose own it is, guards that outlast it */
  guint n_chunks;        /* in chunks, then in more_chunks */
  TroveSchema *schema;   /* owned */
  TroveBorrows *borrows; /* NULL until something in it was borrowed while it was own */
  TrovePool **table;     /* by pool, when it uses more than a few; else NULL */
  TroveChunk *chunks[2]; /* owned; it lies in the first */
  TroveChunk **more_chunks;
};

/* Less room for strings' bytes is not worth parking. */
#define TROVE_STRING_ROOM 64

/* A string's bytes; element strings point behind the header, and are NUL-terminated there. */
typedef struct
{
  guint32 length;   /* without the NUL */
  guint32 capacity; /* bytes behind the header */
} TroveString;

static inline TroveString *
trove_string_header (const char *bytes)
{
  return (TroveString *) bytes - 1;
}

/* Room for a string of length bytes and its NUL: a multiple of 4, so that headers stay aligned and a free one fits the
 * next of its size; and no less than the link to the next free one. */
static inline gsize
trove_string_capacity (gsize length)
{
  return MAX ((length + 1 + 3) & ~(gsize) 3, sizeof (gpointer));
}

/* Of a new chunk for strings' bytes: there are many strings, of any length. */
#define TROVE_STRINGS_UNIT 8192

/* The bytes that a sub-arena and its first row take at most: less room is not worth parking. */
static inline gsize
trove_sub_room (const TroveLayout *layout)
{
  return sizeof (TroveSub) + layout->alignment + TROVE_FIRST_ROW * layout->stride;
}

/* Carved from the chain that the first row of that pool comes from, and in front of it; NULL: no memory. */
TroveSub *trove_sub_new (guint64 id, TroveSchema *schema, guint pool, TroveChain *chain);

static inline TroveSub *
trove_sub_ref (TroveSub *sub)
{
  trove_count_add (&sub->count);
  return sub;
}

/* The last reference clears the elements and frees it: never call it with a lock held. */
void trove_sub_unref (TroveSub *sub);

/* Drops the reference of the arena whose own it was, or hands it over to the guards that last. Each way by which an arena
 * lets go of what is its own goes through here, once. owner: it is the owner's thread. */
void trove_sub_let_go (TroveSub *sub, gboolean owner);

/* The pool of that index, or NULL where it is not used. */
TrovePool *trove_sub_lookup_slow (const TroveSub *sub, guint pool);

static inline TrovePool *
trove_sub_lookup (const TroveSub *sub, guint pool)
{
  if (G_LIKELY (sub->first.index == pool))
    return sub->first.n_rows > 0 ? (TrovePool *) &sub->first : NULL;

  return trove_sub_lookup_slow (sub, pool);
}

/* Adds a row to a pool, which is listed if it was not; NULL: no memory, nothing changed. */
TrovePool *trove_sub_add_row (TroveSub *sub, guint index, TroveChain *chain);

/* Room for a string of length bytes in the sub-arena; NULL: no memory, nothing changed. */
TroveString *trove_sub_carve_string_slow (TroveSub *sub, TroveChain *chain, gsize size);

/* Whether the sub-arena of that id has the chain's current chunk, and that has room for such a string, at next. */
static inline gboolean
trove_chain_has_string (const TroveChain *chain, guint64 id, gsize length)
{
  return chain->holder == id &&
         (gsize) (chain->end - chain->next) >= sizeof (TroveString) + trove_string_capacity (length);
}

/* Takes that room, where all of the string but its NUL may be already. */
static inline char *
trove_chain_take_string (TroveChain *chain, gsize length)
{
  TroveString *string = (TroveString *) chain->next;
  gsize capacity = trove_string_capacity (length);
  char *bytes = (char *) (string + 1);

  string->length = (guint32) length;
  string->capacity = (guint32) capacity;
  bytes[length] = '\0';
  chain->next += sizeof *string + capacity;
  return bytes;
}

static inline TroveString *
trove_sub_carve_string (TroveSub *sub, TroveChain *chain, gsize length)
{
  TroveString *string;

  if (G_LIKELY (trove_chain_has_string (chain, sub->id, length)))
    return (TroveString *) trove_chain_take_string (chain, length) - 1;

  string = trove_sub_carve_string_slow (sub, chain, sizeof *string + trove_string_capacity (length));
  if (string != NULL)
    string->capacity = (guint32) trove_string_capacity (length);
  return string;
}

/* To be called when it was frozen, and to see that nobody wrote since: under TROVE_DEBUG=frozen. */

static inline void
trove_sub_remember (TroveSub *sub)
{
  if (trove_debug_frozen ())
    trove_debug_remember (sub, sub->schema, &sub->first);
}

static inline void
trove_sub_verify (TroveSub *sub)
{
  if (trove_debug_frozen ())
    trove_debug_verify (sub, sub->id, sub->schema, &sub->first);
}

/* The pools in order of first use. */
#define TROVE_SUB_FOREACH_POOL(sub, pool)                                                                    \
  for (TrovePool *pool = (sub)->first.n_rows > 0 ? (TrovePool *) &(sub)->first : NULL; pool != NULL;         \
       pool = pool->next)

guint64 trove_sub_n_elements (const TroveSub *sub);

static inline gboolean
trove_sub_is_empty (const TroveSub *sub)
{
  return sub->first.length == 0 && trove_sub_n_elements (sub) == 0;
}

guint trove_sub_n_rows (const TroveSub *sub);
guint64 trove_sub_n_bytes (const TroveSub *sub);  /* of elements, and of strings */
gsize trove_sub_n_overhead (const TroveSub *sub); /* bytes of all that is not in its chunks */

/* Whether something of it lies in the chunk. */
gboolean trove_sub_holds (const TroveSub *sub, const TroveChunk *chunk);

typedef void (*TroveChunkFunc) (const TroveChunk *chunk, gpointer data);
void trove_sub_foreach_chunk (const TroveSub *sub, TroveChunkFunc func, gpointer data);
