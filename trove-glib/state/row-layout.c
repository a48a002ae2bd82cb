/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "row-layout.h"

#include "value.h"

/* A layout */

static GVariantType *
make_row_type (const TroveRowColumn *columns, guint n)
{
  g_autoptr (GString) type = g_string_new ("(");

  for (guint i = 0; i < n; i++)
    if (columns[i].type != NULL)
      g_string_append (type, columns[i].type);
  g_string_append_c (type, ')');
  return g_variant_type_new (type->str);
}

TroveRowLayout *
trove_row_layout_new_for_columns (guint32 id, const TroveClass *klass, TroveRowColumn *columns,
                                  guint n_columns)
{
  TroveRowLayout *self = g_new (TroveRowLayout, 1);

  g_assert (id > 0);
  *self = (TroveRowLayout){ id, klass, n_columns, columns, make_row_type (columns, n_columns) };
  return self;
}

TroveRowLayout *
trove_row_layout_new (guint32 id, const TroveClass *klass)
{
  TroveRowColumn *columns = g_new (TroveRowColumn, klass->n_fields);

  for (guint i = 0; i < klass->n_fields; i++)
    columns[i] = (TroveRowColumn){ &klass->fields[i], trove_value_type (&klass->fields[i]) };
  return trove_row_layout_new_for_columns (id, klass, columns, klass->n_fields);
}

void
trove_row_layout_free (TroveRowLayout *self)
{
  g_variant_type_free (self->row_type);
  g_free (self->columns);
  g_free (self);
}

/* All layouts */

static void
free_layout (gpointer layout)
{
  trove_row_layout_free (layout);
}

void
trove_row_layouts_init (TroveRowLayouts *self)
{
  *self = (TroveRowLayouts){ .by_id = g_hash_table_new_full (NULL, NULL, NULL, free_layout),
                             .by_class = g_hash_table_new (NULL, NULL) };
}

void
trove_row_layouts_clear (TroveRowLayouts *self)
{
  g_hash_table_unref (self->by_class);
  g_hash_table_unref (self->by_id);
}

void
trove_row_layouts_add (TroveRowLayouts *self, TroveRowLayout *layout, gboolean is_current)
{
  g_assert (trove_row_layouts_get (self, layout->id) == NULL);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (layout->id), layout);
  if (is_current)
    g_hash_table_insert (self->by_class, (gpointer) layout->klass, layout);
  self->last_id = MAX (self->last_id, layout->id);
}

const TroveRowLayout *
trove_row_layouts_get (const TroveRowLayouts *self, guint32 id)
{
  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
}

/* An id that is free: ids of a file need not be without holes, and may be any. */
static guint32
next_id (const TroveRowLayouts *self)
{
  guint32 id = self->last_id;

  do
    id = id < G_MAXUINT32 ? id + 1 : 1;
  while (trove_row_layouts_get (self, id) != NULL);
  return id;
}

const TroveRowLayout *
trove_row_layouts_for_class (TroveRowLayouts *self, const TroveClass *klass)
{
  TroveRowLayout *layout = g_hash_table_lookup (self->by_class, klass);

  if (layout == NULL)
    {
      layout = trove_row_layout_new (next_id (self), klass);
      trove_row_layouts_add (self, layout, TRUE);
    }
  return layout;
}
