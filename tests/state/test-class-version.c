/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions of classes: of types, of those derived from them, and of classes of objects that other programs have written. */

#include "state/class-version.h"

#include "class-types.h"
#include "state/class-extended.h"
#include "state/class-unknown.h"

static const TroveClass *
new_class (GType parent)
{
  return trove_class_ensure (kit_new_type (parent), NULL);
}

static void
test_types (void)
{
  const TroveClass *shape = new_class (kit_root_get_type ()), *box = new_class (shape->type);
  const TroveClass *square = new_class (box->type);

  g_assert_cmpuint (trove_class_get_version (square), ==, 0);
  trove_class_set_version (shape->type, 2);
  g_assert_cmpuint (trove_class_get_version (shape), ==, 2);
  g_assert_cmpuint (trove_class_get_version (square), ==, 2);
  trove_class_set_version (box->type, G_MAXUINT);
  g_assert_cmpuint (trove_class_get_version (square), ==, G_MAXUINT);
  g_assert_cmpuint (trove_class_get_version (shape), ==, 2);
  trove_class_set_version (square->type, 1);
  g_assert_cmpuint (trove_class_get_version (square), ==, 1);
  g_assert_cmpuint (trove_class_get_version (kit_root_class ()), ==, 0);
}

static void
test_extended (void)
{
  const TroveClass *klass = new_class (kit_root_get_type ());
  const TroveExtraField extra = { "glow", TROVE_KIND_VARIANT, "d" };
  const TroveClass *first = trove_class_extend (klass, NULL, 0, 1, NULL);
  const TroveClass *glowing = trove_class_extend (klass, &extra, 1, 1, NULL);
  const TroveClass *none = trove_class_extend (klass, &extra, 1, 0, NULL);

  g_assert_true (trove_class_extend (klass, NULL, 0, 0, NULL) == klass);
  trove_class_set_version (klass->type, 1);
  g_assert_true (trove_class_extend (klass, NULL, 0, 1, NULL) == klass);
  trove_class_set_version (klass->type, 2);
  g_assert_true (trove_class_extend (klass, NULL, 0, 1, NULL) == first);
  g_assert_true (first != klass);
  g_assert_true (first->plain == klass);
  g_assert_cmpuint (trove_class_get_version (first), ==, 1);
  g_assert_cmpuint (trove_class_get_version (glowing), ==, 1);
  g_assert_cmpuint (trove_class_get_version (none), ==, 0);
  g_assert_true (glowing != none);
}

static void
test_unknown (void)
{
  const TroveClass *klass = new_class (kit_root_get_type ());
  const char *const ancestors[] = { klass->name, NULL };
  const TroveUnknownClass none = { "VersionStar", ancestors, 0 }, later = { "VersionStar", ancestors, 7 };

  trove_class_set_version (klass->type, 3);
  g_assert_cmpuint (trove_class_get_version (trove_class_ensure_unknown (&none, NULL)), ==, 0);
  g_assert_cmpuint (trove_class_get_version (trove_class_ensure_unknown (&later, NULL)), ==, 7);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  kit_root_class ();
  g_test_add_func ("/class-version/types", test_types);
  g_test_add_func ("/class-version/extended", test_extended);
  g_test_add_func ("/class-version/unknown", test_unknown);
  status = g_test_run ();
  kit_finish ();
  return status;
}
