/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: a process that ends, or a disk that fails, while a document is saved. The file is the one that it was, or the one that it
 * is to be, at each of the points where it may end. */

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "document-classes.h"
#include "failing-vfs.h"
#include "file-kit.h"
#include "test-support.h"

/* The contents of a file: its current state and the labels of its versions. NULL: there is no file. */
static char *
describe (GFile *file)
{
  g_autoptr (TroveDocument) document = NULL;
  g_autofree char *text = NULL, *labels = NULL;

  if (!g_file_query_exists (file, NULL))
    return NULL;
  document = file_kit_load (file);
  text = document_text (document);
  labels = all_labels (document);
  return g_strconcat (labels, "\n", text, NULL);
}

static char *
describe_document (TroveDocument *document)
{
  g_autofree char *text = document_text (document), *labels = all_labels (document);

  return g_strconcat (labels, "\n", text, NULL);
}

/* Temporary files that an ended process has left. */
static void
remove_others (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (folder), 0, NULL);
  const char *other;

  while ((other = g_dir_read_name (dir)) != NULL)
    if (!g_str_equal (other, name))
      {
        g_autoptr (GFile) child = g_file_get_child (folder, other);

        g_file_delete (child, NULL, NULL);
      }
}

static void
edit (TroveDocument *document, guint i)
{
  TroveKey key = add_node (document, 1, i);

  set_x (document, 1, i);
  add_link (document, key, 1);
  commit (document, "Edit");
}

/* TRUE: the process came to the end of the save. */
static gboolean
save_in_child (TroveDocument *document, GFile *file, TroveSaveFlags flags, FailingVfsKind kind, guint at)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      failing_vfs_set (kind, at);
      trove_document_save (document, file, flags, NULL, NULL);
      _exit (7);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status) == 7;
}

static void
restore (GFile *file, const char *contents, gsize n)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (file), contents, (gssize) n, &error);
  g_assert_no_error (error);
}

/* A save of what differs. Process after process ends, each a change later. */
static void
check_ends (FailingVfsKind kind, TroveSaveFlags flags)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autofree char *before = NULL, *after = NULL, *contents = NULL;
  GFile *file = file_kit_new ("drawing");
  guint n_before = 0, n_after = 0;
  gboolean ended = FALSE;
  gsize n;

  edit (document, 1);
  file_kit_save (document, file);
  before = describe (file);
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &contents, &n, NULL));
  for (guint i = 2; i < 40; i++)
    edit (document, i);
  after = describe_document (document);
  for (guint at = 1; !ended; at++)
    {
      g_autofree char *found = NULL;

      restore (file, contents, n);
      ended = save_in_child (document, file, flags, kind, at);
      found = describe (file);
      n_before += g_strcmp0 (found, before) == 0;
      n_after += g_strcmp0 (found, after) == 0;
      g_assert_cmpuint (n_before + n_after, ==, at);
      remove_others (file);
    }
  g_test_message ("%u times as before, %u times as after", n_before, n_after);
  g_assert_cmpuint (n_before, >, 5);
  g_assert_cmpuint (n_after, >, 0);
  file_kit_remove (file);
}

static void
test_ends (void)
{
  check_ends (FAILING_VFS_ENDS, TROVE_SAVE_NONE);
}

static void
test_tears (void)
{
  check_ends (FAILING_VFS_TEARS, TROVE_SAVE_NONE);
}

static void
test_ends_copy (void)
{
  check_ends (FAILING_VFS_ENDS, TROVE_SAVE_REPLACE);
}

/* The disk fails, and works again: the document is saved then, and nothing is missing. */
static void
check_fails (TroveSaveFlags flags)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");
  gboolean done = FALSE;

  edit (document, 1);
  file_kit_save (document, file);
  for (guint at = 1; !done; at++)
    {
      g_autofree char *before = describe (file), *found = NULL, *after = NULL;
      g_autoptr (GError) error = NULL;

      edit (document, at + 1);
      failing_vfs_set (FAILING_VFS_FAILS, at);
      done = trove_document_save (document, file, flags, NULL, &error);
      failing_vfs_set (FAILING_VFS_FAILS, 0);
      if (!done)
        {
          g_assert_cmpint (error->domain, ==, G_IO_ERROR);
          g_assert_true (trove_document_get_modified (document));
        }
      found = describe (file);
      after = describe_document (document);
      g_assert_true (g_strcmp0 (found, before) == 0 || g_strcmp0 (found, after) == 0);
      remove_others (file);
      if (at % 3 == 0)
        {
          g_autofree char *again = NULL;

          file_kit_save (document, NULL);
          again = describe (file);
          g_assert_cmpstr (again, ==, after);
        }
    }
  file_kit_remove (file);
}

