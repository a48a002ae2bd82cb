/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The upkeep of documents with a limit: when it runs, which versions it carries, what it moves, and its way back. */

#include "upkeep.h"

#include "state/state-blocks.h"

#include "check-upkeep.h"
#include "document-classes.h"
#include "test-support.h"
#include "document.h"
#include "trove-version-private.h"

#define N_NODES 1500

/* As upkeep.c has them. */
#define GARBAGE 5
#define SLACK 65536
#define MOVED_LEAST 32768
#define MOVED_MOST 262144

typedef struct
{
  TroveDocument *document;
  TroveUpkeep *upkeep;
  TroveHistory *history;
  TroveKey *nodes;
  TestRandom random;
} Fixture;

static void
set_up (Fixture *fixture)
{
  *fixture = (Fixture){ .document = node_document_new (), .nodes = g_new (TroveKey, N_NODES) };
  test_random_init (&fixture->random);
  fixture->upkeep = &fixture->document->upkeep;
  fixture->history = &fixture->document->history;
  for (guint i = 0; i < N_NODES; i++)
    fixture->nodes[i] = add_node (fixture->document, trove_document_get_root_key (fixture->document), i);
  commit (fixture->document, "all");
}

static void
tear_down (Fixture *fixture)
{
  g_object_unref (fixture->document);
  g_free (fixture->nodes);
}

static void
set_saved (Fixture *fixture)
{
  g_assert_true (trove_document_set_saved (fixture->document, NULL, NULL));
}

static void
change (Fixture *fixture)
{
  set_x (fixture->document, fixture->nodes[test_random_below (&fixture->random, N_NODES)],
         (double) test_random_below (&fixture->random, 1 << 30));
}

static TroveStep *
change_and_commit (Fixture *fixture)
{
  change (fixture);
  commit (fixture->document, "change");
  return fixture->history->current;
}

/* Commits until the hand was so often round all objects. */
static void
go_round (Fixture *fixture, guint n_rounds)
{
  guint start = fixture->upkeep->hand.n_rounds;

  for (guint i = 0; fixture->upkeep->hand.n_rounds < start + n_rounds; i++)
    {
      g_assert_cmpuint (i, <, 100000);
      change_and_commit (fixture);
    }
}

static gboolean
runs (Fixture *fixture)
{
  check_upkeep (fixture->document, TRUE);
  return trove_upkeep_runs (fixture->upkeep);
}

