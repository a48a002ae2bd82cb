/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* One field as a GValue, beside setting all data in the model. */

#include "state-program.h"

#include "class-types.h"
#include "state/editor-field.h"

static GValue
value_of (guint64 number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT64);
  g_value_set_uint64 (&value, number);
  return value;
}

/* Sets a field that is a number or a key. Returns the error's code, or -1. */
static int
set (StateProgram *program, TroveKey key, ModelField which, guint64 number)
{
  const TroveClassField *field = model_field (MODEL_GROUP, which);
  const GValue value = value_of (number);
  g_autoptr (GError) error = NULL;
  gboolean done = trove_editor_set_field (&program->editor, key, field, &value, &error);

  g_assert_true (done == (error == NULL));
  return done ? -1 : error->code;
}

/* The same for the model, and compares. */
static void
set_both (StateProgram *program, TroveKey key, ModelField which, guint64 number)
{
  guint64 values[MODEL_MAX_FIELDS];

  memcpy (values, state_model_find (&program->model, key)->values, sizeof values);
  values[which] = number;
  g_assert_cmpuint (state_model_set_data (&program->model, key, values), ==, 0);
  g_assert_cmpint (set (program, key, which, number), ==, -1);
  state_program_check (program);
}

static void
test_values (void)
{
  StateProgram program;
  TroveKey a;
  g_auto (GValue) counted = G_VALUE_INIT;
  CountingElement element = { .value = 7 };
  g_autoptr (GError) error = NULL;

  state_program_init (&program);
  a = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  set_both (&program, a, MODEL_NUMBER, 5);
  state_program_freeze (&program);
  set_both (&program, a, MODEL_NUMBER, 5);
  g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0); /* nothing was written */
  set_both (&program, a, MODEL_TARGET, program.model.root);
  set_both (&program, a, MODEL_CHIEF, a);
  set_both (&program, a, MODEL_TARGET, 0);

  /* The copy that the value is set by is cleared: kit_finish () counts. */
  g_value_init (&counted, kit_counted_get_type ());
  g_value_set_static_boxed (&counted, &element);
  g_assert_true (trove_editor_set_field (&program.editor, a, model_field (MODEL_GROUP, MODEL_COUNTED),
                                         &counted, &error));
  {
    guint64 values[MODEL_MAX_FIELDS];

    memcpy (values, state_model_find (&program.model, a)->values, sizeof values);
    values[MODEL_COUNTED] = 7;
    g_assert_cmpuint (state_model_set_data (&program.model, a, values), ==, 0);
  }
  state_program_check (&program);
  set_both (&program, a, MODEL_NUMBER, 6); /* the counted one is copied by the record alone */
  state_program_clear (&program);
}

