/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Data of objects beside the model: references and owned objects that come, go and change places, and errors. */

#include "state-program.h"

#include "state/editor-data.h"

static Operation
set (const StateProgram *program, TroveKey key)
{
  const ModelObject *object = state_model_find (&program->model, key);
  Operation operation = { .kind = OPERATION_SET_DATA, .key = key, .klass = object->klass };

  memcpy (operation.values, object->values, sizeof object->values);
  return operation;
}

static void
set_keys (StateProgram *program, TroveKey key, ModelField field, TroveKey value, ModelField other_field,
          TroveKey other_value)
{
  Operation operation = set (program, key);

  operation.values[field] = value;
  operation.values[other_field] = other_value;
  state_program_do (program, &operation);
}

/* Two references to no object, themselves, one object and two objects, from each such state to each. */
static void
test_references (void)
{
  enum
  {
    N = 4
  };
  StateProgram program;
  TroveKey keys[N] = { 0 }, by;

  state_program_init (&program);
  for (guint i = 1; i < N; i++)
    keys[i] = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  by = keys[1];
  for (guint others = 0; others < 3; others++)
    {
      /* The targets have other referrers, too. */
      if (others > 0)
        set_keys (&program, keys[others + 1], MODEL_TARGET, keys[1], MODEL_OTHER, keys[2]);
      for (guint from = 0; from < N * N; from++)
        for (guint to = 0; to < N * N; to++)
          {
            set_keys (&program, by, MODEL_TARGET, keys[from / N], MODEL_OTHER, keys[from % N]);
            if ((from + to) % 2 == 0)
              state_program_freeze (&program);
            set_keys (&program, by, MODEL_TARGET, keys[to / N], MODEL_OTHER, keys[to % N]);
          }
    }
  state_program_clear (&program);
}

/* The same for two owned objects: those that are not named any more lose their owner. */
static void
test_owned (void)
{
  enum
  {
    N = 4
  };
  StateProgram program;
  TroveKey keys[N] = { 0 }, by;

  state_program_init (&program);
  by = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  for (guint i = 1; i < N; i++)
    keys[i] = state_program_create_in (&program, MODEL_NODE, i < 3 ? by : program.model.root, MODEL_KIDS);
  for (guint from = 0; from < N * N; from++)
    for (guint to = 0; to < N * N; to++)
      {
        if ((from / N == from % N && from != 0) || (to / N == to % N && to != 0))
          continue;
        set_keys (&program, by, MODEL_CHILD, keys[from / N], MODEL_SPARE, keys[from % N]);
        if ((from + to) % 2 == 0)
          state_program_freeze (&program);
        set_keys (&program, by, MODEL_CHILD, keys[to / N], MODEL_SPARE, keys[to % N]);
      }
  state_program_clear (&program);
}

/* Objects that are created with references and owned ones, and defaults. */
static void
test_create (void)
{
  StateProgram program;
  TroveKey owned, referred;
  Operation create = { .kind = OPERATION_CREATE, .klass = model_class (MODEL_GROUP) };

  state_program_init (&program);
  owned = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  referred = state_program_create_in (&program, MODEL_NODE, owned, MODEL_KIDS);

  create.key = program.next_key++;
  create.values[MODEL_NUMBER] = 5;
  create.values[MODEL_TEXT] = 39;
  create.values[MODEL_TARGET] = create.values[MODEL_OTHER] = referred;
  create.values[MODEL_CHIEF] = create.values[MODEL_COVER] = owned; /* from the list of another */
  state_program_do (&program, &create);
  state_program_freeze (&program);

  create.key = program.next_key++; /* from a field of another */
  create.values[MODEL_SPARE] = referred;
  state_program_do (&program, &create);

  g_assert_true (
      trove_editor_create (&program.editor, model_class (MODEL_NODE), program.next_key, NULL, NULL, NULL));
  g_assert_true (
      trove_class_equal (model_class (MODEL_NODE), model_class (MODEL_NODE)->defaults,
                         trove_record_data (trove_state_get (&program.editor.state, program.next_key))));
  check_editor (&program.editor);
  state_program_clear (&program);
}

/* Data that is there already writes nothing. */
static void
test_equal (void)
{
  StateProgram program;
  Operation operation;
  TroveKey node;

  state_program_init (&program);
  node = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  set_keys (&program, node, MODEL_CHILD, state_program_create (&program, MODEL_NODE), MODEL_TEXT, 30);
  state_program_freeze (&program);
  operation = set (&program, node);
  state_program_do (&program, &operation);
  g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0);
  state_program_clear (&program);
}

/* Each error by setting and by creating. */
static void
refuse (StateProgram *program, const Operation *operation, TroveError code, const char *words)
{
  Operation create = *operation;

  state_program_refuse (program, operation, code, words);
  create.kind = OPERATION_CREATE;
  create.key = program->next_key;
  state_program_refuse (program, &create, code, words);
  g_assert_null (trove_state_peek (&program->editor.state, create.key));
}

static void
test_refused (void)
{
  StateProgram program;
  Operation operation;
  TroveKey root, group, node;

  state_program_init (&program);
  root = program.model.root;
  group = state_program_create_in (&program, MODEL_GROUP, root, MODEL_KIDS);
  node = state_program_create_in (&program, MODEL_NODE, group, MODEL_KIDS);

  operation = set (&program, group);
  operation.values[MODEL_TARGET] = 99;
  refuse (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = set (&program, group);
  operation.values[MODEL_SPARE] = 99;
  refuse (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = set (&program, group);
  operation.values[MODEL_CHIEF] = node;
  refuse (&program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"chief\"");
  operation = set (&program, group);
  operation.values[MODEL_COVER] = node;
  refuse (&program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"cover\"");
  operation = set (&program, group);
  operation.values[MODEL_CHILD] = operation.values[MODEL_SPARE] = node;
  refuse (&program, &operation, TROVE_ERROR_CYCLE, "both \"child\" and \"spare\"");

  /* The object that is put first goes back. */
  operation.values[MODEL_SPARE] = root;
  refuse (&program, &operation, TROVE_ERROR_CYCLE, "is the root");
  operation.values[MODEL_SPARE] = group;
  state_program_refuse (&program, &operation, TROVE_ERROR_CYCLE, "cannot own itself");

  operation.key = 99;
  state_program_refuse (&program, &operation, TROVE_ERROR_REMOVED, "99");
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/editor-data/references", test_references);
  g_test_add_func ("/editor-data/owned", test_owned);
  g_test_add_func ("/editor-data/create", test_create);
  g_test_add_func ("/editor-data/equal", test_equal);
  g_test_add_func ("/editor-data/refused", test_refused);
  return g_test_run ();
}
