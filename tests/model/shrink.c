/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "child.h"
#include "shrink.h"

typedef struct
{
  GByteArray *program; /* it goes wrong */
  const ProgramOptions *options;
  guint n_runs;
} Shrinking;

static gboolean
goes_wrong (Shrinking *shrinking, const guint8 *bytes, gsize size)
{
  g_autofree char *complaint = child_run (bytes, size, shrinking->options, NULL);

  shrinking->n_runs++;
  return complaint != NULL;
}

/* Without n operations from one on. */
static gboolean
try_without (Shrinking *shrinking, guint from, guint n)
{
  g_autoptr (GByteArray) shorter = g_byte_array_new ();
  gsize start = (gsize) from * program_operation_size;
  gsize end = MIN (start + (gsize) n * program_operation_size, shrinking->program->len);

  g_byte_array_append (shorter, shrinking->program->data, (guint) start);
  g_byte_array_append (shorter, shrinking->program->data + end, (guint) (shrinking->program->len - end));
  if (!goes_wrong (shrinking, shorter->data, shorter->len))
    return FALSE;

  g_byte_array_unref (shrinking->program);
  shrinking->program = g_steal_pointer (&shorter);
  return TRUE;
}

static guint
n_operations (const Shrinking *shrinking)
{
  return (shrinking->program->len + program_operation_size - 1) / program_operation_size;
}

/* Runs of operations, by halves down to single ones; the last ones first. TRUE: something went. */
static gboolean
remove_operations (Shrinking *shrinking)
{
  gboolean any = FALSE;

  for (guint n = MAX (n_operations (shrinking) / 2, 1); n > 0; n /= 2)
    for (guint end = n_operations (shrinking); end > 0;)
      {
        guint from = end > n ? end - n : 0;

        any = try_without (shrinking, from, end - from) || any;
        end = MIN (from, n_operations (shrinking));
      }
  return any;
}

static gboolean
try_byte (Shrinking *shrinking, guint i, guint8 byte)
{
  guint8 old = shrinking->program->data[i];

  shrinking->program->data[i] = byte;
  if (goes_wrong (shrinking, shrinking->program->data, shrinking->program->len))
    return TRUE;
  shrinking->program->data[i] = old;
  return FALSE;
}

/* Towards 0: at once, or else to what is less by the most that it can be. */
static gboolean
lower_byte (Shrinking *shrinking, guint i)
{
  guint8 old = shrinking->program->data[i];

  if (old == 0 || try_byte (shrinking, i, 0))
    return old != 0;

  for (guint less = 128; less > 0; less /= 2)
    while (shrinking->program->data[i] > less &&
           try_byte (shrinking, i, (guint8) (shrinking->program->data[i] - less)))
      ;
  return shrinking->program->data[i] != old;
}

static gboolean
lower_bytes (Shrinking *shrinking)
{
  gboolean any = FALSE;

  for (guint i = 0; i < shrinking->program->len; i++)
    any = lower_byte (shrinking, i) || any;
  return any;
}

GByteArray *
shrink_program (const guint8 *bytes, gsize size, const ProgramOptions *options, guint *n_runs)
{
  ProgramOptions careful = *options;
  Shrinking shrinking = { g_byte_array_new (), &careful, 0 };
  gboolean any = TRUE;

  g_byte_array_append (shrinking.program, bytes, (guint) size);
  careful.careful = TRUE; /* what is wrong shows earlier */
  if (!goes_wrong (&shrinking, bytes, size))
    careful.careful = FALSE;

  while (any)
    {
      while (remove_operations (&shrinking))
        ;
      any = lower_bytes (&shrinking);
    }

  *n_runs = shrinking.n_runs;
  return shrinking.program;
}
