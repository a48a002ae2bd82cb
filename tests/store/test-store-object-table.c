/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of objects and of the items of reference lists, one at a time. */

#include "store/object-table.h"

#include "trove-glib/trove-error.h"

#include "class-types.h"
#include "store-kit.h"
#include "version-random.h"

/* A root 1 with the nodes 2 and 3. */
typedef struct
{
  TroveDb db;
  TroveDictionary dictionary;
  TroveObjectTable table;
  StateProgram program;
} Fixture;

static void
fixture_init (Fixture *self)
{
  store_kit_init_tables (&self->db);
  trove_dictionary_init (&self->dictionary);
  g_assert_true (trove_object_table_init (&self->table, &self->db, &self->dictionary, NULL));
  state_program_init (&self->program);
  state_program_create_in (&self->program, MODEL_NODE, 1, MODEL_KIDS);
  state_program_create_in (&self->program, MODEL_NODE, 1, MODEL_KIDS);
}

static void
fixture_clear (Fixture *self)
{
  state_program_clear (&self->program);
  trove_object_table_clear (&self->table);
  trove_dictionary_clear (&self->dictionary);
  trove_db_close (&self->db);
}

static const TroveRecord *
record_of (Fixture *self, TroveKey key)
{
  return trove_state_get (&self->program.editor.state, key);
}

static void
set_number (Fixture *self, TroveKey key, guint64 number)
{
  const Operation operation = {
    .kind = OPERATION_SET_DATA, .key = key, .klass = model_class (MODEL_NODE), .values = { number }
  };

  state_program_do (&self->program, &operation);
}

static void
insert (Fixture *self, TroveKey key, const TroveObjectPlace *place)
{
  g_autoptr (GError) error = NULL;

  trove_object_table_insert (&self->table, record_of (self, key), place, &error);
  g_assert_no_error (error);
}

#define PLACES "SELECT key, layout, owner, property, place FROM object ORDER BY key"

static void
test_objects (void)
{
  const TroveObjectPlace none = { 0 };
  gint64 place;
  Fixture f;

  fixture_init (&f);
  insert (&f, 1, NULL);
  insert (&f, 2, &(TroveObjectPlace){ 1, 7, -30 });
  insert (&f, 3, &none);
  store_kit_check (&f.db, PLACES, "1|1|-|-|- 2|2|1|7|-30 3|2|-|-|-");
  store_kit_check (&f.db, "SELECT count (*) FROM layout", "2");

  g_assert_true (trove_object_table_set_place (&f.table, 3, &(TroveObjectPlace){ 2, 8, 40 }, NULL));
  g_assert_true (trove_object_table_set_place (&f.table, 2, &none, NULL));
  store_kit_check (&f.db, PLACES, "1|1|-|-|- 2|2|-|-|- 3|2|2|8|40");
  g_assert_true (trove_object_table_get_place (&f.table, 3, &place, NULL));
  g_assert_cmpint (place, ==, 40);

  g_assert_true (trove_object_table_remove (&f.table, 2, NULL));
  store_kit_check (&f.db, "SELECT key FROM object", "1 3");
  fixture_clear (&f);
}

/* The values are in little endian, whatever the processor. */
static void
test_values (void)
{
  Fixture f;

  fixture_init (&f);
  set_number (&f, 2, 258);
  insert (&f, 2, NULL);
  insert (&f, 3, NULL);
  store_kit_check (&f.db, "SELECT hex (substr (data, 1, 8)) FROM object",
                   "0201000000000000 0000000000000000");
  set_number (&f, 3, 3);
  g_assert_true (trove_object_table_set_data (&f.table, record_of (&f, 3), NULL));
  store_kit_check (&f.db, "SELECT hex (substr (data, 1, 8)) FROM object",
                   "0201000000000000 0300000000000000");
  store_kit_check (&f.db, PLACES, "2|1|-|-|- 3|1|-|-|-");
  store_kit_run (&f.db,
                 "UPDATE object SET key = 1 WHERE key = 2"); /* an object of the class of the root now */
  g_assert_true (trove_object_table_set_data (&f.table, record_of (&f, 1), NULL));
  store_kit_check (&f.db, PLACES, "1|2|-|-|- 3|1|-|-|-");
  fixture_clear (&f);
}

