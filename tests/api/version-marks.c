/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveVersion: names of versions and which are kept, in files: what a save writes, and what of another program's is taken. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"

static TroveVersion *
edit (TroveDocument *document, TroveKey key, double x, const char *label)
{
  set_x (document, key, x);
  commit (document, label);
  return trove_document_dup_current (document);
}

/* The version of another document that has the same id. */
static TroveVersion *
find_same (TroveDocument *document, TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version);
  TroveVersion *same = trove_document_dup_version (document, id);

  g_assert_nonnull (same);
  return same;
}

static void
set_marks (TroveDocument *document, TroveVersion *version, const char *name, gboolean kept)
{
  g_autoptr (TroveVersion) same = find_same (document, version);

  trove_version_set_name (same, name);
  trove_version_set_kept (same, kept);
}

static void
check_marks (TroveDocument *document, TroveVersion *version, const char *name, gboolean kept)
{
  g_autoptr (TroveVersion) same = find_same (document, version);
  g_autofree char *found = trove_version_dup_name (same);

  g_assert_cmpstr (found, ==, name);
  g_assert_cmpint (trove_version_get_kept (same), ==, kept);
}

static void
check_file (GFile *file, TroveVersion *version, const char *name, gboolean kept)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);

  g_assert_false (trove_document_get_modified (loaded));
  check_marks (loaded, version, name, kept);
}

/* Saving */

/* A name that is given before a version is in the file, after that, and taken away. */
static void
test_save (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = edit (document, 1, 1, "One"), two = edit (document, 1, 2, "Two");
  GFile *file = file_kit_new ("drawing");
  g_autofree char *names = NULL, *none = NULL;

  trove_version_set_name (one, "Größe");
  file_kit_save (document, file);
  check_file (file, one, "Größe", FALSE);
  check_file (file, two, NULL, FALSE);
  trove_version_set_name (two, "2nd");
  file_kit_save (document, NULL);
  check_file (file, one, "Größe", FALSE);
  check_file (file, two, "2nd", FALSE);
  trove_version_set_name (one, "1st");
  g_object_unref (edit (document, 1, 3, "Three"));
  file_kit_save (document, NULL);
  names = file_kit_query (file, "SELECT group_concat (label || ' ' || name) FROM versions");
  g_assert_cmpstr (names, ==, "One 1st,Two 2nd");
  trove_version_set_name (one, NULL);
  trove_version_set_name (two, "");
  file_kit_save (document, NULL);
  none = file_kit_query (file, "SELECT count (name) FROM version");
  g_assert_cmpstr (none, ==, "0");
  file_kit_remove (file);
}

/* Each way to save has the names of the versions that it writes. */
static void
test_flags (void)
{
  const TroveSaveFlags flags[] = { TROVE_SAVE_REPLACE, TROVE_SAVE_COPY, TROVE_SAVE_CURRENT_ONLY,
                                   TROVE_SAVE_NONE };
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = edit (document, 1, 1, "One"), two = edit (document, 1, 2, "Two");
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i), *first = g_strdup_printf ("1 %u", i);
      gboolean is_copy = (flags[i] & TROVE_SAVE_COPY) != 0;
      GFile *written = is_copy ? file_kit_new ("copy") : g_object_ref (file);

      trove_version_set_name (one, first);
      trove_version_set_name (two, name);
      file_kit_save_by (document, written, flags[i]);
      check_file (written, two, name, FALSE);
      if (flags[i] != TROVE_SAVE_CURRENT_ONLY)
        check_file (written, one, first, FALSE);
      g_assert_cmpint (trove_document_get_modified (document), ==, is_copy);
      if (is_copy)
        file_kit_remove (written);
      else
        g_object_unref (written);
    }
  file_kit_remove (file);
}

