/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* TroveElementInfo and trove_element_register (): layouts of elements. */

/* Boxed types to register: one for each test, since a registration stays. */

static gpointer
copy_block (gpointer block)
{
  return g_memdup2 (block, 64);
}

static GType
new_boxed (const char *name)
{
  return g_boxed_type_register_static (name, copy_block, g_free);
}

static gboolean
copy_32 (gpointer dest, gconstpointer src, gpointer data)
{
  memcpy (dest, src, 32);
  return TRUE;
}

static const TroveElementInfo info_32 = { .size = 32, .alignment = 8 };

/* The size of an element of the type: that of the struct, or of a pointer. */
static gsize
stored_size (GType type)
{
  g_autoptr (TroveArena) arena = trove_arena_new (type);
  guint8 block[64] = { 1, 2, 3 };
  const guint8 *first, *second;
  TroveRef ref;

  for (guint i = 0; i < 2; i++)
    {
      g_auto (GValue) value = boxed_value (type, block);

      ref = ref_of (trove_arena_append (arena, &value, NULL));
    }
  second = trove_arena_get_raw (arena, 0, &ref, NULL);
  ref.offset--;
  first = trove_arena_get_raw (arena, 0, &ref, NULL);
  return (gsize) (second - first);
}

static void
test_register (void)
{
  GType type = new_boxed ("TestRegister");
  const TroveElementInfo with_type = { .type = type, .size = 32, .alignment = 8 };

  trove_element_register (type, &info_32);
  trove_element_register (type, &info_32);
  trove_element_register (type, &with_type);
  g_assert_cmpuint (stored_size (type), ==, 32);

  /* The same registration after the first use has no effect. */
  trove_element_register (type, &info_32);
  trove_element_register (type, &with_type);
  g_assert_cmpuint (stored_size (type), ==, 32);
}

static void
test_register_not (void)
{
  g_assert_cmpuint (stored_size (new_boxed ("TestRegisterNot")), ==, sizeof (gpointer));
}

/* Before its first use a type can be registered differently. */
static void
test_register_again_early (void)
{
  GType type = new_boxed ("TestRegisterEarly");
  const TroveElementInfo other = { .size = 16, .alignment = 4 };

  trove_element_register (type, &info_32);
  trove_element_register (type, &other);
  g_assert_cmpuint (stored_size (type), ==, 16);
}

static void
test_register_again_late (void)
{
  GType type = new_boxed ("TestRegisterLate");
  const TroveElementInfo others[] = {
    { .size = 64, .alignment = 8 },
    { .size = 32, .alignment = 16 },
    { .size = 32, .alignment = 8, .copy = copy_32 },
    { .size = 32, .alignment = 8, .data = &type },
  };

  trove_element_register (type, &info_32);
  g_assert_cmpuint (stored_size (type), ==, 32);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      expect_critical ("*TestRegisterLate*in use*");
      trove_element_register (type, &others[i]);
      g_test_assert_expected_messages ();
      g_assert_cmpuint (stored_size (type), ==, 32);
    }
}

static void
test_register_criticals (void)
{
  GType type = new_boxed ("TestRegisterBad");
  static const struct
  {
    TroveElementInfo info;
    const char *pattern;
  } bad[] = {
    { { .size = 0 }, "*TestRegisterBad*size*" },
    { { .size = 65537 }, "*TestRegisterBad*size*" },
    { { .size = 65536 + 64, .alignment = 64 }, "*TestRegisterBad*size*" },
    { { .size = 96, .alignment = 3 }, "*TestRegisterBad*alignment*" },
    { { .size = 128, .alignment = 128 }, "*TestRegisterBad*alignment*" },
    { { .size = 12, .alignment = 8 }, "*TestRegisterBad*multiple*" },
    { { .size = 1, .alignment = 2 }, "*TestRegisterBad*multiple*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      expect_critical (bad[i].pattern);
      trove_element_register (type, &bad[i].info);
      g_test_assert_expected_messages ();
    }
  g_assert_cmpuint (stored_size (type), ==, sizeof (gpointer));
}

/* Threads that register the same type at once. */
static void
register_many (gpointer data)
{
  for (guint i = 0; i < 1000; i++)
    trove_element_register (GPOINTER_TO_SIZE (data), &info_32);
}

static gpointer
register_thread (gpointer data)
{
  register_many (data);
  return NULL;
}

static void
test_register_threads (void)
{
  GType type = new_boxed ("TestRegisterThreads");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("register", register_thread, GSIZE_TO_POINTER (type));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (stored_size (type), ==, 32);
}

/* Sizes and alignments */

static const struct
{
  gsize size;
  gsize alignment;
} layouts[] = {
  { 1, 0 },    { 1, 1 },     { 2, 1 },     { 3, 1 },      { 4, 4 },     { 7, 1 },     { 8, 8 },
  { 12, 4 },   { 16, 16 },   { 24, 8 },    { 32, 32 },    { 48, 16 },   { 64, 64 },   { 96, 32 },
  { 127, 1 },  { 192, 64 },  { 255, 1 },   { 256, 64 },   { 1000, 8 },  { 4032, 64 }, { 4096, 64 },
  { 4097, 1 }, { 5120, 64 }, { 65535, 1 }, { 65536, 64 }, { 65536, 1 }, { 32768, 2 },
};

static void
fill (guint8 *element, gsize size, guint i)
{
  memset (element, (int) (i * 31 + 1), size);
  element[size - 1] = (guint8) ~i;
}

static void
assert_filled (const guint8 *element, gsize size, guint i)
{
  for (gsize b = 0; b + 1 < size; b++)
    g_assert_cmpuint (element[b], ==, (guint8) (i * 31 + 1));
  g_assert_cmpuint (element[size - 1], ==, (guint8) ~i);
}

static void
test_layout (gconstpointer data)
{
  gsize size = layouts[GPOINTER_TO_UINT (data)].size;
  gsize alignment = layouts[GPOINTER_TO_UINT (data)].alignment;
  const TroveElementInfo info = { .size = size, .alignment = alignment };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (&info, 1);
  g_autofree guint8 *element = g_malloc (size);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  const guint n = size > 8192 && test_quick () ? 33 : 200;
  TroveRef refs[200];
  const guint8 *where[200];

  g_assert_nonnull (arena);
  for (guint i = 0; i < n; i++)
    {
      fill (element, size, i);
      g_assert_true (trove_arena_append_raw (arena, 0, element, &refs[i], NULL));
      where[i] = trove_arena_get_raw (arena, 0, &refs[i], NULL);
      if (alignment > 1)
        g_assert_cmpuint ((gsize) where[i] % alignment, ==, 0);
    }
  check_arena (arena);

  snapshot = trove_arena_snapshot (arena, NULL);
  fill (element, size, 77);
  for (guint i = 0; i < n; i += 30)
    {
      TroveRef ref = refs[i];
      guint8 *changed = trove_arena_get_mut_raw (arena, 0, &ref, NULL);

      g_assert_nonnull (changed);
      g_assert_cmpuint ((gsize) changed % MAX (alignment, 1), ==, 0);
      assert_filled (changed, size, i);
      fill (changed, size, 77);
      assert_filled (trove_arena_get_raw (arena, 0, &ref, NULL), size, 77);
    }
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (trove_snapshot_get_raw (snapshot, 0, &refs[i], NULL) == where[i]);
      assert_filled (where[i], size, i);
    }
  check_arena (arena);
  check_snapshot (snapshot);
}

