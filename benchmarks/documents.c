/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents: the costs of TroveDocument and TroveVersion, by key. They are compared with GObjects in a GListStore, with
 * structs in a GHashTable, and with copies of a whole document. */

#include "documents.h"

int
main (int argc, char **argv)
{
  Bench bench;

  bench_init (&bench, &argc, &argv, "documents");
  documents_measure_memory (&bench);
  documents_measure_steps (&bench);
  documents_measure_history (&bench);
  documents_measure_reading (&bench);
  documents_measure_limit (&bench);
  documents_measure_merge (&bench);
  return 0;
}
