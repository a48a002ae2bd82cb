/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-arena-private.h"

#include "core/core-set.h"
#include "cycles.h"
#include "gvalue.h"

/* The contents of TroveBorrow. */
typedef struct
{
  _Atomic (TroveSub *) sub; /* NULL: released, or never initialized */
  gpointer address;         /* of the element */
  TroveRef ref;
  guint64 owner;    /* the serial of the thread that borrowed, and the bit SLOW */
  TroveCount count; /* the reference count of a guard on the heap; 0: the guard is on the stack */
  gboolean mutable;

  /* The byte of the element in sub->borrows, whose counts keep sub. NULL: the element was frozen, and sub is
   * owned. */
  guint8 *byte;
} Guard;

/* Set in Guard.owner for a guard on the heap, and for a guard of a frozen element. trove_borrow_clear() then
 * takes its slow path, since no serial of a thread has this bit. */
#define SLOW ((guint64) 1 << 63)

G_STATIC_ASSERT (sizeof (Guard) <= sizeof (TroveBorrow));
G_STATIC_ASSERT (G_ALIGNOF (Guard) <= G_ALIGNOF (TroveBorrow));

static Guard *
guard_of (const TroveBorrow *borrow)
{
  return (Guard *) borrow;
}

static guint64
owner_of (const Guard *guard)
{
  return guard->owner & ~SLOW;
}

static TroveSub *
held (const TroveBorrow *borrow)
{
  return atomic_load_explicit (&guard_of (borrow)->sub, memory_order_relaxed);
}

static gboolean
holds (gconstpointer borrow, const TroveSub *sub)
{
  return held (borrow) == sub;
}

G_DEFINE_BOXED_TYPE_WITH_CODE (TroveBorrow, trove_borrow, trove_borrow_ref, trove_borrow_unref,
                               trove_cycles_add_type (g_define_type_id, holds))

/* Borrowing */

static inline void
guard_init (Guard *guard, TroveSub *sub, gboolean mutable, guint8 *byte)
{
  guard->owner = byte != NULL ? trove_thread_serial : trove_thread_serial | SLOW;
  atomic_init (&guard->count, 0);
  guard->mutable = mutable;
  guard->byte = byte;
  atomic_init (&guard->sub, sub);
}

/* Borrows an own element in a row where an element was borrowed before. The arena holds the sub-arena, so
 * no look-up is made and no reference is taken. If this returns FALSE, some members may have been written;
 * the slow path initializes the guard anew. */
static inline gboolean
init_quick (Guard *guard, TroveArena *arena, const TroveRef *ref, gboolean mutable)
{
  guint8 *byte =
      trove_core_try_borrow (&arena->core, trove_offset_pool (ref->offset), ref, mutable, &guard->address);

  if (G_UNLIKELY (byte == NULL))
    return FALSE;

  guard->ref = *ref;
  guard_init (guard, trove_core_own (&arena->core), mutable, byte);
  return TRUE;
}

static void
guard_begin (Guard *guard, const TroveRef *ref, gpointer address)
{
  guard->ref = *ref;
  guard->address = address;
}

/* Borrows an own element. The caller has checked that the other borrows of the element allow this. */
static gboolean
init_own (Guard *guard, TroveArena *arena, const TroveRef *ref, gpointer address, gboolean mutable,
          GError **error)
{
  if (!trove_core_add_borrow (&arena->core, ref, mutable, error))
    return FALSE;

  guard_begin (guard, ref, address);
  guard_init (guard, trove_core_own (&arena->core), mutable, trove_core_borrow_byte (&arena->core, ref));
  return TRUE;
}

