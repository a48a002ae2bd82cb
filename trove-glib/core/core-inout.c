/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-inout.h"

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
               " lies in a frozen element, where the ref of the copy cannot be written: get that element for "
               "writing first, or copy the ref to a variable",
               inout->sub_arena, trove_offset_pool (inout->offset), trove_offset_index (inout->offset));
  return FALSE;
}
