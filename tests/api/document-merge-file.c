/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: merging another copy of the document's file. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"

/* A document with some nodes in a file, and a copy of the file. */
typedef struct
{
  GFile *file, *copy;
  TroveDocument *ours, *theirs; /* loaded from them */
} Copies;

static void
copy_file (GFile *from, GFile *to)
{
  g_autoptr (GError) error = NULL;

  g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
copies_init (Copies *self)
{
  g_autoptr (TroveDocument) document = node_document_new ();

  for (guint i = 0; i < 20; i++)
    add_node (document, 1, i);
  commit (document, "Add");
  self->file = file_kit_new ("drawing");
  self->copy = file_kit_new ("copy");
  file_kit_save (document, self->file);
  copy_file (self->file, self->copy);
  self->ours = file_kit_load (self->file);
  self->theirs = file_kit_load (self->copy);
}

static void
copies_clear (Copies *self)
{
  g_assert_finalize_object (self->ours);
  g_assert_finalize_object (self->theirs);
  file_kit_remove (self->file);
  file_kit_remove (self->copy);
}

/* The conflicts of merging a file. */
static TroveMerge *
merge (TroveDocument *document, GFile *file)
{
  g_autoptr (GError) error = NULL;
  TroveMerge *result = trove_document_merge_file (document, file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

static void
merge_without_conflict (TroveDocument *document, GFile *file)
{
  g_autoptr (TroveMerge) result = merge (document, file);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (result)), ==, 0);
  commit (document, "Merge");
}

static void
note_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* New objects have keys of other replicas. */
static void
test_independent (void)
{
  Copies copies;
  TroveKey a, b;

  copies_init (&copies);
  set_x (copies.ours, 2, 100);
  a = add_node (copies.ours, 1, 7);
  commit (copies.ours, "Ours");
  set_x (copies.theirs, 3, 200);
  b = add_node (copies.theirs, 4, 8);
  add_link (copies.theirs, 2, b);
  g_assert_true (trove_document_remove (copies.theirs, 9, NULL));
  commit (copies.theirs, "Theirs");
  set_x (copies.theirs, 5, 300);
  file_kit_save (copies.theirs, NULL);
  g_assert_cmpuint (a, !=, b);

  merge_without_conflict (copies.ours, copies.copy);
  g_assert_cmpfloat (get_node (copies.ours, 2).x, ==, 100);
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 200);
  g_assert_cmpfloat (get_node (copies.ours, 5).x, ==, 300);
  g_assert_cmpfloat (get_node (copies.ours, a).x, ==, 7);
  g_assert_cmpfloat (get_node (copies.ours, b).x, ==, 8);
  g_assert_null (trove_document_peek (copies.ours, 9, NULL));
  file_kit_save (copies.ours, NULL);
  copies_clear (&copies);
}

/* The other side merges what was merged: both are the same then. */
static void
test_back (void)
{
  g_autofree char *ours = NULL, *theirs = NULL;
  g_autoptr (TroveDocument) loaded = NULL;
  Copies copies;

  copies_init (&copies);
  for (guint i = 0; i < 4; i++)
    {
      set_x (copies.ours, 2, 100 + i);
      add_node (copies.ours, 1, i);
      commit (copies.ours, "Ours");
      set_x (copies.theirs, 3, 200 + i);
      add_node (copies.theirs, 1, i);
      commit (copies.theirs, "Theirs");
      file_kit_save (copies.theirs, NULL);
      merge_without_conflict (copies.ours, copies.copy);
      file_kit_save (copies.ours, NULL);
      merge_without_conflict (copies.theirs, copies.file);
      file_kit_save (copies.theirs, NULL);
      g_free (ours);
      g_free (theirs);
      ours = document_text (copies.ours);
      theirs = document_text (copies.theirs);
      g_assert_cmpstr (ours, ==, theirs);
    }
  loaded = file_kit_load (copies.file);
  file_kit_check_same (loaded, copies.ours);
  copies_clear (&copies);
}