/* The steps that are carried, as many as there are arguments. */
static void
assert_carried (Fixture *fixture, guint n, ...)
{
  const GPtrArray *carried = fixture->upkeep->accounts.carried;
  va_list steps;

  check_upkeep (fixture->document, TRUE);
  g_assert_cmpuint (carried->len, ==, n);
  va_start (steps, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (((TroveCarried *) g_ptr_array_index (carried, i))->owner == va_arg (steps, TroveStep *));
  va_end (steps);
}

static void
assert_references (TroveStep *step, guint n)
{
  g_assert_cmpuint (atomic_load (&step->count), ==, n);
}

static void
set_limit (Fixture *fixture, guint max_versions)
{
  trove_document_set_max_versions (fixture->document, max_versions);
}

/* The upkeep runs from the first limit on, until no limit is left. The accounts are of the current version, whether there are edits
 * or not, and whatever becomes of these. */
static void
test_choose (void)
{
  TroveStep *saved;
  Fixture fixture;

  set_up (&fixture);
  set_saved (&fixture);
  saved = trove_step_ref (fixture.history->saved);
  change_and_commit (&fixture);
  g_assert_false (runs (&fixture));
  g_assert_null (fixture.history->current->way_back);

  for (guint i = 0; i < 6; i++)
    {
      if (i % 3 == 1)
        change (&fixture);
      if (i % 3 == 2)
        {
          g_assert_true (trove_document_begin (fixture.document, "group", NULL));
          change (&fixture);
        }
      set_limit (&fixture, 100);
      g_assert_true (runs (&fixture));
      if (i == 4)
        g_assert_true (trove_document_rollback (fixture.document, NULL));
      if (i % 3 == 2)
        g_assert_true (i == 5 ? trove_document_cancel (fixture.document, NULL) :
                                trove_document_end (fixture.document, NULL));
      g_assert_true (runs (&fixture));
      change_and_commit (&fixture);
      g_assert_true (runs (&fixture));
      g_assert_nonnull (fixture.history->current->way_back);
      assert_carried (&fixture, 1, saved);
      assert_references (saved, 3);

      change (&fixture);
      set_limit (&fixture, 0);
      g_assert_false (runs (&fixture));
      assert_references (saved, 2);
      change_and_commit (&fixture);
      g_assert_false (runs (&fixture));
    }

  trove_document_set_max_history_bytes (fixture.document, 1 << 20);
  set_limit (&fixture, 10);
  trove_document_set_max_history_bytes (fixture.document, 0);
  g_assert_true (runs (&fixture));
  undo (fixture.document);
  g_assert_true (runs (&fixture));
  tear_down (&fixture);
  assert_references (saved, 1);
  trove_step_unref (saved);
}

/* Of the versions of a history those are carried that it keeps in any case. */
static void
test_carried (void)
{
  TroveStep *steps[3], *first;
  Fixture fixture;

  set_up (&fixture);
  first = fixture.history->saved;
  trove_document_set_max_versions (fixture.document, 100);
  for (guint i = 0; i < 3; i++)
    steps[i] = change_and_commit (&fixture);
  assert_carried (&fixture, 1, first);

  trove_step_set_kept (steps[1], TRUE);
  change_and_commit (&fixture);
  assert_carried (&fixture, 2, first, steps[1]);
  trove_step_set_kept (steps[0], TRUE); /* between the two by its content */
  change_and_commit (&fixture);
  assert_carried (&fixture, 3, first, steps[0], steps[1]);
  set_saved (&fixture);
  change_and_commit (&fixture);
  assert_carried (&fixture, 3, steps[0], steps[1], fixture.history->saved);
  trove_step_set_kept (fixture.history->saved, TRUE); /* for two reasons */
  trove_step_set_kept (steps[0], FALSE);
  change_and_commit (&fixture);
  assert_carried (&fixture, 2, steps[1], fixture.history->saved);
  assert_references (steps[0], 1);
  assert_references (steps[1], 2);
  trove_step_set_kept (fixture.history->saved, FALSE);
  trove_step_set_kept (steps[1], FALSE);
  change_and_commit (&fixture);
  assert_carried (&fixture, 1, fixture.history->saved);
  tear_down (&fixture);
}

/* A version that was saved and leaves the history is carried no longer. */
static void
test_replaced (void)
{
  TroveStep *saved;
  Fixture fixture;

  set_up (&fixture);
  trove_document_set_max_versions (fixture.document, 100);
  change (&fixture);
  g_assert_true (trove_document_commit_full (fixture.document, "typing", "text", NULL));
  set_saved (&fixture);
  saved = trove_step_ref (fixture.history->current);
  change (&fixture);
  g_assert_true (trove_document_commit_full (fixture.document, "typing", "text", NULL));
  g_assert_false (trove_history_has (fixture.history, saved));
  trove_step_set_kept (saved, TRUE); /* too late */
  change_and_commit (&fixture);
  assert_carried (&fixture, 0);
  assert_references (saved, 1);
  trove_step_unref (saved);
  tear_down (&fixture);
}

/* A version gets its moved blocks when nobody else holds it. It reads the same. */
static void
test_publish (void)
{
  g_autoptr (TroveVersion) version = NULL;
  const TroveKeyMap *first;
  g_autofree char *text = NULL, *now = NULL, *later = NULL;
  const TroveCarried *carried;
  TroveStep *step;
  Fixture fixture;

  set_up (&fixture);
  trove_document_set_max_versions (fixture.document, 10);
  step = change_and_commit (&fixture);
  set_saved (&fixture);
  version = trove_version_of (step);
  text = version_text (version);
  first = step->state.objects;

  go_round (&fixture, 2);
  carried = trove_accounts_find_carried (&fixture.upkeep->accounts, step);
  g_assert_true (step->state.objects == first);
  g_assert_true (carried->state.objects != first);
  now = version_text (version);
  g_assert_cmpstr (now, ==, text);

  g_clear_object (&version);
  change_and_commit (&fixture);
  g_assert_true (step->state.objects == carried->state.objects);
  g_assert_true (step->state.objects != first);
  if (carried->dead.n > 0) /* else the accounts have let go of them in the same commit */
    g_assert_cmpuint (step->way_back->dead.n, ==, carried->dead.n);
  later = state_text (&step->state);
  g_assert_cmpstr (later, ==, text);
  check_upkeep (fixture.document, TRUE);
  tear_down (&fixture);
}

/* Bytes of a later state's blocks that are newer than a content, and of an earlier state's blocks that the later one has not. */
typedef struct
{
  guint64 content;
  gsize written, gone;
} Bytes;

static void
add_bytes (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Bytes *bytes = data;

  if (sign < 0)
    bytes->gone += size;
  else if (content > bytes->content)
    bytes->written += size;
}

/* The bytes of a version are those that were written, not those that were moved with it. */
static void
test_tally (void)
{
  guint n_moves = 0;
  TroveStep *parent;
  Fixture fixture;
  guint64 n_bytes;

  set_up (&fixture);
  trove_document_set_max_versions (fixture.document, 10);
  for (guint i = 0; i < 1000; i++)
    {
      Bytes bytes = { fixture.upkeep->accounts.last, 0, 0 };

      parent = fixture.history->current;
      change (&fixture);
      if (i % 3 == 0)
        add_node (fixture.document, trove_document_get_root_key (fixture.document), i);
      commit (fixture.document, "change");
      n_moves += fixture.upkeep->moves;
      trove_state_compare_blocks (parent->state.objects, fixture.history->current->state.objects, add_bytes,
                                  &bytes);
      g_assert_cmpuint (bytes.written, >, 0);
      n_bytes = atomic_load (&fixture.history->current->n_bytes);
      if (fixture.upkeep->moves)
        {
          /* Blocks that were written and moved at once may have less room in their new place. */
          g_assert_cmpuint (n_bytes, >=, bytes.written);
          g_assert_cmpuint (n_bytes, <=, 2 * bytes.written);
        }
      else
        {
          g_assert_cmpuint (n_bytes, ==, bytes.written);
          g_assert_cmpuint (atomic_load (&parent->n_bytes), ==, bytes.gone);
        }
    }
  g_assert_cmpuint (n_moves, >, 0);
  tear_down (&fixture);
}

/* The hand runs if there is more garbage than allowed, and moves as much as the bounds say. */
static void
check_garbage (Fixture *fixture, gsize n_written)
{
  const TroveAccounts *accounts = &fixture->upkeep->accounts;
  gsize apart = MIN (fixture->upkeep->apart, trove_accounts_shared (accounts));
  gsize needed = trove_accounts_needed (accounts) + apart;

  if (fixture->upkeep->moves)
    {
      const TroveSub *sub = trove_view_lookup (&fixture->history->current->view, accounts->last);
      gsize least = CLAMP (4 * n_written, MOVED_LEAST, MOVED_MOST);

      g_assert_cmpuint (sub->blocks.n_bytes, >=, least);
      g_assert_cmpuint (sub->blocks.n_bytes, <, least + 8192); /* of the last step */
    }
  else
    g_assert_cmpuint (accounts->held, <=, needed + needed / 16 * GARBAGE + SLACK);

  /* The hand is quicker than the edits. */
  g_assert_cmpuint (accounts->held, <=, 3 * needed + 4 * SLACK);
}

static void
test_garbage (void)
{
  guint n = test_count (5000, 1500), n_moves = 0, n_large = 0;
  Fixture fixture;

  set_up (&fixture);
  trove_document_set_max_versions (fixture.document, 5);
  change_and_commit (&fixture);
  for (guint i = 0; i < n; i++)
    {
      guint n_changes = i % 500 == 0 ? 800 : i % 50 == 0 ? 60 : 1;

      if (i % 700 == 0)
        set_saved (&fixture);
      for (guint j = 0; j < n_changes; j++)
        change (&fixture);
      commit (fixture.document, "change");
      check_garbage (&fixture, atomic_load (&fixture.history->current->n_bytes));
      n_moves += fixture.upkeep->moves;
      n_large += fixture.upkeep->moves && n_changes > 1;
      if (i % 100 == 0)
        check_upkeep (fixture.document, TRUE);
    }
  g_assert_cmpuint (n_moves, >, n / 100);
  g_assert_cmpuint (n_moves, <, n / 2);
  g_assert_cmpuint (n_large, >, 0);
  g_assert_cmpuint (fixture.upkeep->hand.n_rounds, >, 1);
  tear_down (&fixture);
}

/* The current version was not made from the saved one, and has no block of it. All that is not newer counts as shared; the hand does
 * not go round for ever for that. */
static void
test_apart (void)
{
  guint n_moves = 0;
  Fixture fixture;

  set_up (&fixture);
  trove_document_set_max_versions (fixture.document, 3);
  for (guint i = 0; i < N_NODES; i++)
    set_x (fixture.document, fixture.nodes[i], 1000 + i);
  commit (fixture.document, "all");
  set_saved (&fixture);
  undo (fixture.document);
  for (guint i = 0; i < 2000; i++)
    {
      set_x (fixture.document, fixture.nodes[0], i);
      commit (fixture.document, "one");
      n_moves += fixture.upkeep->moves;
    }
  g_assert_cmpuint (fixture.upkeep->hand.n_rounds, >=, 2);
  g_assert_cmpuint (n_moves, <, 200);
  g_assert_cmpuint (fixture.upkeep->apart, >, 0);
  check_upkeep (fixture.document, TRUE);

  /* Blocks that are no longer shared are needed already. */
  for (guint i = 0; i < 4 * N_NODES; i++)
    {
      set_x (fixture.document, fixture.nodes[i % N_NODES], 5000 + i);
      commit (fixture.document, "another");
      check_garbage (&fixture, atomic_load (&fixture.history->current->n_bytes));
    }

  set_saved (&fixture);
  change_and_commit (&fixture);
  g_assert_cmpuint (fixture.upkeep->apart, ==, 0);
  tear_down (&fixture);
}

/* Going back, the hand goes back to where it was, and the dead sub-arenas are those of the version. */
static void
test_go_to (void)
{
  guint n_back = 0; /* places of the hand that were another one before */
  Fixture fixture;

  set_up (&fixture);
  change_and_commit (&fixture);
  trove_document_set_max_versions (fixture.document, 50);
  for (guint i = 0; i < 3; i++)
    {
      const TroveHandPlace *place = &fixture.upkeep->hand.place, *old;

      if (i > 0)
        go_round (&fixture, 1);
      for (guint j = 0; j < 10 || (i > 0 && !fixture.upkeep->moves); j++)
        change_and_commit (&fixture);
      for (guint j = 0; j < 10; j++)
        {
          TroveKey key = place->key;

          fixture.upkeep->hand.n_rounds++; /* as if the hand had come to the end */
          if (j == 7)
            redo (fixture.document);
          else
            undo (fixture.document);
          check_upkeep (fixture.document, TRUE);
          old = &fixture.history->current->way_back->hand;
          g_assert_cmpuint (place->key, ==, old->key);
          n_back += place->key != key;
          g_assert_cmpuint (fixture.upkeep->n_rounds, ==, fixture.upkeep->hand.n_rounds);
          g_assert_cmpuint (place->at, ==, old->at);
          g_assert_cmpuint (place->part, ==, old->part);
          g_assert_cmpuint (place->in_leaf, ==, old->in_leaf);
          g_assert_cmpuint (fixture.upkeep->accounts.dead.n, ==, fixture.history->current->way_back->dead.n);
        }
    }
  g_assert_cmpuint (n_back, >, 0);
  tear_down (&fixture);
}

/* A version that was made without a limit has noted nothing: what its view has too much is found anew. */
static void
test_go_to_unnoted (void)
{
  TroveHandPlace place;
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < 200; i++)
    change_and_commit (&fixture);
  trove_document_set_max_versions (fixture.document, 1000);
  change_and_commit (&fixture);
  g_assert_nonnull (fixture.history->current->way_back);
  place = fixture.upkeep->hand.place;
  for (guint i = 0; i < 5; i++)
    {
      undo (fixture.document);
      g_assert_null (fixture.history->current->way_back);
      g_assert_cmpuint (fixture.upkeep->hand.place.key, ==, place.key);
      check_upkeep (fixture.document, FALSE);
    }
  g_assert_cmpuint (fixture.upkeep->accounts.dead.n, >, 0);
  change_and_commit (&fixture);
  check_upkeep (fixture.document, FALSE);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/upkeep/choose", test_choose);
  g_test_add_func ("/upkeep/carried", test_carried);
  g_test_add_func ("/upkeep/replaced", test_replaced);
  g_test_add_func ("/upkeep/publish", test_publish);
  g_test_add_func ("/upkeep/tally", test_tally);
  g_test_add_func ("/upkeep/garbage", test_garbage);
  g_test_add_func ("/upkeep/apart", test_apart);
  g_test_add_func ("/upkeep/go-to", test_go_to);
  g_test_add_func ("/upkeep/go-to/unnoted", test_go_to_unnoted);
  return g_test_run ();
}
