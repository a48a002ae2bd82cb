/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs against the model: a fixed number of operations, or for TROVE_MODEL_SECONDS. A program that goes wrong
 * is made smaller, and printed.
 *
 *   model                      the tests
 *   model --replay HEX|FILE    what a program does, and what goes wrong
 *   model --coverage           which public functions random programs call */

#include "child.h"
#include "shrink.h"

#include <string.h>

#include "test-support.h"

#define OPERATIONS 400000
#define QUICK_OPERATIONS 20000
#define WATCHED_OPERATIONS 8000
#define MOST_OPERATIONS 1500 /* in one program */
#define PROGRAMS_A_PROCESS 16

/* Random programs */

static guint8
random_byte (TestRandom *random)
{
  return (guint8) test_random_next (random);
}

/* Each program goes without some kinds of operations, so that what they put an end to can grow. */
static void
choose_weights (TestRandom *random, guint *weights)
{
  for (guint i = 0; i < program_n_codes (); i++)
    weights[i] = i > 0 && test_random_below (random, 4) == 0 ? 0 : program_code_weight (i);
}

static guint8
random_code (TestRandom *random, const guint *weights)
{
  guint total = 0, choice, i;

  for (i = 0; i < program_n_codes (); i++)
    total += weights[i];
  choice = (guint) test_random_below (random, total);
  for (i = 0; choice >= weights[i]; i++)
    choice -= weights[i];
  return (guint8) i;
}

static GByteArray *
random_program (TestRandom *random)
{
  GByteArray *program = g_byte_array_new ();
  guint n = 1 + (guint) test_random_below (random, MOST_OPERATIONS >> test_random_below (random, 8));
  guint slots = 1 + (guint) test_random_below (random, 8);
  guint8 pools = test_random_below (random, 3) == 0 ? random_byte (random) & 3 : 0xff;
  g_autofree guint *weights = g_new (guint, program_n_codes ());

  choose_weights (random, weights);
  for (guint i = 0; i < n; i++)
    {
      guint8 operation[PROGRAM_OPERATION_SIZE] = {
        random_code (random, weights),
        (guint8) test_random_below (random, slots),
        random_byte (random) >> test_random_below (random, 7), /* the newest refs more often */
        random_byte (random) & pools,
        random_byte (random) >> (test_random_below (random, 3) == 0 ? test_random_below (random, 9) : 0),
        random_byte (random) & (test_random_below (random, 2) == 0 ? 0xff : 0x7f),
      };

      g_byte_array_append (program, operation, sizeof operation);
    }
  return program;
}

/* What is said of a program that goes wrong */

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

/* What it does, in a child: it may crash. TRUE: nothing goes wrong. */
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
  g_test_message ("From %u operations to %u, in %u runs:", program->len / PROGRAM_OPERATION_SIZE,
                  smaller->len / PROGRAM_OPERATION_SIZE, n_runs);
  explain (smaller, options, print_message);
  g_test_message ("--replay %s", hex);
}

/* Tests */

/* Whether to go on. Without a time to run for, the seed alone decides on all that is done. */
static gboolean
goes_on (guint64 n_operations, gint64 start)
{
  const char *seconds = g_getenv ("TROVE_MODEL_SECONDS");

  if (seconds == NULL)
    return n_operations <
           (test_is_watched () ? WATCHED_OPERATIONS : test_count (OPERATIONS, QUICK_OPERATIONS));
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

static void
test_programs (void)
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
          GByteArray *program = random_program (&random);

          g_ptr_array_add (programs, program);
          n_operations += program->len / PROGRAM_OPERATION_SIZE;
        }
      n_programs += programs->len;
      complaint = child_run_all (programs, &options, &bad);
      if (complaint != NULL)
        {
          report_bad (g_ptr_array_index (programs, bad), complaint, &options);
          break;
        }
    }
  while (goes_on (n_operations, start));

  g_test_message ("%" G_GUINT64_FORMAT " programs, %" G_GUINT64_FORMAT " operations", n_programs,
                  n_operations);
}

