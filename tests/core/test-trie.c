/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The trie, against sorted arrays. Its source is included, so that its nodes can be looked at. */

#include "core/trie.c"

#include "failing-memory.h"
#include "test-support.h"

/* Sub-arenas by increasing id, of which the test holds one count each. */
typedef struct
{
  GPtrArray *subs;
  TroveSchema *schema;
} Set;

static void
set_init (Set *set)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_INT64);

  set->subs = g_ptr_array_new ();
  g_assert_null (trove_schema_new (&info, 1, &set->schema));
}

static TroveSub *
set_add (Set *set, guint64 id)
{
  TroveChain chain = { 0 };
  TroveSub *sub = trove_sub_new (id, set->schema, 0, &chain);

  trove_chain_clear (&chain);
  g_ptr_array_add (set->subs, sub);
  return sub;
}

/* Every count has gone back to the test's. */
static void
set_check_counts (Set *set)
{
  for (guint i = 0; i < set->subs->len; i++)
    g_assert_cmpuint (((TroveSub *) set->subs->pdata[i])->count, ==, 1);
}

static void
set_clear (Set *set)
{
  set_check_counts (set);
  for (guint i = 0; i < set->subs->len; i++)
    trove_sub_unref (set->subs->pdata[i]);
  g_ptr_array_unref (set->subs);
  trove_schema_unref (set->schema);
}

/* Invariants */

static void
check_node (TroveTrie trie, const Node *parent)
{
  const Node *node = trie;
  int level;
  guint n = 0;

  g_assert_nonnull (trie);
  if (parent != NULL)
    {
      g_assert_cmpint (level_of (trie), <, level_of ((TroveTrie) parent));
      g_assert_true (in_range (parent, base_of (trie)));
    }
  if (is_leaf (trie))
    return;

  level = level_of (trie);
  g_assert_cmpuint (node->count, >=, 1);
  g_assert_cmpuint ((guint) __builtin_popcount (node->bitmap), >=, 2);
  g_assert_cmpuint (base_of (trie) % ((guint64) 1 << ((level + 1) * BITS)), ==, 0);

  for (guint slot = 0; slot < 32; slot++)
    {
      if (!(node->bitmap & (guint32) 1 << slot))
        continue;
      g_assert_cmpuint ((base_of (node->children[n]) >> (level * BITS)) & 31, ==, slot);
      check_node (node->children[n++], node);
    }
}

typedef struct
{
  TroveSub **subs;
  guint n, seen;
} Walk;

static void
walk (TroveSub *sub, gpointer data)
{
  Walk *w = data;

  g_assert_cmpuint (w->seen, <, w->n);
  g_assert_true (sub == w->subs[w->seen++]);
}

/* A walk that begins at an id finds those from that id on. */
static void
check_walks (TroveTrie trie, TroveSub **subs, guint n)
{
  Walk w = { subs, 0, 0 };

  trove_trie_foreach_from (trie, n > 0 ? subs[n - 1]->id + 1 : 0, walk, &w); /* none */
  for (guint i = 0; i < n; i += 1 + n / 32)
    {
      guint64 before = i > 0 ? subs[i - 1]->id + 1 : 0, id = subs[i]->id;
      const guint64 starts[] = { before, before + (id - before) / 2, id };

      for (guint j = 0; j < G_N_ELEMENTS (starts); j++)
        {
          w = (Walk){ subs + i, n - i, 0 };
          trove_trie_foreach_from (trie, starts[j], walk, &w);
          g_assert_cmpuint (w.seen, ==, n - i);
        }
    }
}

/* A walk of what is new finds all in order, and at the second time nothing. */
static void
check_new (TroveTrie trie, TroveSub **subs, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Walk w = { subs, n, 0 };

  g_assert_cmpuint (trove_trie_foreach_new (trie, seen, walk, &w), ==, trove_trie_n_overhead (trie));
  g_assert_cmpuint (w.seen, ==, n);
  g_assert_cmpuint (trove_trie_foreach_new (trie, seen, walk, &w), ==, 0);
}

