/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copy and clear functions of values that are replaced: they release the guard, set the value or transfer the arena. */

#include "test-util.h"

/* A struct whose copy function does something else once. */

typedef struct
{
  gint64 number;
} Armed;

static struct
{
  void (*action) (void);
  TroveArena *arena;
  TroveBorrow *guard;
  TroveSnapshot *snapshot;
  TroveRef ref;
} armed;

static TroveBorrow on_stack = TROVE_BORROW_INIT;

static gboolean
armed_copy (gpointer dest, gconstpointer src, gpointer data)
{
  void (*action) (void) = armed.action;

  *(Armed *) dest = *(const Armed *) src;
  armed.action = NULL;
  if (action != NULL)
    action ();
  return TRUE;
}

static gpointer
armed_box (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (Armed));
}

static GType
armed_type (void)
{
  static GType type;
  const TroveElementInfo info = TROVE_ELEMENT (Armed, .copy = armed_copy);

  if (type == 0)
    type = g_boxed_type_register_static ("TestArmed", armed_box, g_free);
  trove_element_register (type, &info);
  return type;
}

static void
release_and_freeze (void)
{
  trove_borrow_release (armed.guard);
  armed.snapshot = trove_arena_snapshot (armed.arena, NULL);
  g_assert_nonnull (armed.snapshot);
}

static void
release_and_drop (void)
{
  release_and_freeze ();
  g_clear_pointer (&armed.guard, trove_borrow_unref);
  g_clear_object (&armed.arena);
}

static void
release_and_borrow (void)
{
  TroveBorrow *again;

  trove_borrow_release (armed.guard);
  again = trove_arena_borrow (armed.arena, &armed.ref, NULL);
  g_assert_nonnull (again);
  trove_borrow_release (again);
  trove_borrow_unref (again);
  armed.snapshot = trove_arena_snapshot (armed.arena, NULL);
}

/* The guard is initialized anew, for a copy of the value, which was frozen. */
static void
release_and_borrow_anew (void)
{
  release_and_freeze ();
  g_assert_true (trove_borrow_init_mut (&on_stack, armed.arena, &armed.ref, NULL));
}

static void
test_initialized_by_copy (void)
{
  const Armed one = { 1 };
  Armed two = { 2 };
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  armed.arena = trove_arena_new (armed_type ());
  armed.guard = &on_stack;
  g_assert_true (trove_arena_append_raw (armed.arena, 0, &one, &armed.ref, NULL));
  g_assert_true (trove_borrow_init_mut (&on_stack, armed.arena, &armed.ref, NULL));
  g_value_init (&value, armed_type ());
  g_value_set_static_boxed (&value, &two);

  armed.action = release_and_borrow_anew;
  g_assert_false (trove_borrow_set_value (&on_stack, &value, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "released");
  g_assert_cmpint (((const Armed *) trove_snapshot_get_raw (armed.snapshot, 0, &armed.ref, NULL))->number, ==,
                   1);
  g_assert_cmpint (((const Armed *) trove_borrow_get_raw (&on_stack))->number, ==, 1);

  trove_borrow_clear (&on_stack);
  armed.guard = NULL;
  g_clear_pointer (&armed.snapshot, trove_snapshot_unref);
  g_clear_object (&armed.arena);
}

/* The value was frozen meanwhile: it stays, and the call fails. */
static void
test_released_by_copy (gconstpointer data)
{
  const Armed one = { 1 };
  Armed two = { 2 };
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  TroveBorrow *guard;

  armed.arena = trove_arena_new (armed_type ());
  g_assert_true (trove_arena_append_raw (armed.arena, 0, &one, &armed.ref, NULL));
  guard = armed.guard = trove_arena_borrow_mut (armed.arena, &armed.ref, NULL);
  g_value_init (&value, armed_type ());
  g_value_set_static_boxed (&value, &two);

  armed.action = (void (*) (void)) data;
  g_assert_false (trove_borrow_set_value (guard, &value, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "released");
  g_assert_cmpint (((const Armed *) trove_snapshot_get_raw (armed.snapshot, 0, &armed.ref, NULL))->number, ==,
                   1);

  g_clear_pointer (&armed.guard, trove_borrow_unref);
  g_clear_pointer (&armed.snapshot, trove_snapshot_unref);
  g_clear_object (&armed.arena);
}

static guint n_cleared;

/* A boxed type whose copy function tries once to set the value that is being copied. It is refused, since the
 * value is being read. */

static TroveRef read_ref;
static TroveArena *read_arena; /* NULL: the copy function sets nothing */

static GType setter_type (void);

static gpointer
setter_copy (gpointer boxed)
{
  Armed other = { 7 };

  if (read_arena != NULL)
    {
      TroveArena *arena = g_steal_pointer (&read_arena);
      g_auto (GValue) value = G_VALUE_INIT;
      GError *error = NULL;

      g_value_init (&value, setter_type ());
      g_value_set_static_boxed (&value, &other);
      g_assert_null (trove_arena_set (arena, &read_ref, &value, &error));
      assert_trove_error (error, TROVE_ERROR_BORROWED, NULL);
    }

  return g_memdup2 (boxed, sizeof (Armed));
}

static GType
setter_type (void)
{
  static GType type;

  if (type == 0)
    type = g_boxed_type_register_static ("TestSetter", setter_copy, g_free);
  return type;
}

static void
test_set_while_read (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (setter_type ());
  Armed three = { 3 }, *address = &three;

  g_assert_true (trove_arena_append_raw (arena, 0, &address, &read_ref, NULL));
  for (guint i = 0; i < 2; i++)
    {
      GValue *value;

      read_arena = i == 0 ? arena : NULL;
      value = trove_arena_get (arena, &read_ref, NULL);
      g_assert_nonnull (value);
      g_assert_null (read_arena);
      g_assert_cmpint (((Armed *) g_value_get_boxed (value))->number, ==, 3);
      g_boxed_free (G_TYPE_VALUE, value);
    }

  /* No borrow is left. */
  g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &read_ref, NULL));
}

