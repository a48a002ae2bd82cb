/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "calls.h"
#include "check-arena.h"

/* Every call with every kind of borrow, over every type of element: whether the borrow is in the way of the
 * call. */

typedef enum
{
  NOTHING,
  SHARED, /* of an own value */
  SHARED_TWICE,
  SHARED_THEN_FROZEN,
  SHARED_FROZEN, /* of a value that was frozen before */
  SHARED_OTHER,  /* of the next value */
  MUTABLE,
  MUTABLE_FROZEN, /* of the copy of a frozen value; the call is about the copy */
  MUTABLE_OTHER,
  N_BORROWS,
} Borrowed;

static const char *const borrowed_names[N_BORROWS] = {
  "nothing",       "shared",  "shared twice",    "shared, then frozen", "shared, frozen",
  "other, shared", "mutable", "mutable, frozen", "other, mutable",
};

/* A subject, and guards on its first value or its second. */
typedef struct
{
  Subject subject;
  TroveBorrow *guards[2];
} Case;

#define OK (-1)

/* The error of a call with such a borrow, or OK. */
static int
expected_error (const Call *call, Borrowed borrowed)
{
  gboolean of_value = call->borrows == CALL_READS || call->borrows == CALL_WRITES;

  switch (borrowed)
    {
    case SHARED:
    case SHARED_TWICE:
      return call->borrows == CALL_WRITES || call->borrows == CALL_TRANSFERS ? TROVE_ERROR_BORROWED : OK;
    case SHARED_OTHER:
      return call->borrows == CALL_TRANSFERS ? TROVE_ERROR_BORROWED : OK;
    case MUTABLE:
    case MUTABLE_FROZEN:
      return call->borrows == CALL_IGNORES_BORROWS ? OK : TROVE_ERROR_BORROWED_MUT;
    case MUTABLE_OTHER:
      return call->borrows == CALL_IGNORES_BORROWS || of_value ? OK : TROVE_ERROR_BORROWED_MUT;
    default: /* a frozen value cannot change */
      return OK;
    }
}

static void
case_init (Case *c, const Fixture *fixture, Borrowed borrowed)
{
  Subject *subject = &c->subject;
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;

  *c = (Case){ .guards = { NULL } };
  subject_init (subject, fixture);
  if (borrowed == SHARED_FROZEN || borrowed == MUTABLE_FROZEN)
    freeze (subject->arena);
  if (borrowed == MUTABLE || borrowed == MUTABLE_FROZEN)
    c->guards[0] = trove_arena_borrow_mut (subject->arena, &subject->ref, &error);
  else if (borrowed == MUTABLE_OTHER)
    c->guards[0] = trove_arena_borrow_mut (subject->arena, &subject->next, &error);
  else if (borrowed == SHARED_OTHER)
    c->guards[0] = trove_arena_borrow (subject->arena, &subject->next, &error);
  else if (borrowed != NOTHING)
    c->guards[0] = trove_arena_borrow (subject->arena, &subject->ref, &error);
  g_assert_no_error (error);
  g_assert_cmpint (c->guards[0] != NULL, ==, borrowed != NOTHING);

  if (borrowed == SHARED_TWICE)
    c->guards[1] = trove_arena_borrow (subject->arena, &subject->ref, &error);
  if (borrowed == SHARED_THEN_FROZEN)
    freeze (subject->arena);
  if (borrowed == MUTABLE_FROZEN)
    {
      ref = trove_borrow_dup_ref (c->guards[0]);
      g_assert_false (trove_ref_equal (ref, &subject->ref));
      /* The frozen value itself is not borrowed. */
      assert_arena_reads (G_STRLOC, subject->arena, fixture, &subject->ref, 10, 1);
      if (trove_ref_equal (&subject->text, &subject->ref))
        subject->text = *ref;
      subject->ref = *ref;
    }
  check_arena (subject->arena);
}

static void
case_clear (Case *c)
{
  for (guint i = 0; i < G_N_ELEMENTS (c->guards); i++)
    g_clear_pointer (&c->guards[i], trove_borrow_unref);
  subject_clear (&c->subject);
}

