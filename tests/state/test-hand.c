/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The hand over states of random programs: contents stay, what states share stays shared, the moves are told, and a round leaves no
 * block behind. Compiled a second time with small nodes, lists that are long early, and small pieces. */

#include "check-blocks.h"
#include "class-types.h"
#include "state-random.h"
#include "state/hand.h"
#include "state/state-compare.h"

#define MOST_STATES 4

#ifndef TROVE_HAND_LONG_LIST
#define TROVE_HAND_LONG_LIST 64
#endif

#define A_ROUND G_MAXSIZE /* bytes of a run */

/* The current state, and versions that are moved with it. */
typedef struct
{
  StateProgram *program;
  TroveHand hand;
  ProgramVersion *versions[MOST_STATES]; /* the first is NULL */
  guint n;
} Carrier;

static TroveKeyMap **
objects_of (const Carrier *self, guint i)
{
  return i == 0 ? &self->program->editor.state.objects : &self->versions[i]->state.objects;
}

/* Carries other versions: each once. */
static void
choose_versions (Carrier *self, TestRandom *random)
{
  GPtrArray *versions = self->program->versions;

  self->n = 1;
  for (guint i = (guint) test_random_below (random, MOST_STATES); i > 0; i--)
    {
      ProgramVersion *version =
          g_ptr_array_index (versions, (guint) test_random_below (random, versions->len));
      gboolean is_new = TRUE;

      for (guint j = 1; j < self->n; j++)
        is_new = is_new && self->versions[j] != version;
      if (is_new)
        self->versions[self->n++] = version;
    }
}

/* The blocks of all states. */
static GHashTable *
blocks_of_all (const Carrier *self)
{
  GHashTable *blocks = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < self->n; i++)
    check_blocks_add (blocks, *objects_of (self, i));
  return blocks;
}

/* States share less after a move of a part that is long in one of them: a piece of another state may begin at other keys, and a short
 * part is moved earlier. */
static gboolean
has_long_part (const Carrier *self)
{
  for (guint i = 0; i < self->n; i++)
    for (guint64 key = 1; key < self->program->next_key; key++)
      {
        const TroveRecord *record = (const TroveRecord *) trove_key_map_get (*objects_of (self, i), key);
        const TroveKeyMap *map = record != NULL ? trove_referrers_map (record->referrers) : NULL;

        if (map != NULL && map->level > 0)
          return TRUE;
        for (guint j = 0; record != NULL && j < record->klass->lists.n; j++)
          if (trove_sequence_length (record->lists[j]) > TROVE_HAND_LONG_LIST)
            return TRUE;
      }
  return FALSE;
}

static gboolean
no_difference (TroveKey key, const TroveRecord *a, const TroveRecord *b, gpointer data)
{
  return FALSE;
}

/* Moves, and checks all but that the hand was everywhere. Returns the new sub-arena. */
static guint64
run (Carrier *self, gsize n_bytes)
{
  TroveCore *core = &self->program->core;
  TroveHandState states[MOST_STATES];
  TroveState before = self->program->editor.state;
  g_autoptr (GHashTable) all = blocks_of_all (self);
  g_autoptr (GHashTable) first = check_blocks (before.objects);
  g_autoptr (GHashTable) all_now = NULL, first_now = NULL;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (CheckBlock));
  TroveView view; /* keeps the blocks, so that no new one has the address of an old one */
  CheckHolder holder = { .view = &view };
  GError *error = NULL;

  trove_view_copy (trove_core_view (core), &view);
  for (guint i = 0; i < self->n; i++)
    states[i] = (TroveHandState){ *objects_of (self, i), i == 0 ? NULL : &self->versions[i]->view };
  g_assert_true (
      trove_hand_run (&self->hand, core, states, self->n, n_bytes, check_blocks_note, changes, &error));
  g_assert_no_error (error);
  g_assert_null (trove_core_own (core));
  for (guint i = 0; i < self->n; i++)
    *objects_of (self, i) = states[i].objects;

  g_assert_true (trove_state_compare (&before, &self->program->editor.state, no_difference, NULL));
  first_now = check_blocks (self->program->editor.state.objects);
  check_blocks_changes (first, first_now, changes);
  all_now = blocks_of_all (self);
  if (!has_long_part (self))
    {
      g_assert_cmpuint (g_hash_table_size (all_now), <=, g_hash_table_size (all));
      g_assert_cmpuint (check_blocks_n_bytes (all_now), <=, check_blocks_n_bytes (all));
    }
  state_program_check (self->program);
  check_state (&holder, &before, TRUE);
  trove_view_clear (&view);
  for (guint i = 1; i < self->n; i++)
    {
      holder.view = &self->versions[i]->view;
      check_state (&holder, &self->versions[i]->state, TRUE);
      state_model_check (&self->versions[i]->model, &self->versions[i]->state);
    }
  return trove_view_last (trove_core_view (core))->id;
}

