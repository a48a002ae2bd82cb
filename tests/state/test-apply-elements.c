/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging of sets and dictionaries, of which all small ones are tried. */

#include "state/apply-elements.h"

#define N_KEYS 3
#define N_VALUES 3 /* 0: absent */

static const TroveClassField set_field = { .kind = TROVE_KIND_STRV, .by_element = TRUE };
static const TroveClassField dictionary_field = { .kind = TROVE_KIND_VARIANT, .by_element = TRUE };

/* A value of few keys, as a number whose digits are the values of the keys. */
typedef guint Number;

static guint
digit (Number number, guint key, guint base)
{
  while (key-- > 0)
    number /= base;
  return number % base;
}

static guint
power (guint base, guint exponent)
{
  return exponent == 0 ? 1 : base * power (base, exponent - 1);
}

/* The value that has every change: the one that differs from before. Both differ, and from each other: that of now. */
static Number
expected (Number before, Number now, Number after, guint base, gboolean *has_later)
{
  Number result = 0;

  *has_later = FALSE;
  for (guint key = 0; key < N_KEYS; key++)
    {
      guint b = digit (before, key, base), n = digit (now, key, base), a = digit (after, key, base);

      result += power (base, key) * (n == b ? a : n);
      *has_later |= n != b && a != b && n != a;
    }
  return result;
}

static const char *const names[N_KEYS] = { "a", "b", "c" };

/* In the order of the keys, or in the other one. */
static gpointer
make_set (Number number, gboolean backwards)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **set;

  for (guint i = 0; i < N_KEYS; i++)
    {
      guint key = backwards ? N_KEYS - 1 - i : i;

      if (digit (number, key, 2) != 0)
        g_strv_builder_add (builder, names[key]);
    }
  set = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  if (set[0] == NULL && backwards)
    g_clear_pointer (&set, g_free);
  return set;
}

