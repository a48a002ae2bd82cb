/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each kind of conflict, made by hand: what it tells, and that the document stays as it is there. */

#include "drawing.h"

#include <string.h>

/* Conflicts as text */

static void
append_value (GString *text, const char *name, GValue *value)
{
  g_autofree char *contents = value != NULL ? g_strdup_value_contents (value) : NULL;

  if (value == NULL)
    return;
  g_string_append_printf (text, " %s %s", name, contents);
  g_value_unset (value);
  g_free (value);
}

/* The message names the property and the other object, if the conflict has them. */
static void
check_message (TroveConflict *conflict)
{
  const char *message = trove_conflict_get_message (conflict);
  const char *property = trove_conflict_get_property_name (conflict);
  TroveKey other = trove_conflict_get_other_key (conflict);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", property != NULL ? property : "");
  g_autofree char *named = g_strdup_printf ("object %" G_GUINT64_FORMAT, other);

  g_assert_cmpint (property != NULL, ==, strchr (message, '"') != NULL);
  g_assert_true (property == NULL || strstr (message, quoted) != NULL);
  g_assert_cmpint (other != 0, ==, strstr (message, "object ") != NULL);
  g_assert_true (other == 0 || strstr (message, named) != NULL);
}

/* A line for each conflict: its kind, the values that it has, and its message. */
static char *
describe_conflicts (TroveMerge *merge)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GEnumClass) kinds = g_type_class_ref (TROVE_TYPE_CONFLICT_KIND);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (merge)); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (merge), i);
      int kind = (int) trove_conflict_get_kind (conflict);

      check_message (conflict);
      g_string_append_printf (text, "%s%s:", i > 0 ? "\n" : "", g_enum_get_value (kinds, kind)->value_nick);
      append_value (text, "base", trove_conflict_dup_base_value (conflict));
      append_value (text, "ours", trove_conflict_dup_our_value (conflict));
      append_value (text, "theirs", trove_conflict_dup_their_value (conflict));
      g_string_append_printf (text, ": %s", trove_conflict_get_message (conflict));
    }
  return g_string_free (text, FALSE);
}

/* Applies the changes between two versions. Their conflicts are these lines. */
static void
assert_conflicts_of (TroveDocument *drawing, TroveChanges *changes, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) merge = trove_document_apply (drawing, changes, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = describe_conflicts (merge);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_conflicts (TroveDocument *drawing, TroveVersion *from, TroveVersion *to, const char *expected)
{
  g_autoptr (TroveChanges) changes = compare (from, to);

  assert_conflicts_of (drawing, changes, expected);
}

/* Nothing was edited. */
static void
assert_untouched (TroveDocument *drawing)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (drawing), now = freeze_drawing (drawing);

  g_assert_true (current == now);
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

/* Absent objects */

static void
test_absent_object (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  set_x (drawing, 3, 5);
  insert_link (drawing, 3, 0, 4);
  move_shape (drawing, 3, 2, "extras", 0);
  after = commit (drawing);
  remove_shape (drawing, 3);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "absent-object: base 2 ours 0 theirs 1: Shape 3 is not in the document any more, and is not moved\n"
      "absent-object:: Shape 3 is not in the document any more, and its \"x\" is not changed\n"
      "absent-object:: Shape 3 is not in the document any more, and its \"links\" is not changed");
  assert_untouched (drawing);
}

static void
test_absent_owner (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;
  TroveKey child = add_shape (drawing, 2, "children", 0);

  add_shape (drawing, child, "icon", 0);
  move_shape (drawing, 3, 2, "extras", 0);
  after = commit (drawing);
  undo (drawing);
  remove_shape (drawing, 2);
  later = commit (drawing);

  assert_conflicts (drawing, before, after,
                    "absent-owner: base 1 ours 1 theirs 2: Shape 3 stays without object 2 as its owner, "
                    "which is not in the document\n"
                    "absent-owner: base 0 ours 0 theirs 2: Shape 4 stays without object 2 as its owner, "
                    "which is not in the document\n"
                    "absent-owner: base 0 ours 0 theirs 4: Shape 5 stays without object 4 as its owner, "
                    "which is not in the document");
  assert_untouched (drawing);
}

