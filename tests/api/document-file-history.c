/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: the whole history comes into a file that lacks a part of it, as one that was saved without the history, and that another
 * program has written since. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-support.h"

static void
merge (TroveDocument *document, GFile *file)
{
  g_assert_cmpuint (file_kit_merge (document, file), ==, 0);
  commit (document, "Merge");
}

static void
edit (TroveDocument *document, TroveKey key, double x, const char *label)
{
  set_x (document, key, x);
  commit (document, label);
}

/* Comparing */

/* A version and its objects, as text. */
static char *
describe (TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version), *state = version_text (version);
  GVariant *view_state = trove_version_get_view_state (version);
  g_autofree char *view = view_state != NULL ? g_variant_print (view_state, TRUE) : g_strdup ("-");

  return g_strdup_printf ("%s %s %s kept %d\n%s", id, trove_version_get_label (version), view,
                          trove_version_get_kept (version), state);
}

/* The version with the same id; not owned. NULL: none. */
static TroveVersion *
find_same (const GPtrArray *versions, TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version);

  for (guint i = 0; i < versions->len; i++)
    {
      g_autofree char *other = trove_version_dup_id (g_ptr_array_index (versions, i));

      if (g_str_equal (id, other))
        return g_ptr_array_index (versions, i);
    }
  return NULL;
}

/* The file may know parents that the document does not. */
static void
check_same (TroveVersion *version, TroveVersion *expected)
{
  g_autofree char *is = describe (version), *wanted = describe (expected);
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
  g_autoptr (GPtrArray) wanted_parents = trove_version_dup_parents (expected);

  g_assert_cmpstr (is, ==, wanted);
  for (guint i = 0; i < wanted_parents->len; i++)
    g_assert_nonnull (find_same (parents, g_ptr_array_index (wanted_parents, i)));
}

/* The file has the current version, and all others of the document as they are. */
static void
check_has_all (GFile *file, TroveDocument *document)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (file);
  g_autoptr (GPtrArray) found = trove_document_dup_versions (loaded);
  g_autoptr (GPtrArray) wanted = trove_document_dup_versions (document);
  g_autoptr (TroveVersion) current = trove_document_dup_current (loaded);
  g_autofree char *text = document_text (loaded), *expected_text = document_text (document);

  g_assert_cmpstr (text, ==, expected_text);
  for (guint i = 0; i < wanted->len; i++)
    {
      TroveVersion *version = g_ptr_array_index (wanted, i), *same = find_same (found, version);

      g_assert_nonnull (same);
      check_same (same, version);
    }
  g_ptr_array_set_size (found, 0);
  g_ptr_array_add (found, trove_document_dup_current (document));
  g_assert_nonnull (find_same (found, current));
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

static void
assert_all_there (GFile *file, const char *expected)
{
  g_autofree char *labels = file_kit_query (file, "SELECT group_concat (label) FROM versions");

  g_assert_cmpstr (labels, ==, expected);
}

static void
assert_changed (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_document_save (document, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_CHANGED);
}

static TroveVersion *
find_version (TroveDocument *document, const char *label)
{
  GListModel *versions = trove_document_get_history (document);

  for (guint i = 0; i < g_list_model_get_n_items (versions); i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (versions, i);

      if (g_strcmp0 (trove_version_get_label (version), label) == 0)
        return g_steal_pointer (&version);
    }
  g_assert_not_reached ();
}

/* The values of leaves in a version. second: 0: there is none. */
static void
check_leaves (TroveDocument *document, const char *label, TroveKey first, gint64 value, TroveKey second,
              gint64 other)
{
  g_autoptr (TroveVersion) version = find_version (document, label);
  const LeafData *leaf;

  g_assert_true (trove_document_go_to (document, version, NULL));
  leaf = trove_document_peek (document, first, NULL);
  g_assert_cmpint (leaf->hook.value, ==, value);
  if (second == 0)
    return;
  leaf = trove_document_peek (document, second, NULL);
  g_assert_cmpint (leaf->hook.value, ==, other);
}

/* Functions between values and variants */

/* Another program, which saves while the next value is written. */
static TroveDocument *writer;

static void
hook_to_variant (const GValue *from, GValue *to)
{
  const TestHook *hook = g_value_get_boxed (from);
  TroveDocument *now = g_steal_pointer (&writer);

  g_value_set_variant (to, g_variant_new_int64 (hook->value));
  if (now == NULL)
    return;
  edit (now, 6, 60, "T3");
  file_kit_save (now, NULL);
}

