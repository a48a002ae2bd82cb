/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/spatial-index.h"

#include "draw/cells.h"

struct _SketchSpatialIndex
{
  TroveVersion *version;
  SketchCells *cells;
};

/* One step of the index from version to version. */
typedef struct
{
  TroveVersion *from, *to;
  TroveKey last;       /* the shape of the change before */
  GHashTable *touched; /* keys of shapes at the top level that may have another place or order */
  SketchDamageFunc damage;
  gpointer data;
} Step;

SketchSpatialIndex *
sketch_spatial_index_new (void)
{
  SketchSpatialIndex *self = g_new0 (SketchSpatialIndex, 1);

  self->cells = sketch_cells_new ();
  return self;
}

void
sketch_spatial_index_free (SketchSpatialIndex *self)
{
  g_clear_object (&self->version);
  sketch_cells_free (self->cells);
  g_free (self);
}

TroveVersion *
sketch_spatial_index_get_version (SketchSpatialIndex *self)
{
  return self->version;
}

GArray *
sketch_spatial_index_find (SketchSpatialIndex *self, const cairo_rectangle_t *box)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  sketch_cells_find (self->cells, box, keys);
  return keys;
}

/* All shapes */

static void
put_shape (TroveVersionReader *reader, TroveKey key, gpointer data)
{
  cairo_rectangle_t bounds;

  if (sketch_reader_get_bounds (reader, key, &bounds))
    sketch_cells_put (data, key, &bounds);
}

static void
put_all (SketchSpatialIndex *self, Step *step)
{
  cairo_rectangle_t bounds;

  if (step->damage != NULL && sketch_cells_get_extents (self->cells, &bounds))
    step->damage (&bounds, step->data);
  sketch_cells_begin (self->cells);
  sketch_foreach_shape (step->to, put_shape, self->cells);
  sketch_cells_end (self->cells);
  if (step->damage != NULL && sketch_cells_get_extents (self->cells, &bounds))
    step->damage (&bounds, step->data);
}

/* The shapes that a change touches */

static void
touch (Step *step, TroveKey key)
{
  if (!g_hash_table_contains (step->touched, &key))
    g_hash_table_add (step->touched, g_memdup2 (&key, sizeof key));
}

/* The shape that is at the top level with a shape in it. */
static TroveKey
get_top (TroveVersion *version, TroveKey key)
{
  TroveKey owner;
  GType type;

  while ((owner = trove_version_get_owner (version, key, NULL, NULL)) != 0 &&
         trove_version_peek (version, owner, &type) != NULL && type == SKETCH_TYPE_SHAPE)
    key = owner;
  return key;
}

/* A shape, the groups around it, and the connectors at all of these. */
static void
touch_shape (Step *step, TroveVersion *version, TroveKey key)
{
  GType type;

  while (trove_version_peek (version, key, &type) != NULL && type == SKETCH_TYPE_SHAPE)
    {
      gsize n;
      g_autofree TroveKey *connectors = trove_version_dup_referrers (version, key, &n);
      TroveKey owner = trove_version_get_owner (version, key, NULL, NULL);

      for (gsize i = 0; i < n; i++)
        touch (step, get_top (version, connectors[i]));
      if (owner == 0 || trove_version_peek (version, owner, &type) == NULL || type != SKETCH_TYPE_SHAPE)
        touch (step, key);
      key = owner;
    }
}

/* A shape that has come or gone has a change of its own. */
static void
touch_layer (Step *step, TroveKey layer)
{
  const TroveKey *shapes;
  guint n;

  for (guint i = 0; (shapes = trove_version_peek_children (step->to, layer, "shapes", i, &n)) != NULL; i += n)
    for (guint j = 0; j < n; j++)
      touch (step, shapes[j]);
}

static void
touch_changed (Step *step, TroveChanges *changes, guint position)
{
  TroveChangeKind kind = trove_changes_get_kind (changes, position);
  TroveKey key = trove_changes_get_key (changes, position);
  GType type = trove_changes_get_object_type (changes, position);

  /* Lists change with the owners of their items, which are told of. */
  if (kind == TROVE_CHANGE_LIST)
    return;
  if (type == SKETCH_TYPE_SHAPE)
    {
      if (key == step->last) /* another property */
        return;
      step->last = key;
      touch_shape (step, step->from, key);
      touch_shape (step, step->to, key);
    }
  else if (type == SKETCH_TYPE_LAYER &&
           (kind != TROVE_CHANGE_SET ||
            g_str_equal (trove_changes_get_property_name (changes, position), "visible")))
    touch_layer (step, key);
}

