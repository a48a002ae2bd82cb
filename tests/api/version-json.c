/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* trove_version_to_json(): read back by json-glib. */

#include <math.h>

#include <json-glib/json-glib.h>

#include "document-classes.h"
#include "fragment-kit.h"
#include "test-support.h"

static JsonNode *
parse (TroveDocument *document)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = trove_version_to_json (version, &error);
  JsonNode *node;

  g_assert_no_error (error);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return node;
}

static JsonObject *
object_at (JsonNode *node, guint index)
{
  JsonArray *objects = json_object_get_array_member (json_node_get_object (node), "objects");

  return json_array_get_object_element (objects, index);
}

static JsonObject *
values_at (JsonNode *node, guint index)
{
  return json_object_get_object_member (object_at (node, index), "values");
}

/* The id and the time, with parts of a second. */
static void
check_head (TroveDocument *document, JsonObject *top)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  g_autofree char *id = trove_version_dup_id (version);
  g_autoptr (GDateTime) time =
      g_date_time_new_from_iso8601 (json_object_get_string_member (top, "time"), NULL);

  g_assert_cmpstr (json_object_get_string_member (top, "id"), ==, id);
  g_assert_nonnull (time);
  g_assert_cmpint (g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time), ==,
                   trove_version_get_time (version));
}

static void
test_objects (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey child = add_node (document, 1, 2.5), other = add_node (document, 1, 3);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *values;
  JsonArray *children;

  set_target (document, child, other);
  add_link (document, child, 1);
  commit (document, "Add");
  node = parse (document);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "label"), ==, "Add");
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "root"), ==, 1);
  g_assert_false (json_object_has_member (object_at (node, 0), "unknown"));
  check_head (document, json_node_get_object (node));
  g_assert_cmpstr (json_object_get_string_member (object_at (node, 0), "class"), ==, "TestNode");
  children = json_object_get_array_member (values_at (node, 0), "children");
  g_assert_cmpuint (json_array_get_length (children), ==, 2);
  g_assert_cmpint (json_array_get_int_element (children, 1), ==, other);
  values = values_at (node, 1);
  g_assert_cmpint (json_object_get_int_member (object_at (node, 1), "key"), ==, child);
  g_assert_cmpfloat (json_object_get_double_member (values, "x"), ==, 2.5);
  g_assert_true (json_object_get_null_member (values, "label"));
  g_assert_cmpint (json_object_get_int_member (values, "target"), ==, other);
  g_assert_true (json_object_get_null_member (values, "part"));
}

/* The values of an object as text. */
static void
check_values (JsonNode *node, guint index, const char *expected)
{
  g_autofree char *text = json_to_string (json_object_get_member (object_at (node, index), "values"), FALSE);

  g_assert_cmpstr (text, ==, expected);
}

/* The least long and the greatest unsigned long. */
#if GLIB_SIZEOF_LONG == 8
#define LONGEST "-9223372036854775808,\"ulong\":\"18446744073709551615\""
#else
#define LONGEST "-2147483648,\"ulong\":4294967295"
#endif

static void
test_values (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (JsonNode) node = NULL;

  commit (document, "all");
  node = parse (document);
  check_values (
      node, 1,
      "{\"char\":-7,\"uchar\":200,\"boolean\":true,\"int\":-2147483648,\"uint\":4294967294,"
      "\"long\":" LONGEST ",\"int64\":-9223372036854775808,"
      "\"uint64\":\"18446744073709551615\",\"float\":-0.25,\"double\":-0.125,\"enum\":2,\"flags\":1,"
      "\"gtype\":\"GFile\",\"string\":\"a string that is longer than a record keeps\",\"name\":\"\","
      "\"strv\":[\"one\",\"\",\"\303\244\"],\"bytes\":\"YQBi\",\"variant\":\"inside\",\"hook\":-8,"
      "\"date\":\"2026-02-03T04:05:06.500000Z\",\"file\":\"file:///tmp/a%20file\","
      "\"icon\":[\"bytes\",[97,0,98]],\"themed\":[\"themed\",[\"edit-copy\",\"edit-copy-symbolic\"]],"
      "\"target\":4,\"part\":5,\"children\":[4],\"links\":[]}");
  check_values (
      node, 2,
      "{\"char\":0,\"uchar\":0,\"boolean\":false,\"int\":5,\"uint\":0,\"long\":0,\"ulong\":0,\"int64\":0,"
      "\"uint64\":0,\"float\":0.0,\"double\":1000.0,\"enum\":0,\"flags\":0,\"gtype\":\"void\",\"string\":"
      "null,"
      "\"name\":null,\"strv\":[],\"bytes\":null,\"variant\":[\"x\",2.5,true],\"hook\":null,\"date\":null,"
      "\"file\":null,\"icon\":[\"file\",\"file:///tmp/icon\"],"
      "\"themed\":[\"themed\",[\"edit-paste\",\"edit-paste-symbolic\"]],\"target\":null,\"part\":null,"
      "\"children\":[],\"links\":[2,1,5,2]}");
}

static void
test_not_finite (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  const double values[] = { INFINITY, -INFINITY, NAN };
  const char *const names[] = { "Infinity", "-Infinity", "NaN" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) node = NULL;

      set_x (document, 1, values[i]);
      commit (document, "Set");
      node = parse (document);
      g_assert_cmpstr (json_object_get_string_member (values_at (node, 0), "x"), ==, names[i]);
    }
}

/* A thing with a variant, whose JSON is to be that text. */
static void
check_variant (const char *variant, const char *expected)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  TroveObject *root = trove_document_get_root (document);
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (variant));
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_object_set (root, "variant", value, NULL);
  commit (document, "Set");
  node = parse (document);
  text = json_to_string (json_object_get_member (values_at (node, 0), "variant"), FALSE);
  g_assert_cmpstr (text, ==, expected);
}

/* JSON has no such numbers. */
static void
test_variants (void)
{
  check_variant ("nan", "\"NaN\"");
  check_variant ("[1.5, inf, -inf]", "[1.5,\"Infinity\",\"-Infinity\"]");
  check_variant ("(1, 'a', <nan>, <<-inf>>)", "[1,\"a\",\"NaN\",\"-Infinity\"]");
  check_variant ("{'a': <nan>, 'b': <{1: @mad [inf]}>}", "{\"a\":\"NaN\",\"b\":{\"1\":[\"Infinity\"]}}");
  check_variant ("{byte 0x07: nan}", "{\"7\":\"NaN\"}");
  check_variant ("{true, nan}", "{\"true\":\"NaN\"}");
  check_variant ("@mmd nothing", "null");
  check_variant ("@mmd just nothing", "null");
  check_variant ("@(mt) (18446744073709551615,)", "[\"18446744073709551615\"]");
  check_variant ("@at [1, 9223372036854775807]", "[1,9223372036854775807]");
  check_variant ("@ad []", "[]");
  check_variant ("@a{sd} {}", "{}");
  check_variant ("([byte 0x01, 0x02], 'x')", "[[1,2],\"x\"]");
}

static void
test_refused (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GError) error = NULL;
  NodeData data = { .label = "\xff" };

  set_node (document, 1, &data);
  commit (document, "no UTF-8");
  version = trove_document_dup_current (document);
  g_assert_null (trove_version_to_json (version, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/version-json/objects", test_objects);
  g_test_add_func ("/version-json/values", test_values);
  g_test_add_func ("/version-json/not-finite", test_not_finite);
  g_test_add_func ("/version-json/variants", test_variants);
  g_test_add_func ("/version-json/refused", test_refused);

  return g_test_run ();
}
