/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-program.h"

#include "class-types.h"
#include "failing-memory.h"
#include "state/editor-data.h"
#include "state/editor-drop.h"
#include "state/editor-reference.h"
#include "state/editor-splice.h"
#include "state/state-compare.h"

/* Operations */

static guint
run_on_model (const Operation *operation, StateModel *model)
{
  const TroveSlot slot = { operation->owner, operation->field, operation->position };

  switch (operation->kind)
    {
    case OPERATION_CREATE:
      return state_model_create (model, operation->klass, operation->key, operation->values);
    case OPERATION_SET_DATA:
      return state_model_set_data (model, operation->key, operation->values);
    case OPERATION_PUT:
      return state_model_put (model, operation->key, &slot);
    case OPERATION_TAKE:
      return state_model_take (model, operation->key);
    case OPERATION_INSERT_REFERENCE:
      return state_model_insert_reference (model, operation->key, operation->field, operation->position,
                                           operation->keys[0]);
    case OPERATION_REMOVE_REFERENCE:
      return state_model_remove_reference (model, operation->key, operation->field, operation->position);
    case OPERATION_MOVE_REFERENCE:
      return state_model_move_reference (model, operation->key, operation->field, operation->position,
                                         operation->to);
    case OPERATION_SPLICE:
      return state_model_splice (model, operation->key, operation->field, operation->position,
                                 operation->n_removed, operation->keys, operation->n_keys);
    case OPERATION_DROP:
      state_model_drop_ownerless (model);
      return 0;
    case N_OPERATIONS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
run_on_editor (const Operation *operation, TroveEditor *editor, GError **error)
{
  const TroveSlot slot = { operation->owner, operation->field, operation->position };
  g_autofree gpointer data =
      operation->klass != NULL ? model_new_data (operation->klass, operation->values) : NULL;

  switch (operation->kind)
    {
    case OPERATION_CREATE:
      return trove_editor_create (editor, operation->klass, operation->key, data, NULL, error);
    case OPERATION_SET_DATA:
      return trove_editor_set_data (editor, operation->key, data, error);
    case OPERATION_PUT:
      return trove_editor_put (editor, operation->key, &slot, error);
    case OPERATION_TAKE:
      return trove_editor_take (editor, operation->key, error);
    case OPERATION_INSERT_REFERENCE:
      return trove_editor_insert_reference (editor, operation->key, operation->field, operation->position,
                                            operation->keys[0], error);
    case OPERATION_REMOVE_REFERENCE:
      return trove_editor_remove_reference (editor, operation->key, operation->field, operation->position,
                                            error);
    case OPERATION_MOVE_REFERENCE:
      return trove_editor_move_reference (editor, operation->key, operation->field, operation->position,
                                          operation->to, error);
    case OPERATION_SPLICE:
      return trove_editor_splice (editor, operation->key, operation->field, operation->position,
                                  operation->n_removed, operation->keys, operation->n_keys, error);
    case OPERATION_DROP:
      return operation->to == 0 ? trove_editor_drop_and_freeze (editor, error) :
                                  trove_editor_drop (editor, error);
    case N_OPERATIONS:
    default:
      g_assert_not_reached ();
    }
}

void
state_program_check (const StateProgram *self)
{
  check_editor (&self->editor);
  state_model_check (&self->model, &self->editor.state);
}

/* Failing */

/* A point that an operation is tried from, again and again. */
typedef struct
{
  StateProgram *program;
  const Operation *operation;
  StateModel after; /* if the operation succeeds */
  TroveView view;
  TroveState state;
  GArray *ownerless;
  guint n_notes;
} Trial;

static void
trial_init (Trial *trial, StateProgram *program, const Operation *operation)
{
  *trial = (Trial){
    .program = program,
    .operation = operation,
    .state = program->editor.state,
    .ownerless = g_array_copy (program->editor.ownerless),
    .n_notes = trove_notes_n (program->editor.notes),
  };
  g_assert_true (trove_core_freeze (&program->core, NULL));
  trove_view_copy (trove_core_view (&program->core), &trial->view);
  state_model_copy (&program->model, &trial->after);
  run_on_model (operation, &trial->after);
}

/* Goes back to where all records are frozen, so that each try makes the same requests. */
static void
trial_begin (const Trial *trial)
{
  GArray *ownerless = trial->program->editor.ownerless;

  g_assert_true (trove_core_revert (&trial->program->core, &trial->view, NULL));
  trial->program->editor.state = trial->state;
  trove_notes_truncate (trial->program->editor.notes, trial->n_notes);
  g_array_set_size (ownerless, 0);
  g_array_append_vals (ownerless, trial->ownerless->data, trial->ownerless->len);
}

static void
trial_clear (Trial *trial)
{
  trove_view_clear (&trial->view);
  state_model_clear (&trial->after);
  g_array_unref (trial->ownerless);
}

static void
check_unchanged (const Trial *trial)
{
  const GArray *ownerless = trial->program->editor.ownerless;

  state_program_check (trial->program);
  g_assert_cmpmem (ownerless->data, ownerless->len * sizeof (TroveKey), trial->ownerless->data,
                   trial->ownerless->len * sizeof (TroveKey));
  g_assert_cmpuint (trove_notes_n (trial->program->editor.notes), ==, trial->n_notes);
}

/* Lets a request for memory fail. FALSE: the operation has made no such request. Where the core makes a smaller request after one
 * that failed, the operation may succeed. */
static gboolean
fail_memory (const Trial *trial, FailingMode mode, guint number)
{
  TroveEditor *editor = &trial->program->editor;
  g_autoptr (GError) error = NULL;
  gboolean done;

  trial_begin (trial);
  failing_memory_start (mode, number);
  done = run_on_editor (trial->operation, editor, &error);
  failing_memory_stop ();
  if (!failing_memory_has_failed ())
    return FALSE;

  if (done)
    {
      g_assert_cmpint (mode, ==, FAILING_ONE);
      check_editor (editor);
      state_model_check (&trial->after, &editor->state);
      return TRUE;
    }
  if (mode == FAILING_REST)
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  check_unchanged (trial);
  return TRUE;
}

/* Lets a copy fail. FALSE: the operation makes fewer. */
static gboolean
fail_copy (const Trial *trial, guint number)
{
  g_autoptr (GError) error = NULL;

  trial_begin (trial);
  counting_fail_copy (&kit_counting, number);
  run_on_editor (trial->operation, &trial->program->editor, &error);
  counting_fail_copy (&kit_counting, G_MAXUINT64);
  if (!g_error_matches (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED))
    return FALSE;

  check_unchanged (trial);
  return TRUE;
}

/* Requests that fail, and copies that fail, each in turn. The operation that follows goes on from the last of these failures, or
 * from the start. */
static void
fail_in_turn (StateProgram *self, const Operation *operation)
{
  guint number = 0;
  Trial trial;

  trial_init (&trial, self, operation);
  while (fail_memory (&trial, FAILING_ONE, number))
    number++;
  for (number = 0; fail_copy (&trial, number);)
    number++;
  for (number = 0; fail_memory (&trial, FAILING_REST, number);)
    number++;

  if (number == 0 || !fail_memory (&trial, FAILING_REST, number - 1))
    trial_begin (&trial);
  trial_clear (&trial);
}

/* Running */

static int
run (StateProgram *self, const Operation *operation, GError **error)
{
  StateModel after;
  guint errors, n_notes;
  gboolean done;

  if (self->failing)
    fail_in_turn (self, operation);
  n_notes = trove_notes_n (self->editor.notes);

  state_model_copy (&self->model, &after);
  errors = run_on_model (operation, &after);
  done = run_on_editor (operation, &self->editor, error);
  if (g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_BUSY) && self->editor.notes->locked->len > 0)
    errors = 1U << TROVE_ERROR_BUSY; /* the model has no locks */
  g_assert_cmpint (done, ==, errors == 0);
  g_assert_cmpint (done, ==, *error == NULL);
  if (done)
    {
      state_model_clear (&self->model);
      self->model = after;
      self->committed = operation->kind == OPERATION_DROP;
    }
  else
    {
      g_assert_true ((*error)->domain == TROVE_ERROR);
      g_assert_cmpuint (errors >> (*error)->code & 1, ==, 1);
      g_assert_cmpuint (trove_notes_n (self->editor.notes), ==, n_notes);
      state_model_clear (&after);
    }
  state_program_check (self);
  return done ? -1 : (*error)->code;
}

int
state_program_run (StateProgram *self, const Operation *operation)
{
  g_autoptr (GError) error = NULL;

  return run (self, operation, &error);
}

void
state_program_do (StateProgram *self, const Operation *operation)
{
  g_autoptr (GError) error = NULL;

  run (self, operation, &error);
  g_assert_no_error (error);
}

void
state_program_refuse (StateProgram *self, const Operation *operation, TroveError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (self, operation, &error), ==, code);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" is not in \"%s\"", words, error->message);
}

