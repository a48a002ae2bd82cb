/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs of documents that are merged, against the laws of merging.
 *
 *   test-document-merge-laws                      the tests
 *   test-document-merge-laws --replay HEX|FILE    runs a program, and prints its operations and the difference */

#include "runner.h"

#include "merge-world.h"

#define MOST_OPERATIONS 100 /* in one program */

/* The first operations. */
#define CODE_ADD 0
#define CODE_COMMIT 1
#define CODE_BRANCH 2

/* Small numbers more often: objects near the root, the same ones on both sides. */
static guint8
small_byte (TestRandom *random)
{
  return (guint8) test_random_next (random) >> (test_random_below (random, 2) == 0 ? 5 : 0);
}

static void
append_operation (GByteArray *program, TestRandom *random, guint8 code, guint8 seat)
{
  const guint8 operation[] = {
    code,
    seat,
    small_byte (random),                /* key */
    small_byte (random),                /* other */
    small_byte (random),                /* property */
    (guint8) test_random_next (random), /* position */
    (guint8) test_random_next (random), /* value */
    (guint8) test_random_next (random), /* extra */
  };

  g_assert_cmpuint (sizeof operation, ==, program_operation_size);
  g_byte_array_append (program, operation, sizeof operation);
}

/* Begins with a few objects, and one to three branches of them. */
static GByteArray *
random_program (TestRandom *random)
{
  guint n_first = (guint) test_random_below (random, 8),
        n_branches = 1 + (guint) test_random_below (random, 3);
  guint n = (guint) test_random_below (random, MOST_OPERATIONS >> test_random_below (random, 3));
  const guint8 commit[] = { CODE_COMMIT, 0, 0, 0, 0, 0, 0, 0 };
  g_autofree guint *weights = g_new (guint, program_n_codes ());
  GByteArray *program = g_byte_array_new ();

  runner_choose_weights (random, weights);
  for (guint i = 0; i < n_first; i++)
    append_operation (program, random, CODE_ADD, 0);
  g_byte_array_append (program, commit, sizeof commit);
  for (guint i = 0; i < n_branches; i++)
    {
      const guint8 branch[] = { CODE_BRANCH, 0, 0, (guint8) (i + 1), 0, 0, 0, 0 };

      g_byte_array_append (program, branch, sizeof branch);
    }
  for (guint i = 0; i < n; i++)
    append_operation (program, random, runner_choose_code (random, weights),
                      (guint8) test_random_next (random));
  return program;
}

static const Runner runner = {
  .random_program = random_program,
  .n_operations = 400000,
  .n_quick_operations = 30000,
  .n_watched_operations = 2000,
};

static void
test_programs (void)
{
  runner_test_programs (&runner);
  g_test_message ("%" G_GUINT64_FORMAT " merges, %" G_GUINT64_FORMAT " with conflicts, %" G_GUINT64_FORMAT
                  " exchanged, %" G_GUINT64_FORMAT " from an older base, %" G_GUINT64_FORMAT
                  " without a base",
                  merge_counts->n_merges, merge_counts->n_conflicts, merge_counts->n_mirrored,
                  merge_counts->n_older, merge_counts->n_none);
  g_assert_cmpuint (merge_counts->n_mirrored, >, 0);
  g_assert_cmpuint (merge_counts->n_conflicts, >, 0);
}

/* In the wrong oracle the value of theirs stands where both have changed it: each side sets it, and one merges. */
static void
test_shrinking (void)
{
  g_autoptr (GByteArray) smaller = runner_find_wrong (&runner);

  g_assert_cmpuint (smaller->len, <=, 10 * program_operation_size);
  g_assert_cmpstr (program_code_name (smaller->data[smaller->len - program_operation_size]), ==, "merge");
}

int
main (int argc, char *argv[])
{
  merge_counts_init ();
  if (argc == 3 && g_str_equal (argv[1], "--replay"))
    return runner_replay (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/merge-laws/shrinking", test_shrinking);
  g_test_add_func ("/document/merge-laws/programs", test_programs);
  return g_test_run ();
}
