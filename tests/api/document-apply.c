/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Applying changes to later versions: old steps are taken back and later ones stay, lists keep the order of both, and the document
 * notes the edits as any others. tests/api/conflict.c has the conflicts. */

#include "drawing.h"
#include "test-util.h"

static TroveMerge *
apply (TroveDocument *drawing, TroveChanges *changes)
{
  g_autoptr (GError) error = NULL;
  TroveMerge *merge = trove_document_apply (drawing, changes, &error);

  g_assert_no_error (error);
  return merge;
}

/* Applies changes that have no conflicts. */
static void
apply_all (TroveDocument *drawing, TroveVersion *from, TroveVersion *to)
{
  g_autoptr (TroveChanges) changes = compare (from, to);
  g_autoptr (TroveMerge) merge = apply (drawing, changes);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
}

/* now: a reference that is dropped. */
#define assert_now(from, now, ...)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (TroveVersion) now_version = (now);                                                            \
    assert_changes (from, now_version, __VA_ARGS__);                                                         \
  }                                                                                                          \
  G_STMT_END

/* A drawing with n shapes, of the keys from 2 on, in the children of its root. */
static TroveDocument *
make_row (guint n)
{
  TroveDocument *self = drawing_new ();

  for (guint i = 0; i < n; i++)
    add_shape (self, DRAWING_ROOT, "children", G_MAXUINT);
  return self;
}

static void
assert_items (TroveDocument *drawing, TroveKey key, const char *list, const char *expected)
{
  guint n = trove_document_get_n_children (drawing, key, list);
  g_autofree TroveKey *keys = g_new (TroveKey, n);
  GString *text = g_string_new (NULL);

  g_assert_cmpuint (trove_document_get_children (drawing, key, list, 0, keys, n), ==, n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", keys[i]);
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

/* One old step is taken back, and the later ones stay. */
static void
test_old_step (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) first = NULL, second = NULL, third = NULL, taken_back = NULL;

  set_target (drawing, 4, 3);
  insert_link (drawing, 4, 0, 3);
  set_label (drawing, 3, "a label that is longer than a short string");
  add_circle (drawing, 3, "extras", 0);
  first = commit (drawing);
  remove_shape (drawing, 3);
  set_x (drawing, 2, 1);
  second = commit (drawing);
  set_label (drawing, 2, "later");
  add_shape (drawing, DRAWING_ROOT, "children", 0);
  third = commit (drawing);

  apply_all (drawing, second, first);
  taken_back = commit (drawing);
  assert_changes (third, taken_back, "1 Shape children: 2-0 2+1", "2 Shape x: 1 to 0",
                  "3 Shape added at 1.children[2]", "4 Shape target: 0 to 3", "4 Shape links: 0-0 0+1",
                  "5 Circle added at 3.extras[0]");
  assert_changes (first, taken_back, "1 Shape children: 0-0 0+1", "2 Shape label: NULL to \"later\"",
                  "6 Shape added at 1.children[0]");

  apply_all (drawing, first, second);
  g_assert_cmpuint (get_data (drawing, 4).target, ==, 0); /* before the commit, too */
  g_assert_cmpuint (trove_document_get_n_children (drawing, 4, "links"), ==, 0);
  g_clear_object (&taken_back);
  taken_back = commit (drawing);
  assert_changes (third, taken_back, "");
}

/* Owned lists */

static void
test_neighbours (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;

  add_shape (drawing, DRAWING_ROOT, "children", 0);         /* 6 before 2 */
  add_shape (drawing, DRAWING_ROOT, "children", 3);         /* 7 behind 3 */
  add_shape (drawing, DRAWING_ROOT, "children", 4);         /* 8 behind 7 */
  add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT); /* 9 behind 5 */
  after = commit (drawing);
  assert_items (drawing, DRAWING_ROOT, "children", "6 2 3 7 8 4 5 9");
  undo (drawing);

  /* 3 and 5 are gone, and 10, 11 new. */
  move_shape (drawing, 4, DRAWING_ROOT, "children", 0);
  remove_shape (drawing, 3);
  remove_shape (drawing, 5);
  add_shape (drawing, DRAWING_ROOT, "children", 0);
  add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  assert_items (drawing, DRAWING_ROOT, "children", "10 4 2 11");

  apply_all (drawing, before, after);
  /* 7 has lost the neighbour in front, and 8 behind it is new as well: position 3. 9 has lost both: the end. */
  assert_items (drawing, DRAWING_ROOT, "children", "10 4 6 7 8 2 11 9");
}

