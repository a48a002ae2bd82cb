/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements: appends, reads, changes and drops elements of 4, 8 and 32 bytes, and measures their memory. Compares with a
 * raw array, a bump allocator and GLib's containers, which all use the same sequence of refs. */

#include <string.h>

#include "bench.h"

#define BATCH 64
#define MAX_ROWS 32

/* The first contenders allocate blocks, not elements. They return all memory to the system, so that the next one
 * touches fresh memory. */
#define N_FLAT 4

typedef struct
{
  gsize n;
  gsize size;           /* of an element */
  const guint32 *order; /* a random order of elements */
  TroveRef *refs;       /* of the arena of the last append */
  TroveRef *visited;    /* refs in the order in which elements are read */
  gpointer made;        /* the container of the last run */

  /* Containers that are read and changed, all with the same elements. */
  TroveArena *arena;
  TroveArena *frozen;   /* its elements are changed in clones */
  TroveArena *borrowed; /* each row has counts of borrows */
  guint64 frozen_id, borrowed_id;
  gpointer raw;
  GArray *array;
  GPtrArray *pointers;
  GArray *values;
  GPtrArray *objects;
  GHashTable *table;
} Data;

/* A bump allocator as a program may have its own: elements are freed all at once. */
typedef struct
{
  char *at, *end;
  GSList *blocks;
  gpointer *addresses; /* of all elements, in order */
} Bump;

#define BUMP_BLOCK (64 << 10)

static inline gpointer
bump_alloc (Bump *bump, gsize size)
{
  if (G_UNLIKELY ((gsize) (bump->end - bump->at) < size))
    {
      bump->at = g_malloc (BUMP_BLOCK);
      bump->end = bump->at + BUMP_BLOCK;
      bump->blocks = g_slist_prepend (bump->blocks, bump->at);
    }
  bump->at += size;
  return bump->at - size;
}

/* Freeing data->made */

static guint64
free_made (gpointer user_data)
{
  g_free (((Data *) user_data)->made);
  return 0;
}

static guint64
free_bump (gpointer user_data)
{
  Bump *bump = ((Data *) user_data)->made;

  g_slist_free_full (bump->blocks, g_free);
  g_free (bump->addresses);
  g_free (bump);
  return 0;
}

static guint64
unref_array (gpointer user_data)
{
  g_array_unref (((Data *) user_data)->made);
  return 0;
}

static guint64
unref_ptr_array (gpointer user_data)
{
  g_ptr_array_unref (((Data *) user_data)->made);
  return 0;
}

static guint64
unref_table (gpointer user_data)
{
  g_hash_table_unref (((Data *) user_data)->made);
  return 0;
}

static guint64
unref_object (gpointer user_data)
{
  g_object_unref (((Data *) user_data)->made);
  return 0;
}

/* The size of the rows that an arena has for as many elements. */
static guint64
make_rows (gpointer user_data)
{
  Data *data = user_data;
  gpointer *rows = g_new0 (gpointer, MAX_ROWS + 1);
  guint n_rows = 0;

  for (gsize first = 0, length = 32; first < data->n; first += length, length *= 2)
    {
      rows[n_rows] = g_malloc (length * data->size);
      memset (rows[n_rows++], 1, MIN (length, data->n - first) * data->size);
    }
  data->made = rows;
  return n_rows;
}

static guint64
free_rows (gpointer user_data)
{
  g_strfreev (((Data *) user_data)->made); /* frees all up to the NULL, and their array */
  return 0;
}

static guint64
no_op (gpointer user_data)
{
  return 0;
}

static guint64
clone_frozen (gpointer user_data)
{
  Data *data = user_data;

  data->made = trove_arena_clone (data->frozen, NULL);
  return 0;
}

/* The types of element */

typedef struct
{
  gint32 word;
} I32;

typedef struct
{
  guint64 word;
} U64;

typedef struct
{
  guint64 word, others[3];
} Bytes32;

static gpointer
copy_bytes32 (gpointer element)
{
  return g_memdup2 (element, sizeof (Bytes32));
}

static GType bytes32_type; /* boxed */

#define ELEMENT I32
#define VALUE_TYPE G_TYPE_INT
#define VALUE_SET(value, element) g_value_set_int (value, (element)->word)
#define VALUE_GET(value) g_value_get_int (value)
#include "elements-of.h"

#define ELEMENT U64
#define VALUE_TYPE G_TYPE_UINT64
#define VALUE_SET(value, element) g_value_set_uint64 (value, (element)->word)
#define VALUE_GET(value) g_value_get_uint64 (value)
#include "elements-of.h"

#define ELEMENT Bytes32
#define VALUE_TYPE bytes32_type
#define VALUE_SET(value, element) g_value_set_boxed (value, element)
#define VALUE_GET(value) ((const Bytes32 *) g_value_get_boxed (value))->word
#include "elements-of.h"

static void
data_init (Data *data, gsize n)
{
  *data = (Data){ .n = n, .order = bench_permutation (n, 1) };
  data->refs = g_new (TroveRef, n);
  data->visited = g_new (TroveRef, n);
  memset (data->refs, 1, n * sizeof (TroveRef)); /* touches the memory before it is measured */
  memset (data->visited, 1, n * sizeof (TroveRef));
}

static void
data_clear (Data *data)
{
  g_free ((gpointer) data->order);
  g_free (data->refs);
  g_free (data->visited);
}

int
main (int argc, char **argv)
{
  Bench bench;
  Data large, small; /* the small one always fits in the processor's caches */

  bench_init (&bench, &argc, &argv, "elements");
  bytes32_type = g_boxed_type_register_static ("Bytes32", copy_bytes32, g_free);
  data_init (&large, bench.n);
  data_init (&small, bench.n / 10);

  bench_size_I32 (&bench, &large, "i32");
  bench_size_U64 (&bench, &large, "u64");
  bench_size_Bytes32 (&bench, &large, "32 bytes");
  bench_fresh_I32 (&bench, &large, "i32");
  bench_fresh_U64 (&bench, &large, "u64");
  bench_fresh_Bytes32 (&bench, &large, "32 bytes");
  bench_warm_I32 (&bench, &large, &small, "i32");
  bench_warm_U64 (&bench, &large, &small, "u64");
  bench_warm_Bytes32 (&bench, &large, &small, "32 bytes");

  data_clear (&large);
  data_clear (&small);
  return 0;
}