/* Merged a second time, the file changes nothing; with later versions, these alone. */
static void
test_again (void)
{
  Copies copies;

  copies_init (&copies);
  set_x (copies.theirs, 3, 200);
  file_kit_save (copies.theirs, NULL);
  merge_without_conflict (copies.ours, copies.copy);
  set_x (copies.ours, 3, 1);
  commit (copies.ours, "Back");
  merge_without_conflict (copies.ours, copies.copy);
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 1);
  file_kit_save (copies.ours, NULL);
  g_object_unref (copies.ours);
  copies.ours = file_kit_load (copies.file); /* the file knows what was merged */
  merge_without_conflict (copies.ours, copies.copy);
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 1);
  set_x (copies.theirs, 4, 5);
  file_kit_save (copies.theirs, NULL);
  merge_without_conflict (copies.ours, copies.copy);
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 1);
  g_assert_cmpfloat (get_node (copies.ours, 4).x, ==, 5);
  copies_clear (&copies);
}

static void
test_conflict (void)
{
  g_autoptr (TroveMerge) result = NULL;
  g_autoptr (TroveConflict) conflict = NULL;
  Copies copies;

  copies_init (&copies);
  set_x (copies.ours, 3, 100);
  commit (copies.ours, "Ours");
  set_x (copies.theirs, 3, 200);
  file_kit_save (copies.theirs, NULL);
  result = merge (copies.ours, copies.copy);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (result)), ==, 1);
  conflict = g_list_model_get_item (G_LIST_MODEL (result), 0);
  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, NULL));
  commit (copies.ours, "Merge");
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 200);
  copies_clear (&copies);
}

/* Their current version lies before what we know, and on another branch. */
static void
test_ways (void)
{
  Copies copies;

  copies_init (&copies);
  set_x (copies.ours, 2, 10);
  commit (copies.ours, "2 is 10");
  set_x (copies.ours, 3, 10);
  commit (copies.ours, "3 is 10");
  file_kit_save (copies.ours, NULL);
  copy_file (copies.file, copies.copy);
  g_object_unref (copies.theirs);
  copies.theirs = file_kit_load (copies.copy);
  undo (copies.theirs);
  file_kit_save (copies.theirs, NULL);
  merge_without_conflict (copies.ours, copies.copy); /* a version that ours comes from */
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 10);
  undo (copies.theirs);
  set_x (copies.theirs, 4, 50);
  file_kit_save (copies.theirs, NULL);
  merge_without_conflict (copies.ours, copies.copy);
  g_assert_cmpfloat (get_node (copies.ours, 2).x, ==, 10);
  g_assert_cmpfloat (get_node (copies.ours, 4).x, ==, 50);
  copies_clear (&copies);
}

/* Random edits of different objects in two copies give what they give in one document. */
static void
test_random (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (200, 20); i++)
    {
      g_autoptr (TroveDocument) one = NULL;
      g_autofree char *text = NULL, *expected = NULL;
      Copies copies;

      copies_init (&copies);
      one = file_kit_load (copies.file);
      for (guint j = 0; j < 30; j++)
        {
          gboolean is_ours = test_random_below (&random, 2) == 0;
          TroveDocument *document = is_ours ? copies.ours : copies.theirs;
          TroveKey key = 2 + 2 * test_random_below (&random, 10) + is_ours;
          double x = (double) test_random_below (&random, 1000);

          set_x (document, key, x);
          set_x (one, key, x);
          if (test_random_below (&random, 3) == 0)
            commit (document, "Set");
        }
      commit (copies.ours, "Last");
      file_kit_save (copies.theirs, NULL);
      merge_without_conflict (copies.ours, copies.copy);
      text = document_text (copies.ours);
      expected = document_text (one);
      g_assert_cmpstr (text, ==, expected);
      copies_clear (&copies);
    }
}

static void
test_async (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TroveMerge) merged = NULL;
  Copies copies;

  copies_init (&copies);
  set_x (copies.theirs, 3, 200);
  file_kit_save (copies.theirs, NULL);
  trove_document_merge_file_async (copies.ours, copies.copy, NULL, note_result, &result);
  set_x (copies.ours, 2, 100);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  merged = trove_document_merge_file_finish (copies.ours, result, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (get_node (copies.ours, 2).x, ==, 100);
  g_assert_cmpfloat (get_node (copies.ours, 3).x, ==, 200);
  g_clear_object (&result);
  g_clear_object (&merged);
  g_assert_cmpuint (g_atomic_int_get (&G_OBJECT (copies.ours)->ref_count), ==, 1); /* the worker has none */
  copies_clear (&copies);
}