static void
test_fails (void)
{
  check_fails (TROVE_SAVE_NONE);
}

static void
test_fails_copy (void)
{
  check_fails (TROVE_SAVE_REPLACE);
}

/* A process has ended, and left a journal beside the file; another document takes the place of the file. */
static void
test_journal (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), other = node_document_new ();
  g_autofree char *expected = NULL;
  GFile *file = file_kit_new ("drawing");
  gboolean ended = FALSE;
  guint n_journals = 0;

  edit (document, 1);
  file_kit_save (document, file);
  edit (document, 2);
  edit (other, 7);
  expected = describe_document (other);
  for (guint at = 1; !ended; at++)
    {
      g_autofree char *journal = g_strconcat (g_file_peek_path (file), "-journal", NULL), *found = NULL;
      g_autofree char *contents = NULL;
      gsize n;

      g_assert_true (g_file_get_contents (g_file_peek_path (file), &contents, &n, NULL));
      ended = save_in_child (document, file, TROVE_SAVE_NONE, FAILING_VFS_ENDS, at);
      n_journals += g_file_test (journal, G_FILE_TEST_EXISTS);
      g_assert_true (trove_document_save (other, file, TROVE_SAVE_COPY, NULL, NULL));
      found = describe (file);
      g_assert_cmpstr (found, ==, expected);
      remove_others (file);
      restore (file, contents, n);
    }
  g_assert_cmpuint (n_journals, >, 3);
  file_kit_remove (file);
}

/* What one change more writes. */
static void
test_bytes (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");
  TroveKey key = 0;

  for (guint i = 0; i < 20000; i++)
    key = add_node (document, 1, i);
  commit (document, "Add");
  file_kit_save (document, file);
  set_x (document, key - 10000, 5);
  commit (document, "Set");
  failing_vfs_set (FAILING_VFS_ENDS, 0);
  file_kit_save (document, file);
  g_test_message ("%u changes of files, %" G_GUINT64_FORMAT " bytes", failing_vfs_n_changes (),
                  failing_vfs_n_bytes ());
  g_assert_cmpuint (failing_vfs_n_bytes (), <=, 16384);
  file_kit_remove (file);
}

/* A process that saves all the time is killed. */
static void
test_killed (void)
{
  GFile *file = file_kit_new ("drawing");
  guint most = 0;

  for (guint i = 0; i < test_count (200, 20); i++)
    {
      g_autoptr (TroveDocument) document = NULL;
      pid_t child = fork ();
      guint n;

      if (child == 0)
        {
          g_autoptr (TroveDocument) edited =
              g_file_query_exists (file, NULL) ? file_kit_load (file) : node_document_new ();

          for (guint j = most + 1;; j++)
            {
              edit (edited, j);
              file_kit_save (edited, file);
            }
        }
      g_usleep (2000 + g_random_int_range (0, 40000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      if (!g_file_query_exists (file, NULL))
        continue;
      document = file_kit_load (file); /* a journal that is left is rolled back */
      n = (guint) get_node (document, 1).x;
      g_assert_cmpuint (n, >=, most);
      g_assert_cmpuint (g_list_model_get_n_items (trove_document_get_history (document)), ==, n + 1);
      most = n;
    }
  remove_others (file);
  g_test_message ("%u saves", most);
  file_kit_remove (file);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  failing_vfs_install ();
  g_type_ensure (TEST_TYPE_NODE);

  g_test_add_func ("/document-crash/ends", test_ends);
  g_test_add_func ("/document-crash/tears", test_tears);
  g_test_add_func ("/document-crash/ends-copy", test_ends_copy);
  g_test_add_func ("/document-crash/fails", test_fails);
  g_test_add_func ("/document-crash/fails-copy", test_fails_copy);
  g_test_add_func ("/document-crash/journal", test_journal);
  g_test_add_func ("/document-crash/bytes", test_bytes);
  g_test_add_func ("/document-crash/killed", test_killed);

  return g_test_run ();
}
