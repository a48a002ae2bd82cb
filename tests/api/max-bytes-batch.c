/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* TroveArena:max-bytes and batches: a batch is taken as a whole or not at all. */

/* A batch is refused if its rows do not all fit, and takes nothing. */
static void
test_batch (void)
{
  g_autofree gint64 *numbers = g_new0 (gint64, 10000);
  g_autoptr (GBytes) bytes = g_bytes_new_static (numbers, 80000);

  for (guint n = 1; n < 2000; n = 2 * n + 1)
    for (guint64 more = 0; more < 60000; more += 7777)
      {
        g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
        TroveUsage before, after;
        GError *error = NULL;

        for (guint i = 0; i < n; i++)
          put_int (arena, 0, i);
        before = usage_of (arena);
        g_assert_true (trove_arena_set_max_bytes (arena, before.total + more, NULL));
        g_assert_false (trove_arena_append_many_raw (arena, 0, numbers, 10000, NULL, &error));
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
        g_assert_null (trove_arena_append_int64s (arena, 0, numbers, 10000, &error));
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
        g_assert_null (trove_arena_append_bytes (arena, 0, bytes, &error));
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
        after = usage_of (arena);
        assert_same_usage (after, before);
        g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
      }
}

/* The same if there is room for the elements, but not for the bytes of all strings. */
static void
test_batch_of_strings (void)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  const char *strings[30];

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    strings[i] = i % 7 == 3 ? NULL : text + i;
  for (guint64 more = 0; more < 24000; more += 777)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
      TroveRef ref = put_string (arena, "some text");
      TroveUsage before = usage_of (arena), after;
      GError *error = NULL;

      g_assert_true (trove_arena_set_max_bytes (arena, before.total + more, NULL));
      g_assert_false (trove_arena_append_many_raw (arena, 0, strings, G_N_ELEMENTS (strings), NULL, &error));
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
      after = usage_of (arena);
      assert_same_usage (after, before);

      /* It fits if the limit allows for its bytes beside those in use. */
      g_assert_true (trove_arena_set_max_bytes (arena, before.total + 26000, NULL));
      g_assert_true (trove_arena_append_many_raw (arena, 0, strings, 5, NULL, NULL));
      g_assert_true (trove_arena_append_many_raw (arena, 0, strings + 5, 20, NULL, NULL));
      assert_within (arena, before.total + 26000, 1, 1);
      g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, "some text");
    }
}

/* Appends n numbers to an arena of n_before numbers, of which n_frozen are frozen, with a limit of so many bytes
 * more. Returns the bytes that are left then, or -1 if it was refused. */
static gint64
left_after (guint n_before, guint n_frozen, guint n, guint64 more)
{
  g_autofree gint64 *numbers = g_new0 (gint64, MAX (n_before, n));
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 limit;

  g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, n_frozen, NULL, NULL));
  freeze (arena);
  g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, n_before - n_frozen, NULL, NULL));
  limit = usage_of (arena).total + more;
  g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
  if (!trove_arena_append_many_raw (arena, 0, numbers, n, NULL, NULL))
    return -1;

  return (gint64) limit + 1000 -
         (gint64) usage_of (arena).total; /* the arena itself and tables are not counted */
}

/* No batch is refused that fits: with the smallest limit that is enough, few bytes are left. */
static void
test_batch_that_fits (void)
{
  for (guint n_before = 1; n_before < 5000; n_before = 3 * n_before + 7)
    for (guint n_frozen = 0; n_frozen <= n_before; n_frozen += MAX (n_before / 2, 1))
      for (guint n = 10; n < 5000; n = 3 * n + 1)
        {
          guint64 refused = 0, done = 1000000;
          gint64 left;

          while (done - refused > 1)
            {
              guint64 more = (refused + done) / 2;

              *(left_after (n_before, n_frozen, n, more) >= 0 ? &done : &refused) = more;
            }
          left = left_after (n_before, n_frozen, n, done);
          g_assert_cmpint (left, >=, 0);
          g_assert_cmpint (left, <=, 1200);
        }
}

/* A batch that is refused has taken no row, except if its last row missed the limit by little. That row is room
 * for the next elements. */
