/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The index follows random edits: it finds what is there, and tells of all places that look different. */

#include "draw/spatial-index.h"

#include <math.h>

#include "draw/painter.h"
#include "sample.h"

#define SIZE 120 /* units of the drawing, and pixels of its picture */
#define N_STEPS 600

typedef struct
{
  GRand *random;
  TroveDocument *document;
  TroveVersion *version;
  SketchSpatialIndex *index;
  cairo_surface_t *picture; /* of the version */
  GArray *damage;           /* cairo_rectangle_t */
} Fixture;

static void
collect (const cairo_rectangle_t *bounds, gpointer data)
{
  g_array_append_vals (data, bounds, 1);
}

static cairo_surface_t *
paint (TroveVersion *version)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  sketch_paint_drawing (cr, version);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->random = g_rand_new_with_seed (g_test_rand_int ());
  self->document = sketch_document_new ();
  self->version = trove_document_freeze (self->document, NULL);
  self->index = sketch_spatial_index_new ();
  self->picture = paint (self->version);
  self->damage = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  g_assert_null (sketch_spatial_index_get_version (self->index));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_rand_free (self->random);
  sketch_spatial_index_free (self->index);
  cairo_surface_destroy (self->picture);
  g_array_unref (self->damage);
  g_clear_object (&self->version);
  g_assert_finalize_object (self->document);
}

/* Checks */

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const TroveKey *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

typedef struct
{
  cairo_rectangle_t box;
  GArray *keys; /* from back to front */
} Search;

static void
search (TroveVersionReader *reader, TroveKey key, gpointer data)
{
  const Search *wanted = data;
  cairo_rectangle_t bounds;

  if (sketch_reader_get_bounds (reader, key, &bounds) && sketch_intersects (&bounds, &wanted->box))
    g_array_append_val (wanted->keys, key);
}

static void
check_equal (GArray *a, GArray *b)
{
  g_assert_cmpmem (a->data, a->len * sizeof (TroveKey), b->data, b->len * sizeof (TroveKey));
}

/* Against all shapes of the version. */
static void
check_find (Fixture *self, const cairo_rectangle_t *box)
{
  Search wanted = { *box, g_array_new (FALSE, FALSE, sizeof (TroveKey)) };
  g_autoptr (GArray) found = sketch_spatial_index_find (self->index, box);

  sketch_foreach_shape (self->version, search, &wanted);
  sketch_sort_by_order (self->version, (TroveKey *) found->data, found->len);
  check_equal (found, wanted.keys);
  g_array_sort (found, compare_keys);
  g_array_sort (wanted.keys, compare_keys);
  check_equal (found, wanted.keys);
  g_array_unref (wanted.keys);
}

static gboolean
is_damaged (Fixture *self, int x, int y)
{
  for (guint i = 0; i < self->damage->len; i++)
    {
      cairo_rectangle_t box = g_array_index (self->damage, cairo_rectangle_t, i);

      if (x >= floor (box.x) && y >= floor (box.y) && x < ceil (box.x + box.width) &&
          y < ceil (box.y + box.height))
        return TRUE;
    }
  return FALSE;
}

/* Cairo rounds now and then otherwise. */
static gboolean
differ (guint32 a, guint32 b)
{
  for (guint shift = 0; shift < 32; shift += 8)
    if (ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > 2)
      return TRUE;
  return FALSE;
}

static void
check_damage (Fixture *self, cairo_surface_t *before, cairo_surface_t *after)
{
  const guint32 *old = (const guint32 *) (gpointer) cairo_image_surface_get_data (before);
  const guint32 *new = (const guint32 *) (gpointer) cairo_image_surface_get_data (after);

  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      if (differ (old[y * SIZE + x], new[y * SIZE + x]))
        g_assert_true (is_damaged (self, x, y));
}

/* Brings the index to the current state. */
static void
update (Fixture *self)
{
  cairo_surface_t *picture;

  g_clear_object (&self->version);
  self->version = trove_document_freeze (self->document, NULL);
  g_array_set_size (self->damage, 0);
  sketch_spatial_index_update (self->index, self->version, collect, self->damage);
  g_assert_true (sketch_spatial_index_get_version (self->index) == self->version);
  picture = paint (self->version);
  check_damage (self, self->picture, picture);
  cairo_surface_destroy (self->picture);
  self->picture = picture;
}

