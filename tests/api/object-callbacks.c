/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects and lists that are read by the functions that copy and clear values, while the document is being changed. */

#include "document-classes.h"
#include "test-support.h"
#include "test-util.h"

#define N_LEAVES 8

typedef struct
{
  TroveDocument *document;
  TroveList *leaves;  /* borrowed */
  GPtrArray *objects; /* TroveObject: all that ever were */
  gboolean is_inside; /* of a function that copies or clears */
  guint n_copies, n_clears;
} Reading;

static Reading reading;

/* A live object shows what the document has under its key. A removed object shows its last values, but 0 for a value that could
 * not be copied, and one that is being removed shows the defaults. */
static void
read_object (gpointer data, gpointer unused)
{
  const LeafData *leaf = trove_object_peek_data (data);
  const LeafData *now = trove_document_peek (reading.document, trove_object_get_key (data), NULL);
  const gboolean is_removed = reading.is_inside || trove_object_get_removed (data);
  g_autofree char *label = g_strdup_printf ("%80.0f", leaf->node.x);

  if (now != NULL && !trove_object_get_removed (data))
    g_assert_true (leaf == now);
  if (is_removed && leaf->node.label == NULL)
    return;
  g_assert_cmpstr (leaf->node.label, ==, label);
  g_assert_true (leaf->hook.value == (gint64) leaf->node.x || (is_removed && leaf->hook.value == 0));
}

static void
read_all (void)
{
  g_ptr_array_foreach (reading.objects, read_object, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (reading.leaves)); i++)
    {
      g_autoptr (TroveObject) leaf = g_list_model_get_item (G_LIST_MODEL (reading.leaves), i);

      read_object (leaf, NULL);
    }
}

static void
read_inside (void)
{
  reading.is_inside = TRUE;
  read_all ();
  reading.is_inside = FALSE;
}

static void
read_in_copy (void)
{
  reading.n_copies++;
  read_inside ();
  test_hooks.on_copy = read_in_copy;
}

static void
read_in_clear (void)
{
  reading.n_clears++;
  read_inside ();
  test_hooks.on_clear = read_in_clear;
}

static void
set_number (TroveDocument *document, TroveKey key, gint64 number)
{
  g_autofree char *label = g_strdup_printf ("%80.0f", (double) number);
  const LeafData data = { .node = { .x = (double) number, .label = label }, .hook = { number } };
  g_autoptr (GError) error = NULL;

  if (!trove_document_set (document, key, &data, &error))
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
}

static void
set_any (TestRandom *random)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (reading.leaves));
  g_autoptr (TroveObject) leaf = NULL;

  if (n == 0)
    return;
  leaf = g_list_model_get_item (G_LIST_MODEL (reading.leaves), (guint) test_random_below (random, n));
  set_number (reading.document, trove_object_get_key (leaf), (gint64) test_random_below (random, 1000));
}

static void
add (TestRandom *random)
{
  TroveObject *leaf = g_object_new (TEST_TYPE_LEAF, "document", reading.document, NULL);

  set_number (reading.document, trove_object_get_key (leaf), 7);
  g_ptr_array_add (reading.objects, leaf);
  g_assert_true (trove_list_append (reading.leaves, leaf, NULL));
}

/* Fails where a copy fails. */
static void
remove_any (TestRandom *random)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (reading.leaves));

  if (n > 0)
    trove_list_remove (reading.leaves, (guint) test_random_below (random, n), NULL);
}

/* Puts the leaves in the other order: an edit of many objects, which is taken back where the copy of one of them fails. */
static void
reverse (TestRandom *random)
{
  g_autoptr (GPtrArray) leaves = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (reading.leaves));

  while (leaves->len < n)
    g_ptr_array_add (leaves, g_list_model_get_item (G_LIST_MODEL (reading.leaves), n - 1 - leaves->len));
  test_hooks.skip_copies = (guint) test_random_below (random, N_LEAVES);
  trove_list_splice (reading.leaves, 0, n, (TroveObject **) leaves->pdata, n, NULL);
  test_hooks.skip_copies = 0;
}

/* Each may fail where there is nothing to be done, or a copy fails. */
static void
change_all (TestRandom *random)
{
  TroveDocument *document = reading.document;

  switch (test_random_below (random, 6))
    {
    case 0:
      trove_document_rollback (document, NULL);
      break;
    case 1:
      trove_document_undo (document, NULL);
      break;
    case 2:
      trove_document_redo (document, NULL);
      break;
    case 3:
      trove_document_begin (document, NULL, NULL);
      set_any (random);
      trove_document_cancel (document, NULL);
      break;
    default:
      trove_document_commit (document, NULL, NULL);
    }
}

static void
test_reading (void)
{
  TestRandom random;

  test_random_init (&random);
  reading = (Reading){ .document = node_document_new (),
                       .objects = g_ptr_array_new_with_free_func (g_object_unref) };
  reading.leaves = trove_object_get_list (trove_document_get_root (reading.document), "leaves");
  trove_document_set_max_versions (reading.document, 3);
  for (guint i = 0; i < N_LEAVES; i++)
    add (&random);
  trove_document_commit (reading.document, NULL, NULL);

  test_hooks.on_copy = read_in_copy;
  test_hooks.on_clear = read_in_clear;
  for (guint i = 0; i < test_count (3000, 300); i++)
    {
      const guint64 choice = test_random_below (&random, 10);

      if (test_random_below (&random, 5) == 0)
        test_hooks.fail_copy = TRUE;
      if (choice < 4)
        set_any (&random);
      else if (choice < 5)
        reverse (&random);
      else if (choice < 6)
        remove_any (&random);
      else
        change_all (&random);
      test_hooks.fail_copy = FALSE;
      if (test_random_below (&random, 2) == 0)
        read_all ();
    }
  g_assert_cmpuint (reading.n_copies, >, 0);
  g_assert_cmpuint (reading.n_clears, >, 0);

  test_hooks.on_copy = test_hooks.on_clear = NULL;
  g_ptr_array_unref (reading.objects);
  g_object_unref (reading.document);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-callbacks/reading", test_reading);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}
