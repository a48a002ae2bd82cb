/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "calls.h"
#include "check-arena.h"

/* The owner of an arena: another thread's call is refused, until the arena is transferred and adopted. */

/* Every call of another thread is refused and changes nothing. */
static void
refuse_all (gpointer data)
{
  Subject *subject = data;
  g_auto (GValue) value = int64_value (1);
  GError *error = NULL;

  for (guint i = 0; i < n_calls; i++)
    {
      g_test_message ("%s", calls[i].name);
      g_assert_false (calls[i].run (subject, &error));
      assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "belongs to the main thread", "transfer");
    }
  g_assert_cmpuint (trove_arena_get_n_pools (subject->arena), ==, SUBJECT_N_POOLS);
  g_assert_true (trove_arena_get_pool_type (subject->arena, SUBJECT_STRINGS) == G_TYPE_STRING);
  g_assert_cmpint (trove_arena_find_pool (subject->arena, &value, NULL), ==, SUBJECT_VALUES);
}

static void
test_refused (void)
{
  Subject subject;

  subject_init (&subject, &small_numbers);
  on_other_thread (refuse_all, &subject);
  check_arena (subject.arena);
  g_assert_cmpuint (trove_arena_get_n_elements (subject.arena, NULL), ==, 3);
  g_assert_cmpuint (trove_arena_reserve_id (subject.arena, NULL), ==, subject.ref.sub_arena);
  g_assert_cmpint (get_int (subject.arena, &subject.ref), ==, 10);
  g_assert_null (trove_arena_get_root (subject.arena, NULL));
  g_assert_cmpuint (trove_arena_get_max_bytes (subject.arena), ==, 0);
  subject_clear (&subject);
}

/* The table has every public function of an arena, except those that any thread may call. */
static void
test_all_functions (void)
{
  static const char *const any_thread[] = {
    "find_pool", "get_max_bytes", "get_n_pools",   "get_pool_type",
    "get_type",  "new",           "new_for_types", "new_with_infos",
  };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "symbols.txt", NULL);
  g_autoptr (GHashTable) tried = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;
  g_auto (GStrv) symbols = NULL;
  GError *error = NULL;

  for (guint i = 0; i < n_calls; i++)
    g_hash_table_add (tried, (gpointer) calls[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (any_thread); i++)
    g_hash_table_add (tried, (gpointer) any_thread[i]);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  symbols = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (symbols), >, 100);
  for (char **symbol = symbols; *symbol != NULL; symbol++)
    if (g_str_has_prefix (*symbol, "trove_arena_") &&
        !g_hash_table_contains (tried, *symbol + strlen ("trove_arena_")))
      g_error ("%s is not in the table of calls", *symbol);
}

/* A snapshot can be read by every thread. */
static void
read_snapshot (gpointer data)
{
  GError *error = NULL;

  for (guint i = 0; i < n_snapshot_calls; i++)
    {
      g_test_message ("%s", snapshot_calls[i].name);
      g_assert_true (snapshot_calls[i].run (data, &error));
      g_assert_no_error (error);
    }
}

static void
test_snapshot (void)
{
  Subject subject;

  subject_init (&subject, &small_numbers);
  trove_snapshot_unref (subject.snapshot);
  subject.snapshot = trove_arena_snapshot (subject.arena, NULL);
  on_other_thread (read_snapshot, &subject);
  read_snapshot (&subject);
  subject_clear (&subject);
}

/* An arena that was transferred is adopted by each of the calls. */

typedef struct
{
  Subject subject;
  const Call *call;
} Adoption;

static gboolean
transfers (const Call *call)
{
  return call->borrows == CALL_TRANSFERS;
}

static void
adopt (gpointer data)
{
  Adoption *adoption = data;
  GError *error = NULL;

  g_assert_true (adoption->call->run (&adoption->subject, &error));
  g_assert_no_error (error);
  if (!transfers (adoption->call))
    check_arena (adoption->subject.arena);
}

static void
adopt_and_transfer (gpointer data)
{
  Adoption *adoption = data;
  GError *error = NULL;

  adopt (data);
  g_assert_true (trove_arena_transfer (adoption->subject.arena, &error));
  g_assert_no_error (error);
}

static void
refuse_one (gpointer data)
{
  Adoption *adoption = data;
  GError *error = NULL;

  g_assert_cmpuint (trove_arena_reserve_id (adoption->subject.arena, &error), ==, 0);
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "thread");
}

static void
test_adopted (void)
{
  for (guint i = 0; i < n_calls; i++)
    {
      Adoption adoption = { .call = &calls[i] };
      Subject *subject = &adoption.subject;

      g_test_message ("%s", calls[i].name);
      subject_init (subject, &small_numbers);
      g_assert_true (trove_arena_transfer (subject->arena, NULL));
      g_assert_true (trove_arena_transfer (subject->other, NULL));
      on_other_thread (adopt_and_transfer, &adoption);

      /* The next call of this thread adopts the arena again. */
      check_arena (subject->arena);
      on_other_thread (refuse_one, &adoption);
      subject_clear (subject);
    }
}

