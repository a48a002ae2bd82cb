/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The changes between two states beside those that follow from their models: random programs, equal lists with other nodes,
 * and each request for memory failing in turn. Compiled a second time with small nodes. */

#include "state-random.h"

#include "failing-memory.h"
#include "state/sequence-compare.h"
#include "state/state-changes.h"

/* Expected entries */

typedef struct
{
  const StateModel *a, *b;
  const TroveStateChanges *changes;
  GArray *expected; /* guint64 */
} Check;

static void
expect (Check *check, TroveKey key, guint code)
{
  guint64 entry = key << TROVE_ENTRY_CODE_BITS | code;

  g_array_append_val (check->expected, entry);
}

static gboolean
keys_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (TroveKey)) == 0);
}

static gboolean
has_key (const GArray *keys, TroveKey key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, TroveKey, i) == key)
      return TRUE;
  return FALSE;
}

/* The runs make one list of the other. The objects that they remove from an owned list, and that are still there, were moved. */
static void
check_runs (Check *check, TroveKey key, const TroveClassField *field, const GArray *before,
            const GArray *after)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  guint32 n, at = 0;
  const TroveListRun *runs = trove_state_changes_runs (
      check->changes, key << TROVE_ENTRY_CODE_BITS | (TROVE_ENTRY_FIRST_LIST + field->index), &n);

  g_assert_cmpuint (n, >, 0);
  for (guint32 i = 0; i < n; i++)
    {
      const TroveListRun run = runs[i];

      g_assert_cmpuint (run.n_removed + run.n_inserted, >, 0);
      g_assert_cmpuint (run.a, >=, at + (i > 0));
      g_array_append_vals (keys, (TroveKey *) before->data + at, run.a - at);
      g_assert_cmpuint (keys->len, ==, run.b);
      g_array_append_vals (keys, (TroveKey *) after->data + run.b, run.n_inserted);
      for (at = run.a; at < run.a + run.n_removed; at++)
        if (field->kind == TROVE_KIND_OWNED_LIST && has_key (after, g_array_index (before, TroveKey, at)))
          expect (check, g_array_index (before, TroveKey, at), TROVE_ENTRY_MOVED);
    }
  g_array_append_vals (keys, (TroveKey *) before->data + at, before->len - at);
  g_assert_true (keys_equal (keys, after));
}

static void
expect_fields (Check *check, const ModelObject *a, const ModelObject *b)
{
  for (guint i = 0; i < a->klass->n_fields; i++)
    if (a->lists[i] == NULL)
      {
        if (a->values[i] != b->values[i])
          expect (check, a->key, TROVE_ENTRY_FIRST_FIELD + i);
      }
    else if (!keys_equal (a->lists[i], b->lists[i]))
      {
        expect (check, a->key, TROVE_ENTRY_FIRST_LIST + i);
        check_runs (check, a->key, &a->klass->fields[i], a->lists[i], b->lists[i]);
      }
}

static void
expect_object (Check *check, TroveKey key)
{
  const ModelObject *a = state_model_find (check->a, key), *b = state_model_find (check->b, key);
  TroveSlot before, after;

  if (a == NULL || b == NULL)
    {
      expect (check, key, a == NULL ? TROVE_ENTRY_ADDED : TROVE_ENTRY_REMOVED);
      return;
    }

  before = state_model_owner (check->a, key);
  after = state_model_owner (check->b, key);
  if (before.owner != after.owner || before.field != after.field)
    expect (check, key, TROVE_ENTRY_MOVED);
  expect_fields (check, a, b);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

static void
check_changes (const ProgramVersion *a, const ProgramVersion *b, const TroveStateChanges *changes)
{
  g_autoptr (GArray) keys = state_model_compare (&a->model, &b->model);
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (guint64));
  Check check = { &a->model, &b->model, changes, expected };
  gsize n_lists = 0;

  for (guint i = 0; i < keys->len; i++)
    expect_object (&check, g_array_index (keys, TroveKey, i));
  g_array_sort (expected, compare_entries);

  g_assert_cmpuint (trove_state_changes_n (changes), ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      g_assert_cmpuint (trove_state_changes_get (changes, i), ==, g_array_index (expected, guint64, i));
      n_lists += trove_entry_kind (trove_state_changes_get (changes, i)) == TROVE_ENTRY_LIST;
    }
  g_assert_cmpuint (changes->lists.n, ==, n_lists);
}

