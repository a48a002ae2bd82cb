/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

#include "test-support.h"

static const TroveView no_view = TROVE_VIEW_INIT;
static const TroveState no_state = { 0 };

typedef struct
{
  TroveOrigin *origin;
  TroveHistory history;
} Fixture;

/* A step that is made from others, which may be NULL. */
static TroveStep *
new_step_from (Fixture *fixture, const TroveStep *parent, const TroveStep *merged)
{
  static guint64 id[2];
  const TroveStepInfo info = {
    .origin = fixture->origin,
    .view = &no_view,
    .state = &no_state,
    .lineage = trove_lineage_new (id, parent != NULL ? parent->lineage : NULL,
                                  merged != NULL ? merged->lineage : NULL),
  };

  id[1]++;
  return trove_step_new (&info);
}

static TroveStep *
new_step (Fixture *fixture)
{
  return new_step_from (fixture, NULL, NULL);
}

static TroveStep *
add_step (Fixture *fixture)
{
  TroveStep *step = new_step (fixture);

  trove_history_add (&fixture->history, step);
  g_assert_true (fixture->history.current == step);
  return step;
}

static TroveStep *
set_up (Fixture *fixture)
{
  TroveStep *first;

  *fixture = (Fixture){ trove_origin_new (G_TYPE_OBJECT) };
  first = new_step (fixture);
  trove_history_start (&fixture->history, first);
  return first;
}

static void
tear_down (Fixture *fixture)
{
  trove_history_clear (&fixture->history);
  trove_origin_unref (fixture->origin);
}

