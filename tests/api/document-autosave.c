/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: saving on another thread, and automatic saves. */

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"

/* Waiting */

static void
note_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **at = data;

  g_assert_null (*at);
  *at = g_object_ref (result);
}

static gboolean
give_up (gpointer data)
{
  g_error ("What the test waits for did not come");
  return G_SOURCE_REMOVE;
}

/* A test that would wait for ever fails. */
static void
wait_until (gboolean (*is_so) (gpointer data), gpointer data)
{
  guint source = g_timeout_add_seconds (test_is_watched () ? 50 : test_count (50, 20), give_up, NULL);

  while (!is_so (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
finish_save (TroveDocument *document, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  wait_until (has_result, result);
  g_assert_true (trove_document_save_finish (document, *result, &error));
  g_assert_no_error (error);
  g_clear_object (result);
}

static TroveDocument *
finish_load (GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *document;

  wait_until (has_result, result);
  document = trove_document_load_finish (*result, &error);
  g_assert_no_error (error);
  g_clear_object (result);
  return document;
}

static void
check_load (GFile *file, TroveDocument *expected)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);

  file_kit_check_same (loaded, expected);
}

/* On another thread */

static TroveDocument *
large_document_new (guint n)
{
  TroveDocument *document = node_document_new ();

  for (guint i = 0; i < n; i++)
    add_node (document, 1, i);
  commit (document, "Add");
  return document;
}

static void
note_progress (goffset n_done, goffset n, gpointer data)
{
  goffset *last = data;

  g_assert_cmpint (n_done, >, *last);
  g_assert_cmpint (n_done, <=, n);
  g_assert_cmpint (n, ==, 20001);
  *last = n_done;
}

/* The document is edited while it is saved: the file has what it was. */
static void
test_async (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000), loaded = NULL;
  g_autofree char *text = document_text (document), *found = NULL;
  GFile *file = file_kit_new ("drawing");
  GAsyncResult *result = NULL;
  goffset saved = 0, read = 0;

  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, note_progress, &saved, NULL, note_result,
                             &result);
  set_x (document, 5, 1000);
  commit (document, "Set");
  g_assert_true (trove_document_get_modified (document));
  finish_save (document, &result);
  g_assert_cmpint (saved, >, 0);
  g_assert_true (trove_document_get_modified (document));
  trove_document_load_async (file, NULL, 0, NULL, note_progress, &read, NULL, note_result, &result);
  loaded = finish_load (&result);
  g_assert_cmpint (read, >, 0);
  found = document_text (loaded);
  g_assert_cmpstr (found, ==, text);
  set_x (loaded, 7, 3); /* it belongs to this thread */
  file_kit_remove (file);
}

