/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents of files in which the properties of a class have other types than in this program. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-util.h"

#define RW G_PARAM_READWRITE

static GType old_type, new_type; /* of the program that has written the file, and of the one that reads it */

static GType
register_type (const char *name, GParamSpec **pspecs, guint n)
{
  GError *error = NULL;
  GType type = trove_object_register_type (name, TROVE_TYPE_OBJECT, pspecs, n, &error);

  g_assert_no_error (error);
  return type;
}

static void
make_types (void)
{
  GParamSpec *old[] = {
    g_param_spec_boolean ("flag", NULL, NULL, FALSE, RW),
    g_param_spec_char ("byte", NULL, NULL, G_MININT8, G_MAXINT8, 0, RW),
    g_param_spec_int ("count", NULL, NULL, G_MININT, G_MAXINT, 0, RW),
    g_param_spec_uint ("size", NULL, NULL, 0, G_MAXUINT, 0, RW),
    g_param_spec_float ("ratio", NULL, NULL, -1, 1, 0, RW),
    g_param_spec_double ("real", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, RW),
    g_param_spec_double ("x", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, RW),
    g_param_spec_int64 ("large", NULL, NULL, G_MININT64, G_MAXINT64, 0, RW),
  };
  GParamSpec *new[] = {
    g_param_spec_int ("flag", NULL, NULL, 0, 9, 0, RW),
    g_param_spec_double ("byte", NULL, NULL, -999, 999, 0, RW),
    g_param_spec_int64 ("count", NULL, NULL, G_MININT64, G_MAXINT64, 0, RW),
    g_param_spec_double ("size", NULL, NULL, 0, G_MAXDOUBLE, 0, RW),
    g_param_spec_double ("ratio", NULL, NULL, -1, 1, 0, RW),
    g_param_spec_float ("real", NULL, NULL, -G_MAXFLOAT, G_MAXFLOAT, 0.5, RW),
    g_param_spec_int ("x", NULL, NULL, 0, 100, 50, RW),
    g_param_spec_double ("large", NULL, NULL, -1e18, 1e18, 0.5, RW),
  };

  old_type = register_type ("OldThing", old, G_N_ELEMENTS (old));
  new_type = register_type ("NewThing", new, G_N_ELEMENTS (new));
}

/* A file of a document whose root has numbers that other types hold and others that they do not, and had others. */
static GFile *
write_file (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (old_type, NULL, 0);
  TroveObject *root = trove_document_get_root (document);
  GFile *file = file_kit_new ("drawing");

  g_object_set (root, "flag", TRUE, "byte", -100, "count", -7, "size", G_MAXUINT, "ratio", 0.1, "real", 0.1,
                "x", 12.5, "large", G_MAXINT64, NULL);
  commit (document, "Step");
  g_object_set (root, "flag", FALSE, "byte", 5, "count", 8, "size", 3, "ratio", 0.7, "real", 0.7, "x", 7.0,
                "large", (gint64) 3, NULL);
  commit (document, "Step");
  file_kit_save (document, file);
  return file;
}

static void
assert_new (TroveDocument *document, int flag, double byte, gint64 count, double size, double ratio)
{
  TroveObject *root = trove_document_get_root (document);
  struct
  {
    int flag, x;
    double byte, size, ratio, large;
    gint64 count;
    float real;
  } found;

  g_assert_true (G_OBJECT_TYPE (root) == new_type);
  g_object_get (root, "flag", &found.flag, "byte", &found.byte, "count", &found.count, "size", &found.size,
                "ratio", &found.ratio, "real", &found.real, "x", &found.x, "large", &found.large, NULL);
  g_assert_cmpint (found.flag, ==, flag);
  g_assert_cmpfloat (found.byte, ==, byte);
  g_assert_cmpint (found.count, ==, count);
  g_assert_cmpfloat (found.size, ==, size);
  g_assert_cmpfloat (found.ratio, ==, ratio);
  /* Not all numbers of these types fit: the properties are new ones, also for numbers that do. */
  g_assert_cmpint (found.x, ==, 50);
  g_assert_cmpfloat (found.large, ==, 0.5);
  g_assert_cmpfloat (found.real, ==, 0.5F);
}

static void
assert_old (TroveDocument *document, double x, gint64 large, double real)
{
  double found, found_real;
  gint64 found_large;

  g_object_get (trove_document_get_root (document), "x", &found, "large", &found_large, "real", &found_real,
                NULL);
  g_assert_cmpfloat (found, ==, x);
  g_assert_cmpfloat (found_real, ==, real);
  g_assert_cmpint (found_large, ==, large);
}

/* Numbers are widened in all versions. Others are carried along. */
static void
test_numbers (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = NULL, again = NULL;

  file_kit_run (file, "UPDATE layout SET class = 'NewThing'");
  document = file_kit_load (file);
  assert_new (document, 0, 5, 8, 3, 0.7F);
  undo (document);
  assert_new (document, 1, -100, -7, G_MAXUINT, 0.1F);
  redo (document);
  assert_new (document, 0, 5, 8, 3, 0.7F);
  g_object_set (trove_document_get_root (document), "count", G_MININT64, NULL);
  commit (document, "Step");
  file_kit_save (document, NULL);

  /* An object that was changed has both. */
  again = file_kit_load (file);
  assert_new (again, 0, 5, G_MININT64, 3, 0.7F);
  undo (again);
  undo (again);
  assert_new (again, 1, -100, -7, G_MAXUINT, 0.1F);
  g_clear_object (&again);

  file_kit_run (file, "UPDATE layout SET class = 'OldThing'");
  again = file_kit_load (file);
  assert_old (again, 7, 3, 0.7);
  undo (again);
  assert_old (again, 7, 3, 0.7);
  undo (again);
  assert_old (again, 12.5, G_MAXINT64, 0.1);
  file_kit_remove (file);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  make_types ();
  g_test_add_func ("/document-changed-types/numbers", test_numbers);
  return g_test_run ();
}