/* A copy merges another one's file now and then, and both are loaded anew: it finds what it has merged before, although values go to and
 * fro. */
static void
test_reloaded (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (100, 10); i++)
    {
      double own[2][10], saved[2][10], known[2][10]; /* of the objects of each; known: by the other one */
      Copies copies;

      copies_init (&copies);
      for (guint j = 0; j < 20; j++)
        own[j % 2][j / 2] = saved[j % 2][j / 2] = known[j % 2][j / 2] = j;
      for (guint j = 0; j < 60; j++)
        {
          guint who = (guint) test_random_below (&random, 2), n = (guint) test_random_below (&random, 10);
          TroveDocument **document = who == 0 ? &copies.ours : &copies.theirs;
          GFile *file = who == 0 ? copies.file : copies.copy;

          own[who][n] = (double) test_random_below (&random, 2);
          set_x (*document, 2 + 2 * n + who, own[who][n]);
          commit (*document, "Set");
          if (who == 0 && test_random_below (&random, 3) == 0)
            {
              merge_without_conflict (*document, copies.copy);
              memcpy (known[1], saved[1], sizeof saved[0]);
            }
          if (test_random_below (&random, 2) == 0)
            {
              file_kit_save (*document, NULL);
              memcpy (saved[who], own[who], sizeof own[0]);
              g_object_unref (*document);
              *document = file_kit_load (file);
            }
          for (guint k = 0; k < 10; k++)
            {
              g_assert_cmpfloat (get_node (*document, 2 + 2 * k + who).x, ==, own[who][k]);
              g_assert_cmpfloat (get_node (*document, 2 + 2 * k + !who).x, ==, known[!who][k]);
            }
        }
      copies_clear (&copies);
    }
}

/* The document's own file */

static void
assert_changed (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_document_save (document, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_CHANGED);
}

/* Saves to a file that another document may have saved to. */
static void
save_shared (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;

  if (trove_document_save (document, NULL, TROVE_SAVE_NONE, NULL, &error))
    return;
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_CHANGED);
  merge_without_conflict (document, trove_document_get_file (document));
  file_kit_save (document, NULL);
}

/* The ids of the versions that are in a history. */
static void
note_versions (TroveDocument *document, GHashTable *ids)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  for (guint i = 0; i < versions->len; i++)
    g_hash_table_add (ids, trove_version_dup_id (g_ptr_array_index (versions, i)));
}

/* The file has all versions, and each of them can be read. */
static void
check_has_all (GFile *file, GHashTable *ids)
{
  g_autoptr (TroveDocument) document = file_kit_load (file);
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
  guint n = 0;

  for (guint i = 0; i < versions->len; i++)
    {
      g_autofree char *id = trove_version_dup_id (g_ptr_array_index (versions, i));
      g_autoptr (GError) error = NULL;

      g_assert_true (trove_version_read (g_ptr_array_index (versions, i), &error));
      g_assert_no_error (error);
      n += g_hash_table_contains (ids, id);
    }
  g_assert_cmpuint (n, ==, g_hash_table_size (ids));
}

/* Two programs save to one file by turns. */
static void
test_own (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL, *expected = NULL;
  g_autoptr (TroveDocument) other = NULL, loaded = NULL;
  Copies copies;

  copies_init (&copies);
  other = file_kit_load (copies.file);
  for (guint i = 0; i < 5; i++)
    {
      set_x (copies.ours, 2 + i, 100 + i);
      commit (copies.ours, "Ours");
      set_x (copies.ours, 2 + i, 200 + i);
      add_node (copies.ours, 1, i);
      commit (copies.ours, "Ours again");
      save_shared (copies.ours);
      note_versions (copies.ours, ids);
      set_x (other, 12 + i, 300 + i);
      commit (other, "Theirs");
      assert_changed (other);
      save_shared (other);
      note_versions (other, ids);
      check_has_all (copies.file, ids);
    }
  save_shared (copies.ours);
  loaded = file_kit_load (copies.file);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpfloat (get_node (loaded, 2 + i).x, ==, 200 + i);
      g_assert_cmpfloat (get_node (loaded, 12 + i).x, ==, 300 + i);
    }
  text = document_text (loaded);
  expected = document_text (copies.ours);
  g_assert_cmpstr (text, ==, expected);
  g_clear_object (&loaded);
  copies_clear (&copies);
}

