/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stress: eight threads take, send, read, branch, merge, transfer and drop arenas, snapshots and borrows at random,
 * while some allocations and some copies fail. Every node that is read must be right, and in the end no memory may be
 * left.
 *
 * TROVE_STRESS_SECONDS: the seconds that the test takes.
 *
 * Threads exchange objects only through places: putting an object releases, and taking it acquires. The test has no
 * other synchronisation; even the counts of nodes are relaxed. So ThreadSanitizer sees the order that the library
 * makes. */

#include "nodes.h"

#define N_THREADS 8
#define N_PLACES 12
#define N_MINE 3
#define N_COMMON 4
#define MAX_DEPTH 200    /* of a chain of roots; then the worker begins a new arena */
#define MAX_BYTES 100000 /* limit of an arena that has one */
#define N_HELD 4
#define MAX_CONTEXTS 50 /* of a thread */

/* Places: any thread puts an object there, and any thread takes it. */

typedef _Atomic (gpointer) Place;

typedef enum
{
  SNAPSHOTS,
  ARENAS, /* the place has the only reference */
  BARE,   /* arenas that their makers use at the same time */
  BORROWS,
  READINGS, /* shared borrows whose value the taker reads */
  BYTES,
  N_KINDS,
} Kind;

static Place places[N_KINDS][N_PLACES];
static TroveArena
    *common[N_COMMON];     /* arenas that all threads have: a thread adopts one, uses it and transfers it */
static GMainContext *home; /* a context that runs during the test */
static atomic_int done;

static void
drop (Kind kind, gpointer thing)
{
  switch (kind)
    {
    case SNAPSHOTS:
      trove_snapshot_unref (thing);
      break;
    case ARENAS:
    case BARE:
      g_object_unref (thing);
      break;
    case BORROWS:
    case READINGS:
      trove_borrow_unref (thing);
      break;
    default:
      g_bytes_unref (thing);
      break;
    }
}

static gpointer
take_from (Kind kind, guint place)
{
  return atomic_exchange_explicit (&places[kind][place], NULL, memory_order_acquire);
}

static gpointer
take (Kind kind, TestRandom *random)
{
  return take_from (kind, (guint) test_random_below (random, N_PLACES));
}

/* Puts an object in a random place, and drops the object that was there. */
static void
put (Kind kind, gpointer thing, TestRandom *random)
{
  guint place = (guint) test_random_below (random, N_PLACES);
  gpointer none = NULL, old;

  while (!atomic_compare_exchange_strong_explicit (&places[kind][place], &none, thing, memory_order_release,
                                                   memory_order_relaxed))
    {
      none = NULL;
      old = take_from (kind, place);
      if (old != NULL)
        drop (kind, old);
    }
}

/* Threads */

typedef struct
{
  TestRandom random;
  TroveArena *mine[N_MINE];
  GThread *child;           /* the last thread of let_die(), or NULL */
  GPtrArray *contexts;      /* clear contexts of arenas, which run at the end */
  TroveBorrow held[N_HELD]; /* borrows of an arena that other threads drop */
  guint n_held;
} Worker;

static guint
below (Worker *self, guint n)
{
  return (guint) test_random_below (&self->random, n);
}

static void
replace (Worker *self, guint i, TroveArena *arena)
{
  TroveArena *old = self->mine[i];

  self->mine[i] = arena;
  g_object_unref (old);
}

static void
extend_mine (Worker *self, guint i)
{
  if (nodes_extend (self->mine[i], NULL) > MAX_DEPTH)
    replace (self, i, nodes_new_arena ());
}

static void
send_snapshot (Worker *self, guint i)
{
  GError *error = NULL;
  TroveSnapshot *snapshot = trove_arena_snapshot (self->mine[i], &error);

  if (!nodes_worked (snapshot != NULL, &error))
    return;

  if (below (self, 2) == 0)
    put (SNAPSHOTS, trove_snapshot_ref (snapshot), &self->random);
  put (SNAPSHOTS, snapshot, &self->random);
}