static void
insert_items (Fixture *self, TroveKey key, guint32 property)
{
  for (gint64 i = 1; i <= 3; i++)
    g_assert_true (trove_object_table_insert_item (&self->table, key, property, i * 10, (TroveKey) i, NULL));
}

#define ITEMS "SELECT key, property, place, target FROM reference ORDER BY key, property, place"

static void
test_items (void)
{
  gint64 place;
  Fixture f;

  fixture_init (&f);
  insert_items (&f, 2, 4);
  insert_items (&f, 2, 5);
  insert_items (&f, 3, 4);
  g_assert_true (trove_object_table_get_item (&f.table, 2, 4, 1, &place, NULL));
  g_assert_cmpint (place, ==, 20);
  g_assert_true (trove_object_table_remove_item (&f.table, 2, 4, 20, NULL));
  g_assert_true (trove_object_table_get_item (&f.table, 2, 4, 1, &place, NULL));
  g_assert_cmpint (place, ==, 30);
  g_assert_true (trove_object_table_remove_list (&f.table, 2, 5, NULL));
  store_kit_check (&f.db, ITEMS, "2|4|10|1 2|4|30|3 3|4|10|1 3|4|20|2 3|4|30|3");

  /* An object goes with its items. */
  insert (&f, 3, NULL);
  g_assert_true (trove_object_table_remove (&f.table, 3, NULL));
  store_kit_check (&f.db, ITEMS, "2|4|10|1 2|4|30|3");
  fixture_clear (&f);
}

/* The file lacks what it had. */
static void
test_damaged (void)
{
  g_autoptr (GError) error = NULL;
  gint64 place;
  Fixture f;

  fixture_init (&f);
  insert (&f, 2, NULL);
  insert_items (&f, 2, 4);
  store_kit_damaged (trove_object_table_get_place (&f.table, 3, &place, &error), &error, "object 3 ");
  store_kit_damaged (trove_object_table_get_item (&f.table, 2, 4, 3, &place, &error), &error, "object 2 ");
  store_kit_damaged (trove_object_table_insert (&f.table, record_of (&f, 2), NULL, &error), &error, "UNIQUE");
  store_kit_damaged (trove_object_table_insert_item (&f.table, 2, 4, 10, 5, &error), &error, "UNIQUE");
  fixture_clear (&f);
}

static void
test_no_table (void)
{
  g_autoptr (GError) error = NULL;
  TroveDictionary dictionary;
  TroveObjectTable table;
  TroveDb db;

  store_kit_init_tables (&db);
  store_kit_run (&db, "DROP TABLE reference");
  trove_dictionary_init (&dictionary);
  store_kit_damaged (trove_object_table_init (&table, &db, &dictionary, &error), &error, "reference");
  trove_dictionary_clear (&dictionary);
  trove_db_close (&db);
}

/* A value of a type that has no way to be written. */
static void
test_not_written (void)
{
  const Operation operation = {
    .kind = OPERATION_SET_DATA, .key = 2, .klass = model_class (MODEL_NODE), .values = { [MODEL_COUNTED] = 5 }
  };
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f);
  state_program_do (&f.program, &operation);
  store_kit_refused (trove_object_table_insert (&f.table, record_of (&f, 2), NULL, &error), &error,
                     TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH, "Object 2: ");
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-table/not-written", test_not_written);
  g_test_add_func ("/object-table/objects", test_objects);
  g_test_add_func ("/object-table/values", test_values);
  g_test_add_func ("/object-table/items", test_items);
  g_test_add_func ("/object-table/damaged", test_damaged);
  g_test_add_func ("/object-table/no-table", test_no_table);
  return g_test_run ();
}
