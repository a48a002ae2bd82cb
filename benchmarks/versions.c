/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions: what one more costs in time and bytes, whatever is kept already; beside copying the document. */

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

typedef struct
{
  guint64 words[4];
} Node;

typedef struct
{
  gsize n;
  guint32 *order;
  TroveArena *arena;
  TroveRef *refs;
  GPtrArray *kept;
  gsize at; /* in order */
  char *raw;
  GNode *tree;
} Data;

#define ROUNDS 1000

static TroveArena *
arena_new (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (Node);

  return trove_arena_new_with_infos (&info, 1);
}

static void
append (TroveArena *arena, TroveRef *ref)
{
  const Node node = { { 1, 2, 3, 4 } };

  trove_arena_append_raw (arena, 0, &node, ref, NULL);
}

/* One version more */

static gint64
append_snapshot_drop (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();

  for (guint i = 0; i < ROUNDS; i++)
    {
      append (data->arena, NULL);
      trove_snapshot_unref (trove_arena_snapshot (data->arena, NULL));
    }
  return bench_now () - start;
}

static gint64
snapshot_drop (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();

  for (guint i = 0; i < ROUNDS; i++)
    trove_snapshot_unref (trove_arena_snapshot (data->arena, NULL));
  return bench_now () - start;
}

static gint64
clone_drop (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();

  for (guint i = 0; i < ROUNDS; i++)
    g_object_unref (trove_arena_clone (data->arena, NULL));
  return bench_now () - start;
}

static gint64
object_drop (gpointer user_data)
{
  gint64 start = bench_now ();

  for (guint i = 0; i < ROUNDS; i++)
    g_object_unref (g_object_new (G_TYPE_OBJECT, NULL));
  return bench_now () - start;
}

static void
keep_versions (Data *data, gsize n)
{
  while (data->kept->len < n)
    {
      append (data->arena, NULL);
      g_ptr_array_add (data->kept, trove_arena_snapshot (data->arena, NULL));
    }
}

static void
bench_one_more (Bench *bench, gsize n)
{
  static const gsize kept[] = { 1, 1000, 10000, 100000 };
  Data data = { .n = n,
                .arena = arena_new (),
                .kept = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_snapshot_unref) };

  bench_time (bench, "one version more", "g_object_new and unref", "any", ROUNDS, object_drop, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kept) && kept[i] <= n; i++)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, kept[i]);

      keep_versions (&data, kept[i]);
      bench_time (bench, "one version more", "append, snapshot, drop", column, ROUNDS, append_snapshot_drop,
                  &data);
      bench_time (bench, "one version more", "snapshot, drop", column, ROUNDS, snapshot_drop, &data);
      bench_time (bench, "one version more", "clone, drop", column, ROUNDS, clone_drop, &data);
    }

  g_ptr_array_unref (data.kept);
  g_object_unref (data.arena);
}

/* Edits of a large document, every version kept */

static void
bench_kept (Bench *bench, gsize n)
{
  Data data = {
    .n = n, .order = bench_permutation (n, 2), .refs = g_new (TroveRef, n), .arena = arena_new ()
  };
  gsize n_versions = n / 10, step = MAX (n_versions / 10, 1);
  TroveSnapshot **kept = g_new (TroveSnapshot *, n_versions);

  for (gsize i = 0; i < n; i++)
    append (data.arena, &data.refs[i]);

  for (gsize done = 0; done + step <= n_versions; done += step)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, done + step);
      gsize heap = bench_heap ();
      gint64 start = bench_now (), time;

      for (gsize i = done; i < done + step; i++)
        {
          Node *node = trove_arena_get_mut_raw (data.arena, 0, &data.refs[data.order[i]], NULL);

          node->words[0]++;
          kept[i] = trove_arena_snapshot (data.arena, NULL);
        }

      time = bench_now () - start;
      bench_figure (bench, "edit and keep", "time", column, (double) time / (double) step, "ns");
      bench_figure (bench, "edit and keep", "bytes", column, (double) (bench_heap () - heap) / (double) step,
                    "bytes");
    }

  for (gsize i = 0; i < n_versions; i++)
    trove_snapshot_unref (kept[i]);
  g_free (kept);
  g_object_unref (data.arena);
  g_free (data.refs);
  g_free (data.order);
}