/* An object moves to one that is not added, since its own owner is absent. */
static void
test_absent_new_owner (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  move_shape (drawing, 3, add_shape (drawing, 2, "children", 0), "icon", 0);
  after = commit (drawing);
  undo (drawing);
  remove_shape (drawing, 2);
  later = commit (drawing);

  assert_conflicts (drawing, before, after,
                    "absent-owner: base 1 ours 1 theirs 4: Shape 3 stays without object 4 as its owner, "
                    "which is not in the document\n"
                    "absent-owner: base 0 ours 0 theirs 2: Shape 4 stays without object 2 as its owner, "
                    "which is not in the document");
  assert_untouched (drawing);
}

/* Objects that the next commit drops are no owners and no targets. */
static void
test_ownerless (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;

  add_shape (drawing, 2, "children", 0);
  set_target (drawing, 3, 2);
  after = commit (drawing);
  undo (drawing);
  remove_shape (drawing, 2);

  assert_conflicts (drawing, before, after,
                    "absent-target: base 0 ours 0 theirs 2: \"target\" of Shape 3 cannot name object 2, "
                    "which is not in the document\n"
                    "absent-owner: base 0 ours 0 theirs 2: Shape 5 stays without object 2 as its owner, "
                    "which is not in the document");
}

static void
test_ownerless_added (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), frozen = NULL;

  add_shape (drawing, 0, NULL, 0);
  frozen = freeze_drawing (drawing);
  g_assert_true (trove_document_rollback (drawing, NULL));

  assert_conflicts (drawing, before, frozen,
                    "absent-owner: base 0 ours 0 theirs 0: Shape 3 is not added: it has no owner");
  assert_untouched (drawing);
}

static void
test_absent_target (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;
  TroveKey added;

  set_target (drawing, 3, 4);
  insert_link (drawing, 3, 0, 4);
  before = commit (drawing);
  set_target (drawing, 3, 2);
  insert_link (drawing, 3, 0, 2);
  insert_link (drawing, 3, 1, 5);
  added = add_circle (drawing, DRAWING_ROOT, "children", 0);
  set_target (drawing, added, 2);
  insert_link (drawing, added, 0, 2);
  insert_link (drawing, added, 1, 3);
  after = commit (drawing);
  undo (drawing);
  remove_shape (drawing, 2);
  later = commit (drawing);

  assert_conflicts (
      drawing, before, after,
      "absent-target: base 4 ours 4 theirs 2: \"target\" of Shape 3 cannot name object 2, which is not in "
      "the document\n"
      "absent-target: theirs 2: \"links\" of Shape 3 cannot name object 2, which is not in the document\n"
      "absent-target: ours 0 theirs 2: \"target\" of Circle 6 cannot name object 2, which is not in the "
      "document\n"
      "absent-target: theirs 2: \"links\" of Circle 6 cannot name object 2, which is not in the document");
  assert_now (later, freeze_drawing (drawing), "1 Shape children: 0-0 0+1", "3 Shape target: 4 to 0",
              "3 Shape links: 0-0 0+1", "6 Circle added at 1.children[0]");
  g_assert_cmpuint (trove_document_get_n_children (drawing, added, "links"), ==, 1);
}

/* Picked changes that need others */

static TroveChanges *
pick (TroveChanges *changes, TroveChangeKind kind, TroveKey key)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changes)); i++)
    {
      g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);

      if (trove_change_get_kind (change) == kind && trove_change_get_key (change) == key)
        g_array_append_val (positions, i);
    }
  return trove_changes_pick (changes, (const guint *) positions->data, positions->len);
}

