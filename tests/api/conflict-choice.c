/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Conflicts that are decided: each kind of them, each way, before and after the commit. */

#include "drawing.h"
#include "test-util.h"

/* Two branches of one document; theirs is merged into ours. */
typedef struct
{
  TroveDocument *ours, *theirs;
  TroveMerge *merge;
} Fixture;

/* Shapes 2 to 5 in a row. */
static void
set_up (Fixture *self)
{
  *self = (Fixture){ .ours = drawing_new () };
  for (guint i = 0; i < 4; i++)
    add_shape (self->ours, DRAWING_ROOT, "children", G_MAXUINT);
  g_object_unref (commit (self->ours));
}

static void
split (Fixture *self)
{
  g_object_unref (commit (self->ours));
  self->theirs = trove_document_branch (self->ours, NULL, NULL);
}

static void
merge (Fixture *self)
{
  g_autoptr (TroveVersion) theirs = commit (self->theirs);
  g_autoptr (GError) error = NULL;

  self->merge = trove_document_merge (self->ours, theirs, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self)
{
  g_clear_object (&self->merge);
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
}

static TroveConflict *
nth (Fixture *self, guint i)
{
  g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (self->merge), i);

  return conflict; /* the merge has a reference */
}

static void
assert_n_conflicts (Fixture *self, guint n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->merge)), ==, n);
}

static void
choose (TroveConflict *conflict, TroveChoice choice)
{
  g_autoptr (GError) error = NULL;

  trove_conflict_set_choice (conflict, choice, &error);
  g_assert_no_error (error);
  g_assert_cmpint (trove_conflict_get_choice (conflict), ==, choice);
}

static void
assert_texts (TroveConflict *conflict, const char *base, const char *ours, const char *theirs)
{
  const char *expected[] = { ours, theirs, base };
  const char *properties[] = { "our-text", "their-text", "base-text" };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = trove_conflict_dup_text (conflict, (TroveChoice) i);
      g_autofree char *same = NULL;

      g_object_get (conflict, properties[i], &same, NULL);
      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_cmpstr (same, ==, text);
    }
}

