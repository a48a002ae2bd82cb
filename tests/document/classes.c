/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "classes.h"

#include <stdatomic.h>
#include <string.h>

#include "class-types.h"

/* Inline types */

/* To a variant of the bytes of a struct, and back. */
#define BYTES(name, ctype)                                                                                   \
  static void name##_to_variant (const GValue *from, GValue *to)                                             \
  {                                                                                                          \
    gconstpointer bytes = g_value_get_boxed (from);                                                          \
                                                                                                             \
    g_value_set_variant (to, bytes == NULL ?                                                                 \
                                 NULL :                                                                      \
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, sizeof (ctype), 1)); \
  }                                                                                                          \
                                                                                                             \
  static void name##_of_variant (const GValue *from, GValue *to)                                             \
  {                                                                                                          \
    gsize n;                                                                                                 \
    gconstpointer bytes = g_variant_get_fixed_array (g_value_get_variant (from), &n, 1);                     \
                                                                                                             \
    g_assert_cmpuint (n, ==, sizeof (ctype));                                                                \
    g_value_set_boxed (to, bytes);                                                                           \
  }                                                                                                          \
                                                                                                             \
  static void name##_register (GType type)                                                                   \
  {                                                                                                          \
    g_value_register_transform_func (type, G_TYPE_VARIANT, name##_to_variant);                               \
    g_value_register_transform_func (G_TYPE_VARIANT, type, name##_of_variant);                               \
  }

typedef struct
{
  guint8 bytes[4096];
} Bulk;

/* Its copies are counted, may fail, and have the same bytes. */
typedef struct
{
  guint64 number;
} Tally;

BYTES (bulk, Bulk)
BYTES (tally, Tally)
BYTES (point, KitPoint)
BYTES (odd, KitOdd)

guint64 class_fail_copy_after = G_MAXUINT64;
static atomic_int n_tallies;

static gboolean
copy_tally (gpointer dest, gconstpointer src, gpointer data)
{
  if (class_fail_copy_after != G_MAXUINT64 && class_fail_copy_after-- == 0)
    return FALSE;

  atomic_fetch_add_explicit (&n_tallies, 1, memory_order_relaxed);
  *(Tally *) dest = *(const Tally *) src;
  return TRUE;
}

static void
clear_tally (gpointer tally, gpointer data)
{
  atomic_fetch_sub_explicit (&n_tallies, 1, memory_order_relaxed);
}

void
class_check_no_copies (void)
{
  g_assert_cmpint (atomic_load_explicit (&n_tallies, memory_order_relaxed), ==, 0);
  g_assert_cmpuint (kit_n_boxes, ==, 0);
}

static gpointer
dup_tally (gpointer tally)
{
  return g_memdup2 (tally, sizeof (Tally));
}

static gpointer
dup_bulk (gpointer bulk)
{
  return g_memdup2 (bulk, sizeof (Bulk));
}

static GType
tally_get_type (void)
{
  static const TroveElementInfo info = TROVE_ELEMENT (Tally, .copy = copy_tally, .clear = clear_tally);
  static GType type;

  if (type == 0)
    {
      type = g_boxed_type_register_static ("DocumentTally", dup_tally, g_free);
      trove_layout_register (type, &info);
      tally_register (type);
    }
  return type;
}

static GType
bulk_get_type (void)
{
  static const TroveElementInfo info = TROVE_ELEMENT (Bulk);
  static GType type;

  if (type == 0)
    {
      type = g_boxed_type_register_static ("DocumentBulk", dup_bulk, g_free);
      trove_layout_register (type, &info);
      bulk_register (type);
    }
  return type;
}

/* Structs */

typedef struct
{
  double x;
  guint8 kind;
  const char *label;
  const char *name; /* interned */
  TroveKey target, other;
  TroveKey cover, spare;
} NodeData;

typedef struct
{
  NodeData node;
  guint16 unused; /* of no field */
  Tally tally;
  TroveKey chief;
  TroveKey deputy;
} GroupData;

#define MEMBER(name, ctype, kind, type) ctype kit_##name;
typedef struct
{
  guint8 first; /* a hole follows */
  KIT_MEMBERS (MEMBER)
  Tally tally;
} FullData;
#undef MEMBER

/* Making classes */

#define AT(Struct, member) G_STRUCT_OFFSET (Struct, member), sizeof (((Struct *) NULL)->member)

static TroveField
new_list (const char *name, GType type, GParamFlags flags)
{
  return (TroveField){ trove_param_spec_list (name, NULL, NULL, type, G_PARAM_READABLE | flags), -1, 0 };
}

static GParamSpec *
new_key (const char *name, GType type, GParamFlags flags)
{
  return g_param_spec_object (name, NULL, NULL, type, G_PARAM_READWRITE | flags);
}

/* The fields of a type, set after the type is registered: they may name it. */
typedef struct
{
  gsize data_size;
  TroveField *specs;
  guint n;
} Fields;

static GQuark
fields_quark (void)
{
  return g_quark_from_static_string ("document-fields");
}

static void
init_class (gpointer klass, gpointer data)
{
  const Fields *fields = data;

  if (fields->n > 0)
    trove_object_class_install_fields (klass, fields->data_size, fields->specs, fields->n);
}

static GType
new_type (GType parent)
{
  static guint n;
  g_autofree char *name = g_strdup_printf ("DocumentType%u", ++n);
  Fields *fields = g_new0 (Fields, 1); /* as long as the type */
  GTypeQuery query;
  GTypeInfo info = { .class_init = init_class, .class_data = fields };
  GType type;

  g_type_query (parent, &query);
  info.class_size = (guint16) query.class_size;
  info.instance_size = (guint16) query.instance_size;
  type = g_type_register_static (parent, name, &info, 0);
  g_type_set_qdata (type, fields_quark (), fields);
  return type;
}

static const TroveClass *
ensure_class (GType type)
{
  g_autoptr (GError) error = NULL;
  const TroveClass *klass = trove_class_ensure (type, &error);

  g_assert_no_error (error);
  return klass;
}

static const TroveClass *
new_class (GType type, gsize data_size, const TroveField *specs, guint n)
{
  Fields *fields = g_type_get_qdata (type, fields_quark ());

  *fields = (Fields){ data_size, g_memdup2 (specs, n * sizeof *specs), n };
  return ensure_class (type);
}

static const TroveClass *
new_node_class (void)
{
  GType root = class_root_type (), type = new_type (root);
  const TroveField specs[] = {
    { g_param_spec_double ("x", NULL, NULL, -1, 1, .5, G_PARAM_READWRITE), AT (NodeData, x) },
    { g_param_spec_uchar ("kind", NULL, NULL, 0, 255, 7, G_PARAM_READWRITE), AT (NodeData, kind) },
    { g_param_spec_string ("label", NULL, NULL, "default", G_PARAM_READWRITE), AT (NodeData, label) },
    { g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE | TROVE_PARAM_INTERNED),
      AT (NodeData, name) },
    { new_key ("target", type, 0), AT (NodeData, target) },
    { new_key ("other", root, 0), AT (NodeData, other) },
    { new_key ("cover", root, TROVE_PARAM_OWNED), AT (NodeData, cover) },
    { new_key ("spare", type, TROVE_PARAM_OWNED), AT (NodeData, spare) },
    new_list ("children", root, TROVE_PARAM_OWNED),
    new_list ("links", root, 0),
    new_list ("parts", type, TROVE_PARAM_OWNED),
  };

  return new_class (type, sizeof (NodeData), specs, G_N_ELEMENTS (specs));
}

static const TroveClass *
new_group_class (const TroveClass *node)
{
  GType type = new_type (node->type);
  const TroveField specs[] = {
    { g_param_spec_boxed ("tally", NULL, NULL, tally_get_type (), G_PARAM_READWRITE), AT (GroupData, tally) },
    { new_key ("chief", type, TROVE_PARAM_OWNED), AT (GroupData, chief) },
    { new_key ("deputy", type, 0), AT (GroupData, deputy) },
    new_list ("members", type, TROVE_PARAM_OWNED),
    new_list ("peers", node->type, 0),
  };

  return new_class (type, sizeof (GroupData), specs, G_N_ELEMENTS (specs));
}

static void
replace_spec (TroveField *spec, TroveField other)
{
  g_param_spec_unref (g_param_spec_ref_sink (spec->pspec));
  *spec = other;
}

static const TroveClass *
new_full_class (void)
{
#define SPEC(name, ctype, kind, type) { NULL, AT (FullData, kit_##name) },
  TroveField specs[KIT_N_TYPES + 3] = { KIT_MEMBERS (SPEC) };
#undef SPEC
  GType root = class_root_type ();

  point_register (kit_point_get_type ());
  odd_register (kit_odd_get_type ());
  for (guint i = 0; i < KIT_N_TYPES; i++)
    specs[i].pspec = kit_new_pspec (i, "kit");
  /* The copies of the kit's counted struct differ in their bytes. A tally stands in its place. The kit's objects are no TroveObject. */
  replace_spec (&specs[KIT_counted],
                (TroveField){ g_param_spec_boxed ("tally", NULL, NULL, tally_get_type (), G_PARAM_READWRITE),
                              AT (FullData, tally) });
  replace_spec (&specs[KIT_target],
                (TroveField){ new_key ("kit-target", root, 0), AT (FullData, kit_target) });
  replace_spec (&specs[KIT_child],
                (TroveField){ new_key ("kit-child", root, TROVE_PARAM_OWNED), AT (FullData, kit_child) });
  specs[KIT_N_TYPES] = new_list ("children", root, TROVE_PARAM_OWNED);
  specs[KIT_N_TYPES + 1] = new_list ("links", root, 0);
  specs[KIT_N_TYPES + 2] = (TroveField){
    g_param_spec_uchar ("first", NULL, NULL, 0, 255, 0, G_PARAM_READWRITE),
    AT (FullData, first),
  };
  return new_class (new_type (root), sizeof (FullData), specs, G_N_ELEMENTS (specs));
}

static const TroveClass *
new_small_class (GType parent, GParamSpec *pspec)
{
  const TroveField spec = { pspec, -1, 0 };

  return new_class (new_type (parent), 0, &spec, 1);
}

static const TroveClass *
new_many_class (guint i)
{
  g_autofree char *name = g_strdup_printf ("number-%u", i);

  return new_small_class (i % 4 == 0 ? class_root_type () : class_get (CLASS_MANY + i - 1)->type,
                          g_param_spec_int (name, NULL, NULL, -9, 999, (int) i, G_PARAM_READWRITE));
}

static const TroveClass *
make_class (guint number)
{
  GType root = class_root_type ();

  switch (number)
    {
    case CLASS_NODE:
      return new_node_class ();
    case CLASS_GROUP:
      return new_group_class (class_get (CLASS_NODE));
    case CLASS_TINY:
      return new_small_class (root, g_param_spec_uchar ("byte", NULL, NULL, 0, 255, 0, G_PARAM_READWRITE));
    case CLASS_DOT:
      return ensure_class (new_type (class_get (CLASS_TINY)->type));
    case CLASS_CRATE:
      return new_small_class (root,
                              g_param_spec_boxed ("bulk", NULL, NULL, bulk_get_type (), G_PARAM_READWRITE));
    case CLASS_FULL:
      return new_full_class ();
    default:
      return new_many_class (number - CLASS_MANY);
    }
}

const TroveClass *
class_get (guint number)
{
  static const TroveClass *classes[N_CLASSES];

  g_assert (number < N_CLASSES);
  if (classes[number] == NULL)
    classes[number] = make_class (number);
  return classes[number];
}

GType
class_root_type (void)
{
  return TROVE_TYPE_OBJECT;
}

GType
class_abstract_type (void)
{
  static GType type;
  GTypeQuery query;

  if (type == 0)
    {
      g_type_query (class_get (CLASS_NODE)->type, &query);
      type =
          g_type_register_static_simple (class_get (CLASS_NODE)->type, "DocumentAbstract", query.class_size,
                                         NULL, query.instance_size, NULL, G_TYPE_FLAG_ABSTRACT);
    }
  return type;
}

GType
class_none_type (void)
{
  static GType type;

  if (type == 0)
    type = new_type (G_TYPE_OBJECT);
  return type;
}

/* Values */

/* 0: NULL. The lengths are around that of the longest string that lies in its record. */
static const char *
text_of (guint64 number)
{
  static const guint lengths[] = { 4, 14, 15, 16, 17, 40 };
  g_autofree char *text = NULL;

  if (number == 0)
    return NULL;
  if (number == 1)
    return "";
  if (number == VALUE_DEFAULT)
    return "default";
  text = g_strdup_printf ("%0*u", (int) lengths[number % G_N_ELEMENTS (lengths)], (guint) number);
  return g_intern_string (text);
}

static KitBox *
box_of (guint64 number)
{
  static KitBox boxes[VALUE_MOST + 1];
  guint8 width = number & 0xff;

  if (width == 0)
    return NULL;
  boxes[width].width = width;
  return &boxes[width];
}

/* The kit's value, made once; 0 is not asked for. */
static const GValue *
kit_value_of (guint i, guint64 number)
{
  static GValue values[KIT_N_TYPES][VALUE_MOST + 1];

  g_assert_cmpuint (number, <=, VALUE_MOST);
  if (!G_IS_VALUE (&values[i][number]))
    kit_init_value (i, &values[i][number], (guint) number - 1);
  return &values[i][number];
}

/* Which of the kit's types a field has. */
static guint
kit_index (const TroveClassField *field)
{
  guint i = 0;

  while (kit_get_type (i)->type != field->type)
    i++;
  return i;
}

static gconstpointer
pointer_of (const TroveClassField *field, guint64 number)
{
  static GVariant *first;

  if (number == 0)
    return NULL;
  if (field->kind == TROVE_KIND_STRING)
    return text_of (number);
  if (field->type == kit_box_get_type ())
    return box_of (number);
  if (number == VALUE_DEFAULT)
    {
      g_assert_true (field->kind == TROVE_KIND_VARIANT);
      if (first == NULL)
        first = g_variant_ref_sink (g_variant_new_int32 (1));
      return first;
    }
  return g_value_peek_pointer (kit_value_of (kit_index (field), number));
}

/* The bytes of an inline struct, of the size of the field. */
static void
write_inline (const TroveClassField *field, gpointer at, guint64 number)
{
  if (number == 0)
    memset (at, 0, field->size);
  else if (field->type == tally_get_type ())
    *(Tally *) at = (Tally){ number };
  else if (field->type == bulk_get_type ())
    memset (at, (int) number, field->size);
  else
    memcpy (at, g_value_get_boxed (kit_value_of (kit_index (field), number)), field->size);
}

void
class_write (const TroveClassField *field, gpointer data, guint64 value)
{
  gpointer at = trove_class_field_at (field, data);
  gconstpointer pointer;

  if (field->kind == TROVE_KIND_SCALAR || trove_class_field_is_key (field))
    {
      const guint8 *bytes = (const guint8 *) &value;

      if (G_BYTE_ORDER == G_BIG_ENDIAN)
        bytes += sizeof value - field->size;
      memcpy (at, bytes, field->size);
    }
  else if (field->kind == TROVE_KIND_INLINE)
    write_inline (field, at, value);
  else
    {
      pointer = pointer_of (field, value);
      memcpy (at, &pointer, sizeof pointer);
    }
}

gpointer
class_new_data (const TroveClass *klass, const guint64 *values)
{
  gpointer data = g_malloc (klass->data_size);

  memset (data, 0xa5, klass->data_size);
  for (guint i = 0; i < klass->n_fields; i++)
    if (!trove_class_field_is_list (&klass->fields[i]))
      class_write (&klass->fields[i], data, values[i]);
  return data;
}

static guint64
bits_of (const TroveClassField *field, gconstpointer at)
{
  guint64 value = 0;
  guint8 *bytes = (guint8 *) &value;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    bytes += sizeof value - field->size;
  memcpy (bytes, at, field->size);
  return value;
}

/* The bits of a number or a floating point number. */
static guint64
default_bits (const TroveClassField *field)
{
  const GValue *value = g_param_spec_get_default_value (field->pspec);
  g_auto (GValue) whole = G_VALUE_INIT;
  float narrow;
  double wide;

  if (field->type == G_TYPE_DOUBLE)
    {
      wide = g_value_get_double (value);
      return bits_of (field, &wide);
    }
  if (field->type == G_TYPE_FLOAT)
    {
      narrow = g_value_get_float (value);
      return bits_of (field, &narrow);
    }
  if (field->type == G_TYPE_GTYPE)
    return g_value_get_gtype (value);

  g_value_init (&whole, G_TYPE_INT64);
  g_assert_true (g_value_transform (value, &whole));
  return (guint64) g_value_get_int64 (&whole) &
         (field->size == 8 ? G_MAXUINT64 : ((guint64) 1 << field->size * 8) - 1);
}

void
class_get_defaults (const TroveClass *klass, guint64 *values)
{
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];

      values[i] = 0;
      if (field->kind == TROVE_KIND_SCALAR)
        values[i] = default_bits (field);
      else if (field->kind == TROVE_KIND_VARIANT || (field->kind == TROVE_KIND_STRING && !field->interned))
        values[i] = VALUE_DEFAULT;
    }
}

