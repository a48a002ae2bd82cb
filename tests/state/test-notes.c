/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Notes: those of each function of the editor, none of a change that fails or is taken back, and locked lists. */

#include "state-program.h"

#include "class-types.h"

typedef struct
{
  StateProgram program;
  TroveNotes notes;
  TroveKey root, a, b; /* nodes a and b are the kids of the root, a group */
} Fixture;

static void
fixture_init (Fixture *self)
{
  state_program_init (&self->program);
  self->root = self->program.model.root;
  self->a = state_program_create_in (&self->program, MODEL_NODE, self->root, MODEL_KIDS);
  self->b = state_program_create_in (&self->program, MODEL_NODE, self->root, MODEL_KIDS);
  state_program_freeze (&self->program);
  trove_notes_init (&self->notes);
  self->program.editor.notes = &self->notes;
}

static void
fixture_clear (Fixture *self)
{
  self->program.editor.notes = NULL;
  g_assert_cmpuint (self->notes.locked->len, ==, 0);
  trove_notes_clear (&self->notes);
  state_program_clear (&self->program);
}

/* Text */

static void
append_note (GString *text, const StateProgram *program, const TroveNote *note)
{
  const TroveClass *klass = trove_state_get (&program->editor.state, note->key)->klass;
  const char *list = note->kind == TROVE_NOTE_REMOVED || note->kind == TROVE_NOTE_INSERTED ?
                         klass->fields[klass->lists.at[note->field].field].pspec->name :
                         NULL;

  g_string_append_printf (text, text->len > 0 ? " %u" : "%u", (guint) note->key);
  if (note->kind == TROVE_NOTE_SET)
    g_string_append_printf (text, ".%s", klass->fields[note->field].pspec->name);
  else if (note->kind == TROVE_NOTE_OWNER)
    g_string_append (text, "^");
  else
    g_string_append_printf (text, ".%s%c%u", list, note->kind == TROVE_NOTE_REMOVED ? '-' : '+',
                            note->position);
  if (note->item != 0)
    g_string_append_printf (text, "(%u)", (guint) note->item);
}

/* The notes, which are forgotten:
 *
 *   2.text        the field of 2 was set
 *   2^(1)         2 has another owner than 1
 *   1.kids-0(2)   2 was removed from position 0 of the list; 1.kids+0(2): inserted */
static char *
take_notes (Fixture *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->notes.notes->len; i++)
    append_note (text, &self->program, &g_array_index (self->notes.notes, TroveNote, i));
  trove_notes_truncate (&self->notes, 0);
  return g_string_free (text, FALSE);
}

#define assert_notes(fixture, expected)                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_notes = take_notes (fixture);                                                     \
    g_assert_cmpstr (found_notes, ==, (expected));                                                           \
  }                                                                                                          \
  G_STMT_END

/* Operations */

static Operation
operation_new (OperationKind kind, TroveKey key)
{
  return (Operation){ .kind = kind, .key = key };
}

static Operation
set_operation (Fixture *self, TroveKey key, ModelField field, guint64 value)
{
  const ModelObject *object = state_model_find (&self->program.model, key);
  Operation operation = operation_new (OPERATION_SET_DATA, key);

  operation.klass = object->klass;
  memcpy (operation.values, object->values, sizeof object->values);
  operation.values[field] = value;
  return operation;
}

static void
set (Fixture *self, TroveKey key, ModelField field, guint64 value)
{
  const Operation operation = set_operation (self, key, field, value);

  state_program_do (&self->program, &operation);
}

static const TroveClassField *
field_of (Fixture *self, TroveKey key, ModelField field)
{
  return &state_model_find (&self->program.model, key)->klass->fields[field];
}

static Operation
put_operation (Fixture *self, TroveKey key, TroveKey owner, ModelField field, guint32 position)
{
  Operation operation = operation_new (OPERATION_PUT, key);

  operation.owner = owner;
  operation.field = field_of (self, owner, field);
  operation.position = position;
  return operation;
}

static void
put (Fixture *self, TroveKey key, TroveKey owner, ModelField field, guint32 position)
{
  const Operation operation = put_operation (self, key, owner, field, position);

  state_program_do (&self->program, &operation);
}