/* Saves that are asked for while another one is under way. */
static void
test_queue (void)
{
  g_autoptr (TroveDocument) document = large_document_new (2000);
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");
  g_autoptr (GError) error = NULL;
  GAsyncResult *results[4] = { NULL };

  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result,
                             &results[0]);
  trove_document_save_async (document, NULL, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result,
                             &results[1]);
  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result,
                             &results[2]);
  trove_document_save_async (document, other, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result,
                             &results[3]);
  g_assert_false (trove_document_save (document, file, TROVE_SAVE_NONE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  set_x (document, 5, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    finish_save (document, &results[i]);
  g_assert_false (trove_document_get_modified (document));
  g_assert_true (g_file_equal (trove_document_get_file (document), other));
  check_load (other, document);
  file_kit_remove (file);
  file_kit_remove (other);
}

/* Versions leave the history while they are saved: with the next save, they leave the file as well. */
static void
test_trimmed (void)
{
  g_autoptr (TroveDocument) document = large_document_new (100);
  GFile *file = file_kit_new ("drawing");
  g_autofree char *labels = NULL;
  GAsyncResult *result = NULL;

  set_x (document, 5, 1);
  commit (document, "Aside");
  undo (document);
  set_x (document, 5, 2);
  commit (document, "Set");
  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result, &result);
  trove_document_set_max_versions (document, 2);
  finish_save (document, &result);
  file_kit_save (document, NULL);
  labels = file_kit_query (file, "SELECT group_concat (label) FROM version WHERE label <> ''");
  g_assert_cmpstr (labels, ==, "Add,Set"); /* the first one is on the way to the one before */
  check_load (file, document);
  file_kit_remove (file);
}

/* A document that is being saved stays on its thread. */
static void
test_transfer (void)
{
  g_autoptr (TroveDocument) document = large_document_new (100);
  g_autoptr (GError) error = NULL;
  GFile *file = file_kit_new ("drawing");
  GAsyncResult *result = NULL;

  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result, &result);
  g_assert_false (trove_document_transfer (document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  finish_save (document, &result);
  g_assert_true (trove_document_transfer (document, NULL));
  file_kit_remove (file);
}

static void
test_cancelled (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GFile *file = file_kit_new ("drawing");
  GAsyncResult *result = NULL;

  g_cancellable_cancel (cancellable);
  trove_document_save_async (document, file, TROVE_SAVE_NONE, cancellable, NULL, NULL, NULL, note_result,
                             &result);
  wait_until (has_result, &result);
  g_assert_false (trove_document_save_finish (document, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_error (&error);
  g_assert_false (g_file_query_exists (file, NULL));
  g_assert_true (trove_document_get_modified (document));
  file_kit_save (document, file);
  trove_document_load_async (file, NULL, 0, cancellable, NULL, NULL, NULL, note_result, &result);
  wait_until (has_result, &result);
  g_assert_null (trove_document_load_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  file_kit_remove (file);
}

/* Progress */

typedef struct
{
  guint n_destroyed;
  GThread *thread; /* that is to destroy */
} Told;

static void
ignore_progress (goffset n_done, goffset n, gpointer data)
{
  g_assert_cmpuint (((Told *) data)->n_destroyed, ==, 0);
}

static void
note_destroyed (gpointer data)
{
  Told *told = data;

  g_assert_true (g_thread_self () == told->thread);
  told->n_destroyed++;
}

static gboolean
is_destroyed (gpointer data)
{
  return ((Told *) data)->n_destroyed > 0;
}

static void
check_destroyed (Told *told)
{
  g_assert_cmpuint (told->n_destroyed, ==, 1);
  told->n_destroyed = 0;
}

static void
note_nothing (GObject *source, GAsyncResult *result, gpointer data)
{
}

/* The data is freed once, whether a save succeeds, waits, fails or is not started. */
static void
test_destroy_saved (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder/drawing");
  GFile *file = file_kit_new ("drawing");
  Told told[4] = { { 0 } };
  GAsyncResult *results[4] = { NULL };
  GFile *files[] = { NULL, file, nowhere, file }; /* the first one: there is no file yet */

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      told[i].thread = g_thread_self ();
      trove_document_save_async (document, files[i], TROVE_SAVE_NONE, NULL, i < 3 ? ignore_progress : NULL,
                                 &told[i], note_destroyed, note_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      wait_until (has_result, &results[i]);
      g_assert_cmpint (trove_document_save_finish (document, results[i], NULL), ==, files[i] == file);
      check_destroyed (&told[i]);
      g_clear_object (&results[i]);
    }
  file_kit_remove (file);
}

/* The same for loading, also if nobody asks for the result. */
static void
test_destroy_loaded (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000), loaded = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GFile *file = file_kit_new ("drawing");
  const GType wrong = G_TYPE_INT;
  Told told = { 0, g_thread_self () };
  GAsyncResult *result = NULL;

  file_kit_save (document, file);
  trove_document_load_async (file, NULL, 0, NULL, ignore_progress, &told, note_destroyed, note_result,
                             &result);
  loaded = finish_load (&result);
  check_destroyed (&told);
  g_cancellable_cancel (cancellable);
  trove_document_load_async (file, NULL, 0, cancellable, ignore_progress, &told, note_destroyed, note_nothing,
                             NULL);
  wait_until (is_destroyed, &told);
  check_destroyed (&told);
  trove_document_load_async (file, &wrong, 1, NULL, ignore_progress, &told, note_destroyed, note_nothing,
                             NULL);
  wait_until (is_destroyed, &told);
  check_destroyed (&told);
  trove_document_load_async (file, NULL, 0, NULL, ignore_progress, &told, note_destroyed, NULL, NULL);
  wait_until (is_destroyed, &told);
  check_destroyed (&told);
  file_kit_remove (file);
}

/* A thread that does not own the document. */
static gpointer
save_elsewhere (gpointer document)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  Told told = { 0, g_thread_self () };
  GAsyncResult *result = NULL;

  g_assert_false (trove_document_save (document, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  g_clear_error (&error);
  g_main_context_push_thread_default (context);
  trove_document_save_async (document, NULL, TROVE_SAVE_NONE, NULL, ignore_progress, &told, note_destroyed,
                             note_result, &result);
  check_destroyed (&told);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_assert_false (trove_document_save_finish (document, result, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  g_clear_object (&result);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_wrong_thread (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000);
  GFile *file = file_kit_new ("drawing");
  GAsyncResult *result = NULL;

  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result, &result);
  g_thread_join (g_thread_new (NULL, save_elsewhere, document));
  finish_save (document, &result);
  file_kit_remove (file);
}

/* Automatic saves */

typedef struct
{
  GFile *file;
  guint n; /* versions that the file is to have */
} Expected;

static gboolean
has_versions (gpointer data)
{
  const Expected *expected = data;
  g_autofree char *n = NULL;

  if (!g_file_query_exists (expected->file, NULL))
    return FALSE;
  n = file_kit_query (expected->file, "SELECT count (*) FROM version WHERE (marks & 1) <> 0");
  return n != NULL && (guint) atoi (n) >= expected->n;
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Waits until the file has so many versions. */
static void
wait_for (GFile *file, guint n)
{
  guint source = g_timeout_add (10, wake, NULL);

  wait_until (has_versions, &(Expected){ file, n });
  g_source_remove (source);
}

typedef struct
{
  GFile *file;
  TroveDocument *document;
} Pair;

/* TRUE if the file is at the version that the document is at. */
static gboolean
is_current (gpointer data)
{
  const Pair *pair = data;
  g_autoptr (TroveDocument) loaded = trove_document_load (pair->file, NULL, 0, NULL, NULL);
  g_autoptr (TroveVersion) current = trove_document_dup_current (pair->document);
  g_autoptr (TroveVersion) found = loaded != NULL ? trove_document_dup_current (loaded) : NULL;
  g_autofree char *id = trove_version_dup_id (current),
                  *found_id = found != NULL ? trove_version_dup_id (found) : NULL;

  return g_strcmp0 (id, found_id) == 0;
}

static void
wait_for_current (GFile *file, TroveDocument *document)
{
  guint source = g_timeout_add (10, wake, NULL);

  wait_until (is_current, &(Pair){ file, document });
  g_source_remove (source);
}

static gboolean
set_flag (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static void
wait_ms (guint ms)
{
  gboolean flag = FALSE;

  g_timeout_add (ms, set_flag, &flag);
  wait_until (is_set, &flag);
}

static void
fail (TroveDocument *document, GError *error)
{
  g_error ("%s", error->message);
}

static void
test_autosave (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (document, file, 20);
  set_x (document, 1, 3); /* an edit alone is made a version */
  wait_for (file, 2);
  g_assert_true (trove_document_get_modified (document)); /* no version is the saved one */
  g_assert_null (trove_document_get_file (document));
  set_x (document, 1, 4);
  commit (document, "Set");
  wait_for (file, 3);
  undo (document);
  wait_for_current (file, document);
  check_load (file, document);
  trove_document_set_autosave (document, NULL, 0);
  set_x (document, 1, 5);
  wait_ms (100);
  g_assert_true (has_versions (&(Expected){ file, 3 }));
  g_assert_false (has_versions (&(Expected){ file, 4 }));
  file_kit_remove (file);
}

typedef struct
{
  GFile *file;
  const char *sql, *result;
} Query;

static gboolean
has_query (gpointer data)
{
  const Query *query = data;
  g_autofree char *result = file_kit_query (query->file, query->sql);

  return g_strcmp0 (result, query->result) == 0;
}

static void
wait_for_query (GFile *file, const char *sql, const char *result)
{
  guint source = g_timeout_add (10, wake, NULL);

  wait_until (has_query, &(Query){ file, sql, result });
  g_source_remove (source);
}

/* Something is edited, and is as before. */
static void
touch (TroveDocument *document)
{
  set_x (document, 1, 100);
  g_assert_true (trove_document_rollback (document, NULL));
}

/* The current version is the one that the file has, and others changed. */
static void
test_marks (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) second = NULL, third = NULL;
  GFile *file = file_kit_new ("drawing");

  set_x (document, 1, 2);
  commit (document, "Second");
  second = trove_document_dup_current (document);
  undo (document);
  set_x (document, 1, 3);
  commit (document, "Third");
  third = trove_document_dup_current (document);
  undo (document);
  trove_document_set_autosave (document, file, 10);
  wait_for (file, 3);
  wait_for_query (file, "SELECT group_concat (label) FROM version WHERE (marks & 32) <> 0", "Third");

  g_assert_true (trove_document_go_to (document, second, NULL));
  undo (document);
  wait_for_query (file, "SELECT group_concat (label) FROM version WHERE (marks & 32) <> 0", "Second");
  trove_version_set_kept (third, TRUE);
  wait_for_query (file, "SELECT group_concat (label) FROM version WHERE (marks & 2) <> 0", "Third");
  trove_version_set_kept (third, FALSE);
  wait_for_query (file, "SELECT count (*) FROM version WHERE (marks & 2) <> 0", "0");
  trove_version_set_name (second, "A name");
  wait_for_query (file, "SELECT group_concat (name) FROM version", "A name");
  trove_version_set_name (second, "Another name"); /* the document is modified already */
  wait_for_query (file, "SELECT group_concat (name) FROM version", "Another name");
  trove_document_set_max_versions (document, 1);
  touch (document);
  wait_for_query (file, "SELECT count (*) FROM version", "1");
  check_load (file, document);
  trove_document_set_autosave (document, NULL, 0);
  file_kit_remove (file);
}

/* Saves when the automatic save that is under way has ended. */
static void
save_next (TroveDocument *document, GFile *file)
{
  GAsyncResult *result = NULL;

  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result, &result);
  finish_save (document, &result);
}

/* The document is saved by the user, to the same file and to another one. */
static void
test_both (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");
  struct stat before, after;

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (document, file, 20);
  set_x (document, 1, 3);
  wait_for (file, 2);
  set_x (document, 1, 4);
  save_next (document, other);
  wait_for (file, 3);
  set_x (document, 1, 5);
  g_assert_cmpint (g_stat (g_file_peek_path (file), &before), ==, 0);
  save_next (document, file); /* that of automatic saves: it goes on */
  g_assert_cmpint (g_stat (g_file_peek_path (file), &after), ==, 0);
  g_assert_cmpuint (after.st_ino, ==, before.st_ino);
  check_load (file, document);
  set_x (document, 1, 6);
  wait_for (file, 5);
  set_x (document, 1, 7);
  save_next (document, other);
  check_load (other, document);
  file_kit_remove (file);
  file_kit_remove (other);
}

/* Versions that the document's file alone has are not taken for those of the other file. */
static void
test_two_files (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");

  file_kit_save (document, file);
  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (document, other, 10);
  set_x (document, 1, 3);
  wait_for (other, 2);
  save_next (document, file);
  set_x (document, 1, 4);
  file_kit_save (document, NULL);
  set_x (document, 1, 5);
  wait_for (other, 4);
  check_load (other, document);
  file_kit_remove (file);
  file_kit_remove (other);
}

static void
count (guint *n)
{
  ++*n;
}

static void
fail_to_save (TroveDocument *document, GFile *file)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  g_cancellable_cancel (cancellable);
  trove_document_save_async (document, file, TROVE_SAVE_NONE, cancellable, NULL, NULL, NULL, note_result,
                             &result); /* waits for the automatic one */
  wait_until (has_result, &result);
  g_assert_false (trove_document_save_finish (document, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (result);
  g_assert_false (trove_document_save (document, file, TROVE_SAVE_NONE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A save over the file of automatic saves that fails does not make it the document's. */
static void
test_failed_over (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");
  guint n_notified = 0;

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  g_signal_connect_swapped (document, "notify::file", G_CALLBACK (count), &n_notified);
  trove_document_set_autosave (document, other, 10);
  set_x (document, 1, 3);
  wait_for (other, 2);
  fail_to_save (document, other);
  g_assert_null (trove_document_get_file (document));
  g_assert_cmpuint (n_notified, ==, 0);

  save_next (document, file);
  g_assert_cmpuint (n_notified, ==, 1);
  set_x (document, 1, 4);
  wait_for (other, 3);
  fail_to_save (document, other);
  g_assert_true (g_file_equal (trove_document_get_file (document), file));
  g_assert_cmpuint (n_notified, ==, 1);
  set_x (document, 1, 5);
  file_kit_save (document, NULL);
  check_load (file, document);
  wait_for (other, 4); /* it is that of automatic saves as before */

  save_next (document, other);
  g_assert_true (g_file_equal (trove_document_get_file (document), other));
  g_assert_cmpuint (n_notified, ==, 2);
  check_load (other, document);
  file_kit_remove (file);
  file_kit_remove (other);
}

/* A context that is pushed for a while and then dropped, with the document and without it. */
static void
test_pushed (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveDocument) document = NULL;
      GMainContext *context = g_main_context_new ();
      GFile *file = file_kit_new ("drawing");

      if (i == 0)
        document = node_document_new ();
      g_main_context_push_thread_default (context);
      if (i == 1)
        document = node_document_new ();
      trove_document_set_autosave (document, file, 10);
      set_x (document, 1, 3);
      g_main_context_pop_thread_default (context);
      g_main_context_unref (context);
      if (i == 1)
        set_x (document, 1, 4);
      wait_for (file, 2);
      check_load (file, document);
      file_kit_remove (file);
    }
}

/* The automatic saves of a document that was never saved are of the same document as its file. */
static void
test_same_document (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");

  trove_document_set_autosave (document, file, 10);
  set_x (document, 1, 3);
  wait_for (file, 2);
  trove_document_set_autosave (document, NULL, 0);
  save_next (document, other);
  merge = trove_document_merge_file (document, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (merge);
  file_kit_remove (file);
  file_kit_remove (other);
}

static gboolean
is_being_saved (gpointer document)
{
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder/drawing");
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_document_save (document, nowhere, TROVE_SAVE_COPY, NULL, &error));
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING);
}

/* Ended while a save is due, or under way: that one ends, and no other begins. */
static void
test_ended (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000);
  GFile *file = file_kit_new ("drawing");

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (document, file, 20);
  set_x (document, 1, 3);
  trove_document_set_autosave (document, NULL, 0);
  wait_ms (100);
  g_assert_false (g_file_query_exists (file, NULL));
  g_assert_true (trove_document_rollback (document, NULL));
  trove_document_set_autosave (document, file, 0);
  wait_until (is_being_saved, document);
  set_x (document, 1, 4);
  trove_document_set_autosave (document, NULL, 0);
  while (is_being_saved (document))
    g_main_context_iteration (NULL, TRUE);
  wait_ms (100);
  g_assert_true (has_versions (&(Expected){ file, 2 }));
  g_assert_false (has_versions (&(Expected){ file, 3 }));
  save_next (document, file);
  check_load (file, document);
  file_kit_remove (file);
}

static void
count_failure (TroveDocument *document, GError *error, gpointer data)
{
  ++*(guint *) data;
}

static gboolean
has_failed (gpointer data)
{
  return *(guint *) data > 0;
}

/* A save that fails after they were ended tells nobody. */
static void
test_ended_failing (void)
{
  g_autoptr (TroveDocument) document = large_document_new (20000);
  GFile *file = file_kit_new ("drawing");
  guint n = 0;

  g_signal_connect (document, "autosave-failed", G_CALLBACK (count_failure), &n);
  set_node (document, 1, &(NodeData){ .label = "\xff" }); /* cannot be saved */
  commit (document, "no UTF-8");
  trove_document_set_autosave (document, file, 0);
  wait_until (is_being_saved, document);
  trove_document_set_autosave (document, NULL, 0);
  while (is_being_saved (document))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 0);
  trove_document_set_autosave (document, file, 0);
  wait_until (has_failed, &n);
  wait_ms (100);
  g_assert_cmpuint (n, ==, 1);
  file_kit_remove (file);
}

static void
end_autosave (TroveDocument *document)
{
  trove_document_set_autosave (document, NULL, 0);
}

/* Ended by a handler of the version that is made for the save. */
static void
test_ended_by_commit (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");

  g_signal_connect (document, "notify::current", G_CALLBACK (end_autosave), NULL);
  trove_document_set_autosave (document, file, 0);
  set_x (document, 1, 3);
  wait_ms (100);
  g_assert_true (trove_document_get_can_undo (document));
  g_assert_false (g_file_query_exists (file, NULL));
  file_kit_remove (file);
}

static void
save_other (TroveDocument *document, GParamSpec *pspec, gpointer file)
{
  g_signal_handlers_disconnect_by_func (document, save_other, file);
  file_kit_save (document, file);
}

/* A handler of the version that is made for a save saves the document to another file. */
static void
test_saved_by_commit (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");

  file_kit_save (document, file);
  set_x (document, 1, 3);
  g_signal_connect (document, "notify::current", G_CALLBACK (save_other), other);
  file_kit_save (document, NULL); /* to the file that it had then */
  check_load (file, document);
  check_load (other, document);
  file_kit_remove (file);
  file_kit_remove (other);
}

/* While a group is open, nothing is saved. */
static void
test_group (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (document, file, 10);
  g_assert_true (trove_document_begin (document, "Group", NULL));
  set_x (document, 1, 3);
  wait_ms (100);
  g_assert_false (g_file_query_exists (file, NULL));
  g_assert_true (trove_document_end (document, NULL));
  wait_for (file, 2);
  check_load (file, document);
  file_kit_remove (file);
}

/* Nor while an object that somebody holds waits for its owner. */
static void
test_ownerless (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveObject) object = NULL;
  GFile *file = file_kit_new ("drawing");

  trove_document_set_autosave (document, file, 10);
  object = g_object_new (TEST_TYPE_NODE, "document", document, NULL);
  wait_ms (100);
  g_assert_false (g_file_query_exists (file, NULL));
  g_assert_true (trove_list_append (trove_object_get_list (trove_document_get_root (document), "children"),
                                    object, NULL));
  wait_for (file, 2);
  check_load (file, document);
  file_kit_remove (file);
}

/* Edits from before automatic saves began are saved. */
static void
test_before (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");

  set_x (document, 1, 3);
  trove_document_set_autosave (document, file, 10);
  wait_for (file, 2);
  check_load (file, document);
  file_kit_remove (file);
}

/* The file of automatic saves was deleted, as after a save of the user's own. */
static void
test_deleted (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");

  set_x (document, 1, 3);
  trove_document_set_autosave (document, file, 10);
  wait_for (file, 2);
  trove_document_set_autosave (document, NULL, 0);
  g_assert_true (g_file_delete (file, NULL, NULL));
  trove_document_set_autosave (document, file, 10);
  set_x (document, 1, 4);
  wait_for (file, 3);
  check_load (file, document);
  file_kit_remove (file);
}

static gboolean
edit (gpointer document)
{
  set_x (document, 1, g_random_double ());
  return G_SOURCE_CONTINUE;
}

/* While somebody edits all the time, nothing is saved. */
static void
test_pause (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");
  guint source = g_timeout_add (1, edit, document);

  trove_document_set_autosave (document, file, 20);
  wait_ms (200);
  g_assert_false (g_file_query_exists (file, NULL));
  g_source_remove (source);
  wait_for (file, 2);
  file_kit_remove (file);
}

/* From one save to the next one, the interval goes by, however short pauses are. */
static void
test_interval (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");
  gint64 start;

  trove_document_set_autosave (document, file, 300);
  set_x (document, 1, 3);
  start = g_get_monotonic_time (); /* before the first save */
  wait_for (file, 2);
  set_x (document, 1, 4);
  wait_for (file, 3);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * 1000);
  file_kit_remove (file);
}

/* The user saves meanwhile. */
static void
test_meanwhile (void)
{
  g_autoptr (TroveDocument) document = large_document_new (3000);
  GFile *file = file_kit_new ("drawing");
  GAsyncResult *result = NULL;

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (document, file, 10);
  wait_for (file, 2);
  trove_document_save_async (document, file, TROVE_SAVE_REPLACE, NULL, NULL, NULL, NULL, note_result,
                             &result);
  set_x (document, 5, 1000);
  finish_save (document, &result);
  wait_for (file, 3);
  check_load (file, document);
  file_kit_remove (file);
}

/* While a save of the user's own waits for another program, no version is made. All that was edited meanwhile is saved. */
static void
test_waiting (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GListModel *history = trove_document_get_history (document);
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");
  GAsyncResult *result = NULL;
  gpointer lock;
  guint n;

  g_signal_connect (document, "autosave-failed", G_CALLBACK (fail), NULL);
  file_kit_save (document, file);
  set_x (document, 1, 3);
  commit (document, "Set");
  lock = file_kit_lock (file);
  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result, &result);
  trove_document_set_autosave (document, other, 10);
  set_x (document, 1, 4);
  n = g_list_model_get_n_items (history);
  wait_ms (100);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, n);
  g_assert_null (result);
  file_kit_unlock (lock);
  finish_save (document, &result);
  wait_for_current (other, document);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, n + 1);
  trove_document_set_autosave (document, NULL, 0);
  file_kit_remove (file);
  file_kit_remove (other);
}