static void
variant_to_hook (const GValue *from, GValue *to)
{
  g_value_set_boxed (to, &(TestHook){ g_variant_get_int64 (g_value_get_variant (from)) });
}

static void
register_functions (void)
{
  g_value_register_transform_func (TEST_TYPE_HOOK, G_TYPE_VARIANT, hook_to_variant);
  g_value_register_transform_func (G_TYPE_VARIANT, TEST_TYPE_HOOK, variant_to_hook);
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
  file_kit_save_by (self->ours, NULL, TROVE_SAVE_CURRENT_ONLY);
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

static void
fail (TroveDocument *document, GError *error, gpointer data)
{
  g_error ("%s", error->message);
}

static gboolean
give_up (gpointer data)
{
  g_error ("What the test waits for did not come");
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until a file says something. A test that would wait for ever fails. */
static void
wait_for_file (const Pair *pair, const char *sql, const char *expected)
{
  guint source = g_timeout_add_seconds (test_is_watched () ? 50 : test_count (50, 20), give_up, NULL);

  for (gboolean is_so = FALSE; !is_so;)
    {
      g_autofree char *found = NULL;

      g_main_context_iteration (NULL, TRUE);
      found = file_kit_query (pair->file, sql);
      is_so = g_strcmp0 (found, expected) == 0;
    }
  g_source_remove (source);
}

/* A save that is under way has a reference. */
static void
end_autosave (TroveDocument *document)
{
  trove_document_set_autosave (document, NULL, 0);
  while (g_atomic_int_get (&G_OBJECT (document)->ref_count) > 1)
    g_main_context_iteration (NULL, TRUE);
}

/* Without another program. */
static void
test_alone (void)
{
  Pair pair;

  pair_init (&pair);
  file_kit_save (pair.ours, NULL);
  check_load (pair.file, pair.ours);
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  edit (pair.ours, 4, 30, "E");
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  check_labels (pair.file, "E");
  edit (pair.ours, 4, 31, "F");
  file_kit_save (pair.ours, NULL);
  check_load (pair.file, pair.ours);
  edit (pair.ours, 4, 32, "G");
  file_kit_save (pair.ours, NULL);
  check_load (pair.file, pair.ours);
  pair_clear (&pair);
}

/* The other program has added versions, which stay. */
static void
test_merged (void)
{
  g_autoptr (TroveVersion) kept = NULL;
  g_autofree char *n_kept = NULL, *mark = NULL, *mark_after = NULL;
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
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D T1 Side T2 T3 E Merge");
  n_kept = file_kit_query (pair.file, "SELECT group_concat (label) FROM versions WHERE kept");
  g_assert_cmpstr (n_kept, ==, "A,T2");
  mark = file_kit_query (pair.file, "PRAGMA schema_version");
  edit (pair.ours, 4, 41, "F"); /* later saves go on from it */
  file_kit_save (pair.ours, NULL);
  mark_after = file_kit_query (pair.file, "PRAGMA schema_version");
  g_assert_cmpstr (mark, ==, mark_after);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D T1 Side T2 T3 E Merge F");
  merge (pair.theirs, pair.file);
  file_kit_save (pair.theirs, NULL);
  pair_clear (&pair);
}

/* Redo leads the way that the document went, and not that of the other program. */
static void
test_redo (void)
{
  g_autoptr (TroveDocument) loaded = NULL;
  g_autoptr (TroveVersion) at = NULL;
  g_autofree char *label = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.ours, 4, 40, "E");
  edit (pair.theirs, 5, 50, "T1"); /* it is later */
  file_kit_save (pair.theirs, NULL);
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  loaded = file_kit_load (pair.file);
  at = find_version (loaded, "D");
  g_assert_true (trove_document_go_to (loaded, at, NULL)); /* undo would lead back by itself */
  while (trove_document_get_can_redo (loaded))
    redo (loaded);
  label = current_label (loaded);
  g_assert_cmpstr (label, ==, "Merge");
  pair_clear (&pair);
}

/* Automatic saves go on as the document was saved, until another program has given the file a history. */
static void
test_autosave (void)
{
  Pair pair;

  pair_init (&pair);
  g_signal_connect (pair.ours, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (pair.ours, pair.file, 0);
  edit (pair.ours, 4, 40, "E");
  wait_for_file (&pair, "SELECT label FROM versions WHERE current", "E");
  check_labels (pair.file, "E");
  g_object_unref (pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  end_autosave (pair.ours);
  edit (pair.theirs, 5, 50, "T1");
  edit (pair.theirs, 5, 51, "T2");
  file_kit_save (pair.theirs, NULL);
  edit (pair.ours, 4, 41, "F");
  merge (pair.ours, pair.file);
  trove_document_set_autosave (pair.ours, pair.file, 0);
  wait_for_file (&pair, "SELECT label FROM versions WHERE current", "Merge");
  end_autosave (pair.ours);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D E T1 T2 F Merge");
  pair_clear (&pair);
}

/* Automatic saves to another file have the history, whatever the document's own has. */
static void
test_autosave_beside (void)
{
  GFile *beside = file_kit_new ("beside");
  Pair pair;

  pair_init (&pair);
  g_signal_connect (pair.ours, "autosave-failed", G_CALLBACK (fail), NULL);
  trove_document_set_autosave (pair.ours, beside, 0);
  edit (pair.ours, 4, 40, "E");
  while (!g_file_query_exists (beside, NULL))
    g_main_context_iteration (NULL, TRUE);
  end_autosave (pair.ours);
  check_has_all (beside, pair.ours);
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  check_labels (pair.file, "E");
  pair_clear (&pair);
  file_kit_remove (beside);
}

/* The other program writes a new file, which is at the version that the old one was at. */
static void
test_replaced (void)
{
  Pair pair;

  pair_init (&pair);
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_REPLACE);
  g_object_unref (pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  edit (pair.theirs, 5, 50, "T1");
  undo (pair.theirs);
  file_kit_save_by (pair.theirs, NULL, TROVE_SAVE_REPLACE);
  edit (pair.ours, 4, 40, "E");
  assert_changed (pair.ours);
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  assert_all_there (pair.file, "Add,A,B,C,D,T1,E");
  check_has_all (pair.file, pair.ours);
  pair_clear (&pair);
}

/* The other program writes the file without its history, and with it again. Meanwhile, a save of ours was cancelled. Later saves know what the
 * file has. */
static void
test_there_again (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TroveVersion) kept = NULL;
  g_autoptr (GError) error = NULL;
  Pair pair;

  pair_init (&pair);
  file_kit_save (pair.ours, NULL);
  g_object_unref (pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  file_kit_save_by (pair.theirs, NULL, TROVE_SAVE_CURRENT_ONLY);
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  g_cancellable_cancel (cancellable);
  g_assert_false (trove_document_save (pair.ours, NULL, TROVE_SAVE_NONE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  edit (pair.theirs, 5, 50, "T1");
  file_kit_save (pair.theirs, NULL);
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  kept = find_version (pair.ours, "C");
  trove_version_set_kept (kept, TRUE);
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  pair_clear (&pair);
}

/* The other program has merged a copy, which has versions of ours that the file lacks. */
static void
test_copy (void)
{
  GFile *copy = file_kit_new ("copy");
  Pair pair;

  pair_init (&pair);
  edit (pair.ours, 4, 40, "E");
  g_assert_true (trove_document_save (pair.ours, copy, TROVE_SAVE_COPY, NULL, NULL));
  edit (pair.ours, 4, 41, "F");
  edit (pair.theirs, 5, 50, "T1");
  merge (pair.theirs, copy);
  edit (pair.theirs, 6, 60, "T2");
  file_kit_save (pair.theirs, NULL);
  check_labels (pair.file, "D T1 Merge T2");
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D E F T1 Merge T2 Merge");
  pair_clear (&pair);
  file_kit_remove (copy);
}

/* A copy of the file is merged, and the file has one version. */
static void
test_merged_copy (void)
{
  GFile *copy = file_kit_new ("copy");
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  g_assert_true (trove_document_save (pair.theirs, copy, TROVE_SAVE_NONE, NULL, NULL));
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, copy);
  file_kit_save (pair.ours, NULL);
  check_load (pair.file, pair.ours);
  pair_clear (&pair);
  file_kit_remove (copy);
}

/* The other program has saved its version without the history, and the document has merged that before. */
static void
test_one (void)
{
  g_autofree char *apart = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  edit (pair.theirs, 5, 51, "T2");
  file_kit_save (pair.theirs, NULL);
  merge (pair.ours, pair.file);
  file_kit_save_by (pair.theirs, NULL, TROVE_SAVE_CURRENT_ONLY);
  check_labels (pair.file, "T2");
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D T2 Merge E");
  apart = file_kit_query (pair.file, "SELECT group_concat (label) FROM versions WHERE parent IS NULL");
  g_assert_cmpstr (apart, ==, "T2"); /* and the first one, which has no label */
  pair_clear (&pair);
}

/* The document is saved without the history again, and then with it. */
static void
test_current_only (void)
{
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  file_kit_save (pair.theirs, NULL);
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  check_labels (pair.file, "Merge");
  edit (pair.ours, 4, 41, "F");
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  check_labels (pair.file, "F");
  file_kit_save (pair.ours, NULL);
  check_load (pair.file, pair.ours);
  pair_clear (&pair);
}

/* The other program keeps few versions. */
static void
test_dropped (void)
{
  Pair pair;

  pair_init (&pair);
  file_kit_save (pair.ours, NULL);
  g_object_unref (pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  trove_document_set_max_versions (pair.theirs, 3);
  edit (pair.theirs, 5, 50, "T1");
  file_kit_save (pair.theirs, NULL);
  check_labels (pair.file, "A D T1"); /* A is kept */
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D T1 E Merge");
  pair_clear (&pair);
}

/* The other program has dropped a branch, which is the end of the document's history. */
static void
test_dropped_end (void)
{
  g_autoptr (TroveVersion) other = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.ours, 4, 40, "E");
  edit (pair.ours, 4, 41, "F");
  undo (pair.ours);
  file_kit_save (pair.ours, NULL);
  g_object_unref (pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  edit (pair.theirs, 5, 50, "T1");
  file_kit_save (pair.theirs, NULL);
  check_labels (pair.file, "- Add A B C D E F T1");
  other = find_version (pair.theirs, "B");
  trove_version_set_kept (other, TRUE);
  trove_document_set_max_versions (pair.theirs, 9);
  edit (pair.theirs, 5, 51, "T2");
  file_kit_save (pair.theirs, NULL);
  check_labels (pair.file, "- Add A B C D E T1 T2");
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  check_labels (pair.file, "- Add A B C D E T1 T2 F Merge");
  pair_clear (&pair);
}

/* A version that others are read by stays, though it has left the other program's history. */
static void
test_outside (void)
{
  g_autoptr (TroveVersion) side = NULL, base = NULL;
  g_autofree char *is_base = NULL;
  Pair pair;

  pair_init (&pair);
  base = trove_document_dup_current (pair.theirs);
  trove_version_set_kept (base, TRUE);
  edit (pair.theirs, 5, 50, "T1");
  edit (pair.theirs, 6, 60, "Side");
  side = trove_document_dup_current (pair.theirs);
  trove_version_set_kept (side, TRUE);
  undo (pair.theirs);
  edit (pair.theirs, 6, 61, "T2");
  file_kit_save (pair.theirs, NULL);
  trove_document_set_max_versions (pair.theirs, 4);
  edit (pair.theirs, 7, 70, "T3");
  file_kit_save (pair.theirs, NULL);
  check_labels (pair.file, "D Side T2 T3");
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  check_labels (pair.file, "- Add A B C D Side T2 T3 Merge");
  is_base =
      file_kit_query (pair.file, "SELECT group_concat (label) FROM version WHERE base = (SELECT number FROM "
                                 "version WHERE label = 'T1')");
  g_assert_cmpstr (is_base, ==, "Side,T2");
  pair_clear (&pair);
}

/* Versions that have left the document's history leave the file, too. */
static void
test_left (void)
{
  g_autoptr (TroveVersion) kept = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.ours, 4, 40, "E");
  file_kit_save (pair.ours, NULL);
  g_object_unref (pair.theirs);
  pair.theirs = file_kit_load (pair.file);
  trove_document_set_max_versions (pair.theirs, 4);
  edit (pair.theirs, 5, 50, "T1");
  file_kit_save (pair.theirs, NULL);
  check_labels (pair.file, "A D E T1");
  kept = find_version (pair.ours, "B");
  trove_version_set_kept (kept, TRUE);
  merge (pair.ours, pair.file);
  trove_document_set_max_versions (pair.ours, 5);
  edit (pair.ours, 4, 41, "F");
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "A B E T1 Merge F");
  pair_clear (&pair);
}

/* Which versions are kept is as the program says that has changed it last. */
static void
test_kept (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveVersion) theirs = NULL, ours = NULL;
      g_autofree char *kept = NULL;
      Pair pair;

      pair_init (&pair);
      theirs = trove_document_dup_current (pair.theirs);
      trove_version_set_kept (theirs, TRUE);
      edit (pair.theirs, 5, 50, "T1");
      file_kit_save (pair.theirs, NULL);
      merge (pair.ours, pair.file);
      ours = trove_document_dup_current (pair.ours);
      trove_version_set_kept (ours, i == 1);
      file_kit_save (pair.ours, NULL);
      kept = file_kit_query (pair.file, "SELECT group_concat (label) FROM versions WHERE kept");
      g_assert_cmpstr (kept, ==, i == 0 ? "A,D" : "A,D,Merge");
      pair_clear (&pair);
    }
}

/* Classes that no program knows any more keep their values, in the versions of both. */
static void
test_unknown (void)
{
  g_autoptr (TroveDocument) ours = node_document_new (), theirs = NULL, again = NULL;
  GFile *file = file_kit_new ("drawing");
  TroveKey first, second;

  register_functions ();
  first = add_leaf (ours, 1, 12);
  commit (ours, "First");
  set_leaf (ours, first, 13);
  commit (ours, "Set");
  file_kit_save (ours, file);
  file_kit_run (file, "UPDATE layout SET class = 'Star' WHERE class = 'TestLeaf'");
  g_clear_object (&ours);
  ours = file_kit_load (file);
  file_kit_save_by (ours, NULL, TROVE_SAVE_CURRENT_ONLY);
  file_kit_run (file, "UPDATE layout SET class = 'TestLeaf' WHERE class = 'Star'");
  theirs = file_kit_load (file);
  second = add_leaf (theirs, 1, 20);
  commit (theirs, "Second");
  set_leaf (theirs, second, 21);
  commit (theirs, "Set second");
  file_kit_save (theirs, NULL);
  file_kit_run (file, "UPDATE layout SET class = 'Star' WHERE class = 'TestLeaf'");
  edit (ours, 1, 5, "Move");
  merge (ours, file);
  file_kit_save (ours, NULL);
  check_has_all (file, ours);

  file_kit_run (file, "UPDATE layout SET class = 'TestLeaf' WHERE class = 'Star'");
  again = file_kit_load (file);
  check_leaves (again, "First", first, 12, 0, 0);
  check_leaves (again, "Set", first, 13, 0, 0);
  check_leaves (again, "Second", first, 13, second, 20);
  check_leaves (again, "Set second", first, 13, second, 21);
  check_leaves (again, "Merge", first, 13, second, 21);
  file_kit_remove (file);
}

/* The other program writes again, before the save or in the midst of it: nothing of it is lost. */
static void
test_changed (void)
{
  Pair pair;

  register_functions ();
  pair_init (&pair);
  add_leaf (pair.theirs, 1, 5);
  commit (pair.theirs, "T1");
  file_kit_save (pair.theirs, NULL);
  edit (pair.ours, 4, 40, "E");
  merge (pair.ours, pair.file);
  edit (pair.theirs, 5, 50, "T2");
  file_kit_save_by (pair.theirs, NULL, TROVE_SAVE_CURRENT_ONLY);
  assert_changed (pair.ours); /* what it has merged is not there any more */
  file_kit_save (pair.theirs, NULL);
  assert_changed (pair.ours);
  check_labels (pair.file, "D T1 T2");
  merge (pair.ours, pair.file);
  writer = pair.theirs;
  assert_changed (pair.ours);
  g_assert_null (writer);
  check_labels (pair.file, "D T1 T2 T3");
  merge (pair.ours, pair.file);
  file_kit_save (pair.ours, NULL);
  check_has_all (pair.file, pair.ours);
  check_labels (pair.file, "- Add A B C D T1 E Merge T2 Merge T3 Merge");
  pair_clear (&pair);
}

/* A version that only the file has cannot be read: the file stays as it is, and may be replaced. */
static void
test_damaged (void)
{
  g_autoptr (GError) error = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  edit (pair.theirs, 6, 60, "Side");
  undo (pair.theirs);
  edit (pair.theirs, 6, 61, "T2");
  file_kit_save (pair.theirs, NULL);
  file_kit_run (pair.file,
                "DELETE FROM change WHERE version = (SELECT number FROM version WHERE label = 'Side')");
  merge (pair.ours, pair.file);
  g_assert_false (trove_document_save (pair.ours, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "does not say what it changed"));
  assert_all_there (pair.file, "D,T1,Side,T2");
  file_kit_save_by (pair.ours, NULL, TROVE_SAVE_REPLACE);
  check_load (pair.file, pair.ours);
  pair_clear (&pair);
}

/* The document knows of the version that both have, but has none in the file. */
static void
test_no_base (void)
{
  GFile *copy = file_kit_new ("copy");
  g_autoptr (GError) error = NULL;
  Pair pair;

  pair_init (&pair);
  edit (pair.theirs, 5, 50, "T1");
  g_assert_true (
      trove_document_save (pair.theirs, copy, TROVE_SAVE_COPY | TROVE_SAVE_CURRENT_ONLY, NULL, NULL));
  edit (pair.theirs, 5, 51, "T2");
  file_kit_save (pair.theirs, NULL);
  merge (pair.ours, pair.file);
  g_assert_null (trove_document_merge_file (pair.ours, copy, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "has no version that the document has"));
  pair_clear (&pair);
  file_kit_remove (copy);
}

/* Random edits by three programs, which merge one another's copies too */

#define N_PROGRAMS 3

typedef struct
{
  TestRandom random;
  GFile *file, *copy;
  TroveDocument *documents[N_PROGRAMS];
  GHashTable *ids; /* of versions in the file since it had one alone → number of parents + 1 */
  guint n_ids;
  gboolean has_copies; /* a copy lacks what was merged long ago, so there may be conflicts */
  double expected[3 * N_PROGRAMS];
} Programs;

/* The file has all versions that were ever saved to it, with their parents. */
static void
check_ids (Programs *self)
{
  g_autoptr (TroveDocument) loaded = file_kit_load (self->file);
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (loaded);
  guint n = 0;

  for (guint i = 0; i < versions->len; i++)
    {
      TroveVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *id = trove_version_dup_id (version);
      g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
      gpointer known = g_hash_table_lookup (self->ids, id);

      g_assert_true (trove_version_read (version, NULL));
      g_assert_cmpuint (parents->len + 1, >=, GPOINTER_TO_UINT (known));
      n += known != NULL;
      g_hash_table_insert (self->ids, g_steal_pointer (&id), GUINT_TO_POINTER (parents->len + 1));
    }
  g_assert_cmpuint (n, ==, self->n_ids);
  self->n_ids = versions->len;
}

/* A copy that was merged may lack versions that both had. */
static gboolean
merge_shared (Programs *self, TroveDocument *document, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) result = NULL;

  if (!self->has_copies)
    {
      merge (document, file);
      return TRUE;
    }
  result = trove_document_merge_file (document, file, NULL, &error);
  if (result == NULL)
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
  else
    commit (document, "Merge");
  return result != NULL;
}

