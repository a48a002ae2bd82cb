/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The places of items: with room between them and without, at the ends, and after many insertions. */

#include "store/list-places.h"

#include <string.h>

#include "state/editor-data.h"
#include "state/editor-reference.h"

#include "class-types.h"
#include "store-kit.h"
#include "version-random.h"

#define MAX_ITEMS 700
#define NEW G_MININT64 /* the item has no place yet */
#define STEP TROVE_PLACE_STEP

/* The root, whose list has keys 2, 3, …, n + 1. */
typedef struct
{
  TroveDb db;
  TroveDictionary dictionary;
  TroveObjectTable table;
  TroveCore core;
  TroveEditor editor;
  const TroveClassField *field;
  guint n;
  gint64 places[MAX_ITEMS]; /* before the call, then after it */
} Fixture;

static void
add_object (Fixture *self, TroveKey key, const TroveClassField *list)
{
  const TroveSlot slot = { 1, model_field (MODEL_NODE, MODEL_KIDS), TROVE_POSITION_END };
  g_autofree gpointer data = g_malloc0 (model_class (MODEL_NODE)->data_size);

  g_assert_true (
      trove_editor_create (&self->editor, model_class (MODEL_NODE), key, data, key > 1 ? &slot : NULL, NULL));
  g_assert_true (
      trove_object_table_insert (&self->table, trove_state_get (&self->editor.state, key), NULL, NULL));
  if (key > 1 && list->kind == TROVE_KIND_REFERENCE_LIST)
    g_assert_true (trove_editor_insert_reference (&self->editor, 1, list, TROVE_POSITION_END, key, NULL));
}

static void
fixture_init (Fixture *self, ModelField list, guint n)
{
  *self = (Fixture){ .field = model_field (MODEL_NODE, list), .n = n };
  store_kit_init_tables (&self->db);
  trove_dictionary_init (&self->dictionary);
  g_assert_true (trove_object_table_init (&self->table, &self->db, &self->dictionary, NULL));
  trove_core_init (&self->core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&self->editor, &self->core);
  self->editor.state.root = 1;
  for (TroveKey key = 1; key <= n + 1; key++)
    add_object (self, key, self->field);
}

static void
fixture_clear (Fixture *self)
{
  trove_editor_clear (&self->editor);
  trove_core_clear (&self->core);
  trove_object_table_clear (&self->table);
  trove_dictionary_clear (&self->dictionary);
  trove_db_close (&self->db);
}

static const TroveRecord *
root_of (Fixture *self)
{
  return trove_state_get (&self->editor.state, 1);
}

static gboolean
is_owned (const Fixture *self)
{
  return self->field->kind == TROVE_KIND_OWNED_LIST;
}

static void
write_place (Fixture *self, guint index, gint64 place)
{
  guint32 property = trove_object_table_property (&self->table, self->field, NULL);
  const TroveObjectPlace at = { 1, property, place };

  if (is_owned (self))
    g_assert_true (trove_object_table_set_place (&self->table, index + 2, &at, NULL));
  else
    g_assert_true (trove_object_table_insert_item (&self->table, 1, property, place, index + 2, NULL));
}

/* All items have places, which increase. */
static void
read_places (Fixture *self)
{
  g_autoptr (sqlite3_stmt) rows =
      trove_db_prepare (&self->db,
                        is_owned (self) ? "SELECT key, place FROM object WHERE owner = 1 ORDER BY place" :
                                          "SELECT target, place FROM reference WHERE key = 1 ORDER BY place",
                        NULL);

  for (guint i = 0; i < self->n; i++)
    {
      g_assert_cmpint (trove_db_step (&self->db, rows, NULL), ==, SQLITE_ROW);
      g_assert_cmpint (sqlite3_column_int64 (rows, 0), ==, i + 2);
      self->places[i] = sqlite3_column_int64 (rows, 1);
      g_assert_cmpint (self->places[i], <, TROVE_PLACE_LIMIT);
      g_assert_cmpint (self->places[i], >, -TROVE_PLACE_LIMIT);
      if (i > 0)
        g_assert_cmpint (self->places[i], >, self->places[i - 1]);
    }
  g_assert_cmpint (trove_db_step (&self->db, rows, NULL), ==, SQLITE_DONE);
}

