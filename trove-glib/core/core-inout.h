/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Refs that are written back: changing a frozen element copies the element, and the caller's ref becomes the copy's.
 * The caller's ref must not lie in a frozen element itself, which the write would change. */

#pragma once

#include "core.h"

#define TROVE_NEAR_STACK 65536 /* bytes above the frame that count as the caller's stack */

/* FALSE with INVALID_REF if inout lies in a frozen element. Checks the sub-arenas of each pool's last read, and all
 * sub-arenas with TROVE_DEBUG=frozen. */
gboolean trove_core_check_inout (const TroveCore *core, guint pool, const TroveRef *inout, GError **error);

/* The quick part of that check. FALSE: the address is on the caller's stack, or in the last row of the own sub-arena's
 * pool. */
static inline gboolean
trove_core_may_be_in_frozen (const TroveCore *core, guint pool, gconstpointer address)
{
  const TroveCursor *cursor = &core->cursors[pool];
  const TrovePool *own = cursor->pool;

  if (G_LIKELY ((guintptr) address - (guintptr) __builtin_frame_address (0) < TROVE_NEAR_STACK))
    return FALSE;
  if (own->n_rows > 0)
    {
      guint64 start = trove_row_start (own->n_rows - 1u);
      guintptr first = own->rows[own->n_rows - 1] + (guintptr) (start * cursor->stride);

      if (own->length > start && (guintptr) address - first < (own->length - start) * cursor->stride)
        return FALSE;
    }
  return TRUE;
}
