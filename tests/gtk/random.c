/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs whose document real widgets show. */

#include "program.h"

/* Warnings of a GtkListView that has an item twice. */
static guint n_twice;

/* One list of the document tells of an object that it has got before another one tells that it has lost it. Between the two the flat
 * list has the object twice, and a view of it warns. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        g_str_has_prefix (fields[i].value, "Duplicate item detected"))
      {
        n_twice++;
        return G_LOG_WRITER_HANDLED;
      }
  return g_log_writer_default (level, fields, n_fields, data);
}

static void
run_program (guint64 seed, guint n)
{
  const char *seconds = g_getenv ("TROVE_MODEL_SECONDS");
  gint64 end =
      g_get_monotonic_time () + (seconds != NULL ? g_ascii_strtoll (seconds, NULL, 10) : 0) * G_USEC_PER_SEC;
  Program program;

  program_init (&program, seed);
  while (seconds != NULL ? g_get_monotonic_time () < end : program.n_steps < n)
    program_step (&program);
  g_test_message ("%u steps, %u emissions of lists, %u rows bound, %u items shown twice", program.n_steps,
                  program.window->n_emissions, program.window->n_bound, n_twice);
  program_clear (&program);
}

static void
test_fixed (void)
{
  run_program (14, test_count (30000, 1000));
}

static void
test_random (void)
{
  TestRandom random;

  test_random_init (&random);
  run_program (random.state, test_count (70000, 1000));
}

int
main (int argc, char **argv)
{
  g_log_set_writer_func (write_log, NULL, NULL);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gtk/random/fixed", test_fixed);
  g_test_add_func ("/gtk/random/random", test_random);
  return g_test_run ();
}
