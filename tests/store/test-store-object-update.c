/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tables of objects between versions of random programs: written, updated, and read again, beside a model. */

#include "store/object-update.h"

#include "state/editor-data.h"
#include "store/object-read.h"
#include "store/object-write.h"

#include "trove-glib/trove-error.h"

#include "class-types.h"
#include "store-kit.h"
#include "version-random.h"

typedef struct
{
  TroveDb db;
  TroveDictionary dictionary;
  StateProgram program;
} Fixture;

static void
fixture_init (Fixture *self)
{
  store_kit_init_tables (&self->db);
  store_kit_run (&self->db, "INSERT INTO document VALUES (x'', 1)");
  trove_dictionary_init (&self->dictionary);
  state_program_init (&self->program);
}

static void
fixture_clear (Fixture *self)
{
  state_program_clear (&self->program);
  trove_dictionary_clear (&self->dictionary);
  trove_db_close (&self->db);
}

static void
write_version (Fixture *self, const ProgramVersion *version)
{
  g_autoptr (GError) error = NULL;
  TroveObjectTable table;

  trove_object_table_init (&table, &self->db, &self->dictionary, &error);
  g_assert_no_error (error);
  trove_object_table_write_all (&table, &version->state, NULL, NULL, &error);
  g_assert_no_error (error);
  trove_object_table_clear (&table);
}

/* Returns the number of rows that were written. */
static int
update (Fixture *self, const ProgramVersion *from, const ProgramVersion *to)
{
  int before = sqlite3_total_changes (self->db.handle);
  g_autoptr (GError) error = NULL;
  TroveObjectTable table;

  trove_object_table_init (&table, &self->db, &self->dictionary, &error);
  g_assert_no_error (error);
  trove_object_table_update (&table, &from->state, &to->state, &error);
  g_assert_no_error (error);
  trove_object_table_clear (&table);
  return sqlite3_total_changes (self->db.handle) - before;
}

/* Reads the tables of a file with the replica 0. */
static gboolean
read_objects (TroveDb *db, const TroveDictionary *dictionary, TroveEditor *editor, TroveFileProgress progress,
              gpointer progress_data, GError **error)
{
  const TroveReplica first = { 0 };
  g_autoptr (GArray) replicas = g_array_new (FALSE, FALSE, sizeof (TroveReplica));
  g_autoptr (GArray) older = g_array_new (FALSE, FALSE, sizeof (TroveOlderObject));
  gboolean done;

  g_array_append_val (replicas, first);
  done = trove_object_table_read (db, dictionary, replicas, editor, older, progress, progress_data, error);
  g_assert_cmpuint (older->len, ==, 0);
  return done;
}

/* Reads the tables, as another program does. model: NULL: reading fails with DAMAGED and the words. */
static void
read_all (Fixture *self, const StateModel *model, const char *words)
{
  TroveDictionary dictionary;
  TroveEditor editor;
  TroveCore core;
  GError *error = NULL;
  gboolean done;

  trove_dictionary_init (&dictionary);
  g_assert_true (trove_dictionary_read (&dictionary, &self->db, NULL));
  trove_core_init (&core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&editor, &core);
  done = read_objects (&self->db, &dictionary, &editor, NULL, NULL, &error);
  if (model == NULL)
    store_kit_damaged (done, &error, words);
  else
    {
      g_assert_no_error (error);
      check_editor (&editor);
      state_model_check (model, &editor.state);
    }
  trove_editor_clear (&editor);
  trove_core_clear (&core);
  trove_dictionary_clear (&dictionary);
}

/* Random programs */

static void
run_program (TestRandom *numbers, guint n_objects, guint n_edits)
{
  const ProgramVersion *versions[6];
  Fixture f;
  StateRandom random = { &f.program, numbers, n_objects, TRUE };
  guint at = 0;

  fixture_init (&f);
  versions[0] = version_random_make (&random, n_objects);
  for (guint i = 1; i < G_N_ELEMENTS (versions); i++)
    versions[i] = version_random_edit (&random, 1 + (guint) test_random_below (numbers, n_edits));
  write_version (&f, versions[0]);
  read_all (&f, &versions[0]->model, NULL);
  for (guint i = 0; i < 8; i++)
    {
      guint next = (guint) test_random_below (numbers, G_N_ELEMENTS (versions));

      update (&f, versions[at], versions[next]);
      at = next;
      read_all (&f, &versions[at]->model, NULL);
    }
  fixture_clear (&f);
}

