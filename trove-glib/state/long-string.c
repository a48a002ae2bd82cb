/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "long-string.h"

#include <string.h>

#include "core/count.h"
#include "core/memory.h"

typedef struct
{
  TroveCount count;
  char bytes[];
} LongString;

static LongString *
long_string_of (char *bytes)
{
  return (LongString *) (gpointer) (bytes - G_STRUCT_OFFSET (LongString, bytes));
}

char *
trove_long_string_new (const char *string)
{
  gsize size = strlen (string) + 1;
  LongString *self = g_malloc (G_STRUCT_OFFSET (LongString, bytes) + size);

  atomic_init (&self->count, 1);
  return memcpy (self->bytes, string, size);
}

char *
trove_long_string_ref (char *self)
{
  trove_count_add (&long_string_of (self)->count);
  return self;
}

void
trove_long_string_unref (char *self)
{
  if (trove_count_drop (&long_string_of (self)->count))
    g_free (long_string_of (self));
}

gsize
trove_long_string_n_bytes (const char *self)
{
  return trove_memory_size (long_string_of ((char *) self),
                            G_STRUCT_OFFSET (LongString, bytes) + strlen (self) + 1);
}

guint
trove_long_string_n_refs (const char *self)
{
  return atomic_load_explicit (&long_string_of ((char *) self)->count, memory_order_relaxed);
}