/* Steps in the order of time. */
static void
assert_steps (Fixture *fixture, guint n, ...)
{
  va_list steps;

  g_assert_cmpuint (fixture->history.n_steps, ==, n);
  va_start (steps, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (trove_history_nth (&fixture->history, i) == va_arg (steps, TroveStep *));
  va_end (steps);
}

static void
test_start (void)
{
  Fixture fixture;
  TroveStep *first = set_up (&fixture), *other = new_step (&fixture);

  g_assert_true (fixture.history.current == first);
  g_assert_true (fixture.history.saved == first);
  g_assert_null (trove_history_undo_step (&fixture.history));
  g_assert_null (trove_history_redo_step (&fixture.history));
  g_assert_true (trove_history_has (&fixture.history, first));
  g_assert_false (trove_history_has (&fixture.history, other));
  g_assert_true (trove_history_has (NULL, other));
  assert_steps (&fixture, 1, first);
  trove_step_unref (other);
  tear_down (&fixture);
}

static void
test_add (void)
{
  Fixture fixture;
  TroveStep *first = set_up (&fixture), *a = add_step (&fixture), *b = add_step (&fixture);

  g_assert_true (trove_history_undo_step (&fixture.history) == a);
  g_assert_null (trove_history_redo_step (&fixture.history));
  g_assert_true (a->redo == b);
  g_assert_true (a->parents[0] == first);
  g_assert_true (fixture.history.saved == first);
  g_assert_true (trove_history_has (&fixture.history, a));
  assert_steps (&fixture, 3, first, a, b);
  tear_down (&fixture);
}

static void
test_replace (void)
{
  Fixture fixture;
  TroveStep *first = set_up (&fixture), *a = add_step (&fixture), *b = add_step (&fixture);
  TroveStep *c = new_step (&fixture);

  g_assert_true (trove_history_replace (&fixture.history, c) == b);
  g_assert_true (fixture.history.current == c);
  g_assert_true (fixture.history.saved == first);
  g_assert_true (c->parents[0] == a);
  g_assert_true (a->first_child == c);
  g_assert_null (c->next_sibling);
  g_assert_true (a->redo == c);
  g_assert_true (trove_history_has (NULL, b));
  g_assert_null (b->parents[0]);
  assert_steps (&fixture, 3, first, a, c);
  trove_step_unref (b);

  fixture.history.saved = c;
  g_assert_true (trove_history_replace (&fixture.history, new_step (&fixture)) == c);
  g_assert_null (fixture.history.saved);
  trove_step_unref (c);
  tear_down (&fixture);
}

static void
test_go_to (void)
{
  Fixture fixture;
  TroveStep *first = set_up (&fixture), *a = add_step (&fixture), *b = add_step (&fixture), *c;
  TroveHistory *history = &fixture.history;

  trove_history_go_to (history, a);
  trove_history_go_to (history, first);
  g_assert_true (history->current == first);
  g_assert_true (trove_history_redo_step (history) == a);

  c = add_step (&fixture); /* a branch */
  trove_history_go_to (history, first);
  g_assert_true (trove_history_redo_step (history) == c);
  trove_history_go_to (history, b); /* past its parent */
  g_assert_true (trove_history_undo_step (history) == a);
  trove_history_go_to (history, a);
  g_assert_true (trove_history_redo_step (history) == b);
  trove_history_go_to (history, first);
  g_assert_true (trove_history_redo_step (history) == a);
  trove_history_go_to (history, c);
  trove_history_go_to (history, first);
  g_assert_true (trove_history_redo_step (history) == c);
  assert_steps (&fixture, 4, first, a, b, c);
  tear_down (&fixture);
}

static void
test_clear (void)
{
  Fixture fixture;
  TroveStep *held;

  set_up (&fixture);
  add_step (&fixture);
  held = trove_step_ref (add_step (&fixture));
  trove_history_clear (&fixture.history);
  g_assert_null (fixture.history.current);
  g_assert_null (fixture.history.saved);
  g_assert_null (fixture.history.steps);
  g_assert_null (held->parents[0]);
  g_assert_true (trove_history_has (NULL, held));
  trove_step_unref (held);
  tear_down (&fixture); /* clears an empty history */
}

/* Trimming */

/* Steps 0 to n - 1, one after the other. */
static void
add_steps (Fixture *fixture, TroveStep *steps[], guint n)
{
  steps[0] = set_up (fixture);
  for (guint i = 1; i < n; i++)
    steps[i] = add_step (fixture);
  trove_history_set_saved (&fixture->history, steps[n - 1]);
}

/* Returns the number of steps that were dropped. */
static guint
trim (Fixture *fixture)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_step_unref);
  TroveStep *dropped = trove_history_trim (&fixture->history, gone);
  guint n = 0;

  for (TroveStep *step = dropped; step != NULL; step = step->next_sibling)
    {
      g_assert_true (trove_history_has (NULL, step));
      g_assert_null (step->parents[0]);
      g_assert_null (step->first_child);
      g_assert_null (step->redo);
      n++;
    }
  trove_step_leave_all (dropped);
  g_assert_false (fixture->history.is_due);
  return n;
}

static guint
limit (Fixture *fixture, guint max_versions)
{
  fixture->history.max_versions = max_versions;
  return trim (fixture);
}

static void
test_trim_ancestors (void)
{
  Fixture fixture;
  TroveStep *steps[6], *held;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 6);
  g_assert_true (history->is_due);
  g_assert_cmpuint (limit (&fixture, 0), ==, 0);
  g_assert_cmpuint (limit (&fixture, 6), ==, 0);
  held = trove_step_ref (steps[1]);
  g_assert_cmpuint (limit (&fixture, 3), ==, 3); /* the oldest ones */
  assert_steps (&fixture, 3, steps[3], steps[4], steps[5]);
  g_assert_null (steps[3]->parents[0]);
  g_assert_true (trove_history_has (NULL, held));
  trove_step_unref (held);

  trove_history_go_to (history, steps[3]);
  g_assert_null (trove_history_undo_step (history)); /* the gap */
  g_assert_true (trove_history_redo_step (history) == steps[4]);
  tear_down (&fixture);
}

