/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

/* TROVE_ERROR: the domain and the enumeration that other languages see. */

static const struct
{
  TroveError code;
  int number;
  const char *name;
  const char *nick;
} codes[] = {
  { TROVE_ERROR_INVALID_REF, 0, "TROVE_ERROR_INVALID_REF", "invalid-ref" },
  { TROVE_ERROR_BORROWED, 1, "TROVE_ERROR_BORROWED", "borrowed" },
  { TROVE_ERROR_BORROWED_MUT, 2, "TROVE_ERROR_BORROWED_MUT", "borrowed-mut" },
  { TROVE_ERROR_TYPE_MISMATCH, 3, "TROVE_ERROR_TYPE_MISMATCH", "type-mismatch" },
  { TROVE_ERROR_WRONG_THREAD, 4, "TROVE_ERROR_WRONG_THREAD", "wrong-thread" },
  { TROVE_ERROR_COPY_FAILED, 5, "TROVE_ERROR_COPY_FAILED", "copy-failed" },
  { TROVE_ERROR_FULL, 6, "TROVE_ERROR_FULL", "full" },
  { TROVE_ERROR_NO_MEMORY, 7, "TROVE_ERROR_NO_MEMORY", "no-memory" },
  { TROVE_ERROR_REMOVED, 8, "TROVE_ERROR_REMOVED", "removed" },
  { TROVE_ERROR_CYCLE, 9, "TROVE_ERROR_CYCLE", "cycle" },
  { TROVE_ERROR_FOREIGN, 10, "TROVE_ERROR_FOREIGN", "foreign" },
  { TROVE_ERROR_BUSY, 11, "TROVE_ERROR_BUSY", "busy" },
  { TROVE_ERROR_READ_ONLY, 12, "TROVE_ERROR_READ_ONLY", "read-only" },
  { TROVE_ERROR_DAMAGED, 13, "TROVE_ERROR_DAMAGED", "damaged" },
  { TROVE_ERROR_CHANGED, 14, "TROVE_ERROR_CHANGED", "changed" },
};

static void
test_quark (void)
{
  g_assert_cmpstr (g_quark_to_string (TROVE_ERROR), ==, "trove-error-quark");
  g_assert_cmpuint (TROVE_ERROR, ==, trove_error_quark ());
}

static void
test_codes (void)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (TROVE_TYPE_ERROR);

  g_assert_cmpstr (g_type_name (TROVE_TYPE_ERROR), ==, "TroveError");
  g_assert_cmpuint (klass->n_values, ==, G_N_ELEMENTS (codes));
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const GEnumValue *value = g_enum_get_value (klass, codes[i].number);

      g_assert_cmpint ((int) codes[i].code, ==, codes[i].number);
      g_assert_nonnull (value);
      g_assert_cmpstr (value->value_name, ==, codes[i].name);
      g_assert_cmpstr (value->value_nick, ==, codes[i].nick);
    }
}

/* The error may be NULL. Calls that take a ref are tried so in invalid-refs.c. */
static void
test_ignored (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_auto (GValue) text = string_value ("x");

  g_assert_null (trove_arena_append (arena, &text, NULL));
  g_assert_null (trove_ref_parse ("", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/quark", test_quark);
  g_test_add_func ("/error/codes", test_codes);
  g_test_add_func ("/error/ignored", test_ignored);

  return g_test_run ();
}
