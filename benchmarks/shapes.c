/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "shapes.h"

#define RW (G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY)

static GParamSpec *
double_pspec (const char *name)
{
  return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, RW);
}

static GParamSpec *
label_pspec (void)
{
  return g_param_spec_string ("label", NULL, NULL, NULL, RW);
}

static GParamSpec *
children_pspec (const char *name, GType type)
{
  return trove_param_spec_list (name, NULL, NULL, type, G_PARAM_READABLE | TROVE_PARAM_OWNED);
}

/* Shape */

struct _BenchShape
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BenchShape, bench_shape, TROVE_TYPE_OBJECT)

static void
bench_shape_class_init (BenchShapeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (ShapeData, x, double_pspec ("x")),
    TROVE_FIELD (ShapeData, y, double_pspec ("y")),
    TROVE_FIELD (ShapeData, width, double_pspec ("width")),
    TROVE_FIELD (ShapeData, height, double_pspec ("height")),
    TROVE_FIELD (ShapeData, label, label_pspec ()),
    TROVE_FIELD (ShapeData, target, g_param_spec_object ("target", NULL, NULL, BENCH_TYPE_SHAPE, RW)),
    TROVE_FIELD_LIST (children_pspec ("children", BENCH_TYPE_SHAPE)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (ShapeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
bench_shape_init (BenchShape *self)
{
}

/* Wide */

struct _BenchWide
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BenchWide, bench_wide, TROVE_TYPE_OBJECT)

static void
bench_wide_class_init (BenchWideClass *klass)
{
  TroveField fields[G_N_ELEMENTS (((WideData *) 0)->values)];

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *name = g_strdup_printf ("value-%u", i);

      fields[i] = (TroveField) TROVE_FIELD (WideData, values[i], double_pspec (name));
    }
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (WideData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
bench_wide_init (BenchWide *self)
{
}

/* Page */

struct _BenchPage
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BenchPage, bench_page, TROVE_TYPE_OBJECT)

static void
bench_page_class_init (BenchPageClass *klass)
{
  const TroveField fields[] = { TROVE_FIELD_LIST (children_pspec ("shapes", TROVE_TYPE_OBJECT)) };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), 0, fields, G_N_ELEMENTS (fields));
}

static void
bench_page_init (BenchPage *self)
{
}

/* Item */

enum
{
  PROP_X = 1,
  PROP_Y,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_LABEL,
  PROP_TARGET,
};

G_DEFINE_FINAL_TYPE (BenchItem, bench_item, G_TYPE_OBJECT)

static double *
find_double (BenchItem *self, guint id)
{
  switch (id)
    {
    case PROP_X:
      return &self->x;
    case PROP_Y:
      return &self->y;
    case PROP_WIDTH:
      return &self->width;
    default:
      return &self->height;
    }
}

static void
bench_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BenchItem *self = BENCH_ITEM (object);

  if (id == PROP_LABEL)
    g_value_set_string (value, self->label);
  else if (id == PROP_TARGET)
    g_value_set_object (value, self->target);
  else
    g_value_set_double (value, *find_double (self, id));
}

static void
bench_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BenchItem *self = BENCH_ITEM (object);

  if (id == PROP_LABEL)
    {
      g_free (self->label);
      self->label = g_value_dup_string (value);
    }
  else if (id == PROP_TARGET)
    self->target = g_value_get_object (value);
  else if (*find_double (self, id) != g_value_get_double (value))
    *find_double (self, id) = g_value_get_double (value);
  else
    return;
  g_object_notify_by_pspec (object, pspec);
}

static void
bench_item_finalize (GObject *object)
{
  BenchItem *self = BENCH_ITEM (object);

  g_free (self->label);
  g_clear_object (&self->children);
  G_OBJECT_CLASS (bench_item_parent_class)->finalize (object);
}

static void
bench_item_class_init (BenchItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bench_item_get_property;
  object_class->set_property = bench_item_set_property;
  object_class->finalize = bench_item_finalize;
  g_object_class_install_property (object_class, PROP_X, double_pspec ("x"));
  g_object_class_install_property (object_class, PROP_Y, double_pspec ("y"));
  g_object_class_install_property (object_class, PROP_WIDTH, double_pspec ("width"));
  g_object_class_install_property (object_class, PROP_HEIGHT, double_pspec ("height"));
  g_object_class_install_property (object_class, PROP_LABEL, label_pspec ());
  g_object_class_install_property (object_class, PROP_TARGET,
                                   g_param_spec_object ("target", NULL, NULL, BENCH_TYPE_ITEM, RW));
}

static void
bench_item_init (BenchItem *self)
{
}

BenchItem *
bench_item_new (const char *label)
{
  BenchItem *self = g_object_new (BENCH_TYPE_ITEM, NULL);

  self->label = g_strdup (label);
  return self;
}

GListStore *
shapes_list_store_new (gsize n, const char *label)
{
  GListStore *store = g_list_store_new (BENCH_TYPE_ITEM);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (BenchItem) item = bench_item_new (label);

      g_list_store_append (store, item);
    }
  return store;
}

/* Documents */

void
shapes_must (gboolean done)
{
  if (G_UNLIKELY (!done))
    g_error ("an edit of a document failed");
}

TroveDocument *
shapes_branch (TroveDocument *document)
{
  TroveDocument *branch = trove_document_branch (document, NULL, NULL);

  shapes_must (branch != NULL);
  return branch;
}

void
shapes_commit (TroveDocument *document)
{
  shapes_must (trove_document_commit (document, "a step", NULL));
}

TroveKey
shapes_add (TroveDocument *document, GType type, gconstpointer data, TroveKey owner, const char *list)
{
  TroveKey key;

  shapes_must (trove_document_add (document, type, data, owner, list, G_MAXUINT, &key, NULL));
  return key;
}

void
shapes_init_empty (Shapes *shapes)
{
  *shapes = (Shapes){ .document = trove_document_new (BENCH_TYPE_PAGE, NULL, 0) };
  shapes->root = trove_document_get_root_key (shapes->document);
}

void
shapes_shuffle (Shapes *shapes)
{
  gsize n = trove_document_get_n_children (shapes->document, shapes->root, "shapes");
  g_autofree TroveKey *keys = g_new (TroveKey, n);
  g_autofree guint32 *order = bench_permutation (n, 8);

  trove_document_get_children (shapes->document, shapes->root, "shapes", 0, keys, (guint) n);
  shapes->n = n;
  shapes->shuffled = g_new (TroveKey, n);
  for (gsize i = 0; i < n; i++)
    shapes->shuffled[i] = keys[order[i]];
}

void
shapes_init (Shapes *shapes, GType type, gsize n)
{
  shapes_init_empty (shapes);
  for (gsize i = 0; i < n; i++)
    shapes_add (shapes->document, type, NULL, shapes->root, "shapes");
  shapes_commit (shapes->document);
  shapes_shuffle (shapes);
}

void
shapes_clear (Shapes *shapes)
{
  g_object_unref (shapes->document);
  g_free (shapes->shuffled);
}
