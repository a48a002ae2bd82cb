/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging, by its laws, in random programs. Compiled a second time with small nodes. */

#include "version-random.h"

#include "class-types.h"
#include "state/editor-drop.h"
#include "state/state-merge.h"

/* A merged state, which is a version without a model. */
typedef struct
{
  TroveState state;
  TroveView view;
  GArray *obstacles;
} Merged;

static void
merged_clear (Merged *self)
{
  trove_view_clear (&self->view);
  g_array_unref (self->obstacles);
}

/* Merges a version into another one. The program is at that again afterwards. */
static Merged
merge (StateProgram *program, const ProgramVersion *base, const ProgramVersion *ours,
       const ProgramVersion *theirs)
{
  const CheckHolder holder = check_holder_of_core (&program->core);
  g_autoptr (GError) error = NULL;
  Merged merged = { .obstacles = trove_obstacles_new () };

  state_program_go_to (program, ours);
  trove_state_merge (&program->editor, &base->state, &theirs->state, merged.obstacles, &error);
  g_assert_no_error (error);
  check_editor (&program->editor);
  g_assert_true (trove_editor_drop_and_freeze (&program->editor, NULL));
  check_state (&holder, &program->editor.state, TRUE);
  merged.state = program->editor.state;
  trove_view_copy (&program->core.view, &merged.view);
  state_program_go_to (program, ours);
  return merged;
}

/* All differences are written, for a merge that breaks a law. */
static guint
differences (const TroveState *a, const TroveState *b)
{
  TroveStateChanges changes;
  guint n;

  g_assert_true (trove_state_changes_init (&changes, a, b));
  n = trove_state_changes_n (&changes);
  for (guint i = 0; i < n; i++)
    {
      guint64 entry = trove_state_changes_get (&changes, i);

      g_test_message ("%" G_GUINT64_FORMAT ": kind %d, code %u", trove_entry_key (entry),
                      trove_entry_kind (entry), trove_entry_code (entry));
    }
  trove_state_changes_clear (&changes);
  return n;
}

/* One side alone has changed something, or both the same. */
static void
check_one_side (StateProgram *program, const ProgramVersion *base, const ProgramVersion *ours,
                const ProgramVersion *theirs, const ProgramVersion *expected)
{
  Merged merged = merge (program, base, ours, theirs);

  g_assert_cmpuint (merged.obstacles->len, ==, 0);
  g_assert_cmpuint (differences (&merged.state, &expected->state), ==, 0);
  if (expected == ours)
    g_assert_true (merged.state.objects == ours->state.objects);
  merged_clear (&merged);
}

static gboolean
has_obstacle (const GArray *obstacles, TroveKey key)
{
  for (guint i = 0; i < obstacles->len; i++)
    {
      const TroveObstacle *obstacle = &g_array_index (obstacles, TroveObstacle, i);

      if (trove_entry_key (obstacle->entry) == key || obstacle->other == key)
        return TRUE;
    }
  return FALSE;
}

/* Every object that neither side has removed is there. */
static void
check_objects (const ProgramVersion *base, const ProgramVersion *a, const ProgramVersion *b,
               const Merged *merged)
{
  const ProgramVersion *sides[] = { a, b };

  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < sides[i]->model.objects->len; j++)
      {
        TroveKey key = ((const ModelObject *) g_ptr_array_index (sides[i]->model.objects, j))->key;
        gboolean is_new = state_model_find (&base->model, key) == NULL;

        if (is_new || state_model_find (&sides[1 - i]->model, key) != NULL)
          g_assert_true (trove_state_peek (&merged->state, key) != NULL ||
                         has_obstacle (merged->obstacles, key));
      }
}

typedef struct
{
  guint n, n_obstacles;
} Counts;

static void
check_both_sides (StateProgram *program, const ProgramVersion *base, const ProgramVersion *a,
                  const ProgramVersion *b, Counts *counts)
{
  Merged merged = merge (program, base, a, b), mirrored = merge (program, base, b, a);

  for (guint k = 0; k < 2; k++)
    {
      GArray *o = k ? mirrored.obstacles : merged.obstacles;
      for (guint i = 0; i < o->len; i++)
        {
          TroveObstacle *x = &g_array_index (o, TroveObstacle, i);
          g_test_message ("side %u kind %d key %u entry kind %d field %s other %u", k, x->kind,
                          (guint) trove_entry_key (x->entry), trove_entry_kind (x->entry),
                          x->field ? x->field->pspec->name : "-", (guint) x->other);
        }
    }
  check_objects (base, a, b, &merged);
  check_objects (base, b, a, &mirrored);
  if (!version_random_repeats (&base->model) && !version_random_repeats (&a->model) &&
      !version_random_repeats (&b->model))
    {
      g_assert_cmpint (merged.obstacles->len == 0, ==, mirrored.obstacles->len == 0);
      if (merged.obstacles->len == 0)
        g_assert_cmpuint (differences (&merged.state, &mirrored.state), ==, 0);
    }
  counts->n++;
  counts->n_obstacles += merged.obstacles->len > 0;
  merged_clear (&merged);
  merged_clear (&mirrored);
}

static void
run_program (TestRandom *numbers, guint n_objects, guint n_edits, Counts *counts)
{
  StateProgram program;
  StateRandom random = { &program, numbers, n_objects, FALSE };
  ProgramVersion *base, *a, *b;

  state_program_init (&program);
  base = version_random_make (&random, n_objects);
  a = version_random_edit_version (&random, base, 1 + (guint) test_random_below (numbers, n_edits));
  b = version_random_edit_version (&random, base, 1 + (guint) test_random_below (numbers, n_edits));
  check_one_side (&program, base, base, a, a);
  check_one_side (&program, base, a, base, a);
  check_one_side (&program, base, a, a, a);
  check_both_sides (&program, base, a, b, counts);
  state_program_clear (&program);
}

static void
test_random_programs (void)
{
  TestRandom random;
  Counts counts = { 0 };

  test_random_init (&random);
  for (guint n_objects = 4; n_objects <= 64; n_objects *= 2)
    for (guint n_edits = 1; n_edits <= 16; n_edits *= 4)
      for (guint i = 0; i < test_count (60, 30); i++)
        run_program (&random, n_objects, n_edits, &counts);
  g_test_message ("%u merged, %u with obstacles", counts.n, counts.n_obstacles);
  g_assert_cmpuint (counts.n_obstacles, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-merge/random-programs", test_random_programs);
  return g_test_run ();
}