static void
check (Fixture *self)
{
  const cairo_rectangle_t all = { -1e6, -1e6, 2e6, 2e6 };
  const cairo_rectangle_t box = { g_rand_double_range (self->random, 0, SIZE),
                                  g_rand_double_range (self->random, 0, SIZE),
                                  g_rand_double_range (self->random, 0, 40),
                                  g_rand_double_range (self->random, 0, 40) };

  check_find (self, &all);
  check_find (self, &box);
}

/* Edits */

/* A random object of a class; 0: there is none. */
static TroveKey
pick (Fixture *self, GType wanted)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (self->document, NULL);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  GType type;

  for (TroveKey key = trove_version_get_next_key (version, 0); key != 0;
       key = trove_version_get_next_key (version, key))
    if (trove_version_peek (version, key, &type) != NULL && type == wanted &&
        trove_version_get_owner (version, key, NULL, NULL) != 0)
      g_array_append_val (keys, key);
  return keys->len > 0 ?
             g_array_index (keys, TroveKey, g_rand_int_range (self->random, 0, (gint32) keys->len)) :
             0;
}

static TroveKey
pick_shape (Fixture *self)
{
  return pick (self, SKETCH_TYPE_SHAPE);
}

static void
place (Fixture *self, SketchShapeData *shape)
{
  shape->x = g_rand_double_range (self->random, 0, SIZE);
  shape->y = g_rand_double_range (self->random, 0, SIZE);
  shape->width = g_rand_double_range (self->random, 0, 30);
  shape->height =
      g_rand_double_range (self->random, 0, g_rand_int_range (self->random, 0, 9) == 0 ? 300 : 30);
  shape->angle = g_rand_boolean (self->random) ? 0 : g_rand_double_range (self->random, 0, 360);
}

static void
add_shape (Fixture *self)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = (SketchKind) g_rand_int_range (self->random, 0, SKETCH_GROUP);
  shape.fill = g_rand_int (self->random);
  shape.path = "M0 0C1 0 1 0 1 1";
  shape.text = "Text";
  place (self, &shape);
  if (shape.kind == SKETCH_TEXT)
    sketch_measure_text (&shape);
  if (shape.kind == SKETCH_CONNECTOR)
    {
      shape.from = pick_shape (self);
      shape.to = pick_shape (self);
    }
  sample_add (self->document, pick (self, SKETCH_TYPE_LAYER), &shape);
}

static void
change_shape (Fixture *self)
{
  TroveKey key = pick_shape (self);
  SketchShapeData shape;

  if (key == 0)
    return;
  shape = *sample_peek (self->document, key);
  place (self, &shape);
  shape.stroke = g_rand_int (self->random);
  trove_document_set (self->document, key, &shape, NULL);
}

static void
remove_shape (Fixture *self)
{
  TroveKey key = pick_shape (self);

  if (key != 0)
    trove_document_remove (self->document, key, NULL);
}

/* Into a layer or a group. Not into itself: that fails. */
static void
move_shape (Fixture *self)
{
  TroveKey key = pick_shape (self), owner = pick_shape (self);

  if (key == 0)
    return;
  if (sample_peek (self->document, owner)->kind == SKETCH_GROUP)
    trove_document_move (self->document, key, owner, "children", 0, NULL);
  else
    trove_document_move (self->document, key, pick (self, SKETCH_TYPE_LAYER), "shapes",
                         g_rand_boolean (self->random) ? 0 : G_MAXUINT, NULL);
}

static void
make_group (Fixture *self)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey group;

  shape.kind = SKETCH_GROUP;
  shape.opacity = g_rand_boolean (self->random) ? 1 : 0.5;
  group = sample_add (self->document, pick (self, SKETCH_TYPE_LAYER), &shape);
  for (guint i = 0; i < 3; i++)
    trove_document_move (self->document, pick_shape (self), group, "children", 0, NULL);
}

