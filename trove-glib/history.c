/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

#define LEAST_EMPTY 64 /* slots at the beginning, before the steps are moved there */

static TroveStep **
slots (const TroveHistory *self)
{
  return (TroveStep **) self->steps->pdata;
}

/* Adds a step at the end, and makes it the current one. */
static void
append (TroveHistory *self, TroveStep *step)
{
  atomic_store_explicit (&step->history, self, memory_order_relaxed);
  step->on_line = TRUE;
  g_ptr_array_add (self->steps, step);
  self->n_steps++;
  self->current = step;
  self->is_due = TRUE;
}

/* Adds a child of a step, which is NULL for a step at a gap. */
static void
append_child (TroveHistory *self, TroveStep *step, TroveStep *parent)
{
  if (parent != NULL)
    {
      trove_step_link (step, parent);
      self->n_turns += parent->redo != NULL;
      parent->redo = step;
    }
  append (self, step);
}

static void
start (TroveHistory *self)
{
  self->steps = g_ptr_array_new ();
  self->bases = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_step_unref);
}

void
trove_history_start (TroveHistory *self, TroveStep *first)
{
  start (self);
  append (self, first);
  self->saved = first;
  self->is_new = TRUE;
}

void
trove_history_start_loaded (TroveHistory *self, TroveStep *const *steps, guint n, TroveStep *current,
                            TroveStep *saved)
{
  start (self);
  for (guint i = 0; i < n; i++)
    {
      append (self, steps[i]);
      self->n_bytes += atomic_load_explicit (&steps[i]->n_bytes, memory_order_relaxed);
    }
  self->is_due = FALSE;
  self->current = current;
  self->saved = saved;
  if (current->parents[0] != NULL)
    current->parents[0]->redo = current;
}

void
trove_history_clear (TroveHistory *self)
{
  GPtrArray *steps = g_steal_pointer (&self->steps), *bases = g_steal_pointer (&self->bases);
  guint first = self->first;

  /* All links first: dropping a step may run code that reads the parents of another, and a thread that changes a mark uses the history. */
  for (guint i = first; steps != NULL && i < steps->len; i++)
    trove_step_forget_links (steps->pdata[i]);
  *self = (TroveHistory){ 0 };
  if (steps == NULL)
    return;

  for (guint i = first; i < steps->len; i++)
    trove_step_leave (steps->pdata[i]);
  g_ptr_array_unref (steps);
  g_ptr_array_unref (bases);
}

void
trove_history_add_base (TroveHistory *self, TroveStep *step)
{
  g_ptr_array_add (self->bases, trove_step_ref (step));
}

/* The steps that redo led to leave the line. They come after the current one. */
static void
leave_redo (TroveHistory *self)
{
  guint i = self->steps->len;

  if (!self->line_known || self->current->redo == NULL)
    return;

  for (TroveStep *step = self->current->redo; step != NULL; step = step->redo)
    step->on_line = FALSE;
  while (slots (self)[i - 1] != self->current)
    i--;
  self->off_line = MIN (self->off_line, i);
}

void
trove_history_add (TroveHistory *self, TroveStep *step)
{
  leave_redo (self);
  append_child (self, step, self->current);
}

/* Bytes */

static guint64
get_n_bytes (const TroveStep *step)
{
  return atomic_load_explicit (&step->n_bytes, memory_order_relaxed);
}

/* Counts a step's bytes again, which are n more, modulo 2^64. */
static void
add_bytes (TroveHistory *self, TroveStep *step, guint64 n)
{
  atomic_store_explicit (&step->n_bytes, get_n_bytes (step) + n, memory_order_relaxed);
  self->n_bytes += n;
  if (step->is_kept)
    self->n_bytes_kept += n;
}

/* Takes the bytes of a step that leaves the history from the sums. */
static void
forget_bytes (TroveHistory *self, const TroveStep *step)
{
  self->n_bytes -= get_n_bytes (step);
  if (step->is_kept)
    self->n_bytes_kept -= get_n_bytes (step);
}

