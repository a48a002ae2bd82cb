/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "huge-memory.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAST ((gsize) 1 << 20)

/* Bytes in front of a block, so that it has the alignment of the allocator's blocks. */
#define BEFORE 16

void *__real_malloc (size_t size);
void *__real_calloc (size_t n, size_t size);
void __real_free (void *block);
size_t __real_malloc_usable_size (void *block);

void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t n, size_t size);
void __wrap_free (void *block);
size_t __wrap_malloc_usable_size (void *block);

static struct
{
  char *block; /* NULL: none */
  gsize size;
} blocks[256];

static int
find (const char *block)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (blocks[i].block == block)
      return (int) i;

  return -1;
}

static void *
map (gsize size)
{
  int place = find (NULL);
  char *pages;

  g_assert_cmpint (place, >=, 0);
  pages =
      mmap (NULL, size + BEFORE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED)
    return NULL;

  blocks[place].block = pages + BEFORE;
  blocks[place].size = size;
  return pages + BEFORE;
}

void *
__wrap_malloc (size_t size)
{
  return size >= LEAST ? map (size) : __real_malloc (size);
}

void *
__wrap_calloc (size_t n, size_t size)
{
  return n * size >= LEAST ? map (n * size) : __real_calloc (n, size);
}

void
__wrap_free (void *block)
{
  int place = block != NULL ? find (block) : -1;

  if (place < 0)
    {
      __real_free (block);
      return;
    }

  g_assert_cmpint (munmap ((char *) block - BEFORE, blocks[place].size + BEFORE), ==, 0);
  blocks[place].block = NULL;
}

size_t
__wrap_malloc_usable_size (void *block)
{
  int place = find (block);

  return place < 0 ? __real_malloc_usable_size (block) : blocks[place].size;
}

gboolean
huge_memory_has (guint64 size)
{
  void *block = size <= G_MAXSIZE ? map ((gsize) size) : NULL;

  if (block != NULL)
    __wrap_free (block);
  return block != NULL;
}

guint
huge_memory_n_blocks (void)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    n += blocks[i].block != NULL;
  return n;
}

guint64
huge_memory_resident (void)
{
  g_autofree char *text = NULL;
  unsigned long all = 0, resident = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%lu %lu", &all, &resident), ==, 2);
  return (guint64) resident * (guint64) sysconf (_SC_PAGESIZE);
}