/* The trie has these, in this order, and nothing else. */
static void
check_trie (TroveTrie trie, TroveSub **subs, guint n)
{
  Walk w = { subs, n, 0 };

  if (n > 0)
    check_node (trie, NULL);
  else
    g_assert_null (trie);

  if (n < 100)
    check_new (trie, subs, n);
  trove_trie_foreach (trie, walk, &w);
  g_assert_cmpuint (w.seen, ==, n);
  check_walks (trie, subs, n);

  for (guint i = 0; i < n; i++)
    {
      guint64 id = subs[i]->id;

      g_assert_true (trove_trie_lookup (trie, id) == subs[i]);
      if (i + 1 == n || subs[i + 1]->id > id + 1)
        g_assert_null (trove_trie_lookup (trie, id + 1));
      if (i == 0 || subs[i - 1]->id < id - 1)
        g_assert_null (trove_trie_lookup (trie, id - 1));
      /* Ids far away, which differ in one bit alone. */
      if (n < 100)
        for (guint bit = 0; bit < 53; bit++)
          {
            guint64 other = id ^ (guint64) 1 << bit;
            TroveSub *found = trove_trie_lookup (trie, other);

            g_assert_true (found == NULL || found->id == other);
          }
    }
}

/* Building */

static void
check_built (Set *set)
{
  TroveTrie trie;

  g_assert_true (trove_trie_build ((TroveSub **) set->subs->pdata, set->subs->len, &trie));
  check_trie (trie, (TroveSub **) set->subs->pdata, set->subs->len);
  for (guint i = 0; i < set->subs->len; i++)
    g_assert_cmpuint (((TroveSub *) set->subs->pdata[i])->count, ==, 2);

  g_assert_true (trove_trie_ref (trie) == trie);
  trove_trie_unref (trie);
  check_trie (trie, (TroveSub **) set->subs->pdata, set->subs->len);
  trove_trie_unref (trie);
}

static void
test_build (void)
{
  static const struct
  {
    guint n;
    guint64 first, step;
  } fixtures[] = {
    { 0, 1, 1 },
    { 1, 1, 1 },
    { 2, 1, 1 },
    { 2, 31, 1 },
    { 2, 1, ((guint64) 1 << 53) - 2 },
    { 31, 1, 1 },
    { 32, 32, 1 },
    { 33, 32, 1 },
    { 32, 1, 32 },
    { 33, 1, 32 },
    { 1024, 1, 1 },
    { 1025, 0x7fff, 1 },
    { 100, 5, 1024 },
    { 100, 77, 1000003 },
    { 40, 1, (guint64) 1 << 47 },
    { 20000, 12345, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      Set set;

      set_init (&set);
      for (guint j = 0; j < fixtures[i].n; j++)
        set_add (&set, fixtures[i].first + j * fixtures[i].step);
      check_built (&set);
      set_clear (&set);
    }
}

/* Union */

typedef enum
{
  DENSE,
  SPARSE,
  CLUSTERED,
  N_SHAPES,
} Shape;

static guint64
next_id (TestRandom *random, Shape shape, guint64 id)
{
  switch (shape)
    {
    case DENSE:
      return id + 1 + (test_random_below (random, 8) == 0);
    case SPARSE:
      return id + 1 + test_random_below (random, (guint64) 1 << test_random_below (random, 40));
    case CLUSTERED:
      return test_random_below (random, 10) == 0 ? (id | 1023) + 1 + test_random_below (random, 5000) :
                                                   id + 1;
    default:
      g_assert_not_reached ();
    }
}

static void
random_set (Set *set, TestRandom *random, Shape shape, guint n)
{
  guint64 id = 0;

  set_init (set);
  for (guint i = 0; i < n; i++)
    {
      id = next_id (random, shape, id);
      set_add (set, id);
    }
}

/* How the members of a set are dealt out to two. */
typedef enum
{
  INTERLEAVED, /* each to one of them, or to both */
  HALVES,      /* the lower ids to one, the upper to the other */
  CONTAINED,   /* all to a, some to b as well */
  SAME,
  N_DEALS,
} Deal;

static void
deal_out (Set *set, TestRandom *random, Deal deal, GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < set->subs->len; i++)
    {
      guint to = 3; /* bit 0: a, bit 1: b */

      if (deal == INTERLEAVED)
        to = 1 + (guint) test_random_below (random, 3);
      else if (deal == HALVES)
        to = i < set->subs->len / 2 ? 1 : 2;
      else if (deal == CONTAINED)
        to = test_random_below (random, 3) == 0 ? 3 : 1;

      if (to & 1)
        g_ptr_array_add (a, set->subs->pdata[i]);
      if (to & 2)
        g_ptr_array_add (b, set->subs->pdata[i]);
    }
}

