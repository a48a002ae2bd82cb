/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Packed writer: the bytes of a variant, written one after the other, without a variant for each of its parts.
 *
 *   tuple     members, each aligned, then the ends of those that have no fixed size, but of the last member: the last end first
 *   array     items, each aligned; of items without a fixed size, then the end of each
 *
 *   (t, ay, as) = (7, [1 2], ["a"])       7 0 0 0 0 0 0 0   1 2   'a' 0 2   10
 *
 * An end is counted from the first byte of its container, and takes 1, 2, 4 or 8 bytes, by the size of the container. Bytes are in the
 * machine's order, but those of ends, which are in little endian. This is the format of GLib's serialised variants. */

#pragma once

#include <string.h>

#include <glib.h>

typedef struct
{
  guint8 *bytes; /* owned */
  gsize n, room;
} TrovePackedWriter;

/* Makes room for more bytes than there are. */
void trove_packed_writer_grow (TrovePackedWriter *self, gsize n);

/* Room for so many bytes, valid until the next call. Holes in front of it are 0. */
static inline gpointer
trove_packed_writer_add (TrovePackedWriter *self, gsize n, gsize alignment)
{
  gsize at = (self->n + alignment - 1) & ~(alignment - 1);

  if (G_UNLIKELY (at + n >= self->room)) /* also where there are no bytes yet */
    trove_packed_writer_grow (self, at + n);
  memset (self->bytes + self->n, 0, at - self->n);
  self->n = at + n;
  return self->bytes + at;
}

/* Completes the container that starts there. backwards: the ends of a tuple. */
void trove_packed_writer_add_ends (TrovePackedWriter *self, gsize start, const gsize *ends, gsize n_ends,
                                   gboolean backwards);

/* The variant of the bytes, a full reference, which takes them. */
GVariant *trove_packed_writer_end (TrovePackedWriter *self, const GVariantType *type);

/* The bytes of an end in a container of so many bytes. */
gsize trove_packed_end_size (gsize size);
