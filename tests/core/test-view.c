/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Views, against sets of ids. The source is included, so that logs can be looked at. */

#include "core/view.c"

#include "failing-memory.h"
#include "test-support.h"

#define MAX_IDS 1000000

/* Sub-arenas of one element, which is their id; each says when it is freed. */
typedef struct
{
  TroveSchema *schema;
  atomic_uint next_id;
  atomic_uint n_freed;
  atomic_uchar freed[MAX_IDS];
} World;

static World *world;

static void
clear_id (gpointer element, gpointer data)
{
  guint64 id = *(guint64 *) element;

  g_assert_cmpuint (id, <, MAX_IDS);
  g_assert_cmpuint (atomic_fetch_add (&world->freed[id], 1), ==, 0);
  atomic_fetch_add (&world->n_freed, 1);
}

static void
world_begin (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (guint64, .clear = clear_id);

  world = g_new0 (World, 1);
  g_assert_null (trove_schema_new (&info, 1, &world->schema));
  atomic_init (&world->next_id, 1);
}

/* Every sub-arena that was made is gone. */
static void
world_end (void)
{
  g_assert_cmpuint (world->n_freed, ==, world->next_id - 1);
  trove_schema_unref (world->schema);
  g_clear_pointer (&world, g_free);
}

static TroveSub *
new_sub (void)
{
  guint64 id = atomic_fetch_add (&world->next_id, 1);
  TroveChain chain = { 0 };
  TroveSub *sub = trove_sub_new (id, world->schema, 0, &chain);
  TrovePool *pool = trove_sub_add_row (sub, 0, &chain);

  g_assert_cmpuint (id, <, MAX_IDS);
  *(guint64 *) trove_rows_address (pool->rows, 0, sizeof (guint64)) = id;
  pool->length = 1;
  trove_chain_clear (&chain);
  return sub;
}

/* A view and what it should have, in increasing order. */
typedef struct
{
  TroveView view;
  GArray *ids; /* guint64 */
} Pair;

static guint64
id_at (const Pair *pair, guint i)
{
  return g_array_index (pair->ids, guint64, i);
}

static void
pair_init (Pair *pair)
{
  *pair = (Pair){ TROVE_VIEW_INIT, g_array_new (FALSE, FALSE, sizeof (guint64)) };
}

static void
pair_push (Pair *pair)
{
  TroveSub *sub = new_sub ();

  g_array_append_val (pair->ids, sub->id);
  g_assert_true (trove_view_push (&pair->view, sub));
}

static void
pair_copy (const Pair *pair, Pair *dest)
{
  pair_init (dest);
  g_array_append_vals (dest->ids, pair->ids->data, pair->ids->len);
  trove_view_copy (&pair->view, &dest->view);
}

static void
pair_merge (const Pair *a, const Pair *b, Pair *dest)
{
  guint i = 0, j = 0;

  pair_init (dest);
  while (i < a->ids->len || j < b->ids->len)
    {
      gboolean from_a = j == b->ids->len || (i < a->ids->len && id_at (a, i) <= id_at (b, j));
      guint64 id = from_a ? id_at (a, i) : id_at (b, j);

      i += i < a->ids->len && id_at (a, i) == id;
      j += j < b->ids->len && id_at (b, j) == id;
      g_array_append_val (dest->ids, id);
    }
  g_assert_true (trove_view_merge (&a->view, &b->view, &dest->view));
}

/* All but each one_in-th, at random. */
static void
pair_without (const Pair *pair, TestRandom *random, guint one_in, Pair *dest)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (guint64));

  pair_init (dest);
  for (guint i = 0; i < pair->ids->len; i++)
    {
      guint64 id = id_at (pair, i);

      if (test_random_below (random, one_in) == 0)
        g_array_append_val (gone, id);
      else
        g_array_append_val (dest->ids, id);
    }
  g_assert_true (trove_view_without (&pair->view, (const guint64 *) gone->data, gone->len, &dest->view));
}

static void
pair_clear (Pair *pair)
{
  trove_view_clear (&pair->view);
  g_assert_null (pair->view.log);
  g_array_unref (pair->ids);
  *pair = (Pair){ 0 };
}

/* Invariants */

static void
check_order (TroveSub *sub, gpointer data)
{
  guint64 *last = data;

  g_assert_cmpuint (sub->id, >, *last);
  *last = sub->id;
}

