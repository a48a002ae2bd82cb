/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-version.h"

static gboolean
check_no_mutable_borrow (const TroveCore *core, TroveBorrowState borrowed, const char *what, GError **error)
{
  if (borrowed != TROVE_BORROWED_MUTABLY)
    return TRUE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT,
               "An element of sub-arena %" G_GUINT64_FORMAT
               " is mutably borrowed: the sub-arena cannot be %s until the borrow is released",
               core->own_id, what);
  return FALSE;
}

/* TRUE if the own sub-arena can be frozen. */
static inline gboolean
check_freeze (TroveCore *core, TroveBorrowState *borrowed, GError **error)
{
  /* Readers of the frozen part share the schema with this arena. */
  if (!trove_core_own_schema (core, error))
    return FALSE;

  *borrowed = trove_core_borrowed (core);
  return check_no_mutable_borrow (core, *borrowed, "frozen", error);
}

/* Drops the own sub-arena, which is empty. */
static gboolean
discard_own (TroveCore *core)
{
  trove_sub_let_go (trove_core_steal_own (core), TRUE);
  trove_core_remeasure (core);
  return TRUE;
}

/* Adds the own sub-arena to a view, which takes over a reference. */
static gboolean
push (const TroveCore *core, TroveView *view, GError **error)
{
  if (trove_view_push (view, core->own))
    return TRUE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to freeze sub-arena %" G_GUINT64_FORMAT,
               core->own_id);
  return FALSE;
}

/* Moves the own sub-arena to the view. */
static gboolean
push_own (TroveCore *core, TroveBorrowState borrowed, GError **error)
{
  TroveSub *own = core->own;

  /* Borrows of frozen elements are not counted, so without guards the counts are of no more use. */
  if (borrowed == TROVE_BORROWED_NOT && own->borrows != NULL)
    g_clear_pointer (&own->borrows, trove_borrows_free);

  if (!push (core, &core->view, error))
    return FALSE;
  if (own->borrows != NULL)
    trove_sub_let_go (trove_sub_ref (own), TRUE); /* the view has the core's reference */
  trove_sub_remember (own);
  trove_core_steal_own (core);
  return TRUE;
}

/* After check_freeze(). */
static inline gboolean
freeze_own (TroveCore *core, TroveBorrowState borrowed, GError **error)
{
  TroveSub *last = trove_view_last (&core->view);

  if (last != NULL)
    trove_sub_verify (last);
  if (core->own == NULL)
    {
      core->own_id = 0;
      return TRUE;
    }

  return trove_sub_is_empty (core->own) ? discard_own (core) : push_own (core, borrowed, error);
}

gboolean
trove_core_freeze (TroveCore *core, GError **error)
{
  TroveBorrowState borrowed;

  return check_freeze (core, &borrowed, error) && freeze_own (core, borrowed, error);
}

gboolean
trove_core_begin_freeze (TroveCore *core, TroveView *view, GError **error)
{
  g_assert (trove_core_own (core) != NULL && trove_sub_has_blocks (core->own));

  trove_view_copy (&core->view, view);
  if (push (core, view, error))
    {
      trove_sub_ref (core->own);
      return TRUE;
    }
  trove_view_clear (view);
  return FALSE;
}

void
trove_core_end_freeze (TroveCore *core, TroveView view)
{
  TroveView old = core->view;
  TroveSub *own = trove_core_steal_own (core);

  trove_sub_remember (own);
  core->view = view;
  trove_view_clear (&old);
  trove_sub_let_go (own, TRUE);
}

/* Starting from a view */

void
trove_core_start (TroveCore *core, TroveSchema *schema, TroveView view)
{
  atomic_store_explicit (&schema->branched, TRUE, memory_order_relaxed);
  trove_core_set_schema (core, schema);
  core->view = view;
}

void
trove_core_start_clone (TroveCore *clone, TroveCore *core)
{
  TroveView view;

  trove_view_copy (&core->view, &view);
  trove_core_start (clone, trove_schema_ref (core->schema), view);
  clone->budget = core->budget;
  if (core->budget.most == 0)
    trove_core_park (core);
}

gboolean
trove_core_merge_views (TroveCore *core, TroveCore *other, TroveView *merged, GError **error)
{
  TroveBorrowState borrowed, other_borrowed;

  if (!check_freeze (core, &borrowed, error) || !check_freeze (other, &other_borrowed, error) ||
      !freeze_own (core, borrowed, error) || !freeze_own (other, other_borrowed, error))
    return FALSE;

  if (!trove_view_merge (&core->view, &other->view, merged))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                           "No memory to merge two views of sub-arenas");
      return FALSE;
    }
  return TRUE;
}

void
trove_core_start_merged (TroveCore *merged, TroveCore *core, TroveView view)
{
  trove_core_start (merged, trove_schema_ref (core->schema), view);
  if (core->budget.most != 0)
    trove_core_set_max_bytes (merged, core->budget.most);
  else
    trove_core_park (core);
}

/* Going on from another view */

void
trove_core_replace_view (TroveCore *core, TroveView view)
{
  TroveView old = core->view;

  core->view = view;
  for (guint i = 0; i < core->n_pools; i++)
    {
      core->cursors[i].hit_id = core->cursors[i].hit_limit = 0;
      core->cursors[i].hit_rows = NULL;
    }
  trove_core_remeasure (core);
  trove_view_clear (&old); /* last: elements that are cleared may change the core */
}

gboolean
trove_core_revert (TroveCore *core, const TroveView *view, GError **error)
{
  TroveView copy;
  TroveSub *own;

  if (!trove_core_own_schema (core, error) ||
      !check_no_mutable_borrow (core, trove_core_borrowed (core), "let go of", error))
    return FALSE;

  trove_view_copy (view, &copy);
  own = trove_core_steal_own (core);
  trove_core_replace_view (core, copy);
  if (own != NULL)
    trove_sub_let_go (own, TRUE);
  return TRUE;
}

gboolean
trove_core_absorb (TroveCore *core, TroveCore *other, GError **error)
{
  TroveView merged;

  if (!trove_core_merge_views (core, other, &merged, error))
    return FALSE;

  trove_core_replace_view (core, merged);
  return TRUE;
}
