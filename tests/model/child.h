/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Child: a program is run in a process of its own, so that one that crashes is a result as well. */

#pragma once

#include "program.h"

/* NULL: the program ran as it should. Else what went wrong, to be freed. trace: where what it did goes, unless NULL;
 * options->trace is not used. */
char *child_run (const guint8 *bytes, gsize size, const ProgramOptions *options, char **trace);

/* A program as text, and back. */
char *program_to_hex (const guint8 *bytes, gsize size);
GByteArray *program_from_hex (const char *hex); /* NULL: it is none */
