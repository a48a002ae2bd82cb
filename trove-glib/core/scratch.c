/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "scratch.h"

#include <string.h>

#include "memory.h"

static gboolean
scratch_init (TroveScratch *scratch, const TroveLayout *layout, gsize n)
{
  gsize alignment = layout->alignment;

  scratch->heap = NULL;
  if (n > (sizeof scratch->room - TROVE_MAX_ALIGNMENT) / layout->stride)
    {
      if (n > (G_MAXSIZE - TROVE_MAX_ALIGNMENT) / layout->stride)
        return FALSE;
      scratch->heap = trove_memory_alloc (n * layout->stride + alignment);
      if (scratch->heap == NULL)
        return FALSE;
    }

  scratch->element = trove_align (scratch->heap != NULL ? scratch->heap : scratch->room, alignment);
  return TRUE;
}

gboolean
trove_scratch_no_memory (const TroveLayout *layout, gsize n, GError **error)
{
  g_autofree char *name = trove_layout_name (layout);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
               "No memory to copy %" G_GSIZE_FORMAT " elements of %s", n, name);
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

/* Copies elements until a copy function fails. Returns the number of copies. */
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

/* Inline, so that one element is copied without a loop. */
G_ALWAYS_INLINE static inline gboolean
copy (TroveScratch *scratch, TroveSchema *schema, guint pool, gconstpointer elements, gsize n, GError **error)
{
  const TroveLayout *layout = &schema->pools[pool];
  g_autofree char *name = NULL;
  gsize n_copied;

  if (!scratch_init (scratch, layout, n))
    return trove_scratch_no_memory (layout, n, error);
  n_copied = copy_elements (layout, scratch->element, elements, n);
  if (n_copied == n)
    return TRUE;

  trove_schema_clear_elements (schema, pool, scratch->element, n_copied);
  trove_scratch_free (scratch);
  name = trove_layout_name (layout);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED,
               "The copy function of the element type %s returned FALSE", name);
  return FALSE;
}

gboolean
trove_scratch_copy (TroveScratch *scratch, TroveSchema *schema, guint pool, gconstpointer elements, gsize n,
                    GError **error)
{
  return copy (scratch, schema, pool, elements, n, error);
}

gboolean
trove_scratch_copy_one (TroveScratch *scratch, TroveSchema *schema, guint pool, gconstpointer element,
                        GError **error)
{
  return copy (scratch, schema, pool, element, 1, error);
}

void
trove_scratch_exchange (TroveScratch *scratch, const TroveLayout *layout, gpointer address)
{
  char *a = address, *b = scratch->element;

  for (gsize i = 0; i < layout->stride; i++)
    {
      char byte = a[i];

      a[i] = b[i];
      b[i] = byte;
    }
}
