/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* NO_MEMORY while a version is made, and others use the same logs: each allocation of a freeze, a clone, a merge fails in
 * turn on one thread, while others branch off, extend and drop the log that it branches from. Then its arena reads what
 * it read, the others read what they should, the same works once there is memory, and nothing leaks. */

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "core/memory.h"
#include "counting-element.h"
#include "test-support.h"

#define N_GUESTS 3
#define N_BASES 40 /* snapshots of as many versions, the latest ones */

/* Failing, for the thread that says so */

static __thread gboolean may_fail, fails_on, has_failed;
static __thread guint64 n_left; /* requests until one fails */

static gboolean
hook (gsize size)
{
  if (!may_fail)
    return TRUE;
  if (n_left > 0)
    {
      n_left--;
      return TRUE;
    }

  may_fail = fails_on;
  has_failed = TRUE;
  return FALSE;
}

/* The world that threads share: versions of one element each, whose value is the number of the version. */

typedef struct
{
  Counting counting;
  TroveSnapshot *bases[N_BASES];
  guint first, n_bases; /* versions of the first base, and how many bases there are */
  atomic_int done;
} World;

static void
append (TroveArena *arena, gint64 value)
{
  const CountingElement element = { .value = value };

  g_assert_true (trove_arena_append_raw (arena, 0, &element, NULL, NULL));
}

static void
world_init (World *world, guint n_versions)
{
  TroveElementInfo info;
  TroveArena *arena;

  *world = (World){ .n_bases = MIN (n_versions, N_BASES) };
  world->first = n_versions - world->n_bases + 1;
  counting_init (&world->counting);
  info = counting_info (&world->counting);
  arena = trove_arena_new_with_infos (&info, 1);
  for (guint i = 1; i <= n_versions; i++)
    {
      TroveSnapshot *snapshot;

      append (arena, i);
      snapshot = trove_arena_snapshot (arena, NULL);
      if (i >= world->first)
        world->bases[i - world->first] = snapshot;
      else
        trove_snapshot_unref (snapshot);
    }
  g_object_unref (arena);
}

static void
world_clear (World *world)
{
  TroveSchema *schema = trove_schema_ref (world->bases[0]->schema);

  for (guint i = 0; i < world->n_bases; i++)
    trove_snapshot_unref (world->bases[i]);
  counting_finish (&world->counting);
  g_assert_cmpuint (schema->count, ==, 1);
  trove_schema_unref (schema);
}

/* What can be read */

static void
note_sub (TroveSub *sub, gpointer data)
{
  GArray *values = data;
  const TrovePool *pool = trove_sub_lookup (sub, 0);

  for (guint64 i = 0; pool != NULL && i < pool->length; i++)
    {
      const CountingElement *element = trove_rows_address (pool->rows, i, sizeof (CountingElement));

      g_array_append_val (values, element->value);
    }
}

static GArray *
values_of (TroveArena *arena)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (gint64));

  trove_core_foreach (&arena->core, note_sub, values);
  return values;
}

static void
assert_values (TroveArena *arena, GArray *expected)
{
  g_autoptr (GArray) values = values_of (arena);

  check_core (&arena->core);
  g_assert_cmpmem (values->data, values->len * sizeof (gint64), expected->data,
                   expected->len * sizeof (gint64));
}

/* That a snapshot has the versions up to its own. */
static void
check_base (World *world, guint base)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));
  TroveView view = trove_snapshot_view (world->bases[base]);

  trove_view_foreach (&view, note_sub, values);
  g_assert_cmpuint (values->len, ==, world->first + base);
  for (guint i = 0; i < values->len; i++)
    g_assert_cmpint (g_array_index (values, gint64, i), ==, i + 1);
}

/* The others */

typedef struct
{
  World *world;
  TestRandom random;
} Guest;

static gpointer
be_guest (gpointer data)
{
  Guest *guest = data;
  World *world = guest->world;

  while (!atomic_load (&world->done))
    {
      guint base = (guint) test_random_below (&guest->random, world->n_bases);
      guint n = (guint) test_random_below (&guest->random, 6);
      g_autoptr (TroveArena) branch = trove_snapshot_branch (world->bases[base]);

      for (guint i = 0; i < n; i++)
        {
          append (branch, -1);
          trove_snapshot_unref (trove_arena_snapshot (branch, NULL));
        }
      if (n == 0)
        check_base (world, base);
    }
  return NULL;
}

/* Operations */

