/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents without memory: in fixed programs each request of the library for memory fails in turn. The document is then as
 * before, and the call succeeds when it is made again. */

#include "document-program.h"
#include "failing-memory.h"
#include "random-program.h"

/* Runs a program in which one request fails, or one and all later ones of the same call. FALSE: there are fewer requests. */
static gboolean
run (const GByteArray *program, FailingMode mode, guint64 number)
{
  const ProgramOptions options = { 0 };
  gboolean failed;
  World world;

  world_init (&world, &options);
  world.counts = TRUE;
  failing_memory_start (mode, number);
  document_program_run (&world, program->data, program->len);
  failing_memory_stop ();
  failed = failing_memory_has_failed ();
  world.counts = FALSE;
  world_check (&world);
  world_clear (&world);
  return failed;
}

static void
test_each_request (gconstpointer data)
{
  const FailingMode mode = GPOINTER_TO_UINT (data);
  guint n_programs = test_count (15, 1), n_failed = 0;

  for (guint i = 0; i < n_programs; i++)
    {
      TestRandom random = { i + 1 };
      g_autoptr (GByteArray) program = random_program_of (&random, 250);

      for (guint64 number = 0; run (program, mode, number); number++)
        n_failed++;
    }
  g_assert_cmpuint (n_failed, >, 10 * n_programs);
  g_test_message ("%u requests failed", n_failed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/document/memory/one", GUINT_TO_POINTER (FAILING_ONE), test_each_request);
  g_test_add_data_func ("/document/memory/rest", GUINT_TO_POINTER (FAILING_REST), test_each_request);
  return g_test_run ();
}
