/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

#include "progress.h"

#include <gio/gio.h>

#include <string.h>

#define N_THREADS 4

/* Shared by the checking threads. */
typedef struct
{
  DocumentHistory *history;
  gint next;      /* the index of the next version to check, atomic */
  gint n_checked; /* atomic */
} CheckState;

typedef struct
{
  CheckState *state;
  gboolean shows_progress; /* TRUE: this thread shows the progress of all threads */
} CheckThread;

static void
version_clear (gpointer data)
{
  DocumentVersion *version = data;

  g_clear_pointer (&version->snapshot, trove_snapshot_unref);
}

/* Memory for all versions is allocated at once, so that keeping a version allocates only the snapshot. */
void
document_history_init (DocumentHistory *self, guint n_versions)
{
  self->versions = g_array_sized_new (FALSE, TRUE, sizeof (DocumentVersion), n_versions);
  g_array_set_clear_func (self->versions, version_clear);
  self->n_sampled = 0;
}

void
document_history_clear (DocumentHistory *self)
{
  g_clear_pointer (&self->versions, g_array_unref);
}

static DocumentVersion *
get_version (DocumentHistory *self, guint i)
{
  g_assert (i < self->versions->len);

  return &g_array_index (self->versions, DocumentVersion, i);
}

/* Keeps the current version of an arena. */
gboolean
document_history_keep (DocumentHistory *self, TroveArena *arena, GError **error)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, error);
  g_autoptr (TroveRef) root = snapshot != NULL ? trove_snapshot_get_root (snapshot) : NULL;
  DocumentVersion version = { .snapshot = snapshot };

  if (snapshot == NULL)
    return FALSE;

  g_assert (root != NULL);
  version.root = *root;
  g_array_append_val (self->versions, version);
  g_steal_pointer (&snapshot);
  return TRUE;
}

/* Stores the digest of the version that was kept last. This is the current version of the arena, from
 * which it is read. */
gboolean
document_history_sample (DocumentHistory *self, TroveArena *arena, GError **error)
{
  DocumentVersion *version = get_version (self, self->versions->len - 1);
  g_auto (DocumentReader) reader = { 0 };

  document_reader_init (&reader, arena);
  version->is_sampled = document_digest (&reader, &version->root, version->digest, error);
  self->n_sampled += version->is_sampled ? 1 : 0;
  return version->is_sampled;
}

/* Runs on any thread. The threads share the snapshot; each has a reader of its own. */
static gboolean
check_version (DocumentHistory *self, guint i, GError **error)
{
  const DocumentVersion *version = get_version (self, i);
  g_auto (DocumentReader) reader = { 0 };
  guint8 digest[DOCUMENT_DIGEST_SIZE];

  document_reader_init_snapshot (&reader, version->snapshot);
  if (!document_digest (&reader, &version->root, digest, error))
    {
      g_prefix_error (error, "version %u: ", i);
      return FALSE;
    }

  if (memcmp (digest, version->digest, sizeof digest) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "version %u has changed", i);
      return FALSE;
    }

  return TRUE;
}

/* Checks one of the remaining versions after the other, until none remains or one has changed. Returns a
 * GError or NULL. */
static gpointer
check_thread (gpointer data)
{
  const CheckThread *self = data;
  CheckState *state = self->state;
  DocumentHistory *history = state->history;
  GError *error = NULL;

  for (;;)
    {
      guint i = g_atomic_int_add (&state->next, 1);

      if (i >= history->versions->len)
        return NULL;
      if (!get_version (history, i)->is_sampled)
        continue;
      if (!check_version (history, i, &error))
        return error;
      g_atomic_int_inc (&state->n_checked);
      if (self->shows_progress)
        progress_show ("checking", g_atomic_int_get (&state->n_checked), history->n_sampled);
    }
}

/* Checks the sampled versions: several threads serialize their snapshots and compare the digests. */
gboolean
document_history_check (DocumentHistory *self, DocumentCheck *result, GError **error)
{
  CheckState state = { .history = self };
  CheckThread arguments[N_THREADS];
  GThread *threads[N_THREADS];
  GError *first_error = NULL;

  for (guint i = 0; i < N_THREADS; i++)
    {
      arguments[i] = (CheckThread){ &state, i == 0 };
      threads[i] = g_thread_new ("check", check_thread, &arguments[i]);
    }

  for (guint i = 0; i < N_THREADS; i++)
    {
      GError *thread_error = g_thread_join (threads[i]);

      if (first_error == NULL)
        first_error = thread_error;
      else
        g_clear_error (&thread_error);
    }

  *result = (DocumentCheck){ state.n_checked, N_THREADS };
  if (first_error == NULL)
    return TRUE;

  g_propagate_error (error, first_error);
  return FALSE;
}

gboolean
document_history_save (DocumentHistory *self, guint version, const char *directory, const char *name,
                       GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_auto (DocumentReader) reader = { 0 };

  document_reader_init_snapshot (&reader, get_version (self, version)->snapshot);
  return document_save (&reader, &get_version (self, version)->root, path, error);
}
