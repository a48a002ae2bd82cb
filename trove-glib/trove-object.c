/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveObject: the type, its properties, and reading. */

#include "object-handle.h"

#include "state/class-unknown.h"
#include "state/class-value.h"
#include "state/unknown-values.h"

#include "trove-list-private.h"
#include "trove-object-private.h"

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
 * Setting a field to an equal value changes nothing. Numbers are compared by their bits; strings, `G_TYPE_STRV`, `GBytes` and
 * `GVariant` by content; `GFile` and `GIcon` with their own functions. A `GDateTime` equals another one of the same time and offset from
 * UTC. Other boxed types are compared by the variants that g_value_register_transform_func() makes of them, as they are saved; without
 * such a function, a value equals itself alone. These functions are called on any thread, and must not call the library.
 *
 * Fields must be readable, and must not be construct properties. The names `document`, `key`, `owner` and
 * `removed` are reserved. A class has at most 1,000 fields with those of its parents, and its struct at
 * most 65,536 bytes.
 *
 * A field can override a property of an interface. GObject notifies such a property whenever it is set, even to the value that is
 * there, unless the interface has it with %G_PARAM_EXPLICIT_NOTIFY.
 *
 * A class can have other properties too, which are in no document. Its `get_property` and `set_property`
 * functions must then call those of the parent class for properties that they do not know:
 *
 * ```c
 * default:
 *   G_OBJECT_CLASS (shape_parent_class)->get_property (object, property_id, value, pspec);
 * ```
 *
 * ## Handles
 *
 * An object is in a document, whether or not there is an instance of its class. The instances are *handles*: one is made
 * when the program asks for the object, and finalized when nobody holds the handle any more. While a handle exists, every
 * look-up returns the same one.
 *
 * **Signal handlers are connected to the handle and end with it.** Hold a reference on an object as long as its handlers
 * are needed. The same is true for other properties than fields, and for data that is set on the instance.
 *
 * - A *live* handle shows the current state of the document. Setting a property edits the document and notifies.
 * - When its object is removed, a handle is *removed*: [property@Trove.Object:removed] is %TRUE, its properties keep the
 *   last values, and its lists are empty. Undo makes the same handle live again.
 * - A *frozen* handle is of a [class@Trove.Version]. It never changes, and any thread reads it.
 *
 * A live or removed handle is for the thread of its document. On another thread, setting a property writes a warning, and
 * reading one writes a critical message and gives the default. Any thread may drop a handle. The last reference on a
 * *document* must not be dropped by another thread while the document's thread uses its handles.
 *
 * `g_object_new (type, "document", document, …)` makes a new object, which has no owner yet. Its class's `added` function
 * runs then, once in the object's life, and `attached` for each handle of it. Signals of the document come first: if a
 * handler of theirs drops the object, `added` does not run. A handle of an object that is there already is made without any field being
 * set: what its class sets in `init` or `constructed` is ignored, with a warning. So set the fields of a new object in `added`.
 *
 * An object that has no document has the default values of its fields. Setting a field writes a warning
 * and changes nothing.
 *
 * Since: 1.0
 */

enum
{
  PROP_DOCUMENT = 1,
  PROP_KEY,
  PROP_OWNER,
  PROP_REMOVED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static gpointer parent_class;

/* Lists */

/* A handle that was disposed of, or is being made, is live when its document goes. */
static gboolean
is_removed (TroveObject *self)
{
  const TroveObjectPrivate *priv = trove_object_private (self);

  return priv->state == TROVE_HANDLE_REMOVED ||
         (priv->state == TROVE_HANDLE_LIVE && priv->handles->document == NULL);
}

/* Takes over the reference, if the handle does not have the list. Any thread may ask for the lists of a version. */
static gboolean
take_list (TroveObjectPrivate *priv, TroveList *list)
{
  gboolean is_new;

  g_mutex_lock (&priv->handles->lock);
  if (priv->lists == NULL)
    priv->lists = g_ptr_array_new_with_free_func (g_object_unref);
  is_new = !g_ptr_array_find (priv->lists, list, NULL);
  if (is_new)
    g_ptr_array_add (priv->lists, list);
  g_mutex_unlock (&priv->handles->lock);
  return is_new;
}

/* The handle keeps the list while it exists, so that the caller need not. NULL: the object is of no document. */
static TroveList *
find_list (TroveObject *self, const TroveClassField *field)
{
  TroveObjectPrivate *priv = trove_object_private (self);
  TroveList *list;

  if (priv->handles == NULL)
    return NULL;
  list = trove_list_ensure (priv->handles, priv->key, field);
  if (!take_list (priv, list))
    g_object_unref (list);
  return list;
}

/* Properties */

/* NULL: the id is not that of a field. The pspec of a field that overrides a property is that of the overridden property, so
 * the pspec does not tell the field. */
static const TroveClassField *
find_field (TroveObject *self, guint id)
{
  const TroveClass *class = trove_object_class (self);
  guint index = id - TROVE_OBJECT_FIRST_FIELD_ID; /* a large number for a smaller id */

  return index < class->n_fields ? &class->fields[index] : NULL;
}

static void
get_own_property (TroveObject *self, guint id, GValue *value)
{
  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, trove_object_get_document (self));
      break;
    case PROP_KEY:
      g_value_set_uint64 (value, trove_object_get_key (self));
      break;
    case PROP_OWNER:
      g_value_take_object (value, trove_object_dup_owner (self));
      break;
    default:
      g_value_set_boolean (value, trove_object_get_removed (self));
      break;
    }
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveObject *self = (TroveObject *) object;
  const TroveClassField *field = find_field (self, id);

  if (field == NULL && pspec->owner_type == TROVE_TYPE_OBJECT)
    get_own_property (self, id, value);
  else if (field == NULL)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (trove_class_field_is_list (field))
    g_value_set_object (value, find_list (self, field));
  else if (trove_class_field_is_key (field))
    g_value_take_object (
        value, trove_object_handle_dup_other (
                   self, *(const TroveKey *) trove_class_field_at (field, trove_object_handle_data (self))));
  else
    trove_class_value_read (field, trove_object_handle_data (self), value);
}

