/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-types.h"

#include "core/copying.h"

Counting kit_counting;
guint kit_n_boxes;
gboolean kit_box_was_guarded;

/* Types */

GType
kit_enum_get_type (void)
{
  static const GEnumValue values[] = {
    { KIT_LOW, "KIT_LOW", "low" }, { KIT_ZERO, "KIT_ZERO", "zero" }, { KIT_HIGH, "KIT_HIGH", "high" }, { 0 }
  };
  static GType type;

  if (type == 0)
    type = g_enum_register_static ("KitEnum", values);
  return type;
}

GType
kit_flags_get_type (void)
{
  static const GFlagsValue values[] = { { 1, "KIT_ONE", "one" }, { 2, "KIT_TWO", "two" }, { 0 } };
  static GType type;

  if (type == 0)
    type = g_flags_register_static ("KitFlags", values);
  return type;
}

static gpointer
copy_point (gpointer point)
{
  return g_memdup2 (point, sizeof (KitPoint));
}

GType
kit_point_get_type (void)
{
  static const TroveElementInfo info = TROVE_ELEMENT (KitPoint);
  static GType type;

  if (type == 0)
    {
      type = g_boxed_type_register_static ("KitPoint", copy_point, g_free);
      trove_layout_register (type, &info);
    }
  return type;
}

static gpointer
copy_odd (gpointer odd)
{
  return g_memdup2 (odd, sizeof (KitOdd));
}

GType
kit_odd_get_type (void)
{
  static const TroveElementInfo info = TROVE_ELEMENT (KitOdd);
  static GType type;

  if (type == 0)
    {
      type = g_boxed_type_register_static ("KitOdd", copy_odd, g_free);
      trove_layout_register (type, &info);
    }
  return type;
}

/* GValues of it are plain copies, which are not counted. */
static gpointer
copy_counted (gpointer counted)
{
  const CountingElement *element = counted;
  CountingElement *copy = g_new0 (CountingElement, 1);

  copy->value = element->value;
  return copy;
}

GType
kit_counted_get_type (void)
{
  static GType type;

  if (type == 0)
    {
      const TroveElementInfo info = counting_info (&kit_counting);

      type = g_boxed_type_register_static ("KitCounted", copy_counted, g_free);
      trove_layout_register (type, &info);
    }
  return type;
}

static gpointer
copy_box (gpointer box)
{
  kit_n_boxes++;
  return g_memdup2 (box, sizeof (KitBox));
}

static void
free_box (gpointer box)
{
  kit_n_boxes--;
  g_free (box);
}

GType
kit_box_get_type (void)
{
  static GType type;

  if (type == 0)
    type = g_boxed_type_register_static ("KitBox", copy_box, free_box);
  return type;
}

/* Transforms */

static void
counted_to_variant (const GValue *from, GValue *to)
{
  const CountingElement *counted = g_value_get_boxed (from);

  g_value_set_variant (to, g_variant_new_int64 (counted->value));
}

static void
variant_to_counted (const GValue *from, GValue *to)
{
  GVariant *variant = g_value_get_variant (from);
  CountingElement counted = { 0 };

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_INT64))
    return;
  counted.value = g_variant_get_int64 (variant);
  g_value_set_boxed (to, &counted);
}

static void
box_to_variant (const GValue *from, GValue *to)
{
  kit_box_was_guarded = trove_copying_runs ();
  g_value_set_variant (to, g_variant_new_int32 (((const KitBox *) g_value_get_boxed (from))->width));
}

static void
variant_to_box (const GValue *from, GValue *to)
{
  GVariant *variant = g_value_get_variant (from);
  KitBox box;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_INT32))
    return;
  box.width = g_variant_get_int32 (variant);
  g_value_set_boxed (to, &box);
}

void
kit_register_transforms (void)
{
  g_value_register_transform_func (kit_counted_get_type (), G_TYPE_VARIANT, counted_to_variant);
  g_value_register_transform_func (G_TYPE_VARIANT, kit_counted_get_type (), variant_to_counted);
  g_value_register_transform_func (kit_box_get_type (), G_TYPE_VARIANT, box_to_variant);
  g_value_register_transform_func (G_TYPE_VARIANT, kit_box_get_type (), variant_to_box);
}

GType
kit_new_type (GType parent)
{
  static guint n;
  g_autofree char *name = g_strdup_printf ("KitType%u", ++n);
  GTypeQuery query;

  g_type_query (parent, &query);
  return g_type_register_static_simple (parent, name, query.class_size, NULL, query.instance_size, NULL, 0);
}

