/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on whole arenas and on snapshots. */

#include "operations.h"

/* Making */

static gboolean new (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_arena_new (G_TYPE_STRING));
  return stage->item != NULL;
}

static gboolean
new_for_types (Stage *stage, GError **error)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_STRING };

  stage->item = (GObject *) FAULTY (trove_arena_new_for_types (types, 2));
  return stage->item != NULL;
}

static gboolean
new_with_infos (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_arena_new_with_infos (stage->infos, N_POOLS));
  return stage->item != NULL;
}

static gboolean
arena_type (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_get_type ()) == TROVE_TYPE_ARENA;
}

static gboolean
snapshot_type (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_get_type ()) == TROVE_TYPE_SNAPSHOT;
}

/* Versions */

static gboolean
clone (Stage *stage, GError **error)
{
  stage->made = FAULTY (trove_arena_clone (stage->arena, error));
  return stage->made != NULL;
}

static void
assert_held (TroveSub *sub, gpointer data)
{
  TroveArena *arena = data;

  g_assert_true (trove_core_lookup (&arena->core, sub->id) == sub);
}

static void
check_made (Stage *stage)
{
  trove_core_foreach (&stage->arena->core, assert_held, stage->made);
}

/* An arena of the default type, which copies its shared schema when it is frozen. */
static void
prepare_default (Stage *stage, guint variant)
{
  stage->made = g_object_new (TROVE_TYPE_ARENA, NULL);
}

static gboolean
clone_default (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_arena_clone (stage->made, error));
  return stage->item != NULL;
}

static gboolean
snapshot (Stage *stage, GError **error)
{
  stage->snapshot = FAULTY (trove_arena_snapshot (stage->arena, error));
  return stage->snapshot != NULL;
}

static void
check_snapshot (Stage *stage)
{
  g_assert_cmpuint (trove_snapshot_get_n_elements (stage->snapshot), ==,
                    trove_arena_get_n_elements (stage->arena, NULL));
}

static gboolean
merge (Stage *stage, GError **error)
{
  stage->made = FAULTY (trove_arena_merge (stage->arena, stage->other, error));
  return stage->made != NULL;
}

static void
check_merged (Stage *stage)
{
  check_made (stage);
  trove_core_foreach (&stage->other->core, assert_held, stage->made);
}

static gboolean
absorb (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_absorb (stage->arena, stage->other, error));
}

static gboolean
revert (Stage *stage, GError **error)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (stage->other, NULL);

  return FAULTY (trove_arena_revert (stage->arena, snapshot, error));
}

static gboolean
collect (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_collect (stage->arena, &stage->refs[POOL_COUNTING], 1, error));
}

/* A GValue may hold a ref, so a pool of GValues is marked. */
static gboolean
collect_values (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_collect (stage->arena, &stage->refs[POOL_VALUE], 1, error));
}

static void
check_collected (Stage *stage)
{
  g_assert_true (trove_arena_contains (stage->arena, &stage->refs[POOL_COUNTING], NULL));
}

static void
check_absorbed (Stage *stage)
{
  trove_core_foreach (&stage->other->core, assert_held, stage->arena);
}

/* A limit of bytes makes freezing measure the arena. An own sub-arena without elements is freed with its rows. */
static void
prepare_limited (Stage *stage, guint variant)
{
  GValue number = G_VALUE_INIT;

  prepare_frozen (stage, 0);
  g_value_init (&number, G_TYPE_INT64);
  if (variant > 0) /* an own sub-arena without elements in the end */
    {
      gint64 numbers[2] = { 0 };

      g_assert_true (trove_arena_append_many_raw (stage->arena, POOL_INT64, numbers, 2, NULL, NULL));
    }
  g_assert_true (trove_arena_set_max_bytes (stage->arena, (guint64) 1 << 40, NULL));
}

static gboolean
transfer (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_transfer (stage->arena, error));
}

static gboolean
set_root (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_set_root (stage->arena, &stage->refs[POOL_COUNTING], error));
}

static void
prepare_root (Stage *stage, guint variant)
{
  prepare_frozen (stage, variant);
  g_assert_true (trove_arena_set_root (stage->arena, &stage->refs[POOL_INT64], NULL));
  stage->snapshot = trove_arena_snapshot (stage->arena, NULL);
}

static gboolean
get_root (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_arena_get_root (stage->arena, error));
  return trove_ref_equal (stage->ref, &stage->refs[POOL_INT64]);
}

static gboolean
get_root_raw (Stage *stage, GError **error)
{
  TroveRef root = TROVE_REF_INIT;

  return FAULTY (trove_arena_get_root_raw (stage->arena, &root, error)) &&
         trove_ref_equal (&root, &stage->refs[POOL_INT64]);
}

