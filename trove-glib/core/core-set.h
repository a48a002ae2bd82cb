/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changing elements of a core: own ones in place, frozen ones by copy on write. inout becomes the ref to use from then
 * on, and may point into an own element. */

#pragma once

#include "core-append.h"

/* Sets the element to a copy of another. */
gboolean trove_core_set (TroveCore *core, guint pool, TroveRef *inout, gconstpointer element, GError **error);

/* The address of an own element to write to. A frozen element is copied to the own sub-arena first. */
gpointer trove_core_get_mut (TroveCore *core, guint pool, TroveRef *inout, GError **error);

/* The same, and makes room to count a borrow of the copy. Without that room, no copy is made. */
gpointer trove_core_get_mut_to_borrow (TroveCore *core, guint pool, TroveRef *inout, GError **error);

/* TRUE if memcpy() copies elements of the pool, and the current row has room for a copy. */
static inline gboolean
trove_core_may_copy_plain (const TroveCore *core, guint pool)
{
  const TroveCursor *cursor = &core->cursors[pool];

  return cursor->plain && cursor->next != cursor->end;
}

/* TRUE if memcpy() copies elements of the pool. */
static inline gboolean
trove_core_is_plain (const TroveCore *core, guint pool)
{
  return core->cursors[pool].plain;
}

/* Copies a frozen element; trove_core_may_copy_plain() is TRUE. NULL: the element is not in the sub-arena of the last
 * read, its size is not a common one, or inout may lie in a frozen element. */
static inline gpointer
trove_core_try_copy_plain (TroveCore *core, guint pool, TroveRef *inout)
{
  const TroveCursor *cursor = &core->cursors[pool];
  gconstpointer frozen = trove_core_try_get (core, pool, inout);
  gpointer copy = cursor->next;

  if (G_LIKELY (frozen != NULL && !trove_core_may_be_in_frozen (core, pool, inout) &&
                trove_element_move_common (copy, frozen, cursor->stride)))
    {
      trove_core_publish (core, pool, inout);
      return copy;
    }
  return NULL;
}

typedef gboolean (*TroveCheckFunc) (gpointer data, GError **error);

/* Sets the mutably borrowed element at an address of a sub-arena to a copy of another. check, unless NULL, is called
 * after the copy was made, since a copy function may release the borrow. */
gboolean trove_sub_replace (TroveSub *sub, guint pool, gpointer address, gconstpointer element,
                            TroveCheckFunc check, gpointer data, GError **error);
