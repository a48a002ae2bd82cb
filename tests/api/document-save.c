/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: saving and loading. Random programs save and load in tests/document; hostile files: document-damaged.c. */

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "document-classes.h"
#include "file-kit.h"
#include "fragment-kit.h"
#include "test-support.h"

/* A document with a branch, a name, a kept version and view states. */
static TroveDocument *
branched_document_new (void)
{
  TroveDocument *document = node_document_new ();
  g_autoptr (TroveVersion) version = NULL;
  TroveKey child, other;

  child = add_node (document, 1, 1);
  other = add_node (document, 1, 2);
  commit (document, "Add");
  set_target (document, other, child);
  add_link (document, child, other);
  trove_document_set_view_state (document, g_variant_new ("(ss)", "selection", "x"));
  commit (document, "Link");
  undo (document);
  set_x (document, child, 5);
  commit (document, "Move");
  version = trove_document_dup_current (document);
  trove_version_set_kept (version, TRUE);
  g_assert_true (trove_document_remove (document, other, NULL));
  commit (document, "Remove");
  return document;
}

static void
check_load (GFile *file, TroveDocument *expected)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);

  file_kit_check_same (loaded, expected);
  g_assert_true (g_file_equal (trove_document_get_file (loaded), file));
  g_assert_true (trove_document_get_root_type (loaded) == trove_document_get_root_type (expected));
}

/* A whole document */

static void
count_notify (GObject *document, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_whole (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing");
  guint n = 0;

  g_signal_connect (document, "notify::modified", G_CALLBACK (count_notify), &n);
  g_assert_null (trove_document_get_file (document));
  file_kit_save (document, file);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (trove_document_get_modified (document));
  g_assert_true (g_file_equal (trove_document_get_file (document), file));
  check_load (file, document);
  file_kit_remove (file);
}

/* Objects with a value of each type. */
static void
test_values (void)
{
  g_autoptr (TroveDocument) document = kit_document_new ();
  g_autoptr (TroveDocument) loaded = NULL;
  GFile *file = file_kit_new ("values");

  commit (document, "all");
  file_kit_save (document, file);
  loaded = file_kit_load (file);
  for (TroveKey key = 1; key <= 3; key++)
    {
      g_autoptr (TroveFragment) first = kit_fragment_new (document, &key, 1);
      g_autoptr (TroveFragment) second = kit_fragment_new (loaded, &key, 1);
      g_autoptr (GBytes) bytes = kit_write (first), others = kit_write (second);

      g_assert_true (g_bytes_equal (bytes, others));
    }
  undo (loaded);
  redo (loaded);
  file_kit_remove (file);
}

/* Later saves */

static void
test_later (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing");
  TroveKey key;

  file_kit_save (document, file);
  for (guint i = 0; i < 20; i++)
    {
      key = add_node (document, 1, i);
      add_link (document, 1, key);
      commit (document, "Add");
      if (i % 3 == 0)
        undo (document);
      if (i % 4 == 0 && trove_document_get_can_redo (document))
        redo (document);
      if (i % 5 == 0)
        {
          set_x (document, 1, i);
          commit (document, "Set");
        }
      file_kit_save (document, NULL);
      check_load (file, document);
    }
  file_kit_remove (file);
}

/* A document that was loaded is saved to its file. */
static void
test_loaded (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  g_autoptr (TroveDocument) loaded = NULL;
  g_autofree char *n = NULL;
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  loaded = file_kit_load (file);
  undo (loaded);
  set_x (loaded, 1, 7);
  add_node (loaded, 1, 7);
  commit (loaded, "Other");
  file_kit_save (loaded, NULL);
  check_load (file, loaded);
  n = file_kit_query (file, "SELECT count (*) FROM replica"); /* of the keys of both programs */
  g_assert_cmpstr (n, ==, "2");
  file_kit_remove (file);
}

/* Versions that have left the history leave the file as well. */
static void
test_limits (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing");

  trove_document_set_max_versions (document, 5);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *n = NULL;

      set_x (document, 1, i + 1);
      commit (document, "Set");
      file_kit_save (document, file);
      n = file_kit_query (file, "SELECT count (*) FROM version");
      g_assert_cmpint (atoi (n), ==, MIN (i + 2, 5));
    }
  check_load (file, document);
  file_kit_remove (file);
}

