/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "step.h"

#include <string.h>

#include "core/core-block.h"
#include "core/core-version.h"

static const TroveView no_view = TROVE_VIEW_INIT;
static const TroveState no_state = { NULL, 7, 0 };
static const guint64 no_id[2] = { 0, 0 };

static TroveStep *
new_step (TroveOrigin *origin)
{
  const TroveStepInfo info = {
    .origin = origin,
    .view = &no_view,
    .state = &no_state,
    .lineage = trove_lineage_new (no_id, NULL, NULL),
  };

  return trove_step_new (&info);
}

static void
test_new (void)
{
  const gint64 time = g_get_real_time ();
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  g_autoptr (GVariant) before = g_variant_ref_sink (g_variant_new_int32 (1));
  g_autoptr (GVariant) after = g_variant_ref_sink (g_variant_new_int32 (2));
  const guint64 id[2] = { 3, 4 };
  const TroveStepInfo info = {
    .origin = origin,
    .view = &no_view,
    .state = &no_state,
    .lineage = trove_lineage_new (id, NULL, NULL),
    .label = "Move box",
    .view_state_before = before,
    .view_state = after,
  };
  TroveStep *step = trove_step_new (&info);

  g_assert_true (step->origin == origin);
  g_assert_cmpuint (step->state.root, ==, 7);
  g_assert_true (step->lineage == info.lineage);
  g_assert_true (step->lineage->step == step);
  g_assert_cmpmem (step->lineage->id, sizeof step->lineage->id, id, sizeof id);
  g_assert_cmpint (step->lineage->time, >=, time);
  g_assert_cmpstr (step->label, ==, "Move box");
  g_assert_true (step->label != info.label);
  g_assert_true (step->view_state_before == before);
  g_assert_true (step->view_state == after);
  g_assert_false (trove_step_is_kept (step));
  g_assert_false (trove_step_is_branched (step));
  g_assert_true (trove_step_is_read (step));
  g_assert_cmpuint (atomic_load (&step->n_bytes), ==, 0);
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

  make_family (origin, steps);
  trove_step_unlink (steps[0]); /* it has children */
  g_assert_null (steps[0]->first_child);
  for (guint i = 1; i < 4; i++)
    {
      g_assert_null (steps[i]->parents[0]);
      g_assert_null (steps[i]->next_sibling);
    }
  drop_steps (steps, 4);
  trove_origin_unref (origin);
}

static void
test_unref_all (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *first = NULL, *held = NULL;

  trove_step_leave_all (NULL);
  for (guint i = 0; i < 3; i++)
    {
      TroveStep *step = new_step (origin);

      step->next_sibling = first;
      first = step;
      if (i == 1)
        held = trove_step_ref (step);
    }
  trove_step_leave_all (first);
  g_assert_null (held->next_sibling);
  g_assert_cmpint (atomic_load (&held->count), ==, 1);
  trove_step_unref (held);
  trove_origin_unref (origin);
}

static void
test_set_kept (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *step = new_step (origin);

  g_assert_cmpuint (trove_origin_n_keepings (origin), ==, 0);
  g_assert_false (trove_step_set_kept (step, FALSE));
  g_assert_true (trove_step_set_kept (step, 256)); /* no part of the number is lost */
  g_assert_false (trove_step_set_kept (step, TRUE));
  g_assert_true (trove_step_is_kept (step));
  g_assert_cmpuint (trove_origin_n_keepings (origin), ==, 1);
  g_assert_true (trove_step_set_kept (step, FALSE));
  g_assert_cmpuint (trove_origin_n_keepings (origin), ==, 2);
  trove_step_unref (step);
  trove_origin_unref (origin);
}

