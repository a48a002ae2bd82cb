/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layouts: how every type of value is stored, which structs are taken, how boxed types are registered. */

#include <gio/gio.h>

#include "check-sub.h"
#include "counting-element.h"

/* Types of the test's own */

typedef struct
{
  gint64 a, b;
} Point;

static gpointer
point_copy (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (Point));
}

static guint n_points_freed;

static void
point_free (gpointer boxed)
{
  n_points_freed++;
  g_free (boxed);
}

/* A type for each case that registers one: what is registered stays. */
static GType
new_boxed (const char *name)
{
  return g_boxed_type_register_static (name, point_copy, point_free);
}

static GType
new_enum (void)
{
  static const GEnumValue values[] = { { 1, "ONE", "one" }, { 0 } };

  return g_enum_register_static ("LayoutEnum", values);
}

static GType
new_flags (void)
{
  static const GFlagsValue values[] = { { 1, "ONE", "one" }, { 0 } };

  return g_flags_register_static ("LayoutFlags", values);
}

static GType
new_fundamental (void)
{
  static const GTypeInfo info = { 0 }; /* no functions for values */
  static const GTypeFundamentalInfo fundamental = { 0 };

  return g_type_register_fundamental (g_type_fundamental_next (), "LayoutFundamental", &info, &fundamental,
                                      0);
}

/* Storage */

static void
check_type (GType type, TroveStore store, gsize size, gboolean owned)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (type);
  TroveLayout layout;
  g_autofree char *name = NULL;

  g_assert_null (trove_layout_init (&layout, &info));
  check_layout (&layout);
  g_assert_cmpint (layout.store, ==, store);
  g_assert_cmpuint (layout.stride, ==, size);
  g_assert_cmpuint (layout.alignment, ==, store == TROVE_STORE_VALUE ? G_ALIGNOF (GValue) : size);
  g_assert_true ((layout.copy != NULL) == owned);
  g_assert_true ((layout.clear != NULL) == owned);
  g_assert_true ((layout.trace != NULL) ==
                 (store == TROVE_STORE_VALUE)); /* it may hold a boxed type that has one */
  g_assert_cmpuint (layout.type, ==, type);
  g_assert_cmpuint (layout.fundamental, ==, G_TYPE_FUNDAMENTAL (type));
  name = trove_layout_name (&layout);
  g_assert_cmpstr (name, ==, g_type_name (type));
}

