/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layouts from descriptions, and back. */

#include "state/row-description.h"

#include <string.h>

#include "state/class-unknown.h"
#include "state/class-version.h"
#include "state/value.h"

#include "trove-glib/trove-error.h"

#include "class-types.h"

#define VALUE(name, type)                                                                                    \
  {                                                                                                          \
    name, TROVE_ROW_KIND_VALUE, type, NULL                                                                   \
  }
#define OBJECTS(name, kind, target)                                                                          \
  {                                                                                                          \
    name, TROVE_ROW_KIND_##kind, NULL, target                                                                \
  }

static const char *const to_root[] = { "KitType1", NULL };

/* Classes of this program */

static GType
new_type (const char *name, GType parent, GTypeFlags flags)
{
  GTypeQuery query;

  g_type_query (parent, &query);
  return g_type_register_static_simple (parent, name, query.class_size, NULL, query.instance_size, NULL,
                                        flags);
}

/* x, a double; count, an int; label, a string; target, a reference; part, owned; kids, an owned list; links, a list of references. */
static void
make_class (const char *name, GType parent)
{
  const GType type = new_type (name, parent, 0), root = kit_root_get_type ();
  const GParamFlags owned = G_PARAM_READABLE | TROVE_PARAM_OWNED;
  const TroveField specs[] = {
    TROVE_FIELD_LIST (g_param_spec_double ("x", NULL, NULL, -9, 9, 0, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (g_param_spec_int ("count", NULL, NULL, -9, 9, 5, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (g_param_spec_object ("target", NULL, NULL, root, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (g_param_spec_object ("part", NULL, NULL, root, G_PARAM_WRITABLE | owned)),
    TROVE_FIELD_LIST (trove_param_spec_list ("kids", NULL, NULL, type, owned)),
    TROVE_FIELD_LIST (trove_param_spec_list ("links", NULL, NULL, root, G_PARAM_READABLE)),
  };
  g_autoptr (GError) error = NULL;

  trove_class_new (type, trove_class_ensure (parent, NULL), 0, specs, G_N_ELEMENTS (specs), &error);
  g_assert_no_error (error);
}

static const TroveRowField whole[] = {
  VALUE ("x", "d"),
  VALUE ("count", "i"),
  VALUE ("label", "ms"),
  OBJECTS ("target", REFERENCE, "KitType1"),
  OBJECTS ("part", OWNED, "KitType1"),
  OBJECTS ("kids", OWNED_LIST, "RowBox"),
  OBJECTS ("links", REFERENCE_LIST, "KitType1"),
};

/* Resolving */

static TroveRowLayout *
resolve (const TroveRowDescription *description)
{
  g_autoptr (GError) error = NULL;
  TroveRowLayout *layout = trove_row_layout_resolve (description, &error);

  g_assert_no_error (error);
  g_assert_nonnull (layout);
  return layout;
}

/* The layout is described as it was read. */
static void
check_described (const TroveRowLayout *layout, const TroveRowDescription *expected)
{
  TroveRowDescription found;

  trove_row_layout_describe (layout, &found);
  g_assert_cmpuint (found.id, ==, expected->id);
  g_assert_cmpstr (found.name, ==, expected->name);
  g_assert_cmpuint (found.schema_version, ==, expected->schema_version);
  g_assert_true (g_strv_equal (found.ancestors, expected->ancestors));
  g_assert_cmpuint (found.n_fields, ==, expected->n_fields);
  for (guint i = 0; i < found.n_fields; i++)
    {
      g_assert_cmpstr (found.fields[i].name, ==, expected->fields[i].name);
      g_assert_cmpuint (found.fields[i].kind, ==, expected->fields[i].kind);
      g_assert_cmpstr (found.fields[i].type, ==, expected->fields[i].type);
      g_assert_cmpstr (found.fields[i].target, ==, expected->fields[i].target);
    }
  trove_row_description_clear (&found);
  g_assert_null (found.fields);
  g_assert_null (found.ancestors);
}

/* known: indices of fields, -1: one that is not known. type: that of the row. */
static const TroveClass *
check (const TroveRowDescription *description, const int *known, const char *type)
{
  TroveRowLayout *layout = resolve (description);
  const TroveClass *klass = layout->klass;
  guint next = klass->plain->n_fields;

  g_assert_cmpuint (layout->id, ==, description->id);
  g_assert_cmpuint (layout->schema_version, ==, description->schema_version);
  g_assert_cmpuint (layout->n_columns, ==, description->n_fields);
  g_assert_true (g_variant_type_equal (layout->row_type, G_VARIANT_TYPE (type)));
  for (guint i = 0; i < layout->n_columns; i++)
    {
      const guint index = known[i] >= 0 ? (guint) known[i] : next++;

      g_assert_true (layout->columns[i].field == &klass->fields[index]);
      g_assert_true (trove_class_field_is_unknown (&klass->fields[index]) == (known[i] < 0));
      g_assert_cmpstr (klass->fields[index].pspec->name, ==, description->fields[i].name);
    }
  g_assert_cmpuint (klass->n_fields, ==, next);
  check_described (layout, description);
  trove_row_layout_free (layout);
  return klass;
}

static void
test_known (void)
{
  static const int known[] = { 0, 1, 2, 3, 4, 5, 6 };
  const TroveRowDescription all = { 7, "RowBox", to_root, 0, whole, G_N_ELEMENTS (whole) };
  const TroveRowDescription some = { 8, "RowBox", to_root, 0, whole + 1, 3 };
  const TroveRowDescription none = { 9, "RowBox", to_root, 0, NULL, 0 };
  const TroveClass *klass = trove_class_lookup (g_type_from_name ("RowBox"));

  g_assert_true (check (&all, known, "(dimst)") == klass);
  g_assert_true (check (&some, known + 1, "(imst)") == klass);
  g_assert_true (check (&none, known, "()") == klass);
}

/* Layouts of another version than that of the program have a class of their own, with the same fields. Objects of an older one have the
 * class of the program when they are upgraded. */
static void
test_versions (void)
{
  static const int known[] = { 0, 1, 2, 3, 4, 5, 6 }, some[] = { 0, -1 };
  static const TroveRowField fields[] = { VALUE ("x", "d"), VALUE ("glow", "d") };
  const GType type = new_type ("RowVersion", g_type_from_name ("RowBox"), 0);
  const TroveClass *klass = trove_class_ensure (type, NULL), *older = NULL;
  static const char *const ancestors[] = { "RowBox", "KitType1", NULL };

  trove_class_set_version (type, 2);
  for (guint version = 0; version < 4; version++)
    {
      const TroveRowDescription description = { 1,       "RowVersion", ancestors,
                                                version, whole,        G_N_ELEMENTS (whole) };
      const TroveRowDescription wider = { 1, "RowVersion", ancestors, version, fields, 2 };
      const TroveClass *found = check (&description, known, "(dimst)"), *extended;
      TroveRowLayout *layout = resolve (&description), *extended_layout = resolve (&wider);

      g_assert_true ((found == klass) == (version == 2));
      g_assert_true (found->plain == klass);
      g_assert_cmpuint (trove_class_get_version (found), ==, version);
      g_assert_cmpuint (trove_class_n_common (found, klass), ==, klass->n_fields);
      g_assert_true (found != older);
      g_assert_true (layout->klass == found);
      g_assert_true (layout->upgraded == (version < 2 ? klass : found));
      g_assert_true (trove_row_layout_is_whole (layout));

      extended = check (&wider, some, "(dd)");
      g_assert_cmpuint (trove_class_get_version (extended), ==, version);
      g_assert_cmpuint (trove_class_get_version (extended_layout->upgraded), ==, MAX (version, 2));
      g_assert_true ((extended_layout->upgraded == extended) == (version >= 2));
      g_assert_cmpuint (extended_layout->upgraded->n_fields, ==, extended->n_fields);
      trove_row_layout_free (layout);
      trove_row_layout_free (extended_layout);
      older = found;
    }
}

/* The order is that of the file. */
static void
test_order (void)
{
  static const TroveRowField fields[] = { VALUE ("label", "ms"), VALUE ("new", "(ii)"), VALUE ("x", "d") };
  static const int known[] = { 2, -1, 0 };
  const TroveRowDescription description = { 1, "RowBox", to_root, 0, fields, G_N_ELEMENTS (fields) };

  check (&description, known, "(ms(ii)d)");
}

/* Numbers are widened when they are read. The field of exactly the type comes first. Others are kept beside that of the class. */
static void
test_numbers (void)
{
  static const TroveRowField fields[] = { VALUE ("count", "n"), VALUE ("x", "y") };
  static const TroveRowField twice[] = { VALUE ("count", "y"), VALUE ("count", "i"), VALUE ("count", "b") };
  static const TroveRowField loose[] = { VALUE ("count", "x"), VALUE ("count", "b"), VALUE ("count", "n") };
  static const TroveRowField wide[] = { VALUE ("count", "d"), VALUE ("x", "x"), VALUE ("x", "t") };
  static const int known[] = { 1, 0 }, known_twice[] = { -1, 1, -1 }, known_loose[] = { -1, 1, -1 };
  static const int known_wide[] = { -1, -1, -1 };
  const TroveRowDescription description = { 1, "RowBox", to_root, 0, fields, G_N_ELEMENTS (fields) };
  const TroveRowDescription of_twice = { 1, "RowBox", to_root, 0, twice, G_N_ELEMENTS (twice) };
  const TroveRowDescription of_loose = { 1, "RowBox", to_root, 0, loose, G_N_ELEMENTS (loose) };
  const TroveRowDescription of_wide = { 1, "RowBox", to_root, 0, wide, G_N_ELEMENTS (wide) };

  check (&description, known, "(ny)");
  check (&of_twice, known_twice, "(yib)");
  check (&of_loose, known_loose, "(xbn)");
  check (&of_wide, known_wide, "(dxt)");
}

/* Another type or kind: the field of the file is kept beside that of the class. */
static void
test_incompatible (void)
{
  static const TroveRowField fields[] = {
    VALUE ("x", "ms"),
    VALUE ("count", "q"),
    VALUE ("label", "d"),
    VALUE ("target", "t"),
    OBJECTS ("part", REFERENCE, "KitType1"),
    OBJECTS ("kids", REFERENCE_LIST, "RowBox"),
    OBJECTS ("links", OWNED_LIST, "KitType1"),
  };
  static const int known[] = { -1, -1, -1, -1, -1, -1, -1 };
  const TroveRowDescription description = { 1, "RowBox", to_root, 0, fields, G_N_ELEMENTS (fields) };

  check (&description, known, "(msqdtt)");
}

/* Objects that the field never takes; those of unknown types may be taken. */
static void
test_targets (void)
{
  static const TroveRowField fields[] = {
    OBJECTS ("kids", OWNED_LIST, "RowOther"),
    OBJECTS ("links", REFERENCE_LIST, "RowOther"),
    OBJECTS ("target", REFERENCE, "RowNobody"),
  };
  static const TroveRowField wider[] = { OBJECTS ("kids", OWNED_LIST, "KitType1") };
  static const TroveRowField unknown[] = { OBJECTS ("kids", OWNED_LIST, "RowNobody") };
  static const int known[] = { -1, 6, 3 }, known_kids[] = { 5 };
  const TroveRowDescription description = { 1, "RowBox", to_root, 0, fields, G_N_ELEMENTS (fields) };
  const TroveRowDescription of_wider = { 1, "RowBox", to_root, 0, wider, 1 };
  const TroveRowDescription of_unknown = { 1, "RowBox", to_root, 0, unknown, 1 };
  TroveRowLayout *layout = resolve (&description);

  g_assert_true (layout->columns[0].field == &layout->klass->fields[7]);
  g_assert_true (layout->columns[1].field == &layout->klass->fields[known[1]]);
  g_assert_true (layout->columns[2].field == &layout->klass->fields[known[2]]);
  trove_row_layout_free (layout);
  layout = resolve (&of_wider);
  g_assert_true (layout->columns[0].field == &layout->klass->fields[known_kids[0]]);
  trove_row_layout_free (layout);
  layout = resolve (&of_unknown);
  g_assert_true (layout->columns[0].field == &layout->klass->fields[known_kids[0]]);
  trove_row_layout_free (layout);
}

/* A class that is not there: it has the fields of the nearest one that is. */
static void
test_unknown_class (void)
{
  static const char *const ancestors[] = { "RowRound", "RowBox", "KitType1", NULL };
  static const TroveRowField fields[] = { VALUE ("glow", "d"), VALUE ("x", "d"),
                                          OBJECTS ("moons", OWNED_LIST, "RowMoon"),
                                          OBJECTS ("core", OWNED, "RowMoon"),
                                          OBJECTS ("shadow", REFERENCE, "RowMoon") };
  static const int known[] = { -1, 0, -1, -1, -1 };
  const TroveRowDescription description = { 3, "RowStar", ancestors, 12, fields, G_N_ELEMENTS (fields) };
  const TroveRowDescription later = { 3, "RowStar", to_root, 0, NULL, 0 };
  const TroveClass *klass = check (&description, known, "(ddt)");

  g_assert_cmpstr (klass->name, ==, "TroveUnknown-RowStar");
  g_assert_cmpuint (g_type_parent (klass->type), ==, g_type_from_name ("RowBox"));
  g_assert_true (check (&description, known, "(ddt)") == klass);

  /* It is there by now. */
  make_class ("RowStar", kit_root_get_type ());
  g_assert_cmpuint (check (&later, NULL, "()")->type, ==, g_type_from_name ("RowStar"));
}

static void
test_abstract_class (void)
{
  const GType type = new_type ("RowAbstract", g_type_from_name ("RowBox"), G_TYPE_FLAG_ABSTRACT);
  static const char *const ancestors[] = { "RowBox", "KitType1", NULL };
  static const TroveRowField fields[] = { VALUE ("x", "d") };
  static const int known[] = { 0 };
  const TroveRowDescription description = { 3, "RowAbstract", ancestors, 0, fields, 1 };
  const TroveClass *klass = check (&description, known, "(d)");

  g_assert_cmpuint (g_type_parent (klass->type), ==, type);
}

/* A class whose fields were never asked for, and one without any. */
static void
test_derived_class (void)
{
  const GType type = new_type ("RowDerived", g_type_from_name ("RowBox"), 0);
  static const char *const ancestors[] = { "RowBox", "KitType1", NULL };
  static const TroveRowField fields[] = { VALUE ("x", "d") };
  static const int known[] = { 0 };
  const TroveRowDescription description = { 3, "RowDerived", ancestors, 0, fields, 1 };

  g_assert_cmpuint (check (&description, known, "(d)")->type, ==, type);
}

static void
test_whole (void)
{
  const TroveRowField converted[] = { VALUE ("x", "i"), whole[1], whole[2], whole[3],
                                      whole[4],         whole[5], whole[6] };
  const TroveRowDescription descriptions[] = {
    { 1, "RowBox", to_root, 0, whole, G_N_ELEMENTS (whole) },
    { 1, "RowBox", to_root, 0, whole, G_N_ELEMENTS (whole) - 1 },
    { 1, "RowBox", to_root, 0, converted, G_N_ELEMENTS (converted) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      TroveRowLayout *layout = resolve (&descriptions[i]);

      g_assert_true (trove_row_layout_is_whole (layout) == (i == 0));
      trove_row_layout_free (layout);
    }
}

/* A new layout of a class is described, and means the same class. */
static void
test_new_layout (void)
{
  static const int known[] = { 0, 1, 2, 3, 4, 5, 6 };
  const TroveClass *klass = trove_class_lookup (g_type_from_name ("RowBox"));
  TroveRowLayout *layout = trove_row_layout_new (5, klass);
  TroveRowDescription description;

  trove_row_layout_describe (layout, &description);
  g_assert_true (check (&description, known, "(dimst)") == klass);
  g_assert_true (trove_row_layout_is_whole (layout));
  trove_row_description_clear (&description);
  trove_row_layout_free (layout);
}

/* Descriptions that no program has written */

static void
refuse (const TroveRowDescription *description, int code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_row_layout_resolve (description, &error));
  g_assert_error (error, TROVE_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
refuse_class (const char *name, const char *ancestor, const char *message)
{
  const char *const ancestors[] = { ancestor, "KitType1", NULL };

  refuse (&(TroveRowDescription){ 2, name, ancestors, 0, NULL, 0 }, TROVE_ERROR_DAMAGED, message);
}

#define DAMAGED "The file is damaged: layout 2 "
#define NO_NAME "\342\200\235, which is no name of a type"

static void
test_bad_classes (void)
{
  g_autofree char *huge = g_strnfill (2000, 'a');

  refuse_class (NULL, "RowBox", DAMAGED "has the class \342\200\234" NO_NAME);
  refuse_class ("", "RowBox", DAMAGED "has the class \342\200\234" NO_NAME);
  refuse_class ("ab", "RowBox", DAMAGED "has the class \342\200\234ab" NO_NAME);
  refuse_class ("a b", "RowBox", DAMAGED "has the class \342\200\234a b" NO_NAME);
  refuse_class ("1ab", "RowBox", DAMAGED "has the class \342\200\2341ab" NO_NAME);
  refuse_class ("b\303\244h", "RowBox", DAMAGED "has the class \342\200\234b\\303\\244h" NO_NAME);
  refuse_class (huge, "RowBox",
                DAMAGED
                "has the class \342\200\234aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" NO_NAME);
  refuse_class ("TroveUnknown-Star", "RowBox", DAMAGED "has the class \342\200\234TroveUnknown-Star" NO_NAME);
  refuse_class ("RowNobody", "x", DAMAGED "has the ancestor \342\200\234x" NO_NAME);
  refuse_class ("GObject", "RowBox",
                DAMAGED "has the class GObject, which is no class of objects of documents here");
  refuse_class ("gint", "RowBox",
                DAMAGED "has the class gint, which is no class of objects of documents here");
  refuse_class ("RowNobody", "GObject",
                DAMAGED "has the ancestor GObject, which is no class of objects of documents here");
  refuse_class ("RowNobody", "RowNobody",
                DAMAGED "of the class RowNobody has the class RowNobody twice among its ancestors");
  refuse_class ("RowNobody", "KitType1",
                DAMAGED "of the class RowNobody has the class KitType1 twice among its ancestors");
  refuse (&(TroveRowDescription){ 0, "RowBox", to_root, 0, NULL, 0 }, TROVE_ERROR_DAMAGED,
          "The file is damaged: layout 0 has no id");
}

static void
test_no_class (void)
{
  static const char *const ancestors[] = { "RowSomebody", NULL };

  refuse (
      &(TroveRowDescription){ 2, "RowNobody", ancestors, 0, NULL, 0 }, TROVE_ERROR_TYPE_MISMATCH,
      "The class RowNobody is not registered in this program, and neither is any that it is derived from");
}

/* The class of another library is not initialized. */
static void
test_foreign_class (void)
{
  const GType type = new_type ("RowForeign", G_TYPE_OBJECT, 0);

  refuse_class ("RowForeign", "RowBox",
                DAMAGED "has the class RowForeign, which is no class of objects of documents here");
  g_assert_null (g_type_class_peek (type));
}

static void
refuse_fields (const TroveRowField *fields, guint n, const char *message)
{
  refuse (&(TroveRowDescription){ 2, "RowBox", to_root, 0, fields, n }, TROVE_ERROR_DAMAGED, message);
}

#define OF_BOX DAMAGED "of the class RowBox has "
#define NO_FIELD "\342\200\235, which is no name of a field"
#define LONG_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
test_bad_names (void)
{
  static const char *const names[] = { NULL,       "",    "1a",       "a_b",   "a b",
                                       "\303\244", "key", "document", "owner", "removed" };
  g_autofree char *huge = g_strnfill (1001, 'a');
  g_autofree char *large = g_strnfill (1000, 'a');
  const TroveRowField field = VALUE (huge, "d"), most = VALUE (large, "d");
  static const int known[] = { -1 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const TroveRowField bad = VALUE (names[i], "d");
      g_autofree char *name = g_strescape (names[i] != NULL ? names[i] : "", NULL);
      g_autofree char *message = g_strconcat (OF_BOX "a field \342\200\234", name, NO_FIELD, NULL);

      refuse_fields (&bad, 1, message);
    }
  refuse_fields (&field, 1, OF_BOX "a field \342\200\234" LONG_A NO_FIELD);
  check (&(TroveRowDescription){ 2, "RowBox", to_root, 0, &most, 1 }, known, "(d)");
}

static void
refuse_field (TroveRowField field, const char *why)
{
  g_autofree char *message =
      g_strconcat (OF_BOX "the field \342\200\234new\342\200\235 of the kind ", why, NULL);

  refuse_fields (&field, 1, message);
}

static void
test_bad_kinds (void)
{
  static const char *const types[] = { "", "z", "dd", "(d", "*", "a?", "r" };

  refuse_field ((TroveRowField){ "new", TROVE_ROW_N_KINDS, "d", NULL }, "5");
  refuse_field ((TroveRowField){ "new", G_MAXUINT, "d", NULL }, "4294967295");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *why =
          g_strdup_printf ("0 with values of the type \342\200\234%s\342\200\235", types[i]);

      refuse_field ((TroveRowField) VALUE ("new", types[i]), why);
    }
  refuse_field ((TroveRowField) VALUE ("new", NULL), "0 with values of the type \342\200\234\342\200\235");
  refuse_field ((TroveRowField){ "new", TROVE_ROW_KIND_VALUE, "d", "RowBox" },
                "0 with objects of the type \342\200\234RowBox\342\200\235");
  refuse_field ((TroveRowField){ "new", TROVE_ROW_KIND_OWNED, "t", "RowBox" },
                "2 with values of the type \342\200\234t\342\200\235");
  for (guint kind = TROVE_ROW_KIND_REFERENCE; kind < TROVE_ROW_N_KINDS; kind++)
    {
      g_autofree char *why = g_strdup_printf ("%u with objects of the type \342\200\234x\342\200\235", kind);
      g_autofree char *none = g_strdup_printf ("%u with objects of the type \342\200\234\342\200\235", kind);

      refuse_field ((TroveRowField){ "new", kind, NULL, "x" }, why);
      refuse_field ((TroveRowField){ "new", kind, NULL, NULL }, none);
    }
}

/* Types that are too deep for rows, or too long. */
static void
test_bad_types (void)
{
  static const int known[] = { -1 };
  GString *long_type = g_string_new ("(");
  g_autofree char *row = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_c (long_type, 'd');
  g_string_append_c (long_type, ')');
  for (guint n = 110; n < 129; n++)
    {
      g_autofree char *type = g_strnfill (n, 'a');
      TroveRowField field;
      g_autoptr (GError) error = NULL;
      TroveRowLayout *layout;

      type[n - 1] = 'd';
      field = (TroveRowField) VALUE ("new", type);
      layout =
          trove_row_layout_resolve (&(TroveRowDescription){ 2, "RowBox", to_root, 0, &field, 1 }, &error);
      if (layout != NULL)
        {
          g_autoptr (GVariant) empty =
              g_variant_ref_sink (g_variant_new_from_data (layout->row_type, NULL, 0, FALSE, NULL, NULL));

          g_assert_cmpuint (g_variant_n_children (empty), ==, 1);
          trove_row_layout_free (layout);
        }
      else
        g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
      g_assert_true ((layout != NULL) == (n <= 125));
    }
  refuse_field (
      (TroveRowField) VALUE ("new", long_type->str),
      "0 with values of the type \342\200\234(ddddddddddddddddddddddddddddddddddddddddddddddddd\342\200\235");
  g_string_truncate (long_type, 999);
  g_string_append_c (long_type, ')');
  row = g_strdup_printf ("(%s)", long_type->str);
  check (&(TroveRowDescription){ 2, "RowBox", to_root, 0, &(TroveRowField) VALUE ("new", long_type->str), 1 },
         known, row);
  g_string_free (long_type, TRUE);
}

static void
test_twice (void)
{
  static const TroveRowField values[] = { VALUE ("x", "d"), VALUE ("y", "d"), VALUE ("x", "d") };
  static const TroveRowField lists[] = { OBJECTS ("kids", OWNED_LIST, "RowBox"),
                                         OBJECTS ("kids", OWNED_LIST, "RowBox") };

  refuse_fields (values, G_N_ELEMENTS (values), OF_BOX "the field \342\200\234x\342\200\235 twice");
  refuse_fields (lists, G_N_ELEMENTS (lists), OF_BOX "the field \342\200\234kids\342\200\235 twice");
}

static void
test_many (void)
{
  g_autofree TroveRowField *many = g_new0 (TroveRowField, 1001);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  TroveRowDescription description = { 2, "RowBox", to_root, 0, many, 1001 };
  TroveRowLayout *layout;

  for (guint i = 0; i < 1001; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("field-%u", i));
      many[i] = (TroveRowField) VALUE (names->pdata[i], "d");
    }
  refuse (&description, TROVE_ERROR_DAMAGED, OF_BOX "1001 fields, and may have 1000");
  description.n_fields = 1000;
  refuse (&description, TROVE_ERROR_FULL,
          "The class RowBox cannot be stored: it has 1000 fields beside 7 of its parent, and may have 1000 "
          "in all");
  description.n_fields = 993;
  layout = resolve (&description);
  g_assert_cmpuint (layout->klass->n_fields, ==, 1000);
  trove_row_layout_free (layout);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kit_root_class (); /* the first type: KitType1 */
  make_class ("RowBox", kit_root_get_type ());
  make_class ("RowOther", kit_root_get_type ());
  g_test_add_func ("/row-description/known", test_known);
  g_test_add_func ("/row-description/versions", test_versions);
  g_test_add_func ("/row-description/order", test_order);
  g_test_add_func ("/row-description/numbers", test_numbers);
  g_test_add_func ("/row-description/incompatible", test_incompatible);
  g_test_add_func ("/row-description/targets", test_targets);
  g_test_add_func ("/row-description/unknown-class", test_unknown_class);
  g_test_add_func ("/row-description/abstract-class", test_abstract_class);
  g_test_add_func ("/row-description/derived-class", test_derived_class);
  g_test_add_func ("/row-description/whole", test_whole);
  g_test_add_func ("/row-description/new-layout", test_new_layout);
  g_test_add_func ("/row-description/bad-classes", test_bad_classes);
  g_test_add_func ("/row-description/no-class", test_no_class);
  g_test_add_func ("/row-description/foreign-class", test_foreign_class);
  g_test_add_func ("/row-description/bad-names", test_bad_names);
  g_test_add_func ("/row-description/bad-kinds", test_bad_kinds);
  g_test_add_func ("/row-description/bad-types", test_bad_types);
  g_test_add_func ("/row-description/twice", test_twice);
  g_test_add_func ("/row-description/many", test_many);
  return g_test_run ();
}
