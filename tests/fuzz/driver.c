/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* usage: fuzz-NAME FILE…  or  fuzz-NAME FOLDER
 *
 * Driver: passes each file to the target once, for compilers without a fuzzer. So the inputs that fuzzers found run as
 * a test. A difference aborts. */

#include "fuzz.h"

static void
run_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *contents = NULL;
  g_autofree guint8 *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  exact = g_memdup2 (contents,
                     size); /* a block of exactly that size, so that sanitizers find reads past the end */
  LLVMFuzzerTestOneInput (exact, size);
}

static void
add_file (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *test = g_strconcat ("/", name, NULL);

  g_test_add_data_func_full (test, g_strdup (path), run_file, g_free);
}

static void
add_folder (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  guint n_files = 0;

  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir), n_files++)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      add_file (file);
    }
  g_assert_cmpuint (n_files, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    if (g_file_test (argv[i], G_FILE_TEST_IS_DIR))
      add_folder (argv[i]);
    else
      add_file (argv[i]);
  return g_test_run ();
}
