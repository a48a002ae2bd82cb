/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layouts: the columns of a class and of a part of it, and the layouts of a file by their ids and classes. */

#include "state/row-layout.h"

#include "model-class.h"

static void
test_class (void)
{
  const TroveClass *klass = model_class (MODEL_GROUP);
  TroveRowLayout *layout = trove_row_layout_new (7, klass);
  g_autofree char *type = g_variant_type_dup_string (layout->row_type);

  g_assert_cmpuint (layout->id, ==, 7);
  g_assert_true (layout->klass == klass);
  g_assert_cmpuint (layout->n_columns, ==, klass->n_fields);
  for (guint i = 0; i < layout->n_columns; i++)
    g_assert_true (layout->columns[i].field == &klass->fields[i]);
  /* number, text, counted, target, other, chief */
  g_assert_cmpstr (type, ==, "(tmsm(say)ttt)");
  g_assert_cmpuint (layout->n_ends, ==, 2);
  g_assert_cmpuint (layout->last, ==, MODEL_CHIEF);
  g_assert_cmpuint (layout->absent->len, ==, 0);
  g_assert_cmpuint (layout->columns[MODEL_NUMBER].form, ==, TROVE_ROW_NUMBER);
  g_assert_cmpuint (layout->columns[MODEL_TEXT].form, ==, TROVE_ROW_STRING);
  g_assert_cmpuint (layout->columns[MODEL_COUNTED].form, ==, TROVE_ROW_OTHER);
  g_assert_cmpuint (layout->columns[MODEL_TARGET].form, ==, TROVE_ROW_KEY);
  g_assert_cmpuint (layout->columns[MODEL_CHILD].form, ==, TROVE_ROW_NONE);
  g_assert_cmpuint (layout->columns[MODEL_KIDS].form, ==, TROVE_ROW_NONE);
  trove_row_layout_free (layout);
}

static TroveRowLayout *
layout_of_columns (guint32 id, const TroveClass *klass, const TroveRowColumn *columns, guint n)
{
  return trove_row_layout_new_for_columns (id, klass, g_memdup2 (columns, n * sizeof *columns), n);
}

/* Some of the fields, in another order, and a number of another type. */
static void
test_columns (void)
{
  const TroveClass *klass = model_class (MODEL_NODE);
  const TroveRowColumn columns[] = {
    { .field = &klass->fields[MODEL_OTHER], .type = g_intern_string ("t") },
    { .field = &klass->fields[MODEL_KIDS] },
    { .field = &klass->fields[MODEL_NUMBER], .type = g_intern_string ("i") },
    { .field = &klass->fields[MODEL_TEXT], .type = g_intern_string ("ms") },
    { .field = &klass->fields[MODEL_CHILD] },
  };
  TroveRowLayout *layout = layout_of_columns (1, klass, columns, G_N_ELEMENTS (columns));
  g_autofree char *type = g_variant_type_dup_string (layout->row_type);

  g_assert_cmpstr (type, ==, "(tims)");
  g_assert_cmpuint (layout->n_ends, ==, 0);
  g_assert_cmpuint (layout->last, ==, 3);
  g_assert_cmpuint (layout->columns[2].form, ==, TROVE_ROW_NUMBER);
  g_assert_cmpuint (layout->columns[2].alignment, ==, 4);
  g_assert_true (layout->columns[2].is_fixed);
  g_assert_false (layout->columns[3].is_fixed);
  /* References and owned fields have no default but none. */
  g_assert_cmpuint (layout->absent->len, ==, 1);
  g_assert_true (layout->absent->pdata[0] == &klass->fields[MODEL_COUNTED]);
  trove_row_layout_free (layout);
}

static void
test_no_columns (void)
{
  const TroveClass *klass = model_class (MODEL_NODE);
  TroveRowLayout *layout = trove_row_layout_new_for_columns (1, klass, NULL, 0);

  g_assert_true (g_variant_type_equal (layout->row_type, G_VARIANT_TYPE_UNIT));
  g_assert_cmpuint (layout->last, ==, 0);
  g_assert_cmpuint (layout->absent->len, ==, 3);
  trove_row_layout_free (layout);
}