static gboolean
fixed_equal (gconstpointer a, gconstpointer b)
{
  return g_object_get_data ((GObject *) a, "number") == g_object_get_data ((GObject *) b, "number");
}

GType
kit_fixed_get_type (void)
{
  static GType type;

  if (type == 0)
    {
      type = kit_new_type (G_TYPE_OBJECT);
      trove_class_add_immutable (type, fixed_equal);
      trove_class_add_immutable (type, NULL); /* the first call holds */
    }
  return type;
}

GType
kit_root_get_type (void)
{
  static GType type;

  if (type == 0)
    type = kit_new_type (G_TYPE_OBJECT);
  return type;
}

void
kit_init (void)
{
  counting_init (&kit_counting);
}

void
kit_finish (void)
{
  counting_finish (&kit_counting);
  g_assert_cmpuint (kit_n_boxes, ==, 0);
}

/* Param specs */

const KitType *
kit_get_type (guint i)
{
#define TYPE(name, ctype, kind, type) { #name, sizeof (ctype), G_ALIGNOF (ctype), TROVE_KIND_##kind, type },
  static KitType types[KIT_N_TYPES];

  if (types[0].name == NULL)
    {
      const KitType made[] = { KIT_MEMBERS (TYPE) };

      memcpy (types, made, sizeof types);
    }
  return &types[i];
#undef TYPE
}

static GParamSpec *
new_number_pspec (guint i, const char *name)
{
  switch (i)
    {
    case KIT_char:
      return g_param_spec_char (name, NULL, NULL, -100, 100, -1, G_PARAM_READWRITE);
    case KIT_uchar:
      return g_param_spec_uchar (name, NULL, NULL, 0, 200, 1, G_PARAM_READWRITE);
    case KIT_boolean:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READWRITE);
    case KIT_int:
      return g_param_spec_int (name, NULL, NULL, -1000, 1000, -1, G_PARAM_READWRITE);
    case KIT_uint:
      return g_param_spec_uint (name, NULL, NULL, 0, 1000, 1, G_PARAM_READWRITE);
    case KIT_unichar:
      return g_param_spec_unichar (name, NULL, NULL, 'x', G_PARAM_READWRITE);
    case KIT_long:
      return g_param_spec_long (name, NULL, NULL, -1000, 1000, -1, G_PARAM_READWRITE);
    case KIT_ulong:
      return g_param_spec_ulong (name, NULL, NULL, 0, 1000, 1, G_PARAM_READWRITE);
    case KIT_int64:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, -1, G_PARAM_READWRITE);
    case KIT_uint64:
      return g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 1, G_PARAM_READWRITE);
    case KIT_float:
      return g_param_spec_float (name, NULL, NULL, -1, 1, .5, G_PARAM_READWRITE);
    default:
      return g_param_spec_double (name, NULL, NULL, -1, 1, .5, G_PARAM_READWRITE);
    }
}

GParamSpec *
kit_new_pspec (guint i, const char *prefix)
{
  g_autofree char *name = g_strdup_printf ("%s-%s", prefix, kit_get_type (i)->name);
  GType type = kit_get_type (i)->type;

  switch (i)
    {
    case KIT_enum:
      return g_param_spec_enum (name, NULL, NULL, type, KIT_LOW, G_PARAM_READWRITE);
    case KIT_flags:
      return g_param_spec_flags (name, NULL, NULL, type, 1, G_PARAM_READWRITE);
    case KIT_gtype:
      return g_param_spec_gtype (name, NULL, NULL, G_TYPE_NONE, G_PARAM_READWRITE);
    case KIT_string:
      return g_param_spec_string (name, NULL, NULL, "default", G_PARAM_READWRITE);
    case KIT_name:
      return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE | TROVE_PARAM_INTERNED);
    case KIT_variant:
      return g_param_spec_variant (name, NULL, NULL, G_VARIANT_TYPE_ANY, g_variant_new_int32 (1),
                                   G_PARAM_READWRITE);
    case KIT_strv:
    case KIT_bytes:
    case KIT_point:
    case KIT_odd:
    case KIT_counted:
    case KIT_box:
    case KIT_date:
      return g_param_spec_boxed (name, NULL, NULL, type, G_PARAM_READWRITE);
    case KIT_file:
    case KIT_icon:
    case KIT_fixed:
    case KIT_target:
      return g_param_spec_object (name, NULL, NULL, type, G_PARAM_READWRITE);
    case KIT_child:
      return g_param_spec_object (name, NULL, NULL, type, G_PARAM_READWRITE | TROVE_PARAM_OWNED);
    default:
      return new_number_pspec (i, name);
    }
}