static void
test_bad_layouts (void)
{
  static const struct
  {
    TroveElementInfo info;
    const char *pattern;
  } bad[] = {
    { { .size = 0, .alignment = 1 }, "*size*" },
    { { .size = 65537 }, "*size*" },
    { { .size = G_MAXSIZE }, "*size*" },
    { { .size = 16, .alignment = 128 }, "*alignment*" },
    { { .size = 24, .alignment = 12 }, "*alignment*" },
    { { .size = 20, .alignment = 8 }, "*multiple*" },
    { { .type = G_TYPE_NONE }, "*type of values*" },
    { { .type = G_TYPE_ENUM }, "*type of values*" },
    { { .type = G_TYPE_INTERFACE }, "*type of values*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_INT), bad[i].info };

      expect_critical (bad[i].pattern);
      g_assert_null (trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos)));
      g_test_assert_expected_messages ();
    }
}

/* The other members are ignored if a type is given. */
static void
test_type_alone (void)
{
  const TroveElementInfo infos[] = {
    { .type = G_TYPE_INT, .size = 4000, .alignment = 3, .copy = copy_32 },
    TROVE_ELEMENT_TYPE (TEST_TYPE_POINT),
  };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
  g_autoptr (TestPoint) point = test_point_new (3);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);
  g_auto (GValue) number = int_value (5);
  TroveRef ref = ref_of (trove_arena_append (arena, &number, NULL));

  g_assert_cmpint (*(const int *) trove_arena_get_raw (arena, 0, &ref, NULL), ==, 5);
  ref = ref_of (trove_arena_append (arena, &value, NULL));
  g_assert_cmpuint (trove_ref_get_pool (&ref), ==, 1);
  g_assert_cmpuint ((gsize) trove_arena_get_raw (arena, 1, &ref, NULL) % 16, ==, 0);
  check_arena (arena);
}

/* TROVE_ELEMENT: size and alignment of a C type, and further members. */
static void
clear_nothing (gpointer element, gpointer data)
{
}

static void
test_macros (void)
{
  const TroveElementInfo plain = TROVE_ELEMENT (GValue);
  const TroveElementInfo more = TROVE_ELEMENT (TestPoint, .copy = copy_32, .clear = clear_nothing);
  const TroveElementInfo typed = TROVE_ELEMENT_TYPE (G_TYPE_STRING);

  g_assert_cmpuint (plain.size, ==, sizeof (GValue));
  g_assert_cmpuint (plain.alignment, ==, G_ALIGNOF (GValue));
  g_assert_true (plain.type == 0 && plain.copy == NULL && plain.clear == NULL);
  g_assert_true (more.copy == copy_32 && more.clear == clear_nothing && more.trace == NULL);
  g_assert_true (typed.type == G_TYPE_STRING && typed.size == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/element/register", test_register);
  g_test_add_func ("/element/register/not", test_register_not);
  g_test_add_func ("/element/register/again-early", test_register_again_early);
  g_test_add_func ("/element/register/again-late", test_register_again_late);
  g_test_add_func ("/element/register/criticals", test_register_criticals);
  g_test_add_func ("/element/register/threads", test_register_threads);
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/element/layout/%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT,
                                               layouts[i].size, layouts[i].alignment);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_layout);
    }
  g_test_add_func ("/element/layout/bad", test_bad_layouts);
  g_test_add_func ("/element/layout/type", test_type_alone);
  g_test_add_func ("/element/macros", test_macros);

  return g_test_run ();
}
