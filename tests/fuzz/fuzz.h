/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the fuzz targets share: the entry, and the input, read as a list of small decisions.
 *
 * A target is one source with LLVMFuzzerTestOneInput (), which libFuzzer, AFL++ or driver.c calls with some bytes. What
 * the library does with them is compared with what the target itself says it must do: a difference aborts. */

#pragma once

#include <stdint.h>
#include <trove-glib/trove-glib.h>

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Behind the end of the input all bytes are 0. */
typedef struct
{
  const guint8 *next;
  const guint8 *end;
} FuzzInput;

gboolean fuzz_input_is_over (const FuzzInput *input);
guint8 fuzz_byte (FuzzInput *input);
guint64 fuzz_word (FuzzInput *input);

/* 0 … n − 1, from one byte. */
guint fuzz_below (FuzzInput *input, guint n);

/* Up to most bytes: how many is one byte of the input. With a NUL behind them. */
guint8 *fuzz_bytes (FuzzInput *input, guint most, gsize *n_bytes);

/* A number that is well spread, or near a power of two, where numbers stop to fit. */
guint64 fuzz_number (FuzzInput *input);

/* The call gave this result: error is of the library with that code, or NULL for FUZZ_OK. It is cleared. */
#define FUZZ_OK (-1)
#define fuzz_assert_verdict(error, verdict) fuzz_assert_verdict_at (G_STRLOC, &(error), (verdict))
void fuzz_assert_verdict_at (const char *where, GError **error, int verdict);

/* Critical messages and warnings abort, as no input may cause one. Call it at the start of each entry. */
void fuzz_begin (void);

/* Frees a GValue as the library gives it. */
void fuzz_value_free (GValue *value);
