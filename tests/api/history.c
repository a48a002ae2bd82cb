/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

static const TroveView no_view = TROVE_VIEW_INIT;
static const TroveState no_state = { 0 };
static const guint64 no_id[2] = { 0, 0 };

typedef struct
{
  TroveOrigin *origin;
  TroveHistory history;
} Fixture;

static TroveStep *
new_step (Fixture *fixture)
{
  const TroveStepInfo info = {
    .origin = fixture->origin,
    .view = &no_view,
    .state = &no_state,
    .id = no_id,
  };

  return trove_step_new (&info);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/start", test_start);
  g_test_add_func ("/history/add", test_add);
  g_test_add_func ("/history/replace", test_replace);
  g_test_add_func ("/history/go-to", test_go_to);
  g_test_add_func ("/history/clear", test_clear);
  return g_test_run ();
}