TROVE_SLOW static gboolean
trove_borrow_init_slow (TroveBorrow *borrow, TroveArena *arena, const TroveRef *ref, GError **error)
{
  gpointer element;
  TroveSub *sub;

  g_return_val_if_fail (borrow != NULL, FALSE);
  *borrow = (TroveBorrow) TROVE_BORROW_INIT;
  g_return_val_if_fail (trove_arena_ok (arena), FALSE);
  g_return_val_if_fail (ref != NULL, FALSE);

  if (!trove_arena_enter (arena, error))
    return FALSE;

  element = (gpointer) trove_core_get (&arena->core, trove_core_pool_of (&arena->core, ref), ref, error);
  if (element == NULL)
    return FALSE;
  sub = trove_core_lookup (&arena->core, ref->sub_arena);
  if (sub == trove_core_own (&arena->core))
    return trove_core_check_borrow (&arena->core, ref, FALSE, error) &&
           init_own (guard_of (borrow), arena, ref, element, FALSE, error);

  guard_begin (guard_of (borrow), ref, element);
  guard_init (guard_of (borrow), trove_sub_ref (sub), FALSE, NULL);
  return TRUE;
}

/**
 * trove_borrow_init: (skip)
 * @borrow: (out caller-allocates): an uninitialized guard
 * @arena: an arena
 * @ref: a ref whose sub-arena @arena holds
 * @error: return location for an error
 *
 * Borrows an element for reading: its value does not change until the guard is released. Shared borrows of a
 * frozen element are not counted, since its value cannot change.
 *
 * Clear the guard with [method@Trove.Borrow.clear], or declare it with `g_auto (TroveBorrow) borrow =
 * TROVE_BORROW_INIT`. On failure, the guard is initialized as released.
 *
 * Cost: constant, plus one byte for each element of a row of the own sub-arena in which an element is
 * borrowed. On the thread of the arena, a borrow of an own element takes a few ns. A borrow of a frozen
 * element takes an atomic reference, which costs several times as much.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_WRONG_THREAD or
 *   %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_borrow_init (TroveBorrow *borrow, TroveArena *arena, const TroveRef *ref, GError **error)
{
  if (G_LIKELY (borrow != NULL && ref != NULL && trove_arena_ready (arena, trove_offset_pool (ref->offset)) &&
                init_quick (guard_of (borrow), arena, ref, FALSE)))
    return TRUE;

  return trove_borrow_init_slow (borrow, arena, ref, error);
}

TROVE_SLOW static gboolean
trove_borrow_init_mut_slow (TroveBorrow *borrow, TroveArena *arena, const TroveRef *ref, GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  TroveCycles cycles;
  gpointer element;
  TroveRef mine;
  guint pool;

  g_return_val_if_fail (borrow != NULL, FALSE);
  *borrow = (TroveBorrow) TROVE_BORROW_INIT;
  g_return_val_if_fail (trove_arena_ok (arena), FALSE);
  g_return_val_if_fail (ref != NULL, FALSE);

  if (!trove_arena_enter (arena, error))
    return FALSE;

  mine = *ref;
  pool = trove_core_pool_of (&arena->core, ref);
  keep = trove_arena_keep (arena, trove_core_layout (&arena->core, pool));

  trove_cycles_begin (&cycles, arena);
  element = trove_core_get_mut_to_borrow (&arena->core, pool, &mine, error);
  if (element != NULL)
    trove_cycles_end (&cycles, &mine, 1);
  return element != NULL && init_own (guard_of (borrow), arena, &mine, element, TRUE, error);
}

/**
 * trove_borrow_init_mut: (skip)
 * @borrow: (out caller-allocates): an uninitialized guard
 * @arena: an arena
 * @ref: a ref whose sub-arena @arena holds
 * @error: return location for an error
 *
 * Borrows an element for writing. Until the guard is released, no other call can borrow, read or change the
 * element, and @arena cannot be cloned, merged, snapshotted or transferred. A frozen element is copied to the
 * own sub-arena first: use the ref from [method@Trove.Borrow.dup_ref] from then on.
 *
 * Cost: that of `trove_borrow_init()`, plus that of a copy.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_BORROWED, %TROVE_ERROR_BORROWED_MUT,
 *   %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_borrow_init_mut (TroveBorrow *borrow, TroveArena *arena, const TroveRef *ref, GError **error)
{
  if (G_LIKELY (borrow != NULL && ref != NULL && trove_arena_ready (arena, trove_offset_pool (ref->offset)) &&
                init_quick (guard_of (borrow), arena, ref, TRUE)))
    return TRUE;

  return trove_borrow_init_mut_slow (borrow, arena, ref, error);
}

static TroveBorrow *
to_heap (const TroveBorrow *borrow)
{
  TroveBorrow *copy = g_memdup2 (borrow, sizeof *borrow);

  guard_of (copy)->owner |= SLOW;
  atomic_init (&guard_of (copy)->count, 1);
  return copy;
}

/**
 * trove_arena_borrow:
 * @self: an arena
 * @ref: a ref whose sub-arena @self holds
 * @error: return location for an error
 *
 * Borrows an element for reading: its value does not change until the guard is released with
 * [method@Trove.Borrow.release].
 *
 * Returns: (transfer full): a guard, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_BORROWED_MUT,
 *   %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveBorrow *
trove_arena_borrow (TroveArena *self, const TroveRef *ref, GError **error)
{
  TroveBorrow borrow;

  g_return_val_if_fail (trove_arena_ok (self), NULL);
  g_return_val_if_fail (ref != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_borrow_init (&borrow, self, ref, error) ? to_heap (&borrow) : NULL;
}

/**
 * trove_arena_borrow_mut:
 * @self: an arena
 * @ref: a ref whose sub-arena @self holds
 * @error: return location for an error
 *
 * Borrows an element for writing. Until the guard is released, no other call can borrow, read or change the
 * element, and @self cannot be cloned, merged, snapshotted or transferred. A frozen element is copied to the
 * own sub-arena first: use the ref from [method@Trove.Borrow.dup_ref] from then on. End the borrow with
 * [method@Trove.Borrow.release].
 *
 * Returns: (transfer full): a guard, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_BORROWED,
 *   %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or
 *   %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveBorrow *
trove_arena_borrow_mut (TroveArena *self, const TroveRef *ref, GError **error)
{
  TroveBorrow borrow;

  g_return_val_if_fail (trove_arena_ok (self), NULL);
  g_return_val_if_fail (ref != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_borrow_init_mut (&borrow, self, ref, error) ? to_heap (&borrow) : NULL;
}

/* Releasing */

