/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "calls.h"
#include "check-arena.h"

/* Every call that takes a ref, with every kind of ref that names nothing: the error, and a message that has the ref. */

/* An arena with a number in a frozen and in the own sub-arena, a string likewise, and refs that are not the arena's. */
typedef struct
{
  Subject subject;
  TroveArena *foreign, *clone;
  TroveRef frozen, own;
  TroveRef gone;      /* of an arena that was dropped */
  TroveRef elsewhere; /* of another arena */
  TroveRef sibling;   /* appended by a clone */
} Scene;

static void
scene_init (Scene *scene)
{
  Subject *subject = &scene->subject, short_lived;
  const Fixture *fixture = &small_numbers;

  subject_init (&short_lived, fixture);
  scene->gone = short_lived.ref;
  subject_clear (&short_lived);

  subject_init (subject, fixture);
  scene->foreign = trove_snapshot_branch (subject->snapshot);
  scene->elsewhere = put_int (scene->foreign, SUBJECT_VALUES, 2);
  scene->clone = trove_arena_clone (subject->arena, NULL);
  scene->sibling = put_int (scene->clone, SUBJECT_VALUES, 5);
  scene->frozen = subject->next;
  scene->own = put_int (subject->arena, SUBJECT_VALUES, 4);
  g_assert_true (trove_arena_append_string (subject->arena, SUBJECT_STRINGS, "b", -1, NULL, NULL));
  g_assert_true (trove_arena_set_root (subject->arena, &scene->own, NULL));
}

static void
scene_clear (Scene *scene)
{
  subject_clear (&scene->subject);
  g_clear_object (&scene->foreign);
  g_clear_object (&scene->clone);
}

static void
check_calls (const Call *table, guint n, Subject *subject, const char *what)
{
  guint64 n_elements = trove_arena_get_n_elements (subject->arena, NULL);

  for (guint i = 0; i < n; i++)
    {
      GError *error = NULL;

      if ((table[i].takes & (CALL_TAKES_REF | CALL_TAKES_TEXT)) == 0 ||
          ((table[i].takes & CALL_NO_STRINGS) != 0 && subject->pool == SUBJECT_STRINGS))
        continue;
      g_test_message ("%s of %s", table[i].name, what);
      g_assert_false (table[i].run (subject, &error));
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&subject->ref));
      g_assert_false (table[i].run (subject, NULL));
      g_assert_cmpuint (trove_arena_get_n_elements (subject->arena, NULL), ==, n_elements);
    }
}

/* The arena's calls, then those of its snapshot. */
static void
check_bad_ref (Scene *scene, const char *what, const TroveRef *ref)
{
  Subject *subject = &scene->subject;
  guint pool = trove_ref_get_pool (ref);
  g_autoptr (TroveRef) root = NULL;
  GError *error = NULL;

  subject->ref = subject->text = *ref;
  subject->pool = pool < SUBJECT_N_POOLS ? pool : SUBJECT_VALUES;
  g_assert_false (trove_arena_contains (subject->arena, ref, &error));
  g_assert_no_error (error);
  check_calls (calls, n_calls, subject, what);
  root = trove_arena_get_root (subject->arena, NULL);
  assert_ref_equal (root, &scene->own);
  check_arena (subject->arena);

  g_clear_pointer (&subject->snapshot, trove_snapshot_unref);
  subject->snapshot = trove_arena_snapshot (subject->arena, NULL);
  g_assert_false (trove_snapshot_contains (subject->snapshot, ref));
  check_calls (snapshot_calls, n_snapshot_calls, subject, what);
  check_snapshot (subject->snapshot);
  g_assert_cmpint (get_int (subject->arena, &scene->own), ==, 4);
  g_assert_cmpint (get_int (subject->arena, &scene->frozen), ==, 11);
}

