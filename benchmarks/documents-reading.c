/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading the data of objects by key, at random and in the order of a list, and finding the position of an object. */

#include "documents.h"
#include "shapes.h"

#define SLOW_FINDS 4 /* of a run, evenly over the list */

typedef struct
{
  TroveKey key;
  ShapeData data;
} TableShape;

typedef struct
{
  Shapes shapes;
  TroveVersion *version;
  gsize n_reads; /* of a run at random, which reads other objects than the run before */
  gsize n_finds; /* of a run, of positions in a document */

  GHashTable *table; /* TableShape */
  TableShape **table_shapes;
  GListStore *store;
  BenchItem **items; /* of the store */
} Reading;

static guint64
no_op (gpointer user_data)
{
  return 0;
}

/* At random */

static guint64
peek_document (gpointer user_data)
{
  Reading *reading = user_data;
  double sum = 0;

  for (gsize i = 0; i < reading->n_reads; i++)
    {
      TroveKey key = shapes_next_key (&reading->shapes);

      sum += ((const ShapeData *) trove_document_peek (reading->shapes.document, key, NULL))->x;
    }
  return (guint64) sum;
}

static guint64
peek_version (gpointer user_data)
{
  Reading *reading = user_data;
  double sum = 0;

  for (gsize i = 0; i < reading->n_reads; i++)
    {
      TroveKey key = shapes_next_key (&reading->shapes);

      sum += ((const ShapeData *) trove_version_peek (reading->version, key, NULL))->x;
    }
  return (guint64) sum;
}

static guint64
peek_reader (gpointer user_data)
{
  Reading *reading = user_data;
  TroveVersionReader reader;
  double sum = 0;

  trove_version_reader_init (&reader, reading->version);
  for (gsize i = 0; i < reading->n_reads; i++)
    {
      TroveKey key = shapes_next_key (&reading->shapes);

      sum += ((const ShapeData *) trove_version_reader_peek (&reader, key, NULL))->x;
    }
  return (guint64) sum;
}

static double
look_up (const Reading *reading, TroveKey key)
{
  return ((const TableShape *) g_hash_table_lookup (reading->table, &key))->data.x;
}

static guint64
look_up_table (gpointer user_data)
{
  Reading *reading = user_data;
  double sum = 0;

  for (gsize i = 0; i < reading->n_reads; i++)
    sum += look_up (reading, shapes_next_key (&reading->shapes));
  return (guint64) sum;
}

static const BenchContender reading_at_random[] = {
  { "trove_document_peek", NULL, peek_document, NULL },
  { "trove_version_peek", NULL, peek_version, NULL },
  { "TroveVersionReader", NULL, peek_reader, NULL },
  { "GHashTable", NULL, look_up_table, NULL },
};

/* In the order of the list. The table is walked by the keys in that order, as if it had a list of them. */

static guint64
walk_version (gpointer user_data)
{
  const Reading *reading = user_data;
  const TroveKey *keys;
  double sum = 0;
  guint n;

  for (guint first = 0;; first += n)
    {
      keys = trove_version_peek_children (reading->version, reading->shapes.root, "shapes", first, &n);
      if (keys == NULL)
        return (guint64) sum;
      for (guint i = 0; i < n; i++)
        sum += ((const ShapeData *) trove_version_peek (reading->version, keys[i], NULL))->x;
    }
}

static guint64
walk_reader (gpointer user_data)
{
  const Reading *reading = user_data;
  TroveVersionReader reader;
  const TroveKey *keys;
  double sum = 0;
  guint n;

  trove_version_reader_init (&reader, reading->version);
  for (guint first = 0;; first += n)
    {
      keys = trove_version_peek_children (reading->version, reading->shapes.root, "shapes", first, &n);
      if (keys == NULL)
        return (guint64) sum;
      for (guint i = 0; i < n; i++)
        sum += ((const ShapeData *) trove_version_reader_peek (&reader, keys[i], NULL))->x;
    }
}

