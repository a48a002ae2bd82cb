/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merges: branches of branches, branches that are merged back, and merges of arenas that share many sub-arenas, or
 * none. Each is compared with as many objects of an empty class. */

#include "bench.h"
#include "node.h"

#define MERGES 50 /* of a run */
#define LOOK_UPS 100

static GType object_type; /* an empty class */

/* The rounds of a run. The first round may be done before measuring. */
typedef struct
{
  guint first, end;
  gpointer *made; /* a branch or another object for each round, and one before the first */
  TroveArena *arena;
} Rounds;

static guint64
unref_made (gpointer user_data)
{
  Rounds *rounds = user_data;

  for (guint i = 0; i <= rounds->end; i++)
    g_object_unref (rounds->made[i]);
  g_free (rounds->made);
  return 0;
}

/* Branches of branches */

static void
nest (Rounds *rounds, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    {
      node_append (rounds->made[i]);
      rounds->made[i + 1] = trove_arena_clone (rounds->made[i], NULL);
    }
}

static guint64
make_nested (gpointer user_data)
{
  Rounds *rounds = user_data;

  rounds->made = g_new (gpointer, rounds->end + 1);
  rounds->made[0] = node_arena_new ();
  nest (rounds, 0, rounds->first);
  return 0;
}

static guint64
nest_branches (gpointer user_data)
{
  Rounds *rounds = user_data;

  nest (rounds, rounds->first, rounds->end);
  return 0;
}

static guint64
make_no_objects (gpointer user_data)
{
  Rounds *rounds = user_data;

  rounds->made = g_new (gpointer, rounds->end + 1);
  for (guint i = 0; i <= rounds->first; i++)
    rounds->made[i] = g_object_new (object_type, NULL);
  return 0;
}

static guint64
make_objects (gpointer user_data)
{
  Rounds *rounds = user_data;

  for (guint i = rounds->first; i < rounds->end; i++)
    rounds->made[i + 1] = g_object_new (object_type, NULL);
  return 0;
}

static const BenchContender nested[] = {
  { "append, clone", make_nested, nest_branches, unref_made },
  { "g_object_new", make_no_objects, make_objects, unref_made },
};

/* Branches that are merged back */

static void
branch_and_merge (TroveArena *arena, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      TroveArena *branch = trove_arena_clone (arena, NULL);

      node_append (arena);
      node_append (branch);
      trove_arena_absorb (arena, branch, NULL);
      g_object_unref (branch);
    }
}

static guint64
make_merged (gpointer user_data)
{
  Rounds *rounds = user_data;

  rounds->arena = node_arena_new ();
  node_append (rounds->arena);
  branch_and_merge (rounds->arena, rounds->first);
  return 0;
}

static guint64
merge_back (gpointer user_data)
{
  Rounds *rounds = user_data;

  branch_and_merge (rounds->arena, rounds->end - rounds->first);
  return 0;
}

static guint64
unref_merged (gpointer user_data)
{
  g_object_unref (((Rounds *) user_data)->arena);
  return 0;
}

static guint64
drop_objects (gpointer user_data)
{
  const Rounds *rounds = user_data;

  for (guint i = rounds->first; i < rounds->end; i++)
    g_object_unref (g_object_new (object_type, NULL));
  return 0;
}

static const BenchContender merged_back[] = {
  { "clone, two appends, absorb, drop", make_merged, merge_back, unref_merged },
  { "g_object_new and unref", NULL, drop_objects, NULL },
};

static void
bench_rounds (Bench *bench)
{
  Rounds nests[] = { { 0, 1000 }, { 0, 500 }, { 500, 1000 } };
  Rounds merges[] = { { 0, 4000 }, { 0, 2000 }, { 2000, 4000 } };
  static const char *const columns[] = { "all", "first half", "last half" };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      bench_add (bench, "1,000 nested branches, a round", columns[i], nests[i].end - nests[i].first, nested,
                 G_N_ELEMENTS (nested), &nests[i]);
      bench_add (bench, "4,000 branches merged back, a round", columns[i], merges[i].end - merges[i].first,
                 merged_back, G_N_ELEMENTS (merged_back), &merges[i]);
    }
  bench_run (bench, BENCH_WARM);
}

/* Merges of two arenas */

typedef struct
{
  TroveArena *a, *b;
  GArray *refs; /* to elements of both arenas */
  guint32 *order;
  gpointer merged[MERGES];
} Pair;

