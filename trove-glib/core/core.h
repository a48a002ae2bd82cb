/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Arena core: the own sub-arena, which is appended to and mutated, and a view of the frozen ones.
 *
 *   TroveCore ├─ own ──► TroveSub 12   written by this arena alone; NULL until the first append after a freeze
 *             ├─ view ─► 1, 4, 9, 11   frozen: shared with clones, merges, snapshots
 *             └─ cursors, one a pool: the free end of the own sub-arena's current row, the frozen sub-arena of the
 *                last read, and the chains that rows and strings' bytes are carved from
 *
 * Invariants: own == NULL or own_id == own->id; own_id, where not 0, is above every id in the view; a cursor's pool
 * is the own sub-arena's, or the empty one; next is the address of index pool->length, or next == end. A hit never
 * names the own sub-arena, and what it names is in the view: replacing the view
 * (trove_core_replace_view()) clears all hits.
 *
 * Owner's thread alone, but for trove_core_clear(). Copy and clear functions may call back into the same core: no
 * state is kept in local variables over them. Errors are set here, where the ids and types are known. */

#pragma once

#include <string.h>

#include "trove-glib/trove-error.h"

#include "copying.h"
#include "usage-walk.h"

#define TROVE_POOL_SHIFT 40
#define TROVE_POOL_MASK 255

#define TROVE_NEAR_STACK 65536 /* bytes of the stack that are known as such */

typedef struct
{
  gsize stride;      /* of the pool's elements, as in the schema */
  guint64 pool_bits; /* the pool's index, where a ref's offset has it */
  TrovePool *pool;   /* of the own sub-arena; while that does not use it, an empty one */
  guint64 hit_id;    /* frozen sub-arena that was read last, 0: none */
  guint64 hit_limit; /* its elements in this pool */
  const guintptr *hit_rows;
  char *next, *end; /* free elements of its current row */
  gboolean plain;   /* a copy is a memcpy() */
  gboolean string;
  TroveChain rows, bytes;
  TroveString *free_strings; /* bytes of the own sub-arena to be used again, linked through themselves */
} TroveCursor;

typedef struct
{
  TroveSchema *schema; /* owned */
  guint n_pools;       /* as in the schema */
  TroveSub *own;       /* owned */
  guint64 own_id;      /* 0: not drawn yet */
  TroveView view;
  TroveBudget budget;
  TroveCursor *cursors; /* one a pool: only, or an array of their own */
  TroveCursor only;
} TroveCore;

/* Takes over the schema. */
void trove_core_init (TroveCore *core, TroveSchema *schema);
void trove_core_clear (TroveCore *core); /* any thread */
void trove_core_set_schema (TroveCore *core,
                            TroveSchema *schema); /* of the same layouts, but for an empty core */

/* Parks the chunks of an arena that has nothing own, for others of its schema. */
void trove_core_park (TroveCore *core);

/* Adds the bytes that it holds. */
void trove_core_measure (const TroveCore *core, TroveUsage *usage);

/* The most bytes that it may hold, 0: as many as there are. What it holds is measured. */
void trove_core_set_max_bytes (TroveCore *core, guint64 max_bytes);

/* NO_MEMORY for elements of a pool, which says what the limit is where there is one. FALSE. */
gboolean trove_core_no_memory (const TroveCore *core, guint pool, GError **error);

/* Makes sure that the schema is of this arena and those that come from it. FALSE: NO_MEMORY. */
gboolean trove_core_own_schema (TroveCore *core, GError **error);

/* The id of the own sub-arena, drawn if need be; 0 with FULL. */
guint64 trove_core_get_id (TroveCore *core, GError **error);

/* For tests: the id that is drawn next; and a pool of the own sub-arena that has that many elements, no fewer than it
 * has, of which nobody wrote the further ones. */
void trove_core_set_next_id (guint64 id);
gboolean trove_core_set_length (TroveCore *core, guint pool, guint64 length, GError **error);

/* What is own becomes frozen, if there is any. Fails with BORROWED_MUT or NO_MEMORY. */
gboolean trove_core_freeze (TroveCore *core, GError **error);

/* After both were frozen: core reads what other reads as well. */
gboolean trove_core_absorb (TroveCore *core, const TroveCore *other, GError **error);

/* The arena goes on from a view of sub-arenas with the same pools: what it had beside them, it lets go. Fails with
 * BORROWED_MUT. */
gboolean trove_core_revert (TroveCore *core, const TroveView *view, GError **error);

/* collect.c: lets go of frozen sub-arenas by id, in increasing order; fails with NO_MEMORY. */
gboolean trove_core_let_go (TroveCore *core, const guint64 *ids, guint n, GError **error);

