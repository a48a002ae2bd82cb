/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Each kind of change, made by hand: what it tells, and in which order the changes of one object stand. */

#include "drawing.h"

/* A drawing with n shapes, of the keys from 2 on, in the children of its root. */
static TroveDocument *
make_row (guint n)
{
  TroveDocument *self = drawing_new ();

  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (add_shape (self, DRAWING_ROOT, "children", G_MAXUINT), ==, i + 2);
  return self;
}

static void
test_added (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  TroveKey circle = add_circle (drawing, DRAWING_ROOT, "children", 1);

  set_x (drawing, circle, 7);
  insert_link (drawing, circle, 0, 2);
  g_assert_cmpuint (add_shape (drawing, circle, "icon", 0), ==, 5);
  g_assert_cmpuint (add_shape (drawing, circle, "marks", 0), ==, 6);
  after = commit (drawing);

  assert_changes (before, after, "1 Shape children: 1-0 1+1", "4 Circle added at 1.children[1]",
                  "5 Shape added at 4.icon", "6 Shape added at 4.marks[0]");
  assert_changes (after, before, "1 Shape children: 1-1 1+0", "4 Circle removed from 1.children[1]",
                  "5 Shape removed from 4.icon", "6 Shape removed from 4.marks[0]");
}

/* References to an object that is removed are cleared. */
static void
test_removed (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = NULL, after = NULL;

  set_target (drawing, 2, 4);
  insert_link (drawing, 3, 0, 4);
  insert_link (drawing, 3, 1, 5);
  insert_link (drawing, 3, 2, 4);
  before = commit (drawing);
  remove_shape (drawing, 4);
  after = commit (drawing);

  assert_changes (before, after, "1 Shape children: 2-1 2+0", "2 Shape target: 4 to 0",
                  "3 Shape links: 0-1 0+0, 2-1 1+0", "4 Shape removed from 1.children[2]");
}

static void
test_set (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  TroveKey circle = add_circle (drawing, DRAWING_ROOT, "children", 0);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  CircleData data = { { 5, "a label that is longer than a short string", NULL, DRAWING_ROOT, 0 }, 2.5 };
  g_autoptr (GError) error = NULL;

  data.shape.style = g_variant_ref_sink (g_variant_new_string ("bold"));
  trove_document_set (drawing, circle, &data, &error);
  g_assert_no_error (error);
  g_variant_unref (data.shape.style);
  after = commit (drawing);

  assert_changes (before, after, "2 Circle x: 0 to 5",
                  "2 Circle label: NULL to \"a label that is longer than a short string\"",
                  "2 Circle style: NULL to 'bold'", "2 Circle target: 0 to 1",
                  "2 Circle radius: 0.000000 to 2.500000");
}

/* A value that is set and set back is no change. */
static void
test_set_back (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) first = commit (drawing), second = NULL, third = NULL, frozen = NULL;

  set_label (drawing, 2, "two");
  set_x (drawing, 3, 3);
  second = commit (drawing);
  set_label (drawing, 2, NULL);
  third = commit (drawing);
  assert_changes (first, third, "3 Shape x: 0 to 3");
  assert_changes (second, third, "2 Shape label: \"two\" to NULL");

  set_x (drawing, 2, 1);
  set_x (drawing, 2, 0);
  move_shape (drawing, 2, DRAWING_ROOT, "children", 1);
  move_shape (drawing, 2, DRAWING_ROOT, "children", 0);
  insert_link (drawing, 2, 0, 3);
  remove_link (drawing, 2, 0);
  frozen = freeze_drawing (drawing);
  g_assert_true (frozen != third);
  assert_changes (third, frozen, "");
}

static void
test_owned_property (void)
{
  g_autoptr (TroveDocument) drawing = make_row (3);
  g_autoptr (TroveVersion) first = commit (drawing), second = NULL, third = NULL, fourth = NULL;

  move_shape (drawing, 3, 2, "icon", 0);
  second = commit (drawing);
  assert_changes (first, second, "1 Shape children: 1-1 1+0", "2 Shape icon: 0 to 3",
                  "3 Shape moved from 1.children[1] to 2.icon");

  /* It pushes the other one out. */
  move_shape (drawing, 4, 2, "icon", 0);
  third = commit (drawing);
  assert_changes (second, third, "1 Shape children: 1-1 1+0", "2 Shape icon: 3 to 4",
                  "3 Shape removed from 2.icon", "4 Shape moved from 1.children[1] to 2.icon");

  move_shape (drawing, 4, 2, "extras", 0);
  fourth = commit (drawing);
  assert_changes (third, fourth, "2 Shape icon: 4 to 0", "2 Shape extras: 0-0 0+1",
                  "4 Shape moved from 2.icon to 2.extras[0]");
  assert_changes (first, fourth, "1 Shape children: 1-2 1+0", "2 Shape extras: 0-0 0+1",
                  "3 Shape removed from 1.children[1]", "4 Shape moved from 1.children[2] to 2.extras[0]");
}

