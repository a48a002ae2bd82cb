/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings of a core, whose bytes lie in the sub-arena (string-header.h). Bytes that a string of the own sub-arena no
 * longer uses serve the next strings. Bytes may be NULL, with a length of 0. */

#pragma once

#include "core-borrow.h"
#include "core-inout.h"
#include "element.h"

gboolean trove_core_append_string (TroveCore *core, guint pool, const char *bytes, gsize length,
                                   TroveRef *out, GError **error);
gboolean trove_core_set_string (TroveCore *core, guint pool, TroveRef *inout, const char *bytes, gsize length,
                                GError **error);

/* Appends a string that is not NULL, for whose bytes the current chunk has room. */
static inline gboolean
trove_core_try_append_string (TroveCore *core, guint pool, const char *bytes, gsize length, TroveRef *out)
{
  TroveCursor *cursor = &core->cursors[pool];
  char *string;

  if (G_UNLIKELY (!cursor->string || cursor->next == cursor->end || cursor->free_strings != NULL ||
                  !trove_chain_has_string (&cursor->bytes, core->own_id, length) ||
                  !trove_element_move_common ((TroveStringHeader *) cursor->bytes.next + 1, bytes, length)))
    return FALSE;

  string = trove_chain_take_string (&cursor->bytes, length);
  memcpy (cursor->next, &string, sizeof string);
  trove_core_publish (core, pool, out);
  return TRUE;
}

static inline gboolean
trove_core_is_string (const TroveCore *core, guint pool)
{
  return core->cursors[pool].string;
}

/* Sets a mutably borrowed element of any sub-arena to a copy of that string, or to NULL. */
gboolean trove_sub_replace_string (TroveSub *sub, guint pool, char **element, const char *bytes,
                                   GError **error);

/* Gives the bytes of a string of the own sub-arena to the next strings. No element uses the bytes. */
void trove_core_free_string (TroveCore *core, guint pool, char *bytes);