/* An operation on a list; key: inserted, or 0. */
static Operation
list_operation (Fixture *self, OperationKind kind, TroveKey of, ModelField field, guint32 position,
                TroveKey key)
{
  Operation operation = operation_new (kind, of);

  operation.field = field_of (self, of, field);
  operation.position = position;
  operation.keys[0] = key;
  operation.n_keys = key != 0;
  return operation;
}

static void
do_list (Fixture *self, OperationKind kind, TroveKey of, ModelField field, guint32 position, TroveKey key)
{
  const Operation operation = list_operation (self, kind, of, field, position, key);

  state_program_do (&self->program, &operation);
}

/* Notes of each function */

static void
test_create (void)
{
  Fixture f;

  fixture_init (&f);
  state_program_create (&f.program, MODEL_NODE);
  assert_notes (&f, "");
  state_program_create_in (&f.program, MODEL_NODE, f.root, MODEL_KIDS);
  assert_notes (&f, "1.kids+2(5) 5^");
  fixture_clear (&f);
}

static void
test_set (void)
{
  Fixture f;
  Operation several;

  fixture_init (&f);
  set (&f, f.a, MODEL_NUMBER, 5);
  assert_notes (&f, "2.number");
  set (&f, f.a, MODEL_NUMBER, 5);
  assert_notes (&f, "");
  several = set_operation (&f, f.a, MODEL_TEXT, 3);
  several.values[MODEL_OTHER] = f.b;
  several.values[MODEL_TARGET] = f.a;
  state_program_do (&f.program, &several);
  assert_notes (&f, "2.text 2.target 2.other");
  set (&f, f.a, MODEL_OTHER, 0);
  assert_notes (&f, "2.other");
  fixture_clear (&f);
}

static void
test_set_owned (void)
{
  Fixture f;
  Operation both;

  fixture_init (&f);
  set (&f, f.a, MODEL_CHILD, f.b);
  assert_notes (&f, "1.kids-1(3) 3^(1) 2.child 3^");
  both = set_operation (&f, f.a, MODEL_CHILD, 0);
  both.values[MODEL_SPARE] = f.b;
  both.values[MODEL_NUMBER] = 1;
  state_program_do (&f.program, &both);
  assert_notes (&f, "2.child 3^(2) 2.spare 3^ 2.number");
  set (&f, f.a, MODEL_SPARE, 0);
  assert_notes (&f, "2.spare 3^(2)");
  fixture_clear (&f);
}

static void
test_put (void)
{
  Fixture f;

  fixture_init (&f);
  put (&f, f.a, f.root, MODEL_KIDS, 1);
  assert_notes (&f, "1.kids-0(2) 1.kids+1(2)");
  put (&f, f.a, f.root, MODEL_KIDS, 1);
  assert_notes (&f, "");
  put (&f, f.a, f.b, MODEL_KIDS, 0);
  assert_notes (&f, "1.kids-1(2) 2^(1) 3.kids+0(2) 2^");
  put (&f, f.a, f.root, MODEL_CHILD, 0);
  assert_notes (&f, "3.kids-0(2) 2^(3) 1.child 2^");
  put (&f, f.b, f.root, MODEL_CHILD, 0); /* in the place of the other */
  assert_notes (&f, "1.kids-0(3) 3^(1) 1.child 2^(1) 1.child 3^");
  put (&f, f.a, f.root, MODEL_KIDS, 0);
  assert_notes (&f, "1.kids+0(2) 2^");
  fixture_clear (&f);
}

static void
test_take (void)
{
  Fixture f;
  Operation take;

  fixture_init (&f);
  put (&f, f.b, f.a, MODEL_SPARE, 0);
  g_free (take_notes (&f));
  take = operation_new (OPERATION_TAKE, f.b);
  state_program_do (&f.program, &take);
  assert_notes (&f, "2.spare 3^(2)");
  state_program_do (&f.program, &take);
  assert_notes (&f, "");
  take.key = f.a;
  state_program_do (&f.program, &take);
  assert_notes (&f, "1.kids-0(2) 2^(1)");
  fixture_clear (&f);
}