static void
test_not_picked (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  g_autoptr (TroveChanges) changes = NULL, list = NULL, icon = NULL, inverse = NULL;

  remove_shape (drawing, 2);
  move_shape (drawing, 3, 4, "icon", 0);
  add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  set_target (drawing, 4, 5);
  after = commit (drawing);
  changes = compare (before, after);
  undo (drawing);

  list = pick (changes, TROVE_CHANGE_LIST, DRAWING_ROOT);
  assert_conflicts_of (
      drawing, list,
      "not-picked:: \"children\" of Shape 1 depends on a change of object 2, which was not picked\n"
      "not-picked:: \"children\" of Shape 1 depends on a change of object 3, which was not picked\n"
      "not-picked:: \"children\" of Shape 1 depends on a change of object 5, which was not picked");
  icon = pick (changes, TROVE_CHANGE_SET, 4);
  assert_conflicts_of (drawing, icon,
                       "absent-target: base 0 ours 0 theirs 5: \"target\" of Shape 4 cannot name object 5, "
                       "which is not in the document\n"
                       "not-picked: base 0 ours 0 theirs 3: \"icon\" of Shape 4 depends on a change of "
                       "object 3, which was not picked");
  assert_untouched (drawing);

  /* And in the other direction. */
  g_assert_true (trove_document_redo (drawing, NULL));
  inverse = trove_changes_inverse (icon);
  assert_conflicts_of (drawing, inverse,
                       "not-picked: base 3 ours 3 theirs 0: \"icon\" of Shape 4 depends on a change of "
                       "object 3, which was not picked");
}

/* An object is removed without what it owns. */
static void
test_not_picked_removal (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  TroveKey child = add_shape (drawing, 2, "children", 0);
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveChanges) changes = NULL, owner = NULL, target = NULL;

  set_target (drawing, 3, child);
  insert_link (drawing, 3, 0, 2);
  before = commit (drawing);
  remove_shape (drawing, 2);
  after = commit (drawing);
  changes = compare (before, after);
  undo (drawing);

  owner = pick (changes, TROVE_CHANGE_REMOVED, 2);
  assert_conflicts_of (
      drawing, owner,
      "in-use:: Shape 2 is not removed: object 4 stays, which owns it, is owned by it or refers to it");
  {
    g_autoptr (TroveChanges) all = compare (before, after);
    const guint positions[] = { 1, 2, 4 }; /* all but those of the list of the root and of the links */
    g_autofree char *text = NULL;
    g_autoptr (TroveChanges) most = trove_changes_pick (all, positions, G_N_ELEMENTS (positions));

    text = describe_changes (most);
    g_assert_cmpstr (
        text, ==,
        "2 Shape removed from 1.children[0]\n3 Shape target: 4 to 0\n4 Shape removed from 2.children[0]\n");
    assert_conflicts_of (
        drawing, most,
        "in-use:: Shape 2 is not removed: object 3 stays, which owns it, is owned by it or refers to it\n"
        "in-use:: Shape 4 is not removed: object 2 stays, which owns it, is owned by it or refers to it");
  }
  target = pick (changes, TROVE_CHANGE_REMOVED, child);
  assert_conflicts_of (
      drawing, target,
      "in-use:: Shape 4 is not removed: object 3 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing);
}

/* Later values */

static void
test_later_value (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  set_x (drawing, 2, 1);
  set_label (drawing, 2, "one");
  set_target (drawing, 2, 3);
  after = commit (drawing);
  set_x (drawing, 2, 2);
  set_target (drawing, 2, 2);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "later-value: base 1 ours 2 theirs 0: \"x\" of Shape 2 has a later value, which stays\n"
      "later-value: base 3 ours 2 theirs 0: \"target\" of Shape 2 has a later value, which stays");
  assert_now (later, freeze_drawing (drawing), "2 Shape label: \"one\" to NULL");
}

/* A value that is the new one already is no conflict. */
static void
test_same_value (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, again = NULL;

  set_x (drawing, 2, 1);
  set_target (drawing, 2, 3);
  insert_link (drawing, 2, 0, 3);
  after = commit (drawing);
  undo (drawing);
  set_x (drawing, 2, 1);
  set_target (drawing, 2, 3);
  insert_link (drawing, 2, 0, 3);
  again = commit (drawing);

  assert_conflicts (drawing, before, after, "");
  assert_untouched (drawing);
}

static void
test_later_item (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;

  for (TroveKey key = 2; key <= 4; key++)
    insert_link (drawing, 5, G_MAXUINT, key);
  before = commit (drawing);
  remove_link (drawing, 5, 0);
  insert_link (drawing, 5, G_MAXUINT, 2);
  after = commit (drawing);
  undo (drawing);
  remove_link (drawing, 5, 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, before, after,
      "later-value: theirs 2: \"links\" of Shape 5 has lost object 2 since, which is not moved");
  assert_untouched (drawing);
}

/* Removing: taking back the step that added an object */