typedef struct
{
  GFile *file;
  GAsyncResult *result;
} Begun;

static void
begin_save (TroveDocument *document, GParamSpec *pspec, gpointer data)
{
  Begun *begun = data;

  g_signal_handlers_disconnect_by_func (document, begin_save, data);
  trove_document_save_async (document, begun->file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, note_result,
                             &begun->result);
}

/* A handler of the version that is made for an automatic save begins another one: the automatic save comes later. */
static void
test_begun_by_commit (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");
  Begun begun = { other };

  file_kit_save (document, other);
  g_signal_connect (document, "notify::current", G_CALLBACK (begin_save), &begun);
  trove_document_set_autosave (document, file, 10);
  set_x (document, 1, 3);
  wait_until (has_result, &begun.result);
  g_clear_object (&begun.result);
  wait_for_current (file, document);
  trove_document_set_autosave (document, NULL, 0);
  file_kit_remove (file);
  file_kit_remove (other);
}

static void
note_error (TroveDocument *document, GError *error, gpointer data)
{
  GError **at = data;

  g_clear_error (at);
  *at = g_error_copy (error);
}

/* A file that is there and not the document's is not written over. */
static void
test_not_over (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  GFile *file = file_kit_new ("text");

  g_file_set_contents (g_file_peek_path (file), "a text", -1, NULL);
  g_signal_connect (document, "autosave-failed", G_CALLBACK (note_error), &error);
  trove_document_set_autosave (document, file, 10);
  set_x (document, 1, 3);
  wait_until (has_result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "a text");
  file_kit_remove (file);
}

