/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveArena, for the sources of its methods and of the types that are made from
 * arenas. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "core/core-read.h"
#include "thread-serial.h"

/* Slow path, kept out of line. */
#define TROVE_SLOW G_GNUC_NO_INLINE __attribute__ ((cold))

struct _TroveArena
{
  GObject parent_instance;

  /* The serial of the owner. TROVE_THREAD_NONE: the next thread that uses the arena becomes its owner. */
  _Atomic (guint64) owner;
  TroveRef root; /* the root of the document; the null ref: none */
  TroveCore core;
};

G_GNUC_INTERNAL extern gconstpointer trove_arena_class; /* never NULL, not even before the class exists */

/* TROVE_IS_ARENA() without a look-up: an instance of a final type has that type's class. */
static inline gboolean
trove_arena_ok (TroveArena *arena)
{
  const GTypeInstance *instance = (GTypeInstance *) arena;

  return instance != NULL && instance->g_class == trove_arena_class;
}

/* Makes an arena with this root and an empty core. The caller fills the core, as with trove_core_start(). */
TroveArena *trove_arena_new_with_root (const TroveRef *root);

gboolean trove_arena_adopt (TroveArena *self, GError **error);

/* TRUE if this thread may use the arena. This thread becomes the owner of an arena that has none. */
static inline gboolean
trove_arena_enter (TroveArena *self, GError **error)
{
  guint64 owner = atomic_load_explicit (&self->owner, memory_order_relaxed);

  return G_LIKELY (owner == trove_thread_serial) || trove_arena_adopt (self, error);
}

/* The precondition of a fast path: the pointer is an arena, this thread owns it, and it has the pool. If this
 * returns FALSE, the slow path checks each of the three again, and reports the one that fails. The fast path
 * makes no other call, and so needs no stack frame. */
static inline gboolean
trove_arena_ready (TroveArena *self, guint pool)
{
  return trove_arena_ok (self) &&
         atomic_load_explicit (&self->owner, memory_order_relaxed) == trove_thread_serial &&
         pool < trove_core_n_pools (&self->core);
}

/* A reference on the arena if the elements of the layout have functions, which may drop the reference of
 * the caller. Otherwise NULL. */
static inline TroveArena *
trove_arena_keep (TroveArena *self, const TroveLayout *layout)
{
  return trove_layout_calls_back (layout) ? g_object_ref (self) : NULL;
}