/* A merge that was taken back, or undone, does not let a save write over the other program's version. */
static void
test_own_taken_back (void)
{
  g_autoptr (TroveDocument) other = NULL, loaded = NULL;
  g_autoptr (TroveMerge) result = NULL;
  Copies copies;

  copies_init (&copies);
  other = file_kit_load (copies.file);
  set_x (other, 3, 200);
  file_kit_save (other, NULL);
  set_x (copies.ours, 2, 100);
  commit (copies.ours, "Ours");
  result = merge (copies.ours, copies.file);
  g_assert_true (trove_document_rollback (copies.ours, NULL));
  assert_changed (copies.ours);
  merge_without_conflict (copies.ours, copies.file);
  undo (copies.ours);
  assert_changed (copies.ours);
  g_assert_true (trove_document_redo (copies.ours, NULL));
  file_kit_save (copies.ours, NULL);
  undo (copies.ours); /* what both have is in the file: this is saved as any other version */
  file_kit_save (copies.ours, NULL);
  loaded = file_kit_load (copies.file);
  g_assert_cmpfloat (get_node (loaded, 3).x, ==, 3 - 2);
  g_assert_cmpfloat (get_node (loaded, 2).x, ==, 100);
  g_assert_true (trove_document_redo (loaded, NULL));
  g_assert_cmpfloat (get_node (loaded, 3).x, ==, 200);
  copies_clear (&copies);
}

/* The other program has changed nothing but marks, or written again between the merge and the save. */
static void
test_own_marks (void)
{
  g_autoptr (TroveDocument) other = NULL;
  g_autoptr (TroveVersion) current = NULL;
  Copies copies;

  copies_init (&copies);
  other = file_kit_load (copies.file);
  current = trove_document_dup_current (other);
  trove_version_set_kept (current, TRUE);
  file_kit_save (other, NULL);
  set_x (copies.ours, 2, 100);
  commit (copies.ours, "Ours");
  assert_changed (copies.ours);
  merge_without_conflict (copies.ours, copies.file);
  set_x (other, 3, 200);
  file_kit_save (other, NULL);
  assert_changed (copies.ours);
  merge_without_conflict (copies.ours, copies.file);
  file_kit_save (copies.ours, NULL);
  file_kit_save (copies.ours, NULL);
  assert_changed (other);
  copies_clear (&copies);
}

/* The file is replaced although its version was merged, or saved while it is read: later saves go on from what was written. */
static void
test_own_replaced (void)
{
  g_autoptr (TroveDocument) other = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TroveMerge) merged = NULL;
  g_autoptr (GError) error = NULL;
  Copies copies;

  copies_init (&copies);
  other = file_kit_load (copies.file);
  set_x (other, 3, 200);
  file_kit_save (other, NULL);
  set_x (copies.ours, 2, 100);
  commit (copies.ours, "Ours");
  merge_without_conflict (copies.ours, copies.file);
  undo (copies.ours);
  g_assert_true (trove_document_save (copies.ours, NULL, TROVE_SAVE_REPLACE, NULL, NULL));
  g_assert_true (trove_document_redo (copies.ours, NULL));
  file_kit_save (copies.ours, NULL);

  trove_document_merge_file_async (copies.ours, copies.file, NULL, note_result, &result);
  set_x (copies.ours, 2, 300);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  file_kit_save (copies.ours, NULL);
  merged = trove_document_merge_file_finish (copies.ours, result, &error);
  g_assert_no_error (error);
  set_x (copies.ours, 2, 400);
  file_kit_save (copies.ours, NULL);
  g_clear_object (&result);
  g_clear_object (&merged);
  g_assert_cmpuint (g_atomic_int_get (&G_OBJECT (copies.ours)->ref_count), ==, 1); /* the worker has none */
  copies_clear (&copies);
}