/* A version that is kept lies behind a gap. */
static void
test_gap (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");

  file_kit_save (document, file);
  trove_document_set_max_versions (document, 3);
  for (guint i = 0; i < 10; i++)
    {
      set_x (document, 1, i + 1);
      commit (document, "Set");
    }
  file_kit_save (document, NULL);
  check_load (file, document);
  file_kit_save (document, other);
  check_load (other, document);
  file_kit_remove (file);
  file_kit_remove (other);
}

/* A version that has left the history stays in the file while it is on the way to others. */
static void
test_way (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = NULL;
  g_autofree char *n = NULL;
  GFile *file = file_kit_new ("drawing");

  set_x (document, 1, 1);
  commit (document, "One");
  one = trove_document_dup_current (document);
  trove_version_set_kept (one, TRUE);
  set_x (document, 1, 2);
  commit (document, "Two");
  file_kit_save (document, file);
  set_x (document, 1, 3);
  commit (document, "Three");
  file_kit_save (document, NULL);
  trove_document_set_max_versions (document, 2);
  file_kit_save (document, NULL);
  n = file_kit_query (file, "SELECT group_concat (label) FROM version");
  g_assert_cmpstr (n, ==, "One,Two,Three");
  check_load (file, document);
  file_kit_remove (file);
}

/* What is said of versions changes after they were saved. */
static void
test_marks (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) second = NULL;
  GFile *file = file_kit_new ("drawing");

  set_x (document, 1, 2);
  commit (document, "Second");
  second = trove_document_dup_current (document);
  undo (document);
  set_x (document, 1, 3);
  commit (document, "Third");
  undo (document);
  file_kit_save (document, file);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveDocument) loaded = NULL;

      trove_version_set_kept (second, i == 0);
      file_kit_save (document, NULL);
      check_load (file, document);
      g_assert_true (trove_document_go_to (document, second, NULL));
      undo (document);
      file_kit_save (document, NULL);
      loaded = file_kit_load (file);
      g_assert_cmpstr (trove_document_get_redo_label (loaded), ==, "Second");
    }
  file_kit_remove (file);
}

/* A version of the document's own history was merged. */
static void
test_merged (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) aside = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  GFile *file = file_kit_new ("drawing");
  TroveKey child = add_node (document, 1, 1);

  commit (document, "Add");
  set_x (document, child, 2);
  commit (document, "Aside");
  aside = trove_document_dup_current (document);
  undo (document);
  set_x (document, 1, 5);
  commit (document, "Set");
  merge = trove_document_merge (document, aside, NULL);
  g_assert_nonnull (merge);
  g_clear_object (&merge);
  commit (document, "Merge");
  file_kit_save (document, file);
  check_load (file, document);
  set_x (document, 1, 6);
  file_kit_save (document, NULL);
  check_load (file, document);
  file_kit_remove (file);
}

/* A version of another document is merged. */
static void
merge_branch (TroveDocument *document, TroveKey key, double x)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (document), theirs = NULL;
  g_autoptr (TroveDocument) branch = trove_document_branch (document, current, NULL);
  g_autoptr (TroveMerge) merge = NULL;

  set_x (branch, key, x);
  commit (branch, "Branch");
  theirs = trove_document_dup_current (branch);
  set_x (document, 1, x);
  commit (document, "Ours");
  merge = trove_document_merge (document, theirs, NULL);
  g_assert_nonnull (merge);
  g_clear_object (&merge);
  commit (document, "Merge");
}

static char *
dup_merged_id (TroveDocument *document)
{
  g_autoptr (TroveVersion) first = g_list_model_get_item (trove_document_get_history (document), 0);
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (first);

  g_assert_cmpstr (trove_version_get_label (first), ==, "Merge");
  g_assert_cmpuint (parents->len, ==, 1);
  return trove_version_dup_id (g_ptr_array_index (parents, 0));
}

