/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Long strings: a string is a copy, and lives until its last reference is dropped. The sanitizers find a string that is freed
 * too early or never; without them, the count is read. */

#include <string.h>

#include "core/count.h"

#include "state/long-string.h"
#include "test-support.h"

#define TEXT "a string that is too long for its record"

static guint
count_of (const char *string)
{
  return atomic_load_explicit ((const TroveCount *) (gconstpointer) (string - sizeof (TroveCount)),
                               memory_order_relaxed);
}

static void
test_copy (void)
{
  char text[] = TEXT;
  char *string = trove_long_string_new (text), *empty = trove_long_string_new ("");

  memset (text, 'x', strlen (text));
  g_assert_cmpstr (string, ==, TEXT);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpuint (count_of (string), ==, 1);
  trove_long_string_unref (string);
  trove_long_string_unref (empty);
}

static void
test_references (void)
{
  char *string = trove_long_string_new (TEXT);

  g_assert_true (trove_long_string_ref (string) == string);
  trove_long_string_ref (string);
  g_assert_cmpuint (count_of (string), ==, 3);
  trove_long_string_unref (string);
  g_assert_cmpuint (count_of (string), ==, 2);
  trove_long_string_unref (string);
  g_assert_cmpstr (string, ==, TEXT);
  trove_long_string_unref (string);
}

static void
test_bytes (void)
{
  char *string = trove_long_string_new (TEXT);

  g_assert_cmpuint (trove_long_string_n_bytes (string), >=, strlen (TEXT) + 1 + sizeof (TroveCount));
  g_assert_cmpuint (trove_long_string_n_bytes (string), <=, strlen (TEXT) + 64);
  g_assert_cmpuint (trove_long_string_n_refs (string), ==, 1);
  trove_long_string_ref (string);
  g_assert_cmpuint (trove_long_string_n_refs (string), ==, 2);
  trove_long_string_unref (string);
  trove_long_string_unref (string);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/long-string/copy", test_copy);
  g_test_add_func ("/long-string/references", test_references);
  g_test_add_func ("/long-string/bytes", test_bytes);

  return g_test_run ();
}
