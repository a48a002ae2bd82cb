/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TROVE_DEBUG=cycles: an element that holds the arena, or the sub-arena, in which it is stored is reported, once.
 * Other elements are not. Each case is a process of its own; a second report, or one that is not expected, ends
 * it. */

#include "test-util.h"

static TroveArena *arena; /* global, so that an arena in a cycle, which is never freed, stays reachable */

static void G_GNUC_PRINTF (1, 2) expect (const char *format, ...)
{
  g_autofree char *pattern = NULL;
  va_list args;

  va_start (args, format);
  pattern = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING, pattern);
}

static void
append_object (GType type, gpointer object)
{
  g_auto (GValue) value = object_value (object);

  if (arena == NULL)
    arena = trove_arena_new (type);
  trove_ref_free (trove_arena_append (arena, &value, NULL));
}

/* The arena itself, as an object */

static void
child_object (void)
{
  arena = trove_arena_new (G_TYPE_OBJECT);
  expect ("The element 1:0:0 of pool 0 (GObject) holds the arena that it is stored in: *");
  append_object (G_TYPE_OBJECT, arena);
  g_test_assert_expected_messages ();
  append_object (G_TYPE_OBJECT, arena);
}

static void
child_value (void)
{
  arena = trove_arena_new (G_TYPE_VALUE);
  put_int (arena, 0, 5);
  expect ("The element 1:0:1 of pool 0 (GValue) holds the arena *");
  append_object (G_TYPE_VALUE, arena);
}

static void
child_raw (void)
{
  GObject *object;

  arena = trove_arena_new (G_TYPE_OBJECT);
  object = G_OBJECT (arena);
  expect ("The element 1:0:0 of pool 0 (GObject) holds the arena *");
  g_assert_true (trove_arena_append_raw (arena, 0, &object, NULL, NULL));
}

static void
child_many (void)
{
  GObject *objects[3] = { NULL };

  arena = trove_arena_new (G_TYPE_OBJECT);
  objects[1] = G_OBJECT (arena);
  expect ("The element 1:0:1 of pool 0 (GObject) holds the arena *");
  g_assert_true (trove_arena_append_many_raw (arena, 0, objects, 3, NULL, NULL));
}

/* The ref of an element of one object that holds nothing. */
static TroveRef
append_plain (GType type)
{
  g_autoptr (GObject) plain = g_object_new (G_TYPE_OBJECT, NULL);
  g_auto (GValue) value = object_value (plain);

  arena = trove_arena_new (type);
  return ref_of (trove_arena_append (arena, &value, NULL));
}

static void
set_to_itself (gboolean frozen)
{
  TroveRef ref = append_plain (G_TYPE_OBJECT);
  g_auto (GValue) value = object_value (arena);

  if (frozen)
    freeze (arena);
  expect (frozen ? "The element 2:0:0 of pool 0 (GObject) holds the arena *" :
                   "The element 1:0:0 of pool 0 (GObject) holds the arena *");
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
}

static void
child_set (void)
{
  set_to_itself (FALSE);
}

static void
child_set_frozen (void)
{
  set_to_itself (TRUE);
}

static void
child_guard (void)
{
  TroveRef ref = append_plain (G_TYPE_OBJECT);
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (arena, &ref, NULL);
  g_auto (GValue) value = object_value (arena);

  expect ("The element 1:0:0 of pool 0 (GObject) holds the sub-arena *");
  g_assert_true (trove_borrow_set_value (guard, &value, NULL));
}

/* Structs whose copy functions take references */

typedef struct
{
  TroveArena *holds;
  TroveBorrow guard;
} Holder;

static TroveRef guarded; /* the value that the guard borrows */
static gboolean holds_arena, holds_guard;

static gboolean
copy_holder (gpointer dest, gconstpointer src, gpointer data)
{
  Holder *to = dest;

  *to = (Holder){ NULL };
  if (holds_arena)
    to->holds = g_object_ref (arena);
  return !holds_guard || trove_borrow_init (&to->guard, arena, &guarded, NULL);
}

static void
clear_holder (gpointer element, gpointer data)
{
  Holder *holder = element;

  g_clear_object (&holder->holds);
  trove_borrow_clear (&holder->guard);
}

static const TroveElementInfo holder_infos[] = {
  TROVE_ELEMENT (Holder, .copy = copy_holder, .clear = clear_holder), TROVE_ELEMENT_TYPE (G_TYPE_INT64)
};

static TroveRef
append_holder (void)
{
  const Holder holder = { NULL };
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, 0, &holder, &ref, NULL));
  return ref;
}

static void
child_struct (void)
{
  arena = trove_arena_new_with_infos (holder_infos, 2);
  append_holder ();
  holds_arena = TRUE;
  expect ("The element 1:0:1 of pool 0 (struct of %" G_GSIZE_FORMAT " bytes) holds the arena *",
          sizeof (Holder));
  append_holder ();
}

static void
child_structs (void)
{
  const Holder holders[3] = { { NULL } };

  arena = trove_arena_new_with_infos (holder_infos, 2);
  holds_arena = TRUE;
  expect ("The element 1:0:0 of pool 0 (struct of %" G_GSIZE_FORMAT
          " bytes), or one of the 2 after it, holds the arena *",
          sizeof (Holder));
  g_assert_true (trove_arena_append_many_raw (arena, 0, holders, 3, NULL, NULL));
}

