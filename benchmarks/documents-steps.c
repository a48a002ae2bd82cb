/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Steps: an edit of one object and its commit, whose version is kept. Compared with the same change of GObjects in a
 * GListStore, of which no version is kept, and with copies of a whole document. */

#ifdef HAVE_LIBXML
#include <libxml/parser.h>
#include <libxml/tree.h>
#endif

#include "documents.h"
#include "shapes.h"

#define STEPS 1000     /* of a run */
#define REPLICAS 1000  /* branches of branches that each add objects */
#define SLOW_ROUNDS 5u /* rounds of copies of a whole document */

typedef struct
{
  Shapes shapes;
  gboolean
      goes_on; /* each run edits the document itself, which keeps the versions of all runs; else a branch */
  TroveDocument *edited;
  guint32 *positions; /* at random */
  gsize n_edited;     /* each run edits other objects than the run before */

  GListStore *store;
  BenchItem **items; /* of the store */
} Steps;

static guint32
next_position (Steps *steps)
{
  if (steps->n_edited == steps->shapes.n)
    steps->n_edited = 0;
  return steps->positions[steps->n_edited++];
}

static BenchItem *
next_item (Steps *steps)
{
  return steps->items[next_position (steps)];
}

static guint64
start (gpointer user_data)
{
  Steps *steps = user_data;

  if (steps->goes_on)
    steps->edited = g_object_ref (steps->shapes.document);
  else
    steps->edited = shapes_branch (steps->shapes.document);
  return 0;
}

static guint64
end (gpointer user_data)
{
  g_object_unref (((Steps *) user_data)->edited);
  return 0;
}

static guint64
no_op (gpointer user_data)
{
  return 0;
}

/* Edits of a document */

static void
set_x (Steps *steps)
{
  TroveKey key = shapes_next_key (&steps->shapes);
  ShapeData data = *(const ShapeData *) trove_document_peek (steps->edited, key, NULL);

  data.x++;
  shapes_must (trove_document_set (steps->edited, key, &data, NULL));
  shapes_commit (steps->edited);
}

static guint64
set_properties (gpointer user_data)
{
  for (guint i = 0; i < STEPS; i++)
    set_x (user_data);
  return 0;
}

static guint64
set_wide_properties (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    {
      TroveKey key = shapes_next_key (&steps->shapes);
      WideData data = *(const WideData *) trove_document_peek (steps->edited, key, NULL);

      data.values[0]++;
      shapes_must (trove_document_set (steps->edited, key, &data, NULL));
      shapes_commit (steps->edited);
    }
  return 0;
}

static guint64
set_references (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    {
      TroveKey key = shapes_next_key (&steps->shapes);
      ShapeData data = *(const ShapeData *) trove_document_peek (steps->edited, key, NULL);

      data.target = shapes_next_key (&steps->shapes);
      shapes_must (trove_document_set (steps->edited, key, &data, NULL));
      shapes_commit (steps->edited);
    }
  return 0;
}

/* In the document, whose keys follow each other. A branch has keys of its own, in a small part of the map. */
static guint64
insert (gpointer user_data)
{
  Steps *steps = user_data;
  TroveDocument *document = steps->shapes.document;
  const ShapeData data = { 1, 2, 3, 4, NULL, 0 };

  for (guint i = 0; i < STEPS; i++)
    {
      shapes_must (trove_document_add (document, BENCH_TYPE_SHAPE, &data, steps->shapes.root, "shapes",
                                       next_position (steps), NULL, NULL));
      shapes_commit (document);
    }
  return 0;
}

static guint64
remove_at_position (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    {
      shapes_must (trove_document_splice (steps->edited, steps->shapes.root, "shapes",
                                          next_position (steps) / 2, 1, NULL, 0, NULL));
      shapes_commit (steps->edited);
    }
  return 0;
}

