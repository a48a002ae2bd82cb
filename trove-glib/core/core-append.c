/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-append.h"

#include "scratch.h"

/* The room is reserved after the copy, since the copy function may append to the core. */
gboolean
trove_core_append_copy (TroveCore *core, guint pool, gconstpointer element, gboolean to_borrow, TroveRef *out,
                        GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];
  TroveScratch scratch;
  gboolean ok;

  if (!trove_scratch_copy_one (&scratch, core->schema, pool, element, error))
    return FALSE;

  ok = to_borrow ? trove_core_prepare_borrow (core, pool, error) :
                   trove_core_reserve (core, pool, error) != NULL;
  if (ok)
    {
      memcpy (core->cursors[pool].next, scratch.element, layout->stride);
      trove_core_publish (core, pool, out);
    }
  else
    trove_schema_clear_elements (core->schema, pool, scratch.element, 1);

  trove_scratch_free (&scratch);
  return ok;
}

gboolean
trove_core_append (TroveCore *core, guint pool, gconstpointer element, TroveRef *out, GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];

  if (layout->store == TROVE_STORE_STRING)
    {
      const char *string = *(const char *const *) element;

      return trove_core_append_string (core, pool, string, string != NULL ? strlen (string) : 0, out, error);
    }
  if (layout->copy == NULL)
    {
      gpointer dest = trove_core_reserve (core, pool, error);

      if (dest == NULL)
        return FALSE;
      trove_element_move (dest, element, layout->stride);
      trove_core_publish (core, pool, out);
      return TRUE;
    }

  return trove_core_append_copy (core, pool, element, FALSE, out, error);
}

/* Many */

static gsize
left_in (const TroveChain *chain)
{
  return (gsize) (chain->end - chain->next);
}

/* The bytes of new chunks for a batch's rows, and for the own sub-arena if there is none yet. */
static guint64
bytes_of_rows (const TroveCore *core, guint pool, guint n_rows)
{
  const TroveCursor *cursor = &core->cursors[pool];
  gsize alignment = core->schema->pools[pool].alignment, left = left_in (&cursor->rows);
  gsize with = core->own == NULL ? sizeof *core->own + alignment : 0;
  guint64 bytes = 0;

  for (guint row = cursor->pool->n_rows; row < n_rows; row++, with = 0)
    {
      guint64 size = trove_row_length (row) * cursor->stride + alignment + with;

      if (size <= left)
        left -= size;
      else
        {
          bytes += sizeof (TroveChunk) + size + 2 * sizeof (gsize);
          left = 0;
        }
    }

  return bytes;
}

/* Refuses a batch that exceeds the budget before it adds rows, which would be of no use. string_bytes: bytes of its
 * strings. */
static gboolean
check_budget (TroveCore *core, guint pool, gsize n, guint64 string_bytes, GError **error)
{
  const TroveCursor *cursor = &core->cursors[pool];
  guint64 length = cursor->pool->length;

  if (core->budget.most == 0 || n > TROVE_MAX_ELEMENTS - length)
    return TRUE;

  string_bytes -= MIN (string_bytes, left_in (&cursor->bytes));
  if (cursor->free_strings != NULL)
    string_bytes = 0; /* free strings may have room for any number of them */
  return trove_budget_allows (&core->budget,
                              bytes_of_rows (core, pool, trove_row_of (length + n - 1) + 1) + string_bytes) ||
         trove_core_no_memory (core, pool, error);
}

/* Makes room for n more elements. The cursor does not move. */
static gboolean
reserve_many (TroveCore *core, guint pool, gsize n, guint64 string_bytes, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];
  guint64 length;

  if (!check_budget (core, pool, n, string_bytes, error) || trove_core_reserve (core, pool, error) == NULL)
    return FALSE;

  length = cursor->pool->length;
  if (n > TROVE_MAX_ELEMENTS - length)
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
                   "Pool %u of sub-arena %" G_GUINT64_FORMAT " has %" G_GUINT64_FORMAT
                   " elements: %" G_GSIZE_FORMAT " more do not fit",
                   pool, core->own_id, length, n);
      return FALSE;
    }

  while (trove_row_start (cursor->pool->n_rows) < length + n)
    {
      if (trove_sub_add_row (core->own, pool, &cursor->rows) == NULL)
        return trove_core_no_memory (core, pool, error);
    }
  return TRUE;
}