typedef struct
{
  TroveArena *arena, *other, *made;
  TroveSnapshot *snapshot;
} Stage;

static TroveArena *
branch_off (World *world, TestRandom *random)
{
  TroveArena *arena = trove_snapshot_branch (world->bases[test_random_below (random, world->n_bases)]);

  append (arena, 1000000);
  return arena;
}

static void
stage_init (Stage *stage, World *world, TestRandom *random)
{
  *stage = (Stage){ branch_off (world, random), branch_off (world, random), NULL, NULL };
}

static void
stage_clear (Stage *stage)
{
  g_object_unref (stage->arena);
  g_object_unref (stage->other);
  g_clear_object (&stage->made);
  g_clear_pointer (&stage->snapshot, trove_snapshot_unref);
}

static gboolean
take_snapshot (Stage *stage, GError **error)
{
  stage->snapshot = trove_arena_snapshot (stage->arena, error);
  return stage->snapshot != NULL;
}

static gboolean
clone (Stage *stage, GError **error)
{
  stage->made = trove_arena_clone (stage->arena, error);
  return stage->made != NULL;
}

static gboolean
merge (Stage *stage, GError **error)
{
  stage->made = trove_arena_merge (stage->arena, stage->other, error);
  return stage->made != NULL;
}

static gboolean
absorb (Stage *stage, GError **error)
{
  return trove_arena_absorb (stage->arena, stage->other, error);
}

typedef gboolean (*Operation) (Stage *stage, GError **error);

/* FALSE: nothing was left to fail. */
static gboolean
check_failure (World *world, Operation operation, guint64 number, gboolean on, TestRandom *random)
{
  g_autoptr (GArray) mine = NULL;
  g_autoptr (GArray) others = NULL;
  GError *error = NULL;
  gboolean ok;
  Stage stage;

  stage_init (&stage, world, random);
  mine = values_of (stage.arena);
  others = values_of (stage.other);

  n_left = number;
  fails_on = on;
  has_failed = FALSE;
  may_fail = TRUE;
  ok = operation (&stage, &error);
  may_fail = FALSE;

  if (!ok)
    {
      g_assert_true (has_failed);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
      g_clear_error (&error);
      assert_values (stage.arena, mine);
      assert_values (stage.other, others);
      g_assert_null (stage.made);
      g_assert_null (stage.snapshot);
      g_assert_true (operation (&stage, &error));
      g_assert_no_error (error);
    }
  if (operation != absorb)
    assert_values (stage.arena, mine);
  assert_values (stage.other, others);
  if (operation == clone)
    assert_values (stage.made, mine);

  stage_clear (&stage);
  return has_failed;
}

/* What an operation asks for depends on where it branches off, and on what the others did to that log. */
static void
test_operation (gconstpointer data)
{
  static const guint n_versions[] = { 1, 4, 5, 12, 30, 33, 70, 300, 1100 };
  const Operation *operation = data;
  guint n_rounds = test_count (60, 3);
  guint64 n_failures = 0;
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < G_N_ELEMENTS (n_versions); i++)
    {
      GThread *threads[N_GUESTS];
      Guest guests[N_GUESTS];
      World world;

      world_init (&world, n_versions[i]);
      for (guint k = 0; k < N_GUESTS; k++)
        {
          guests[k] = (Guest){ &world, { test_random_next (&random) } };
          threads[k] = g_thread_new ("guest", be_guest, &guests[k]);
        }
      for (guint round = 0; round < n_rounds; round++)
        for (guint64 number = 0; check_failure (&world, *operation, number, round % 2 == 0, &random);
             number++)
          n_failures++;
      atomic_store (&world.done, 1);
      for (guint k = 0; k < N_GUESTS; k++)
        g_thread_join (threads[k]);
      for (guint k = 0; k < world.n_bases; k++)
        check_base (&world, k);
      world_clear (&world);
    }

  g_assert_cmpuint (n_failures, >, n_rounds);
  g_test_message ("%" G_GUINT64_FORMAT " failures", n_failures);
}

int
main (int argc, char *argv[])
{
  static const Operation operations[] = { take_snapshot, clone, merge, absorb };
  static const char *paths[] = { "snapshot", "clone", "merge", "absorb" };

  g_test_init (&argc, &argv, NULL);
  trove_memory_hook = hook;
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      char *path = g_strdup_printf ("/no-memory-threads/%s", paths[i]);

      g_test_add_data_func (path, &operations[i], test_operation);
      g_free (path);
    }
  return g_test_run ();
}
