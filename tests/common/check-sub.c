/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-sub.h"

typedef struct
{
  const char *start, *end;
} Piece;

void
check_pieces_init (CheckPieces *pieces)
{
  pieces->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
}

void
check_pieces_add (CheckPieces *pieces, gconstpointer start, gsize size)
{
  if (size > 0) /* start may be NULL with size 0 */
    {
      const Piece piece = { start, (const char *) start + size };

      g_array_append_val (pieces->pieces, piece);
    }
}

static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  const Piece *x = a, *y = b;

  return x->start < y->start ? -1 : x->start > y->start;
}

void
check_pieces_finish (CheckPieces *pieces)
{
  const Piece *all;

  g_array_sort (pieces->pieces, compare_pieces);
  all = (const Piece *) (gpointer) pieces->pieces->data;
  for (guint i = 1; i < pieces->pieces->len; i++)
    g_assert_true (all[i - 1].end <= all[i].start);
  g_array_unref (pieces->pieces);
}

void
check_layout (const TroveLayout *layout)
{
  g_assert_cmpuint (layout->stride, >=, 1);
  g_assert_cmpuint (layout->stride, <=, 64 * 1024);
  g_assert_cmpuint (layout->alignment, >=, 1);
  g_assert_cmpuint (layout->alignment, <=, 64);
  g_assert_cmpuint (layout->alignment & (layout->alignment - 1), ==, 0);
  g_assert_cmpuint (layout->stride % layout->alignment, ==, 0);
}

void
check_chain (const TroveChain *chain)
{
  if (chain->chunk == NULL)
    {
      g_assert_null (chain->next);
      g_assert_null (chain->end);
      return;
    }

  g_assert_cmpint (chain->chunk->count, >=, 1);
  g_assert_true (chain->next >= (char *) (chain->chunk + 1));
  g_assert_true (chain->next <= chain->end);
  g_assert_true (chain->end == (char *) chain->chunk + chain->chunk->size);
}

/* Sub-arenas */

static const TroveChunk *
chunk_of (const TroveSub *sub, guint i)
{
  return i < G_N_ELEMENTS (sub->chunks) ? sub->chunks[i] : sub->more_chunks[i - G_N_ELEMENTS (sub->chunks)];
}

static gboolean
is_in_chunk (const TroveChunk *chunk, const char *start, gsize size)
{
  const char *end = (const char *) chunk + chunk->size;

  return start >= (const char *) (chunk + 1) && start < end && (gsize) (end - start) >= size;
}

gboolean
check_sub_holds (const TroveSub *sub, gconstpointer start, gsize size)
{
  for (guint i = 0; i < sub->n_chunks; i++)
    if (is_in_chunk (chunk_of (sub, i), start, size))
      return TRUE;

  TROVE_SUB_FOREACH_SEGMENT (sub, segment)
  {
    if (segment->chunk != NULL && is_in_chunk (segment->chunk, start, size))
      return TRUE;
  }
  return FALSE;
}

static void
check_chunks (const TroveSub *sub)
{
  if (sub->n_chunks <= G_N_ELEMENTS (sub->chunks))
    g_assert_null (sub->more_chunks);

  for (guint i = 0; i < sub->n_chunks; i++)
    {
      g_assert_nonnull (chunk_of (sub, i));
      g_assert_cmpint (chunk_of (sub, i)->count, >=, 1);
      for (guint j = 0; j < i; j++)
        g_assert_true (chunk_of (sub, i) != chunk_of (sub, j));
    }
}

static void
check_string (const TroveSub *sub, const char *bytes, CheckPieces *pieces)
{
  const TroveStringHeader *string;

  if (bytes == NULL)
    return;

  string = trove_string_header (bytes);
  g_assert_cmpuint ((guintptr) string % G_ALIGNOF (TroveStringHeader), ==, 0);
  g_assert_cmpuint (string->length, <, string->capacity);
  g_assert_cmpint (bytes[string->length], ==, '\0');
  g_assert_true (check_sub_holds (sub, string, sizeof *string + string->capacity));
  check_pieces_add (pieces, string, sizeof *string + string->capacity);
}