/* A later step at the address of one that is gone does not get its name. */
static void
test_set_name (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *step = new_step (origin), *other = new_step (origin);
  g_autofree char *name = NULL;

  g_assert_null (trove_step_dup_name (step));
  g_assert_false (trove_step_set_name (step, NULL));
  g_assert_false (trove_step_set_name (step, ""));
  g_assert_true (trove_step_set_name (step, "A name"));
  g_assert_false (trove_step_set_name (step, "A name"));
  name = trove_step_dup_name (step);
  g_assert_cmpstr (name, ==, "A name");
  g_assert_null (trove_step_dup_name (other));
  g_assert_true (trove_step_set_name (other, "Another"));
  g_assert_true (trove_step_set_name (other, ""));
  g_assert_null (trove_step_dup_name (other));
  g_assert_cmpuint (trove_origin_n_keepings (origin), ==, 0);
  trove_step_unref (step);
  g_assert_null (trove_origin_dup_name (origin, step));
  trove_step_unref (other);
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

/* Moves */

static void
clear_blocks (gpointer block)
{
}

/* A view of one sub-arena, which no other view has. */
static void
view_init (TroveView *view)
{
  TroveCore core;

  trove_core_init (&core, trove_schema_new_of_blocks (clear_blocks));
  g_assert_true (trove_core_prepare_blocks (&core, 8, NULL));
  trove_core_carve_block (&core, 8);
  g_assert_true (trove_core_freeze (&core, NULL));
  trove_view_copy (trove_core_view (&core), view);
  trove_core_clear (&core);
}

static void
test_move (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  const TroveState moved = { NULL, 8, 0 };
  TroveStep *step = new_step (origin);
  TroveView view;

  view_init (&view);
  g_assert_false (trove_step_move (step, &view, &moved)); /* the caller has no reference of its own */
  trove_step_ref (step);
  trove_step_ref (step);
  g_assert_false (trove_step_move (step, &view, &moved)); /* a reader has one */
  g_assert_cmpuint (step->state.root, ==, 7);
  g_assert_null (step->view.log);
  trove_step_unref (step);

  g_assert_true (trove_step_move (step, &view, &moved));
  g_assert_cmpuint (step->state.root, ==, 8);
  trove_view_clear (&view);
  g_assert_cmpuint (trove_view_last (&step->view)->blocks.n_bytes, ==, 8); /* the step's view keeps it */
  g_assert_true (trove_step_move (step, &no_view, &no_state));
  g_assert_null (step->view.log);
  trove_step_unref (step);
  trove_step_unref (step);
  trove_origin_unref (origin);
}

static guint n_data_freed;

static void
free_data (gpointer data)
{
  n_data_freed++;
}

static const TroveStepSourceFuncs source_funcs = { NULL, free_data };

/* Takes over the reference. */
static TroveStep *
new_unread (TroveOrigin *origin, TroveStep *from)
{
  const TroveStepInfo info = {
    .origin = origin,
    .source = &(TroveStepSource){ &source_funcs, NULL, from },
    .lineage = trove_lineage_new (no_id, NULL, NULL),
  };

  return trove_step_new (&info);
}

/* Unread steps do not hold the blocks of the step that they are to be read from where they are. */
static void
test_followers (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *step = new_step (origin), *unread[300];
  const TroveState moved = { NULL, 8, 0 };

  n_data_freed = 0;
  trove_step_ref (step);
  for (guint i = 0; i < 2; i++)
    unread[i] = new_unread (origin, trove_step_ref (step));
  g_assert_false (trove_step_is_read (unread[0]));
  g_assert_cmpuint (step->n_followers, ==, 2);
  g_assert_true (trove_step_move (step, &no_view, &moved));
  trove_step_unref (unread[1]);
  g_assert_cmpuint (n_data_freed, ==, 1);
  g_assert_cmpuint (step->n_followers, ==, 1);
  g_assert_true (trove_step_move (step, &no_view, &no_state));
  g_assert_cmpuint (step->state.root, ==, 7);

  for (guint i = 1; i < G_N_ELEMENTS (unread); i++)
    unread[i] = new_unread (origin, trove_step_ref (step));
  g_assert_cmpuint (step->n_followers, ==, G_MAXUINT8);
  g_assert_false (trove_step_move (step, &no_view, &moved)); /* they are too many to be counted */
  for (guint i = 0; i < G_N_ELEMENTS (unread); i++)
    trove_step_unref (unread[i]);
  g_assert_cmpuint (n_data_freed, ==, G_N_ELEMENTS (unread) + 1);
  g_assert_cmpuint (step->n_followers, ==, G_MAXUINT8);
  g_assert_true (atomic_load (&step->count) == 2);
  drop_steps ((TroveStep *[]){ step, step }, 2);
  trove_origin_unref (origin);
}

static void
test_marks (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *step = new_step (origin);

  trove_step_set_branched (step);
  g_assert_true (trove_step_is_branched (step));
  g_assert_false (trove_step_is_kept (step));
  g_assert_true (trove_step_set_kept (step, TRUE));
  g_assert_true (trove_step_set_kept (step, FALSE));
  g_assert_true (trove_step_is_branched (step));
  trove_step_unref (step);
  trove_origin_unref (origin);
}

static void
test_way_back (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  const TroveHandPlace hand = { .key = 3, .at = 4, .part = 5, .in_leaf = TRUE }, none = { 0 };
  TroveStep *step = new_step (origin);
  TroveDead dead = TROVE_DEAD_INIT;

  g_assert_null (step->way_back);
  trove_dead_append (&dead, 7);
  trove_step_note_way_back (step, &dead, &hand);
  trove_dead_append (&dead, 8);
  g_assert_cmpuint (step->way_back->dead.n, ==, 1);
  g_assert_cmpuint (trove_dead_ids (&step->way_back->dead)[0], ==, 7);
  g_assert_cmpmem (&step->way_back->hand, sizeof hand, &hand, sizeof hand);
  trove_step_note_way_back (step, &dead, &none);
  trove_dead_clear (&dead);
  g_assert_cmpuint (step->way_back->dead.n, ==, 2);
  g_assert_cmpuint (trove_dead_ids (&step->way_back->dead)[1], ==, 8);
  g_assert_cmpmem (&step->way_back->hand, sizeof none, &none, sizeof none);
  trove_step_unref (step);
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
  g_test_add_func ("/step/unref-all", test_unref_all);
  g_test_add_func ("/step/set-kept", test_set_kept);
  g_test_add_func ("/step/set-name", test_set_name);
  g_test_add_func ("/step/forget-links", test_forget_links);
  g_test_add_func ("/step/dup-parents", test_dup_parents);
  g_test_add_func ("/step/move", test_move);
  g_test_add_func ("/step/followers", test_followers);
  g_test_add_func ("/step/marks", test_marks);
  g_test_add_func ("/step/way-back", test_way_back);
  g_test_add_func ("/step/threads", test_threads);
  return g_test_run ();
}