static void
assert_equal (const TroveStateChanges *a, const TroveStateChanges *b)
{
  g_assert_cmpmem (a->entries.items, a->entries.n * sizeof (guint64), b->entries.items,
                   b->entries.n * sizeof (guint64));
  g_assert_cmpmem (a->lists.items, a->lists.n * sizeof (TroveListEntry), b->lists.items,
                   b->lists.n * sizeof (TroveListEntry));
  g_assert_cmpmem (a->runs.items, a->runs.n * sizeof (TroveListRun), b->runs.items,
                   b->runs.n * sizeof (TroveListRun));
}

/* As many as there are are found, and no fewer. */
static void
compare_few (const ProgramVersion *a, const ProgramVersion *b, const TroveStateChanges *all)
{
  const guint n = trove_state_changes_n (all);
  TroveStateChanges changes;
  gboolean many = TRUE;

  g_assert_true (trove_state_changes_init_few (&changes, &a->state, &b->state, n, &many));
  g_assert_false (many);
  assert_equal (&changes, all);
  trove_state_changes_clear (&changes);
  if (n == 0)
    return;
  g_assert_false (trove_state_changes_init_few (&changes, &a->state, &b->state, n - 1, &many));
  g_assert_true (many);
}

/* An entry of an odd key, and no move within a list, which its owner's list tells. */
static gboolean
is_of_odd (const ProgramVersion *a, const ProgramVersion *b, guint64 entry)
{
  const TroveKey key = trove_entry_key (entry);
  TroveSlot before, after;

  if (key % 2 == 0 || trove_entry_kind (entry) != TROVE_ENTRY_MOVED)
    return key % 2 != 0;
  before = state_model_owner (&a->model, key);
  after = state_model_owner (&b->model, key);
  return before.owner != after.owner || before.field != after.field;
}

static GArray *
pick_odd (const ProgramVersion *a, const ProgramVersion *b, const TroveStateChanges *changes)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < trove_state_changes_n (changes); i++)
    {
      const guint64 entry = trove_state_changes_get (changes, i);

      if (is_of_odd (a, b, entry))
        g_array_append_val (entries, entry);
    }
  return entries;
}

/* The changes of odd keys are those among all changes. Objects that are equal, or not there, have none. */
static void
compare_of (const ProgramVersion *a, const ProgramVersion *b, const TroveStateChanges *all)
{
  g_autoptr (GArray) expected = pick_odd (a, b, all), entries = NULL;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  const guint n = trove_state_changes_n (all);
  const TroveKey last = n > 0 ? trove_entry_key (trove_state_changes_get (all, n - 1)) : 0;
  TroveStateChanges changes;

  for (TroveKey key = 1; key <= last + 9; key += 2)
    g_array_append_val (keys, key);
  g_assert_true (
      trove_state_changes_init_of (&changes, &a->state, &b->state, (const TroveKey *) keys->data, keys->len));
  entries = pick_odd (a, b, &changes);
  g_assert_true (keys_equal (entries, expected));
  for (guint i = 1; i < trove_state_changes_n (&changes); i++)
    g_assert_cmpuint (trove_state_changes_get (&changes, i), >, trove_state_changes_get (&changes, i - 1));
  trove_state_changes_clear (&changes);
}

static void
compare (const ProgramVersion *a, const ProgramVersion *b)
{
  TroveStateChanges changes;

  g_assert_true (trove_state_changes_init (&changes, &a->state, &b->state));
  check_changes (a, b, &changes);
  compare_few (a, b, &changes);
  compare_of (a, b, &changes);
  trove_state_changes_clear (&changes);
}

/* Random programs */

static ProgramVersion *
any_version (const StateProgram *program, TestRandom *random)
{
  return g_ptr_array_index (program->versions, test_random_below (random, program->versions->len));
}

