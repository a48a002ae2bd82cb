/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

#include "progress.h"

#include <gio/gio.h>

#include <string.h>

/* Shared by the checking threads. */
typedef struct
{
  GHashTable *digests;
  GMutex lock;
  guint n_checked; /* under the lock, as the error */
  GError *error;   /* the first */
} Check;

/* Stores the digest of a version, by its id, if it has none yet. The version itself is not kept. */
gboolean
document_history_sample (GHashTable *digests, TroveVersion *version, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version);
  g_autofree guint8 *digest = g_new (guint8, DOCUMENT_DIGEST_SIZE);

  if (g_hash_table_contains (digests, id))
    return TRUE;
  if (!document_digest (version, digest, error))
    return FALSE;
  g_hash_table_insert (digests, g_steal_pointer (&id), g_steal_pointer (&digest));
  return TRUE;
}

/* On any thread. */
static void
check_version (gpointer version, gpointer data)
{
  Check *self = data;
  g_autofree char *id = trove_version_dup_id (version);
  const guint8 *expected = g_hash_table_lookup (self->digests, id);
  guint8 digest[DOCUMENT_DIGEST_SIZE];
  g_autoptr (GError) error = NULL;

  if (expected == NULL)
    return;
  if (document_digest (version, digest, &error) && memcmp (digest, expected, sizeof digest) != 0)
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "version %s has changed", id);

  g_mutex_lock (&self->lock);
  if (error == NULL)
    progress_show ("checking", ++self->n_checked, g_hash_table_size (self->digests));
  else if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->lock);
}

/* Checks those of some versions that have a digest: several threads serialize them and compare the digests. */
gboolean
document_history_check (GHashTable *digests, GPtrArray *versions, guint *n_checked, GError **error)
{
  Check check = { .digests = digests };
  GThreadPool *pool = g_thread_pool_new (check_version, &check, DOCUMENT_CHECK_THREADS, TRUE, error);

  if (pool == NULL)
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (versions, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);

  *n_checked = check.n_checked;
  if (check.error == NULL)
    return TRUE;
  g_propagate_error (error, check.error);
  return FALSE;
}
