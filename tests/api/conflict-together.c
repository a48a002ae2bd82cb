/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties that belong together: they are merged and decided as one. */

#include "drawing.h"
#include "test-util.h"

/* Two branches of a document whose root is a frame; theirs is merged into ours. */
typedef struct
{
  TroveDocument *ours, *theirs;
  TroveVersion *base;
  TroveMerge *merge;
} Fixture;

static GParamSpec *
number (const char *name, const char *together)
{
  GParamSpec *pspec = g_param_spec_int (name, NULL, NULL, 0, 100, 0, G_PARAM_READWRITE);

  if (together != NULL)
    trove_param_spec_set_together (pspec, together);
  return pspec;
}

static GParamSpec *
text (const char *name, const char *together)
{
  GParamSpec *pspec = g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE);

  trove_param_spec_set_together (pspec, together);
  return pspec;
}

static GType frame_type, deep_frame_type, hub_type;

/* A box, a range, and a value alone, in a mixed order. */
static void
register_frame (void)
{
  GParamSpec *pspecs[] = {
    number ("x", "box"),     number ("least", "range"), number ("weight", NULL),
    number ("width", "box"), number ("most", "range"),  text ("unit", "box"),
  };

  frame_type =
      trove_object_register_type ("TogetherFrame", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), NULL);
}

/* Its own property joins the box. */
static void
register_deep_frame (void)
{
  GParamSpec *pspecs[] = { number ("depth", "box"), number ("age", "other") };

  deep_frame_type =
      trove_object_register_type ("TogetherDeepFrame", frame_type, pspecs, G_N_ELEMENTS (pspecs), NULL);
}

static void
set_up (Fixture *self, GType type)
{
  *self = (Fixture){ .ours = trove_document_new (type, NULL, 0) };
  g_object_set (trove_document_get_root (self->ours), "x", 1, "width", 1, "unit", "mm", NULL);
  self->base = commit (self->ours);
  self->theirs = trove_document_branch (self->ours, NULL, NULL);
}

static void
tear_down (Fixture *self)
{
  g_clear_object (&self->merge);
  g_clear_object (&self->base);
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
}

static void
set (TroveDocument *document, const char *property, int value)
{
  g_object_set (trove_document_get_root (document), property, value, NULL);
}

static int
get (TroveDocument *document, const char *property)
{
  int value;

  g_object_get (trove_document_get_root (document), property, &value, NULL);
  return value;
}

/* The box of ours. */
static void
assert_box (const Fixture *self, int x, int width, const char *unit)
{
  g_autofree char *found = NULL;

  g_assert_cmpint (get (self->ours, "x"), ==, x);
  g_assert_cmpint (get (self->ours, "width"), ==, width);
  g_object_get (trove_document_get_root (self->ours), "unit", &found, NULL);
  g_assert_cmpstr (found, ==, unit);
}

static void
merge (Fixture *self, guint n_conflicts)
{
  g_autoptr (TroveVersion) theirs = commit (self->theirs);
  g_autoptr (GError) error = NULL;

  self->merge = trove_document_merge (self->ours, theirs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->merge)), ==, n_conflicts);
}

static TroveConflict *
nth (const Fixture *self, guint i)
{
  g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (self->merge), i);

  return conflict; /* the merge has a reference */
}

static void
choose (TroveConflict *conflict, TroveChoice choice)
{
  g_autoptr (GError) error = NULL;

  trove_conflict_set_choice (conflict, choice, &error);
  g_assert_no_error (error);
}

/* The names of all, the first of which is the property's name. */
static void
assert_names (TroveConflict *conflict, const char *first, const char *all)
{
  g_auto (GStrv) names = trove_conflict_dup_property_names (conflict);
  g_auto (GStrv) same = NULL;
  g_autofree char *joined = g_strjoinv (" ", names);

  g_object_get (conflict, "property-names", &same, NULL);
  g_assert_cmpstrv (names, same);
  g_assert_cmpstr (joined, ==, all);
  g_assert_cmpstr (trove_conflict_get_property_name (conflict), ==, first);
}

