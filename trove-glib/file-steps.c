/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "file-steps.h"

#include <string.h>

#include "store/file.h"
#include "store/format.h"

#include "archive.h"

static const TroveVersionRow *
row_at (const TroveFileSteps *self, guint index)
{
  return trove_file_steps_row (self, index);
}

guint
trove_file_steps_index_of (const TroveFileSteps *self, gint64 number)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->indices, &number)) - 1;
}

guint
trove_file_steps_find (const TroveFileSteps *self, const guint64 id[2])
{
  for (guint i = 0; i < self->rows->len; i++)
    if (memcmp (row_at (self, i)->id, id, 2 * sizeof *id) == 0)
      return i;
  return G_MAXUINT;
}

/* Returns FALSE. */
static gboolean
damaged (const TroveFileSteps *self, const char *why, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The file %s is damaged: a version %s", name, why);
  return FALSE;
}

/* Lineages */

static TroveLineage *
lineage_of (const TroveFileSteps *self, gint64 number)
{
  guint index = trove_file_steps_index_of (self, number);

  return index != G_MAXUINT ? self->lineages[index] : NULL;
}

static void
clear_lineages (TroveFileSteps *self)
{
  for (guint i = 0; self->lineages != NULL && i < self->rows->len; i++)
    if (self->lineages[i] != NULL)
      trove_lineage_unref (self->lineages[i]);
  g_clear_pointer (&self->lineages, g_free);
}

/* Of all versions in the file. That of the known step gets the step's, which keeps it among the ancestors of the others. */
static gboolean
make_lineages (TroveFileSteps *self, const TroveStep *known, GError **error)
{
  clear_lineages (self);
  self->lineages = g_new0 (TroveLineage *, self->rows->len);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const TroveVersionRow *row = row_at (self, i);
      TroveLineage *parent = (row->marks & TROVE_VERSION_FOREIGN) == 0 ? lineage_of (self, row->base) : NULL;
      TroveLineage *merged = lineage_of (self, row->merged);

      if (known != NULL && memcmp (row->id, known->lineage->id, sizeof row->id) == 0)
        self->lineages[i] = trove_lineage_ref (known->lineage);
      else
        self->lineages[i] = trove_lineage_new_loaded (row->id, row->time, parent, merged);
      g_hash_table_insert (self->indices, (gpointer) &row->number, GUINT_TO_POINTER (i + 1));
      if ((parent != NULL && parent->time >= row->time) || (merged != NULL && merged->time >= row->time))
        return damaged (self, "is not later than its parents", error);
    }
  return TRUE;
}

/* The file */

TroveFileSteps *
trove_file_steps_new (const char *path, GCancellable *cancellable, GError **error)
{
  TroveFileSteps *self = g_new0 (TroveFileSteps, 1);

  self->path = g_strdup (path);
  self->archive = trove_archive_new ();
  self->indices = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->file = trove_file_load_versions (path, &self->rows, &self->replicas, cancellable, error);
  if (self->file != NULL)
    {
      trove_file_take_dictionary (self->file, trove_archive_dictionary (self->archive));
      if (make_lineages (self, NULL, error))
        return self;
    }
  trove_file_steps_free (self);
  return NULL;
}

static void
clear_steps (TroveFileSteps *self)
{
  for (guint i = 0; self->steps != NULL && i < self->rows->len; i++)
    g_clear_pointer (&self->steps[i], trove_step_unref);
  g_clear_pointer (&self->steps, g_free);
  g_clear_pointer (&self->from, g_free);
}

void
trove_file_steps_free (TroveFileSteps *self)
{
  clear_steps (self);
  clear_lineages (self);
  g_clear_pointer (&self->rows, trove_file_rows_free);
  g_clear_pointer (&self->replicas, g_array_unref);
  g_clear_pointer (&self->file, trove_file_free);
  trove_archive_unref (self->archive);
  g_hash_table_unref (self->indices);
  g_free (self->path);
  g_free (self);
}

/* Steps */

/* Each is read from its base, and those on the way from the known one to the first backwards. */
gboolean
trove_file_steps_know (TroveFileSteps *self, TroveStep *known, GError **error)
{
  guint index = trove_file_steps_find (self, known->lineage->id);

  clear_steps (self);
  if (index == G_MAXUINT)
    return damaged (self, "is not there that it had", error);
  if (!make_lineages (self, known, error))
    return FALSE;
  self->origin = known->origin;
  self->steps = g_new0 (TroveStep *, self->rows->len);
  self->steps[index] = trove_step_ref (known);
  self->from = g_new (guint, self->rows->len);
  for (guint i = 0; i < self->rows->len; i++)
    self->from[i] = trove_file_steps_index_of (self, row_at (self, i)->base);
  for (guint base; (base = trove_file_steps_index_of (self, row_at (self, index)->base)) != G_MAXUINT;
       index = base)
    self->from[base] = index;
  return TRUE;
}

/* The one that it is read from is there. */
static gboolean
make_step (TroveFileSteps *self, guint index, GError **error)
{
  const TroveVersionRow *row = row_at (self, index);
  guint from = self->from[index];
  gboolean backwards = row_at (self, from)->base == row->number;
  GVariant *changes = backwards ? row_at (self, from)->changes : row->changes;
  TroveStepSource source = { .funcs = &trove_archive_funcs };
  const TroveStepInfo info = {
    .origin = self->origin,
    .source = &source,
    .lineage = self->lineages[index],
    .label = row->label,
    .view_state_before = row->view_state_before,
    .view_state = row->view_state,
  };

  if (changes == NULL)
    return damaged (self, "does not say what it changed", error);
  source.data = trove_archive_source_new (self->archive, changes, backwards);
  source.from = trove_step_ref (self->steps[from]);
  trove_lineage_ref (self->lineages[index]);
  self->steps[index] = trove_step_new (&info);
  atomic_init (&self->steps[index]->n_bytes, row->n_bytes);
  trove_step_set_name (self->steps[index], row->name);
  return TRUE;
}

TroveStep *
trove_file_steps_get (TroveFileSteps *self, guint index, GError **error)
{
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint at = index; self->steps[at] == NULL; at = self->from[at])
    {
      g_array_append_val (way, at);
      if (self->from[at] == G_MAXUINT)
        {
          damaged (self, "does not say what it changed", error);
          return NULL;
        }
    }
  for (guint i = way->len; i > 0; i--)
    if (!make_step (self, g_array_index (way, guint, i - 1), error))
      return NULL;
  return self->steps[index];
}