static guint64
remove_by_key (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    {
      shapes_must (trove_document_remove (steps->edited, shapes_next_key (&steps->shapes), NULL));
      shapes_commit (steps->edited);
    }
  return 0;
}

/* The objects of a run are different ones, so that none owns itself. */
static guint64
move (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    {
      TroveKey key = shapes_next_key (&steps->shapes), owner = shapes_next_key (&steps->shapes);

      shapes_must (trove_document_move (steps->edited, key, owner, "children", G_MAXUINT, NULL));
      shapes_commit (steps->edited);
    }
  return 0;
}

static const BenchContender setting[] = { { "document", start, set_properties, end } };
static const BenchContender setting_wide[] = { { "document", start, set_wide_properties, end } };
static const BenchContender setting_references[] = { { "document", start, set_references, end } };
static const BenchContender inserting[] = { { "document", NULL, insert, no_op } };
static const BenchContender removing[] = { { "document", start, remove_at_position, end } };
static const BenchContender removing_by_key[] = { { "document", start, remove_by_key, end } };
static const BenchContender moving[] = { { "document", start, move, end } };

/* The same of a GListStore */

static guint64
set_item_properties (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    g_object_set (next_item (steps), "x", (double) i + 1, NULL);
  return 0;
}

static guint64
set_item_targets (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    g_object_set (next_item (steps), "target", next_item (steps), NULL);
  return 0;
}

static guint64
insert_items (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    {
      g_autoptr (BenchItem) item = bench_item_new (NULL);

      g_list_store_insert (steps->store, next_position (steps), item);
    }
  return 0;
}

static guint64
remove_items (gpointer user_data)
{
  Steps *steps = user_data;

  for (guint i = 0; i < STEPS; i++)
    g_list_store_remove (steps->store, next_position (steps) / 2);
  return 0;
}

static const BenchContender setting_items[] = {
  { "GListStore, without a version", NULL, set_item_properties, no_op },
};
static const BenchContender setting_targets[] = {
  { "GListStore, without a version", NULL, set_item_targets, no_op },
};
static const BenchContender inserting_items[] = {
  { "GListStore, without a version", NULL, insert_items, remove_items },
};
static const BenchContender removing_items[] = {
  { "GListStore, without a version", insert_items, remove_items, no_op },
};

static void
steps_init (Steps *steps, GType type, gsize n)
{
  *steps = (Steps){ .positions = bench_permutation (n, 9) };
  shapes_init (&steps->shapes, type, n);
}

static void
steps_clear (Steps *steps)
{
  for (gsize i = 0; steps->items != NULL && i < steps->shapes.n; i++)
    g_object_unref (steps->items[i]);
  g_free (steps->items);
  g_clear_object (&steps->store);
  shapes_clear (&steps->shapes);
  g_free (steps->positions);
}

static void
add_store (Steps *steps)
{
  gsize n = steps->shapes.n;

  steps->store = shapes_list_store_new (n, NULL);
  steps->items = g_new (BenchItem *, n);
  for (guint i = 0; i < n; i++)
    steps->items[i] = g_list_model_get_item (G_LIST_MODEL (steps->store), i);
}

/* The kinds of steps */

#define ADD_STEPS(table, column, contenders, steps)                                                          \
  bench_add (bench, table, column, STEPS, contenders, G_N_ELEMENTS (contenders), steps)
#define STEP_BYTES(table, column, contenders, steps)                                                         \
  bench_bytes (bench, BENCH_ALLOCATED, table, column, STEPS, contenders, G_N_ELEMENTS (contenders), steps)