static void
assert_items (TroveDocument *drawing, TroveKey key, const char *list, const char *expected)
{
  guint n = trove_document_get_n_children (drawing, key, list);
  g_autofree TroveKey *keys = g_new (TroveKey, n);
  GString *text = g_string_new (NULL);

  trove_document_get_children (drawing, key, list, 0, keys, n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", keys[i]);
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

/* Values */

static void
note_notify (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_value (void)
{
  Fixture self;
  TroveConflict *conflict;
  guint n = 0;

  set_up (&self);
  set_x (self.ours, 2, 5);
  split (&self);
  set_x (self.ours, 2, 6);
  set_x (self.theirs, 2, 7);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  g_signal_connect (conflict, "notify::choice", G_CALLBACK (note_notify), &n);
  assert_texts (conflict, "5", "6", "7");
  g_assert_cmpint (trove_conflict_get_choice (conflict), ==, TROVE_CHOICE_OURS);

  choose (conflict, TROVE_CHOICE_THEIRS);
  g_assert_cmpint (get_data (self.ours, 2).x, ==, 7);
  choose (conflict, TROVE_CHOICE_THEIRS);
  g_assert_cmpuint (n, ==, 1);
  choose (conflict, TROVE_CHOICE_BASE);
  g_assert_cmpint (get_data (self.ours, 2).x, ==, 5);
  g_object_unref (commit (self.ours));
  g_object_set (conflict, "choice", TROVE_CHOICE_OURS, NULL); /* after the commit, too */
  g_assert_cmpint (get_data (self.ours, 2).x, ==, 6);
  g_assert_cmpuint (n, ==, 3);
  tear_down (&self);
}

static void
test_objects (void)
{
  Fixture self;
  const gint64 x[] = { 6, 7, 5 };

  set_up (&self);
  set_x (self.ours, 2, 5);
  split (&self);
  set_x (self.ours, 2, 6);
  set_x (self.theirs, 2, 7);
  merge (&self);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TroveObject) object = trove_conflict_dup_object (nth (&self, 0), (TroveChoice) i);
      gint64 value;

      g_object_get (object, "x", &value, NULL);
      g_assert_cmpint (value, ==, x[i]);
    }
  tear_down (&self);
}

static void
test_reference (void)
{
  Fixture self;
  TroveConflict *conflict;

  set_up (&self);
  split (&self);
  set_target (self.ours, 2, 3);
  set_target (self.theirs, 2, 4);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  assert_texts (conflict, "none", "Shape 3", "Shape 4");
  choose (conflict, TROVE_CHOICE_THEIRS);
  g_assert_cmpuint (get_data (self.ours, 2).target, ==, 4);
  choose (conflict, TROVE_CHOICE_BASE);
  g_assert_cmpuint (get_data (self.ours, 2).target, ==, 0);
  tear_down (&self);
}

static void
test_references (void)
{
  Fixture self;
  TroveConflict *conflict;

  set_up (&self);
  insert_link (self.ours, 2, 0, 3);
  insert_link (self.ours, 2, 1, 4);
  insert_link (self.ours, 2, 2, 5);
  split (&self);
  remove_link (self.ours, 2, 0);
  insert_link (self.ours, 2, 2, 3);
  remove_link (self.theirs, 2, 0);
  insert_link (self.theirs, 2, 1, 3);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  assert_texts (conflict, "Shape 3, Shape 4, Shape 5", "Shape 4, Shape 5, Shape 3",
                "Shape 4, Shape 3, Shape 5");
  choose (conflict, TROVE_CHOICE_THEIRS);
  assert_items (self.ours, 2, "links", "4 3 5");
  choose (conflict, TROVE_CHOICE_BASE);
  assert_items (self.ours, 2, "links", "3 4 5");
  remove_shape (self.ours, 4);
  choose (conflict, TROVE_CHOICE_THEIRS); /* as far as they have an owner */
  assert_items (self.ours, 2, "links", "3 5");
  g_object_unref (commit (self.ours));
  choose (conflict, TROVE_CHOICE_THEIRS);
  assert_items (self.ours, 2, "links", "3 5");
  tear_down (&self);
}

/* Texts of values of other types */

static void
set_style (TroveDocument *drawing, TroveKey key, const char *style)
{
  ShapeData data = get_data (drawing, key);
  g_autoptr (GVariant) variant = style != NULL ? g_variant_parse (NULL, style, NULL, NULL, NULL) : NULL;

  data.style = variant;
  g_assert_true (trove_document_set (drawing, key, &data, NULL));
}

static void
test_variant (void)
{
  Fixture self;

  set_up (&self);
  split (&self);
  set_style (self.ours, 2, "[1, 2]");
  set_style (self.theirs, 2, "'red'");
  merge (&self);
  assert_n_conflicts (&self, 1);
  assert_texts (nth (&self, 0), "none", "[1, 2]", "'red'");
  tear_down (&self);
}

/* Ours has removed all references, and theirs has moved the last one to the front. */
static void
test_long_list (void)
{
  Fixture self;

  set_up (&self);
  for (guint i = 0; i < 10; i++)
    insert_link (self.ours, 2, i, add_shape (self.ours, DRAWING_ROOT, "children", G_MAXUINT));
  split (&self);
  for (guint i = 0; i < 10; i++)
    remove_link (self.ours, 2, 0);
  remove_link (self.theirs, 2, 9);
  insert_link (self.theirs, 2, 0, 15);
  merge (&self);
  assert_n_conflicts (&self, 1);
  assert_texts (nth (&self, 0),
                "Shape 6, Shape 7, Shape 8, Shape 9, Shape 10, Shape 11, Shape 12, Shape 13, and 2 more",
                "empty",
                "Shape 15, Shape 6, Shape 7, Shape 8, Shape 9, Shape 10, Shape 11, Shape 12, and 2 more");
  tear_down (&self);
}

/* Places */

static void
test_owner (void)
{
  Fixture self;
  TroveConflict *conflict;

  set_up (&self);
  split (&self);
  move_shape (self.ours, 5, 2, "children", 0);
  move_shape (self.theirs, 5, 3, "extras", 0);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  assert_texts (conflict, "\"children\" of Shape 1, position 3", "\"children\" of Shape 2, position 0",
                "\"extras\" of Shape 3, position 0");
  choose (conflict, TROVE_CHOICE_THEIRS);
  assert_items (self.ours, 3, "extras", "5");
  choose (conflict, TROVE_CHOICE_BASE);
  assert_items (self.ours, DRAWING_ROOT, "children", "2 3 4 5");
  tear_down (&self);
}

static void
test_position (void)
{
  Fixture self;
  TroveConflict *conflict;

  set_up (&self);
  split (&self);
  move_shape (self.ours, 5, DRAWING_ROOT, "children", 0);
  move_shape (self.theirs, 5, DRAWING_ROOT, "children", 1);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  assert_items (self.ours, DRAWING_ROOT, "children", "5 2 3 4");
  choose (conflict, TROVE_CHOICE_THEIRS);
  assert_items (self.ours, DRAWING_ROOT, "children", "2 5 3 4");
  choose (conflict, TROVE_CHOICE_BASE);
  assert_items (self.ours, DRAWING_ROOT, "children", "2 3 4 5");
  choose (conflict, TROVE_CHOICE_OURS);
  assert_items (self.ours, DRAWING_ROOT, "children", "5 2 3 4");

  move_shape (self.ours, 4, 3, "children", 0);
  move_shape (self.ours, 2, 3, "children", 1); /* the one in front is elsewhere */
  choose (conflict, TROVE_CHOICE_THEIRS);
  assert_items (self.ours, DRAWING_ROOT, "children", "5 3");
  tear_down (&self);
}

/* Both have put a shape into the single place. */
static void
test_occupied (void)
{
  Fixture self;
  TroveConflict *conflict;
  TroveKey ours, theirs;

  set_up (&self);
  split (&self);
  ours = add_shape (self.ours, 2, "icon", 0);
  theirs = add_shape (self.theirs, 2, "icon", 0);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  assert_texts (conflict, "not there", "not there", "\"icon\" of Shape 2");
  for (guint i = 0; i < 2; i++)
    {
      choose (conflict, TROVE_CHOICE_THEIRS);
      g_assert_cmpuint (get_data (self.ours, 2).icon, ==, theirs);
      if (i == 1)
        g_object_unref (commit (self.ours));
      choose (conflict, TROVE_CHOICE_OURS);
      g_assert_cmpuint (get_data (self.ours, 2).icon, ==, ours);
      g_object_unref (commit (self.ours));
    }
  choose (conflict, TROVE_CHOICE_BASE);
  g_assert_cmpuint (get_data (self.ours, 2).icon, ==, 0);
  tear_down (&self);
}

/* Each has put one shape into the other. */
static void
test_circle (void)
{
  Fixture self;
  TroveConflict *conflict;
  g_autoptr (GError) error = NULL;

  set_up (&self);
  split (&self);
  move_shape (self.ours, 3, 4, "children", 0);
  move_shape (self.theirs, 4, 3, "children", 0);
  merge (&self);
  assert_n_conflicts (&self, 1);
  conflict = nth (&self, 0);
  g_assert_cmpint (trove_conflict_get_kind (conflict), ==, TROVE_CONFLICT_CYCLE);
  g_assert_cmpint (trove_conflict_get_choice (conflict), ==, TROVE_CHOICE_OURS);
  g_assert_false (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, &error));
  assert_trove_error (error, TROVE_ERROR_CYCLE, "Shape 4", "3");
  move_shape (self.ours, 3, DRAWING_ROOT, "children", 0);
  choose (conflict, TROVE_CHOICE_THEIRS);
  assert_items (self.ours, 3, "children", "4");
  tear_down (&self);

  set_up (&self); /* now it is our move that is taken back */
  split (&self);
  move_shape (self.ours, 4, 3, "children", 0);
  move_shape (self.theirs, 3, 4, "children", 0);
  merge (&self);
  assert_n_conflicts (&self, 1);
  g_assert_cmpint (trove_conflict_get_choice (nth (&self, 0)), ==, TROVE_CHOICE_BASE);
  tear_down (&self);
}

