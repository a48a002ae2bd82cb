/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The reference traces: programs over arenas of 64-bit integers with what each get must read, one operation a line.
 *
 *   new A · append A R V · clone A B (B is the clone) · merge A B C (C is the result) · copy R S (S is a copy of R)
 *   set A R V · add A R V (R becomes the new ref) · get A R V (must read V) · drop A
 *
 * After a merge the two inputs and the result all go on. The invariants are checked after every operation. */

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "test-support.h"

#define MAX_NUMBERS 8192 /* of arenas, of refs */

typedef struct
{
  TroveArena *arenas[MAX_NUMBERS];
  TroveRef refs[MAX_NUMBERS];
  guint n_gets;
} Replay;

static TroveArena *
arena_of (Replay *replay, gint64 number)
{
  g_assert_true (number > 0 && number < MAX_NUMBERS);
  g_assert_nonnull (replay->arenas[number]);
  return replay->arenas[number];
}

static TroveRef *
ref_of (Replay *replay, gint64 number)
{
  g_assert_true (number > 0 && number < MAX_NUMBERS);
  return &replay->refs[number];
}

static void
name_arena (Replay *replay, gint64 number, TroveArena *arena)
{
  g_assert_true (number > 0 && number < MAX_NUMBERS);
  g_assert_null (replay->arenas[number]);
  g_assert_nonnull (arena);
  replay->arenas[number] = arena;
}

static void
set (TroveArena *arena, TroveRef *ref, gint64 number)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (TroveRef) made = NULL;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, number);
  made = trove_arena_set (arena, ref, &value, &error);
  g_assert_no_error (error);
  *ref = *made;
}

static void
add (TroveArena *arena, TroveRef *ref, gint64 number)
{
  g_autoptr (GError) error = NULL;
  gint64 *element = trove_arena_get_mut_raw (arena, 0, ref, &error);

  g_assert_no_error (error);
  *element += number;
}

static void
get (Replay *replay, TroveArena *arena, const TroveRef *ref, gint64 number)
{
  g_autoptr (GError) error = NULL;
  const gint64 *element = trove_arena_get_raw (arena, 0, ref, &error);

  g_assert_no_error (error);
  g_assert_cmpint (*element, ==, number);
  replay->n_gets++;
}

static void
append (TroveArena *arena, TroveRef *ref, gint64 number)
{
  g_autoptr (GError) error = NULL;

  trove_arena_append_raw (arena, 0, &number, ref, &error);
  g_assert_no_error (error);
}

static void
replay_one (Replay *replay, const char *name, const gint64 *numbers)
{
  if (strcmp (name, "new") == 0)
    name_arena (replay, numbers[0], trove_arena_new (G_TYPE_INT64));
  else if (strcmp (name, "append") == 0)
    append (arena_of (replay, numbers[0]), ref_of (replay, numbers[1]), numbers[2]);
  else if (strcmp (name, "clone") == 0)
    name_arena (replay, numbers[1], trove_arena_clone (arena_of (replay, numbers[0]), NULL));
  else if (strcmp (name, "merge") == 0)
    name_arena (replay, numbers[2],
                trove_arena_merge (arena_of (replay, numbers[0]), arena_of (replay, numbers[1]), NULL));
  else if (strcmp (name, "copy") == 0)
    *ref_of (replay, numbers[1]) = *ref_of (replay, numbers[0]);
  else if (strcmp (name, "set") == 0)
    set (arena_of (replay, numbers[0]), ref_of (replay, numbers[1]), numbers[2]);
  else if (strcmp (name, "add") == 0)
    add (arena_of (replay, numbers[0]), ref_of (replay, numbers[1]), numbers[2]);
  else if (strcmp (name, "get") == 0)
    get (replay, arena_of (replay, numbers[0]), ref_of (replay, numbers[1]), numbers[2]);
  else if (strcmp (name, "drop") == 0)
    g_object_unref (g_steal_pointer (&replay->arenas[numbers[0]]));
  else
    g_error ("Unknown operation %s", name);
}

/* Those that the line names: no other can have changed. All of them are checked in the end. */
static void
check_arenas (Replay *replay, const char *name, const gint64 *numbers)
{
  guint n = strcmp (name, "merge") == 0 ? 3 :
            strcmp (name, "clone") == 0 ? 2 :
            strcmp (name, "copy") == 0  ? 0 :
                                          1;

  for (guint i = 0; i < n; i++)
    if (replay->arenas[numbers[i]] != NULL)
      check_core (&replay->arenas[numbers[i]]->core);
}

static void
replay_line (Replay *replay, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  gint64 numbers[3] = { 0 };
  guint n = g_strv_length (words);

  g_assert_true (n >= 2 && n <= 4);
  for (guint i = 1; i < n; i++)
    numbers[i - 1] = g_ascii_strtoll (words[i], NULL, 10);

  replay_one (replay, words[0], numbers);
  check_arenas (replay, words[0], numbers);
}

static void
test_trace (gconstpointer data)
{
  const char *path = data;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Replay *replay = g_new0 (Replay, 1);
  guint n;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  n = g_strv_length (lines);
  for (guint i = 0; i < n; i++)
    replay_line (replay, lines[i]);

  g_assert_cmpuint (replay->n_gets, >=, 500);
  g_test_message ("%u operations, %u of them gets", n, replay->n_gets);
  for (guint i = 0; i < MAX_NUMBERS; i++)
    {
      if (replay->arenas[i] != NULL)
        check_core (&replay->arenas[i]->core);
      g_clear_object (&replay->arenas[i]);
    }
  g_free (replay);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("trace-%04u.txt", i);
      g_autofree char *test = g_strdup_printf ("/traces/%04u", i);

      g_test_add_data_func_full (test, g_test_build_filename (G_TEST_DIST, "traces", name, NULL), test_trace,
                                 g_free);
    }
  return g_test_run ();
}