/* The other program keeps few versions: those of ours that it has dropped are bases of none. */
static void
test_own_dropped (void)
{
  g_autoptr (TroveDocument) other = NULL, loaded = NULL;
  g_autofree char *text = NULL, *expected = NULL;
  g_autoptr (TroveVersion) merged = NULL;
  g_autoptr (TroveMerge) result = NULL;
  Copies copies;

  copies_init (&copies);
  for (guint i = 0; i < 6; i++)
    {
      set_x (copies.ours, 2, 10 + i);
      commit (copies.ours, "Ours");
    }
  file_kit_save (copies.ours, NULL);
  other = file_kit_load (copies.file);
  trove_document_set_max_versions (other, 2);
  set_x (other, 3, 200);
  file_kit_save (other, NULL);
  merge_without_conflict (copies.ours, copies.file);
  merged = trove_document_dup_current (copies.ours);
  for (guint i = 0; i < 4; i++)
    undo (copies.ours);
  set_x (copies.ours, 4, 300); /* its parent is gone from the file */
  commit (copies.ours, "Ours");
  assert_changed (copies.ours);
  result = trove_document_merge (copies.ours, merged, NULL);
  g_assert_nonnull (result);
  commit (copies.ours, "Merge");
  file_kit_save (copies.ours, NULL);
  loaded = file_kit_load (copies.file);
  text = document_text (loaded);
  expected = document_text (copies.ours);
  g_assert_cmpstr (text, ==, expected);
  copies_clear (&copies);
}

static char *
history_labels (TroveDocument *document)
{
  GListModel *history = trove_document_get_history (document);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (history, i);
      const char *label = trove_version_get_label (version);

      g_ptr_array_add (labels, g_strdup (label != NULL ? label : "-"));
    }
  g_ptr_array_add (labels, NULL);
  return g_strjoinv (" ", (char **) labels->pdata);
}

/* Another program has merged a version of ours from a copy of the file. So the file has it already when ours comes into its history. */
static void
test_own_copied (void)
{
  g_autoptr (TroveDocument) other = NULL, loaded = NULL;
  GFile *shown = file_kit_new ("shown");
  g_autofree char *labels = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GPtrArray) parents = NULL;
  g_autoptr (GError) error = NULL;
  Copies copies;

  copies_init (&copies);
  set_x (copies.ours, 2, 100);
  commit (copies.ours, "Shown");
  g_assert_true (trove_document_save (copies.ours, shown, TROVE_SAVE_COPY, NULL, &error));
  g_assert_no_error (error);
  other = file_kit_load (copies.file);
  set_x (other, 3, 200);
  commit (other, "Theirs");
  merge_without_conflict (other, shown);
  file_kit_save (other, NULL);
  set_x (copies.ours, 4, 300);
  commit (copies.ours, "Ours");
  merge_without_conflict (copies.ours, copies.file);
  file_kit_save (copies.ours, NULL);
  loaded = file_kit_load (copies.file);
  labels = history_labels (loaded);
  g_assert_cmpstr (labels, ==, "- Add Shown Theirs Merge Ours Merge");
  version = g_list_model_get_item (trove_document_get_history (loaded), 2);
  parents = trove_version_dup_parents (version);
  g_assert_cmpuint (parents->len, ==, 1);
  g_assert_cmpfloat (get_node (loaded, 2).x, ==, 100);
  file_kit_remove (shown);
  copies_clear (&copies);
}

