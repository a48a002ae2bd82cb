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
  GPtrArray *versions;
  GThread *main_thread; /* shows the progress of all threads */
  gint next;            /* the index of the next version to check, atomic */
  gint n_checked;       /* atomic */
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

static gboolean
check_version (Check *self, TroveVersion *version, GError **error)
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

/* Checks one of the remaining versions after the other, until none remains or one has changed. Returns a GError or NULL. */
static gpointer
check_thread (gpointer data)
{
  Check *self = data;
  GError *error = NULL;
  guint i;

  while (error == NULL && (i = (guint) g_atomic_int_add (&self->next, 1)) < self->versions->len)
    check_version (self, g_ptr_array_index (self->versions, i), &error);
  return error;
}

/* Checks those of some versions that have a digest: several threads serialize them and compare the digests. */
gboolean
document_history_check (GHashTable *digests, GPtrArray *versions, guint *n_checked, GError **error)
{
  Check check = { digests, versions, g_thread_self (), 0, 0 };
  GThread *threads[DOCUMENT_CHECK_THREADS];
  g_autoptr (GError) first_error = NULL;

  for (guint i = 1; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("check", check_thread, &check);
  first_error = check_thread (&check);
  for (guint i = 1; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GError) thread_error = g_thread_join (threads[i]);

      if (first_error == NULL)
        first_error = g_steal_pointer (&thread_error);
    }

  *n_checked = (guint) check.n_checked;
  if (first_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}
