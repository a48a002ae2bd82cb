/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Deltas between versions of random programs, near ones and far ones, in both directions; by examples; and while memory or copies
 * fail. Compiled a second time with small nodes. */

#include "version-random.h"

#include "class-types.h"
#include "failing-memory.h"
#include "state/delta-apply.h"
#include "state/delta-write.h"
#include "state/editor-data.h"
#include "state/editor-drop.h"

/* As a file has it. */
static GVariant *
reread (GVariant *delta)
{
  g_autoptr (GBytes) bytes = g_bytes_new (g_variant_get_data (delta), g_variant_get_size (delta));

  g_assert_cmpstr (g_variant_get_type_string (delta), ==, TROVE_DELTA_TYPE);
  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TROVE_DELTA_TYPE), bytes, FALSE));
}

static GVariant *
delta_new (TroveRowLayouts *layouts, const ProgramVersion *from, const ProgramVersion *to)
{
  g_autoptr (GVariant) delta = NULL;
  GError *error = NULL;

  delta = trove_delta_new (layouts, &from->state, &to->state, &error);
  g_assert_no_error (error);
  return reread (delta);
}

/* Brings the program from one version to another one. */
static void
apply (StateProgram *program, const TroveRowLayouts *layouts, GVariant *delta, gboolean backwards,
       const ProgramVersion *to)
{
  const CheckHolder holder = check_holder_of_core (&program->core);
  GError *error = NULL;

  trove_delta_apply (layouts, delta, backwards, &program->editor, &error);
  g_assert_no_error (error);
  check_editor (&program->editor);
  g_assert_true (trove_editor_drop_and_freeze (&program->editor, NULL));
  check_state (&holder, &program->editor.state, TRUE);
  g_assert_cmpuint (program->editor.state.root, ==, to->state.root);
  state_model_check (&to->model, &program->editor.state);
}

/* Applies a delta twice, the second time to the state that it has made before, and backwards. */
static void
check_between (StateProgram *program, TroveRowLayouts *layouts, const ProgramVersion *from,
               const ProgramVersion *to)
{
  g_autoptr (GVariant) delta = delta_new (layouts, from, to);

  state_program_go_to (program, from);
  apply (program, layouts, delta, FALSE, to);
  apply (program, layouts, delta, TRUE, from);
  apply (program, layouts, delta, FALSE, to);
  state_program_go_to (program, to);
  apply (program, layouts, delta, TRUE, from);
}

/* From the first version to the last one, and back, by the deltas between. */
static void
check_chain (StateProgram *program, TroveRowLayouts *layouts, const GPtrArray *versions)
{
  g_autoptr (GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (guint i = 1; i < versions->len; i++)
    g_ptr_array_add (deltas, delta_new (layouts, versions->pdata[i - 1], versions->pdata[i]));
  state_program_go_to (program, versions->pdata[0]);
  for (guint i = 0; i < deltas->len; i++)
    apply (program, layouts, deltas->pdata[i], FALSE, versions->pdata[i + 1]);
  for (guint i = deltas->len; i-- > 0;)
    apply (program, layouts, deltas->pdata[i], TRUE, versions->pdata[i]);
}

static void
run_program (TestRandom *numbers, guint n_objects, guint n_edits)
{
  StateProgram program;
  StateRandom random = { &program, numbers, n_objects, test_random_below (numbers, 2) == 0 };
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();
  TroveRowLayouts layouts;

  trove_row_layouts_init (&layouts);
  state_program_init (&program);
  g_ptr_array_add (versions, version_random_make (&random, n_objects));
  for (guint i = 0; i < 6; i++)
    {
      guint back = (guint) test_random_below (numbers, versions->len);

      /* Now and then an older version is gone on from. */
      if (test_random_below (numbers, 3) == 0)
        state_program_go_to (&program, versions->pdata[back]);
      g_ptr_array_add (versions,
                       version_random_edit (&random, 1 + (guint) test_random_below (numbers, n_edits)));
    }
  for (guint i = 0; i < 6; i++)
    check_between (&program, &layouts, versions->pdata[test_random_below (numbers, versions->len)],
                   versions->pdata[test_random_below (numbers, versions->len)]);
  check_chain (&program, &layouts, versions);
  state_program_go_to (&program, versions->pdata[0]);
  state_program_clear (&program);
  trove_row_layouts_clear (&layouts);
}

static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint n_objects = 2; n_objects <= 64; n_objects *= 2)
    for (guint n_edits = 1; n_edits <= 64; n_edits *= 4)
      for (guint i = 0; i < test_count (6, 1); i++)
        run_program (&random, n_objects, n_edits);
}

