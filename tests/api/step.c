/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "step.h"

#include <string.h>

static const TroveView no_view = TROVE_VIEW_INIT;
static const TroveState no_state = { NULL, 7, 0 };
static const guint64 no_id[2] = { 0, 0 };

static TroveStep *
new_step (TroveOrigin *origin)
{
  const TroveStepInfo info = { .origin = origin, .view = &no_view, .state = &no_state, .id = no_id };

  return trove_step_new (&info);
}

static void
test_new (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  g_autoptr (GVariant) before = g_variant_ref_sink (g_variant_new_int32 (1));
  g_autoptr (GVariant) after = g_variant_ref_sink (g_variant_new_int32 (2));
  const guint64 id[2] = { 3, 4 };
  const TroveStepInfo info = {
    .origin = origin,
    .view = &no_view,
    .state = &no_state,
    .id = id,
    .label = "Move box",
    .view_state_before = before,
    .view_state = after,
  };
  gint64 time = g_get_real_time ();
  TroveStep *step = trove_step_new (&info);

  g_assert_true (step->origin == origin);
  g_assert_cmpuint (step->state.root, ==, 7);
  g_assert_cmpmem (step->id, sizeof step->id, id, sizeof id);
  g_assert_cmpint (step->time, >=, time);
  g_assert_cmpstr (step->label, ==, "Move box");
  g_assert_true (step->label != info.label);
  g_assert_true (step->view_state_before == before);
  g_assert_true (step->view_state == after);
  g_assert_cmpint (atomic_load (&step->kept), ==, 0);
  g_assert_null (atomic_load (&step->history));
  g_assert_null (step->first_child);

  g_assert_true (trove_step_ref (step) == step);
  trove_step_unref (step);
  trove_origin_unref (origin); /* the step has a reference */
  g_assert_cmpuint (trove_origin_root_type (step->origin), ==, G_TYPE_OBJECT);
  trove_step_unref (step);

  origin = trove_origin_new (G_TYPE_OBJECT);
  step = new_step (origin);
  g_assert_null (step->label);
  g_assert_null (step->view_state_before);
  g_assert_null (step->view_state);
  trove_step_unref (step);
  trove_origin_unref (origin);
}

/* A parent with three children; steps[3] is the last one. */
static void
make_family (TroveOrigin *origin, TroveStep *steps[4])
{
  for (guint i = 0; i < 4; i++)
    {
      steps[i] = new_step (origin);
      if (i > 0)
        trove_step_link (steps[i], steps[0]);
    }
}

static void
drop_steps (TroveStep *steps[], guint n)
{
  for (guint i = 0; i < n; i++)
    trove_step_unref (steps[i]);
}

static void
test_link (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *steps[4];

  make_family (origin, steps);
  g_assert_true (steps[0]->first_child == steps[3]);
  g_assert_true (steps[3]->next_sibling == steps[2]);
  g_assert_true (steps[2]->next_sibling == steps[1]);
  g_assert_null (steps[1]->next_sibling);
  for (guint i = 1; i < 4; i++)
    g_assert_true (steps[i]->parents[0] == steps[0]);
  drop_steps (steps, 4);
  trove_origin_unref (origin);
}

static void
test_unlink (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *steps[4];

  make_family (origin, steps);
  steps[0]->redo = steps[1];
  trove_step_unlink (steps[2]); /* in the middle */
  g_assert_true (steps[3]->next_sibling == steps[1]);
  g_assert_null (steps[2]->parents[0]);
  g_assert_null (steps[2]->next_sibling);
  g_assert_true (steps[0]->redo == steps[1]);
  trove_step_unlink (steps[3]);
  g_assert_true (steps[0]->first_child == steps[1]);
  g_assert_true (steps[0]->redo == steps[1]);
  trove_step_unlink (steps[1]);
  g_assert_null (steps[0]->first_child);
  g_assert_null (steps[0]->redo);
  trove_step_unlink (steps[0]); /* it has no parent */
  drop_steps (steps, 4);
  trove_origin_unref (origin);
}

static void
test_forget_links (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *steps[4], *parents[TROVE_STEP_MAX_PARENTS];
  TroveHistory *history = (TroveHistory *) &origin; /* not looked at */

  make_family (origin, steps);
  steps[3]->redo = steps[1];
  atomic_store (&steps[3]->history, history);
  trove_step_forget_links (steps[3]);
  g_assert_cmpuint (trove_step_dup_parents (steps[3], parents), ==, 0);
  g_assert_null (steps[3]->redo);
  g_assert_null (steps[3]->next_sibling);
  g_assert_null (atomic_load (&steps[3]->history));
  trove_step_forget_links (steps[0]);
  g_assert_null (steps[0]->first_child);
  drop_steps (steps, 4);
  trove_origin_unref (origin);
}

static void
test_dup_parents (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *steps[4], *parents[TROVE_STEP_MAX_PARENTS];

  make_family (origin, steps);
  g_assert_cmpuint (trove_step_dup_parents (steps[0], parents), ==, 0);
  g_assert_cmpuint (trove_step_dup_parents (steps[1], parents), ==, 1);
  g_assert_true (parents[0] == steps[0]);
  drop_steps (steps, 4);
  g_assert_cmpuint (parents[0]->state.root, ==, 7); /* a reference of the caller's */
  drop_steps (parents, 1);
  trove_origin_unref (origin);
}

/* Other threads read the parents of a step while its history is cleared. */

static gpointer
read_parents (gpointer step)
{
  TroveStep *parents[TROVE_STEP_MAX_PARENTS];

  while (trove_step_dup_parents (step, parents) == 1)
    {
      g_assert_cmpuint (parents[0]->state.root, ==, 7);
      trove_step_unref (parents[0]);
    }
  trove_step_unref (step);
  return NULL;
}

static void
test_threads (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *steps[4];
  GThread *threads[2];

  make_family (origin, steps);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reads", read_parents, trove_step_ref (steps[1]));
  for (guint i = 0; i < 4; i++)
    trove_step_forget_links (steps[i]);
  drop_steps (steps, 4);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  trove_origin_unref (origin);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step/new", test_new);
  g_test_add_func ("/step/link", test_link);
  g_test_add_func ("/step/unlink", test_unlink);
  g_test_add_func ("/step/forget-links", test_forget_links);
  g_test_add_func ("/step/dup-parents", test_dup_parents);
  g_test_add_func ("/step/threads", test_threads);
  return g_test_run ();
}
