/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reference lists beside the model: an object that is named by itself and several times, positions, errors. */

#include "state-program.h"

static Operation
change (OperationKind kind, TroveKey key, ModelField list, guint32 position)
{
  return (Operation){
    .kind = kind, .key = key, .field = model_field (MODEL_GROUP, list), .position = position, .n_keys = 1
  };
}

static void
insert (StateProgram *program, TroveKey key, guint32 position, TroveKey target)
{
  Operation operation = change (OPERATION_INSERT_REFERENCE, key, MODEL_LINKS, position);

  operation.keys[0] = target;
  state_program_do (program, &operation);
}

static void
remove_at (StateProgram *program, TroveKey key, guint32 position)
{
  const Operation operation = change (OPERATION_REMOVE_REFERENCE, key, MODEL_LINKS, position);

  state_program_do (program, &operation);
}

static guint
n_references (const StateProgram *program, TroveKey target, TroveKey by)
{
  return trove_referrers_count (trove_state_get (&program->editor.state, target)->referrers, by);
}

static void
test_repeated (void)
{
  StateProgram program;
  TroveKey root, other;

  state_program_init (&program);
  root = program.model.root;
  other = state_program_create_in (&program, MODEL_NODE, root, MODEL_KIDS);
  for (guint i = 0; i < 5; i++)
    {
      insert (&program, root, i % 2 == 0 ? 0 : TROVE_POSITION_END, other);
      insert (&program, other, i, other); /* itself */
      insert (&program, other, i, root);
      g_assert_cmpuint (n_references (&program, other, root), ==, i + 1);
      g_assert_cmpuint (n_references (&program, other, other), ==, i + 1);
      g_assert_cmpuint (n_references (&program, root, root), ==, 0);
      if (i % 2 == 0)
        state_program_freeze (&program);
    }
  for (guint i = 5; i-- > 0;)
    {
      remove_at (&program, root, i / 2);
      remove_at (&program, other, i);
      remove_at (&program, other, i);
      if (i % 2 == 0)
        state_program_freeze (&program);
    }
  g_assert_cmpuint (trove_state_get (&program.editor.state, other)->referrers, ==, 0);
  state_program_clear (&program);
}

static void
test_move (void)
{
  enum
  {
    N = 6
  };
  StateProgram program;
  TroveKey root;

  state_program_init (&program);
  root = program.model.root;
  for (guint i = 0; i < N; i++)
    insert (&program, root, TROVE_POSITION_END,
            state_program_create_in (&program, MODEL_NODE, root, MODEL_KIDS));
  for (guint from = 0; from < N; from++)
    for (guint to = 0; to <= N; to++)
      {
        Operation move = change (OPERATION_MOVE_REFERENCE, root, MODEL_LINKS, from);

        move.to = to < N ? to : TROVE_POSITION_END;
        if ((from + to) % 3 == 0)
          state_program_freeze (&program);
        state_program_do (&program, &move);
        if (from == to && (from + to) % 3 == 0)
          g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0); /* writes nothing */
      }
  state_program_clear (&program);
}

static void
test_refused (void)
{
  StateProgram program;
  TroveKey root, node;
  Operation operation;

  state_program_init (&program);
  root = program.model.root;
  node = state_program_create_in (&program, MODEL_NODE, root, MODEL_KIDS);
  insert (&program, root, 0, node);

  operation = change (OPERATION_INSERT_REFERENCE, 99, MODEL_LINKS, 0);
  operation.keys[0] = node;
  state_program_refuse (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = change (OPERATION_INSERT_REFERENCE, root, MODEL_LINKS, 0);
  operation.keys[0] = 98;
  state_program_refuse (&program, &operation, TROVE_ERROR_REMOVED, "98");
  operation.keys[0] = node;
  operation.position = 2;
  state_program_refuse (&program, &operation, TROVE_ERROR_INVALID_REF, "Position 2");
  operation.field = model_field (MODEL_GROUP, MODEL_DEPUTIES);
  operation.position = 0;
  state_program_refuse (&program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"deputies\"");

  operation = change (OPERATION_REMOVE_REFERENCE, 99, MODEL_LINKS, 0);
  state_program_refuse (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = change (OPERATION_REMOVE_REFERENCE, root, MODEL_LINKS, 1);
  state_program_refuse (&program, &operation, TROVE_ERROR_INVALID_REF, "has 1 items");

  operation = change (OPERATION_MOVE_REFERENCE, 99, MODEL_LINKS, 0);
  state_program_refuse (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = change (OPERATION_MOVE_REFERENCE, root, MODEL_LINKS, 1);
  state_program_refuse (&program, &operation, TROVE_ERROR_INVALID_REF, "Position 1");
  operation.position = 0;
  operation.to = 1;
  state_program_refuse (&program, &operation, TROVE_ERROR_INVALID_REF, "Position 1");
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/editor-reference/repeated", test_repeated);
  g_test_add_func ("/editor-reference/move", test_move);
  g_test_add_func ("/editor-reference/refused", test_refused);
  return g_test_run ();
}
