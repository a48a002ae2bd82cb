/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "version-random.h"

ProgramVersion *
version_random_commit (StateProgram *program)
{
  const Operation drop_ownerless = { .kind = OPERATION_DROP };

  state_program_do (program, &drop_ownerless);
  return state_program_freeze (program);
}

static const ModelObject *
any_object (const StateRandom *random)
{
  const GPtrArray *objects = random->program->model.objects;

  return g_ptr_array_index (objects, test_random_below (random->random, objects->len));
}

/* Puts most objects that have no owner somewhere. */
static void
put_ownerless (StateRandom *random)
{
  g_autoptr (GArray) keys = g_array_copy (random->program->editor.ownerless);

  for (guint i = 0; i < keys->len; i++)
    {
      TroveKey key = g_array_index (keys, TroveKey, i);
      const Operation put = { .kind = OPERATION_PUT,
                              .key = key,
                              .owner = any_object (random)->key,
                              .field = model_field (MODEL_NODE, MODEL_KIDS),
                              .position =
                                  test_random_below (random->random, 2) == 0 ? 0 : TROVE_POSITION_END };

      if (test_random_below (random->random, 2) > 0 &&
          state_model_find (&random->program->model, key) != NULL &&
          state_model_owner (&random->program->model, key).owner == 0)
        state_program_run (random->program, &put);
    }
}

/* An object is taken out, moved or referred to: what may be in the way of another one's removal or move. */
static Operation
any_operation (const StateRandom *random)
{
  static const OperationKind kinds[] = { OPERATION_TAKE, OPERATION_PUT, OPERATION_INSERT_REFERENCE };
  OperationKind kind = kinds[test_random_below (random->random, G_N_ELEMENTS (kinds))];

  return (Operation){
    .kind = kind,
    .key = any_object (random)->key,
    .owner = any_object (random)->key,
    .field = model_field (MODEL_NODE, kind == OPERATION_PUT ? MODEL_KIDS : MODEL_LINKS),
    .keys = { any_object (random)->key },
    .n_keys = 1,
  };
}

ProgramVersion *
version_random_edit (StateRandom *random, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const Operation operation = test_random_below (random->random, 2) == 0 ?
                                      any_operation (random) :
                                      state_random_operation (random);

      state_program_run (random->program, &operation);
    }
  put_ownerless (random);
  return version_random_commit (random->program);
}

ProgramVersion *
version_random_edit_version (StateRandom *random, const ProgramVersion *version, guint n)
{
  state_program_go_to (random->program, version);
  return version_random_edit (random, n);
}

ProgramVersion *
version_random_make (StateRandom *random, guint n_objects)
{
  for (guint i = 0; i < n_objects; i++)
    state_program_create_in (random->program,
                             test_random_below (random->random, 4) == 0 ? MODEL_GROUP : MODEL_NODE,
                             any_object (random)->key, MODEL_KIDS);
  return version_random_edit (random, n_objects / 2);
}

gboolean
version_random_repeats (const StateModel *model)
{
  for (guint i = 0; i < model->objects->len; i++)
    for (guint j = 0; j < MODEL_MAX_FIELDS; j++)
      {
        const GArray *list = ((ModelObject *) g_ptr_array_index (model->objects, i))->lists[j];

        for (guint k = 0; list != NULL && k < list->len; k++)
          for (guint l = 0; l < k; l++)
            if (g_array_index (list, TroveKey, k) == g_array_index (list, TroveKey, l))
              return TRUE;
      }
  return FALSE;
}
