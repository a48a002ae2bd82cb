/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: files that are damaged or forged. Each gives an error that names the file, or a document whose versions are read or give an
 * error; nothing crashes. */

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"

typedef struct
{
  guint n_loaded, n_read, n_refused, n_unread;
} Counts;

/* Versions read with warnings where they cannot be read. */
static void
read_versions (TroveDocument *document, Counts *counts)
{
  GListModel *versions = trove_document_get_history (document);

  for (guint i = 0; i < g_list_model_get_n_items (versions); i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (versions, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      if (!trove_version_read (version, &error))
        {
          g_assert_nonnull (error);
          counts->n_unread++;
          continue;
        }
      text = version_text (version);
      counts->n_read++;
    }
}

static gboolean
is_expected (const GError *error)
{
  return error->domain == TROVE_ERROR ?
             error->code == TROVE_ERROR_DAMAGED || error->code == TROVE_ERROR_TYPE_MISMATCH ||
                 error->code == TROVE_ERROR_FULL || error->code == TROVE_ERROR_READ_ONLY :
             error->domain == G_IO_ERROR;
}

/* Loads a file, uses the document, and saves it. */
static void
try_file (GFile *file, Counts *counts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) document = trove_document_load (file, NULL, 0, NULL, &error);
  g_autofree char *text = NULL;

  if (document == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL)); /* also where it quotes the file */
      if (!is_expected (error) || strstr (error->message, "damaged") == NULL)
        g_test_message ("%s", error->message);
      g_assert_true (is_expected (error));
      counts->n_refused++;
      return;
    }
  counts->n_loaded++;
  text = document_text (document);
  read_versions (document, counts);
  set_x (document, 1, 77);
  if (!trove_document_commit (document, "Set", &error) ||
      !trove_document_save (document, NULL, 0, NULL, &error))
    {
      if (!is_expected (error))
        g_test_message ("saved: %s", error->message);
      g_assert_true (is_expected (error));
    }
}

/* A file with all kinds of rows. */
static GFile *
make_file (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");
  TroveKey first = add_node (document, 1, 1), second = add_node (document, 1, 2),
           third = add_node (document, second, 3);

  set_target (document, second, first);
  add_link (document, 1, third);
  add_link (document, first, third);
  trove_document_set_view_state (document, g_variant_new_string ("a view"));
  commit (document, "Add");
  set_x (document, first, 9);
  commit (document, "Set");
  undo (document);
  g_assert_true (trove_document_remove (document, second, NULL));
  commit (document, "Remove");
  undo (document);
  file_kit_save (document, file);
  return file;
}

typedef struct
{
  guint8 *bytes;
  gsize n;
} Contents;

static Contents
get_contents (GFile *file)
{
  Contents contents;

  g_assert_true (g_file_get_contents (g_file_peek_path (file), (char **) &contents.bytes, &contents.n, NULL));
  return contents;
}

static void
set_contents (GFile *file, const guint8 *bytes, gsize n)
{
  FILE *stream = g_fopen (g_file_peek_path (file), "wb");

  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (bytes, 1, n, stream), ==, n);
  fclose (stream);
}

static void
tell (const Counts *counts)
{
  g_test_message ("%u loaded, with %u versions read and %u not; %u refused", counts->n_loaded, counts->n_read,
                  counts->n_unread, counts->n_refused);
  g_assert_cmpuint (counts->n_refused, >, 0);
}

/* Bytes */

static void
test_flipped (void)
{
  GFile *file = make_file ();
  Contents contents = get_contents (file);
  gsize step = test_count (1, 23);
  Counts counts = { 0 };
  TestRandom random;

  test_random_init (&random);
  for (gsize i = test_random_below (&random, step); i < contents.n; i += step)
    {
      guint8 bit = (guint8) (1 << test_random_below (&random, 8));

      contents.bytes[i] ^= bit;
      set_contents (file, contents.bytes, contents.n);
      contents.bytes[i] ^= bit;
      try_file (file, &counts);
    }
  tell (&counts);
  g_assert_cmpuint (counts.n_loaded, >, 0);
  g_free (contents.bytes);
  file_kit_remove (file);
}