static gboolean
set_clear_context (Stage *stage, GError **error)
{
  stage->context = g_main_context_new ();
  return FAULTY (trove_arena_set_clear_context (stage->arena, stage->context, error));
}

static gboolean
set_clear_context_default (Stage *stage, GError **error)
{
  if (stage->context == NULL)
    stage->context = g_main_context_new ();
  return FAULTY (trove_arena_set_clear_context (stage->made, stage->context, error));
}

/* Dropping the last reference: GObject allocates a record of weak notifications. */
static gboolean
drop (Stage *stage, GError **error)
{
  TroveArena *last = trove_arena_new_with_infos (stage->infos, N_POOLS);

  for (guint pool = 0; pool < N_POOLS; pool++)
    stage_append (last, pool, 1);
  stage_freeze (last);
  stage_append (last, POOL_COUNTING, 2);
  FAULTY_VOID (g_object_unref (last));
  return TRUE;
}

static void
prepare_context (Stage *stage, guint variant)
{
  stage->context = g_main_context_new ();
  stage->made = trove_arena_new_with_infos (stage->infos, N_POOLS);
  g_assert_true (trove_arena_set_clear_context (stage->made, stage->context, NULL));
  stage_append (stage->made, POOL_COUNTING, 1);
  if (variant == 1)
    {
      stage->snapshot = trove_arena_snapshot (stage->made, NULL);
      g_clear_object (&stage->made);
    }
  stage_append (stage->arena, POOL_COUNTING, 1);
}

static gboolean
drop_in_context (Stage *stage, GError **error)
{
  TroveArena *made = g_steal_pointer (&stage->made);

  if (made != NULL)
    FAULTY_VOID (g_object_unref (made));
  return TRUE;
}

/* Inspecting */

static gboolean
set_max_bytes (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_set_max_bytes (stage->arena, (guint64) 1 << 40, error));
}

static gboolean
get_max_bytes (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_get_max_bytes (stage->arena)) == 0;
}

static gboolean
get_usage (Stage *stage, GError **error)
{
  stage->usage = FAULTY (trove_arena_get_usage (stage->arena, error));
  return stage->usage != NULL;
}

static gboolean
snapshot_get_usage (Stage *stage, GError **error)
{
  stage->usage = FAULTY (trove_snapshot_get_usage (stage->snapshot));
  return stage->usage != NULL;
}

static gboolean
reserve_id (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_reserve_id (stage->arena, error)) != 0;
}

static gboolean
get_n_elements (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_get_n_elements (stage->arena, error)) > 0;
}

static gboolean
get_n_pools (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_get_n_pools (stage->arena)) == N_POOLS;
}

static gboolean
get_pool_type (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_get_pool_type (stage->arena, POOL_BIG)) == big_get_type ();
}

static gboolean
contains (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_contains (stage->arena, &stage->refs[POOL_INT64], error));
}

static gboolean
dup_sub_arenas (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_arena_dup_sub_arenas (stage->arena, error));
  return stage->item != NULL;
}

/* Appends elements whose texts have no address, so that two runs print the same. */
static void
prepare_texts (Stage *stage, guint variant)
{
  static const guint pools[] = { POOL_INT64, POOL_STRING, POOL_COUNTING, POOL_VALUE, POOL_DOUBLE };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (pools); i++)
    stage_append (stage->arena, pools[i / 2], i);
}

static gboolean
to_string (Stage *stage, GError **error)
{
  stage->memory = FAULTY (trove_arena_to_string (stage->arena, error));
  return stage->memory != NULL;
}

static void
check_text (Stage *stage)
{
  g_autofree char *text = trove_arena_to_string (stage->arena, NULL);

  g_assert_cmpstr (stage->memory, ==, text);
}

/* Snapshots */

static gboolean
thread_leave (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_thread_leave ());
  return TRUE;
}

static gboolean
branch (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_snapshot_branch (stage->snapshot));
  return stage->item != NULL;
}

static gboolean
snapshot_contains (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_contains (stage->snapshot, &stage->refs[POOL_BIG]));
}

static gboolean
snapshot_dup_sub_arenas (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_snapshot_dup_sub_arenas (stage->snapshot));
  return stage->item != NULL;
}

static gboolean
snapshot_get (Stage *stage, GError **error)
{
  stage->value = FAULTY (trove_snapshot_get (stage->snapshot, &stage->refs[POOL_VALUE], error));
  return stage->value != NULL;
}

static gboolean
snapshot_get_raw (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_get_raw (stage->snapshot, POOL_BIG, &stage->refs[POOL_BIG], error)) != NULL;
}

static gboolean
snapshot_get_many_raw (Stage *stage, GError **error)
{
  gconstpointer out;

  return FAULTY (
      trove_snapshot_get_many_raw (stage->snapshot, POOL_BIG, &stage->refs[POOL_BIG], 1, &out, error));
}

