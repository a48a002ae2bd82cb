/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The arena core's values: set, copy on write, elements of every size. */

#include "check-core.h"
#include "core-fixture.h"

/* Copy on write */

static void
test_get_mut (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_INT64);
  const gint64 value = 1;
  TroveRef old, ref;
  gint64 *element;
  TroveCore core;

  core_init (&core, &info, 1);
  g_assert_true (trove_core_append (&core, 0, &value, &old, NULL));

  /* Own: in place, the ref stays. */
  ref = old;
  element = trove_core_get_mut (&core, 0, &ref, NULL);
  g_assert_true (trove_ref_equal (&ref, &old));
  g_assert_true (element == trove_core_get (&core, 0, &old, NULL));
  *element = 2;

  /* Frozen: a copy, and the old ref reads the old value. */
  core_freeze (&core);
  element = trove_core_get_mut (&core, 0, &ref, NULL);
  g_assert_cmpint (*element, ==, 2);
  *element = 3;
  g_assert_false (trove_ref_equal (&ref, &old));
  g_assert_cmpuint (ref.sub_arena, ==, core.own_id);
  g_assert_cmpint (*(const gint64 *) trove_core_get (&core, 0, &old, NULL), ==, 2);
  g_assert_cmpint (*(const gint64 *) trove_core_get (&core, 0, &ref, NULL), ==, 3);
  check_core (&core);

  /* On error the ref is as it was. */
  ref = (TroveRef){ old.sub_arena, 1 };
  g_assert_null (trove_core_get_mut (&core, 0, &ref, NULL));
  g_assert_cmpuint (ref.sub_arena, ==, old.sub_arena);
  g_assert_cmpuint (ref.offset, ==, 1);
  trove_core_clear (&core);
}

typedef struct
{
  TroveRef child;
  gint64 value;
} Node;

/* inout points into the own element above: the path is copied from the root down. */
static void
test_path (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (Node);
  TroveRef root = TROVE_REF_INIT, old_root, *slot;
  TroveCore core;
  const Node *node;
  Node *copy;

  core_init (&core, &info, 1);
  for (gint64 i = 0; i < 100; i++)
    {
      Node made = { root, i };

      g_assert_true (trove_core_append (&core, 0, &made, &root, NULL));
    }
  core_freeze (&core);
  old_root = root;

  slot = &root;
  for (gint64 i = 99; i >= 0; i--)
    {
      copy = trove_core_get_mut (&core, 0, slot, NULL);
      g_assert_cmpint (copy->value, ==, i);
      g_assert_cmpuint (slot->sub_arena, ==, core.own_id);
      copy->value += 1000;
      slot = &copy->child;
    }
  check_core (&core);

  for (gint64 i = 99; i >= 0; i--)
    {
      node = trove_core_get (&core, 0, &root, NULL);
      g_assert_cmpint (node->value, ==, i + 1000);
      root = node->child;
      node = trove_core_get (&core, 0, &old_root, NULL);
      g_assert_cmpint (node->value, ==, i);
      old_root = node->child;
    }
  g_assert_true (trove_ref_is_null (&root));

  /* out points into an own element as well. */
  g_assert_true (trove_core_append (&core, 0, &(Node){ .value = 1 }, &root, NULL));
  copy = trove_core_get_mut (&core, 0, &root, NULL);
  g_assert_true (trove_core_append (&core, 0, &(Node){ .value = 2 }, &copy->child, NULL));
  node = trove_core_get (&core, 0, &copy->child, NULL);
  g_assert_cmpint (node->value, ==, 2);
  trove_core_clear (&core);
}

static void
test_set (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_INT64);
  g_autoptr (GError) error = NULL;
  gint64 value = 1;
  TroveRef old, ref;
  gconstpointer address;
  TroveCore core;

  core_init (&core, &info, 1);
  g_assert_true (trove_core_append (&core, 0, &value, &old, NULL));
  ref = old;
  address = trove_core_get (&core, 0, &ref, NULL);
  value = 2;
  g_assert_true (trove_core_set (&core, 0, &ref, &value, NULL));
  g_assert_true (trove_ref_equal (&ref, &old));
  g_assert_cmpint (*(const gint64 *) address, ==, 2);
  g_assert_true (trove_core_set (&core, 0, &ref, address, NULL)); /* by itself */
  core_freeze (&core);

  value = 3;
  g_assert_true (trove_core_set (&core, 0, &ref, &value, NULL));
  g_assert_cmpuint (ref.sub_arena, ==, core.own_id);
  g_assert_cmpint (*(const gint64 *) address, ==, 2);
  g_assert_cmpint (*(const gint64 *) trove_core_get (&core, 0, &ref, NULL), ==, 3);
  check_core (&core);

  /* A ref that is not held is refused and stays as it is. */
  ref = (TroveRef){ old.sub_arena, 1 };
  g_assert_false (trove_core_set (&core, 0, &ref, &value, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
  g_assert_cmpuint (ref.sub_arena, ==, old.sub_arena);
  g_assert_cmpuint (ref.offset, ==, 1);
  trove_core_clear (&core);
}

/* Every byte of an element of any size, appended, copied on write and set. */

static void
fill (guint8 *bytes, gsize size, guint8 first)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (first + i);
}