static void
load_again (Programs *self, guint who)
{
  g_object_unref (self->documents[who]);
  self->documents[who] = file_kit_load (self->file);
}

/* Saves to the file that others may have saved to. */
static void
save_shared (Programs *self, guint who)
{
  TroveDocument *document = self->documents[who];
  g_autoptr (GError) error = NULL;

  if (!trove_document_save (document, NULL, TROVE_SAVE_NONE, NULL, &error))
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_CHANGED);
      if (!merge_shared (self, document, self->file))
        {
          load_again (self, who);
          return;
        }
      file_kit_save (document, NULL);
    }
  check_has_all (self->file, document);
  check_ids (self);
}

/* All programs get one version, which is then the only one in the file. One that has all of it already makes no version of the merge, and
 * does not know it. */
static void
leave_one (Programs *self, guint who)
{
  for (guint i = 0; i < N_PROGRAMS; i++)
    if (i != who)
      save_shared (self, i);
  save_shared (self, who);
  for (guint i = 0; i < N_PROGRAMS; i++)
    if (i != who)
      {
        g_autoptr (TroveVersion) before = trove_document_dup_current (self->documents[i]), after = NULL;

        merge_shared (self, self->documents[i], self->file);
        after = trove_document_dup_current (self->documents[i]);
        if (before == after)
          load_again (self, i);
      }
  file_kit_save_by (self->documents[who], NULL, TROVE_SAVE_CURRENT_ONLY);
  g_hash_table_remove_all (self->ids);
  self->n_ids = 0;
}