/* Gives places to the items that are new. before: the places of others. Returns the number of rows that were written. */
static int
place (Fixture *self, const gint64 *before, gint64 stale)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (TroveListRun));
  g_autoptr (GError) error = NULL;
  guint n_old = 0;
  int n_rows;

  for (guint i = 0; i < self->n; i++)
    {
      TroveListRun run = { .a = n_old, .b = i };

      if (before[i] != NEW || (is_owned (self) && stale != NEW))
        write_place (self, i, before[i] != NEW ? before[i] : stale);
      for (; i < self->n && before[i] == NEW; i++)
        run.n_inserted++;
      if (run.n_inserted > 0)
        {
          g_array_append_val (runs, run);
          i--;
        }
      else
        n_old++;
    }
  n_rows = sqlite3_total_changes (self->db.handle);
  trove_list_places_write (&self->table, root_of (self), self->field, (const TroveListRun *) runs->data,
                           runs->len, &error);
  g_assert_no_error (error);
  n_rows = sqlite3_total_changes (self->db.handle) - n_rows;
  read_places (self);
  return n_rows;
}

static void
check_places (ModelField list, const gint64 *before, const gint64 *after, guint n)
{
  Fixture f;

  fixture_init (&f, list, n);
  place (&f, before, NEW);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (f.places[i], ==, after[i]);
  fixture_clear (&f);
}

#define CHECK(...)                                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    const gint64 both[][4] = { __VA_ARGS__ };                                                                \
    check_places (MODEL_KIDS, both[0], both[1], 4);                                                          \
    check_places (MODEL_LINKS, both[0], both[1], 4);                                                         \
  }                                                                                                          \
  G_STMT_END

/* With room, no other row is written. */
static void
test_room (void)
{
  CHECK ({ 10, NEW, NEW, 40 }, { 10, 20, 30, 40 });
  CHECK ({ 10, NEW, 12, 13 }, { 10, 11, 12, 13 });
  CHECK ({ 10, NEW, 30, NEW }, { 10, 20, 30, 30 + STEP });
  CHECK ({ 10, 20, NEW, NEW }, { 10, 20, 20 + STEP, 20 + 2 * STEP });
  CHECK ({ NEW, NEW, 10, 20 }, { 10 - 2 * STEP, 10 - STEP, 10, 20 });
  CHECK ({ NEW, NEW, NEW, NEW }, { STEP, 2 * STEP, 3 * STEP, 4 * STEP });
  CHECK ({ -TROVE_PLACE_LIMIT + STEP, NEW, 0, TROVE_PLACE_LIMIT - 1 },
         { -TROVE_PLACE_LIMIT + STEP, (-TROVE_PLACE_LIMIT + STEP) / 2, 0, TROVE_PLACE_LIMIT - 1 });
}

static void
test_no_room (void)
{
  CHECK ({ 10, NEW, 11, 12 }, { STEP, 2 * STEP, 3 * STEP, 4 * STEP });
  CHECK ({ 10, NEW, NEW, 12 }, { STEP, 2 * STEP, 3 * STEP, 4 * STEP });
  CHECK ({ 10, 11, TROVE_PLACE_LIMIT - 5, NEW }, { STEP, 2 * STEP, 3 * STEP, 4 * STEP });
  CHECK ({ NEW, 5 - TROVE_PLACE_LIMIT, 11, 12 }, { STEP, 2 * STEP, 3 * STEP, 4 * STEP });
}

static void
test_all (ModelField list)
{
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f, list, 5);
  g_assert_true (trove_list_places_write_all (&f.table, root_of (&f), f.field, &error));
  read_places (&f);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (f.places[i], ==, (i + 1) * STEP);
  fixture_clear (&f);
}

static void
test_whole_lists (void)
{
  test_all (MODEL_KIDS);
  test_all (MODEL_LINKS);
}

/* Items of a list of references that are removed have their rows no more, also where others are inserted. */
static void
test_removed (void)
{
  const TroveListRun runs[] = { { 0, 2, 0, 0 }, { 3, 1, 1, 2 }, { 5, 1, 4, 0 } };
  Fixture f;

  fixture_init (&f, MODEL_LINKS, 4);
  /* The list was x x 2 x 5 x, and is 2 3 4 5. */
  write_place (&f, 0, 300);
  write_place (&f, 3, 500);
  store_kit_run (&f.db, "INSERT INTO reference SELECT 1, property, column1, 9 FROM reference, "
                        "(VALUES (100), (200), (400), (600)) WHERE target = 2");
  g_assert_true (trove_list_places_write (&f.table, root_of (&f), f.field, runs, 3, NULL));
  read_places (&f);
  g_assert_cmpint (f.places[0], ==, 300);
  g_assert_cmpint (f.places[1], ==, 366);
  g_assert_cmpint (f.places[3], ==, 500);
  fixture_clear (&f);
}

