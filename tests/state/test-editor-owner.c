/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Owners: putting, moving and taking objects, each beside the model. */

#include "state-program.h"

static Operation
put (TroveKey key, TroveKey owner, ModelClass class_of_owner, ModelField field, guint32 position)
{
  return (Operation){ .kind = OPERATION_PUT,
                      .key = key,
                      .owner = owner,
                      .field = model_field (class_of_owner, field),
                      .position = position };
}

static void
do_put (StateProgram *program, TroveKey key, TroveKey owner, ModelField field, guint32 position)
{
  const Operation operation = put (key, owner, MODEL_NODE, field, position);

  state_program_do (program, &operation);
}

static void
refuse_put (StateProgram *program, const Operation *operation, TroveError code, const char *words)
{
  const GArray *ownerless = program->editor.ownerless;
  guint n = ownerless->len;

  state_program_refuse (program, operation, code, words);
  g_assert_cmpuint (ownerless->len, ==, n);
}

static TroveKey
owner_of (const StateProgram *program, TroveKey key)
{
  return trove_state_get (&program->editor.state, key)->owner;
}

/* From each place of a list to each other one, in versions of their own and in one. */
static void
test_move_in_list (void)
{
  enum
  {
    N = 9
  };
  StateProgram program;
  TroveKey first;

  state_program_init (&program);
  first = program.next_key;
  for (guint i = 0; i < N; i++)
    state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  for (guint frozen = 0; frozen < 2; frozen++)
    for (guint key = 0; key < N; key++)
      for (guint to = 0; to < N; to++)
        {
          do_put (&program, first + key, program.model.root, MODEL_KIDS, to);
          g_assert_cmpuint (trove_state_position (&program.editor.state,
                                                  trove_state_get (&program.editor.state, first + key)),
                            ==, to);
          if (frozen)
            state_program_freeze (&program);
        }
  state_program_clear (&program);
}

/* Moving an object to where it is writes nothing. */
static void
test_no_move (void)
{
  StateProgram program;
  TroveKey list_item, single;

  state_program_init (&program);
  state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  list_item = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  single = state_program_create (&program, MODEL_NODE);
  do_put (&program, single, program.model.root, MODEL_CHILD, 0);
  state_program_freeze (&program);
  do_put (&program, list_item, program.model.root, MODEL_KIDS, 1);
  do_put (&program, list_item, program.model.root, MODEL_KIDS, TROVE_POSITION_END);
  do_put (&program, single, program.model.root, MODEL_CHILD,
          7); /* of a single field, the position is not read */
  g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0);
  state_program_clear (&program);
}

/* Between all pairs of fields and lists of two objects, one of which owns the other. */
static void
test_move_between (void)
{
  const ModelField fields[] = { MODEL_CHILD, MODEL_SPARE, MODEL_KIDS };
  StateProgram program;
  TroveKey owners[2], moved;

  state_program_init (&program);
  owners[0] = program.model.root;
  owners[1] = state_program_create_in (&program, MODEL_NODE, owners[0], MODEL_KIDS);
  moved = state_program_create (&program, MODEL_NODE);
  for (guint i = 0; i < 6; i++)
    for (guint j = 0; j < 6; j++)
      {
        do_put (&program, moved, owners[i / 3], fields[i % 3], 0);
        if ((i + j) % 2 == 0)
          state_program_freeze (&program);
        do_put (&program, moved, owners[j / 3], fields[j % 3], TROVE_POSITION_END);
        g_assert_cmpuint (owner_of (&program, moved), ==, owners[j / 3]);
      }
  state_program_clear (&program);
}

/* An object in the way loses its owner, and is dropped if it gets no other. */
static void
test_occupant (void)
{
  const Operation drop = { .kind = OPERATION_DROP };
  StateProgram program;
  TroveKey occupant, inner, other;

  state_program_init (&program);
  occupant = state_program_create (&program, MODEL_NODE);
  other = state_program_create (&program, MODEL_NODE);
  do_put (&program, occupant, program.model.root, MODEL_CHILD, 0);
  state_program_do (&program, &drop);
  g_assert_null (state_model_find (&program.model, other));

  /* By an object that it owns itself. */
  inner = state_program_create_in (&program, MODEL_NODE, occupant, MODEL_KIDS);
  do_put (&program, inner, program.model.root, MODEL_CHILD, 0);
  g_assert_cmpuint (owner_of (&program, occupant), ==, 0);
  g_assert_cmpuint (owner_of (&program, inner), ==, program.model.root);

  /* The object that was pushed out gets another owner. */
  do_put (&program, occupant, inner, MODEL_CHILD, 0);
  state_program_do (&program, &drop);
  g_assert_nonnull (state_model_find (&program.model, occupant));

  /* By an object of the same owner's list. */
  other = state_program_create_in (&program, MODEL_NODE, inner, MODEL_KIDS);
  do_put (&program, other, inner, MODEL_CHILD, 0);
  state_program_do (&program, &drop);
  g_assert_null (state_model_find (&program.model, occupant));
  state_program_clear (&program);
}