/* A new object: g_object_new () sets the property before any other, and for a handle of an object that is there to NULL. */
static void
set_document (TroveObject *self, TroveDocument *document)
{
  TroveObjectPrivate *priv = trove_object_private (self);

  if (document != NULL)
    priv->handles = trove_handles_ref (trove_handles_of_document (document));
}

gboolean
trove_object_check_settable (TroveObject *self, GError **error)
{
  const TroveObjectPrivate *priv = trove_object_private (self);
  const char *type = G_OBJECT_TYPE_NAME (self);

  if (priv->state == TROVE_HANDLE_LIVE && priv->is_made && !is_removed (self))
    return TRUE;
  if (priv->state == TROVE_HANDLE_NONE)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED, "An object of type %s has no document", type);
  else if (priv->state == TROVE_HANDLE_FROZEN)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_READ_ONLY,
                 "%s %" G_GUINT64_FORMAT " is the object of a version, which does not change", type,
                 priv->key);
  else if (is_removed (self))
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED, "%s %" G_GUINT64_FORMAT " was removed", type,
                 priv->key);
  else
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_BUSY,
                 "%s %" G_GUINT64_FORMAT
                 " is in the document already, and its class cannot set it when a handle is made",
                 type, priv->key);
  return FALSE;
}

gboolean
trove_object_set_class_field (TroveObject *self, const TroveClassField *field, const GValue *value,
                              GError **error)
{
  const TroveHandles *handles = trove_object_private (self)->handles;

  return trove_object_check_settable (self, error) &&
         handles->funcs->set_field (handles->document, self, field, value, error);
}

/* TRUE while handlers are told of a change of the whole document. */
static gboolean
is_told (TroveObject *self)
{
  const TroveObjectPrivate *priv = trove_object_private (self);

  return priv->state == TROVE_HANDLE_LIVE && priv->handles->is_telling;
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TroveObject *self = (TroveObject *) object;
  const TroveClassField *field = find_field (self, id);
  g_autoptr (GError) error = NULL;

  if (field == NULL && pspec->owner_type == TROVE_TYPE_OBJECT)
    set_document (self, g_value_get_object (value)); /* the other ones are not writable */
  else if (field == NULL)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (is_told (self))
    return; /* a handler, as that of a widget which rounds: it must not begin a branch of the history */
  else if (!trove_object_set_class_field (self, field, value, &error))
    g_warning ("The property \342\200\234%s\342\200\235 of %s was not set: %s", pspec->name,
               G_OBJECT_TYPE_NAME (object), error->message);
}

/* The type */

static void
constructed (GObject *object)
{
  TroveObject *self = (TroveObject *) object;
  const TroveObjectPrivate *priv = trove_object_private (self);

  G_OBJECT_CLASS (parent_class)->constructed (object);
  if (priv->handles != NULL && priv->state == TROVE_HANDLE_NONE)
    trove_object_handle_create (self);
}