/* Examples */

typedef struct
{
  StateProgram program;
  TroveRowLayouts layouts;
  TroveKey root;
} Fixture;

static void
fixture_init (Fixture *self)
{
  state_program_init (&self->program);
  trove_row_layouts_init (&self->layouts);
  self->root = self->program.model.root;
}

static void
fixture_clear (Fixture *self)
{
  state_program_clear (&self->program);
  trove_row_layouts_clear (&self->layouts);
}

static void
put (Fixture *self, TroveKey key, TroveKey owner, ModelField field, guint32 position)
{
  const Operation operation = { .kind = OPERATION_PUT,
                                .key = key,
                                .owner = owner,
                                .field = model_field (MODEL_NODE, field),
                                .position = position };

  state_program_do (&self->program, &operation);
}

/* A row of objects, each of which owns the next one, is turned round. */
static void
test_turned (void)
{
  const ProgramVersion *before, *after;
  TroveKey keys[8];
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = state_program_create_in (&f.program, MODEL_NODE, i > 0 ? keys[i - 1] : f.root, MODEL_KIDS);
  before = version_random_commit (&f.program);
  for (guint i = G_N_ELEMENTS (keys); i-- > 0;)
    put (&f, keys[i], i + 1 < G_N_ELEMENTS (keys) ? keys[i + 1] : f.root, MODEL_CHILD, 0);
  after = version_random_commit (&f.program);
  check_between (&f.program, &f.layouts, before, after);
  check_between (&f.program, &f.layouts, after, before);
  fixture_clear (&f);
}

/* Two objects in single fields change their places; a third one comes from an object that is removed, which takes another one with
 * it. */
static void
test_exchanged (void)
{
  const ProgramVersion *before, *after;
  TroveKey a, b, gone, kept, lost;
  Fixture f;

  fixture_init (&f);
  a = state_program_create (&f.program, MODEL_NODE);
  b = state_program_create (&f.program, MODEL_NODE);
  put (&f, a, f.root, MODEL_CHILD, 0);
  put (&f, b, f.root, MODEL_SPARE, 0);
  gone = state_program_create_in (&f.program, MODEL_NODE, f.root, MODEL_KIDS);
  kept = state_program_create_in (&f.program, MODEL_NODE, gone, MODEL_KIDS);
  lost = state_program_create_in (&f.program, MODEL_NODE, gone, MODEL_KIDS);
  before = version_random_commit (&f.program);
  put (&f, a, f.root, MODEL_SPARE, 0);
  put (&f, b, f.root, MODEL_CHILD, 0);
  put (&f, kept, f.root, MODEL_KIDS, 0);
  state_program_do (&f.program, &(Operation){ .kind = OPERATION_TAKE, .key = gone });
  after = version_random_commit (&f.program);
  g_assert_null (state_model_find (&after->model, lost));
  check_between (&f.program, &f.layouts, before, after);
  check_between (&f.program, &f.layouts, after, before);
  fixture_clear (&f);
}

/* A chain of objects below the root, each of which owns the next one; step: from a key to that of the next. */
static void
make_chain (Fixture *f, guint n, TroveKey first, int step)
{
  TroveSlot slot = { f->root, model_field (MODEL_NODE, MODEL_KIDS), 0 };
  TroveKey key = first;

  for (guint i = 0; i < n; i++, key += step)
    {
      g_assert_true (
          trove_editor_create (&f->program.editor, model_class (MODEL_NODE), key, NULL, &slot, NULL));
      slot.owner = key;
    }
  g_assert_true (trove_editor_drop_and_freeze (&f->program.editor, NULL));
}

static void
apply_unchecked (Fixture *f, GVariant *delta, gboolean backwards, guint n)
{
  GError *error = NULL;

  trove_delta_apply (&f->layouts, delta, backwards, &f->program.editor, &error);
  g_assert_no_error (error);
  g_assert_true (trove_editor_drop_and_freeze (&f->program.editor, NULL));
  g_assert_cmpuint (f->program.editor.state.n_objects, ==, n);
}

/* Objects that are added at great depth take no time for their depth, in whichever order their keys are. */
static void
test_deep (gconstpointer data)
{
  const int step = GPOINTER_TO_INT (data);
  const guint n = test_count (20000, 2000);
  const ProgramVersion *before;
  g_autoptr (GVariant) delta = NULL;
  GError *error = NULL;
  TroveState first;
  Fixture f;

  fixture_init (&f);
  before = version_random_commit (&f.program);
  first = f.program.editor.state;
  make_chain (&f, n, step > 0 ? f.root + 1 : f.root + n, step);
  delta = trove_delta_new (&f.layouts, &first, &f.program.editor.state, &error);
  g_assert_no_error (error);
  state_program_go_to (&f.program, before);
  apply_unchecked (&f, delta, FALSE, n + 1);
  apply_unchecked (&f, delta, TRUE, 1);
  state_program_go_to (&f.program, before);
  fixture_clear (&f);
}