static void
test_circles (void)
{
  StateProgram program;
  TroveKey outer, inner, loose;
  Operation operation;

  state_program_init (&program);
  outer = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  inner = state_program_create_in (&program, MODEL_GROUP, outer, MODEL_KIDS);
  loose = state_program_create (&program, MODEL_GROUP);

  operation = put (outer, outer, MODEL_NODE, MODEL_KIDS, 0);
  refuse_put (&program, &operation, TROVE_ERROR_CYCLE, "cannot own itself");
  operation = put (outer, inner, MODEL_NODE, MODEL_CHILD, 0);
  refuse_put (&program, &operation, TROVE_ERROR_CYCLE, "which owns it");

  /* No object owns the root, whether the root owns it or not. */
  operation = put (program.model.root, inner, MODEL_NODE, MODEL_CHILD, 0);
  refuse_put (&program, &operation, TROVE_ERROR_CYCLE, "is the root");
  operation = put (program.model.root, loose, MODEL_GROUP, MODEL_PARTS, 0);
  refuse_put (&program, &operation, TROVE_ERROR_CYCLE, "is the root");

  /* Not a circle: the other way round. */
  do_put (&program, loose, inner, MODEL_CHILD, 0);
  do_put (&program, inner, program.model.root, MODEL_CHILD, 0);
  do_put (&program, outer, loose, MODEL_CHILD, 0);
  state_program_clear (&program);
}

static void
test_refused (void)
{
  StateProgram program;
  TroveKey node, group;
  Operation operation;

  state_program_init (&program);
  node = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  group = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_PARTS);

  operation = put (99, program.model.root, MODEL_NODE, MODEL_KIDS, 0);
  refuse_put (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = put (node, 99, MODEL_NODE, MODEL_KIDS, 0);
  refuse_put (&program, &operation, TROVE_ERROR_REMOVED, "99");
  operation = put (node, group, MODEL_GROUP, MODEL_COVER, 0);
  refuse_put (&program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"cover\"");
  operation = put (node, program.model.root, MODEL_GROUP, MODEL_PARTS, 0);
  refuse_put (&program, &operation, TROVE_ERROR_TYPE_MISMATCH, "\"parts\"");

  /* Positions count without the object. */
  operation = put (node, program.model.root, MODEL_NODE, MODEL_KIDS, 1);
  refuse_put (&program, &operation, TROVE_ERROR_INVALID_REF, "has 1 items");
  operation = put (group, program.model.root, MODEL_NODE, MODEL_KIDS, 2);
  refuse_put (&program, &operation, TROVE_ERROR_INVALID_REF, "Position 2");
  operation = put (group, program.model.root, MODEL_NODE, MODEL_KIDS, 1);
  state_program_do (&program, &operation);
  state_program_clear (&program);
}

static void
test_take (void)
{
  Operation take = { .kind = OPERATION_TAKE };
  StateProgram program;
  TroveKey keys[3];

  state_program_init (&program);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  do_put (&program, keys[2], program.model.root, MODEL_CHILD, 0);
  state_program_freeze (&program);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      take.key = keys[i];
      state_program_do (&program, &take);
      g_assert_cmpuint (owner_of (&program, keys[i]), ==, 0);
    }
  state_program_freeze (&program);
  state_program_do (&program, &take); /* once more: writes nothing */
  g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0);

  take.key = program.model.root;
  state_program_refuse (&program, &take, TROVE_ERROR_INVALID_REF, "is the root");
  take.key = 99;
  state_program_refuse (&program, &take, TROVE_ERROR_REMOVED, "99");
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/editor-owner/move-in-list", test_move_in_list);
  g_test_add_func ("/editor-owner/no-move", test_no_move);
  g_test_add_func ("/editor-owner/move-between", test_move_between);
  g_test_add_func ("/editor-owner/occupant", test_occupant);
  g_test_add_func ("/editor-owner/circles", test_circles);
  g_test_add_func ("/editor-owner/refused", test_refused);
  g_test_add_func ("/editor-owner/take", test_take);
  return g_test_run ();
}
