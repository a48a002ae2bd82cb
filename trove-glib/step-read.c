/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "step-read.h"

#include <trove-glib/trove-glib.h>

#include "state/editor-drop.h"

typedef struct
{
  TroveCore core;
  TroveEditor editor;
  GArray *sources; /* TroveStepSource: of the steps that are not unread any more */
} Reading;

/* Under the lock of reading. */
static TroveStepReading
get_reading (const TroveStep *step)
{
  return (TroveStepReading) atomic_load_explicit (&step->reading, memory_order_relaxed);
}

static void
set_reading (TroveStep *step, TroveStepReading reading)
{
  atomic_store_explicit (&step->reading, (guchar) reading, memory_order_release);
}

static void
reading_init (Reading *self)
{
  trove_core_init (&self->core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&self->editor, &self->core);
  self->sources = g_array_new (FALSE, FALSE, sizeof (TroveStepSource));
}

/* May run any code. */
static void
reading_clear (Reading *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    trove_step_source_clear (&g_array_index (self->sources, TroveStepSource, i));
  g_array_unref (self->sources);
  trove_editor_clear (&self->editor);
  trove_core_clear (&self->core);
}

/* Begins with the state of a step, whose blocks may be moved to another view meanwhile. */
static void
reading_start (Reading *self, const TroveStep *step)
{
  TroveState state;
  TroveView view;

  trove_lineage_lock ();
  trove_view_copy (&step->view, &view);
  state = step->state;
  trove_lineage_unlock ();

  trove_editor_go_to (&self->editor, &view, &state);
  trove_view_clear (&view);
}

/* The edited state, which is frozen, becomes that of a step. */
static void
give_state (Reading *self, TroveStep *step)
{
  g_array_append_val (self->sources, step->source);
  trove_view_copy (trove_core_view (&self->core), &step->view);
  step->state = self->editor.state;
  set_reading (step, TROVE_STEP_READ);
  if (trove_step_is_kept (step))
    trove_origin_note_keeping (step->origin); /* it can be carried now */
}

static void
give_damage (Reading *self, TroveStep *step, const GError *damage)
{
  g_array_append_val (self->sources, step->source);
  step->damage = g_error_copy (damage);
  set_reading (step, TROVE_STEP_DAMAGED);
}

/* Goes on to the state of a step. is_read: the step becomes read. */
static gboolean
reading_apply (Reading *self, TroveStep *step, gboolean is_read, GError **error)
{
  const TroveStepSource *source = &step->source;

  if (!source->funcs->apply (&self->editor, source->data, error))
    {
      g_prefix_error (error,
                      "The version %016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x cannot be read: ",
                      step->lineage->id[0], step->lineage->id[1]);
      return FALSE;
    }
  if (!is_read)
    {
      trove_editor_freeze_piece (&self->editor);
      return trove_editor_drop (&self->editor, error);
    }
  if (!trove_editor_drop_and_freeze (&self->editor, error))
    return FALSE;
  give_state (self, step);
  return TRUE;
}

/* The steps from an unread one to the first that is not. */
static GPtrArray *
find_chain (TroveStep *self)
{
  GPtrArray *chain = g_ptr_array_new ();

  g_ptr_array_add (chain, self);
  for (TroveStep *step = self; get_reading (step) == TROVE_STEP_UNREAD;)
    {
      step = step->source.from;
      g_ptr_array_add (chain, step);
    }
  return chain;
}

static gboolean
is_power_of_two (guint n)
{
  return (n & (n - 1)) == 0;
}

/* The step that is returned is the one that fails. NULL: the first one of the chain is read. */
static TroveStep *
read_chain (Reading *self, const GPtrArray *chain, GError **error)
{
  guint n = chain->len - 1;
  TroveStep *first = g_ptr_array_index (chain, n);

  if (get_reading (first) == TROVE_STEP_DAMAGED)
    {
      g_propagate_error (error, g_error_copy (first->damage));
      return first;
    }
  reading_start (self, first);
  for (guint i = n; i-- > 0;)
    if (!reading_apply (self, g_ptr_array_index (chain, i), is_power_of_two (i), error))
      return g_ptr_array_index (chain, i);
  return NULL;
}

/* The lock of reading is held. */
static gboolean
read_unread (Reading *self, TroveStep *step, GError **error)
{
  g_autoptr (GPtrArray) chain = find_chain (step);
  GError *cause = NULL;
  TroveStep *failed = read_chain (self, chain, &cause);

  if (failed == NULL)
    return TRUE;
  if (g_error_matches (cause, TROVE_ERROR, TROVE_ERROR_DAMAGED))
    {
      if (get_reading (failed) == TROVE_STEP_UNREAD)
        give_damage (self, failed, cause);
      if (get_reading (step) == TROVE_STEP_UNREAD)
        give_damage (self, step, cause);
    }
  g_propagate_error (error, cause);
  return FALSE;
}

gboolean
trove_step_read_source (TroveStep *self, GError **error)
{
  gboolean done = TRUE;
  Reading reading;

  if (!trove_origin_begin_reading (self->origin))
    {
      g_set_error_literal (
          error, TROVE_ERROR, TROVE_ERROR_BUSY,
          "This thread is reading a version: functions that copy or clear its values cannot read "
          "another one");
      return FALSE;
    }
  reading_init (&reading);
  if (get_reading (self) == TROVE_STEP_UNREAD)
    done = read_unread (&reading, self, error);
  else if (get_reading (self) == TROVE_STEP_DAMAGED)
    {
      g_propagate_error (error, g_error_copy (self->damage));
      done = FALSE;
    }
  trove_origin_end_reading (self->origin);
  reading_clear (&reading);
  return done;
}
