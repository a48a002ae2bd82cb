/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The deltas of single changes: their text, their bytes, and values that cannot be written. */

#include "version-random.h"

#include "class-types.h"
#include "state/delta-write.h"
#include "state/editor-data.h"
#include "state/editor-drop.h"
#include "state/packed-variant.h"
#include "trove-glib/trove-error.h"

/* A root 1 with the nodes 2, 3 and 4 as its kids. */
typedef struct
{
  StateProgram program;
  TroveRowLayouts layouts;
  const ProgramVersion *before;
} Fixture;

static void
fixture_init (Fixture *self)
{
  trove_row_layouts_init (&self->layouts);
  trove_row_layouts_for_class (&self->layouts, model_class (MODEL_NODE));
  trove_row_layouts_for_class (&self->layouts, model_class (MODEL_GROUP));
  state_program_init (&self->program);
  for (guint i = 0; i < 3; i++)
    state_program_create_in (&self->program, MODEL_NODE, 1, MODEL_KIDS);
  self->before = version_random_commit (&self->program);
}

static void
fixture_clear (Fixture *self)
{
  state_program_clear (&self->program);
  trove_row_layouts_clear (&self->layouts);
}

static GVariant *
delta_of (Fixture *self, const Operation *operations, guint n)
{
  const ProgramVersion *after;
  GVariant *delta;
  GError *error = NULL;

  for (guint i = 0; i < n; i++)
    state_program_do (&self->program, &operations[i]);
  after = version_random_commit (&self->program);
  delta = trove_delta_new (&self->layouts, &self->before->state, &after->state, &error);
  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (delta));
  return delta;
}

/* In the machine's byte order, as text. */
static char *
print_delta (GVariant *delta)
{
  g_autoptr (GVariant) swapped = trove_packed_swap (delta);

  return g_variant_print (swapped, FALSE);
}

static void
check_text (const Operation *operations, guint n, const char *expected)
{
  g_autoptr (GVariant) delta = NULL;
  g_autofree char *text = NULL;
  Fixture f;

  fixture_init (&f);
  delta = delta_of (&f, operations, n);
  text = print_delta (delta);
  g_assert_cmpstr (text, ==, expected);
  fixture_clear (&f);
}

#define SET(of, at, with)                                                                                    \
  {                                                                                                          \
    .kind = OPERATION_SET_DATA, .key = of, .klass = model_class (MODEL_NODE), .values = { [at] = with }      \
  }
#define PUT(of, to, in, at)                                                                                  \
  {                                                                                                          \
    .kind = OPERATION_PUT, .key = of, .owner = to, .field = model_field (MODEL_NODE, in), .position = at     \
  }

static void
test_nothing (void)
{
  check_text (NULL, 0, "([], [], [])");
}

static void
test_value (void)
{
  check_text (&(Operation) SET (3, MODEL_NUMBER, 258), 1,
              "([], [], [(3, 1, [(0, [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00], "
              "[0x02, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00])], [])])");
  check_text (&(Operation) SET (3, MODEL_TARGET, 2), 1,
              "([], [], [(3, 1, [(3, [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00], "
              "[0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00])], [])])");
}

/* An object that moves is in two lists, and not itself in the delta. */
static void
test_move (void)
{
  check_text (&(Operation) PUT (3, 2, MODEL_KIDS, 0), 1,
              "([], [], [(1, 2, [], [(7, [(1, [3], [])])]), (2, 1, [], [(7, [(0, [], [3])])])])");
  check_text (&(Operation) PUT (3, 2, MODEL_SPARE, 0), 1,
              "([], [], [(1, 2, [], [(7, [(1, [3], [])])]), (2, 1, [], [(6, [(0, [], [3])])])])");
}

/* In the list before, its items have these indices. */
static void
test_runs (void)
{
  const Operation operations[] = { { .kind = OPERATION_TAKE, .key = 2 },
                                   PUT (2, 3, MODEL_CHILD, 0),
                                   { .kind = OPERATION_TAKE, .key = 4 },
                                   PUT (4, 3, MODEL_SPARE, 0) };

  check_text (operations, G_N_ELEMENTS (operations),
              "([], [], [(1, 2, [], [(7, [(0, [2], []), (2, [4], [])])]), "
              "(3, 1, [], [(5, [(0, [], [2])]), (6, [(0, [], [4])])])])");
}

