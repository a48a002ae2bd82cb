/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs for a fuzzer: it aborts where the library differs from the model. */

#include "program.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const ProgramOptions options = { 0 };
  g_autofree char *complaint = program_run (data, size, &options);

  if (complaint != NULL)
    {
      g_printerr ("%s\n", complaint);
      abort ();
    }
  return 0;
}