static void
test_references (void)
{
  Fixture f;
  Operation move;

  fixture_init (&f);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, 0, f.a);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, TROVE_POSITION_END, f.b);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, 1, f.a);
  assert_notes (&f, "1.links+0(2) 1.links+1(3) 1.links+1(2)");
  move = list_operation (&f, OPERATION_MOVE_REFERENCE, f.root, MODEL_LINKS, 2, 0);
  state_program_do (&f.program, &move);
  assert_notes (&f, "1.links-2(3) 1.links+0(3)");
  move.to = move.position;
  state_program_do (&f.program, &move);
  assert_notes (&f, "");
  do_list (&f, OPERATION_REMOVE_REFERENCE, f.root, MODEL_LINKS, 0, 0);
  assert_notes (&f, "1.links-0(3)");
  fixture_clear (&f);
}

/* The number of a list is its place among the lists of the class. */
static void
test_inherited_list (void)
{
  Fixture f;
  TroveKey group;

  fixture_init (&f);
  group = state_program_create (&f.program, MODEL_GROUP);
  do_list (&f, OPERATION_SPLICE, f.root, MODEL_PARTS, 0, group);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_DEPUTIES, 0, group);
  assert_notes (&f, "1.parts+0(4) 4^ 1.deputies+0(4)");
  fixture_clear (&f);
}

static void
test_splice (void)
{
  Fixture f;
  TroveKey c;
  Operation splice;

  fixture_init (&f);
  c = state_program_create (&f.program, MODEL_NODE);
  splice = list_operation (&f, OPERATION_SPLICE, f.root, MODEL_KIDS, 0, c);
  splice.n_removed = 2;
  splice.keys[1] = f.b;
  splice.n_keys = 2;
  state_program_do (&f.program, &splice);
  assert_notes (&f, "1.kids-0(2) 2^(1) 1.kids-0(3) 3^(1) 1.kids+0(4) 4^ 1.kids+1(3) 3^");

  splice.field = field_of (&f, f.root, MODEL_LINKS);
  splice.n_removed = 0;
  state_program_do (&f.program, &splice);
  splice.n_removed = 1;
  splice.n_keys = 1;
  state_program_do (&f.program, &splice);
  assert_notes (&f, "1.links+0(4) 1.links+1(3) 1.links-0(4) 1.links+0(4)");
  fixture_clear (&f);
}

/* Objects that are dropped are not noted. */
static void
test_drop (void)
{
  Fixture f;
  Operation take, drop = { .kind = OPERATION_DROP };

  fixture_init (&f);
  set (&f, f.b, MODEL_TARGET, f.a);
  take = operation_new (OPERATION_TAKE, f.a);
  state_program_do (&f.program, &take);
  g_free (take_notes (&f));
  state_program_do (&f.program, &drop);
  assert_notes (&f, "");
  fixture_clear (&f);
}

/* Failures and savepoints */

/* Requests for memory and copies fail, each in turn: the state program fails where one leaves a note. */
static void
test_failures (void)
{
  Fixture f;
  Operation splice, both;

  fixture_init (&f);
  set (&f, f.a, MODEL_COUNTED, 2);
  f.program.failing = TRUE;
  set (&f, f.a, MODEL_COUNTED, 3);
  assert_notes (&f, "2.counted 2.counted");
  both = set_operation (&f, f.a, MODEL_CHILD, f.b);
  both.values[MODEL_COUNTED] = 5;
  both.values[MODEL_TARGET] = f.root;
  state_program_do (&f.program, &both);
  assert_notes (&f, "1.kids-1(3) 3^(1) 2.child 3^ 2.counted 2.target");
  put (&f, f.b, f.root, MODEL_KIDS, 0);
  put (&f, f.b, f.root, MODEL_KIDS, 1);
  assert_notes (&f, "2.child 3^(2) 1.kids+0(3) 3^ 1.kids-0(3) 1.kids+1(3)");
  do_list (&f, OPERATION_INSERT_REFERENCE, f.a, MODEL_LINKS, 0, f.b);
  do_list (&f, OPERATION_REMOVE_REFERENCE, f.a, MODEL_LINKS, 0, 0);
  assert_notes (&f, "2.links+0(3) 2.links-0(3)");
  splice = list_operation (&f, OPERATION_SPLICE, f.root, MODEL_KIDS, 0, f.b);
  splice.n_removed = 2;
  state_program_do (&f.program, &splice);
  assert_notes (&f, "1.kids-0(2) 2^(1) 1.kids-0(3) 3^(1) 1.kids+0(3) 3^");
  fixture_clear (&f);
}

