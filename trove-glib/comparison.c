/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "comparison.h"

#include "core/memory.h"

#include "step-read.h"

#include <string.h>

/* TRUE if the second step is to be compared with the first. Mostly the state with the greater content is the later one. Steps of
 * equal ids have equal states. */
static gboolean
is_backwards (const TroveStep *from, const TroveStep *to)
{
  guint64 content_from = from->state.objects->content, content_to = to->state.objects->content;

  if (content_from != content_to)
    return content_from > content_to;
  return memcmp (from->lineage->id, to->lineage->id, sizeof from->lineage->id) > 0;
}

/* Changes that could not be found. */
static const TroveStateChanges lost;

TroveDirection
trove_comparison_new_lazy (TroveStep *from, TroveStep *to)
{
  const gboolean backwards = is_backwards (from, to);
  TroveComparison *self = g_new0 (TroveComparison, 1);

  atomic_init (&self->count, 1);
  atomic_init (&self->changes, NULL);
  self->steps[0] = trove_step_ref (backwards ? to : from);
  self->steps[1] = trove_step_ref (backwards ? from : to);
  return (TroveDirection){ self, backwards };
}

gboolean
trove_comparison_new (TroveStep *from, TroveStep *to, TroveDirection *direction, GError **error)
{
  if (from->origin != to->origin)
    {
      g_set_error_literal (
          error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
          "The versions cannot be compared: they are of documents that were not branched from "
          "one another");
      return FALSE;
    }
  if (!trove_step_read (from, error) || !trove_step_read (to, error))
    return FALSE;

  *direction = trove_comparison_new_lazy (from, to);
  if (trove_comparison_read (direction->comparison, error))
    return TRUE;
  trove_comparison_unref (direction->comparison);
  return FALSE;
}

TroveComparison *
trove_comparison_ref (TroveComparison *self)
{
  trove_count_add (&self->count);
  return self;
}

static void
free_changes (const TroveStateChanges *changes)
{
  if (changes == NULL || changes == &lost)
    return;
  trove_state_changes_clear ((TroveStateChanges *) changes);
  trove_memory_free ((gpointer) changes);
}

void
trove_comparison_unref (TroveComparison *self)
{
  if (!trove_count_drop (&self->count))
    return;

  free_changes (atomic_load_explicit (&self->changes, memory_order_relaxed));
  trove_step_unref (self->steps[0]);
  trove_step_unref (self->steps[1]);
  g_free (self);
}

/* Reading */

/* Gives a comparison its changes, unless another thread has done so. Returns those that it has. */
static const TroveStateChanges *
put_changes (TroveComparison *self, const TroveStateChanges *changes)
{
  const TroveStateChanges *none = NULL;

  if (!atomic_compare_exchange_strong_explicit (&self->changes, &none, changes, memory_order_release,
                                                memory_order_relaxed))
    free_changes (changes);
  return trove_comparison_peek (self);
}

/* NULL: there are more than most, or no memory. */
static const TroveStateChanges *
find_changes (TroveComparison *self, guint most, gboolean *many)
{
  TroveStateChanges *changes = trove_memory_alloc (sizeof *changes);

  if (changes != NULL &&
      trove_state_changes_init_few (changes, &self->steps[0]->state, &self->steps[1]->state, most, many))
    return put_changes (self, changes);
  trove_memory_free (changes);
  return NULL;
}

gboolean
trove_comparison_read_few (TroveComparison *self, guint most, gboolean *many)
{
  const TroveStateChanges *changes = trove_comparison_peek (self);

  *many = FALSE;
  if (changes == NULL)
    changes = find_changes (self, most, many);
  return changes != NULL && changes != &lost;
}

gboolean
trove_comparison_read (TroveComparison *self, GError **error)
{
  gboolean many;

  if (trove_comparison_read_few (self, G_MAXUINT, &many))
    return TRUE;
  g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                       "No memory for the changes between two versions");
  return FALSE;
}

gboolean
trove_comparison_read_of (TroveComparison *self, const TroveKey *keys, guint n, TroveStateChanges *changes)
{
  return trove_state_changes_init_of (changes, &self->steps[0]->state, &self->steps[1]->state, keys, n);
}

const TroveStateChanges *
trove_comparison_force (TroveComparison *self)
{
  g_autoptr (GError) error = NULL;

  if (trove_comparison_read (self, &error))
    return trove_comparison_peek (self);
  if (put_changes (self, &lost) == &lost)
    g_warning ("%s: they are shown as none", error->message);
  return trove_comparison_peek (self);
}

/* A change */

TroveChangeKind
trove_direction_kind (const TroveDirection *self, guint64 entry)
{
  switch (trove_entry_kind (entry))
    {
    case TROVE_ENTRY_ADDED:
      return self->backwards ? TROVE_CHANGE_REMOVED : TROVE_CHANGE_ADDED;
    case TROVE_ENTRY_REMOVED:
      return self->backwards ? TROVE_CHANGE_ADDED : TROVE_CHANGE_REMOVED;
    case TROVE_ENTRY_MOVED:
      return TROVE_CHANGE_MOVED;
    case TROVE_ENTRY_SET:
      return TROVE_CHANGE_SET;
    default: /* the one that is left */
      return TROVE_CHANGE_LIST;
    }
}

const TroveClass *
trove_direction_class (const TroveDirection *self, guint64 entry)
{
  TroveKey key = trove_entry_key (entry);
  const TroveRecord *record = trove_state_peek (&trove_direction_to (self)->state, key);

  if (record == NULL)
    record = trove_state_get (&trove_direction_from (self)->state, key);
  return record->klass;
}

const char *
trove_direction_property (const TroveDirection *self, guint64 entry)
{
  if (trove_entry_kind (entry) < TROVE_ENTRY_SET)
    return NULL;
  return trove_direction_class (self, entry)->fields[trove_entry_field (entry)].pspec->name;
}
