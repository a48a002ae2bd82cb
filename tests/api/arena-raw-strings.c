/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* Strings, whose bytes are in chunks of the sub-arena. */

static const struct
{
  const char *name;
  const char *bytes;
  gssize length; /* -1: up to the NUL */
  gsize repeat;  /* how often bytes is repeated; 0: once */
} fixtures[] = {
  { "null", NULL, -1, 0 },
  { "null, no bytes", NULL, 0, 0 },
  { "empty", "", -1, 0 },
  { "empty, no bytes", "", 0, 0 },
  { "cut to nothing", "abc", 0, 0 },
  { "one", "x", -1, 0 },
  { "seven", "1234567", -1, 0 },
  { "eight", "12345678", -1, 0 },
  { "cut", "12345678", 5, 0 },
  { "umlauts", "größer", -1, 0 },
  { "no text", "\xff\xfe\x80", -1, 0 },
  { "a NUL", "\0", 1, 0 },
  { "a NUL within", "ab\0cd", 5, 0 },
  { "NULs at the end", "ab\0\0\0", 5, 0 },
  { "nothing but NULs", "\0\0\0\0\0\0\0\0", 8, 0 },
  { "a hundred", "0123456789", -1, 10 },
  { "near a chunk", "0123456789abcde", -1, 273 },
  { "a chunk", "0123456789abcdef", -1, 256 },
  { "64 KiB", "0123456789abcdef", -1, 4096 },
  { "2 MiB", "0123456789abcdef", -1, 131072 },
};

typedef struct
{
  char *bytes; /* or NULL */
  gsize length;
} Bytes;

static void
bytes_clear (Bytes *bytes)
{
  g_clear_pointer (&bytes->bytes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bytes, bytes_clear)

static Bytes
fixture_bytes (guint i)
{
  Bytes bytes = { NULL, 0 };
  gsize once;

  if (fixtures[i].bytes == NULL)
    return bytes;

  once = fixtures[i].length < 0 ? strlen (fixtures[i].bytes) : (gsize) fixtures[i].length;
  bytes.length = once * MAX (fixtures[i].repeat, 1);
  bytes.bytes = g_malloc (bytes.length + 1);
  for (gsize at = 0; at < bytes.length; at += once)
    memcpy (bytes.bytes + at, fixtures[i].bytes, once);
  bytes.bytes[bytes.length] = '\0';
  return bytes;
}

static void
assert_bytes (const char *got, gsize length, const Bytes *bytes)
{
  g_assert_cmpint (got == NULL, ==, bytes->bytes == NULL);
  g_assert_cmpuint (length, ==, bytes->length);
  if (got == NULL)
    return;
  g_assert_cmpint (memcmp (got, bytes->bytes, length), ==, 0);
  g_assert_cmpint (got[length], ==, '\0');
}

static void
assert_string (TroveArena *arena, const TroveRef *ref, const Bytes *bytes)
{
  GError *error = NULL;
  gsize length = 12345;
  const char *got = trove_arena_get_string (arena, ref, &length, &error);

  g_assert_no_error (error);
  assert_bytes (got, length, bytes);
  g_assert_true (trove_arena_get_string (arena, ref, NULL, NULL) == got);
  g_assert_true (*(const char *const *) trove_arena_get_raw (arena, trove_ref_get_pool (ref), ref, NULL) ==
                 got);
}

static void
test_append (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef refs[G_N_ELEMENTS (fixtures)];
  const char *where[G_N_ELEMENTS (fixtures)];
  g_autoptr (TroveSnapshot) snapshot = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_auto (Bytes) bytes = fixture_bytes (i);
      gssize length = fixtures[i].length < 0 ? -1 : (gssize) bytes.length;
      GError *error = NULL;

      g_test_message ("%s", fixtures[i].name);
      g_assert_true (trove_arena_append_string (arena, 0, bytes.bytes, length, &refs[i], &error));
      g_assert_no_error (error);
      assert_string (arena, &refs[i], &bytes);
      where[i] = trove_arena_get_string (arena, &refs[i], NULL, NULL);
      check_arena (arena);
    }

  /* An append without a place for the ref; then every string is unchanged, at the same address. */
  g_assert_true (trove_arena_append_string (arena, 0, "last", -1, NULL, NULL));
  snapshot = trove_arena_snapshot (arena, NULL);
  g_clear_object (&arena);
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_auto (Bytes) bytes = fixture_bytes (i);
      gsize length = 12345;
      const char *got = trove_snapshot_get_string (snapshot, &refs[i], &length, NULL);

      g_assert_true (got == where[i]);
      assert_bytes (got, length, &bytes);
    }
  check_snapshot (snapshot);
}

