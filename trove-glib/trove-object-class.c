/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include <trove-glib/trove-glib.h>

#include "state/class-value.h"
#include "state/class.h"

/**
 * TroveObject:
 *
 * The base class of the objects of a document.
 *
 * A derived class has *fields*: properties whose values are kept in a document, in each version of it. In
 * C, its `class_init` function lists them with `trove_object_class_install_fields()`. In other languages,
 * [func@Trove.Object.register_type] makes a class.
 *
 * ```c
 * typedef struct
 * {
 *   double x, y;
 *   const char *label;
 * } ShapeData;
 *
 * struct _Shape
 * {
 *   TroveObject parent_instance;
 * };
 * G_DEFINE_FINAL_TYPE (Shape, shape, TROVE_TYPE_OBJECT)
 *
 * static void
 * shape_class_init (ShapeClass *klass)
 * {
 *   const TroveField fields[] = {
 *     TROVE_FIELD (ShapeData, x, g_param_spec_double ("x", NULL, NULL, 0, 1000, 0, G_PARAM_READWRITE)),
 *     TROVE_FIELD (ShapeData, y, g_param_spec_double ("y", NULL, NULL, 0, 1000, 0, G_PARAM_READWRITE)),
 *     TROVE_FIELD (ShapeData, label, g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE)),
 *     TROVE_FIELD_LIST (trove_param_spec_list ("children", NULL, NULL, TYPE_SHAPE,
 *                                              G_PARAM_READABLE | TROVE_PARAM_OWNED)),
 *   };
 *
 *   trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (ShapeData),
 *                                      fields, G_N_ELEMENTS (fields));
 * }
 * ```
 *
 * The values of fields can have these types:
 *
 * | type of the property | member of the struct |
 * | --- | --- |
 * | boolean, integers, `float`, `double`, enumerations, flags, `GType` | of that type |
 * | string; [const@Trove.PARAM_INTERNED] is for strings of which there are few | `const char *` |
 * | `G_TYPE_STRV`, `GBytes`, `GVariant` | a pointer |
 * | a boxed type that was registered with `trove_element_register()` | the struct |
 * | another boxed type | a pointer |
 * | `GFile`, `GIcon`, and types that were registered with `trove_object_register_immutable()` | a pointer |
 * | a type that is derived from `TroveObject`: a reference, or with [const@Trove.PARAM_OWNED] a child | `guint64`, the key of the object |
 * | a list that [func@Trove.param_spec_list] describes: of references, or with [const@Trove.PARAM_OWNED] of children | none |
 *
 * Fields must be readable, and must not be construct properties. The names `document`, `key`, `owner` and
 * `removed` are reserved. A class has at most 1,000 fields with those of its parents, and its struct at
 * most 65,536 bytes.
 *
 * A class can have other properties too, which are in no document. Its `get_property` and `set_property`
 * functions must then call those of the parent class for properties that they do not know:
 *
 * ```c
 * default:
 *   G_OBJECT_CLASS (shape_parent_class)->get_property (object, property_id, value, pspec);
 * ```
 *
 * An object that has no document has the default values of its fields. Setting a field writes a warning
 * and changes nothing.
 *
 * Since: 1.0
 */

/* The property id of a field is its index and this. Other properties of a class have smaller ids. */
#define FIRST_FIELD_ID 0x10000

/* Properties */

/* NULL: the id is not that of a field. The pspec of a field that overrides a property is that of the overridden property, so
 * the pspec does not tell the field. */
static const TroveClassField *
find_field (GObject *object, guint id)
{
  const TroveClass *class = TROVE_OBJECT_GET_CLASS (object)->fields;
  guint index = id - FIRST_FIELD_ID; /* a large number for a smaller id */

  return index < class->n_fields ? &class->fields[index] : NULL;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const TroveClass *class = TROVE_OBJECT_GET_CLASS (object)->fields;
  const TroveClassField *field = find_field (object, id);

  if (field == NULL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (trove_class_field_is_list (field) || trove_class_field_is_key (field))
    return; /* the value is NULL: there is no object, and no list */

  g_value_unset (value);
  trove_class_value_get (field, class->defaults, value);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (find_field (object, id) == NULL)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else
    g_warning ("The property \342\200\234%s\342\200\235 of %s was not set: the object has no document",
               pspec->name, G_OBJECT_TYPE_NAME (object));
}

/* The type */

/* Called for each derived class, for which GObject has just set both functions to NULL. */
static void
base_init (gpointer klass)
{
  GObjectClass *object_class = klass;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
}

static void
class_init (gpointer klass, gpointer data)
{
  TroveObjectClass *object_class = klass;

  object_class->fields = trove_class_new (G_TYPE_FROM_CLASS (klass), NULL, 0, NULL, 0, NULL);
}

/* G_DEFINE_ABSTRACT_TYPE has no base_init. */
GType
trove_object_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      const GTypeInfo info = {
        .class_size = sizeof (TroveObjectClass),
        .base_init = base_init,
        .class_init = class_init,
        .instance_size = sizeof (TroveObject),
      };

      g_once_init_leave (&type,
                         g_type_register_static (G_TYPE_OBJECT, "TroveObject", &info, G_TYPE_FLAG_ABSTRACT));
    }
  return type;
}