static gboolean
snapshot_get_string (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_get_string (stage->snapshot, &stage->refs[POOL_STRING], NULL, error)) != NULL;
}

static gboolean
snapshot_get_n_elements (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_get_n_elements (stage->snapshot)) > 0;
}

static gboolean
snapshot_get_n_pools (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_get_n_pools (stage->snapshot)) == N_POOLS;
}

static gboolean
snapshot_get_pool_type (Stage *stage, GError **error)
{
  return FAULTY (trove_snapshot_get_pool_type (stage->snapshot, POOL_INT)) == G_TYPE_INT;
}

static gboolean
snapshot_get_root (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_snapshot_get_root (stage->snapshot));
  return trove_ref_equal (stage->ref, &stage->refs[POOL_INT64]);
}

static gboolean
snapshot_get_root_raw (Stage *stage, GError **error)
{
  TroveRef root = TROVE_REF_INIT;

  FAULTY_VOID (trove_snapshot_get_root_raw (stage->snapshot, &root));
  return trove_ref_equal (&root, &stage->refs[POOL_INT64]);
}

static gboolean
snapshot_read_int64s (Stage *stage, GError **error)
{
  gsize n = 0;

  stage->memory =
      FAULTY (trove_snapshot_read_int64s (stage->snapshot, &stage->refs[POOL_INT64], 1, &n, error));
  g_assert_cmpuint (n, ==, stage->memory != NULL);
  return stage->memory != NULL;
}

static gboolean
snapshot_read_doubles (Stage *stage, GError **error)
{
  gsize n = 0;

  stage->memory =
      FAULTY (trove_snapshot_read_doubles (stage->snapshot, &stage->refs[POOL_DOUBLE], 1, &n, error));
  g_assert_cmpuint (n, ==, stage->memory != NULL);
  return stage->memory != NULL;
}

/* From a pool of another type of number: each element is converted as a GValue. */
static gboolean
snapshot_read_ints (Stage *stage, GError **error)
{
  gsize n = 0;

  stage->memory = FAULTY (trove_snapshot_read_int64s (stage->snapshot, &stage->refs[POOL_INT], 1, &n, error));
  return stage->memory != NULL;
}

static gboolean
snapshot_read_ints_as_doubles (Stage *stage, GError **error)
{
  gsize n = 0;

  stage->memory =
      FAULTY (trove_snapshot_read_doubles (stage->snapshot, &stage->refs[POOL_INT], 1, &n, error));
  return stage->memory != NULL;
}

static gboolean
snapshot_read_bytes (Stage *stage, GError **error)
{
  stage->bytes = FAULTY (trove_snapshot_read_bytes (stage->snapshot, &stage->refs[POOL_INT], 1, error));
  return stage->bytes != NULL;
}

static gboolean
snapshot_ref (Stage *stage, GError **error)
{
  trove_snapshot_unref (FAULTY (trove_snapshot_ref (stage->snapshot)));
  return TRUE;
}

static gboolean
snapshot_unref (Stage *stage, GError **error)
{
  TroveSnapshot *last = g_steal_pointer (&stage->snapshot);

  if (last != NULL)
    FAULTY_VOID (trove_snapshot_unref (last));
  return TRUE;
}

#define VERSIONS prepare_versions, N_VERSIONS_VARIANTS
#define ROOT prepare_root, 3
#define FREEZE "freeze sub-arena"
#define MERGE FREEZE "|merge two views"

