/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Comparing states beside the comparison of their models: each kind of difference alone, and derived data, which is none. */

#include "state-program.h"

#include "failing-memory.h"
#include "state/state-compare.h"

static Operation
reference (const StateProgram *program, OperationKind kind, guint32 position, TroveKey target)
{
  return (Operation){ .kind = kind,
                      .key = program->model.root,
                      .field = model_field (MODEL_NODE, MODEL_LINKS),
                      .position = position,
                      .keys = { target },
                      .n_keys = 1 };
}

/* Compares with the version before in both directions. Returns the number of differences. */
static guint
n_differences (StateProgram *program)
{
  const ProgramVersion *after = state_program_freeze (program);
  const ProgramVersion *before = g_ptr_array_index (program->versions, program->versions->len - 2);
  g_autoptr (GArray) keys = state_model_compare (&before->model, &after->model);

  state_program_compare (before, after);
  state_program_compare (after, before);
  return keys->len;
}

static void
test_kinds (void)
{
  StateProgram program;
  Operation operation = { 0 };
  TroveKey nodes[3];

  state_program_init (&program);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    nodes[i] = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  state_program_freeze (&program);
  g_assert_cmpuint (n_differences (&program), ==, 0);

  operation = (Operation){ .kind = OPERATION_SET_DATA, .key = nodes[0], .klass = model_class (MODEL_NODE) };
  operation.values[MODEL_TEXT] = 77;
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 1);

  /* The target has another referrer, and is no difference. */
  operation.values[MODEL_TARGET] = nodes[1];
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 1);
  operation = reference (&program, OPERATION_INSERT_REFERENCE, 0, nodes[2]);
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 1);

  /* A move in one list changes the list, and a label. */
  operation = (Operation){ .kind = OPERATION_PUT,
                           .key = nodes[0],
                           .owner = program.model.root,
                           .field = model_field (MODEL_NODE, MODEL_KIDS),
                           .position = 2 };
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 1);

  /* From one field of an owner to another, and from one owner to another. */
  operation.field = model_field (MODEL_NODE, MODEL_CHILD);
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 2);
  operation.field = model_field (MODEL_NODE, MODEL_SPARE);
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 2);
  operation.owner = nodes[1];
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 3);

  operation = (Operation){ .kind = OPERATION_TAKE, .key = nodes[1] };
  state_program_do (&program, &operation);
  operation.kind = OPERATION_DROP;
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 3); /* with the object that it owned */
  state_program_clear (&program);
}

/* Another root alone. */
static void
test_root (void)
{
  StateProgram program;
  TroveState other;

  state_program_init (&program);
  other = program.editor.state;
  g_assert_true (trove_state_equal (&program.editor.state, &other));
  other.root = 0;
  g_assert_false (trove_state_equal (&program.editor.state, &other));
  state_program_clear (&program);
}

/* A change, and the change back: the records differ, the objects do not. */
static void
test_back (void)
{
  StateProgram program;
  Operation operation;
  TroveKey node, other;

  state_program_init (&program);
  node = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  other = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  state_program_freeze (&program);
  operation = (Operation){
    .kind = OPERATION_PUT, .key = node, .owner = other, .field = model_field (MODEL_NODE, MODEL_KIDS)
  };
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 3);
  operation.owner = program.model.root;
  state_program_do (&program, &operation);
  g_assert_cmpuint (n_differences (&program), ==, 3);
  state_program_compare (g_ptr_array_index (program.versions, 0), g_ptr_array_index (program.versions, 2));
  g_assert_true (trove_state_equal (&((ProgramVersion *) g_ptr_array_index (program.versions, 0))->state,
                                    &((ProgramVersion *) g_ptr_array_index (program.versions, 2))->state));
  state_program_clear (&program);
}

/* A list that names one object many times has the same keys, and the same nodes at other places, after some were removed at the
 * start and added at the end. */
static void
test_repeated (void)
{
  const guint n = 3 * TROVE_SEQUENCE_LEAF, n_changed = TROVE_SEQUENCE_LEAF / 4;
  StateProgram program;
  Operation append, removal;
  TroveKey other;

  state_program_init (&program);
  other = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  append = reference (&program, OPERATION_INSERT_REFERENCE, TROVE_POSITION_END, program.model.root);
  removal = reference (&program, OPERATION_REMOVE_REFERENCE, 0, 0);
  for (guint i = 0; i < n; i++)
    state_program_do (&program, &append);
  state_program_freeze (&program);
  for (guint i = 0; i < n_changed; i++)
    state_program_do (&program, &removal);
  for (guint i = 0; i < n_changed; i++)
    state_program_do (&program, &append);
  g_assert_cmpuint (n_differences (&program), ==, 0);

  /* The last key differs. */
  removal.position = n - 1;
  state_program_do (&program, &removal);
  append.keys[0] = other;
  state_program_do (&program, &append);
  state_program_compare (g_ptr_array_index (program.versions, 0), state_program_freeze (&program));
  state_program_clear (&program);
}

/* Without memory, lists are still compared. */
static void
test_no_memory (void)
{
  const guint n = 40 * TROVE_SEQUENCE_LEAF;
  ProgramVersion *versions[3];
  StateProgram program;
  Operation operation;

  state_program_init (&program);
  operation = reference (&program, OPERATION_INSERT_REFERENCE, 0, program.model.root);
  for (guint i = 0; i < n; i++)
    state_program_do (&program, &operation);
  versions[0] = state_program_freeze (&program);
  for (guint i = 0; i < 2; i++)
    {
      state_program_do (&program, &operation);
      operation.kind = OPERATION_REMOVE_REFERENCE;
    }
  versions[1] = state_program_freeze (&program);
  state_program_do (&program, &operation);
  versions[2] = state_program_freeze (&program);

  failing_memory_start (FAILING_REST, 0);
  g_assert_true (trove_state_equal (&versions[0]->state, &versions[1]->state));
  g_assert_false (trove_state_equal (&versions[0]->state, &versions[2]->state));
  failing_memory_stop ();
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-compare/kinds", test_kinds);
  g_test_add_func ("/state-compare/root", test_root);
  g_test_add_func ("/state-compare/back", test_back);
  g_test_add_func ("/state-compare/repeated", test_repeated);
  g_test_add_func ("/state-compare/no-memory", test_no_memory);
  return g_test_run ();
}