static void
test_sizes (void)
{
  guint8 bytes[160];

  for (gsize size = 1; size <= sizeof bytes; size++)
    {
      const TroveElementInfo info = { .size = size };
      TroveRef old, ref;
      TroveCore core;

      core_init (&core, &info, 1);
      fill (bytes, size, 1);
      g_assert_true (trove_core_append (&core, 0, bytes, &old, NULL));
      g_assert_cmpmem (trove_core_get (&core, 0, &old, NULL), size, bytes, size);
      core_freeze (&core);
      ref = old;
      g_assert_cmpmem (trove_core_get_mut (&core, 0, &ref, NULL), size, bytes, size);
      fill (bytes, size, 101);
      g_assert_true (trove_core_set (&core, 0, &ref, bytes, NULL));
      g_assert_cmpmem (trove_core_get (&core, 0, &ref, NULL), size, bytes, size);
      g_assert_cmpint (*(const guint8 *) trove_core_get (&core, 0, &old, NULL), ==, 1);
      trove_core_clear (&core);
    }
}

/* A copy function is given memory that is aligned as its elements are. */

static gboolean
copy_aligned (gpointer dest, gconstpointer src, gpointer data)
{
  g_assert_cmpuint ((guintptr) dest % 64, ==, 0);
  memcpy (dest, src, GPOINTER_TO_SIZE (data));
  return TRUE;
}

static void
test_aligned (void)
{
  static const gsize sizes[] = { 64, 256, 320, 1024 };
  _Alignas(64) guint8 bytes[8 * 1024];

  fill (bytes, sizeof bytes, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const TroveElementInfo info = {
        .size = sizes[i], .alignment = 64, .copy = copy_aligned, .data = GSIZE_TO_POINTER (sizes[i])
      };
      TroveCore core;
      TroveRef ref;

      core_init (&core, &info, 1);
      for (gsize n = 1; n <= 8; n++)
        {
          g_assert_true (trove_core_append_many (&core, 0, bytes, n, &ref, NULL));
          ref.offset += n - 1;
          g_assert_cmpmem (trove_core_get (&core, 0, &ref, NULL), sizes[i], bytes + (n - 1) * sizes[i],
                           sizes[i]);
        }
      g_assert_true (trove_core_set (&core, 0, &ref, bytes, NULL));
      g_assert_cmpmem (trove_core_get (&core, 0, &ref, NULL), sizes[i], bytes, sizes[i]);
      check_core (&core);
      trove_core_clear (&core);
    }
}

/* The first's ref may be written among the elements that are copied: they are copied as they were. */
static void
test_ref_among (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (TroveRef);
  TroveRef elements[100];
  TroveCore core;
  TroveRef at;

  core_init (&core, &info, 1);
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    elements[i] = (TroveRef){ 1000 + i, i };
  g_assert_true (trove_core_append_many (&core, 0, elements, G_N_ELEMENTS (elements), &elements[50], NULL));

  at = elements[50];
  g_assert_cmpuint (at.sub_arena, ==, core.own_id);
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++, at.offset++)
    {
      const TroveRef *element = trove_core_get (&core, 0, &at, NULL);

      g_assert_cmpuint (element->sub_arena, ==, 1000 + i);
      g_assert_cmpuint (element->offset, ==, i);
    }
  trove_core_clear (&core);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/get-mut", test_get_mut);
  g_test_add_func ("/values/path", test_path);
  g_test_add_func ("/values/set", test_set);
  g_test_add_func ("/values/sizes", test_sizes);
  g_test_add_func ("/values/ref-among", test_ref_among);
  g_test_add_func ("/values/aligned", test_aligned);
  return g_test_run ();
}
