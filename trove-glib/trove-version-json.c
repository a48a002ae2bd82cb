/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveVersion: as JSON. */

#include "trove-version-private.h"

#include <math.h>

#include <json-glib/json-glib.h>

#include "state/class-extended.h"
#include "state/class-unknown.h"
#include "state/packed-variant.h"
#include "state/value-number.h"
#include "state/value.h"

/* Values */

/* JSON has no numbers that are not finite. */
static JsonNode *
number_node (double value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  if (isfinite (value))
    json_node_set_double (node, value);
  else
    json_node_set_string (node, isnan (value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  return node;
}

static JsonNode *
bytes_node (GVariant *bytes)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *text = NULL;
  gsize n;
  const guint8 *data = g_variant_get_fixed_array (bytes, &n, 1);

  text = g_base64_encode (data, n);
  json_node_set_string (node, text);
  return node;
}

/* JSON's integers have a sign here. */
static JsonNode *
unsigned_node (guint64 value)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *text = NULL;

  if (value <= G_MAXINT64)
    json_node_set_int (node, (gint64) value);
  else
    {
      text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
      json_node_set_string (node, text);
    }
  return node;
}

/* Variants: as json_gvariant_serialize () has them, but for numbers that JSON does not have. */

static JsonNode *inner_node (GVariant *value);

static JsonNode *
items_node (GVariant *value)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *items = json_array_new ();

  for (gsize i = 0, n = g_variant_n_children (value); i < n; i++)
    {
      g_autoptr (GVariant) item = g_variant_get_child_value (value, i);

      json_array_add_element (items, inner_node (item));
    }
  json_node_take_array (node, items);
  return node;
}

/* The name of a member: json-glib makes it of an entry with another value. */
static void
add_entry (JsonObject *object, GVariant *key, GVariant *value)
{
  g_autoptr (GVariant) entry =
      g_variant_ref_sink (g_variant_new_dict_entry (key, g_variant_new_boolean (TRUE)));
  g_autoptr (JsonNode) named = json_gvariant_serialize (entry);
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (named));

  json_object_set_member (object, names->data, inner_node (value));
}

