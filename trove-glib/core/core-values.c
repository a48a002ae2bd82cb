/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The arena core's values: append, set, copy on write. */

#include "core.h"

#include "memory.h"

#define MAX_ALIGNMENT 64

/* Scratch: where a copy is made, or an old value waits to be cleared, before or after the arena's state is touched. */
typedef struct
{
  gpointer element;
  gpointer heap;
  char room[256 + MAX_ALIGNMENT];
} Scratch;

static gboolean
scratch_init (Scratch *scratch, const TroveLayout *layout, gsize n)
{
  gsize alignment = layout->alignment;

  scratch->heap = NULL;
  if (n > (sizeof scratch->room - MAX_ALIGNMENT) / layout->stride)
    {
      if (n > (G_MAXSIZE - MAX_ALIGNMENT) / layout->stride)
        return FALSE;
      scratch->heap = trove_memory_alloc (n * layout->stride + alignment);
      if (scratch->heap == NULL)
        return FALSE;
    }

  scratch->element = scratch->heap != NULL ? scratch->heap : scratch->room;
  scratch->element = (gpointer) (((guintptr) scratch->element + alignment - 1) & ~(guintptr) (alignment - 1));
  return TRUE;
}

static void
scratch_clear (Scratch *scratch)
{
  trove_memory_free (scratch->heap);
}

static gboolean
no_scratch (GError **error, const TroveLayout *layout, gsize n)
{
  g_autofree char *name = trove_layout_name (layout);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to copy %" G_GSIZE_FORMAT " of %s", n,
               name);
  return FALSE;
}

static gboolean
copy_element (const TroveLayout *layout, gpointer dest, gconstpointer src)
{
  if (layout->copy != NULL)
    return layout->copy (dest, src, layout->data);

  memcpy (dest, src, layout->stride);
  return TRUE;
}

/* How many of them were copied, until one could not be. */
static gsize
copy_elements (const TroveLayout *layout, char *dest, const char *src, gsize n)
{
  gsize i;

  trove_copying_begin ();
  for (i = 0; i < n; i++)
    if (!copy_element (layout, dest + i * layout->stride, src + i * layout->stride))
      break;
  trove_copying_end ();
  return i;
}

/* Copies n elements to scratch memory; what was copied is cleared where one cannot be. */
static gboolean
copy_to_scratch (Scratch *scratch, TroveSchema *schema, guint pool, gconstpointer elements, gsize n,
                 GError **error)
{
  const TroveLayout *layout = &schema->pools[pool];
  g_autofree char *name = NULL;
  gsize n_copied;

  if (!scratch_init (scratch, layout, n))
    return no_scratch (error, layout, n);
  n_copied = copy_elements (layout, scratch->element, elements, n);
  if (n_copied == n)
    return TRUE;

  trove_schema_clear_elements (schema, pool, scratch->element, n_copied);
  scratch_clear (scratch);
  name = trove_layout_name (layout);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED, "An element of type %s could not be copied",
               name);
  return FALSE;
}

/* Appending */

/* to_borrow: with room to count a borrow. The copy function may have used up any room that there was before. */
static gboolean
append_copy (TroveCore *core, guint pool, gconstpointer element, gboolean to_borrow, TroveRef *out,
             GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];
  Scratch scratch;
  gboolean ok;

  if (!copy_to_scratch (&scratch, core->schema, pool, element, 1, error))
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

  scratch_clear (&scratch);
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

  return append_copy (core, pool, element, FALSE, out, error);
}

static gsize
left_in (const TroveChain *chain)
{
  return (gsize) (chain->end - chain->next);
}

/* The bytes of chunks for a batch's rows, and for the sub-arena where there is none. */
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

/* A batch that is more than the budget has left takes nothing of it: no rows that are of no use without those behind
 * them. string_bytes: what its strings take. */
static gboolean
check_budget (TroveCore *core, guint pool, gsize n, guint64 string_bytes, GError **error)
{
  const TroveCursor *cursor = &core->cursors[pool];
  guint64 length = cursor->pool->length;

  if (core->budget.most == 0 || n > TROVE_MAX_ELEMENTS - length)
    return TRUE;

  string_bytes -= MIN (string_bytes, left_in (&cursor->bytes));
  if (cursor->free_strings != NULL)
    string_bytes = 0; /* how many may be used again is not known */
  return trove_budget_allows (&core->budget,
                              bytes_of_rows (core, pool, trove_row_of (length + n - 1) + 1) + string_bytes) ||
         trove_core_no_memory (core, pool, error);
}