static void
measure_kinds (Bench *bench)
{
  static const char *const time = "an edit that is committed and kept";
  static const char *const bytes = "bytes of an edit that is committed and kept";
  Steps steps, branch;

  steps_init (&steps, BENCH_TYPE_SHAPE, bench->n);
  branch = steps;
  branch.shapes.document = shapes_branch (steps.shapes.document); /* insertions do not change it */

  STEP_BYTES (bytes, "set a property", setting, &branch);
  STEP_BYTES (bytes, "set a reference", setting_references, &branch);
  STEP_BYTES (bytes, "insert", inserting, &steps);
  STEP_BYTES (bytes, "remove at a position", removing, &branch);
  STEP_BYTES (bytes, "remove by key", removing_by_key, &branch);
  STEP_BYTES (bytes, "move to another owner", moving, &branch);

  add_store (&steps);
  STEP_BYTES (bytes, "insert", inserting_items, &steps);
  ADD_STEPS (time, "set a property", setting, &branch);
  ADD_STEPS (time, "set a property", setting_items, &steps);
  ADD_STEPS (time, "set a reference", setting_references, &branch);
  ADD_STEPS (time, "set a reference", setting_targets, &steps);
  ADD_STEPS (time, "insert", inserting, &steps);
  ADD_STEPS (time, "insert", inserting_items, &steps);
  ADD_STEPS (time, "remove at a position", removing, &branch);
  ADD_STEPS (time, "remove at a position", removing_items, &steps);
  ADD_STEPS (time, "remove by key", removing_by_key, &branch);
  ADD_STEPS (time, "move to another owner", moving, &branch);
  bench_run (bench, BENCH_WARM);

  g_object_unref (branch.shapes.document);
  steps_clear (&steps);
}

/* A property of other documents */

static void
add_versions (Steps *steps, gsize n)
{
  steps->edited = steps->shapes.document;
  for (gsize i = 0; i < n; i++)
    set_x (steps);
}

static void
init_replicas (Steps *steps, gsize n)
{
  Shapes *shapes = &steps->shapes;

  *steps = (Steps){ .positions = bench_permutation (n, 9) };
  shapes_init_empty (shapes);
  for (guint i = 0; i < REPLICAS; i++)
    {
      TroveDocument *branch = shapes_branch (shapes->document);

      g_object_unref (shapes->document);
      shapes->document = branch;
      for (gsize j = 0; j < n / REPLICAS; j++)
        shapes_add (branch, BENCH_TYPE_SHAPE, NULL, shapes->root, "shapes");
      shapes_commit (branch);
    }
  shapes_shuffle (shapes);
}

static void
measure_properties (Bench *bench)
{
  static const char *const time = "a property set and committed";
  static const char *const bytes = "bytes of a property set and committed";
  gsize n = bench->n;
  Steps first, later, wide, replicas;

  steps_init (&first, BENCH_TYPE_SHAPE, n);
  steps_init (&later, BENCH_TYPE_SHAPE, n);
  later.goes_on = TRUE;
  add_versions (&later, n / 10);
  steps_init (&wide, BENCH_TYPE_WIDE, n);
  init_replicas (&replicas, n);

  STEP_BYTES (bytes, "at first", setting, &first);
  STEP_BYTES (bytes, "after 100,000 versions", setting, &later);
  STEP_BYTES (bytes, "objects of 400 bytes", setting_wide, &wide);
  STEP_BYTES (bytes, "1,000 replicas", setting, &replicas);
  ADD_STEPS (time, "at first", setting, &first);
  ADD_STEPS (time, "after 100,000 versions", setting, &later);
  ADD_STEPS (time, "objects of 400 bytes", setting_wide, &wide);
  ADD_STEPS (time, "1,000 replicas", setting, &replicas);
  bench_run (bench, BENCH_WARM);

  steps_clear (&first);
  steps_clear (&later);
  steps_clear (&wide);
  steps_clear (&replicas);
}

/* Copies */

typedef struct
{
  GNode *tree, *copied_tree;
#ifdef HAVE_LIBXML
  xmlDoc *xml, *copied_xml;
#endif
} Copies;

static gpointer
copy_shape (gconstpointer shape, gpointer data)
{
  ShapeData *copy = g_memdup2 (shape, sizeof (ShapeData));

  copy->label = g_strdup (copy->label);
  return copy;
}