static void
test_types (void)
{
  const struct
  {
    GType type;
    TroveStore store;
    gsize size;
    gboolean owned;
  } types[] = {
    { G_TYPE_CHAR, TROVE_STORE_SCALAR, 1, FALSE },
    { G_TYPE_UCHAR, TROVE_STORE_SCALAR, 1, FALSE },
    { G_TYPE_BOOLEAN, TROVE_STORE_SCALAR, sizeof (gboolean), FALSE },
    { G_TYPE_INT, TROVE_STORE_SCALAR, sizeof (int), FALSE },
    { G_TYPE_UINT, TROVE_STORE_SCALAR, sizeof (guint), FALSE },
    { G_TYPE_LONG, TROVE_STORE_SCALAR, sizeof (long), FALSE },
    { G_TYPE_ULONG, TROVE_STORE_SCALAR, sizeof (gulong), FALSE },
    { G_TYPE_INT64, TROVE_STORE_SCALAR, 8, FALSE },
    { G_TYPE_UINT64, TROVE_STORE_SCALAR, 8, FALSE },
    { G_TYPE_FLOAT, TROVE_STORE_SCALAR, 4, FALSE },
    { G_TYPE_DOUBLE, TROVE_STORE_SCALAR, 8, FALSE },
    { new_enum (), TROVE_STORE_SCALAR, sizeof (int), FALSE },
    { new_flags (), TROVE_STORE_SCALAR, sizeof (guint), FALSE },
    { G_TYPE_GTYPE, TROVE_STORE_SCALAR, sizeof (GType), FALSE },
    { G_TYPE_POINTER, TROVE_STORE_POINTER, sizeof (gpointer), FALSE },
    { G_TYPE_STRING, TROVE_STORE_STRING, sizeof (gpointer), FALSE },
    { G_TYPE_STRV, TROVE_STORE_BOXED, sizeof (gpointer), TRUE },
    { G_TYPE_BYTES, TROVE_STORE_BOXED, sizeof (gpointer), TRUE },
    { G_TYPE_OBJECT, TROVE_STORE_OBJECT, sizeof (gpointer), TRUE },
    { G_TYPE_FILE_INFO, TROVE_STORE_OBJECT, sizeof (gpointer), TRUE },
    { G_TYPE_FILE, TROVE_STORE_OBJECT, sizeof (gpointer), TRUE }, /* an interface */
    { G_TYPE_VARIANT, TROVE_STORE_VARIANT, sizeof (gpointer), TRUE },
    { G_TYPE_PARAM, TROVE_STORE_PARAM, sizeof (gpointer), TRUE },
    { G_TYPE_PARAM_INT, TROVE_STORE_PARAM, sizeof (gpointer), TRUE },
    { G_TYPE_VALUE, TROVE_STORE_VALUE, sizeof (GValue), TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    check_type (types[i].type, types[i].store, types[i].size, types[i].owned);
}

static void
test_refused_types (void)
{
  const GType types[] = { G_TYPE_NONE, G_TYPE_INTERFACE, new_fundamental () };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const TroveElementInfo info = TROVE_ELEMENT_TYPE (types[i]);
      TroveSchema *schema = NULL;
      TroveLayout layout;

      g_assert_false (G_TYPE_IS_VALUE (types[i]));
      g_assert_nonnull (trove_layout_init (&layout, &info));
      g_assert_nonnull (trove_schema_new (&info, 1, &schema));
      g_assert_null (schema);
    }
}

/* Structs */

static void
test_structs (void)
{
  static const struct
  {
    gsize size, alignment;
    gboolean taken;
  } structs[] = {
    { 1, 1, TRUE },      { 1, 0, TRUE },          { 3, 1, TRUE },          { 2, 2, TRUE },
    { 24, 8, TRUE },     { 64, 64, TRUE },        { 128, 64, TRUE },       { 65535, 1, TRUE },
    { 65536, 64, TRUE }, { 65536, 1, TRUE },      { 65536, 0, TRUE },      { 0, 1, FALSE },
    { 0, 0, FALSE },     { 65537, 1, FALSE },     { 65600, 64, FALSE },    { 128, 128, FALSE },
    { 3, 3, FALSE },     { 24, 16, FALSE },       { 1, 2, FALSE },         { 96, 64, FALSE },
    { 48, 48, FALSE },   { G_MAXSIZE, 1, FALSE }, { 8, G_MAXSIZE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (structs); i++)
    {
      const TroveElementInfo info = { .size = structs[i].size, .alignment = structs[i].alignment };
      TroveLayout layout;

      g_assert_true ((trove_layout_init (&layout, &info) == NULL) == structs[i].taken);
      if (!structs[i].taken)
        continue;
      check_layout (&layout);
      g_assert_cmpuint (layout.stride, ==, structs[i].size);
      g_assert_cmpuint (layout.alignment, ==, MAX (structs[i].alignment, 1));
      g_assert_cmpint (layout.store, ==, TROVE_STORE_INLINE);
      g_assert_cmpuint (layout.type, ==, 0);
    }

  /* What a later version may put there is not ignored by this one. */
  for (guint i = 0; i < G_N_ELEMENTS (((TroveElementInfo *) NULL)->reserved); i++)
    {
      TroveElementInfo info = TROVE_ELEMENT (Point);
      TroveLayout layout;

      info.reserved[i] = &info;
      g_assert_nonnull (trove_layout_init (&layout, &info));
    }
}

static void
test_struct_functions (void)
{
  Counting counting;
  TroveElementInfo info;
  TroveLayout layout;

  counting_init (&counting);
  info = counting_info (&counting);
  g_assert_null (trove_layout_init (&layout, &info));
  g_assert_true (layout.copy == info.copy);
  g_assert_true (layout.clear == info.clear);
  g_assert_true (layout.data == &counting);
  counting_finish (&counting);
}

/* Copies and clears of what is owned */

static void
check_refs (GType type, gpointer pointer, guint (*count) (gpointer))
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (type);
  gpointer copy, null = NULL;
  TroveLayout layout;

  g_assert_null (trove_layout_init (&layout, &info));
  g_assert_true (layout.copy (&copy, &pointer, layout.data));
  g_assert_true (copy == pointer);
  g_assert_cmpuint (count (pointer), ==, 2);
  layout.clear (&copy, layout.data);
  g_assert_cmpuint (count (pointer), ==, 1);

  g_assert_true (layout.copy (&copy, &null, layout.data));
  g_assert_null (copy);
  layout.clear (&copy, layout.data);
}

static guint
count_object (gpointer object)
{
  return ((GObject *) object)->ref_count;
}

static guint
count_param (gpointer pspec)
{
  return ((GParamSpec *) pspec)->ref_count;
}

static void
test_refs (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  GParamSpec *pspec = g_param_spec_ref_sink (g_param_spec_int ("i", NULL, NULL, 0, 1, 0, G_PARAM_READABLE));

  check_refs (G_TYPE_OBJECT, object, count_object);
  check_refs (G_TYPE_PARAM, pspec, count_param);
  g_object_unref (object);
  g_param_spec_unref (pspec);
}

/* A floating one becomes the element's own. */
static void
test_floating (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_OBJECT), TROVE_ELEMENT_TYPE (G_TYPE_VARIANT),
                                     TROVE_ELEMENT_TYPE (G_TYPE_PARAM) };
  const gpointer floating[] = {
    g_object_new (G_TYPE_INITIALLY_UNOWNED, NULL),
    g_variant_new_int32 (5),
    g_param_spec_int ("i", NULL, NULL, 0, 1, 0, G_PARAM_READABLE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      TroveLayout layout;
      gpointer copy;

      g_assert_null (trove_layout_init (&layout, &infos[i]));
      g_assert_true (layout.copy (&copy, &floating[i], layout.data));
      g_assert_true (copy == floating[i]);
      if (i == 0)
        {
          g_assert_false (g_object_is_floating (copy));
          g_assert_cmpuint (count_object (copy), ==, 1);
        }
      if (i == 1)
        g_assert_false (g_variant_is_floating (copy));
      if (i == 2)
        g_assert_cmpuint (count_param (copy), ==, 1);
      layout.clear (&copy, layout.data);
    }
}