/* A copy on write has all bytes, also those after a NUL. */
static void
test_copy_on_write (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
      g_autoptr (TroveArena) clone = NULL;
      g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;
      g_auto (Bytes) bytes = fixture_bytes (i);
      g_autoptr (TroveRef) mine = NULL;
      TroveRef ref;

      trove_arena_append_string (arena, 0, bytes.bytes, bytes.bytes != NULL ? (gssize) bytes.length : -1,
                                 &ref, NULL);
      clone = trove_arena_clone (arena, NULL);
      g_assert_true (trove_borrow_init_mut (&borrow, clone, &ref, NULL));
      mine = trove_borrow_dup_ref (&borrow);
      trove_borrow_clear (&borrow);
      g_assert_false (trove_ref_equal (mine, &ref));
      assert_string (clone, mine, &bytes);
      assert_string (clone, &ref, &bytes);
      if (bytes.bytes != NULL)
        g_assert_true (trove_arena_get_string (clone, mine, NULL, NULL) !=
                       trove_arena_get_string (clone, &ref, NULL, NULL));
      check_arena (clone);
    }
}

/* From every string to every other, own and frozen: as a GValue, which ends at the first NUL, or by bytes and
 * length. */

static TroveRef
set_bytes (TroveArena *arena, const TroveRef *ref, Bytes *bytes, gssize length, gboolean by_value)
{
  TroveRef set = *ref;
  GError *error = NULL;

  if (by_value)
    {
      bytes->length = bytes->bytes != NULL ? strlen (bytes->bytes) : 0;
      return set_string (arena, ref, bytes->bytes);
    }
  g_assert_true (trove_arena_set_string (arena, &set, bytes->bytes, length, &error));
  g_assert_no_error (error);
  return set;
}

static void
check_set (guint i, guint j, gboolean by_value)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_auto (Bytes) before = fixture_bytes (i);
  g_auto (Bytes) after = fixture_bytes (j);
  gssize length_before = fixtures[i].length < 0 ? -1 : (gssize) before.length;
  gssize length_after = fixtures[j].length < 0 ? -1 : (gssize) after.length;
  TroveRef ref, set, beside;

  if (MAX (before.length, after.length) > 100000 && (i + j) % 5 != 0)
    return;
  trove_arena_append_string (arena, 0, before.bytes, length_before, &ref, NULL);
  beside = put_string (arena, "beside");
  set = set_bytes (arena, &ref, &after, length_after, by_value);
  assert_ref_equal (&set, &ref);
  assert_string (arena, &ref, &after);
  g_assert_cmpstr (trove_arena_get_string (arena, &beside, NULL, NULL), ==, "beside");
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 2);

  snapshot = trove_arena_snapshot (arena, NULL);
  set = set_bytes (arena, &ref, &before, length_before, by_value);
  g_assert_false (trove_ref_equal (&set, &ref));
  assert_string (arena, &ref, &after);
  assert_string (arena, &set, &before);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 3);
  check_arena (arena);
  check_snapshot (snapshot);
}

static void
test_set (gconstpointer by_value)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    for (guint j = 0; j < G_N_ELEMENTS (fixtures); j++)
      check_set (i, j, by_value != NULL);
}