static void
test_trim_redo (void)
{
  Fixture fixture;
  TroveStep *steps[6];
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 6);
  trove_history_set_saved (history, steps[0]);
  for (guint i = 5; i-- > 2;)
    trove_history_go_to (history, steps[i]);
  g_assert_cmpuint (limit (&fixture, 5), ==, 1); /* an ancestor first; the saved one stays */
  assert_steps (&fixture, 5, steps[0], steps[2], steps[3], steps[4], steps[5]);
  g_assert_null (steps[0]->redo);
  g_assert_cmpuint (limit (&fixture, 4), ==, 1); /* the far end */
  assert_steps (&fixture, 4, steps[0], steps[2], steps[3], steps[4]);
  g_assert_null (steps[4]->redo);
  g_assert_cmpuint (limit (&fixture, 1), ==, 2);
  assert_steps (&fixture, 2, steps[0], steps[2]);
  g_assert_null (trove_history_redo_step (history));
  tear_down (&fixture);
}

static void
test_trim_branches (void)
{
  Fixture fixture;
  TroveStep *steps[4], *a, *b, *c;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 4);
  trove_history_set_saved (history, steps[0]);
  trove_history_go_to (history, steps[1]);
  a = add_step (&fixture); /* steps 2 and 3 leave the line */
  b = add_step (&fixture);
  g_assert_cmpuint (limit (&fixture, 5), ==, 1);
  assert_steps (&fixture, 5, steps[0], steps[1], steps[3], a, b);
  g_assert_null (steps[3]->parents[0]);

  trove_history_go_to (history, steps[3]); /* across the gap; the others leave the line */
  g_assert_cmpuint (limit (&fixture, 4), ==, 1);
  assert_steps (&fixture, 4, steps[0], steps[3], a, b);
  c = add_step (&fixture);
  g_assert_cmpuint (limit (&fixture, 3), ==, 2);
  assert_steps (&fixture, 3, steps[0], steps[3], c);
  tear_down (&fixture);
}

static void
keep (TroveStep *step, gboolean kept)
{
  g_assert_true (trove_step_set_kept (step, kept));
}

static void
test_trim_kept (void)
{
  Fixture fixture;
  TroveStep *steps[6], *more;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 6);
  keep (steps[0], TRUE);
  keep (steps[2], TRUE);
  g_assert_cmpuint (limit (&fixture, 2), ==, 3);
  assert_steps (&fixture, 3, steps[0], steps[2], steps[5]); /* they count */
  g_assert_null (steps[2]->parents[0]);
  g_assert_cmpuint (trim (&fixture), ==, 0);

  keep (steps[2], FALSE);
  more = add_step (&fixture); /* the saved one and it */
  g_assert_cmpuint (trim (&fixture), ==, 1);
  assert_steps (&fixture, 3, steps[0], steps[5], more);
  trove_history_set_saved (history, more);
  keep (steps[0], FALSE);
  g_assert_cmpuint (limit (&fixture, 1), ==, 2);
  assert_steps (&fixture, 1, more);
  tear_down (&fixture);
}

/* A kept step before a gap is off the line: when it is not kept any more, it goes before younger ones of other branches. */
static void
test_trim_kept_before_gap (void)
{
  Fixture fixture;
  TroveStep *steps[5], *a;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 5);
  keep (steps[0], TRUE);
  keep (steps[3], TRUE);
  g_assert_cmpuint (limit (&fixture, 4), ==, 1); /* step 1 */
  trove_history_go_to (history, steps[3]);
  trove_history_go_to (history, steps[2]);
  a = add_step (&fixture); /* steps 3 and 4 leave the line, and stay */
  keep (steps[0], FALSE);
  keep (steps[3], FALSE);
  g_assert_cmpuint (trim (&fixture), ==, 1);
  assert_steps (&fixture, 4, steps[2], steps[3], steps[4], a);
  g_assert_cmpuint (limit (&fixture, 3), ==, 1);
  assert_steps (&fixture, 3, steps[2], steps[4], a);
  tear_down (&fixture);
}