static void
run_program (TestRandom *numbers, guint n_steps)
{
  StateProgram program;
  StateRandom random = { &program, numbers, 2 + (guint) test_random_below (numbers, 40), FALSE };

  state_program_init (&program);
  state_program_freeze (&program);
  for (guint step = 0; step < n_steps; step++)
    {
      const Operation operation = state_random_operation (&random);

      state_program_run (&program, &operation);
      if (test_random_below (numbers, 8) == 0)
        state_program_freeze (&program);
      if (step % 4 == 0)
        compare (any_version (&program, numbers), any_version (&program, numbers));
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
      run_program (&random, n_steps);
}

/* By hand */

static Operation
reference (const StateProgram *program, OperationKind kind, guint32 position)
{
  return (Operation){ .kind = kind,
                      .key = program->model.root,
                      .field = model_field (MODEL_GROUP, MODEL_LINKS),
                      .position = position,
                      .keys = { program->model.root },
                      .n_keys = 1 };
}

static gboolean
count_run (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  ++*(guint *) data;
  return TRUE;
}

static const TroveSequenceNode *
links_of_root (const ProgramVersion *version)
{
  const TroveRecord *root = trove_state_get (&version->state, version->model.root);

  return root->lists[model_field (MODEL_GROUP, MODEL_LINKS)->offset];
}

/* A list that names one object many times loses a leaf at its start and gets another at its end: the keys are equal, and nodes
 * are found at other places. */
static void
test_repeated (void)
{
  const guint n = 6 * TROVE_SEQUENCE_LEAF;
  const ProgramVersion *before, *after;
  StateProgram program;
  Operation insertion, removal;
  guint n_runs = 0;

  state_program_init (&program);
  insertion = reference (&program, OPERATION_INSERT_REFERENCE, TROVE_POSITION_END);
  removal = reference (&program, OPERATION_REMOVE_REFERENCE, 0);
  for (guint i = 0; i < n; i++)
    state_program_do (&program, &insertion);
  before = state_program_freeze (&program);
  for (guint i = 0; i < TROVE_SEQUENCE_LEAF; i++)
    state_program_do (&program, &removal);
  for (guint i = 0; i < TROVE_SEQUENCE_LEAF; i++)
    state_program_do (&program, &insertion);
  state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_PARTS);
  after = state_program_freeze (&program);

  g_assert_true (trove_sequence_compare (links_of_root (before), links_of_root (after), count_run, &n_runs));
  g_assert_cmpuint (n_runs, ==, 0);
  compare (before, after);
  compare (after, before);
  state_program_clear (&program);
}

/* Many adjacent objects, of several leaves, are moved to the end of their list. */
static void
test_block (void)
{
  const guint n = 12 * TROVE_SEQUENCE_LEAF, n_moved = 4 * TROVE_SEQUENCE_LEAF;
  const ProgramVersion *before, *after;
  StateProgram program;

  state_program_init (&program);
  for (guint i = 0; i < n; i++)
    state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  before = state_program_freeze (&program);
  for (guint i = 0; i < n_moved; i++)
    {
      const Operation put = { .kind = OPERATION_PUT,
                              .key = program.model.root + 1 + TROVE_SEQUENCE_LEAF + i,
                              .owner = program.model.root,
                              .field = model_field (MODEL_NODE, MODEL_KIDS),
                              .position = TROVE_POSITION_END };

      state_program_do (&program, &put);
    }
  after = state_program_freeze (&program);
  compare (before, after);
  compare (after, before);
  state_program_clear (&program);
}

/* A version in which many lists and values differ from those before. */
static void
change_much (StateProgram *program)
{
  TroveKey root = program->model.root, last = program->next_key - 1;

  for (TroveKey key = root + 1; key <= last; key += 2)
    {
      const Operation put = { .kind = OPERATION_PUT,
                              .key = key,
                              .owner = root,
                              .field = model_field (MODEL_NODE, MODEL_KIDS),
                              .position = 20 };
      Operation link = reference (program, OPERATION_INSERT_REFERENCE, 0);
      Operation set = { .kind = OPERATION_SET_DATA, .key = key, .klass = model_class (MODEL_NODE) };

      set.values[MODEL_NUMBER] = 1;
      link.key = key;
      state_program_do (program, &put);
      state_program_do (program, &link);
      state_program_do (program, &set);
    }
}

static void
test_no_memory (void)
{
  const ProgramVersion *before, *after;
  StateProgram program;
  guint64 n_failed = 0;

  state_program_init (&program);
  for (guint i = 0; i < 200; i++)
    state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  before = state_program_freeze (&program);
  change_much (&program);
  after = state_program_freeze (&program);

  for (gboolean failed = TRUE; failed; n_failed++)
    {
      TroveStateChanges changes;
      gboolean done;

      failing_memory_start (FAILING_ONE, n_failed);
      done = trove_state_changes_init (&changes, &before->state, &after->state);
      failed = failing_memory_has_failed ();
      failing_memory_stop ();
      g_assert_true (done == !failed);
      if (done)
        {
          check_changes (before, after, &changes);
          trove_state_changes_clear (&changes);
        }
    }
  g_assert_cmpuint (n_failed, >, 10);
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-changes/random", test_random_programs);
  g_test_add_func ("/state-changes/repeated", test_repeated);
  g_test_add_func ("/state-changes/block", test_block);
  g_test_add_func ("/state-changes/no-memory", test_no_memory);
  return g_test_run ();
}
