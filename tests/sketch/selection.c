/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The selection, and how it follows the document. */

#include "edit/selection.h"

#include "edit/arrange.h"
#include "sample.h"

typedef struct
{
  TroveDocument *document;
  SketchSelection *selection;
  TroveKey keys[3];
  guint n_changes, n_notifications;
} Fixture;

static void
count (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = sketch_document_new ();
  for (guint i = 0; i < 3; i++)
    self->keys[i] = sample_add_box (self->document, SKETCH_RECTANGLE, i, i, 10, 10);
  sample_commit (self->document, "Draw");
  self->selection = sketch_selection_new (self->document);
  g_signal_connect_swapped (self->selection, "changed", G_CALLBACK (count), &self->n_changes);
  g_signal_connect_swapped (self->selection, "notify::n-keys", G_CALLBACK (count), &self->n_notifications);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->selection);
  g_assert_finalize_object (self->document);
}

/* The selection, as numbers of the fixture, and how often it has changed since the last check. */
static void
check (Fixture *self, const char *expected, guint n_changes, guint n_notifications)
{
  g_autoptr (GString) found = g_string_new (NULL);
  guint n_keys;
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);

  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < 3; j++)
      if (self->keys[j] == keys[i])
        g_string_append_printf (found, "%u", j);
  g_assert_cmpstr (found->str, ==, expected);
  g_object_get (self->selection, "n-keys", &n_keys, NULL);
  g_assert_cmpuint (n_keys, ==, strlen (expected));
  g_assert_cmpuint (self->n_changes, ==, n_changes);
  g_assert_cmpuint (self->n_notifications, ==, n_notifications);
  self->n_changes = self->n_notifications = 0;
}

static void
test_select (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->keys[2], self->keys[0],
                            self->keys[2], 0,
                            999,           sample_get_layer (self->document, 0) };

  check (self, "", 0, 0);
  sketch_selection_set (self->selection, keys, G_N_ELEMENTS (keys));
  check (self, "20", 1, 1);
  sketch_selection_set (self->selection, keys, 3);
  check (self, "20", 0, 0);
  g_assert_true (sketch_selection_contains (self->selection, self->keys[0]));
  g_assert_false (sketch_selection_contains (self->selection, self->keys[1]));
  sketch_selection_set (self->selection, self->keys, 2);
  check (self, "01", 1, 0);
  sketch_selection_toggle (self->selection, self->keys[2]);
  check (self, "012", 1, 1);
  sketch_selection_toggle (self->selection, self->keys[1]);
  check (self, "02", 1, 1);
  sketch_selection_toggle (self->selection, 999);
  check (self, "02", 0, 0);
  sketch_selection_clear (self->selection);
  check (self, "", 1, 1);
}

static void
test_follow (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TroveKey group;

  sketch_selection_set (self->selection, self->keys, 3);
  check (self, "012", 1, 1);
  sketch_move (self->document, self->keys, 3, 1, 1, &error);
  sample_commit (self->document, "Move");
  check (self, "012", 0, 0);
  sketch_remove (self->document, &self->keys[1], 1, &error);
  sample_commit (self->document, "Delete");
  check (self, "02", 1, 1);
  trove_document_undo (self->document, &error);
  check (self, "02", 0, 0); /* it stays as it is */
  trove_document_undo (self->document, &error);
  check (self, "02", 0, 0);
  sketch_group (self->document, self->keys, 1, &group, &error);
  sample_commit (self->document, "Group");
  check (self, "2", 1, 1); /* the child of a group is not at the top */
  trove_document_undo (self->document, &error);
  trove_document_undo (self->document, &error);
  g_assert_no_error (error);
  check (self, "", 1, 1); /* nothing was drawn yet */
}

/* A shape that was never committed. */
static void
test_rollback (Fixture *self, gconstpointer data)
{
  TroveKey key = self->keys[0] = sample_add_box (self->document, SKETCH_ELLIPSE, 0, 0, 10, 10);

  sketch_selection_set (self->selection, &key, 1);
  check (self, "0", 1, 1);
  trove_document_rollback (self->document, NULL);
  check (self, "", 1, 1);
}

static void
set_layer (Fixture *self, gboolean visible, gboolean locked)
{
  const SketchLayerData data = { .name = "Layer", .visible = visible, .locked = locked };
  g_autoptr (GError) error = NULL;

  trove_document_set (self->document, sample_get_layer (self->document, 0), &data, &error);
  g_assert_no_error (error);
  sample_commit (self->document, "Layer");
}

/* Shapes of a layer that is locked or hidden cannot be selected. */
static void
test_layer (Fixture *self, gconstpointer data)
{
  sketch_selection_set (self->selection, self->keys, 2);
  set_layer (self, TRUE, TRUE);
  check (self, "", 2, 2);
  sketch_selection_set (self->selection, self->keys, 2);
  check (self, "", 0, 0);
  set_layer (self, FALSE, FALSE);
  sketch_selection_toggle (self->selection, self->keys[0]);
  check (self, "", 0, 0);
  set_layer (self, TRUE, FALSE);
  sketch_selection_toggle (self->selection, self->keys[0]);
  check (self, "0", 1, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sketch/selection/select", Fixture, NULL, set_up, test_select, tear_down);
  g_test_add ("/sketch/selection/follow", Fixture, NULL, set_up, test_follow, tear_down);
  g_test_add ("/sketch/selection/rollback", Fixture, NULL, set_up, test_rollback, tear_down);
  g_test_add ("/sketch/selection/layer", Fixture, NULL, set_up, test_layer, tear_down);
  return g_test_run ();
}
