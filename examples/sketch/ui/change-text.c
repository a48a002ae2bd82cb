/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "change-text.h"

#include <math.h>

#define MAX_CHARACTERS 24 /* of a text */

/* As markup. */
static char *
quote (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *line = g_strdelimit (g_steal_pointer (&valid), "\n", ' ');
  glong length = g_utf8_strlen (line, -1);
  g_autofree char *start = g_utf8_substring (line, 0, MIN (length, MAX_CHARACTERS));

  return g_markup_printf_escaped ("“%s%s”", start, length > MAX_CHARACTERS ? "…" : "");
}

static char *
describe_shape (const SketchShapeData *shape)
{
  g_autofree char *text = NULL;

  if (shape->kind != SKETCH_TEXT || shape->text == NULL)
    return g_strdup (sketch_kind_get_name (shape->kind));
  text = quote (shape->text);
  return g_strdup_printf ("Text %s", text);
}

char *
sketch_describe_object (TroveVersion *version, TroveKey key)
{
  GType type = 0;
  gconstpointer data = trove_version_peek (version, key, &type);
  g_autofree char *name = NULL;

  if (type == SKETCH_TYPE_SHAPE)
    return describe_shape (data);
  if (type == SKETCH_TYPE_DRAWING)
    return g_strdup ("Drawing");
  if (type != SKETCH_TYPE_LAYER)
    return g_strdup ("Nothing");
  name = quote (((const SketchLayerData *) data)->name != NULL ? ((const SketchLayerData *) data)->name : "");
  return g_strdup_printf ("Layer %s", name);
}

const char *
sketch_describe_property (const char *property)
{
  static const struct
  {
    const char *property, *text;
  } texts[] = {
    { "line-width", "line width" },
    { "font-size", "font size" },
    { "from", "start of the connector" },
    { "to", "end of the connector" },
    { "path", "outline" },
    { "visible", "visibility" },
    { "locked", "lock" },
    { "stroke", "line color" },
  };

  if (property == NULL)
    return "place";
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].property, property))
      return texts[i].text;
  return property;
}

static char *
describe_color (guint rgba)
{
  if ((rgba & 0xff) == 0)
    return g_strdup ("none");
  if ((rgba & 0xff) == 0xff)
    return g_strdup_printf ("<span foreground=\"#%06x\">■</span> #%06x", rgba >> 8, rgba >> 8);
  return g_strdup_printf ("<span foreground=\"#%06x\">■</span> #%06x, %.0f %%", rgba >> 8, rgba >> 8,
                          (rgba & 0xff) / 2.55);
}

static char *
describe_number (const char *property, double number)
{
  if (g_str_equal (property, "opacity"))
    return g_strdup_printf ("%.0f %%", number * 100);
  if (g_str_equal (property, "angle"))
    return g_strdup_printf ("%g°", round (number * 10) / 10);
  return g_strdup_printf ("%g", round (number * 10) / 10);
}

char *
sketch_describe_value (TroveVersion *version, const char *property, const GValue *value)
{
  if (value == NULL)
    return g_strdup ("not there");
  if (G_VALUE_HOLDS_UINT (value))
    return describe_color (g_value_get_uint (value));
  if (G_VALUE_HOLDS_DOUBLE (value))
    return describe_number (property, g_value_get_double (value));
  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_strdup (g_value_get_boolean (value) ? "on" : "off");
  if (G_VALUE_HOLDS_ENUM (value))
    return g_strdup (sketch_kind_get_name ((SketchKind) g_value_get_enum (value)));
  if (G_VALUE_HOLDS_UINT64 (value))
    return g_value_get_uint64 (value) != 0 ? sketch_describe_object (version, g_value_get_uint64 (value)) :
                                             g_strdup ("none");
  if (G_VALUE_HOLDS (value, TROVE_TYPE_OBJECT))
    return g_value_get_object (value) != NULL ?
               sketch_describe_object (version, trove_object_get_key (g_value_get_object (value))) :
               g_strdup ("none");
  if (!G_VALUE_HOLDS_STRING (value) || g_value_get_string (value) == NULL)
    return g_strdup ("none");
  if (g_strcmp0 (property, "path") == 0)
    return g_strdup_printf ("of %zu characters", strlen (g_value_get_string (value)));
  return quote (g_value_get_string (value));
}

/* The change of an object: "added", "fill none → #ff0000". */
static char *
describe_event (TroveChange *change, TroveVersion *from, TroveVersion *to)
{
  const char *property = trove_change_get_property_name (change);
  TroveKey old_owner = trove_change_get_old_owner (change, NULL, NULL);
  TroveKey new_owner = trove_change_get_new_owner (change, NULL, NULL);
  g_autofree char *old_text = NULL, *new_text = NULL;

  switch (trove_change_get_kind (change))
    {
    case TROVE_CHANGE_ADDED:
      return g_strdup ("added");
    case TROVE_CHANGE_REMOVED:
      return g_strdup ("removed");
    case TROVE_CHANGE_MOVED:
      new_text = sketch_describe_object (to, new_owner);
      return old_owner == new_owner ? g_strdup ("moved forward or backward") :
                                      g_strdup_printf ("moved to %s", new_text);
    case TROVE_CHANGE_SET:
      {
        GValue *old_value = trove_change_dup_old_value (change),
               *new_value = trove_change_dup_new_value (change);

        old_text = sketch_describe_value (from, property, old_value);
        new_text = sketch_describe_value (to, property, new_value);
        g_boxed_free (G_TYPE_VALUE, old_value);
        g_boxed_free (G_TYPE_VALUE, new_value);
        return g_strdup_printf ("%s %s → %s", sketch_describe_property (property), old_text, new_text);
      }
    case TROVE_CHANGE_LIST:
    default:
      return g_strdup ("changed");
    }
}

char *
sketch_describe_change (TroveChange *change, TroveVersion *from, TroveVersion *to)
{
  TroveKey key = trove_change_get_key (change);
  gboolean removed = trove_change_get_kind (change) == TROVE_CHANGE_REMOVED;
  g_autofree char *object = sketch_describe_object (removed ? from : to, key);
  g_autofree char *event = describe_event (change, from, to);

  return g_strdup_printf ("%s: %s", object, event);
}