/* Sends a row of numbers of the root's sub-arena as GBytes, which hold the sub-arena. */
static void
send_row (Worker *self, TroveSnapshot *snapshot)
{
  g_autoptr (TroveRef) root = trove_snapshot_get_root (snapshot);
  TroveSubArena *sub;
  TroveVecMap *map;
  GBytes *row;

  if (root == NULL)
    return;

  map = trove_snapshot_dup_sub_arenas (snapshot);
  sub = trove_vec_map_lookup (map, root->sub_arena);
  row = trove_sub_arena_get_row (sub, POOL_NUMBERS, 0, NULL);
  g_object_unref (sub);
  g_object_unref (map);
  if (row != NULL)
    put (BYTES, row, &self->random);
}

static void
read_row (Worker *self, guint i)
{
  GBytes *row = take (BYTES, &self->random);
  const guint64 *numbers;
  gsize size;

  if (row == NULL)
    return;

  numbers = g_bytes_get_data (row, &size);
  for (gsize k = 0; k < size / sizeof *numbers; k++)
    g_assert_cmpuint (numbers[k], >=, 1);
  g_bytes_unref (row);
}

static void
read_snapshot (Worker *self, guint i)
{
  TroveSnapshot *snapshot = take (SNAPSHOTS, &self->random);
  const Source source = { .snapshot = snapshot };

  if (snapshot == NULL)
    return;

  nodes_check (&source, &self->random);
  if (below (self, 8) == 0)
    g_boxed_free (TROVE_TYPE_USAGE, trove_snapshot_get_usage (snapshot));
  if (below (self, 8) == 0)
    send_row (self, snapshot);
  if (below (self, 3) == 0)
    replace (self, i, trove_snapshot_branch (snapshot));

  if (below (self, 3) > 0)
    put (SNAPSHOTS, snapshot, &self->random);
  else
    trove_snapshot_unref (snapshot);
}

static void
send_arena (Worker *self, guint i)
{
  GError *error = NULL;
  TroveArena *clone = trove_arena_clone (self->mine[i], &error);
  TroveArena *sent = self->mine[i];

  if (!nodes_worked (clone != NULL, &error))
    return;

  self->mine[i] = clone;
  if (below (self, 3) > 0 && nodes_worked (trove_arena_transfer (sent, &error), &error))
    g_assert_cmpuint (trove_arena_get_n_pools (sent), ==, N_POOLS);
  put (ARENAS, sent, &self->random);
}

/* TRUE if this thread owns the arena, which it may just have adopted. */
static gboolean
is_mine (TroveArena *arena)
{
  GError *error = NULL;

  if (trove_arena_reserve_id (arena, &error) != 0)
    return TRUE;

  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  g_error_free (error);
  return FALSE;
}

static void
receive_arena (Worker *self, guint i)
{
  TroveArena *arena = take (ARENAS, &self->random);

  if (arena == NULL)
    return;

  if (below (self, 4) > 0 && is_mine (arena))
    {
      const Source source = { .arena = arena };

      nodes_check (&source, &self->random);
      replace (self, i, arena);
    }
  else
    g_object_unref (arena);
}

static void
merge (Worker *self, guint i)
{
  TroveArena *a = self->mine[i], *b = self->mine[(i + 1) % N_MINE];
  g_autoptr (TroveRef) other = trove_arena_get_root (b, NULL);
  gboolean in_place = below (self, 2) == 0;
  GError *error = NULL;
  gboolean ok;

  if (in_place)
    ok = trove_arena_absorb (a, b, &error);
  else
    {
      TroveArena *merged = trove_arena_merge (a, b, &error);

      ok = merged != NULL;
      if (ok)
        replace (self, i, merged);
    }
  if (!nodes_worked (ok, &error))
    return;

  if (nodes_extend (self->mine[i], other) > MAX_DEPTH)
    replace (self, i, nodes_new_arena ());
}

