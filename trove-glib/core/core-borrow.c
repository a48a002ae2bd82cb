/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-borrow.h"

gboolean
trove_core_check_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error)
{
  guint pool = trove_offset_pool (ref->offset);
  guint64 index = trove_offset_index (ref->offset);
  TroveBorrowState state;

  if (core->own == NULL || ref->sub_arena != core->own_id || core->own->borrows == NULL)
    return TRUE;

  state = trove_borrows_get (core->own->borrows, pool, index);
  if (state == TROVE_BORROWED_NOT || (state == TROVE_BORROWED_SHARED && !mutable))
    return TRUE;

  g_set_error (
      error, TROVE_ERROR, state == TROVE_BORROWED_MUTABLY ? TROVE_ERROR_BORROWED_MUT : TROVE_ERROR_BORROWED,
      "The element %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT " is %s", ref->sub_arena, pool, index,
      state == TROVE_BORROWED_MUTABLY ?
          "mutably borrowed: it cannot be read or changed until the borrow is released" :
          "borrowed: it cannot be changed until the borrow is released");
  return FALSE;
}

static gboolean
ensure_borrows (TroveCore *core, guint pool, guint64 index, GError **error)
{
  if (core->own->borrows == NULL)
    core->own->borrows = trove_borrows_new (core->schema->n_pools);
  if (core->own->borrows == NULL || !trove_borrows_prepare (core->own->borrows, pool, index))
    return trove_core_no_memory (core, pool, error);

  return TRUE;
}

gboolean
trove_core_prepare_borrow (TroveCore *core, guint pool, GError **error)
{
  return trove_core_reserve (core, pool, error) != NULL &&
         ensure_borrows (core, pool, core->cursors[pool].pool->length, error);
}

gboolean
trove_core_add_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error)
{
  guint pool = trove_offset_pool (ref->offset);
  guint64 index = trove_offset_index (ref->offset);

  if (!ensure_borrows (core, pool, index, error))
    return FALSE;

  /* A table counts the shared borrows that a byte cannot. */
  return trove_borrows_add (core->own->borrows, pool, index, mutable) ||
         trove_core_no_memory (core, pool, error);
}
