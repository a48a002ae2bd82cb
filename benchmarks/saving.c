/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Saving: documents of shapes in files, beside the same shapes as one GVariant, as JSON, and in a table of SQLite. All that
 * write say that the file has reached the disk before they return. */

#include <glib/gstdio.h>
#include <sqlite3.h>

#ifdef HAVE_JSON
#include <json-glib/json-glib.h>
#endif

#include "bench.h"
#include "shapes.h"

#define MOST_ROUNDS 5 /* a round takes long */
#define N_CHANGES 100 /* versions whose bytes are measured */

typedef struct
{
  Shapes shapes;
  char *folder, *other; /* a file of each contender but the document's own */
  GFile *file, *copy;
  TroveDocument *loaded;
  ShapeData *read; /* by a contender that loads */
  sqlite3 *db;
  guint n_changes;
} Saving;

static const ShapeData *
shape_at (const Saving *self, gsize i)
{
  return trove_document_peek (self->shapes.document, self->shapes.shuffled[i], NULL);
}

static guint64
remove_other (gpointer data)
{
  g_unlink (((Saving *) data)->other);
  return 0;
}

static guint64
remove_copy (gpointer data)
{
  g_file_delete (((Saving *) data)->copy, NULL, NULL);
  return 0;
}

/* A contender that changes something runs once in a round. */
static guint64
nothing (gpointer data)
{
  return 0;
}

static guint64
drop_read (gpointer data)
{
  Saving *self = data;

  for (gsize i = 0; i < self->shapes.n; i++)
    g_free ((char *) self->read[i].label);
  g_clear_pointer (&self->read, g_free);
  return 0;
}

/* Documents */

static guint64
save_all (gpointer data)
{
  Saving *self = data;

  shapes_must (trove_document_save (self->shapes.document, self->copy, TROVE_SAVE_COPY | TROVE_SAVE_REPLACE,
                                    NULL, NULL));
  return 0;
}

static guint64
save_current (gpointer data)
{
  Saving *self = data;

  shapes_must (trove_document_save (self->shapes.document, self->copy,
                                    TROVE_SAVE_COPY | TROVE_SAVE_REPLACE | TROVE_SAVE_CURRENT_ONLY, NULL,
                                    NULL));
  return 0;
}

static guint64
load (gpointer data)
{
  Saving *self = data;

  self->loaded = trove_document_load (self->copy, NULL, 0, NULL, NULL);
  shapes_must (self->loaded != NULL);
  return 0;
}

static guint64
drop_loaded (gpointer data)
{
  remove_copy (data);
  g_clear_object (&((Saving *) data)->loaded);
  return 0;
}

static guint64
change_one (gpointer data)
{
  Saving *self = data;
  TroveKey key = shapes_next_key (&self->shapes);
  ShapeData shape = *(const ShapeData *) trove_document_peek (self->shapes.document, key, NULL);

  shape.x = ++self->n_changes;
  shapes_must (trove_document_set (self->shapes.document, key, &shape, NULL));
  shapes_commit (self->shapes.document);
  return 0;
}

static guint64
save_change (gpointer data)
{
  shapes_must (trove_document_save (((Saving *) data)->shapes.document, NULL, 0, NULL, NULL));
  return 0;
}

/* One variant */

static guint64
write_variant (gpointer data)
{
  Saving *self = data;
  g_autoptr (GVariant) all = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(dddds)"));
  for (gsize i = 0; i < self->shapes.n; i++)
    {
      const ShapeData *shape = shape_at (self, i);

      g_variant_builder_add (&builder, "(dddds)", shape->x, shape->y, shape->width, shape->height,
                             shape->label);
    }
  all = g_variant_ref_sink (g_variant_builder_end (&builder));
  shapes_must (
      g_file_set_contents_full (self->other, g_variant_get_data (all), (gssize) g_variant_get_size (all),
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, NULL));
  return 0;
}