/* Makes sure that n more elements fit, with the cursor where it was. */
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

/* Moves n elements to the end of the pool, row by row; there is room. */
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

static gboolean
append_moved (TroveCore *core, guint pool, gconstpointer elements, gsize n, TroveRef *first, GError **error)
{
  TroveRef ref;

  if (!reserve_many (core, pool, n, 0, error))
    return FALSE;

  /* first may be inside of the elements, so it is written last. */
  ref = (TroveRef){ core->own_id, core->cursors[pool].pool->length | (guint64) pool << TROVE_POOL_SHIFT };
  move_many (core, pool, elements, n);
  if (first != NULL)
    *first = ref;
  return TRUE;
}

/* Takes back what was appended last: the bytes serve the next strings, in the same order. */
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
  cursor->next = cursor->end = NULL; /* the next append finds its place */
}

static gboolean
append_strings (TroveCore *core, guint pool, const char *const *strings, gsize n, TroveRef *first,
                GError **error)
{
  TroveRef ref = TROVE_REF_INIT;
  guint64 length, bytes = 0;

  if (core->budget.most != 0)
    for (gsize i = 0; i < n; i++)
      bytes += strings[i] != NULL ? sizeof (TroveString) + trove_string_capacity (strlen (strings[i])) : 0;
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
  Scratch scratch;
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
    return append_moved (core, pool, elements, n, first, error);

  if (!copy_to_scratch (&scratch, core->schema, pool, elements, n, error))
    return FALSE;
  ok = append_moved (core, pool, scratch.element, n, first, error);
  if (!ok)
    trove_schema_clear_elements (core->schema, pool, scratch.element, n);
  scratch_clear (&scratch);
  return ok;
}

/* Mutating */

static gboolean
check_own (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error)
{
  if (G_LIKELY (trove_core_none_borrowed (core)))
    return TRUE;

  return trove_core_check_borrow (core, ref, mutable, error);
}

/* Copies a frozen value to the own sub-arena. */
static gboolean
copy_on_write (TroveCore *core, guint pool, gconstpointer frozen, gboolean to_borrow, TroveRef *inout,
               GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];

  if (to_borrow && !trove_core_prepare_borrow (core, pool, error))
    return FALSE;
  if (layout->store == TROVE_STORE_STRING && *(const char *const *) frozen != NULL)
    {
      const char *bytes = *(const char *const *) frozen;

      return trove_core_append_string (core, pool, bytes, trove_string_header (bytes)->length, inout, error);
    }

  if (layout->copy != NULL)
    return append_copy (core, pool, frozen, to_borrow, inout, error);
  return trove_core_append (core, pool, frozen, inout, error);
}

/* Refs to be written back */

static gboolean
is_in_rows (const guintptr *rows, guint64 length, gsize stride, gconstpointer address)
{
  for (guint row = 0; length > trove_row_start (row); row++)
    {
      guintptr first = rows[row] + (guintptr) (trove_row_start (row) * stride);

      if ((guintptr) address - first <
          (MIN (length, trove_row_start (row + 1)) - trove_row_start (row)) * stride)
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  gconstpointer address;
  gboolean found;
} InFrozen;

static void
look_in_sub (TroveSub *sub, gpointer data)
{
  InFrozen *look = data;

  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    look->found =
        look->found || is_in_rows (p->rows, p->length, sub->schema->pools[p->index].stride, look->address);
  }
}

static gboolean
is_in_frozen (const TroveCore *core, gconstpointer address)
{
  InFrozen look = { address, FALSE };

  for (guint i = 0; i < core->n_pools; i++)
    {
      const TroveCursor *cursor = &core->cursors[i];

      if (is_in_rows (cursor->hit_rows, cursor->hit_limit, cursor->stride, address))
        return TRUE;
    }
  if (trove_debug_frozen ())
    trove_view_foreach (&core->view, look_in_sub, &look);
  return look.found;
}

gboolean
trove_core_check_inout (const TroveCore *core, guint pool, const TroveRef *inout, GError **error)
{
  if (G_LIKELY (!trove_core_may_be_in_frozen (core, pool, inout) || !is_in_frozen (core, inout)))
    return TRUE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
               "The ref %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT
               " lies in a frozen element, which the copy's ref would change: get that element to change "
               "first, or copy "
               "the ref to a variable",
               inout->sub_arena, trove_offset_pool (inout->offset), trove_offset_index (inout->offset));
  return FALSE;
}

