/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names of properties and layouts: numbers that stay, and files that have other ones. */

#include "store/dictionary.h"

#include "trove-glib/trove-error.h"

#include "class-types.h"
#include "model-class.h"
#include "store-kit.h"

static guint32
number_of (TroveDictionary *self, TroveDb *db, const char *name)
{
  g_autoptr (GError) error = NULL;
  guint32 number = trove_dictionary_number (self, db, name, &error);

  g_assert_no_error (error);
  return number;
}

/* The name of a class, or its layout's number, is written once. */
static void
write_class (TroveDictionary *self, TroveDb *db, ModelClass which)
{
  g_autoptr (GError) error = NULL;

  trove_row_layouts_for_class (&self->layouts, model_class (which));
  trove_dictionary_write_layouts (self, db, &error);
  g_assert_no_error (error);
}

static void
test_names (void)
{
  TroveDictionary dictionary;
  TroveDb db;

  store_kit_init_tables (&db);
  trove_dictionary_init (&dictionary);
  g_assert_cmpuint (number_of (&dictionary, &db, "x"), ==, 1);
  g_assert_cmpuint (number_of (&dictionary, &db, "label"), ==, 2);
  g_assert_cmpuint (number_of (&dictionary, &db, "x"), ==, 1);
  store_kit_check (&db, "SELECT id, name FROM property ORDER BY id", "1|x 2|label");
  g_assert_cmpstr (trove_dictionary_name (&dictionary, 2), ==, "label");
  g_assert_null (trove_dictionary_name (&dictionary, 0));
  g_assert_null (trove_dictionary_name (&dictionary, 3));
  g_assert_null (trove_dictionary_name (&dictionary, -1));
  g_assert_null (trove_dictionary_name (&dictionary, G_MAXINT64));
  trove_dictionary_clear (&dictionary);
  trove_db_close (&db);
}

/* New numbers come after those of the file, which begin with 1. */
static void
test_read_names (void)
{
  TroveDictionary dictionary;
  TroveDb db;

  store_kit_init_tables (&db);
  store_kit_run (&db, "INSERT INTO property VALUES (2, 'label'), (1, 'x')");
  trove_dictionary_init (&dictionary);
  g_assert_true (trove_dictionary_read (&dictionary, &db, NULL));
  g_assert_cmpstr (trove_dictionary_name (&dictionary, 1), ==, "x");
  g_assert_null (trove_dictionary_name (&dictionary, 3));
  g_assert_cmpuint (number_of (&dictionary, &db, "label"), ==, 2);
  g_assert_cmpuint (number_of (&dictionary, &db, "y"), ==, 3);
  trove_dictionary_clear (&dictionary);
  trove_db_close (&db);
}

static void
test_not_written (void)
{
  g_autoptr (GError) error = NULL;
  TroveDictionary dictionary;
  TroveDb db;

  store_kit_init_tables (&db);
  trove_dictionary_init (&dictionary);
  store_kit_run (&db, "INSERT INTO property VALUES (1, 'another')");
  store_kit_damaged (trove_dictionary_number (&dictionary, &db, "x", &error) != 0, &error, "UNIQUE");
  g_assert_null (trove_dictionary_name (&dictionary, 1));
  store_kit_run (&db, "DROP TABLE property");
  store_kit_damaged (trove_dictionary_number (&dictionary, &db, "x", &error) != 0, &error, "property");
  trove_dictionary_clear (&dictionary);
  trove_db_close (&db);
}