/* Nor is one that is not local. */
static void
test_remote (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GFile) file = g_file_new_for_uri ("https://example.org/drawing");
  g_autoptr (GError) error = NULL;

  g_signal_connect (document, "autosave-failed", G_CALLBACK (note_error), &error);
  trove_document_set_autosave (document, file, 10);
  set_x (document, 1, 3);
  wait_until (has_result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

/* Nor is one of a later version of the library. */
static void
test_newer (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL;
  g_autoptr (GError) error = NULL;
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  file_kit_run (file, "PRAGMA user_version = 2");
  loaded = file_kit_load (file);
  g_signal_connect (loaded, "autosave-failed", G_CALLBACK (note_error), &error);
  trove_document_set_autosave (loaded, file, 10);
  set_x (loaded, 1, 3);
  wait_until (has_result, &error);
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_READ_ONLY);
  file_kit_remove (file);
}

/* The document goes while it is saved, and while a save waits. */
static void
test_dropped (void)
{
  TroveDocument *document = large_document_new (100);
  GFile *file = file_kit_new ("drawing");
  gpointer gone = document;

  g_object_add_weak_pointer (G_OBJECT (document), &gone);
  trove_document_set_autosave (document, file, 10);
  g_object_unref (document);
  g_assert_null (gone);
  wait_ms (50);
  g_assert_false (g_file_query_exists (file, NULL));
  document = large_document_new (1000);
  trove_document_set_autosave (document, file, 1);
  set_x (document, 1, 3);
  while (!g_file_query_exists (file, NULL))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (document);
  wait_ms (100);
  file_kit_remove (file);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-autosave/async", test_async);
  g_test_add_func ("/document-autosave/queue", test_queue);
  g_test_add_func ("/document-autosave/trimmed", test_trimmed);
  g_test_add_func ("/document-autosave/transfer", test_transfer);
  g_test_add_func ("/document-autosave/cancelled", test_cancelled);
  g_test_add_func ("/document-autosave/destroy-saved", test_destroy_saved);
  g_test_add_func ("/document-autosave/destroy-loaded", test_destroy_loaded);
  g_test_add_func ("/document-autosave/wrong-thread", test_wrong_thread);
  g_test_add_func ("/document-autosave/ended", test_ended);
  g_test_add_func ("/document-autosave/ended-failing", test_ended_failing);
  g_test_add_func ("/document-autosave/ended-by-commit", test_ended_by_commit);
  g_test_add_func ("/document-autosave/saved-by-commit", test_saved_by_commit);
  g_test_add_func ("/document-autosave/autosave", test_autosave);
  g_test_add_func ("/document-autosave/marks", test_marks);
  g_test_add_func ("/document-autosave/both", test_both);
  g_test_add_func ("/document-autosave/two-files", test_two_files);
  g_test_add_func ("/document-autosave/failed-over", test_failed_over);
  g_test_add_func ("/document-autosave/pushed", test_pushed);
  g_test_add_func ("/document-autosave/same-document", test_same_document);
  g_test_add_func ("/document-autosave/group", test_group);
  g_test_add_func ("/document-autosave/ownerless", test_ownerless);
  g_test_add_func ("/document-autosave/before", test_before);
  g_test_add_func ("/document-autosave/deleted", test_deleted);
  g_test_add_func ("/document-autosave/pause", test_pause);
  g_test_add_func ("/document-autosave/interval", test_interval);
  g_test_add_func ("/document-autosave/meanwhile", test_meanwhile);
  g_test_add_func ("/document-autosave/waiting", test_waiting);
  g_test_add_func ("/document-autosave/begun-by-commit", test_begun_by_commit);
  g_test_add_func ("/document-autosave/not-over", test_not_over);
  g_test_add_func ("/document-autosave/remote", test_remote);
  g_test_add_func ("/document-autosave/newer", test_newer);
  g_test_add_func ("/document-autosave/dropped", test_dropped);

  return g_test_run ();
}
