/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on files of documents. The object of the stage is the document. SQLite allocates with malloc(), and gives NO_MEMORY.
 *
 * No operation uses another thread, whose allocations would fail by chance: calls that end later are refused at once.
 *
 * In a library without SQLite all of them are refused. */

#include <unistd.h>

#include <glib/gstdio.h>

#include "document-call.h"

#define ROOT ((TroveKey) 1)
#define A ((TroveKey) 2)

#if HAVE_STORAGE
#define FILES ALLOCATES_GLIB, "No memory|no memory"
#else
#define FILES ALLOCATES_GLIB, NULL
#endif

/* Files */

static char *folder;

/* In memory where it can be: a disk would write each of thousands of files. */
void
begin_files (void)
{
  const char *parent = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();

  folder = g_mkdtemp (g_build_filename (parent, "faults-XXXXXX", NULL));
  g_assert_nonnull (folder);
  g_free (g_filename_display_name (folder)); /* GLib keeps the names of character sets */
}

/* Also those that a process has left that ended in a call. */
static void
remove_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

void
end_files (void)
{
  remove_files ();
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_clear_pointer (&folder, g_free);
}

static GFile *
file_of (const char *name)
{
  return g_file_new_build_filename (folder, name, NULL);
}

static void
save_to (TroveDocument *document, const char *name)
{
  g_autoptr (GFile) file = file_of (name);
  g_autoptr (GError) error = NULL;

  trove_document_save (document, file, TROVE_SAVE_NONE, NULL, &error);
  if (HAVE_STORAGE)
    g_assert_no_error (error);
}

