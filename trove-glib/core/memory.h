/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The one door to the allocator for everything below the surface: it may say no, and tests can make it. */

#pragma once

#include <glib.h>
#include <stdlib.h>

#ifdef TROVE_HAVE_MALLOC_USABLE_SIZE
#include <malloc.h>
#endif

/* When set, asked before each allocation: FALSE makes it fail. For tests alone; not thread-safe to change. */
extern gboolean (*trove_memory_hook) (gsize size);

/* Uninitialized memory for any type of an alignment up to 16; NULL when there is none. */
static inline gpointer
trove_memory_alloc (gsize size)
{
  if (G_UNLIKELY (trove_memory_hook != NULL) && !trove_memory_hook (size))
    return NULL;

  return malloc (size);
}

/* The same, zeroed. */
static inline gpointer
trove_memory_alloc0 (gsize size)
{
  if (G_UNLIKELY (trove_memory_hook != NULL) && !trove_memory_hook (size))
    return NULL;

  return calloc (1, size);
}

/* The same, for what is made where GLib allocates as well: without memory the program ends, as there. */
static inline gpointer
trove_memory_alloc0_or_end (gsize size)
{
  gpointer memory = calloc (1, size);

  if (memory == NULL)
    g_error ("failed to allocate %" G_GSIZE_FORMAT " bytes", size);
  return memory;
}

/* The bytes that a block of so many takes of the allocator's. */
static inline gsize
trove_memory_size (gconstpointer memory, gsize requested)
{
  if (memory == NULL)
    return 0;
#ifdef TROVE_HAVE_MALLOC_USABLE_SIZE
  /* A size stands before each block, of which the last bytes may be the next one's. */
  requested = malloc_usable_size ((gpointer) memory);
#endif
  return requested + sizeof (gsize);
}

static inline void
trove_memory_free (gpointer memory)
{
  free (memory);
}