static gpointer
make_dictionary (Number number, gboolean backwards)
{
  GVariantBuilder builder;

  if (number == 0 && backwards)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{su}"));
  for (guint i = 0; i < N_KEYS; i++)
    {
      guint key = backwards ? N_KEYS - 1 - i : i;

      if (digit (number, key, N_VALUES) != 0)
        g_variant_builder_add (&builder, "{su}", names[key], digit (number, key, N_VALUES));
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

typedef struct
{
  const TroveClassField *field;
  gpointer (*make) (Number number, gboolean backwards);
  guint base;
} Kind;

static const Kind set_kind = { &set_field, make_set, 2 };
static const Kind dictionary_kind = { &dictionary_field, make_dictionary, N_VALUES };

static gboolean
equal (const Kind *kind, gpointer a, gpointer b)
{
  return kind == &set_kind ? g_strv_equal (a, b) : g_variant_equal (a, b);
}

static void
free_value (const Kind *kind, gpointer value)
{
  if (value != NULL)
    trove_elements_free (kind->field, value);
}

/* backwards: the order of the values that are merged. The result is in the order of the keys. */
static void
check (const Kind *kind, Number before, Number now, Number after, gboolean backwards)
{
  gpointer b = kind->make (before, backwards), n = kind->make (now, backwards),
           a = kind->make (after, backwards);
  gboolean has_later;
  Number number = expected (before, now, after, kind->base, &has_later);
  gpointer wanted = kind->make (number, FALSE), result;

  g_assert_cmpint (trove_elements_merge (kind->field, b, n, a, &result), ==, !has_later);
  if (number == now)
    g_assert_null (result);
  else
    g_assert_true (equal (kind, result, wanted));

  free_value (kind, b);
  free_value (kind, n);
  free_value (kind, a);
  free_value (kind, wanted);
  free_value (kind, result);
}

static void
test_all (gconstpointer data)
{
  const Kind *kind = data;
  const guint n = power (kind->base, N_KEYS);

  for (Number before = 0; before < n; before++)
    for (Number now = 0; now < n; now++)
      for (Number after = 0; after < n; after++)
        {
          check (kind, before, now, after, FALSE);
          check (kind, before, now, after, TRUE);
        }
}

/* The entries that both sides have changed differently are the chosen ones, and all others those that are there. */
static void
check_choice (const Number sides[3], guint chosen, Number current, gboolean backwards)
{
  const Number base = sides[0], ours = sides[1], theirs = sides[2];
  GVariant *values[4], *wanted, *result;
  Number number = 0;

  for (guint key = 0; key < N_KEYS; key++)
    {
      guint b = digit (base, key, N_VALUES), o = digit (ours, key, N_VALUES),
            t = digit (theirs, key, N_VALUES);
      gboolean differs = o != b && t != b && o != t;

      number += power (N_VALUES, key) * digit (differs ? sides[chosen] : current, key, N_VALUES);
    }
  for (guint i = 0; i < 4; i++)
    values[i] = make_dictionary (i < 3 ? sides[i] : current, backwards);
  wanted = make_dictionary (number, FALSE);
  result = trove_elements_choose (values[0], values[1], values[2], values[chosen], values[3]);
  g_assert_true (result == NULL || g_variant_equal (result, wanted));
  g_assert_cmpint (result == NULL, ==, backwards && base + ours + theirs + current == 0);
  for (guint i = 0; i < 4; i++)
    free_value (&dictionary_kind, values[i]);
  free_value (&dictionary_kind, wanted);
  free_value (&dictionary_kind, result);
}

static void
test_choices (void)
{
  const guint n = power (N_VALUES, N_KEYS);

  for (Number i = 0; i < n * n * n; i++)
    {
      const Number sides[3] = { i % n, i / n % n, i / n / n };

      for (guint chosen = 0; chosen < 3; chosen++)
        check_choice (sides, chosen, i == 0 ? 0 : (i * 7 + 5 * chosen) % n, i % 2 == 0);
    }
}

/* A string that is there twice counts once. Of two entries of one key, the first one counts. */
static void
test_repeated (void)
{
  const char *const before[] = { "a", "a", NULL }, *const now[] = { "a", "b", "a", NULL },
                    *const after[] = { "c", "c", NULL };
  const char *const merged[] = { "b", "c", NULL };
  g_autoptr (GVariant) old = g_variant_ref_sink (g_variant_new_parsed ("{'a': 1, 'a': 2}"));
  g_autoptr (GVariant) ours = g_variant_ref_sink (g_variant_new_parsed ("{'b': 5, 'a': 1, 'a': 3}"));
  g_autoptr (GVariant) theirs = g_variant_ref_sink (g_variant_new_parsed ("{'a': 4, 'a': 5}"));
  g_autoptr (GVariant) wanted = g_variant_ref_sink (g_variant_new_parsed ("{'a': 4, 'b': 5}"));
  gpointer result;

  g_assert_true (trove_elements_merge (&set_field, before, now, after, &result));
  g_assert_true (g_strv_equal (result, merged));
  trove_elements_free (&set_field, result);
  g_assert_true (trove_elements_merge (&dictionary_field, old, ours, theirs, &result));
  g_assert_true (g_variant_equal (result, wanted));
  trove_elements_free (&dictionary_field, result);
}

/* Dictionaries of several types are not merged. */
static void
test_types (void)
{
  g_autoptr (GVariant) old = g_variant_ref_sink (g_variant_new_parsed ("{'a': 1}"));
  g_autoptr (GVariant) ours = g_variant_ref_sink (g_variant_new_parsed ("{'a': 1, 'b': 2}"));
  g_autoptr (GVariant) theirs = g_variant_ref_sink (g_variant_new_parsed ("{'a': true}"));
  gpointer result;

  g_assert_false (trove_elements_merge (&dictionary_field, old, ours, theirs, &result));
  g_assert_null (result);
  g_assert_false (trove_elements_merge (&dictionary_field, NULL, theirs, ours, &result));
  g_assert_null (result);
  g_assert_null (trove_elements_choose (old, ours, ours, ours, theirs));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/apply-elements/sets", &set_kind, test_all);
  g_test_add_data_func ("/apply-elements/dictionaries", &dictionary_kind, test_all);
  g_test_add_func ("/apply-elements/choices", test_choices);
  g_test_add_func ("/apply-elements/repeated", test_repeated);
  g_test_add_func ("/apply-elements/types", test_types);
  return g_test_run ();
}