/* Removals */

/* A group, 2, with a shape in it, to which another one refers. */
static TroveKey
make_group (Fixture *self)
{
  TroveKey shape;

  set_up (self);
  shape = add_shape (self->ours, 2, "children", 0);
  set_target (self->ours, 3, shape);
  insert_link (self->ours, 4, 0, 2);
  return shape;
}

static void
assert_group (Fixture *self, TroveKey shape, gboolean is_there)
{
  g_assert_cmpint (trove_document_peek (self->ours, shape, NULL) != NULL, ==, is_there);
  assert_items (self->ours, DRAWING_ROOT, "children", is_there ? "2 3 4 5" : "3 4 5");
  g_assert_cmpuint (get_data (self->ours, 3).target, ==, is_there ? shape : 0);
  assert_items (self->ours, 4, "links", is_there ? "2" : "");
}

/* Ours has removed the group, and theirs has changed it: it is there again. */
static void
test_returned (void)
{
  Fixture self;
  TroveKey shape = make_group (&self);
  TroveConflict *conflict;

  split (&self);
  remove_shape (self.ours, 2);
  g_object_unref (commit (self.ours));
  set_label (self.theirs, 2, "kept");
  merge (&self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self.merge)), >=, 1);
  conflict = nth (&self, 0);
  g_assert_cmpint (trove_conflict_get_kind (conflict), ==, TROVE_CONFLICT_RETURNED);
  g_assert_cmpint (trove_conflict_get_choice (conflict), ==, TROVE_CHOICE_THEIRS);
  assert_texts (conflict, "\"children\" of Shape 1, position 0", "not there",
                "\"children\" of Shape 1, position 0");
  assert_group (&self, shape, TRUE);

  choose (conflict, TROVE_CHOICE_OURS);
  choose (conflict, TROVE_CHOICE_THEIRS); /* before it is dropped */
  assert_group (&self, shape, TRUE);
  choose (conflict, TROVE_CHOICE_OURS);
  g_object_unref (commit (self.ours));
  assert_group (&self, shape, FALSE);
  choose (conflict, TROVE_CHOICE_THEIRS); /* after it was dropped */
  assert_group (&self, shape, TRUE);
  g_assert_cmpstr (get_data (self.ours, 2).label, ==, "kept");
  g_object_unref (commit (self.ours));
  assert_group (&self, shape, TRUE);
  tear_down (&self);
}

