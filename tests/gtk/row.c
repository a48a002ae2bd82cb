/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "row.h"

typedef struct
{
  TroveObject parent_instance;
} Row;

typedef TroveObjectClass RowClass;

G_DEFINE_TYPE (Row, row, thing_get_type ())

RowCount row_count;

static void
row_attached (TroveObject *self)
{
  row_count.n_attached++;
}

static void
row_finalize (GObject *object)
{
  row_count.n_alive--;
  G_OBJECT_CLASS (row_parent_class)->finalize (object);
}

static void
row_class_init (RowClass *klass)
{
  klass->attached = row_attached;
  G_OBJECT_CLASS (klass)->finalize = row_finalize;
}

static void
row_init (Row *self)
{
  row_count.n_alive++;
}

TroveDocument *
row_document_new (guint n)
{
  TroveDocument *document = trove_document_new (row_get_type (), NULL, 0);
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf ("row %u", i);
      const ThingData data = { .value = i, .label = label };

      trove_document_add (document, row_get_type (), &data, root, "children", G_MAXUINT, NULL, &error);
      g_assert_no_error (error);
    }
  trove_document_commit (document, "Fill", &error);
  g_assert_no_error (error);
  return document;
}

TroveObject *
row_new (TroveDocument *document, const char *label, guint64 value)
{
  return g_object_new (row_get_type (), "document", document, "label", label, "value", value, NULL);
}

TroveObject *
row_child (TroveDocument *document, guint position)
{
  GListModel *children = row_list (trove_document_get_root (document), "children");
  TroveObject *row = g_list_model_get_item (children, position);

  g_assert_nonnull (row);
  return row;
}

GListModel *
row_list (TroveObject *row, const char *name)
{
  return G_LIST_MODEL (trove_object_get_list (row, name));
}

guint64
row_value (TroveObject *row)
{
  guint64 value;

  g_object_get (row, "value", &value, NULL);
  return value;
}
