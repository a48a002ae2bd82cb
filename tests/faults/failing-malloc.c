/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "failing-malloc.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

/* The functions of the C library, by the names that they have for programs with an own malloc(). */
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *memory, size_t size);
void *__libc_memalign (size_t alignment, size_t size);
void __libc_free (void *memory);

static struct
{
  gboolean armed, open, failed;
  guint64 n_requests, number;
} state;

static _Atomic (gint64) n_blocks;

static gboolean
refused (void)
{
  gboolean fails;

  if (!state.armed || !state.open)
    return FALSE;

  fails = state.n_requests++ == state.number;
  state.failed = state.failed || fails;
  if (fails)
    errno = ENOMEM;
  return fails;
}

static void *
counted (void *memory)
{
  if (memory != NULL)
    atomic_fetch_add_explicit (&n_blocks, 1, memory_order_relaxed);
  return memory;
}

void *
malloc (size_t size)
{
  return refused () ? NULL : counted (__libc_malloc (size));
}

void *
calloc (size_t n, size_t size)
{
  return refused () ? NULL : counted (__libc_calloc (n, size));
}

void *
realloc (void *memory, size_t size)
{
  void *moved;

  if (refused ())
    return NULL;

  moved = __libc_realloc (memory, size);
  if (memory == NULL)
    counted (moved);
  else if (moved == NULL && size == 0)
    atomic_fetch_sub_explicit (&n_blocks, 1, memory_order_relaxed);
  return moved;
}

void *
memalign (size_t alignment, size_t size)
{
  return refused () ? NULL : counted (__libc_memalign (alignment, size));
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return memalign (alignment, size);
}

int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  *memory = memalign (alignment, size);
  return *memory != NULL ? 0 : ENOMEM;
}

void
free (void *memory)
{
  if (memory != NULL)
    atomic_fetch_sub_explicit (&n_blocks, 1, memory_order_relaxed);
  __libc_free (memory);
}

void
failing_malloc_start (guint64 number)
{
  state.number = number;
  state.n_requests = 0;
  state.failed = state.open = FALSE;
  state.armed = TRUE;
}

void
failing_malloc_window (gboolean begins)
{
  state.open = begins;
}

void
failing_malloc_stop (void)
{
  state.armed = FALSE;
}

gboolean
failing_malloc_has_failed (void)
{
  return state.failed;
}

gboolean
failing_malloc_in_window (void)
{
  return state.armed && state.open;
}

gint64
failing_malloc_n_blocks (void)
{
  return atomic_load_explicit (&n_blocks, memory_order_relaxed);
}
