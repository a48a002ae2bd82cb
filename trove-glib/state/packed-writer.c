/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packed-writer.h"

#define FIRST_ROOM 120 /* bytes of most rows */

gsize
trove_packed_end_size (gsize size)
{
  return size <= G_MAXUINT8 ? 1 : size <= G_MAXUINT16 ? 2 : size <= G_MAXUINT32 ? 4 : 8;
}

/* The same before the ends are added. */
static gsize
end_size_behind (gsize n_bytes, gsize n_ends)
{
  gsize size = 1;

  while (trove_packed_end_size (n_bytes + n_ends * size) > size)
    size *= 2;
  return size;
}

void
trove_packed_writer_grow (TrovePackedWriter *self, gsize n)
{
  self->room = MAX (MAX (2 * self->room, n), FIRST_ROOM);
  self->bytes = g_realloc (self->bytes, self->room);
}

void
trove_packed_writer_add_ends (TrovePackedWriter *self, gsize start, const gsize *ends, gsize n_ends,
                              gboolean backwards)
{
  gsize size = end_size_behind (self->n - start, n_ends);

  for (gsize i = 0; i < n_ends; i++)
    {
      guint64 end = GUINT64_TO_LE (ends[backwards ? n_ends - 1 - i : i] - start);

      memcpy (trove_packed_writer_add (self, size, 1), &end, size);
    }
}

GVariant *
trove_packed_writer_end (TrovePackedWriter *self, const GVariantType *type)
{
  guint8 *bytes = g_steal_pointer (&self->bytes);
  gsize n = self->n;

  self->n = self->room = 0;
  return g_variant_ref_sink (g_variant_new_from_data (type, bytes, n, TRUE, g_free, bytes));
}