/* Moves within a list, where it has got other items since. */
static void
test_reordered (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, merged = NULL;

  move_shape (drawing, 2, DRAWING_ROOT, "children", 2);
  after = commit (drawing);
  assert_items (drawing, DRAWING_ROOT, "children", "3 4 2 5");
  undo (drawing);
  add_shape (drawing, DRAWING_ROOT, "children", 1);
  add_shape (drawing, DRAWING_ROOT, "children", 4);
  merged = commit (drawing);
  assert_items (drawing, DRAWING_ROOT, "children", "2 6 3 4 7 5");

  apply_all (drawing, before, after);
  assert_items (drawing, DRAWING_ROOT, "children", "6 3 4 2 7 5");
  g_clear_object (&merged);
  merged = commit (drawing);
  apply_all (drawing, before, after);
  assert_now (merged, freeze_drawing (drawing), "");

  /* 2 is the first one again: it is put before the next one that is there. */
  apply_all (drawing, after, before);
  assert_items (drawing, DRAWING_ROOT, "children", "6 2 3 4 7 5");
}

/* Objects change places as owners, which needs one of them to be taken out first. */
static void
test_exchanged_owners (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = NULL, after = NULL, now = NULL;
  TroveKey inner = add_shape (drawing, 2, "children", 0);

  before = commit (drawing);
  move_shape (drawing, inner, 3, "icon", 0);
  move_shape (drawing, 2, inner, "icon", 0);
  move_shape (drawing, 3, DRAWING_ROOT, "extras", 0);
  after = commit (drawing);

  apply_all (drawing, after, before);
  now = commit (drawing);
  assert_changes (before, now, "");
  apply_all (drawing, before, after);
  g_clear_object (&now);
  now = commit (drawing);
  assert_changes (after, now, "");
}

/* Single properties: one object leaves, and another one comes. */
static void
test_replaced_icon (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = NULL, after = NULL, now = NULL;

  move_shape (drawing, 3, 2, "icon", 0);
  before = commit (drawing);
  move_shape (drawing, 3, DRAWING_ROOT, "icon", 0);
  move_shape (drawing, 4, 2, "icon", 0);
  after = commit (drawing);

  apply_all (drawing, after, before);
  now = commit (drawing);
  assert_changes (before, now, "");
  apply_all (drawing, before, after);
  g_clear_object (&now);
  now = commit (drawing);
  assert_changes (after, now, "");
}

/* Lists of references */

static void
test_references (void)
{
  g_autoptr (TroveDocument) drawing = make_row (6);
  g_autoptr (TroveVersion) before = NULL, after = NULL;

  for (TroveKey key = 2; key <= 5; key++)
    insert_link (drawing, DRAWING_ROOT, G_MAXUINT, key);
  before = commit (drawing);
  remove_link (drawing, DRAWING_ROOT, 1);    /* 3 */
  insert_link (drawing, DRAWING_ROOT, 2, 6); /* behind 4 */
  insert_link (drawing, DRAWING_ROOT, 0, 7);
  after = commit (drawing);
  assert_items (drawing, DRAWING_ROOT, "links", "7 2 4 6 5");
  undo (drawing);
  insert_link (drawing, DRAWING_ROOT, 1, 5); /* 2 5 3 4 5 */
  remove_link (drawing, DRAWING_ROOT, 4);    /* 2 5 3 4: 5 was moved */
  insert_link (drawing, DRAWING_ROOT, 0, DRAWING_ROOT);
  assert_items (drawing, DRAWING_ROOT, "links", "1 2 5 3 4");

  apply_all (drawing, before, after);
  assert_items (drawing, DRAWING_ROOT, "links", "1 7 2 5 4 6");
  apply_all (drawing, before, after);
  assert_items (drawing, DRAWING_ROOT, "links", "1 7 2 5 4 6");
  apply_all (drawing, after, before);
  assert_items (drawing, DRAWING_ROOT, "links", "1 2 3 5 4"); /* 3 is put behind 2 */
}

