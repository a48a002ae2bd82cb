/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Child: programs run in a process of their own, so that a crash is a result as well. */

#pragma once

#include "program.h"

/* NULL: the program ran as it should. Else what went wrong, to be freed. trace: where what it did goes, unless NULL;
 * options->trace is not used. */
char *child_run (const guint8 *bytes, gsize size, const ProgramOptions *options, char **trace);

/* Runs programs, each a GByteArray, one after the other in one process: much less work than a process for each. bad: the
 * index of the program that went wrong, with which it ends. */
char *child_run_all (GPtrArray *programs, const ProgramOptions *options, guint *bad);

/* A program as text, and back. */
char *program_to_hex (const guint8 *bytes, gsize size);
GByteArray *program_from_hex (const char *hex); /* NULL: it is none */
