/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Going from version to version, comparing versions, and the removal of an object that owns many. */

#include "documents.h"
#include "shapes.h"

#define VERSIONS 1000

static guint64
no_op (gpointer user_data)
{
  return 0;
}

/* Versions that differ in a property of one object */

typedef struct
{
  Shapes shapes;
  GPtrArray *versions; /* the first one, and VERSIONS others */
  guint32 *order;      /* of the versions */
} Line;

static guint64
undo_all (gpointer user_data)
{
  const Line *line = user_data;

  for (guint i = 0; i < VERSIONS; i++)
    shapes_must (trove_document_undo (line->shapes.document, NULL));
  return 0;
}

static guint64
redo_all (gpointer user_data)
{
  const Line *line = user_data;

  for (guint i = 0; i < VERSIONS; i++)
    shapes_must (trove_document_redo (line->shapes.document, NULL));
  return 0;
}

static guint64
go_to_all (gpointer user_data)
{
  const Line *line = user_data;

  for (guint i = 0; i < VERSIONS; i++)
    {
      TroveVersion *version = g_ptr_array_index (line->versions, line->order[i]);

      shapes_must (trove_document_go_to (line->shapes.document, version, NULL));
    }
  return 0;
}

static guint64
go_to_last (gpointer user_data)
{
  const Line *line = user_data;
  TroveVersion *last = g_ptr_array_index (line->versions, VERSIONS);

  shapes_must (trove_document_go_to (line->shapes.document, last, NULL));
  return 0;
}

static const BenchContender going[] = {
  { "undo", NULL, undo_all, redo_all },
  { "redo", undo_all, redo_all, no_op },
  { "go_to", NULL, go_to_all, go_to_last },
};

static guint64
compare (const Line *line, guint from, guint to)
{
  g_autoptr (TroveChanges) changes = trove_version_compare (g_ptr_array_index (line->versions, from),
                                                            g_ptr_array_index (line->versions, to), NULL);

  shapes_must (changes != NULL);
  return g_list_model_get_n_items (G_LIST_MODEL (changes));
}

static guint64
compare_neighbours (gpointer user_data)
{
  const Line *line = user_data;
  guint64 sum = 0;

  for (guint i = 0; i < VERSIONS; i++)
    sum += compare (line, line->order[i], line->order[i] + 1);
  return sum;
}

static guint64
compare_ends (gpointer user_data)
{
  return compare (user_data, 0, VERSIONS);
}

static const BenchContender comparing[] = { { "trove_version_compare", NULL, compare_neighbours, NULL } };
static const BenchContender comparing_ends[] = { { "trove_version_compare", NULL, compare_ends, NULL } };

/* The key, the kind and the type of each change */

static guint64
read_items (gpointer user_data)
{
  GListModel *changes = user_data;
  const guint n = g_list_model_get_n_items (changes);
  guint64 sum = 0;

  for (guint i = 0; i < n; i++)
    {
      TroveChange *change = g_list_model_get_item (changes, i);

      sum += trove_change_get_key (change) + trove_change_get_kind (change) +
             (trove_change_get_object_type (change) == BENCH_TYPE_SHAPE);
      g_object_unref (change);
    }
  return sum;
}

static guint64
read_by_position (gpointer user_data)
{
  TroveChanges *changes = user_data;
  const guint n = g_list_model_get_n_items (user_data);
  guint64 sum = 0;

  for (guint i = 0; i < n; i++)
    sum += trove_changes_get_key (changes, i) + trove_changes_get_kind (changes, i) +
           (trove_changes_get_object_type (changes, i) == BENCH_TYPE_SHAPE);
  return sum;
}

static guint64
read_keys (gpointer user_data)
{
  guint64 sum = 0;
  gsize n;
  g_autofree TroveKey *keys = trove_changes_dup_keys (user_data, &n);

  for (gsize i = 0; i < n; i++)
    sum += keys[i];
  return sum;
}

static const BenchContender reading_changes[] = {
  { "an object for each", NULL, read_items, NULL },
  { "by position", NULL, read_by_position, NULL },
  { "dup_keys", NULL, read_keys, NULL },
};

/* Going back over them all, while somebody listens */

static void
ignore_changes (TroveDocument *document, TroveChanges *changes, gpointer data)
{
}

static void
count_changes (TroveDocument *document, TroveChanges *changes, gpointer data)
{
  shapes_must (g_list_model_get_n_items (G_LIST_MODEL (changes)) > 0);
}

static guint64
go_to_ends (gpointer user_data)
{
  const Line *line = user_data;

  shapes_must (trove_document_go_to (line->shapes.document, g_ptr_array_index (line->versions, 0), NULL));
  shapes_must (
      trove_document_go_to (line->shapes.document, g_ptr_array_index (line->versions, VERSIONS), NULL));
  return 0;
}

static void
listen (gpointer user_data, GCallback callback)
{
  g_signal_connect (((Line *) user_data)->shapes.document, "changed", callback, user_data);
}

static guint64
listen_and_ignore (gpointer user_data)
{
  listen (user_data, G_CALLBACK (ignore_changes));
  return 0;
}

static guint64
listen_and_count (gpointer user_data)
{
  listen (user_data, G_CALLBACK (count_changes));
  return 0;
}

static guint64
listen_no_more (gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (((Line *) user_data)->shapes.document, user_data);
  return 0;
}

static const BenchContender listening[] = {
  { "nobody listens", NULL, go_to_ends, no_op },
  { "“changed”, without reading the changes", listen_and_ignore, go_to_ends, listen_no_more },
  { "“changed”, with their number", listen_and_count, go_to_ends, listen_no_more },
};

