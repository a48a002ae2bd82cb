/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes between random versions, applied to a naive copy of the first one: it becomes a copy of the second one. Each change is
 * a difference, and all stand in their order. */

#include "drawing.h"

#include <string.h>

#include "test-support.h"

static const char *const lists[] = { "links", "children", "extras", "marks" }; /* in the order of the class */
#define N_LISTS G_N_ELEMENTS (lists)
#define LINKS 0

/* Naive copies */

typedef struct
{
  GType type;
  gint64 x;
  char *label;
  GVariant *style;
  TroveKey target, icon;
  double radius;
  GArray *lists[N_LISTS]; /* TroveKey */
  TroveKey owner;
  const char *property; /* of the owner */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  g_free (self->label);
  g_clear_pointer (&self->style, g_variant_unref);
  for (guint i = 0; i < N_LISTS; i++)
    g_array_unref (self->lists[i]);
  g_free (self);
}

static gboolean
has_list (GType type, guint list)
{
  return list < N_LISTS - 1 || type == circle_get_type ();
}

static GArray *
read_list (TroveVersion *version, TroveKey key, const char *list)
{
  guint n = trove_version_get_n_children (version, key, list);
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), n);

  g_array_set_size (keys, n);
  g_assert_cmpuint (trove_version_get_children (version, key, list, 0, (TroveKey *) keys->data, n), ==, n);
  return keys;
}

static Copy *
read_object (TroveVersion *version, TroveKey key)
{
  Copy *self = g_new0 (Copy, 1);
  const ShapeData *data = trove_version_peek (version, key, &self->type);

  g_assert_nonnull (data);
  self->x = data->x;
  self->label = g_strdup (data->label);
  self->style = data->style != NULL ? g_variant_ref (data->style) : NULL;
  self->target = data->target;
  self->icon = data->icon;
  if (self->type == circle_get_type ())
    self->radius = ((const CircleData *) data)->radius;
  for (guint i = 0; i < N_LISTS; i++)
    self->lists[i] = has_list (self->type, i) ? read_list (version, key, lists[i]) :
                                                g_array_new (FALSE, FALSE, sizeof (TroveKey));
  self->owner = trove_version_get_owner (version, key, &self->property, NULL);
  return self;
}

/* Key → Copy */
static GHashTable *
read_version (TroveVersion *version)
{
  GHashTable *objects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, copy_free);

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    g_hash_table_insert (objects, g_memdup2 (&key, sizeof key), read_object (version, key));
  return objects;
}

static Copy *
find (GHashTable *objects, TroveKey key)
{
  return g_hash_table_lookup (objects, &key);
}

static gboolean
keys_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (TroveKey)) == 0);
}

static gboolean
variants_equal (GVariant *a, GVariant *b)
{
  return a == b || (a != NULL && b != NULL && g_variant_equal (a, b));
}

static void
assert_copies_equal (const Copy *a, const Copy *b)
{
  g_assert_true (a->type == b->type);
  g_assert_cmpint (a->x, ==, b->x);
  g_assert_cmpstr (a->label, ==, b->label);
  g_assert_true (variants_equal (a->style, b->style));
  g_assert_cmpuint (a->target, ==, b->target);
  g_assert_cmpuint (a->icon, ==, b->icon);
  g_assert_cmpfloat (a->radius, ==, b->radius);
  for (guint i = 0; i < N_LISTS; i++)
    g_assert_true (keys_equal (a->lists[i], b->lists[i]));
  g_assert_cmpuint (a->owner, ==, b->owner);
  g_assert_cmpstr (a->property, ==, b->property);
}

static void
assert_versions_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, copy;

  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &copy))
    {
      g_assert_nonnull (g_hash_table_lookup (b, key));
      assert_copies_equal (copy, g_hash_table_lookup (b, key));
    }
}

/* Applying */

typedef struct
{
  TroveVersion *from, *to;
  GHashTable *objects; /* a copy of from, which becomes one of to */
  GHashTable *moved;   /* keys of the changes MOVED, not yet explained */
} Apply;

static void
check_value (const Copy *object, const char *property, const GValue *value)
{
  if (g_str_equal (property, "x"))
    g_assert_cmpint (g_value_get_int64 (value), ==, object->x);
  else if (g_str_equal (property, "label"))
    g_assert_cmpstr (g_value_get_string (value), ==, object->label);
  else if (g_str_equal (property, "style"))
    g_assert_true (variants_equal (g_value_get_variant (value), object->style));
  else if (g_str_equal (property, "target"))
    g_assert_cmpuint (g_value_get_uint64 (value), ==, object->target);
  else if (g_str_equal (property, "icon"))
    g_assert_cmpuint (g_value_get_uint64 (value), ==, object->icon);
  else
    g_assert_cmpfloat (g_value_get_double (value), ==, object->radius);
}

