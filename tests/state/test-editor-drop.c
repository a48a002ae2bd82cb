/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dropping beside the model: references between objects that are dropped and those that stay, in both directions; lists that
 * name many. */

#include "state-program.h"

static Operation drop = { .kind = OPERATION_DROP }; /* to 0: the core is frozen */

static void
refer (StateProgram *program, TroveKey key, ModelField field, TroveKey target)
{
  const ModelObject *object = state_model_find (&program->model, key);
  Operation operation = { .kind = OPERATION_SET_DATA, .key = key, .klass = object->klass };

  memcpy (operation.values, object->values, sizeof object->values);
  operation.values[field] = target;
  state_program_do (program, &operation);
}

static void
add_link (StateProgram *program, TroveKey key, TroveKey target)
{
  const Operation operation = { .kind = OPERATION_INSERT_REFERENCE,
                                .key = key,
                                .field = model_field (MODEL_NODE, MODEL_LINKS),
                                .position = TROVE_POSITION_END,
                                .keys = { target },
                                .n_keys = 1 };

  state_program_do (program, &operation);
}

static void
take (StateProgram *program, TroveKey key)
{
  const Operation operation = { .kind = OPERATION_TAKE, .key = key };

  state_program_do (program, &operation);
}

static void
do_drop (StateProgram *program)
{
  state_program_do (program, &drop);
  g_assert_cmpuint (program->editor.ownerless->len, ==, 0);
}

/* The objects that are dropped name each other, themselves and those that stay, by fields and lists, and the other way round. */
static void
test_mutual (void)
{
  StateProgram program;
  TroveKey top, inner, child, stays, root;

  state_program_init (&program);
  root = program.model.root;
  stays = state_program_create_in (&program, MODEL_NODE, root, MODEL_KIDS);
  top = state_program_create_in (&program, MODEL_NODE, root, MODEL_KIDS);
  inner = state_program_create_in (&program, MODEL_GROUP, top, MODEL_KIDS);
  child = state_program_create (&program, MODEL_NODE);
  refer (&program, inner, MODEL_CHILD, child);
  for (guint i = 0; i < 2; i++)
    {
      const TroveKey keys[] = { top, inner, child, stays, root };

      for (guint from = 0; from < G_N_ELEMENTS (keys); from++)
        {
          refer (&program, keys[from], MODEL_TARGET, keys[(from + 1) % G_N_ELEMENTS (keys)]);
          refer (&program, keys[from], MODEL_OTHER, keys[(from + i + 3) % G_N_ELEMENTS (keys)]);
          for (guint to = 0; to < G_N_ELEMENTS (keys); to++)
            add_link (&program, keys[from], keys[to]);
        }
    }
  state_program_freeze (&program);
  take (&program, top);
  do_drop (&program);
  g_assert_cmpuint (program.model.objects->len, ==, 2);
  g_assert_cmpuint (trove_referrers_count (trove_state_get (&program.editor.state, stays)->referrers, root),
                    ==, 3);
  state_program_compare (g_ptr_array_index (program.versions, 0), state_program_freeze (&program));
  state_program_clear (&program);
}

/* Objects that got another owner stay, and those that were taken twice go once. */
static void
test_which (void)
{
  const Operation put = { .kind = OPERATION_PUT, .field = model_field (MODEL_NODE, MODEL_KIDS) };
  StateProgram program;
  TroveKey keys[4], root;

  state_program_init (&program);
  root = program.model.root;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = state_program_create_in (&program, MODEL_NODE, i == 1 ? keys[0] : root, MODEL_KIDS);
  for (guint n = 0; n < 2; n++)
    for (guint i = 0; i < 3; i++)
      {
        Operation back = put;

        take (&program, keys[i]);
        back.key = keys[i];
        back.owner = root;
        if (n == 0 || i == 2)
          state_program_do (&program, &back);
      }
  do_drop (&program);
  g_assert_nonnull (state_model_find (&program.model, keys[2]));
  g_assert_nonnull (state_model_find (&program.model, keys[3]));
  g_assert_cmpuint (program.model.objects->len, ==, 3);

  /* Nothing more: writes nothing. */
  state_program_freeze (&program);
  do_drop (&program);
  g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0);

  /* The root is listed as an object without an owner, and stays. */
  trove_editor_add_ownerless (&program.editor, root);
  do_drop (&program);
  g_assert_cmpuint (trove_core_own_id (&program.core), ==, 0);
  state_program_clear (&program);
}