static void
check_refused (Case *c, const Call *call, int code)
{
  gboolean of_value = call->borrows == CALL_READS || call->borrows == CALL_WRITES;
  Subject *subject = &c->subject;
  GError *error = NULL;

  /* The message has the value that is borrowed, or its sub-arena, and nothing has changed. */
  g_assert_false (call->run (subject, &error));
  assert_trove_error (error, code, of_value ? ref_text (&subject->ref) : id_text (subject->ref.sub_arena));
  g_assert_cmpuint (trove_arena_reserve_id (subject->arena, NULL), ==, subject->ref.sub_arena);
  check_arena (subject->arena);
  check_arena (subject->other);

  /* The second of two shared borrows is still in the way; after its release nothing is. */
  trove_borrow_release (c->guards[0]);
  if (c->guards[1] != NULL)
    {
      g_assert_false (call->run (subject, &error));
      assert_trove_error (error, code, id_text (subject->ref.sub_arena));
      trove_borrow_release (c->guards[1]);
    }
  assert_arena_reads (G_STRLOC, subject->arena, subject->fixture, &subject->ref, 10, 1);
}

static void
check_case (const Fixture *fixture, const Call *call, Borrowed borrowed)
{
  int code = expected_error (call, borrowed);
  GError *error = NULL;
  Case c;

  g_test_message ("%s, with %s", call->name, borrowed_names[borrowed]);
  case_init (&c, fixture, borrowed);
  if (code != OK)
    check_refused (&c, call, code);
  g_assert_true (call->run (&c.subject, &error));
  g_assert_no_error (error);
  check_arena (c.subject.arena);
  case_clear (&c);
}

static gboolean
fits_call (const Fixture *fixture, const Call *call)
{
  gboolean strings = fixture->type () == G_TYPE_STRING;

  if ((call->takes & CALL_NUMBERS_ONLY) != 0)
    return fixture == &small_numbers;
  if ((call->takes & CALL_TAKES_TEXT) != 0)
    return strings; /* the text of other fixtures is not borrowed */
  return !strings || (call->takes & CALL_NO_STRINGS) == 0;
}

static void
test_table (gconstpointer data)
{
  const Fixture *fixture = data;
  int live = test_live ();

  for (guint i = 0; i < n_calls; i++)
    for (Borrowed borrowed = NOTHING; borrowed < N_BORROWS; borrowed++)
      if (fits_call (fixture, &calls[i]))
        check_case (fixture, &calls[i], borrowed);
  g_assert_cmpint (test_live (), ==, live);
}

/* Borrows at every place of rows and of two pools, all at once, are each in the way of their own value alone. */
static void
test_places (void)
{
  static const guint places[] = { 0, 1, 31, 32, 33, 95, 96, 97, 500 };
  const GType types[] = { G_TYPE_INT64, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  TroveBorrow *guards[2][G_N_ELEMENTS (places)];
  GError *error = NULL;
  guint64 id = trove_arena_reserve_id (arena, NULL);

  for (guint i = 0; i <= 600; i++)
    {
      put_int (arena, 0, i);
      put_int (arena, 1, -(gint64) i);
    }
  for (guint pool = 0; pool < 2; pool++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      {
        const TroveRef ref = ref_at (id, pool, places[i]);

        guards[pool][i] = (i + pool) % 2 == 0 ? trove_arena_borrow (arena, &ref, NULL) :
                                                trove_arena_borrow_mut (arena, &ref, NULL);
        g_assert_nonnull (guards[pool][i]);
      }

  for (guint pool = 0; pool < 2; pool++)
    for (guint at = 0; at <= 600; at++)
      {
        const TroveRef ref = ref_at (id, pool, at);
        int code = OK;
        TroveRef *set;
        GValue value = int64_value (1);

        for (guint i = 0; i < G_N_ELEMENTS (places); i++)
          if (places[i] == at)
            code = (i + pool) % 2 == 0 ? TROVE_ERROR_BORROWED : TROVE_ERROR_BORROWED_MUT;
        set = trove_arena_set (arena, &ref, &value, &error);
        g_assert_cmpint (set != NULL, ==, code == OK);
        g_clear_pointer (&set, trove_ref_free);
        if (code != OK)
          assert_trove_error (error, code, ref_text (&ref));
      }
  check_arena (arena);

  for (guint pool = 0; pool < 2; pool++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      trove_borrow_unref (guards[pool][i]);
  g_object_unref (trove_arena_clone (arena, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_fixture_tests ("/borrow/table", test_table);
  g_test_add_data_func ("/borrow/table/small-number", &small_numbers, test_table);
  g_test_add_func ("/borrow/places", test_places);

  return g_test_run ();
}
