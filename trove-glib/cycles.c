/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "cycles.h"

static guint
arena_count (TroveArena *arena)
{
  return (guint) g_atomic_int_get ((gint *) &G_OBJECT (arena)->ref_count);
}

/* Counts borrows as references, since the guard of an own element holds no reference. */
static gsize
sub_count (TroveSub *sub)
{
  return atomic_load_explicit (&sub->count, memory_order_relaxed) +
         (sub->borrows != NULL ? trove_borrows_n (sub->borrows) : 0);
}

void
trove_cycles_note (TroveCycles *cycles, TroveArena *arena, TroveSub *own)
{
  cycles->arena = arena;
  cycles->own = own;
  cycles->n_arena = arena != NULL ? arena_count (arena) : 0;
  cycles->n_own = own != NULL ? sub_count (own) : 1; /* the arena will hold the new sub-arena */
}

/* The object or boxed value that an element is, or that a GValue element has. NULL for other elements. */
static gpointer
get_pointer (const TroveLayout *layout, gconstpointer element, GType *type)
{
  *type = layout->type;
  switch (layout->store)
    {
    case TROVE_STORE_OBJECT:
    case TROVE_STORE_BOXED:
      return *(const gpointer *) element;
    case TROVE_STORE_VALUE:
      if (!G_VALUE_HOLDS_OBJECT (element) && !G_VALUE_HOLDS_BOXED (element))
        return NULL;
      *type = G_VALUE_TYPE (element);
      return g_value_peek_pointer (element);
    default:
      return NULL;
    }
}

static GQuark
holds_quark (void)
{
  return g_quark_from_static_string ("trove-cycles-holds");
}

void
trove_cycles_add_type (GType type, TroveHoldsFunc holds)
{
  g_type_set_qdata (type, holds_quark (), holds);
}

/* TRUE if an arena, or an instance of a type that was added, holds the sub-arena. */
static gboolean
pointer_holds (gpointer pointer, GType type, const TroveSub *sub)
{
  TroveHoldsFunc holds;

  if (pointer == NULL)
    return FALSE;
  if (G_TYPE_FUNDAMENTAL (type) == G_TYPE_OBJECT || G_TYPE_IS_INTERFACE (type))
    type = G_OBJECT_TYPE (pointer);
  if (type == TROVE_TYPE_ARENA)
    return trove_core_own (&TROVE_ARENA (pointer)->core) == sub;

  holds = g_type_get_qdata (type, holds_quark ());
  return holds != NULL && holds (pointer, sub);
}

/* Finds the first of n elements that holds the sub-arena or its arena. FALSE: none does, and holder is
 * first. */
static gboolean
find_holder (TroveSub *sub, const TroveRef *first, gsize n, TroveRef *holder)
{
  guint pool = trove_offset_pool (first->offset);
  const TroveLayout *layout = &sub->schema->pools[pool];

  *holder = *first;
  for (gsize i = 0; i < n; i++, holder->offset++)
    {
      gconstpointer element = trove_sub_find (sub, sub->schema->n_pools, holder, NULL);
      GType type = G_TYPE_NONE;
      gpointer pointer = element != NULL ? get_pointer (layout, element, &type) : NULL;

      if (pointer_holds (pointer, type, sub))
        return TRUE;
    }

  *holder = *first;
  return FALSE;
}

/* Code that stores one such element usually stores many, so the warning is printed once for an arena. */
static gboolean
warned_before (TroveArena *arena)
{
  gboolean before = arena != NULL && g_object_get_data (G_OBJECT (arena), "trove-cycles") != NULL;

  if (arena != NULL)
    g_object_set_data (G_OBJECT (arena), "trove-cycles", GINT_TO_POINTER (1));
  return before;
}

static void
warn (TroveSub *sub, const TroveRef *ref, gsize n, const char *held)
{
  guint pool = trove_offset_pool (ref->offset);
  g_autofree char *name = trove_layout_name (&sub->schema->pools[pool]);
  g_autofree char *text = trove_ref_to_string (ref);
  g_autofree char *more =
      n > 1 ? g_strdup_printf (", or one of the %" G_GSIZE_FORMAT " after it,", n - 1) : NULL;

  g_warning (
      "The element %s of pool %u (%s)%s holds the %s that it is stored in: neither is ever freed. Store a "
      "TroveRef or a pointer that is not owned instead",
      text, pool, name, more != NULL ? more : "", held);
}

void
trove_cycles_report (const TroveCycles *cycles, const TroveRef *first, gsize n)
{
  TroveArena *arena = cycles->arena;
  TroveSub *sub = arena != NULL ? trove_core_lookup (&arena->core, first->sub_arena) : cycles->own;
  gboolean found, arena_held, sub_held;
  TroveRef holder;

  /* If a copy function made the arena freeze its own sub-arena, the counts of the two sub-arenas cannot be
   * compared. */
  if (sub == NULL || (cycles->own != NULL && cycles->own != sub))
    return;

  found = find_holder (sub, first, n, &holder);
  arena_held = arena != NULL && arena_count (arena) > cycles->n_arena;
  sub_held = sub_count (sub) > cycles->n_own && (arena == NULL || trove_core_own (&arena->core) == sub);
  if ((!found && !arena_held && !sub_held) || warned_before (arena))
    return;

  warn (sub, &holder, found ? 1 : n, arena_held ? "arena" : "sub-arena");
}