static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint n_objects = 2; n_objects <= 64; n_objects *= 2)
    for (guint n_edits = 1; n_edits <= 64; n_edits *= 4)
      for (guint i = 0; i < test_count (4, 1); i++)
        run_program (&random, n_objects, n_edits);
}

/* Rows */

/* Nothing is written for what did not change. */
static void
test_few (void)
{
  const Operation number = {
    .kind = OPERATION_SET_DATA, .key = 5, .klass = model_class (MODEL_NODE), .values = { 9 }
  };
  const Operation both = {
    .kind = OPERATION_SET_DATA, .key = 5, .klass = model_class (MODEL_NODE), .values = { 8, 7 }
  };
  const Operation move = {
    .kind = OPERATION_PUT, .key = 5, .owner = 1, .field = model_field (MODEL_NODE, MODEL_KIDS), .position = 0
  };
  const ProgramVersion *from, *to;
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < 10; i++)
    state_program_create_in (&f.program, MODEL_NODE, 1, MODEL_KIDS);
  from = version_random_commit (&f.program);
  write_version (&f, from);
  g_assert_cmpint (update (&f, from, from), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      state_program_do (&f.program, i == 0 ? &number : i == 1 ? &both : &move);
      to = version_random_commit (&f.program);
      g_assert_cmpint (update (&f, from, to), ==, 1);
      read_all (&f, &to->model, NULL);
      from = to;
    }
  fixture_clear (&f);
}

/* Objects have other owners than before, which may be greater keys or new ones. */
static void
test_new_owner (void)
{
  const ProgramVersion *from, *to;
  TroveKey kept, owner;
  Fixture f;

  fixture_init (&f);
  kept = state_program_create_in (&f.program, MODEL_NODE, 1, MODEL_KIDS);
  from = version_random_commit (&f.program);
  write_version (&f, from);
  owner = state_program_create_in (&f.program, MODEL_NODE, 1, MODEL_KIDS);
  state_program_do (&f.program, &(Operation){ .kind = OPERATION_PUT,
                                              .key = kept,
                                              .owner = owner,
                                              .field = model_field (MODEL_NODE, MODEL_CHILD) });
  to = version_random_commit (&f.program);
  update (&f, from, to);
  read_all (&f, &to->model, NULL);
  update (&f, to, from);
  read_all (&f, &from->model, NULL);
  fixture_clear (&f);
}

/* Damage */

/* Root 1 owns 2 and 3 as kids, and 3 owns 4 as its child. Node 2 refers to 3, and has 3 and 4 as its links. */
static void
damage (const char *sql, const char *words)
{
  static const Operation operations[] = {
    { .kind = OPERATION_INSERT_REFERENCE, .key = 2, .n_keys = 1, .keys = { 3 } },
    { .kind = OPERATION_INSERT_REFERENCE, .key = 2, .n_keys = 1, .keys = { 4 }, .position = 1 },
  };
  Fixture f;

  fixture_init (&f);
  state_program_create_in (&f.program, MODEL_NODE, 1, MODEL_KIDS);
  state_program_create_in (&f.program, MODEL_NODE, 1, MODEL_KIDS);
  state_program_create (&f.program, MODEL_NODE);
  state_program_do (&f.program, &(Operation){ .kind = OPERATION_PUT,
                                              .key = 4,
                                              .owner = 3,
                                              .field = model_field (MODEL_NODE, MODEL_CHILD) });
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      Operation operation = operations[i];

      operation.field = model_field (MODEL_NODE, MODEL_LINKS);
      state_program_do (&f.program, &operation);
    }
  state_program_do (&f.program, &(Operation){ .kind = OPERATION_SET_DATA,
                                              .key = 2,
                                              .klass = model_class (MODEL_NODE),
                                              .values = { [MODEL_TARGET] = 3 } });
  write_version (&f, version_random_commit (&f.program));
  store_kit_run (&f.db, sql);
  read_all (&f, NULL, words);
  fixture_clear (&f);
}

#define PROPERTY(name) "(SELECT id FROM property WHERE name = '" name "')"

static void
test_damaged_objects (void)
{
  damage ("UPDATE object SET key = 0 WHERE key = 4", "0 is no key");
  damage ("UPDATE object SET key = 1 << 53 WHERE key = 4", "9007199254740992 is no key");
  damage ("UPDATE object SET layout = 9 WHERE key = 4", "object 4 has no layout");
  damage ("UPDATE object SET layout = layout + (1 << 32) WHERE key = 4", "object 4 has no layout");
  damage ("UPDATE object SET layout = 0 WHERE key = 4", "object 4 has no layout");
  damage ("UPDATE object SET data = x'01' WHERE key = 4", "values of object 4");
  damage ("DELETE FROM object WHERE key = 1", "no root");
  damage ("DELETE FROM object", "no root");
  damage ("DELETE FROM document", "no owner");
  damage ("UPDATE document SET root = 2", "object 1 has no owner");
  damage ("DROP TABLE object", "object");
}

