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
 * A reader is made for one pool. It remembers the sub-arena that it read last. Reading another element of
 * this sub-arena takes a few instructions, which are inlined into the caller. [method@Trove.Reader.get_raw],
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
 * A reader is on the stack. It holds the arena or snapshot. It stays valid after appends, clones, snapshots,
 * [method@Trove.Arena.revert] and [method@Trove.Arena.collect], and does not check borrows. A reader belongs
 * to one thread; a reader of an arena belongs to the owner of the arena, and must be cleared before the arena
 * is transferred.
 *
 * Since: 1.0
 */
struct _TroveReader
{
  /*< private >*/
  guint64 sub_arena;    /* the id of the sub-arena that limit and rows describe; 0: none yet */
  guint64 limit;        /* the number of elements of the pool in this sub-arena */
  const guintptr *rows; /* by row: the address of the row minus the offset of its first index */
  gsize stride;
  guint64 pool_bits; /* the index of the pool, in the bits where TroveRef.offset has it */
  gpointer source;
  gpointer held; /* for an arena: a reference on the sub-arena above */
  gpointer reserved;
};

/**
 * TROVE_READER_INIT: (skip)
 *
 * Initializes a [struct@Trove.Reader] on the stack as a reader of nothing, which may be cleared.
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
 * Gets the address of an element. The address is valid until the reader is cleared, with one exception: a
 * reader of an arena holds only the sub-arena that it read last. Elements of other sub-arenas are valid until
 * the arena drops them ([method@Trove.Arena.revert], [method@Trove.Arena.collect]).
 *
 * Cost: constant in the sub-arena of the last call; otherwise, a look-up of the sub-arena.
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

  /* Row r starts at index 32 × (2^r − 1), so r is the position of the highest bit of index + 32, minus
   * 5. */
  if (G_LIKELY (ref->sub_arena == reader->sub_arena && index < reader->limit))
    return (gconstpointer) (reader->rows[(gsize) (__builtin_clzll (index + 32) ^ 63) - 5] +
                            (guintptr) (index * reader->stride));

  return trove_reader_get_slow (reader, ref, error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TroveReader, trove_reader_clear)

G_END_DECLS
