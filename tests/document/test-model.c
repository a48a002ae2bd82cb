/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs of documents against the model.
 *
 *   test-document-model                      the tests
 *   test-document-model --replay HEX|FILE    runs a program, and prints its operations and the difference */

#include "runner.h"

#include "random-program.h"

static const Runner runner = {
  .random_program = random_program,
  .corpus = "document",
  .n_operations = 150000,
  .n_quick_operations = 8000,
  .n_watched_operations = 1500,
};

static const Runner runner_by_handles = {
  .random_program = random_program_by_handles,
  .corpus = "document",
  .n_operations = 50000,
  .n_quick_operations = 3000,
  .n_watched_operations = 500,
};

static void
test_by_handles (void)
{
  runner_test_programs (&runner_by_handles);
}

static void
test_programs (void)
{
  runner_test_programs (&runner);
}

static void
test_saved (void)
{
  runner_test_saved (&runner);
}

/* In the wrong model a version has no label: two operations show it, the second of which is commit or commit_full. */
static void
test_shrinking (void)
{
  g_autoptr (GByteArray) smaller = runner_find_wrong (&runner);

  g_assert_cmpuint (smaller->len, ==, 2 * program_operation_size);
  g_assert_cmpstr (program_code_name (smaller->data[0]), ==, "add");
  g_assert_true (g_str_has_prefix (program_code_name (smaller->data[program_operation_size]), "commit"));
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--replay"))
    return runner_replay (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/model/shrinking", test_shrinking);
  g_test_add_func ("/document/model/saved", test_saved);
  g_test_add_func ("/document/model/programs", test_programs);
  g_test_add_func ("/document/model/by-handles", test_by_handles);
  return g_test_run ();
}
