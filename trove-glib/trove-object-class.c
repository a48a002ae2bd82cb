/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveObject: the classes of objects. */

#include <string.h>

#include <trove-glib/trove-glib.h>

#include "state/class-unknown.h"
#include "state/class-version.h"

#include "trove-object-private.h"

/* Classes with fields */

static void
install (TroveObjectClass *klass, const TroveClass *class)
{
  klass->fields = class;
  for (guint i = class->n_inherited; i < class->n_fields; i++)
    {
      GParamSpec *pspec = class->fields[i].pspec;

      pspec->flags |= G_PARAM_EXPLICIT_NOTIFY; /* setting a field may change nothing */
      g_object_class_install_property (G_OBJECT_CLASS (klass), TROVE_OBJECT_FIRST_FIELD_ID + i, pspec);
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

/* Versions */

/**
 * trove_object_class_set_schema_version: (skip)
 * @klass: the class that is being initialized
 * @version: the version of the class: more than 0
 *
 * Sets the version of a class, in its `class_init` function. See [func@Trove.Object.type_set_schema_version].
 *
 * Since: 1.0
 */
void
trove_object_class_set_schema_version (TroveObjectClass *klass, guint version)
{
  g_return_if_fail (TROVE_IS_OBJECT_CLASS (klass));
  g_return_if_fail (G_TYPE_FROM_CLASS (klass) != TROVE_TYPE_OBJECT);
  g_return_if_fail (version > 0);

  trove_class_set_version (G_TYPE_FROM_CLASS (klass), version);
}

/**
 * trove_object_type_set_schema_version:
 * @type: a type that is derived from `TROVE_TYPE_OBJECT`
 * @version: the version of the class: more than 0
 *
 * Sets the version of a class. A program counts it up when it gives the properties of the class other names, types or meanings, so
 * that [vfunc@Trove.Object.upgrade] is called for objects of older files. A class that sets no version has that of the class above;
 * if that has none, 0.
 *
 * Files have the versions of the classes of their objects. An object that was written by a later version of its class is loaded
 * as any other, and keeps that version.
 *
 * Call the function after the type was registered, before its first object is made or loaded. In C, `class_init` calls
 * trove_object_class_set_schema_version().
 *
 * Since: 1.0
 */
void
trove_object_type_set_schema_version (GType type, guint version)
{
  g_return_if_fail (type != TROVE_TYPE_OBJECT && g_type_is_a (type, TROVE_TYPE_OBJECT));
  g_return_if_fail (trove_class_get_unknown (type) == NULL);
  g_return_if_fail (version > 0);

  trove_class_set_version (type, version);
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