/* The same at the end of the way of redo. */
static void
test_trim_kept_after_gap (void)
{
  Fixture fixture;
  TroveStep *steps[5], *a, *b;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 5);
  keep (steps[4], TRUE);
  trove_history_set_saved (history, steps[0]);
  for (guint i = 4; i-- > 1;)
    trove_history_go_to (history, steps[i]);
  g_assert_cmpuint (limit (&fixture, 3), ==, 2); /* steps 3 and 2 */
  assert_steps (&fixture, 3, steps[0], steps[1], steps[4]);
  keep (steps[4], FALSE);
  a = add_step (&fixture);
  g_assert_cmpuint (trim (&fixture), ==, 1);
  assert_steps (&fixture, 3, steps[0], steps[1], a);
  b = add_step (&fixture);
  g_assert_cmpuint (trim (&fixture), ==, 1);
  assert_steps (&fixture, 3, steps[0], a, b);
  tear_down (&fixture);
}

/* At the limit, a step on the line looks at no step but the oldest one, and slots are used again. */
static void
test_trim_linear (void)
{
  Fixture fixture;
  TroveHistory *history = &fixture.history;
  guint first;

  set_up (&fixture);
  history->max_versions = 100;
  trove_history_set_saved (history, NULL);
  for (guint i = 0; i < 5000; i++)
    {
      add_step (&fixture);
      g_assert_cmpuint (trim (&fixture), ==, i >= 99);
      g_assert_cmpuint (history->steps->len, <=, 201);
      g_assert_cmpuint (history->n_steps, ==, MIN (i + 2, 100));
    }
  for (guint i = 0; i < 200; i++)
    {
      add_step (&fixture);
      g_assert_cmpuint (history->off_line, ==, history->steps->len - 1);
      trim (&fixture);
    }

  /* A short branch at the end moves no others. */
  trove_history_go_to (history, history->current->parents[0]);
  first = history->first;
  add_step (&fixture);
  g_assert_cmpuint (trim (&fixture), ==, 1);
  g_assert_cmpuint (history->first, ==, first);
  g_assert_cmpuint (history->off_line, ==, history->steps->len - 1);
  tear_down (&fixture);
}

/* A step with the same merge id takes the place of one at a gap. */
static void
test_trim_replace (void)
{
  Fixture fixture;
  TroveStep *steps[3], *a;

  add_steps (&fixture, steps, 3);
  g_assert_cmpuint (limit (&fixture, 1), ==, 2);
  a = new_step (&fixture);
  g_assert_true (trove_history_replace (&fixture.history, a) == steps[2]);
  trove_step_unref (steps[2]);
  g_assert_null (a->parents[0]);
  g_assert_cmpuint (trim (&fixture), ==, 0);
  assert_steps (&fixture, 1, a);
  tear_down (&fixture);
}

/* Bytes */

static void
note (Fixture *fixture, TroveStep *step, guint64 n_written, guint64 n_replaced)
{
  trove_history_note_bytes (&fixture->history, step, n_written, n_replaced);
}