static void
set_value (Copy *object, const char *property, const GValue *value)
{
  if (g_str_equal (property, "x"))
    object->x = g_value_get_int64 (value);
  else if (g_str_equal (property, "label"))
    {
      g_free (object->label);
      object->label = g_value_dup_string (value);
    }
  else if (g_str_equal (property, "style"))
    {
      g_clear_pointer (&object->style, g_variant_unref);
      object->style = g_value_dup_variant (value);
    }
  else if (g_str_equal (property, "target"))
    object->target = g_value_get_uint64 (value);
  else if (g_str_equal (property, "icon"))
    object->icon = g_value_get_uint64 (value);
  else
    object->radius = g_value_get_double (value);
}

static void
value_free (GValue *value)
{
  g_value_unset (value);
  g_free (value);
}

static void
apply_set (Apply *self, TroveChange *change, Copy *object)
{
  const char *property = trove_change_get_property_name (change);
  GValue *old_value = trove_change_dup_old_value (change), *new_value = trove_change_dup_new_value (change);
  g_autofree char *old_text = g_strdup_value_contents (old_value);
  g_autofree char *new_text = g_strdup_value_contents (new_value);

  check_value (object, property, old_value);
  if (!G_VALUE_HOLDS_VARIANT (old_value))
    g_assert_cmpstr (old_text, !=, new_text);
  set_value (object, property, new_value);
  value_free (old_value);
  value_free (new_value);
}

static gboolean
has_key (const TroveKey *keys, guint n, TroveKey key)
{
  for (guint i = 0; i < n; i++)
    if (keys[i] == key)
      return TRUE;
  return FALSE;
}

/* Explains the moves within the list: objects that the runs remove and are still there. */
static void
explain_moved (Apply *self, const TroveKey *removed, guint n, const GArray *after)
{
  for (guint i = 0; i < n; i++)
    if (has_key ((const TroveKey *) after->data, after->len, removed[i]))
      g_assert_true (g_hash_table_remove (self->moved, &removed[i]));
}

static void
apply_list (Apply *self, TroveChange *change, Copy *object)
{
  const char *name = trove_change_get_property_name (change);
  guint n_runs = trove_change_get_n_runs (change), at = 0, list;
  g_autoptr (GArray) after = read_list (self->to, trove_change_get_key (change), name);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey)), *before;

  for (list = 0; !g_str_equal (lists[list], name); list++)
    ;
  before = object->lists[list];
  g_assert_cmpuint (n_runs, >, 0);
  for (guint i = 0; i < n_runs; i++)
    {
      guint old_position, n_removed, new_position, n_added;

      trove_change_get_run (change, i, &old_position, &n_removed, &new_position, &n_added);
      g_assert_cmpuint (n_removed + n_added, >, 0);
      g_assert_cmpuint (old_position, >=, at + (i > 0));
      g_array_append_vals (keys, (TroveKey *) before->data + at, old_position - at);
      g_assert_cmpuint (keys->len, ==, new_position);
      g_array_append_vals (keys, (TroveKey *) after->data + new_position, n_added);
      if (list != LINKS)
        explain_moved (self, (TroveKey *) before->data + old_position, n_removed, after);
      at = old_position + n_removed;
    }
  g_array_append_vals (keys, (TroveKey *) before->data + at, before->len - at);

  g_array_unref (before);
  object->lists[list] = keys;
}

static void
check_old_owner (Apply *self, TroveChange *change, const Copy *object)
{
  const char *property, *expected_property;
  guint position, expected_position;
  TroveKey key = trove_change_get_key (change);

  g_assert_cmpuint (trove_change_get_old_owner (change, &property, &position), ==, object->owner);
  g_assert_cmpstr (property, ==, object->property);
  trove_version_get_owner (self->from, key, &expected_property, &expected_position);
  g_assert_cmpuint (position, ==, expected_position);
}

static void
apply_moved (Apply *self, TroveChange *change, Copy *object)
{
  TroveKey key = trove_change_get_key (change), owner;
  const char *property;

  check_old_owner (self, change, object);
  owner = trove_change_get_new_owner (change, &property, NULL);
  if (owner == object->owner && g_strcmp0 (property, object->property) == 0)
    g_assert_true (g_hash_table_add (self->moved, g_memdup2 (&key, sizeof key)));
  object->owner = owner;
  object->property = property;
}

