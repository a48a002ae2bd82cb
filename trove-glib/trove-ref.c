/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

#include "core/core.h"

static void
trace_ref (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data)
{
  visit (element, visit_data);
}

/* Makes pools of refs store them inline. */
static void
register_element (GType type)
{
  const TroveElementInfo info = TROVE_ELEMENT (TroveRef, .trace = trace_ref);

  trove_layout_register (type, &info);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (TroveRef, trove_ref, trove_ref_copy, trove_ref_free,
                               register_element (g_define_type_id))

/**
 * trove_ref_copy: (skip)
 * @ref: a ref
 *
 * Copies a ref to the heap. C code can use `TroveRef copy = *ref` instead.
 *
 * Returns: (transfer full): a ref; free it with [method@Trove.Ref.free]
 *
 * Since: 1.0
 */
TroveRef *
trove_ref_copy (const TroveRef *ref)
{
  g_return_val_if_fail (ref != NULL, NULL);

  return g_memdup2 (ref, sizeof *ref);
}

/**
 * trove_ref_free: (skip)
 * @ref: (transfer full): a ref on the heap
 *
 * Frees a ref. The element that it names is not changed.
 *
 * Since: 1.0
 */
void
trove_ref_free (TroveRef *ref)
{
  g_free (ref);
}

/**
 * trove_ref_equal:
 * @a: (type TroveRef) (not nullable): a ref
 * @b: (type TroveRef) (not nullable): another ref
 *
 * Checks whether two refs name the same element. The function can be passed to [func@GLib.HashTable.new].
 *
 * Returns: %TRUE if they are equal
 *
 * Since: 1.0
 */
gboolean
trove_ref_equal (gconstpointer a, gconstpointer b)
{
  const TroveRef *x = a, *y = b;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return x->sub_arena == y->sub_arena && x->offset == y->offset;
}

/**
 * trove_ref_hash:
 * @ref: (type TroveRef) (not nullable): a ref
 *
 * Computes a hash of a ref. Equal refs have the same hash. The function can be passed to
 * [func@GLib.HashTable.new].
 *
 * Returns: the hash
 *
 * Since: 1.0
 */
guint
trove_ref_hash (gconstpointer ref)
{
  const TroveRef *r = ref;
  guint64 mixed;

  g_return_val_if_fail (ref != NULL, 0);

  /* Fibonacci hashing: the high bits of a product with 2^64 divided by the golden ratio. */
  mixed = (r->sub_arena * 0x9e3779b97f4a7c15 + r->offset) * 0x9e3779b97f4a7c15;
  return (guint) (mixed >> 32);
}

/**
 * trove_ref_is_null:
 * @self: a ref
 *
 * Checks whether a ref is the null ref, which names no element in any arena.
 *
 * Returns: %TRUE for the null ref
 *
 * Since: 1.0
 */
gboolean
trove_ref_is_null (const TroveRef *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->sub_arena == 0;
}

/**
 * trove_ref_get_pool:
 * @self: a ref
 *
 * Gets the pool that the element is in.
 *
 * Returns: the index of a pool
 *
 * Since: 1.0
 */
guint
trove_ref_get_pool (const TroveRef *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return trove_offset_pool (self->offset);
}

/**
 * trove_ref_get_index:
 * @self: a ref
 *
 * Gets the index of the element among the elements of its pool in the sub-arena.
 *
 * Returns: an index, counted from 0
 *
 * Since: 1.0
 */
guint64
trove_ref_get_index (const TroveRef *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return trove_offset_index (self->offset);
}

/**
 * trove_ref_nth: (skip)
 * @first: a ref
 * @n: the number of elements to go forward; 0 for @first itself
 *
 * Gets the ref of the element whose index is higher by @n, in the same pool and sub-arena. In a run that was
 * appended at once, as by [method@Trove.Arena.append_many_raw], this is the @n-th element after the first.
 * The function does not check whether the element exists.
 *
 * Cost: a few instructions.
 *
 * Returns: the ref. It is the null ref if @first is the null ref, or if the index would be 2^40 or more.
 *   Reading the null ref fails with %TROVE_ERROR_INVALID_REF
 *
 * Since: 1.0
 */
TroveRef
trove_ref_nth (const TroveRef *first, guint64 n)
{
  const TroveRef none = TROVE_REF_INIT;

  g_return_val_if_fail (first != NULL, none);

  if (first->sub_arena == 0 || n >= ((guint64) 1 << TROVE_POOL_SHIFT) - trove_offset_index (first->offset))
    return none;

  return (TroveRef){ first->sub_arena, first->offset + n };
}

/**
 * trove_ref_get_nth:
 * @self: a ref
 * @n: the number of elements to go forward; 0 for @self itself
 * @error: return location for an error
 *
 * Gets the ref of the element whose index is higher by @n, in the same pool and sub-arena. In a run that was
 * appended at once, as by [method@Trove.Arena.append_int64s], this is the @n-th element after the first. The
 * function does not check whether the element exists.
 *
 * Returns: (transfer full): a ref, or %NULL with %TROVE_ERROR_INVALID_REF if @self is the null ref or the
 *   index would be 2^40 or more
 *
 * Since: 1.0
 */
TroveRef *
trove_ref_get_nth (const TroveRef *self, guint64 n, GError **error)
{
  TroveRef ref;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  ref = trove_ref_nth (self, n);
  if (trove_ref_is_null (&ref))
    {
      g_autofree char *text = trove_ref_to_string (self);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
                   "There is no element %" G_GUINT64_FORMAT " after %s: %s", n, text,
                   trove_ref_is_null (self) ? "it is the null ref" : "indices are below 2^40");
      return NULL;
    }

  return trove_ref_copy (&ref);
}

/**
 * trove_ref_to_string:
 * @self: a ref
 *
 * Describes a ref as text: the id of the sub-arena, the pool and the index, such as `12:0:7`.
 *
 * Returns: (transfer full): a string
 *
 * Since: 1.0
 */
char *
trove_ref_to_string (const TroveRef *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT, self->sub_arena,
                          trove_offset_pool (self->offset), trove_offset_index (self->offset));
}

static gboolean
parse_number (const char **text, guint64 limit, char end, guint64 *number)
{
  char *after;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  *number = g_ascii_strtoull (*text, &after, 10);
  if (*number >= limit || *after != end)
    return FALSE;

  *text = after + (end != '\0');
  return TRUE;
}

/**
 * trove_ref_parse:
 * @text: the text from [method@Trove.Ref.to_string]
 * @error: return location for an error
 *
 * Parses a ref from text. A ref is valid only in the process that made it: ids are not kept when the process
 * ends.
 *
 * Returns: (transfer full): a ref, or %NULL with %TROVE_ERROR_INVALID_REF
 *
 * Since: 1.0
 */
TroveRef *
trove_ref_parse (const char *text, GError **error)
{
  const char *rest = text;
  guint64 id, pool, index;
  TroveRef ref;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!parse_number (&rest, (guint64) 1 << 53, ':', &id) ||
      !parse_number (&rest, TROVE_MAX_POOLS, ':', &pool) ||
      !parse_number (&rest, (guint64) 1 << TROVE_POOL_SHIFT, '\0', &index))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
                   "\342\200\234%s\342\200\235 is not a ref: expected an id below 2^53, a pool below %d and "
                   "an index below 2^40, as \342\200\23412:0:7\342\200\235",
                   shown, TROVE_MAX_POOLS);
      return NULL;
    }

  ref = (TroveRef){ id, pool << TROVE_POOL_SHIFT | index };
  return trove_ref_copy (&ref);
}
