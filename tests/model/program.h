/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Program: bytes, decoded into operations, that run against the library and a model beside it that copies deeply. There are
 * programs of arenas, in this folder, and of documents, in tests/document. Each has these functions.
 *
 * An operation is program_operation_size bytes, whatever they are: so any bytes are a program, and taking an operation
 * away or changing a byte leaves one. Bytes that are left over at the end are ignored. */

#pragma once

#include <stdio.h>

#include <glib.h>

extern const guint program_operation_size;

typedef struct
{
  FILE *trace;          /* each operation is written there before it is done; NULL: nowhere */
  gboolean is_wrong;    /* the model is wrong on purpose */
  gboolean careful;     /* everything is looked at after each operation */
  gboolean leaks;       /* in a child whose memory is watched: nothing may be left, which takes long to see */
} ProgramOptions;

/* Runs a program. NULL where the library did as the model, else what differed, to be freed: what the program had is
 * leaked then, since it may be broken. */
char *program_run (const guint8 *bytes, gsize size, const ProgramOptions *options);

/* Which public functions were called, in any program so far. */
gboolean program_has_called (const char *function);
GList *program_get_calls (void); /* names; free the list */
void program_note_call (const char *function);

/* How many kinds of operations there are, what one is called, and how often random programs are to have it. */
guint program_n_codes (void);
const char *program_code_name (guint code);
guint program_code_weight (guint code);
