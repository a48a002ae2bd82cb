/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Types that stand for classes which the program does not have. */

#include "state/class-unknown.h"

#include "trove-glib/trove-error.h"

#include "class-types.h"

static GType
new_type (const char *name, GType parent, GTypeFlags flags)
{
  GTypeQuery query;

  g_type_query (parent, &query);
  return g_type_register_static_simple (parent, name, query.class_size, NULL, query.instance_size, NULL,
                                        flags);
}

static const TroveClass *
ensure (const char *name, const char *ancestors, guint schema_version)
{
  g_auto (GStrv) names = g_strsplit (ancestors, " ", -1);
  const TroveUnknownClass unknown = { name, (const char *const *) names, schema_version };
  g_autoptr (GError) error = NULL;
  const TroveClass *klass = trove_class_ensure_unknown (&unknown, &error);

  g_assert_no_error (error);
  g_assert_nonnull (klass);
  return klass;
}

/* Before anything else. */
static void
test_noted (void)
{
  g_assert_false (trove_class_any_unknown ());
  ensure ("UnknownNoted", "KitType1", 0);
  g_assert_true (trove_class_any_unknown ());
}

static void
test_nearest (void)
{
  const GType root = kit_root_get_type ();
  const GType shape = new_type ("UnknownShape", root, 0);
  const char *text;
  const TroveClass *klass = ensure ("UnknownStar", "UnknownRound UnknownShape KitType1", 3);
  const TroveUnknownClass *unknown = trove_class_get_unknown (klass->type);
  g_autofree char *ancestors = NULL;

  g_assert_cmpstr (klass->name, ==, "TroveUnknown-UnknownStar");
  g_assert_cmpuint (g_type_parent (klass->type), ==, shape);
  g_assert_cmpuint (g_type_from_name ("UnknownStar"), ==, G_TYPE_INVALID);
  g_assert_true (klass->plain == klass);
  g_assert_true (klass->parent == trove_class_lookup (shape));
  g_assert_false (G_TYPE_IS_ABSTRACT (klass->type));
  text = unknown->name;
  g_assert_cmpstr (text, ==, "UnknownStar");
  ancestors = g_strjoinv (" ", (char **) unknown->ancestors);
  g_assert_cmpstr (ancestors, ==, "UnknownRound UnknownShape KitType1");
  g_assert_cmpuint (unknown->schema_version, ==, 3);
  g_assert_null (trove_class_get_unknown (shape));
  g_assert_null (trove_class_get_unknown (root));
}

/* Objects of it can be made: it is a type like any other. */
static void
test_instance (void)
{
  const TroveClass *klass = ensure ("UnknownInstance", "KitType1", 0);
  g_autoptr (GObject) object = g_object_new (klass->type, NULL);

  g_assert_true (g_type_is_a (G_OBJECT_TYPE (object), kit_root_get_type ()));
}

static void
test_passed_over (void)
{
  const GType base = new_type ("UnknownBase", kit_root_get_type (), G_TYPE_FLAG_ABSTRACT);
  const GType foreign = new_type ("UnknownForeign", G_TYPE_OBJECT, 0);

  new_type ("UnknownFinal", base, G_TYPE_FLAG_FINAL);
  g_assert_cmpuint (g_type_parent (ensure ("UnknownOne", "UnknownFinal UnknownBase KitType1", 0)->type), ==,
                    base);
  g_assert_cmpuint (g_type_parent (ensure ("UnknownTwo", "UnknownForeign UnknownBase KitType1", 0)->type), ==,
                    base);
  g_assert_null (g_type_class_peek (foreign)); /* nothing of it was called */
}

/* A class that is abstract now is the nearest type itself. */
static void
test_abstract (void)
{
  const GType type = new_type ("UnknownAbstract", kit_root_get_type (), G_TYPE_FLAG_ABSTRACT);

  g_assert_cmpuint (g_type_parent (ensure ("UnknownAbstract", "KitType1", 0)->type), ==, type);
}

/* One type for a description, and for what the program knows of it. */
static void
test_shared (void)
{
  const TroveClass *one = ensure ("UnknownShared", "UnknownLater KitType1", 1);
  const TroveClass *later;

  g_assert_true (ensure ("UnknownShared", "UnknownLater KitType1", 1) == one);
  g_assert_true (ensure ("UnknownShared", "UnknownLater KitType1", 2) != one);
  g_assert_true (ensure ("UnknownShared", "UnknownOther KitType1", 1) != one);
  g_assert_true (ensure ("UnknownShare", "UnknownLater KitType1", 1) != one);
  g_assert_cmpstr (ensure ("UnknownShared", "UnknownLater KitType1", 2)->name, ==,
                   "TroveUnknown-UnknownShared+2");

  new_type ("UnknownLater", kit_root_get_type (), 0);
  later = ensure ("UnknownShared", "UnknownLater KitType1", 1);
  g_assert_true (later != one);
  g_assert_cmpstr (g_type_name (g_type_parent (later->type)), ==, "UnknownLater");
  g_assert_cmpstr (trove_class_get_unknown (later->type)->name, ==, "UnknownShared");
}

static void
test_none (void)
{
  static const char *const ancestors[][3] = { { NULL },
                                              { "UnknownGone", NULL },
                                              { "GObject", "gint", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (ancestors); i++)
    {
      const TroveUnknownClass unknown = { "UnknownNone", ancestors[i], 0 };
      g_autoptr (GError) error = NULL;

      g_assert_null (trove_class_ensure_unknown (&unknown, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_assert_cmpstr (error->message, ==,
                       "The class UnknownNone is not registered in this program, and neither is any that it "
                       "is derived from");
    }
}

/* Threads */

#define N_THREADS 8

typedef struct
{
  const char *name;
  int n_waiting; /* atomic */
} Race;

static gpointer
ensure_in_thread (gpointer data)
{
  Race *race = data;

  g_atomic_int_add (&race->n_waiting, -1);
  while (g_atomic_int_get (&race->n_waiting) > 0)
    g_thread_yield ();
  return (gpointer) ensure (race->name, "KitType1", 0);
}

static void
test_threads (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_autofree char *name = g_strdup_printf ("UnknownThread%u", round);
      Race race = { name, N_THREADS };
      GThread *threads[N_THREADS];
      gpointer first = NULL;

      for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new (NULL, ensure_in_thread, &race);
      for (guint i = 0; i < N_THREADS; i++)
        {
          gpointer made = g_thread_join (threads[i]);

          g_assert_true (first == NULL || made == first);
          first = made;
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kit_root_class (); /* the first type: KitType1 */
  g_test_add_func ("/class-unknown/noted", test_noted);
  g_test_add_func ("/class-unknown/nearest", test_nearest);
  g_test_add_func ("/class-unknown/instance", test_instance);
  g_test_add_func ("/class-unknown/passed-over", test_passed_over);
  g_test_add_func ("/class-unknown/abstract", test_abstract);
  g_test_add_func ("/class-unknown/shared", test_shared);
  g_test_add_func ("/class-unknown/none", test_none);
  g_test_add_func ("/class-unknown/threads", test_threads);
  return g_test_run ();
}