/* collect.c: lets go of every frozen sub-arena in which no element is reached, neither from the document's root nor from one
 * of n others. Roots, and refs in elements, that the arena does not hold are passed over. Fails with NO_MEMORY. */
gboolean trove_core_collect (TroveCore *core, const TroveRef *root, const TroveRef *roots, gsize n,
                             GError **error);

/* The view becomes another, which is taken over; the old one is let go of last, since that may clear elements. */
void trove_core_replace_view (TroveCore *core, TroveView view);

/* Whether any element of the own sub-arena is borrowed. */
TroveBorrowState trove_core_borrowed (TroveCore *core);

/* The sub-arena of that id, own or frozen, or NULL. */
TroveSub *trove_core_lookup (const TroveCore *core, guint64 id);

/* In increasing order of id, the own one last where it has elements. */
void trove_core_foreach (const TroveCore *core, TroveSubFunc func, gpointer data);

/* Refs */

static inline guint
trove_offset_pool (guint64 offset)
{
  return (guint) (offset >> TROVE_POOL_SHIFT) & TROVE_POOL_MASK;
}

static inline guint64
trove_offset_index (guint64 offset)
{
  return offset & (((guint64) 1 << TROVE_POOL_SHIFT) - 1);
}

/* Reading: the hit is inline, the rest is one look-up in the map. The same error for arenas and snapshots. */

/* Where trove_core_get_hit() found nothing. */
gconstpointer trove_core_find (TroveCore *core, guint pool, const TroveRef *ref, GError **error);
gpointer trove_sub_find (const TroveSub *sub, guint n_pools, const TroveRef *ref, GError **error);
gboolean trove_check_pool (const TroveSchema *schema, guint pool, const TroveRef *ref, GError **error);

/* NULL where the element is in neither of the two. */
static inline gconstpointer
trove_core_get_hit (const TroveCore *core, guint pool, const TroveRef *ref)
{
  const TroveCursor *cursor = &core->cursors[pool];
  guint64 index = ref->offset ^ cursor->pool_bits;

  if (G_LIKELY (ref->sub_arena == cursor->hit_id && index < cursor->hit_limit))
    return trove_rows_address (cursor->hit_rows, index, cursor->stride);
  if (G_LIKELY (ref->sub_arena == core->own_id && index < cursor->pool->length))
    return trove_rows_address (cursor->pool->rows, index, cursor->stride);

  return NULL;
}

static inline gconstpointer
trove_core_get (TroveCore *core, guint pool, const TroveRef *ref, GError **error)
{
  gconstpointer element = trove_core_get_hit (core, pool, ref);

  return G_LIKELY (element != NULL) ? element : trove_core_find (core, pool, ref, error);
}

static inline gboolean
trove_core_is_own (const TroveCore *core, guint pool, const TroveRef *ref)
{
  const TroveCursor *cursor = &core->cursors[pool];

  return ref->sub_arena == core->own_id && (ref->offset ^ cursor->pool_bits) < cursor->pool->length;
}

/* Where what is own is. */
static inline gpointer
trove_core_own_address (const TroveCore *core, guint pool, const TroveRef *ref)
{
  const TroveCursor *cursor = &core->cursors[pool];

  return trove_rows_address (cursor->pool->rows, ref->offset ^ cursor->pool_bits, cursor->stride);
}

/* Appending */

gboolean trove_core_grow (TroveCore *core, guint pool, GError **error);

static inline gpointer
trove_core_reserve (TroveCore *core, guint pool, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];

  if (G_UNLIKELY (cursor->next == cursor->end) && !trove_core_grow (core, pool, error))
    return NULL;

  return cursor->next;
}

/* The reserved element has its value: out, where not NULL, is its ref. */
static inline void
trove_core_publish (TroveCore *core, guint pool, TroveRef *out)
{
  TroveCursor *cursor = &core->cursors[pool];
  guint64 index = cursor->pool->length++;

  cursor->next += cursor->stride;
  if (out != NULL)
    *out = (TroveRef){ core->own_id, index | cursor->pool_bits };
}

/* Moves an element of 4 to 64 bytes without a call, as two halves that may overlap; FALSE: it is of another size, and
 * nothing was moved. */
static inline gboolean
trove_element_move_common (gpointer dest, gconstpointer src, gsize size)
{
#define MOVE_HALVES(half, offset)                                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    char first[half], last[half];                                                                            \
                                                                                                             \
    memcpy (first, (const char *) src + (offset), half);                                                     \
    memcpy (last, (const char *) src + size - (half) - (offset), half);                                      \
    memcpy ((char *) dest + (offset), first, half);                                                          \
    memcpy ((char *) dest + size - (half) - (offset), last, half);                                           \
  }                                                                                                          \
  G_STMT_END

  if (size <= 16)
    {
      if (G_LIKELY (size >= 8))
        MOVE_HALVES (8, 0);
      else if (size >= 4)
        MOVE_HALVES (4, 0);
      else
        return FALSE;
    }
  else if (size <= 64)
    {
      MOVE_HALVES (16, 0);
      if (size > 32)
        MOVE_HALVES (16, 16);
    }
  else
    return FALSE;

  return TRUE;