/* Marks are to be saved, and reading a version changes none. */
static void
test_modified (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL;
  g_autoptr (TroveVersion) one = edit (document, 1, 1, "One"), read = NULL;
  GFile *file = file_kit_new ("drawing");

  g_object_unref (edit (document, 1, 2, "Two"));
  trove_version_set_kept (one, TRUE);
  file_kit_save (document, file);
  g_assert_false (trove_document_get_modified (document));
  trove_version_set_name (one, "A name");
  g_assert_true (trove_document_get_modified (document));
  undo (document);
  g_assert_true (trove_document_redo (document, NULL));
  g_assert_true (trove_document_get_modified (document));
  file_kit_save (document, NULL);
  g_assert_false (trove_document_get_modified (document));

  loaded = file_kit_load (file);
  read = find_same (loaded, one);
  g_assert_true (trove_version_read (read, NULL));
  g_assert_false (trove_document_get_modified (loaded));
  trove_version_set_kept (read, FALSE);
  g_assert_true (trove_document_get_modified (loaded));
  file_kit_save (loaded, NULL);
  check_file (file, one, "A name", FALSE);
  file_kit_remove (file);
}

static void
store_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* A change while a save runs is not in the file. */
static void
test_while_saving (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = edit (document, 1, 1, "One");
  g_autoptr (GAsyncResult) result = NULL;
  GFile *file = file_kit_new ("drawing");

  trove_document_save_async (document, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, store_result, &result);
  trove_version_set_name (one, "Late");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (trove_document_save_finish (document, result, NULL));
  g_assert_true (trove_document_get_modified (document));
  file_kit_save (document, NULL);
  check_file (file, one, "Late", FALSE);
  file_kit_remove (file);
}

/* Two programs */

typedef struct
{
  GFile *file;
  TroveDocument *ours, *theirs;
  TroveVersion *first, *second;
} Pair;

static void
pair_init (Pair *self)
{
  self->file = file_kit_new ("drawing");
  self->ours = node_document_new ();
  add_node (self->ours, 1, 1);
  add_node (self->ours, 1, 2);
  commit (self->ours, "Add");
  self->first = edit (self->ours, 2, 10, "First");
  self->second = edit (self->ours, 2, 11, "Second");
  file_kit_save (self->ours, self->file);
  self->theirs = file_kit_load (self->file);
}

static void
pair_clear (Pair *self)
{
  g_object_unref (self->first);
  g_object_unref (self->second);
  g_assert_finalize_object (self->ours);
  g_assert_finalize_object (self->theirs);
  file_kit_remove (self->file);
}

static void
edit_and_save (TroveDocument *document, TroveKey key)
{
  g_object_unref (edit (document, key, 99, "Edit"));
  file_kit_save (document, NULL);
}

