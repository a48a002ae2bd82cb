/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* SVG files that are damaged or forged: an error that names the line, and a drawing as it was. */

#include <glib/gstdio.h>
#include <string.h>

#include "files/svg-import.h"
#include "sample.h"

#define HEAD "<svg xmlns='http://www.w3.org/2000/svg'>\n<rect width='1' height='1'/>\n"

static void
check_data (const char *data, gsize length, const char *expected)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autofree char *before = sample_dup_text (document), *after = NULL;
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sketch_import_svg_data (document, sample_get_layer (document, 0), "x.svg", data, length,
                                          &keys, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, expected));
  g_assert_null (keys);
  after = sample_dup_text (document);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (trove_document_get_modified (document));
}

static void
check (const char *svg, const char *expected)
{
  check_data (svg, strlen (svg), expected);
}

static void
test_xml (void)
{
  check ("", "x.svg, line 1: this is not XML");
  check ("PNG", "x.svg, line 1: this is not XML");
  check (HEAD "<rect", "x.svg, line 3: this is not XML");
  check (HEAD "</g></svg>", "line 3: this is not XML");
  check (HEAD "&unknown;</svg>", "line 3: this is not XML");
  check ("<html/>", "x.svg, line 1: this is XML, but no drawing in SVG");
  check ("<svg xmlns='urn:other'/>", "this is XML, but no drawing in SVG");
  check_data (HEAD "<g>\0</g></svg>", sizeof HEAD + 13, "line 3: this is not XML");
  check (HEAD "<g id='\xff\xfe'/></svg>", "line 3: this is not XML");
}

static void
test_numbers (void)
{
  check (HEAD "<rect width='nan'/></svg>", "x.svg, line 3: “nan” is not a length");
  check (HEAD "<rect x='inf' width='1' height='1'/></svg>", "line 3: “inf” is not a length");
  check (HEAD "<rect x='-infinity' width='1' height='1'/></svg>", "is not a length");
  check (HEAD "<circle r='1e99'/></svg>", "is not a length");
  check (HEAD "<circle r='5 apples'/></svg>", "is not a length");
  check (HEAD "<circle r='5' transform='scale(nan)'/></svg>", "“scale(nan)” is not a transform");
  check (HEAD "<circle r='5' transform='turn(3)'/></svg>", "is not a transform");
  check (HEAD "<circle r='5' transform='rotate(1 2'/></svg>", "is not a transform");
  check (HEAD "<circle r='5' transform='translate'/></svg>", "is not a transform");
  check (HEAD "<circle r='5' transform='matrix(1 2 3 4 5 6 7)'/></svg>", "is not a transform");
  check ("<svg viewBox='0 0 nan 1'/>", "line 1: “0 0 nan 1” is not a view box");
  check ("<svg viewBox='0 0 1'/>", "is not a view box");
  check (HEAD "<circle r='5' cx='2e8'/></svg>", "line 3: the element is too far away or too large");
  check (HEAD "<path d='M0 0h2e8v1z'/></svg>", "too far away or too large");
  check (HEAD "<g transform='scale(1e6)'><g transform='scale(1e6)'><circle r='5'/></g></g></svg>",
         "line 3: the element is too large");
}

/* Each entity is ten of the one before. */
static void
test_entities (void)
{
  g_autoptr (GString) svg = g_string_new ("<!DOCTYPE svg [<!ENTITY a0 \"aaaaaaaaaa\">");

  for (guint i = 1; i < 10; i++)
    {
      g_string_append_printf (svg, "<!ENTITY a%u \"", i);
      for (guint j = 0; j < 10; j++)
        g_string_append_printf (svg, "&a%u;", i - 1);
      g_string_append (svg, "\">");
    }
  g_string_append (svg, "]><svg><text>&a9;</text></svg>");
  check (svg->str, "this is not XML");
  g_string_replace (svg, "<text>&a9;</text>", "<text x='&a9;'/>", 0);
  check (svg->str, "this is not XML");
}

/* No other file is read. */
static void
test_external_entities (void)
{
  check ("<!DOCTYPE svg [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><svg><text>&e;</text></svg>",
         "this is not XML");
  check ("<!DOCTYPE svg [<!ENTITY e PUBLIC \"p\" \"file:///etc/passwd\">]><svg x='&e;'/>", "this is not XML");
  check ("<!DOCTYPE svg [<!ENTITY % e SYSTEM \"file:///etc/passwd\"> %e;]><svg>&x;</svg>", "this is not XML");
}