static guint64
read_variant (gpointer data)
{
  Saving *self = data;
  g_autoptr (GVariant) all = NULL;
  GVariantIter iter;
  char *bytes;
  gsize size;

  shapes_must (g_file_get_contents (self->other, &bytes, &size, NULL));
  all = g_variant_ref_sink (
      g_variant_new_from_data (G_VARIANT_TYPE ("a(dddds)"), bytes, size, TRUE, g_free, bytes));
  self->read = g_new0 (ShapeData, self->shapes.n);
  g_variant_iter_init (&iter, all);
  for (ShapeData *shape = self->read; g_variant_iter_next (&iter, "(dddds)", &shape->x, &shape->y,
                                                           &shape->width, &shape->height, &shape->label);
       shape++)
    ;
  return 0;
}

/* JSON */

#ifdef HAVE_JSON
static void
add_number (JsonObject *object, const char *name, double number)
{
  json_object_set_double_member (object, name, number);
}

static guint64
write_json (gpointer data)
{
  Saving *self = data;
  JsonArray *array = json_array_sized_new ((guint) self->shapes.n);
  g_autoptr (JsonNode) root = json_node_init_array (json_node_alloc (), array);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < self->shapes.n; i++)
    {
      const ShapeData *shape = shape_at (self, i);
      JsonObject *object = json_object_new ();

      add_number (object, "x", shape->x);
      add_number (object, "y", shape->y);
      add_number (object, "width", shape->width);
      add_number (object, "height", shape->height);
      json_object_set_string_member (object, "label", shape->label);
      json_array_add_object_element (array, object);
    }
  text = json_to_string (root, FALSE);
  json_array_unref (array);
  shapes_must (g_file_set_contents_full (
      self->other, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, NULL));
  return 0;
}

static guint64
read_json (gpointer data)
{
  Saving *self = data;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *array;

  shapes_must (json_parser_load_from_file (parser, self->other, NULL));
  array = json_node_get_array (json_parser_get_root (parser));
  self->read = g_new0 (ShapeData, self->shapes.n);
  for (guint i = 0; i < self->shapes.n; i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      self->read[i] =
          (ShapeData){ json_object_get_double_member (object, "x"),
                       json_object_get_double_member (object, "y"),
                       json_object_get_double_member (object, "width"),
                       json_object_get_double_member (object, "height"),
                       g_strdup (json_object_get_string_member_with_default (object, "label", NULL)),
                       0 };
    }
  return 0;
}
#endif

/* Statements of SQLite */

