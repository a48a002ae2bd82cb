/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Labels: many objects at all places of a list, whose positions are always found; labels that are dense, or all equal. */

#include "state-program.h"

#include "class-types.h"
#include "state/editor-data.h"
#include "state/editor-label.h"

typedef struct
{
  TroveCore core;
  TroveEditor editor;
  TroveKey owner, next_key;
} Fixture;

static TroveKey
create (Fixture *fixture)
{
  TroveKey key = fixture->next_key++;

  g_assert_true (trove_editor_create (&fixture->editor, model_class (MODEL_NODE), key, NULL, NULL, NULL));
  return key;
}

static void
fixture_init (Fixture *fixture)
{
  kit_init ();
  *fixture = (Fixture){ .next_key = 1 };
  trove_core_init (&fixture->core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&fixture->editor, &fixture->core);
  fixture->owner = fixture->editor.state.root = create (fixture);
}

static void
fixture_clear (Fixture *fixture)
{
  check_editor (&fixture->editor);
  trove_editor_clear (&fixture->editor);
  trove_core_clear (&fixture->core);
  kit_finish ();
}

static const TroveSequenceNode *
list_of (const Fixture *fixture)
{
  const TroveRecord *owner = trove_state_get (&fixture->editor.state, fixture->owner);

  return owner->lists[model_field (MODEL_NODE, MODEL_KIDS)->offset];
}

static const TroveRecord *
item (const Fixture *fixture, guint32 index)
{
  return trove_state_get (&fixture->editor.state, trove_sequence_get (list_of (fixture), index));
}

static void
put (Fixture *fixture, TroveKey key, guint32 position)
{
  const TroveSlot slot = { fixture->owner, model_field (MODEL_NODE, MODEL_KIDS), position };

  g_assert_true (trove_editor_put (&fixture->editor, key, &slot, NULL));
  g_assert_cmpuint (trove_sequence_get (list_of (fixture), position), ==, key);
  g_assert_cmpuint (
      trove_state_position (&fixture->editor.state, trove_state_get (&fixture->editor.state, key)), ==,
      position);
}

static gboolean
count_written (guint64 key, guintptr a, guintptr b, gpointer data)
{
  ++*(guint *) data;
  return TRUE;
}

/* The same. Returns the number of other objects of the list that were written to. */
static guint
put_counted (Fixture *fixture, TroveKey key, guint32 position)
{
  TroveState before;
  guint n = 0;

  g_assert_true (trove_core_freeze (&fixture->core, NULL));
  before = fixture->editor.state;
  put (fixture, key, position);
  trove_key_map_compare (before.objects, fixture->editor.state.objects, count_written, &n);
  g_assert_cmpuint (n, >=, 2); /* the object, and the owner */
  g_assert_cmpuint (n, <=, 2 + TROVE_LABELS_CHANGED);
  return n - 2;
}

/* Many objects */

typedef enum
{
  AT_END,
  AT_START,
  AT_ONE_PLACE,
  BEHIND_THE_LAST,
  AT_RANDOM,
} Where;

static guint32
choose_position (Where where, guint32 length, guint32 last, TestRandom *random)
{
  switch (where)
    {
    case AT_END:
      return length;
    case AT_START:
      return 0;
    case AT_ONE_PLACE:
      return MIN (length, 20);
    case BEHIND_THE_LAST:
      return length < 40 ? length / 2 : last + 1;
    case AT_RANDOM:
    default:
      return (guint32) test_random_below (random, length + 1);
    }
}

/* At the ends of a list, and at random, labels are free. At one place they become equal, and a position is found by reading all
 * objects with the label. */
static void
test_many (gconstpointer data)
{
  const Where where = GPOINTER_TO_UINT (data);
  const guint n = test_count (where >= AT_ONE_PLACE && where <= BEHIND_THE_LAST ? 15000 : 100000, 3000);
  TestRandom random;
  Fixture fixture;
  guint32 last = 0;

  test_random_init (&random);
  fixture_init (&fixture);
  for (guint32 i = 0; i < n; i++)
    {
      TroveKey key = create (&fixture);
      guint32 other;

      last = choose_position (where, i, last, &random);
      if (i % 101 != 0)
        put (&fixture, key, last);
      else if (put_counted (&fixture, key, last) > 0)
        g_assert_cmpint (where, >=, AT_ONE_PLACE);
      other = (guint32) test_random_below (&random, i + 1);
      g_assert_cmpuint (trove_state_position (&fixture.editor.state, item (&fixture, other)), ==, other);
    }
  for (guint32 i = 1; i < n && where <= AT_START; i++)
    g_assert_cmpuint (item (&fixture, i - 1)->label, <, item (&fixture, i)->label);
  fixture_clear (&fixture);
}

