/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements whose copy and clear functions fail, or call back. */

#include "check-core.h"
#include "core-fixture.h"
#include "counting-element.h"

/* Counting elements */

static const CountingElement *
counting_at (TroveCore *core, const TroveRef *ref)
{
  const CountingElement *element = trove_core_get (core, 0, ref, NULL);

  g_assert_nonnull (element);
  return element;
}

static void
test_counts (void)
{
  Counting counting;
  TroveElementInfo info;
  CountingElement values[200] = { { 0 } };
  TroveRef ref, old, first;
  TroveCore core;

  counting_init (&counting);
  info = counting_info (&counting);
  core_init (&core, &info, 1);

  values[0].value = 5;
  g_assert_true (trove_core_append (&core, 0, &values[0], &ref, NULL));
  counting_check (&counting, counting_at (&core, &ref), 5);
  g_assert_cmpuint (counting.n_copies, ==, 1);

  values[0].value = 6;
  g_assert_true (trove_core_set (&core, 0, &ref, &values[0], NULL));
  counting_check (&counting, counting_at (&core, &ref), 6);
  g_assert_cmpuint (counting.n_copies, ==, 2);
  g_assert_cmpuint (counting.n_clears, ==, 1);

  core_freeze (&core);
  old = ref;
  values[0].value = 7;
  g_assert_true (trove_core_set (&core, 0, &ref, &values[0], NULL)); /* from the new value alone */
  g_assert_cmpuint (counting.n_copies, ==, 3);
  g_assert_cmpuint (counting.n_clears, ==, 1);
  counting_check (&counting, counting_at (&core, &old), 6);
  g_assert_nonnull (trove_core_get_mut (&core, 0, &old, NULL));
  g_assert_cmpuint (counting.n_copies, ==, 4);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i].value = i;
  g_assert_true (trove_core_append_many (&core, 0, values, G_N_ELEMENTS (values), &first, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    counting_check (&counting, counting_at (&core, &(TroveRef){ first.sub_arena, first.offset + i }), i);
  g_assert_cmpuint (counting.n_copies, ==, 204);
  g_assert_cmpuint (counting.n_clears, ==, 1);
  check_core (&core);
  trove_core_clear (&core);
  counting_finish (&counting);
}

/* Elements that have a clear function alone: a memcpy() of one is a copy. */

static void
count_clear (gpointer element, gpointer data)
{
  gint64 *cleared = data;

  g_assert_cmpint (*(gint64 *) element, >=, 0);
  g_assert_cmpint (*(gint64 *) element, <, 10);
  cleared[*(gint64 *) element]++;
}

static void
test_clear_alone (void)
{
  gint64 cleared[10] = { 0 }, value = 1;
  const TroveElementInfo info = TROVE_ELEMENT (gint64, .clear = count_clear, .data = cleared);
  TroveRef ref;
  TroveCore core;

  core_init (&core, &info, 1);
  g_assert_true (trove_core_append (&core, 0, &value, &ref, NULL));
  value = 2;
  g_assert_true (trove_core_set (&core, 0, &ref, &value, NULL));
  g_assert_cmpint (cleared[1], ==, 1);
  g_assert_cmpint (cleared[2], ==, 0);
  core_freeze (&core);
  value = 3;
  g_assert_true (trove_core_set (&core, 0, &ref, &value, NULL));
  g_assert_cmpint (cleared[2], ==, 0);
  value = 4;
  g_assert_true (
      trove_sub_replace (core.own, 0, trove_core_get_mut (&core, 0, &ref, NULL), &value, NULL, NULL, NULL));
  g_assert_cmpint (cleared[3], ==, 1);
  trove_core_clear (&core);
  for (guint i = 1; i <= 4; i++)
    g_assert_cmpint (cleared[i], ==, 1);
}

static void
test_failed_copies (void)
{
  Counting counting;
  TroveElementInfo info;
  CountingElement values[50] = { { 0 } };
  g_autoptr (GError) error = NULL;
  TroveRef ref, old;
  TroveCore core;

  counting_init (&counting);
  info = counting_info (&counting);
  core_init (&core, &info, 1);

  counting_fail_copy (&counting, 0);
  g_assert_false (trove_core_append (&core, 0, &values[0], &ref, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_clear_error (&error);
  g_assert_cmpuint (counting.n_live, ==, 0);
  check_core (&core);

  for (guint fail = 0; fail < G_N_ELEMENTS (values); fail++)
    {
      counting_fail_copy (&counting, fail);
      g_assert_false (trove_core_append_many (&core, 0, values, G_N_ELEMENTS (values), &ref, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
      g_clear_error (&error);
      g_assert_cmpuint (counting.n_live, ==, 0);
      check_core (&core);
    }

  values[0].value = 1;
  g_assert_true (trove_core_append (&core, 0, &values[0], &ref, NULL));
  for (guint frozen = 0; frozen < 2; frozen++)
    {
      old = ref;
      values[0].value = 2;
      counting_fail_copy (&counting, 0);
      g_assert_false (trove_core_set (&core, 0, &ref, &values[0], &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
      g_clear_error (&error);
      g_assert_true (trove_ref_equal (&ref, &old));
      counting_check (&counting, counting_at (&core, &ref), 1);
      g_assert_cmpuint (counting.n_live, ==, 1);
      core_freeze (&core);
    }
  counting_fail_copy (&counting, 0);
  g_assert_null (trove_core_get_mut (&core, 0, &ref, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_assert_true (trove_ref_equal (&ref, &old));
  check_core (&core);
  trove_core_clear (&core);
  counting_finish (&counting);
}

/* Callbacks that call back */

typedef struct
{
  TroveCore *core;
  TroveRef ref;
  guint depth;
  guint n_appended;
  gboolean freezes;
} Reentry;

/* Appends more to the core that is in the middle of a copy or a clear, and freezes it. */
static void
append_more (Counting *counting, const CountingElement *element, gpointer data)
{
  Reentry *reentry = data;
  const CountingElement more = { .value = 1000 };

  if (reentry->core == NULL || reentry->depth > 0)
    return;

  reentry->depth++;
  for (guint i = 0; i < 40; i++)
    {
      g_assert_true (trove_core_append (reentry->core, 0, &more, NULL, NULL));
      reentry->n_appended++;
    }
  if (reentry->freezes)
    core_freeze (reentry->core);
  reentry->depth--;
}

typedef enum
{
  REENTER_APPEND,
  REENTER_APPEND_MANY,
  REENTER_SET,
  REENTER_GET_MUT,
  N_REENTRIES,
} ReentryKind;

static TroveRef
call_back (TroveCore *core, ReentryKind kind, TroveRef ref)
{
  CountingElement values[3] = { { .value = 7 }, { .value = 8 }, { .value = 9 } };
  CountingElement *element;

  switch (kind)
    {
    case REENTER_APPEND:
      g_assert_true (trove_core_append (core, 0, &values[0], &ref, NULL));
      break;
    case REENTER_APPEND_MANY:
      g_assert_true (trove_core_append_many (core, 0, values, 3, &ref, NULL));
      g_assert_cmpint (counting_at (core, &(TroveRef){ ref.sub_arena, ref.offset + 2 })->value, ==, 9);
      break;
    case REENTER_SET:
      g_assert_true (trove_core_set (core, 0, &ref, &values[0], NULL));
      break;
    case REENTER_GET_MUT:
      element = trove_core_get_mut (core, 0, &ref, NULL);
      g_assert_nonnull (element);
      g_assert_true (trove_core_is_own (core, 0, &ref));
      element->value = 7;
      break;
    default:
      g_assert_not_reached ();
    }
  return ref;
}

static void
check_reentry (ReentryKind kind, gboolean in_clear, gboolean freezes, gboolean frozen)
{
  const CountingElement first = { .value = 1 };
  Counting counting;
  TroveElementInfo info;
  TroveRef old, ref;
  TroveCore core;
  Reentry reentry = { .core = &core, .freezes = freezes };

  counting_init (&counting);
  info = counting_info (&counting);
  core_init (&core, &info, 1);
  g_assert_true (trove_core_append (&core, 0, &first, &old, NULL));
  if (frozen)
    core_freeze (&core);

  counting.hook_data = &reentry;
  if (in_clear)
    counting.clear_hook = append_more;
  else
    counting.copy_hook = append_more;
  ref = call_back (&core, kind, old);
  check_core (&core);
  g_assert_cmpint (counting_at (&core, &ref)->value, ==, 7);
  if (!trove_ref_equal (&ref, &old))
    g_assert_cmpint (counting_at (&core, &old)->value, ==, 1);

  /* A clear function that runs while the core goes has none to call back to. */
  reentry.core = NULL;
  trove_core_clear (&core);
  counting_finish (&counting);
}

static void
test_reentry (void)
{
  for (ReentryKind kind = 0; kind < N_REENTRIES; kind++)
    for (guint flags = 0; flags < 8; flags++)
      check_reentry (kind, flags & 1, (flags & 2) != 0, (flags & 4) != 0);
}

/* A copy function that borrows what is about to be set: then the set is refused, and the new copy cleared. */
static void
borrow_it (Counting *counting, const CountingElement *element, gpointer data)
{
  Reentry *reentry = data;

  g_assert_true (trove_core_add_borrow (reentry->core, &reentry->ref, FALSE, NULL));
}

static void
test_borrowed_meanwhile (void)
{
  const CountingElement first = { .value = 1 }, second = { .value = 2 };
  g_autoptr (GError) error = NULL;
  Counting counting;
  TroveElementInfo info;
  TroveCore core;
  Reentry reentry = { .core = &core };
  TroveRef ref;

  counting_init (&counting);
  info = counting_info (&counting);
  core_init (&core, &info, 1);
  g_assert_true (trove_core_append (&core, 0, &first, &reentry.ref, NULL));
  ref = reentry.ref;

  counting.hook_data = &reentry;
  counting.copy_hook = borrow_it;
  g_assert_false (trove_core_set (&core, 0, &ref, &second, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED);
  counting_check (&counting, counting_at (&core, &ref), 1);
  g_assert_cmpuint (counting.n_live, ==, 1);
  check_core (&core);

  counting.copy_hook = NULL;
  trove_borrows_remove (core.own->borrows, 0, 0, FALSE);
  g_assert_true (trove_core_set (&core, 0, &ref, &second, NULL));
  counting_check (&counting, counting_at (&core, &ref), 2);
  trove_core_clear (&core);
  counting_finish (&counting);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/callbacks/counts", test_counts);
  g_test_add_func ("/callbacks/clear-alone", test_clear_alone);
  g_test_add_func ("/callbacks/failed-copies", test_failed_copies);
  g_test_add_func ("/callbacks/reentry", test_reentry);
  g_test_add_func ("/callbacks/borrowed-meanwhile", test_borrowed_meanwhile);
  return g_test_run ();
}
