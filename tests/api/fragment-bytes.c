/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveFragment: to bytes and back, in a process that has the same classes or others. Damaged bytes: fragment-damaged.c. */

#include "failing-memory.h"
#include "fragment-kit.h"
#include "test-support.h"

/* Objects of documents by their keys, and others by their content. */
static char *
describe_object (gpointer object)
{
  g_autoptr (GVariant) variant = NULL;
  GString *text;

  if (TROVE_IS_OBJECT (object))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, trove_object_get_key (object));
  if (G_IS_FILE (object))
    return g_file_get_uri (object);
  if (G_IS_ICON (object))
    {
      variant = g_icon_serialize (object);
      return g_variant_print (variant, TRUE);
    }
  text = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (object); i++)
    {
      g_autoptr (TroveObject) item = g_list_model_get_item (object, i);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT " ", trove_object_get_key (item));
    }
  return g_string_free (text, FALSE);
}

static char *
describe_value (const GValue *value)
{
  gpointer pointer = g_value_fits_pointer (value) ? g_value_peek_pointer (value) : NULL;

  if (pointer == NULL)
    return g_strdup_value_contents (value);
  if (G_VALUE_HOLDS_OBJECT (value))
    return describe_object (pointer);
  if (G_VALUE_HOLDS (value, G_TYPE_BYTES))
    return g_strdup_printf ("%u bytes %08x", (guint) g_bytes_get_size (pointer), g_bytes_hash (pointer));
  if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    return g_date_time_format_iso8601 (pointer);
  if (G_VALUE_HOLDS (value, TEST_TYPE_HOOK))
    return g_strdup_printf ("%" G_GINT64_FORMAT, ((const TestHook *) pointer)->value);
  return g_strdup_value_contents (value);
}

/* The properties of an object as text. */
static char *
describe (TroveObject *object)
{
  g_autofree GParamSpec **pspecs = NULL;
  GString *text = g_string_new (G_OBJECT_TYPE_NAME (object));
  guint n;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *contents = NULL;

      if (pspecs[i]->owner_type == TROVE_TYPE_OBJECT)
        continue;
      g_value_init (&value, pspecs[i]->value_type);
      g_object_get_property (G_OBJECT (object), pspecs[i]->name, &value);
      contents = describe_value (&value);
      g_string_append_printf (text, "\n  %s %s", pspecs[i]->name, contents);
    }
  return g_string_free (text, FALSE);
}

/* Inserts a fragment into a new document, and describes all objects. Those of a fragment have keys from 2 on. */
static char *
insert_and_describe (TroveFragment *fragment)
{
  g_autoptr (TroveDocument) document = trove_document_new (kit_object_get_type (), NULL, 0);
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  trove_fragment_insert_by_key (fragment, document, 1, "children", 0, NULL, &error);
  g_assert_no_error (error);
  commit (document, "inserted");
  for (TroveKey key = 2; key < 2 + trove_fragment_get_n_objects (fragment); key++)
    {
      g_autoptr (TroveObject) object = trove_document_lookup (document, key);
      g_autofree char *line = describe (object);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT " %s\n", key, line);
    }
  return g_string_free (text, FALSE);
}

/* A fragment that was written and read makes the same objects, and the same bytes. */
static void
check_round_trip (TroveFragment *fragment)
{
  g_autoptr (GBytes) bytes = kit_write (fragment), again = NULL;
  g_autoptr (TroveFragment) read = kit_read (bytes);
  g_autofree char *expected = insert_and_describe (fragment), *found = insert_and_describe (read);

  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (trove_fragment_get_n_roots (read), ==, trove_fragment_get_n_roots (fragment));
  for (guint i = 0; i < trove_fragment_get_n_roots (read); i++)
    g_assert_true (trove_fragment_get_root_type (read, i) == trove_fragment_get_root_type (fragment, i));
  again = kit_write (read);
  g_assert_true (g_bytes_equal (again, bytes));
}

static void
test_values (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (TroveFragment) all = kit_fragment_new (document, (const TroveKey[]){ 1 }, 1);
  g_autoptr (TroveFragment) some = kit_fragment_new (document, (const TroveKey[]){ 3, 2 }, 2);
  g_autoptr (TroveFragment) none = kit_fragment_new (document, NULL, 0);
  g_autofree char *text = insert_and_describe (some);

  check_round_trip (all);
  check_round_trip (some);
  check_round_trip (none);
  /* The description has what it is to compare. */
  g_assert_nonnull (strstr (text, "file:///tmp/a%20file"));
  g_assert_nonnull (strstr (text, "edit-copy"));
  g_assert_nonnull (strstr (text, "2026-02-03T04:05:06.5"));
  g_assert_nonnull (strstr (text, "18446744073709551615"));
}