static void
test_note_bytes (void)
{
  Fixture fixture;
  TroveStep *steps[3], *a, *b;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 3);
  note (&fixture, steps[0], 1000, 77);
  g_assert_cmpuint (steps[0]->n_bytes, ==, 1000);
  note (&fixture, steps[1], 200, 150);
  g_assert_cmpuint (steps[0]->n_bytes, ==, 150);
  g_assert_cmpuint (steps[1]->n_bytes, ==, 200);
  note (&fixture, steps[2], 30, 20);
  g_assert_cmpuint (steps[1]->n_bytes, ==, 20);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 170); /* without the current one */

  trove_history_go_to (history, steps[1]);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 150); /* nor the saved one */
  a = add_step (&fixture);
  note (&fixture, a, 50, 25); /* more than the other child replaced */
  g_assert_cmpuint (steps[1]->n_bytes, ==, 20);
  trove_history_go_to (history, steps[1]);
  b = add_step (&fixture);
  note (&fixture, b, 60, 5);
  g_assert_cmpuint (steps[1]->n_bytes, ==, 5);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 150 + 5 + 50);
  trove_history_set_saved (history, a);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 150 + 5 + 30);
  trove_history_set_saved (history, b);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 150 + 5 + 30 + 50);
  trove_history_set_saved (history, NULL);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 150 + 5 + 30 + 50);

  note (&fixture, b, 70, 9);
  g_assert_cmpuint (b->n_bytes, ==, 70);
  g_assert_true (trove_history_replace (history, a = new_step (&fixture)) == b);
  trove_step_unref (b);
  trove_history_go_to (history, steps[0]);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 5 + 30 + 50);
  tear_down (&fixture);
}

static guint
limit_bytes (Fixture *fixture, guint64 max_bytes)
{
  fixture->history.max_bytes = max_bytes;
  return trim (fixture);
}

static void
test_trim_bytes (void)
{
  Fixture fixture;
  TroveStep *steps[6], *more;
  TroveHistory *history = &fixture.history;

  add_steps (&fixture, steps, 6);
  for (guint i = 1; i < 6; i++)
    note (&fixture, steps[i], 100000, 10);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 50);
  g_assert_cmpuint (limit_bytes (&fixture, 50), ==, 0);
  g_assert_cmpuint (limit_bytes (&fixture, 49), ==, 1);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 40);
  keep (steps[1], TRUE);
  g_assert_cmpuint (limit_bytes (&fixture, 20), ==, 1); /* it does not count */
  assert_steps (&fixture, 4, steps[1], steps[3], steps[4], steps[5]);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 20);

  keep (steps[5], TRUE);
  more = add_step (&fixture);
  note (&fixture, more, 1, 3); /* of a kept one */
  g_assert_cmpuint (limit_bytes (&fixture, 20), ==, 0);
  keep (steps[5], FALSE);
  trove_history_set_saved (history, NULL);
  g_assert_cmpuint (limit_bytes (&fixture, 22), ==, 1);
  assert_steps (&fixture, 4, steps[1], steps[4], steps[5], more);
  keep (steps[1], FALSE);
  g_assert_cmpuint (limit_bytes (&fixture, 1), ==, 3);
  assert_steps (&fixture, 1, more);
  g_assert_cmpuint (trove_history_n_bytes (history), ==, 0);
  tear_down (&fixture);
}

/* Random histories, beside a plain way to trim them */

typedef struct
{
  TroveStep *step;
  guint64 n_bytes;
  gboolean stays;
} Plain;

/* -1: stays; else steps of lower numbers go first. */
static int
rank_plain (const TroveHistory *history, const Plain *plain)
{
  if (plain->stays)
    return -1;
  for (const TroveStep *step = history->current; step != NULL; step = step->parents[0])
    if (step == plain->step)
      return 1;
  for (const TroveStep *step = history->current; step != NULL; step = step->redo)
    if (step == plain->step)
      return 2;
  return 0;
}

/* The next step to be dropped; n: none. */
static guint
find_plain (const TroveHistory *history, const GArray *plains)
{
  guint found = plains->len;
  int least = 3;

  for (guint i = 0; i < plains->len; i++)
    {
      int rank = rank_plain (history, &g_array_index (plains, Plain, i));

      if (rank >= 0 && (rank < least || (rank == 2 && least == 2)))
        {
          found = i;
          least = rank;
        }
    }
  return found;
}

static gboolean
is_plain_over (const TroveHistory *history, const GArray *plains)
{
  guint64 n = 0;

  for (guint i = 0; i < plains->len; i++)
    if (!g_array_index (plains, Plain, i).stays)
      n += g_array_index (plains, Plain, i).n_bytes;
  return (history->max_versions > 0 && plains->len > history->max_versions) ||
         (history->max_bytes > 0 && n > history->max_bytes);
}

