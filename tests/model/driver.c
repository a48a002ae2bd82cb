/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs of arenas against the model.
 *
 *   model                      the tests
 *   model --replay HEX|FILE    runs a program, and prints its operations and the difference
 *   model --coverage           prints the public functions that random programs call */

#include "child.h"
#include "runner.h"

#include <string.h>

#define MOST_OPERATIONS 1500 /* in one program */
#define OPERATION_SIZE 6

/* Random programs */

static guint8
random_byte (TestRandom *random)
{
  return (guint8) test_random_next (random);
}

static GByteArray *
random_arena_program (TestRandom *random)
{
  GByteArray *program = g_byte_array_new ();
  guint n = 1 + (guint) test_random_below (random, MOST_OPERATIONS >> test_random_below (random, 8));
  guint slots = 1 + (guint) test_random_below (random, 8);
  guint8 pools = test_random_below (random, 3) == 0 ? random_byte (random) & 3 : 0xff;
  g_autofree guint *weights = g_new (guint, program_n_codes ());

  runner_choose_weights (random, weights);
  for (guint i = 0; i < n; i++)
    {
      guint8 operation[OPERATION_SIZE] = {
        runner_choose_code (random, weights),
        (guint8) test_random_below (random, slots),
        random_byte (random) >> test_random_below (random, 7), /* the newest refs more often */
        random_byte (random) & pools,
        random_byte (random) >> (test_random_below (random, 3) == 0 ? test_random_below (random, 9) : 0),
        random_byte (random) & (test_random_below (random, 2) == 0 ? 0xff : 0x7f),
      };

      g_byte_array_append (program, operation, sizeof operation);
    }
  return program;
}

static const Runner runner = {
  .random_program = random_arena_program,
  .corpus = "program",
  .n_operations = 400000,
  .n_quick_operations = 20000,
  .n_watched_operations = 8000,
};

/* Tests */

static void
test_programs (void)
{
  runner_test_programs (&runner);
}

static void
test_saved (void)
{
  runner_test_saved (&runner);
}

/* In the wrong model a clone has no root: three operations show it. */
static void
test_shrinking (void)
{
  const ProgramOptions wrong = { .is_wrong = TRUE };
  g_autoptr (GByteArray) smaller = runner_find_wrong (&runner);
  g_autofree char *complaint = child_run (smaller->data, smaller->len, &wrong, NULL);

  g_assert_cmpuint (program_operation_size, ==, OPERATION_SIZE);
  g_assert_cmpuint (smaller->len, ==, 3 * OPERATION_SIZE);
  g_assert_cmpstr (program_code_name (smaller->data[0]), ==, "append_raw");
  g_assert_cmpstr (program_code_name (smaller->data[OPERATION_SIZE]), ==, "set_root");
  g_assert_cmpstr (program_code_name (smaller->data[2 * OPERATION_SIZE]), ==, "clone");
  g_assert_nonnull (strstr (complaint, "root"));
}

/* Coverage */