/* Sends a borrow. A borrow that is read has one holder. Of other borrows two threads may have a reference. */
static void
lend (Worker *self, guint i)
{
  TroveArena *arena = self->mine[i];
  gboolean mutable = below (self, 4) == 0;
  g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
  GError *error = NULL;
  TroveBorrow *borrow;

  if (root == NULL)
    return;

  borrow = mutable ? trove_arena_borrow_mut (arena, root, &error) : trove_arena_borrow (arena, root, &error);
  if (!nodes_worked (borrow != NULL, &error))
    return;

  if (mutable)
    {
      g_autoptr (TroveRef) now = trove_borrow_dup_ref (borrow);

      nodes_change_at (arena, trove_borrow_get_mut_raw (borrow));
      g_assert_true (trove_arena_set_root (arena, now, NULL));
    }
  else if (below (self, 2) == 0)
    {
      put (READINGS, borrow, &self->random);
      return;
    }

  if (below (self, 2) == 0)
    put (BORROWS, trove_borrow_ref (borrow), &self->random);
  put (BORROWS, borrow, &self->random);
}

static void
give_back (Worker *self, guint i)
{
  TroveBorrow *reading = take (READINGS, &self->random), *borrow = take (BORROWS, &self->random);

  if (reading != NULL)
    {
      nodes_check_one (trove_borrow_get_raw (reading));
      trove_borrow_unref (reading);
    }
  if (borrow != NULL && below (self, 2) == 0)
    trove_borrow_release (borrow);
  if (borrow != NULL)
    trove_borrow_unref (borrow);
}

static void
release_held (Worker *self)
{
  while (self->n_held > 0)
    {
      TroveBorrow *borrow = &self->held[--self->n_held];

      nodes_check_one (trove_borrow_get_raw (borrow));
      trove_borrow_clear (borrow);
    }
}

/* Makes guards that outlive their arena: other threads drop the arena and release one guard, while this thread releases
 * the others, now or later. */
static void
outlast (Worker *self, guint i)
{
  TroveArena *arena = nodes_new_arena ();
  g_autoptr (TroveRef) root = NULL;
  GError *error = NULL;

  release_held (self);
  nodes_extend (arena, NULL);
  root = trove_arena_get_root (arena, NULL);
  if (root != NULL)
    {
      TroveBorrow *borrow;
      guint n = below (self, N_HELD + 1);

      while (n-- > 0)
        if (nodes_worked (trove_borrow_init (&self->held[self->n_held], arena, root, &error), &error))
          self->n_held++;
      borrow = below (self, 2) == 0 ? trove_arena_borrow (arena, root, NULL) : NULL;
      if (borrow != NULL)
        put (READINGS, borrow, &self->random);
    }

  put (ARENAS, arena, &self->random);
  if (below (self, 2) == 0)
    release_held (self);
}

static void
limit (Worker *self, guint i)
{
  g_assert_true (trove_arena_set_max_bytes (self->mine[i], below (self, 2) * MAX_BYTES, NULL));
}

/* Uses an arena that all threads have, if this thread can adopt it. TRUE: it did. */
static gboolean
use (Worker *self, TroveArena *arena)
{
  const Source source = { .arena = arena };
  GError *error = NULL;

  g_assert_cmpuint (trove_arena_get_n_pools (arena), ==, N_POOLS);
  g_assert_cmpuint (trove_arena_get_max_bytes (arena) % MAX_BYTES, ==, 0);
  if (!is_mine (arena))
    return FALSE;
  if (below (self, 8) == 0)
    g_assert_true (trove_arena_set_max_bytes (arena, below (self, 2) * MAX_BYTES, NULL));

  nodes_check (&source, &self->random);
  nodes_extend (arena, NULL);
  if (below (self, 2) == 0)
    {
      TroveSnapshot *snapshot = trove_arena_snapshot (arena, &error);

      if (nodes_worked (snapshot != NULL, &error))
        put (SNAPSHOTS, snapshot, &self->random);
    }
  nodes_change (arena);
  return TRUE;
}

/* Uses an arena and transfers it. */
static void
use_common (Worker *self, guint i)
{
  TroveArena *arena = common[below (self, N_COMMON)];

  if (use (self, arena))
    g_assert_true (trove_arena_transfer (arena, NULL));
}

/* Thread: uses an arena and ends, or calls trove_thread_leave(), without a transfer. Other threads use the arena before
 * this thread is joined. */