static void
check_union (Set *set, TestRandom *random, Deal deal)
{
  g_autoptr (GPtrArray) in_a = g_ptr_array_new ();
  g_autoptr (GPtrArray) in_b = g_ptr_array_new ();
  TroveTrie a, b, ab, ba, again;

  deal_out (set, random, deal, in_a, in_b);
  g_assert_true (trove_trie_build ((TroveSub **) in_a->pdata, in_a->len, &a));
  g_assert_true (trove_trie_build ((TroveSub **) in_b->pdata, in_b->len, &b));
  g_assert_true (trove_trie_union (a, b, &ab));
  g_assert_true (trove_trie_union (b, a, &ba));

  check_trie (ab, (TroveSub **) set->subs->pdata, set->subs->len);
  check_trie (ba, (TroveSub **) set->subs->pdata, set->subs->len);
  check_trie (a, (TroveSub **) in_a->pdata, in_a->len); /* as it was */
  check_trie (b, (TroveSub **) in_b->pdata, in_b->len);

  /* Where the first has all that there is, it is the result. */
  if (deal == CONTAINED || deal == SAME)
    g_assert_true (ab == a);
  if (deal == SAME)
    g_assert_true (ba == b);
  g_assert_true (trove_trie_union (ab, a, &again));
  g_assert_true (again == ab);
  trove_trie_unref (again);
  g_assert_true (trove_trie_union (NULL, ab, &again));
  g_assert_true (again == ab);
  trove_trie_unref (again);

  /* The result keeps what it needs of both. */
  trove_trie_unref (a);
  trove_trie_unref (b);
  trove_trie_unref (ba);
  check_trie (ab, (TroveSub **) set->subs->pdata, set->subs->len);
  trove_trie_unref (ab);
  set_check_counts (set);
}

static void
test_union (void)
{
  guint rounds = test_count (2000, 100);
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < rounds; i++)
    for (Deal deal = 0; deal < N_DEALS; deal++)
      {
        guint n = (guint) test_random_below (&random, i % 50 == 0 ? 3000 : 70);
        Set set;

        random_set (&set, &random, i % N_SHAPES, n);
        check_union (&set, &random, deal);
        set_clear (&set);
      }
}

/* Some of them go, and some ids that were never there. */
static void
check_subtract (Set *set, TestRandom *random, guint one_in)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  TroveTrie trie, rest, again;

  for (guint i = 0; i < set->subs->len; i++)
    {
      TroveSub *sub = set->subs->pdata[i];
      const TroveSub *next = i + 1 < set->subs->len ? set->subs->pdata[i + 1] : NULL;
      guint64 other = sub->id + 1;

      if (test_random_below (random, one_in) == 0)
        g_array_append_val (ids, sub->id);
      else
        g_ptr_array_add (left, sub);
      if (test_random_below (random, one_in) == 0 && (next == NULL || next->id > other))
        g_array_append_val (ids, other);
    }

  g_assert_true (trove_trie_build ((TroveSub **) set->subs->pdata, set->subs->len, &trie));
  g_assert_true (trove_trie_subtract (trie, (const guint64 *) ids->data, ids->len, &rest));
  check_trie (rest, (TroveSub **) left->pdata, left->len);
  check_trie (trie, (TroveSub **) set->subs->pdata, set->subs->len); /* as it was */
  g_assert_true ((rest == trie) == (left->len == set->subs->len));

  /* It is the trie that is built of what is left: canonical, so that a union still finds what is shared. */
  g_assert_true (trove_trie_subtract (rest, (const guint64 *) ids->data, ids->len, &again));
  g_assert_true (again == rest);
  trove_trie_unref (again);
  trove_trie_unref (trie);
  check_trie (rest, (TroveSub **) left->pdata, left->len);
  trove_trie_unref (rest);
  set_check_counts (set);
}

static void
test_subtract (void)
{
  guint rounds = test_count (2000, 100);
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < rounds; i++)
    for (guint one_in = 1; one_in < 500; one_in *= 4)
      {
        guint n = (guint) test_random_below (&random, i % 50 == 0 ? 3000 : 70);
        Set set;

        random_set (&set, &random, i % N_SHAPES, n);
        check_subtract (&set, &random, one_in);
        set_clear (&set);
      }
}

/* Two tries that differ in a few: their union costs the paths to those, and shares the rest. */
static void
test_union_shares (void)
{
  TroveTrie trie, tail, both;
  Set set;

  set_init (&set);
  for (guint64 id = 1; id <= 40000; id++)
    set_add (&set, id);
  g_assert_true (trove_trie_build ((TroveSub **) set.subs->pdata, 39990, &trie));
  g_assert_true (trove_trie_build ((TroveSub **) set.subs->pdata + 39990, 10, &tail));

  failing_memory_start (FAILING_NONE, 0);
  g_assert_true (trove_trie_union (trie, tail, &both));
  failing_memory_stop ();
  g_assert_cmpuint (failing_memory_n_requests (), <=, 10);
  check_trie (both, (TroveSub **) set.subs->pdata, set.subs->len);

  trove_trie_unref (trie);
  trove_trie_unref (tail);

  /* The same content in nodes of its own: found equal by its sub-arenas, and given back. */
  g_assert_true (trove_trie_build ((TroveSub **) set.subs->pdata, set.subs->len, &trie));
  g_assert_true (trove_trie_union (both, trie, &tail));
  g_assert_true (tail == both);
  trove_trie_unref (tail);
  trove_trie_unref (trie);
  trove_trie_unref (both);
  set_clear (&set);
}