/* Theirs has removed the group, and ours has changed it: it stays. */
static void
test_stays (void)
{
  Fixture self;
  TroveKey shape = make_group (&self);
  TroveConflict *conflict;

  split (&self);
  set_label (self.ours, 2, "kept");
  remove_shape (self.theirs, 2);
  merge (&self);
  conflict = nth (&self, 0);
  g_assert_cmpuint (trove_conflict_get_key (conflict), ==, 2);
  g_assert_cmpint (trove_conflict_get_choice (conflict), ==, TROVE_CHOICE_OURS);
  assert_texts (conflict, "\"label\" is none, in \"children\" of Shape 1, position 0",
                "\"label\" is kept, in \"children\" of Shape 1, position 0", "not there");
  assert_group (&self, shape, TRUE);
  choose (conflict, TROVE_CHOICE_THEIRS);
  g_object_unref (commit (self.ours));
  assert_group (&self, shape, FALSE);
  choose (conflict, TROVE_CHOICE_OURS);
  assert_group (&self, shape, TRUE);
  g_assert_cmpstr (get_data (self.ours, 2).label, ==, "kept");
  tear_down (&self);
}

/* An object returns with its owner, which was removed since. */
static void
test_owner_returns (void)
{
  Fixture self;
  TroveKey shape = make_group (&self);

  split (&self);
  set_x (self.ours, shape, 1);
  move_shape (self.theirs, shape, 5, "children", 0);
  remove_shape (self.theirs, shape);
  merge (&self);
  assert_n_conflicts (&self, 1);
  g_object_unref (commit (self.ours));
  remove_shape (self.ours, 2);
  g_object_unref (commit (self.ours));
  choose (nth (&self, 0), TROVE_CHOICE_OURS);
  assert_group (&self, shape, TRUE);
  g_assert_cmpint (get_data (self.ours, shape).x, ==, 1);
  tear_down (&self);
}