static void
test_damaged_places (void)
{
  damage ("UPDATE object SET owner = 2 WHERE key = 1", "root 1 has an owner");
  damage ("UPDATE object SET owner = NULL WHERE key = 4", "object 4 has no owner");
  damage ("UPDATE object SET owner = 9 WHERE key = 4", "object 4 has the owner 9");
  damage ("UPDATE object SET owner = 4 WHERE key = 4", "object 4 owns itself");
  damage ("UPDATE object SET owner = 4 WHERE key = 3", "owns itself");
  damage ("UPDATE object SET place = 1 << 61 WHERE key = 2", "object 2 has a place beyond all");
  damage ("UPDATE object SET place = -(1 << 61) WHERE key = 2", "object 2 has a place beyond all");
  damage ("UPDATE object SET owner = 3, property = " PROPERTY ("child") " WHERE key = 2",
          "a place that has another one");
  damage ("UPDATE object SET property = 90 WHERE key = 2", "object 2 stands in no property");
  damage ("UPDATE object SET property = " PROPERTY ("links") " WHERE key = 2",
          "object 2 stands in no property");
}

static void
test_damaged_references (void)
{
  damage ("DELETE FROM object WHERE key = 4", "object 2: ");
  damage ("UPDATE reference SET target = 9 WHERE target = 4", "object 2: ");
  damage ("UPDATE reference SET key = 9", "stands in no list");
  damage ("UPDATE reference SET property = 90", "stands in no list");
  damage ("UPDATE reference SET property = " PROPERTY ("kids"), "stands in no list");
  damage ("UPDATE reference SET place = 1 << 61 WHERE target = 4", "a place beyond all");
  damage ("DELETE FROM reference; DELETE FROM object WHERE key > 2", "object 2: ");
  damage ("DROP TABLE reference", "reference");
}

/* Progress */

static void
note (guint64 n_done, guint64 n, gpointer data)
{
  guint64 *last = data;

  g_assert_cmpuint (n_done, ==, last[0] + 4096);
  g_assert_cmpuint (n, ==, 4097);
  last[0] = n_done;
}

static void
test_progress (void)
{
  TroveCore core, other;
  TroveEditor editor, reader;
  TroveObjectTable table;
  guint64 done[2] = { 0 };
  Fixture f;

  fixture_init (&f);
  trove_core_init (&core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&editor, &core);
  for (TroveKey key = 1; key <= 4097; key++)
    {
      const TroveSlot slot = { 1, model_field (MODEL_NODE, MODEL_KIDS), TROVE_POSITION_END };
      g_autofree gpointer data = g_malloc0 (model_class (MODEL_NODE)->data_size);

      if (key == 1)
        editor.state.root = 1;
      g_assert_true (
          trove_editor_create (&editor, model_class (MODEL_NODE), key, data, key > 1 ? &slot : NULL, NULL));
    }
  g_assert_true (trove_object_table_init (&table, &f.db, &f.dictionary, NULL));
  g_assert_true (trove_object_table_write_all (&table, &editor.state, note, &done[0], NULL));
  trove_object_table_clear (&table);
  g_assert_cmpuint (done[0], ==, 4096);
  trove_core_init (&other, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&reader, &other);
  g_assert_true (read_objects (&f.db, &f.dictionary, &reader, note, &done[1], NULL));
  g_assert_cmpuint (done[1], ==, 4096);
  g_assert_cmpuint (reader.state.n_objects, ==, 4097);
  trove_editor_clear (&reader);
  trove_core_clear (&other);
  trove_editor_clear (&editor);
  trove_core_clear (&core);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kit_register_transforms ();
  g_test_add_func ("/object-update/few", test_few);
  g_test_add_func ("/object-update/new-owner", test_new_owner);
  g_test_add_func ("/object-update/damaged-objects", test_damaged_objects);
  g_test_add_func ("/object-update/damaged-places", test_damaged_places);
  g_test_add_func ("/object-update/damaged-references", test_damaged_references);
  g_test_add_func ("/object-update/progress", test_progress);
  g_test_add_func ("/object-update/random-programs", test_random_programs);
  return g_test_run ();
}
