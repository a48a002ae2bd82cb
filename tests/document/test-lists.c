/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lists of a million items, beside an array. */

#include <trove-glib/trove-glib.h>

#include "classes.h"

#include <string.h>

typedef struct
{
  TroveDocument *document;
  TroveKey root;
  const char *list;
  GArray *keys; /* TroveKey: the items that the list should have */
  TestRandom random;
} Long;

static guint
below (Long *self, guint n)
{
  return (guint) test_random_below (&self->random, n);
}

static TroveKey
key_at (const Long *self, guint i)
{
  return g_array_index (self->keys, TroveKey, i);
}

static void
check_position (const Long *self, guint i)
{
  const char *property;
  guint position;

  g_assert_cmpuint (trove_document_get_owner (self->document, key_at (self, i), &property, &position), ==,
                    self->root);
  g_assert_cmpstr (property, ==, self->list);
  g_assert_cmpuint (position, ==, i);
}

/* All items, and the positions of some of them. is_owned: the list is the owner's. */
static void
check_all (Long *self, gboolean is_owned)
{
  guint n = self->keys->len;
  g_autofree TroveKey *keys = g_new (TroveKey, n + 1);

  g_assert_cmpuint (trove_document_get_n_children (self->document, self->root, self->list), ==, n);
  g_assert_cmpuint (trove_document_get_children (self->document, self->root, self->list, 0, keys, n + 1), ==,
                    n);
  g_assert_true (n == 0 || memcmp (keys, self->keys->data, n * sizeof *keys) == 0);
  for (guint i = 0; is_owned && i < 200; i++)
    check_position (self, i < 3 ? i * (n - 1) / 2 : below (self, n));
}

static void
check_version (const Long *self, TroveVersion *version, const TroveKey *expected, guint n)
{
  const TroveKey *run;
  guint n_run;

  g_assert_cmpuint (trove_version_get_n_children (version, self->root, self->list), ==, n);
  for (guint i = 0; (run = trove_version_peek_children (version, self->root, self->list, i, &n_run)) != NULL;
       i += n_run)
    g_assert_cmpmem (run, n_run * sizeof *run, expected + i, n_run * sizeof *run);
}

static void
splice (Long *self, guint position, guint n_removals, const TroveKey *additions, guint n_additions)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_splice (self->document, self->root, self->list, position, n_removals,
                                        additions, n_additions, &error));
  g_assert_no_error (error);
  g_array_remove_range (self->keys, position, n_removals);
  g_array_insert_vals (self->keys, position, additions, n_additions);
}

static void
commit (Long *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_commit (self->document, NULL, &error));
  g_assert_no_error (error);
}

static void
init (Long *self, const char *list)
{
  const guint n = test_count (1000000, 20000);
  g_autoptr (GError) error = NULL;
  TroveKey key;

  *self = (Long){ .document = trove_document_new (class_get (CLASS_NODE)->type, NULL, 0), .list = list };
  self->keys = g_array_new (FALSE, FALSE, sizeof key);
  self->root = trove_document_get_root_key (self->document);
  test_random_init (&self->random);
  for (guint i = 0; i < n; i++)
    {
      trove_document_add (self->document, class_get (CLASS_TINY)->type, NULL, self->root, "children",
                          G_MAXUINT, &key, &error);
      g_assert_no_error (error);
      g_array_append_val (self->keys, key);
    }
  commit (self);
}

static void
clear (Long *self)
{
  g_array_unref (self->keys);
  g_object_unref (self->document);
}

/* Moves some items that stand together to another place, in one splice. */
static void
move_some (Long *self, guint from, guint n, guint to)
{
  g_autofree TroveKey *keys = g_memdup2 (&g_array_index (self->keys, TroveKey, from), n * sizeof (TroveKey));
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_splice (self->document, self->root, self->list, to, 0, keys, n, &error));
  g_assert_no_error (error);
  g_array_remove_range (self->keys, from, n);
  g_array_insert_vals (self->keys, to > from ? to - n : to, keys, n);
}

static void
test_owned (void)
{
  g_autoptr (TroveVersion) before = NULL;
  g_autofree TroveKey *first = NULL;
  guint n;
  Long self;

  init (&self, "children");
  n = self.keys->len;
  check_all (&self, TRUE);
  before = trove_document_dup_current (self.document);
  first = g_memdup2 (self.keys->data, n * sizeof *first);

  splice (&self, n / 2, n / 10, NULL, 0);
  check_all (&self, TRUE);
  commit (&self);
  check_all (&self, TRUE);
  move_some (&self, 100, 500, self.keys->len / 2);
  move_some (&self, self.keys->len - 300, 300, 7);
  check_all (&self, TRUE);
  for (guint i = 0; i < 200; i++) /* at one place, where labels run out */
    move_some (&self, below (&self, self.keys->len - 10), 1, 5);
  check_all (&self, TRUE);
  commit (&self);
  check_version (&self, before, first, n);

  g_assert_true (trove_document_undo (self.document, NULL));
  g_assert_true (trove_document_undo (self.document, NULL));
  g_array_set_size (self.keys, 0);
  g_array_append_vals (self.keys, first, n);
  check_all (&self, TRUE);
  check_version (&self, before, first, n);
  clear (&self);
}

/* References to all objects, and objects that are dropped from among them. */
static void
test_references (void)
{
  g_autoptr (TroveVersion) before = NULL;
  g_autofree TroveKey *all = NULL;
  guint n;
  Long self;

  init (&self, "links");
  n = self.keys->len;
  all = g_memdup2 (self.keys->data, n * sizeof *all);
  g_array_set_size (self.keys, 0);
  splice (&self, 0, 0, all, n);
  check_all (&self, FALSE);
  splice (&self, n / 2, 0, all, 1000); /* named twice */
  check_all (&self, FALSE);
  commit (&self);
  before = trove_document_dup_current (self.document);

  g_assert_true (trove_document_splice (self.document, self.root, "children", n / 4, n / 4, NULL, 0, NULL));
  commit (&self);
  g_array_set_size (self.keys, 0);
  for (guint i = 0; i < n + 1000; i++)
    {
      guint at = i < n / 2 ? i : i < n / 2 + 1000 ? i - n / 2 : i - 1000;

      if (at < n / 4 || at >= n / 4 + n / 4)
        g_array_append_val (self.keys, all[at]);
    }
  check_all (&self, FALSE);
  g_assert_true (trove_document_undo (self.document, NULL));
  g_assert_cmpuint (trove_document_get_n_children (self.document, self.root, "links"), ==, n + 1000);
  g_assert_cmpuint (trove_version_get_n_children (before, self.root, "links"), ==, n + 1000);
  clear (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/lists/owned", test_owned);
  g_test_add_func ("/document/lists/references", test_references);
  return g_test_run ();
}
