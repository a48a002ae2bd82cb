/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-field.h"

#include <gio/gio.h>
#include <string.h>

#include "trove-glib/trove-error.h"
#include "trove-glib/trove-param-spec.h"

#include "core/copying.h"

#include "shared-boxed.h"

/* Immutable types */

typedef struct
{
  GEqualFunc equal; /* nullable */
} Immutable;

static GMutex immutable_lock; /* over the registrations; a leaf */

static GQuark
immutable_quark (void)
{
  return g_quark_from_static_string ("trove-immutable");
}

void
trove_class_add_immutable (GType type, GEqualFunc equal)
{
  Immutable *made = g_new (Immutable, 1);

  made->equal = equal;
  g_mutex_lock (&immutable_lock);
  if (g_type_get_qdata (type, immutable_quark ()) == NULL)
    g_type_set_qdata (type, immutable_quark (), g_steal_pointer (&made));
  g_mutex_unlock (&immutable_lock);
  g_free (made);
}

static void
add_known_immutables (void)
{
  static gsize added;

  if (g_once_init_enter (&added))
    {
      trove_class_add_immutable (G_TYPE_FILE, (GEqualFunc) g_file_equal);
      trove_class_add_immutable (G_TYPE_ICON, (GEqualFunc) g_icon_equal);
      g_once_init_leave (&added, 1);
    }
}

static const Immutable *
find_among (const GType *types, guint n)
{
  const Immutable *found = NULL;

  for (guint i = 0; i < n && found == NULL; i++)
    found = g_type_get_qdata (types[i], immutable_quark ());
  return found;
}

/* Of the type, a type above it, or an interface that all its objects have. NULL: objects of the type may change. */
static const Immutable *
find_immutable (GType type)
{
  gboolean is_interface = G_TYPE_IS_INTERFACE (type);
  const Immutable *found = NULL;
  g_autofree GType *interfaces = NULL;
  guint n = 0;

  add_known_immutables ();
  for (GType above = type; above != 0 && found == NULL; above = g_type_parent (above))
    found = find_among (&above, 1);
  if (found == NULL)
    {
      interfaces = is_interface ? g_type_interface_prerequisites (type, &n) : g_type_interfaces (type, &n);
      found = find_among (interfaces, n);
    }
  return found;
}

/* Kinds */

GQuark
trove_class_field_type_name_quark (void)
{
  return g_quark_from_static_string ("trove-type-name");
}

GQuark
trove_class_field_together_quark (void)
{
  return g_quark_from_static_string ("trove-together");
}

/* Objects are kept as themselves or by their key. */
static char *
set_object (TroveClassField *field, GType root)
{
  gboolean owned = (field->pspec->flags & TROVE_PARAM_OWNED) != 0;
  const Immutable *immutable;

  if (g_type_is_a (field->type, root))
    {
      field->kind = owned ? TROVE_KIND_OWNED : TROVE_KIND_REFERENCE;
      field->size = sizeof (TroveKey);
      field->alignment = G_ALIGNOF (TroveKey);
      return NULL;
    }

  immutable = find_immutable (field->type);
  if (immutable == NULL)
    return g_strdup_printf ("%s is neither derived from %s nor a type of objects that never change",
                            g_type_name (field->type), g_type_name (root));
  field->kind = TROVE_KIND_IMMUTABLE;
  field->equal = immutable->equal;
  return NULL;
}

static char *
set_list (TroveClassField *field, GType items, GType root)
{
  field->type = items;
  field->kind = field->pspec->flags & TROVE_PARAM_OWNED ? TROVE_KIND_OWNED_LIST : TROVE_KIND_REFERENCE_LIST;
  field->size = 0;
  field->alignment = 1;
  if (!g_type_is_a (items, root))
    return g_strdup_printf ("its items are of type %s, which is not derived from %s", g_type_name (items),
                            g_type_name (root));
  if (field->pspec->flags & G_PARAM_WRITABLE)
    return g_strdup ("a list is changed by its items and cannot be set: drop G_PARAM_WRITABLE");
  return NULL;
}

static char *
set_boxed (TroveClassField *field)
{
  /* A value of GJS: the collector frees it, whoever has a copy. */
  if (g_str_equal (g_type_name (field->type), "JSObject"))
    return g_strdup ("values of type JSObject belong to a script, which frees them");
  if (g_str_equal (g_type_name (field->type), "PyObject"))
    return g_strdup ("values of type PyObject can be neither compared nor saved");

  if (field->type == G_TYPE_STRV)
    field->kind = TROVE_KIND_STRV;
  else if (field->type == G_TYPE_BYTES)
    field->kind = TROVE_KIND_BYTES;
  else
    field->kind = TROVE_KIND_BOXED;
  return NULL;
}