const Operation version_operations[] = {
  { "trove_arena_new", NULL, new, prepare_nothing, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_new_for_types", NULL, new_for_types, prepare_nothing, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_new_with_infos", NULL, new_with_infos, prepare_nothing, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_get_type", NULL, arena_type, prepare_nothing, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_clone", NULL, clone, VERSIONS, ALLOCATES_GLIB, FREEZE, check_made },
  { "trove_arena_clone", "default", clone_default, prepare_default, 1, ALLOCATES_GLIB, "the pools" },
  { "trove_arena_clone", "limited", clone, prepare_limited, 2, ALLOCATES_GLIB, NULL, check_made },
  { "trove_arena_snapshot", NULL, snapshot, VERSIONS, ALLOCATES_GLIB, FREEZE, check_snapshot },
  { "trove_arena_merge", NULL, merge, VERSIONS, ALLOCATES_GLIB, MERGE, check_merged },
  { "trove_arena_absorb", NULL, absorb, VERSIONS, ALLOCATES_OURS, MERGE, check_absorbed },
  { "trove_arena_absorb", "limited", absorb, prepare_limited, 2, ALLOCATES_GLIB, NULL, check_absorbed,
    .aborts_where = ABORTS_LIMITED },
  { "trove_arena_revert", NULL, revert, VERSIONS, ALLOCATES_OURS, NULL },
  { "trove_arena_revert", "limited", revert, prepare_limited, 2, ALLOCATES_GLIB, NULL,
    .aborts_where = ABORTS_LIMITED },
  { "trove_arena_collect", NULL, collect, VERSIONS, ALLOCATES_GLIB, "let go of|to mark", check_collected },
  { "trove_arena_collect", "values", collect_values, prepare_frozen, N_FROZEN_VARIANTS, ALLOCATES_GLIB,
    "let go of|to mark" },
  { "trove_arena_transfer", NULL, transfer, prepare_own, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_set_root", NULL, set_root, prepare_own, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_get_root", NULL, get_root, ROOT, ALLOCATES_GLIB, NULL },
  { "trove_arena_get_root_raw", NULL, get_root_raw, ROOT, ALLOCATES_OURS, NULL },
  { "trove_arena_set_clear_context", NULL, set_clear_context, prepare_own, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_set_clear_context", "default", set_clear_context_default, prepare_default, 1, ALLOCATES_GLIB,
    "the pools of an arena" },
  { "g_object_unref", NULL, drop, prepare_nothing, 1, ALLOCATES_GLIB, NULL },
  { "g_object_unref", "in-context", drop_in_context, prepare_context, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_set_max_bytes", NULL, set_max_bytes, prepare_own, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_get_max_bytes", NULL, get_max_bytes, prepare_own, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_get_usage", NULL, get_usage, prepare_own, 1, ALLOCATES_GLIB, NULL },
  { "trove_arena_reserve_id", NULL, reserve_id, prepare_nothing, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_get_n_elements", NULL, get_n_elements, prepare_own, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_get_n_pools", NULL, get_n_pools, prepare_own, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_get_pool_type", NULL, get_pool_type, prepare_own, 1, ALLOCATES_OURS, NULL },
  { "trove_thread_leave", NULL, thread_leave, prepare_nothing, 1, ALLOCATES_OURS, NULL },
  { "trove_arena_contains", NULL, contains, prepare_frozen, N_FROZEN_VARIANTS, ALLOCATES_OURS, NULL },
  { "trove_arena_dup_sub_arenas", NULL, dup_sub_arenas, prepare_frozen, N_FROZEN_VARIANTS, ALLOCATES_GLIB,
    NULL },
  { "trove_arena_to_string", NULL, to_string, prepare_texts, 1, ALLOCATES_GLIB, NULL, check_text },
  { "trove_snapshot_get_type", NULL, snapshot_type, prepare_nothing, 1, ALLOCATES_OURS, NULL },
  { "trove_snapshot_branch", NULL, branch, ROOT, ALLOCATES_GLIB, NULL },
  { "trove_snapshot_contains", NULL, snapshot_contains, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_dup_sub_arenas", NULL, snapshot_dup_sub_arenas, ROOT, ALLOCATES_GLIB, NULL },
  { "trove_snapshot_get", NULL, snapshot_get, ROOT, ALLOCATES_GLIB, NULL },
  { "trove_snapshot_get_raw", NULL, snapshot_get_raw, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_many_raw", NULL, snapshot_get_many_raw, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_string", NULL, snapshot_get_string, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_n_elements", NULL, snapshot_get_n_elements, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_n_pools", NULL, snapshot_get_n_pools, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_pool_type", NULL, snapshot_get_pool_type, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_root", NULL, snapshot_get_root, ROOT, ALLOCATES_GLIB, NULL },
  { "trove_snapshot_get_root_raw", NULL, snapshot_get_root_raw, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_get_usage", NULL, snapshot_get_usage, ROOT, ALLOCATES_GLIB, NULL },
  { "trove_snapshot_read_int64s", NULL, snapshot_read_int64s, ROOT, ALLOCATES_OURS, "for 1 elements" },
  { "trove_snapshot_read_doubles", NULL, snapshot_read_doubles, ROOT, ALLOCATES_OURS, "for 1 elements" },
  { "trove_snapshot_read_int64s", "ints", snapshot_read_ints, ROOT, ALLOCATES_GLIB, "for 1 elements",
    .aborts_where = ABORTS_OTHER_NUMBERS },
  { "trove_snapshot_read_doubles", "ints", snapshot_read_ints_as_doubles, ROOT, ALLOCATES_GLIB,
    "for 1 elements", .aborts_where = ABORTS_OTHER_NUMBERS },
  { "trove_snapshot_read_bytes", NULL, snapshot_read_bytes, ROOT, ALLOCATES_GLIB, "for 1 elements" },
  { "trove_snapshot_ref", NULL, snapshot_ref, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_unref", NULL, snapshot_unref, ROOT, ALLOCATES_OURS, NULL },
  { "trove_snapshot_unref", "in-context", snapshot_unref, prepare_context, 2, ALLOCATES_GLIB, NULL,
    .aborts_where = ABORTS_IN_CONTEXT },
};
const guint n_version_operations = G_N_ELEMENTS (version_operations);