static void
check_log (TroveLog *log)
{
  guint64 last = 0;

  g_assert_cmpuint (log->length, <=, log->capacity);
  g_assert_cmpuint (log->capacity, >=, 1);
  g_assert_cmpuint (log->capacity, <=, MAX_CAPACITY);
  trove_trie_foreach (log->root, check_order, &last);
  for (guint i = 0; i < log->length; i++)
    {
      g_assert_cmpuint (log->entries[i].id, ==, log->entries[i].sub->id);
      check_order (log->entries[i].sub, &last);
    }
  g_assert_false (atomic_flag_test_and_set (&log->lock)); /* nobody left it locked */
  atomic_flag_clear (&log->lock);
}

typedef struct
{
  const Pair *pair;
  guint seen;
} Walk;

static void
walk (TroveSub *sub, gpointer data)
{
  Walk *w = data;

  g_assert_cmpuint (w->seen, <, w->pair->ids->len);
  g_assert_cmpuint (sub->id, ==, id_at (w->pair, w->seen));
  g_assert_cmpuint (world->freed[sub->id], ==, 0);
  w->seen++;
}

/* A walk that begins at an id finds those from that id on. */
static void
check_walks (const Pair *pair)
{
  guint n = pair->ids->len;
  Walk w = { pair, n };

  trove_view_foreach_from (&pair->view, n > 0 ? id_at (pair, n - 1) + 1 : 0, walk, &w); /* none */
  for (guint i = 0; i < n; i += 1 + n / 16)
    {
      const guint64 starts[] = { i > 0 ? id_at (pair, i - 1) + 1 : 0, id_at (pair, i) };

      for (guint j = 0; j < G_N_ELEMENTS (starts); j++)
        {
          w.seen = i;
          trove_view_foreach_from (&pair->view, starts[j], walk, &w);
          g_assert_cmpuint (w.seen, ==, n);
        }
    }
}

static void
count_new (TroveSub *sub, gpointer n)
{
  g_assert_cmpuint (world->freed[sub->id], ==, 0);
  ++*(guint *) n;
}

/* A walk of what is new finds all of a view at first, and then nothing. What another view has is not new either. */
static void
check_new (const Pair *pair, const Pair *other)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL), both = g_hash_table_new (NULL, NULL);
  guint n = 0, n_both = 0, n_other = 0;
  gsize bytes = trove_view_foreach_new (&pair->view, seen, count_new, &n);

  g_assert_cmpuint (n, ==, pair->ids->len);
  g_assert_cmpuint (bytes, ==, trove_view_n_overhead (&pair->view));
  g_assert_cmpuint (trove_view_foreach_new (&pair->view, seen, count_new, &n), ==, 0);
  g_assert_cmpuint (n, ==, pair->ids->len);

  trove_view_foreach_new (&other->view, both, count_new, &n_both);
  trove_view_foreach_new (&pair->view, both, count_new, &n_both);
  for (guint i = 0; i < other->ids->len; i++)
    n_other += trove_view_lookup (&pair->view, id_at (other, i)) == NULL;
  g_assert_cmpuint (n_both, ==, pair->ids->len + n_other);
}

static void
check_pair (const Pair *pair)
{
  Walk w = { pair, 0 };
  TroveSub *last = trove_view_last (&pair->view);
  guint64 before = 0;

  trove_view_foreach (&pair->view, walk, &w);
  g_assert_cmpuint (w.seen, ==, pair->ids->len);
  check_walks (pair);
  if (pair->ids->len % 8 == 1)
    check_new (pair, pair);
  if (last != NULL)
    g_assert_cmpuint (last->id, ==, id_at (pair, pair->ids->len - 1));

  for (guint i = 0; i < pair->ids->len; i++)
    {
      TroveSub *sub = trove_view_lookup (&pair->view, id_at (pair, i));

      g_assert_nonnull (sub);
      g_assert_cmpuint (sub->id, ==, id_at (pair, i));
      if (id_at (pair, i) - before > 1)
        {
          g_assert_null (trove_view_lookup (&pair->view, before + 1));
          g_assert_null (trove_view_lookup (&pair->view, id_at (pair, i) - 1));
        }
      before = id_at (pair, i);
    }
  g_assert_null (trove_view_lookup (&pair->view, before + 1));
  g_assert_null (trove_view_lookup (&pair->view, G_MAXUINT64));
  if (pair->view.log != NULL)
    check_log (pair->view.log);
}