/* Exported functions that no program calls by name, and why. */
static const struct
{
  const char *name;
  const char *why;
} left_out[] = {
  { "trove_arena_get_type", "the type of what every program has" },
  { "trove_change_dup_new_value", "reads the changes of a document; api-change tests it" },
  { "trove_change_dup_old_value", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_key", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_kind", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_n_runs", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_new_owner", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_object_type", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_old_owner", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_property_name", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_run", "reads the changes of a document; api-change tests it" },
  { "trove_change_get_type", "reads the changes of a document; api-change tests it" },
  { "trove_change_kind_get_type", "reads the changes of a document; api-change tests it" },
  { "trove_changes_count_kind", "reads the changes of a document; api-changes-read tests it" },
  { "trove_changes_dup_from", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_dup_keys", "reads the changes of a document; api-changes-read tests it" },
  { "trove_changes_dup_to", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_get_key", "reads the changes of a document; api-changes-read tests it" },
  { "trove_changes_get_kind", "reads the changes of a document; api-changes-read tests it" },
  { "trove_changes_get_object_type", "reads the changes of a document; api-changes-read tests it" },
  { "trove_changes_get_property_name", "reads the changes of a document; api-changes-read tests it" },
  { "trove_changes_get_type", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_inverse", "reads the changes of a document; api-changes tests it" },
  { "trove_changes_pick", "applies changes to documents; api-document-apply tests it" },
  { "trove_changes_read", "reads the changes of a document; api-changes-read tests it" },
  { "trove_choice_get_type", "decides the conflicts of a document; api-conflict-choice tests it" },
  { "trove_conflict_dup_base_value", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_dup_object", "decides the conflicts of a document; api-conflict-choice tests it" },
  { "trove_conflict_dup_our_value", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_dup_property_names",
    "reads the conflicts of a document; api-conflict-together tests it" },
  { "trove_conflict_dup_text", "decides the conflicts of a document; api-conflict-choice tests it" },
  { "trove_conflict_dup_their_value", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_choice", "decides the conflicts of a document; api-conflict-choice tests it" },
  { "trove_conflict_get_key", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_kind", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_message", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_object_type", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_other_key", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_property_name", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_get_type", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_kind_get_type", "reads the conflicts of a document; api-conflict tests it" },
  { "trove_conflict_set_choice", "decides the conflicts of a document; api-conflict-choice tests it" },
  { "trove_document_add", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_apply", "applies changes to documents; api-document-apply tests it" },
  { "trove_document_begin", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_branch", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_cancel", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_restart_group", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_commit", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_commit_full", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_compare", "compares versions of documents; api-changes tests it" },
  { "trove_document_dup_current", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_dup_referrers", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_dup_saved", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_dup_version", "of documents; api-version tests it" },
  { "trove_document_dup_versions", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_end", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_freeze", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_can_redo", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_can_undo", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_file", "saves documents; api-document-save tests it" },
  { "trove_document_get_children", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_max_history_bytes",
    "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_max_versions", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_modified", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_n_children", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_n_objects", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_owner", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_redo_label", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_root", "gives the objects of a document; api-object tests it" },
  { "trove_document_get_root_key", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_root_type", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_type", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_undo_label", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_get_view_state", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_go_to", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_load", "loads documents; api-document-save tests it" },
  { "trove_document_load_async", "loads documents; api-document-autosave tests it" },
  { "trove_document_load_finish", "loads documents; api-document-autosave tests it" },
  { "trove_document_lookup", "gives the objects of a document; api-object tests it" },
  { "trove_document_merge", "merges versions of documents; api-document-merge tests it" },
  { "trove_document_merge_file", "merges files of documents; api-document-merge-file tests it" },
  { "trove_document_merge_file_async", "merges files of documents; api-document-merge-file tests it" },
  { "trove_document_merge_file_finish", "merges files of documents; api-document-merge-file tests it" },
  { "trove_document_move", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_move_item", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_new", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_peek", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_redo", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_remove", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_rollback", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_save", "saves documents; api-document-save tests it" },
  { "trove_document_save_async", "saves documents; api-document-autosave tests it" },
  { "trove_document_save_finish", "saves documents; api-document-autosave tests it" },
  { "trove_document_set", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_set_autosave", "saves documents; api-document-autosave tests it" },
  { "trove_document_set_max_history_bytes",
    "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_set_max_versions", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_set_saved", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_set_view_state", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_splice", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_transfer", "of documents; document-model calls it, or api-document tests it" },
  { "trove_document_undo", "of documents; document-model calls it, or api-document tests it" },
  { "trove_error_get_type", "a name for codes, for other languages" },
  { "trove_fragment_assign", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_get_n_objects", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_get_n_roots", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_get_root_type", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_get_type", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_insert", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_insert_by_key", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_new", "copies of a document's objects; api-fragment tests it" },
  { "trove_fragment_new_from_bytes", "copies of a document's objects; api-fragment-bytes tests it" },
  { "trove_fragment_to_bytes", "copies of a document's objects; api-fragment-bytes tests it" },
  { "trove_list_append", "a list of a document's objects; api-list tests it" },
  { "trove_list_dup_object", "a list of a document's objects; api-list tests it" },
  { "trove_list_find", "a list of a document's objects; api-list tests it" },
  { "trove_list_get_type", "a list of a document's objects; api-list tests it" },
  { "trove_list_insert", "a list of a document's objects; api-list tests it" },
  { "trove_list_move", "a list of a document's objects; api-list tests it" },
  { "trove_list_remove", "a list of a document's objects; api-list tests it" },
  { "trove_list_splice", "a list of a document's objects; api-list tests it" },
  { "trove_merge_dup_version", "reads the versions of a merge; api-conflict-together tests it" },
  { "trove_merge_get_type", "reads the conflicts of a document; api-merge tests it" },
  { "trove_object_class_install_fields", "describes the properties of a class; api-object tests it" },
  { "trove_document_create_actions", "of documents; api-document-auto-commit tests it" },
  { "trove_document_get_restoring", "of documents; api-document-turn tests it" },
  { "trove_document_get_auto_commit", "of documents; api-document-auto-commit tests it" },
  { "trove_document_get_history", "of documents; document-model calls it, or api-version-list tests it" },
  { "trove_document_set_auto_commit", "of documents; api-document-auto-commit tests it" },
  { "trove_object_class_set_schema_version", "for files; api-document-upgrade tests it" },
  { "trove_object_copy", "an object of a document; api-object-copy tests it" },
  { "trove_object_dup_at", "an object of a document; api-object tests it" },
  { "trove_object_dup_owner", "an object of a document; api-object tests it" },
  { "trove_object_dup_referrers", "an object of a document; api-object tests it" },
  { "trove_object_dup_unknown_values", "an object of a document; api-document-upgrade tests it" },
  { "trove_object_get_document", "an object of a document; api-object tests it" },
  { "trove_object_get_key", "an object of a document; api-object tests it" },
  { "trove_object_get_list", "an object of a document; api-object tests it" },
  { "trove_object_get_removed", "an object of a document; api-object tests it" },
  { "trove_object_get_type", "the base of such classes, which no arena has" },
  { "trove_object_get_unknown_class", "an object of a document; api-object-unknown tests it" },
  { "trove_object_get_version", "an object of a document; api-object tests it" },
  { "trove_object_peek_data", "an object of a document; api-object tests it" },
  { "trove_object_register_immutable", "allows properties; api-object-refused tests it" },
  { "trove_object_register_type", "makes a class; api-object-register tests it" },
  { "trove_object_remove", "an object of a document; api-object tests it" },
  { "trove_object_set_data", "an object of a document; api-object tests it" },
  { "trove_object_set_field", "an object of a document; api-object tests it" },
  { "trove_object_type_set_schema_version", "for files; api-document-upgrade tests it" },
  { "trove_param_spec_add_flags", "describes a property; api-param-spec tests it" },
  { "trove_param_spec_list", "describes a property; api-param-spec tests it" },
  { "trove_param_spec_set_together", "describes a property; api-conflict-together tests it" },
  { "trove_param_spec_set_type_name", "describes a property; api-object-register tests it" },
  { "trove_param_spec_list_get_type", "the type of such descriptions" },
  { "trove_ref_get_type", "called to make pools of refs, by its macro" },
  { "trove_snapshot_get_type", "for other languages" },
  { "trove_save_flags_get_type", "a name for flags, for other languages" },
  { "trove_usage_get_type", "for other languages" },
  { "trove_document_get_usage", "of documents; api-document-usage tests it" },
  { "trove_document_usage_copy", "of documents; api-document-usage tests it" },
  { "trove_document_usage_free", "of documents; api-document-usage tests it" },
  { "trove_document_usage_get_type", "for other languages" },
  { "trove_vec_map_get_type", "for other languages" },
  { "trove_version_compare", "compares versions of documents; api-changes tests it" },
  { "trove_version_dup_id", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_dup_name", "of documents; api-version tests it" },
  { "trove_version_dup_parents", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_dup_column", "of documents; api-version-column tests it" },
  { "trove_version_dup_object_counts", "of documents; api-version-counts tests it" },
  { "trove_version_dup_referrers", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_dup_root", "gives objects of a version; api-version tests it" },
  { "trove_version_get_children", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_kept", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_label", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_n_bytes", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_n_children", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_n_objects", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_next_key", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_read", "of documents that were loaded; api-step-read tests it" },
  { "trove_version_get_owner", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_root_key", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_time", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_type", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_get_view_state", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_lookup", "gives objects of a version; api-version tests it" },
  { "trove_version_peek", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_peek_children", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_reader_init", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_reader_peek", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_reader_peek_children", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_set_kept", "of documents; document-model calls it, or api-version tests it" },
  { "trove_version_set_name", "of documents; api-version tests it" },
  { "trove_version_to_json", "writes versions as JSON; api-version-json tests it" },
};

static gboolean
is_left_out (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (strcmp (name, left_out[i].name) == 0)
      return TRUE;

  return FALSE;
}

/* In this process, whose calls are noted. The programs are the same each time. */
static void
call_everything (void)
{
  const ProgramOptions options = { 0 };
  TestRandom random = { 1 };

  for (guint i = 0; i < test_count (200, 50); i++)
    {
      g_autoptr (GByteArray) program = random_arena_program (&random);
      g_autofree char *complaint = program_run (program->data, program->len, &options);

      if (complaint != NULL)
        g_error ("%s", complaint);
    }
}

static void
test_coverage (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;
  guint n = 0;

  g_assert_true (
      g_file_get_contents (g_test_get_filename (G_TEST_DIST, "symbols.txt", NULL), &text, NULL, NULL));
  names = g_strsplit (g_strstrip (text), "\n", -1);
  call_everything ();
  for (guint i = 0; names[i] != NULL; i++)
    {
      gboolean is_called = program_has_called (names[i]);

      n += is_called;
      if (is_called && is_left_out (names[i]))
        g_test_fail_printf ("%s is called, and should not be left out", names[i]);
      if (!is_called && !is_left_out (names[i]))
        g_test_fail_printf ("%s is exported, and no program calls it", names[i]);
    }
  g_test_message ("%u of %u exported functions are called", n, g_strv_length (names));
}

static int
print_coverage (void)
{
  g_autoptr (GList) names = NULL;

  call_everything ();
  names = g_list_sort (program_get_calls (), (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    g_print ("%s\n", (const char *) name->data);
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    g_print ("not %s: %s\n", left_out[i].name, left_out[i].why);
  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--replay") == 0)
    return runner_replay (argv[2]);
  if (argc == 2 && strcmp (argv[1], "--coverage") == 0)
    return print_coverage ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/hex", runner_test_hex);
  g_test_add_func ("/model/shrinking", test_shrinking);
  g_test_add_func ("/model/run/saved", test_saved);
  g_test_add_func ("/model/coverage", test_coverage);
  g_test_add_func ("/model/run/programs", test_programs);
  return g_test_run ();
}
