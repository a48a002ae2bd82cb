/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings: appends and reads different strings of 4 to 256 bytes, and measures their memory. Compares with GLib's own
 * containers for strings. */

#include <string.h>

#include "bench.h"

typedef struct
{
  gsize n;
  gsize length;
  char *texts; /* n strings, one after the other, each with its NUL */
  const guint32 *order;
  TroveRef *refs;    /* of the arena of the last append */
  TroveRef *visited; /* of arena, in the order in which strings are read */
  TroveArena *arena;
  char **copies;  /* the same strings, in order */
  char **strings; /* the same, in the order in which they are read */
  gpointer made;  /* the container of the last run */
} Data;

static const char *
text (const Data *data, gsize i)
{
  return data->texts + i * (data->length + 1);
}

/* Appending. Each contender stores its container in data->made, and a handle on each string */

typedef struct
{
  GStringChunk *chunk;
  char **strings;
} Chunk;

static guint64
insert_in_chunk (gpointer user_data)
{
  Data *data = user_data;
  Chunk *made = g_new (Chunk, 1);

  made->chunk = g_string_chunk_new (4096);
  made->strings = g_new (char *, data->n);
  for (gsize i = 0; i < data->n; i++)
    made->strings[i] = g_string_chunk_insert (made->chunk, text (data, i));

  data->made = made;
  return data->n;
}

static guint64
free_chunk (gpointer user_data)
{
  Chunk *made = ((Data *) user_data)->made;

  g_string_chunk_free (made->chunk);
  g_free (made->strings);
  g_free (made);
  return 0;
}

static guint64
duplicate (gpointer user_data)
{
  Data *data = user_data;
  char **strings = g_new (char *, data->n + 1);

  for (gsize i = 0; i < data->n; i++)
    strings[i] = g_strdup (text (data, i));

  strings[data->n] = NULL;
  data->made = strings;
  return data->n;
}

static guint64
free_strings (gpointer user_data)
{
  g_strfreev (((Data *) user_data)->made);
  return 0;
}

static guint64
add_to_set (gpointer user_data)
{
  Data *data = user_data;
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < data->n; i++)
    g_hash_table_add (set, g_strdup (text (data, i)));

  data->made = set;
  return g_hash_table_size (set);
}

static guint64
unref_set (gpointer user_data)
{
  g_hash_table_unref (((Data *) user_data)->made);
  return 0;
}

static inline guint64
append (Data *data, gssize length)
{
  TroveArena *arena = trove_arena_new (G_TYPE_STRING);

  for (gsize i = 0; i < data->n; i++)
    trove_arena_append_string (arena, 0, text (data, i), length, &data->refs[i], NULL);

  data->made = arena;
  return data->n;
}

static guint64
append_terminated (gpointer user_data)
{
  return append (user_data, -1);
}

static guint64
append_with_length (gpointer user_data)
{
  return append (user_data, (gssize) ((Data *) user_data)->length);
}

static guint64
unref_arena (gpointer user_data)
{
  g_object_unref (((Data *) user_data)->made);
  return 0;
}

static const BenchContender appending[] = {
  { "g_string_chunk_insert", NULL, insert_in_chunk, free_chunk },
  { "g_strdup", NULL, duplicate, free_strings },
  { "g_hash_table_add (g_strdup)", NULL, add_to_set, unref_set },
  { "trove append_string", NULL, append_terminated, unref_arena },
  { "trove append_string, length given", NULL, append_with_length, unref_arena },
};

/* Reading. Each contender adds up the last bytes */

static guint64
get_pointers (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += (guchar) data.strings[i][data.length - 1];
  return sum;
}

static guint64
get_calls (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    {
      gsize length;
      const char *string = trove_arena_get_string (data.arena, &data.visited[i], &length, NULL);

      sum += (guchar) string[length - 1];
    }
  return sum;
}

static guint64
get_reader (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  TroveReader reader;
  guint64 sum = 0;

  trove_reader_init (&reader, data.arena, 0);
  for (gsize i = 0; i < data.n; i++)
    sum +=
        (guchar) (*(const char *const *) trove_reader_get (&reader, &data.visited[i], NULL))[data.length - 1];
  trove_reader_clear (&reader);
  return sum;
}

static const BenchContender getting[] = {
  { "array of g_strdup", .run = get_pointers },
  { "trove reader", .run = get_reader },
  { "trove get_string", .run = get_calls },
};

static void
data_init (Data *data, gsize n, gsize length)
{
  *data = (Data){ .n = n, .length = length, .order = bench_permutation (n, 5) };
  data->texts = g_malloc (n * (length + 1));
  data->refs = g_new0 (TroveRef, n);
  for (gsize i = 0; i < n; i++)
    {
      char *end = data->texts + (i + 1) * (length + 1) - 1;

      memset (end - length, 'x', length);
      *end = '\0';
      for (gsize number = i; number > 0; number /= 36)
        *--end = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
    }
}

/* Makes the containers that are read. */
static void
data_fill (Data *data)
{
  append_terminated (data);
  data->arena = data->made;
  duplicate (data);
  data->copies = data->made;

  data->visited = g_new (TroveRef, data->n);
  data->strings = g_new (char *, data->n);
  for (gsize i = 0; i < data->n; i++)
    {
      data->visited[i] = data->refs[data->order[i]];
      data->strings[i] = data->copies[data->order[i]];
    }
}

static void
data_clear (Data *data)
{
  g_object_unref (data->arena);
  g_strfreev (data->copies);
  g_free (data->strings);
  g_free (data->visited);
  g_free (data->refs);
  g_free (data->texts);
  g_free ((gpointer) data->order);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    gsize length;
    const char *column;
  } lengths[] = { { 4, "4 bytes" }, { 16, "16 bytes" }, { 64, "64 bytes" }, { 256, "256 bytes" } };
  Bench bench;

  bench_init (&bench, &argc, &argv, "strings");
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      const char *column = lengths[i].column;
      Data data;

      /* As many strings as have 16 MB. */
      data_init (&data, bench.n * 16 / MAX (lengths[i].length, 16), lengths[i].length);
      bench_bytes (&bench, BENCH_ALLOCATED, "bytes of a string", column, data.n, appending,
                   G_N_ELEMENTS (appending), &data);
      bench_add (&bench, "append a string", column, data.n, appending, G_N_ELEMENTS (appending), &data);
      bench_run (&bench, BENCH_WARM);
      data_fill (&data);
      bench_add (&bench, "get a string, random", column, data.n, getting, G_N_ELEMENTS (getting), &data);
      bench_run (&bench, BENCH_WARM);
      data_clear (&data);
    }

  return 0;
}
