/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-load.h"

typedef struct
{
  const TroveLoaded *loaded;
  TroveOrigin *origin;
  TroveLineage **lineages; /* owned by the steps */
  TroveStep **steps;       /* owned by the history */
  guint *order;            /* each version after the one that it is read from */
  guint n_ordered;
} Load;

static gboolean damaged (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Returns FALSE. */
static gboolean
damaged (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The versions are damaged: %s", text);
  return FALSE;
}

/* Checking */

static gboolean
check_parents (const TroveLoaded *loaded, guint i, GError **error)
{
  const TroveLoadedVersion *version = &loaded->versions[i];

  for (guint j = 0; j < G_N_ELEMENTS (version->parents); j++)
    {
      guint parent = version->parents[j];

      if (parent == TROVE_LOADED_NONE)
        continue;
      if (parent >= i)
        return damaged (error, "version %u has the parent %u, which is not before it", i, parent);
      if (loaded->versions[parent].time >= version->time)
        return damaged (error, "the time of version %u is not later than that of its parent %u", i, parent);
    }
  return TRUE;
}

static gboolean
check_redo (const TroveLoaded *loaded, guint i, GError **error)
{
  guint redo = loaded->versions[i].redo;

  if (redo == TROVE_LOADED_NONE || (redo < loaded->n_versions && loaded->versions[redo].parents[0] == i))
    return TRUE;
  return damaged (error, "redo leads from version %u to %u, which does not have it as its first parent", i,
                  redo);
}

static gboolean
check_indices (const TroveLoaded *loaded, GError **error)
{
  const guint n = loaded->n_versions;

  if (loaded->current >= n)
    return damaged (error, "the current version is %u, of %u", loaded->current, n);
  if (loaded->saved >= n && loaded->saved != TROVE_LOADED_NONE)
    return damaged (error, "the saved version is %u, of %u", loaded->saved, n);
  for (guint i = 0; i < n; i++)
    {
      if (i != loaded->current && loaded->versions[i].from >= n)
        return damaged (error, "version %u is read from %u, of %u", i, loaded->versions[i].from, n);
      if (!check_parents (loaded, i, error) || !check_redo (loaded, i, error))
        return FALSE;
    }
  return TRUE;
}

/* Order */

/* Appends a version and those that it is read from to the order, the latter first. FALSE: they form a circle. */
static gboolean
order_chain (Load *self, guint first, guint *chains, GError **error)
{
  const TroveLoadedVersion *versions = self->loaded->versions;
  guint start = self->n_ordered, i = first;

  for (; chains[i] == 0; i = versions[i].from)
    {
      chains[i] = first + 1;
      self->order[self->n_ordered++] = i;
    }
  if (chains[i] == first + 1)
    return damaged (error, "version %u is read from itself, directly or by others", i);
  for (guint a = start, b = self->n_ordered; a + 1 < b; a++)
    {
      guint other = self->order[--b];

      self->order[b] = self->order[a];
      self->order[a] = other;
    }
  return TRUE;
}

static gboolean
order_all (Load *self, GError **error)
{
  g_autofree guint *chains =
      g_new0 (guint, self->loaded->n_versions); /* the first version of each one's chain, plus 1 */

  chains[self->loaded->current] = G_MAXUINT;
  self->order[self->n_ordered++] = self->loaded->current;
  for (guint i = 0; i < self->loaded->n_versions; i++)
    if (!order_chain (self, i, chains, error))
      return FALSE;
  return TRUE;
}

/* Making */

static gpointer
parent_of (const TroveLoadedVersion *version, guint j, gpointer *all)
{
  return version->parents[j] != TROVE_LOADED_NONE ? all[version->parents[j]] : NULL;
}

static void
make_lineages (Load *self)
{
  for (guint i = 0; i < self->loaded->n_versions; i++)
    {
      const TroveLoadedVersion *version = &self->loaded->versions[i];

      self->lineages[i] = trove_lineage_new_loaded (version->id, version->time,
                                                    parent_of (version, 0, (gpointer *) self->lineages),
                                                    parent_of (version, 1, (gpointer *) self->lineages));
    }
}

static void
make_step (Load *self, guint i)
{
  const TroveLoaded *loaded = self->loaded;
  const TroveLoadedVersion *version = &loaded->versions[i];
  TroveStepSource source = { loaded->funcs, version->data, NULL };
  TroveStepInfo info = {
    .origin = self->origin,
    .view = loaded->view,
    .state = loaded->state,
    .lineage = self->lineages[i],
    .label = version->label,
    .before = i > 0 ? self->steps[i - 1] : NULL,
    .view_state_before = version->view_state_before,
    .view_state = version->view_state,
  };

  if (i != loaded->current)
    {
      source.from = trove_step_ref (self->steps[version->from]);
      info.source = &source;
    }
  self->steps[i] = trove_step_new (&info);
  atomic_init (&self->steps[i]->n_bytes, version->n_bytes);
  trove_step_set_kept (self->steps[i], version->kept);
  trove_step_set_name (self->steps[i], version->name);
}

static void
link_step (Load *self, guint i)
{
  const TroveLoadedVersion *version = &self->loaded->versions[i];
  TroveStep *parent = parent_of (version, 0, (gpointer *) self->steps);
  TroveStep *merged = parent_of (version, 1, (gpointer *) self->steps);

  if (version->is_outside)
    return;
  if (parent != NULL && !version->is_apart && !self->loaded->versions[version->parents[0]].is_outside)
    trove_step_link (self->steps[i], parent);
  if (merged != NULL)
    trove_step_set_merged (self->steps[i], merged);
  if (version->redo != TROVE_LOADED_NONE)
    self->steps[i]->redo = self->steps[version->redo];
}

/* Moves the steps of the history to the front. Others are held by those that are read from them or were merged with them. Returns the
 * number of the former. */
static guint
drop_outside (Load *self)
{
  guint n = 0;

  for (guint i = 0; i < self->loaded->n_versions; i++)
    if (self->loaded->versions[i].is_outside)
      trove_step_unref (self->steps[i]);
    else
      self->steps[n++] = self->steps[i];
  return n;
}

static TroveDocument *
make_document (Load *self)
{
  const TroveLoaded *loaded = self->loaded;
  TroveDocument *document = g_object_new (TROVE_TYPE_DOCUMENT, NULL);
  TroveStep *current, *saved;
  guint n;

  make_lineages (self);
  for (guint i = 0; i < loaded->n_versions; i++)
    make_step (self, self->order[i]);
  for (guint i = 0; i < loaded->n_versions; i++)
    link_step (self, i);
  current = self->steps[loaded->current];
  saved = loaded->saved != TROVE_LOADED_NONE && !loaded->versions[loaded->saved].is_outside ?
              self->steps[loaded->saved] :
              NULL;
  n = drop_outside (self);
  trove_editor_go_to (&document->editor, loaded->view, loaded->state);
  trove_history_start_loaded (&document->history, self->steps, n, current, saved);
  trove_document_start_history (document);
  return document;
}

static TroveOrigin *
make_origin (const TroveLoaded *loaded)
{
  const TroveRecord *root = trove_state_get (loaded->state, loaded->state->root);
  TroveOrigin *origin = trove_origin_new (root->klass->type);

  for (guint i = 0; i < loaded->n_replicas; i++)
    trove_origin_note_replica (origin, &loaded->replicas[i]);
  return origin;
}

static void
free_data (const TroveLoaded *loaded)
{
  for (guint i = 0; loaded->funcs->free_data != NULL && i < loaded->n_versions; i++)
    if (i != loaded->current)
      loaded->funcs->free_data (loaded->versions[i].data);
}

TroveDocument *
trove_document_new_loaded (const TroveLoaded *loaded, GError **error)
{
  const guint n = loaded->n_versions;
  g_autofree guint *order = g_new (guint, n);
  g_autofree TroveLineage **lineages = g_new0 (TroveLineage *, n);
  g_autofree TroveStep **steps = g_new0 (TroveStep *, n);
  Load self = { .loaded = loaded, .lineages = lineages, .steps = steps, .order = order };
  TroveDocument *document;

  if (!check_indices (loaded, error) || !order_all (&self, error))
    {
      free_data (loaded);
      return NULL;
    }
  self.origin = make_origin (loaded);
  document = make_document (&self);
  trove_origin_unref (self.origin); /* the document has one */
  return document;
}