/* The first version of the history has merged another one, which is in a new file, too. */
static void
test_merged_first (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL;
  g_autofree char *expected = NULL, *found = NULL;
  GFile *file = file_kit_new ("drawing"), *before = file_kit_new ("before");
  TroveKey child = add_node (document, 1, 1);

  commit (document, "Add");
  merge_branch (document, child, 3);
  set_x (document, 1, 7);
  commit (document, "Set");
  file_kit_save (document, before);
  trove_document_set_max_versions (document, 2);
  file_kit_save (document, file);
  expected = dup_merged_id (document);
  loaded = file_kit_load (file);
  found = dup_merged_id (loaded);
  g_assert_cmpstr (found, ==, expected);
  check_load (file, document);
  set_x (document, 1, 8);
  file_kit_save (document, NULL);
  check_load (file, document);
  file_kit_remove (before);
  file_kit_remove (file);
}

/* Merges that have left the history leave the file, too, and all before them. */
static void
test_merged_limits (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autofree char *n = NULL;
  GFile *file = file_kit_new ("drawing");
  TroveKey child = add_node (document, 1, 1);

  commit (document, "Add");
  trove_document_set_max_versions (document, 3);
  file_kit_save (document, file);
  for (guint i = 0; i < 22; i++)
    {
      if (i % 5 == 2)
        merge_branch (document, child, i);
      else
        set_x (document, 1, i + 100);
      file_kit_save (document, NULL);
      check_load (file, document);
    }
  n = file_kit_query (file, "SELECT count (*) FROM version");
  g_assert_cmpstr (n, ==, "3");
  file_kit_remove (file);
}

/* Another computer, whose clock was wrong, has made a version of a later time. */
static void
test_later_time (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL, again = NULL;
  GFile *file = file_kit_new ("drawing");

  set_x (document, 1, 1);
  commit (document, "One");
  set_x (document, 1, 2);
  commit (document, "Two");
  file_kit_save (document, file);
  file_kit_run (file, "UPDATE version SET time = time + 86400000000 WHERE label = 'Two'");
  loaded = file_kit_load (file);
  undo (loaded);
  for (guint i = 3; i < 6; i++)
    {
      set_x (loaded, 1, i);
      commit (loaded, "More");
    }
  file_kit_save (loaded, NULL);
  check_load (file, loaded);
  again = file_kit_load (file);
  for (guint i = 5; i > 2; i--)
    {
      g_assert_cmpfloat (get_node (again, 1).x, ==, i);
      undo (again);
    }
  g_assert_cmpfloat (get_node (again, 1).x, ==, 1);
  file_kit_remove (file);
}

/* A value that is longer than the file. */
static void
test_large (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autofree char *label = g_strnfill (300000, 'x');
  GFile *file = file_kit_new ("drawing");
  NodeData data = { .label = label };

  file_kit_save (document, file);
  set_node (document, 1, &data);
  commit (document, "Large");
  file_kit_save (document, NULL);
  check_load (file, document);
  file_kit_remove (file);
}

/* Programs of different age */

/* A document of nodes and leaves, whose class this program then does not know. */
static void
test_unknown_class (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL, again = NULL;
  g_autofree char *x = NULL;
  GFile *file = file_kit_new ("drawing");
  TroveKey leaf, node;

  g_type_class_unref (g_type_class_ref (kit_object_get_type ())); /* makes variants of leaves' values */
  leaf = add_leaf (document, 1, 12);
  node = add_node (document, leaf, 5);
  set_target (document, node, leaf);
  commit (document, "Add");
  set_leaf (document, leaf, 13);
  commit (document, "Set");
  file_kit_save (document, file);

  file_kit_run (file, "UPDATE layout SET class = 'Star' WHERE class = 'TestLeaf'");
  loaded = file_kit_load (file);
  {
    g_autoptr (TroveObject) object = trove_document_lookup (loaded, leaf);

    g_assert_true (g_type_is_a (G_OBJECT_TYPE (object), TEST_TYPE_NODE));
    g_assert_cmpstr (trove_object_get_unknown_class (object), ==, "Star");
  }
  undo (loaded);
  redo (loaded);
  set_x (loaded, node, 6);
  set_x (document, node, 6);
  commit (loaded, "Move");
  commit (document, "Move");
  file_kit_save (loaded, NULL);
  x = file_kit_query (file, "SELECT group_concat (class) FROM layout");
  g_assert_cmpstr (x, ==, "TestNode,Star");

  file_kit_run (file, "UPDATE layout SET class = 'TestLeaf' WHERE class = 'Star'");
  again = file_kit_load (file);
  {
    g_autofree char *found = document_text (again), *expected = document_text (document);

    g_assert_cmpstr (found, ==, expected);
  }
  undo (again);
  undo (again);
  undo (document);
  undo (document);
  {
    g_autofree char *found = document_text (again), *expected = document_text (document);

    g_assert_cmpstr (found, ==, expected);
  }
  file_kit_remove (file);
}

