/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/*   FILE           the document, with all versions
 *   FILE.digests   a line for each version: its id and its digest
 *
 * The line of a version is written before the version can be saved. So all versions that a file has when the program is killed have a
 * digest. */

#include "store.h"

#include "digest.h"
#include "editor.h"

#include <gio/gio.h>

#define INTERVAL 50 /* ms between two automatic saves, and a pause of editing */
#define AT_ONCE 20  /* edits without a pause */

/* Digests */

static char *
name_of_digests (const char *path)
{
  return g_strconcat (path, ".digests", NULL);
}

static char *
dup_digest (TroveVersion *version)
{
  GString *text = g_string_new (NULL);
  TreeDigest digest;

  tree_digest_version (&digest, version);
  for (guint i = 0; i < TREE_DIGEST_SIZE; i++)
    g_string_append_printf (text, "%02x", digest.bytes[i]);
  return g_string_free (text, FALSE);
}

static gboolean
write_digest (GOutputStream *stream, TroveVersion *version, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version), *digest = dup_digest (version);
  g_autofree char *line = g_strdup_printf ("%s %s\n", id, digest);

  return g_output_stream_write_all (stream, line, strlen (line), NULL, NULL, error);
}

static GOutputStream *
create_digests (TroveDocument *document, const char *path, GError **error)
{
  g_autofree char *name = name_of_digests (path);
  g_autoptr (GFile) file = g_file_new_for_path (name);
  g_autoptr (GOutputStream) stream =
      G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error));
  GListModel *versions = trove_document_get_history (document);

  for (guint i = 0; stream != NULL && i < g_list_model_get_n_items (versions); i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (versions, i);

      if (!write_digest (stream, version, error))
        return NULL;
    }
  return g_steal_pointer (&stream);
}

/* Editing */

static gboolean
end_pause (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop for some time, in which the document is saved. */
static void
pause_for (guint ms)
{
  gboolean ended = FALSE;

  g_timeout_add (ms, end_pause, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
}

static void
tell (TroveDocument *document, GError *error)
{
  g_printerr ("%s: not saved: %s\n", g_get_prgname (), error->message);
}

static gboolean
edit_once (TreeEditor *editor, GOutputStream *digests, GError **error)
{
  g_autoptr (TroveVersion) version = NULL;

  if (!tree_editor_edit (editor, error) ||
      !trove_document_commit (editor->document, tree_edit_get_label (editor->edit), error))
    return FALSE;
  version = trove_document_dup_current (editor->document);
  return write_digest (digests, version, error);
}

static gboolean
edit_all (TroveDocument *document, guint n_edits, guint32 seed, GOutputStream *digests, gboolean pauses,
          GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (TreeEditor) editor = tree_editor_new (document, random);

  for (guint i = 0; i < n_edits; i++)
    {
      if (!edit_once (editor, digests, error))
        return FALSE;
      if (pauses && i % AT_ONCE == 0)
        pause_for (3 * INTERVAL);
    }
  return TRUE;
}

static void
note_saved (GObject *document, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Saves after an automatic save that is under way. */
static gboolean
save_last (TroveDocument *document, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trove_document_set_autosave (document, NULL, 0);
  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_saved, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return trove_document_save_finish (document, result, error);
}

/* Edits a document, and stores it: at the end, or by itself in the pauses. */
gboolean
tree_store_run (TroveDocument *document, guint n_edits, guint32 seed, const char *path, gboolean autosave,
                GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) digests = create_digests (document, path, error);
  gint64 start;

  if (digests == NULL)
    return FALSE;
  g_signal_connect (document, "autosave-failed", G_CALLBACK (tell), NULL);
  if (autosave)
    trove_document_set_autosave (document, file, INTERVAL);
  if (!edit_all (document, n_edits, seed, digests, autosave, error) ||
      !g_output_stream_close (digests, NULL, error))
    return FALSE;
  start = g_get_monotonic_time ();
  if (!save_last (document, file, error))
    return FALSE;
  g_print ("Stored     %u versions in %s in %.0f ms\n",
           g_list_model_get_n_items (trove_document_get_history (document)), path,
           (double) (g_get_monotonic_time () - start) / 1000);
  return TRUE;
}

/* Checking */

static GHashTable *
load_digests (const char *path, GError **error)
{
  g_autofree char *name = name_of_digests (path), *contents = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTable *digests;

  if (!g_file_get_contents (name, &contents, NULL, error))
    return NULL;
  digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 2);

      if (g_strv_length (words) == 2)
        g_hash_table_insert (digests, g_strdup (words[0]), g_strdup (words[1]));
    }
  return digests;
}

static gboolean
check_version (GHashTable *digests, TroveVersion *version, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version), *digest = NULL;

  if (!trove_version_read (version, error))
    return FALSE;
  digest = dup_digest (version);
  if (g_strcmp0 (g_hash_table_lookup (digests, id), digest) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "version %s is not as it was", id);
  return FALSE;
}

TroveDocument *
tree_store_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const GType types[] = { TREE_TYPE_FILE, TREE_TYPE_ELEMENT, TREE_TYPE_ATTRIBUTE, TREE_TYPE_TEXT };

  return trove_document_load (file, types, G_N_ELEMENTS (types), NULL, error);
}

/* Loads a document, and checks all its versions. */
gboolean
tree_store_check (const char *path, GError **error)
{
  g_autoptr (GHashTable) digests = load_digests (path, error);
  g_autoptr (TroveDocument) document = NULL;
  gint64 start = g_get_monotonic_time (), loaded;
  GListModel *versions;
  guint n;

  if (digests == NULL)
    return FALSE;
  document = tree_store_load (path, error);
  if (document == NULL)
    return FALSE;
  loaded = g_get_monotonic_time ();
  versions = trove_document_get_history (document);
  n = g_list_model_get_n_items (versions);
  for (guint i = n; i > 0; i--)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (versions, i - 1);

      if (!check_version (digests, version, error))
        return FALSE;
    }
  g_print ("Loaded     %" G_GUINT64_FORMAT " objects in %.0f ms; %u versions, all as they were\n",
           trove_document_get_n_objects (document), (double) (loaded - start) / 1000, n);
  return TRUE;
}
