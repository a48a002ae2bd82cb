/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

static void
add_step (TroveHistory *self, TroveStep *step)
{
  atomic_store_explicit (&step->history, self, memory_order_relaxed);
  g_ptr_array_add (self->steps, step);
}

void
trove_history_start (TroveHistory *self, TroveStep *first)
{
  self->steps = g_ptr_array_new ();
  add_step (self, first);
  self->current = self->saved = first;
}

void
trove_history_clear (TroveHistory *self)
{
  GPtrArray *steps = g_steal_pointer (&self->steps);

  self->current = self->saved = NULL;
  if (steps == NULL)
    return;

  /* All links first: dropping a step may run code that reads the parents of another. */
  g_ptr_array_foreach (steps, (GFunc) (void (*) (void)) trove_step_forget_links, NULL);
  g_ptr_array_set_free_func (steps, (GDestroyNotify) trove_step_unref);
  g_ptr_array_unref (steps);
}

void
trove_history_add (TroveHistory *self, TroveStep *step)
{
  trove_step_link (step, self->current);
  self->current->redo = step;
  add_step (self, step);
  self->current = step;
}

TroveStep *
trove_history_replace (TroveHistory *self, TroveStep *step)
{
  TroveStep *old = self->current;
  TroveStep *parent = old->parents[0];

  g_assert (parent != NULL);
  if (self->saved == old)
    self->saved = NULL;
  trove_step_unlink (old);
  g_ptr_array_remove (self->steps, old);
  self->current = parent;
  trove_history_add (self, step);
  return old;
}

void
trove_history_go_to (TroveHistory *self, TroveStep *step)
{
  TroveStep *parent = step->parents[0];

  if (parent != NULL)
    parent->redo = step;
  self->current = step;
}