/* Without room, the items near by get other places, and those far away stay. */
static void
test_spread (void)
{
  gint64 before[400];
  Fixture f;

  for (guint i = 0; i < 400; i++)
    before[i] = (gint64) i * STEP;
  before[200] = NEW;
  before[201] = before[199] + 1;
  fixture_init (&f, MODEL_KIDS, 400);
  g_assert_cmpint (place (&f, before, NEW), ==, 65);
  for (guint i = 0; i < 400; i++)
    if (i < 168 || i > 232)
      g_assert_cmpint (f.places[i], ==, before[i]);
  fixture_clear (&f);
}

/* A range that has little room is doubled until it has some. */
static void
test_doubled (void)
{
  gint64 before[400];
  Fixture f;

  for (guint i = 0; i < 400; i++)
    before[i] = i < 150 || i > 250 ? (gint64) i * STEP : 150 * STEP + 4 * i;
  before[200] = NEW;
  for (guint i = 201; i <= 250; i++)
    before[i] = before[199] + 1 + 4 * (i - 201);
  fixture_init (&f, MODEL_KIDS, 400);
  g_assert_cmpint (place (&f, before, NEW), ==, 193);
  g_assert_cmpint (f.places[0], ==, before[0]);
  g_assert_cmpint (f.places[399], ==, before[399]);
  fixture_clear (&f);
}

/* Items of a later run have no places yet, or those that they had elsewhere. */
static void
check_later_run (gint64 stale)
{
  gint64 before[100];
  Fixture f;

  for (guint i = 0; i < 100; i++)
    before[i] = (gint64) i * STEP;
  before[10] = NEW;
  before[11] = before[9] + 1;
  before[20] = before[50] = NEW;
  fixture_init (&f, MODEL_KIDS, 100);
  place (&f, before, stale);
  fixture_clear (&f);
}

static void
test_later_run (void)
{
  check_later_run (NEW);
  check_later_run (-500 * STEP);
  check_later_run (500 * STEP);
  check_later_run (30 * STEP);
}

/* One item after the other is inserted at a place: few rows are written for each. */
static void
check_insertions (guint (*choose) (guint n))
{
  gint64 before[MAX_ITEMS] = { STEP, 2 * STEP };
  int n_rows = 0;

  for (guint n = 2; n < MAX_ITEMS; n++)
    {
      const guint at = choose (n);
      Fixture f;

      memmove (&before[at + 1], &before[at], (n - at) * sizeof *before);
      before[at] = before[at - 1] + (before[at + 1] - before[at - 1]) / 2; /* with room */
      n_rows++;
      if (before[at] > before[at - 1])
        continue;
      before[at] = NEW;
      fixture_init (&f, MODEL_KIDS, n + 1);
      n_rows += place (&f, before, NEW);
      memcpy (before, f.places, (n + 1) * sizeof *before);
      fixture_clear (&f);
    }
  g_assert_cmpint (n_rows, <, MAX_ITEMS * 10);
}

static guint
choose_middle (guint n)
{
  return n / 2;
}

static guint
choose_second (guint n)
{
  return 1;
}

static void
test_insertions (void)
{
  check_insertions (choose_middle);
  check_insertions (choose_second);
}

static void
test_random (ModelField list)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (60, 15); i++)
    {
      const guint n = 2 + (guint) test_random_below (&random, 120);
      const guint64 gap = 1 + (test_random_below (&random, 3) == 0 ? test_random_below (&random, STEP) : 0);
      gint64 before[MAX_ITEMS], at = 0;
      Fixture f;

      for (guint j = 0; j < n; j++)
        before[j] =
            test_random_below (&random, 4) == 0 ? NEW : (at += 1 + (gint64) test_random_below (&random, gap));
      fixture_init (&f, list, n);
      place (&f, before, (gint64) test_random_below (&random, 2 * (guint64) at + 1));
      fixture_clear (&f);
    }
}

static void
test_random_owned (void)
{
  test_random (MODEL_KIDS);
}

static void
test_random_references (void)
{
  test_random (MODEL_LINKS);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  kit_register_transforms ();
  g_test_add_func ("/list-places/room", test_room);
  g_test_add_func ("/list-places/no-room", test_no_room);
  g_test_add_func ("/list-places/whole-lists", test_whole_lists);
  g_test_add_func ("/list-places/removed", test_removed);
  g_test_add_func ("/list-places/spread", test_spread);
  g_test_add_func ("/list-places/doubled", test_doubled);
  g_test_add_func ("/list-places/later-run", test_later_run);
  g_test_add_func ("/list-places/insertions", test_insertions);
  g_test_add_func ("/list-places/random-owned", test_random_owned);
  g_test_add_func ("/list-places/random-references", test_random_references);
  status = g_test_run ();
  kit_finish ();
  return status;
}