/* The file has a property that the class does not have, and lacks another one. */
static void
test_unknown_property (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL, again = NULL;
  GFile *file = file_kit_new ("drawing"), *other = file_kit_new ("other");
  NodeData data = { .label = "a label", .x = 3 };
  TroveKey key;

  set_node (document, 1, &data);
  add_link (document, 1, 1);
  key = add_node (document, 1, 4);
  commit (document, "Add");
  data.label = "another";
  set_node (document, 1, &data);
  commit (document, "Set");
  file_kit_save (document, file);

  file_kit_run (file, "UPDATE property SET name = 'caption' WHERE name = 'label'; "
                      "UPDATE property SET name = 'boxes' WHERE name = 'children'");
  loaded = file_kit_load (file);
  g_assert_null (get_node (loaded, 1).label);
  assert_list (loaded, 1, "children", g_strdup (""));
  set_x (loaded, key, 9);
  set_x (document, key, 9);
  commit (loaded, "Move");
  commit (document, "Move");
  file_kit_save (loaded, NULL);
  file_kit_save (loaded, other); /* another file has it as well */

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *found = NULL, *known = NULL, *expected = document_text (document);
      g_auto (GStrv) parts = NULL;

      file_kit_run (i == 0 ? file : other,
                    "UPDATE property SET name = name || '2' WHERE name IN ('label', 'children'); "
                    "UPDATE property SET name = 'label' WHERE name = 'caption'; "
                    "UPDATE property SET name = 'children' WHERE name = 'boxes'");
      g_clear_object (&again);
      again = file_kit_load (i == 0 ? file : other);
      found = document_text (again);
      parts = g_strsplit (found, " children2;", -1); /* an empty list that is not known now */
      known = g_strjoinv ("", parts);
      g_assert_cmpstr (known, ==, expected);
    }
  undo (again);
  undo (again);
  g_assert_cmpstr (get_node (again, 1).label, ==, "a label");
  file_kit_remove (file);
  file_kit_remove (other);
}

/* Other files */

static void
test_copy (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  g_autoptr (TroveDocument) loaded = NULL;
  GFile *file = file_kit_new ("drawing"), *copy = file_kit_new ("copy"), *second = file_kit_new ("second");

  file_kit_save (document, file);
  set_x (document, 1, 9);
  commit (document, "Set");
  g_assert_true (trove_document_save (document, copy, TROVE_SAVE_COPY, NULL, NULL));
  g_assert_true (trove_document_get_modified (document));
  g_assert_true (g_file_equal (trove_document_get_file (document), file));
  loaded = file_kit_load (copy);
  g_assert_cmpfloat (get_node (loaded, 1).x, ==, 9);
  file_kit_save (document, second);
  check_load (second, document);
  file_kit_save (document, file); /* again the first one */
  check_load (file, document);
  file_kit_remove (file);
  file_kit_remove (copy);
  file_kit_remove (second);
}

/* "file" is notified when it is another one, and "saved" when there is another version, or a first one. */
static void
test_notify (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveDocument) loaded = NULL;
  g_autoptr (GPtrArray) notes = note_properties (document), loaded_notes = NULL;
  g_autoptr (GFile) found = NULL;
  GFile *file = file_kit_new ("drawing"), *copy = file_kit_new ("copy"), *second = file_kit_new ("second");

  g_assert_null (trove_document_dup_saved (document));
  g_assert_false (trove_document_get_modified (document));
  file_kit_save (document, file);
  assert_notified (notes, "file saved");
  g_object_get (document, "file", &found, NULL);
  g_assert_true (g_file_equal (found, file));
  file_kit_save (document, NULL);
  g_assert_true (trove_document_save (document, copy, TROVE_SAVE_COPY, NULL, NULL));
  assert_notified (notes, "");
  file_kit_save (document, second);
  assert_notified (notes, "file");
  set_x (document, 1, 9);
  assert_notified (notes, "can-undo modified");
  file_kit_save (document, second);
  assert_notified (notes, "current modified saved");

  loaded = file_kit_load (second);
  g_clear_object (&found);
  g_object_get (loaded, "file", &found, NULL);
  g_assert_true (g_file_equal (found, second));
  loaded_notes = note_properties (loaded);
  set_x (loaded, 1, 10);
  assert_notified (loaded_notes, "modified"); /* the file is that of the load */
  g_signal_handlers_disconnect_by_data (loaded, loaded_notes);
  g_signal_handlers_disconnect_by_data (document, notes);
  file_kit_remove (file);
  file_kit_remove (copy);
  file_kit_remove (second);
}