/* A log's counts are those of the views there are, and it is as long as the longest of them. */
static void
check_counts (const Pair *pairs, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      TroveLog *log = pairs[i].view.log;
      guint ends[MAX_CAPACITY + 1] = { 0 }, longest = 0;

      if (log == NULL)
        continue;
      for (guint j = 0; j < n; j++)
        if (pairs[j].view.log == log)
          {
            ends[pairs[j].view.length]++;
            longest = MAX (longest, pairs[j].view.length);
          }
      g_assert_cmpuint (log->length, ==, longest);
      for (guint length = 0; length <= longest; length++)
        g_assert_cmpuint (*views_at (log, length), ==, ends[length]);
    }
}

/* Cases */

static void
test_empty (void)
{
  Pair a, b, merged;

  world_begin ();
  pair_init (&a);
  check_pair (&a);
  pair_copy (&a, &b);
  pair_merge (&a, &b, &merged);
  check_pair (&merged);
  g_assert_null (merged.view.log);
  pair_clear (&merged);

  pair_push (&b);
  pair_merge (&a, &b, &merged);
  check_pair (&merged);
  g_assert_true (merged.view.log == b.view.log);
  pair_clear (&merged);
  pair_merge (&b, &a, &merged);
  check_pair (&merged);
  pair_clear (&b);
  check_pair (&merged);
  g_assert_cmpuint (world->n_freed, ==, 0);
  pair_clear (&merged);
  g_assert_cmpuint (world->n_freed, ==, 1);
  pair_clear (&a);
  world_end ();
}

/* One after the other, each version kept: in logs of more and more entries, whoever goes on with them. */
static void
test_linear (void)
{
  enum
  {
    N = 4 + 8 + 16 + 4 * 32
  };
  Pair kept[N + 1];
  guint n_logs = 0;

  world_begin ();
  pair_init (&kept[0]);
  for (guint i = 0; i < N; i++)
    {
      pair_copy (&kept[i], &kept[i + 1]); /* always the newest copy: not the view that wrote last */
      pair_push (&kept[i + 1]);
      check_pair (&kept[i + 1]);
      n_logs += kept[i + 1].view.log != kept[i].view.log;
    }
  check_counts (kept, N + 1);
  g_assert_cmpuint (n_logs, <=, 9); /* of 4, 8, 16, 32, 32, … entries, or some less */

  /* An older one goes: nothing is freed. The newest goes: its sub-arena alone is. */
  pair_clear (&kept[10]);
  g_assert_cmpuint (world->n_freed, ==, 0);
  pair_clear (&kept[N]);
  g_assert_cmpuint (world->n_freed, ==, 1);
  pair_clear (&kept[N - 2]);
  g_assert_cmpuint (world->n_freed, ==, 1);
  pair_clear (&kept[N - 1]);
  g_assert_cmpuint (world->n_freed, ==, 3);
  for (guint i = 0; i < N - 2; i++)
    {
      if (i == 10)
        continue;
      check_pair (&kept[i]);
      pair_clear (&kept[i]);
    }
  world_end ();
}

static void
test_branch (void)
{
  Pair trunk, branch, twin, merged;

  world_begin ();
  pair_init (&trunk);
  pair_push (&trunk); /* 1 */
  pair_push (&trunk); /* 2 */
  pair_copy (&trunk, &branch);
  pair_copy (&trunk, &twin);

  pair_push (&trunk);  /* 3: goes on in the log */
  pair_push (&branch); /* 4: a true branch */
  g_assert_true (trunk.view.log == twin.view.log);
  g_assert_true (branch.view.log != trunk.view.log);
  g_assert_cmpuint (branch.view.log->capacity, <=, MIN_CAPACITY);
  check_pair (&trunk);
  check_pair (&branch);
  check_pair (&twin);
  check_new (&trunk, &branch);
  check_new (&trunk, &twin);
  check_new (&twin, &trunk);

  /* The same log: the longer of the two. */
  pair_merge (&twin, &trunk, &merged);
  g_assert_true (merged.view.log == trunk.view.log);
  g_assert_cmpuint (merged.view.length, ==, trunk.view.length);
  check_pair (&merged);
  pair_clear (&merged);

  pair_merge (&trunk, &branch, &merged);
  g_assert_cmpuint (merged.view.length, ==, 0);
  check_pair (&merged);
  check_new (&merged, &branch);
  pair_clear (&trunk);
  pair_clear (&branch);
  pair_clear (&twin);
  g_assert_cmpuint (world->n_freed, ==, 0);
  pair_push (&merged);
  check_pair (&merged);
  pair_clear (&merged);
  world_end ();
}

