/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copying: what is replaced while a copy function runs waits, and is cleared when the last of them has ended. */

#include "core/copying.h"

#include <string.h>

typedef struct
{
  guint64 number;
  char rest[56];
} Element;

typedef struct
{
  TroveSchema *schema;
  GArray *cleared; /* the numbers */
  guint n_more;    /* clear functions that replace a value themselves */
  gboolean later;  /* they run where a copy ended, which counts as running until they have */
} Stage;

static void
replace (Stage *stage, guint64 number)
{
  _Alignas(64) Element element = { .number = number };
  TrovePostponed *room;

  g_assert_true (trove_copying_prepare (&stage->schema->pools[0], &room));
  g_assert_true ((room != NULL) == trove_copying_runs ());
  trove_copying_clear (stage->schema, 0, &element, room);
  memset (&element, 0xff, sizeof element);
}

static void
note_clear (gpointer data, gpointer user_data)
{
  const Element *element = data;
  Stage *stage = user_data;

  g_assert_cmpint (trove_copying_runs (), ==, stage->later);
  g_assert_cmpuint ((guintptr) element % 64, ==, 0);
  g_array_append_val (stage->cleared, element->number);

  if (stage->n_more > 0)
    {
      stage->n_more--;
      trove_copying_begin ();
      replace (stage, 100 + stage->n_more);
      trove_copying_end ();
    }
}

static void
stage_init (Stage *stage)
{
  const TroveElementInfo info = {
    .size = sizeof (Element), .alignment = 64, .clear = note_clear, .data = stage
  };

  *stage = (Stage){ .cleared = g_array_new (FALSE, FALSE, sizeof (guint64)) };
  g_assert_null (trove_schema_new (&info, 1, &stage->schema));
}

static void
stage_clear (Stage *stage)
{
  g_assert_false (trove_copying_runs ());
  g_assert_cmpint (stage->schema->count, ==, 1);
  trove_schema_unref (stage->schema);
  g_array_unref (stage->cleared);
}

/* Each of the numbers once, in whatever order. */
static void
assert_cleared (const Stage *stage, guint n, const guint64 *numbers)
{
  g_assert_cmpuint (stage->cleared->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      guint n_found = 0;

      for (guint j = 0; j < n; j++)
        n_found += g_array_index (stage->cleared, guint64, j) == numbers[i];
      g_assert_cmpuint (n_found, ==, 1);
    }
}

static void
test_at_once (void)
{
  const guint64 numbers[] = { 1, 2 };
  Stage stage;

  stage_init (&stage);
  for (guint i = 0; i < 2; i++)
    {
      replace (&stage, numbers[i]);
      assert_cleared (&stage, i + 1, numbers);
      trove_copying_begin ();
      trove_copying_end ();
    }
  stage_clear (&stage);
}

/* Until the outermost has ended; and they hold the schema meanwhile. */
static void
test_later (void)
{
  const guint64 numbers[] = { 0, 1, 2, 3, 4, 5 };
  Stage stage;

  stage_init (&stage);
  stage.later = TRUE;
  for (guint64 i = 0; i < 3; i++)
    {
      trove_copying_begin ();
      replace (&stage, 2 * i);
      replace (&stage, 2 * i + 1);
      g_assert_cmpint (stage.schema->count, ==, 3 + 2 * (int) i);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (trove_copying_runs ());
      assert_cleared (&stage, 0, NULL);
      trove_copying_end ();
    }
  assert_cleared (&stage, G_N_ELEMENTS (numbers), numbers);
  stage_clear (&stage);
}

/* Clear functions that copy and replace: nothing is left, and nothing is cleared twice. */
static void
test_while_clearing (void)
{
  const guint64 numbers[] = { 1, 2, 100, 101, 102 };
  Stage stage;

  stage_init (&stage);
  trove_copying_begin ();
  replace (&stage, 1);
  replace (&stage, 2);
  stage.later = TRUE;
  stage.n_more = 3;
  trove_copying_end ();
  assert_cleared (&stage, G_N_ELEMENTS (numbers), numbers);
  stage_clear (&stage);
}

/* Without a clear function there is nothing to wait for. */
static void
test_plain (void)
{
  const TroveElementInfo info = { .size = 8 };
  TrovePostponed *room = (gpointer) &info;
  TroveSchema *schema;

  g_assert_null (trove_schema_new (&info, 1, &schema));
  trove_copying_begin ();
  g_assert_true (trove_copying_prepare (&schema->pools[0], &room));
  g_assert_null (room);
  trove_copying_end ();
  trove_schema_unref (schema);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copying/at-once", test_at_once);
  g_test_add_func ("/copying/later", test_later);
  g_test_add_func ("/copying/while-clearing", test_while_clearing);
  g_test_add_func ("/copying/plain", test_plain);
  return g_test_run ();
}