/* Failures */

typedef enum
{
  FAIL_ONE,
  FAIL_REST,
  FAIL_COPIES,
} Failing;

/* FALSE: nothing failed. */
static gboolean
apply_failing (Fixture *f, GVariant *delta, gboolean backwards, Failing what, guint number)
{
  const TroveKeyMap *objects = f->program.editor.state.objects;
  guint n_ownerless = f->program.editor.ownerless->len;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (what == FAIL_COPIES)
    counting_fail_copy (&kit_counting, number);
  else
    failing_memory_start (what == FAIL_ONE ? FAILING_ONE : FAILING_REST, number);
  done = trove_delta_apply (&f->layouts, delta, backwards, &f->program.editor, &error);
  counting_fail_copy (&kit_counting, G_MAXUINT64);
  failing_memory_stop ();
  if (what != FAIL_COPIES && done)
    return failing_memory_has_failed ();
  if (done)
    return FALSE;
  if (what == FAIL_COPIES)
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  else
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  g_assert_true (f->program.editor.state.objects == objects);
  g_assert_cmpuint (f->program.editor.ownerless->len, ==, n_ownerless);
  state_program_check (&f->program);
  return TRUE;
}

static void
test_failing (gconstpointer data)
{
  const Failing what = GPOINTER_TO_UINT (data);
  TestRandom numbers = { 12 };
  StateRandom random = { NULL, &numbers, 200, TRUE };
  const ProgramVersion *from, *to;
  g_autoptr (GVariant) delta = NULL;
  guint n_all = 0;
  Fixture f;

  fixture_init (&f);
  random.program = &f.program;
  from = version_random_make (&random, 200);
  to = version_random_edit (&random, 300);
  delta = delta_new (&f.layouts, from, to);
  for (guint backwards = 0; backwards < 2; backwards++)
    {
      guint n_failed = 0;

      state_program_go_to (&f.program, backwards ? to : from);
      while (apply_failing (&f, delta, backwards != 0, what, n_failed))
        {
          n_failed++;
          state_program_go_to (&f.program, backwards ? to : from);
        }
      n_all += n_failed;
    }
  g_assert_cmpuint (n_all, >, 0);
  state_program_go_to (&f.program, from);
  fixture_clear (&f);
}

/* The changes themselves need memory of the core. */
static void
test_write_failing (void)
{
  TestRandom numbers = { 12 };
  StateRandom random = { NULL, &numbers, 24, TRUE };
  const ProgramVersion *from, *to;
  gboolean failed = TRUE;
  guint64 n_failed;
  Fixture f;

  fixture_init (&f);
  random.program = &f.program;
  from = version_random_make (&random, 24);
  to = version_random_edit (&random, 60);
  for (n_failed = 0; failed; n_failed++)
    {
      g_autoptr (GVariant) delta = NULL;
      g_autoptr (GError) error = NULL;

      failing_memory_start (FAILING_ONE, n_failed);
      delta = trove_delta_new (&f.layouts, &from->state, &to->state, &error);
      failed = failing_memory_has_failed ();
      failing_memory_stop ();
      g_assert_true ((delta == NULL) == failed);
      if (failed)
        g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
    }
  g_assert_cmpuint (n_failed, >, 1);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_register_transforms ();
  g_test_add_func ("/delta-apply/random", test_random_programs);
  g_test_add_func ("/delta-apply/turned", test_turned);
  g_test_add_func ("/delta-apply/exchanged", test_exchanged);
  g_test_add_data_func ("/delta-apply/deep", GINT_TO_POINTER (1), test_deep);
  g_test_add_data_func ("/delta-apply/deep-backwards", GINT_TO_POINTER (-1), test_deep);
  g_test_add_data_func ("/delta-apply/no-memory", GUINT_TO_POINTER (FAIL_ONE), test_failing);
  g_test_add_data_func ("/delta-apply/no-memory-left", GUINT_TO_POINTER (FAIL_REST), test_failing);
  g_test_add_data_func ("/delta-apply/copy-failed", GUINT_TO_POINTER (FAIL_COPIES), test_failing);
  g_test_add_func ("/delta-apply/write-no-memory", test_write_failing);
  status = g_test_run ();
  return status;
}
