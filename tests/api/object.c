/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

/* TroveObject: classes with fields of each type that are installed in C. Objects without a document, and of one. */

/* A boxed type that is stored inline. */

typedef struct
{
  int x, y;
} Point;

static gpointer
point_copy (gpointer point)
{
  return g_memdup2 (point, sizeof (Point));
}

static GType
point_get_type (void)
{
  static const TroveElementInfo info = TROVE_ELEMENT (Point);
  static GType type;

  if (type == 0)
    {
      type = g_boxed_type_register_static ("ObjectPoint", point_copy, g_free);
      trove_element_register (type, &info);
    }
  return type;
}

/* A class of objects that never change */

static GType
fixed_get_type (void)
{
  static GType type;

  if (type == 0)
    {
      type = g_type_register_static_simple (G_TYPE_OBJECT, "ObjectFixed", sizeof (GObjectClass), NULL,
                                            sizeof (GObject), NULL, 0);
      trove_object_register_immutable (type, NULL);
      trove_object_register_immutable (type, g_direct_equal);
    }
  return type;
}

/* A class with a field of every type */

#define RW G_PARAM_READWRITE

/* Member, its type, the function that makes the param spec, its arguments. */
#define EVERY_FIELDS(DO)                                                                                     \
  DO (char, gint8, g_param_spec_char, -9, 9, -1, RW)                                                         \
  DO (uchar, guint8, g_param_spec_uchar, 0, 9, 1, RW)                                                        \
  DO (boolean, gboolean, g_param_spec_boolean, TRUE, RW)                                                     \
  DO (int, gint, g_param_spec_int, -9, 9, -2, RW)                                                            \
  DO (uint, guint, g_param_spec_uint, 0, 9, 2, RW)                                                           \
  DO (unichar, gunichar, g_param_spec_unichar, 'u', RW)                                                      \
  DO (long, glong, g_param_spec_long, -9, 9, -3, RW)                                                         \
  DO (ulong, gulong, g_param_spec_ulong, 0, 9, 3, RW)                                                        \
  DO (int64, gint64, g_param_spec_int64, -9, 9, -4, RW)                                                      \
  DO (uint64, guint64, g_param_spec_uint64, 0, 9, 4, RW)                                                     \
  DO (float, gfloat, g_param_spec_float, -1, 1, .5F, RW)                                                     \
  DO (double, gdouble, g_param_spec_double, -1, 1, .25, RW)                                                  \
  DO (enum, GFileType, g_param_spec_enum, G_TYPE_FILE_TYPE, G_FILE_TYPE_DIRECTORY, RW)                       \
  DO (flags, GFileCopyFlags, g_param_spec_flags, G_TYPE_FILE_COPY_FLAGS, G_FILE_COPY_BACKUP, RW)             \
  DO (gtype, GType, g_param_spec_gtype, G_TYPE_NONE, RW)                                                     \
  DO (string, const char *, g_param_spec_string, "default", RW)                                              \
  DO (interned, const char *, g_param_spec_string, "interned", RW | TROVE_PARAM_INTERNED)                    \
  DO (strv, char **, g_param_spec_boxed, G_TYPE_STRV, RW)                                                    \
  DO (bytes, GBytes *, g_param_spec_boxed, G_TYPE_BYTES, RW)                                                 \
  DO (variant, GVariant *, g_param_spec_variant, G_VARIANT_TYPE_ANY, g_variant_new_int32 (5), RW)            \
  DO (point, Point, g_param_spec_boxed, point_get_type (), RW)                                               \
  DO (date, GDateTime *, g_param_spec_boxed, G_TYPE_DATE_TIME, RW)                                           \
  DO (file, GFile *, g_param_spec_object, G_TYPE_FILE, RW)                                                   \
  DO (icon, GIcon *, g_param_spec_object, G_TYPE_THEMED_ICON, RW)                                            \
  DO (fixed, GObject *, g_param_spec_object, fixed_get_type (), RW)                                          \
  DO (target, guint64, g_param_spec_object, TROVE_TYPE_OBJECT, RW)                                           \
  DO (child, guint64, g_param_spec_object, TROVE_TYPE_OBJECT, RW | TROVE_PARAM_OWNED)