void
trove_history_note_bytes (TroveHistory *self, TroveStep *step, guint64 n_written, guint64 n_replaced)
{
  TroveStep *parent = step->parents[0];
  gboolean only;

  add_bytes (self, step, n_written - get_n_bytes (step));
  if (parent == NULL)
    return;
  only = parent->first_child == step && step->next_sibling == NULL;
  if (only || n_replaced < get_n_bytes (parent))
    add_bytes (self, parent, n_replaced - get_n_bytes (parent));
}

guint64
trove_history_n_bytes (const TroveHistory *self)
{
  const TroveStep *current = self->current, *saved = self->saved;
  guint64 n = self->n_bytes - self->n_bytes_kept;

  if (!current->is_kept)
    n -= get_n_bytes (current);
  if (saved != NULL && saved != current && !saved->is_kept)
    n -= get_n_bytes (saved);
  return n;
}

TroveStep *
trove_history_replace (TroveHistory *self, TroveStep *step)
{
  TroveStep *old = self->current;
  TroveStep *parent = old->parents[0];

  g_assert (old->first_child == NULL && slots (self)[self->steps->len - 1] == old);
  if (self->saved == old)
    self->saved = NULL;
  forget_bytes (self, old);
  trove_step_unlink (old);
  g_ptr_array_set_size (self->steps, (gint) self->steps->len - 1);
  self->n_steps--;
  append_child (self, step, parent);
  return old;
}

void
trove_history_go_to (TroveHistory *self, TroveStep *step)
{
  TroveStep *parent = step->parents[0];

  if (step != self->current->parents[0] && step != self->current->redo)
    self->line_known = FALSE;
  if (parent != NULL)
    {
      self->n_turns += parent->redo != step;
      parent->redo = step;
    }
  self->current = step;
}

void
trove_history_set_saved (TroveHistory *self, TroveStep *step)
{
  self->saved = step;
  self->is_new = FALSE;
  self->off_line = self->first;
}

/* Trimming */

static gboolean
is_over (const TroveHistory *self)
{
  return (self->max_versions != 0 && self->n_steps > self->max_versions) ||
         (self->max_bytes != 0 && trove_history_n_bytes (self) > self->max_bytes);
}

/* The current step is none that it is called for. */
static gboolean
stays (const TroveHistory *self, const TroveStep *step)
{
  return step == self->saved || step->is_kept;
}

/* Notes which steps are kept. Any thread changes that. */
static void
note_kept (TroveHistory *self)
{
  guint n_keepings = trove_origin_n_keepings (self->current->origin);

  if (n_keepings == self->n_keepings)
    return;

  self->n_keepings = n_keepings;
  self->off_line = self->first;
  self->n_bytes_kept = 0;
  for (guint i = self->first; i < self->steps->len; i++)
    {
      TroveStep *step = slots (self)[i];

      step->is_kept = trove_step_is_kept (step);
      if (step->is_kept)
        self->n_bytes_kept += get_n_bytes (step);
    }
}

static void
mark_line (TroveHistory *self)
{
  if (self->line_known)
    return;

  self->line_known = TRUE;
  self->off_line = self->first;
  for (guint i = self->first; i < self->steps->len; i++)
    slots (self)[i]->on_line = FALSE;
  for (TroveStep *step = self->current; step != NULL; step = step->parents[0])
    step->on_line = TRUE;
  for (TroveStep *step = self->current->redo; step != NULL; step = step->redo)
    step->on_line = TRUE;
}

/* Drops the step of a slot, which is empty then. */
static void
drop (TroveHistory *self, guint i, TroveStep **dropped)
{
  TroveStep *step = g_steal_pointer (&slots (self)[i]);

  forget_bytes (self, step);
  trove_step_unlink (step);
  step->next_sibling = *dropped;
  *dropped = step;
  self->n_steps--;
}