/* Random edits by three programs, each of which may be restarted. */
static void
test_own_random (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (60, 8); i++)
    {
      g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      TroveDocument *documents[3];
      double expected[20];
      Copies copies;

      copies_init (&copies);
      for (guint j = 0; j < G_N_ELEMENTS (documents); j++)
        documents[j] = file_kit_load (copies.file);
      for (guint j = 0; j < G_N_ELEMENTS (expected); j++)
        expected[j] = j;
      for (guint j = 0; j < 40; j++)
        {
          guint who = (guint) test_random_below (&random, 3);
          guint n = (guint) test_random_below (&random, 6) * 3 + who; /* objects of its own */

          expected[n] = (double) test_random_below (&random, 1000) + 0.5;
          set_x (documents[who], 2 + n, expected[n]);
          commit (documents[who], "Set");
          if (test_random_below (&random, 3) != 0)
            continue;
          save_shared (documents[who]);
          note_versions (documents[who], ids);
          if (test_random_below (&random, 4) != 0)
            continue;
          g_object_unref (documents[who]);
          documents[who] = file_kit_load (copies.file);
        }
      for (guint j = 0; j < G_N_ELEMENTS (documents); j++)
        {
          save_shared (documents[j]);
          note_versions (documents[j], ids);
        }
      check_has_all (copies.file, ids);
      for (guint j = 0; j < 18; j++)
        g_assert_cmpfloat (get_node (documents[2], 2 + j).x, ==, expected[j]);
      for (guint j = 0; j < G_N_ELEMENTS (documents); j++)
        g_object_unref (documents[j]);
      copies_clear (&copies);
    }
}

/* Errors */

static void
assert_foreign (TroveDocument *document, GFile *file, const char *what)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_document_merge_file (document, file, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, what));
}

static void
test_foreign (void)
{
  g_autoptr (TroveDocument) other = node_document_new ();
  GFile *file = file_kit_new ("other");
  Copies copies;

  copies_init (&copies);
  assert_foreign (other, copies.copy, "has not been saved");
  file_kit_save (other, file);
  assert_foreign (copies.ours, file, "is not a copy");
  file_kit_run (copies.copy, "UPDATE replica SET random = randomblob (16)");
  assert_foreign (copies.ours, copies.copy, "under keys that this document has given to others");
  copies_clear (&copies);

  copies_init (&copies);
  g_assert_true (
      trove_document_save (copies.theirs, NULL, TROVE_SAVE_CURRENT_ONLY | TROVE_SAVE_REPLACE, NULL, NULL));
  set_x (copies.theirs, 1, 5);
  commit (copies.theirs, "Set");
  g_assert_true (trove_document_save (copies.theirs, NULL, TROVE_SAVE_CURRENT_ONLY, NULL, NULL));
  assert_foreign (copies.ours, copies.copy, "has no version that the document has");
  copies_clear (&copies);
  file_kit_remove (file);
}

/* Their file is damaged in what it says of versions. */
static void
check_damaged (const char *sql, const char *what)
{
  g_autoptr (GError) error = NULL;
  Copies copies;

  copies_init (&copies);
  set_x (copies.theirs, 3, 200);
  file_kit_save (copies.theirs, NULL);
  file_kit_run (copies.copy, sql);
  g_assert_null (trove_document_merge_file (copies.ours, copies.copy, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, what));
  copies_clear (&copies);
}

static void
test_damaged (void)
{
  check_damaged ("DELETE FROM change", "does not say what it changed");
  check_damaged ("UPDATE version SET time = 5", "is not later than its parents");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-merge-file/independent", test_independent);
  g_test_add_func ("/document-merge-file/back", test_back);
  g_test_add_func ("/document-merge-file/again", test_again);
  g_test_add_func ("/document-merge-file/conflict", test_conflict);
  g_test_add_func ("/document-merge-file/ways", test_ways);
  g_test_add_func ("/document-merge-file/random", test_random);
  g_test_add_func ("/document-merge-file/async", test_async);
  g_test_add_func ("/document-merge-file/reloaded", test_reloaded);
  g_test_add_func ("/document-merge-file/own", test_own);
  g_test_add_func ("/document-merge-file/own-taken-back", test_own_taken_back);
  g_test_add_func ("/document-merge-file/own-marks", test_own_marks);
  g_test_add_func ("/document-merge-file/own-replaced", test_own_replaced);
  g_test_add_func ("/document-merge-file/own-dropped", test_own_dropped);
  g_test_add_func ("/document-merge-file/own-copied", test_own_copied);
  g_test_add_func ("/document-merge-file/own-random", test_own_random);
  g_test_add_func ("/document-merge-file/foreign", test_foreign);
  g_test_add_func ("/document-merge-file/damaged", test_damaged);

  return g_test_run ();
}