static void
assert_text (TroveConflict *conflict, TroveChoice choice, const char *expected)
{
  g_autofree char *found = trove_conflict_dup_text (conflict, choice);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_value (GValue *value, int expected)
{
  g_assert_cmpint (g_value_get_int (value), ==, expected);
  g_boxed_free (G_TYPE_VALUE, value);
}

/* Merges */

static void
test_one_side (void)
{
  Fixture self;

  set_up (&self, frame_type);
  set (self.ours, "weight", 2);
  set (self.ours, "least", 2);
  set (self.theirs, "x", 3);
  g_object_set (trove_document_get_root (self.theirs), "unit", "cm", NULL);
  merge (&self, 0);
  assert_box (&self, 3, 1, "cm");
  g_assert_cmpint (get (self.ours, "weight"), ==, 2);
  g_assert_cmpint (get (self.ours, "least"), ==, 2);
  tear_down (&self);

  set_up (&self, frame_type);
  set (self.ours, "x", 3);
  set (self.theirs, "weight", 2);
  set (self.theirs, "most", 2);
  merge (&self, 0);
  assert_box (&self, 3, 1, "mm");
  g_assert_cmpint (get (self.ours, "weight"), ==, 2);
  g_assert_cmpint (get (self.ours, "most"), ==, 2);
  tear_down (&self);
}

/* Ours has moved the box, and theirs has resized it. */
static void
test_both_sides (void)
{
  Fixture self;

  set_up (&self, frame_type);
  set (self.ours, "x", 2);
  set (self.theirs, "width", 3);
  set (self.theirs, "weight", 3);
  merge (&self, 1);
  assert_box (&self, 2, 1, "mm");
  g_assert_cmpint (get (self.ours, "weight"), ==, 3);

  g_assert_cmpint (trove_conflict_get_kind (nth (&self, 0)), ==, TROVE_CONFLICT_LATER_VALUE);
  g_assert_cmpstr (
      trove_conflict_get_message (nth (&self, 0)), ==,
      "\"x\" of TogetherFrame 1 and what belongs together with it have later values, which stay");
  assert_names (nth (&self, 0), "x", "x width");
  assert_text (nth (&self, 0), TROVE_CHOICE_BASE, "\"x\" is 1, \"width\" is 1");
  assert_text (nth (&self, 0), TROVE_CHOICE_OURS, "\"x\" is 2, \"width\" is 1");
  assert_text (nth (&self, 0), TROVE_CHOICE_THEIRS, "\"x\" is 1, \"width\" is 3");
  assert_value (trove_conflict_dup_base_value (nth (&self, 0)), 1);
  assert_value (trove_conflict_dup_our_value (nth (&self, 0)), 2);
  assert_value (trove_conflict_dup_their_value (nth (&self, 0)), 1);
  tear_down (&self);
}

static void
test_same (void)
{
  Fixture self;

  set_up (&self, frame_type);
  for (guint side = 0; side < 2; side++)
    {
      set (side == 0 ? self.ours : self.theirs, "x", 2);
      set (side == 0 ? self.ours : self.theirs, "width", 2);
    }
  merge (&self, 0);
  assert_box (&self, 2, 2, "mm");
  tear_down (&self);

  /* One of them has changed more. */
  set_up (&self, frame_type);
  set (self.ours, "x", 2);
  set (self.theirs, "x", 2);
  set (self.theirs, "width", 2);
  merge (&self, 1);
  assert_box (&self, 2, 1, "mm");
  assert_names (nth (&self, 0), "width", "x width");
  tear_down (&self);
}

/* Different names are merged apart. */
static void
test_two_names (void)
{
  Fixture self;

  set_up (&self, frame_type);
  set (self.ours, "x", 2);
  set (self.ours, "most", 2);
  set (self.theirs, "width", 3);
  set (self.theirs, "least", 3);
  merge (&self, 2);
  assert_names (nth (&self, 0), "x", "x width");
  assert_names (nth (&self, 1), "least", "least most");
  choose (nth (&self, 1), TROVE_CHOICE_THEIRS);
  assert_box (&self, 2, 1, "mm");
  g_assert_cmpint (get (self.ours, "least"), ==, 3);
  g_assert_cmpint (get (self.ours, "most"), ==, 0);
  tear_down (&self);
}

/* A derived class inherits them, and adds its own. */
static void
test_derived (void)
{
  Fixture self;

  set_up (&self, deep_frame_type);
  set (self.ours, "depth", 2);
  set (self.ours, "age", 2);
  set (self.theirs, "x", 3);
  set (self.theirs, "least", 3);
  merge (&self, 1);
  assert_names (nth (&self, 0), "x", "x depth");
  assert_box (&self, 1, 1, "mm");
  g_assert_cmpint (get (self.ours, "least"), ==, 3);
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  assert_box (&self, 3, 1, "mm");
  g_assert_cmpint (get (self.ours, "depth"), ==, 0);
  g_assert_cmpint (get (self.ours, "age"), ==, 2);
  tear_down (&self);
}

/* Choices */

static void
note_notify (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_choices (void)
{
  Fixture self;
  guint n = 0;

  set_up (&self, frame_type);
  set (self.ours, "x", 2);
  g_object_set (trove_document_get_root (self.ours), "unit", "inch", NULL);
  set (self.theirs, "width", 3);
  g_object_set (trove_document_get_root (self.theirs), "unit", "cm", NULL);
  merge (&self, 1);
  g_signal_connect (nth (&self, 0), "notify::choice", G_CALLBACK (note_notify), &n);
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  assert_box (&self, 1, 3, "cm");
  choose (nth (&self, 0), TROVE_CHOICE_BASE);
  assert_box (&self, 1, 1, "mm");
  g_object_unref (commit (self.ours));
  choose (nth (&self, 0), TROVE_CHOICE_OURS);
  assert_box (&self, 2, 1, "inch");
  g_assert_cmpuint (n, ==, 3);
  g_object_unref (commit (self.ours));

  g_assert_true (trove_document_undo (self.ours, NULL));
  assert_box (&self, 1, 1, "mm");
  g_assert_true (trove_document_undo (self.ours, NULL));
  assert_box (&self, 2, 1, "inch");
  g_assert_true (trove_document_redo (self.ours, NULL));
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  assert_box (&self, 1, 3, "cm");
  tear_down (&self);
}

/* A choice is of all of them, whatever the user has edited since. */
static void
test_edited_since (void)
{
  Fixture self;

  set_up (&self, frame_type);
  set (self.ours, "x", 2);
  set (self.theirs, "x", 3);
  merge (&self, 1);
  set (self.ours, "width", 9);
  set (self.ours, "weight", 9);
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  assert_box (&self, 3, 1, "mm");
  g_assert_cmpint (get (self.ours, "weight"), ==, 9);
  tear_down (&self);
}

/* Changes are applied property by property. */
static void
test_apply (void)
{
  Fixture self;
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (TroveChanges) changes = NULL;

  set_up (&self, frame_type);
  set (self.theirs, "x", 3);
  set (self.theirs, "width", 3);
  theirs = commit (self.theirs);
  changes = trove_version_compare (self.base, theirs, NULL);
  set (self.ours, "x", 2);
  self.merge = trove_document_apply (self.ours, changes, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self.merge)), ==, 1);
  assert_box (&self, 2, 3, "mm");
  assert_names (nth (&self, 0), "x", "x");
  choose (nth (&self, 0), TROVE_CHOICE_BASE);
  assert_box (&self, 1, 3, "mm");
  tear_down (&self);
}

