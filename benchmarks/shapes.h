/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes: the classes of the objects in the benchmark of documents, documents that are filled with such objects, and
 * GObjects with the same properties in a GListStore. */

#pragma once

#include "bench.h"

#define SHAPES_LABEL "a label of more than 16 bytes"

typedef struct
{
  double x, y, width, height;
  const char *label;
  TroveKey target;
} ShapeData;

#define BENCH_TYPE_SHAPE (bench_shape_get_type ())
G_DECLARE_FINAL_TYPE (BenchShape, bench_shape, BENCH, SHAPE, TroveObject)

/* An object of 400 bytes. */
typedef struct
{
  double values[50];
} WideData;

#define BENCH_TYPE_WIDE (bench_wide_get_type ())
G_DECLARE_FINAL_TYPE (BenchWide, bench_wide, BENCH, WIDE, TroveObject)

/* The root of the documents, with a list "shapes". Shapes have a list "children". */
#define BENCH_TYPE_PAGE (bench_page_get_type ())
G_DECLARE_FINAL_TYPE (BenchPage, bench_page, BENCH, PAGE, TroveObject)

/* A shape without a document. */
#define BENCH_TYPE_ITEM (bench_item_get_type ())
G_DECLARE_FINAL_TYPE (BenchItem, bench_item, BENCH, ITEM, GObject)

struct _BenchItem
{
  GObject parent_instance;
  double x, y, width, height;
  char *label;
  GObject *target;
  GListStore *children; /* NULL: none */
};

/* A document with n objects. */
typedef struct
{
  TroveDocument *document;
  TroveKey root;
  gsize n;
  TroveKey *shuffled; /* the keys of the objects, in random order */
  gsize n_visited;
} Shapes;

/* The next one of the objects in random order. */
static inline TroveKey
shapes_next_key (Shapes *shapes)
{
  if (shapes->n_visited == shapes->n)
    shapes->n_visited = 0;
  return shapes->shuffled[shapes->n_visited++];
}

/* Ends the program if an edit failed. */
void shapes_must (gboolean done);

TroveDocument *shapes_branch (TroveDocument *document);
void shapes_commit (TroveDocument *document);

/* Adds an object at the end of a list. data: NULL are the defaults. */
TroveKey shapes_add (TroveDocument *document, GType type, gconstpointer data, TroveKey owner,
                     const char *list);

/* Makes a document with n objects of the type in the list of the root. */
void shapes_init (Shapes *shapes, GType type, gsize n);
void shapes_clear (Shapes *shapes);

/* Makes an empty document. */
void shapes_init_empty (Shapes *shapes);

/* Notes the keys of the root's list in random order, after all objects were added. */
void shapes_shuffle (Shapes *shapes);

BenchItem *bench_item_new (const char *label);
GListStore *shapes_list_store_new (gsize n, const char *label);