/* An object is moved into another one, and taken away with it. */
static void
test_objects (void)
{
  const Operation operations[] = { PUT (4, 3, MODEL_KIDS, 0),
                                   { .kind = OPERATION_TAKE, .key = 3 },
                                   { .kind = OPERATION_CREATE, .key = 9, .klass = model_class (MODEL_NODE) },
                                   PUT (9, 2, MODEL_CHILD, 0) };
  /* number 8 bytes, no text, no counted value, then two keys, and the ends of both at 8 */
  const char *row =
      "[0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, "
      "0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x08]";
  g_autofree char *expected = g_strdup_printf (
      "([(9, 1, %s, [[], [], [], []])], [(3, 1, %s, [[], [], [], []]), (4, 1, %s, [[], [], [], []])], "
      "[(1, 2, [], [(7, [(1, [3, 4], [])])]), (2, 1, [], [(5, [(0, [], [9])])])])",
      row, row, row);

  check_text (operations, G_N_ELEMENTS (operations), expected);
}

static void
test_size (void)
{
  const Operation set = SET (3, MODEL_NUMBER, 258);
  g_autoptr (GVariant) delta = NULL;
  Fixture f;

  fixture_init (&f);
  delta = delta_of (&f, &set, 1);
  g_test_message ("%" G_GSIZE_FORMAT " bytes", g_variant_get_size (delta));
  g_assert_cmpuint (g_variant_get_size (delta), <, 64);
  fixture_clear (&f);
}

/* Columns of a layout of a file may be in another order. */
static void
test_columns (void)
{
  const TroveClass *klass = model_class (MODEL_NODE);
  const Operation operations[] = { SET (3, MODEL_NUMBER, 1), PUT (2, 3, MODEL_CHILD, 0) };
  TroveRowColumn *columns = g_new0 (TroveRowColumn, klass->n_fields);
  g_autoptr (GVariant) delta = NULL;
  g_autofree char *text = NULL;
  TroveRowLayout *own = trove_row_layout_new (1, klass);
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < klass->n_fields; i++)
    columns[klass->n_fields - 1 - i] = own->columns[i];
  trove_row_layouts_add (&f.layouts, trove_row_layout_new_for_columns (7, klass, columns, klass->n_fields),
                         TRUE);
  delta = delta_of (&f, operations, G_N_ELEMENTS (operations));
  text = print_delta (delta);
  g_assert_nonnull (strstr (text, "(3, 7, [(8, [0x00"));
  g_assert_nonnull (strstr (text, "], [(3, [(0, [], [2])])])"));
  trove_row_layout_free (own);
  fixture_clear (&f);
}

/* Of an object that is there, and of a new one. */
static void
test_not_written (void)
{
  for (guint is_new = 0; is_new < 2; is_new++)
    {
      const TroveClass *klass = model_class (MODEL_NODE);
      g_autofree gpointer data = g_malloc0 (klass->data_size);
      const TroveSlot slot = { 2, model_field (MODEL_NODE, MODEL_CHILD), 0 };
      g_autoptr (GError) error = NULL;
      Fixture f;

      fixture_init (&f);
      *(const char **) trove_class_field_at (&klass->fields[MODEL_TEXT], data) = "bad \xff";
      if (is_new)
        g_assert_true (trove_editor_create (&f.program.editor, klass, 9, data, &slot, NULL));
      else
        g_assert_true (trove_editor_set_data (&f.program.editor, 3, data, NULL));
      g_assert_true (trove_editor_drop_and_freeze (&f.program.editor, NULL));
      g_assert_null (trove_delta_new (&f.layouts, &f.before->state, &f.program.editor.state, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_assert_nonnull (strstr (error->message, "text"));
      state_program_go_to (&f.program, f.before);
      fixture_clear (&f);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kit_register_transforms ();
  g_test_add_func ("/delta-write/nothing", test_nothing);
  g_test_add_func ("/delta-write/value", test_value);
  g_test_add_func ("/delta-write/move", test_move);
  g_test_add_func ("/delta-write/runs", test_runs);
  g_test_add_func ("/delta-write/objects", test_objects);
  g_test_add_func ("/delta-write/size", test_size);
  g_test_add_func ("/delta-write/columns", test_columns);
  g_test_add_func ("/delta-write/not-written", test_not_written);
  return g_test_run ();
}