/* Classes with fields */

static void
install (TroveObjectClass *klass, const TroveClass *class)
{
  klass->fields = class;
  for (guint i = class->n_inherited; i < class->n_fields; i++)
    {
      GParamSpec *pspec = class->fields[i].pspec;

      pspec->flags |= G_PARAM_EXPLICIT_NOTIFY; /* setting a field may change nothing */
      g_object_class_install_property (G_OBJECT_CLASS (klass), FIRST_FIELD_ID + i, pspec);
    }
}

/**
 * trove_object_class_install_fields: (skip)
 * @klass: the class that is being initialized
 * @data_size: the size of the struct that has the values of all fields, in bytes
 * @fields: (array length=n_fields): the fields that the class adds to those of its parent
 * @n_fields: the number of @fields
 *
 * Adds properties to a class, whose values are kept in a document.
 *
 * Call the function once, in the `class_init` function. The struct begins with the struct of the parent
 * class, if that has fields. The function takes the floating references on the param specs.
 *
 * A class that cannot be stored is a programming error. It causes a critical message that names the
 * property and the reason, and the class then has the fields of its parent alone.
 *
 * Since: 1.0
 */
void
trove_object_class_install_fields (TroveObjectClass *klass, gsize data_size, const TroveField *fields,
                                   guint n_fields)
{
  const TroveClass *parent, *class;
  g_autoptr (GError) error = NULL;
  GType type;

  g_return_if_fail (TROVE_IS_OBJECT_CLASS (klass));
  g_return_if_fail (G_TYPE_FROM_CLASS (klass) != TROVE_TYPE_OBJECT);
  g_return_if_fail (fields != NULL || n_fields == 0);

  type = G_TYPE_FROM_CLASS (klass);
  parent = trove_class_ensure (g_type_parent (type), NULL);
  class = trove_class_new (type, parent, data_size, fields, n_fields, &error);
  if (class != NULL)
    install (klass, class);
  else
    g_critical ("%s", error->message);
}

/* Types for scripts */

#define LETTERS G_CSET_A_2_Z G_CSET_a_2_z "_"

static GMutex name_lock; /* from the look-up of a name to its registration; a leaf */

static gboolean
check_name (const char *name, GError **error)
{
  gsize n = strlen (name);

  if (n >= 3 && strchr (LETTERS, name[0]) != NULL && strspn (name, LETTERS G_CSET_DIGITS "-+") == n)
    return TRUE;

  g_set_error (
      error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
      "A type cannot have the name \342\200\234%s\342\200\235: expected at least 3 letters, digits or "
      "characters of \342\200\234_-+\342\200\235, a letter or \342\200\234_\342\200\235 first",
      name);
  return FALSE;
}

static gboolean
check_parent (const char *name, GType parent, GError **error)
{
  gboolean is_object = g_type_is_a (parent, TROVE_TYPE_OBJECT);

  if (!is_object)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "%s cannot be derived from %s: expected TroveObject or a type that is derived from it", name,
                 parent != G_TYPE_INVALID ? g_type_name (parent) : "an invalid type");
  else if (G_TYPE_IS_FINAL (parent))
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "%s cannot be derived from %s, which is a final type", name, g_type_name (parent));
  return is_object && !G_TYPE_IS_FINAL (parent);
}

/* data is the class, which was prepared. */
static void
registered_class_init (gpointer klass, gpointer data)
{
  gboolean first = trove_class_register (data, G_TYPE_FROM_CLASS (klass));

  g_assert (first); /* the class of a type is looked for after this function alone */
  install (klass, data);
}