/* References */

/* A root that owns targets, and refers to one of them. */
static void
register_hub (void)
{
  GParamSpec *pspecs[] = {
    number ("angle", "end"),
    g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READWRITE),
    trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
  };

  trove_param_spec_set_together (pspecs[1], "end");
  hub_type =
      trove_object_register_type ("TogetherHub", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), NULL);
}

static void
aim (TroveDocument *document, TroveKey target)
{
  g_autoptr (TroveObject) object = target != 0 ? trove_document_lookup (document, target) : NULL;

  g_object_set (trove_document_get_root (document), "target", object, NULL);
}

static void
assert_end (const Fixture *self, int angle, TroveKey target)
{
  g_autoptr (TroveObject) object = NULL;

  g_object_get (trove_document_get_root (self->ours), "target", &object, NULL);
  g_assert_cmpint (get (self->ours, "angle"), ==, angle);
  g_assert_cmpuint (object != NULL ? trove_object_get_key (object) : 0, ==, target);
}

/* A document that refers to the first of two targets. */
static void
set_up_hub (Fixture *self, TroveKey targets[2])
{
  *self = (Fixture){ .ours = trove_document_new (hub_type, NULL, 0) };
  for (guint i = 0; i < 2; i++)
    g_assert_true (trove_document_add (self->ours, frame_type, NULL, trove_document_get_root_key (self->ours),
                                       "children", G_MAXUINT, &targets[i], NULL));
  aim (self->ours, targets[0]);
  self->base = commit (self->ours);
  self->theirs = trove_document_branch (self->ours, NULL, NULL);
}