/* Items at the ends of what was removed since. */
static void
test_references_gone (void)
{
  g_autoptr (TroveDocument) drawing = make_row (6);
  g_autoptr (TroveVersion) before = NULL, after = NULL;

  for (TroveKey key = 2; key <= 5; key++)
    insert_link (drawing, DRAWING_ROOT, G_MAXUINT, key);
  before = commit (drawing);
  insert_link (drawing, DRAWING_ROOT, 2, 6); /* between 3 and 4 */
  after = commit (drawing);
  undo (drawing);
  remove_link (drawing, DRAWING_ROOT, 1);
  remove_link (drawing, DRAWING_ROOT, 1);
  insert_link (drawing, DRAWING_ROOT, 1, 7);
  assert_items (drawing, DRAWING_ROOT, "links", "2 7 5");

  apply_all (drawing, before, after);
  assert_items (drawing, DRAWING_ROOT, "links", "2 6 7 5");
}

/* An item that was moved since is removed where it is. */
static void
test_references_moved (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = NULL, after = NULL;

  for (TroveKey key = 2; key <= 4; key++)
    insert_link (drawing, DRAWING_ROOT, G_MAXUINT, key);
  before = commit (drawing);
  remove_link (drawing, DRAWING_ROOT, 0);
  after = commit (drawing);
  undo (drawing);
  remove_link (drawing, DRAWING_ROOT, 0);
  insert_link (drawing, DRAWING_ROOT, G_MAXUINT, 2);
  insert_link (drawing, DRAWING_ROOT, G_MAXUINT, DRAWING_ROOT);
  assert_items (drawing, DRAWING_ROOT, "links", "3 4 2 1");

  apply_all (drawing, before, after);
  assert_items (drawing, DRAWING_ROOT, "links", "3 4 1");
}

/* Picked changes */

static void
test_picked (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  g_autoptr (TroveChanges) changes = NULL, picked = NULL, twice = NULL, inverse = NULL, none = NULL;
  g_autoptr (TroveMerge) merge = NULL, undone = NULL, nothing = NULL;
  const guint positions[] = { 3, 1, 3 }, last[] = { 1 };
  g_autofree char *text = NULL, *twice_text = NULL, *inverse_text = NULL;

  set_x (drawing, 2, 1);
  set_label (drawing, 2, "one");
  add_circle (drawing, DRAWING_ROOT, "children", 0);
  after = commit (drawing);
  changes = compare (before, after);
  undo (drawing);

  picked = trove_changes_pick (changes, positions, G_N_ELEMENTS (positions));
  text = describe_changes (picked);
  g_assert_cmpstr (text, ==, "2 Shape x: 0 to 1\n4 Circle added at 1.children[0]\n");
  twice = trove_changes_pick (picked, last, G_N_ELEMENTS (last));
  twice_text = describe_changes (twice);
  g_assert_cmpstr (twice_text, ==, "4 Circle added at 1.children[0]\n");
  inverse = trove_changes_inverse (picked);
  inverse_text = describe_changes (inverse);
  g_assert_cmpstr (inverse_text, ==, "2 Shape x: 1 to 0\n4 Circle removed from 1.children[0]\n");

  merge = apply (drawing, picked);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  assert_now (before, commit (drawing), "1 Shape children: 0-0 0+1", "2 Shape x: 0 to 1",
              "4 Circle added at 1.children[0]");
  undone = apply (drawing, inverse);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (undone)), ==, 0);
  assert_now (before, commit (drawing), "");

  none = trove_changes_pick (changes, NULL, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (none)), ==, 0);
  nothing = apply (drawing, none);
  assert_now (before, freeze_drawing (drawing), "");
}

/* The document */

/* Changes of a branch, applied to the document. */
static void
test_branch (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) base = commit (drawing), branched = NULL;
  g_autoptr (TroveDocument) branch = trove_document_branch (drawing, NULL, NULL);

  set_x (branch, 2, 5);
  add_shape (branch, DRAWING_ROOT, "children", 0);
  branched = commit (branch);
  set_x (drawing, 3, 6);
  apply_all (drawing, base, branched);
  g_assert_cmpint (get_data (drawing, 2).x, ==, 5);
  g_assert_cmpint (get_data (drawing, 3).x, ==, 6);
  g_assert_cmpuint (trove_document_get_n_children (drawing, DRAWING_ROOT, "children"), ==, 3);
}