/* G_TYPE_INVALID: there is a type of that name. */
static GType
add_type (const char *name, GType parent, TroveClass *class)
{
  GType type = G_TYPE_INVALID;
  GTypeQuery query;

  g_type_query (parent, &query);
  g_mutex_lock (&name_lock);
  if (g_type_from_name (name) == G_TYPE_INVALID)
    {
      const GTypeInfo info = {
        .class_size = (guint16) query.class_size,
        .class_init = registered_class_init,
        .class_data = class,
        .instance_size = (guint16) query.instance_size,
      };

      type = g_type_register_static (parent, name, &info, 0);
    }
  g_mutex_unlock (&name_lock);
  return type;
}

static GType
register_type (const char *name, GType parent, const TroveField *fields, guint n_fields, GError **error)
{
  TroveClass *class;
  GType type;

  if (!check_name (name, error) || !check_parent (name, parent, error))
    return G_TYPE_INVALID;

  class = trove_class_prepare (name, trove_class_ensure (parent, NULL), fields, n_fields, error);
  if (class == NULL)
    return G_TYPE_INVALID;

  type = add_type (name, parent, class);
  if (type != G_TYPE_INVALID)
    g_type_class_ref (type); /* kept: no other class can have the param specs from now on */
  else
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "There is a type with the name \342\200\234%s\342\200\235 already: choose another name",
                   name);
      trove_class_free (class);
    }
  return type;
}

/**
 * trove_object_register_type:
 * @name: a name for the type, which no other type of the process has
 * @parent: `TROVE_TYPE_OBJECT`, or a type that is derived from it
 * @pspecs: (array length=n_pspecs) (nullable): the fields that the type adds to those of its parent
 * @n_pspecs: the number of @pspecs
 * @error: return location for an error
 *
 * Makes a class of objects, without C code: for scripts and for classes that are known at run time only.
 *
 * The class has a property for each param spec, whose values are kept in a document. See
 * [class@Trove.Object] for the types that values can have.
 *
 * ```python
 * flags = GObject.ParamFlags.READWRITE
 * shape = Trove.Object.register_type('Shape', Trove.Object, [
 *     GObject.param_spec_double('x', None, None, 0, 1000, 0, flags),
 *     GObject.param_spec_string('label', None, None, None, flags)])
 * ```
 *
 * A type lasts until the program ends. A name that was refused with its fields can be registered again. A
 * param spec can be of one class only: make others for other classes. The class takes the floating
 * references on the param specs. A call that fails takes no reference.
 *
 * Any thread may call this function.
 *
 * The error is %TROVE_ERROR_TYPE_MISMATCH if the name is taken or invalid, if the parent is not derived
 * from [class@Trove.Object], and if a property cannot be stored; %TROVE_ERROR_FULL if the class has too
 * many fields, or if they take too many bytes.
 *
 * Returns: the new type, or %G_TYPE_INVALID on error
 *
 * Since: 1.0
 */
GType
trove_object_register_type (const char *name, GType parent, GParamSpec **pspecs, guint n_pspecs,
                            GError **error)
{
  g_autofree TroveField *fields = NULL;

  g_return_val_if_fail (name != NULL, G_TYPE_INVALID);
  g_return_val_if_fail (pspecs != NULL || n_pspecs == 0, G_TYPE_INVALID);
  g_return_val_if_fail (error == NULL || *error == NULL, G_TYPE_INVALID);

  fields = g_new (TroveField, n_pspecs);
  for (guint i = 0; i < n_pspecs; i++)
    fields[i] = (TroveField) TROVE_FIELD_LIST (pspecs[i]);
  return register_type (name, parent, fields, n_pspecs, error);
}

/**
 * trove_object_register_immutable: (skip)
 * @type: a class of objects, or an interface
 * @equal: (nullable): returns %TRUE for two objects of the type that are equal; %NULL to compare pointers
 *
 * Lets fields of documents have GObjects of the type, and of types that are derived from it, as values.
 *
 * Such an object must never change, since all versions of a document share it. @equal decides whether
 * setting a field is a change. It is called on any thread, and must not call the library.
 *
 * Call this function before the first class with such a field is made. `GFile` and `GIcon` need no call.
 * Registering a type again does nothing: the first @equal stays.
 *
 * Any thread may call this function.
 *
 * Since: 1.0
 */
void
trove_object_register_immutable (GType type, GEqualFunc equal)
{
  g_return_if_fail (g_type_is_a (type, G_TYPE_OBJECT) || G_TYPE_IS_INTERFACE (type));
  g_return_if_fail (!g_type_is_a (type, TROVE_TYPE_OBJECT));

  trove_class_add_immutable (type, equal);
}