/* The end of a log is dropped and written again, by a view that had been left behind. */
static void
test_rewrite (void)
{
  Pair views[3] = { { TROVE_VIEW_INIT } };

  world_begin ();
  pair_init (&views[0]);
  pair_push (&views[0]);
  pair_copy (&views[0], &views[1]);
  for (guint i = 0; i < 3; i++)
    pair_push (&views[1]);
  pair_clear (&views[1]);
  g_assert_cmpuint (world->n_freed, ==, 3);
  check_counts (views, 3);

  pair_push (&views[0]);
  g_assert_cmpuint (views[0].view.length, ==, 2);
  check_pair (&views[0]);
  check_counts (views, 3);

  /* A log whose only views are of length 0: popped empty, then written from its start. */
  pair_init (&views[1]);
  pair_push (&views[1]);
  pair_merge (&views[0], &views[1], &views[2]);
  pair_clear (&views[1]);
  pair_copy (&views[2], &views[1]);
  pair_push (&views[1]);
  g_assert_true (views[1].view.log == views[2].view.log);
  pair_clear (&views[1]);
  check_pair (&views[2]);
  pair_copy (&views[2], &views[1]);
  pair_push (&views[1]);
  g_assert_true (views[1].view.log == views[2].view.log);
  check_pair (&views[1]);
  check_pair (&views[2]);
  check_counts (views, 3);
  for (guint i = 0; i < 3; i++)
    pair_clear (&views[i]);
  world_end ();
}

/* Random */

#define N_VIEWS 40

static void
count_ids (const Pair *pair, guint *counts, int add, guint *n_reached)
{
  for (guint i = 0; i < pair->ids->len; i++)
    {
      guint *count = &counts[id_at (pair, i)];

      *n_reached -= *count > 0;
      *count += (guint) add;
      *n_reached += *count > 0;
    }
}

static void
random_step (Pair *pairs, guint *counts, guint *n_reached, TestRandom *random)
{
  guint at = (guint) test_random_below (random, N_VIEWS);
  const Pair *a = &pairs[test_random_below (random, N_VIEWS)];
  const Pair *b = &pairs[test_random_below (random, N_VIEWS)];
  guint action = (guint) test_random_below (random, 100);
  Pair made;

  if (pairs[at].ids->len > 300 || action < 1)
    pair_init (&made);
  else if (action < 65)
    {
      count_ids (&pairs[at], counts, -1, n_reached);
      pair_push (&pairs[at]);
      count_ids (&pairs[at], counts, 1, n_reached);
      return;
    }
  else if (action < 85)
    pair_copy (a, &made);
  else if (action < 92)
    pair_without (a, random, 1 + (guint) test_random_below (random, 30), &made);
  else
    pair_merge (a, b, &made);

  count_ids (&made, counts, 1, n_reached);
  count_ids (&pairs[at], counts, -1, n_reached);
  pair_clear (&pairs[at]);
  pairs[at] = made;
}

static void
test_random (void)
{
  guint n = test_count (200000, 5000);
  guint *counts = g_new0 (guint, MAX_IDS), n_reached = 0;
  Pair pairs[N_VIEWS];
  TestRandom random;

  test_random_init (&random);
  world_begin ();
  for (guint i = 0; i < N_VIEWS; i++)
    pair_init (&pairs[i]);

  for (guint i = 0; i < n; i++)
    {
      random_step (pairs, counts, &n_reached, &random);

      /* What no view reaches is freed, and nothing else. */
      g_assert_cmpuint (world->n_freed, ==, world->next_id - 1 - n_reached);
      if (i % 16 == 0)
        check_pair (&pairs[test_random_below (&random, N_VIEWS)]);
      if (i % 256 == 0)
        {
          check_counts (pairs, N_VIEWS);
          for (guint id = 1; id < world->next_id; id++)
            g_assert_cmpuint (world->freed[id], ==, counts[id] == 0);
        }
    }

  for (guint i = 0; i < N_VIEWS; i++)
    pair_clear (&pairs[i]);
  g_free (counts);
  world_end ();
}

