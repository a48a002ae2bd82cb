/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Behaviours that applications expect of documents in files: what document-behaviours.c shows without one. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"
#include "test-util.h"

static void
undo_step (TroveDocument *document)
{
  g_assert_true (trove_document_undo (document, NULL));
}

static void
redo_step (TroveDocument *document)
{
  g_assert_true (trove_document_redo (document, NULL));
}

/* Adds a node, whose key is none of those before. */
static TroveKey
add_new (TroveDocument *document, GHashTable *seen)
{
  TroveKey key = add_node (document, trove_document_get_root_key (document), 1);

  g_assert_cmpuint (key, <, (TroveKey) 1 << 53);
  g_assert_true (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)));
  return key;
}

static gboolean
has (TroveDocument *document, TroveKey key)
{
  return trove_document_peek (document, key, NULL) != NULL;
}

/* Of two programs that have loaded one file, and of one that loads it again and again: also keys that were in no version that was saved
 * are not used again. */
static void
test_3_keys (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GFile *file = file_kit_new ("drawing");
  TroveKey kept = add_new (document, seen), undone;

  commit (document, NULL);
  undone = add_new (document, seen);
  commit (document, NULL);
  undo_step (document);
  file_kit_save (document, file);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (TroveDocument) ours = file_kit_load (file), theirs = file_kit_load (file);
      TroveKey first = add_new (ours, seen);

      g_assert_true (has (ours, kept) && !has (ours, undone));
      add_new (theirs, seen);
      commit (ours, NULL);
      add_new (ours, seen);
      if (i % 2 == 0)
        g_assert_true (trove_document_rollback (ours, NULL));
      else
        commit (ours, NULL);
      g_assert_true (has (ours, first));
      if (i % 4 < 2)
        file_kit_save (ours, NULL);
    }
  file_kit_remove (file);
}

/* Keys are those of the file, whatever was removed or undone before it was saved. */
static void
test_3_keys_of_a_file (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GFile *file = file_kit_new ("drawing");
  TroveKey removed = add_new (document, seen), stays;

  commit (document, NULL);
  g_assert_true (trove_document_remove (document, removed, NULL));
  stays = add_new (document, seen);
  commit (document, NULL);
  file_kit_save (document, file);
  loaded = file_kit_load (file);
  g_assert_true (has (loaded, stays) && !has (loaded, removed));
  undo_step (loaded);
  g_assert_true (!has (loaded, stays) && has (loaded, removed));
  redo_step (loaded);
  g_assert_true (has (loaded, stays) && !has (loaded, removed));
  file_kit_remove (file);
}

static void
assert_modified (TroveDocument *document, gboolean modified)
{
  g_autoptr (TroveVersion) saved = trove_document_dup_saved (document),
                           current = trove_document_dup_current (document);

  g_assert_cmpint (trove_document_get_modified (document), ==, modified);
  if (!modified)
    g_assert_true (saved == current);
}

static void
set_root (TroveDocument *document, double x)
{
  set_x (document, trove_document_get_root_key (document), x);
}

/* Saving: the version that was saved, reached by undo, redo, and a branch and back. */
static void
test_23_modified (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL;
  GFile *file = file_kit_new ("drawing");
  g_autoptr (TroveVersion) saved = NULL;

  set_root (document, 1);
  commit (document, NULL);
  set_root (document, 2); /* the save commits it */
  assert_modified (document, TRUE);
  file_kit_save (document, file);
  assert_modified (document, FALSE);
  saved = trove_document_dup_saved (document);
  undo_step (document);
  assert_modified (document, TRUE);
  redo_step (document);
  assert_modified (document, FALSE);
  undo_step (document);
  set_root (document, 3);
  commit (document, NULL);
  assert_modified (document, TRUE);
  g_assert_true (trove_document_go_to (document, saved, NULL));
  assert_modified (document, FALSE);

  loaded = file_kit_load (file);
  assert_modified (loaded, FALSE);
  undo_step (loaded);
  assert_modified (loaded, TRUE);
  redo_step (loaded);
  assert_modified (loaded, FALSE);
  file_kit_remove (file);
}

/* A save that fails changes nothing of it, nor does a copy. */
static void
test_23_failed (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GFile *file = file_kit_new ("drawing"), *copy = file_kit_new ("copy");
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/drawing");
  g_autoptr (TroveVersion) saved = NULL, later = NULL;

  set_root (document, 1);
  file_kit_save (document, file);
  saved = trove_document_dup_saved (document);
  set_root (document, 2);
  g_assert_false (trove_document_save (document, nowhere, TROVE_SAVE_NONE, NULL, NULL));
  assert_modified (document, TRUE);
  g_assert_true (trove_document_save (document, copy, TROVE_SAVE_COPY, NULL, NULL));
  assert_modified (document, TRUE);
  later = trove_document_dup_saved (document);
  g_assert_true (later == saved);
  undo_step (document);
  assert_modified (document, FALSE);
  file_kit_remove (file);
  file_kit_remove (copy);
}

/* A step that replaces the saved version, and limits, after a save and a load. */
static void
test_23_replaced (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), loaded = NULL;
  GFile *file = file_kit_new ("drawing");

  set_root (document, 1);
  g_assert_true (trove_document_commit_full (document, NULL, "id", NULL));
  file_kit_save (document, file);
  set_root (document, 2);
  g_assert_true (trove_document_commit_full (document, NULL, "id", NULL));
  assert_modified (document, TRUE);
  file_kit_save (document, NULL);
  assert_modified (document, FALSE);
  trove_document_set_max_versions (document, 2);
  for (guint i = 0; i < 5; i++)
    {
      set_root (document, 10 + i);
      commit (document, NULL);
      assert_modified (document, TRUE);
    }
  file_kit_save (document, NULL);
  assert_modified (document, FALSE);
  loaded = file_kit_load (file);
  assert_modified (loaded, FALSE);
  set_root (loaded, 20);
  commit (loaded, NULL);
  assert_modified (loaded, TRUE);
  undo_step (loaded);
  assert_modified (loaded, FALSE);
  file_kit_remove (file);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-file-behaviours/3-keys", test_3_keys);
  g_test_add_func ("/document-file-behaviours/3-keys/of-a-file", test_3_keys_of_a_file);
  g_test_add_func ("/document-file-behaviours/23-modified", test_23_modified);
  g_test_add_func ("/document-file-behaviours/23-modified/failed", test_23_failed);
  g_test_add_func ("/document-file-behaviours/23-modified/replaced", test_23_replaced);

  return g_test_run ();
}