static void
test_current_only (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing");

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TroveDocument) loaded = NULL;
      g_autofree char *text = NULL, *expected = document_text (document), *n = NULL;

      g_assert_true (trove_document_save (document, file, TROVE_SAVE_CURRENT_ONLY, NULL, NULL));
      g_assert_false (trove_document_get_modified (document));
      loaded = file_kit_load (file);
      text = document_text (loaded);
      g_assert_cmpstr (text, ==, expected);
      n = file_kit_query (file, "SELECT count (*) FROM version");
      g_assert_cmpstr (n, ==, "1");
      set_x (document, 1, 20 + i);
      commit (document, "Set");
    }
  file_kit_save (document, file);
  check_load (file, document);
  file_kit_remove (file);
}

/* A symbolic link and the mode of the file stay. */
static void
test_link (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autofree char *folder = g_dir_make_tmp ("trove-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  GFile *file = file_kit_new ("target");
  g_autoptr (GFile) linked = g_file_new_for_path (link);
  struct stat status;

  file_kit_save (document, file);
  g_assert_cmpint (g_chmod (g_file_peek_path (file), 0640), ==, 0);
  g_assert_cmpint (symlink (g_file_peek_path (file), link), ==, 0);
  set_x (document, 1, 3);
  commit (document, "Set");
  file_kit_save (document, linked);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_stat (g_file_peek_path (file), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  check_load (file, document);
  g_unlink (link);
  g_rmdir (folder);
  file_kit_remove (file);
}

/* Errors */

#define assert_not_saved(document, file, flags, domain, code, what)                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GError) not_saved = NULL;                                                                     \
    g_assert_false (trove_document_save ((document), (file), (flags), NULL, &not_saved));                    \
    g_assert_error (not_saved, domain, code);                                                                \
    g_assert_nonnull (strstr (not_saved->message, (what)));                                                  \
  }                                                                                                          \
  G_STMT_END

#define assert_not_loaded(file, domain, code, what)                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GError) not_loaded = NULL;                                                                    \
    g_assert_null (trove_document_load ((file), NULL, 0, NULL, &not_loaded));                                \
    g_assert_error (not_loaded, domain, code);                                                               \
    g_assert_nonnull (strstr (not_loaded->message, (what)));                                                 \
  }                                                                                                          \
  G_STMT_END