static void
measure_changes (Bench *bench, Line *line)
{
  g_autoptr (TroveChanges) changes = trove_version_compare (
      g_ptr_array_index (line->versions, 0), g_ptr_array_index (line->versions, VERSIONS), NULL);

  shapes_must (changes != NULL);
  bench_add (bench, "reading changes", "a change", g_list_model_get_n_items (G_LIST_MODEL (changes)),
             reading_changes, G_N_ELEMENTS (reading_changes), changes);
  bench_add (bench, "listening to changes", "1,000 changes", 2, listening, G_N_ELEMENTS (listening), line);
  bench_run (bench, BENCH_WARM);
}

static void
line_init (Line *line, gsize n)
{
  *line = (Line){ .order = bench_permutation (VERSIONS, 11) };
  shapes_init (&line->shapes, BENCH_TYPE_SHAPE, n);
  line->versions = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < VERSIONS; i++)
    {
      const ShapeData data = { .x = 1 };

      g_ptr_array_add (line->versions, trove_document_dup_current (line->shapes.document));
      shapes_must (trove_document_set (line->shapes.document, shapes_next_key (&line->shapes), &data, NULL));
      shapes_commit (line->shapes.document);
    }
  g_ptr_array_add (line->versions, trove_document_dup_current (line->shapes.document));
}

static void
measure_versions (Bench *bench)
{
  Line line;

  line_init (&line, bench->n);
  bench_add (bench, "going to a version", "a property", VERSIONS, going, G_N_ELEMENTS (going), &line);
  bench_add (bench, "comparing two versions", "neighbours", VERSIONS, comparing, 1, &line);
  bench_add (bench, "comparing two versions", "1,000 edits apart", 1, comparing_ends, 1, &line);
  bench_run (bench, BENCH_WARM);
  measure_changes (bench, &line);
  g_ptr_array_unref (line.versions);
  g_free (line.order);
  shapes_clear (&line.shapes);
}

/* An object that owns others: all of them, or ten that each own ten, and so on. */

typedef struct
{
  gsize n;
  guint n_children; /* of each object; 0: the first one owns all */
  TroveDocument *document;
  TroveKey first;
  GListStore *store;
} Subtree;

static guint64
remove_subtree (gpointer user_data)
{
  const Subtree *subtree = user_data;

  shapes_must (trove_document_remove (subtree->document, subtree->first, NULL));
  shapes_commit (subtree->document);
  return 0;
}

static guint64
bring_back (gpointer user_data)
{
  const Subtree *subtree = user_data;

  shapes_must (trove_document_undo (subtree->document, NULL));
  return 0;
}

static guint64
make_items (gpointer user_data)
{
  Subtree *subtree = user_data;
  g_autofree BenchItem **items = g_new (BenchItem *, subtree->n);

  for (gsize i = 0; i < subtree->n; i++)
    {
      BenchItem *owner = i > 0 ? items[subtree->n_children > 0 ? (i - 1) / subtree->n_children : 0] : NULL;

      items[i] = bench_item_new (NULL);
      if (owner != NULL)
        {
          if (owner->children == NULL)
            owner->children = g_list_store_new (BENCH_TYPE_ITEM);
          g_list_store_append (owner->children, items[i]);
          g_object_unref (items[i]);
        }
    }
  subtree->store = g_list_store_new (BENCH_TYPE_ITEM);
  g_list_store_append (subtree->store, items[0]);
  g_object_unref (items[0]);
  return 0;
}

static guint64
remove_items (gpointer user_data)
{
  g_list_store_remove (((Subtree *) user_data)->store, 0);
  return 0;
}

static guint64
unref_store (gpointer user_data)
{
  g_object_unref (((Subtree *) user_data)->store);
  return 0;
}

static const BenchContender removing[] = {
  { "document", NULL, remove_subtree, bring_back },
  { "GListStore, without a version", make_items, remove_items, unref_store },
};

static void
subtree_init (Subtree *subtree)
{
  g_autofree TroveKey *keys = g_new (TroveKey, subtree->n);

  subtree->document = trove_document_new (BENCH_TYPE_PAGE, NULL, 0);
  keys[0] = shapes_add (subtree->document, BENCH_TYPE_SHAPE, NULL,
                        trove_document_get_root_key (subtree->document), "shapes");
  for (gsize i = 1; i < subtree->n; i++)
    {
      gsize owner = subtree->n_children > 0 ? (i - 1) / subtree->n_children : 0;

      keys[i] = shapes_add (subtree->document, BENCH_TYPE_SHAPE, NULL, keys[owner], "children");
    }
  shapes_commit (subtree->document);
  subtree->first = keys[0];
}

static void
measure_subtrees (Bench *bench)
{
  Subtree flat = { .n = bench->n / 10 }, deep = { .n = bench->n / 10, .n_children = 10 };

  subtree_init (&flat);
  subtree_init (&deep);
  bench_add (bench, "removal of 10^5 objects", "in one list", flat.n, removing, G_N_ELEMENTS (removing),
             &flat);
  bench_add (bench, "removal of 10^5 objects", "lists of ten", deep.n, removing, G_N_ELEMENTS (removing),
             &deep);
  bench_run (bench, BENCH_WARM);
  g_object_unref (flat.document);
  g_object_unref (deep.document);
}

void
documents_measure_history (Bench *bench)
{
  measure_versions (bench);
  measure_subtrees (bench);
}