/* Takes the sub-arena out of the guard. If several threads try at once, one gets the sub-arena and the
 * others get NULL. Only one thread at a time uses a guard on the stack. */
static TroveSub *
take_sub (Guard *guard)
{
  TroveSub *sub;

  if (atomic_load_explicit (&guard->count, memory_order_relaxed) > 0)
    return atomic_exchange_explicit (&guard->sub, NULL, memory_order_acq_rel);

  sub = atomic_load_explicit (&guard->sub, memory_order_relaxed);
  atomic_store_explicit (&guard->sub, NULL, memory_order_relaxed);
  return sub;
}

static void
release (Guard *guard)
{
  TroveSub *sub = take_sub (guard);
  gboolean last = TRUE;

  if (sub == NULL)
    return;

  /* After the borrow is removed, the sub-arena may be gone, unless this was the last borrow. */
  if (guard->byte != NULL)
    {
      guint pool = trove_offset_pool (guard->ref.offset);
      guint64 index = trove_offset_index (guard->ref.offset);

      if (trove_thread_self () == owner_of (guard))
        last = trove_borrows_remove (sub->borrows, pool, index, guard->mutable);
      else
        last = trove_borrows_return (sub->borrows, pool, index, guard->mutable);
    }
  if (last)
    trove_sub_unref (sub);
}

/**
 * trove_borrow_clear: (skip)
 * @borrow: an initialized guard on the stack
 *
 * Releases a guard that `trove_borrow_init()` or `trove_borrow_init_mut()` initialized. A second call does
 * nothing.
 *
 * Any thread may call this function.
 *
 * Since: 1.0
 */
void
trove_borrow_clear (TroveBorrow *borrow)
{
  Guard *guard = guard_of (borrow);

  if (G_LIKELY (guard != NULL && guard->owner == trove_thread_serial))
    {
      const TroveSub *sub = atomic_load_explicit (&guard->sub, memory_order_relaxed);

      if (G_LIKELY (sub != NULL && trove_borrows_remove_quick (sub->borrows, guard->byte, guard->mutable)))
        {
          atomic_store_explicit (&guard->sub, NULL, memory_order_relaxed);
          return;
        }
    }

  g_return_if_fail (borrow != NULL);
  release (guard);
}