/* A later part of a change is refused. */
static void
test_refused (void)
{
  Fixture f;
  Operation splice, both;

  fixture_init (&f);
  splice = list_operation (&f, OPERATION_SPLICE, f.a, MODEL_KIDS, 0, f.b);
  splice.keys[1] = f.root;
  splice.n_keys = 2;
  state_program_refuse (&f.program, &splice, TROVE_ERROR_CYCLE, "root");
  splice.field = field_of (&f, f.a, MODEL_LINKS);
  splice.keys[1] = 99;
  state_program_refuse (&f.program, &splice, TROVE_ERROR_REMOVED, "99");
  both = set_operation (&f, f.a, MODEL_CHILD, f.b);
  both.values[MODEL_SPARE] = f.root;
  state_program_refuse (&f.program, &both, TROVE_ERROR_CYCLE, "root");
  assert_notes (&f, "");
  fixture_clear (&f);
}

static void
test_savepoint (void)
{
  Fixture f;

  fixture_init (&f);
  set (&f, f.a, MODEL_NUMBER, 1);
  state_program_save (&f.program);
  set (&f, f.a, MODEL_NUMBER, 2);
  put (&f, f.a, f.root, MODEL_KIDS, 1);
  state_program_finish (&f.program, FALSE);
  assert_notes (&f, "2.number");
  state_program_save (&f.program);
  set (&f, f.a, MODEL_NUMBER, 2);
  state_program_finish (&f.program, TRUE);
  assert_notes (&f, "2.number");
  fixture_clear (&f);
}

/* Locks */

static void
refuse (Fixture *self, Operation operation, const char *words)
{
  g_autofree char *text = g_strdup_printf (
      "The list \342\200\234%s cannot change while it emits \342\200\234items-changed\342\200\235", words);

  state_program_refuse (&self->program, &operation, TROVE_ERROR_BUSY, text);
  assert_notes (self, "");
}

/* No function changes a locked list of owned objects. */
static void
test_locked (void)
{
  Fixture f;
  guint64 list;
  g_autofree char *words = NULL;
  TroveKey c;
  Operation splice;

  fixture_init (&f);
  c = state_program_create (&f.program, MODEL_NODE);
  list = trove_notes_list (f.root, field_of (&f, f.root, MODEL_KIDS)->offset);
  words = g_strdup_printf ("kids\342\200\235 of %s 1", model_class (MODEL_GROUP)->name);
  trove_notes_lock (&f.notes, list);
  refuse (&f, put_operation (&f, c, f.root, MODEL_KIDS, 0), words);
  refuse (&f, put_operation (&f, f.a, f.root, MODEL_KIDS, 1), words);
  refuse (&f, put_operation (&f, f.a, f.b, MODEL_CHILD, 0), words);
  refuse (&f, set_operation (&f, f.a, MODEL_CHILD, f.b), words);
  refuse (&f, operation_new (OPERATION_TAKE, f.a), words);
  refuse (&f, list_operation (&f, OPERATION_SPLICE, f.root, MODEL_KIDS, 0, c), words);
  splice = list_operation (&f, OPERATION_SPLICE, f.b, MODEL_KIDS, 0, c);
  splice.keys[splice.n_keys++] = f.a;
  refuse (&f, splice, words);
  splice = list_operation (&f, OPERATION_SPLICE, f.root, MODEL_KIDS, 0, 0);
  splice.n_removed = 1;
  refuse (&f, splice, words);

  /* Other lists and fields change, of this object and of others. */
  put (&f, c, f.a, MODEL_KIDS, 0);
  put (&f, c, f.root, MODEL_CHILD, 0);
  set (&f, f.a, MODEL_NUMBER, 1);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, 0, f.a);
  trove_notes_truncate (&f.notes, 0);
  trove_notes_unlock (&f.notes, list);
  put (&f, f.a, f.root, MODEL_KIDS, 1);
  assert_notes (&f, "1.kids-0(2) 1.kids+1(2)");
  fixture_clear (&f);
}