gboolean
class_allows_value (const TroveClassField *field, guint64 value)
{
  g_autofree gpointer data = NULL;

  if (field->kind != TROVE_KIND_SCALAR && field->kind != TROVE_KIND_VARIANT)
    return TRUE;
  data = g_malloc0 (field->offset + field->size);
  class_write (field, data, value);
  return trove_class_value_check (field, data, NULL);
}

static guint64
choose_any_value (const TroveClassField *field, guint8 choice)
{
  static const double numbers[] = { 0., -0., .5, G_MAXDOUBLE, -1e-310 };
  static const GType types[] = { G_TYPE_NONE, G_TYPE_INT, G_TYPE_OBJECT };
  double wide = choice < G_N_ELEMENTS (numbers) ? numbers[choice] : choice / 7.;
  float narrow = (float) choice / 7.F;
  guint64 value;

  if (field->kind != TROVE_KIND_SCALAR)
    return choice % (VALUE_MOST + 1);
  if (field->type == G_TYPE_DOUBLE)
    {
      memcpy (&value, &wide, sizeof value);
      return choice < 250 ? value :
                            G_GUINT64_CONSTANT (0x7ff8000000000000) + choice; /* NaN of several bits */
    }
  if (field->type == G_TYPE_FLOAT)
    return bits_of (field, &narrow);
  if (field->type == G_TYPE_BOOLEAN)
    return choice % 2;
  if (field->type == G_TYPE_GTYPE)
    return types[choice % G_N_ELEMENTS (types)];
  return field->size == 1 ? choice : choice * (guint64) 257;
}

