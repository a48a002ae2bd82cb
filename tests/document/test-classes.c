/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Many classes in one document, and keys of many replicas. */

#include "check-document.h"

static TroveKey
add (TroveDocument *document, guint class_number)
{
  g_autoptr (GError) error = NULL;
  TroveKey key;

  g_assert_true (trove_document_add (document, class_get (class_number)->type, NULL,
                                     trove_document_get_root_key (document), "children", G_MAXUINT, &key,
                                     &error));
  g_assert_no_error (error);
  return key;
}

/* Values are seen as objects of the other classes change. */
static void
set_number (TroveDocument *document, TroveKey key, guint class_number, int number)
{
  const TroveClass *klass = class_get (class_number);
  g_autofree guint64 *values = g_new (guint64, klass->n_fields);
  g_autofree gpointer data = NULL;

  class_get_defaults (klass, values);
  values[klass->n_fields - 1] = (guint) number;
  data = class_new_data (klass, values);
  g_assert_true (trove_document_set (document, key, data, NULL));
}

static void
check_number (TroveDocument *document, TroveKey key, guint class_number, int number)
{
  const TroveClass *klass = class_get (class_number);
  GType type;
  gconstpointer data = trove_document_peek (document, key, &type);

  g_assert_nonnull (data);
  g_assert_true (type == klass->type);
  class_check_value (&klass->fields[klass->n_fields - 1], data, (guint) number);
}

static void
test_many (void)
{
  TroveDocument *document = trove_document_new (class_get (CLASS_NODE)->type, NULL, 0);
  g_autoptr (TroveVersion) version = NULL;
  TroveKey keys[N_MANY];

  for (guint i = 0; i < N_MANY; i++)
    keys[i] = add (document, CLASS_MANY + i);
  g_assert_true (trove_document_commit (document, "Add", NULL));
  version = trove_document_dup_current (document);
  for (guint i = 0; i < N_MANY; i++)
    {
      check_number (document, keys[i], CLASS_MANY + i, (int) i);
      set_number (document, keys[i], CLASS_MANY + i, (int) (500 + i));
    }
  for (guint i = 0; i < N_MANY; i++)
    check_number (document, keys[i], CLASS_MANY + i, (int) (500 + i));
  g_assert_true (trove_document_commit (document, "Set", NULL));
  g_assert_true (trove_document_undo (document, NULL));
  for (guint i = 0; i < N_MANY; i++)
    check_number (document, keys[i], CLASS_MANY + i, (int) i);

  g_assert_cmpuint (trove_version_get_n_objects (version), ==, N_MANY + 1);
  g_object_unref (document);
  for (guint i = 0; i < N_MANY; i++)
    {
      GType type;

      g_assert_nonnull (trove_version_peek (version, keys[i], &type));
      g_assert_true (type == class_get (CLASS_MANY + i)->type);
    }
}

/* Branches of branches, each with objects of its own replica beside those of all before it. */
static void
test_replicas (void)
{
  const guint n = test_count (300, 60);
  TroveDocument *document = trove_document_new (class_get (CLASS_NODE)->type, NULL, 0), *branch;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  g_autoptr (GHashTable) replicas = g_hash_table_new (NULL, NULL);
  TroveKey root = trove_document_get_root_key (document);

  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < 3; j++)
        {
          TroveKey key = add (document, CLASS_MANY + i % N_MANY);

          g_array_append_val (keys, key);
          g_hash_table_add (replicas, GUINT_TO_POINTER (key >> 32));
        }
      g_assert_cmpuint (g_hash_table_size (replicas), ==, i + 1);
      g_assert_true (trove_document_commit (document, NULL, NULL));
      branch = trove_document_branch (document, NULL, NULL);
      g_assert_nonnull (branch);
      g_object_unref (document);
      document = branch;
    }

  g_assert_cmpuint (trove_document_get_n_objects (document), ==, keys->len + 1);
  for (guint i = 0; i < keys->len; i++)
    {
      TroveKey key = g_array_index (keys, TroveKey, i);
      guint position;

      check_number (document, key, CLASS_MANY + i / 3 % N_MANY, (int) (i / 3 % N_MANY));
      g_assert_cmpuint (trove_document_get_owner (document, key, NULL, &position), ==, root);
      g_assert_cmpuint (position, ==, i);
    }
  for (guint i = 0; i < keys->len; i += 2)
    g_assert_true (trove_document_remove (document, g_array_index (keys, TroveKey, i), NULL));
  g_assert_true (trove_document_commit (document, NULL, NULL));
  for (guint i = 0; i < keys->len; i++)
    g_assert_cmpint (trove_document_peek (document, g_array_index (keys, TroveKey, i), NULL) != NULL, ==,
                     i % 2 != 0);
  g_object_unref (document);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/classes/many", test_many);
  g_test_add_func ("/document/classes/replicas", test_replicas);
  return g_test_run ();
}
