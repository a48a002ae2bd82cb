/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Element: moves the bytes of an element, without a call for common sizes. */

#pragma once

#include <glib.h>
#include <string.h>

/* Moves an element of 4 to 64 bytes without a call, as two halves that may overlap. FALSE: the element has another size,
 * and was not moved. */
static inline gboolean
trove_element_move_common (gpointer dest, gconstpointer src, gsize size)
{
#define MOVE_HALVES(half, offset)                                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    char first[half], last[half];                                                                            \
                                                                                                             \
    memcpy (first, (const char *) src + (offset), half);                                                     \
    memcpy (last, (const char *) src + size - (half) - (offset), half);                                      \
    memcpy ((char *) dest + (offset), first, half);                                                          \
    memcpy ((char *) dest + size - (half) - (offset), last, half);                                           \
  }                                                                                                          \
  G_STMT_END

  if (size <= 16)
    {
      if (G_LIKELY (size >= 8))
        MOVE_HALVES (8, 0);
      else if (size >= 4)
        MOVE_HALVES (4, 0);
      else
        return FALSE;
    }
  else if (size <= 64)
    {
      MOVE_HALVES (16, 0);
      if (size > 32)
        MOVE_HALVES (16, 16);
    }
  else
    return FALSE;

  return TRUE;
#undef MOVE_HALVES
}

static inline void
trove_element_move (gpointer dest, gconstpointer src, gsize size)
{
  if (!trove_element_move_common (dest, src, size))
    memcpy (dest, src, size);
}
