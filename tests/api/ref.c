/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

/* TroveRef: 16 bytes, compared, hashed, written and parsed. */

#define MAX_ID (((guint64) 1 << 53) - 1)
#define MAX_INDEX (((guint64) 1 << 40) - 1)

static const struct
{
  guint64 id;
  guint pool;
  guint64 index;
  const char *text;
} fixtures[] = {
  { 0, 0, 0, "0:0:0" },
  { 1, 0, 0, "1:0:0" },
  { 12, 0, 7, "12:0:7" },
  { 1, 1, 0, "1:1:0" },
  { 1, 255, 1, "1:255:1" },
  { 2, 3, 4294967296, "2:3:4294967296" },
  { MAX_ID, 0, 0, "9007199254740991:0:0" },
  { 1, 0, MAX_INDEX, "1:0:1099511627775" },
  { MAX_ID, 255, MAX_INDEX, "9007199254740991:255:1099511627775" },
};

static void
test_layout (void)
{
  const TroveRef null = TROVE_REF_INIT;

  g_assert_cmpuint (sizeof (TroveRef), ==, 16);
  g_assert_cmpuint (G_STRUCT_OFFSET (TroveRef, sub_arena), ==, 0);
  g_assert_cmpuint (G_STRUCT_OFFSET (TroveRef, offset), ==, 8);
  g_assert_cmpuint (null.sub_arena, ==, 0);
  g_assert_cmpuint (null.offset, ==, 0);
  g_assert_true (trove_ref_is_null (&null));
  g_assert_true (G_TYPE_FUNDAMENTAL (TROVE_TYPE_REF) == G_TYPE_BOXED);
  g_assert_cmpstr (g_type_name (TROVE_TYPE_REF), ==, "TroveRef");
}

static void
test_parts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      const TroveRef ref = ref_at (fixtures[i].id, fixtures[i].pool, fixtures[i].index);

      g_assert_cmpuint (trove_ref_get_pool (&ref), ==, fixtures[i].pool);
      g_assert_cmpuint (trove_ref_get_index (&ref), ==, fixtures[i].index);
      g_assert_cmpint (trove_ref_is_null (&ref), ==, fixtures[i].id == 0);
    }
}

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      const TroveRef ref = ref_at (fixtures[i].id, fixtures[i].pool, fixtures[i].index);
      g_autofree char *text = trove_ref_to_string (&ref);
      g_autoptr (TroveRef) parsed = NULL;
      GError *error = NULL;

      g_assert_cmpstr (text, ==, fixtures[i].text);
      parsed = trove_ref_parse (text, &error);
      g_assert_no_error (error);
      assert_ref_equal (parsed, &ref);
    }
}

/* Bits above the pool are left out of the text. */
static void
test_text_of_junk (void)
{
  const TroveRef ref = { 3, (guint64) 0xbeef << 48 | (guint64) 2 << 40 | 9 };
  g_autofree char *text = trove_ref_to_string (&ref);

  g_assert_cmpstr (text, ==, "3:2:9");
  g_assert_cmpuint (trove_ref_get_pool (&ref), ==, 2);
  g_assert_cmpuint (trove_ref_get_index (&ref), ==, 9);
}

static void
test_bad_text (void)
{
  static const char *const bad[] = {
    "",
    ":",
    "::",
    "1",
    "1:",
    "1:2",
    "1:2:",
    "1::3",
    ":2:3",
    "1:2:3:",
    "1:2:3:4",
    "1:2:3 ",
    " 1:2:3",
    "1: 2:3",
    "1:2: 3",
    "1 :2:3",
    "1:2:3\n",
    "\t1:2:3",
    "-1:2:3",
    "1:-2:3",
    "1:2:-3",
    "+1:2:3",
    "1:+2:3",
    "1:2:+3",
    "x",
    "a:b:c",
    "0x1:2:3",
    "1:0x2:3",
    "1.0:2:3",
    "1,2,3",
    "1;2;3",
    "1:256:0",                  /* no such pool */
    "1:4294967296:0",           /* pool 0, cut off at 32 bits */
    "1:0:1099511627776",        /* 2^40 */
    "9007199254740992:0:0",     /* 2^53 */
    "18446744073709551615:0:0", /* the largest number of 64 bits */
    "18446744073709551616:0:0", /* one more */
    "1:18446744073709551616:0",
    "1:0:18446744073709551617",
    "99999999999999999999999999999999:0:0",
    "1:0:99999999999999999999999999999999",
    "\xd9\xa1:0:0", /* a digit that is not ASCII */
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      GError *error = NULL;

      g_test_message ("“%s”", bad[i]);
      g_assert_null (trove_ref_parse (bad[i], &error));
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, bad[i]);
    }
}

/* Messages are valid UTF-8, even if the text is not. */
static void
test_parse_bytes (void)
{
  GError *error = NULL;

  g_assert_null (trove_ref_parse ("1:\xff\xc3:0", &error));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "1:", ":0");
}

