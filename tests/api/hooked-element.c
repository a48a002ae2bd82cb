/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "hooked-element.h"

Hooks hooks;

void
run_hook (void (**hook) (void))
{
  void (*run) (void) = *hook;

  if (run == NULL)
    return;
  *hook = NULL;
  hooks.n_runs++;
  run ();
}

static void
before_copy (Counting *counting, const CountingElement *element, gpointer data)
{
  if (!hooks.after)
    run_hook (&hooks.in_copy);
}

static void
after_copy (Counting *counting, const CountingElement *element, gpointer data)
{
  run_hook (&hooks.in_copy);
}

static void
after_clear (Counting *counting, const CountingElement *element, gpointer data)
{
  hooks.clearing = TRUE;
  run_hook (&hooks.in_clear);
  hooks.clearing = FALSE;
}

static void
init_counting (void)
{
  if (counting_boxed.tickets != NULL)
    return;

  counting_init (&counting_boxed);
  counting_boxed.before_copy_hook = before_copy;
  counting_boxed.copy_hook = after_copy;
  counting_boxed.clear_hook = after_clear;
}

GType
hooked_inline_get_type (void)
{
  init_counting ();
  return COUNTING_TYPE_POINT;
}

GType
hooked_pointer_get_type (void)
{
  init_counting ();
  return COUNTING_TYPE_BOX;
}

GValue
hooked_value (GType type, gint64 number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_take_boxed (&value, counting_box_new (number));
  return value;
}

gint64
hooked_number (const GValue *value)
{
  const CountingElement *element = g_value_get_boxed (value);

  g_assert_true (counting_lives (&counting_boxed, element));
  return element->value;
}

int
hooked_live (void)
{
  return (int) counting_boxed.n_live;
}

gint64
get_hooked (TroveArena *arena, const TroveRef *ref)
{
  GError *error = NULL;
  g_autoptr (TestValue) value = trove_arena_get (arena, ref, &error);

  g_assert_no_error (error);
  return hooked_number (value);
}

/* What is done inside */

GType
hooked_type (void)
{
  GType type = trove_arena_get_pool_type (hooks.arena, 0);

  return type == G_TYPE_VALUE ? HOOKED_TYPE_POINTER : type;
}

static void
do_append (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_auto (GValue) value = hooked_value (hooked_type (), 1000 + i);
      TroveRef ref = ref_of (trove_arena_append (hooks.arena, &value, NULL));

      g_assert_cmpint (get_hooked (hooks.arena, &ref), ==, 1000 + i);
    }
}

static void
do_get (void)
{
  gint64 number = get_hooked (hooks.arena, &hooks.other);

  g_assert_true (number == 2 || number == 1); /* it may have been set to the other value */
}

static void
do_clone (void)
{
  g_autoptr (TroveArena) clone = trove_arena_clone (hooks.arena, NULL);

  if (clone != NULL) /* nothing is mutably borrowed */
    check_arena (clone);
}

static void
do_clone_and_write (void)
{
  g_autoptr (TroveArena) clone = trove_arena_clone (hooks.arena, NULL);
  g_auto (GValue) value = hooked_value (hooked_type (), 7);

  if (clone == NULL)
    return;
  trove_ref_free (trove_arena_set (clone, &hooks.other, &value, NULL));
  trove_ref_free (trove_arena_append (hooks.arena, &value, NULL));
}

static void
do_snapshot (void)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (hooks.arena, NULL);

  if (snapshot != NULL)
    check_snapshot (snapshot);
}

static void
do_merge (void)
{
  g_autoptr (TroveArena) other = trove_arena_new (trove_arena_get_pool_type (hooks.arena, 0));
  g_auto (GValue) value = hooked_value (hooked_type (), 8);
  g_autoptr (TroveArena) merged = NULL;

  trove_ref_free (trove_arena_append (other, &value, NULL));
  merged = trove_arena_merge (hooks.arena, other, NULL);
  if (merged != NULL) /* nothing is mutably borrowed */
    check_arena (merged);
}

/* From a clear function, the arena is this thread's again with the next call. What a copy is made for goes on, so it
 * cannot be another thread's then. */