static void
test_references (void)
{
  Fixture self;
  TroveKey targets[2];

  set_up_hub (&self, targets);
  set (self.ours, "angle", 2);
  aim (self.theirs, targets[1]);
  merge (&self, 1);
  assert_end (&self, 2, targets[0]);
  assert_names (nth (&self, 0), "angle", "angle target");
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  assert_end (&self, 0, targets[1]);
  choose (nth (&self, 0), TROVE_CHOICE_BASE);
  assert_end (&self, 0, targets[0]);
  tear_down (&self);
}

/* A reference that was cleared with its object is no change. */
static void
test_lost_references (void)
{
  Fixture self;
  TroveKey targets[2];

  set_up_hub (&self, targets);
  g_assert_true (trove_document_remove (self.ours, targets[0], NULL));
  set (self.theirs, "angle", 2);
  merge (&self, 0);
  assert_end (&self, 2, 0);
  tear_down (&self);

  set_up_hub (&self, targets);
  set (self.ours, "angle", 2);
  g_assert_true (trove_document_remove (self.theirs, targets[0], NULL));
  merge (&self, 0);
  g_object_unref (commit (self.ours));
  assert_end (&self, 2, 0);
  tear_down (&self);
}

/* Nor is it named, whichever side has removed the object. */
static void
test_lost_names (void)
{
  for (guint direction = 0; direction < 2; direction++)
    {
      Fixture self;
      TroveKey targets[2];

      set_up_hub (&self, targets);
      set (self.ours, "angle", 2);
      set (self.theirs, "angle", 3);
      g_assert_true (trove_document_remove (direction == 0 ? self.ours : self.theirs, targets[0], NULL));
      merge (&self, 1);
      assert_names (nth (&self, 0), "angle", "angle");
      assert_text (nth (&self, 0), TROVE_CHOICE_BASE, "\"angle\" is 0");
      assert_text (nth (&self, 0), TROVE_CHOICE_OURS, "\"angle\" is 2");
      assert_text (nth (&self, 0), TROVE_CHOICE_THEIRS, "\"angle\" is 3");
      tear_down (&self);
    }
}

/* The object returns: that ours has cleared the reference with it is still no change. */
static void
test_returned_target (void)
{
  Fixture self;
  TroveKey targets[2];
  g_autoptr (TroveObject) target = NULL;

  set_up_hub (&self, targets);
  g_assert_true (trove_document_remove (self.ours, targets[0], NULL));
  target = trove_document_lookup (self.theirs, targets[0]);
  g_object_set (target, "x", 5, NULL);
  set (self.theirs, "angle", 2);
  merge (&self, 1);
  g_assert_cmpint (trove_conflict_get_kind (nth (&self, 0)), ==, TROVE_CONFLICT_RETURNED);
  assert_end (&self, 2, targets[0]);
  tear_down (&self);
}

/* One side clears the reference, and the other removes the object: the clearing counts, in both directions. */
static void
test_cleared_references (void)
{
  for (guint direction = 0; direction < 2; direction++)
    {
      Fixture self;
      TroveKey targets[2];

      set_up_hub (&self, targets);
      aim (direction == 0 ? self.ours : self.theirs, 0);
      g_assert_true (trove_document_remove (direction == 0 ? self.theirs : self.ours, targets[0], NULL));
      set (direction == 0 ? self.theirs : self.ours, "angle", 2);
      merge (&self, 1);
      g_object_unref (commit (self.ours));
      assert_end (&self, direction == 0 ? 0 : 2, 0);
      assert_names (nth (&self, 0), "angle", "angle target");
      choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
      assert_end (&self, direction == 0 ? 2 : 0, 0);
      choose (nth (&self, 0), TROVE_CHOICE_BASE);
      assert_end (&self, 0, 0);
      tear_down (&self);
    }
}

/* Theirs has removed the object that ours refers to, and refers to another one. */
static void
test_removed_target (void)
{
  Fixture self;
  TroveKey targets[2];

  set_up_hub (&self, targets);
  set (self.ours, "angle", 2);
  aim (self.theirs, targets[1]);
  g_assert_true (trove_document_remove (self.theirs, targets[0], NULL));
  merge (&self, 1);
  assert_end (&self, 2, 0);
  choose (nth (&self, 0), TROVE_CHOICE_OURS); /* the object has no owner, and is there until the commit */
  assert_end (&self, 2, 0);
  g_object_unref (commit (self.ours));
  choose (nth (&self, 0), TROVE_CHOICE_THEIRS);
  assert_end (&self, 0, targets[1]);
  choose (nth (&self, 0), TROVE_CHOICE_OURS);
  assert_end (&self, 2, 0);
  tear_down (&self);
}