static void
check_row (const TroveSub *sub, const TrovePool *pool, guint row, gboolean own, CheckPieces *pieces)
{
  const TroveLayout *layout = &sub->schema->pools[pool->index];
  guint64 start = trove_row_start (row), room = trove_row_length (row);
  guint64 used = pool->length > start ? MIN (pool->length - start, room) : 0;
  guint64 mine = own ? room : used;
  const char *first;

  if (mine == 0)
    return;

  first = trove_rows_address (pool->rows, start, layout->stride);
  g_assert_cmpuint ((guintptr) first % layout->alignment, ==, 0);
  g_assert_true (check_sub_holds (sub, first, mine * layout->stride));
  check_pieces_add (pieces, first, mine * layout->stride);

  if (layout->store != TROVE_STORE_STRING)
    return;
  for (guint64 i = 0; i < used; i++)
    check_string (sub, ((const char *const *) first)[i], pieces);
}

static void
check_pool (const TroveSub *sub, const TrovePool *pool, gboolean own, CheckPieces *pieces)
{
  g_assert_cmpuint (pool->index, <, sub->schema->n_pools);
  g_assert_true (trove_sub_lookup (sub, pool->index) == pool);
  g_assert_cmpuint (pool->n_rows, >=, 1);
  g_assert_cmpuint (pool->n_rows, <=, pool->n_room);
  g_assert_cmpuint (pool->n_room, <=, TROVE_MAX_ROWS);
  g_assert_cmpuint (pool->length, <=, trove_row_start (pool->n_rows));
  if (pool->rows == &pool->row0)
    g_assert_cmpuint (pool->n_room, ==, 1);
  else
    g_assert_cmpuint (pool->row0, ==, pool->rows[0]); /* a reader may still use row0 */

  for (guint row = 0; row < pool->n_rows; row++)
    check_row (sub, pool, row, own, pieces);
}

static void
check_segments (const TroveSub *sub, CheckPieces *pieces)
{
  guint64 n_bytes = 0;

  g_assert_true (sub->blocks.first == (gpointer) (sub + 1));
  g_assert_null (sub->blocks.first->chunk);
  g_assert_cmpuint (sub->n_chunks, ==, 1);
  TROVE_SUB_FOREACH_SEGMENT (sub, segment)
  {
    g_assert_true ((segment->next == NULL) == (segment == sub->blocks.last));
    g_assert_true ((segment->chunk == NULL) == (segment == sub->blocks.first));
    g_assert_cmpuint (segment->size % 8, ==, 0);
    g_assert_true (check_sub_holds (sub, segment, sizeof *segment + segment->size));
    check_pieces_add (pieces, segment, sizeof *segment + segment->size);
    n_bytes += segment->size;
  }
  g_assert_cmpuint (n_bytes, ==, sub->blocks.n_bytes);
}

void
check_sub (const TroveSub *sub, gboolean own, CheckPieces *pieces)
{
  guint n_pools = 0, n_rows = 0, n_found = 0;
  guint64 n_elements = 0;

  g_assert_cmpuint (sub->id, >, 0);
  g_assert_cmpuint (sub->count, >=, 1);
  check_chunks (sub);

  TROVE_SUB_FOREACH_POOL (sub, pool)
  {
    check_pool (sub, pool, own, pieces);
    n_pools++;
    n_rows += pool->n_rows;
    n_elements += pool->length;
  }

  for (guint i = 0; i < sub->schema->n_pools; i++)
    n_found += trove_sub_lookup (sub, i) != NULL;
  g_assert_cmpuint (n_found, ==, n_pools); /* else a pool is listed twice */
  g_assert_true (sub->table != NULL || n_pools <= 4);
  g_assert_cmpuint (n_elements, ==, trove_sub_n_elements (sub));
  g_assert_cmpuint (n_rows, ==, trove_sub_n_rows (sub));
  if (trove_sub_has_blocks (sub))
    check_segments (sub, pieces);
  if (!own)
    g_assert_cmpuint (n_elements + (trove_sub_has_blocks (sub) ? sub->blocks.n_bytes : 0), >, 0);
}