static void
test_refused (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1), other = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  GError *error = NULL;

  set_x (drawing, 2, 1);
  after = commit (drawing);
  changes = compare (before, after);

  g_assert_null (trove_document_apply (other, changes, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "The changes are of a document");
  error = NULL;
  undo (drawing);
  g_assert_true (trove_document_begin (drawing, NULL, NULL));
  g_assert_null (trove_document_apply (drawing, changes, &error));
  assert_trove_error (error, TROVE_ERROR_BUSY, "A group");
  g_assert_true (trove_document_end (drawing, NULL));
  g_assert_cmpint (get_data (drawing, 2).x, ==, 0);
}

static gpointer
apply_on_thread (gpointer data)
{
  TroveDocument *drawing = data;
  g_autoptr (TroveVersion) version = g_object_get_data (G_OBJECT (drawing), "version");
  g_autoptr (TroveChanges) changes = compare (version, version);
  GError *error = NULL;

  g_assert_null (trove_document_apply (drawing, changes, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "trove_document_transfer");
  return NULL;
}

static void
test_wrong_thread (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);

  g_object_set_data (G_OBJECT (drawing), "version", commit (drawing));
  g_thread_join (g_thread_new ("other", apply_on_thread, drawing));
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* The edits are not committed, and are rolled back as others. Edits before stay. */
static void
test_uncommitted (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  guint n_notified = 0;

  set_x (drawing, 2, 1);
  after = commit (drawing);
  trove_document_set_view_state (drawing, g_variant_new_int32 (1));
  g_signal_connect (drawing, "notify::can-redo", G_CALLBACK (count_notify), &n_notified);
  undo (drawing);
  g_assert_cmpuint (n_notified, ==, 1);
  trove_document_set_view_state (drawing, g_variant_new_int32 (2));

  apply_all (drawing, before, after);
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_false (trove_document_get_can_redo (drawing));
  trove_document_set_view_state (drawing, g_variant_new_int32 (3));
  set_label (drawing, 2, "edited");
  apply_all (drawing, after, before);
  g_assert_cmpint (get_data (drawing, 2).x, ==, 0);
  g_assert_cmpstr (get_data (drawing, 2).label, ==, "edited");
  g_assert_true (trove_document_rollback (drawing, NULL));
  g_assert_null (get_data (drawing, 2).label);
  g_assert_cmpint (g_variant_get_int32 (trove_document_get_view_state (drawing)), ==, 2);
  g_assert_true (trove_document_get_can_redo (drawing));

  /* Nothing to do is no edit. */
  apply_all (drawing, after, before);
  g_assert_true (trove_document_get_can_redo (drawing));
}

/* A step of the same merge id is not merged over an apply. */
static void
test_ends_run (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, last = NULL;
  g_autoptr (GPtrArray) parents = NULL;

  set_x (drawing, 2, 1);
  g_assert_true (trove_document_commit_full (drawing, NULL, "typing", NULL));
  after = trove_document_dup_current (drawing);
  apply_all (drawing, after, before);
  g_assert_true (trove_document_commit_full (drawing, NULL, "typing", NULL));
  last = trove_document_dup_current (drawing);
  parents = trove_version_dup_parents (last);
  g_assert_true (g_ptr_array_index (parents, 0) == after);
}

/* A document whose root has a set and a dictionary. */
static TroveDocument *
make_settings (void)
{
  GParamSpec *const pspecs[] = {
    g_param_spec_boxed ("tags", NULL, NULL, G_TYPE_STRV, G_PARAM_READWRITE | TROVE_PARAM_BY_ELEMENT),
    g_param_spec_variant ("values", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL,
                          G_PARAM_READWRITE | TROVE_PARAM_BY_ELEMENT),
  };
  GType type = trove_object_register_type ("ApplySettings", TROVE_TYPE_OBJECT, (GParamSpec **) pspecs,
                                           G_N_ELEMENTS (pspecs), NULL);

  return trove_document_new (type, NULL, 0);
}

static TroveVersion *
set_settings (TroveDocument *document, const char *tags, const char *values)
{
  g_auto (GStrv) strings = g_strsplit (tags, " ", -1);

  g_object_set (trove_document_get_root (document), "tags", strings, "values", g_variant_new_parsed (values),
                NULL);
  return commit (document);
}

static void
assert_settings (TroveDocument *document, const char *tags, const char *values)
{
  g_auto (GStrv) strings = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autofree char *joined = NULL, *printed = NULL;

  g_object_get (trove_document_get_root (document), "tags", &strings, "values", &variant, NULL);
  joined = g_strjoinv (" ", strings);
  printed = g_variant_print (variant, FALSE);
  g_assert_cmpstr (joined, ==, tags);
  g_assert_cmpstr (printed, ==, values);
}

/* Sets and dictionaries get the elements that were changed. One that has a later value stays. */
static void
test_by_element (void)
{
  g_autoptr (TroveDocument) settings = make_settings ();
  g_autoptr (TroveVersion) before = set_settings (settings, "a b c", "{'x': <1>, 'y': <1>}");
  g_autoptr (TroveVersion) after = set_settings (settings, "a c d", "{'x': <2>, 'y': <2>, 'z': <2>}");
  g_autoptr (TroveVersion) now = NULL, merged = NULL, current = NULL;
  g_autoptr (TroveChanges) changes = compare (before, after);
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (TroveConflict) conflict = NULL;
  GValue *ours;
  g_autofree char *printed = NULL;

  g_assert_true (trove_document_go_to (settings, before, NULL));
  now = set_settings (settings, "b c e", "{'w': <3>, 'x': <1>, 'y': <3>}");
  merge = apply (settings, changes);
  assert_settings (settings, "c d e", "{'w': <3>, 'x': <2>, 'y': <3>, 'z': <2>}");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 1);
  conflict = g_list_model_get_item (G_LIST_MODEL (merge), 0);
  g_assert_cmpint (trove_conflict_get_kind (conflict), ==, TROVE_CONFLICT_LATER_VALUE);
  g_assert_cmpstr (trove_conflict_get_property_name (conflict), ==, "values");
  ours = trove_conflict_dup_our_value (conflict);
  printed = g_variant_print (g_value_get_variant (ours), FALSE);
  g_assert_cmpstr (printed, ==, "{'w': <3>, 'x': <1>, 'y': <3>}");
  g_boxed_free (G_TYPE_VALUE, ours);

  /* A choice is of the entries that have a conflict. */
  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, NULL));
  assert_settings (settings, "c d e", "{'w': <3>, 'x': <2>, 'y': <2>, 'z': <2>}");
  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_BASE, NULL));
  assert_settings (settings, "c d e", "{'w': <3>, 'x': <2>, 'y': <1>, 'z': <2>}");
  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_OURS, NULL));
  assert_settings (settings, "c d e", "{'w': <3>, 'x': <2>, 'y': <3>, 'z': <2>}");

  /* Elements that are there are no edit. */
  merged = commit (settings);
  g_clear_object (&merge);
  merge = apply (settings, changes);
  g_assert_true (trove_document_commit (settings, NULL, NULL));
  current = trove_document_dup_current (settings);
  g_assert_true (current == merged);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-apply/old-step", test_old_step);
  g_test_add_func ("/document-apply/neighbours", test_neighbours);
  g_test_add_func ("/document-apply/reordered", test_reordered);
  g_test_add_func ("/document-apply/exchanged-owners", test_exchanged_owners);
  g_test_add_func ("/document-apply/replaced-icon", test_replaced_icon);
  g_test_add_func ("/document-apply/references", test_references);
  g_test_add_func ("/document-apply/references-gone", test_references_gone);
  g_test_add_func ("/document-apply/references-moved", test_references_moved);
  g_test_add_func ("/document-apply/picked", test_picked);
  g_test_add_func ("/document-apply/by-element", test_by_element);
  g_test_add_func ("/document-apply/branch", test_branch);
  g_test_add_func ("/document-apply/refused", test_refused);
  g_test_add_func ("/document-apply/wrong-thread", test_wrong_thread);
  g_test_add_func ("/document-apply/uncommitted", test_uncommitted);
  g_test_add_func ("/document-apply/ends-run", test_ends_run);

  return g_test_run ();
}
