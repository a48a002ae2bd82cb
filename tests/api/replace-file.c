/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files that take the place of others, and what stays of those. */

#include "replace-file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* A folder, and paths in it. */
typedef struct
{
  char *folder, *path, *link;
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->folder = g_dir_make_tmp ("trove-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "drawing", NULL);
  self->link = g_build_filename (self->folder, "link", NULL);
}

/* Fails where other files are left. */
static void
fixture_clear (Fixture *self)
{
  g_unlink (self->path);
  g_unlink (self->link);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->link);
}

static void
write_file (const char *path, const char *text)
{
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
check_file (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
check_mode (const char *path, guint expected)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 07777, ==, expected);
}

static gboolean
replace (const char *path, const char *text, gboolean done)
{
  g_autoptr (GError) error = NULL;
  TroveReplaceFile file;
  gboolean replaced;

  trove_replace_file_begin (&file, path, &error);
  g_assert_no_error (error);
  check_file (file.temporary, "");
  write_file (file.temporary, text);
  replaced = trove_replace_file_end (&file, done, &error);
  g_assert_no_error (error);
  return replaced;
}

/* The mode of a new file is that of any other one. */
static void
test_new (void)
{
  Fixture f;

  fixture_init (&f);
  umask (027);
  g_assert_true (replace (f.path, "new", TRUE));
  check_file (f.path, "new");
  check_mode (f.path, 0640);
  fixture_clear (&f);
}

static void
test_mode (void)
{
  Fixture f;

  fixture_init (&f);
  write_file (f.path, "old");
  g_assert_cmpint (g_chmod (f.path, 0604), ==, 0);
  g_assert_true (replace (f.path, "new", TRUE));
  check_file (f.path, "new");
  check_mode (f.path, 0604);
  fixture_clear (&f);
}

/* It is not done: the file is as it was. */
static void
test_not_done (void)
{
  Fixture f;

  fixture_init (&f);
  write_file (f.path, "old");
  g_assert_false (replace (f.path, "new", FALSE));
  check_file (f.path, "old");
  fixture_clear (&f);
}

static void
test_link (void)
{
  Fixture f;

  fixture_init (&f);
  write_file (f.path, "old");
  g_assert_cmpint (symlink (f.path, f.link), ==, 0);
  g_assert_true (replace (f.link, "new", TRUE));
  g_assert_true (g_file_test (f.link, G_FILE_TEST_IS_SYMLINK));
  check_file (f.path, "new");
  fixture_clear (&f);
}

/* A link to a file that is not there yet stays, too, and links that lead to each other are replaced. */
static void
test_link_to_nothing (void)
{
  g_autofree char *second = NULL;
  Fixture f;

  fixture_init (&f);
  second = g_build_filename (f.folder, "second", NULL);
  g_assert_cmpint (symlink (f.path, second), ==, 0);
  g_assert_cmpint (symlink ("second", f.link), ==, 0);
  g_assert_true (replace (f.link, "new", TRUE));
  g_assert_true (g_file_test (f.link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  check_file (f.path, "new");
  g_unlink (second);
  g_unlink (f.link);
  g_assert_cmpint (symlink ("link", second), ==, 0);
  g_assert_cmpint (symlink ("second", f.link), ==, 0);
  g_assert_true (replace (f.link, "newer", TRUE));
  check_file (f.link, "newer");
  g_unlink (second);
  fixture_clear (&f);
}

/* The new file is beside the file that the link leads to, in a folder that is one itself. */
static void
test_linked_folder (void)
{
  g_autofree char *path = NULL;
  TroveReplaceFile file;
  Fixture f;

  fixture_init (&f);
  g_assert_cmpint (symlink (f.folder, f.link), ==, 0);
  path = g_build_filename (f.link, "drawing", NULL);
  g_assert_true (trove_replace_file_begin (&file, path, NULL));
  g_assert_cmpstr (file.target, ==, f.path);
  g_assert_true (g_str_has_prefix (file.temporary, f.folder));
  g_assert_nonnull (strstr (file.temporary, "/.drawing."));
  g_assert_true (trove_replace_file_end (&file, TRUE, NULL));
  check_file (f.path, "");
  fixture_clear (&f);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;
  TroveReplaceFile file;

  g_assert_false (trove_replace_file_begin (&file, "/nowhere/at/all", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
}

/* A folder is in the place. */
static void
test_not_replaced (void)
{
  g_autoptr (GError) error = NULL;
  TroveReplaceFile file;
  Fixture f;

  fixture_init (&f);
  g_assert_true (trove_replace_file_begin (&file, f.path, NULL));
  g_assert_cmpint (g_mkdir (f.path, 0700), ==, 0);
  g_assert_false (trove_replace_file_end (&file, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_assert_nonnull (strstr (error->message, f.path));
  g_assert_cmpint (g_rmdir (f.path), ==, 0);
  fixture_clear (&f);
}

/* A file that is not to be written is not replaced, though its folder is. */
static void
test_read_only (void)
{
  g_autoptr (GError) error = NULL;
  TroveReplaceFile file;
  Fixture f;

  if (geteuid () == 0)
    {
      g_test_skip ("The superuser writes any file");
      return;
    }
  fixture_init (&f);
  write_file (f.path, "old");
  g_assert_cmpint (g_chmod (f.path, 0400), ==, 0);
  g_assert_false (trove_replace_file_begin (&file, f.path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  check_file (f.path, "old");
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/replace-file/new", test_new);
  g_test_add_func ("/replace-file/mode", test_mode);
  g_test_add_func ("/replace-file/not-done", test_not_done);
  g_test_add_func ("/replace-file/link", test_link);
  g_test_add_func ("/replace-file/link-to-nothing", test_link_to_nothing);
  g_test_add_func ("/replace-file/linked-folder", test_linked_folder);
  g_test_add_func ("/replace-file/no-folder", test_no_folder);
  g_test_add_func ("/replace-file/not-replaced", test_not_replaced);
  g_test_add_func ("/replace-file/read-only", test_read_only);

  return g_test_run ();
}