/* A conflict about an object as a whole has no names. */
static void
test_no_names (void)
{
  g_autoptr (TroveDocument) ours = drawing_new ();
  g_autoptr (TroveDocument) theirs = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveMerge) merged = NULL;
  g_autoptr (TroveConflict) conflict = NULL;
  TroveKey key = add_shape (ours, DRAWING_ROOT, "children", G_MAXUINT);

  g_object_unref (commit (ours));
  theirs = trove_document_branch (ours, NULL, NULL);
  set_x (theirs, key, 1);
  version = commit (theirs);
  g_assert_true (trove_document_remove (ours, key, NULL));
  merged = trove_document_merge (ours, version, NULL);
  conflict = g_list_model_get_item (G_LIST_MODEL (merged), 0);
  g_assert_cmpint (trove_conflict_get_kind (conflict), ==, TROVE_CONFLICT_RETURNED);
  assert_names (conflict, NULL, "");
}

/* The versions of a merge */

static void
assert_versions (TroveMerge *merged, TroveVersion *base, TroveVersion *ours, TroveVersion *theirs)
{
  TroveVersion *const expected[] = { ours, theirs, base };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (TroveVersion) version = trove_merge_dup_version (merged, (TroveChoice) i);
      g_autofree char *id = trove_version_dup_id (version);
      g_autofree char *expected_id = trove_version_dup_id (expected[i]);

      g_assert_cmpstr (id, ==, expected_id);
    }
}

/* With conflicts and without, and when both documents are gone. */
static void
test_versions (void)
{
  for (guint conflicts = 0; conflicts < 2; conflicts++)
    {
      Fixture self;
      g_autoptr (TroveVersion) ours = NULL, theirs = NULL, again = NULL;

      set_up (&self, frame_type);
      set (self.ours, conflicts > 0 ? "x" : "weight", 2);
      set (self.theirs, "x", 3);
      ours = commit (self.ours);
      merge (&self, conflicts);
      theirs = trove_document_dup_current (self.theirs);
      assert_versions (self.merge, self.base, ours, theirs);
      g_clear_object (&self.ours);
      g_clear_object (&self.theirs);
      assert_versions (self.merge, self.base, ours, theirs);
      again = trove_merge_dup_version (self.merge, TROVE_CHOICE_BASE);
      g_assert_cmpuint (trove_version_get_n_objects (again), ==, 1);
      tear_down (&self);
    }
}

/* A version that the document has already, and changes that are applied. */
static void
test_other_versions (void)
{
  Fixture self;
  g_autoptr (TroveVersion) ours = NULL, theirs = NULL;
  g_autoptr (TroveChanges) changes = NULL;

  set_up (&self, frame_type);
  set (self.ours, "x", 2);
  ours = commit (self.ours);
  merge (&self, 0);
  assert_versions (self.merge, self.base, ours, self.base);

  set (self.theirs, "x", 3);
  theirs = commit (self.theirs);
  changes = trove_version_compare (self.base, theirs, NULL);
  g_object_unref (self.merge);
  self.merge = trove_document_apply (self.ours, changes, NULL);
  assert_versions (self.merge, self.base, ours, theirs);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  register_frame ();
  register_deep_frame ();
  register_hub ();

  g_test_add_func ("/conflict-together/one-side", test_one_side);
  g_test_add_func ("/conflict-together/both-sides", test_both_sides);
  g_test_add_func ("/conflict-together/same", test_same);
  g_test_add_func ("/conflict-together/two-names", test_two_names);
  g_test_add_func ("/conflict-together/derived", test_derived);
  g_test_add_func ("/conflict-together/choices", test_choices);
  g_test_add_func ("/conflict-together/edited-since", test_edited_since);
  g_test_add_func ("/conflict-together/apply", test_apply);
  g_test_add_func ("/conflict-together/references", test_references);
  g_test_add_func ("/conflict-together/lost-references", test_lost_references);
  g_test_add_func ("/conflict-together/lost-names", test_lost_names);
  g_test_add_func ("/conflict-together/returned-target", test_returned_target);
  g_test_add_func ("/conflict-together/cleared-references", test_cleared_references);
  g_test_add_func ("/conflict-together/removed-target", test_removed_target);
  g_test_add_func ("/conflict-together/no-names", test_no_names);
  g_test_add_func ("/conflict-together/versions", test_versions);
  g_test_add_func ("/conflict-together/other-versions", test_other_versions);

  return g_test_run ();
}