/* A dictionary, or an entry alone. */
static JsonNode *
entries_node (GVariant *value)
{
  gboolean is_entry = g_variant_is_of_type (value, G_VARIANT_TYPE_DICT_ENTRY);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  for (gsize i = 0, n = is_entry ? 1 : g_variant_n_children (value); i < n; i++)
    {
      g_autoptr (GVariant) entry = is_entry ? g_variant_ref (value) : g_variant_get_child_value (value, i);
      g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);
      g_autoptr (GVariant) inner = g_variant_get_child_value (entry, 1);

      add_entry (object, key, inner);
    }
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
inner_node (GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;

  if (strpbrk (g_variant_get_type_string (value), "dtv") == NULL)
    return json_gvariant_serialize (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return number_node (g_variant_get_double (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    return unsigned_node (g_variant_get_uint64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DICTIONARY) ||
      g_variant_is_of_type (value, G_VARIANT_TYPE_DICT_ENTRY))
    return entries_node (value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT) &&
      !g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    return items_node (value);
  if (g_variant_n_children (value) == 0)
    return json_node_new (JSON_NODE_NULL);
  inner = g_variant_get_child_value (value, 0);
  return inner_node (inner);
}

/* NULL: not of a type that is written in its own way. */
static JsonNode *
special_node (GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;
  double real;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return number_node (g_variant_get_double (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE (TROVE_VALUE_FLOAT)))
    {
      g_variant_get (value, TROVE_VALUE_FLOAT, &real);
      return number_node (real);
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    return unsigned_node (g_variant_get_uint64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return bytes_node (value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("(say)")))
    return NULL;
  inner = trove_packed_variant_get (value);
  return inner != NULL ? inner_node (inner) : NULL;
}

static JsonNode *
variant_node (GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;
  JsonNode *node;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    {
      node = special_node (value);
      return node != NULL ? node : json_gvariant_serialize (value);
    }
  inner = g_variant_get_maybe (value);
  return inner != NULL ? variant_node (inner) : json_node_new (JSON_NODE_NULL);
}

static JsonNode *
key_node (TroveKey key)
{
  JsonNode *node;

  if (key == 0)
    return json_node_new (JSON_NODE_NULL);
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_int (node, (gint64) key);
  return node;
}

static JsonNode *
list_node (const TroveRecord *record, const TroveClassField *field)
{
  const TroveSequenceNode *list = *trove_record_list (record, field->offset);
  JsonArray *keys = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint32 i = 0, n = trove_sequence_length (list); i < n; i++)
    json_array_add_element (keys, key_node (trove_sequence_get (list, i)));
  json_node_take_array (node, keys);
  return node;
}

/* NULL with an error. */
static JsonNode *
field_node (const TroveRecord *record, const TroveClassField *field, GError **error)
{
  g_autoptr (GVariant) value = NULL;

  if (trove_class_field_is_list (field))
    return list_node (record, field);
  if (trove_class_field_is_key (field))
    return key_node (*trove_record_key_at (record, field));
  value = trove_value_write (field, trove_record_data (record), error);
  return value != NULL ? variant_node (value) : NULL;
}

/* Objects */

typedef struct
{
  JsonArray *objects;
  GError **error;
} Writing;

static const char *
class_name (const TroveClass *klass)
{
  const TroveUnknownClass *unknown = trove_class_get_unknown (klass->type);

  return unknown != NULL ? unknown->name : klass->name;
}

static gboolean
add_object (guint64 key, guintptr value, gpointer data)
{
  const TroveRecord *record = (const TroveRecord *) value;
  JsonObject *object = json_object_new (), *values = json_object_new (), *unknown = json_object_new ();
  const guint n_known = record->klass->plain->n_fields;
  guint n_written = 0;
  const Writing *self = data;

  json_object_set_member (object, "key", key_node (record->key));
  json_object_set_string_member (object, "class", class_name (record->klass));
  json_object_set_object_member (object, "values", values);
  if (record->klass->n_fields > n_known)
    json_object_set_object_member (object, "unknown", json_object_ref (unknown));
  json_array_add_object_element (self->objects, object);
  for (guint i = 0; i < record->klass->n_fields; i++)
    {
      const TroveClassField *field = &record->klass->fields[i];
      JsonNode *node = field_node (record, field, self->error);

      if (node == NULL)
        break;
      json_object_set_member (i < n_known ? values : unknown, field->pspec->name, node);
      n_written++;
    }
  json_object_unref (unknown);
  return n_written == record->klass->n_fields;
}

static void
describe_version (TroveVersion *self, JsonObject *top)
{
  gint64 us = trove_version_get_time (self);
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = second != NULL ? g_date_time_add (second, us % G_USEC_PER_SEC) : NULL;
  g_autofree char *id = trove_version_dup_id (self);
  g_autofree char *text =
      time != NULL ? g_date_time_format_iso8601 (time) : NULL; /* a forged one is beyond all */

  json_object_set_string_member (top, "id", id);
  json_object_set_string_member (top, "time", text);
  json_object_set_string_member (top, "label", trove_version_get_label (self));
}

/**
 * trove_version_to_json:
 * @self: a version
 * @error: return location for an error
 *
 * Writes all objects of a version as JSON, for other programs. The library does not read it back.
 *
 * ```json
 * {
 *   "id" : "…", "time" : "2026-02-03T04:05:06.5Z", "label" : "Add box",
 *   "root" : 1,
 *   "objects" : [
 *     { "key" : 1, "class" : "Page", "values" : { "children" : [ 2 ] } },
 *     { "key" : 2, "class" : "Shape", "values" : { "x" : 12.5, "label" : "a box", "target" : null } }
 *   ]
 * }
 * ```
 *
 * Objects stand in the order of their keys. References, owned objects and the items of lists are keys. Bytes are in base64. A number that
 * is not finite, or above the greatest of 64 bits with a sign, is a string, also within a `GVariant`: "NaN", "Infinity", "-Infinity",
 * "18446744073709551615". What this program does not know of an object is in a member
 * "unknown" beside its values. Other values are as json_gvariant_serialize() of json-glib has the `GVariant` that
 * [method@Trove.Document.save] writes.
 *
 * Any thread may call the function.
 *
 * Cost: of the objects. All of them are in memory as JSON nodes meanwhile.
 *
 * Returns: (transfer full): the text, or %NULL with %TROVE_ERROR_TYPE_MISMATCH for a value that cannot be written, an error as of
 *   [method@Trove.Version.read], or %G_IO_ERROR_NOT_SUPPORTED if the library was built without json-glib
 *
 * Since: 1.0
 */
char *
trove_version_to_json (TroveVersion *self, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *top;
  Writing writing;

  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_step_read (self->step, error))
    return NULL;
  top = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, top);
  describe_version (self, top);
  json_object_set_int_member (top, "root", (gint64) self->step->state.root);
  writing = (Writing){ json_array_new (), error };
  json_object_set_array_member (top, "objects", writing.objects);
  if (!trove_key_map_foreach (self->step->state.objects, add_object, &writing))
    return NULL;
  return json_to_string (node, TRUE);
}