static void
must_run (Saving *self, const char *sql)
{
  shapes_must (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3_stmt *
prepare (Saving *self, const char *sql)
{
  sqlite3_stmt *statement;

  shapes_must (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

static void
bind_shape (sqlite3_stmt *statement, const ShapeData *shape)
{
  sqlite3_bind_double (statement, 2, shape->x);
  sqlite3_bind_double (statement, 3, shape->y);
  sqlite3_bind_double (statement, 4, shape->width);
  sqlite3_bind_double (statement, 5, shape->height);
  sqlite3_bind_text (statement, 6, shape->label, -1, SQLITE_STATIC);
}

static void
must_finish (sqlite3_stmt *statement)
{
  shapes_must (sqlite3_step (statement) == SQLITE_DONE);
  sqlite3_reset (statement);
}

static guint64
open_table (gpointer data)
{
  Saving *self = data;

  shapes_must (sqlite3_open (self->other, &self->db) == SQLITE_OK);
  return 0;
}

static guint64
close_table (gpointer data)
{
  g_clear_pointer (&((Saving *) data)->db, sqlite3_close);
  return 0;
}

static guint64
write_table (gpointer data)
{
  Saving *self = data;
  sqlite3_stmt *insert;

  open_table (self);
  must_run (self, "CREATE TABLE shape (id INTEGER PRIMARY KEY, x, y, width, height, label); BEGIN");
  insert = prepare (self, "INSERT INTO shape VALUES (?, ?, ?, ?, ?, ?)");
  for (gsize i = 0; i < self->shapes.n; i++)
    {
      sqlite3_bind_int64 (insert, 1, (gint64) i);
      bind_shape (insert, shape_at (self, i));
      must_finish (insert);
    }
  sqlite3_finalize (insert);
  must_run (self, "COMMIT");
  return close_table (self);
}

static guint64
read_table (gpointer data)
{
  Saving *self = data;
  sqlite3_stmt *rows;

  open_table (self);
  self->read = g_new0 (ShapeData, self->shapes.n);
  rows = prepare (self, "SELECT x, y, width, height, label FROM shape ORDER BY id");
  for (ShapeData *shape = self->read; sqlite3_step (rows) == SQLITE_ROW; shape++)
    *shape = (ShapeData){ sqlite3_column_double (rows, 0),
                          sqlite3_column_double (rows, 1),
                          sqlite3_column_double (rows, 2),
                          sqlite3_column_double (rows, 3),
                          g_strdup ((const char *) sqlite3_column_text (rows, 4)),
                          0 };
  sqlite3_finalize (rows);
  return close_table (self);
}

static guint64
update_table (gpointer data)
{
  Saving *self = data;
  sqlite3_stmt *update = prepare (self, "UPDATE shape SET x = ?2 WHERE id = ?1");

  sqlite3_bind_int64 (update, 1, (gint64) (self->shapes.n_visited % self->shapes.n));
  sqlite3_bind_double (update, 2, ++self->n_changes);
  must_finish (update);
  sqlite3_finalize (update);
  return 0;
}

/* Figures that need no turns */

static double
size_of (const char *path)
{
  GStatBuf status;

  shapes_must (g_stat (path, &status) == 0);
  return (double) status.st_size;
}

/* The bytes that this process has given to write calls. */
static double
written_bytes (void)
{
  g_autofree char *text = NULL;

  shapes_must (g_file_get_contents ("/proc/self/io", &text, NULL, NULL));
  return g_ascii_strtod (strstr (text, "wchar: ") + strlen ("wchar: "), NULL);
}

static void
measure_changes (Bench *bench, Saving *self)
{
  const char *path = g_file_peek_path (self->file);
  double before = size_of (path), written = 0;

  for (guint i = 0; i < N_CHANGES; i++)
    {
      double start;

      change_one (self);
      start = written_bytes ();
      save_change (self);
      written += written_bytes () - start;
    }
  bench_figure (bench, "one change more, saved", "bytes that are written", "bytes", "bytes",
                written / N_CHANGES);
  bench_figure (bench, "one change more, saved", "bytes that the file grows", "bytes", "bytes",
                (size_of (path) - before) / N_CHANGES);
}

static gint64 polled;

static gint
poll_measured (GPollFD *fds, guint n, gint timeout)
{
  gint64 start = bench_now ();
  gint result = g_poll (fds, n, timeout);

  polled += bench_now () - start;
  return result;
}

static void
on_saved (GObject *document, GAsyncResult *result, gpointer data)
{
  shapes_must (trove_document_save_finish (TROVE_DOCUMENT (document), result, NULL));
  *(gboolean *) data = TRUE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* What an asynchronous save costs the thread of the document: all but the waiting. */
static void
measure_owner (Bench *bench, Saving *self)
{
  double times[N_CHANGES];

  g_main_context_set_poll_func (NULL, poll_measured);
  for (guint i = 0; i < N_CHANGES; i++)
    {
      gboolean done = FALSE;
      gint64 start;

      change_one (self);
      polled = 0;
      start = bench_now ();
      trove_document_save_async (self->shapes.document, NULL, 0, NULL, NULL, NULL, NULL, on_saved, &done);
      while (!done)
        g_main_context_iteration (NULL, TRUE);
      times[i] = (double) (bench_now () - start - polled);
    }
  g_main_context_set_poll_func (NULL, NULL);
  qsort (times, N_CHANGES, sizeof *times, compare_numbers);
  bench_figure (bench, "one change more, saved", "trove_document_save_async, the document's thread", "time",
                "ns", times[N_CHANGES / 2]);
}

/* All */

static void
saving_init (Saving *self, gsize n)
{
  g_autofree char *path = NULL, *copy = NULL;

  *self = (Saving){ .folder = g_dir_make_tmp ("saving-XXXXXX", NULL) };
  shapes_must (self->folder != NULL);
  self->other = g_build_filename (self->folder, "other", NULL);
  path = g_build_filename (self->folder, "shapes", NULL);
  copy = g_build_filename (self->folder, "copy", NULL);
  self->file = g_file_new_for_path (path);
  self->copy = g_file_new_for_path (copy);
  shapes_init_empty (&self->shapes);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf ("shape %" G_GSIZE_FORMAT, i);
      const ShapeData shape = { (double) i, (double) i / 3, 10, 20, label, 0 };

      shapes_add (self->shapes.document, BENCH_TYPE_SHAPE, &shape, self->shapes.root, "shapes");
    }
  shapes_shuffle (&self->shapes);
  shapes_commit (self->shapes.document);
}

static void
saving_clear (Saving *self)
{
  g_file_delete (self->file, NULL, NULL);
  g_file_delete (self->copy, NULL, NULL);
  g_rmdir (self->folder);
  g_object_unref (self->file);
  g_object_unref (self->copy);
  g_free (self->other);
  g_free (self->folder);
  shapes_clear (&self->shapes);
}

static const BenchContender saving[] = {
  { "trove_document_save, the current version alone", NULL, save_current, remove_copy },
  { "trove_document_save, with the versions", NULL, save_all, remove_copy },
  { "GVariant, g_file_set_contents_full", NULL, write_variant, remove_other },
#ifdef HAVE_JSON
  { "json-glib, g_file_set_contents_full", NULL, write_json, remove_other },
#endif
  { "INSERT statements of SQLite", NULL, write_table, remove_other },
};

static guint64
drop_read_and_other (gpointer data)
{
  drop_read (data);
  return remove_other (data);
}

static const BenchContender loading[] = {
  { "trove_document_load", save_current, load, drop_loaded },
  { "GVariant, g_file_get_contents", write_variant, read_variant, drop_read_and_other },
#ifdef HAVE_JSON
  { "json-glib", write_json, read_json, drop_read_and_other },
#endif
  { "SELECT of SQLite", write_table, read_table, drop_read_and_other },
};

static const BenchContender changing[] = {
  { "trove_document_save", change_one, save_change, nothing },
  { "UPDATE of SQLite", open_table, update_table, close_table },
};

static void
measure_sizes (Bench *bench, Saving *self)
{
  const double n = (double) self->shapes.n;
  const struct
  {
    const char *row;
    BenchFunc write;
  } others[] = {
    { "GVariant", write_variant },
#ifdef HAVE_JSON
    { "json-glib", write_json },
#endif
    { "a table of SQLite", write_table },
  };

  save_current (self);
  bench_figure (bench, "bytes of a file, an object", "the current version alone", "bytes", "bytes",
                size_of (g_file_peek_path (self->copy)) / n);
  save_all (self);
  bench_figure (bench, "bytes of a file, an object", "with the versions", "bytes", "bytes",
                size_of (g_file_peek_path (self->copy)) / n);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      others[i].write (self);
      bench_figure (bench, "bytes of a file, an object", others[i].row, "bytes", "bytes",
                    size_of (self->other) / n);
      remove_other (self);
    }
}

int
main (int argc, char **argv)
{
  Bench bench;
  Saving self;

  bench_init (&bench, &argc, &argv, "saving");
  bench.rounds = MIN (bench.rounds, MOST_ROUNDS);
  saving_init (&self, MAX (bench.n / 10, 10));
  measure_sizes (&bench, &self);
  bench_add (&bench, "saving shapes, a shape", "time", self.shapes.n, saving, G_N_ELEMENTS (saving), &self);
  bench_run (&bench, BENCH_WARM);
  bench_add (&bench, "loading shapes, a shape", "time", self.shapes.n, loading, G_N_ELEMENTS (loading),
             &self);
  bench_run (&bench, BENCH_WARM);

  shapes_must (trove_document_save (self.shapes.document, self.file, 0, NULL, NULL));
  measure_changes (&bench, &self);
  measure_owner (&bench, &self);
  write_table (&self);
  bench_add (&bench, "one change more, saved", "time", 1, changing, G_N_ELEMENTS (changing), &self);
  bench_run (&bench, BENCH_WARM);
  remove_other (&self);
  saving_clear (&self);
  return 0;
}
