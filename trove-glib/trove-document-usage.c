/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocumentUsage, and how a document is measured.
 *
 *   views of the versions ─┐                   ┌─ bytes of blocks and long strings: current + history
 *   view of the core ──────┼─► each sub-arena ─┤
 *   own sub-arena ─────────┘      once         └─ waste, overhead
 *   current state ────────────────────────────── bytes of its blocks and long strings: current */

#include "document.h"

#include "core/usage-walk.h"
#include "state/state-blocks.h"

G_DEFINE_BOXED_TYPE (TroveDocumentUsage, trove_document_usage, trove_document_usage_copy,
                     trove_document_usage_free)

/**
 * trove_document_usage_copy: (skip)
 * @usage: a usage
 *
 * Copies a usage to the heap.
 *
 * Returns: (transfer full): a usage; free it with [method@Trove.DocumentUsage.free]
 *
 * Since: 1.0
 */
TroveDocumentUsage *
trove_document_usage_copy (const TroveDocumentUsage *usage)
{
  g_return_val_if_fail (usage != NULL, NULL);

  return g_memdup2 (usage, sizeof *usage);
}

/**
 * trove_document_usage_free: (skip)
 * @usage: (transfer full): a usage on the heap
 *
 * Frees a usage.
 *
 * Since: 1.0
 */
void
trove_document_usage_free (TroveDocumentUsage *usage)
{
  g_free (usage);
}

/* The bytes that are held */

static void
add_step (GPtrArray *views, const TroveStep *step)
{
  if (step != NULL && trove_step_is_read (step))
    g_ptr_array_add (views, (gpointer) &step->view);
}

/* The views that the document holds beside that of its core. Steps that are unread have none. */
static GPtrArray *
find_views (const TroveDocument *self)
{
  const GPtrArray *carried = self->upkeep.accounts.carried, *bases = self->history.bases;
  GPtrArray *views = g_ptr_array_new ();

  for (guint i = 0; i < self->history.n_steps; i++)
    {
      const TroveStep *step = trove_history_nth (&self->history, i);

      add_step (views, step);
      add_step (views, step->parents[1]);
    }
  for (guint i = 0; i < bases->len; i++)
    add_step (views, bases->pdata[i]);
  add_step (views, self->merged);
  for (guint i = 0; carried != NULL && i < carried->len; i++)
    g_ptr_array_add (views, &((TroveCarried *) carried->pdata[i])->view);
  return views;
}

/* A string that several records have counts in parts, which are whole together. */
static void
add_long_strings (TroveSub *sub, gpointer bytes)
{
  *(double *) bytes += trove_record_linked_long_bytes (trove_sub_peek_owning (sub));
}

/* Returns the bytes of all blocks and strings. */
static guint64
measure_all (const TroveDocument *self, TroveUsage *usage)
{
  g_autoptr (GPtrArray) views = find_views (self);
  double strings = 0;

  trove_core_measure_with (&self->core, (const TroveView *const *) views->pdata, views->len, add_long_strings,
                           &strings, usage);
  return usage->elements + (guint64) (strings + 0.5);
}

/* The current state */

static void
add_block (guint64 place, guint64 content, gsize size, int sign, gpointer bytes)
{
  *(guint64 *) bytes += size;
}

static gboolean
add_record (guint64 key, guintptr record, gpointer bytes)
{
  *(guint64 *) bytes += trove_record_long_bytes ((const TroveRecord *) record);
  return TRUE;
}

static guint64
measure_current (const TroveDocument *self)
{
  const TroveKeyMap *objects = self->editor.state.objects;
  guint64 bytes = 0;

  trove_state_compare_blocks (NULL, objects, add_block, &bytes);
  trove_key_map_foreach (objects, add_record, &bytes);
  return bytes;
}

/**
 * trove_document_get_usage:
 * @self: a document of the calling thread
 * @error: return location for an error
 *
 * Measures the bytes that the document keeps allocated: those of its current state, and those that it holds for the other versions of
 * its history.
 *
 * Memory that versions share is counted once. Memory that is shared with a branch of the document is counted in both. Versions that have left
 * the history and are held by somebody else are not counted. Versions of a file take memory when they are read.
 *
 * The history is what [property@Trove.Document:max-versions] and [property@Trove.Document:max-history-bytes] limit.
 *
 * Cost: proportional to the numbers of objects and versions: about 0.2 µs for each object and 2 µs for each version. Call this function
 * when somebody looks at the numbers, and not for each edit.
 *
 * Returns: (transfer full): the usage, or %NULL with %TROVE_ERROR_WRONG_THREAD, or with %TROVE_ERROR_BUSY in a function that copies or
 *   clears a value
 *
 * Since: 1.0
 */
TroveDocumentUsage *
trove_document_get_usage (TroveDocument *self, GError **error)
{
  TroveDocumentUsage usage;
  TroveUsage all = { 0 };
  guint64 held;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_document_enter_freeze (self, error))
    return NULL;

  held = measure_all (self, &all);
  usage.current = measure_current (self);
  usage.history = held > usage.current ? held - usage.current : 0; /* parts of strings are rounded */
  usage.waste = all.room + all.waste;
  usage.overhead =
      all.overhead + sizeof *self + self->history.n_steps * (sizeof (TroveStep) + sizeof (TroveLineage));
  usage.total = usage.current + usage.history + usage.waste + usage.overhead;
  return trove_document_usage_copy (&usage);
}