static void
test_equal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    for (guint j = 0; j < G_N_ELEMENTS (fixtures); j++)
      {
        const TroveRef a = ref_at (fixtures[i].id, fixtures[i].pool, fixtures[i].index);
        const TroveRef b = ref_at (fixtures[j].id, fixtures[j].pool, fixtures[j].index);

        g_assert_cmpint (trove_ref_equal (&a, &b), ==, i == j);
        if (i == j)
          g_assert_cmpuint (trove_ref_hash (&a), ==, trove_ref_hash (&b));
      }
}

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  const guint *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* The refs of a document are dense, their hashes must not be. Of 30,000 random 32-bit numbers, 0.1 pairs are
 * equal. No bit of the hashes may be constant. */
static void
test_hash (void)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint same = 0;
  guint or = 0, and = G_MAXUINT;

  for (guint64 id = 1; id <= 100; id++)
    for (guint pool = 0; pool < 3; pool++)
      for (guint64 index = 0; index < 100; index++)
        {
          const TroveRef ref = ref_at (id, pool, index);
          guint hash = trove_ref_hash (&ref);

          g_array_append_val (hashes, hash);
          or |= hash;
          and &= hash;
        }

  g_array_sort (hashes, compare_hashes);
  for (guint i = 1; i < hashes->len; i++)
    same += g_array_index (hashes, guint, i) == g_array_index (hashes, guint, i - 1);
  g_assert_cmpuint (same, <, 100);
  g_assert_cmphex (or, ==, G_MAXUINT);
  g_assert_cmphex (and, ==, 0);
}

static void
test_hash_table (void)
{
  g_autoptr (GHashTable) table =
      g_hash_table_new_full (trove_ref_hash, trove_ref_equal, (GDestroyNotify) trove_ref_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      const TroveRef ref = ref_at (i / 10 + 1, i % 3, i % 10);

      g_hash_table_insert (table, trove_ref_copy (&ref), GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < 1000; i++)
    {
      const TroveRef ref = ref_at (i / 10 + 1, i % 3, i % 10);

      g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (table, &ref)), ==, i + 1);
    }
}

/* The n-th ref after a ref is in the same pool, or null. */
static void
test_nth (void)
{
  const guint64 end = (guint64) 1 << 40;
  const struct
  {
    TroveRef first;
    guint64 n;
    TroveRef nth; /* null: none */
  } cases[] = {
    { ref_at (7, 2, 9), 0, ref_at (7, 2, 9) },
    { ref_at (7, 2, 9), 1, ref_at (7, 2, 10) },
    { ref_at (7, 0, 0), 1000000, ref_at (7, 0, 1000000) },
    { ref_at (7, 2, 9), end - 10, ref_at (7, 2, end - 1) },
    { ref_at (7, 2, 9), end - 9, TROVE_REF_INIT },
    { ref_at (7, 2, 9), end, TROVE_REF_INIT },
    { ref_at (7, 2, end - 1), 0, ref_at (7, 2, end - 1) },
    { ref_at (7, 2, end - 1), 1, TROVE_REF_INIT },
    { ref_at (7, 255, end - 1), 1, TROVE_REF_INIT },
    { ref_at (7, 2, 9), G_MAXUINT64, TROVE_REF_INIT },
    { ref_at (7, 2, 9), G_MAXUINT64 - 8, TROVE_REF_INIT },
    { TROVE_REF_INIT, 0, TROVE_REF_INIT },
    { TROVE_REF_INIT, 1, TROVE_REF_INIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TroveRef nth = trove_ref_nth (&cases[i].first, cases[i].n);
      GError *error = NULL;
      g_autoptr (TroveRef) boxed = trove_ref_get_nth (&cases[i].first, cases[i].n, &error);

      assert_ref_equal (&nth, &cases[i].nth);
      if (trove_ref_is_null (&nth))
        {
          g_assert_null (boxed);
          assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&cases[i].first),
                              id_text (cases[i].n));
        }
      else
        {
          g_assert_no_error (error);
          assert_ref_equal (boxed, &nth);
        }
    }
}

static void
test_boxed (void)
{
  const TroveRef ref = ref_at (7, 2, 9);
  g_autoptr (TroveRef) copy = trove_ref_copy (&ref);
  g_autoptr (TroveRef) boxed = g_boxed_copy (TROVE_TYPE_REF, &ref);
  g_auto (GValue) value = boxed_value (TROVE_TYPE_REF, &ref);

  g_assert_true (copy != &ref && boxed != &ref);
  assert_ref_equal (copy, &ref);
  assert_ref_equal (boxed, &ref);
  assert_ref_equal (g_value_get_boxed (&value), &ref);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ref/layout", test_layout);
  g_test_add_func ("/ref/parts", test_parts);
  g_test_add_func ("/ref/text", test_text);
  g_test_add_func ("/ref/text/junk", test_text_of_junk);
  g_test_add_func ("/ref/text/bad", test_bad_text);
  g_test_add_func ("/ref/text/bytes", test_parse_bytes);
  g_test_add_func ("/ref/equal", test_equal);
  g_test_add_func ("/ref/hash", test_hash);
  g_test_add_func ("/ref/hash/table", test_hash_table);
  g_test_add_func ("/ref/nth", test_nth);
  g_test_add_func ("/ref/boxed", test_boxed);

  return g_test_run ();
}