#define MEMBER(name, Type, ...) Type member_##name;
#define FIELD(name, Type, make, ...)                                                                         \
  TROVE_FIELD (EveryData, member_##name, make (#name, NULL, NULL, __VA_ARGS__)),
#define COUNT(...) +1
enum
{
  N_LISTS = 2,
  N_FIELDS = N_LISTS EVERY_FIELDS (COUNT)
};

typedef struct
{
  EVERY_FIELDS (MEMBER)
} EveryData;

typedef struct
{
  TroveObject parent_instance;
} Every;

typedef struct
{
  TroveObjectClass parent_class;
} EveryClass;

GType every_get_type (void);
G_DEFINE_TYPE (Every, every, TROVE_TYPE_OBJECT)

static void
every_class_init (EveryClass *klass)
{
  const TroveField fields[] = {
    EVERY_FIELDS (FIELD) TROVE_FIELD_LIST (trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT,
                                                                  G_PARAM_READABLE | TROVE_PARAM_OWNED)),
    TROVE_FIELD_LIST (trove_param_spec_list ("targets", NULL, NULL, every_get_type (), G_PARAM_READABLE)),
  };

  g_assert_cmpuint (G_N_ELEMENTS (fields), ==, N_FIELDS);
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (EveryData), fields, N_FIELDS);
}

static void
every_init (Every *self)
{
}

/* An interface with a property */

typedef struct
{
  GTypeInterface parent_iface;
} TitledInterface;

GType titled_get_type (void);
G_DEFINE_INTERFACE (Titled, titled, G_TYPE_OBJECT)

static void
titled_default_init (TitledInterface *iface)
{
  g_object_interface_install_property (iface, g_param_spec_string ("title", NULL, NULL, "untitled", RW));
}

/* A derived class that has fields, one of which overrides the interface's property, and a property that is no field */

typedef struct
{
  EveryData parent;
  int more;
  const char *title;
} MoreData;

typedef struct
{
  Every parent_instance;
  gboolean selected;
} More;

typedef struct
{
  EveryClass parent_class;
} MoreClass;

enum
{
  PROP_SELECTED = 1,
};

GType more_get_type (void);
G_DEFINE_TYPE_WITH_CODE (More, more, every_get_type (), G_IMPLEMENT_INTERFACE (titled_get_type (), NULL))

static void
more_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    g_value_set_boolean (value, ((More *) object)->selected);
  else
    G_OBJECT_CLASS (more_parent_class)->get_property (object, id, value, pspec);
}

static void
more_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    ((More *) object)->selected = g_value_get_boolean (value);
  else
    G_OBJECT_CLASS (more_parent_class)->set_property (object, id, value, pspec);
}

static void
more_class_init (MoreClass *klass)
{
  gpointer titled = g_type_default_interface_ref (titled_get_type ());
  const TroveField fields[] = {
    TROVE_FIELD (MoreData, more, g_param_spec_int ("more", NULL, NULL, 0, 9, 7, RW)),
    TROVE_FIELD (MoreData, title,
                 g_param_spec_override ("title", g_object_interface_find_property (titled, "title"))),
  };

  G_OBJECT_CLASS (klass)->get_property = more_get_property;
  G_OBJECT_CLASS (klass)->set_property = more_set_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_SELECTED,
                                   g_param_spec_boolean ("selected", NULL, NULL, FALSE, RW));
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (MoreData), fields,
                                     G_N_ELEMENTS (fields));
  g_type_default_interface_unref (titled);
}

static void
more_init (More *self)
{
}

/* A class without fields of its own, whose get_property function calls that of a parent without one */

typedef struct
{
  More parent_instance;
} None;

typedef struct
{
  MoreClass parent_class;
} NoneClass;

GType none_get_type (void);
G_DEFINE_TYPE (None, none, more_get_type ())

static void
none_class_init (NoneClass *klass)
{
}

static void
none_init (None *self)
{
}

/* Objects without a document */

/* The next warning is that the property was not set. */
static void
expect_unset (const char *type, const char *name)
{
  g_autofree char *text = g_strdup_printf (
      "The property “%s” of %s was not set: An object of type %s has no document", name, type, type);

  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING, text);
}

