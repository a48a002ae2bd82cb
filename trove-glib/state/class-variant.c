/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-variant.h"

#include <gio/gio.h>

static gboolean
is_icon (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_IMMUTABLE && g_type_is_a (field->type, G_TYPE_ICON);
}

/* To a variant */

/* In ISO 8601: a time zone is its offset. */
static GVariant *
date_to_variant (GDateTime *date)
{
  return g_variant_ref_sink (g_variant_new_take_string (g_date_time_format_iso8601 (date)));
}

static GVariant *
transform_to_variant (const GValue *value)
{
  g_auto (GValue) variant = G_VALUE_INIT;

  g_value_init (&variant, G_TYPE_VARIANT);
  if (!g_value_transform (value, &variant))
    return NULL;
  return g_value_dup_variant (&variant);
}

GVariant *
trove_class_variant_new (const TroveClassField *field, const GValue *value)
{
  if (is_icon (field))
    return g_icon_serialize (g_value_get_object (value));
  if (field->type == G_TYPE_DATE_TIME)
    return date_to_variant (g_value_get_boxed (value));
  return transform_to_variant (value);
}

/* From a variant */

static gboolean is_sound_icon (GVariant *icon);

/* The first of the two children of an emblem, which is an icon. */
static gboolean
is_sound_emblem (GVariant *data)
{
  g_autoptr (GVariant) icon = NULL;

  if (!g_variant_is_of_type (data, G_VARIANT_TYPE ("(va{sv})")))
    return FALSE;
  g_variant_get_child (data, 0, "v", &icon);
  return is_sound_icon (icon);
}

/* TRUE if g_icon_deserialize () writes no warning. A variant has 128 levels at most. */
static gboolean
is_sound_icon (GVariant *icon)
{
  g_autoptr (GVariant) data = NULL;
  const char *tag;

  if (g_variant_is_of_type (icon, G_VARIANT_TYPE_STRING))
    return TRUE;
  if (!g_variant_is_of_type (icon, G_VARIANT_TYPE ("(sv)")))
    return FALSE;
  g_variant_get (icon, "(&sv)", &tag, &data);
  if (g_str_equal (tag, "themed"))
    return g_variant_is_of_type (data, G_VARIANT_TYPE_STRING_ARRAY) && g_variant_n_children (data) > 0;
  if (g_str_equal (tag, "emblem"))
    return is_sound_emblem (data);
  return TRUE;
}

/* NULL: the variant is none of a date. */
static GDateTime *
date_of_variant (GVariant *variant)
{
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING))
    return NULL;
  return g_date_time_new_from_iso8601 (g_variant_get_string (variant, NULL), NULL);
}

static GIcon *
icon_of_variant (GVariant *variant, GType type)
{
  GIcon *icon = is_sound_icon (variant) ? g_icon_deserialize (variant) : NULL;

  if (icon != NULL && !g_type_is_a (G_OBJECT_TYPE (icon), type))
    g_clear_object (&icon);
  return icon;
}

gboolean
trove_class_variant_get (const TroveClassField *field, GVariant *variant, GValue *value)
{
  g_auto (GValue) from = G_VALUE_INIT;

  if (is_icon (field))
    g_value_take_object (value, icon_of_variant (variant, field->type));
  else if (field->type == G_TYPE_DATE_TIME)
    g_value_take_boxed (value, date_of_variant (variant));
  else
    {
      g_value_init (&from, G_TYPE_VARIANT);
      g_value_set_variant (&from, variant);
      if (!g_value_transform (&from, value))
        return FALSE;
    }
  return g_value_peek_pointer (value) != NULL;
}