static inline gpointer
get_mut (TroveCore *core, guint pool, gboolean to_borrow, TroveRef *inout, GError **error)
{
  TroveRef ref = *inout;
  gconstpointer frozen;

  if (G_LIKELY (trove_core_is_own (core, pool, &ref)))
    {
      if (!check_own (core, &ref, TRUE, error))
        return NULL;
      return trove_core_own_address (core, pool, &ref);
    }

  if (!trove_core_check_inout (core, pool, inout, error))
    return NULL;
  frozen = trove_core_get (core, pool, &ref, error);
  if (frozen == NULL || !copy_on_write (core, pool, frozen, to_borrow, &ref, error))
    return NULL;

  *inout = ref;
  return trove_core_own_address (core, pool, &ref);
}

gpointer
trove_core_get_mut (TroveCore *core, guint pool, TroveRef *inout, GError **error)
{
  return get_mut (core, pool, FALSE, inout, error);
}

gpointer
trove_core_get_mut_to_borrow (TroveCore *core, guint pool, TroveRef *inout, GError **error)
{
  return get_mut (core, pool, TRUE, inout, error);
}

/* The new value is in scratch memory, and then the old one, to be cleared when nothing is pending. */
static void
exchange (const TroveLayout *layout, gpointer address, gpointer scratch)
{
  char *a = address, *b = scratch;

  for (gsize i = 0; i < layout->stride; i++)
    {
      char byte = a[i];

      a[i] = b[i];
      b[i] = byte;
    }
}

/* A copy function may have done anything to the core, so where the value is is asked after it. */
static gboolean
set_copy (TroveCore *core, guint pool, TroveRef *inout, gconstpointer element, GError **error)
{
  TroveSchema *schema = core->schema;
  const TroveLayout *layout = &schema->pools[pool];
  TroveRef ref = *inout;
  Scratch scratch;
  gboolean ok = TRUE;

  if (!copy_to_scratch (&scratch, schema, pool, element, 1, error))
    return FALSE;

  if (trove_core_is_own (core, pool, &ref))
    {
      TrovePostponed *room;

      ok = check_own (core, &ref, TRUE, error) &&
           (trove_copying_prepare (layout, &room) || no_scratch (error, layout, 1));
      if (ok)
        {
          exchange (layout, trove_core_own_address (core, pool, &ref), scratch.element);
          trove_copying_clear (schema, pool, scratch.element, room);
        }
    }
  else
    ok = append_moved (core, pool, scratch.element, 1, inout, error);

  if (!ok)
    trove_schema_clear_elements (schema, pool, scratch.element, 1);
  scratch_clear (&scratch);
  return ok;
}

gboolean
trove_core_set (TroveCore *core, guint pool, TroveRef *inout, gconstpointer element, GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];
  gpointer address;

  if (layout->store == TROVE_STORE_STRING)
    {
      const char *string = *(const char *const *) element;

      return trove_core_set_string (core, pool, inout, string, string != NULL ? strlen (string) : 0, error);
    }

  address = (gpointer) trove_core_get (core, pool, inout, error);
  if (address == NULL)
    return FALSE;
  if (trove_core_is_own (core, pool, inout) && !check_own (core, inout, TRUE, error))
    return FALSE;

  if (trove_layout_calls_back (layout))
    return set_copy (core, pool, inout, element, error);
  if (!trove_core_is_own (core, pool, inout))
    return trove_core_append (core, pool, element, inout, error);

  memmove (address, element, layout->stride);
  return TRUE;
}

gboolean
trove_sub_replace (TroveSub *sub, guint pool, gpointer address, gconstpointer element, TroveCheckFunc check,
                   gpointer data, GError **error)
{
  const TroveLayout *layout = &sub->schema->pools[pool];
  TrovePostponed *room;
  Scratch scratch;
  gboolean ok;

  if (layout->store == TROVE_STORE_STRING)
    return trove_sub_replace_string (sub, pool, address, *(const char *const *) element, error);
  if (!trove_layout_calls_back (layout))
    {
      memmove (address, element, layout->stride);
      return TRUE;
    }

  if (!copy_to_scratch (&scratch, sub->schema, pool, element, 1, error))
    return FALSE;
  ok = (check == NULL || check (data, error)) &&
       (trove_copying_prepare (layout, &room) || no_scratch (error, layout, 1));
  if (ok)
    {
      exchange (layout, address, scratch.element);
      trove_copying_clear (sub->schema, pool, scratch.element, room);
    }
  else
    trove_schema_clear_elements (sub->schema, pool, scratch.element, 1);
  scratch_clear (&scratch);
  return ok;
}