/* The new bytes may be those of the string itself, of another one or of a frozen one. */
static void
test_set_string_alias (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef ref = put_string (arena, "0123456789"), other = put_string (arena, "x");
  const char *bytes = trove_arena_get_string (arena, &ref, NULL, NULL);

  g_assert_true (trove_arena_set_string (arena, &ref, bytes + 3, 4, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, "3456");
  g_assert_true (
      trove_arena_set_string (arena, &other, trove_arena_get_string (arena, &ref, NULL, NULL), -1, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &other, NULL, NULL), ==, "3456");

  freeze (arena);
  bytes = trove_arena_get_string (arena, &ref, NULL, NULL);
  g_assert_true (trove_arena_set_string (arena, &ref, bytes + 1, 2, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, "45");
  g_assert_cmpstr (bytes, ==, "3456");
  check_arena (arena);
}

/* The ref may be inside an element of the arena, where the new ref is written. */
static void
test_set_string_inside (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (TROVE_TYPE_REF),
                                     TROVE_ELEMENT_TYPE (G_TYPE_STRING) };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 2);
  TroveRef text, holder, *inside;

  g_assert_true (trove_arena_append_string (arena, 1, "frozen", -1, &text, NULL));
  freeze (arena);
  g_assert_true (trove_arena_append_raw (arena, 0, &text, &holder, NULL));
  inside = trove_arena_get_mut_raw (arena, 0, &holder, NULL);
  g_assert_true (trove_arena_set_string (arena, inside, "new", -1, NULL));
  g_assert_false (trove_ref_equal (inside, &text));
  g_assert_cmpstr (trove_arena_get_string (arena, inside, NULL, NULL), ==, "new");
  g_assert_cmpstr (trove_arena_get_string (arena, &text, NULL, NULL), ==, "frozen");
  check_arena (arena);
}

/* A ref inside a frozen element is refused: the ref and the string stay. */
static void
test_set_string_in_frozen (void)
{
  const GType types[] = { G_TYPE_STRING, TROVE_TYPE_REF };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  TroveRef text = put_string (arena, "text"), link;
  const TroveRef *inside;
  GError *error = NULL;

  g_assert_true (trove_arena_append_raw (arena, 1, &text, &link, NULL));
  freeze (arena);
  inside = trove_arena_get_raw (arena, 1, &link, NULL);
  g_assert_false (trove_arena_set_string (arena, (TroveRef *) inside, "new", -1, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&text), "frozen element");
  assert_ref_equal (inside, &text);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 2);
}

/* The new value may be the old bytes, or a part of them. */
static void
test_set_alias (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef ref = put_string (arena, "0123456789"), other = put_string (arena, "x");
  g_auto (GValue) value = string_value (NULL);

  g_value_set_static_string (&value, trove_arena_get_string (arena, &ref, NULL, NULL) + 3);
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, "3456789");

  g_value_set_static_string (&value, trove_arena_get_string (arena, &ref, NULL, NULL));
  trove_ref_free (trove_arena_set (arena, &other, &value, NULL));
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, "3456789");
  g_assert_cmpstr (trove_arena_get_string (arena, &other, NULL, NULL), ==, "3456789");
  check_arena (arena);
}

/* Strings that are set again and again, longer and shorter, do not overwrite each other. */
static void
assert_model (TroveArena *arena, const TroveRef *refs, GPtrArray *model)
{
  for (guint i = 0; i < model->len; i++)
    {
      const char *text = g_ptr_array_index (model, i);
      gsize length;

      g_assert_cmpstr (trove_arena_get_string (arena, &refs[i], &length, NULL), ==, text);
      g_assert_cmpuint (length, ==, text != NULL ? strlen (text) : 0);
    }
}

static void
test_set_random (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  g_autoptr (GPtrArray) model = g_ptr_array_new_with_free_func (g_free);
  TroveRef refs[20];
  const guint rounds = test_quick () ? 2000 : 50000;

  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      refs[i] = put_string (arena, "");
      g_ptr_array_add (model, g_strdup (""));
    }
  for (guint round = 0; round < rounds; round++)
    {
      guint i = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (refs));
      gint32 length = g_rand_int_range (rand, -1, g_rand_int_range (rand, 1, 50));
      char *text = length < 0 ? NULL : g_strnfill ((gsize) length, (char) g_rand_int_range (rand, 33, 126));

      refs[i] = set_string (arena, &refs[i], text);
      g_free (g_ptr_array_index (model, i));
      g_ptr_array_index (model, i) = text;
      if (g_rand_int_range (rand, 0, 200) == 0)
        freeze (arena);
      assert_model (arena, refs, model);
    }
  check_arena (arena);
}

/* Allocates and overwrites memory that was freed. */
static void
scribble (void)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);

  for (gsize size = 16; size <= 4096; size += 16)
    for (guint i = 0; i < 8; i++)
      g_ptr_array_add (blocks, g_strnfill (size - 1, 'z'));
}

/* Bytes that a set left free belong to their sub-arena: a string of the next sub-arena is not put there, and
 * outlives them. */