/* Objects of several classes in turns. */
static void
test_classes (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (TroveFragment) fragment = NULL;
  NodeData node = { .label = "a node" };
  LeafData leaf = { .node = { .x = 5 }, .hook = { 6 } };

  for (guint i = 0; i < 3; i++)
    {
      node.x = i;
      leaf.hook.value = i;
      g_assert_true (
          trove_document_add (document, TEST_TYPE_NODE, &node, 1, "children", 0, &node.target, NULL));
      g_assert_true (trove_document_add (document, TEST_TYPE_LEAF, &leaf, node.target, "leaves", 0,
                                         &leaf.node.target, NULL));
    }
  fragment = kit_fragment_new (document, (const TroveKey[]){ 1 }, 1);
  check_round_trip (fragment);
}

/* A number that is none, and one that no param spec changes, keep their bits. */
static void
test_bits (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (TEST_TYPE_NODE, NULL, 0),
                            other = node_document_new ();
  g_autoptr (TroveFragment) fragment = NULL, read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  double x, found;

  add_node (document, 1, g_strtod ("-nan", NULL));
  add_node (document, 2, -0.);
  fragment = kit_fragment_new (document, (const TroveKey[]){ 2 }, 1);
  bytes = kit_write (fragment);
  read = kit_read (bytes);
  g_assert_true (trove_fragment_insert_by_key (read, other, 1, "children", 0, NULL, NULL));
  for (TroveKey key = 2; key <= 3; key++)
    {
      x = get_node (document, key).x;
      found = get_node (other, key).x;
      g_assert_cmpmem (&found, sizeof found, &x, sizeof x);
    }
}

/* The bytes, as they are written on every machine. */
static void
test_format (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GBytes) bytes = NULL, expected = NULL;

  add_node (document, 1, 2);
  add_node (document, 2, 3);
  set_target (document, 2, 3);
  add_link (document, 3, 2);
  add_link (document, 3, 1);
  add_link (document, 3, 3);
  fragment = kit_fragment_new (document, (const TroveKey[]){ 2 }, 1);
  bytes = kit_write (fragment);
  expected = kit_parse ("([('TestNode', ['part', 'spare', 'children', 'leaves'], [('x', <[2.0, 3.0]>),"
                        " ('label', <@ams [nothing, nothing]>), ('target', <[@u 2, 0]>),"
                        " ('links', <[@au [], [1, 2]]>)])], [(0, 0, 0), (0, 1, 2)])");
  g_assert_true (g_bytes_equal (bytes, expected));
}

/* Other classes: those of the reader have other properties. Object 2 is owned by a property that is gone, and object 3 by that; object
 * 4 by one that owns nothing now. */
static void
test_other_properties (void)
{
  g_autoptr (GBytes) bytes = kit_parse (
      "([('TestNode', ['gone', 'children', 'x'], [('label', <[just 'a', just 'b', nothing, just 'd', just "
      "'e', just 'f']>),"
      " ('other', <'anything'>), ('part', <[1]>), ('links', <[[@u 3, 4], [2, 1], [], [], [], [5, 6]]>),"
      " ('target', <[@u 3, 4, 0, 0, 0, 2]>)])], [(0, 0, 0), (0, 1, 1), (0, 1, 0), (0, 3, 1), (0, 1, 2), (0, "
      "1, 1)])");
  g_autoptr (TroveFragment) fragment = kit_read (bytes);
  g_autoptr (TroveDocument) document = node_document_new ();

  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), ==, 3);
  g_assert_true (trove_fragment_insert_by_key (fragment, document, 1, "children", 0, NULL, NULL));
  g_assert_cmpstr (get_node (document, 2).label, ==, "a");
  g_assert_cmpfloat (get_node (document, 2).x, ==, 0);
  g_assert_cmpuint (get_node (document, 2).target, ==, 0);
  assert_list (document, 2, "links", g_strdup (""));
  assert_list (document, 2, "children", keys (3, 4));
  g_assert_cmpstr (get_node (document, 3).label, ==, "b");
  assert_list (document, 3, "links", keys (3, 2));
  g_assert_cmpstr (get_node (document, 4).label, ==, "f");
  assert_list (document, 4, "links", keys (4));
  g_assert_cmpuint (get_node (document, 4).target, ==, 3);
}