/* Labels by hand */

static void
set_label (Fixture *fixture, guint32 index, guint32 label)
{
  trove_editor_touch (&fixture->editor, item (fixture, index)->key, NULL)->label = label;
}

/* n objects, with labels from first on; step 0: they are all equal. */
static void
fill (Fixture *fixture, guint32 n, guint32 first, guint32 step)
{
  for (guint32 i = 0; i < n; i++)
    put (fixture, create (fixture), i);
  for (guint32 i = 0; i < n; i++)
    set_label (fixture, i, first + i * step);
}

/* Labels that leave no number between: the objects around get others, and all labels are different. */
static void
test_spread (void)
{
  for (guint32 n = 2; n <= 20; n++)
    for (guint32 index = 0; index <= n; index++)
      {
        const guint32 firsts[] = { 0, 1000, G_MAXUINT32 - n };
        Fixture fixture;

        for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
          {
            fixture_init (&fixture);
            fill (&fixture, n, firsts[i], 1);
            put_counted (&fixture, create (&fixture), index);
            for (guint32 at = 1; at <= n; at++)
              g_assert_cmpuint (item (&fixture, at - 1)->label, <, item (&fixture, at)->label);
            g_assert_cmpuint (item (&fixture, n)->label, <, G_MAXUINT32); /* one more finds room */
            fixture_clear (&fixture);
          }
      }
}

/* No more objects than necessary get other labels: 4, 16 or 64 around, where there is room. */
static void
test_windows (void)
{
  const guint32 dense[] = { 3, 12, 50 }, written[] = { 4, 16, 64 };

  for (guint i = 0; i < G_N_ELEMENTS (dense); i++)
    {
      Fixture fixture;

      fixture_init (&fixture);
      fill (&fixture, 300, 0, 1000000);
      g_assert_cmpuint (put_counted (&fixture, create (&fixture), 10), ==, 0);
      g_assert_cmpuint (item (&fixture, 10)->label, >, item (&fixture, 9)->label);
      g_assert_cmpuint (item (&fixture, 10)->label, <, item (&fixture, 11)->label);
      for (guint32 at = 0; at < dense[i]; at++)
        set_label (&fixture, 151 - dense[i] / 2 + at, 150000000 + at);
      g_assert_cmpuint (put_counted (&fixture, create (&fixture), 151), ==, written[i]);
      fixture_clear (&fixture);
    }
}

/* So many labels are dense, or equal, that none is changed: the position is found among equal ones. */
static void
test_saturated (void)
{
  enum
  {
    N = 150
  };
  const guint32 firsts[] = { 0, 1, 1000, G_MAXUINT32 - N, G_MAXUINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    for (guint32 step = 0; step <= (firsts[i] < G_MAXUINT32); step++)
      for (guint32 index = 0; index <= N; index += 10)
        {
          Fixture fixture;
          guint n_written;

          fixture_init (&fixture);
          fill (&fixture, N, firsts[i], step);
          n_written = put_counted (&fixture, create (&fixture), index);
          if (index >= TROVE_LABELS_CHANGED && index <= N - TROVE_LABELS_CHANGED)
            g_assert_cmpuint (n_written, ==, 0);
          check_editor (&fixture.editor);
          for (guint32 at = 0; at <= N; at++)
            g_assert_cmpuint (trove_state_position (&fixture.editor.state, item (&fixture, at)), ==, at);
          put_counted (&fixture, item (&fixture, index)->key, N - index); /* within the list */
          put_counted (&fixture, item (&fixture, N - index)->key, index + 1 <= N ? index + 1 : index - 1);
          fixture_clear (&fixture);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/editor-label/at-end", GUINT_TO_POINTER (AT_END), test_many);
  g_test_add_data_func ("/editor-label/at-start", GUINT_TO_POINTER (AT_START), test_many);
  g_test_add_data_func ("/editor-label/at-one-place", GUINT_TO_POINTER (AT_ONE_PLACE), test_many);
  g_test_add_data_func ("/editor-label/behind-the-last", GUINT_TO_POINTER (BEHIND_THE_LAST), test_many);
  g_test_add_data_func ("/editor-label/at-random", GUINT_TO_POINTER (AT_RANDOM), test_many);
  g_test_add_func ("/editor-label/spread", test_spread);
  g_test_add_func ("/editor-label/windows", test_windows);
  g_test_add_func ("/editor-label/saturated", test_saturated);
  return g_test_run ();
}