/* The alternatives, for a document of as many nodes */

static gint64
copy_array (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now (), time;
  char *copy = g_memdup2 (data->raw, data->n * sizeof (Node));

  time = bench_now () - start;
  bench_sink += (guint64) copy[data->n];
  g_free (copy);
  return time;
}

static gint64
fork_process (gpointer user_data)
{
  gint64 start = bench_now (), time;
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  time = bench_now () - start;
  waitpid (child, NULL, 0);
  return time;
}

static gpointer
copy_node (gconstpointer node, gpointer data)
{
  return g_memdup2 (node, sizeof (Node));
}

static gboolean
free_node (GNode *node, gpointer data)
{
  g_free (node->data);
  return FALSE;
}

static void
destroy_tree (GNode *tree)
{
  g_node_traverse (tree, G_PRE_ORDER, G_TRAVERSE_ALL, -1, free_node, NULL);
  g_node_destroy (tree);
}

static gint64
copy_tree (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now (), time;
  GNode *copy = g_node_copy_deep (data->tree, copy_node, NULL);

  time = bench_now () - start;
  destroy_tree (copy);
  return time;
}

static gint64
build_variant (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  GVariantBuilder builder;
  GVariant *variant;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(tttt)"));
  for (gsize i = 0; i < data->n; i++)
    {
      const Node *node = (const Node *) data->raw + i;

      g_variant_builder_add (&builder, "(tttt)", node->words[0], node->words[1], node->words[2],
                             node->words[3]);
    }
  variant = g_variant_ref_sink (g_variant_builder_end (&builder));
  bench_sink += g_variant_get_size (variant);
  bench_sink += (guint64) ((const char *) g_variant_get_data (variant))[0];
  g_variant_unref (variant);
  return bench_now () - start;
}

static void
bench_alternatives (Bench *bench, gsize n)
{
  Data data = { .n = n, .raw = g_malloc0 (n * sizeof (Node)) };

  /* A tree of ten children a node. */
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (nodes, g_node_new (g_new0 (Node, 1)));
  for (gsize i = n - 1; i > 0; i--)
    g_node_prepend (g_ptr_array_index (nodes, (i - 1) / 10), g_ptr_array_index (nodes, i));
  data.tree = g_ptr_array_index (nodes, 0);

  bench_time (bench, "a version of all nodes", "memcpy", "copy", 1, copy_array, &data);
  bench_time (bench, "a version of all nodes", "fork", "copy", 1, fork_process, &data);
  bench_time (bench, "a version of all nodes", "g_node_copy_deep", "copy", 1, copy_tree, &data);
  bench->runs = MIN (bench->runs, 3);
  bench_time (bench, "a version of all nodes", "GVariant", "copy", 1, build_variant, &data);

  destroy_tree (data.tree);
  g_free (data.raw);
}

/* Reading over many sub-arenas */

static gint64
get_random (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  for (gsize i = 0; i < data->n; i++)
    sum += ((const Node *) trove_arena_get_raw (data->arena, 0, &data->refs[data->order[i]], NULL))->words[0];

  bench_sink += sum;
  return bench_now () - start;
}

static gint64
get_random_snapshot (gpointer user_data)
{
  Data *data = user_data;
  gint64 start = bench_now ();
  guint64 sum = 0;

  for (gsize i = 0; i < data->n; i++)
    sum += ((const Node *) trove_snapshot_get_raw (g_ptr_array_index (data->kept, 0), 0,
                                                   &data->refs[data->order[i]], NULL))
               ->words[0];

  bench_sink += sum;
  return bench_now () - start;
}

