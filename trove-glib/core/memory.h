/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* All core allocations go through here, so that tests can make them fail. */

#pragma once

#include <glib.h>
#include <stdlib.h>

#ifdef TROVE_HAVE_MALLOC_USABLE_SIZE
#include <malloc.h>
#endif

/* For tests: called before each allocation; returning FALSE makes the allocation fail. Set it while no other thread
 * allocates. */
extern gboolean (*trove_memory_hook) (gsize size);

/* Uninitialized memory, aligned for any type of an alignment up to 16; NULL: no memory. */
static inline gpointer
trove_memory_alloc (gsize size)
{
  if (G_UNLIKELY (trove_memory_hook != NULL) && !trove_memory_hook (size))
    return NULL;

  return malloc (size);
}

/* Zeroed memory; NULL: no memory. */
static inline gpointer
trove_memory_alloc0 (gsize size)
{
  if (G_UNLIKELY (trove_memory_hook != NULL) && !trove_memory_hook (size))
    return NULL;

  return calloc (1, size);
}

/* Zeroed memory. Without memory the program ends, as with g_malloc0(). */
static inline gpointer
trove_memory_alloc0_or_end (gsize size)
{
  gpointer memory = calloc (1, size);

  if (memory == NULL)
    g_error ("failed to allocate %" G_GSIZE_FORMAT " bytes", size);
  return memory;
}

/* The bytes that the allocator uses for a block of requested bytes; 0 for NULL. */
static inline gsize
trove_memory_size (gconstpointer memory, gsize requested)
{
  if (memory == NULL)
    return 0;
#ifdef TROVE_HAVE_MALLOC_USABLE_SIZE
  /* A block of glibc takes one word more than its usable size. */
  requested = malloc_usable_size ((gpointer) memory);
#endif
  return requested + sizeof (gsize);
}

/* Rounds the address up to a multiple of alignment, a power of two. */
static inline gpointer
trove_align (gconstpointer address, gsize alignment)
{
  return (gpointer) (((guintptr) address + alignment - 1) & ~(guintptr) (alignment - 1));
}

static inline void
trove_memory_free (gpointer memory)
{
  free (memory);
}