static void
test_move_within (void)
{
  g_autoptr (TroveDocument) drawing = make_row (6);
  g_autoptr (TroveVersion) first = commit (drawing), second = NULL, third = NULL;

  move_shape (drawing, 6, DRAWING_ROOT, "children", 1);
  second = commit (drawing);
  assert_changes (first, second, "1 Shape children: 1-0 1+1, 4-1 5+0",
                  "6 Shape moved from 1.children[4] to 1.children[1]");

  move_shape (drawing, 2, DRAWING_ROOT, "children", 5);
  set_x (drawing, 2, 1);
  third = commit (drawing);
  assert_changes (second, third, "1 Shape children: 0-1 0+0, 6-0 5+1",
                  "2 Shape moved from 1.children[0] to 1.children[5]", "2 Shape x: 0 to 1");
  assert_changes (first, third, "1 Shape children: 0-1 0+1, 4-1 4+0, 6-0 5+1",
                  "2 Shape moved from 1.children[0] to 1.children[5]", "2 Shape x: 0 to 1",
                  "6 Shape moved from 1.children[4] to 1.children[0]");
}

/* Of two neighbours that changed places, the same one is moved in both directions. */
static void
test_swap (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  g_autoptr (TroveChanges) changes = NULL;

  move_shape (drawing, 2, DRAWING_ROOT, "children", 1);
  after = commit (drawing);
  assert_changes (before, after, "1 Shape children: 0-1 0+0, 2-0 1+1",
                  "2 Shape moved from 1.children[0] to 1.children[1]");
  undo (drawing);
  move_shape (drawing, 3, DRAWING_ROOT, "children", 0);
  g_clear_object (&after);
  after = commit (drawing);
  changes = compare (before, after);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (changes)), ==, 2);
}

static void
test_move_between (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) before = NULL, after = NULL;

  g_assert_cmpuint (add_shape (drawing, 3, "children", 0), ==, 6);
  before = commit (drawing);
  move_shape (drawing, 3, 5, "children", 0);
  move_shape (drawing, 2, DRAWING_ROOT, "extras", 0);
  after = commit (drawing);
  assert_changes (before, after, "1 Shape children: 0-2 0+0", "1 Shape extras: 0-0 0+1",
                  "2 Shape moved from 1.children[0] to 1.extras[0]",
                  "3 Shape moved from 1.children[1] to 5.children[0]", "5 Shape children: 0-0 0+1");
}

/* An object that is taken out and put in again in one step was moved. */
static void
test_drop_and_add (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) first = commit (drawing), second = NULL, frozen = NULL;

  remove_shape (drawing, 3);
  frozen = freeze_drawing (drawing);
  assert_changes (first, frozen, "1 Shape children: 1-1 1+0", "3 Shape moved from 1.children[1] to 0");

  move_shape (drawing, 3, DRAWING_ROOT, "children", 3);
  second = commit (drawing);
  assert_changes (first, second, "1 Shape children: 1-1 1+0, 4-0 3+1",
                  "3 Shape moved from 1.children[1] to 1.children[3]");
  assert_changes (frozen, second, "1 Shape children: 3-0 3+1", "3 Shape moved from 0 to 1.children[3]");
}

/* Objects without an owner are in a frozen state alone. */
static void
test_without_owner (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), frozen = NULL, after = NULL;

  g_assert_cmpuint (add_shape (drawing, 0, NULL, 0), ==, 3);
  frozen = freeze_drawing (drawing);
  assert_changes (before, frozen, "3 Shape added at 0");
  after = commit (drawing);
  g_assert_true (after == before);
  assert_changes (frozen, after, "3 Shape removed from 0");
}

/* The same object may be in a list of references more than once. */
static void
test_reference_lists (void)
{
  g_autoptr (TroveDocument) drawing = make_row (4);
  g_autoptr (TroveVersion) first = NULL, second = NULL, third = NULL;

  for (guint i = 0; i < 8; i++)
    insert_link (drawing, 2, i, i < 4 ? 3 : 4);
  first = commit (drawing);
  remove_link (drawing, 2, 0);
  remove_link (drawing, 2, 3);
  insert_link (drawing, 2, 3, 5);
  second = commit (drawing);
  assert_changes (first, second, "2 Shape links: 3-2 3+1");

  for (guint i = 0; i < 7; i++)
    remove_link (drawing, 2, 0);
  for (guint i = 0; i < 3; i++)
    insert_link (drawing, 2, i, 5);
  third = commit (drawing);
  assert_changes (second, third, "2 Shape links: 0-3 0+0, 4-3 1+2");
}