static gpointer
die_with (gpointer data)
{
  Worker self = { .random = { GPOINTER_TO_SIZE (data) } };

  use (&self, common[below (&self, N_COMMON)]);
  if (below (&self, 2) == 0)
    {
      trove_thread_leave ();
      use (&self, common[below (&self, N_COMMON)]);
    }
  return NULL;
}

static void
let_die (Worker *self, guint i)
{
  gpointer seed = GSIZE_TO_POINTER (test_random_next (&self->random));

  if (self->child != NULL)
    g_thread_join (self->child);
  self->child = g_thread_new ("dies", die_with, seed);
}

/* Appends to an arena of the default type, which copies its shared schema then, while other threads read its pools. */
static void
share_bare (Worker *self, guint i)
{
  TroveArena *arena = g_object_new (TROVE_TYPE_ARENA, NULL), *other;
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  TroveRef *ref;

  put (BARE, g_object_ref (arena), &self->random);
  g_value_init (&value, G_TYPE_INT64);
  ref = trove_arena_append (arena, &value, &error);
  if (nodes_worked (ref != NULL, &error))
    trove_ref_free (ref);

  other = take (BARE, &self->random);
  if (other != NULL)
    {
      g_assert_cmpuint (trove_arena_get_n_pools (other), ==, 1);
      g_assert_true (trove_arena_get_pool_type (other, 0) == G_TYPE_VALUE);
      g_object_unref (other);
    }
  g_object_unref (arena);
}

/* Sets the context in which elements are cleared. */
static void
send_clears (Worker *self, guint i)
{
  GMainContext *context = NULL;

  if (below (self, 3) == 0)
    context = home;
  else if (below (self, 4) == 0 && self->contexts->len < MAX_CONTEXTS)
    {
      context = g_main_context_new ();
      g_ptr_array_add (self->contexts, context);
    }
  g_assert_true (trove_arena_set_clear_context (self->mine[i], context, NULL));
}

static void
go_back (Worker *self, guint i)
{
  TroveSnapshot *snapshot = take (SNAPSHOTS, &self->random);
  const Source source = { .arena = self->mine[i] };
  GError *error = NULL;

  if (snapshot == NULL)
    return;

  if (nodes_worked (trove_arena_revert (self->mine[i], snapshot, &error), &error))
    nodes_check (&source, &self->random);
  if (below (self, 2) == 0)
    put (SNAPSHOTS, snapshot, &self->random);
  else
    trove_snapshot_unref (snapshot);
}

/* The arena lets go of every version that its root does not reach. */
static void
collect (Worker *self, guint i)
{
  const Source source = { .arena = self->mine[i] };
  GError *error = NULL;

  if (nodes_worked (trove_arena_collect (self->mine[i], NULL, 0, &error), &error))
    nodes_check (&source, &self->random);
}

static void
change_mine (Worker *self, guint i)
{
  nodes_change (self->mine[i]);
}

static void
check_mine (Worker *self, guint i)
{
  const Source source = { .arena = self->mine[i] };

  nodes_check (&source, &self->random);
}

static void
begin_anew (Worker *self, guint i)
{
  nodes_register (); /* registering the same type again has no effect */
  replace (self, i, nodes_new_arena ());
}

/* The actions of a thread on one of its arenas, with their relative frequency. */
static const struct
{
  void (*act) (Worker *self, guint i);
  guint weight;
} actions[] = {
  { extend_mine, 28 },   { change_mine, 8 }, { check_mine, 4 },    { begin_anew, 1 },  { send_snapshot, 16 },
  { read_snapshot, 20 }, { send_arena, 4 },  { receive_arena, 4 }, { merge, 8 },       { lend, 8 },
  { give_back, 8 },      { use_common, 8 },  { share_bare, 4 },    { send_clears, 4 }, { limit, 1 },
  { read_row, 4 },       { let_die, 1 },     { go_back, 6 },       { collect, 6 },     { outlast, 12 },
};

static void
act (Worker *self)
{
  guint sum = 0, drawn, i = 0;

  for (guint k = 0; k < G_N_ELEMENTS (actions); k++)
    sum += actions[k].weight;
  for (drawn = below (self, sum); drawn >= actions[i].weight; i++)
    drawn -= actions[i].weight;

  actions[i].act (self, below (self, N_MINE));
}