static void
test_no_memory (void)
{
  Pair a, b, merged;
  gboolean ok = FALSE;
  TroveSub *sub;

  world_begin ();
  pair_init (&a);
  while (a.ids->len < 60 || a.view.length < a.view.log->capacity) /* the last log is full */
    pair_push (&a);
  pair_copy (&a, &b);

  sub = new_sub ();
  for (guint i = 0; !ok; i++)
    {
      failing_memory_start (FAILING_ONE, i);
      ok = trove_view_push (&a.view, sub);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      if (ok)
        g_array_append_val (a.ids, sub->id);
      check_pair (&a);
    }

  pair_push (&b);
  ok = FALSE;
  for (guint i = 0; !ok; i++)
    {
      TroveView view;

      failing_memory_start (FAILING_ONE, i);
      ok = trove_view_merge (&a.view, &b.view, &view);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      check_pair (&a);
      check_pair (&b);
      if (ok)
        trove_view_clear (&view);
    }
  ok = FALSE;
  for (guint i = 0; !ok; i++)
    {
      const guint64 ids[] = { id_at (&a, 3), id_at (&a, a.ids->len - 2) };
      TroveView view;

      failing_memory_start (FAILING_ONE, i);
      ok = trove_view_without (&a.view, ids, G_N_ELEMENTS (ids), &view);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      check_pair (&a);
      if (ok)
        trove_view_clear (&view);
    }
  g_assert_cmpuint (world->n_freed, ==, 0);
  pair_merge (&a, &b, &merged);
  check_pair (&merged);
  pair_clear (&a);
  pair_clear (&b);
  pair_clear (&merged);
  world_end ();
}

/* Threads: views are handed round, copied, extended, merged and dropped at once. */

#define N_SLOTS 16

static struct
{
  TestLock lock;
  TroveView view;
} slots[N_SLOTS];

static void
read_element (TroveSub *sub, gpointer data)
{
  const TrovePool *pool = trove_sub_lookup (sub, 0);

  g_assert_cmpuint (*(const guint64 *) trove_rows_address (pool->rows, 0, sizeof (guint64)), ==, sub->id);
}

static gpointer
stress (gpointer data)
{
  TestRandom *random = data;
  guint n = test_count (30000, 4000);
  TroveView view = TROVE_VIEW_INIT, other, merged;

  for (guint i = 0; i < n; i++)
    {
      guint slot = (guint) test_random_below (random, N_SLOTS);
      guint action = (guint) test_random_below (random, 10);

      test_lock (&slots[slot].lock);
      trove_view_copy (&slots[slot].view, &other);
      test_unlock (&slots[slot].lock);

      if (action < 5)
        {
          trove_view_clear (&view);
          view = other;
          g_assert_true (trove_view_push (&view, new_sub ()));
        }
      else if (action < 6)
        {
          g_assert_true (trove_view_merge (&view, &other, &merged));
          trove_view_clear (&view);
          trove_view_clear (&other);
          view = merged;
        }
      else
        {
          trove_view_foreach (&other, read_element, NULL);
          trove_view_clear (&other);
        }

      trove_view_copy (&view, &other);
      test_lock (&slots[slot].lock);
      merged = slots[slot].view;
      slots[slot].view = other;
      test_unlock (&slots[slot].lock);
      trove_view_clear (&merged);
      if (i % 100 == 0)
        trove_view_clear (&view);
    }

  trove_view_clear (&view);
  return NULL;
}

static void
test_threads (void)
{
  TestRandom seed, randoms[4];
  GThread *threads[4];

  test_random_init (&seed);
  world_begin ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      randoms[i] = (TestRandom){ test_random_next (&seed) };
      threads[i] = g_thread_new ("views", stress, &randoms[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_SLOTS; i++)
    trove_view_clear (&slots[i].view);
  world_end ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/empty", test_empty);
  g_test_add_func ("/view/linear", test_linear);
  g_test_add_func ("/view/branch", test_branch);
  g_test_add_func ("/view/rewrite", test_rewrite);
  g_test_add_func ("/view/random", test_random);
  g_test_add_func ("/view/no-memory", test_no_memory);
  g_test_add_func ("/view/threads", test_threads);
  return g_test_run ();
}