/* A reference to another object is not taken back. */
static void
test_later_reference (void)
{
  Fixture self;
  TroveKey shape = make_group (&self);

  split (&self);
  set_x (self.ours, shape, 1);
  remove_shape (self.theirs, shape);
  merge (&self);
  g_object_unref (commit (self.ours));
  remove_shape (self.ours, 2);
  set_target (self.ours, 3, 4);
  g_object_unref (commit (self.ours));
  choose (nth (&self, 0), TROVE_CHOICE_OURS);
  assert_items (self.ours, 4, "links", "2");
  g_assert_cmpuint (get_data (self.ours, 3).target, ==, 4);
  tear_down (&self);
}

/* Errors */

static void
assert_choice_refused (TroveConflict *conflict, TroveChoice choice, int code, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_conflict_set_choice (conflict, choice, &error));
  assert_trove_error (error, code, text);
  g_assert_cmpint (trove_conflict_get_choice (conflict), ==, TROVE_CHOICE_OURS);
}

static void
assert_refused (TroveConflict *conflict, int code, const char *text)
{
  assert_choice_refused (conflict, TROVE_CHOICE_THEIRS, code, text);
}

/* Another object has the place of one that is to return. */
static void
test_no_room (void)
{
  Fixture self;
  TroveKey icon, later;

  set_up (&self);
  icon = add_shape (self.ours, 2, "icon", 0);
  split (&self);
  set_x (self.ours, icon, 1);
  remove_shape (self.theirs, icon);
  merge (&self);
  g_object_unref (commit (self.ours));
  remove_shape (self.ours, icon);
  g_object_unref (commit (self.ours));
  later = add_shape (self.ours, 2, "icon", 0);
  assert_choice_refused (nth (&self, 0), TROVE_CHOICE_OURS, TROVE_ERROR_REMOVED,
                         "cannot return to its place");
  g_assert_cmpuint (get_data (self.ours, 2).icon, ==, later);
  g_assert_null (trove_document_peek (self.ours, icon, NULL));
  tear_down (&self);
}

/* The object that has the place would go, and the other one cannot come. */
static void
test_half (void)
{
  Fixture self;
  TroveKey icon;

  set_up (&self);
  split (&self);
  icon = add_shape (self.ours, 2, "icon", 0);
  move_shape (self.theirs, 3, 2, "icon", 0);
  merge (&self);
  assert_n_conflicts (&self, 1);
  move_shape (self.ours, 2, 3, "children", 0);
  assert_refused (nth (&self, 0), TROVE_ERROR_CYCLE, "Shape 3");
  g_assert_cmpuint (get_data (self.ours, 2).icon, ==, icon);
  tear_down (&self);
}

static void
set_up_value (Fixture *self)
{
  set_up (self);
  split (self);
  set_x (self->ours, 2, 6);
  set_x (self->theirs, 2, 7);
  merge (self);
}

/* A reference to an object that was removed, before the commit and after it. */
static void
test_removed_target (void)
{
  Fixture self;

  set_up (&self);
  split (&self);
  set_target (self.ours, 2, 3);
  set_target (self.theirs, 2, 4);
  merge (&self);
  remove_shape (self.ours, 4);
  for (guint i = 0; i < 2; i++)
    {
      assert_refused (nth (&self, 0), TROVE_ERROR_REMOVED, "object 4, which was removed");
      g_assert_cmpuint (get_data (self.ours, 2).target, ==, 3);
      g_object_unref (commit (self.ours));
    }
  tear_down (&self);
}

