/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs for a fuzzer: it aborts where the library differs from the model. With TROVE_MODEL_TRACE in the environment
 * it says what each operation is. */

#include "program.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static ProgramOptions options;
  static gboolean ready;
  g_autofree char *complaint = NULL;

  if (!ready)
    {
      g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
      options.trace = g_getenv ("TROVE_MODEL_TRACE") != NULL ? stderr : NULL;
      ready = TRUE;
    }

  complaint = program_run (data, size, &options);
  if (complaint != NULL)
    {
      g_printerr ("%s\n", complaint);
      abort ();
    }
  return 0;
}