TroveKey
state_program_create (StateProgram *self, ModelClass which)
{
  const Operation create = { .kind = OPERATION_CREATE,
                             .key = self->next_key++,
                             .klass = model_class (which) };

  state_program_do (self, &create);
  return create.key;
}

TroveKey
state_program_create_in (StateProgram *self, ModelClass which, TroveKey owner, ModelField list)
{
  const Operation put = {
    .kind = OPERATION_PUT,
    .key = state_program_create (self, which),
    .owner = owner,
    .field = &state_model_find (&self->model, owner)->klass->fields[list],
    .position = TROVE_POSITION_END,
  };

  state_program_do (self, &put);
  return put.key;
}

/* Versions */

static void
version_free (gpointer data)
{
  ProgramVersion *version = data;

  trove_view_clear (&version->view);
  state_model_clear (&version->model);
  g_free (version);
}

static void
version_check (gpointer data, gpointer unused)
{
  const ProgramVersion *version = data;
  const CheckHolder holder = { .view = &version->view };

  check_state (&holder, &version->state, version->committed);
  state_model_check (&version->model, &version->state);
}

ProgramVersion *
state_program_freeze (StateProgram *self)
{
  ProgramVersion *version = g_new0 (ProgramVersion, 1);

  g_assert_true (trove_core_freeze (&self->core, NULL));
  trove_view_copy (trove_core_view (&self->core), &version->view);
  state_model_copy (&self->model, &version->model);
  version->state = self->editor.state;
  version->committed = self->committed;
  g_ptr_array_add (self->versions, version);
  return version;
}