static char *
set_kind (TroveClassField *field, const TroveLayout *layout, GType root)
{
  field->size = (guint32) layout->stride;
  field->alignment = (guint16) layout->alignment;

  switch (layout->store)
    {
    case TROVE_STORE_SCALAR:
      field->kind = TROVE_KIND_SCALAR;
      /* On some machines, a member of 8 bytes is aligned to 4 in a struct. */
      if (field->size == sizeof (gint64))
        field->alignment = G_ALIGNOF (gint64);
      return NULL;
    case TROVE_STORE_STRING:
      field->kind = TROVE_KIND_STRING;
      return NULL;
    case TROVE_STORE_VARIANT:
      field->kind = TROVE_KIND_VARIANT;
      return NULL;
    case TROVE_STORE_OBJECT:
      return set_object (field, root);
    case TROVE_STORE_BOXED:
      return set_boxed (field);
    case TROVE_STORE_INLINE:
      field->kind = TROVE_KIND_INLINE;
      if (layout->alignment > TROVE_FIELD_MAX_ALIGNMENT)
        return g_strdup_printf ("values of type %s are aligned to %u bytes, and fields to %d at most",
                                g_type_name (field->type), (guint) layout->alignment,
                                TROVE_FIELD_MAX_ALIGNMENT);
      field->layout = g_memdup2 (layout, sizeof *layout);
      return NULL;
    default:
      return g_strdup_printf ("values of type %s cannot be stored", g_type_name (field->type));
    }
}

static gboolean
is_dictionary (const TroveClassField *field)
{
  return G_IS_PARAM_SPEC_VARIANT (field->pspec) &&
         g_variant_type_is_subtype_of (G_PARAM_SPEC_VARIANT (field->pspec)->type, G_VARIANT_TYPE_DICTIONARY);
}

static char *
check_flags (const TroveClassField *field)
{
  if ((field->pspec->flags & TROVE_PARAM_OWNED) != 0 && !trove_class_field_is_list (field) &&
      !trove_class_field_is_key (field))
    return g_strdup_printf ("only objects of a document and lists of them can be owned, not %s",
                            g_type_name (field->type));
  if (field->interned && field->kind != TROVE_KIND_STRING)
    return g_strdup_printf ("only strings can be interned, not %s", g_type_name (field->type));
  if (field->by_element && field->kind != TROVE_KIND_STRV && !is_dictionary (field))
    return g_strdup_printf ("only arrays of strings and dictionaries can be merged by element, not %s",
                            g_type_name (field->type));
  if (trove_class_field_together_name (field) == NULL)
    return NULL;
  if (trove_class_field_is_list (field) || field->kind == TROVE_KIND_OWNED)
    return g_strdup ("only values and references can belong together, not lists and objects that are owned");
  if (field->by_element)
    return g_strdup ("a value that is merged by element cannot belong together with others");
  return NULL;
}

char *
trove_class_field_init (TroveClassField *field, GParamSpec *pspec, GType owner, GType root)
{
  GParamSpec *target = g_param_spec_get_redirect_target (pspec);
  char *why;

  *field = (TroveClassField){
    .pspec = pspec,
    .owner = owner,
    .type = pspec->value_type,
    .type_name = g_param_spec_get_qdata (pspec, trove_class_field_type_name_quark ()),
    .interned = (pspec->flags & TROVE_PARAM_INTERNED) != 0,
    .by_element = (pspec->flags & TROVE_PARAM_BY_ELEMENT) != 0,
  };

  if (target == NULL)
    target = pspec;
  if (TROVE_IS_PARAM_SPEC_LIST (target))
    why = set_list (field, TROVE_PARAM_SPEC_LIST (target)->item_type, root);
  else
    {
      const TroveElementInfo info = TROVE_ELEMENT_TYPE (field->type);
      TroveLayout layout;

      if (trove_layout_init (&layout, &info) != NULL)
        why = g_strdup_printf ("values of type %s cannot be stored", g_type_name (field->type));
      else
        why = set_kind (field, &layout, root);
    }
  if (why == NULL)
    why = check_flags (field);

  if (why == NULL)
    g_param_spec_ref (pspec);
  else if (field->kind == TROVE_KIND_INLINE)
    g_free ((gpointer) field->layout);
  return why;
}

gboolean
trove_class_field_takes (const TroveClassField *field, GType type)
{
  GType target = field->type_name != NULL ? g_type_from_name (field->type_name) : field->type;

  return target != G_TYPE_INVALID && g_type_is_a (type, target);
}

void
trove_class_field_finish (TroveClassField *field)
{
  g_param_spec_unref (field->pspec);
  if (field->kind == TROVE_KIND_INLINE)
    g_free ((gpointer) field->layout);
}

/* Values in the data */

static gpointer
pointer_at (const TroveClassField *field, gconstpointer data)
{
  return *(const gpointer *) trove_class_field_at (field, data);
}

gboolean
trove_class_field_is_zero (const TroveClassField *field, gconstpointer at)
{
  const char *bytes = at;

  return bytes[0] == 0 && memcmp (bytes, bytes + 1, field->size - 1) == 0;
}

/* The file has no more of a date. */
static gboolean
dates_equal (GDateTime *a, GDateTime *b)
{
  return g_date_time_equal (a, b) && g_date_time_get_utc_offset (a) == g_date_time_get_utc_offset (b);
}

