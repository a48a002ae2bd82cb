/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveVersion: one property of all objects of a type. */

#include "trove-version-private.h"

#include "state/class.h"

typedef struct Column Column;

struct Column
{
  GType type;             /* of the objects */
  const TroveClass *last; /* the class of the last object, and whether it is of the type */
  gboolean last_is;
  const TroveClassField *field; /* NULL: the column has keys */
  const char *items;            /* the type of the items, as a variant's */
  GByteArray *bytes;            /* of items of fixed size */
  GPtrArray *strings;           /* borrowed from the version */
  void (*add) (Column *column, const TroveRecord *record);
};

#define ADDER(name, ctype, expression)                                                                       \
  static void add_##name (Column *self, const TroveRecord *record)                                           \
  {                                                                                                          \
    const ctype item = (expression);                                                                         \
                                                                                                             \
    g_byte_array_append (self->bytes, (gconstpointer) &item, sizeof item);                                   \
  }

#define VALUE(ctype) (*(const ctype *) trove_class_field_at (self->field, trove_record_data (record)))

ADDER (key, guint64, record->key)
ADDER (owner, guint64, record->owner)
ADDER (boolean, guint8, VALUE (gboolean) ? 1 : 0)
ADDER (float, double, VALUE (float))
ADDER (1, guint8, VALUE (guint8))
ADDER (4, guint32, VALUE (guint32))
ADDER (8, guint64, VALUE (guint64))

typedef const char *String;

static void
add_string (Column *self, const TroveRecord *record)
{
  String string = VALUE (String);

  g_ptr_array_add (self->strings, (gpointer) (string != NULL ? string : ""));
}

typedef struct
{
  GType fundamental;
  const char *items;
  void (*add) (Column *column, const TroveRecord *record);
} Adder;

static const Adder adders[] = {
  { G_TYPE_CHAR, "y", add_1 },      { G_TYPE_UCHAR, "y", add_1 },  { G_TYPE_BOOLEAN, "b", add_boolean },
  { G_TYPE_INT, "i", add_4 },       { G_TYPE_UINT, "u", add_4 },   { G_TYPE_INT64, "x", add_8 },
  { G_TYPE_UINT64, "t", add_8 },    { G_TYPE_ENUM, "i", add_4 },   { G_TYPE_FLAGS, "u", add_4 },
  { G_TYPE_FLOAT, "d", add_float }, { G_TYPE_DOUBLE, "d", add_8 }, { G_TYPE_STRING, "s", add_string },
};

/* A long has another size on each machine. */
static GType
fundamental_of (const TroveClassField *field)
{
  GType fundamental = G_TYPE_FUNDAMENTAL (field->type);

  if (trove_class_field_is_key (field))
    return G_TYPE_UINT64;
  if (fundamental == G_TYPE_LONG)
    return field->size == 8 ? G_TYPE_INT64 : G_TYPE_INT;
  if (fundamental == G_TYPE_ULONG)
    return field->size == 8 ? G_TYPE_UINT64 : G_TYPE_UINT;
  return fundamental;
}

static gboolean
choose_adder (Column *self, const TroveClassField *field)
{
  GType fundamental = fundamental_of (field);

  for (guint i = 0; i < G_N_ELEMENTS (adders); i++)
    if (adders[i].fundamental == fundamental)
      {
        self->field = field;
        self->items = adders[i].items;
        self->add = adders[i].add;
        return TRUE;
      }
  return FALSE;
}

/* FALSE with TYPE_MISMATCH. */
static gboolean
column_init (Column *self, GType type, const char *property, GError **error)
{
  const TroveClassField *field = trove_class_find_name (trove_class_ensure (type, NULL), property);
  gboolean is_key = g_str_equal (property, "key");

  *self = (Column){ .type = type, .items = "t", .add = is_key ? add_key : add_owner };
  if (!is_key && !g_str_equal (property, "owner") && field == NULL)
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "%s has no property \342\200\234%s\342\200\235", g_type_name (type), property);
      return FALSE;
    }
  if (field != NULL && !choose_adder (self, field))
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "The property \342\200\234%s\342\200\235 of %s is no column: its values of type %s are "
                   "neither numbers, "
                   "strings nor objects",
                   property, g_type_name (type), g_type_name (field->type));
      return FALSE;
    }
  self->bytes = g_byte_array_new ();
  self->strings = g_ptr_array_new ();
  return TRUE;
}

static gboolean
add_object (guint64 key, guintptr value, gpointer data)
{
  Column *self = data;
  const TroveRecord *record = (const TroveRecord *) value;

  if (record->klass != self->last)
    {
      self->last = record->klass;
      self->last_is = g_type_is_a (record->klass->type, self->type);
    }
  if (self->last_is)
    self->add (self, record);
  return TRUE;
}

static GVariant *
column_finish (Column *self)
{
  g_autoptr (GVariantType) items = g_variant_type_new (self->items);
  g_autoptr (GVariantType) array = g_variant_type_new_array (items);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (self->bytes);
  GVariant *variant;

  if (self->add == add_string)
    variant = g_variant_new_strv ((const char *const *) self->strings->pdata, self->strings->len);
  else
    variant = g_variant_new_from_bytes (array, bytes, TRUE);
  g_ptr_array_unref (self->strings);
  return g_variant_ref_sink (variant);
}

/**
 * trove_version_dup_column:
 * @self: a version
 * @type: a type of objects
 * @property: the name of a property whose value is in the document, or `key` or `owner`
 * @error: return location for an error
 *
 * Reads one property of all objects of a type, and of the types that are derived from it, in the order of their keys. This is
 * how a script reads many objects: no handle is made.
 *
 * The items of the array have the type of the property: `b` for booleans, `y` for characters, `i`, `u`, `x` and `t` for
 * integers, enums and flags of 32 and 64 bits, `d` for numbers with a fraction, and `s` for strings, where %NULL is an empty
 * string. An object is its key, a `t`, and 0 if there is none. Columns of one type have the same order.
 *
 * Any thread may call the function.
 *
 * Cost: a visit of all objects of the version.
 *
 * Returns: (transfer full): an array, or %NULL with %TROVE_ERROR_TYPE_MISMATCH if the type has no such property, or one of
 *   other values, or with an error as of [method@Trove.Version.read]
 *
 * Since: 1.0
 */
GVariant *
trove_version_dup_column (TroveVersion *self, GType type, const char *property, GError **error)
{
  Column column;

  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (g_type_is_a (type, TROVE_TYPE_OBJECT), NULL);
  g_return_val_if_fail (property != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_step_read (self->step, error) || !column_init (&column, type, property, error))
    return NULL;
  trove_key_map_foreach (self->step->state.objects, add_object, &column);
  return column_finish (&column);
}
