/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fuzz.h"

#include <string.h>

gboolean
fuzz_input_is_over (const FuzzInput *input)
{
  return input->next == input->end;
}

guint8
fuzz_byte (FuzzInput *input)
{
  return input->next < input->end ? *input->next++ : 0;
}

guint64
fuzz_word (FuzzInput *input)
{
  guint64 word = 0;

  for (guint i = 0; i < 8; i++)
    word |= (guint64) fuzz_byte (input) << (8 * i);
  return word;
}

guint
fuzz_below (FuzzInput *input, guint n)
{
  return fuzz_byte (input) % n;
}

guint8 *
fuzz_bytes (FuzzInput *input, guint most, gsize *n_bytes)
{
  gsize n = fuzz_below (input, most + 1);
  guint8 *bytes;

  n = MIN (n, (gsize) (input->end - input->next));
  bytes = g_malloc (n + 1);
  memcpy (bytes, input->next, n);
  bytes[n] = '\0';
  input->next += n;
  *n_bytes = n;
  return bytes;
}

guint64
fuzz_number (FuzzInput *input)
{
  guint8 how = fuzz_byte (input);

  if (how < 64)
    return how;
  if (how < 128)
    return (guint64) - (gint64) (how - 64);
  if (how < 192)
    return ((guint64) 1 << (how - 128)) + (guint64) (gint64) (gint8) fuzz_byte (input);
  return fuzz_word (input);
}

void
fuzz_assert_verdict_at (const char *where, GError **error, int verdict)
{
  gboolean ok = verdict == FUZZ_OK ? *error == NULL : g_error_matches (*error, TROVE_ERROR, verdict);

  if (!ok)
    g_error ("%s: the verdict is %d, but the library says: %s", where, verdict,
             *error != NULL ? (*error)->message : "all is well");
  if (*error != NULL)
    g_assert_true (*(*error)->message != '\0' && g_utf8_validate ((*error)->message, -1, NULL));
  g_clear_error (error);
}

void
fuzz_begin (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
}

void
fuzz_value_free (GValue *value)
{
  g_boxed_free (G_TYPE_VALUE, value);
}