#define assert_value(object, name, Type, compare, expected)                                                  \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    Type value_;                                                                                             \
    g_object_get ((object), (name), &value_, NULL);                                                          \
    compare (value_, ==, (expected));                                                                        \
  }                                                                                                          \
  G_STMT_END

#define assert_string(object, name, expected)                                                                \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *value_ = NULL;                                                                          \
    g_object_get ((object), (name), &value_, NULL);                                                          \
    g_assert_cmpstr (value_, ==, (expected));                                                                \
  }                                                                                                          \
  G_STMT_END

static void
assert_null (gpointer object, const char *name)
{
  gpointer value = object;

  g_object_get (object, name, &value, NULL);
  g_assert_null (value);
}

static void
assert_pointers (gpointer object)
{
  static const char *const null[] = { "strv", "bytes", "date", "file", "icon", "fixed", "target", "child" };
  g_autoptr (GVariant) variant = NULL;
  g_autofree Point *point = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (null); i++)
    assert_null (object, null[i]);

  g_object_get (object, "variant", &variant, "point", &point, NULL);
  g_assert_cmpint (g_variant_get_int32 (variant), ==, 5);
  g_assert_nonnull (point); /* a struct that is stored inline is always there */
  g_assert_cmpint (point->x, ==, 0);
}

/* The fields of Every have their defaults. */
static void
assert_defaults (gpointer object)
{
  assert_value (object, "char", gint8, g_assert_cmpint, -1);
  assert_value (object, "uchar", guint8, g_assert_cmpint, 1);
  assert_value (object, "boolean", gboolean, g_assert_cmpint, TRUE);
  assert_value (object, "int", gint, g_assert_cmpint, -2);
  assert_value (object, "uint", guint, g_assert_cmpuint, 2);
  assert_value (object, "unichar", gunichar, g_assert_cmpuint, 'u');
  assert_value (object, "long", glong, g_assert_cmpint, -3);
  assert_value (object, "ulong", gulong, g_assert_cmpuint, 3);
  assert_value (object, "int64", gint64, g_assert_cmpint, -4);
  assert_value (object, "uint64", guint64, g_assert_cmpuint, 4);
  assert_value (object, "float", gfloat, g_assert_cmpfloat, .5F);
  assert_value (object, "double", gdouble, g_assert_cmpfloat, .25);
  assert_value (object, "enum", gint, g_assert_cmpint, G_FILE_TYPE_DIRECTORY);
  assert_value (object, "flags", guint, g_assert_cmpuint, G_FILE_COPY_BACKUP);
  assert_value (object, "gtype", GType, g_assert_cmpuint, G_TYPE_NONE);
  assert_string (object, "string", "default");
  assert_string (object, "interned", "interned");
  assert_pointers (object);
}

static void
test_type (void)
{
  g_assert_true (G_TYPE_IS_ABSTRACT (TROVE_TYPE_OBJECT));
  g_assert_cmpstr (g_type_name (TROVE_TYPE_OBJECT), ==, "TroveObject");
  g_assert_cmpuint (g_type_parent (TROVE_TYPE_OBJECT), ==, G_TYPE_OBJECT);
}

static void
test_defaults (void)
{
  g_autoptr (GObject) object = g_object_new (every_get_type (), NULL);

  g_assert_true (TROVE_IS_OBJECT (object));
  assert_defaults (object);
  assert_null (object, "children");
  assert_null (object, "targets");
}

static void
count (GObject *object, GParamSpec *pspec, gpointer n)
{
  ++*(guint *) n;
}

#define set_in_vain(object, name, value)                                                                     \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    expect_unset (G_OBJECT_TYPE_NAME (object), (name));                                                      \
    g_object_set ((object), (name), (value), NULL);                                                          \
    g_test_assert_expected_messages ();                                                                      \
  }                                                                                                          \
  G_STMT_END

