/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Splices beside the model: all positions and lengths of short lists, with objects from the list itself and from elsewhere. */

#include "state-program.h"

#include "class-types.h"

#define N_ITEMS 4

static Operation
splice (TroveKey key, ModelField list, guint32 position, guint32 n_removed)
{
  return (Operation){ .kind = OPERATION_SPLICE,
                      .key = key,
                      .field = model_field (MODEL_GROUP, list),
                      .position = position,
                      .n_removed = n_removed };
}

/* Two objects are in no list, of which one has no owner; the others are the items of the root's list. */
typedef struct
{
  StateProgram program;
  TroveKey keys[N_ITEMS + 2];
} Fixture;

static void
fixture_init (Fixture *fixture, ModelField list)
{
  StateProgram *program = &fixture->program;
  Operation add;

  state_program_init (program);
  add = splice (program->model.root, list, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->keys); i++)
    fixture->keys[i] = state_program_create (program, MODEL_NODE);
  for (guint i = 0; i < N_ITEMS; i++)
    add.keys[add.n_keys++] = fixture->keys[i];
  state_program_do (program, &add);
  add = splice (program->model.root, MODEL_KIDS, 0, 0);
  add.keys[add.n_keys++] = fixture->keys[N_ITEMS];
  add.key = fixture->keys[0];
  state_program_do (program, &add);
}

/* Every sequence of up to two objects, at every place. Goes back after each. */
static void
test_all (gconstpointer data)
{
  const ModelField list = GPOINTER_TO_UINT (data);
  const guint n = G_N_ELEMENTS (((Fixture *) NULL)->keys);
  Fixture fixture;
  StateProgram *program = &fixture.program;

  fixture_init (&fixture, list);
  for (guint position = 0; position <= N_ITEMS; position++)
    for (guint n_removed = 0; n_removed <= N_ITEMS - position; n_removed++)
      for (guint first = 0; first <= n; first++)
        for (guint second = 0; second <= (first < n ? n : 0); second++)
          {
            Operation operation = splice (program->model.root, list, position, n_removed);

            if (first < n)
              operation.keys[operation.n_keys++] = fixture.keys[first];
            if (first < n && second < n)
              operation.keys[operation.n_keys++] = fixture.keys[second];
            state_program_save (program);
            state_program_run (program, &operation);
            state_program_finish (program, FALSE);
          }
  state_program_clear (program);
}

/* All removed and put back in reverse, with others between: no object loses its owner. */
static void
test_put_back (void)
{
  const Operation drop = { .kind = OPERATION_DROP };
  Fixture fixture;
  Operation operation;

  fixture_init (&fixture, MODEL_KIDS);
  operation = splice (fixture.program.model.root, MODEL_KIDS, 0, N_ITEMS);
  for (guint i = N_ITEMS + 1; i-- > 0;)
    operation.keys[operation.n_keys++] = fixture.keys[i];
  state_program_do (&fixture.program, &operation);
  state_program_do (&fixture.program, &drop);
  for (guint i = 0; i <= N_ITEMS; i++)
    g_assert_nonnull (state_model_find (&fixture.program.model, fixture.keys[i]));
  g_assert_null (state_model_find (&fixture.program.model, fixture.keys[N_ITEMS + 1]));
  state_program_clear (&fixture.program);
}

static void
test_refused (void)
{
  Fixture fixture;
  StateProgram *program = &fixture.program;
  TroveKey root, group;
  Operation operation;

  fixture_init (&fixture, MODEL_KIDS);
  root = program->model.root;
  group = state_program_create_in (program, MODEL_GROUP, root, MODEL_PARTS);

  operation = splice (99, MODEL_KIDS, 0, 0);
  state_program_refuse (program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = splice (root, MODEL_KIDS, N_ITEMS + 1, 0);
  state_program_refuse (program, &operation, TROVE_ERROR_INVALID_REF, "Position 5");
  operation = splice (root, MODEL_KIDS, 1, N_ITEMS);
  state_program_refuse (program, &operation, TROVE_ERROR_INVALID_REF, "Position 5");
  operation = splice (root, MODEL_KIDS, 1, G_MAXUINT32);
  state_program_refuse (program, &operation, TROVE_ERROR_INVALID_REF, "Position 4294967295");
  operation = splice (root, MODEL_KIDS, TROVE_POSITION_END, 1);
  state_program_refuse (program, &operation, TROVE_ERROR_INVALID_REF, "Position 5");

  /* The last of several objects: those before it go back. */
  operation = splice (root, MODEL_PARTS, 0, 1);
  operation.keys[operation.n_keys++] = group;
  operation.keys[operation.n_keys++] = fixture.keys[1];
  state_program_refuse (program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"parts\"");
  operation.keys[1] = group;
  state_program_refuse (program, &operation, TROVE_ERROR_CYCLE, "twice in the list \"parts\"");
  operation.keys[1] = root;
  state_program_refuse (program, &operation, TROVE_ERROR_CYCLE, "is the root");
  operation.keys[1] = 99;
  state_program_refuse (program, &operation, TROVE_ERROR_REMOVED, "99");

  operation = splice (root, MODEL_DEPUTIES, 0, 0);
  operation.keys[operation.n_keys++] = group;
  operation.keys[operation.n_keys++] = fixture.keys[1];
  state_program_refuse (program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"deputies\"");
  state_program_clear (program);
}

/* One object that moves within its list needs copies of those around, for their labels. Where one fails, the object is where it
 * was. */
static void
test_one_fails (void)
{
  StateProgram program;
  TroveKey first;
  Operation operation = { 0 };

  state_program_init (&program);
  first = program.next_key;
  for (guint i = 0; i < 20; i++)
    {
      operation = (Operation){
        .kind = OPERATION_SET_DATA,
        .key = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS),
        .klass = model_class (MODEL_NODE),
      };
      operation.values[MODEL_COUNTED] = 1 + i;
      state_program_do (&program, &operation);
      trove_editor_touch (&program.editor, operation.key, NULL)->label = 1000 + i;
    }
  state_program_check (&program);

  operation = splice (program.model.root, MODEL_KIDS, 10, 0);
  operation.keys[operation.n_keys++] = first;
  program.failing = TRUE;
  state_program_do (&program, &operation);
  g_assert_cmpuint (
      trove_state_position (&program.editor.state, trove_state_get (&program.editor.state, first)), ==, 9);
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/editor-splice/all-owned", GUINT_TO_POINTER (MODEL_KIDS), test_all);
  g_test_add_data_func ("/editor-splice/all-references", GUINT_TO_POINTER (MODEL_LINKS), test_all);
  g_test_add_func ("/editor-splice/put-back", test_put_back);
  g_test_add_func ("/editor-splice/refused", test_refused);
  g_test_add_func ("/editor-splice/one-fails", test_one_fails);
  return g_test_run ();
}
