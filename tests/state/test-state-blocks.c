/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The blocks that differ between two states, beside sets of the addresses of all blocks: random programs with versions and undo, and
 * long lists. Compiled a second time with small nodes. */

#include "check-blocks.h"
#include "state-random.h"

static void
compare (const TroveKeyMap *a, const TroveKeyMap *b)
{
  g_autoptr (GHashTable) of_a = check_blocks (a);
  g_autoptr (GHashTable) of_b = check_blocks (b);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (CheckBlock));

  trove_state_compare_blocks (a, b, check_blocks_note, changes);
  check_blocks_changes (of_a, of_b, changes);
}

static const TroveKeyMap *
any_version (const StateProgram *program, TestRandom *random)
{
  guint i = (guint) test_random_below (random, program->versions->len);

  return ((const ProgramVersion *) g_ptr_array_index (program->versions, i))->state.objects;
}

/* Neighbours, and versions that many steps and branches lie between. */
static void
compare_versions (const StateProgram *program, TestRandom *random)
{
  const TroveKeyMap *current = program->editor.state.objects;

  for (guint i = 0; i < 3; i++)
    {
      compare (any_version (program, random), current);
      compare (current, any_version (program, random));
    }
  compare (NULL, current);
  compare (current, NULL);
  compare (current, current);
}

static void
run_program (TestRandom *random, guint n_steps)
{
  const Operation drop = { .kind = OPERATION_DROP };
  StateProgram program;
  StateRandom operations = { &program, random, 10 + (guint) test_random_below (random, 60), FALSE };

  state_program_init (&program);
  for (guint i = 0; i < n_steps; i++)
    {
      const Operation operation = state_random_operation (&operations);

      state_program_run (&program, &operation);
      if (test_random_below (random, 6) > 0)
        continue;
      state_program_do (&program, &drop);
      state_program_freeze (&program);
      compare_versions (&program, random);
      if (test_random_below (random, 8) == 0)
        {
          guint at = (guint) test_random_below (random, program.versions->len);

          state_program_go_to (&program, g_ptr_array_index (program.versions, at));
        }
    }
  state_program_clear (&program);
}

static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (40, 4); i++)
    run_program (&random, 10 + (guint) test_random_below (&random, 300));
}

/* A reference list of the root that grows, is cut and changes at random, with a referrer for each target. */
static void
splice (StateProgram *program, TestRandom *random, guint32 *length)
{
  guint32 from = (guint32) test_random_below (random, *length + 1);
  Operation operation = { .kind = OPERATION_SPLICE,
                          .key = program->model.root,
                          .field = model_field (MODEL_GROUP, MODEL_LINKS),
                          .position = from,
                          .n_removed = (guint32) test_random_below (random, 4),
                          .n_keys = (guint32) test_random_below (random, OPERATION_MAX_KEYS + 1) };

  if (test_random_below (random, 40) == 0)
    operation.n_removed = *length / 2;
  operation.n_removed = MIN (operation.n_removed, *length - from);
  for (guint i = 0; i < operation.n_keys; i++)
    operation.keys[i] = 1 + test_random_below (random, program->next_key - 1);
  state_program_do (program, &operation);
  *length += operation.n_keys - operation.n_removed;
}

static void
test_long_lists (void)
{
  StateProgram program;
  TestRandom random;
  guint32 length = 0;

  test_random_init (&random);
  state_program_init (&program);
  for (guint i = 0; i < 20; i++)
    state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  for (guint i = 0; i < test_count (400, 40); i++)
    {
      for (guint64 n = 1 + test_random_below (&random, 10); n > 0; n--)
        splice (&program, &random, &length);
      state_program_freeze (&program);
      compare_versions (&program, &random);
    }
  state_program_clear (&program);
}

/* The referrers of one object: those of a range of keys, another one in each version. So their maps have roots of any level. */
static void
test_referrers (void)
{
  enum
  {
    N = 80
  };
  StateProgram program;
  TestRandom random;
  TroveKey target;

  test_random_init (&random);
  state_program_init (&program);
  target = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  for (guint i = 0; i < N; i++)
    state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  for (guint i = 0; i < test_count (100, 50); i++)
    {
      guint64 from = test_random_below (&random, N), n = test_random_below (&random, N);

      for (guint j = 0; j < N; j++)
        {
          Operation set = { .kind = OPERATION_SET_DATA,
                            .key = target + 1 + j,
                            .klass = model_class (MODEL_NODE) };

          if (j >= from && j - from < n && test_random_below (&random, 3) > 0)
            set.values[MODEL_TARGET] = target;
          state_program_do (&program, &set);
        }
      state_program_freeze (&program);
      compare_versions (&program, &random);
    }
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/state-blocks/random-programs", test_random_programs);
  g_test_add_func ("/state/state-blocks/long-lists", test_long_lists);
  g_test_add_func ("/state/state-blocks/referrers", test_referrers);
  return g_test_run ();
}