/**
 * trove_borrow_release:
 * @self: a guard
 *
 * Ends a borrow. A second call does nothing. Dropping the last reference to the guard ends the borrow, too.
 *
 * Any thread may call this function. On a thread that is not the owner, the borrow ends when the owner next
 * makes a call that the borrow would forbid.
 *
 * Since: 1.0
 */
void
trove_borrow_release (TroveBorrow *self)
{
  g_return_if_fail (self != NULL);

  release (guard_of (self));
}

/**
 * trove_borrow_ref: (skip)
 * @self: a guard on the heap
 *
 * Takes a reference on a guard. This is not a second borrow.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
TroveBorrow *
trove_borrow_ref (TroveBorrow *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (atomic_load_explicit (&guard_of (self)->count, memory_order_relaxed) > 0, NULL);

  trove_count_add (&guard_of (self)->count);
  return self;
}

/**
 * trove_borrow_unref: (skip)
 * @self: (transfer full): a guard on the heap
 *
 * Drops a reference on a guard. The last one ends the borrow and frees the guard.
 *
 * Any thread may call this function.
 *
 * Since: 1.0
 */
void
trove_borrow_unref (TroveBorrow *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (atomic_load_explicit (&guard_of (self)->count, memory_order_relaxed) > 0);

  if (!trove_count_drop (&guard_of (self)->count))
    return;

  release (guard_of (self));
  g_free (self);
}

/* Using */

/**
 * trove_borrow_is_mutable:
 * @self: a guard
 *
 * Checks whether the value can be changed through the guard.
 *
 * Returns: %TRUE for a mutable borrow, %FALSE for a shared one
 *
 * Since: 1.0
 */
gboolean
trove_borrow_is_mutable (TroveBorrow *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return guard_of (self)->mutable;
}

/**
 * trove_borrow_is_released:
 * @self: a guard
 *
 * Checks whether the guard was released. The value cannot be reached through a released guard.
 *
 * Returns: %TRUE if the guard was released
 *
 * Since: 1.0
 */
gboolean
trove_borrow_is_released (TroveBorrow *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return held (self) == NULL;
}

/**
 * trove_borrow_get_raw: (skip)
 * @borrow: a guard
 *
 * Gets the address of the element, for reading. It is valid until the guard is released.
 *
 * Returns: (transfer none): the element, or %NULL if the guard was released
 *
 * Since: 1.0
 */
gconstpointer
trove_borrow_get_raw (const TroveBorrow *borrow)
{
  g_return_val_if_fail (borrow != NULL, NULL);

  return held (borrow) != NULL ? guard_of (borrow)->address : NULL;
}

/**
 * trove_borrow_get_mut_raw: (skip)
 * @borrow: a guard of a mutable borrow
 *
 * Gets the address of the element, for writing. It is valid until the guard is released. The bytes of a
 * string belong to the sub-arena: change a string with [method@Trove.Borrow.set_value].
 *
 * Returns: (transfer none): the element, or %NULL if the guard was released
 *
 * Since: 1.0
 */
gpointer
trove_borrow_get_mut_raw (TroveBorrow *borrow)
{
  g_return_val_if_fail (borrow != NULL, NULL);
  g_return_val_if_fail (guard_of (borrow)->mutable || held (borrow) == NULL, NULL);

  return held (borrow) != NULL ? guard_of (borrow)->address : NULL;
}

static TroveSub *
get_held (TroveBorrow *self, GError **error)
{
  TroveSub *sub = held (self);

  if (sub == NULL)
    {
      g_autofree char *ref = trove_ref_to_string (&guard_of (self)->ref);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
                   "The borrow of %s was released: borrow the element again", ref);
    }
  return sub;
}

/* Only the thread that made a mutable borrow may use its element. */
static gboolean
check_owner (const Guard *guard, GError **error)
{
  g_autofree char *theirs = NULL;
  g_autofree char *mine = NULL;

  if (owner_of (guard) == trove_thread_self ())
    return TRUE;

  /* A thread that adopts the arena of an ended thread must borrow the elements of its mutable guards
   * anew. */
  theirs = trove_thread_describe (owner_of (guard));
  mine = trove_thread_describe (trove_thread_self ());
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD,
               "The mutable borrow belongs to %s, not to %s: release it and borrow the element anew", theirs,
               mine);
  return FALSE;
}

