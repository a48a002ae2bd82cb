/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sample.h"

#define NEAR 1e-6

TroveKey
sample_get_layer (TroveDocument *document, guint number)
{
  TroveKey layer;

  g_assert_cmpuint (trove_document_get_children (document, trove_document_get_root_key (document), "layers",
                                                 number, &layer, 1),
                    ==, 1);
  return layer;
}

TroveKey
sample_add_layer (TroveDocument *document, const char *name)
{
  const SketchLayerData data = { .name = name, .visible = TRUE };
  g_autoptr (GError) error = NULL;
  TroveKey layer = 0;

  trove_document_add (document, SKETCH_TYPE_LAYER, &data, trove_document_get_root_key (document), "layers",
                      G_MAXUINT, &layer, &error);
  g_assert_no_error (error);
  return layer;
}

TroveKey
sample_add (TroveDocument *document, TroveKey layer, const SketchShapeData *shape)
{
  g_autoptr (GError) error = NULL;
  TroveKey key = 0;

  trove_document_add (document, SKETCH_TYPE_SHAPE, shape, layer, "shapes", G_MAXUINT, &key, &error);
  g_assert_no_error (error);
  return key;
}

TroveKey
sample_add_box (TroveDocument *document, SketchKind kind, double x, double y, double width, double height)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = kind;
  shape.x = x;
  shape.y = y;
  shape.width = width;
  shape.height = height;
  return sample_add (document, sample_get_layer (document, 0), &shape);
}

TroveKey
sample_connect (TroveDocument *document, TroveKey from, TroveKey to)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = SKETCH_CONNECTOR;
  shape.from = from;
  shape.to = to;
  return sample_add (document, sample_get_layer (document, 0), &shape);
}

const SketchShapeData *
sample_peek (TroveDocument *document, TroveKey key)
{
  GType type;
  const SketchShapeData *shape = trove_document_peek (document, key, &type);

  g_assert_nonnull (shape);
  g_assert_true (type == SKETCH_TYPE_SHAPE);
  return shape;
}

void
sample_check_box (TroveDocument *document, TroveKey key, double x, double y, double width, double height)
{
  const SketchShapeData *shape = sample_peek (document, key);

  g_assert_cmpfloat_with_epsilon (shape->x, x, NEAR);
  g_assert_cmpfloat_with_epsilon (shape->y, y, NEAR);
  g_assert_cmpfloat_with_epsilon (shape->width, width, NEAR);
  g_assert_cmpfloat_with_epsilon (shape->height, height, NEAR);
}

char *
sample_list (TroveDocument *document, TroveKey owner, const char *list)
{
  guint n = trove_document_get_n_children (document, owner, list);
  g_autofree TroveKey *keys = g_new (TroveKey, n);
  GString *text = g_string_new (NULL);

  n = trove_document_get_children (document, owner, list, 0, keys, n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", keys[i]);
  return g_string_free (text, FALSE);
}

char *
sample_dup_text (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveVersion) version = trove_document_freeze (document, &error);
  char *text;

  g_assert_no_error (error);
  text = trove_version_to_json (version, &error);
  g_assert_no_error (error);
  return text;
}

void
sample_commit (TroveDocument *document, const char *label)
{
  g_autoptr (GError) error = NULL;

  trove_document_commit (document, label, &error);
  g_assert_no_error (error);
}

void
sample_check_step (TroveDocument *document, const char *label, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL, *undone = NULL, *redone = NULL;

  sample_commit (document, label);
  g_assert_cmpstr (trove_document_get_undo_label (document), ==, label);
  after = sample_dup_text (document);
  g_assert_cmpstr (after, !=, text);
  trove_document_undo (document, &error);
  g_assert_no_error (error);
  undone = sample_dup_text (document);
  g_assert_cmpstr (undone, ==, text);
  trove_document_redo (document, &error);
  g_assert_no_error (error);
  redone = sample_dup_text (document);
  g_assert_cmpstr (redone, ==, after);
}

guint
sample_count_versions (TroveDocument *document)
{
  return g_list_model_get_n_items (trove_document_get_history (document));
}