void
state_program_go_to (StateProgram *self, const ProgramVersion *version)
{
  g_assert_true (version->committed && self->savepoints->len == 0);
  trove_editor_go_to (&self->editor, &version->view, &version->state);
  state_model_clear (&self->model);
  state_model_copy (&version->model, &self->model);
  self->committed = TRUE;
  state_program_check (self);
}

/* Savepoints */

void
state_program_save (StateProgram *self)
{
  ProgramSavepoint savepoint;

  g_assert_true (trove_editor_save (&self->editor, &savepoint.savepoint, NULL));
  state_model_copy (&self->model, &savepoint.model);
  g_array_append_val (self->savepoints, savepoint);
  state_program_check (self);
}

void
state_program_finish (StateProgram *self, gboolean done)
{
  ProgramSavepoint *last = &g_array_index (self->savepoints, ProgramSavepoint, self->savepoints->len - 1);

  g_assert_cmpint (trove_editor_finish (&self->editor, &last->savepoint, done), ==, done);
  if (done)
    state_model_clear (&last->model);
  else
    {
      state_model_clear (&self->model);
      self->model = last->model;
      self->committed = FALSE;
    }
  g_array_set_size (self->savepoints, self->savepoints->len - 1);
  state_program_check (self);
}

/* Comparing */

typedef struct
{
  const ProgramVersion *a, *b;
  const GArray *keys;
  guint next, stop;
} Comparing;

static gboolean
compare_next (TroveKey key, const TroveRecord *a, const TroveRecord *b, gpointer data)
{
  Comparing *comparing = data;

  g_assert_cmpuint (comparing->next, <, comparing->keys->len);
  g_assert_cmpuint (key, ==, g_array_index (comparing->keys, TroveKey, comparing->next));
  g_assert_true (a == trove_state_peek (&comparing->a->state, key));
  g_assert_true (b == trove_state_peek (&comparing->b->state, key));
  return ++comparing->next != comparing->stop;
}

void
state_program_compare (const ProgramVersion *a, const ProgramVersion *b)
{
  g_autoptr (GArray) keys = state_model_compare (&a->model, &b->model);
  Comparing comparing = { a, b, keys, 0, 0 };

  g_assert_true (trove_state_compare (&a->state, &b->state, compare_next, &comparing));
  g_assert_cmpuint (comparing.next, ==, keys->len);
  g_assert_cmpint (trove_state_equal (&a->state, &b->state), ==,
                   keys->len == 0 && a->state.root == b->state.root);
  if (keys->len > 0)
    {
      comparing = (Comparing){ a, b, keys, 0, (keys->len + 1) / 2 };
      g_assert_false (trove_state_compare (&a->state, &b->state, compare_next, &comparing));
      g_assert_cmpuint (comparing.next, ==, comparing.stop);
    }
}

/* Making */

void
state_program_init (StateProgram *self)
{
  kit_init ();
  *self = (StateProgram){
    .next_key = 1,
    .versions = g_ptr_array_new_with_free_func (version_free),
    .savepoints = g_array_new (FALSE, FALSE, sizeof (ProgramSavepoint)),
  };
  trove_core_init (&self->core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&self->editor, &self->core);
  state_model_init (&self->model);
  self->model.root = self->editor.state.root = state_program_create (self, MODEL_GROUP);
  state_program_check (self);
}

void
state_program_clear (StateProgram *self)
{
  g_ptr_array_foreach (self->versions, version_check, NULL);
  while (self->savepoints->len > 0)
    state_program_finish (self, FALSE);
  trove_editor_clear (&self->editor);
  trove_core_clear (&self->core);
  g_ptr_array_unref (self->versions);
  g_array_unref (self->savepoints);
  state_model_clear (&self->model);
  kit_finish ();
}