static void
test_cut (void)
{
  GFile *file = make_file ();
  Contents contents = get_contents (file);
  Counts counts = { 0 };
  gsize step = test_count (37, 1009);

  for (gsize n = 0; n < contents.n; n += step)
    {
      set_contents (file, contents.bytes, n);
      try_file (file, &counts);
    }
  tell (&counts);
  g_free (contents.bytes);
  file_kit_remove (file);
}

/* Pages in each other's place, and bytes at random. */
static void
test_mixed (void)
{
  GFile *file = make_file ();
  Contents contents = get_contents (file);
  g_autofree guint8 *bytes = g_malloc (contents.n);
  const gsize page = 1024, n_pages = contents.n / page;
  Counts counts = { 0 };
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (600, 60); i++)
    {
      memcpy (bytes, contents.bytes, contents.n);
      if (i % 2 == 0)
        memcpy (bytes + test_random_below (&random, n_pages) * page,
                contents.bytes + test_random_below (&random, n_pages) * page, page);
      for (guint j = i % 2 == 0 ? 0 : 1 + (guint) test_random_below (&random, 8); j > 0; j--)
        bytes[test_random_below (&random, contents.n)] = (guint8) test_random_below (&random, 256);
      set_contents (file, bytes, contents.n);
      try_file (file, &counts);
    }
  tell (&counts);
  g_free (contents.bytes);
  file_kit_remove (file);
}

/* Rows: sound databases whose rows no document has written */

/* Runs SQL that may be refused. */
static void
try_run (GFile *file, const char *sql)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, NULL);
  sqlite3_close (handle);
}

static void
test_rows (void)
{
  static const char *const columns[] = {
    "document.id",        "document.root",      "replica.number",
    "property.id",        "property.name",      "layout.id",
    "layout.class",       "layout.ancestors",   "layout.schema_version",
    "field.layout",       "field.number",       "field.property",
    "field.kind",         "field.type",         "field.target",
    "object.key",         "object.layout",      "object.owner",
    "object.property",    "object.place",       "object.data",
    "reference.key",      "reference.property", "reference.place",
    "reference.target",   "version.number",     "version.id",
    "version.time",       "version.marks",      "version.base",
    "version.merged",     "version.bytes",      "version.label",
    "version.view_state", "change.version",     "change.data",
  };
  static const char *const values[] = {
    "NULL",
    "0",
    "1",
    "2",
    "3",
    "4",
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    "9007199254740992",
    "''",
    "'x'",
    "'TroveObject'",
    "'GObject'",
    "'GFile'",
    "'TestNode'",
    "x''",
    "x'00'",
    "zeroblob(16)",
    "zeroblob(100000)",
    "'(((((((((('",
    "'a{sv}'",
    "'d'",
    "'ms'",
    "randomblob(40)",
  };
  GFile *file = make_file ();
  Contents contents = get_contents (file);
  Counts counts = { 0 };
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_auto (GStrv) parts = g_strsplit (columns[i], ".", 2);
        g_autofree char *sql = NULL;

        if (test_count (1, 4) > 1 && test_random_below (&random, 4) != 0)
          continue;
        sql = g_strdup_printf ("UPDATE %s SET %s = %s WHERE (SELECT abs (random ()) %% 3) > 0", parts[0],
                               parts[1], values[j]);
        set_contents (file, contents.bytes, contents.n);
        try_run (file, sql);
        try_file (file, &counts);
      }
  tell (&counts);
  g_free (contents.bytes);
  file_kit_remove (file);
}

typedef struct
{
  const char *sql, *what;
} Forged;