static void
test_deep (void)
{
  const guint n = 150;
  g_autoptr (GString) svg = g_string_new ("<svg>");

  for (guint i = 0; i < n; i++)
    g_string_append (svg, "<g>\n");
  g_string_append (svg, "<rect width='1' height='1'/>");
  for (guint i = 0; i < n; i++)
    g_string_append (svg, "</g>");
  g_string_append (svg, "</svg>");
  check (svg->str, "x.svg, line 101: more than 100 elements are in each other");
  for (guint i = 0; i < 100000; i++)
    g_string_prepend (svg, "<g>");
  check (svg->str, "this is not XML");
}

static void
test_uses (void)
{
  g_autoptr (GString) svg = g_string_new ("<svg><g id='g0'><rect width='1' height='1'/></g>");

  check ("<svg><g id='a'><use href='#a'/></g></svg>", "more than 100 elements are in each other");
  check ("<svg><g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g></svg>", "are in each other");
  for (guint i = 1; i < 30; i++)
    g_string_append_printf (svg, "<g id='g%u'><use href='#g%u'/><use href='#g%u'/></g>", i, i - 1, i - 1);
  g_string_append (svg, "</svg>");
  check (svg->str, "more than 500000 elements are drawn");
}

static void
test_large (void)
{
  const gsize length = 65 * 1024 * 1024;
  g_autofree char *data = g_malloc0 (length);
  g_autoptr (GString) svg = g_string_new ("<svg><text>");
  g_autoptr (GString) css = g_string_new ("<svg><style>");

  check_data (data, length, "x.svg: the file is larger than 64 MB");
  for (guint i = 0; i < 20000; i++)
    g_string_append (svg, "letters ");
  g_string_append (svg, "</text></svg>");
  check (svg->str, "a text is longer than 100000 bytes");
  for (guint i = 0; i < 3000; i++)
    g_string_append (css, ".a{}");
  g_string_append (css, "</style></svg>");
  check (css->str, "the style sheet has too many rules");
}

static void
check_file (const char *path, int code)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_false (sketch_import_svg (document, sample_get_layer (document, 0), file, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
test_files (void)
{
  check_file ("/nonexistent.svg", G_IO_ERROR_NOT_FOUND);
  check_file ("/dev/zero", G_IO_ERROR_NOT_REGULAR_FILE);
  check_file (g_get_tmp_dir (), G_IO_ERROR_NOT_REGULAR_FILE);
}

/* Shapes are taken back if the layer is none. */
static void
test_layer (void)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autofree char *before = sample_dup_text (document), *after = NULL;
  const char *svg = HEAD "</svg>";
  g_autoptr (GError) error = NULL;

  g_assert_false (sketch_import_svg_data (document, 12345, "x.svg", svg, strlen (svg), NULL, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  after = sample_dup_text (document);
  g_assert_cmpstr (before, ==, after);
}

/* Bytes of a drawing that are changed at random: an error or shapes, and no crash. */
static void
test_random (void)
{
  const char *path =
      g_test_get_filename (G_TEST_DIST, "..", "examples", "sketch", "data", "example.svg", NULL);
  g_autofree char *original = NULL, *data = NULL;
  gsize length;
  guint n_errors = 0;

  g_assert_true (g_file_get_contents (path, &original, &length, NULL));
  data = g_malloc (length);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (TroveDocument) document = sketch_document_new ();
      g_autoptr (GError) error = NULL;

      memcpy (data, original, length);
      for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
        data[g_test_rand_int_range (0, (int) length)] = (char) g_test_rand_int_range (32, 127);
      if (!sketch_import_svg_data (document, sample_get_layer (document, 0), "x.svg", data, length, NULL,
                                   NULL, &error))
        {
          g_assert_nonnull (error);
          n_errors++;
        }
    }
  g_assert_cmpuint (n_errors, >, 0);
  g_assert_cmpuint (n_errors, <, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sketch_register_classes ();
  g_test_add_func ("/svg-damaged/xml", test_xml);
  g_test_add_func ("/svg-damaged/numbers", test_numbers);
  g_test_add_func ("/svg-damaged/entities", test_entities);
  g_test_add_func ("/svg-damaged/external-entities", test_external_entities);
  g_test_add_func ("/svg-damaged/deep", test_deep);
  g_test_add_func ("/svg-damaged/uses", test_uses);
  g_test_add_func ("/svg-damaged/large", test_large);
  g_test_add_func ("/svg-damaged/files", test_files);
  g_test_add_func ("/svg-damaged/layer", test_layer);
  g_test_add_func ("/svg-damaged/random", test_random);
  return g_test_run ();
}