static guint64
walk_list_store (gpointer user_data)
{
  const Reading *reading = user_data;
  double sum = 0;

  for (guint i = 0; i < reading->shapes.n; i++)
    {
      g_autoptr (BenchItem) item = g_list_model_get_item (G_LIST_MODEL (reading->store), i);

      sum += item->x;
    }
  return (guint64) sum;
}

static guint64
walk_table (gpointer user_data)
{
  const Reading *reading = user_data;
  double sum = 0;

  for (gsize i = 0; i < reading->shapes.n; i++)
    sum += look_up (reading, reading->table_shapes[i]->key);
  return (guint64) sum;
}

static const BenchContender reading_in_order[] = {
  { "trove_version_peek", NULL, walk_version, NULL },
  { "TroveVersionReader", NULL, walk_reader, NULL },
  { "GHashTable", NULL, walk_table, NULL },
  { "GListStore", NULL, walk_list_store, NULL },
};

/* Positions */

static guint64
find_position (gpointer user_data)
{
  Reading *reading = user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < reading->n_finds; i++)
    {
      guint position;

      trove_document_get_owner (reading->shapes.document, shapes_next_key (&reading->shapes), NULL,
                                &position);
      sum += position;
    }
  return sum;
}

static guint64
find_in_list_store (gpointer user_data)
{
  const Reading *reading = user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < SLOW_FINDS; i++)
    {
      guint position;

      g_list_store_find (reading->store, reading->items[reading->shapes.n * (2 * i + 1) / (2 * SLOW_FINDS)],
                         &position);
      sum += position;
    }
  return sum;
}

static const BenchContender finding[] = { { "trove_document_get_owner", NULL, find_position, no_op } };
static const BenchContender finding_slowly[] = { { "g_list_store_find", NULL, find_in_list_store, no_op } };

static void
reading_init (Reading *reading, gsize n)
{
  *reading = (Reading){ .n_reads = n / 10, .n_finds = n / 100 };
  shapes_init (&reading->shapes, BENCH_TYPE_SHAPE, n);
  reading->version = trove_document_dup_current (reading->shapes.document);

  reading->store = shapes_list_store_new (n, NULL);
  reading->items = g_new (BenchItem *, n);
  reading->table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  reading->table_shapes = g_new (TableShape *, n);
  for (guint i = 0; i < n; i++)
    {
      reading->items[i] = g_list_model_get_item (G_LIST_MODEL (reading->store), i);
      reading->table_shapes[i] = g_new0 (TableShape, 1);
      trove_document_get_children (reading->shapes.document, reading->shapes.root, "shapes", i,
                                   &reading->table_shapes[i]->key, 1);
      g_hash_table_add (reading->table, reading->table_shapes[i]);
    }
}

static void
reading_clear (Reading *reading)
{
  for (gsize i = 0; i < reading->shapes.n; i++)
    g_object_unref (reading->items[i]);
  g_free (reading->items);
  g_object_unref (reading->store);
  g_hash_table_unref (reading->table);
  g_free (reading->table_shapes);
  g_object_unref (reading->version);
  shapes_clear (&reading->shapes);
}

void
documents_measure_reading (Bench *bench)
{
  Reading reading;

  reading_init (&reading, bench->n);
  bench_add (bench, "data by key", "at random", reading.n_reads, reading_at_random,
             G_N_ELEMENTS (reading_at_random), &reading);
  bench_add (bench, "data by key", "in the order of the list", reading.shapes.n, reading_in_order,
             G_N_ELEMENTS (reading_in_order), &reading);
  bench_add (bench, "position in a list", "at random", reading.n_finds, finding, G_N_ELEMENTS (finding),
             &reading);
  bench_add (bench, "position in a list", "at random", SLOW_FINDS, finding_slowly,
             G_N_ELEMENTS (finding_slowly), &reading);
  bench_run (bench, BENCH_WARM);
  reading_clear (&reading);
}