static gpointer
work (gpointer data)
{
  Worker *self = data;

  for (guint i = 0; i < N_MINE; i++)
    self->mine[i] = nodes_new_arena ();
  while (!atomic_load_explicit (&done, memory_order_relaxed))
    act (self);
  if (self->child != NULL)
    g_thread_join (self->child);
  release_held (self);
  for (guint i = 0; i < N_MINE; i++)
    g_object_unref (self->mine[i]);
  return NULL;
}

/* The whole */

static void
begin (Worker *workers, GThread **threads)
{
  TestRandom random;

  test_random_init (&random);
  home = g_main_context_new ();
  for (guint i = 0; i < N_COMMON; i++)
    {
      common[i] = nodes_new_arena ();
      g_assert_true (trove_arena_transfer (common[i], NULL));
    }
  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i] =
          (Worker){ .random = { test_random_next (&random) },
                    .contexts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_main_context_unref) };
      threads[i] = g_thread_new ("stress", work, &workers[i]);
    }
}

static void
run_context (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

static void
drop_all (void)
{
  for (Kind kind = 0; kind < N_KINDS; kind++)
    for (guint i = 0; i < N_PLACES; i++)
      {
        gpointer thing = take_from (kind, i);

        if (thing != NULL)
          drop (kind, thing);
      }
  for (guint i = 0; i < N_COMMON; i++)
    g_object_unref (common[i]);
}

/* Makes and drops arenas, until the library has found all sub-arenas whose last guard was released without freeing
 * them: dropping an arena looks at a few (trove_borrows_sweep()). */
static void
sweep_borrows (void)
{
  for (guint i = 0; i < 1000; i++)
    g_object_unref (nodes_new_arena ());
}

/* Runs the clear contexts, which clears the elements that were sent there. */
static void
run_contexts (Worker *workers)
{
  run_context (home);
  g_main_context_unref (home);
  for (guint i = 0; i < N_THREADS; i++)
    {
      for (guint k = 0; k < workers[i].contexts->len; k++)
        run_context (g_ptr_array_index (workers[i].contexts, k));
      g_ptr_array_unref (workers[i].contexts);
    }
}

static double
n_seconds (void)
{
  const char *text = g_getenv ("TROVE_STRESS_SECONDS");

  if (text != NULL)
    return g_ascii_strtod (text, NULL);
  return g_getenv ("TROVE_TEST_QUICK") != NULL ? 3 : 16;
}

static void
test_stress (gconstpointer data)
{
  GThread *threads[N_THREADS];
  Worker workers[N_THREADS];
  gint64 until;
#ifdef STRESS_HOOKS
  long long n_blocks;

  /* The class makes a schema, which is never freed. */
  g_type_class_unref (g_type_class_ref (TROVE_TYPE_ARENA));
  n_blocks = atomic_load (&stress_n_blocks);
#endif

  nodes_set_failing (GPOINTER_TO_UINT (data));
  begin (workers, threads);
  until = g_get_monotonic_time () + (gint64) (n_seconds () / 2 * G_USEC_PER_SEC);
  while (g_get_monotonic_time () < until)
    {
      run_context (home);
      g_usleep (100);
    }

  atomic_store (&done, 1);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  atomic_store (&done, 0);
  nodes_set_failing (0);
  drop_all ();
  sweep_borrows ();
  run_contexts (workers);

  g_assert_cmpint (nodes_count (), ==, 0);
#ifdef STRESS_HOOKS
  g_assert_cmpint (atomic_load (&stress_n_blocks), ==, n_blocks);
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* GLib initializes this class before there are threads: ThreadSanitizer would not see threads wait for it. */
  g_type_class_ref (TROVE_TYPE_ARENA);
  g_type_class_ref (TROVE_TYPE_VEC_MAP);
  g_type_class_ref (TROVE_TYPE_SUB_ARENA);
  trove_error_quark ();
  nodes_register ();
  g_test_add_data_func ("/stress/plenty", GUINT_TO_POINTER (0), test_stress);
  g_test_add_data_func ("/stress/scarce", GUINT_TO_POINTER (100), test_stress);
  return g_test_run ();
}
