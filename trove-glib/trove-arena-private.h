/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the surface's sources share of an arena and a snapshot. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "core/core.h"
#include "thread-serial.h"

/* For the function that takes over where the quick path cannot go on. */
#define TROVE_SLOW G_GNUC_NO_INLINE __attribute__ ((cold))

struct _TroveArena
{
  GObject parent_instance;

  _Atomic (guint64) owner; /* a thread's serial, or TROVE_THREAD_NONE: whoever uses it next */
  TroveRef root;           /* of the document, null: none */
  TroveCore core;
};

struct _TroveSnapshot
{
  TroveLog *log; /* with length, a view: taken apart so that the count fits beside it */
  guint length : 31;
  guint limited : 1; /* max_bytes is there */
  TroveCount count;
  TroveSchema *schema;
  TroveRef root;
  guint64 max_bytes[]; /* the arena's limit, for what branches off; only where there is one */
};

G_GNUC_INTERNAL extern gconstpointer trove_arena_class; /* not NULL before there is one either */

/* A final type's instances have its class: no look-up. */
static inline gboolean
trove_arena_ok (TroveArena *arena)
{
  const GTypeInstance *instance = (GTypeInstance *) arena;

  return instance != NULL && instance->g_class == trove_arena_class;
}

gboolean trove_arena_adopt (TroveArena *self, GError **error);

/* For any thread: the owner may be giving the arena a schema of its own, of the same types. */
static inline const TroveSchema *
trove_arena_schema (TroveArena *self)
{
  return __atomic_load_n (&self->core.schema, __ATOMIC_ACQUIRE);
}

/* Whether this thread may use the arena. Makes the arena this thread's where it belongs to none. */
static inline gboolean
trove_arena_enter (TroveArena *self, GError **error)
{
  guint64 owner = atomic_load_explicit (&self->owner, memory_order_relaxed);

  return G_LIKELY (owner == trove_thread_serial) || trove_arena_adopt (self, error);
}

/* The way for what is called for each element: whether all is as it should be, without a call. Where it is not, a
 * function apart looks at each thing in turn; so the quick one keeps nothing over a call and needs no stack. */
static inline gboolean
trove_arena_ready (TroveArena *self, guint pool)
{
  return trove_arena_ok (self) &&
         atomic_load_explicit (&self->owner, memory_order_relaxed) == trove_thread_serial &&
         pool < self->core.n_pools;
}

/* Copy and clear functions may drop the last reference to the arena that calls them. */
static inline TroveArena *
trove_arena_keep (TroveArena *self, const TroveLayout *layout)
{
  return trove_layout_calls_back (layout) ? g_object_ref (self) : NULL;
}

/* A new arena of that schema, which it takes over, that reads the view. */
TroveArena *trove_arena_new_of (TroveSchema *schema, const TroveView *view, const TroveRef *root);

/* Of what an arena has frozen, with its root and limit. */
TroveSnapshot *trove_snapshot_new (TroveArena *arena);

/* Whether two schemas have the same pools. Otherwise TYPE_MISMATCH, whose message begins with cannot. */
gboolean trove_check_same_pools (const TroveSchema *a, const TroveSchema *b, const char *cannot,
                                 GError **error);

/* The pool of a ref, checked as far as that it can be used as an index. */
static inline guint
trove_ref_pool_in (const TroveRef *ref, const TroveSchema *schema)
{
  guint pool = trove_offset_pool (ref->offset);

  return pool < schema->n_pools ? pool : 0;
}

static inline TroveView
trove_snapshot_view (const TroveSnapshot *self)
{
  return (TroveView){ self->log, self->length };
}

/* Both give a list model of that moment. */
TroveVecMap *trove_vec_map_new (TroveArena *arena);
TroveVecMap *trove_vec_map_new_for_view (const TroveView *view);

TroveSubArena *trove_sub_arena_new (TroveSub *sub, TroveArena *owner);

/* Whether what was given out holds the sub-arena. */
gboolean trove_vec_map_holds (TroveVecMap *self, const TroveSub *sub);
gboolean trove_sub_arena_holds (TroveSubArena *self, const TroveSub *sub);
gboolean trove_borrow_holds (TroveBorrow *self, const TroveSub *sub);

/* Tags the source of a reader that is used for one call alone. */
#define TROVE_READER_BATCH ((guintptr) 2)

/* A batch. What is looked up is fetched meanwhile, since it is read next; what the reader knows is kept in registers. */
static inline gboolean
trove_reader_get_many (TroveReader *reader, const TroveRef *refs, gsize n, gconstpointer *out, GError **error)
{
  const guint64 bits = reader->pool_bits;
  const gsize stride = reader->stride;
  guint64 id = reader->sub_arena, limit = reader->limit;
  const guintptr *rows = reader->rows;

  for (gsize i = 0; i < n; i++)
    {
      guint64 index = refs[i].offset ^ bits;
      gconstpointer element;

      if (G_LIKELY (refs[i].sub_arena == id && index < limit))
        element = trove_rows_address (rows, index, stride);
      else
        {
          element = trove_reader_get_slow (reader, &refs[i], error);
          if (element == NULL)
            return FALSE;
          id = reader->sub_arena;
          limit = reader->limit;
          rows = reader->rows;
        }

      __builtin_prefetch (element);
      out[i] = element;
    }
  return TRUE;
}

/* Reading many, wherever the sub-arena is held. */
gint64 *trove_bulk_read_int64s (const TroveSub *sub, const TroveSchema *schema, const TroveRef *first,
                                gsize n, GError **error);
double *trove_bulk_read_doubles (const TroveSub *sub, const TroveSchema *schema, const TroveRef *first,
                                 gsize n, GError **error);
GBytes *trove_bulk_read_bytes (const TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                               GError **error);