static void
bench_sub_arenas (Bench *bench, gsize most)
{
  for (gsize n = 1; n <= most; n *= 10)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, n);
      gsize n_elements = MAX (n, 1000);
      Data data = { .n = n_elements,
                    .order = bench_permutation (n_elements, 3),
                    .refs = g_new (TroveRef, n_elements),
                    .arena = arena_new (),
                    .kept = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_snapshot_unref) };

      /* Elements are spread over the sub-arenas, one each where there are many. */
      for (gsize i = 0; i < n_elements; i++)
        {
          append (data.arena, &data.refs[i]);
          if ((i + 1) % (n_elements / n) == 0)
            trove_snapshot_unref (trove_arena_snapshot (data.arena, NULL));
        }
      g_ptr_array_add (data.kept, trove_arena_snapshot (data.arena, NULL));

      bench_time (bench, "random get over sub-arenas", "arena", column, n_elements, get_random, &data);
      bench_time (bench, "random get over sub-arenas", "snapshot", column, n_elements, get_random_snapshot,
                  &data);

      g_ptr_array_unref (data.kept);
      g_object_unref (data.arena);
      g_free (data.refs);
      g_free (data.order);
    }
}

/* Branches and merges */

static gint64
nest_branches (gpointer user_data)
{
  TroveArena *branches[ROUNDS + 1];
  gint64 start = bench_now (), time;

  branches[0] = arena_new ();
  for (guint i = 0; i < ROUNDS; i++)
    {
      append (branches[i], NULL);
      branches[i + 1] = trove_arena_clone (branches[i], NULL);
    }

  time = bench_now () - start;
  for (guint i = 0; i <= ROUNDS; i++)
    g_object_unref (branches[i]);
  return time;
}

static gint64
branch_and_merge (gpointer user_data)
{
  TroveArena *arena = arena_new ();
  gint64 start = bench_now (), time;

  append (arena, NULL);
  for (guint i = 0; i < 4 * ROUNDS; i++)
    {
      TroveArena *branch = trove_arena_clone (arena, NULL);

      append (arena, NULL);
      append (branch, NULL);
      trove_arena_absorb (arena, branch, NULL);
      g_object_unref (branch);
    }

  time = bench_now () - start;
  g_object_unref (arena);
  return time;
}

typedef struct
{
  TroveArena *a, *b;
} Pair;

static gint64
merge_pair (gpointer user_data)
{
  Pair *pair = user_data;
  gint64 start = bench_now (), time;
  TroveArena *merged = trove_arena_merge (pair->a, pair->b, NULL);

  time = bench_now () - start;
  g_object_unref (merged);
  return time;
}

static void
grow (TroveArena *arena, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      append (arena, NULL);
      trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
    }
}

static void
bench_branches (Bench *bench)
{
  Pair pair;

  bench_time (bench, "branches", "1,000 nested, a round", "time", ROUNDS, nest_branches, NULL);
  bench_time (bench, "branches", "branch, both write, merge back", "time", 4 * ROUNDS, branch_and_merge,
              NULL);

  pair.a = arena_new ();
  grow (pair.a, 10000);
  pair.b = trove_arena_clone (pair.a, NULL);
  grow (pair.a, 5);
  grow (pair.b, 5);
  bench_time (bench, "branches", "merge: 10,000 shared, 10 apart", "time", 1, merge_pair, &pair);
  g_object_unref (pair.a);
  g_object_unref (pair.b);

  pair.a = arena_new ();
  pair.b = arena_new ();
  grow (pair.a, 1001);
  grow (pair.b, 1001);
  bench_time (bench, "branches", "merge: 2 x 1,001 apart", "time", 1, merge_pair, &pair);
  g_object_unref (pair.a);
  g_object_unref (pair.b);
}

int
main (int argc, char **argv)
{
  Bench bench;

  bench_init (&bench, &argc, &argv, "versions");
  bench_one_more (&bench, bench.n / 10);
  bench_kept (&bench, bench.n);
  bench_sub_arenas (&bench, bench.n / 10);
  bench_branches (&bench);
  bench_alternatives (&bench, bench.n);
  return 0;
}