/* TRUE, and no error: the call was refused as it is to be. */
static gboolean
is_refused (GQuark domain, gint code, GError **error)
{
  if (error != NULL && !g_error_matches (*error, domain, code) &&
      !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

/* Preparing */

static void
prepare_unsaved (Stage *stage, guint variant)
{
  TroveDocument *document = node_document_new ();

  remove_files ();
  stage->object = G_OBJECT (document);
  add_node (document, ROOT, 1);
  set_target (document, A, ROOT);
  commit (document, "First");
}

static void
prepare_saved (Stage *stage, guint variant)
{
  prepare_unsaved (stage, variant);
  save_to (document_of (stage), "document");
}

static void
prepare_edited (Stage *stage, guint variant)
{
  prepare_saved (stage, variant);
  set_x (document_of (stage), A, 2);
  add_node (document_of (stage), ROOT, 3);
}

/* Another copy of the file, with another version. */
static void
prepare_copied (Stage *stage, guint variant)
{
  g_autoptr (GFile) file = file_of ("document");
  g_autoptr (TroveDocument) copy = NULL;

  prepare_saved (stage, variant);
  if (!HAVE_STORAGE)
    return;
  copy = trove_document_load (file, NULL, 0, NULL, NULL);
  set_x (copy, A, 2);
  save_to (copy, "copy");
  set_target (document_of (stage), A, A);
}

static void
prepare_version (Stage *stage, guint variant)
{
  prepare_unsaved (stage, variant);
  g_object_set_data_full (stage->object, "version", trove_document_dup_current (document_of (stage)),
                          g_object_unref);
}

/* Operations */

static gboolean
save (Stage *stage, GError **error)
{
  g_autoptr (GFile) file = file_of ("document");
  gboolean done = FAULTY (trove_document_save (document_of (stage), file, TROVE_SAVE_NONE, NULL, error));

  return done || (!HAVE_STORAGE && is_refused (0, 0, error));
}

static gboolean
load (Stage *stage, GError **error)
{
  g_autoptr (GFile) file = file_of ("document");

  stage->item = (GObject *) FAULTY (trove_document_load (file, NULL, 0, NULL, error));
  return stage->item != NULL || (!HAVE_STORAGE && is_refused (0, 0, error));
}

static gboolean
merge_file (Stage *stage, GError **error)
{
  g_autofree char *before = document_text (document_of (stage));
  g_autoptr (GFile) file = file_of ("copy");

  stage->item = (GObject *) FAULTY (trove_document_merge_file (document_of (stage), file, NULL, error));
  return check_call (stage, before, stage->item != NULL) || (!HAVE_STORAGE && is_refused (0, 0, error));
}

static gboolean
get_file (Stage *stage, GError **error)
{
  return (FAULTY (trove_document_get_file (document_of (stage))) != NULL) == HAVE_STORAGE;
}

static gboolean
set_autosave (Stage *stage, GError **error)
{
  g_autoptr (GFile) file = file_of ("document");

  FAULTY_VOID (trove_document_set_autosave (document_of (stage), file, 1000));
  FAULTY_VOID (trove_document_set_autosave (document_of (stage), NULL, 0));
  return TRUE;
}

/* Calls that end later */

static void
has_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The document has no file. */
static gboolean
save_async (Stage *stage, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  FAULTY_VOID (trove_document_save_async (document_of (stage), NULL, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL,
                                          has_ended, &result));
  wait_for (&result);
  return !trove_document_save_finish (document_of (stage), result, NULL);
}

static gboolean
save_finish (Stage *stage, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  trove_document_save_async (document_of (stage), NULL, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, has_ended,
                             &result);
  wait_for (&result);
  return !FAULTY (trove_document_save_finish (document_of (stage), result, error)) &&
         is_refused (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, error);
}

/* No class has the type. */
static gboolean
load_async (Stage *stage, GError **error)
{
  const GType type = TEST_TYPE_STRANGER;
  g_autoptr (GFile) file = file_of ("document");
  g_autoptr (GAsyncResult) result = NULL;

  FAULTY_VOID (trove_document_load_async (file, &type, 1, NULL, NULL, NULL, NULL, has_ended, &result));
  wait_for (&result);
  return trove_document_load_finish (result, NULL) == NULL;
}

static gboolean
load_finish (Stage *stage, GError **error)
{
  const GType type = TEST_TYPE_STRANGER;
  g_autoptr (GFile) file = file_of ("document");
  g_autoptr (GAsyncResult) result = NULL;

  trove_document_load_async (file, &type, 1, NULL, NULL, NULL, NULL, has_ended, &result);
  wait_for (&result);
  return FAULTY (trove_document_load_finish (result, error)) == NULL &&
         is_refused (TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH, error);
}

/* The document was not saved. Both calls are in one window: the second one merges only what another thread has read. */
static gboolean
merge_file_async (Stage *stage, GError **error)
{
  g_autoptr (GFile) file = file_of ("copy");
  g_autoptr (GAsyncResult) result = NULL;

  FAULTY_VOID (trove_document_merge_file_async (document_of (stage), file, NULL, has_ended, &result));
  wait_for (&result);
  return FAULTY (trove_document_merge_file_finish (document_of (stage), result, NULL)) == NULL;
}

/* Versions */

static gboolean
version_to_json (Stage *stage, GError **error)
{
  TroveVersion *version = g_object_get_data (stage->object, "version");

  stage->memory = FAULTY (trove_version_to_json (version, error));
  return stage->memory != NULL || is_refused (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, error);
}

static gboolean
types (Stage *stage, GError **error)
{
  return FAULTY (trove_save_flags_get_type () != 0);
}

const Operation file_operations[] = {
  { "trove_document_save", "new", save, prepare_unsaved, 1, FILES },
  { "trove_document_save", "again", save, prepare_edited, 1, FILES },
  { "trove_document_load", NULL, load, prepare_edited, 1, FILES },
  { "trove_document_merge_file", NULL, merge_file, prepare_copied, 1, FILES },
  { "trove_document_get_file", NULL, get_file, prepare_saved, 1, ALLOCATES_OURS, NULL },
  { "trove_document_set_autosave", NULL, set_autosave, prepare_unsaved, 1, ALLOCATES_GLIB, NULL },
  { "trove_document_save_async", NULL, save_async, prepare_unsaved, 1, ALLOCATES_GLIB, NULL },
  { "trove_document_save_finish", NULL, save_finish, prepare_unsaved, 1, ALLOCATES_OURS, NULL },
  { "trove_document_load_async", NULL, load_async, prepare_unsaved, 1, ALLOCATES_GLIB, NULL },
  { "trove_document_load_finish", NULL, load_finish, prepare_unsaved, 1, ALLOCATES_OURS, NULL },
  { "trove_document_merge_file_async", NULL, merge_file_async, prepare_unsaved, 1, ALLOCATES_GLIB, NULL },
  { "trove_document_merge_file_finish", NULL, merge_file_async, prepare_unsaved, 1, ALLOCATES_GLIB, NULL },
  { "trove_version_to_json", NULL, version_to_json, prepare_version, 1, ALLOCATES_GLIB, NULL },
  { "trove_save_flags_get_type", NULL, types, prepare_unsaved, 1, ALLOCATES_OURS, NULL },
};
const guint n_file_operations = G_N_ELEMENTS (file_operations);
