/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bytes of an object, of its handle, and of documents whose classes are few among many that are registered. */

#include "documents.h"
#include "shapes.h"

/* Objects */

typedef struct
{
  gsize n;
  const char *label;
  gboolean has_target; /* the object before; the first one has none */
} Objects;

typedef struct
{
  gint64 key;
  ShapeData data;
} TableShape;

static guint64
init_classes (gpointer user_data)
{
  Shapes shapes;

  shapes_init (&shapes, BENCH_TYPE_SHAPE, 1);
  shapes_clear (&shapes);
  return 0;
}

static TroveDocument *
document_new (const Objects *objects)
{
  TroveDocument *document = trove_document_new (BENCH_TYPE_PAGE, NULL, 0);
  TroveKey root = trove_document_get_root_key (document);
  ShapeData data = { .label = objects->label };

  for (gsize i = 0; i < objects->n; i++)
    {
      TroveKey key = shapes_add (document, BENCH_TYPE_SHAPE, &data, root, "shapes");

      data.target = objects->has_target ? key : 0;
    }
  shapes_commit (document);
  return document;
}

static guint64
fill_document (gpointer user_data)
{
  document_new (user_data);
  return 0;
}

static guint64
fill_list_store (gpointer user_data)
{
  const Objects *objects = user_data;

  shapes_list_store_new (objects->n, objects->label);
  return 0;
}

static guint64
fill_hash_table (gpointer user_data)
{
  const Objects *objects = user_data;
  GHashTable *table = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < objects->n; i++)
    {
      TableShape *shape = g_new0 (TableShape, 1);

      shape->key = (gint64) i;
      shape->data.label = g_strdup (objects->label);
      g_hash_table_add (table, shape);
    }
  return 0;
}

static const BenchContender filling[] = {
  { "document", init_classes, fill_document, NULL },
  { "GListStore of GObject", init_classes, fill_list_store, NULL },
  { "GHashTable of structs", NULL, fill_hash_table, NULL },
};

static void
measure_objects (Bench *bench)
{
  Objects objects[] = { { bench->n, NULL, FALSE },
                        { bench->n, "a short label", FALSE },
                        { bench->n, SHAPES_LABEL, FALSE },
                        { bench->n, NULL, TRUE } };
  static const char *const columns[] = { "no label", "a label of 13 bytes", "a label of 29 bytes",
                                         "a target" };

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    bench_bytes (bench, BENCH_ALLOCATED, "bytes of an object", columns[i], objects[i].n, filling,
                 G_N_ELEMENTS (filling), &objects[i]);
}

/* Handles, spread evenly over the objects of a document */

typedef struct
{
  Objects objects;
  gsize n_handles;
  TroveDocument *document;
  gpointer *handles;
} Handles;

static guint64
init_handles (gpointer user_data)
{
  Handles *self = user_data;

  self->handles = g_new (gpointer, self->objects.n);
  return init_classes (NULL);
}

static guint64
make_handles (gpointer user_data)
{
  Handles *self = user_data;
  TroveList *list = trove_object_get_list (trove_document_get_root (self->document), "shapes");

  for (gsize i = 0; i < self->n_handles; i++)
    self->handles[i] =
        g_list_model_get_item (G_LIST_MODEL (list), (guint) (i * self->objects.n / self->n_handles));
  return 0;
}

static guint64
make_document_of_handles (gpointer user_data)
{
  Handles *self = user_data;

  self->document = document_new (&self->objects);
  return self->n_handles > 0 ? make_handles (self) : 0;
}

static guint64
prepare_handles (gpointer user_data)
{
  init_handles (user_data);
  ((Handles *) user_data)->document = document_new (user_data);
  return 0;
}

static const BenchContender filling_with_handles[] = {
  { "document", init_handles, make_document_of_handles, NULL },
  { "GListStore of GObject", init_classes, fill_list_store, NULL },
};
static const BenchContender making_handles[] = { { "document", prepare_handles, make_handles, NULL } };

static void
measure_handles (Bench *bench)
{
  static const char table[] = "bytes of an object and its handle";
  const Objects objects = { bench->n, SHAPES_LABEL, FALSE };
  Handles none = { .objects = objects }, some = { .objects = objects, .n_handles = 1000 },
          all = { .objects = objects, .n_handles = bench->n };

  bench_bytes (bench, BENCH_ALLOCATED, table, "no handle", bench->n, filling_with_handles, 1, &none);
  bench_bytes (bench, BENCH_ALLOCATED, table, "1,000 handles", bench->n, filling_with_handles, 1, &some);
  bench_bytes (bench, BENCH_ALLOCATED, table, "a handle each", bench->n, filling_with_handles, 2, &all);
  bench_bytes (bench, BENCH_ALLOCATED, table, "the handle alone", bench->n, making_handles, 1, &all);
}

/* Classes. Each case is measured in a process of its own, which registers its classes first. */

#define N_USED 3 /* classes with an object */

typedef struct
{
  guint n_classes;
  gsize n;
  GType *types;
  TroveDocument *document;
  TroveKey keys[N_USED];
} Classes;

static GType
register_class (guint number)
{
  g_autofree char *name = g_strdup_printf ("BenchClass%u", number);
  GParamSpec *pspecs[] = {
    g_param_spec_double ("x", NULL, NULL, 0, G_MAXDOUBLE, 0, G_PARAM_READWRITE),
    g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE),
  };
  GType type = trove_object_register_type (name, TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), NULL);

  shapes_must (type != G_TYPE_INVALID);
  return type;
}

static void
make_document (Classes *classes)
{
  TroveDocument *document = trove_document_new (BENCH_TYPE_PAGE, classes->types, classes->n_classes);
  TroveKey root = trove_document_get_root_key (document);

  for (guint i = 0; i < N_USED; i++)
    classes->keys[i] = shapes_add (document, classes->types[i], NULL, root, "shapes");
  shapes_commit (document);
  classes->document = document;
}

static guint64
register_classes (gpointer user_data)
{
  Classes *classes = user_data;

  classes->types = g_new (GType, classes->n_classes);
  for (guint i = 0; i < classes->n_classes; i++)
    classes->types[i] = register_class (i);
  make_document (classes);
  return 0;
}

static guint64
make_documents (gpointer user_data)
{
  Classes *classes = user_data;

  for (gsize i = 0; i < classes->n; i++)
    make_document (classes);
  return 0;
}

static guint64
make_versions (gpointer user_data)
{
  Classes *classes = user_data;
  struct
  {
    double x;
    const char *label;
  } data = { 0 };

  for (gsize i = 0; i < classes->n; i++)
    {
      data.x++;
      shapes_must (trove_document_set (classes->document, classes->keys[i % N_USED], &data, NULL));
      shapes_commit (classes->document);
    }
  return 0;
}

static const BenchContender using_classes[] = {
  { "a document", register_classes, make_documents, NULL },
  { "a version", register_classes, make_versions, NULL },
};

static void
measure_classes (Bench *bench)
{
  Classes few = { .n_classes = N_USED, .n = 1000 }, many = { .n_classes = 200, .n = 1000 };

  bench_bytes (bench, BENCH_ALLOCATED, "bytes where three classes are used", "3 registered", few.n,
               using_classes, G_N_ELEMENTS (using_classes), &few);
  bench_bytes (bench, BENCH_ALLOCATED, "bytes where three classes are used", "200 registered", many.n,
               using_classes, G_N_ELEMENTS (using_classes), &many);
}

void
documents_measure_memory (Bench *bench)
{
  measure_objects (bench);
  measure_handles (bench);
  measure_classes (bench);
}