static void
do_transfer (void)
{
  GError *error = NULL;

  if (trove_arena_transfer (hooks.arena, &error))
    g_assert_true (hooks.clearing);
  else
    g_assert_true (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_BORROWED) ||
                   g_error_matches (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT));
  g_clear_error (&error);
}

static void
do_absorb (void)
{
  g_autoptr (TroveArena) other = trove_arena_new (trove_arena_get_pool_type (hooks.arena, 0));
  g_auto (GValue) value = hooked_value (hooked_type (), 8);

  trove_ref_free (trove_arena_append (other, &value, NULL));
  trove_arena_absorb (hooks.arena, other, NULL);
}

static void
do_set_same (void)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 55);

  g_free (trove_arena_set (hooks.arena, &hooks.ref, &value, NULL));
}

static void
do_release (void)
{
  if (hooks.guard != NULL)
    trove_borrow_release (hooks.guard);
}

static void
do_release_and_set (void)
{
  do_release ();
  do_set_same ();
}

static void
do_set_other (void)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 2);

  g_free (trove_arena_set (hooks.arena, &hooks.other, &value, NULL));
}

static void
do_borrow (void)
{
  g_autoptr (TroveBorrow) shared = trove_arena_borrow (hooks.arena, &hooks.other, NULL);
  g_autoptr (TroveBorrow) mutable = NULL;

  trove_borrow_release (shared);
  mutable = trove_arena_borrow_mut (hooks.arena, &hooks.other, NULL);
  g_assert_nonnull (mutable);
}

static void
do_to_string (void)
{
  g_autofree char *text = trove_arena_to_string (hooks.arena, NULL);

  g_assert_nonnull (text);
}

static void
do_drop (void)
{
  g_clear_object (&hooks.arena);
  g_clear_pointer (&hooks.snapshot, trove_snapshot_unref);
}

/* The rest goes as well: nothing but the running call holds the value. */
static void
do_drop_all (void)
{
  do_drop ();
  g_clear_object (&hooks.sub);
  g_clear_pointer (&hooks.guard, trove_borrow_unref);
}

const HookedAction hooked_actions[] = {
  { "append", do_append },
  { "get", do_get },
  { "clone", do_clone },
  { "clone and write", do_clone_and_write },
  { "snapshot", do_snapshot },
  { "merge", do_merge, .merges = TRUE },
  { "absorb", do_absorb, .merges = TRUE },
  { "transfer", do_transfer },
  { "set the same", do_set_same },
  { "set another", do_set_other },
  { "borrow", do_borrow },
  { "release", do_release, .releases = TRUE },
  { "release and set", do_release_and_set, .releases = TRUE },
  { "to_string", do_to_string },
  { "drop the last reference", do_drop },
  { "drop all", do_drop_all },
};

const guint n_hooked_actions = G_N_ELEMENTS (hooked_actions);

/* Before and after */

void
hooks_start (GType type, gboolean frozen)
{
  g_auto (GValue) one = hooked_value (type == G_TYPE_VALUE ? HOOKED_TYPE_POINTER : type, 1);
  g_auto (GValue) two = hooked_value (type == G_TYPE_VALUE ? HOOKED_TYPE_POINTER : type, 2);

  hooks.arena = trove_arena_new (type);
  hooks.ref = ref_of (trove_arena_append (hooks.arena, &one, NULL));
  hooks.other = ref_of (trove_arena_append (hooks.arena, &two, NULL));
  /* With some versions behind it. */
  for (guint i = 0; i < (frozen ? 40 : 0); i++)
    {
      trove_snapshot_unref (trove_arena_snapshot (hooks.arena, NULL));
      if (i < 39)
        g_free (trove_arena_append (hooks.arena, &two, NULL));
    }
  hooks.n_runs = 0;
}

void
hooks_finish (void)
{
  hooks.in_copy = hooks.in_clear = NULL;
  g_clear_pointer (&hooks.guard, trove_borrow_unref);
  g_clear_object (&hooks.sub);
  if (hooks.arena != NULL)
    check_arena (hooks.arena);
  g_clear_object (&hooks.arena);
  g_clear_pointer (&hooks.snapshot, trove_snapshot_unref);
  g_assert_cmpint (hooked_live (), ==, 0);
}
