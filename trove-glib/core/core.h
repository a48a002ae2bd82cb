/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Core: an arena without its GObject. It appends to one sub-arena, its own, and reads a view of frozen ones.
 *
 *   TroveCore ├─ own ──► TroveSub 12   written by this arena alone; NULL until the first append after a freeze
 *             ├─ view ─► 1, 4, 9, 11   frozen: shared with clones, merged arenas and snapshots
 *             └─ cursors, one a pool: the free end of the own sub-arena's current row, the frozen sub-arena of the
 *                last read, and the chains that rows and strings' bytes are carved from
 *
 * Invariants: own == NULL or own_id == own->id. own_id, where not 0, is above every id in the view. A cursor's pool is
 * a pool of the own sub-arena, or trove_pool_empty. next is the address of index pool->length, or next == end. hit_id,
 * where not 0, is the id of a sub-arena in the view, so never of the own one: trove_core_replace_view() clears it.
 *
 * The sources of TroveCore, from the bottom up; each has a header of its name:
 *
 *   core            making, clearing, schema, limit of bytes
 *   core-own        the own sub-arena: its id, its rows, the next free element
 *   core-block      blocks of the own sub-arena, in place of elements
 *   core-read       from a ref to an address
 *   core-borrow     borrows of own elements
 *   core-inout      refs that are written back
 *   core-string     strings: append, set
 *   core-append     append, one or many
 *   core-set        set, copy on write
 *   core-version    freeze, clone, merge, revert
 *   core-collect    letting go of sub-arenas that no root reaches
 *
 * trove_core_try_…() are fast paths, inline: they do nothing and return FALSE or NULL where they do not apply. The caller
 * then takes the path for all cases.
 *
 * Only the owner's thread calls these functions, but for those that say "any thread". Copy and clear functions may
 * call back into the same core, so no state is kept in local variables over such a call. Errors are set here, where the
 * ids and types are known. Nothing above this folder uses a member of TroveCore. */

#pragma once

#include "trove-glib/trove-error.h"

#include "copying.h"
#include "ref-bits.h"
#include "usage-walk.h"

typedef struct
{
  gsize stride;      /* of the pool's elements, as in the schema */
  guint64 pool_bits; /* the pool's index, shifted as in a ref's offset */
  TrovePool *pool; /* of the own sub-arena; trove_pool_empty while the own sub-arena does not use the pool */
  guint64 hit_id;  /* the frozen sub-arena of the last read, 0: none */
  guint64 hit_limit; /* number of that sub-arena's elements in this pool */
  const guintptr *hit_rows;
  char *next, *end; /* free elements of the own pool's current row */
  gboolean plain;   /* memcpy() copies an element */
  gboolean string;
  TroveChain rows, bytes;
  TroveStringHeader *free_strings; /* of the own sub-arena, linked through their bytes */
} TroveCursor;

typedef struct
{
  TroveSchema *schema; /* owned */
  guint n_pools;       /* as in the schema */
  TroveSub *own;       /* owned */
  guint64 own_id;      /* 0: not drawn yet */
  TroveView view;
  TroveBudget budget;
  TroveChunk *spare;    /* for blocks, owned; NULL: none */
  TroveCursor *cursors; /* one a pool: &only, or an array */
  TroveCursor only;
} TroveCore;

/* Takes over the reference on the schema. */
void trove_core_init (TroveCore *core, TroveSchema *schema);
void trove_core_clear (TroveCore *core); /* any thread */

/* Takes over the reference on the schema. The core has no elements, or both schemas have the same layouts. */
void trove_core_set_schema (TroveCore *core, TroveSchema *schema);

/* Copies a schema that unrelated arenas share, so that only this arena and those that come from it have the schema.
 * FALSE: NO_MEMORY. */
gboolean trove_core_copy_schema (TroveCore *core, GError **error);

static inline gboolean
trove_core_own_schema (TroveCore *core, GError **error)
{
  return G_LIKELY (!core->schema->shared) || trove_core_copy_schema (core, error);
}

/* Any thread: the owner may be replacing the schema by one with the same layouts. */
static inline const TroveSchema *
trove_core_peek_schema (const TroveCore *core)
{
  return __atomic_load_n (&core->schema, __ATOMIC_ACQUIRE);
}

static inline TroveSchema *
trove_core_schema (const TroveCore *core)
{
  return core->schema;
}

static inline guint
trove_core_n_pools (const TroveCore *core)
{
  return core->n_pools;
}

static inline const TroveLayout *
trove_core_layout (const TroveCore *core, guint pool)
{
  return &core->schema->pools[pool];
}

/* The pool of a ref, or 0 where the ref names a pool that does not exist: for use as an index before the ref is
 * checked. */
static inline guint
trove_core_pool_of (const TroveCore *core, const TroveRef *ref)
{
  guint pool = trove_offset_pool (ref->offset);

  return pool < core->n_pools ? pool : 0;
}

/* The own sub-arena, or NULL. */
static inline TroveSub *
trove_core_own (const TroveCore *core)
{
  return core->own;
}

static inline const TroveView *
trove_core_view (const TroveCore *core)
{
  return &core->view;
}

/* The sub-arena of that id, own or frozen, or NULL. */
static inline TroveSub *
trove_core_lookup (const TroveCore *core, guint64 id)
{
  if (core->own != NULL && id == core->own_id)
    return core->own;

  return trove_view_lookup (&core->view, id);
}

/* Calls func in increasing order of id; the own sub-arena comes last, if it has elements. */
void trove_core_foreach (const TroveCore *core, TroveSubFunc func, gpointer data);

/* Parks the chunks of a core without an own sub-arena, for other arenas of the schema. */
void trove_core_park (TroveCore *core);
void trove_core_park_pool (TroveCore *core, guint pool);

/* Bytes */

/* Adds the bytes that the core holds. */
void trove_core_measure (const TroveCore *core, TroveUsage *usage);

/* The same for the bytes that the core and further views of its schema hold. Calls func once for each sub-arena. */
void trove_core_measure_with (const TroveCore *core, const TroveView *const *views, gsize n_views,
                              TroveSubFunc func, gpointer data, TroveUsage *usage);

/* Sets the limit of the bytes that the core may hold, 0: no limit, and measures the bytes that it holds. */
void trove_core_set_max_bytes (TroveCore *core, guint64 max_bytes);

/* Measures the bytes that the core holds again, if there is a limit. */
static inline void
trove_core_remeasure (TroveCore *core)
{
  trove_core_set_max_bytes (core, core->budget.most);
}

/* Any thread. */
static inline guint64
trove_core_max_bytes (const TroveCore *core)
{
  return __atomic_load_n (&core->budget.most, __ATOMIC_RELAXED);
}

/* Sets NO_MEMORY for elements of a pool. The message has the limit, if there is one. Returns FALSE. */
gboolean trove_core_no_memory (const TroveCore *core, guint pool, GError **error);