/* Each is refused with its own words. */
static void
test_forged (void)
{
  static const Forged all[] = {
    { "DROP TABLE reference", "tables are missing" },
    { "CREATE TABLE more (x)", "a table of another format" },
    { "CREATE TRIGGER t AFTER UPDATE ON version BEGIN DELETE FROM object; END", "a table of another format" },
    { "DROP VIEW objects; CREATE VIEW objects AS SELECT 1", "“objects” is another one" },
    { "PRAGMA user_version = 0", "it has the format 0" },
    { "PRAGMA application_id = 5", "not the file of a document" },
    { "DELETE FROM document", "an id is missing" },
    { "UPDATE document SET root = 99", "no owner" },
    { "DELETE FROM object", "it has no root" },
    { "UPDATE object SET owner = 4 WHERE key = 3; UPDATE object SET owner = 3 WHERE key = 4", "owns itself" },
    { "UPDATE object SET owner = 99 WHERE key = 3", "the owner 99, which is not there" },
    { "UPDATE object SET owner = 2 WHERE key = 1", "the root 1 has an owner" },
    { "UPDATE object SET owner = NULL WHERE key = 3", "object 3 has no owner" },
    { "UPDATE object SET property = 1000 WHERE key = 3", "object 3 stands in no property" },
    { "UPDATE object SET place = 9223372036854775807 WHERE key = 3", "a place beyond all" },
    { "UPDATE object SET layout = 50 WHERE key = 3", "object 3 has no layout" },
    { "UPDATE object SET data = x'00' WHERE key = 3", "the values of object 3" },
    { "UPDATE object SET key = -5 WHERE key = 3", "-5 is no key" },
    { "UPDATE reference SET target = 99", "object" },
    { "UPDATE reference SET property = 1000", "stands in no list" },
    { "UPDATE replica SET number = 2097152", "is no replica number" },
    { "DELETE FROM replica", "the replica number of object 1 is missing" },
    { "UPDATE property SET name = 'x' WHERE name = 'label'", "has no name of its own" },
    { "UPDATE property SET id = 9999999 WHERE name = 'label'", "has no name of its own" },
    { "UPDATE layout SET id = 9999999", "layout 9999999 has no name of a class" },
    { "UPDATE version SET marks = marks & ~4", "no current version" },
    { "UPDATE version SET id = x'00' WHERE number = 2", "version 2 has no id" },
    { "UPDATE version SET base = NULL WHERE number = 2", "version" },
    { "DELETE FROM change WHERE version = 2", "version 2" },
    { "UPDATE version SET view_state = x'ff' WHERE number = 2", "the view state of version 2" },
    { "UPDATE version SET marks = marks & ~1 WHERE (marks & 4) <> 0",
      "the current one, and not in the history" },
    { "UPDATE version SET time = 5 WHERE number = 2", "the time of version" },
  };
  GFile *file = make_file ();
  Contents contents = get_contents (file);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TroveDocument) document = NULL;

      set_contents (file, contents.bytes, contents.n);
      file_kit_run (file, all[i].sql);
      document = trove_document_load (file, NULL, 0, NULL, &error);
      if (document != NULL || strstr (error->message, all[i].what) == NULL)
        g_test_message ("%s: %s", all[i].sql, error != NULL ? error->message : "loaded");
      g_assert_null (document);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, all[i].what));
      g_assert_nonnull (strstr (error->message, g_file_peek_path (file)));
    }
  g_free (contents.bytes);
  file_kit_remove (file);
}

/* Pages */

#define PAGE 1024

static guint8 *
page_at (const Contents *contents, guint32 number)
{
  g_assert_cmpuint (number, >, 0);
  g_assert_cmpuint (number * PAGE, <=, contents->n);
  return contents->bytes + (gsize) (number - 1) * PAGE;
}