/* Properties that are not there have their defaults. */
static void
test_defaults (void)
{
  g_autoptr (GBytes) bytes = kit_parse ("([('KitObject', @as [], [('string', <@ams [nothing, just 'b']>)])],"
                                        " [(0, 0, 0), (0, 0, 0)])");
  g_autoptr (GBytes) empty = kit_parse ("([('KitObject', @as [], @a(sv) [])], [(0, 0, 0)])");
  g_autoptr (TroveFragment) fragment = kit_read (bytes), plain = kit_read (empty);
  g_autofree char *found = insert_and_describe (fragment), *second = insert_and_describe (plain);

  g_assert_nonnull (strstr (found, "\n  int 5\n"));
  g_assert_nonnull (strstr (found, "\n  string NULL\n"));
  g_assert_nonnull (strstr (found, "\n  string \"b\"\n"));
  g_assert_nonnull (strstr (second, "\n  string \"a default\"\n"));
}

/* References to others are dropped, also in the document that the bytes come from. */
static void
test_outside (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveFragment) fragment = NULL, read = NULL;
  g_autoptr (GBytes) bytes = NULL;

  add_node (document, 1, 2);
  add_node (document, 1, 3);
  set_target (document, 2, 3);
  add_link (document, 2, 3);
  fragment = kit_fragment_new (document, (const TroveKey[]){ 2 }, 1);
  bytes = kit_write (fragment);
  read = kit_read (bytes);
  g_assert_true (trove_fragment_insert_by_key (read, document, 1, "children", 0, NULL, NULL));
  g_assert_cmpuint (get_node (document, 4).target, ==, 0);
  assert_list (document, 4, "links", g_strdup (""));
}

/* A list of several nodes, with references and owned objects. */
static void
test_long_lists (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), other = node_document_new ();
  g_autoptr (TroveFragment) fragment = NULL, read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *links = NULL, *found = NULL;

  add_node (document, 1, 0);
  for (guint i = 0; i < 200; i++)
    add_link (document, 2, add_node (document, 2, i));
  fragment = kit_fragment_new (document, (const TroveKey[]){ 2 }, 1);
  bytes = kit_write (fragment);
  read = kit_read (bytes);
  g_assert_true (trove_fragment_insert_by_key (read, other, 1, "children", 0, NULL, NULL));
  links = list_text (document, 2, "links");
  found = list_text (other, 2, "links");
  g_assert_cmpstr (found, ==, links);
  assert_list (other, 2, "children", g_steal_pointer (&found));
}

/* Values that cannot be written */