/* After the owner has ended, each of the calls adopts, twice: the adopting thread ends as well. */

static void
make_subject (gpointer data)
{
  subject_init (data, &small_numbers);
}

static void
test_ended_owner (void)
{
  for (guint i = 0; i < n_calls; i++)
    {
      Adoption adoption = { .call = &calls[i] };
      GError *error = NULL;

      g_test_message ("%s", calls[i].name);
      on_other_thread (make_subject, &adoption.subject);
      on_other_thread (adopt, &adoption);
      g_assert_true (calls[i].run (&adoption.subject, &error));
      g_assert_no_error (error);
      if (!transfers (&calls[i]))
        on_other_thread (refuse_one, &adoption);
      subject_clear (&adoption.subject);
    }
}

/* Of two threads that adopt at once, exactly one becomes the owner. */

typedef struct
{
  Subject subject;
  gint ready; /* atomic */
  gint won, lost;
} Race;

static gpointer
race (gpointer data)
{
  Race *r = data;
  GError *error = NULL;

  g_atomic_int_inc (&r->ready);
  while (g_atomic_int_get (&r->ready) < 2)
    ;
  if (trove_arena_contains (r->subject.arena, &r->subject.ref, &error))
    {
      g_atomic_int_inc (&r->won);
      for (guint i = 0; i < 10; i++)
        put_int (r->subject.arena, SUBJECT_VALUES, i);
    }
  else
    {
      assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "belongs to thread \342\200\234adopt");
      g_atomic_int_inc (&r->lost);
    }

  /* The owner does not end before the other thread has tried. */
  while (g_atomic_int_get (&r->won) + g_atomic_int_get (&r->lost) < 2)
    g_usleep (100);
  return NULL;
}

static void
transfer_subject (gpointer data)
{
  Subject *subject = data;

  make_subject (subject);
  g_assert_true (trove_arena_transfer (subject->arena, NULL));
}

static void
test_race (gconstpointer make)
{
  for (guint round = 0; round < (test_quick () ? 20 : 500); round++)
    {
      GThread *threads[2];
      Race r = { .ready = 0 };

      on_other_thread ((void (*) (gpointer)) make, &r.subject);
      for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new (i == 0 ? "adopt-0" : "adopt-1", race, &r);
      for (guint i = 0; i < 2; i++)
        g_thread_join (threads[i]);
      g_assert_cmpint (r.won, ==, 1);
      g_assert_cmpint (r.lost, ==, 1);
      g_assert_cmpuint (trove_arena_get_n_elements (r.subject.arena, NULL), ==, 13);
      subject_clear (&r.subject);
    }
}

/* Versions of a transferred arena stay with the old owner. */

typedef struct
{
  Subject subject;
  TroveRef changed;
} Edit;

static void
edit (gpointer data)
{
  Edit *e = data;

  e->changed = set_int (e->subject.arena, &e->subject.ref, 6);
  put_int (e->subject.arena, SUBJECT_VALUES, 7);
  g_assert_true (trove_arena_transfer (e->subject.arena, NULL));
}

static void
test_handed_on (void)
{
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveArena) clone = NULL;
  Edit e;

  subject_init (&e.subject, &small_numbers);
  snapshot = trove_arena_snapshot (e.subject.arena, NULL);
  clone = trove_arena_clone (e.subject.arena, NULL);
  g_assert_true (trove_arena_transfer (e.subject.arena, NULL));
  on_other_thread (edit, &e);
  g_assert_cmpint (get_int (e.subject.arena, &e.changed), ==, 6);
  g_assert_cmpint (get_int (e.subject.arena, &e.subject.ref), ==, 10);
  g_assert_cmpint (snapshot_get_int (snapshot, &e.subject.ref), ==, 10);
  g_assert_false (trove_arena_contains (clone, &e.changed, NULL));
  check_arena (e.subject.arena);
  check_arena (clone);
  subject_clear (&e.subject);
}

/* Reading a string adopts, with a result or without. */
static void
test_adopted_by_a_string (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef text = put_string (arena, "text"), none = put_string (arena, NULL);
  gsize length = 77;

  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &text, &length, NULL), ==, "text");
  g_assert_cmpuint (length, ==, 4);
  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_null (trove_arena_get_string (arena, &none, &length, NULL));
  g_assert_cmpuint (length, ==, 0);
  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &text, NULL, NULL), ==, "text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/owner/all-functions", test_all_functions);
  g_test_add_func ("/arena/owner/refused", test_refused);
  g_test_add_func ("/arena/owner/snapshot", test_snapshot);
  g_test_add_func ("/arena/owner/adopted", test_adopted);
  g_test_add_func ("/arena/owner/adopted-by-a-string", test_adopted_by_a_string);
  g_test_add_data_func ("/arena/owner/race/transferred", transfer_subject, test_race);
  g_test_add_data_func ("/arena/owner/race/ended", make_subject, test_race);
  g_test_add_func ("/arena/owner/ended", test_ended_owner);
  g_test_add_func ("/arena/owner/handed-on", test_handed_on);

  return g_test_run ();
}
