/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Order, alignment and groups. */

#include "edit/arrange.h"

#include "draw/geometry.h"
#include "sample.h"

#define N 5

typedef struct
{
  TroveDocument *document;
  TroveKey layer, keys[N];
  char *before;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = sketch_document_new ();
  self->layer = sample_get_layer (self->document, 0);
  for (guint i = 0; i < N; i++)
    self->keys[i] = sample_add_box (self->document, SKETCH_RECTANGLE, 100 * i, 10 * i, 20, 10 + i);
  sample_commit (self->document, "Draw");
  self->before = sample_dup_text (self->document);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->before);
  g_assert_finalize_object (self->document);
}

/* Checks a list, written as numbers of the shapes of the fixture. */
static void
check_order (Fixture *self, TroveKey owner, const char *list, const char *order)
{
  g_autofree char *found = sample_list (self->document, owner, list);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (; *order != '\0'; order++)
    g_string_append_printf (expected, "%s%" G_GUINT64_FORMAT, expected->len > 0 ? " " : "",
                            self->keys[*order - '0']);
  g_assert_cmpstr (found, ==, expected->str);
}

/* The shapes are named in the order in which they are selected, which does not matter. */
static void
check_reorder (Fixture *self, const char *selected, SketchOrder order, const char *expected)
{
  TroveKey keys[N];
  gsize n = strlen (selected);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    keys[i] = self->keys[selected[i] - '0'];
  g_assert_true (sketch_reorder (self->document, keys, n, order, &error));
  g_assert_no_error (error);
  check_order (self, self->layer, "shapes", expected);
  trove_document_rollback (self->document, &error);
  g_assert_no_error (error);
}

