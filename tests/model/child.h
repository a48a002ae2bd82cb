/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Child: a program is run in a process of its own, so that one that crashes is a result as well. */

#pragma once

#include "program.h"

/* NULL: the program ran as it should. Else what went wrong, after what options->trace says, to be freed; the trace goes
 * there where it is not NULL, whatever it is. */
char *child_run (const guint8 *bytes, gsize size, const ProgramOptions *options, char **trace);

/* The smallest program to be found that goes wrong as well. */
GByteArray *shrink_program (const guint8 *bytes, gsize size, const ProgramOptions *options, guint *n_runs);

/* A program as text, and back. */
char *program_to_hex (const guint8 *bytes, gsize size);
GByteArray *program_from_hex (const char *hex); /* NULL: it is none */
