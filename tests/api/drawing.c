/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "drawing.h"

/* Types */

struct _Circle
{
  Shape parent_instance;
};

G_DEFINE_TYPE (Shape, shape, TROVE_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (Circle, circle, shape_get_type ())

static GParamSpec *
new_list (const char *name, GParamFlags flags)
{
  return trove_param_spec_list (name, NULL, NULL, shape_get_type (), G_PARAM_READABLE | flags);
}

static GParamSpec *
new_object (const char *name, GParamFlags flags)
{
  return g_param_spec_object (name, NULL, NULL, shape_get_type (), G_PARAM_READWRITE | flags);
}

static void
shape_class_init (ShapeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (ShapeData, x,
                 g_param_spec_int64 ("x", NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, label, g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (new_list ("links", 0)),
    TROVE_FIELD (ShapeData, style,
                 g_param_spec_variant ("style", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, target, new_object ("target", 0)),
    TROVE_FIELD_LIST (new_list ("children", TROVE_PARAM_OWNED)),
    TROVE_FIELD (ShapeData, icon, new_object ("icon", TROVE_PARAM_OWNED)),
    TROVE_FIELD_LIST (new_list ("extras", TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (ShapeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
circle_class_init (CircleClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (CircleData, radius,
                 g_param_spec_double ("radius", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (new_list ("marks", TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (CircleData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
shape_init (Shape *self)
{
}

static void
circle_init (Circle *self)
{
}

/* Edits */

TroveDocument *
drawing_new (void)
{
  TroveDocument *self = trove_document_new (shape_get_type (), NULL, 0);

  g_assert_cmpuint (trove_document_get_root_key (self), ==, DRAWING_ROOT);
  return self;
}

static TroveKey
add (TroveDocument *self, GType type, TroveKey owner, const char *property, guint position)
{
  g_autoptr (GError) error = NULL;
  TroveKey key = 0;

  trove_document_add (self, type, NULL, owner, property, position, &key, &error);
  g_assert_no_error (error);
  return key;
}

TroveKey
add_shape (TroveDocument *self, TroveKey owner, const char *property, guint position)
{
  return add (self, shape_get_type (), owner, property, position);
}

TroveKey
add_circle (TroveDocument *self, TroveKey owner, const char *property, guint position)
{
  return add (self, circle_get_type (), owner, property, position);
}

ShapeData
get_data (TroveDocument *self, TroveKey key)
{
  return *(const ShapeData *) trove_document_peek (self, key, NULL);
}

/* The data of a shape of any type, to be changed and set. */
static CircleData
get_all_data (TroveDocument *self, TroveKey key)
{
  CircleData data = { 0 };
  gconstpointer there;
  GType type;

  there = trove_document_peek (self, key, &type);
  if (type == circle_get_type ())
    data = *(const CircleData *) there;
  else
    data.shape = *(const ShapeData *) there;
  return data;
}

static void
set_data (TroveDocument *self, TroveKey key, const CircleData *data)
{
  g_autoptr (GError) error = NULL;

  trove_document_set (self, key, data, &error);
  g_assert_no_error (error);
}

void
set_x (TroveDocument *self, TroveKey key, gint64 x)
{
  CircleData data = get_all_data (self, key);

  data.shape.x = x;
  set_data (self, key, &data);
}

void
set_label (TroveDocument *self, TroveKey key, const char *label)
{
  CircleData data = get_all_data (self, key);

  data.shape.label = label;
  set_data (self, key, &data);
}

void
set_target (TroveDocument *self, TroveKey key, TroveKey target)
{
  CircleData data = get_all_data (self, key);

  data.shape.target = target;
  set_data (self, key, &data);
}

void
set_radius (TroveDocument *self, TroveKey key, double radius)
{
  CircleData data = get_all_data (self, key);

  data.radius = radius;
  set_data (self, key, &data);
}

void
move_shape (TroveDocument *self, TroveKey key, TroveKey owner, const char *property, guint position)
{
  g_autoptr (GError) error = NULL;

  trove_document_move (self, key, owner, property, position, &error);
  g_assert_no_error (error);
}

void
remove_shape (TroveDocument *self, TroveKey key)
{
  g_autoptr (GError) error = NULL;

  trove_document_remove (self, key, &error);
  g_assert_no_error (error);
}

void
insert_link (TroveDocument *self, TroveKey key, guint position, TroveKey target)
{
  g_autoptr (GError) error = NULL;

  trove_document_splice (self, key, "links", position, 0, &target, 1, &error);
  g_assert_no_error (error);
}

void
remove_link (TroveDocument *self, TroveKey key, guint position)
{
  g_autoptr (GError) error = NULL;

  trove_document_splice (self, key, "links", position, 1, NULL, 0, &error);
  g_assert_no_error (error);
}

TroveVersion *
commit (TroveDocument *self)
{
  g_autoptr (GError) error = NULL;

  trove_document_commit (self, NULL, &error);
  g_assert_no_error (error);
  return trove_document_dup_current (self);
}

TroveVersion *
freeze_drawing (TroveDocument *self)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version = trove_document_freeze (self, &error);

  g_assert_no_error (error);
  return version;
}

void
undo (TroveDocument *self)
{
  g_autoptr (GError) error = NULL;

  trove_document_undo (self, &error);
  g_assert_no_error (error);
}

TroveChanges *
compare (TroveVersion *from, TroveVersion *to)
{
  g_autoptr (GError) error = NULL;
  TroveChanges *changes = trove_version_compare (from, to, &error);

  g_assert_no_error (error);
  return changes;
}

/* Changes as text */

static void
add_place (GString *text, TroveKey owner, const char *property, guint position)
{
  if (owner == 0)
    g_string_append (text, "0");
  else if (g_str_equal (property, "icon"))
    g_string_append_printf (text, "%" G_GUINT64_FORMAT ".%s", owner, property);
  else
    g_string_append_printf (text, "%" G_GUINT64_FORMAT ".%s[%u]", owner, property, position);
  g_assert_true (owner != 0 || (property == NULL && position == 0));
}

static void
add_old_owner (GString *text, TroveChange *change)
{
  const char *property = "";
  guint position = 99;
  TroveKey owner = trove_change_get_old_owner (change, &property, &position);

  g_assert_cmpuint (trove_change_get_old_owner (change, NULL, NULL), ==, owner);
  add_place (text, owner, property, position);
}

static void
add_new_owner (GString *text, TroveChange *change)
{
  const char *property = "";
  guint position = 99;
  TroveKey owner = trove_change_get_new_owner (change, &property, &position);

  g_assert_cmpuint (trove_change_get_new_owner (change, NULL, NULL), ==, owner);
  add_place (text, owner, property, position);
}

/* Takes over the value. */
static void
add_value (GString *text, GValue *value)
{
  GVariant *variant = G_VALUE_HOLDS_VARIANT (value) ? g_value_get_variant (value) : NULL;
  g_autofree char *contents =
      variant != NULL ? g_variant_print (variant, TRUE) : g_strdup_value_contents (value);

  g_string_append (text, contents);
  g_value_unset (value);
  g_free (value);
}

static void
add_runs (GString *text, TroveChange *change)
{
  for (guint i = 0; i < trove_change_get_n_runs (change); i++)
    {
      guint a, n_removed, b, n_added;

      trove_change_get_run (change, i, &a, &n_removed, &b, &n_added);
      trove_change_get_run (change, i, NULL, NULL, NULL, NULL);
      g_string_append_printf (text, "%s %u-%u %u+%u", i > 0 ? "," : "", a, n_removed, b, n_added);
    }
}

/* Functions for other kinds have nothing to return. */
static void
check_nothing (TroveChange *change, gboolean has_old_owner, gboolean has_new_owner)
{
  TroveChangeKind kind = trove_change_get_kind (change);
  const char *property = "";
  guint position = 99;

  if (kind != TROVE_CHANGE_SET)
    {
      g_assert_null (trove_change_dup_old_value (change));
      g_assert_null (trove_change_dup_new_value (change));
    }
  if (kind != TROVE_CHANGE_LIST)
    g_assert_cmpuint (trove_change_get_n_runs (change), ==, 0);
  if (!has_old_owner)
    {
      g_assert_cmpuint (trove_change_get_old_owner (change, &property, &position), ==, 0);
      g_assert_null (property);
      g_assert_cmpuint (position, ==, 0);
    }
  if (!has_new_owner)
    {
      g_assert_cmpuint (trove_change_get_new_owner (change, &property, &position), ==, 0);
      g_assert_null (property);
      g_assert_cmpuint (position, ==, 0);
    }
  g_assert_true ((trove_change_get_property_name (change) != NULL) == (kind >= TROVE_CHANGE_SET));
}

static void
describe_change (GString *text, TroveChange *change)
{
  g_string_append_printf (text, "%" G_GUINT64_FORMAT " %s ", trove_change_get_key (change),
                          g_type_name (trove_change_get_object_type (change)));
  switch (trove_change_get_kind (change))
    {
    case TROVE_CHANGE_ADDED:
      check_nothing (change, FALSE, TRUE);
      g_string_append (text, "added at ");
      add_new_owner (text, change);
      break;
    case TROVE_CHANGE_REMOVED:
      check_nothing (change, TRUE, FALSE);
      g_string_append (text, "removed from ");
      add_old_owner (text, change);
      break;
    case TROVE_CHANGE_MOVED:
      check_nothing (change, TRUE, TRUE);
      g_string_append (text, "moved from ");
      add_old_owner (text, change);
      g_string_append (text, " to ");
      add_new_owner (text, change);
      break;
    case TROVE_CHANGE_SET:
      check_nothing (change, FALSE, FALSE);
      g_string_append_printf (text, "%s: ", trove_change_get_property_name (change));
      add_value (text, trove_change_dup_old_value (change));
      g_string_append (text, " to ");
      add_value (text, trove_change_dup_new_value (change));
      break;
    case TROVE_CHANGE_LIST:
      check_nothing (change, FALSE, FALSE);
      g_string_append_printf (text, "%s:", trove_change_get_property_name (change));
      add_runs (text, change);
      break;
    default:
      g_assert_not_reached ();
    }
  g_string_append_c (text, '\n');
}

char *
describe_changes (TroveChanges *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changes)); i++)
    {
      g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);

      describe_change (text, change);
    }
  return g_string_free (text, FALSE);
}

static void
check_inverse (TroveVersion *from, TroveVersion *to)
{
  g_autoptr (TroveChanges) changes = compare (from, to);
  g_autoptr (TroveChanges) inverse = trove_changes_inverse (changes);
  g_autoptr (TroveChanges) twice = trove_changes_inverse (inverse);
  g_autoptr (TroveChanges) other_way = compare (to, from);
  g_autofree char *text = describe_changes (changes);
  g_autofree char *inverse_text = describe_changes (inverse);
  g_autofree char *twice_text = describe_changes (twice);
  g_autofree char *other_way_text = describe_changes (other_way);

  g_assert_cmpstr (inverse_text, ==, other_way_text);
  g_assert_cmpstr (twice_text, ==, text);
}

void
assert_changes_at (const char *where, TroveVersion *from, TroveVersion *to, ...)
{
  g_autoptr (TroveChanges) changes = compare (from, to);
  g_autofree char *text = describe_changes (changes);
  g_autoptr (GString) expected = g_string_new (NULL);
  const char *line;
  va_list lines;

  va_start (lines, to);
  while ((line = va_arg (lines, const char *)) != NULL)
    if (*line != '\0')
      g_string_append_printf (expected, "%s\n", line);
  va_end (lines);

  if (!g_str_equal (text, expected->str))
    g_error ("%s: the changes are\n%s, not\n%s", where, text, expected->str);
  check_inverse (from, to);
}
