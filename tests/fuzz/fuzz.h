/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fuzz: the functions that the fuzz targets share. They read the input as a list of small decisions.
 *
 * A target is one source with LLVMFuzzerTestOneInput (), which libFuzzer, AFL++ or driver.c calls with the input. The
 * target compares the results of the library with the results that it expects. A difference aborts. */

#pragma once

#include <stdint.h>
#include <trove-glib/trove-glib.h>

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The input. All bytes after its end are 0. */
typedef struct
{
  const guint8 *next;
  const guint8 *end;
} FuzzInput;

gboolean fuzz_input_is_over (const FuzzInput *input);
guint8 fuzz_byte (FuzzInput *input);
guint64 fuzz_word (FuzzInput *input);

/* A number from 0 to n − 1, from one byte. */
guint fuzz_below (FuzzInput *input, guint n);

/* Up to most bytes, with a NUL after them. The first byte of the input is their number. */
guint8 *fuzz_bytes (FuzzInput *input, guint most, gsize *n_bytes);

/* A number of random bits, or one near a power of two, since types end there. */
guint64 fuzz_number (FuzzInput *input);

/* Checks and clears the error of a call: an error of the library with that code, or NULL for FUZZ_OK. */
#define FUZZ_OK (-1)
#define fuzz_assert_verdict(error, verdict) fuzz_assert_verdict_at (G_STRLOC, &(error), (verdict))
void fuzz_assert_verdict_at (const char *where, GError **error, int verdict);

/* Makes critical messages and warnings abort, since no input may cause one. Called first by each target. */
void fuzz_begin (void);

/* Frees a GValue that the library returned. */
void fuzz_value_free (GValue *value);