static void
test_no_file (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GFile) remote = g_file_new_for_uri ("https://example.org/drawing");
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder/drawing");
  const GType stranger = TEST_TYPE_STRANGER;
  g_autoptr (GError) error = NULL;

  assert_not_saved (document, NULL, 0, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no file yet");
  assert_not_saved (document, remote, 0, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "local");
  assert_not_saved (document, nowhere, 0, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/nonexistent/folder/drawing");
  assert_not_loaded (remote, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "local");
  assert_not_loaded (nowhere, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/nonexistent/folder/drawing");
  g_assert_null (trove_document_load (nowhere, &stranger, 1, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
}

/* A file that was deleted is written anew, with all versions. */
static void
test_deleted (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  g_assert_true (g_file_delete (file, NULL, NULL));
  set_x (document, 1, 5);
  file_kit_save (document, NULL);
  check_load (file, document);
  set_x (document, 1, 6);
  file_kit_save (document, NULL);
  check_load (file, document);
  file_kit_remove (file);
}

/* So is one that another program has cut if the caller says so. */
static void
test_cut (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "", 0, NULL));
  set_x (document, 1, 5);
  assert_not_saved (document, NULL, 0, TROVE_ERROR, TROVE_ERROR_CHANGED, "drawing");
  g_assert_true (trove_document_save (document, NULL, TROVE_SAVE_REPLACE, NULL, NULL));
  check_load (file, document);
  file_kit_remove (file);
}

/* A small save, too. */
static void
test_cancelled (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GFile *file = file_kit_new ("drawing");

  g_cancellable_cancel (cancellable);
  g_assert_false (trove_document_save (document, file, TROVE_SAVE_NONE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_query_exists (file, NULL));
  file_kit_save (document, file);
  check_load (file, document);
  file_kit_remove (file);
}

/* Another program has written the file. */
static void
test_changed (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  g_autoptr (TroveDocument) other = NULL;
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  other = file_kit_load (file);
  set_x (other, 1, 4);
  commit (other, "Theirs");
  file_kit_save (other, NULL);
  set_x (document, 1, 5);
  commit (document, "Ours");
  for (guint i = 0; i < 2; i++)
    assert_not_saved (document, NULL, 0, TROVE_ERROR, TROVE_ERROR_CHANGED, "drawing");
  check_load (file, other);
  g_assert_true (trove_document_get_modified (document));
  g_assert_true (trove_document_save (document, NULL, TROVE_SAVE_REPLACE, NULL, NULL));
  check_load (file, document);
  set_x (document, 1, 6);
  file_kit_save (document, NULL);
  check_load (file, document);
  file_kit_remove (file);
}

/* The same where the file is written anew, since it is to have the current version alone. */
static void
test_changed_mode (void)
{
  g_autoptr (TroveDocument) document = branched_document_new (), other = NULL;
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  g_assert_true (trove_document_save (document, NULL, TROVE_SAVE_CURRENT_ONLY, NULL, NULL));
  other = file_kit_load (file);
  set_x (other, 1, 4);
  file_kit_save (other, NULL);
  set_x (document, 1, 5);
  for (guint i = 0; i < 2; i++)
    assert_not_saved (document, NULL, TROVE_SAVE_NONE, TROVE_ERROR, TROVE_ERROR_CHANGED, "drawing");
  assert_not_saved (document, NULL, TROVE_SAVE_CURRENT_ONLY, TROVE_ERROR, TROVE_ERROR_CHANGED, "drawing");
  check_load (file, other);
  assert_not_saved (document, file, TROVE_SAVE_COPY, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "its own file");
  file_kit_remove (file);
}

/* Another copy has taken the place of the file. Both were changed as many times. */
static void
test_changed_copy (void)
{
  g_autoptr (TroveDocument) document = branched_document_new (), theirs = NULL;
  GFile *file = file_kit_new ("drawing"), *copy = file_kit_new ("copy");

  file_kit_save (document, file);
  g_assert_true (g_file_copy (file, copy, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  theirs = file_kit_load (copy);
  set_x (document, 1, 4);
  file_kit_save (document, NULL);
  set_x (theirs, 1, 5);
  file_kit_save (theirs, NULL);
  g_assert_true (g_file_copy (copy, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  set_x (document, 1, 6);
  assert_not_saved (document, NULL, 0, TROVE_ERROR, TROVE_ERROR_CHANGED, "drawing");
  check_load (file, theirs);
  file_kit_remove (file);
  file_kit_remove (copy);
}

/* The journal of another file is beside the one that is replaced. */
static void
test_journal (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  GFile *file = file_kit_new ("drawing");
  g_autofree char *journal = g_strconcat (g_file_peek_path (file), "-journal", NULL);

  g_file_set_contents (g_file_peek_path (file), "a text that is longer than nothing", -1, NULL);
  g_file_set_contents (journal, "another text", -1, NULL);
  file_kit_save (document, file);
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  check_load (file, document);
  file_kit_remove (file);
}

static char *
journal_mode (GFile *file)
{
  return file_kit_query (file, "PRAGMA journal_mode");
}

/* Another program has put the file in the mode of a write-ahead log. Loaded, it is in the other mode, and nothing is beside it. */
static void
test_log_mode (void)
{
  g_autoptr (TroveDocument) document = branched_document_new (), loaded = NULL;
  g_autofree char *mode = NULL, *later = NULL;
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  file_kit_run (file, "PRAGMA journal_mode = WAL; UPDATE version SET label = label");
  mode = journal_mode (file);
  g_assert_cmpstr (mode, ==, "wal");
  loaded = file_kit_load (file);
  file_kit_check_same (loaded, document);
  later = journal_mode (file);
  g_assert_cmpstr (later, ==, "delete");
  set_x (loaded, 1, 7);
  file_kit_save (loaded, NULL);
  check_load (file, loaded);
  file_kit_run (file, "PRAGMA journal_mode = WAL");
  set_x (loaded, 1, 8);
  g_assert_false (trove_document_save (loaded, NULL, TROVE_SAVE_NONE, NULL, NULL)); /* it was changed */
  g_assert_true (trove_document_save (loaded, NULL, TROVE_SAVE_REPLACE, NULL, NULL));
  check_load (file, loaded);
  file_kit_remove (file);
}

/* Another program has the file open in that mode: it can be loaded, and saved to once the program has closed it. */
static void
test_log_open (void)
{
  g_autoptr (TroveDocument) document = branched_document_new (), loaded = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  GFile *file = file_kit_new ("drawing");
  sqlite3 *handle;

  file_kit_save (document, file);
  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &handle), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (handle, "PRAGMA journal_mode = WAL; UPDATE version SET label = 'Log'", NULL, NULL, NULL),
      ==, SQLITE_OK);
  loaded = file_kit_load (file);
  g_assert_cmpstr (trove_document_get_undo_label (loaded), ==, "Log"); /* which is beside the file still */
  set_x (loaded, 1, 7);
  g_assert_false (trove_document_save (loaded, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  assert_not_saved (loaded, NULL, TROVE_SAVE_REPLACE, G_IO_ERROR, G_IO_ERROR_BUSY, "open");
  sqlite3_close (handle);
  again = file_kit_load (file);
  g_assert_cmpstr (trove_document_get_undo_label (again), ==, "Log");
  set_x (again, 1, 8);
  file_kit_save (again, NULL);
  check_load (file, again);
  file_kit_remove (file);
}

/* A program has left a log when it ended, and the file is replaced: it is not taken for a log of the new file. */
static void
test_log_left (void)
{
  g_autoptr (TroveDocument) document = branched_document_new (), other = branched_document_new ();
  GFile *file = file_kit_new ("drawing");
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GFile) copy = g_file_get_child (folder, "copy");
  g_autoptr (GFile) log = g_file_get_child (folder, "drawing-wal"),
                    left = g_file_get_child (folder, "copy-wal");
  sqlite3 *handle;

  file_kit_save (document, file);
  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &handle), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (handle, "PRAGMA journal_mode = WAL; UPDATE version SET label = 'Log'", NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_true (g_file_copy (file, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  g_assert_true (g_file_copy (log, left, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  sqlite3_close (handle);
  file_kit_save (other, copy);
  g_assert_false (g_file_query_exists (left, NULL));
  check_load (copy, other);
  g_file_delete (copy, NULL, NULL);
  file_kit_remove (file);
}

/* A file of a later format is read, and not written. */
static void
test_newer (void)
{
  g_autoptr (TroveDocument) document = branched_document_new ();
  g_autoptr (TroveDocument) loaded = NULL;
  g_autofree char *format = NULL;
  GFile *file = file_kit_new ("drawing");

  file_kit_save (document, file);
  file_kit_run (file, "PRAGMA user_version = 2; CREATE TABLE more (something)");
  loaded = file_kit_load (file);
  file_kit_check_same (loaded, document);
  set_x (loaded, 1, 5);
  assert_not_saved (loaded, NULL, 0, TROVE_ERROR, TROVE_ERROR_READ_ONLY, "later version");
  assert_not_saved (loaded, NULL, TROVE_SAVE_CURRENT_ONLY, TROVE_ERROR, TROVE_ERROR_READ_ONLY,
                    "later version");
  format = file_kit_query (file, "PRAGMA user_version");
  g_assert_cmpstr (format, ==, "2");
  file_kit_remove (file);
}

/* A value cannot be written: the file stays as it was. */
static void
test_refused (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autofree char *before = NULL, *after = NULL;
  GFile *file = file_kit_new ("drawing");
  NodeData data = { .label = "\xff" };
  gsize n_before, n_after;

  file_kit_save (document, file);
  g_assert_true (g_file_load_contents (file, NULL, &before, &n_before, NULL, NULL));
  set_node (document, 1, &data);
  commit (document, "no UTF-8");
  assert_not_saved (document, NULL, 0, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH, "label");
  assert_not_saved (document, NULL, TROVE_SAVE_REPLACE, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH, "label");
  g_assert_true (g_file_load_contents (file, NULL, &after, &n_after, NULL, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  undo (document);
  set_x (document, 1, 3);
  commit (document, "Set");
  file_kit_remove (file);
}

static void
test_no_document (void)
{
  GFile *file = file_kit_new ("text");

  g_file_set_contents (g_file_peek_path (file), "a text that is longer than nothing", -1, NULL);
  assert_not_loaded (file, TROVE_ERROR, TROVE_ERROR_DAMAGED, "text");
  g_file_delete (file, NULL, NULL);
  file_kit_run (file, "CREATE TABLE of_others (x)");
  assert_not_loaded (file, TROVE_ERROR, TROVE_ERROR_DAMAGED, "not the file of a document");
  file_kit_remove (file);
}

/* The names that scripts see. */
static void
test_flags (void)
{
  g_autofree char *text = g_flags_to_string (TROVE_TYPE_SAVE_FLAGS,
                                             TROVE_SAVE_CURRENT_ONLY | TROVE_SAVE_COPY | TROVE_SAVE_REPLACE);
  GFlagsClass *klass = g_type_class_ref (TROVE_TYPE_SAVE_FLAGS);

  g_assert_cmpstr (text, ==, "TROVE_SAVE_CURRENT_ONLY | TROVE_SAVE_COPY | TROVE_SAVE_REPLACE");
  g_assert_cmpuint (g_flags_get_value_by_nick (klass, "none")->value, ==, TROVE_SAVE_NONE);
  g_assert_cmpuint (g_flags_get_value_by_nick (klass, "current-only")->value, ==, TROVE_SAVE_CURRENT_ONLY);
  g_assert_cmpuint (g_flags_get_value_by_nick (klass, "copy")->value, ==, TROVE_SAVE_COPY);
  g_assert_cmpuint (g_flags_get_value_by_nick (klass, "replace")->value, ==, TROVE_SAVE_REPLACE);
  g_type_class_unref (klass);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-save/whole", test_whole);
  g_test_add_func ("/document-save/values", test_values);
  g_test_add_func ("/document-save/later", test_later);
  g_test_add_func ("/document-save/loaded", test_loaded);
  g_test_add_func ("/document-save/limits", test_limits);
  g_test_add_func ("/document-save/large", test_large);
  g_test_add_func ("/document-save/gap", test_gap);
  g_test_add_func ("/document-save/way", test_way);
  g_test_add_func ("/document-save/marks", test_marks);
  g_test_add_func ("/document-save/merged", test_merged);
  g_test_add_func ("/document-save/merged-first", test_merged_first);
  g_test_add_func ("/document-save/merged-limits", test_merged_limits);
  g_test_add_func ("/document-save/later-time", test_later_time);
  g_test_add_func ("/document-save/unknown-class", test_unknown_class);
  g_test_add_func ("/document-save/unknown-property", test_unknown_property);
  g_test_add_func ("/document-save/copy", test_copy);
  g_test_add_func ("/document-save/notify", test_notify);
  g_test_add_func ("/document-save/current-only", test_current_only);
  g_test_add_func ("/document-save/link", test_link);
  g_test_add_func ("/document-save/no-file", test_no_file);
  g_test_add_func ("/document-save/changed", test_changed);
  g_test_add_func ("/document-save/changed-mode", test_changed_mode);
  g_test_add_func ("/document-save/changed-copy", test_changed_copy);
  g_test_add_func ("/document-save/journal", test_journal);
  g_test_add_func ("/document-save/log-mode", test_log_mode);
  g_test_add_func ("/document-save/log-open", test_log_open);
  g_test_add_func ("/document-save/log-left", test_log_left);
  g_test_add_func ("/document-save/deleted", test_deleted);
  g_test_add_func ("/document-save/cut", test_cut);
  g_test_add_func ("/document-save/cancelled", test_cancelled);
  g_test_add_func ("/document-save/newer", test_newer);
  g_test_add_func ("/document-save/refused", test_refused);
  g_test_add_func ("/document-save/no-document", test_no_document);
  g_test_add_func ("/document-save/flags", test_flags);

  return g_test_run ();
}