static guint32
number_at (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* Gives all cells of an inner page of a tree the child of the last one: the next of these pages, or a leaf. */
static void
repeat_children (const Contents *contents, guint32 number)
{
  guint8 *page = page_at (contents, number), *cells = page + 12, *last = page + 8;
  guint n = page[3] * 256u + page[4];
  guint32 before = number_at (last), next;

  for (guint i = 0; i < n && page_at (contents, before)[0] == page[0]; i++)
    {
      next = number_at (page + cells[2 * i] * 256 + cells[2 * i + 1]);
      memcpy (page_at (contents, before) + 8, &(guint32){ GUINT32_TO_BE (next) }, 4);
      repeat_children (contents, before);
      before = next;
    }
  for (guint i = 0; i < n; i++)
    memcpy (page + cells[2 * i] * 256 + cells[2 * i + 1], last, 4);
  if (page_at (contents, before)[0] == page[0])
    repeat_children (contents, before);
}

/* Loads with and without progress, which counts before. */
static void
ignore_progress (goffset n_done, goffset n, gpointer data)
{
}

static void
note_load (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_document_load_finish (result, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  *(gboolean *) data = TRUE;
}

static void
check_endless (GFile *file, const char *table, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
  g_autofree char *root = file_kit_query (file, sql);
  g_autoptr (GError) error = NULL;
  Contents contents = get_contents (file);
  gboolean was_called = FALSE;

  repeat_children (&contents, (guint32) g_ascii_strtoull (root, NULL, 10));
  set_contents (file, contents.bytes, contents.n);
  g_assert_null (trove_document_load (file, NULL, 0, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  if (strstr (error->message, what) == NULL)
    g_test_message ("%s: %s", table, error->message);
  g_assert_nonnull (strstr (error->message, what));
  trove_document_load_async (file, NULL, 0, NULL, ignore_progress, NULL, NULL, note_load, &was_called);
  while (!was_called)
    g_main_context_iteration (NULL, TRUE);
  g_free (contents.bytes);
}

/* Objects of a class that the program does not have, with nine hundred lists that take no bytes in the file. */
static void
test_many_fields (void)
{
  static const char *const add =
      "CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "SELECT i FROM n;"
      "CREATE TEMP TABLE p AS SELECT max (id) + 1 AS first FROM property;"
      "CREATE TEMP TABLE l AS SELECT max (id) + 1 AS id FROM layout;"
      "INSERT INTO property (id, name) SELECT first + i, 'p' || i FROM n, p WHERE i < 900;"
      "INSERT INTO layout (id, class, ancestors, schema_version) SELECT id, 'Odd', 'TestNode TroveObject', 0 "
      "FROM l;"
      "INSERT INTO field (layout, number, property, kind, target) SELECT id, i, first + i, 3, 'TroveObject' "
      "FROM n, p, l "
      "WHERE i < 900;"
      "INSERT INTO object (key, layout, owner, property, place, data) SELECT 1000 + i, l.id, 1, property.id, "
      "1000 + i, x'00' "
      "FROM n, l, property WHERE property.name = 'children'";

  for (guint n = 1000; n <= 10000; n *= 10)
    {
      GFile *file = make_file ();
      g_autofree char *sql = g_strdup_printf (add, n);
      g_autoptr (TroveDocument) document = NULL;
      g_autoptr (GError) error = NULL;

      file_kit_run (file, sql);
      document = trove_document_load (file, NULL, 0, NULL, &error);
      if (n == 1000)
        g_assert_no_error (error);
      else
        g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
      g_assert_true (error == NULL || strstr (error->message, "very many fields") != NULL);
      file_kit_remove (file);
    }
}

/* All branches of a table lead to one leaf. So it has more rows than there is room for: with more levels, there is no end of them. */
static void
test_endless (void)
{
  static const char *const tables[] = { "reference", "object" };
  static const char *const whats[] = { "more values than bytes", "is there twice" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (TroveDocument) document = node_document_new ();
      GFile *file = file_kit_new ("drawing");

      g_assert_true (trove_document_begin (document, "Add", NULL));
      for (guint j = 0; j < 20000; j++)
        add_link (document, 1, add_node (document, 1, j));
      g_assert_true (trove_document_end (document, NULL));
      file_kit_save (document, file);
      check_endless (file, tables[i], whats[i]);
      file_kit_remove (file);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-damaged/flipped", test_flipped);
  g_test_add_func ("/document-damaged/cut", test_cut);
  g_test_add_func ("/document-damaged/mixed", test_mixed);
  g_test_add_func ("/document-damaged/rows", test_rows);
  g_test_add_func ("/document-damaged/forged", test_forged);
  g_test_add_func ("/document-damaged/many-fields", test_many_fields);
  g_test_add_func ("/document-damaged/endless", test_endless);

  return g_test_run ();
}