/* In a visible layer, not in a group, and not removed. */
static gboolean
is_shown (TroveVersion *version, TroveKey key)
{
  TroveKey owner = trove_version_get_owner (version, key, NULL, NULL);
  GType type;
  gconstpointer layer = owner != 0 ? trove_version_peek (version, owner, &type) : NULL;

  return layer != NULL && type == SKETCH_TYPE_LAYER && ((const SketchLayerData *) layer)->visible &&
         trove_version_get_owner (version, owner, NULL, NULL) != 0;
}

static void
update_shape (SketchSpatialIndex *self, Step *step, TroveVersionReader *reader, TroveKey key)
{
  const cairo_rectangle_t *old = sketch_cells_lookup (self->cells, key);
  gboolean shown = is_shown (step->to, key);
  cairo_rectangle_t bounds;

  if (old != NULL && step->damage != NULL)
    step->damage (old, step->data);
  if (!shown || !sketch_reader_get_bounds (reader, key, &bounds))
    {
      sketch_cells_remove (self->cells, key);
      return;
    }
  if (step->damage != NULL)
    step->damage (&bounds, step->data);
  sketch_cells_put (self->cells, key, &bounds);
}

static void
update_touched (SketchSpatialIndex *self, Step *step)
{
  TroveVersionReader reader;
  GHashTableIter iter;
  gpointer key;

  trove_version_reader_init (&reader, step->to);
  g_hash_table_iter_init (&iter, step->touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    update_shape (self, step, &reader, *(const TroveKey *) key);
}

/* All anew is faster than many one by one. */
static gboolean
are_many (SketchSpatialIndex *self, guint n)
{
  return n > 1000 && n > sketch_cells_get_size (self->cells) / 4;
}

static void
follow (SketchSpatialIndex *self, Step *step, TroveChanges *changes)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (changes));

  if (are_many (self, n))
    {
      put_all (self, step);
      return;
    }
  step->touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < n; i++)
    touch_changed (step, changes, i);
  if (are_many (self, g_hash_table_size (step->touched)))
    put_all (self, step);
  else
    update_touched (self, step);
  g_hash_table_unref (step->touched);
}

void
sketch_spatial_index_update (SketchSpatialIndex *self, TroveVersion *version, SketchDamageFunc damage,
                             gpointer data)
{
  Step step = { .from = self->version, .to = version, .damage = damage, .data = data };
  g_autoptr (TroveChanges) changes = NULL;

  if (self->version == version)
    return;
  /* Versions of another document cannot be compared. */
  if (self->version != NULL)
    changes = trove_version_compare (self->version, version, NULL);
  if (changes != NULL)
    follow (self, &step, changes);
  else
    put_all (self, &step);
  g_set_object (&self->version, version);
}

/* Order */

typedef struct
{
  guint layer, position;
  TroveKey key;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->layer != y->layer)
    return x->layer < y->layer ? -1 : 1;
  return x->position < y->position ? -1 : x->position > y->position;
}

static void
sort_few (TroveVersion *version, TroveKey *keys, gsize n)
{
  g_autofree Place *places = g_new (Place, n);
  TroveKey layer = 0;
  guint position = 0;

  for (gsize i = 0; i < n; i++)
    {
      TroveKey owner = trove_version_get_owner (version, keys[i], NULL, &places[i].position);

      if (owner != layer)
        trove_version_get_owner (version, owner, NULL, &position);
      layer = owner;
      places[i].layer = position;
      places[i].key = keys[i];
    }
  if (n > 0)
    qsort (places, n, sizeof *places, compare_places);
  for (gsize i = 0; i < n; i++)
    keys[i] = places[i].key;
}

typedef struct
{
  GHashTable *wanted;
  TroveKey *sorted;
  gsize n;
} Walk;

static void
take_wanted (TroveVersionReader *reader, TroveKey key, gpointer data)
{
  Walk *walk = data;

  if (g_hash_table_contains (walk->wanted, &key))
    walk->sorted[walk->n++] = key;
}

/* Goes through all shapes. FALSE: some are in no visible layer. */
static gboolean
sort_many (TroveVersion *version, TroveKey *keys, gsize n)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree TroveKey *sorted = g_new (TroveKey, n);
  Walk walk = { wanted, sorted, 0 };

  for (gsize i = 0; i < n; i++)
    g_hash_table_add (wanted, &keys[i]);
  sketch_foreach_shape (version, take_wanted, &walk);
  if (walk.n == n)
    memcpy (keys, sorted, n * sizeof *keys);
  return walk.n == n;
}

void
sketch_sort_by_order (TroveVersion *version, TroveKey *keys, gsize n)
{
  /* Finding the place of a shape takes as long as passing ten. */
  if (n < 100 || n < trove_version_get_n_objects (version) / 10 || !sort_many (version, keys, n))
    sort_few (version, keys, n);
}