static void
grow (Pair *pair, TroveArena *arena, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      TroveRef ref = node_append (arena);

      node_freeze (arena);
      g_array_append_val (pair->refs, ref);
    }
}

static void
pair_init (Pair *pair, gsize n_shared, gsize n_apart)
{
  pair->refs = g_array_new (FALSE, FALSE, sizeof (TroveRef));
  pair->a = node_arena_new ();
  grow (pair, pair->a, n_shared);
  pair->b = n_shared > 0 ? trove_arena_clone (pair->a, NULL) : node_arena_new ();
  grow (pair, pair->a, n_apart);
  grow (pair, pair->b, n_apart);
  pair->order = bench_permutation (pair->refs->len, 6);
}

static void
pair_clear (Pair *pair)
{
  g_object_unref (pair->a);
  g_object_unref (pair->b);
  g_array_unref (pair->refs);
  g_free (pair->order);
}

static guint64
merge (gpointer user_data)
{
  Pair *pair = user_data;

  for (guint i = 0; i < MERGES; i++)
    pair->merged[i] = trove_arena_merge (pair->a, pair->b, NULL);
  return 0;
}

static guint64
unref_pair (gpointer user_data)
{
  Pair *pair = user_data;

  for (guint i = 0; i < MERGES; i++)
    g_object_unref (pair->merged[i]);
  return 0;
}

/* Merges arenas that are in the processor's caches. */
static guint64
merge_once (gpointer user_data)
{
  const Pair *pair = user_data;

  g_object_unref (trove_arena_merge (pair->a, pair->b, NULL));
  return 0;
}

/* Merges arenas whose sub-arenas are in the processor's caches; the merged views are not. */
static guint64
merge_and_read (gpointer user_data)
{
  const Pair *pair = user_data;
  guint64 sum = 0;

  merge (user_data);
  for (guint i = 0; i < pair->refs->len; i++)
    {
      const Node *node = trove_arena_get_raw (pair->a, 0, &g_array_index (pair->refs, TroveRef, i), NULL);

      sum += node != NULL ? node->words[0] : 0;
    }
  return sum;
}

static guint64
look_up (gpointer user_data)
{
  const Pair *pair = user_data;
  guint64 sum = 0;

  for (guint i = 0, k = 0; i < MERGES; i++)
    for (guint j = 0; j < LOOK_UPS; j++)
      {
        const TroveRef *ref = &g_array_index (pair->refs, TroveRef, pair->order[k++ % pair->refs->len]);

        sum += ((const Node *) trove_arena_get_raw (pair->merged[i], 0, ref, NULL))->words[0];
      }
  return sum;
}

static guint64
make_pair_objects (gpointer user_data)
{
  Pair *pair = user_data;

  for (guint i = 0; i < MERGES; i++)
    pair->merged[i] = g_object_new (object_type, NULL);
  return 0;
}

static const BenchContender merging[] = {
  { "trove_arena_merge", merge_once, merge, unref_pair },
  { "the first 100 look-ups after it", merge_and_read, look_up, unref_pair },
  { "g_object_new", NULL, make_pair_objects, unref_pair },
};

static void
bench_merges (Bench *bench, gsize most)
{
  static const gsize shared[] = { 1000, 10000, 100000 };
  Pair apart, pairs[G_N_ELEMENTS (shared)];
  guint n_pairs = 0;

  for (; n_pairs < G_N_ELEMENTS (shared) && shared[n_pairs] <= most; n_pairs++)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, shared[n_pairs]);

      pair_init (&pairs[n_pairs], shared[n_pairs], 5);
      bench_add (bench, "merge of two that differ in ten", column, MERGES, merging, G_N_ELEMENTS (merging),
                 &pairs[n_pairs]);
    }
  pair_init (&apart, 0, 1001);
  bench_add (bench, "merge of two that share nothing", "2 x 1,001", MERGES, merging, G_N_ELEMENTS (merging),
             &apart);
  bench_run (bench, BENCH_WARM);

  while (n_pairs > 0)
    pair_clear (&pairs[--n_pairs]);
  pair_clear (&apart);
}

int
main (int argc, char **argv)
{
  Bench bench;

  bench_init (&bench, &argc, &argv, "merges");
  object_type = bench_object_type ("BenchObject", sizeof (GObject));
  bench_rounds (&bench);
  bench_merges (&bench, bench.n / 10);
  return 0;
}