static void
set_pointers_in_vain (gpointer object)
{
  const char *strv[] = { "a", "b", NULL };
  const Point point = { 1, 2 };
  g_autoptr (GBytes) bytes = g_bytes_new ("a", 1);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (0);
  g_autoptr (GFile) file = g_file_new_for_path ("a");
  g_autoptr (GIcon) icon = g_themed_icon_new ("a");
  g_autoptr (GObject) fixed = g_object_new (fixed_get_type (), NULL);
  g_autoptr (GObject) other = g_object_new (every_get_type (), NULL);

  set_in_vain (object, "string", "other");
  set_in_vain (object, "interned", "other");
  set_in_vain (object, "strv", strv);
  set_in_vain (object, "bytes", bytes);
  set_in_vain (object, "variant", g_variant_new_int32 (6));
  set_in_vain (object, "point", &point);
  set_in_vain (object, "date", date);
  set_in_vain (object, "file", file);
  set_in_vain (object, "icon", icon);
  set_in_vain (object, "fixed", fixed);
  set_in_vain (object, "target", other);
  set_in_vain (object, "child", other);
}

/* Setting a field warns, and neither changes nor notifies anything. */
static void
test_set (void)
{
  g_autoptr (GObject) object = g_object_new (every_get_type (), NULL);
  guint n = 0;

  g_signal_connect (object, "notify", G_CALLBACK (count), &n);
  set_in_vain (object, "char", 9);
  set_in_vain (object, "uchar", 9);
  set_in_vain (object, "boolean", FALSE);
  set_in_vain (object, "int", 9);
  set_in_vain (object, "uint", 9);
  set_in_vain (object, "unichar", 'x');
  set_in_vain (object, "long", 9L);
  set_in_vain (object, "ulong", 9UL);
  set_in_vain (object, "int64", G_GINT64_CONSTANT (9));
  set_in_vain (object, "uint64", G_GUINT64_CONSTANT (9));
  set_in_vain (object, "float", 1.);
  set_in_vain (object, "double", 1.);
  set_in_vain (object, "enum", G_FILE_TYPE_REGULAR);
  set_in_vain (object, "flags", G_FILE_COPY_OVERWRITE);
  set_in_vain (object, "gtype", G_TYPE_INT);
  set_pointers_in_vain (object);
  assert_defaults (object);
  g_assert_cmpuint (n, ==, 0);

  /* A list cannot be set. */
  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*'children'*is not writable");
  g_object_set (object, "children", NULL, NULL);
  g_test_assert_expected_messages ();
}

static void
test_new_with_fields (void)
{
  g_autoptr (GObject) object = NULL;

  expect_unset ("Every", "int");
  object = g_object_new (every_get_type (), "int", 9, NULL);
  g_test_assert_expected_messages ();
  assert_defaults (object);
}

/* Inheritance */

static void
test_inherited (void)
{
  g_autoptr (GObject) object = g_object_new (more_get_type (), NULL);
  GObjectClass *class = G_OBJECT_GET_CLASS (object);

  assert_defaults (object);
  assert_value (object, "more", gint, g_assert_cmpint, 7);
  set_in_vain (object, "more", 8);
  set_in_vain (object, "int", 8);
  assert_value (object, "more", gint, g_assert_cmpint, 7);
  assert_defaults (object);
  g_assert_cmpuint (g_object_class_find_property (class, "more")->owner_type, ==, more_get_type ());
  g_assert_cmpuint (g_object_class_find_property (class, "int")->owner_type, ==, every_get_type ());
}

/* A field that overrides a property comes with the pspec of the interface. */
static void
test_overridden (void)
{
  g_autoptr (GObject) object = g_object_new (more_get_type (), NULL);

  assert_string (object, "title", "untitled");
  set_in_vain (object, "title", "title");
  assert_string (object, "title", "untitled");
}

static void
test_no_field (void)
{
  g_autoptr (GObject) object = g_object_new (none_get_type (), "selected", TRUE, NULL);
  guint n = 0;

  g_signal_connect (object, "notify::selected", G_CALLBACK (count), &n);
  assert_value (object, "selected", gboolean, g_assert_cmpint, TRUE);
  g_object_set (object, "selected", FALSE, NULL);
  assert_value (object, "selected", gboolean, g_assert_cmpint, FALSE);
  g_assert_cmpuint (n, ==, 1);
  assert_defaults (object);
  assert_value (object, "more", gint, g_assert_cmpint, 7);
  assert_string (object, "title", "untitled");
}