static void
test_freed_bytes (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef ref = put_string (arena, "twenty bytes of text");
  g_autoptr (TroveBorrow) guard = NULL;
  g_autoptr (TestValue) value = NULL;
  g_autofree char *longer = g_strnfill (100, 'x');

  set_string (arena, &ref, longer);
  freeze (arena);
  ref = put_string (arena, "other text");
  guard = trove_arena_borrow (arena, &ref, NULL);
  g_clear_object (&arena);
  scribble ();
  value = trove_borrow_get_value (guard, NULL);
  g_assert_cmpstr (g_value_get_string (value), ==, "other text");
}

/* A batch of strings. */
static void
test_append_many (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  const char *strings[100];
  TroveRef first = TROVE_REF_INIT;
  g_autofree char *long_one = g_strnfill (5000, 'z');

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    strings[i] = i % 4 == 0 ? NULL : i % 4 == 1 ? "" : i % 4 == 2 ? "text" : long_one;
  put_string (arena, "before");
  g_assert_true (trove_arena_append_many_raw (arena, 0, strings, G_N_ELEMENTS (strings), &first, NULL));
  g_assert_cmpuint (trove_ref_get_index (&first), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      const TroveRef ref = ref_at (first.sub_arena, 0, 1 + i);
      const char *got = trove_arena_get_string (arena, &ref, NULL, NULL);

      g_assert_cmpstr (got, ==, strings[i]);
      g_assert_true (got == NULL || got != strings[i]);
    }
  check_arena (arena);
}

/* Errors of strings alone. Invalid refs are in invalid-refs.c, borrows in borrow.c. */
static void
test_errors (void)
{
  const GType types[] = { G_TYPE_STRING, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  const gssize too_long[] = { (gssize) MIN (G_GINT64_CONSTANT (1) << 32, G_MAXSSIZE), G_MAXSSIZE };
  const TroveRef untouched = ref_at (1, 2, 3);
  TroveRef ref = untouched, text = put_string (arena, "text"), set = text;
  GError *error = NULL;

  g_assert_false (trove_arena_append_string (arena, 1, "x", -1, &ref, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "Pool 1", "gint64");
  /* The bytes of a string that is too long are not read. On 32 bits no length is, but there is no memory for the
   * longest. */
  for (guint i = 0; i < G_N_ELEMENTS (too_long); i++)
    {
      gboolean full = (guint64) too_long[i] > G_MAXUINT32;

      g_assert_false (trove_arena_append_string (arena, 0, "x", too_long[i], &ref, &error));
      if (full)
        assert_trove_error (error, TROVE_ERROR_FULL, id_text (too_long[i]), "longer");
      else
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "gchararray");
      if (!full)
        continue;
      g_assert_false (trove_arena_set_string (arena, &set, "x", too_long[i], &error));
      assert_trove_error (error, TROVE_ERROR_FULL, id_text (too_long[i]), "longer");
      g_assert_false (trove_arena_set_string (arena, &set, "x", too_long[i], NULL));
    }
  assert_ref_equal (&ref, &untouched);
  assert_ref_equal (&set, &text);
  g_assert_cmpstr (trove_arena_get_string (arena, &text, NULL, NULL), ==, "text");

  g_assert_null (trove_arena_get_mut_raw (arena, 0, &text, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "Pool 0", "gchararray");
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 1);
  check_arena (arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/raw/strings/append", test_append);
  g_test_add_func ("/arena/raw/strings/append-many", test_append_many);
  g_test_add_func ("/arena/raw/strings/copy-on-write", test_copy_on_write);
  g_test_add_data_func ("/arena/raw/strings/set", "by value", test_set);
  g_test_add_data_func ("/arena/raw/strings/set-string", NULL, test_set);
  g_test_add_func ("/arena/raw/strings/set/alias", test_set_alias);
  g_test_add_func ("/arena/raw/strings/set/random", test_set_random);
  g_test_add_func ("/arena/raw/strings/set-string/alias", test_set_string_alias);
  g_test_add_func ("/arena/raw/strings/set-string/inside", test_set_string_inside);
  g_test_add_func ("/arena/raw/strings/set-string/set-in-frozen", test_set_string_in_frozen);
  g_test_add_func ("/arena/raw/strings/freed-bytes", test_freed_bytes);
  g_test_add_func ("/arena/raw/strings/errors", test_errors);

  return g_test_run ();
}