static void
test_batch_takes_nothing (void)
{
  g_autofree gint64 *numbers = g_new0 (gint64, 3000);
  guint n_refused = 0, n_taken = 0;

  for (guint with_own = 0; with_own < 2; with_own++)
    for (guint n = 20; n < 3000; n = n * 3 / 2)
      for (guint64 limit = 100; limit < 40000; limit += test_quick () ? 3701 : 37)
        {
          g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
          TroveUsage before, after;

          put_int (arena, 0, 1);
          if (!with_own)
            freeze (arena);
          g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
          do
            before = usage_of (arena);
          while (trove_arena_append_many_raw (arena, 0, numbers, n, NULL, NULL));
          after = usage_of (arena);
          n_refused++;
          n_taken += after.room != before.room || after.waste != before.waste;
          g_assert_cmpuint (after.elements, ==, before.elements);
          g_assert_cmpuint (after.total, <=, MAX (before.total, limit) + 400);
          for (guint64 room = after.room / 8; room > 0; room--)
            put_int (arena, 0, 2);
        }

  g_test_message ("%u of %u refused batches took a row", n_taken, n_refused);
  g_assert_cmpuint (n_taken, <=, n_refused / 20);
}

/* A batch for which there is room in the row is taken, whatever the limit. */
static void
test_batch_in_room (void)
{
  const gint64 numbers[31] = { 0 };
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);

  put_int (arena, 0, 1);
  g_assert_true (trove_arena_set_max_bytes (arena, 1, NULL));
  put_int (arena, 0, 2);
  g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, 30, NULL, NULL));
}

/* Bytes that a string left free are used for the batch, and not counted twice. */
static void
test_batch_in_used_bytes (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *text = g_strnfill (3000, 'x');
  GError *error = NULL;
  TroveRef ref = put_string (arena, text);

  ref = set_string (arena, &ref, NULL);
  g_assert_true (trove_arena_set_max_bytes (arena, usage_of (arena).total, NULL));
  g_assert_true (trove_arena_append_many_raw (arena, 0, (const char *const *) &text, 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (trove_arena_append_many_raw (arena, 0, (const char *const *) &text, 1, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 2);
  check_arena (arena);
}

/* Memory of calls that failed is given back: after many refusals as much is left as after one. */
static void
test_discarded (void)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_STRING };
  g_autofree char *text = g_strnfill (60000, 'x');
  const guint64 limit = 100000;
  const char *strings[100];

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    strings[i] = text + 60000 - 300;

  /* A batch of which a part fits. */
  {
    g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
    guint64 after_first = 0;

    g_assert_true (trove_arena_set_max_bytes (arena, 20000, NULL));
    for (guint i = 0; i < 100; i++)
      {
        g_assert_false (trove_arena_append_many_raw (arena, 0, strings, 100, NULL, NULL));
        freeze (arena);
        if (i == 0)
          after_first = usage_of (arena).total;
        g_assert_cmpuint (usage_of (arena).total, <=, 20000);
      }
    g_assert_cmpuint (usage_of (arena).total, <=, after_first + 5000);
    g_assert_true (trove_arena_append_many_raw (arena, 0, strings, 20, NULL, NULL));
    check_arena (arena);
  }

  /* A frozen string for whose copy there is no room. */
  {
    g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
    TroveRef ref;

    g_assert_true (trove_arena_append_string (arena, 1, text, -1, &ref, NULL));
    freeze (arena);
    g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
    for (guint i = 0; i < 1000; i++)
      {
        g_assert_null (trove_arena_borrow_mut (arena, &ref, NULL));
        freeze (arena);
        g_assert_cmpuint (usage_of (arena).total, <=, limit);
      }
    put_int (arena, 0, 1);
    text[30000] = '\0';
    g_assert_true (trove_arena_append_string (arena, 1, text, -1, NULL, NULL));
    g_assert_false (trove_arena_append_string (arena, 1, text, -1, NULL, NULL));
    g_assert_cmpuint (usage_of (arena).total, <=, limit);
    check_arena (arena);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/max-bytes/batch", test_batch);
  g_test_add_func ("/max-bytes/batch/strings", test_batch_of_strings);
  g_test_add_func ("/max-bytes/batch/that-fits", test_batch_that_fits);
  g_test_add_func ("/max-bytes/batch/takes-nothing", test_batch_takes_nothing);
  g_test_add_func ("/max-bytes/batch/in-room", test_batch_in_room);
  g_test_add_func ("/max-bytes/batch/in-used-bytes", test_batch_in_used_bytes);
  g_test_add_func ("/max-bytes/discarded", test_discarded);

  return g_test_run ();
}