static void
dispose (GObject *object)
{
  trove_object_handle_dispose ((TroveObject *) object);
  G_OBJECT_CLASS (parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  trove_object_handle_finalize ((TroveObject *) object);
  G_OBJECT_CLASS (parent_class)->finalize (object);
}

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
  GObjectClass *object_class = klass;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  parent_class = g_type_class_peek_parent (klass);
  g_type_class_adjust_private_offset (klass, &trove_object_private_offset);
  ((TroveObjectClass *) klass)->fields = trove_class_new (G_TYPE_FROM_CLASS (klass), NULL, 0, NULL, 0, NULL);
  object_class->constructed = constructed;
  object_class->dispose = dispose;
  object_class->finalize = finalize;

  /**
   * TroveObject:document: (getter get_document)
   *
   * The document that the object is in. %NULL for an object of a version, and when the document is gone.
   *
   * Since: 1.0
   */
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, TROVE_TYPE_DOCUMENT,
                                                   readable | G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY);
  /**
   * TroveObject:key: (getter get_key)
   *
   * The key of the object, which never changes.
   *
   * Since: 1.0
   */
  properties[PROP_KEY] = g_param_spec_uint64 ("key", NULL, NULL, 0, TROVE_KEY_LIMIT - 1, 0, readable);
  /**
   * TroveObject:owner: (getter dup_owner)
   *
   * The object that owns the object. %NULL for the root, and for an object without an owner.
   *
   * Since: 1.0
   */
  properties[PROP_OWNER] = g_param_spec_object ("owner", NULL, NULL, TROVE_TYPE_OBJECT, readable);
  /**
   * TroveObject:removed: (getter get_removed)
   *
   * Whether the object is not in the current state of its document, or the document is gone.
   *
   * Since: 1.0
   */
  properties[PROP_REMOVED] = g_param_spec_boolean ("removed", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  trove_object_pspec_owner = properties[PROP_OWNER];
  trove_object_pspec_removed = properties[PROP_REMOVED];
}

static void
init (GTypeInstance *instance, gpointer klass)
{
  trove_object_handle_init ((TroveObject *) instance);
}

/* G_DEFINE_ABSTRACT_TYPE has no base_init. */
GType
trove_object_get_type (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      const GTypeInfo info = {
        .class_size = sizeof (TroveObjectClass),
        .base_init = base_init,
        .class_init = class_init,
        .instance_size = sizeof (TroveObject),
        .instance_init = init,
      };
      GType type = g_type_register_static (G_TYPE_OBJECT, "TroveObject", &info, G_TYPE_FLAG_ABSTRACT);

      trove_object_private_offset = g_type_add_instance_private (type, sizeof (TroveObjectPrivate));
      g_once_init_leave (&once, type);
    }
  return once;
}

/* Reading */

/**
 * trove_object_get_document: (get-property document)
 * @self: an object
 *
 * Returns the document that the object is in. The object does not hold the document.
 *
 * Returns: (transfer none) (nullable): the document. %NULL for an object of a version, and when the document is gone
 *
 * Since: 1.0
 */
TroveDocument *
trove_object_get_document (TroveObject *self)
{
  const TroveHandles *handles;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);

  handles = trove_object_private (self)->handles;
  return handles != NULL ? handles->document : NULL;
}

/**
 * trove_object_get_key: (get-property key)
 * @self: an object
 *
 * Returns the key of the object, by which all versions name it. Any thread may call the function.
 *
 * Returns: the key; 0 for an object that has no document
 *
 * Since: 1.0
 */
TroveKey
trove_object_get_key (TroveObject *self)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), 0);

  return trove_object_private (self)->key;
}

/**
 * trove_object_get_version:
 * @self: an object
 *
 * Returns the version that the object is of. Any thread may call the function.
 *
 * Returns: (transfer none) (nullable): the version, which the object holds, or %NULL for an object of a document
 *
 * Since: 1.0
 */
TroveVersion *
trove_object_get_version (TroveObject *self)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);

  return trove_object_private (self)->version;
}

/**
 * trove_object_get_removed: (get-property removed)
 * @self: an object
 *
 * Returns whether the object is not in the current state of its document. The handle of a removed object has the last
 * values of its properties, and can be read only. Undo makes it live again.
 *
 * Returns: %TRUE if the object was removed, or its document is gone
 *
 * Since: 1.0
 */
gboolean
trove_object_get_removed (TroveObject *self)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), FALSE);

  return is_removed (self);
}

/**
 * trove_object_get_unknown_class:
 * @self: an object
 *
 * Returns the class of an object that was saved by a program with classes that this program does not have.
 *
 * Such an object is shown as one of the nearest class above its own that this program has, with the properties of that class. Its type
 * is derived from it, and is made when the object is loaded. The values and the objects of its other properties are kept, and saved
 * again as they were. A document that is loaded after the class was registered has objects of that class.
 *
 * Cost: does not depend on the document. Any thread may call the function.
 *
 * Returns: (nullable): the name of the class, or %NULL for an object whose class this program has
 *
 * Since: 1.0
 */
