/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "hooked-element.h"

/* Clear functions that call back, of elements whose last holder is dropped. */

/* Objects that may be the last holder of elements: dropping one clears the elements. */

static TroveRef ending_ref; /* of the first of its elements */

static void
hold_nothing (TroveArena *ending)
{
}

static TroveSnapshot *ending_snapshot;

static void
hold_snapshot (TroveArena *ending)
{
  ending_snapshot = trove_arena_snapshot (ending, NULL);
}

static void
drop_snapshot (void)
{
  trove_snapshot_unref (ending_snapshot);
}

static TroveVecMap *ending_map;

static void
hold_map (TroveArena *ending)
{
  ending_map = trove_arena_dup_sub_arenas (ending, NULL);
}

static void
drop_map (void)
{
  g_object_unref (ending_map);
}

static TroveSubArena *ending_sub;

static void
hold_sub_arena (TroveArena *ending)
{
  hold_map (ending);
  ending_sub = trove_vec_map_lookup (ending_map, ending_ref.sub_arena);
  drop_map ();
}

static void
drop_sub_arena (void)
{
  g_object_unref (ending_sub);
}

static TroveReader ending_reader;

static void
hold_reader (TroveArena *ending)
{
  trove_reader_init (&ending_reader, ending, 0);
}

static void
drop_reader (void)
{
  trove_reader_clear (&ending_reader);
}

static TroveBorrow ending_borrow;

static void
hold_borrow (TroveArena *ending)
{
  g_assert_true (trove_borrow_init_mut (&ending_borrow, ending, &ending_ref, NULL));
}

static void
drop_borrow (void)
{
  trove_borrow_clear (&ending_borrow);
}

static GBytes *ending_row;

static void
hold_row (TroveArena *ending)
{
  freeze (ending);
  hold_sub_arena (ending);
  ending_row = trove_sub_arena_get_row (ending_sub, 1, 0, NULL);
  drop_sub_arena ();
}

static void
drop_row (void)
{
  g_bytes_unref (ending_row);
}

static const struct
{
  const char *name;
  void (*hold) (TroveArena *ending);
  void (*drop) (void); /* NULL: the arena is the last holder */
} holders[] = {
  { "arena", hold_nothing, NULL },        { "snapshot", hold_snapshot, drop_snapshot },
  { "map", hold_map, drop_map },          { "sub-arena", hold_sub_arena, drop_sub_arena },
  { "reader", hold_reader, drop_reader }, { "borrow", hold_borrow, drop_borrow },
  { "row", hold_row, drop_row },
};

static TroveArena *
make_ending (void)
{
  const GType types[] = { HOOKED_TYPE_INLINE, G_TYPE_INT64 };
  TroveArena *ending = trove_arena_new_for_types (types, 2);

  put_int (ending, 1, 5);
  for (guint i = 0; i < 50; i++)
    {
      g_auto (GValue) value = hooked_value (HOOKED_TYPE_INLINE, i);
      TroveRef ref = ref_of (trove_arena_append (ending, &value, NULL));

      if (i == 0)
        ending_ref = ref;
    }
  return ending;
}

/* The clear functions call everything of another arena, and may drop it. */
static void
test_end (void)
{
  for (guint holder = 0; holder < G_N_ELEMENTS (holders); holder++)
    for (guint i = 0; i < n_hooked_actions; i++)
      {
        TroveArena *ending = make_ending ();

        g_test_message ("%s: %s", holders[holder].name, hooked_actions[i].name);
        hooks_start (HOOKED_TYPE_INLINE, i % 2 == 0);
        holders[holder].hold (ending);
        if (holders[holder].drop != NULL)
          g_object_unref (ending);
        g_assert_cmpint (hooks.n_runs, ==, 0);

        hooks.in_clear = hooked_actions[i].run;
        if (holders[holder].drop != NULL)
          holders[holder].drop ();
        else
          g_object_unref (ending);
        g_assert_cmpint (hooks.n_runs, ==, 1);
        hooks_finish ();
      }
}

/* Each snapshot, or arena, is stored in the next. Dropping the last one drops all of them, without recursion. */

static guint n_depth;