static void
test_in_place (void)
{
  const TroveClassField *number = model_field (MODEL_GROUP, MODEL_NUMBER);
  const GValue five = value_of (5);
  g_auto (GValue) text = G_VALUE_INIT;
  StateProgram program;
  TroveKey a;
  TroveRecord *record;
  gboolean changed = FALSE;
  g_autoptr (GError) error = NULL;

  state_program_init (&program);
  a = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  record = trove_state_get (&program.editor.state, a);
  g_assert_true (trove_editor_can_set_in_place (&program.editor, record, number));
  g_assert_false (
      trove_editor_can_set_in_place (&program.editor, record, model_field (MODEL_GROUP, MODEL_TEXT)));
  g_assert_true (trove_editor_set_in_place (record, number, &five, &changed, &error));
  g_assert_true (changed);
  state_model_find (&program.model, a)->values[MODEL_NUMBER] = 5;
  state_program_check (&program);
  g_assert_true (trove_editor_set_in_place (record, number, &five, &changed, &error));
  g_assert_false (changed);

  g_value_init (&text, G_TYPE_STRING);
  g_assert_false (trove_editor_set_in_place (record, number, &text, &changed, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  state_program_freeze (&program);
  g_assert_false (trove_editor_can_set_in_place (&program.editor, record, number));
  state_program_clear (&program);
}

/* An object comes from nowhere, from another field of the owner, from another owner, or pushes another one out. */
static void
test_owned (void)
{
  enum
  {
    N = 3
  };
  const ModelField fields[] = { MODEL_CHILD, MODEL_SPARE };
  StateProgram program;
  TroveKey owners[2], keys[N + 1] = { 0 };
  TestRandom random;

  test_random_init (&random);

  state_program_init (&program);
  owners[0] = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  owners[1] = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  for (guint i = 1; i <= N; i++)
    keys[i] = state_program_create (&program, MODEL_NODE);
  for (guint i = 0; i < 400; i++)
    {
      TroveKey owner = owners[test_random_below (&random, 2)], key = keys[test_random_below (&random, N + 1)];
      ModelField field = fields[test_random_below (&random, 2)];
      const TroveSlot slot = { .owner = owner, .field = model_field (MODEL_GROUP, field) };
      guint64 before = state_model_find (&program.model, owner)->values[field];

      if (key != 0)
        g_assert_cmpuint (state_model_put (&program.model, key, &slot), ==, 0);
      else if (before != 0)
        g_assert_cmpuint (state_model_take (&program.model, before), ==, 0);
      g_assert_cmpint (set (&program, owner, field, key), ==, -1);
      state_program_check (&program);
      if (i % 3 == 0)
        state_program_freeze (&program);
    }
  state_program_clear (&program);
}

/* Data larger than the room on the stack. */
static void
test_large (void)
{
  StateProgram program;
  TroveKey crate;

  state_program_init (&program);
  crate = state_program_create_in (&program, MODEL_CRATE, program.model.root, MODEL_KIDS);
  set_both (&program, crate, MODEL_NUMBER, 5);
  set_both (&program, crate, MODEL_CHILD, state_program_create (&program, MODEL_NODE));
  state_program_clear (&program);
}

static void
test_refused (void)
{
  StateProgram program;
  TroveKey a, b;
  const TroveClassField *number = model_field (MODEL_NODE, MODEL_NUMBER);
  g_auto (GValue) text = G_VALUE_INIT, counted = G_VALUE_INIT;
  CountingElement element = { .value = 7 };
  g_autoptr (GError) error = NULL;

  state_program_init (&program);
  a = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  b = state_program_create_in (&program, MODEL_NODE, a, MODEL_KIDS);
  g_assert_cmpint (set (&program, 99, MODEL_NUMBER, 1), ==, TROVE_ERROR_REMOVED);
  g_assert_cmpint (set (&program, a, MODEL_TARGET, 99), ==, TROVE_ERROR_REMOVED);
  g_assert_cmpint (set (&program, a, MODEL_CHILD, 99), ==, TROVE_ERROR_REMOVED);
  g_assert_cmpint (set (&program, a, MODEL_CHIEF, b), ==, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpint (set (&program, a, MODEL_COVER, b), ==, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpint (set (&program, a, MODEL_CHILD, a), ==, TROVE_ERROR_CYCLE);
  g_assert_cmpint (set (&program, b, MODEL_CHILD, a), ==, TROVE_ERROR_CYCLE);
  g_value_init (&text, G_TYPE_STRING);
  g_assert_false (trove_editor_set_field (&program.editor, a, number, &text, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_clear_error (&error);

  /* The copy of the value, and that of the record. */
  g_value_init (&counted, kit_counted_get_type ());
  g_value_set_static_boxed (&counted, &element);
  for (guint i = 0; i < 2; i++)
    {
      counting_fail_copy (&kit_counting, i);
      g_assert_false (trove_editor_set_field (&program.editor, a, model_field (MODEL_GROUP, MODEL_COUNTED),
                                              &counted, &error));
      counting_fail_copy (&kit_counting, G_MAXUINT64);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
      g_clear_error (&error);
    }
  state_program_check (&program);
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/editor-field/values", test_values);
  g_test_add_func ("/editor-field/in-place", test_in_place);
  g_test_add_func ("/editor-field/owned", test_owned);
  g_test_add_func ("/editor-field/large", test_large);
  g_test_add_func ("/editor-field/refused", test_refused);
  status = g_test_run ();
  return status;
}