static void
assert_not_written (TroveDocument *document, const char *message)
{
  g_autoptr (TroveFragment) fragment = kit_fragment_new (document, (const TroveKey[]){ 2 }, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_fragment_to_bytes (fragment, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (error->message, ==, message);
}

static GVariant *
too_deep (void)
{
  GVariant *variant = g_variant_new_string ("inside");

  for (guint i = 0; i < 200; i++)
    variant = g_variant_new_variant (variant);
  return variant;
}

static void
test_not_written (void)
{
  GParamSpec *pspecs[] = { g_param_spec_boxed ("tree", NULL, NULL, G_TYPE_MATCH_INFO, G_PARAM_READWRITE) };
  g_autoptr (TroveDocument) document = kit_document_new (), strange = NULL;
  g_autoptr (TroveObject) object = trove_document_lookup (document, 2), made = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("a", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (TroveFragment) fragment = NULL;
  GType type = trove_object_register_type ("StrangeObject", TROVE_TYPE_OBJECT, pspecs, 1, NULL);

  g_object_set (object, "string", "\377", NULL);
  assert_not_written (document,
                      "The property \342\200\234string\342\200\235 of KitObject cannot be written: a "
                      "string is not in UTF-8");
  g_object_set (object, "string", NULL, "strv", (const char *const[]){ "a", "\377", NULL }, NULL);
  assert_not_written (document, "The property \342\200\234strv\342\200\235 of KitObject cannot be written: a "
                                "string is not in UTF-8");
  g_object_set (object, "strv", NULL, "variant", too_deep (), NULL);
  assert_not_written (document,
                      "The property \342\200\234variant\342\200\235 of KitObject cannot be written: a "
                      "variant has too many levels");
  strange = trove_document_new (kit_object_get_type (), NULL, 0);
  made = g_object_new (type, "document", strange, NULL);
  g_assert_true (
      trove_list_append (trove_object_get_list (trove_document_get_root (strange), "children"), made, NULL));
  g_regex_match (regex, "a", 0, &match);
  g_object_set (made, "tree", match, NULL);
  assert_not_written (strange,
                      "The property \342\200\234tree\342\200\235 of StrangeObject cannot be written: there "
                      "is no variant of a value of type GMatchInfo, for which "
                      "g_value_register_transform_func() can give a function");
  g_object_set (made, "tree", NULL, NULL);
  fragment = kit_fragment_new (strange, (const TroveKey[]){ 2 }, 1);
  check_round_trip (fragment);
}

/* Validation */

static void
test_validate (void)
{
  g_autoptr (GBytes) bytes = NULL, plain = NULL;
  g_autoptr (TroveFragment) fragment = NULL, unchanged = NULL;
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (TroveObject) first = NULL;
  int x;

  picky_object_get_type ();
  kit_object_get_type ();
  bytes = kit_parse ("([('PickyObject', @as [], [('x', <[100, 4, 2]>), ('other', <[@u 2, 3, 0]>)])],"
                     " [(0, 0, 0), (0, 0, 0), (0, 0, 0)])");
  fragment = kit_read (bytes);
  document = trove_document_new (kit_object_get_type (), NULL, 0);
  g_assert_true (trove_fragment_insert_by_key (fragment, document, 1, "children", 0, NULL, NULL));
  first = trove_document_lookup (document, 2);
  g_object_get (first, "x", &x, NULL);
  g_assert_cmpint (x, ==, 99);

  plain = kit_parse ("([('PickyObject', @as [], @a(sv) [])], [(0, 0, 0)])");
  unchanged = kit_read (plain);
  g_assert_cmpuint (trove_fragment_get_n_objects (unchanged), ==, 1);
}

/* Any thread reads and writes. */
static gpointer
read_and_write (gpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (TroveFragment) fragment = kit_read (data);
      g_autoptr (GBytes) bytes = kit_write (fragment);

      g_assert_true (g_bytes_equal (bytes, data));
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (TroveFragment) fragment = kit_fragment_new (document, (const TroveKey[]){ 1 }, 1);
  g_autoptr (GBytes) bytes = kit_write (fragment);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, read_and_write, bytes);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_no_memory (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (TroveFragment) fragment = kit_fragment_new (document, (const TroveKey[]){ 1 }, 1);
  g_autoptr (GBytes) bytes = kit_write (fragment);

  for (guint64 i = 0;; i++)
    {
      g_autoptr (TroveFragment) read = NULL;
      g_autoptr (GError) error = NULL;

      failing_memory_start (FAILING_ONE, i);
      read = trove_fragment_new_from_bytes (bytes, &error);
      failing_memory_stop ();
      if (read != NULL)
        break;
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
    }
}

/* A copy function that fails is no damage. */
static void
test_copy_failed (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (TroveFragment) fragment = kit_fragment_new (document, (const TroveKey[]){ 1 }, 1), read = NULL;
  g_autoptr (GBytes) bytes = kit_write (fragment);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; read == NULL; i++)
    {
      g_clear_error (&error);
      test_hooks.fail_copy = TRUE;
      test_hooks.skip_copies = i;
      read = trove_fragment_new_from_bytes (bytes, &error);
      if (read == NULL)
        g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
    }
  test_hooks.fail_copy = FALSE;
  test_hooks.skip_copies = 0;
}

static void
test_nothing_left (void)
{
  g_assert_cmpint (test_hooks.n_live, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fragment-bytes/values", test_values);
  g_test_add_func ("/fragment-bytes/classes", test_classes);
  g_test_add_func ("/fragment-bytes/bits", test_bits);
  g_test_add_func ("/fragment-bytes/format", test_format);
  g_test_add_func ("/fragment-bytes/other-properties", test_other_properties);
  g_test_add_func ("/fragment-bytes/defaults", test_defaults);
  g_test_add_func ("/fragment-bytes/outside", test_outside);
  g_test_add_func ("/fragment-bytes/long-lists", test_long_lists);
  g_test_add_func ("/fragment-bytes/not-written", test_not_written);
  g_test_add_func ("/fragment-bytes/validate", test_validate);
  g_test_add_func ("/fragment-bytes/threads", test_threads);
  g_test_add_func ("/fragment-bytes/no-memory", test_no_memory);
  g_test_add_func ("/fragment-bytes/copy-failed", test_copy_failed);
  g_test_add_func ("/fragment-bytes/nothing-left", test_nothing_left);
  return g_test_run ();
}
