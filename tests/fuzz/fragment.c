/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fragments of any bytes: an error, or a fragment that can be inserted, and that is the same after it was written and read again. */

#include "fuzz.h"
#include "things.h"

static void
insert (TroveFragment *fragment)
{
  g_autoptr (TroveDocument) document = trove_document_new (fuzz_thing_get_type (), NULL, 0);
  g_autoptr (GError) error = NULL;
  TroveKey root = trove_document_get_root_key (document);

  trove_fragment_insert_by_key (fragment, document, root, "children", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1 + trove_fragment_get_n_objects (fragment));
  g_assert_true (trove_document_commit (document, NULL, NULL));
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1 + trove_fragment_get_n_objects (fragment));
}

/* A date that was written in another form, or an icon, is written in one form. */
static void
write_and_read (TroveFragment *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = trove_fragment_to_bytes (fragment, &error), again = NULL;
  g_autoptr (TroveFragment) read = NULL;

  g_assert_no_error (error);
  read = trove_fragment_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  again = trove_fragment_to_bytes (read, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_begin ();
  fuzz_thing_get_type ();
  fragment = trove_fragment_new_from_bytes (bytes, &error);
  g_assert_true ((fragment != NULL) == (error == NULL));
  if (error != NULL)
    {
      g_assert_true (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_DAMAGED) ||
                     g_error_matches (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), <=, size / 12);
  insert (fragment);
  write_and_read (fragment);
  return 0;
}