static GArray *
list_plain (const TroveHistory *history)
{
  GArray *plains = g_array_new (FALSE, FALSE, sizeof (Plain));

  for (guint i = 0; i < history->n_steps; i++)
    {
      TroveStep *step = trove_history_nth (history, i);
      const Plain plain = { step, step->n_bytes,
                            step == history->current || step == history->saved || trove_step_is_kept (step) };

      g_array_append_val (plains, plain);
    }
  return plains;
}

/* Trims one step at a time. The links of the history stay: a step beyond a gap that the plain way has made is never dropped
 * after those that the gap parts from it, since it stays. */
static void
check_trim (Fixture *fixture)
{
  TroveHistory *history = &fixture->history;
  g_autoptr (GArray) plains = list_plain (history);
  guint n = plains->len, i;

  while (is_plain_over (history, plains) && (i = find_plain (history, plains)) < plains->len)
    g_array_remove_index (plains, i);
  g_assert_cmpuint (trim (fixture), ==, n - plains->len);
  g_assert_cmpuint (history->n_steps, ==, plains->len);
  for (i = 0; i < plains->len; i++)
    {
      TroveStep *step = trove_history_nth (history, i);

      g_assert_true (step == g_array_index (plains, Plain, i).step);
      g_assert_true (step->parents[0] == NULL || trove_history_has (history, step->parents[0]));
      g_assert_true (step->redo == NULL || step->redo->parents[0] == step);
    }
}

static void
change_at_random (Fixture *fixture, TestRandom *random)
{
  static const guint limits[] = { 0, 1, 2, 10, 40, 100 };
  TroveHistory *history = &fixture->history;
  TroveStep *any = trove_history_nth (history, (guint) test_random_below (random, history->n_steps));
  guint64 choice = test_random_below (random, 100);

  if (choice < 50)
    {
      add_step (fixture);
      note (fixture, history->current, test_random_below (random, 1000), test_random_below (random, 100));
    }
  else if (choice < 55 && history->current->first_child == NULL &&
           history->current == trove_history_nth (history, history->n_steps - 1))
    trove_step_unref (trove_history_replace (history, new_step (fixture)));
  else if (choice < 65 && trove_history_undo_step (history) != NULL)
    trove_history_go_to (history, trove_history_undo_step (history));
  else if (choice < 75 && trove_history_redo_step (history) != NULL)
    trove_history_go_to (history, trove_history_redo_step (history));
  else if (choice < 80)
    trove_history_go_to (history, any);
  else if (choice < 83)
    trove_history_set_saved (history, any);
  else if (choice < 93)
    trove_step_set_kept (any, test_random_below (random, 3) == 0);
  else if (choice < 95)
    history->max_versions = limits[test_random_below (random, G_N_ELEMENTS (limits))];
  else if (choice < 97)
    history->max_bytes = (guint64) 50 * limits[test_random_below (random, G_N_ELEMENTS (limits))];
}

static void
test_random (void)
{
  for (guint i = 0; i < test_count (200, 20); i++)
    {
      TestRandom random = { i + 1 };
      Fixture fixture;

      set_up (&fixture);
      for (guint j = 0; j < 500; j++)
        {
          change_at_random (&fixture, &random);
          if (test_random_below (&random, 3) == 0)
            check_trim (&fixture);
        }
      tear_down (&fixture);
    }
}

/* Bases */

/* Adds a child of the current step that has merged another one. */
static TroveStep *
add_merge (Fixture *fixture, TroveStep *merged)
{
  TroveStep *step = new_step_from (fixture, fixture->history.current, merged);

  trove_step_set_merged (step, merged);
  trove_history_add (&fixture->history, step);
  return step;
}

/* Drops all ancestors of the current step. */
static void
drop_ancestors (Fixture *fixture)
{
  trove_history_set_saved (&fixture->history, fixture->history.current);
  limit (fixture, 1);
  g_assert_cmpuint (fixture->history.n_steps, ==, 1);
}

