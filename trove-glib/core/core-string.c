/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-string.h"

#define MAX_STRING (G_MAXUINT32 - 64) /* bytes: lengths and capacities are 32 bits */

static TroveStringHeader *
take_free_string (TroveStringHeader **free_strings, gsize length)
{
  TroveStringHeader *string = *free_strings;

  /* Only the string that was freed last is tried: a string that is set again and again finds its own bytes. */
  if (string == NULL || string->capacity <= length)
    return NULL;

  memcpy (free_strings, (char *) (string + 1), sizeof *free_strings);
  return string;
}

static void
free_string (TroveStringHeader **free_strings, char *bytes)
{
  TroveStringHeader *string = bytes != NULL ? trove_string_header (bytes) : NULL;

  if (string == NULL)
    return;

  memcpy ((char *) (string + 1), free_strings, sizeof *free_strings);
  *free_strings = string;
}

/* The bytes may be part of the string that they replace. */
static char *
set_bytes (TroveStringHeader *string, const char *bytes, gsize length)
{
  char *dest = (char *) (string + 1);

  memmove (dest, bytes, length);
  dest[length] = '\0';
  string->length = (guint32) length;
  return dest;
}

void
trove_core_free_string (TroveCore *core, guint pool, char *bytes)
{
  free_string (&core->cursors[pool].free_strings, bytes);
}

static gboolean
string_too_long (gsize length, GError **error)
{
  if (length <= MAX_STRING)
    return FALSE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
               "A string of %" G_GSIZE_FORMAT " bytes is longer than the limit of %u bytes", length,
               MAX_STRING);
  return TRUE;
}

/* Makes a string of the own sub-arena, which exists. */
static char *
make_string (TroveCore *core, guint pool, const char *bytes, gsize length, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];
  TroveStringHeader *string = take_free_string (&cursor->free_strings, length);

  if (string == NULL)
    string = trove_sub_carve_string (core->own, &cursor->bytes, length);
  if (string == NULL)
    {
      trove_core_no_memory (core, pool, error);
      return NULL;
    }

  return set_bytes (string, bytes, length);
}

gboolean
trove_core_append_string (TroveCore *core, guint pool, const char *bytes, gsize length, TroveRef *out,
                          GError **error)
{
  char **dest, *made = NULL;

  if (string_too_long (length, error))
    return FALSE;
  dest = trove_core_reserve (core, pool, error);
  if (dest == NULL)
    return FALSE;
  if (bytes != NULL)
    {
      made = make_string (core, pool, bytes, length, error);
      if (made == NULL)
        return FALSE;
    }

  *dest = made;
  trove_core_publish (core, pool, out);
  return TRUE;
}

/* Writes the bytes in place where they fit. They may be part of the old string. */
static gboolean
set_own_string (TroveCore *core, guint pool, char **element, const char *bytes, gsize length, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];
  char *old = *element;

  if (bytes == NULL)
    {
      *element = NULL;
      free_string (&cursor->free_strings, old);
      return TRUE;
    }
  if (string_too_long (length, error))
    return FALSE;

  if (old != NULL && trove_string_header (old)->capacity > length)
    {
      set_bytes (trove_string_header (old), bytes, length);
      return TRUE;
    }

  bytes = make_string (core, pool, bytes, length, error);
  if (bytes == NULL)
    return FALSE;
  *element = (char *) bytes;
  free_string (&cursor->free_strings, old);
  return TRUE;
}

gboolean
trove_core_set_string (TroveCore *core, guint pool, TroveRef *inout, const char *bytes, gsize length,
                       GError **error)
{
  char **element = (char **) trove_core_get (core, pool, inout, error);

  if (element == NULL)
    return FALSE;
  if (!trove_core_is_own (core, pool, inout))
    return trove_core_check_inout (core, pool, inout, error) &&
           trove_core_append_string (core, pool, bytes, length, inout, error);

  return trove_core_check_change (core, inout, error) &&
         set_own_string (core, pool, element, bytes, length, error);
}

/* Uses no chain of the arena, which may be gone: bytes that do not fit go into a parked chunk or a new one. */
gboolean
trove_sub_replace_string (TroveSub *sub, guint pool, char **element, const char *bytes, GError **error)
{
  TroveStringHeader *none = NULL;
  TroveStringHeader **free_strings =
      sub->borrows != NULL ? (TroveStringHeader **) trove_borrows_free_strings (sub->borrows) : &none;
  gsize length = bytes != NULL ? strlen (bytes) : 0;
  TroveStringHeader *string = NULL;
  TroveChain chain = { .place = TROVE_PLACE_BYTES (pool) };
  char *old = *element;

  if (string_too_long (length, error))
    return FALSE;
  if (bytes != NULL && old != NULL && trove_string_header (old)->capacity > length)
    {
      set_bytes (trove_string_header (old), bytes, length);
      return TRUE;
    }

  if (bytes != NULL)
    {
      string = take_free_string (free_strings, length);
      if (string == NULL)
        string = trove_sub_carve_string (sub, &chain, length);
      /* The sub-arena has a reference on the chunk. */
      trove_chain_park (&chain, &sub->schema->parking, TROVE_STRING_ROOM, TROVE_STRINGS_UNIT);
      if (string == NULL)
        {
          g_autofree char *name = trove_layout_name (&sub->schema->pools[pool]);

          g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                       "No memory for %" G_GSIZE_FORMAT
                       " bytes of pool %u (%s) of sub-arena %" G_GUINT64_FORMAT,
                       length, pool, name, sub->id);
          return FALSE;
        }
    }

  *element = string != NULL ? set_bytes (string, bytes, length) : NULL;
  free_string (free_strings, old);
  return TRUE;
}