/* Those that a fuzzer starts from, and those that once went wrong. */
static void
test_saved (void)
{
  const ProgramOptions options = { .leaks = TRUE };
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fuzz", "corpora", "program", NULL);
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

/* A model that is wrong on purpose: three operations show it. */
static void
test_shrinking (void)
{
  const ProgramOptions wrong = { .forget_root = TRUE }, right = { 0 };
  g_autoptr (GByteArray) smaller = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *none = NULL;
  TestRandom random;
  guint n_runs;

  test_random_init (&random);
  for (guint tries = 0; smaller == NULL; tries++)
    {
      g_autoptr (GByteArray) program = random_program (&random);
      g_autofree char *found = child_run (program->data, program->len, &wrong, NULL);

      g_assert_cmpuint (tries, <, 10000);
      if (found != NULL)
        smaller = shrink_program (program->data, program->len, &wrong, &n_runs);
    }

  explain (smaller, &wrong, print_message);
  g_assert_cmpuint (smaller->len, ==, 3 * PROGRAM_OPERATION_SIZE);
  g_assert_cmpstr (program_code_name (smaller->data[0]), ==, "append_raw");
  g_assert_cmpstr (program_code_name (smaller->data[PROGRAM_OPERATION_SIZE]), ==, "set_root");
  g_assert_cmpstr (program_code_name (smaller->data[2 * PROGRAM_OPERATION_SIZE]), ==, "clone");
  complaint = child_run (smaller->data, smaller->len, &wrong, NULL);
  g_assert_nonnull (strstr (complaint, "root"));
  none = child_run (smaller->data, smaller->len, &right, NULL);
  g_assert_null (none);
}

static void
test_hex (void)
{
  const guint8 bytes[] = { 0, 1, 0x0a, 0xa0, 0xff };
  g_autofree char *hex = program_to_hex (bytes, sizeof bytes);
  g_autoptr (GByteArray) back = program_from_hex (hex);

  g_assert_cmpstr (hex, ==, "00010aa0ff");
  g_assert_cmpmem (back->data, back->len, bytes, sizeof bytes);
  g_assert_null (program_from_hex ("0"));
  g_assert_null (program_from_hex ("no"));
}

/* Coverage */

/* Exported functions that no program calls by name, and why. */
static const struct
{
  const char *name;
  const char *why;
} left_out[] = {
  { "trove_arena_get_type", "the type of what every program has" },
  { "trove_change_dup_new_value", "reads the changes of a document; api-change tests it" },
  { "trove_change_dup_old_value", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_key", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_kind", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_n_runs", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_new_owner", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_object_type", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_old_owner", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_property_name", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_run", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_type", "reads the changes of a document; api-change tests it" },
  { "trove_change_kind_get_type", "reads the changes of a document; api-change tests it" },
  { "trove_changes_dup_from", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_dup_to", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_get_type", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_inverse", "reads the changes of a document; api-changes tests it" },
  { "trove_document_compare", "compares versions of documents; api-changes tests it" },
  { "trove_error_get_type", "a name for codes, for other languages" },
  { "trove_object_class_install_fields", "describes the properties of a class; api-object tests it" },
  { "trove_object_get_type", "the base of such classes, which no arena has" },
  { "trove_object_register_immutable", "allows properties; api-object-refused tests it" },
  { "trove_object_register_type", "makes a class; api-object-register tests it" },
  { "trove_param_spec_list", "describes a property; api-param-spec tests it" },
  { "trove_param_spec_list_get_type", "the type of such descriptions" },
  { "trove_ref_get_type", "called to make pools of refs, by its macro" },
  { "trove_snapshot_get_type", "for other languages" },
  { "trove_usage_get_type", "for other languages" },
  { "trove_vec_map_get_type", "for other languages" },
  { "trove_version_compare", "compares versions of documents; api-changes tests it" },
};

static gboolean
is_left_out (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (strcmp (name, left_out[i].name) == 0)
      return TRUE;

  return FALSE;
}

/* In this process, whose calls are noted. The programs are the same each time. */
static void
call_everything (void)
{
  const ProgramOptions options = { 0 };
  TestRandom random = { 1 };

  for (guint i = 0; i < test_count (200, 50); i++)
    {
      g_autoptr (GByteArray) program = random_program (&random);
      g_autofree char *complaint = program_run (program->data, program->len, &options);

      if (complaint != NULL)
        g_error ("%s", complaint);
    }
}

static void
test_coverage (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;
  guint n = 0;

  g_assert_true (
      g_file_get_contents (g_test_get_filename (G_TEST_DIST, "symbols.txt", NULL), &text, NULL, NULL));
  names = g_strsplit (g_strstrip (text), "\n", -1);
  call_everything ();
  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean is_called = program_has_called (names[i]);

      n += is_called;
      if (is_called && is_left_out (names[i]))
        g_test_fail_printf ("%s is called, and should not be left out", names[i]);
      if (!is_called && !is_left_out (names[i]))
        g_test_fail_printf ("%s is exported, and no program calls it", names[i]);
    }
  g_test_message ("%u of %u exported functions are called", n, g_strv_length (names));
}

static int
print_coverage (void)
{
  g_autoptr (GList) names = NULL;

  call_everything ();
  names = g_list_sort (program_get_calls (), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    g_print ("%s\n", (const char *) name->data);
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    g_print ("not %s: %s\n", left_out[i].name, left_out[i].why);
  return 0;
}

static int
replay (const char *what)
{
  const ProgramOptions options = { .forget_root = g_getenv ("TROVE_MODEL_FORGET_ROOT") != NULL,
                                   .leaks = TRUE };
  g_autoptr (GByteArray) program = program_from_hex (what);
  g_autofree char *contents = NULL;
  gsize size;

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  if (program == NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!g_file_get_contents (what, &contents, &size, &error))
        {
          g_printerr ("%s\n", error->message);
          return 2;
        }
      program = g_byte_array_new_take ((guint8 *) g_steal_pointer (&contents), size);
    }

  return explain (program, &options, print_plainly) ? 0 : 1;
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--replay") == 0)
    return replay (argv[2]);
  if (argc == 2 && strcmp (argv[1], "--coverage") == 0)
    return print_coverage ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/hex", test_hex);
  g_test_add_func ("/model/shrinking", test_shrinking);
  g_test_add_func ("/model/run/saved", test_saved);
  g_test_add_func ("/model/coverage", test_coverage);
  g_test_add_func ("/model/run/programs", test_programs);
  return g_test_run ();
}