static void
apply_added (Apply *self, TroveChange *change)
{
  TroveKey key = trove_change_get_key (change);
  Copy *object = read_object (self->to, key);
  const char *property, *expected_property;
  guint position, expected_position;

  g_assert_cmpuint (trove_change_get_new_owner (change, &property, &position), ==, object->owner);
  trove_version_get_owner (self->to, key, &expected_property, &expected_position);
  g_assert_cmpstr (property, ==, expected_property);
  g_assert_cmpuint (position, ==, expected_position);
  g_assert_true (g_hash_table_insert (self->objects, g_memdup2 (&key, sizeof key), object));
}

static void
apply_change (Apply *self, TroveChange *change)
{
  TroveKey key = trove_change_get_key (change);
  Copy *object = find (self->objects, key);

  g_assert_true ((object == NULL) == (trove_change_get_kind (change) == TROVE_CHANGE_ADDED));
  if (object != NULL)
    g_assert_true (trove_change_get_object_type (change) == object->type);
  switch (trove_change_get_kind (change))
    {
    case TROVE_CHANGE_ADDED:
      apply_added (self, change);
      break;
    case TROVE_CHANGE_REMOVED:
      check_old_owner (self, change, object);
      g_hash_table_remove (self->objects, &key);
      break;
    case TROVE_CHANGE_MOVED:
      apply_moved (self, change, object);
      break;
    case TROVE_CHANGE_SET:
      apply_set (self, change, object);
      break;
    case TROVE_CHANGE_LIST:
      apply_list (self, change, object);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The index of a property in the order of the class. */
static guint
find_order (const char *property)
{
  static const char *const order[] = { "x",        "label", "links",  "style",  "target",
                                       "children", "icon",  "extras", "radius", "marks" };
  guint i = 0;

  while (property != NULL && !g_str_equal (order[i], property))
    i++;
  return i;
}

static void
assert_in_order (TroveChange *before, TroveChange *change)
{
  TroveKey key_before = trove_change_get_key (before), key = trove_change_get_key (change);
  TroveChangeKind kind_before = trove_change_get_kind (before), kind = trove_change_get_kind (change);

  if (key_before != key)
    g_assert_cmpuint (key_before, <, key);
  else if (kind_before != kind)
    {
      g_assert_cmpint (kind_before, <, kind);
      g_assert_cmpint (kind_before, >=, TROVE_CHANGE_MOVED);
    }
  else
    g_assert_cmpuint (find_order (trove_change_get_property_name (before)), <,
                      find_order (trove_change_get_property_name (change)));
}

/* Reading by position says the same as the object. */
static void
assert_same (TroveChanges *changes, guint i, TroveChange *change)
{
  g_assert_cmpint (trove_changes_get_kind (changes, i), ==, trove_change_get_kind (change));
  g_assert_cmpuint (trove_changes_get_key (changes, i), ==, trove_change_get_key (change));
  g_assert_true (trove_changes_get_object_type (changes, i) == trove_change_get_object_type (change));
  g_assert_true (trove_changes_get_property_name (changes, i) == trove_change_get_property_name (change));
}

static void
check_changes (TroveChanges *changes)
{
  g_autoptr (TroveVersion) from = trove_changes_dup_from (changes), to = trove_changes_dup_to (changes);
  g_autoptr (GHashTable) objects = read_version (from), expected = read_version (to);
  g_autoptr (GHashTable) moved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Apply apply = { from, to, objects, moved };
  g_autoptr (TroveChange) before = NULL;

  /* Moves come before or after the lists that explain them: of all changes, they are applied first. */
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changes)); i++)
      {
        g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);

        if (i > 0)
          assert_in_order (before, change);
        assert_same (changes, i, change);
        if ((trove_change_get_kind (change) == TROVE_CHANGE_MOVED) == (round == 0))
          apply_change (&apply, change);
        g_set_object (&before, change);
      }
  g_assert_cmpuint (g_hash_table_size (moved), ==, 0);
  assert_versions_equal (objects, expected);
}

static void
check_versions (TroveVersion *a, TroveVersion *b)
{
  g_autoptr (TroveChanges) changes = compare (a, b), backwards = compare (b, a);
  g_autoptr (TroveChanges) inverse = trove_changes_inverse (changes);
  g_autofree char *inverse_text = describe_changes (inverse);
  g_autofree char *backwards_text = describe_changes (backwards);

  check_changes (changes);
  check_changes (inverse);
  g_assert_cmpstr (inverse_text, ==, backwards_text);
}

/* Random edits */