static void
test_boxed_copies (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (new_boxed ("LayoutPointer"));
  Point point = { 1, 2 }, *from = &point, *copy;
  TroveLayout layout;

  g_assert_null (trove_layout_init (&layout, &info));
  g_assert_true (layout.copy (&copy, &from, layout.data));
  g_assert_true (copy != from);
  g_assert_cmpint (copy->b, ==, 2);
  layout.clear (&copy, layout.data);
  g_assert_cmpuint (n_points_freed, ==, 1);

  from = NULL;
  g_assert_true (layout.copy (&copy, &from, layout.data));
  g_assert_null (copy);
  layout.clear (&copy, layout.data);
}

static void
test_value_copies (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_VALUE);
  GValue from = G_VALUE_INIT, copy;
  TroveLayout layout;

  g_assert_null (trove_layout_init (&layout, &info));
  g_value_init (&from, G_TYPE_STRING);
  g_value_set_string (&from, "text");
  g_assert_true (layout.copy (&copy, &from, layout.data));
  g_assert_cmpstr (g_value_get_string (&copy), ==, "text");
  g_assert_true (g_value_get_string (&copy) != g_value_get_string (&from));
  layout.clear (&copy, layout.data);
  g_value_unset (&from);

  /* One that holds nothing. */
  g_assert_true (layout.copy (&copy, &from, layout.data));
  g_assert_false (G_IS_VALUE (&copy));
  layout.clear (&copy, layout.data);
}

/* Registration */