static void
test_locked_references (void)
{
  Fixture f;
  guint64 list;
  g_autofree char *words = NULL;
  Operation move;

  fixture_init (&f);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, 0, f.a);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, 0, f.b);
  trove_notes_truncate (&f.notes, 0);
  list = trove_notes_list (f.root, field_of (&f, f.root, MODEL_LINKS)->offset);
  words = g_strdup_printf ("links\342\200\235 of %s 1", model_class (MODEL_GROUP)->name);
  trove_notes_lock (&f.notes, list);
  trove_notes_lock (&f.notes, list);
  refuse (&f, list_operation (&f, OPERATION_INSERT_REFERENCE, f.root, MODEL_LINKS, 0, f.a), words);
  refuse (&f, list_operation (&f, OPERATION_REMOVE_REFERENCE, f.root, MODEL_LINKS, 0, 0), words);
  move = list_operation (&f, OPERATION_MOVE_REFERENCE, f.root, MODEL_LINKS, 0, 0);
  move.to = 1;
  refuse (&f, move, words);
  move.to = 0;
  state_program_do (&f.program, &move); /* no change */
  put (&f, f.a, f.root, MODEL_KIDS, 1);
  do_list (&f, OPERATION_INSERT_REFERENCE, f.a, MODEL_LINKS, 0, f.a);
  trove_notes_truncate (&f.notes, 0);

  trove_notes_unlock (&f.notes, list);
  refuse (&f, list_operation (&f, OPERATION_REMOVE_REFERENCE, f.root, MODEL_LINKS, 0, 0), words);
  trove_notes_unlock (&f.notes, list);
  do_list (&f, OPERATION_REMOVE_REFERENCE, f.root, MODEL_LINKS, 0, 0);
  fixture_clear (&f);
}

/* Of several locked lists, the one that is named is unlocked. */
static void
test_unlock_one (void)
{
  TroveNotes notes;

  trove_notes_init (&notes);
  for (guint64 list = 1; list < 4; list++)
    trove_notes_lock (&notes, list);
  trove_notes_unlock (&notes, 1);
  g_assert_cmpuint (notes.locked->len, ==, 2);
  trove_notes_unlock (&notes, 3);
  g_assert_cmpuint (g_array_index (notes.locked, guint64, 0), ==, 2);
  trove_notes_unlock (&notes, 2);
  g_assert_cmpuint (notes.locked->len, ==, 0);
  trove_notes_clear (&notes);
}

/* Lists of all objects have names of their own. */
static void
test_names (void)
{
  g_assert_cmpuint (trove_notes_list (1, 999), <, trove_notes_list (2, 0));
  g_assert_cmpuint (trove_notes_list (1, 0), <, trove_notes_list (1, 1));
  g_assert_cmpuint (trove_notes_list (TROVE_KEY_LIMIT - 1, 999) >> 10, ==, TROVE_KEY_LIMIT - 1);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notes/create", test_create);
  g_test_add_func ("/notes/set", test_set);
  g_test_add_func ("/notes/set-owned", test_set_owned);
  g_test_add_func ("/notes/put", test_put);
  g_test_add_func ("/notes/take", test_take);
  g_test_add_func ("/notes/references", test_references);
  g_test_add_func ("/notes/inherited-list", test_inherited_list);
  g_test_add_func ("/notes/splice", test_splice);
  g_test_add_func ("/notes/drop", test_drop);
  g_test_add_func ("/notes/failures", test_failures);
  g_test_add_func ("/notes/refused", test_refused);
  g_test_add_func ("/notes/savepoint", test_savepoint);
  g_test_add_func ("/notes/locked", test_locked);
  g_test_add_func ("/notes/locked-references", test_locked_references);
  g_test_add_func ("/notes/unlock", test_unlock_one);
  g_test_add_func ("/notes/names", test_names);
  status = g_test_run ();
  return status;
}