static void
change_layer (Fixture *self)
{
  TroveKey key = pick (self, SKETCH_TYPE_LAYER), root = trove_document_get_root_key (self->document);
  SketchLayerData layer = *(const SketchLayerData *) trove_document_peek (self->document, key, NULL);
  guint n = trove_document_get_n_children (self->document, root, "layers");

  switch (g_rand_int_range (self->random, 0, 4))
    {
    case 0:
      layer.visible = !layer.visible;
      trove_document_set (self->document, key, &layer, NULL);
      break;
    case 1:
      sample_add_layer (self->document, "Layer");
      break;
    case 2:
      if (n > 1)
        trove_document_remove (self->document, key, NULL);
      break;
    default:
      trove_document_move (self->document, key, root, "layers", 0, NULL);
    }
}

static void
go_somewhere (Fixture *self)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->document);
  guint at = (guint) g_rand_int_range (self->random, 0, (gint32) versions->len);

  trove_document_go_to (self->document, versions->pdata[at], NULL);
}

static void
edit (Fixture *self)
{
  static void (*const edits[]) (Fixture *) = { add_shape,    add_shape,    add_shape,
                                               change_shape, change_shape, remove_shape,
                                               move_shape,   make_group,   change_layer };

  edits[g_rand_int_range (self->random, 0, G_N_ELEMENTS (edits))](self);
}

static void
step (Fixture *self)
{
  switch (g_rand_int_range (self->random, 0, 12))
    {
    case 0:
      trove_document_undo (self->document, NULL);
      break;
    case 1:
      trove_document_redo (self->document, NULL);
      break;
    case 2:
      trove_document_rollback (self->document, NULL);
      break;
    case 3:
      if (g_rand_int_range (self->random, 0, 4) == 0)
        go_somewhere (self);
      break;
    case 4:
    case 5:
      sample_commit (self->document, "Edit");
      break;
    default:
      edit (self);
    }
}

static void
test_random (Fixture *self, gconstpointer data)
{
  update (self);
  for (guint i = 0; i < N_STEPS; i++)
    {
      guint n = (guint) g_rand_int_range (self->random, 1, 5);

      for (guint j = 0; j < n; j++)
        step (self);
      update (self);
      check (self);
    }
}

/* Many changes at once, which are no longer followed one by one. */
static void
test_many (Fixture *self, gconstpointer data)
{
  TroveKey layer = sample_get_layer (self->document, 0);

  update (self);
  for (guint i = 0; i < 3000; i++)
    add_shape (self);
  update (self);
  check (self);
  sample_commit (self->document, "Add");
  for (guint i = 0; i < 1500; i++)
    change_shape (self);
  update (self);
  check (self);
  trove_document_remove (self->document, layer, NULL);
  update (self);
  check (self);
  trove_document_undo (self->document, NULL);
  update (self);
  check (self);
}

/* The index of a document is brought to another one. */
static void
test_other_document (Fixture *self, gconstpointer data)
{
  TroveDocument *other = sketch_document_new ();
  g_autoptr (TroveVersion) version = NULL;
  const cairo_rectangle_t all = { 0, 0, SIZE, SIZE };
  g_autoptr (GArray) keys = NULL;
  TroveKey key;

  add_shape (self);
  update (self);
  key = sample_add_box (other, SKETCH_ELLIPSE, 10, 10, 5, 5);
  version = trove_document_freeze (other, NULL);
  sketch_spatial_index_update (self->index, version, NULL, NULL);
  keys = sketch_spatial_index_find (self->index, &all);
  g_assert_cmpmem (keys->data, keys->len * sizeof (TroveKey), &key, sizeof key);
  g_object_unref (other);
}

/* Boxes that are far away, large, or no numbers. */
static void
test_strange_boxes (Fixture *self, gconstpointer data)
{
  const double places[] = { -1e7, -64, 0, 64, 1e7 }, sizes[] = { 0, 64, 65, 1e7 };

  update (self);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      sample_add_box (self->document, SKETCH_RECTANGLE, places[i], places[j], sizes[j], sizes[i % 4]);
  update (self);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      check_find (self, &(cairo_rectangle_t){ places[i], places[j], sizes[j], sizes[i % 4] });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sketch/spatial-index/random", Fixture, NULL, set_up, test_random, tear_down);
  g_test_add ("/sketch/spatial-index/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/sketch/spatial-index/other-document", Fixture, NULL, set_up, test_other_document, tear_down);
  g_test_add ("/sketch/spatial-index/strange-boxes", Fixture, NULL, set_up, test_strange_boxes, tear_down);
  return g_test_run ();
}