/* Labels and referrers that differ are no change of the objects. */
static void
test_derived_data (void)
{
  g_autoptr (TroveDocument) drawing = make_row (2);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;

  for (guint i = 0; i < 100; i++) /* at one place: no labels are left there, and others get new ones */
    add_shape (drawing, DRAWING_ROOT, "children", 1);
  for (TroveKey key = 4; key < 104; key++)
    remove_shape (drawing, key);
  set_target (drawing, 3, 2);
  after = commit (drawing);
  assert_changes (before, after, "3 Shape target: 0 to 2");
}

/* Moved first, then properties, then lists, each in the order of the class. */
static void
test_order (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  TroveKey circle = add_circle (drawing, DRAWING_ROOT, "children", 0);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;

  add_shape (drawing, circle, "marks", 0);
  add_shape (drawing, circle, "extras", 0);
  add_shape (drawing, circle, "children", 0);
  insert_link (drawing, circle, 0, circle);
  set_radius (drawing, circle, 1);
  add_shape (drawing, circle, "icon", 0);
  set_target (drawing, circle, circle);
  set_x (drawing, circle, 1);
  move_shape (drawing, circle, DRAWING_ROOT, "extras", 0);
  after = commit (drawing);
  assert_changes (before, after, "1 Shape children: 0-1 0+0", "1 Shape extras: 0-0 0+1",
                  "2 Circle moved from 1.children[0] to 1.extras[0]", "2 Circle x: 0 to 1",
                  "2 Circle target: 0 to 2", "2 Circle icon: 0 to 6", "2 Circle radius: 0.000000 to 1.000000",
                  "2 Circle links: 0-0 0+1", "2 Circle children: 0-0 0+1", "2 Circle extras: 0-0 0+1",
                  "2 Circle marks: 0-0 0+1", "3 Shape added at 2.marks[0]", "4 Shape added at 2.extras[0]",
                  "5 Shape added at 2.children[0]", "6 Shape added at 2.icon");
}

static void
test_properties (void)
{
  g_autoptr (TroveDocument) drawing = make_row (1);
  g_autoptr (TroveVersion) before = commit (drawing), after = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveChange) change = NULL;
  g_autofree char *name = NULL;
  TroveChangeKind kind;
  guint64 key;
  GType type;

  set_x (drawing, 2, 1);
  after = commit (drawing);
  changes = compare (before, after);
  change = g_list_model_get_item (G_LIST_MODEL (changes), 0);
  g_object_get (change, "kind", &kind, "key", &key, "object-type", &type, "property-name", &name, NULL);
  g_assert_cmpint (kind, ==, TROVE_CHANGE_SET);
  g_assert_cmpuint (key, ==, 2);
  g_assert_true (type == shape_get_type ());
  g_assert_cmpstr (name, ==, "x");
}

/* The nicknames that languages have for the kinds. */
static void
test_kinds (void)
{
  static const char *const nicks[] = { "added", "removed", "moved", "set", "list" };
  GEnumClass *kinds = g_type_class_ref (TROVE_TYPE_CHANGE_KIND);

  g_assert_cmpuint (kinds->n_values, ==, G_N_ELEMENTS (nicks));
  for (guint i = 0; i < kinds->n_values; i++)
    {
      g_assert_cmpint (kinds->values[i].value, ==, i);
      g_assert_cmpstr (kinds->values[i].value_nick, ==, nicks[i]);
    }
  g_type_class_unref (kinds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/change/added", test_added);
  g_test_add_func ("/change/removed", test_removed);
  g_test_add_func ("/change/set", test_set);
  g_test_add_func ("/change/set-back", test_set_back);
  g_test_add_func ("/change/owned-property", test_owned_property);
  g_test_add_func ("/change/move-within", test_move_within);
  g_test_add_func ("/change/swap", test_swap);
  g_test_add_func ("/change/move-between", test_move_between);
  g_test_add_func ("/change/drop-and-add", test_drop_and_add);
  g_test_add_func ("/change/without-owner", test_without_owner);
  g_test_add_func ("/change/reference-lists", test_reference_lists);
  g_test_add_func ("/change/derived-data", test_derived_data);
  g_test_add_func ("/change/order", test_order);
  g_test_add_func ("/change/properties", test_properties);
  g_test_add_func ("/change/kinds", test_kinds);

  return g_test_run ();
}