static void
test_reorder (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *selected;
    SketchOrder order;
    const char *expected;
  } cases[] = {
    { "", SKETCH_TO_FRONT, "01234" },     { "1", SKETCH_TO_FRONT, "02341" },
    { "31", SKETCH_TO_FRONT, "02413" },   { "4", SKETCH_TO_FRONT, "01234" },
    { "3", SKETCH_TO_BACK, "30124" },     { "31", SKETCH_TO_BACK, "13024" },
    { "01234", SKETCH_TO_BACK, "01234" }, { "1", SKETCH_FORWARD, "02134" },
    { "21", SKETCH_FORWARD, "03124" },    { "34", SKETCH_FORWARD, "01234" },
    { "41", SKETCH_FORWARD, "02134" },    { "234", SKETCH_FORWARD, "01234" },
    { "1", SKETCH_BACKWARD, "10234" },    { "10", SKETCH_BACKWARD, "01234" },
    { "32", SKETCH_BACKWARD, "02314" },   { "03", SKETCH_BACKWARD, "01324" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_reorder (self, cases[i].selected, cases[i].order, cases[i].expected);
}

static void
test_reorder_layers (Fixture *self, gconstpointer data)
{
  const SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey layer = sample_add_layer (self->document, "Front");
  const TroveKey others[] = { sample_add (self->document, layer, &shape),
                              sample_add (self->document, layer, &shape) };
  const TroveKey keys[] = { others[0], self->keys[4], self->keys[0] };
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL, *expected = NULL, *before = NULL;

  sample_commit (self->document, "Add layer");
  before = sample_dup_text (self->document);
  g_assert_true (sketch_reorder (self->document, keys, G_N_ELEMENTS (keys), SKETCH_TO_FRONT, &error));
  check_order (self, self->layer, "shapes", "12304");
  found = sample_list (self->document, layer, "shapes");
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, others[1], others[0]);
  g_assert_cmpstr (found, ==, expected);
  sample_check_step (self->document, "To Front", before);
  g_assert_false (sketch_reorder (self->document, &layer, 1, SKETCH_TO_FRONT, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
}

static void
test_align (Fixture *self, gconstpointer data)
{
  static const struct
  {
    SketchAlignment alignment;
    double x, y; /* of the third shape, which is 20 by 12 at (200, 20) among 420 by 54 */
  } cases[] = {
    { SKETCH_LEFT, 0, 20 }, { SKETCH_CENTER, 200, 20 }, { SKETCH_RIGHT, 400, 20 },
    { SKETCH_TOP, 200, 0 }, { SKETCH_MIDDLE, 200, 21 }, { SKETCH_BOTTOM, 200, 42 },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (sketch_align (self->document, self->keys, N, cases[i].alignment, &error));
      g_assert_no_error (error);
      sample_check_box (self->document, self->keys[2], cases[i].x, cases[i].y, 20, 12);
      trove_document_rollback (self->document, &error);
    }
  sketch_align (self->document, self->keys, N, SKETCH_LEFT, &error);
  sample_check_step (self->document, "Align Left", self->before);

  /* One shape is where it should be. */
  g_assert_true (sketch_align (self->document, self->keys, 1, SKETCH_RIGHT, &error));
  sample_commit (self->document, "Nothing");
  g_assert_cmpstr (trove_document_get_undo_label (self->document), ==, "Align Left");
}

static void
test_group (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->keys[3], self->keys[1] };
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  g_autoptr (GError) error = NULL;
  g_autofree char *grouped = NULL, *list = NULL;
  cairo_rectangle_t bounds;
  TroveKey group;

  g_assert_true (sketch_group (self->document, keys, G_N_ELEMENTS (keys), &group, &error));
  g_assert_no_error (error);
  check_order (self, group, "children", "13");
  sample_check_step (self->document, "Group", self->before);
  list = sample_list (self->document, self->layer, "shapes");
  g_assert_cmpint (sample_peek (self->document, group)->kind, ==, SKETCH_GROUP);
  {
    g_autoptr (TroveVersion) version = trove_document_dup_current (self->document);

    g_assert_true (sketch_get_bounds (version, group, &bounds));
    g_assert_cmpfloat (bounds.x, ==, 99);
    g_assert_cmpfloat (bounds.width, ==, 222);
  }

  /* The group stands where the frontmost one was, and its children go there. */
  grouped = sample_dup_text (self->document);
  self->keys[1] = group;
  check_order (self, self->layer, "shapes", "0214");
  self->keys[1] = keys[1];
  g_array_append_val (children, self->keys[0]); /* the array keeps what it has */
  g_assert_true (
      sketch_ungroup (self->document, (const TroveKey[]){ group, self->keys[0] }, 2, children, &error));
  g_assert_no_error (error);
  check_order (self, self->layer, "shapes", "02134");
  g_assert_cmpuint (children->len, ==, 3);
  g_assert_cmpuint (g_array_index (children, TroveKey, 1), ==, self->keys[1]);
  g_assert_cmpuint (g_array_index (children, TroveKey, 2), ==, self->keys[3]);
  sample_check_step (self->document, "Ungroup", grouped);
  g_assert_null (trove_document_peek (self->document, group, NULL));
}

/* Of two layers: the order is that of the drawing, and the layer that of the first shape. */
static void
test_group_layers (Fixture *self, gconstpointer data)
{
  const SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey layer = sample_add_layer (self->document, "Front"),
           other = sample_add (self->document, layer, &shape);
  const TroveKey keys[] = { other, self->keys[2], self->keys[0] };
  g_autofree char *list = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;
  TroveKey group;

  g_assert_true (sketch_group (self->document, keys, G_N_ELEMENTS (keys), &group, &error));
  g_assert_cmpuint (trove_document_get_owner (self->document, group, NULL, NULL), ==, layer);
  list = sample_list (self->document, group, "children");
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, self->keys[0],
                              self->keys[2], other);
  g_assert_cmpstr (list, ==, expected);
  check_order (self, self->layer, "shapes", "134");
}

/* A connector to a group that is taken apart ends where it was. */
static void
test_ungroup_connected (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  g_autoptr (GError) error = NULL;
  const SketchShapeData *shape;
  TroveKey group, connector;

  g_assert_true (sketch_group (self->document, self->keys, 2, &group, &error));
  connector = sample_connect (self->document, self->keys[4], group);
  sample_commit (self->document, "Connect");
  g_assert_true (sketch_ungroup (self->document, &group, 1, children, &error));
  sample_commit (self->document, "Ungroup");
  shape = sample_peek (self->document, connector);
  g_assert_cmpuint (shape->from, ==, self->keys[4]);
  g_assert_cmpuint (shape->to, ==, 0);
  g_assert_cmpfloat_with_epsilon (shape->x + shape->width, 121, 1); /* the right side of the group */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sketch/arrange/reorder", Fixture, NULL, set_up, test_reorder, tear_down);
  g_test_add ("/sketch/arrange/reorder-layers", Fixture, NULL, set_up, test_reorder_layers, tear_down);
  g_test_add ("/sketch/arrange/align", Fixture, NULL, set_up, test_align, tear_down);
  g_test_add ("/sketch/arrange/group", Fixture, NULL, set_up, test_group, tear_down);
  g_test_add ("/sketch/arrange/group-layers", Fixture, NULL, set_up, test_group_layers, tear_down);
  g_test_add ("/sketch/arrange/ungroup-connected", Fixture, NULL, set_up, test_ungroup_connected, tear_down);
  return g_test_run ();
}
