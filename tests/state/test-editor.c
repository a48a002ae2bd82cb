/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Editors: random programs of all operations beside a model, with savepoints and versions; each request for memory and each
 * copy failing in turn. Compiled a second time with small nodes. */

#include "state-random.h"

#include "failing-memory.h"

static ProgramVersion *
any_version (const StateRandom *random)
{
  const GPtrArray *versions = random->program->versions;

  if (versions->len == 0)
    return NULL;
  return g_ptr_array_index (versions, test_random_below (random->random, versions->len));
}

/* Savepoints within others, to three levels. */
static void
step_savepoint (StateProgram *program, guint kind)
{
  if (kind == 0 && program->savepoints->len < 3)
    state_program_save (program);
  else if (program->savepoints->len > 0)
    state_program_finish (program, kind % 2 == 0);
}

static void
step_version (StateRandom *random, guint kind)
{
  ProgramVersion *version = any_version (random);

  if (kind < 3 || version == NULL)
    state_program_freeze (random->program);
  else if (version->committed && random->program->savepoints->len == 0)
    state_program_go_to (random->program, version);
}

/* Objects all over the tree. */
static void
populate (StateRandom *random)
{
  StateProgram *program = random->program;

  for (guint n = (guint) test_random_below (random->random, random->most_objects); n > 0; n--)
    {
      const GPtrArray *objects = program->model.objects;
      const ModelObject *owner =
          g_ptr_array_index (objects, test_random_below (random->random, objects->len));

      state_program_create_in (program, n % MODEL_N_CLASSES, owner->key, MODEL_KIDS);
    }
}

static void
run_program (TestRandom *numbers, guint n_steps, guint frozen, gboolean failing)
{
  StateProgram program;
  StateRandom random = { &program, numbers, 2 + (guint) test_random_below (numbers, 40), failing };

  state_program_init (&program);
  populate (&random);
  program.failing = failing;
  for (guint step = 0; step < n_steps; step++)
    {
      const Operation operation = state_random_operation (&random);
      guint kind = (guint) test_random_below (numbers, 40);

      state_program_run (&program, &operation);
      if (kind < 4)
        step_savepoint (&program, kind);
      if (program.committed && test_random_below (numbers, 2) == 0)
        state_program_freeze (&program);
      if (test_random_below (numbers, 10) < frozen)
        step_version (&random, kind % 4);
      if (step % 16 == 0 && program.versions->len > 0 && !failing)
        state_program_compare (any_version (&random), any_version (&random));
    }
  state_program_clear (&program);
}

/* Short programs first, so that a mistake is found in a short one. */
static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint n_steps = 8; n_steps <= 512; n_steps *= 4)
    for (guint i = 0; i < test_count (24 * 512 / n_steps, 2 * 512 / n_steps); i++)
      run_program (&random, n_steps, i % 7, FALSE);
}

static void
test_failing_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint n_steps = 8; n_steps <= 128; n_steps *= 4)
    for (guint i = 0; i < test_count (24 * 128 / n_steps, 2 * 128 / n_steps); i++)
      run_program (&random, n_steps, i % 4, TRUE);
}

/* Savepoints and versions */

/* A savepoint knows which objects had no owner then. */
static void
test_savepoints (void)
{
  const Operation drop = { .kind = OPERATION_DROP };
  Operation take = { .kind = OPERATION_TAKE };
  StateProgram program;
  TroveKey kept, taken;

  state_program_init (&program);
  kept = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  taken = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  take.key = taken;
  state_program_do (&program, &take);

  state_program_save (&program);
  take.key = kept;
  state_program_do (&program, &take);
  state_program_save (&program);
  state_program_create (&program, MODEL_NODE);
  state_program_finish (&program, TRUE);
  state_program_finish (&program, FALSE);

  state_program_do (&program, &drop);
  g_assert_nonnull (state_model_find (&program.model, kept));
  g_assert_null (state_model_find (&program.model, taken));
  state_program_clear (&program);
}