static void
check_is_moved (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  g_assert_cmpuint (place, >, *(const guint64 *) data);
}

/* All blocks lie in sub-arenas after one. */
static void
check_moved (const Carrier *self, guint64 last)
{
  for (guint i = 0; i < self->n; i++)
    trove_state_compare_blocks (NULL, *objects_of (self, i), check_is_moved, &last);
}

/* After two ends of the map, the hand was at each block: it began somewhere before the first. */
static void
go_round (Carrier *self, TestRandom *random, gsize most_bytes)
{
  guint64 last = trove_view_last (trove_core_view (&self->program->core))->id;
  guint start = self->hand.n_rounds;

  while (self->hand.n_rounds - start < 2)
    run (self, 1 + test_random_below (random, most_bytes));
  check_moved (self, last);
}

/* Random programs */

static void
edit (StateRandom *operations, TestRandom *random)
{
  const Operation drop = { .kind = OPERATION_DROP };

  for (guint64 n = 1 + test_random_below (random, 12); n > 0; n--)
    {
      const Operation operation = state_random_operation (operations);

      state_program_run (operations->program, &operation);
    }
  state_program_do (operations->program, &drop);
  state_program_freeze (operations->program);
}

static void
run_program (TestRandom *random, guint n_steps)
{
  StateProgram program;
  StateRandom operations = { &program, random, 10 + (guint) test_random_below (random, 60),
                             test_random_below (random, 2) == 0 };
  Carrier self = { .program = &program };

  state_program_init (&program);
  for (guint i = 0; i < n_steps; i++)
    {
      edit (&operations, random);
      choose_versions (&self, random);
      if (test_random_below (random, 4) == 0)
        go_round (&self, random, 2000);
      else
        run (&self, 1 + test_random_below (random, 4000));
      if (test_random_below (random, 10) == 0)
        check_moved (&self, run (&self, A_ROUND) - 1);
      if (test_random_below (random, 10) == 0)
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
  for (guint i = 0; i < test_count (20, 3); i++)
    run_program (&random, 1 + (guint) test_random_below (&random, 30));
}

/* Long lists, and many referrers of one object */

static void
splice (StateProgram *program, ModelField list, guint32 position, guint32 n_removed, const TroveKey *keys,
        guint32 n)
{
  for (guint32 i = 0; i == 0 || i < n; i += OPERATION_MAX_KEYS)
    {
      Operation operation = { .kind = OPERATION_SPLICE,
                              .key = program->model.root,
                              .field = model_field (MODEL_GROUP, list),
                              .position = position + i,
                              .n_removed = i == 0 ? n_removed : 0,
                              .n_keys = MIN (n - i, OPERATION_MAX_KEYS) };

      for (guint j = 0; j < operation.n_keys; j++)
        operation.keys[j] = keys[i + j];
      state_program_do (program, &operation);
    }
}

/* The list is long in some versions and short or empty in others, with the same parts or not. Each of many nodes refers to the
 * root. */
static void
test_long_parts (void)
{
  enum
  {
    N_NODES = 300,
    N_LINKS = 700
  };
  g_autofree TroveKey *links = g_new (TroveKey, N_LINKS);
  StateProgram program;
  Carrier self = { .program = &program };
  TestRandom random;

  test_random_init (&random);
  state_program_init (&program);
  for (guint i = 0; i < N_NODES; i++)
    {
      Operation set = { .kind = OPERATION_SET_DATA, .klass = model_class (MODEL_NODE) };

      set.key = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
      set.values[MODEL_TARGET] = program.model.root;
      set.values[MODEL_TEXT] = 1 + i % 90;
      state_program_do (&program, &set);
    }
  program.committed = TRUE;
  state_program_freeze (&program);
  for (guint i = 0; i < N_LINKS; i++)
    links[i] = 1 + test_random_below (&random, program.next_key - 1);
  splice (&program, MODEL_LINKS, 0, 0, links, N_LINKS);
  program.committed = TRUE;
  state_program_freeze (&program);
  splice (&program, MODEL_LINKS, 100, 3, links, 20);
  program.committed = TRUE;
  state_program_freeze (&program);
  splice (&program, MODEL_LINKS, 5, N_LINKS, links, 1);
  program.committed = TRUE;
  state_program_freeze (&program);
  splice (&program, MODEL_LINKS, 0, 10, links, 400);
  program.committed = TRUE;
  state_program_freeze (&program);

  for (guint i = 0; i < test_count (12, 4); i++)
    {
      choose_versions (&self, &random);
      go_round (&self, &random, 10000);
      if (test_random_below (&random, 3) == 0)
        state_program_go_to (
            &program,
            g_ptr_array_index (program.versions, test_random_below (&random, program.versions->len)));
    }
  state_program_clear (&program);
}

/* States share the nodes of a list, which begin at other keys in each: so a run ends where a node was moved in part for one of them,
 * and the next run begins behind it for another one. */
static void
test_shifted_list (void)
{
  enum
  {
    N_LINKS = 20 * TROVE_HAND_LONG_LIST,
    N_SHIFTS = 10
  };
  TroveKey links[N_LINKS];

  for (guint i = 0; i < 2 * N_SHIFTS; i++)
    {
      guint32 shift = 1 + i / 2 * TROVE_HAND_LONG_LIST / 4;
      StateProgram program;
      Carrier self = { .program = &program, .n = 3 };
      guint64 last;

      state_program_init (&program);
      for (guint j = 0; j < N_LINKS; j++)
        links[j] = program.model.root;
      splice (&program, MODEL_LINKS, 0, 0, links, N_LINKS);
      program.committed = TRUE;
      self.versions[1] = state_program_freeze (&program);
      splice (&program, MODEL_LINKS, 0, 0, links, shift);
      program.committed = TRUE;
      self.versions[2] = state_program_freeze (&program);
      splice (&program, MODEL_LINKS, 0, i % 2 * 3 * shift, links, shift);
      program.committed = TRUE;
      state_program_freeze (&program);

      last = trove_view_last (trove_core_view (&program.core))->id;
      while (self.hand.n_rounds == 0)
        run (&self, 1);
      check_moved (&self, last);
      state_program_clear (&program);
    }
}

/* A value that cannot be copied stays where it is, with its record, which both states have in a node of their own. All else is
 * moved. */
static void
test_copy_fails (void)
{
  Operation set = { .kind = OPERATION_SET_DATA, .klass = model_class (MODEL_NODE) };
  StateProgram program;
  Carrier self = { .program = &program, .n = 2 };
  const TroveRecord *record, *other;
  guint64 last, moved;

  state_program_init (&program);
  set.key = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  set.values[MODEL_COUNTED] = 7;
  state_program_do (&program, &set);
  program.committed = TRUE;
  self.versions[1] = state_program_freeze (&program);
  state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  program.committed = TRUE;
  state_program_freeze (&program);
  record = trove_state_peek (&program.editor.state, set.key);
  last = record->place;

  counting_fail_copy (&kit_counting, 0);
  moved = run (&self, 1);
  g_assert_true (trove_state_peek (&program.editor.state, set.key) == record);
  g_assert_true (trove_state_peek (&self.versions[1]->state, set.key) == record);
  other = trove_state_peek (&program.editor.state, program.model.root);
  g_assert_cmpuint (other->place, ==, moved);
  g_assert_cmpuint (program.editor.state.objects->place, ==, moved);

  run (&self, A_ROUND);
  check_moved (&self, last);
  state_program_clear (&program);
}

/* A small map of referrers of two states stays one map where their records of the object differ. */
static void
test_small_referrers (void)
{
  Operation set = { .kind = OPERATION_SET_DATA, .klass = model_class (MODEL_NODE) };
  StateProgram program;
  Carrier self = { .program = &program, .n = 2 };
  const TroveRecord *a, *b;

  state_program_init (&program);
  set.values[MODEL_TARGET] = program.model.root;
  for (guint i = 0; i < 2; i++)
    {
      set.key = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
      state_program_do (&program, &set);
    }
  program.committed = TRUE;
  self.versions[1] = state_program_freeze (&program);
  set = (Operation){ .kind = OPERATION_SET_DATA,
                     .key = program.model.root,
                     .klass = model_class (MODEL_GROUP),
                     .values = { [MODEL_TEXT] = 5 } };
  state_program_do (&program, &set);
  program.committed = TRUE;
  state_program_freeze (&program);

  run (&self, A_ROUND);
  a = trove_state_peek (&program.editor.state, program.model.root);
  b = trove_state_peek (&self.versions[1]->state, program.model.root);
  g_assert_true (a != b && a->content != b->content);
  g_assert_nonnull (trove_referrers_map (a->referrers));
  g_assert_cmpuint (a->referrers, ==, b->referrers);
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/hand/random-programs", test_random_programs);
  g_test_add_func ("/state/hand/long-parts", test_long_parts);
  g_test_add_func ("/state/hand/shifted-list", test_shifted_list);
  g_test_add_func ("/state/hand/copy-fails", test_copy_fails);
  g_test_add_func ("/state/hand/small-referrers", test_small_referrers);
  return g_test_run ();
}
