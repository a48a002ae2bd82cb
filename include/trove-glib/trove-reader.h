/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-ref.h"
#include "trove-types.h"

G_BEGIN_DECLS

/**
 * TroveReader: (skip)
 *
 * Reads the elements of an arena or of a snapshot, in C. A function that takes a reader works with both.
 *
 * A reader is made for one pool. It remembers the sub-arena that it read last: another element of this
 * sub-arena takes a few instructions, which are inlined into the caller. [method@Trove.Reader.get_raw],
 * [method@Trove.Reader.get_string] and [method@Trove.Reader.get_root] read the rest of the document:
 *
 * ```c
 * static gboolean
 * print_list (TroveReader *nodes, GError **error)
 * {
 *   const Node *node;
 *   TroveRef ref;
 *
 *   if (!trove_reader_get_root (nodes, &ref, error))
 *     return FALSE;
 *   for (; !trove_ref_is_null (&ref); ref = node->next)
 *     {
 *       node = trove_reader_get (nodes, &ref, error);
 *       if (node == NULL)
 *         return FALSE;
 *       g_print ("%s\n", trove_reader_get_string (nodes, &node->text, NULL, NULL));
 *     }
 *   return TRUE;
 * }
 * ```
 *
 * It is made on the stack. It holds the arena or snapshot, survives appends, clones, snapshots,
 * [method@Trove.Arena.revert] and [method@Trove.Arena.collect], and does not look at borrows. A reader belongs to
 * one thread, that of an arena to the arena's; it must be cleared before the arena is transferred.
 *
 * Since: 1.0
 */
struct _TroveReader
{
  /*< private >*/
  guint64 sub_arena;    /* whose elements the members below are; 0: none yet */
  guint64 limit;        /* indices below it are there */
  const guintptr *rows; /* the address of row r, less that of its first index */
  gsize stride;
  guint64 pool_bits; /* the pool, where a ref's offset has it */
  gpointer source;
  gpointer held; /* of an arena: the sub-arena above */
  gpointer reserved;
};

/**
 * TROVE_READER_INIT: (skip)
 *
 * Initializes a [struct@Trove.Reader] on the stack to one that reads nothing, and may be cleared.
 *
 * Since: 1.0
 */
#define TROVE_READER_INIT                                                                                    \
  {                                                                                                          \
    0,                                                                                                       \
  }

TROVE_AVAILABLE_IN_1_0
void trove_reader_init (TroveReader *reader, TroveArena *arena, guint pool);
TROVE_AVAILABLE_IN_1_0
void trove_reader_init_snapshot (TroveReader *reader, TroveSnapshot *snapshot, guint pool);
TROVE_AVAILABLE_IN_1_0
void trove_reader_clear (TroveReader *reader);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_reader_get_slow (TroveReader *reader, const TroveRef *ref, GError **error);

TROVE_AVAILABLE_IN_1_0
gconstpointer trove_reader_get_raw (TroveReader *reader, guint pool, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
const char *trove_reader_get_string (TroveReader *reader, const TroveRef *ref, gsize *len, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_reader_get_root (TroveReader *reader, TroveRef *out, GError **error);

/**
 * trove_reader_get: (skip)
 * @reader: an initialized reader
 * @ref: a ref into the reader's pool
 * @error: return location for an error
 *
 * The address of an element. It is valid as long as the reader is not cleared. A reader of an arena holds the sub-arena that
 * it read last: an element of another one goes when the arena lets go of it ([method@Trove.Arena.revert],
 * [method@Trove.Arena.collect]).
 *
 * Cost: constant in the sub-arena of the last call, otherwise a look-up of its sub-arena.
 *
 * Returns: (transfer none): the element, or %NULL with an error: %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH for a ref into another pool, %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
static inline gconstpointer
trove_reader_get (TroveReader *reader, const TroveRef *ref, GError **error)
{
  guint64 index = ref->offset ^ reader->pool_bits;

  /* Row r starts at index 32 × (2^r − 1): r is the place of the highest bit of index + 32, less 5. */
  if (G_LIKELY (ref->sub_arena == reader->sub_arena && index < reader->limit))
    return (gconstpointer) (reader->rows[(gsize) (__builtin_clzll (index + 32) ^ 63) - 5] +
                            (guintptr) (index * reader->stride));

  return trove_reader_get_slow (reader, ref, error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TroveReader, trove_reader_clear)

G_END_DECLS