static gboolean
free_shape (GNode *node, gpointer data)
{
  ShapeData *shape = node->data;

  g_free ((char *) shape->label);
  g_free (shape);
  return FALSE;
}

static void
free_tree (GNode *tree)
{
  g_node_traverse (tree, G_PRE_ORDER, G_TRAVERSE_ALL, -1, free_shape, NULL);
  g_node_destroy (tree);
}

static guint64
copy_tree (gpointer user_data)
{
  Copies *copies = user_data;

  copies->copied_tree = g_node_copy_deep (copies->tree, copy_shape, NULL);
  return 0;
}

static guint64
free_copied_tree (gpointer user_data)
{
  free_tree (((Copies *) user_data)->copied_tree);
  return 0;
}

static GNode *
make_tree (gsize n)
{
  const ShapeData data = { .label = SHAPES_LABEL };
  GNode *tree = g_node_new (copy_shape (&data, NULL));

  for (gsize i = 1; i < n; i++)
    g_node_prepend_data (tree, copy_shape (&data, NULL));
  return tree;
}

static const BenchContender copying_tree[] = { { "g_node_copy_deep of 10^5", NULL, copy_tree,
                                                 free_copied_tree } };

static void
measure_tree_copies (Bench *bench)
{
  Copies copies = { .tree = make_tree (bench->n / 10) };

  bench_bytes (bench, BENCH_ALLOCATED, "a copy of a document", "bytes", 1, copying_tree, 1, &copies);
  bench_add (bench, "a copy of a document", "time", 1, copying_tree, 1, &copies);
  bench_run (bench, BENCH_WARM);
  free_tree (copies.tree);
}

#ifdef HAVE_LIBXML
static guint64
copy_xml (gpointer user_data)
{
  Copies *copies = user_data;

  copies->copied_xml = xmlCopyDoc (copies->xml, 1);
  return 0;
}

static guint64
free_copied_xml (gpointer user_data)
{
  xmlFreeDoc (((Copies *) user_data)->copied_xml);
  return 0;
}

static const BenchContender copying_xml[] = {
  { "xmlCopyDoc of the MIME database", NULL, copy_xml, free_copied_xml },
};

/* The MIME database. NULL: it is not installed. */
static xmlDoc *
load_xml (void)
{
  const char *const *folders = g_get_system_data_dirs ();

  for (; *folders != NULL; folders++)
    {
      g_autofree char *file = g_build_filename (*folders, "mime", "packages", "freedesktop.org.xml", NULL);

      if (g_file_test (file, G_FILE_TEST_EXISTS))
        return xmlReadFile (file, NULL, 0);
    }
  return NULL;
}

static void
measure_xml_copies (Bench *bench)
{
  Copies copies = { .xml = load_xml () };

  if (copies.xml == NULL)
    {
      g_printerr ("The MIME database is not installed: xmlCopyDoc() is left out\n");
      return;
    }
  bench_bytes (bench, BENCH_ALLOCATED, "a copy of a document", "bytes", 1, copying_xml, 1, &copies);
  bench_add (bench, "a copy of a document", "time", 1, copying_xml, 1, &copies);
  bench_run (bench, BENCH_WARM);
  xmlFreeDoc (copies.xml);
}
#else
static void
measure_xml_copies (Bench *bench)
{
  g_printerr ("Built without libxml2: xmlCopyDoc() is left out\n");
}
#endif

static void
measure_copies (Bench *bench)
{
  guint rounds = bench->rounds;

  bench->rounds = MIN (rounds, SLOW_ROUNDS);
  measure_tree_copies (bench);
  measure_xml_copies (bench);
  bench->rounds = rounds;
}

void
documents_measure_steps (Bench *bench)
{
  measure_kinds (bench);
  measure_properties (bench);
  measure_copies (bench);
}