/* Types of raw fields, which may be any. */
static void
test_forms (void)
{
  const struct
  {
    const char *type;
    guint alignment;
    gboolean is_fixed;
  } types[] = {
    { "y", 1, TRUE },     { "n", 2, TRUE },      { "q", 2, TRUE },       { "h", 4, TRUE },
    { "d", 8, TRUE },     { "(yn)", 2, TRUE },   { "(in)", 4, TRUE },    { "{yx}", 8, TRUE },
    { "()", 1, TRUE },    { "v", 8, FALSE },     { "s", 1, FALSE },      { "o", 1, FALSE },
    { "g", 1, FALSE },    { "ai", 4, FALSE },    { "mx", 8, FALSE },     { "(ui)", 4, TRUE },
    { "(is)", 4, FALSE }, { "a{sv}", 8, FALSE }, { "m(say)", 1, FALSE },
  };
  const TroveClass *klass = model_class (MODEL_NODE);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const TroveRowColumn column = { .field = &klass->fields[MODEL_COUNTED],
                                      .type = g_intern_string (types[i].type) };
      TroveRowLayout *layout = layout_of_columns (1, klass, &column, 1);

      g_assert_cmpuint (layout->columns[0].form, ==, TROVE_ROW_OTHER);
      g_assert_cmpuint (layout->columns[0].alignment, ==, types[i].alignment);
      g_assert_cmpint (layout->columns[0].is_fixed, ==, types[i].is_fixed);
      trove_row_layout_free (layout);
    }
}

static void
test_layouts (void)
{
  const TroveClass *node = model_class (MODEL_NODE), *group = model_class (MODEL_GROUP);
  TroveRowLayouts layouts;
  TroveRowLayout *old, *current;

  trove_row_layouts_init (&layouts);
  g_assert_null (trove_row_layouts_get (&layouts, 1));
  old = trove_row_layout_new_for_columns (5, node, NULL, 0);
  current = trove_row_layout_new (2, node);
  trove_row_layouts_add (&layouts, current, TRUE);
  trove_row_layouts_add (&layouts, old, FALSE);
  g_assert_true (trove_row_layouts_get (&layouts, 5) == old);
  g_assert_true (trove_row_layouts_for_class (&layouts, node) == current);

  /* Another class gets the next id, once. */
  g_assert_cmpuint (trove_row_layouts_for_class (&layouts, group)->id, ==, 6);
  g_assert_true (trove_row_layouts_for_class (&layouts, group) == trove_row_layouts_get (&layouts, 6));
  g_assert_true (trove_row_layouts_for_class (&layouts, group)->klass == group);
  trove_row_layouts_clear (&layouts);
}

/* Ids of a file that are used up. */
static void
test_last_id (void)
{
  TroveRowLayouts layouts;

  trove_row_layouts_init (&layouts);
  trove_row_layouts_add (&layouts, trove_row_layout_new (1, model_class (MODEL_NODE)), TRUE);
  trove_row_layouts_add (&layouts, trove_row_layout_new (G_MAXUINT32, model_class (MODEL_NODE)), FALSE);
  g_assert_cmpuint (trove_row_layouts_for_class (&layouts, model_class (MODEL_GROUP))->id, ==, 2);
  g_assert_cmpuint (trove_row_layouts_for_class (&layouts, model_class (MODEL_CRATE))->id, ==, 3);
  trove_row_layouts_clear (&layouts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-layout/class", test_class);
  g_test_add_func ("/row-layout/columns", test_columns);
  g_test_add_func ("/row-layout/no-columns", test_no_columns);
  g_test_add_func ("/row-layout/forms", test_forms);
  g_test_add_func ("/row-layout/layouts", test_layouts);
  g_test_add_func ("/row-layout/last-id", test_last_id);
  return g_test_run ();
}