/* The functions that a class without any inherits. */
static void
call_with_id (gpointer object, guint id)
{
  GObjectClass *class = g_type_class_peek (none_get_type ());
  GParamSpec *pspec = g_object_class_find_property (class, "int");
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, 3);
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "*invalid property id*\"int\"*of type 'GParamInt' in 'None'");
  class->get_property (object, id, &value, pspec);
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_value_get_int (&value), ==, 3);
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "*invalid property id*\"int\"*of type 'GParamInt' in 'None'");
  class->set_property (object, id, &value, pspec);
  g_test_assert_expected_messages ();
}

/* Ids of no field: one that is too small, and the first behind those of fields. */
static void
test_wrong_id (void)
{
  g_autoptr (GObject) object = g_object_new (none_get_type (), NULL);

  call_with_id (object, 0);
  call_with_id (object, PROP_SELECTED);
  call_with_id (object, 0x10000 - 1);
  call_with_id (object, 0x10000 + N_FIELDS + 2);
}

/* Objects of a document */

/* Sets a property twice, which notifies once. The value is got again. */
static void
set_once (gpointer object, const char *name, GValue value)
{
  g_autofree char *signal = g_strconcat ("notify::", name, NULL);
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_auto (GValue) found = G_VALUE_INIT;
  guint n = 0;
  gulong handler = g_signal_connect (object, signal, G_CALLBACK (count), &n);

  g_object_set_property (object, name, &value);
  g_object_set_property (object, name, &value);
  g_assert_cmpuint (n, ==, 1);
  g_object_get_property (object, name, &found);
  if (G_VALUE_HOLDS_BOXED (&value) || G_VALUE_HOLDS_VARIANT (&value))
    g_assert_true (g_value_peek_pointer (&found) != NULL);
  else
    g_assert_cmpint (g_param_values_cmp (pspec, &value, &found), ==, 0);
  g_signal_handler_disconnect (object, handler);
  g_value_unset (&value);
}

#define set_number(object, name, TYPE, type, number)                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GValue value_ = G_VALUE_INIT;                                                                            \
    g_value_init (&value_, (TYPE));                                                                          \
    g_value_set_##type (&value_, (number));                                                                  \
    set_once ((object), (name), value_);                                                                     \
  }                                                                                                          \
  G_STMT_END

static void
set_numbers (gpointer object)
{
  set_number (object, "char", G_TYPE_CHAR, schar, 9);
  set_number (object, "uchar", G_TYPE_UCHAR, uchar, 9);
  set_number (object, "boolean", G_TYPE_BOOLEAN, boolean, FALSE);
  set_number (object, "int", G_TYPE_INT, int, 9);
  set_number (object, "uint", G_TYPE_UINT, uint, 9);
  set_number (object, "unichar", G_TYPE_UINT, uint, 'x');
  set_number (object, "long", G_TYPE_LONG, long, 9);
  set_number (object, "ulong", G_TYPE_ULONG, ulong, 9);
  set_number (object, "int64", G_TYPE_INT64, int64, 9);
  set_number (object, "uint64", G_TYPE_UINT64, uint64, 9);
  set_number (object, "float", G_TYPE_FLOAT, float, 1);
  set_number (object, "double", G_TYPE_DOUBLE, double, 1);
  set_number (object, "enum", G_TYPE_FILE_TYPE, enum, G_FILE_TYPE_REGULAR);
  set_number (object, "flags", G_TYPE_FILE_COPY_FLAGS, flags, G_FILE_COPY_OVERWRITE);
  set_number (object, "gtype", G_TYPE_GTYPE, gtype, G_TYPE_INT);
}

