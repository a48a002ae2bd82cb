/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* String header: stands in front of a string's bytes, which lie in chunks of their own.
 *
 *   element (char *) ──────────────────┐
 *                                      ▼
 *   chunk   … ├ length │ capacity ┤ h e l l o \0 ┤ length │ capacity ┤ …
 *
 * A freed string of the own sub-arena is linked to the next free one through its bytes. */

#pragma once

#include "chain.h"

typedef struct
{
  guint32 length;   /* bytes, without the NUL */
  guint32 capacity; /* bytes behind the header */
} TroveStringHeader;

/* The size that a new chunk for strings' bytes is made for, in bytes: there are many strings, of any length. */
#define TROVE_STRINGS_UNIT 8192

/* A chunk for strings' bytes with less free bytes is not parked. */
#define TROVE_STRING_ROOM 64

static inline TroveStringHeader *
trove_string_header (const char *bytes)
{
  return (TroveStringHeader *) bytes - 1;
}

/* The bytes behind the header for a string of that length and its NUL. The capacity is a multiple of 4, so that headers
 * are aligned, and has room for the link to the next free string. */
static inline gsize
trove_string_capacity (gsize length)
{
  return MAX ((length + 1 + 3) & ~(gsize) 3, sizeof (gpointer));
}

/* TRUE if the sub-arena of that id holds the chain's chunk, and the chunk has room for such a string at next. */
static inline gboolean
trove_chain_has_string (const TroveChain *chain, guint64 id, gsize length)
{
  return chain->holder == id &&
         (gsize) (chain->end - chain->next) >= sizeof (TroveStringHeader) + trove_string_capacity (length);
}

/* Carves the string from the chain, after trove_chain_has_string(), and writes the header and the NUL. Returns the
 * string's bytes, which the caller writes before or after. */
static inline char *
trove_chain_take_string (TroveChain *chain, gsize length)
{
  TroveStringHeader *string = (TroveStringHeader *) chain->next;
  gsize capacity = trove_string_capacity (length);
  char *bytes = (char *) (string + 1);

  string->length = (guint32) length;
  string->capacity = (guint32) capacity;
  bytes[length] = '\0';
  chain->next += sizeof *string + capacity;
  return bytes;
}