/* Moves n elements to the end of the pool, row by row, after reserve_many(). */
static void
move_many (TroveCore *core, guint pool, const char *elements, gsize n)
{
  TroveCursor *cursor = &core->cursors[pool];
  gsize stride = core->schema->pools[pool].stride;

  while (n > 0)
    {
      gsize fits;

      if (cursor->next == cursor->end)
        {
          G_GNUC_UNUSED gboolean there = trove_core_grow (core, pool, NULL);

          g_assert (there);
        }
      fits = MIN (n, (gsize) (cursor->end - cursor->next) / stride);
      memcpy (cursor->next, elements, fits * stride);
      cursor->next += fits * stride;
      cursor->pool->length += fits;
      elements += fits * stride;
      n -= fits;
    }
}

gboolean
trove_core_append_moved (TroveCore *core, guint pool, gconstpointer elements, gsize n, TroveRef *first,
                         GError **error)
{
  TroveRef ref;

  if (!reserve_many (core, pool, n, 0, error))
    return FALSE;

  /* first may lie in one of the elements, so it is written last. */
  ref = (TroveRef){ core->own_id, core->cursors[pool].pool->length | (guint64) pool << TROVE_POOL_SHIFT };
  move_many (core, pool, elements, n);
  if (first != NULL)
    *first = ref;
  return TRUE;
}

/* Removes the strings after the first length ones. The next strings reuse their bytes, in the same order. */
static void
take_strings_back (TroveCore *core, guint pool, guint64 length)
{
  TroveCursor *cursor = &core->cursors[pool];
  TrovePool *p = cursor->pool;

  while (p->length > length)
    {
      char **element = trove_rows_address (p->rows, --p->length, cursor->stride);

      trove_core_free_string (core, pool, *element);
    }
  cursor->next = cursor->end = NULL; /* trove_core_grow() sets the cursor at the next append */
}

static gboolean
append_strings (TroveCore *core, guint pool, const char *const *strings, gsize n, TroveRef *first,
                GError **error)
{
  TroveRef ref = TROVE_REF_INIT;
  guint64 length, bytes = 0;

  if (core->budget.most != 0)
    for (gsize i = 0; i < n; i++)
      bytes +=
          strings[i] != NULL ? sizeof (TroveStringHeader) + trove_string_capacity (strlen (strings[i])) : 0;
  if (!reserve_many (core, pool, n, bytes, error))
    return FALSE;

  length = core->cursors[pool].pool->length;
  for (gsize i = 0; i < n; i++)
    {
      if (!trove_core_append (core, pool, &strings[i], i == 0 ? &ref : NULL, error))
        {
          take_strings_back (core, pool, length);
          return FALSE;
        }
    }

  if (first != NULL)
    *first = ref;
  return TRUE;
}

gboolean
trove_core_append_many (TroveCore *core, guint pool, gconstpointer elements, gsize n, TroveRef *first,
                        GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];
  TroveScratch scratch;
  gboolean ok;

  if (n == 0)
    {
      if (first != NULL)
        *first = (TroveRef) TROVE_REF_INIT;
      return TRUE;
    }
  if (layout->store == TROVE_STORE_STRING)
    return append_strings (core, pool, elements, n, first, error);
  if (layout->copy == NULL)
    return trove_core_append_moved (core, pool, elements, n, first, error);

  if (!trove_scratch_copy (&scratch, core->schema, pool, elements, n, error))
    return FALSE;
  ok = trove_core_append_moved (core, pool, scratch.element, n, first, error);
  if (!ok)
    trove_schema_clear_elements (core->schema, pool, scratch.element, n);
  trove_scratch_free (&scratch);
  return ok;
}
