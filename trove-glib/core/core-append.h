/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Appending copies of elements to a core. out and first may point into an element of the core. */

#pragma once

#include "core-string.h"

gboolean trove_core_append (TroveCore *core, guint pool, gconstpointer element, TroveRef *out,
                            GError **error);

/* Appends all n adjacent elements, or none. first: the ref of the first, the null ref where n is 0. */
gboolean trove_core_append_many (TroveCore *core, guint pool, gconstpointer elements, gsize n,
                                 TroveRef *first, GError **error);

/* Appends an element of a common size and without a copy function, where its row has room. */
static inline gboolean
trove_core_try_append (TroveCore *core, guint pool, gconstpointer element, TroveRef *out)
{
  const TroveCursor *cursor = &core->cursors[pool];

  if (G_LIKELY (cursor->plain && cursor->next != cursor->end &&
                trove_element_move_common (cursor->next, element, cursor->stride)))
    {
      trove_core_publish (core, pool, out);
      return TRUE;
    }
  return FALSE;
}

/* Appends n elements that a copy function made: they are moved, not copied. */
gboolean trove_core_append_moved (TroveCore *core, guint pool, gconstpointer elements, gsize n,
                                  TroveRef *first, GError **error);

/* Appends a copy of an element with a copy function. to_borrow: also makes room to count a borrow of the copy; without
 * that room, nothing is appended. */
gboolean trove_core_append_copy (TroveCore *core, guint pool, gconstpointer element, gboolean to_borrow,
                                 TroveRef *out, GError **error);
