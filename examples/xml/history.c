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
  GHashTable *digests;
  GPtrArray *versions;
  GThread *main_thread; /* shows the progress of all threads */
  gint next;            /* the index of the next version to check, atomic */
  gint n_checked;       /* atomic */
} CheckState;

void
document_history_init (DocumentHistory *self)
{
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
document_history_clear (DocumentHistory *self)
{
  g_clear_pointer (&self->digests, g_hash_table_unref);
}

/* Stores the digest of a version, if it has none yet. The version itself is not kept. */
gboolean
document_history_sample (DocumentHistory *self, TroveVersion *version, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version);
  g_autofree guint8 *digest = g_new (guint8, DOCUMENT_DIGEST_SIZE);

  if (g_hash_table_contains (self->digests, id))
    return TRUE;
  if (!document_digest (version, digest, error))
    return FALSE;
  g_hash_table_insert (self->digests, g_steal_pointer (&id), g_steal_pointer (&digest));
  return TRUE;
}

/* Runs on any thread. */
static gboolean
check_version (CheckState *self, TroveVersion *version, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version);
  const guint8 *expected = g_hash_table_lookup (self->digests, id);
  guint8 digest[DOCUMENT_DIGEST_SIZE];

  if (expected == NULL)
    return TRUE;
  if (!document_digest (version, digest, error))
    {
      g_prefix_error (error, "version %s: ", id);
      return FALSE;
    }
  if (memcmp (digest, expected, sizeof digest) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "version %s has changed", id);
      return FALSE;
    }

  g_atomic_int_inc (&self->n_checked);
  if (g_thread_self () == self->main_thread)
    progress_show ("checking", g_atomic_int_get (&self->n_checked), g_hash_table_size (self->digests));
  return TRUE;
}

/* Checks one of the remaining versions after the other, until none remains or one has changed. Returns a
 * GError or NULL. */
static gpointer
check_thread (gpointer data)
{
  CheckState *self = data;
  GError *error = NULL;
  guint i;

  while ((i = (guint) g_atomic_int_add (&self->next, 1)) < self->versions->len)
    if (!check_version (self, g_ptr_array_index (self->versions, i), &error))
      return error;
  return NULL;
}

/* Checks those of some versions that have a digest: several threads serialize them and compare the digests. */
gboolean
document_history_check (DocumentHistory *self, GPtrArray *versions, DocumentCheck *result, GError **error)
{
  CheckState state = { self->digests, versions, g_thread_self (), 0, 0 };
  GThread *threads[N_THREADS];
  GError *first_error;

  for (guint i = 1; i < N_THREADS; i++)
    threads[i] = g_thread_new ("check", check_thread, &state);
  first_error = check_thread (&state);
  for (guint i = 1; i < N_THREADS; i++)
    {
      GError *thread_error = g_thread_join (threads[i]);

      if (first_error == NULL)
        first_error = thread_error;
      else
        g_clear_error (&thread_error);
    }

  *result = (DocumentCheck){ versions->len, state.n_checked, N_THREADS };
  if (first_error == NULL)
    return TRUE;

  g_propagate_error (error, first_error);
  return FALSE;
}
