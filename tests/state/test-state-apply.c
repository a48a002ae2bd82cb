/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Applying changes, by its laws, in random programs: applied to the one version they give the other; applied twice they are made
 * once; changes of other objects than those changed since give the objects of both. Each obstacle by hand is in
 * tests/api/conflict.c. Compiled a second time with small nodes. */

#include "version-random.h"

#include "class-types.h"
#include "failing-memory.h"
#include "state/editor-drop.h"
#include "state/state-apply.h"

/* Changes between two versions, found in one direction or in the other. */
typedef struct
{
  TroveStateChanges changes;
  TroveChangeSet set;
} Changes;

static void
changes_init (Changes *self, const ProgramVersion *from, const ProgramVersion *to, gboolean backwards)
{
  const TroveState *first = backwards ? &to->state : &from->state;
  const TroveState *second = backwards ? &from->state : &to->state;

  g_assert_true (trove_state_changes_init (&self->changes, first, second));
  self->set = (TroveChangeSet){
    .from = &from->state, .to = &to->state, .changes = &self->changes, .backwards = backwards
  };
}

static void
changes_clear (Changes *self)
{
  trove_state_changes_clear (&self->changes);
}

/* Applies a set. Returns the number of obstacles. circle: set to TRUE if an object would have owned itself; may be NULL. */
static guint
apply (StateProgram *program, const TroveChangeSet *set, gboolean *circle)
{
  GArray *obstacles = trove_obstacles_new ();
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_true (trove_state_apply (&program->editor, set, obstacles, &error));
  g_assert_no_error (error);
  check_editor (&program->editor);
  for (guint i = 1; i < obstacles->len; i++)
    g_assert_cmpuint (g_array_index (obstacles, TroveObstacle, i - 1).entry, <=,
                      g_array_index (obstacles, TroveObstacle, i).entry);
  for (guint i = 0; circle != NULL && i < obstacles->len; i++)
    *circle = *circle || g_array_index (obstacles, TroveObstacle, i).kind == TROVE_OBSTACLE_CYCLE;
  n = obstacles->len;
  g_array_unref (obstacles);
  return n;
}

/* Drops what has no owner. The state is one that can be committed. */
static void
drop (StateProgram *program)
{
  const CheckHolder holder = check_holder_of_core (&program->core);

  g_assert_true (trove_editor_drop_and_freeze (&program->editor, NULL));
  check_state (&holder, &program->editor.state, TRUE);
}

/* Applied a second time, the changes change nothing. That is not so after a circle: the move that was left out is made when another one
 * of the circle has failed as well, or has led elsewhere. Nor is it after obstacles, once objects were dropped: a reference that was in
 * the way of a change may have gone with them. */
static guint
apply_again (StateProgram *program, const TroveChangeSet *set)
{
  const TroveKeyMap *objects = program->editor.state.objects;
  guint n = apply (program, set, NULL);

  g_assert_true (program->editor.state.objects == objects);
  return n;
}

/* Laws */

static void
check_exact (StateProgram *program, const ProgramVersion *from, const ProgramVersion *to, gboolean backwards)
{
  Changes changes;

  state_program_go_to (program, from);
  changes_init (&changes, from, to, backwards);
  g_assert_cmpuint (apply (program, &changes.set, NULL), ==, 0);
  g_assert_cmpuint (apply_again (program, &changes.set), ==, 0);
  drop (program);
  state_model_check (&to->model, &program->editor.state);
  g_assert_cmpuint (apply_again (program, &changes.set), ==, 0);
  g_assert_true (from != to || program->editor.state.objects == from->state.objects);
  changes_clear (&changes);
  state_program_go_to (program, from);
}

