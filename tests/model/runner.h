/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runner: tests of random programs against a model, for a fixed number of operations or for TROVE_MODEL_SECONDS. A program that
 * goes wrong is made smaller, and printed. */

#pragma once

#include "program.h"
#include "test-support.h"

typedef struct
{
  GByteArray *(*random_program) (TestRandom *random);
  const char *corpus; /* folder of saved programs in tests/fuzz/corpora */
  guint n_operations, n_quick_operations, n_watched_operations;
} Runner;

/* The weights of program_code_weight (), some of which are 0: each program goes without some kinds of operations, so that what
 * these put an end to can grow. */
void runner_choose_weights (TestRandom *random, guint *weights);
guint8 runner_choose_code (TestRandom *random, const guint *weights);

/* Tests */
void runner_test_programs (const Runner *runner);
void runner_test_saved (const Runner *runner);
void runner_test_hex (void);

/* A program of a wrong model that fails and is as small as it can be. Prints its operations. */
GByteArray *runner_find_wrong (const Runner *runner);

/* Runs the program in a text or a file, and prints its operations and the difference. Returns an exit status. */
int runner_replay (const char *program);