static void
test_layouts (void)
{
  TroveDictionary dictionary, other;
  g_autofree char *classes =
      g_strdup_printf ("1|%s 2|%s", model_class (MODEL_NODE)->name, model_class (MODEL_GROUP)->name);
  TroveDb db;

  store_kit_init_tables (&db);
  trove_dictionary_init (&dictionary);
  write_class (&dictionary, &db, MODEL_NODE);
  write_class (&dictionary, &db, MODEL_NODE);
  write_class (&dictionary, &db, MODEL_GROUP);
  g_assert_cmpuint (dictionary.n_layouts, ==, 2);
  store_kit_check (&db, "SELECT id, class FROM layout ORDER BY id", classes);
  store_kit_check (&db,
                   "SELECT name, kind, type FROM field, property WHERE layout = 1 AND id = property "
                   "ORDER BY number",
                   "number|0|t text|0|ms counted|0|m(say) target|1|- other|1|- child|2|- spare|2|- kids|4|- "
                   "links|3|-");

  trove_dictionary_init (&other);
  g_assert_true (trove_dictionary_read (&other, &db, NULL));
  g_assert_cmpuint (other.n_layouts, ==, 2);
  g_assert_true (trove_row_layouts_get (&other.layouts, 1)->klass == model_class (MODEL_NODE));
  g_assert_true (trove_row_layouts_get (&other.layouts, 2)->klass == model_class (MODEL_GROUP));
  g_assert_cmpuint (trove_row_layouts_for_class (&other.layouts, model_class (MODEL_GROUP))->id, ==, 2);
  write_class (&other, &db, MODEL_CRATE);
  g_assert_cmpuint (other.n_layouts, ==, 3);
  store_kit_check (&db, "SELECT count (*) FROM layout", "3");
  trove_dictionary_clear (&other);
  trove_dictionary_clear (&dictionary);
  trove_db_close (&db);
}

/* Reading fails after some statements. */
static void
refuse (const char *sql, gint code, const char *words)
{
  g_autoptr (GError) error = NULL;
  TroveDictionary dictionary;
  TroveDb db;

  store_kit_init_tables (&db);
  trove_dictionary_init (&dictionary);
  write_class (&dictionary, &db, MODEL_NODE);
  trove_dictionary_clear (&dictionary);
  store_kit_run (&db, sql);
  trove_dictionary_init (&dictionary);
  store_kit_refused (trove_dictionary_read (&dictionary, &db, &error), &error, TROVE_ERROR, code, words);
  trove_dictionary_clear (&dictionary);
  trove_db_close (&db);
}

#define damaged(sql, words) refuse (sql, TROVE_ERROR_DAMAGED, words)

#define NEXT "(SELECT max (id) + 1 FROM property)"

static void
test_damaged_names (void)
{
  damaged ("INSERT INTO property VALUES (0, 'y')", "property 0 ");
  damaged ("INSERT INTO property VALUES (-1, 'y')", "property -1 ");
  damaged ("INSERT INTO property VALUES (90, 'y')", "property 90 ");
  damaged ("INSERT INTO property VALUES (" NEXT ", 'kids')", "property ");
  damaged ("INSERT INTO property VALUES (" NEXT ", CAST (x'ff' AS TEXT))", "property ");
  damaged ("INSERT INTO property VALUES (" NEXT ", printf ('%.*c', 1001, 'a'))", "property ");
  damaged ("DROP TABLE property", "property");
}

static void
test_damaged_layouts (void)
{
  damaged ("UPDATE layout SET id = 0", "layout 0 ");
  damaged ("UPDATE layout SET id = 10000001", "layout 10000001 ");
  damaged ("UPDATE layout SET class = CAST (x'ff' AS TEXT)", "layout 1 ");
  damaged ("UPDATE layout SET class = 'GObject'", "GObject");
  damaged ("UPDATE layout SET ancestors = 'GObject'", "GObject");
  damaged ("UPDATE field SET property = 80 WHERE number = 3", "a field of layout 1 ");
  damaged ("UPDATE field SET kind = 300 WHERE number = 3", "kind 255");
  damaged ("UPDATE field SET kind = -1 WHERE number = 3", "kind 0");
  damaged ("UPDATE field SET type = '(' WHERE number = 0", "(");
  damaged ("DROP TABLE field", "field");
  damaged ("DROP TABLE layout", "layout");
  refuse ("UPDATE layout SET class = 'Unheard', ancestors = 'Another'", TROVE_ERROR_TYPE_MISMATCH,
          ":memory:");
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  kit_register_transforms ();
  g_test_add_func ("/dictionary/names", test_names);
  g_test_add_func ("/dictionary/read-names", test_read_names);
  g_test_add_func ("/dictionary/not-written", test_not_written);
  g_test_add_func ("/dictionary/layouts", test_layouts);
  g_test_add_func ("/dictionary/damaged-names", test_damaged_names);
  g_test_add_func ("/dictionary/damaged-layouts", test_damaged_layouts);
  status = g_test_run ();
  kit_finish ();
  return status;
}