/* A value that all param specs of the type allow. */
static guint64
choose_modest_value (const TroveClassField *field, guint8 choice)
{
  static const int enums[] = { KIT_LOW, KIT_ZERO, KIT_HIGH };
  const double wide = choice / 256.;
  const float narrow = (float) wide;

  if (field->kind != TROVE_KIND_SCALAR)
    return VALUE_DEFAULT;
  if (field->type == G_TYPE_DOUBLE)
    return bits_of (field, &wide);
  if (field->type == G_TYPE_FLOAT)
    return bits_of (field, &narrow);
  if (G_TYPE_IS_ENUM (field->type))
    return bits_of (field, &enums[choice % G_N_ELEMENTS (enums)]);
  return choice % (G_TYPE_IS_FLAGS (field->type) ? 4 : 100);
}

guint64
class_choose_value (const TroveClassField *field, guint8 choice)
{
  guint64 value = choose_any_value (field, choice);

  return choice % 16 == 1 || class_allows_value (field, value) ? value : choose_modest_value (field, choice);
}

/* Checking */

static gboolean
pointers_equal (const TroveClassField *field, gconstpointer a, gconstpointer b)
{
  switch (field->kind)
    {
    case TROVE_KIND_STRING:
      return g_str_equal (a, b) && (!field->interned || a == g_intern_string (b));
    case TROVE_KIND_STRV:
      return g_strv_equal (a, b);
    case TROVE_KIND_BYTES:
      return g_bytes_equal (a, b);
    case TROVE_KIND_VARIANT:
      return g_variant_equal (a, b);
    case TROVE_KIND_BOXED:
      if (field->type == kit_box_get_type ())
        return a != b && ((const KitBox *) a)->width == ((const KitBox *) b)->width; /* a copy */
      if (field->type == G_TYPE_DATE_TIME)
        return g_date_time_equal (a, b); /* one that was loaded is another one */
      return a == b;
    default:
      return field->equal (a, b);
    }
}

void
class_check_value (const TroveClassField *field, gconstpointer data, guint64 value)
{
  gconstpointer at = trove_class_field_at (field, data), pointer, expected;
  g_autofree gpointer bytes = NULL;

  if (field->kind == TROVE_KIND_SCALAR || trove_class_field_is_key (field))
    {
      g_assert_cmphex (bits_of (field, at), ==, value);
      return;
    }
  if (field->kind == TROVE_KIND_INLINE)
    {
      bytes = g_malloc (field->size);
      write_inline (field, bytes, value);
      g_assert_cmpmem (at, field->size, bytes, field->size);
      return;
    }

  memcpy (&pointer, at, sizeof pointer);
  expected = pointer_of (field, value);
  if (expected == NULL)
    g_assert_null (pointer);
  else
    {
      g_assert_nonnull (pointer);
      g_assert_true (pointers_equal (field, pointer, expected));
    }
}