/* NULL: values of the type become no variants. */
static GVariant *
boxed_to_variant (GType type, gconstpointer boxed)
{
  g_auto (GValue) value = G_VALUE_INIT, variant = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_set_static_boxed (&value, boxed);
  g_value_init (&variant, G_TYPE_VARIANT);
  trove_copying_begin ();
  if (!g_value_transform (&value, &variant))
    g_value_unset (&variant);
  trove_copying_end ();
  return G_IS_VALUE (&variant) ? g_value_dup_variant (&variant) : NULL;
}

/* Two that were loaded are other pointers. */
static gboolean
boxed_equal (GType type, gconstpointer a, gconstpointer b)
{
  g_autoptr (GVariant) first = NULL, second = NULL;

  if (type == G_TYPE_DATE_TIME)
    return dates_equal ((GDateTime *) a, (GDateTime *) b);
  if (!g_value_type_transformable (type, G_TYPE_VARIANT))
    return FALSE;
  first = boxed_to_variant (type, a);
  second = boxed_to_variant (type, b);
  return first != NULL && second != NULL && g_variant_equal (first, second);
}

/* Two pointers that are not NULL. */
static gboolean
pointers_equal (const TroveClassField *field, gconstpointer a, gconstpointer b)
{
  switch (field->kind)
    {
    case TROVE_KIND_STRING:
      return strcmp (a, b) == 0;
    case TROVE_KIND_STRV:
      return g_strv_equal (a, b);
    case TROVE_KIND_BYTES:
      return g_bytes_equal (a, b);
    case TROVE_KIND_VARIANT:
      return g_variant_equal (a, b);
    case TROVE_KIND_IMMUTABLE:
      return field->equal != NULL && field->equal (a, b);
    default:
      return boxed_equal (field->type, a, b);
    }
}

static gboolean
is_pointer (const TroveClassField *field)
{
  return field->kind >= TROVE_KIND_STRING && field->kind <= TROVE_KIND_IMMUTABLE &&
         field->kind != TROVE_KIND_INLINE;
}

gboolean
trove_class_field_equal (const TroveClassField *field, gconstpointer a, gconstpointer b)
{
  gconstpointer first, second;

  if (!is_pointer (field))
    return memcmp (trove_class_field_at (field, a), trove_class_field_at (field, b), field->size) == 0;

  first = pointer_at (field, a);
  second = pointer_at (field, b);
  if (first == second)
    return TRUE;
  return first != NULL && second != NULL && pointers_equal (field, first, second);
}

/* Of a pointer that is not NULL. */
static gpointer
copy_pointer (const TroveClassField *field, gpointer pointer)
{
  gpointer copy;

  switch (field->kind)
    {
    case TROVE_KIND_BYTES:
      return g_bytes_ref (pointer);
    case TROVE_KIND_VARIANT:
      return g_variant_ref_sink (pointer);
    case TROVE_KIND_IMMUTABLE:
      return g_object_ref (pointer);
    case TROVE_KIND_STRV:
    case TROVE_KIND_BOXED:
      trove_copying_begin ();
      copy = trove_shared_boxed_ref (field->type, pointer);
      trove_copying_end ();
      return copy;
    default: /* a string */
      return pointer;
    }
}

static void
free_pointer (const TroveClassField *field, gpointer pointer)
{
  switch (field->kind)
    {
    case TROVE_KIND_BYTES:
      g_bytes_unref (pointer);
      break;
    case TROVE_KIND_VARIANT:
      g_variant_unref (pointer);
      break;
    case TROVE_KIND_IMMUTABLE:
      g_object_unref (pointer);
      break;
    case TROVE_KIND_STRV:
    case TROVE_KIND_BOXED:
      trove_shared_boxed_unref (field->type, pointer);
      break;
    default: /* a string */
      break;
    }
}

static gboolean
copy_inline (const TroveClassField *field, gpointer dest, gconstpointer src)
{
  const TroveLayout *layout = field->layout;
  gboolean copied;

  if (layout->copy == NULL || trove_class_field_is_zero (field, src))
    {
      memcpy (dest, src, field->size);
      return TRUE;
    }

  trove_copying_begin ();
  copied = layout->copy (dest, src, layout->data);
  trove_copying_end ();
  if (!copied)
    memset (dest, 0, field->size);
  return copied;
}

gboolean
trove_class_field_copy_value (const TroveClassField *field, gpointer to, gconstpointer from)
{
  if (field->kind == TROVE_KIND_INLINE)
    return copy_inline (field, to, from);

  if (!is_pointer (field))
    memcpy (to, from, field->size);
  else
    {
      gpointer pointer = *(const gpointer *) from;

      *(gpointer *) to = pointer != NULL ? copy_pointer (field, pointer) : NULL;
    }
  return TRUE;
}

void
trove_class_field_clear (const TroveClassField *field, gpointer data)
{
  gpointer at = trove_class_field_at (field, data);

  if (field->kind == TROVE_KIND_INLINE)
    {
      if (field->layout->clear != NULL && !trove_class_field_is_zero (field, at))
        field->layout->clear (at, field->layout->data);
    }
  else if (is_pointer (field) && pointer_at (field, data) != NULL)
    free_pointer (field, pointer_at (field, data));
  memset (at, 0, field->size);
}