static void
count (gpointer object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* Ours has changed nothing: all is as they have left it, once it was merged, and a save keeps it. */
static void
test_theirs (void)
{
  guint n_named = 0, n_kept = 0;
  Pair pair;

  pair_init (&pair);
  set_marks (pair.ours, pair.first, "Old", TRUE);
  file_kit_save (pair.ours, NULL);
  g_clear_object (&pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  set_marks (pair.theirs, pair.first, NULL, FALSE);
  set_marks (pair.theirs, pair.second, "Theirs", TRUE);
  edit_and_save (pair.theirs, 3);
  g_signal_connect (pair.second, "notify::name", G_CALLBACK (count), &n_named);
  g_signal_connect (pair.second, "notify::kept", G_CALLBACK (count), &n_kept);
  file_kit_merge (pair.ours, pair.file);
  check_marks (pair.ours, pair.first, NULL, FALSE);
  check_marks (pair.ours, pair.second, "Theirs", TRUE);
  g_assert_cmpuint (n_named, ==, 1);
  g_assert_cmpuint (n_kept, ==, 1);
  commit (pair.ours, "Merge");
  file_kit_save (pair.ours, NULL);
  check_file (pair.file, pair.first, NULL, FALSE);
  check_file (pair.file, pair.second, "Theirs", TRUE);
  pair_clear (&pair);
}

/* Both have changed marks: ours stand, and a version without a name gets theirs. */
static void
test_both (void)
{
  g_autoptr (TroveVersion) third = NULL;
  Pair pair;

  pair_init (&pair);
  third = edit (pair.ours, 2, 12, "Third");
  file_kit_save (pair.ours, NULL);
  g_clear_object (&pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  set_marks (pair.theirs, pair.first, "Theirs 1", TRUE);
  set_marks (pair.theirs, pair.second, "Theirs 2", TRUE);
  set_marks (pair.theirs, third, NULL, TRUE);
  edit_and_save (pair.theirs, 3);
  set_marks (pair.ours, pair.first, "Ours", FALSE);
  file_kit_merge (pair.ours, pair.file);
  commit (pair.ours, "Merge");
  file_kit_save (pair.ours, NULL);
  check_file (pair.file, pair.first, "Ours", FALSE);
  check_file (pair.file, pair.second, "Theirs 2", TRUE);
  check_file (pair.file, third, NULL, FALSE);
  pair_clear (&pair);
}

/* The version that the current one has merged. */
static TroveVersion *
dup_merged (TroveDocument *document)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (current);

  g_assert_cmpuint (parents->len, ==, 2);
  return g_object_ref (g_ptr_array_index (parents, 1));
}

/* Names in a copy of the file: its own versions keep them as parents, and others get them. */
static void
test_copy (void)
{
  g_autoptr (TroveDocument) theirs = NULL;
  g_autoptr (TroveVersion) last = NULL, merged = NULL;
  GFile *copy = file_kit_new ("copy");
  g_autofree char *name = NULL, *stored = NULL;
  Pair pair;

  pair_init (&pair);
  file_kit_save_by (pair.theirs, copy, TROVE_SAVE_COPY);
  theirs = file_kit_load (copy);
  set_marks (theirs, pair.first, "Theirs", FALSE);
  set_marks (theirs, pair.second, NULL, TRUE);
  last = edit (theirs, 3, 99, "Last");
  trove_version_set_name (last, "Last of theirs");
  file_kit_save (theirs, NULL);
  file_kit_merge (pair.ours, copy);
  commit (pair.ours, "Merge");
  check_marks (pair.ours, pair.first, "Theirs", FALSE);
  check_marks (pair.ours, pair.second, NULL, FALSE);
  merged = dup_merged (pair.ours);
  name = trove_version_dup_name (merged);
  g_assert_cmpstr (name, ==, "Last of theirs");
  file_kit_save (pair.ours, NULL);
  check_file (pair.file, pair.first, "Theirs", FALSE);
  stored = file_kit_query (pair.file, "SELECT group_concat (name) FROM version WHERE label = 'Last'");
  g_assert_cmpstr (stored, ==, "Last of theirs");
  file_kit_remove (copy);
  pair_clear (&pair);
}

/* A file that lacks a part of the history is written anew, with what both have. */
static void
test_partial (void)
{
  g_autoptr (TroveVersion) theirs = NULL, merged = NULL;
  g_autofree char *stored = NULL, *name = NULL;
  Pair pair;

  pair_init (&pair);
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  g_clear_object (&pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  set_marks (pair.theirs, pair.second, "Theirs", FALSE);
  theirs = edit (pair.theirs, 3, 99, "Edit");
  trove_version_set_name (theirs, "Named there");
  file_kit_save (pair.theirs, NULL);
  trove_version_set_name (pair.first, "Ours");
  file_kit_merge (pair.ours, pair.file);
  commit (pair.ours, "Merge");
  merged = dup_merged (pair.ours);
  trove_version_set_name (theirs, "Named again");
  file_kit_save (pair.theirs, NULL);
  file_kit_merge (pair.ours, pair.file); /* of a version that was merged before */
  file_kit_save (pair.ours, NULL);
  check_file (pair.file, pair.first, "Ours", FALSE);
  check_file (pair.file, pair.second, "Theirs", FALSE);
  stored = file_kit_query (pair.file, "SELECT name FROM version WHERE label = 'Edit'");
  g_assert_cmpstr (stored, ==, "Named again");
  name = trove_version_dup_name (merged); /* a save names nothing */
  g_assert_cmpstr (name, ==, "Named there");
  pair_clear (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-marks/save", test_save);
  g_test_add_func ("/version-marks/flags", test_flags);
  g_test_add_func ("/version-marks/modified", test_modified);
  g_test_add_func ("/version-marks/while-saving", test_while_saving);
  g_test_add_func ("/version-marks/theirs", test_theirs);
  g_test_add_func ("/version-marks/both", test_both);
  g_test_add_func ("/version-marks/copy", test_copy);
  g_test_add_func ("/version-marks/partial", test_partial);
  return g_test_run ();
}