static void
test_register (void)
{
  const TroveElementInfo as_struct = TROVE_ELEMENT (Point);
  TroveElementInfo other = TROVE_ELEMENT (Point), by_type;
  GType type = new_boxed ("LayoutRegistered");
  TroveLayout layout;

  by_type = (TroveElementInfo) TROVE_ELEMENT_TYPE (type);
  other.data = &other;
  trove_layout_register (type, &other);
  trove_layout_register (type, &as_struct); /* not yet used: it can still change */
  g_assert_null (trove_layout_init (&layout, &by_type));
  check_layout (&layout);
  g_assert_cmpint (layout.store, ==, TROVE_STORE_INLINE);
  g_assert_cmpuint (layout.stride, ==, sizeof (Point));
  g_assert_cmpuint (layout.alignment, ==, G_ALIGNOF (Point));
  g_assert_null (layout.copy);
  g_assert_null (layout.data);
  g_assert_cmpuint (layout.type, ==, type);

  trove_layout_register (type, &as_struct); /* the same again */
  g_test_expect_message ("Trove", G_LOG_LEVEL_CRITICAL, "*LayoutRegistered*in use*");
  trove_layout_register (type, &other);
  g_test_assert_expected_messages ();
  g_assert_null (trove_layout_init (&layout, &by_type));
  g_assert_null (layout.data);
}

static void
test_register_refused (void)
{
  const TroveElementInfo infos[] = { { .size = 0 }, { .size = 65537 }, { .size = 12, .alignment = 8 } };
  GType type = new_boxed ("LayoutRefused");
  const TroveElementInfo by_type = TROVE_ELEMENT_TYPE (type);
  TroveLayout layout;

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      g_test_expect_message ("Trove", G_LOG_LEVEL_CRITICAL, "*LayoutRefused*cannot be registered*");
      trove_layout_register (type, &infos[i]);
      g_test_assert_expected_messages ();
    }
  g_assert_null (trove_layout_init (&layout, &by_type));
  g_assert_cmpint (layout.store, ==, TROVE_STORE_BOXED);
}

static void
count_ref (TroveRef *ref, gpointer data)
{
  ref->offset++;
  ++*(guint *) data;
}

static void
test_ref (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (TROVE_TYPE_REF);
  TroveRef ref = { 1, 7 };
  guint n = 0;
  TroveLayout layout;

  g_assert_null (trove_layout_init (&layout, &info));
  check_layout (&layout);
  g_assert_cmpint (layout.store, ==, TROVE_STORE_INLINE);
  g_assert_cmpuint (layout.stride, ==, sizeof (TroveRef));
  g_assert_null (layout.copy);
  g_assert_null (layout.clear);

  /* It shows itself, to be rewritten. */
  layout.trace (&ref, count_ref, &n, layout.data);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (ref.offset, ==, 8);
}

/* Schemas */

static TroveSchema *
new_schema (const TroveElementInfo *infos, guint n)
{
  TroveSchema *schema;

  g_assert_null (trove_schema_new (infos, n, &schema));
  return schema;
}

static void
test_schemas (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_INT), TROVE_ELEMENT (Point),
                                     TROVE_ELEMENT_TYPE (G_TYPE_STRING) };
  TroveElementInfo others[3];
  TroveSchema *schema = new_schema (infos, 3), *same = new_schema (infos, 3), *other;

  g_assert_cmpuint (schema->n_pools, ==, 3);
  g_assert_cmpuint (schema->pools[1].stride, ==, sizeof (Point));
  g_assert_true (trove_schema_equal (schema, schema));
  g_assert_true (trove_schema_equal (schema, same));

  other = new_schema (infos, 2);
  g_assert_false (trove_schema_equal (schema, other));
  trove_schema_unref (other);

  for (guint i = 0; i < 6; i++)
    {
      memcpy (others, infos, sizeof infos);
      if (i == 0)
        others[0].type = G_TYPE_UINT;
      else if (i == 1)
        others[1].size *= 2;
      else if (i == 2)
        others[1].alignment /= 2;
      else if (i == 3)
        others[1].data = schema;
      else if (i == 4)
        others[1].clear = (void (*) (gpointer, gpointer)) test_schemas;
      else
        others[2].type = G_TYPE_POINTER;
      other = new_schema (others, 3);
      g_assert_false (trove_schema_equal (schema, other));
      trove_schema_unref (other);
    }

  g_assert_true (trove_schema_ref (schema) == schema);
  trove_schema_unref (schema);
  g_assert_cmpint (schema->count, ==, 1);
  trove_schema_unref (schema);
  trove_schema_unref (same);
}