/* The n-th kind of ref that names nothing in the scene; NULL: there are no more. */
static const char *
bad_ref (const Scene *scene, guint n, TroveRef *ref)
{
  guint64 own = scene->own.sub_arena, frozen = scene->frozen.sub_arena;
  const guint64 last = ((guint64) 1 << 40) - 1;
  const struct
  {
    const char *what;
    TroveRef ref;
  } bad[] = {
    { "null", TROVE_REF_INIT },
    { "null, with an index", ref_at (0, 0, 7) },
    { "null, with a pool", ref_at (0, 1, 0) },
    { "null, with junk", { 0, G_MAXUINT64 } },
    { "an arena that is gone", scene->gone },
    { "another arena", scene->elsewhere },
    { "a clone's own", scene->sibling },
    { "an id between", ref_at (frozen + 1, 0, 0) },
    { "an id that was never drawn", ref_at (((guint64) 1 << 53) - 1, 0, 0) },
    { "no id", ref_at (G_MAXUINT64, 0, 0) },
    { "behind the end, own", ref_at (own, SUBJECT_VALUES, 1) },
    { "behind the end, frozen", ref_at (frozen, SUBJECT_VALUES, 2) },
    { "behind the end of the row", ref_at (own, SUBJECT_VALUES, 32) },
    { "the last index of all", ref_at (own, SUBJECT_VALUES, last) },
    { "the last index, frozen", ref_at (frozen, SUBJECT_VALUES, last) },
    { "behind the end of strings", ref_at (own, SUBJECT_STRINGS, 1) },
    { "behind the end of frozen strings", ref_at (frozen, SUBJECT_STRINGS, 1) },
    { "an unused pool", ref_at (own, SUBJECT_UNUSED, 0) },
    { "an unused pool, frozen", ref_at (frozen, SUBJECT_UNUSED, 0) },
    { "no pool", ref_at (own, SUBJECT_N_POOLS, 0) },
    { "no pool, frozen", ref_at (frozen, SUBJECT_N_POOLS, 0) },
    { "the last pool of all", ref_at (own, 255, 0) },
    { "the last pool of all, frozen", ref_at (frozen, 255, last) },
  };

  if (n >= G_N_ELEMENTS (bad))
    return NULL;
  *ref = bad[n].ref;
  return bad[n].what;
}

static void
test_kinds (void)
{
  const char *what = "";

  for (guint n = 0; what != NULL; n++)
    {
      TroveRef ref;
      Scene scene;

      scene_init (&scene);
      what = bad_ref (&scene, n, &ref);
      if (what != NULL)
        check_bad_ref (&scene, what, &ref);
      scene_clear (&scene);
    }
}

/* A bit above the pool makes a ref invalid, own or frozen, before and after a hit on the ref without. */
static void
test_junk_bits (void)
{
  for (guint bit = 48; bit < 64; bit++)
    for (guint frozen = 0; frozen < 2; frozen++)
      {
        TroveRef junk;
        Scene scene;

        scene_init (&scene);
        junk = frozen ? scene.frozen : scene.own;
        g_assert_cmpint (get_int (scene.subject.arena, &junk), ==, frozen ? 11 : 4);
        junk.offset |= (guint64) 1 << bit;
        check_bad_ref (&scene, "junk", &junk);
        scene_clear (&scene);
      }
}

/* Refs of another pool than the one that the call is for. */

static void
check_wrong_pool (const Call *table, guint n, Subject *subject)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean by_pool = (table[i].takes & CALL_TAKES_POOL) != 0;
      GError *error = NULL;

      if (!by_pool && (table[i].takes & CALL_TAKES_TEXT) == 0)
        continue;
      g_test_message ("%s", table[i].name);
      g_assert_false (table[i].run (subject, &error));
      if (by_pool)
        assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, ref_text (&subject->ref), "pool 0 (gint64)",
                            "pool 2 (gdouble)");
      else
        assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "Pool 0 (gint64) is not a pool of strings");
    }
}

static void
test_wrong_pool (void)
{
  for (guint frozen = 0; frozen < 2; frozen++)
    {
      Subject *subject;
      Scene scene;

      scene_init (&scene);
      subject = &scene.subject;
      subject->ref = subject->text = frozen ? scene.frozen : scene.own;
      subject->pool = SUBJECT_UNUSED;
      check_wrong_pool (calls, n_calls, subject);
      check_arena (subject->arena);

      g_clear_pointer (&subject->snapshot, trove_snapshot_unref);
      subject->snapshot = trove_arena_snapshot (subject->arena, NULL);
      check_wrong_pool (snapshot_calls, n_snapshot_calls, subject);
      check_snapshot (subject->snapshot);
      scene_clear (&scene);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/invalid-refs/kinds", test_kinds);
  g_test_add_func ("/invalid-refs/junk-bits", test_junk_bits);
  g_test_add_func ("/invalid-refs/wrong-pool", test_wrong_pool);

  return g_test_run ();
}
