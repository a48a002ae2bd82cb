/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

/* TroveParamSpecList, and the flags of properties. */

static GParamSpec *
new_list (GParamFlags flags)
{
  return g_param_spec_ref_sink (
      trove_param_spec_list ("some_children", "Children", "All of them", G_TYPE_SIMPLE_ACTION, flags));
}

static void
test_list (void)
{
  g_autoptr (GParamSpec) pspec = new_list (G_PARAM_READABLE | TROVE_PARAM_OWNED);
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_true (TROVE_IS_PARAM_SPEC_LIST (pspec));
  g_assert_cmpuint (TROVE_PARAM_SPEC_LIST (pspec)->item_type, ==, G_TYPE_SIMPLE_ACTION);
  g_assert_cmpstr (g_type_name (G_PARAM_SPEC_TYPE (pspec)), ==, "TroveParamSpecList");
  g_assert_cmpuint (pspec->value_type, ==, G_TYPE_LIST_MODEL);
  g_assert_cmpuint (pspec->flags, ==, G_PARAM_READABLE | TROVE_PARAM_OWNED);
  g_assert_cmpstr (g_param_spec_get_name (pspec), ==, "some-children");
  g_assert_cmpstr (g_param_spec_get_nick (pspec), ==, "Children");
  g_assert_cmpstr (g_param_spec_get_blurb (pspec), ==, "All of them");

  /* No list is the default. */
  g_value_init (&value, pspec->value_type);
  g_param_value_set_default (pspec, &value);
  g_assert_null (g_value_get_object (&value));
}

static void
test_floating (void)
{
  GParamSpec *pspec = trove_param_spec_list ("children", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE);

  /* The name stands for what is missing, as in all param specs. */
  g_assert_cmpstr (g_param_spec_get_nick (pspec), ==, "children");
  g_assert_null (g_param_spec_get_blurb (pspec));

  /* The first to sink the reference has it. */
  g_param_spec_sink (g_param_spec_ref_sink (pspec));
  g_param_spec_unref (pspec);
}

static void
test_flags (void)
{
  g_autoptr (GParamSpec) string = g_param_spec_ref_sink (
      g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE | TROVE_PARAM_INTERNED));

  /* GObject keeps the bits, and has no use for them itself. */
  g_assert_true (string->flags & TROVE_PARAM_INTERNED);
  g_assert_false (string->flags & TROVE_PARAM_OWNED);
  g_assert_cmpint ((TROVE_PARAM_OWNED | TROVE_PARAM_INTERNED | TROVE_PARAM_BY_ELEMENT) & G_PARAM_MASK, ==, 0);
  g_assert_cmpint (TROVE_PARAM_OWNED & TROVE_PARAM_INTERNED, ==, 0);
  g_assert_cmpint ((TROVE_PARAM_OWNED | TROVE_PARAM_INTERNED) & TROVE_PARAM_BY_ELEMENT, ==, 0);
}

static void
test_add_flags (void)
{
  g_autoptr (GParamSpec) pspec = new_list (G_PARAM_READABLE);

  trove_param_spec_add_flags (pspec, 0);
  g_assert_cmpuint (pspec->flags, ==, G_PARAM_READABLE);
  trove_param_spec_add_flags (pspec, TROVE_PARAM_OWNED);
  trove_param_spec_add_flags (pspec, TROVE_PARAM_INTERNED);
  trove_param_spec_add_flags (pspec, TROVE_PARAM_BY_ELEMENT);
  g_assert_cmpuint (pspec->flags, ==,
                    G_PARAM_READABLE | TROVE_PARAM_OWNED | TROVE_PARAM_INTERNED | TROVE_PARAM_BY_ELEMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/param-spec/list", test_list);
  g_test_add_func ("/param-spec/floating", test_floating);
  g_test_add_func ("/param-spec/flags", test_flags);
  g_test_add_func ("/param-spec/add-flags", test_add_flags);

  return g_test_run ();
}
