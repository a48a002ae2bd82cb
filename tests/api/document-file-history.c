/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: the whole history comes into a file that lacks a part of it, as one that was saved without the history, and that another
 * program has written since. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"

static void
save (TroveDocument *document, TroveSaveFlags flags)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_save (document, NULL, flags, NULL, &error));
  g_assert_no_error (error);
}

static void
merge (TroveDocument *document, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) result = trove_document_merge_file (document, file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (result)), ==, 0);
  commit (document, "Merge");
}

static void
edit (TroveDocument *document, TroveKey key, double x, const char *label)
{
  set_x (document, key, x);
  commit (document, label);
}

/* Comparing */

/* What a version is, with its parents, and its objects. */
static char *
describe (TroveVersion *version)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
  g_autofree char *id = trove_version_dup_id (version), *state = version_text (version);
  GVariant *view_state = trove_version_get_view_state (version);
  g_autofree char *view = view_state != NULL ? g_variant_print (view_state, TRUE) : g_strdup ("-");

  g_string_append_printf (text, "%s %s %s kept %d after", id, trove_version_get_label (version), view,
                          trove_version_get_kept (version));
  for (guint i = 0; i < parents->len; i++)
    {
      g_autofree char *parent = trove_version_dup_id (g_ptr_array_index (parents, i));

      g_string_append_printf (text, " %s", parent);
    }
  g_string_append_printf (text, "\n%s", state);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The file has the current version, and all others of the document as they are and in their order. */
static void
check_has_all (GFile *file, TroveDocument *document)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);
  GListModel *wanted = trove_document_get_history (document), *found = trove_document_get_history (loaded);
  g_autofree char *text = document_text (loaded), *expected_text = document_text (document);
  g_autofree char *label = current_label (loaded), *expected_label = current_label (document);
  guint n = g_list_model_get_n_items (wanted), at = 0;

  g_assert_cmpstr (text, ==, expected_text);
  g_assert_cmpstr (label, ==, expected_label);
  g_assert_cmpuint (g_list_model_get_n_items (found), >=, n);
  for (guint i = 0; i < g_list_model_get_n_items (found) && at < n; i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (found, i);
      g_autoptr (TroveVersion) other = g_list_model_get_item (wanted, at);
      g_autofree char *is = describe (version), *expected = describe (other);

      if (g_str_equal (is, expected))
        at++;
    }
  if (at < n)
    {
      g_autoptr (TroveVersion) other = g_list_model_get_item (wanted, at);
      g_autofree char *expected = describe (other), *labels = all_labels (loaded);

      g_error ("The file lacks a version, or has another one in its place: %s\nIt has: %s", expected, labels);
    }
}

static void
check_labels (GFile *file, const char *expected)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);
  g_autofree char *labels = all_labels (loaded);

  g_assert_cmpstr (labels, ==, expected);
}

static void
check_load (GFile *file, TroveDocument *expected)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);

  file_kit_check_same (loaded, expected);
}

/* Tests */

/* A document with a history in two branches, whose file has the last version alone, and another document of the file. */
typedef struct
{
  GFile *file;
  TroveDocument *ours, *theirs;
} Pair;

static void
pair_init (Pair *self)
{
  g_autoptr (TroveVersion) kept = NULL;

  self->file = file_kit_new ("drawing");
  self->ours = node_document_new ();
  for (guint i = 0; i < 9; i++)
    add_node (self->ours, 1, i);
  commit (self->ours, "Add");
  edit (self->ours, 2, 10, "A");
  kept = trove_document_dup_current (self->ours);
  trove_version_set_kept (kept, TRUE);
  edit (self->ours, 2, 11, "B");
  undo (self->ours);
  trove_document_set_view_state (self->ours, g_variant_new_string ("here"));
  edit (self->ours, 3, 20, "C");
  edit (self->ours, 3, 21, "D");
  file_kit_save (self->ours, self->file);
  save (self->ours, TROVE_SAVE_CURRENT_ONLY);
  check_labels (self->file, "D");
  self->theirs = file_kit_load (self->file);
}

static void
pair_clear (Pair *self)
{
  g_assert_finalize_object (self->ours);
  g_assert_finalize_object (self->theirs);
  file_kit_remove (self->file);
}

/* Without another program. */
static void
test_alone (void)
{
  Pair pair;

  pair_init (&pair);
  save (pair.ours, TROVE_SAVE_NONE);
  check_load (pair.file, pair.ours);
  save (pair.ours, TROVE_SAVE_CURRENT_ONLY);
  edit (pair.ours, 4, 30, "E");
  save (pair.ours, TROVE_SAVE_CURRENT_ONLY);
  check_labels (pair.file, "E");
  edit (pair.ours, 4, 31, "F");
  save (pair.ours, TROVE_SAVE_NONE);
  check_load (pair.file, pair.ours);
  edit (pair.ours, 4, 32, "G");
  save (pair.ours, TROVE_SAVE_NONE);
  check_load (pair.file, pair.ours);
  pair_clear (&pair);
}

/* The other program has added versions, which stay. */
static void
test_merged (void)
{
  g_autoptr (TroveVersion) kept = NULL;
  g_autofree char *n_kept = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  edit (pair.theirs, 6, 60, "Side");
  undo (pair.theirs);
  edit (pair.theirs, 6, 61, "T2");
  kept = trove_document_dup_current (pair.theirs);
  trove_version_set_kept (kept, TRUE);
  edit (pair.theirs, 7, 70, "T3");
  file_kit_save (pair.theirs, NULL);
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  save (pair.ours, TROVE_SAVE_NONE);
  check_has_all (pair.file, pair.ours);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D E T1 T2 T3 Merge Side");
  n_kept = file_kit_query (pair.file, "SELECT group_concat (label) FROM versions WHERE kept");
  g_assert_cmpstr (n_kept, ==, "A,T2");
  edit (pair.ours, 4, 41, "F"); /* later saves go on from it */
  save (pair.ours, TROVE_SAVE_NONE);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D E T1 T2 T3 Merge Side F");
  merge (pair.theirs, pair.file);
  file_kit_save (pair.theirs, NULL);
  pair_clear (&pair);
}

/* Redo leads the way that the document went, and not that of the other program. */
static void
test_redo (void)
{
  g_autoptr (TroveDocument) loaded = NULL;
  g_autofree char *label = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  file_kit_save (pair.theirs, NULL);
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  save (pair.ours, TROVE_SAVE_NONE);
  loaded = file_kit_load (pair.file);
  while (trove_document_get_can_undo (loaded))
    undo (loaded);
  while (trove_document_get_can_redo (loaded))
    redo (loaded);
  label = current_label (loaded);
  g_assert_cmpstr (label, ==, "Merge");
  pair_clear (&pair);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-file-history/alone", test_alone);
  g_test_add_func ("/document-file-history/merged", test_merged);
  g_test_add_func ("/document-file-history/redo", test_redo);

  return g_test_run ();
}
