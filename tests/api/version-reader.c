/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-classes.h"
#include "test-support.h"
#include "test-util.h"

#define N_OBJECTS 300

/* A version with gaps among its keys, and keys of two replicas. */
static TroveVersion *
make_version (TroveKey *root, TroveKey made[N_OBJECTS])
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;

  *root = trove_document_get_root_key (document);
  branch = trove_document_branch (document, NULL, NULL);
  for (guint i = 0; i < N_OBJECTS; i++)
    made[i] = i % 3 == 0 ? add_leaf (branch, *root, i + 1) : add_node (branch, *root, i);
  for (guint i = 0; i < N_OBJECTS; i += 5)
    g_assert_true (trove_document_remove (branch, made[i], NULL));
  for (guint i = 32; i < 64; i++) /* two leaves of the map */
    g_assert_true (trove_document_remove (branch, made[i], NULL));
  commit (branch, NULL);
  return trove_document_dup_current (branch);
}

static void
check_key (TroveVersionReader *reader, TroveVersion *version, TroveKey key)
{
  GType type = G_TYPE_INVALID, expected_type = G_TYPE_INVALID;
  gconstpointer expected = trove_version_peek (version, key, &expected_type);

  g_assert_true (trove_version_reader_peek (reader, key, &type) == expected);
  g_assert_cmpuint (type, ==, expected_type);
  g_assert_true (trove_version_reader_peek (reader, key, NULL) == expected);
}

/* The reader finds the same as the version, in whatever order. */
static void
test_peek (void)
{
  TroveKey root, made[N_OBJECTS];
  g_autoptr (TroveVersion) version = make_version (&root, made);
  TroveVersionReader reader;
  TestRandom random;

  test_random_init (&random);
  trove_version_reader_init (&reader, version);
  check_key (&reader, version, 0);
  check_key (&reader, version, G_MAXUINT64);
  for (guint i = 0; i < N_OBJECTS; i++)
    check_key (&reader, version, made[i]);
  for (guint i = N_OBJECTS; i-- > 0;)
    check_key (&reader, version, made[i]);
  for (guint i = 0; i < 5000; i++)
    {
      check_key (&reader, version, made[test_random_below (&random, N_OBJECTS)]);
      if (i % 7 == 0)
        check_key (&reader, version, test_random_below (&random, 2000));
      if (i % 11 == 0)
        check_key (&reader, version, root);
    }
}

static void
check_children (TroveVersionReader *reader, TroveVersion *version, TroveKey key, guint first)
{
  guint n = 99, expected_n = 98;
  const TroveKey *expected = trove_version_peek_children (version, key, "children", first, &expected_n);

  g_assert_true (trove_version_reader_peek_children (reader, key, "children", first, &n) == expected);
  g_assert_cmpuint (n, ==, expected_n);
}

static void
test_peek_children (void)
{
  TroveKey root, made[N_OBJECTS];
  g_autoptr (TroveVersion) version = make_version (&root, made);
  TroveVersionReader reader;
  guint n = 99;

  trove_version_reader_init (&reader, version);
  for (guint i = 0; i < N_OBJECTS; i++)
    {
      check_children (&reader, version, root, i);
      check_children (&reader, version, made[i], 0); /* empty, or no object */
    }
  expect_critical ("TestNode has no list \"x\"");
  g_assert_null (trove_version_reader_peek_children (&reader, root, "x", 0, &n));
  g_test_assert_expected_messages ();
  g_assert_cmpuint (n, ==, 0);
}

/* Each thread has a reader of its own. */

static gpointer
read_all (gpointer data)
{
  TroveVersion *version = data;
  TroveVersionReader reader;
  guint64 n = 0;

  trove_version_reader_init (&reader, version);
  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0; n++)
    check_key (&reader, version, key);
  g_assert_cmpuint (n, ==, trove_version_get_n_objects (version));
  return NULL;
}

static void
test_threads (void)
{
  TroveKey root, made[N_OBJECTS];
  g_autoptr (TroveVersion) version = make_version (&root, made);
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reads", read_all, version);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-reader/peek", test_peek);
  g_test_add_func ("/version-reader/peek-children", test_peek_children);
  g_test_add_func ("/version-reader/threads", test_threads);
  return g_test_run ();
}