static void
set_pointers (gpointer object, gpointer other)
{
  const char *strv[] = { "a", "b", NULL };
  const Point point = { 1, 2 };
  g_autoptr (GBytes) bytes = g_bytes_new ("a", 1);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (0);
  g_autoptr (GFile) file = g_file_new_for_path ("a");
  g_autoptr (GIcon) icon = g_themed_icon_new ("a");
  g_autoptr (GObject) fixed = g_object_new (fixed_get_type (), NULL);

  set_once (object, "string", string_value ("other"));
  set_once (object, "interned", string_value ("other"));
  set_once (object, "strv", boxed_value (G_TYPE_STRV, strv));
  set_once (object, "bytes", boxed_value (G_TYPE_BYTES, bytes));
  set_number (object, "variant", G_TYPE_VARIANT, variant, g_variant_new_int32 (6));
  set_once (object, "point", boxed_value (point_get_type (), &point));
  set_once (object, "date", boxed_value (G_TYPE_DATE_TIME, date));
  set_once (object, "file", object_value (file));
  set_once (object, "icon", object_value (icon));
  set_once (object, "fixed", object_value (fixed));
  set_once (object, "target", object_value (object));
  set_once (object, "child", object_value (other));
}

/* The fields that set_pointers () has set. */
static void
assert_set_pointers (gpointer object)
{
  g_auto (GStrv) strv = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autofree Point *point = NULL;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GObject) target = NULL;

  g_object_get (object, "strv", &strv, "bytes", &bytes, "variant", &variant, "point", &point, "date", &date,
                "target", &target, NULL);
  g_assert_cmpuint (g_strv_length (strv), ==, 2);
  g_assert_cmpstr (strv[1], ==, "b");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "a", 1);
  g_assert_cmpint (g_variant_get_int32 (variant), ==, 6);
  g_assert_cmpint (point->y, ==, 2);
  g_assert_cmpint (g_date_time_to_unix (date), ==, 0);
  g_assert_true (target == object);
  assert_string (object, "string", "other");
  assert_string (object, "interned", "other");
}

/* A property of each type is set, notified once, taken back by undo, and read from a version. */
static void
test_live (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (more_get_type (), NULL, 0);
  TroveObject *root = trove_document_get_root (document);
  g_autoptr (GObject) other = g_object_new (every_get_type (), "document", document, NULL);
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveObject) frozen = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  assert_string (root, "title", "untitled");
  set_numbers (root);
  set_pointers (root, other);
  assert_set_pointers (root);
  set_once (root, "more", int_value (3));
  g_object_set (root, "title", "titled", NULL);
  g_assert_true (trove_document_commit (document, NULL, &error));
  version = trove_document_dup_current (document);

  g_signal_connect (root, "notify", G_CALLBACK (count), &n);
  g_assert_true (trove_document_undo (document, &error));
  g_assert_cmpuint (n, ==, N_FIELDS - N_LISTS + 2);
  assert_defaults (root);
  assert_string (root, "title", "untitled");
  assert_value (root, "more", gint, g_assert_cmpint, 7);

  frozen = trove_version_dup_root (version);
  assert_value (frozen, "more", gint, g_assert_cmpint, 3);
  assert_string (frozen, "title", "titled");
  assert_value (frozen, "double", double, g_assert_cmpfloat, 1);
  assert_set_pointers (frozen);
  g_assert_cmpuint (n, ==, N_FIELDS - N_LISTS + 2);
}

/* GObject notifies a property of an interface whenever g_object_set() is called, unless the interface says otherwise. */
static void
test_live_overridden (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (more_get_type (), NULL, 0);
  TroveObject *root = trove_document_get_root (document);
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = string_value ("titled");
  guint n = 0;

  g_signal_connect (root, "notify::title", G_CALLBACK (count), &n);
  for (guint i = 1; i < 3; i++)
    {
      g_object_set (root, "title", "titled", NULL);
      g_assert_cmpuint (n, ==, i);
    }
  g_assert_true (trove_object_set_field (root, "title", &value, &error));
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/object/type", test_type);
  g_test_add_func ("/object/defaults", test_defaults);
  g_test_add_func ("/object/set", test_set);
  g_test_add_func ("/object/new-with-fields", test_new_with_fields);
  g_test_add_func ("/object/inherited", test_inherited);
  g_test_add_func ("/object/overridden", test_overridden);
  g_test_add_func ("/object/no-field", test_no_field);
  g_test_add_func ("/object/wrong-id", test_wrong_id);
  g_test_add_func ("/object/live", test_live);
  g_test_add_func ("/object/live/overridden", test_live_overridden);

  return g_test_run ();
}