#undef MOVE_HALVES
}

static inline void
trove_element_move (gpointer dest, gconstpointer src, gsize size)
{
  if (!trove_element_move_common (dest, src, size))
    memcpy (dest, src, size);
}

/* Whether a value that is replaced, or a copy, is somebody else's code. */
static inline gboolean
trove_layout_calls_back (const TroveLayout *layout)
{
  return layout->copy != NULL || layout->clear != NULL;
}

/* values.c: all of them copy what they are given. out and inout may point into an element of the core. */

gboolean trove_core_append (TroveCore *core, guint pool, gconstpointer element, TroveRef *out,
                            GError **error);
gboolean trove_core_append_many (TroveCore *core, guint pool, gconstpointer elements, gsize n,
                                 TroveRef *first, GError **error);

/* The value a ref names becomes a copy of element; inout is the ref to use from then on. */
gboolean trove_core_set (TroveCore *core, guint pool, TroveRef *inout, gconstpointer element, GError **error);

/* The address of the value for writing, copied to the own sub-arena first where it is frozen. */
gpointer trove_core_get_mut (TroveCore *core, guint pool, TroveRef *inout, GError **error);

/* INVALID_REF where a ref that is to be written back, since what it names is copied, lies in a frozen element. Looks at the
 * sub-arenas that were read last, and under TROVE_DEBUG=frozen at all. Where the ref is own, nothing is written back. */
gboolean trove_core_check_inout (const TroveCore *core, guint pool, const TroveRef *inout, GError **error);

/* The quick part of it: FALSE where the address is on the caller's stack, or in the last row of the own sub-arena's pool. */
static inline gboolean
trove_core_may_be_in_frozen (const TroveCore *core, guint pool, gconstpointer address)
{
  const TroveCursor *cursor = &core->cursors[pool];
  const TrovePool *own = cursor->pool;

  if (G_LIKELY ((guintptr) address - (guintptr) __builtin_frame_address (0) < TROVE_NEAR_STACK))
    return FALSE;
  if (own->n_rows > 0)
    {
      guint64 start = trove_row_start (own->n_rows - 1u);
      guintptr first = own->rows[own->n_rows - 1] + (guintptr) (start * cursor->stride);

      if (own->length > start && (guintptr) address - first < (own->length - start) * cursor->stride)
        return FALSE;
    }
  return TRUE;
}

/* As trove_core_get_mut(), with room to count a borrow of the copy; without that room no copy is made. */
gpointer trove_core_get_mut_to_borrow (TroveCore *core, guint pool, TroveRef *inout, GError **error);

/* The value at an address in a sub-arena, which nobody else reads, becomes a copy of element: where check, if
 * there is one, still says so after the copy was made, since a copy function may have changed that. */
typedef gboolean (*TroveCheckFunc) (gpointer data, GError **error);
gboolean trove_sub_replace (TroveSub *sub, guint pool, gpointer address, gconstpointer element,
                            TroveCheckFunc check, gpointer data, GError **error);

/* Whether nothing of the own sub-arena, which is there, is borrowed. */
static inline gboolean
trove_core_none_borrowed (const TroveCore *core)
{
  return core->own->borrows == NULL || trove_borrows_none (core->own->borrows);
}

/* strings.c */

/* As trove_core_append() and trove_core_set(). The bytes may be NULL, with a length of 0. */
gboolean trove_core_append_string (TroveCore *core, guint pool, const char *bytes, gsize length,
                                   TroveRef *out, GError **error);
gboolean trove_core_set_string (TroveCore *core, guint pool, TroveRef *inout, const char *bytes, gsize length,
                                GError **error);

/* An element of any sub-arena that nobody else reads becomes that string, or NULL. */
gboolean trove_sub_replace_string (TroveSub *sub, guint pool, char **element, const char *bytes,
                                   GError **error);

/* Bytes of the own sub-arena that no element has any more, to be used again. */
void trove_core_free_string (TroveCore *core, guint pool, char *bytes);

/* Borrows of own elements, which are counted; shared ones of frozen elements are nobody's business. */
gboolean trove_core_check_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error);
/* Room for what is appended next, and to count its borrow. */
gboolean trove_core_prepare_borrow (TroveCore *core, guint pool, GError **error);
gboolean trove_core_add_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error);