static void
exchange_copy (Programs *self, TroveDocument *from, TroveDocument *to)
{
  g_assert_true (trove_document_save (from, self->copy, TROVE_SAVE_COPY, NULL, NULL));
  if (from != to)
    merge_shared (self, to, self->copy);
}

static void
do_something (Programs *self)
{
  guint who = (guint) test_random_below (&self->random, N_PROGRAMS);
  TroveDocument *document = self->documents[who];
  guint n = (guint) test_random_below (&self->random, 3) * N_PROGRAMS + who; /* an object of its own */

  switch (test_random_below (&self->random, 16))
    {
    case 0:
      leave_one (self, who);
      break;
    case 1:
    case 2:
      if (self->has_copies)
        exchange_copy (self, document, self->documents[test_random_below (&self->random, N_PROGRAMS)]);
      break;
    case 3:
    case 4:
    case 5:
      save_shared (self, who);
      break;
    case 6:
      save_shared (self, who);
      load_again (self, who);
      break;
    default:
      self->expected[n] = (double) test_random_below (&self->random, 1000) + 0.5;
      edit (document, 2 + n, self->expected[n], "Set");
    }
}

static void
programs_run (Programs *self)
{
  Pair pair;

  pair_init (&pair);
  self->file = g_object_ref (pair.file);
  self->copy = file_kit_new ("copy");
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->n_ids = 0;
  self->documents[0] = g_object_ref (pair.ours);
  for (guint i = 1; i < N_PROGRAMS; i++)
    self->documents[i] = file_kit_load (self->file);
  for (guint i = 0; i < G_N_ELEMENTS (self->expected); i++)
    self->expected[i] = get_node (pair.ours, 2 + i).x;
  g_clear_object (&pair.ours);
  g_clear_object (&pair.theirs);
  for (guint i = 0; i < 50; i++)
    do_something (self);
  for (guint i = 0; i < N_PROGRAMS; i++)
    save_shared (self, i);
  for (guint i = 0; i < G_N_ELEMENTS (self->expected) && !self->has_copies; i++)
    g_assert_cmpfloat (get_node (self->documents[N_PROGRAMS - 1], 2 + i).x, ==, self->expected[i]);
  for (guint i = 0; i < N_PROGRAMS; i++)
    g_assert_finalize_object (self->documents[i]);
  g_hash_table_unref (self->ids);
  file_kit_remove (self->copy);
  g_object_unref (self->file);
  file_kit_remove (pair.file);
}