typedef struct
{
  TestRandom random;
  TroveDocument *documents[2]; /* the second one is a branch */
  GPtrArray *versions;
} World;

static guint
below (World *world, guint n)
{
  return (guint) test_random_below (&world->random, n);
}

/* A key of the document. */
static TroveKey
draw_key (World *world, TroveDocument *document)
{
  g_autoptr (TroveVersion) version = freeze_drawing (document);
  guint steps = below (world, (guint) trove_version_get_n_objects (version)) + 1;
  TroveKey key = 0;

  while (steps-- > 0)
    key = trove_version_get_next_key (version, key);
  return key;
}

static GType
type_of (TroveDocument *document, TroveKey key)
{
  GType type = 0;

  trove_document_peek (document, key, &type);
  return type;
}

/* A random place of an owner. */
static const char *
draw_place (World *world, TroveDocument *document, TroveKey owner, guint *position)
{
  guint list = 1 + below (world, N_LISTS);

  *position = 0;
  if (list == N_LISTS)
    return "icon";
  if (!has_list (type_of (document, owner), list))
    list--;
  *position = below (world, trove_document_get_n_children (document, owner, lists[list]) + 1);
  return lists[list];
}

static void
edit_place (World *world, TroveDocument *document)
{
  TroveKey owner = draw_key (world, document), key = draw_key (world, document);
  guint position;
  const char *property = draw_place (world, document, owner, &position);

  switch (below (world, 4))
    {
    case 0:
      (below (world, 2) ? add_shape : add_circle) (document, owner, property, position);
      break;
    case 1:
      if (key != DRAWING_ROOT && below (world, 2) == 0)
        remove_shape (document, key);
      break;
    default: /* nothing happens where it would own itself, or the position is past the end */
      trove_document_move (document, key, owner, property, position, NULL);
      break;
    }
}

static void
edit_links (World *world, TroveDocument *document)
{
  TroveKey key = draw_key (world, document);
  guint n = trove_document_get_n_children (document, key, "links");

  if (n > 0 && below (world, 3) == 0)
    remove_link (document, key, below (world, n));
  else if (n > 1 && below (world, 2) == 0)
    trove_document_move_item (document, key, "links", below (world, n), below (world, n), NULL);
  else
    insert_link (document, key, below (world, n + 1), draw_key (world, document));
}

static void
edit_value (World *world, TroveDocument *document)
{
  static const char *const labels[] = { NULL, "", "short", "a label that is longer than a short one" };
  TroveKey key = draw_key (world, document);

  switch (below (world, 4))
    {
    case 0:
      set_x (document, key, below (world, 3));
      break;
    case 1:
      set_label (document, key, labels[below (world, G_N_ELEMENTS (labels))]);
      break;
    case 2:
      set_target (document, key, below (world, 2) ? draw_key (world, document) : 0);
      break;
    default:
      set_radius (document, key, below (world, 2));
      break;
    }
}

static void
edit (World *world)
{
  TroveDocument *document = world->documents[below (world, 2)];

  switch (below (world, 10))
    {
    case 0:
    case 1:
    case 2:
    case 3:
      edit_place (world, document);
      break;
    case 4:
    case 5:
      edit_links (world, document);
      break;
    case 6:
    case 7:
      edit_value (world, document);
      break;
    case 8:
      g_ptr_array_add (world->versions, below (world, 2) ? freeze_drawing (document) : commit (document));
      break;
    default:
      if (below (world, 8) == 0)
        trove_document_undo (document, NULL);
      break;
    }
}

static void
run_program (World *world)
{
  g_autoptr (GError) error = NULL;

  world->versions = g_ptr_array_new_with_free_func (g_object_unref);
  world->documents[0] = drawing_new ();
  for (guint i = 0; i < 20; i++)
    add_shape (world->documents[0], DRAWING_ROOT, "children", i);
  g_ptr_array_add (world->versions, commit (world->documents[0]));
  world->documents[1] = trove_document_branch (world->documents[0], NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 200; i++)
    edit (world);
  for (guint i = 0; i < 20; i++)
    check_versions (g_ptr_array_index (world->versions, below (world, world->versions->len)),
                    g_ptr_array_index (world->versions, below (world, world->versions->len)));

  g_ptr_array_unref (world->versions);
  g_object_unref (world->documents[0]);
  g_object_unref (world->documents[1]);
}

static void
test_random (void)
{
  World world;

  test_random_init (&world.random);
  for (guint i = 0; i < test_count (60, 5); i++)
    run_program (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/changes-random/apply", test_random);

  return g_test_run ();
}