/* TRUE if each object but the root has one owner, the root owns all, and all that objects name is there. */
static gboolean
is_valid (const StateModel *model)
{
  guint n = model->objects->len;
  g_autofree guint *n_owners = g_new0 (guint, n);

  for (guint i = 0; i < n; i++)
    {
      const ModelObject *object = g_ptr_array_index (model->objects, i);

      for (guint j = 0; j < object->klass->n_fields; j++)
        {
          const TroveClassField *field = &object->klass->fields[j];
          gboolean owned = field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST;
          guint n_keys = trove_class_field_is_key (field) ? 1 : 0;

          if (object->lists[j] != NULL)
            n_keys = object->lists[j]->len;
          for (guint k = 0; k < n_keys; k++)
            {
              TroveKey key = object->lists[j] != NULL ? g_array_index (object->lists[j], TroveKey, k) :
                                                        object->values[j];
              guint at = 0;

              if (key == 0)
                continue;
              while (at < n && ((ModelObject *) g_ptr_array_index (model->objects, at))->key != key)
                at++;
              if (at == n)
                return FALSE;
              n_owners[at] += owned;
            }
        }
    }
  for (guint i = 0; i < n; i++)
    {
      TroveKey key = ((ModelObject *) g_ptr_array_index (model->objects, i))->key;
      guint steps = 0;

      if (n_owners[i] != (key != model->root))
        return FALSE;
      for (; key != model->root && steps <= n; steps++)
        key = state_model_owner (model, key).owner;
      if (steps > n)
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_disjoint (const GArray *a, const GArray *b)
{
  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      if (g_array_index (a, TroveKey, i) == g_array_index (b, TroveKey, j))
        return FALSE;
  return TRUE;
}

typedef struct
{
  guint n, n_disjoint, n_invalid, n_in_the_way;
} Counts;

/* The changes from a version to another one, applied to a third. Where these changed no object that the third one has changed,
 * the result is both together; obstacles are told exactly where both together are no good state. */
static void
check_later (StateProgram *program, const ProgramVersion *from, const ProgramVersion *to,
             const ProgramVersion *later, gboolean backwards, Counts *counts)
{
  g_autoptr (GArray) theirs = state_model_compare (&from->model, &to->model);
  g_autoptr (GArray) ours = state_model_compare (&from->model, &later->model);
  gboolean again = !version_random_repeats (&from->model) && !version_random_repeats (&to->model) &&
                   !version_random_repeats (&later->model);
  gboolean circle = FALSE;
  StateModel both;
  Changes changes;
  guint n;

  state_program_go_to (program, later);
  changes_init (&changes, from, to, backwards);
  n = apply (program, &changes.set, &circle);
  again = again && !circle;
  if (again)
    apply_again (program, &changes.set);
  drop (program);
  if (again && n == 0)
    apply_again (program, &changes.set);

  state_model_copy (&later->model, &both);
  for (guint i = 0; i < theirs->len; i++)
    state_model_take_object (&both, &to->model, g_array_index (theirs, TroveKey, i));
  counts->n++;
  if (are_disjoint (theirs, ours))
    {
      gboolean valid = is_valid (&both);

      counts->n_disjoint++;
      counts->n_invalid += !valid;
      g_assert_cmpint (n == 0, ==, valid);
      if (valid)
        state_model_check (&both, &program->editor.state);
    }
  counts->n_in_the_way += n > 0;
  state_model_clear (&both);
  changes_clear (&changes);
  state_program_go_to (program, later);
}

/* Some of the changes. */
static void
check_picked (StateProgram *program, TestRandom *random, const ProgramVersion *from, const ProgramVersion *to,
              const ProgramVersion *later)
{
  gboolean again = !version_random_repeats (&from->model) && !version_random_repeats (&to->model) &&
                   !version_random_repeats (&later->model);
  gboolean circle = FALSE;
  Changes changes;
  guint *picked, n;

  changes_init (&changes, from, to, test_random_below (random, 2) == 0);
  picked = g_new (guint, trove_state_changes_n (&changes.changes) + 1);
  for (guint i = 0; i < trove_state_changes_n (&changes.changes); i++)
    if (test_random_below (random, 2) == 0)
      picked[changes.set.n_picked++] = i;
  changes.set.picked = picked;
  state_program_go_to (program, later);
  n = apply (program, &changes.set, &circle);
  again = again && !circle;
  if (again)
    apply_again (program, &changes.set);
  drop (program);
  if (again && n == 0)
    apply_again (program, &changes.set);
  g_free (picked);
  changes_clear (&changes);
  state_program_go_to (program, later);
}

static void
run_program (TestRandom *numbers, guint n_objects, guint n_edits, Counts *counts)
{
  StateProgram program;
  StateRandom random = { &program, numbers, n_objects, FALSE };
  ProgramVersion *from, *to, *later;

  state_program_init (&program);
  from = version_random_make (&random, n_objects);
  to = version_random_edit (&random, 1 + (guint) test_random_below (numbers, n_edits));
  later = version_random_edit_version (&random, test_random_below (numbers, 2) == 0 ? from : to,
                                       1 + (guint) test_random_below (numbers, n_edits));
  for (guint i = 0; i < 2; i++)
    {
      check_exact (&program, from, to, i);
      check_exact (&program, to, from, i);
      check_exact (&program, to, later, i);
      check_later (&program, from, to, later, i, counts);
      check_later (&program, to, from, later, i, counts);
      check_picked (&program, numbers, from, to, from);
      check_picked (&program, numbers, to, from, later);
    }
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
  g_test_message ("%u applied, %u disjoint, of which %u are in the way of each other; %u with obstacles",
                  counts.n, counts.n_disjoint, counts.n_invalid, counts.n_in_the_way);
  g_assert_cmpuint (counts.n_disjoint, >, counts.n / 20);
  g_assert_cmpuint (counts.n_in_the_way, >, 0);
}

/* Examples */

static void
take (StateProgram *program, TroveKey key)
{
  const Operation take = { .kind = OPERATION_TAKE, .key = key };

  state_program_do (program, &take);
}

/* What a removed object owns stays with it until both are dropped. */
static void
test_owned_by_removed (void)
{
  StateProgram program;
  TroveKey owner, child;
  ProgramVersion *with, *without;
  Changes changes;

  state_program_init (&program);
  owner = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  child = state_program_create_in (&program, MODEL_NODE, owner, MODEL_KIDS);
  with = version_random_commit (&program);
  take (&program, owner);
  without = version_random_commit (&program);

  state_program_go_to (&program, with);
  changes_init (&changes, with, without, FALSE);
  g_assert_cmpuint (apply (&program, &changes.set, NULL), ==, 0);
  g_assert_cmpuint (trove_state_get (&program.editor.state, owner)->owner, ==, 0);
  g_assert_cmpuint (trove_state_get (&program.editor.state, child)->owner, ==, owner);
  changes_clear (&changes);
  state_program_go_to (&program, with);
  state_program_clear (&program);
}

/* An object that the changes add, and that is still there without an owner, gets its owner alone. */
static void
test_added_is_there (void)
{
  StateProgram program;
  TroveKey key;
  ProgramVersion *with, *without;
  Operation link = { .kind = OPERATION_INSERT_REFERENCE,
                     .field = model_field (MODEL_NODE, MODEL_LINKS),
                     .n_keys = 1 };
  Changes changes;

  state_program_init (&program);
  without = version_random_commit (&program);
  key = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  link.key = key;
  link.keys[0] = program.model.root;
  state_program_do (&program, &link);
  with = version_random_commit (&program);

  take (&program, key);
  changes_init (&changes, without, with, FALSE);
  g_assert_cmpuint (apply (&program, &changes.set, NULL), ==, 0);
  state_model_check (&with->model, &program.editor.state);
  changes_clear (&changes);
  state_program_go_to (&program, with);
  state_program_clear (&program);
}

/* Failing */

typedef enum
{
  FAIL_REQUESTS,
  FAIL_COPIES,
} Failing;

/* Applies a set while a request for memory and all later ones fail, or a copy fails. Returns whether one has failed. Then the state
 * is as before. */
static gboolean
apply_failing (StateProgram *program, const TroveChangeSet *set, Failing what, guint number)
{
  const TroveKeyMap *objects = program->editor.state.objects;
  GArray *obstacles = trove_obstacles_new ();
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (what == FAIL_COPIES)
    counting_fail_copy (&kit_counting, number);
  else
    failing_memory_start (FAILING_REST, number);
  done = trove_state_apply (&program->editor, set, obstacles, &error);
  counting_fail_copy (&kit_counting, G_MAXUINT64);
  failing_memory_stop ();
  g_array_unref (obstacles);

  if (done)
    return FALSE;
  g_assert_cmpint (error->code, ==,
                   what == FAIL_COPIES ? (int) TROVE_ERROR_COPY_FAILED : (int) TROVE_ERROR_NO_MEMORY);
  g_assert_true (program->editor.state.objects == objects);
  state_program_check (program);
  return TRUE;
}

/* Each request for memory, or each copy, fails in turn. A copy of a counted value is another value, so with these the result is not
 * the other version. */
static void
check_failing (StateProgram *program, const ProgramVersion *from, const ProgramVersion *to, Failing what)
{
  Changes changes;
  guint n_failed = 0;

  state_program_go_to (program, from);
  changes_init (&changes, from, to, FALSE);
  while (apply_failing (program, &changes.set, what, n_failed))
    {
      n_failed++;
      state_program_go_to (program, from);
    }
  g_test_message ("%u failed", n_failed);
  g_assert_cmpuint (n_failed, >, 0);
  drop (program);
  if (what == FAIL_REQUESTS)
    state_model_check (&to->model, &program->editor.state);
  changes_clear (&changes);
  state_program_go_to (program, from);
}

static void
test_failing (gconstpointer data)
{
  const Failing what = GPOINTER_TO_UINT (data);
  TestRandom numbers = { 12 };
  StateProgram program;
  StateRandom random = { &program, &numbers, 200, what == FAIL_COPIES };
  ProgramVersion *from, *to;

  state_program_init (&program);
  from = version_random_edit (&random, 500);
  for (guint i = 0; i < 300; i++)
    state_program_create_in (&program, MODEL_CRATE, program.model.root, MODEL_KIDS);
  to = version_random_edit (&random, 100);
  check_failing (&program, from, to, what);
  check_failing (&program, to, from, what);
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-apply/owned-by-removed", test_owned_by_removed);
  g_test_add_func ("/state-apply/added-is-there", test_added_is_there);
  g_test_add_func ("/state-apply/random", test_random_programs);
  g_test_add_data_func ("/state-apply/no-memory", GUINT_TO_POINTER (FAIL_REQUESTS), test_failing);
  g_test_add_data_func ("/state-apply/copy-failed", GUINT_TO_POINTER (FAIL_COPIES), test_failing);
  return g_test_run ();
}