static void
copy_on_write (gboolean borrow)
{
  TroveRef ref;

  arena = trove_arena_new_with_infos (holder_infos, 2);
  ref = append_holder ();
  freeze (arena);
  holds_arena = TRUE;
  expect ("The element 2:0:0 of pool 0 (struct of %" G_GSIZE_FORMAT " bytes) holds the arena *",
          sizeof (Holder));
  if (borrow)
    trove_borrow_unref (trove_arena_borrow_mut (arena, &ref, NULL));
  else
    g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &ref, NULL));
}

static void
child_get_mut (void)
{
  copy_on_write (FALSE);
}

static void
child_borrow_mut (void)
{
  copy_on_write (TRUE);
}

static void
child_struct_guard (void)
{
  arena = trove_arena_new_with_infos (holder_infos, 2);
  guarded = put_int (arena, 1, 5);
  holds_guard = TRUE;
  expect ("The element 1:0:0 of pool 0 (struct of %" G_GSIZE_FORMAT " bytes) holds the sub-arena *",
          sizeof (Holder));
  append_holder ();
}

/* Objects that hold a sub-arena */

static void
child_sub_arena (void)
{
  TroveRef ref = append_plain (G_TYPE_VALUE);
  g_autoptr (TroveSubArena) own = sub_of (arena, ref.sub_arena);

  expect ("The element 1:0:1 of pool 0 (GValue) holds the sub-arena *");
  append_object (G_TYPE_VALUE, own);
}

static void
child_map (void)
{
  g_autoptr (TroveVecMap) map = NULL;

  append_plain (G_TYPE_OBJECT);
  map = trove_arena_dup_sub_arenas (arena, NULL);
  expect ("The element 1:0:1 of pool 0 (GObject) holds the sub-arena *");
  append_object (G_TYPE_OBJECT, map);
}

static void
child_borrow (void)
{
  TroveRef ref;
  g_autoptr (TroveBorrow) guard = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  arena = trove_arena_new (G_TYPE_VALUE);
  ref = put_int (arena, 0, 5);
  guard = trove_arena_borrow (arena, &ref, NULL);
  value = boxed_value (TROVE_TYPE_BORROW, guard);
  expect ("The element 1:0:1 of pool 0 (GValue) holds the sub-arena *");
  trove_ref_free (trove_arena_append (arena, &value, NULL));
}

/* Other arenas, clones, and versions that are older than the element make no cycle. */
static void
child_none (void)
{
  TroveRef ref = append_plain (G_TYPE_VALUE);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_STRING);
  g_autoptr (TroveArena) clone = trove_arena_clone (arena, NULL);
  g_autoptr (TroveSubArena) frozen = sub_of (arena, ref.sub_arena);
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_auto (GValue) value = boxed_value (TROVE_TYPE_SNAPSHOT, snapshot);
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (TroveBorrow) guard = NULL;

  append_object (G_TYPE_VALUE, other);
  append_object (G_TYPE_VALUE, clone);
  append_object (G_TYPE_VALUE, frozen);
  append_object (G_TYPE_VALUE, map);
  append_object (G_TYPE_VALUE, object);
  first = trove_arena_append (arena, &value, NULL);
  g_value_unset (&value);
  value = string_value ("a text");
  trove_ref_free (trove_arena_append (arena, &value, NULL));
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
  guard = trove_arena_borrow_mut (arena, first, NULL);
  g_assert_true (trove_borrow_set_value (guard, &value, NULL));
  g_clear_object (&arena);
}

/* Without TROVE_DEBUG=cycles nothing is reported. */
static void
child_off (void)
{
  arena = trove_arena_new (G_TYPE_OBJECT);
  append_object (G_TYPE_OBJECT, arena);
}

static const struct
{
  const char *name;
  void (*child) (void);
  const char *debug; /* TROVE_DEBUG */
} cases[] = {
  { "object", child_object, "cycles" },
  { "value", child_value, "cycles" },
  { "raw", child_raw, "cycles" },
  { "many", child_many, "cycles" },
  { "set", child_set, "cycles" },
  { "set-frozen", child_set_frozen, "cycles" },
  { "guard", child_guard, "cycles" },
  { "struct", child_struct, "cycles" },
  { "structs", child_structs, "cycles" },
  { "get-mut", child_get_mut, "cycles" },
  { "borrow-mut", child_borrow_mut, "cycles" },
  { "struct-guard", child_struct_guard, "cycles" },
  { "sub-arena", child_sub_arena, "cycles" },
  { "map", child_map, "cycles" },
  { "borrow", child_borrow, "cycles" },
  { "none", child_none, "cycles" },
  { "among-others", child_object, "frozen:cycles" },
  { "all", child_object, "all" },
  { "off", child_off, "" },
  { "not-that", child_off, "frozen" },
};

static void
test_case (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);

  if (g_test_subprocess ())
    {
      g_setenv ("TROVE_DEBUG", cases[i].debug, TRUE); /* it is read once, when it is first needed */
      cases[i].child ();
      g_test_assert_expected_messages ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cycles/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
