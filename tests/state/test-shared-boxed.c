/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shared boxed: values are copied once and freed with their last holder. */

#include "class-types.h"
#include "state/shared-boxed.h"
#include "test-support.h"

static void
test_holders (void)
{
  GType type = kit_box_get_type ();
  KitBox box = { 5 };
  KitBox *first = trove_shared_boxed_ref (type, &box), *second;

  g_assert_true (first != &box);
  g_assert_cmpint (first->width, ==, 5);
  g_assert_cmpuint (kit_n_boxes, ==, 1);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 1);

  /* A value of the table is shared, any other one copied. */
  g_assert_true (trove_shared_boxed_ref (type, first) == (gpointer) first);
  g_assert_cmpuint (kit_n_boxes, ==, 1);
  second = trove_shared_boxed_ref (type, &box);
  g_assert_true (second != first);
  g_assert_cmpuint (kit_n_boxes, ==, 2);

  trove_shared_boxed_unref (type, first);
  g_assert_cmpuint (kit_n_boxes, ==, 2);
  g_assert_cmpint (first->width, ==, 5);
  trove_shared_boxed_unref (type, first);
  g_assert_cmpuint (kit_n_boxes, ==, 1);
  trove_shared_boxed_unref (type, second);
  g_assert_cmpuint (kit_n_boxes, ==, 0);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 0);
}

/* A type whose copies are references. */

typedef struct
{
  guint n_references;
} Counted;

static gpointer
counted_copy (gpointer boxed)
{
  ((Counted *) boxed)->n_references++;
  return boxed;
}

static void
counted_free (gpointer boxed)
{
  ((Counted *) boxed)->n_references--;
}

static void
test_references (void)
{
  GType type = g_boxed_type_register_static ("SharedCounted", counted_copy, counted_free);
  GType other = g_boxed_type_register_static ("SharedOther", counted_copy, counted_free);
  Counted counted = { 1 };

  g_assert_true (trove_shared_boxed_ref (type, &counted) == &counted);
  g_assert_cmpuint (counted.n_references, ==, 2);
  g_assert_true (trove_shared_boxed_ref (type, &counted) == &counted);
  g_assert_cmpuint (counted.n_references, ==, 2);

  /* Each type frees its own copy. */
  g_assert_true (trove_shared_boxed_ref (other, &counted) == &counted);
  g_assert_cmpuint (counted.n_references, ==, 3);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 2);

  trove_shared_boxed_unref (type, &counted);
  g_assert_cmpuint (counted.n_references, ==, 3);
  trove_shared_boxed_unref (type, &counted);
  g_assert_cmpuint (counted.n_references, ==, 2);
  trove_shared_boxed_unref (other, &counted);
  g_assert_cmpuint (counted.n_references, ==, 1);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 0);
}

/* A copy that is in the table already by the time that it is made. */

static gpointer known;

static gpointer
known_copy (gpointer boxed)
{
  return counted_copy (known);
}

static void
test_copied_to_known (void)
{
  GType type = g_boxed_type_register_static ("SharedKnown", known_copy, counted_free);
  Counted first = { 1 }, second = { 1 };

  known = &first;
  g_assert_true (trove_shared_boxed_ref (type, &first) == &first);
  g_assert_true (trove_shared_boxed_ref (type, &second) == &first);
  g_assert_cmpuint (first.n_references, ==, 2); /* the second copy was freed */
  trove_shared_boxed_unref (type, &first);
  g_assert_cmpuint (first.n_references, ==, 2);
  trove_shared_boxed_unref (type, &first);
  g_assert_cmpuint (first.n_references, ==, 1);
}

/* Threads that share a value, beside values of their own. */

static gpointer
share (gpointer shared)
{
  GType type = G_TYPE_STRV;
  const char *const own[] = { "own", NULL };

  for (guint i = 0; i < test_count (20000, 1000); i++)
    {
      char **copy = trove_shared_boxed_ref (type, own);

      g_assert_true (trove_shared_boxed_ref (type, shared) == shared);
      g_assert_cmpstr (copy[0], ==, "own");
      trove_shared_boxed_unref (type, shared);
      trove_shared_boxed_unref (type, copy);
    }
  return NULL;
}

static void
test_threads (void)
{
  const char *const strv[] = { "shared", NULL };
  char **shared = trove_shared_boxed_ref (G_TYPE_STRV, strv);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, share, shared);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpstr (shared[0], ==, "shared");
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 1);
  trove_shared_boxed_unref (G_TYPE_STRV, shared);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shared-boxed/holders", test_holders);
  g_test_add_func ("/shared-boxed/references", test_references);
  g_test_add_func ("/shared-boxed/copied-to-known", test_copied_to_known);
  g_test_add_func ("/shared-boxed/threads", test_threads);
  return g_test_run ();
}