/* Moves the steps before a slot up over those that are empty. */
static void
close_before (TroveHistory *self, guint end)
{
  guint to = end;

  for (guint i = end; i-- > self->first;)
    if (slots (self)[i] != NULL)
      slots (self)[--to] = slots (self)[i];
  for (guint i = self->first; i < to; i++)
    slots (self)[i] = NULL;
  self->first = to;
}

/* Moves the steps from a slot on down over those that are empty. */
static void
close_from (TroveHistory *self, guint start)
{
  guint to = start;

  for (guint i = start; i < self->steps->len; i++)
    if (slots (self)[i] != NULL)
      slots (self)[to++] = slots (self)[i];
  g_ptr_array_set_size (self->steps, (gint) to);
}

static void
drop_off_line (TroveHistory *self, TroveStep **dropped)
{
  guint i, n = self->steps->len, start = n, end = self->first;

  for (i = MAX (self->off_line, self->first); i < n && is_over (self); i++)
    if (!slots (self)[i]->on_line && !stays (self, slots (self)[i]))
      {
        drop (self, i, dropped);
        start = MIN (start, i);
        end = i + 1;
      }

  /* Moves the fewer steps. */
  if (n - start < end - self->first)
    {
      close_from (self, start);
      self->off_line = i - (n - self->steps->len);
    }
  else
    {
      close_before (self, end);
      self->off_line = i;
    }
}

/* Holds the version that a step has merged, in place of its ancestors. */
static void
take_base (TroveHistory *self, const TroveStep *step, GPtrArray *gone)
{
  TroveStep *merged = step->parents[1];

  if (merged == NULL)
    return;
  for (guint i = self->bases->len; i-- > 0;)
    {
      TroveStep *base = g_ptr_array_index (self->bases, i);

      if (trove_lineage_is_in (base->lineage, merged->lineage))
        g_ptr_array_add (gone, g_ptr_array_steal_index_fast (self->bases, i));
    }
  trove_history_add_base (self, merged);
}

/* No step off the line can be dropped: those before the current one are its ancestors, or stay. */
static void
drop_ancestors (TroveHistory *self, TroveStep **dropped, GPtrArray *bases_gone)
{
  guint end = self->first;

  for (guint i = self->first; is_over (self) && slots (self)[i] != self->current; i++)
    if (!stays (self, slots (self)[i]))
      {
        for (TroveStep *step = slots (self)[i]->parents[0]; step != NULL && step->on_line;
             step = step->parents[0])
          step->on_line = FALSE;
        take_base (self, slots (self)[i], bases_gone);
        drop (self, i, dropped);
        end = i + 1;
      }
  close_before (self, end);
}

/* Nor can ancestors: those after the current one are on the way of redo, or stay. */
static void
drop_redo (TroveHistory *self, TroveStep **dropped)
{
  guint start = self->steps->len;

  for (guint i = start; is_over (self) && slots (self)[--i] != self->current;)
    if (!stays (self, slots (self)[i]))
      {
        for (TroveStep *step = slots (self)[i]->redo; step != NULL && step->on_line; step = step->redo)
          step->on_line = FALSE;
        drop (self, i, dropped);
        start = i;
      }
  close_from (self, start);
}

/* Moves all steps to the beginning when at least as many slots are empty there. */
static void
compact (TroveHistory *self)
{
  if (self->first < MAX (self->n_steps, LEAST_EMPTY))
    return;

  g_ptr_array_remove_range (self->steps, 0, self->first);
  self->off_line -= MIN (self->off_line, self->first);
  self->first = 0;
}

TroveStep *
trove_history_trim (TroveHistory *self, GPtrArray *bases_gone)
{
  TroveStep *dropped = NULL;

  self->is_due = FALSE;
  if (!trove_history_has_limit (self))
    return NULL;
  note_kept (self);
  if (!is_over (self))
    return NULL;

  mark_line (self);
  drop_off_line (self, &dropped);
  drop_ancestors (self, &dropped, bases_gone);
  drop_redo (self, &dropped);
  compact (self);
  return dropped;
}