const char *
trove_object_get_unknown_class (TroveObject *self)
{
  const TroveUnknownClass *unknown;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);

  unknown = trove_class_get_unknown (G_OBJECT_TYPE (self));
  return unknown != NULL ? unknown->name : NULL;
}

/**
 * trove_object_dup_unknown_values:
 * @self: an object of a version, or of a document of the calling thread
 *
 * Returns what an object has in its file, and this program does not know: values of properties that the class does not have, or has
 * with another type; for an object whose class is not registered, all values of that class. They are kept as they are.
 *
 * | property in the file | value |
 * | --- | --- |
 * | boolean, a number, an enumeration or flags | a boolean or a number; of an enumeration or flags, the number |
 * | string, array of strings, `GBytes`, `GFile` | a string, an array of strings or of bytes, the URI |
 * | `GVariant`, `GIcon`, `GDateTime`, another boxed type | the variant, or the one that the type was transformed to |
 * | a reference, or an owned object | the key, a `guint64`; 0 for none |
 * | a list | an array of keys |
 *
 * A property that has no value, as a string that is %NULL, is left out.
 *
 * Cost: of the values.
 *
 * Returns: (transfer full): a variant of the type `a{sv}`, which is empty for most objects
 *
 * Since: 1.0
 */
GVariant *
trove_object_dup_unknown_values (TroveObject *self)
{
  const TroveRecord *record;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);

  record = trove_object_handle_record (self);
  return record != NULL ? trove_unknown_values_new (record) :
                          g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
}

/**
 * trove_object_dup_owner: (get-property owner)
 * @self: an object of a version, or of a document of the calling thread
 *
 * Returns the object that owns the object. Cost: a look-up, and making the owner's handle if there is none.
 *
 * Returns: (transfer full) (nullable): the owner, or %NULL for the root, for an object without an owner, and for a removed
 *   one
 *
 * Since: 1.0
 */
TroveObject *
trove_object_dup_owner (TroveObject *self)
{
  const TroveRecord *record;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);

  record = trove_object_handle_record (self);
  return record != NULL ? trove_object_handle_dup_other (self, record->owner) : NULL;
}

/**
 * trove_object_get_list:
 * @self: an object of a version, or of a document of the calling thread
 * @name: the name of a property that is a list
 *
 * Returns a list of the object. The same list is returned each time, while the object's handle or somebody else holds it.
 *
 * Cost: does not depend on the length of the list.
 *
 * Returns: (transfer none) (nullable): the list, which the handle keeps; %NULL for an object that has no document, and
 *   after a critical if the class has no such list
 *
 * Since: 1.0
 */
TroveList *
trove_object_get_list (TroveObject *self, const char *name)
{
  const TroveClassField *field;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  field = trove_class_find_name (trove_object_class (self), name);
  if (field != NULL && trove_class_field_is_list (field))
    return find_list (self, field);
  g_critical ("%s has no list \342\200\234%s\342\200\235", G_OBJECT_TYPE_NAME (self), name);
  return NULL;
}

static gboolean
add_referrer (TroveKey key, guintptr count, gpointer data)
{
  g_array_append_val ((GArray *) data, key);
  return TRUE;
}

/**
 * trove_object_dup_referrers:
 * @self: an object of a version, or of a document of the calling thread
 *
 * Lists the objects that refer to the object, by a property or a list of references.
 *
 * Cost: a look-up for each of them, and making those handles that there are not.
 *
 * Returns: (transfer container) (element-type TroveObject): the objects, each once, in the order of their keys; none for a
 *   removed object
 *
 * Since: 1.0
 */
GPtrArray *
trove_object_dup_referrers (TroveObject *self)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) keys = NULL;
  const TroveRecord *record;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), objects);

  record = trove_object_handle_record (self);
  if (record == NULL)
    return objects;
  keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  trove_referrers_foreach (record->referrers, add_referrer, keys);
  for (guint i = 0; i < keys->len; i++)
    {
      TroveObject *object = trove_object_handle_dup_other (self, g_array_index (keys, TroveKey, i));

      if (object != NULL)
        g_ptr_array_add (objects, object);
    }
  return objects;
}

/**
 * trove_object_peek_data: (skip)
 * @self: an object of a version, or of a document of the calling thread
 *
 * Returns the values of the object's fields: the struct that its class was installed with. The data must not be written to.
 *
 * The data of a live object is valid until the next edit, commit, undo or other change of the document. That of an object
 * of a version is valid as long as the version.
 *
 * Cost: a few ns while the document does not change; a look-up after each change.
 *
 * Returns: (not nullable): the data
 *
 * Since: 1.0
 */
gconstpointer
trove_object_peek_data (TroveObject *self)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);

  return trove_object_handle_data (self);
}
