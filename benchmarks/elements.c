/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements of 8 and 32 bytes: appended, read, changed, dropped; beside a raw array and GLib's containers, all driven
 * by the same stream of numbers. */

#include <string.h>

#include "bench.h"

#define BATCH 64

typedef struct
{
  gsize size; /* of an element: 8 or 32 */
  gsize n;
  const guint32 *order; /* in which elements are visited */
  TroveArena *arena;
  TroveRef *refs;
  TroveRef *visited; /* refs in that order */
  char *raw;
  GArray *array;
  GPtrArray *pointers;
  GHashTable *table;
} Data;

/* An element of each size, so that its copy is as inline for the contenders as it is for a user. */
typedef struct
{
  guint64 words[1];
} Small;

typedef struct
{
  guint64 words[4];
} Large;

/* Calls body with the type that data's elements have. */
#define WITH_TYPE(data, body)                                                                                \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if ((data)->size == sizeof (Small))                                                                      \
      {                                                                                                      \
        typedef Small Element;                                                                               \
        body                                                                                                 \
      }                                                                                                      \
    else                                                                                                     \
      {                                                                                                      \
        typedef Large Element;                                                                               \
        body                                                                                                 \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

static TroveArena *
arena_new (gsize size)
{
  const TroveElementInfo info = { .size = size, .alignment = 8 };

  return trove_arena_new_with_infos (&info, 1);
}

/* Appending */

static gint64
append_raw_array (gpointer user_data)
{
  Data *data = user_data;
  char *memory = g_malloc (data->n * data->size);
  gint64 start = bench_now (), time;

  WITH_TYPE (data, {
    Element *elements = (Element *) memory;

    for (gsize i = 0; i < data->n; i++)
      {
        elements[i] = (Element){ { i } };
        __asm__ volatile("" ::: "memory");
      }
  });

  time = bench_now () - start;
  bench_sink += (guint64) memory[data->n];
  g_free (memory);
  return time;
}

static gint64
append_g_array (gpointer user_data)
{
  Data *data = user_data;
  GArray *array = g_array_new (FALSE, FALSE, (guint) data->size);
  gint64 start = bench_now (), time;

  WITH_TYPE (data, {
    for (gsize i = 0; i < data->n; i++)
      {
        Element element = { { i } };

        g_array_append_vals (array, &element, 1);
      }
  });

  time = bench_now () - start;
  g_array_unref (array);
  return time;
}

static gint64
append_g_ptr_array (gpointer user_data)
{
  Data *data = user_data;
  GPtrArray *array = g_ptr_array_new_with_free_func (g_free);
  gint64 start = bench_now (), time;

  WITH_TYPE (data, {
    for (gsize i = 0; i < data->n; i++)
      {
        Element *element = g_new (Element, 1);

        *element = (Element){ { i } };
        g_ptr_array_add (array, element);
      }
  });

  time = bench_now () - start;
  g_ptr_array_unref (array);
  return time;
}

static gint64
append_g_slice (gpointer user_data)
{
  Data *data = user_data;
  gpointer *slices = g_new (gpointer, data->n);
  gint64 start = bench_now (), time;

  WITH_TYPE (data, {
    for (gsize i = 0; i < data->n; i++)
      {
        Element *element = g_slice_new (Element);

        *element = (Element){ { i } };
        slices[i] = element;
      }
  });

  time = bench_now () - start;
  for (gsize i = 0; i < data->n; i++)
    g_slice_free1 (data->size, slices[i]);
  g_free (slices);
  return time;
}

static gint64
append_g_object (gpointer user_data)
{
  Data *data = user_data;
  GPtrArray *array = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 start = bench_now (), time;

  for (gsize i = 0; i < data->n / 10; i++)
    g_ptr_array_add (array, g_object_new (G_TYPE_OBJECT, NULL));

  time = bench_now () - start;
  g_ptr_array_unref (array);
  return time;
}

static gint64
append_call (gpointer user_data)
{
  Data *data = user_data;
  TroveArena *arena = arena_new (data->size);
  gint64 start = bench_now (), time;

  WITH_TYPE (data, {
    for (gsize i = 0; i < data->n; i++)
      {
        Element element = { { i } };

        trove_arena_append_raw (arena, 0, &element, &data->refs[i], NULL);
      }
  });

  time = bench_now () - start;
  g_object_unref (arena);
  return time;
}

static gint64
append_many (gpointer user_data)
{
  Data *data = user_data;
  TroveArena *arena = arena_new (data->size);
  gint64 start = bench_now (), time;

  trove_arena_append_many_raw (arena, 0, data->raw, data->n, NULL, NULL);

  time = bench_now () - start;
  g_object_unref (arena);
  return time;
}

static gint64
copy_memory (gpointer user_data)
{
  Data *data = user_data;
  char *memory = g_malloc (data->n * data->size);
  gint64 start = bench_now (), time;

  memcpy (memory, data->raw, data->n * data->size);
  time = bench_now () - start;
  bench_sink += (guint64) memory[data->n];
  g_free (memory);
  return time;
}

static void
bench_append (Bench *bench, Data *data, const char *column)
{
  gsize n = data->n;

  bench_time (bench, "append", "raw array", column, n, append_raw_array, data);
  bench_time (bench, "append", "g_array_append_vals", column, n, append_g_array, data);
  bench_time (bench, "append", "g_ptr_array_add (g_new)", column, n, append_g_ptr_array, data);
  bench_time (bench, "append", "g_slice_new", column, n, append_g_slice, data);
  bench_time (bench, "append", "g_object_new", column, n / 10, append_g_object, data);
  bench_time (bench, "append", "trove append_raw", column, n, append_call, data);
  bench_time (bench, "append many", "memcpy", column, n, copy_memory, data);
  bench_time (bench, "append many", "trove append_many_raw", column, n, append_many, data);
}

/* Reading: each sums up the first words */

static gint64
get_raw_array (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  WITH_TYPE (data, {
    const Element *elements = (const Element *) data->raw;

    /* The index comes out of the ref, as it does for the arena. */
    for (gsize i = 0; i < data->n; i++)
      sum += elements[data->visited[i].offset].words[0];
  });

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_g_array (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  WITH_TYPE (data, {
    for (gsize i = 0; i < data->n; i++)
      sum += g_array_index (data->array, Element, data->visited[i].offset).words[0];
  });

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_g_ptr_array (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  for (gsize i = 0; i < data->n; i++)
    sum += *(const guint64 *) g_ptr_array_index (data->pointers, data->visited[i].offset);

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_g_hash_table (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  for (gsize i = 0; i < data->n; i++)
    sum +=
        *(const guint64 *) g_hash_table_lookup (data->table, GSIZE_TO_POINTER (data->visited[i].offset + 1));

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_call (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  for (gsize i = 0; i < data->n; i++)
    sum += *(const guint64 *) trove_arena_get_raw (data->arena, 0, &data->visited[i], NULL);

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_reader (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  TroveReader reader;
  guint64 sum = 0;

  trove_reader_init (&reader, data->arena, 0);
  for (gsize i = 0; i < data->n; i++)
    sum += *(const guint64 *) trove_reader_get (&reader, &data->visited[i], NULL);
  trove_reader_clear (&reader);

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_batch (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  gconstpointer batch[BATCH];
  guint64 sum = 0;

  for (gsize i = 0; i + BATCH <= data->n; i += BATCH)
    {
      trove_arena_get_many_raw (data->arena, 0, &data->visited[i], BATCH, batch, NULL);
      for (guint j = 0; j < BATCH; j++)
        sum += *(const guint64 *) batch[j];
    }

  bench_sink += sum;
  return bench_now () - start;
}

/* Changing in place */

static gint64
change_raw_array (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();

  WITH_TYPE (data, {
    Element *elements = (Element *) data->raw;

    for (gsize i = 0; i < data->n; i++)
      elements[data->visited[i].offset].words[0] ^= i;
  });

  return bench_now () - start;
}

static gint64
change_get_mut (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();

  for (gsize i = 0; i < data->n; i++)
    *(guint64 *) trove_arena_get_mut_raw (data->arena, 0, &data->visited[i], NULL) ^= i;

  return bench_now () - start;
}

static gint64
change_borrow (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();

  for (gsize i = 0; i < data->n; i++)
    {
      TroveBorrow borrow;

      trove_borrow_init_mut (&borrow, data->arena, &data->visited[i], NULL);
      *(guint64 *) trove_borrow_get_mut_raw (&borrow) ^= i;
      trove_borrow_clear (&borrow);
    }

  return bench_now () - start;
}

static gint64
change_after_clone (gpointer user_data)
{
  Data *data = user_data;
  TroveArena *clone = trove_arena_clone (data->arena, NULL);
  gint64 start = bench_now (), time;

  for (gsize i = 0; i < data->n; i++)
    {
      TroveRef ref = data->visited[i];

      *(guint64 *) trove_arena_get_mut_raw (clone, 0, &ref, NULL) ^= i;
    }

  time = bench_now () - start;
  g_object_unref (clone);
  return time;
}

static void
fill (Data *data)
{
  data->raw = g_malloc0 (data->n * data->size);
  data->arena = arena_new (data->size);
  data->array = g_array_new (FALSE, FALSE, (guint) data->size);
  data->pointers = g_ptr_array_new_with_free_func (g_free);
  data->table = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < data->n; i++)
    {
      gpointer copy;

      *(guint64 *) (data->raw + i * data->size) = i;
      copy = g_memdup2 (data->raw + i * data->size, data->size);
      trove_arena_append_raw (data->arena, 0, copy, &data->refs[i], NULL);
      g_ptr_array_add (data->pointers, copy);
      g_hash_table_insert (data->table, GSIZE_TO_POINTER (i + 1), copy);
    }
  g_array_append_vals (data->array, data->raw, (guint) data->n);
}

static void
visit (Data *data, gboolean at_random)
{
  for (gsize i = 0; i < data->n; i++)
    data->visited[i] = data->refs[at_random ? data->order[i] : i];
}

static void
bench_access (Bench *bench, Data *data, const char *type)
{
  for (int at_random = 0; at_random < 2; at_random++)
    {
      g_autofree char *column = g_strconcat (type, at_random ? " random" : " sequential", NULL);

      visit (data, at_random);
      bench_time (bench, "get", "raw array", column, data->n, get_raw_array, data);
      bench_time (bench, "get", "g_array_index", column, data->n, get_g_array, data);
      bench_time (bench, "get", "g_ptr_array_index", column, data->n, get_g_ptr_array, data);
      bench_time (bench, "get", "g_hash_table_lookup", column, data->n, get_g_hash_table, data);
      bench_time (bench, "get", "trove get_raw", column, data->n, get_call, data);
      bench_time (bench, "get", "trove reader", column, data->n, get_reader, data);
      bench_time (bench, "get", "trove get_many_raw, 64", column, data->n, get_batch, data);
      bench_time (bench, "change", "raw array", column, data->n, change_raw_array, data);
      bench_time (bench, "change", "trove get_mut_raw", column, data->n, change_get_mut, data);
      bench_time (bench, "change", "trove borrow_mut and release", column, data->n, change_borrow, data);
    }
}

static void
bench_first_touch (Bench *bench, Data *data, const char *type)
{
  g_autofree char *column = g_strconcat (type, " random", NULL);

  visit (data, TRUE);
  bench_time (bench, "change", "trove first touch after a clone", column, data->n, change_after_clone, data);
}

/* Dropping, and what an element takes */

static gint64
drop_rows (gpointer user_data)
{
  Data *data = user_data;
  gpointer rows[32];
  guint n_rows = 0;
  gint64 start;

  /* The rows that the arena has for as many. */
  for (gsize first = 0, length = 32; first < data->n; first += length, length *= 2)
    {
      rows[n_rows] = g_malloc (length * data->size);
      memset (rows[n_rows++], 1, MIN (length, data->n - first) * data->size);
    }

  start = bench_now ();
  while (n_rows > 0)
    g_free (rows[--n_rows]);
  return bench_now () - start;
}

static gint64
drop_arena (gpointer user_data)
{
  Data *data = user_data;
  TroveArena *arena = arena_new (data->size);
  gint64 start;

  trove_arena_append_many_raw (arena, 0, data->raw, data->n, NULL, NULL);
  start = bench_now ();
  g_object_unref (arena);
  return bench_now () - start;
}

static void
bench_drop (Bench *bench, Data *data, const char *type)
{
  gsize before = bench_heap ();
  TroveArena *arena;

  bench_time (bench, "drop of all", "free() of such rows", type, 1, drop_rows, data);
  bench_time (bench, "drop of all", "trove", type, 1, drop_arena, data);

  before = bench_heap ();
  arena = arena_new (data->size);
  for (gsize i = 0; i < data->n; i++)
    trove_arena_append_raw (arena, 0, data->raw + i * data->size, NULL, NULL);
  bench_figure (bench, "an element takes", "trove", type,
                (double) (bench_heap () - before) / (double) data->n, "bytes");
  g_object_unref (arena);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    gsize size;
    const char *name;
  } types[] = { { sizeof (Small), "u64" }, { sizeof (Large), "32 bytes" } };
  Bench bench;
  Data data = { 0 };

  bench_init (&bench, &argc, &argv, "elements");
  data.n = bench.n;
  data.order = bench_permutation (data.n, 1);
  data.refs = g_new0 (TroveRef, data.n);
  data.visited = g_new0 (TroveRef, data.n);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      data.size = types[i].size;
      fill (&data);
      bench_append (&bench, &data, types[i].name);
      bench_drop (&bench, &data, types[i].name);
      g_object_unref (data.arena);
      g_ptr_array_unref (data.pointers);
      g_hash_table_unref (data.table);
      g_array_unref (data.array);
      g_free (data.raw);

      fill (&data);
      bench_access (&bench, &data, types[i].name);
      bench_first_touch (&bench, &data, types[i].name);
      g_object_unref (data.arena);
      g_ptr_array_unref (data.pointers);
      g_hash_table_unref (data.table);
      g_array_unref (data.array);
      g_free (data.raw);
    }

  return 0;
}