static void
test_random (void)
{
  Programs programs;

  test_random_init (&programs.random);
  for (guint i = 0; i < test_count (60, 6); i++)
    {
      programs.has_copies = i % 2 == 0;
      programs_run (&programs);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-file-history/alone", test_alone);
  g_test_add_func ("/document-file-history/merged", test_merged);
  g_test_add_func ("/document-file-history/redo", test_redo);
  g_test_add_func ("/document-file-history/autosave", test_autosave);
  g_test_add_func ("/document-file-history/autosave-beside", test_autosave_beside);
  g_test_add_func ("/document-file-history/replaced", test_replaced);
  g_test_add_func ("/document-file-history/there-again", test_there_again);
  g_test_add_func ("/document-file-history/copy", test_copy);
  g_test_add_func ("/document-file-history/merged-copy", test_merged_copy);
  g_test_add_func ("/document-file-history/one", test_one);
  g_test_add_func ("/document-file-history/current-only", test_current_only);
  g_test_add_func ("/document-file-history/dropped", test_dropped);
  g_test_add_func ("/document-file-history/dropped-end", test_dropped_end);
  g_test_add_func ("/document-file-history/left", test_left);
  g_test_add_func ("/document-file-history/outside", test_outside);
  g_test_add_func ("/document-file-history/kept", test_kept);
  g_test_add_func ("/document-file-history/unknown", test_unknown);
  g_test_add_func ("/document-file-history/changed", test_changed);
  g_test_add_func ("/document-file-history/damaged", test_damaged);
  g_test_add_func ("/document-file-history/no-base", test_no_base);
  g_test_add_func ("/document-file-history/random", test_random);

  return g_test_run ();
}