static void
test_removed_later (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  for (guint i = 0; i < 3; i++)
    add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  after = commit (drawing);
  set_label (drawing, 3, "later");
  move_shape (drawing, 4, 2, "icon", 0);
  set_x (drawing, 4, 1);
  insert_link (drawing, 5, 0, 2);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "later-value: base NULL ours \"later\": Shape 3 is not removed: its \"label\" has been changed since\n"
      "later-place: base 1 ours 2 theirs 0: Shape 4 has been moved since, and stays where it is\n"
      "later-value:: Shape 5 is not removed: its \"links\" has been changed since");
  assert_untouched (drawing);
}

/* References to objects that were dropped since are no later values. */
static void
test_removed_target (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL, now = NULL;
  TroveKey added = add_shape (drawing, DRAWING_ROOT, "children", 0);

  set_target (drawing, added, 2);
  insert_link (drawing, added, 0, 2);
  insert_link (drawing, added, 1, 3);
  insert_link (drawing, added, 2, 2);
  after = commit (drawing);
  remove_shape (drawing, 2);
  later = commit (drawing);

  assert_conflicts (drawing, after, before, "");
  now = commit (drawing);
  assert_changes (later, now, "1 Shape children: 0-1 0+0", "5 Shape removed from 1.children[0]");
}