static void
assert_bases (Fixture *fixture, guint n, TroveStep *a, TroveStep *b)
{
  GPtrArray *bases = fixture->history.bases;

  g_assert_cmpuint (bases->len, ==, n);
  g_assert_true (a == NULL || g_ptr_array_find (bases, a, NULL));
  g_assert_true (b == NULL || g_ptr_array_find (bases, b, NULL));
}

/* A merged version is held while its step is there, then in place of it, until one that descends from it is held. */
static void
test_bases (void)
{
  Fixture fixture;
  TroveStep *first = set_up (&fixture);
  TroveStep *a = new_step_from (&fixture, first, NULL), *b = new_step_from (&fixture, a, NULL);
  TroveStep *other = new_step_from (&fixture, first, NULL);

  trove_history_add_base (&fixture.history, first);
  add_merge (&fixture, a);
  g_assert_cmpuint (atomic_load (&a->count), ==, 2);
  assert_bases (&fixture, 1, first, NULL);
  add_step (&fixture);
  drop_ancestors (&fixture);
  assert_bases (&fixture, 1, a, NULL); /* it descends from the first one */
  g_assert_cmpuint (atomic_load (&a->count), ==, 2);

  add_merge (&fixture, other);
  add_step (&fixture);
  drop_ancestors (&fixture);
  assert_bases (&fixture, 2, a, other);

  add_merge (&fixture, b);
  assert_bases (&fixture, 2, a, other);
  add_step (&fixture);
  drop_ancestors (&fixture);
  assert_bases (&fixture, 2, b, other);
  g_assert_cmpuint (atomic_load (&a->count), ==, 1);

  tear_down (&fixture);
  g_assert_cmpuint (atomic_load (&b->count), ==, 1);
  trove_step_unref (a);
  trove_step_unref (b);
  trove_step_unref (other);
}

/* A merge that was undone is no ancestor. */
static void
test_bases_undone (void)
{
  Fixture fixture;
  TroveStep *first = set_up (&fixture), *a = new_step_from (&fixture, first, NULL), *merge;

  merge = add_merge (&fixture, a);
  trove_history_go_to (&fixture.history, first);
  add_step (&fixture);
  trove_history_set_saved (&fixture.history, fixture.history.current);
  limit (&fixture, 2);
  g_assert_true (trove_history_nth (&fixture.history, 0) == first && merge != first);
  assert_bases (&fixture, 0, NULL, NULL);
  g_assert_cmpuint (atomic_load (&a->count), ==, 1);
  tear_down (&fixture);
  trove_step_unref (a);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/start", test_start);
  g_test_add_func ("/history/add", test_add);
  g_test_add_func ("/history/replace", test_replace);
  g_test_add_func ("/history/go-to", test_go_to);
  g_test_add_func ("/history/clear", test_clear);
  g_test_add_func ("/history/trim/ancestors", test_trim_ancestors);
  g_test_add_func ("/history/trim/redo", test_trim_redo);
  g_test_add_func ("/history/trim/branches", test_trim_branches);
  g_test_add_func ("/history/trim/kept", test_trim_kept);
  g_test_add_func ("/history/trim/kept-before-gap", test_trim_kept_before_gap);
  g_test_add_func ("/history/trim/kept-after-gap", test_trim_kept_after_gap);
  g_test_add_func ("/history/trim/linear", test_trim_linear);
  g_test_add_func ("/history/trim/replace", test_trim_replace);
  g_test_add_func ("/history/trim/bytes", test_trim_bytes);
  g_test_add_func ("/history/note-bytes", test_note_bytes);
  g_test_add_func ("/history/random", test_random);
  g_test_add_func ("/history/bases", test_bases);
  g_test_add_func ("/history/bases-undone", test_bases_undone);

  return g_test_run ();
}