static void
test_taken_back (void)
{
  Fixture self;

  set_up_value (&self);
  g_assert_true (trove_document_rollback (self.ours, NULL));
  assert_refused (nth (&self, 0), TROVE_ERROR_REMOVED, "rolled back");
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING, "*not decided*rolled back*");
  g_object_set (nth (&self, 0), "choice", TROVE_CHOICE_THEIRS, NULL);
  g_test_assert_expected_messages ();
  tear_down (&self);

  set_up_value (&self);
  g_object_unref (commit (self.ours));
  undo (self.ours);
  assert_refused (nth (&self, 0), TROVE_ERROR_REMOVED, "without it");
  g_assert_true (trove_document_redo (self.ours, NULL));
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  tear_down (&self);
}

/* The version that has the merge is gone, and so are later ones. */
static void
test_dropped (void)
{
  Fixture self;

  set_up_value (&self);
  trove_document_set_max_versions (self.ours, 1);
  for (guint i = 0; i < 6; i++)
    {
      set_x (self.ours, 3, 10 + i);
      g_object_unref (commit (self.ours));
      g_assert_true (trove_document_set_saved (self.ours, NULL, NULL));
    }
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  choose (nth (&self, 0), TROVE_CHOICE_OURS);
  tear_down (&self);
}

static void
test_refused (void)
{
  Fixture self;

  set_up_value (&self);
  g_assert_true (trove_document_begin (self.ours, NULL, NULL));
  assert_refused (nth (&self, 0), TROVE_ERROR_BUSY, "group");
  g_assert_true (trove_document_cancel (self.ours, NULL));
  remove_shape (self.ours, 2);
  g_object_unref (commit (self.ours));
  assert_refused (nth (&self, 0), TROVE_ERROR_REMOVED, "2");
  g_clear_object (&self.ours);
  assert_refused (nth (&self, 0), TROVE_ERROR_REMOVED, "gone");
  tear_down (&self);
}

/* The conflicts of changes that are applied are decided in the same way. */
static void
test_apply (void)
{
  Fixture self;
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveChanges) changes = NULL;

  set_up (&self);
  before = commit (self.ours);
  set_x (self.ours, 2, 6);
  after = commit (self.ours);
  set_x (self.ours, 2, 7);
  changes = compare (after, before);
  self.merge = trove_document_apply (self.ours, changes, NULL);
  assert_n_conflicts (&self, 1);
  assert_texts (nth (&self, 0), "6", "7", "0");
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  g_assert_cmpint (get_data (self.ours, 2).x, ==, 0);
  choose (nth (&self, 0), TROVE_CHOICE_OURS);
  g_assert_cmpint (get_data (self.ours, 2).x, ==, 7);
  tear_down (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/conflict-choice/value", test_value);
  g_test_add_func ("/conflict-choice/objects", test_objects);
  g_test_add_func ("/conflict-choice/reference", test_reference);
  g_test_add_func ("/conflict-choice/references", test_references);
  g_test_add_func ("/conflict-choice/variant", test_variant);
  g_test_add_func ("/conflict-choice/long-list", test_long_list);
  g_test_add_func ("/conflict-choice/owner", test_owner);
  g_test_add_func ("/conflict-choice/position", test_position);
  g_test_add_func ("/conflict-choice/occupied", test_occupied);
  g_test_add_func ("/conflict-choice/circle", test_circle);
  g_test_add_func ("/conflict-choice/returned", test_returned);
  g_test_add_func ("/conflict-choice/stays", test_stays);
  g_test_add_func ("/conflict-choice/owner-returns", test_owner_returns);
  g_test_add_func ("/conflict-choice/taken-back", test_taken_back);
  g_test_add_func ("/conflict-choice/later-reference", test_later_reference);
  g_test_add_func ("/conflict-choice/no-room", test_no_room);
  g_test_add_func ("/conflict-choice/removed-target", test_removed_target);
  g_test_add_func ("/conflict-choice/half", test_half);
  g_test_add_func ("/conflict-choice/dropped", test_dropped);
  g_test_add_func ("/conflict-choice/refused", test_refused);
  g_test_add_func ("/conflict-choice/apply", test_apply);

  return g_test_run ();
}