/* The state of a guard before a copy function ran. The copy function may release the guard and initialize
 * it anew. */
typedef struct
{
  TroveBorrow *borrow;
  TroveSub *sub;
  gpointer address;
} Held;

static gboolean
check_held (gpointer data, GError **error)
{
  const Held *was = data;
  const Guard *guard = guard_of (was->borrow);

  if (held (was->borrow) == was->sub && guard->address == was->address && guard->mutable)
    return TRUE;

  g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
                       "The borrow was released while its value was being copied");
  return FALSE;
}

/**
 * trove_borrow_get_value:
 * @self: a guard
 * @error: return location for an error
 *
 * Returns a copy of the value.
 *
 * Returns: (transfer full): the value, or %NULL with %TROVE_ERROR_INVALID_REF if the guard was released,
 *   %TROVE_ERROR_TYPE_MISMATCH for a struct that has no type, or %TROVE_ERROR_WRONG_THREAD for a mutable
 *   borrow of another thread
 *
 * Since: 1.0
 */
GValue *
trove_borrow_get_value (TroveBorrow *self, GError **error)
{
  GValue *value;
  TroveSub *sub;
  guint pool;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  sub = get_held (self, error);
  if (sub == NULL)
    return NULL;

  if (guard_of (self)->mutable && !check_owner (guard_of (self), error))
    return NULL;

  pool = trove_offset_pool (guard_of (self)->ref.offset);
  trove_sub_ref (sub); /* a copy function may release the guard */
  value = trove_gvalue_new (&sub->schema->pools[pool], pool, guard_of (self)->address, error);
  trove_sub_unref (sub);
  return value;
}

/**
 * trove_borrow_set_value:
 * @self: a guard of a mutable borrow
 * @value: the new value
 * @error: return location for an error
 *
 * Changes the value in place.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF if the guard was released, %TROVE_ERROR_BORROWED
 *   for a shared borrow, %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_FULL,
 *   %TROVE_ERROR_NO_MEMORY, or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_borrow_set_value (TroveBorrow *self, const GValue *value, GError **error)
{
  g_autoptr (TroveBorrow) keep = NULL;
  Guard *guard = guard_of (self);
  TroveGValueBuffer buffer;
  TroveCycles cycles;
  gconstpointer element;
  TroveSub *sub;
  gboolean ok;
  TroveRef mine;
  guint pool;
  Held was;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_VALUE (value), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  sub = get_held (self, error);
  if (sub == NULL)
    return FALSE;
  if (!guard->mutable)
    {
      g_autofree char *ref = trove_ref_to_string (&guard->ref);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED,
                   "The borrow of %s is shared, so that its element cannot be set: borrow it with "
                   "trove_arena_borrow_mut()",
                   ref);
      return FALSE;
    }
  if (!check_owner (guard, error))
    return FALSE;

  pool = trove_offset_pool (guard->ref.offset);
  element = trove_gvalue_peek (&sub->schema->pools[pool], pool, value, &buffer, error);
  if (element == NULL)
    return FALSE;

  /* A copy function may release the guard and drop its last reference. */
  if (atomic_load_explicit (&guard->count, memory_order_relaxed) > 0)
    keep = trove_borrow_ref (self);
  trove_sub_ref (sub);
  was = (Held){ self, sub, guard->address };
  mine = guard->ref;
  trove_cycles_begin_sub (&cycles, sub);
  ok = trove_sub_replace (sub, pool, was.address, element, check_held, &was, error);
  if (ok)
    trove_cycles_end (&cycles, &mine, 1);
  trove_sub_unref (sub);
  return ok;
}

/**
 * trove_borrow_dup_ref:
 * @self: a guard
 *
 * Returns the ref of the borrowed element. For a mutable borrow, use this ref from then on.
 *
 * Returns: (transfer full): a ref
 *
 * Since: 1.0
 */
TroveRef *
trove_borrow_dup_ref (TroveBorrow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return trove_ref_copy (&guard_of (self)->ref);
}