/* A context that was replaced stays until the schema goes, and then goes as well. */

static gboolean
never_called (gpointer data)
{
  g_assert_not_reached ();
}

static void
count_gone (gpointer data)
{
  ++*(guint *) data;
}

static GMainContext *
new_context (guint *n_gone)
{
  GMainContext *context = g_main_context_new ();
  GSource *source = g_idle_source_new ();

  g_source_set_callback (source, never_called, n_gone, count_gone);
  g_source_attach (source, context);
  g_source_unref (source);
  return context;
}

static void
test_clear_context (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_INT);
  TroveSchema *schema = new_schema (&info, 1);
  guint n_gone = 0;

  for (guint i = 0; i < 2; i++)
    {
      GMainContext *context = new_context (&n_gone);

      trove_schema_set_clear_context (schema, context);
      g_main_context_unref (context);
      g_assert_true (schema->clear_context == context);
    }
  trove_schema_set_clear_context (schema, NULL);
  g_assert_null (schema->clear_context);
  g_assert_cmpuint (n_gone, ==, 0);
  trove_schema_unref (schema);
  g_assert_cmpuint (n_gone, ==, 2);
}

/* Elements that are cleared later lie somewhere else meanwhile. */

typedef struct
{
  guint64 number;
  char rest[56];
} Aligned;

static void
note_clear (gpointer element, gpointer data)
{
  g_assert_cmpuint ((guintptr) element % 64, ==, 0);
  g_array_append_val ((GArray *) data, ((Aligned *) element)->number);
}

static void
test_deferred (void)
{
  g_autoptr (GArray) cleared = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GMainContext) context = g_main_context_new ();
  const TroveElementInfo info = {
    .size = sizeof (Aligned), .alignment = 64, .clear = note_clear, .data = cleared
  };
  TroveSchema *schema = new_schema (&info, 1);
  _Alignas(64) Aligned elements[3];

  trove_schema_set_clear_context (schema, context);
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    elements[i] = (Aligned){ .number = i };
  trove_schema_clear_elements (schema, 0, elements, G_N_ELEMENTS (elements));
  memset (elements, 0xff, sizeof elements);
  g_assert_cmpuint (cleared->len, ==, 0);
  trove_schema_unref (schema); /* they need it */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_assert_cmpuint (cleared->len, ==, G_N_ELEMENTS (elements));
  for (guint i = 0; i < cleared->len; i++)
    g_assert_cmpuint (g_array_index (cleared, guint64, i), ==, i);

  /* Where the context is this thread's, nothing waits. */
  schema = new_schema (&info, 1);
  trove_schema_set_clear_context (schema, context);
  g_assert_true (g_main_context_acquire (context));
  trove_schema_clear_elements (schema, 0, elements, 1);
  g_assert_cmpuint (cleared->len, ==, G_N_ELEMENTS (elements) + 1);
  g_main_context_release (context);
  trove_schema_unref (schema);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/types", test_types);
  g_test_add_func ("/layout/refused-types", test_refused_types);
  g_test_add_func ("/layout/structs", test_structs);
  g_test_add_func ("/layout/struct-functions", test_struct_functions);
  g_test_add_func ("/layout/refs", test_refs);
  g_test_add_func ("/layout/floating", test_floating);
  g_test_add_func ("/layout/boxed-copies", test_boxed_copies);
  g_test_add_func ("/layout/value-copies", test_value_copies);
  g_test_add_func ("/layout/register", test_register);
  g_test_add_func ("/layout/register-refused", test_register_refused);
  g_test_add_func ("/layout/ref", test_ref);
  g_test_add_func ("/layout/schemas", test_schemas);
  g_test_add_func ("/layout/clear-context", test_clear_context);
  g_test_add_func ("/layout/deferred", test_deferred);
  return g_test_run ();
}