/* Values */

static void
init_pointer (guint i, GValue *value, guint number)
{
  g_autofree char *text = g_strdup_printf ("text %u", number);
  const char *strv[] = { "first", text, NULL };
  KitPoint point;
  KitOdd odd = { { 0, 0, (guint8) (number + 1) } };
  CountingElement counted = { .value = number + 1 };
  KitBox box = { (int) number };

  switch (i)
    {
    case KIT_string:
      g_value_set_string (value, text);
      break;
    case KIT_name:
      g_value_set_interned_string (value, g_intern_string (text));
      break;
    case KIT_strv:
      g_value_set_boxed (value, strv);
      break;
    case KIT_bytes:
      g_value_take_boxed (value, g_bytes_new (text, strlen (text)));
      break;
    case KIT_variant:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new ("(su)", text, number)));
      break;
    case KIT_point:
      memset (&point, 0, sizeof point); /* its hole, too */
      point.small = (guint8) (number + 1);
      g_value_set_boxed (value, &point);
      break;
    case KIT_odd:
      g_value_set_boxed (value, &odd);
      break;
    case KIT_counted:
      g_value_set_boxed (value, &counted);
      break;
    case KIT_box:
      g_value_set_boxed (value, &box);
      break;
    case KIT_date:
      g_value_take_boxed (value, g_date_time_new_from_unix_utc (number));
      break;
    case KIT_file:
      g_value_take_object (value, g_file_new_for_path (text));
      break;
    case KIT_icon:
      g_value_take_object (value, g_themed_icon_new (text));
      break;
    default:
      g_value_take_object (value, g_object_new (kit_fixed_get_type (), NULL));
      g_object_set_data (g_value_get_object (value), "number", GUINT_TO_POINTER (number + 1));
      break;
    }
}

void
kit_init_value (guint i, GValue *value, guint number)
{
  const KitType *type = kit_get_type (i);
  gboolean is_key = type->kind == TROVE_KIND_REFERENCE || type->kind == TROVE_KIND_OWNED;

  g_value_init (value, is_key ? G_TYPE_UINT64 : type->type);
  if (is_key)
    g_value_set_uint64 (value, TROVE_KEY_LIMIT - 1 - number);
  else if (i == KIT_boolean)
    g_value_set_boolean (value, number == 1);
  else if (i == KIT_enum)
    g_value_set_enum (value, number == 0 ? KIT_ZERO : KIT_HIGH);
  else if (i == KIT_flags)
    g_value_set_flags (value, number == 0 ? 2 : 3);
  else if (i == KIT_gtype)
    g_value_set_gtype (value, number == 0 ? G_TYPE_INT : G_TYPE_OBJECT);
  else if (i == KIT_float)
    g_value_set_float (value, number == 0 ? -.25F : 1);
  else if (i == KIT_double)
    g_value_set_double (value, number == 0 ? -.125 : 1);
  else if (type->kind == TROVE_KIND_SCALAR)
    {
      g_auto (GValue) n = G_VALUE_INIT;

      g_value_init (&n, G_TYPE_INT);
      g_value_set_int (&n, 40 + (int) number);
      g_assert_true (g_value_transform (&n, value));
    }
  else
    init_pointer (i, value, number);
}

/* Classes */

const TroveClass *
kit_root_class (void)
{
  static const TroveClass *class;
  GError *error = NULL;

  if (class == NULL)
    class = trove_class_new (kit_root_get_type (), NULL, 0, NULL, 0, &error);
  g_assert_no_error (error);
  return class;
}

const TroveClass *
kit_new_class (const TroveClass *parent, const char *prefix)
{
  TroveField specs[KIT_N_TYPES];
  const TroveClass *class;
  GError *error = NULL;

  if (parent == NULL)
    parent = kit_root_class ();
  for (guint i = 0; i < KIT_N_TYPES; i++)
    specs[i] = (TroveField){ .pspec = kit_new_pspec (i, prefix), .offset = -1 };
  class = trove_class_new (kit_new_type (parent->type), parent, 0, specs, KIT_N_TYPES, &error);
  g_assert_no_error (error);
  return class;
}
