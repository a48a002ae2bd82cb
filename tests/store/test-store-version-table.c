/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of versions: what is said of each, and what damaged files say. The changes of versions are tested where they are made. */

#include "store/version-table.h"

#include "trove-glib/trove-error.h"

#include "store-kit.h"

typedef struct
{
  TroveDb db;
  TroveVersionTable table;
} Fixture;

static void
fixture_init (Fixture *self)
{
  store_kit_init_tables (&self->db);
  g_assert_true (trove_version_table_init (&self->table, &self->db, NULL));
}

static void
fixture_clear (Fixture *self)
{
  trove_version_table_clear (&self->table);
  trove_db_close (&self->db);
}

static gint64
insert (Fixture *self, gint64 base)
{
  TroveVersionRow row = { .id = { 1, (guint64) self->table.last + 2 }, .time = 5, .marks = 1, .base = base };
  g_autoptr (GError) error = NULL;

  trove_version_table_insert (&self->table, &row, &error);
  g_assert_no_error (error);
  return row.number;
}

#define ALL                                                                                                  \
  "SELECT number, hex (id), time, marks, base, merged, bytes, label, name, hex (view_state_before), "        \
  "hex (view_state) FROM version ORDER BY number"

static void
test_write (void)
{
  TroveVersionRow row = { .id = { 0x0102, 0x0304 },
                          .time = -7,
                          .marks = 9,
                          .base = 1,
                          .merged = 1,
                          .n_bytes = G_MAXUINT64,
                          .label = "A label",
                          .name = "A name" };
  Fixture f;

  fixture_init (&f);
  g_assert_cmpint (insert (&f, 0), ==, 1);
  row.view_state = g_variant_ref_sink (g_variant_new_string ("x"));
  g_assert_true (trove_version_table_insert (&f.table, &row, NULL));
  g_assert_cmpint (row.number, ==, 2);
  store_kit_check (
      &f.db, ALL,
      "1|00000000000000010000000000000002|5|1|-|-|0|-|-|| "
      "2|00000000000001020000000000000304|-7|9|1|1|9223372036854775807|A label|A name||7300780002");
  g_variant_unref (row.view_state);
  g_assert_true (trove_version_table_set_marks (&f.table, 2, 4, NULL));
  g_assert_true (trove_version_table_clear_base (&f.table, 2, NULL));
  store_kit_check (&f.db, "SELECT number, marks, base, merged FROM version", "1|1|-|- 2|4|-|1");
  g_assert_true (trove_version_table_set_name (&f.table, 1, "One", NULL));
  g_assert_true (trove_version_table_set_name (&f.table, 2, NULL, NULL));
  store_kit_check (&f.db, "SELECT number, name FROM version", "1|One 2|-");
  g_assert_true (trove_version_table_clear_merged (&f.table, 2, NULL));
  store_kit_check (&f.db, "SELECT number, marks, base, merged FROM version", "1|1|-|- 2|4|-|-");
  g_assert_true (trove_version_table_remove (&f.table, 1, NULL));
  store_kit_check (&f.db, "SELECT number FROM version", "2");
  fixture_clear (&f);
}

/* Numbers go on after the greatest one. */
static void
test_numbers (void)
{
  Fixture f;

  fixture_init (&f);
  insert (&f, 0);
  insert (&f, 1);
  store_kit_run (&f.db, "UPDATE version SET number = 70 WHERE number = 2");
  trove_version_table_clear (&f.table);
  g_assert_true (trove_version_table_init (&f.table, &f.db, NULL));
  g_assert_cmpint (insert (&f, 70), ==, 71);
  fixture_clear (&f);
}

/* Reading */

static gboolean
describe (const TroveVersionRow *row, gpointer data, GError **error)
{
  g_autofree char *before =
      row->view_state_before != NULL ? g_variant_print (row->view_state_before, FALSE) : g_strdup ("-");
  g_autofree char *after =
      row->view_state != NULL ? g_variant_print (row->view_state, FALSE) : g_strdup ("-");

  g_string_append_printf (data,
                          "%" G_GINT64_FORMAT " %" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
                          " %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT
                          " %s %s %s %s %d;",
                          row->number, row->id[0], row->id[1], row->time, row->marks, row->base, row->merged,
                          row->n_bytes, row->label != NULL ? row->label : "-",
                          row->name != NULL ? row->name : "-", before, after, row->changes != NULL);
  return row->number != 9;
}

static void
test_read (void)
{
  TroveVersionRow row = {
    .id = { 3, 4 }, .time = 6, .marks = 5, .base = 1, .n_bytes = 8, .label = "Two", .name = "2nd"
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f);
  insert (&f, 0);
  row.view_state_before = g_variant_ref_sink (g_variant_new_int32 (7));
  row.view_state = g_variant_ref_sink (g_variant_new_string ("x"));
  g_assert_true (trove_version_table_insert (&f.table, &row, NULL));
  g_assert_true (trove_version_table_read (&f.db, describe, text, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text->str, ==, "1 1,2 5 1 0 0 0 - - - - 0;2 3,4 6 5 1 0 8 Two 2nd 7 'x' 0;");
  g_variant_unref (row.view_state_before);
  g_variant_unref (row.view_state);

  /* The function ends it. */
  store_kit_run (&f.db, "UPDATE version SET number = 9 WHERE number = 1");
  g_string_truncate (text, 0);
  g_assert_false (trove_version_table_read (&f.db, describe, text, &error));
  g_assert_true (g_str_has_prefix (text->str, "2 "));
  fixture_clear (&f);
}

static void
damaged (const char *sql, const char *words)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f);
  insert (&f, 0);
  store_kit_run (&f.db, sql);
  store_kit_damaged (trove_version_table_read (&f.db, describe, text, &error), &error, words);
  fixture_clear (&f);
}

static void
test_damaged (void)
{
  damaged ("UPDATE version SET number = 0", "version 0 has no id");
  damaged ("UPDATE version SET number = -3", "version -3 has no id");
  damaged ("UPDATE version SET number = 9223372036854775807", "version 9223372036854775807 has no id");
  damaged ("UPDATE version SET id = x'0102'", "version 1 has no id");
  damaged ("UPDATE version SET id = zeroblob (16)", "version 1 has no id");
  damaged ("UPDATE version SET label = CAST (x'ff' AS TEXT)", "label of version 1");
  damaged ("UPDATE version SET name = CAST (x'ff' AS TEXT)", "name of version 1");
  damaged ("UPDATE version SET view_state = x'ff'", "view state of version 1");
  damaged ("UPDATE version SET view_state_before = x'ff'", "view state of version 1");
  damaged ("DROP TABLE version", "version");
}

/* Numbers that are beyond all are read as others. */
static void
test_beyond (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Fixture f;

  fixture_init (&f);
  insert (&f, 0);
  store_kit_run (&f.db, "UPDATE version SET bytes = -1, marks = (1 << 20) + 3");
  g_assert_true (trove_version_table_read (&f.db, describe, text, NULL));
  g_assert_cmpstr (text->str, ==, "1 1,2 5 3 0 0 0 - - - - 0;");
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-table/write", test_write);
  g_test_add_func ("/version-table/numbers", test_numbers);
  g_test_add_func ("/version-table/read", test_read);
  g_test_add_func ("/version-table/damaged", test_damaged);
  g_test_add_func ("/version-table/beyond", test_beyond);
  return g_test_run ();
}