static void
count_depth (gpointer element, gpointer data)
{
  n_depth++;
}

static TroveArena *
new_deep (void)
{
  const TroveElementInfo infos[] = {
    TROVE_ELEMENT (gint64, .clear = count_depth),
    TROVE_ELEMENT_TYPE (G_TYPE_VALUE),
  };

  return trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
}

static TroveArena *
deeper (GType type, gpointer inner)
{
  TroveArena *arena = new_deep ();
  g_auto (GValue) value = G_VALUE_INIT;
  gint64 number = 0;

  g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
  g_value_init (&value, type);
  if (G_TYPE_IS_OBJECT (type))
    g_value_set_object (&value, inner);
  else
    g_value_set_boxed (&value, inner);
  ref_of (trove_arena_append_to (arena, 1, &value, NULL));
  return arena;
}

static guint
how_deep (void)
{
  return test_quick () ? 30000 : 100000;
}

static void
test_deep_snapshots (void)
{
  TroveSnapshot *inner = NULL;

  n_depth = 0;
  for (guint i = 0; i < how_deep (); i++)
    {
      g_autoptr (TroveArena) arena = deeper (TROVE_TYPE_SNAPSHOT, inner);

      g_clear_pointer (&inner, trove_snapshot_unref);
      inner = trove_arena_snapshot (arena, NULL);
    }
  g_assert_cmpuint (n_depth, ==, 0);
  trove_snapshot_unref (inner);
  g_assert_cmpuint (n_depth, ==, how_deep ());
}

static void
test_deep_arenas (void)
{
  TroveArena *inner = NULL;

  n_depth = 0;
  for (guint i = 0; i < how_deep (); i++)
    {
      TroveArena *arena = deeper (TROVE_TYPE_ARENA, inner);

      g_clear_object (&inner);
      inner = arena;
    }
  g_object_unref (inner);
  g_assert_cmpuint (n_depth, ==, how_deep ());
}

/* In one arena, each version holds the version before. */
static void
test_deep_versions (void)
{
  g_autoptr (TroveArena) arena = new_deep ();
  gint64 number = 0;

  n_depth = 0;
  for (guint i = 0; i < how_deep (); i++)
    {
      g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
      g_auto (GValue) value = boxed_value (TROVE_TYPE_SNAPSHOT, snapshot);

      g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
      ref_of (trove_arena_append_to (arena, 1, &value, NULL));
    }
  g_clear_object (&arena);
  g_assert_cmpuint (n_depth, ==, how_deep ());
}

/* The same when a value that holds the last reference is replaced, or its arena goes back. */
static void
test_deep_replaced (void)
{
  TroveArena *inner = NULL;
  g_autoptr (TroveArena) outer = trove_arena_new (TROVE_TYPE_ARENA);
  g_autoptr (TroveSnapshot) empty = trove_arena_snapshot (outer, NULL);

  for (guint round = 0; round < 2; round++)
    {
      GValue value = G_VALUE_INIT;
      TroveRef ref;

      n_depth = 0;
      for (guint i = 0; i < how_deep (); i++)
        {
          TroveArena *arena = deeper (TROVE_TYPE_ARENA, inner);

          g_clear_object (&inner);
          inner = arena;
        }
      g_value_init (&value, TROVE_TYPE_ARENA);
      g_value_take_object (&value, g_steal_pointer (&inner));
      ref = ref_of (trove_arena_append (outer, &value, NULL));
      g_value_reset (&value);
      if (round == 0)
        {
          g_autoptr (TroveRef) same = trove_arena_set (outer, &ref, &value, NULL);

          assert_ref_equal (&ref, same);
        }
      else
        g_assert_true (trove_arena_revert (outer, empty, NULL));
      g_value_unset (&value);
      g_assert_cmpuint (n_depth, ==, how_deep ());
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/callbacks/end", test_end);
  g_test_add_func ("/callbacks/deep/snapshots", test_deep_snapshots);
  g_test_add_func ("/callbacks/deep/arenas", test_deep_arenas);
  g_test_add_func ("/callbacks/deep/versions", test_deep_versions);
  g_test_add_func ("/callbacks/deep/replaced", test_deep_replaced);

  return g_test_run ();
}