/* Objects of single fields and of lists longer than a leaf go with their owner. */
static void
test_deep (void)
{
  StateProgram program;
  TroveKey top, key;

  state_program_init (&program);
  top = key = state_program_create_in (&program, MODEL_GROUP, program.model.root, MODEL_KIDS);
  for (guint depth = 0; depth < 12; depth++)
    {
      TroveKey next = state_program_create (&program, MODEL_GROUP);

      refer (&program, key, depth % 2 == 0 ? MODEL_COVER : MODEL_SPARE, next);
      key = depth % 3 == 0 ? state_program_create_in (&program, MODEL_GROUP, next, MODEL_PARTS) : next;
    }
  for (guint i = 0; i < 2 * TROVE_SEQUENCE_LEAF; i++)
    state_program_create_in (&program, MODEL_NODE, key, MODEL_KIDS);
  state_program_freeze (&program);
  take (&program, top);
  do_drop (&program);
  g_assert_cmpuint (program.model.objects->len, ==, 1);
  state_program_clear (&program);
}

/* A list of many references loses few of them, and many. */
static void
test_lists (void)
{
  const guint gone[] = { 0, 1, 3, 5, 20, 200 };
  const guint n = 200;

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    for (guint failing = 0; failing < 2; failing++)
      {
        StateProgram program;
        TroveKey root, first;

        state_program_init (&program);
        root = program.model.root;
        first = program.next_key;
        for (guint j = 0; j < 10; j++)
          state_program_create_in (&program, MODEL_CRATE, root, MODEL_KIDS);
        for (guint j = 0; j < n; j++)
          {
            /* The objects that go are the second and the third. */
            guint which = j < n - gone[i] ? j % 8 + 2 : j % 2;

            add_link (&program, root, first + (j % 7 == 0 && gone[i] == n ? 9 : which));
          }
        add_link (&program, first + 5, first);
        state_program_freeze (&program);
        take (&program, first);
        take (&program, first + 1);
        program.failing = failing == 1;
        do_drop (&program);
        program.failing = FALSE;
        state_program_compare (g_ptr_array_index (program.versions, 0), state_program_freeze (&program));
        state_program_clear (&program);
      }
}

/* Lists that are taken apart for few keys keep most of their nodes. */
static void
test_shares_nodes (void)
{
  const guint n = 4 * TROVE_SEQUENCE_LEAF;
  const TroveSequenceNode *before, *after;
  StateProgram program;
  TroveKey root, other;
  guint number;

  state_program_init (&program);
  root = program.model.root;
  other = state_program_create_in (&program, MODEL_NODE, root, MODEL_KIDS);
  for (guint i = 0; i < n; i++)
    add_link (&program, root, i == n - 1 ? other : root);
  number = model_field (MODEL_NODE, MODEL_LINKS)->offset;
  state_program_freeze (&program);
  before = trove_state_get (&program.editor.state, root)->lists[number];
  take (&program, other);
  do_drop (&program);
  after = trove_state_get (&program.editor.state, root)->lists[number];
  g_assert_true (trove_sequence_children (before)[0] == trove_sequence_children (after)[0]);
  state_program_clear (&program);
}

/* Nothing is dropped: the own sub-arena is frozen only where that was asked for, so that its objects are copied by the next edit. The
 * first time, objects were without an owner before. */
static void
test_nothing (void)
{
  StateProgram program;
  TroveKey key;

  state_program_init (&program);
  key = state_program_create_in (&program, MODEL_NODE, program.model.root, MODEL_KIDS);
  for (guint i = 0; i < 2; i++)
    {
      const TroveRecord *record = trove_editor_touch (&program.editor, key, NULL);

      g_assert_cmpint (program.editor.ownerless->len == 0, ==, i > 0);
      do_drop (&program);
      g_assert_cmpint (trove_editor_touch (&program.editor, key, NULL) == record, ==, drop.to != 0);
    }
  state_program_clear (&program);
}

/* Each test once with a core that is frozen, and once without. */
typedef struct
{
  void (*run) (void);
  guint32 to;
} DropTest;

static void
run (gconstpointer data)
{
  const DropTest *test = data;

  drop.to = test->to;
  test->run ();
}

static void
add (const char *name, void (*test) (void))
{
  for (guint32 i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("/editor-drop/%s/%s", i == 0 ? "frozen" : "in-place", name);

      g_test_add_data_func_full (path, g_memdup2 (&(DropTest){ test, i }, sizeof (DropTest)), run, g_free);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("mutual", test_mutual);
  add ("nothing", test_nothing);
  add ("which", test_which);
  add ("deep", test_deep);
  add ("lists", test_lists);
  add ("shares-nodes", test_shares_nodes);
  return g_test_run ();
}
