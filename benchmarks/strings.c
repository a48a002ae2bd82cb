/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings: appended, beside GLib's own ways to keep many. */

#include "bench.h"

typedef struct
{
  gsize n;
  char text[257];
  guint length;
} Data;

static gint64
insert_in_chunk (gpointer user_data)
{
  Data *data = user_data;
  GStringChunk *chunk = g_string_chunk_new (4096);
  char **strings = g_new (char *, data->n);
  gint64 start = bench_now (), time;

  for (gsize i = 0; i < data->n; i++)
    strings[i] = g_string_chunk_insert (chunk, data->text);

  time = bench_now () - start;
  g_string_chunk_free (chunk);
  g_free (strings);
  return time;
}

static gint64
duplicate (gpointer user_data)
{
  Data *data = user_data;
  char **strings = g_new (char *, data->n);
  gint64 start = bench_now (), time;

  for (gsize i = 0; i < data->n; i++)
    strings[i] = g_strdup (data->text);

  time = bench_now () - start;
  for (gsize i = 0; i < data->n; i++)
    g_free (strings[i]);
  g_free (strings);
  return time;
}

static gint64
append (gpointer user_data)
{
  Data *data = user_data;
  TroveArena *arena = trove_arena_new (G_TYPE_STRING);
  TroveRef *refs = g_new (TroveRef, data->n);
  gint64 start = bench_now (), time;

  for (gsize i = 0; i < data->n; i++)
    trove_arena_append_string (arena, 0, data->text, -1, &refs[i], NULL);

  time = bench_now () - start;
  g_object_unref (arena);
  g_free (refs);
  return time;
}

int
main (int argc, char **argv)
{
  static const guint lengths[] = { 4, 16, 64, 256 };
  Bench bench;
  Data data;

  bench_init (&bench, &argc, &argv, "strings");
  data.n = bench.n;
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *column = g_strdup_printf ("%u bytes", lengths[i]);

      memset (data.text, 'x', lengths[i]);
      data.text[lengths[i]] = '\0';
      bench_time (&bench, "append", "g_string_chunk_insert", column, data.n, insert_in_chunk, &data);
      bench_time (&bench, "append", "g_strdup", column, data.n, duplicate, &data);
      bench_time (&bench, "append", "trove append_string", column, data.n, append, &data);
    }

  return 0;
}
