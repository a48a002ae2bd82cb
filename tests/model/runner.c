/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "runner.h"

#include "child.h"
#include "shrink.h"

#define PROGRAMS_A_PROCESS 16

/* Random programs */

void
runner_choose_weights (TestRandom *random, guint *weights)
{
  for (guint i = 0; i < program_n_codes (); i++)
    weights[i] = i > 0 && test_random_below (random, 4) == 0 ? 0 : program_code_weight (i);
}

guint8
runner_choose_code (TestRandom *random, const guint *weights)
{
  guint total = 0, choice, i;

  for (i = 0; i < program_n_codes (); i++)
    total += weights[i];
  choice = (guint) test_random_below (random, total);
  for (i = 0; choice >= weights[i]; i++)
    choice -= weights[i];
  return (guint8) i;
}

/* Explaining a program that goes wrong */

static void
print_lines (const char *text, void (*print) (const char *line))
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      print (lines[i]);
}

static void
print_message (const char *line)
{
  g_test_message ("%s", line);
}

static void
print_plainly (const char *line)
{
  g_print ("%s\n", line);
}

/* Runs the program in a child, since it may crash. TRUE: nothing goes wrong. */
static gboolean
explain (const GByteArray *program, const ProgramOptions *options, void (*print) (const char *line))
{
  ProgramOptions careful = *options;
  g_autofree char *trace = NULL;
  g_autofree char *complaint = NULL;

  careful.careful = TRUE;
  complaint = child_run (program->data, program->len, &careful, &trace);
  print_lines (trace, print);
  print_lines (complaint != NULL ? complaint : "Nothing goes wrong", print);
  return complaint == NULL;
}

static void
report (const GByteArray *program, const char *complaint, const ProgramOptions *options)
{
  g_autofree char *first = program_to_hex (program->data, program->len);
  g_autoptr (GByteArray) smaller = NULL;
  g_autofree char *hex = NULL;
  guint n_runs;

  g_test_message ("%s", complaint);
  g_test_message ("Before it is made smaller: --replay %s", first);
  smaller = shrink_program (program->data, program->len, options, &n_runs);
  hex = program_to_hex (smaller->data, smaller->len);
  g_test_message ("From %u operations to %u, in %u runs:", program->len / program_operation_size,
                  smaller->len / program_operation_size, n_runs);
  explain (smaller, options, print_message);
  g_test_message ("--replay %s", hex);
}

/* Tests */

/* Whether to go on. Without a time to run for, the seed alone decides on all that is done. */
static gboolean
goes_on (const Runner *runner, guint64 n_operations, gint64 start)
{
  const char *seconds = g_getenv ("TROVE_MODEL_SECONDS");

  if (seconds == NULL)
    return n_operations < (test_is_watched () ?
                               runner->n_watched_operations :
                               test_count (runner->n_operations, runner->n_quick_operations));
  return g_get_monotonic_time () - start < g_ascii_strtoll (seconds, NULL, 10) * G_USEC_PER_SEC;
}

static GPtrArray *
program_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
}

/* A program may need those before it in its process to go wrong: their seed is printed. */
static void
report_bad (const GByteArray *program, const char *complaint, const ProgramOptions *options)
{
  g_autofree char *alone = child_run (program->data, program->len, options, NULL);

  if (alone != NULL)
    report (program, alone, options);
  else
    g_test_message ("Alone in its process, the program does not go wrong");
  g_test_fail_printf ("%s", complaint);
}

void
runner_test_programs (const Runner *runner)
{
  const ProgramOptions options = { .leaks = TRUE };
  gint64 start = g_get_monotonic_time ();
  guint64 n_programs = 0, n_operations = 0;
  TestRandom random;

  test_random_init (&random);
  do
    {
      g_autoptr (GPtrArray) programs = program_list ();
      g_autofree char *complaint = NULL;
      guint bad;

      for (guint i = 0; i < PROGRAMS_A_PROCESS; i++)
        {
          GByteArray *program = runner->random_program (&random);

          g_ptr_array_add (programs, program);
          n_operations += program->len / program_operation_size;
        }
      n_programs += programs->len;
      complaint = child_run_all (programs, &options, &bad);
      if (complaint != NULL)
        {
          report_bad (g_ptr_array_index (programs, bad), complaint, &options);
          break;
        }
    }
  while (goes_on (runner, n_operations, start));

  g_test_message ("%" G_GUINT64_FORMAT " programs, %" G_GUINT64_FORMAT " operations", n_programs,
                  n_operations);
}

/* Those that a fuzzer starts from, and those that once went wrong. */
void
runner_test_saved (const Runner *runner)
{
  const ProgramOptions options = { .leaks = TRUE };
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fuzz", "corpora", runner->corpus, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) programs = program_list ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *complaint = NULL;
  const char *name;
  guint bad;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *bytes;
      gsize size;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      g_ptr_array_add (programs, g_byte_array_new_take ((guint8 *) bytes, size));
      g_ptr_array_add (names, g_strdup (name));
    }
  g_assert_cmpuint (programs->len, >, 0);

  complaint = child_run_all (programs, &options, &bad);
  if (complaint != NULL)
    g_test_fail_printf ("%s: %s", (const char *) g_ptr_array_index (names, bad), complaint);
  g_test_message ("%u programs", programs->len);
}

GByteArray *
runner_find_wrong (const Runner *runner)
{
  const ProgramOptions wrong = { .is_wrong = TRUE }, right = { 0 };
  GByteArray *smaller = NULL;
  g_autofree char *none = NULL;
  TestRandom random;
  guint n_runs;

  test_random_init (&random);
  for (guint tries = 0; smaller == NULL; tries++)
    {
      g_autoptr (GByteArray) program = runner->random_program (&random);
      g_autofree char *found = child_run (program->data, program->len, &wrong, NULL);

      g_assert_cmpuint (tries, <, 10000);
      if (found != NULL)
        smaller = shrink_program (program->data, program->len, &wrong, &n_runs);
    }

  explain (smaller, &wrong, print_message);
  none = child_run (smaller->data, smaller->len, &right, NULL);
  g_assert_null (none);
  return smaller;
}

void
runner_test_hex (void)
{
  const guint8 bytes[] = { 0, 1, 0x0a, 0xa0, 0xff };
  g_autofree char *hex = program_to_hex (bytes, sizeof bytes);
  g_autoptr (GByteArray) back = program_from_hex (hex);

  g_assert_cmpstr (hex, ==, "00010aa0ff");
  g_assert_cmpmem (back->data, back->len, bytes, sizeof bytes);
  g_assert_null (program_from_hex ("0"));
  g_assert_null (program_from_hex ("no"));
}

/* Replaying */

int
runner_replay (const char *text)
{
  const ProgramOptions options = { .is_wrong = g_getenv ("TROVE_MODEL_IS_WRONG") != NULL, .leaks = TRUE };
  g_autoptr (GByteArray) program = program_from_hex (text);
  g_autofree char *contents = NULL;
  gsize size;

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  if (program == NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!g_file_get_contents (text, &contents, &size, &error))
        {
          g_printerr ("%s\n", error->message);
          return 2;
        }
      program = g_byte_array_new_take ((guint8 *) g_steal_pointer (&contents), size);
    }

  return explain (program, &options, print_plainly) ? 0 : 1;
}