/* Without memory, a savepoint is not made. */
static void
test_savepoint_fails (void)
{
  StateProgram program;
  TroveSavepoint savepoint;
  GError *error = NULL;
  guint n_failed = 0;

  state_program_init (&program);
  for (guint i = 0; i < 100; i++)
    {
      state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
      failing_memory_start (FAILING_REST, 0);
      if (trove_editor_save (&program.editor, &savepoint, &error))
        trove_view_clear (&savepoint.view);
      else
        n_failed++;
      failing_memory_stop ();
      g_assert_true (error == NULL || g_error_matches (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY));
      g_clear_error (&error);
      state_program_check (&program);
    }
  g_assert_cmpuint (n_failed, >, 0);
  state_program_clear (&program);
}

/* Undo and redo: the objects that had no owner are forgotten with the state that had them. */
static void
test_go_to (void)
{
  const Operation drop = { .kind = OPERATION_DROP };
  ProgramVersion *versions[2];
  StateProgram program;

  state_program_init (&program);
  for (guint i = 0; i < 2; i++)
    {
      state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
      state_program_do (&program, &drop);
      versions[i] = state_program_freeze (&program);
    }
  state_program_create (&program, MODEL_NODE);
  state_program_go_to (&program, versions[0]);
  g_assert_cmpuint (program.editor.ownerless->len, ==, 0);
  g_assert_cmpuint (program.model.objects->len, ==, 2);
  state_program_go_to (&program, versions[1]);
  g_assert_cmpuint (program.model.objects->len, ==, 3);
  state_program_compare (versions[0], versions[1]);
  state_program_clear (&program);
}

/* A record of the own sub-arena is written to in place. */
static void
test_touch (void)
{
  StateProgram program;
  TroveRecord *record;
  TroveKey root;

  state_program_init (&program);
  root = program.model.root;
  record = trove_state_get (&program.editor.state, root);
  g_assert_true (trove_editor_touch (&program.editor, root, NULL) == record);
  state_program_freeze (&program);
  g_assert_true (trove_editor_touch (&program.editor, root, NULL) != record);
  g_assert_true (trove_editor_touch (&program.editor, root, NULL) ==
                 trove_state_get (&program.editor.state, root));
  state_program_check (&program);
  state_program_clear (&program);
}

/* Each change in a version of its own prepares enough bytes, wherever the chunk of memory ends. */
static void
test_bytes (void)
{
  enum
  {
    N = 20
  };
  const Operation operations[] = {
    { .kind = OPERATION_PUT, .owner = 1, .field = model_field (MODEL_NODE, MODEL_KIDS), .position = 3 },
    { .kind = OPERATION_PUT, .owner = 1, .field = model_field (MODEL_NODE, MODEL_KIDS), .position = 9 },
    { .kind = OPERATION_TAKE },
    { .kind = OPERATION_PUT, .owner = 1, .field = model_field (MODEL_NODE, MODEL_CHILD) },
    { .kind = OPERATION_INSERT_REFERENCE, .field = model_field (MODEL_NODE, MODEL_LINKS), .position = 5 },
    { .kind = OPERATION_MOVE_REFERENCE, .field = model_field (MODEL_NODE, MODEL_LINKS), .to = 9 },
    { .kind = OPERATION_REMOVE_REFERENCE, .field = model_field (MODEL_NODE, MODEL_LINKS), .position = 7 },
  };
  StateProgram program;
  Operation link = operations[4];
  TroveKey first;

  state_program_init (&program);
  g_assert_cmpuint (program.model.root, ==, operations[0].owner);
  first = program.next_key;
  link.key = program.model.root;
  for (guint i = 0; i < N; i++)
    {
      link.keys[0] = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
      link.position = i;
      state_program_do (&program, &link);
    }
  for (guint i = 0; i < test_count (14000, 3500); i++)
    {
      Operation operation = operations[i % G_N_ELEMENTS (operations)];

      operation.key = i % 7 < 4 ? first + i % N : program.model.root;
      operation.keys[0] = first + i % N;
      g_assert_true (trove_core_freeze (&program.core, NULL));
      state_program_do (&program, &operation);
    }
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/editor/touch", test_touch);
  g_test_add_func ("/editor/savepoints", test_savepoints);
  g_test_add_func ("/editor/savepoint-fails", test_savepoint_fails);
  g_test_add_func ("/editor/go-to", test_go_to);
  g_test_add_func ("/editor/bytes", test_bytes);
  g_test_add_func ("/editor/random", test_random_programs);
  g_test_add_func ("/editor/failing", test_failing_programs);
  return g_test_run ();
}