/* A value that a copy function replaced is cleared before the append goes on for which the copy was made. Its
 * clear function cannot transfer the arena, and every value is cleared in the end. */

static guint n_transfers;

static void
set_again (void)
{
  Armed other = { 8 };
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, trove_arena_get_pool_type (armed.arena, 0));
  g_value_set_static_boxed (&value, &other);
  trove_ref_free (trove_arena_set (armed.arena, &armed.ref, &value, NULL));
}

/* The first call replaces another value, which is cleared after it. */
static void
transfer_in_clear (gpointer element, gpointer data)
{
  GError *error = NULL;

  n_cleared++;
  if (armed.arena == NULL)
    return;

  g_assert_false (trove_arena_transfer (armed.arena, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED, "being copied");
  if (n_transfers++ == 0)
    set_again ();
}

static GType
transferring_type (void)
{
  static GType type;
  const TroveElementInfo info = TROVE_ELEMENT (Armed, .copy = armed_copy, .clear = transfer_in_clear);

  if (type == 0)
    type = g_boxed_type_register_static ("TestTransferring", armed_box, g_free);
  trove_element_register (type, &info);
  return type;
}

static void
test_transferred_by_clear (void)
{
  g_autoptr (TroveArena) arena = armed.arena = trove_arena_new (transferring_type ());
  const Armed one = { 1 }, two = { 2 };
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, 0, &one, &armed.ref, NULL));
  n_cleared = n_transfers = 0;
  armed.action = set_again;
  g_assert_true (trove_arena_append_raw (arena, 0, &two, &ref, NULL));
  g_assert_cmpuint (n_transfers, ==, 2);
  g_assert_cmpuint (n_cleared, ==, 2);
  g_assert_cmpint (((const Armed *) trove_arena_get_raw (arena, 0, &armed.ref, NULL))->number, ==, 8);
  g_assert_cmpint (((const Armed *) trove_arena_get_raw (arena, 0, &ref, NULL))->number, ==, 2);

  armed.arena = NULL;
  g_assert_true (trove_arena_transfer (arena, NULL));
  g_clear_object (&arena);
  g_assert_cmpuint (n_cleared, ==, 4);
}

/* Values are copied to be printed, one after the other. The arena cannot be transferred before the last one. */

static void
free_and_transfer (gpointer boxed)
{
  GError *error = NULL;

  g_free (boxed);
  if (armed.arena == NULL)
    return;

  g_assert_false (trove_arena_transfer (armed.arena, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED, "being copied");
  n_transfers++;
}

static void
test_transferred_by_print (void)
{
  GType type = g_boxed_type_register_static ("TestPrinted", armed_box, free_and_transfer);
  g_autoptr (TroveArena) arena = trove_arena_new (type);
  g_autofree char *text = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  Armed one = { 1 };

  g_value_init (&value, type);
  g_value_set_static_boxed (&value, &one);
  trove_ref_free (trove_arena_append (arena, &value, NULL));
  trove_ref_free (trove_arena_append (arena, &value, NULL));

  n_transfers = 0;
  armed.arena = arena;
  text = trove_arena_to_string (arena, NULL);
  armed.arena = NULL;
  g_assert_nonnull (text);
  g_assert_cmpuint (n_transfers, ==, 2);
  g_assert_true (trove_arena_transfer (arena, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/callbacks/replaced/released-by-copy/freeze", release_and_freeze,
                        test_released_by_copy);
  g_test_add_data_func ("/callbacks/replaced/released-by-copy/drop", release_and_drop, test_released_by_copy);
  g_test_add_data_func ("/callbacks/replaced/released-by-copy/borrow", release_and_borrow,
                        test_released_by_copy);
  g_test_add_func ("/callbacks/replaced/initialized-by-copy", test_initialized_by_copy);
  g_test_add_func ("/callbacks/replaced/set-while-read", test_set_while_read);
  g_test_add_func ("/callbacks/replaced/transferred-by-clear", test_transferred_by_clear);
  g_test_add_func ("/callbacks/replaced/transferred-by-print", test_transferred_by_print);

  return g_test_run ();
}