/* Many versions, each a union with the one before, dropped in any order: what they share goes with the last. */
static void
test_versions (void)
{
  enum
  {
    N_VERSIONS = 200
  };
  TroveTrie versions[N_VERSIONS] = { NULL };
  guint until[N_VERSIONS];
  TestRandom random;
  Set set;

  test_random_init (&random);
  set_init (&set);
  for (guint i = 0; i < N_VERSIONS; i++)
    {
      guint from = set.subs->len, n = 1 + (guint) test_random_below (&random, 9);
      guint64 id = from > 0 ? ((TroveSub *) set.subs->pdata[from - 1])->id : 0;
      TroveTrie tail;

      for (guint j = 0; j < n; j++)
        set_add (&set, id += 1 + test_random_below (&random, 4));
      g_assert_true (trove_trie_build ((TroveSub **) set.subs->pdata + from, n, &tail));
      g_assert_true (trove_trie_union (i > 0 ? versions[i - 1] : NULL, tail, &versions[i]));
      trove_trie_unref (tail);
      until[i] = set.subs->len;
    }

  for (guint left = N_VERSIONS; left > 0; left--)
    {
      guint i = (guint) test_random_below (&random, N_VERSIONS);

      while (versions[i] == NULL)
        i = (i + 1) % N_VERSIONS;
      check_trie (versions[i], (TroveSub **) set.subs->pdata, until[i]);
      trove_trie_unref (g_steal_pointer (&versions[i]));
    }
  set_clear (&set);
}

/* Each allocation fails in turn: no result, nothing kept, nothing changed. */
static void
test_no_memory (void)
{
  g_autoptr (GPtrArray) in_a = g_ptr_array_new ();
  g_autoptr (GPtrArray) in_b = g_ptr_array_new ();
  TroveTrie a, b, made;
  TestRandom random;
  gboolean ok;
  Set set;

  test_random_init (&random);
  random_set (&set, &random, CLUSTERED, 500);
  deal_out (&set, &random, INTERLEAVED, in_a, in_b);

  ok = FALSE;
  for (guint i = 0; !ok; i++)
    {
      failing_memory_start (FAILING_ONE, i);
      ok = trove_trie_build ((TroveSub **) set.subs->pdata, set.subs->len, &made);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      if (!ok)
        set_check_counts (&set);
    }
  trove_trie_unref (made);

  g_assert_true (trove_trie_build ((TroveSub **) in_a->pdata, in_a->len, &a));
  g_assert_true (trove_trie_build ((TroveSub **) in_b->pdata, in_b->len, &b));
  ok = FALSE;
  for (guint i = 0; !ok; i++)
    {
      failing_memory_start (FAILING_ONE, i);
      ok = trove_trie_union (a, b, &made);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      check_trie (a, (TroveSub **) in_a->pdata, in_a->len);
      check_trie (b, (TroveSub **) in_b->pdata, in_b->len);
    }
  check_trie (made, (TroveSub **) set.subs->pdata, set.subs->len);
  trove_trie_unref (a);
  trove_trie_unref (b);

  ok = FALSE;
  for (guint i = 0; !ok; i++)
    {
      const guint64 ids[] = { ((TroveSub *) set.subs->pdata[7])->id,
                              ((TroveSub *) set.subs->pdata[400])->id };

      failing_memory_start (FAILING_ONE, i);
      ok = trove_trie_subtract (made, ids, G_N_ELEMENTS (ids), &a);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      check_trie (made, (TroveSub **) set.subs->pdata, set.subs->len);
    }
  trove_trie_unref (a);
  trove_trie_unref (made);
  set_clear (&set);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trie/build", test_build);
  g_test_add_func ("/trie/union", test_union);
  g_test_add_func ("/trie/subtract", test_subtract);
  g_test_add_func ("/trie/union-shares", test_union_shares);
  g_test_add_func ("/trie/versions", test_versions);
  g_test_add_func ("/trie/no-memory", test_no_memory);
  return g_test_run ();
}