/* The objects that an object owns are no values of it. */
static void
test_owns_later (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;
  TroveKey added = add_shape (drawing, DRAWING_ROOT, "children", 0);

  after = commit (drawing);
  move_shape (drawing, 2, added, "icon", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "in-use:: Shape 4 is not removed: object 2 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing);
}

/* A property that the changes set refers to the object since. */
static void
test_refers_later (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;
  TroveKey added = add_shape (drawing, DRAWING_ROOT, "children", 0);

  set_target (drawing, 2, 3);
  after = commit (drawing);
  set_target (drawing, 2, added);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "later-value: base 3 ours 5 theirs 0: \"target\" of Shape 2 has a later value, which stays\n"
      "in-use:: Shape 5 is not removed: object 2 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing);
}

/* An object stays if another one was added to it since, or refers to it. So do all objects that it owns. */
static void
test_in_use (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;
  TroveKey group = add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  TroveKey child = add_shape (drawing, group, "children", 0), target = add_shape (drawing, 2, "children", 0);

  add_shape (drawing, child, "icon", 0);
  set_target (drawing, 2, group);
  set_target (drawing, child, target);
  after = commit (drawing);
  add_shape (drawing, child, "extras", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "in-use:: Shape 3 is not removed: object 4 stays, which owns it, is owned by it or refers to it\n"
      "in-use:: Shape 4 is not removed: object 7 stays, which owns it, is owned by it or refers to it\n"
      "in-use:: Shape 5 is not removed: object 4 stays, which owns it, is owned by it or refers to it\n"
      "in-use:: Shape 6 is not removed: object 4 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing); /* 2.target is not cleared either */
}

static void
test_referred_to (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  for (guint i = 0; i < 3; i++)
    add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  insert_link (drawing, 2, 0, 5);
  after = commit (drawing);
  set_target (drawing, 2, 4);
  insert_link (drawing, 3, 0, 6);
  insert_link (drawing, 2, 0, 3);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "in-use:: Shape 4 is not removed: object 2 stays, which owns it, is owned by it or refers to it\n"
      "in-use:: Shape 6 is not removed: object 3 stays, which owns it, is owned by it or refers to it");
  assert_now (later, commit (drawing), "1 Shape children: 3-1 3+0", "2 Shape links: 1-1 1+0",
              "5 Shape removed from 1.children[3]");
}

/* An object of a lower key, which another one refers to that must stay. */
static void
test_refers_and_stays (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;
  TroveKey target = add_shape (drawing, DRAWING_ROOT, "children", 0);
  TroveKey owner = add_shape (drawing, DRAWING_ROOT, "children", 0);

  insert_link (drawing, owner, 0, target);
  after = commit (drawing);
  add_shape (drawing, owner, "icon", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "in-use:: Shape 3 is not removed: object 4 stays, which owns it, is owned by it or refers to it\n"
      "in-use:: Shape 4 is not removed: object 5 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing);
}

/* A list that had one reference to the object, and has another one now. */
static void
test_referred_to_again (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  insert_link (drawing, 2, 0, 4);
  after = commit (drawing);
  insert_link (drawing, 2, 0, 4);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "in-use:: Shape 4 is not removed: object 2 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing);
}

/* Places */

static void
test_later_place (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  move_shape (drawing, 5, 2, "icon", 0);
  move_shape (drawing, 3, DRAWING_ROOT, "children", G_MAXUINT);
  after = commit (drawing);
  move_shape (drawing, 5, 4, "icon", 0);
  move_shape (drawing, 3, 2, "extras", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "later-place: base 1 ours 2 theirs 1: Shape 3 has been moved since, and stays where it is\n"
      "later-place: base 2 ours 4 theirs 1: Shape 5 has been moved since, and stays where it is");
  assert_untouched (drawing);
}

/* At the same owner, in another list. */
static void
test_other_list (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;
  TroveKey added;

  before = commit (drawing);
  added = add_shape (drawing, DRAWING_ROOT, "children", 0);
  move_shape (drawing, 3, 2, "icon", 0);
  after = commit (drawing);
  move_shape (drawing, added, DRAWING_ROOT, "extras", 0);
  move_shape (drawing, 3, 2, "extras", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, after, before,
      "later-place: base 2 ours 2 theirs 1: Shape 3 has been moved since, and stays where it is\n"
      "later-place: base 1 ours 1 theirs 0: Shape 4 has been moved since, and stays where it is");
  assert_untouched (drawing);
}

/* An object that is at its new owner already keeps its position there. */
static void
test_same_owner (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;

  add_shape (drawing, 2, "children", 0);
  before = commit (drawing);
  move_shape (drawing, 3, 2, "children", 0);
  after = commit (drawing);
  undo (drawing);
  move_shape (drawing, 3, 2, "children", 1);
  later = commit (drawing);

  assert_conflicts (drawing, before, after, "");
  assert_untouched (drawing);
}

static void
test_occupied (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  move_shape (drawing, 3, 2, "icon", 0);
  after = commit (drawing);
  undo (drawing);
  move_shape (drawing, 4, 2, "icon", 0);
  later = commit (drawing);

  assert_conflicts (drawing, before, after,
                    "occupied: base 1 ours 1 theirs 2: Shape 3 is not put in its place, which object 4 has");
  assert_untouched (drawing);
}

/* The object in the property must stay, since it was changed. */
static void
test_occupied_later (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;
  TroveKey icon = add_shape (drawing, 2, "icon", 0);

  before = commit (drawing);
  move_shape (drawing, 3, 2, "icon", 0);
  after = commit (drawing);
  undo (drawing);
  set_x (drawing, icon, 1);
  later = commit (drawing);

  assert_conflicts (drawing, before, after,
                    "occupied: base 1 ours 1 theirs 2: Shape 3 is not put in its place, which object 4 has\n"
                    "later-value: base 0 ours 1: Shape 4 is not removed: its \"x\" has been changed since");
  assert_untouched (drawing);
}

/* The same, since something was added to it. */
static void
test_occupied_in_use (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;
  TroveKey icon = add_shape (drawing, 2, "icon", 0);

  before = commit (drawing);
  move_shape (drawing, 3, 2, "icon", 0);
  after = commit (drawing);
  undo (drawing);
  add_shape (drawing, icon, "children", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, before, after,
      "occupied: base 1 ours 1 theirs 2: Shape 3 is not put in its place, which object 4 has\n"
      "in-use:: Shape 4 is not removed: object 5 stays, which owns it, is owned by it or refers to it");
  assert_untouched (drawing);
}

static void
test_cycle (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) before = NULL, after = NULL, later = NULL;
  TroveKey inner = add_shape (drawing, 2, "children", 0);

  before = commit (drawing);
  move_shape (drawing, 3, inner, "children", 0);
  after = commit (drawing);
  undo (drawing);
  move_shape (drawing, 2, 3, "icon", 0);
  later = commit (drawing);

  assert_conflicts (drawing, before, after,
                    "cycle: base 1 ours 1 theirs 5: Shape 3 is not moved to object 5, which it owns");
  assert_untouched (drawing);
}

/* Adding */

static void
test_exists (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;

  for (guint i = 0; i < 3; i++)
    add_shape (drawing, DRAWING_ROOT, "children", G_MAXUINT);
  after = commit (drawing);
  set_x (drawing, 3, 4);
  move_shape (drawing, 4, 2, "extras", 0);
  later = commit (drawing);

  assert_conflicts (
      drawing, before, after,
      "exists: ours 4 theirs 0: Shape 3 is not added: it is in the document, with another value of \"x\"\n"
      "exists: base 0 ours 2 theirs 1: Shape 4 is not added: it is in the document, at another place");
  assert_untouched (drawing);
}

/* An object that was taken out, and is still there, is put back. */
static void
test_taken_out (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  TroveKey group = add_shape (drawing, DRAWING_ROOT, "children", 0);

  add_shape (drawing, group, "icon", 0);
  after = commit (drawing);
  remove_shape (drawing, group);

  assert_conflicts (drawing, before, after, "");
  assert_now (after, commit (drawing), "");

  remove_shape (drawing, group);
  assert_conflicts (drawing, after, before, "");
  assert_now (before, commit (drawing), "");
}

/* Properties */

static void
test_properties (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL, later = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (TroveConflict) conflict = NULL;
  g_autofree char *property = NULL, *message = NULL;
  TroveConflictKind kind;
  guint64 key, other;
  GType type;

  set_target (drawing, 2, DRAWING_ROOT);
  after = commit (drawing);
  set_target (drawing, 2, 2);
  later = commit (drawing);
  changes = compare (after, before);
  merge = trove_document_apply (drawing, changes, NULL);
  g_clear_object (&drawing); /* a conflict outlives it */

  conflict = g_list_model_get_item (G_LIST_MODEL (merge), 0);
  g_object_get (conflict, "kind", &kind, "key", &key, "object-type", &type, "property-name", &property,
                "other-key", &other, "message", &message, NULL);
  g_assert_cmpint (kind, ==, TROVE_CONFLICT_LATER_VALUE);
  g_assert_cmpuint (key, ==, 2);
  g_assert_true (type == shape_get_type () && type == trove_conflict_get_object_type (conflict));
  g_assert_cmpstr (property, ==, "target");
  g_assert_cmpuint (other, ==, trove_conflict_get_other_key (conflict));
  g_assert_cmpstr (message, ==, trove_conflict_get_message (conflict));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/conflict/absent-object", test_absent_object);
  g_test_add_func ("/conflict/absent-owner", test_absent_owner);
  g_test_add_func ("/conflict/absent-new-owner", test_absent_new_owner);
  g_test_add_func ("/conflict/ownerless", test_ownerless);
  g_test_add_func ("/conflict/ownerless-added", test_ownerless_added);
  g_test_add_func ("/conflict/absent-target", test_absent_target);
  g_test_add_func ("/conflict/not-picked", test_not_picked);
  g_test_add_func ("/conflict/not-picked-removal", test_not_picked_removal);
  g_test_add_func ("/conflict/later-value", test_later_value);
  g_test_add_func ("/conflict/same-value", test_same_value);
  g_test_add_func ("/conflict/later-item", test_later_item);
  g_test_add_func ("/conflict/removed-later", test_removed_later);
  g_test_add_func ("/conflict/removed-target", test_removed_target);
  g_test_add_func ("/conflict/owns-later", test_owns_later);
  g_test_add_func ("/conflict/refers-later", test_refers_later);
  g_test_add_func ("/conflict/in-use", test_in_use);
  g_test_add_func ("/conflict/referred-to", test_referred_to);
  g_test_add_func ("/conflict/refers-and-stays", test_refers_and_stays);
  g_test_add_func ("/conflict/referred-to-again", test_referred_to_again);
  g_test_add_func ("/conflict/later-place", test_later_place);
  g_test_add_func ("/conflict/other-list", test_other_list);
  g_test_add_func ("/conflict/same-owner", test_same_owner);
  g_test_add_func ("/conflict/occupied", test_occupied);
  g_test_add_func ("/conflict/occupied-later", test_occupied_later);
  g_test_add_func ("/conflict/occupied-in-use", test_occupied_in_use);
  g_test_add_func ("/conflict/cycle", test_cycle);
  g_test_add_func ("/conflict/exists", test_exists);
  g_test_add_func ("/conflict/taken-out", test_taken_out);
  g_test_add_func ("/conflict/properties", test_properties);

  return g_test_run ();
}
