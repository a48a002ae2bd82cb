/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-version-private.h"

#include "by-key.h"
#include "object-handle.h"

/**
 * TroveVersion:
 *
 * An immutable version of a [class@Trove.Document].
 *
 * Any number of threads may read a version at once, while the document is edited. Reading takes no lock, but for the first
 * time in a document that was loaded: see [method@Trove.Version.read]. A version reads as long as somebody holds it, also when the document is gone, or its history does not have the version any more.
 *
 * There is one instance for each version while somebody holds it.
 *
 * Since: 1.0
 */

enum
{
  PROP_LABEL = 1,
  PROP_TIME,
  PROP_KEPT,
  PROP_NAME,
  PROP_VIEW_STATE,
  PROP_N_BYTES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TroveVersion, trove_version, G_TYPE_OBJECT)

static void
trove_version_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveVersion *self = TROVE_VERSION (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, trove_version_get_label (self));
      break;
    case PROP_TIME:
      g_value_set_int64 (value, trove_version_get_time (self));
      break;
    case PROP_KEPT:
      g_value_set_boolean (value, trove_version_get_kept (self));
      break;
    case PROP_NAME:
      g_value_take_string (value, trove_version_dup_name (self));
      break;
    case PROP_VIEW_STATE:
      g_value_set_variant (value, trove_version_get_view_state (self));
      break;
    case PROP_N_BYTES:
      g_value_set_uint64 (value, trove_version_get_n_bytes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_version_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TroveVersion *self = TROVE_VERSION (object);

  switch (id)
    {
    case PROP_KEPT:
      trove_version_set_kept (self, g_value_get_boolean (value));
      break;
    case PROP_NAME:
      trove_version_set_name (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_version_finalize (GObject *object)
{
  TroveVersion *self = TROVE_VERSION (object);

  g_clear_pointer (&self->handles, trove_handles_unref);
  g_clear_pointer (&self->step, trove_step_unref);

  G_OBJECT_CLASS (trove_version_parent_class)->finalize (object);
}

static void
trove_version_class_init (TroveVersionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trove_version_get_property;
  object_class->set_property = trove_version_set_property;
  object_class->finalize = trove_version_finalize;

  /**
   * TroveVersion:label: (getter get_label)
   *
   * A description of the step for the user, or %NULL.
   *
   * Since: 1.0
   */
  properties[PROP_LABEL] =
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveVersion:time: (getter get_time)
   *
   * When the version was made, in microseconds since 1970, as g_get_real_time() gives it. A version is later than those that
   * it was made from, also where the clock was set back. The first version of a branch has the time of the version that it
   * was branched from.
   *
   * Since: 1.0
   */
  properties[PROP_TIME] = g_param_spec_int64 ("time", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveVersion:kept: (getter get_kept) (setter set_kept)
   *
   * Whether the version stays in the history in any case: no step takes its place, and no limit of the history drops
   * it.
   *
   * Since: 1.0
   */
  properties[PROP_KEPT] = g_param_spec_boolean (
      "kept", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * TroveVersion:name: (getter dup_name) (setter set_name)
   *
   * A name that the user has given to the version, as "Sent to the printer", or %NULL.
   *
   * The label says what was done and does not change; the name says what the version is. It is saved with the version. A version
   * with a name leaves the history as any other: set [property@Trove.Version:kept] too, so that it stays. The first version of a
   * branch has no name.
   *
   * Since: 1.0
   */
  properties[PROP_NAME] = g_param_spec_string (
      "name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * TroveVersion:view-state: (getter get_view_state)
   *
   * The view state of the document when the version was made, or %NULL.
   *
   * Since: 1.0
   */
  properties[PROP_VIEW_STATE] = g_param_spec_variant ("view-state", NULL, NULL, G_VARIANT_TYPE_ANY, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveVersion:n-bytes: (getter get_n_bytes)
   *
   * About the number of bytes that are freed when the version leaves the history and nothing else holds it: those of the
   * objects that the next version has replaced or removed. Of several next versions, the one that replaced least counts. At
   * the end of a branch, the bytes of the objects that were written for the version.
   *
   * Bytes are counted while the document has a limit of its history, [property@Trove.Document:max-versions] or
   * [property@Trove.Document:max-history-bytes]. Of a version that was made before, the number is 0.
   *
   * The value changes without a notification, when a version is made from this one.
   *
   * Since: 1.0
   */
  properties[PROP_N_BYTES] = g_param_spec_uint64 ("n-bytes", NULL, NULL, 0, G_MAXUINT64, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_version_init (TroveVersion *self)
{
}

TroveVersion *
trove_version_of (TroveStep *step)
{
  static GMutex lock; /* over the making of versions */
  TroveVersion *self;

  g_mutex_lock (&lock);
  self = g_weak_ref_get (&step->version);
  if (self == NULL)
    {
      self = g_object_new (TROVE_TYPE_VERSION, NULL);
      self->step = trove_step_ref (step);
      self->handles = trove_handles_new (&step->state);
      self->handles->version = self;
      if (trove_step_is_read (step))
        atomic_store_explicit (&self->state, &step->state, memory_order_relaxed);
      g_weak_ref_set (&step->version, self);
    }
  g_mutex_unlock (&lock);
  return self;
}

/* Reading the state */

static gboolean
read_state (TroveVersion *self, GError **error)
{
  if (!trove_step_read (self->step, error))
    return FALSE;
  atomic_store_explicit (&self->state, &self->step->state, memory_order_release);
  return TRUE;
}

const TroveState *
trove_version_read_state (TroveVersion *self)
{
  static const TroveState empty = { NULL, 0, 0 };
  g_autoptr (GError) error = NULL;

  if (read_state (self, &error))
    return &self->step->state;
  if (atomic_exchange_explicit (&self->has_warned, TRUE, memory_order_relaxed) == FALSE)
    g_warning ("A version reads as one without objects: %s", error->message);
  return &empty;
}

/**
 * trove_version_read:
 * @self: a version
 * @error: return location for an error
 *
 * Reads the objects of the version from the file that its document was loaded from. The functions that return objects do that
 * themselves when they are called first. A window calls this function on another thread, so that it does not wait, and to be told
 * of an error. If a version cannot be read, those functions read it as one without objects, and warn once.
 *
 * Any thread may call the function.
 *
 * Cost: constant for a version that was not loaded from a file, or was read before. Otherwise of the changes between the version
 * and the nearest one that was read.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_DAMAGED if the file does not have what the version needs, %TROVE_ERROR_COPY_FAILED,
 *   %TROVE_ERROR_FULL, %TROVE_ERROR_NO_MEMORY, or %TROVE_ERROR_BUSY when reading another version calls a function that copies or
 *   clears a value, and that calls this one
 *
 * Since: 1.0
 */
gboolean
trove_version_read (TroveVersion *self, GError **error)
{
  g_return_val_if_fail (trove_version_is_made (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return read_state (self, error);
}

/* A handler may drop the version. */
static void
tell_mark (TroveVersion *self, GParamSpec *pspec)
{
  TroveStep *step = trove_step_ref (self->step);

  g_object_notify_by_pspec (G_OBJECT (self), pspec);
  trove_step_tell_mark (step);
  trove_step_unref (step);
}

/* Description */

/**
 * trove_version_dup_id:
 * @self: a version
 *
 * Returns the id of the version: 128 random bits, which no other version has. The first version of a branch has the id of
 * the version that it was branched from.
 *
 * Returns: (transfer full): the id, as 32 hexadecimal digits
 *
 * Since: 1.0
 */
char *
trove_version_dup_id (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);

  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", self->step->lineage->id[0],
                          self->step->lineage->id[1]);
}

/**
 * trove_version_get_label: (get-property label)
 * @self: a version
 *
 * Returns the label of the step that made the version.
 *
 * Returns: (nullable): what was done, or %NULL
 *
 * Since: 1.0
 */
const char *
trove_version_get_label (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);

  return self->step->label;
}

/**
 * trove_version_get_time: (get-property time)
 * @self: a version
 *
 * Returns the time when the version was made.
 *
 * Returns: when the version was made, in microseconds since 1970
 *
 * Since: 1.0
 */
gint64
trove_version_get_time (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);

  return self->step->lineage->time;
}

/**
 * trove_version_dup_parents:
 * @self: a version
 *
 * Lists the versions that this one was made from: none for the first of a document, two for a merge, of which the second is the
 * version that was merged. A version that is not in the history of a document, or whose document is gone, has none. A parent that
 * was dropped by a limit of the history is not listed; a version that was merged is.
 *
 * Returns: (transfer container) (element-type TroveVersion): the versions
 *
 * Since: 1.0
 */
GPtrArray *
trove_version_dup_parents (TroveVersion *self)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func (g_object_unref);
  TroveStep *parents[TROVE_STEP_MAX_PARENTS];
  guint n;

  g_return_val_if_fail (trove_version_is_made (self), versions);

  n = trove_step_dup_parents (self->step, parents);
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (versions, trove_version_of (parents[i]));
      trove_step_unref (parents[i]);
    }
  return versions;
}

/**
 * trove_version_get_kept: (get-property kept)
 * @self: a version
 *
 * Returns whether the version stays in the history in any case.
 *
 * Returns: %TRUE if the version stays in the history in any case
 *
 * Since: 1.0
 */
gboolean
trove_version_get_kept (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), FALSE);

  return trove_step_is_kept (self->step);
}

/**
 * trove_version_set_kept: (set-property kept)
 * @self: a version
 * @kept: %TRUE to keep the version
 *
 * Keeps a version in the history, whatever is done later: see [property@Trove.Document:max-versions]. A version that has
 * left the history does not come back.
 *
 * A version that is not kept any more may leave the history when the next step is made.
 *
 * A document in whose history the version is becomes [property@Trove.Document:modified].
 *
 * Any thread may call the function. [signal@GObject.Object::notify] is emitted on that thread.
 *
 * Since: 1.0
 */
void
trove_version_set_kept (TroveVersion *self, gboolean kept)
{
  g_return_if_fail (trove_version_is_made (self));

  if (trove_step_set_kept (self->step, kept))
    tell_mark (self, properties[PROP_KEPT]);
}

/**
 * trove_version_dup_name: (get-property name)
 * @self: a version
 *
 * Returns the name that the user has given to the version. Any thread may call the function.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL
 *
 * Since: 1.0
 */
char *
trove_version_dup_name (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);

  return trove_step_dup_name (self->step);
}

/**
 * trove_version_set_name: (set-property name)
 * @self: a version
 * @name: (nullable): a name in UTF-8; %NULL or the empty string for none
 *
 * Gives the version a name. See [property@Trove.Version:name].
 *
 * A document in whose history the version is becomes [property@Trove.Document:modified].
 *
 * Any thread may call the function. [signal@GObject.Object::notify] is emitted on that thread.
 *
 * Since: 1.0
 */
void
trove_version_set_name (TroveVersion *self, const char *name)
{
  g_return_if_fail (trove_version_is_made (self));
  g_return_if_fail (name == NULL || g_utf8_validate (name, -1, NULL));

  if (trove_step_set_name (self->step, name))
    tell_mark (self, properties[PROP_NAME]);
}

/**
 * trove_version_get_view_state: (get-property view-state)
 * @self: a version
 *
 * Returns the view state that the document had when the version was made.
 *
 * Returns: (nullable) (transfer none): the view state when the version was made, or %NULL
 *
 * Since: 1.0
 */
GVariant *
trove_version_get_view_state (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);

  return self->step->view_state;
}

/**
 * trove_version_get_n_bytes: (get-property n-bytes)
 * @self: a version
 *
 * Returns about the number of bytes that the version alone keeps in memory. See [property@Trove.Version:n-bytes]. The
 * number is 0 for a version that is no step.
 *
 * Returns: the number of bytes
 *
 * Since: 1.0
 */
guint64
trove_version_get_n_bytes (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);

  return atomic_load_explicit (&self->step->n_bytes, memory_order_relaxed);
}

/* Objects */

/**
 * trove_version_dup_root:
 * @self: a version
 *
 * Returns the root object of the version. Any thread may call the function, and read the object.
 *
 * Returns: (transfer full) (nullable): the root object, or %NULL after a warning if the version cannot be read
 *
 * Since: 1.0
 */
TroveObject *
trove_version_dup_root (TroveVersion *self)
{
  TroveKey root;

  g_return_val_if_fail (trove_version_is_made (self), NULL);

  root = trove_version_state (self)->root;
  return root != 0 ? trove_object_handle_ensure (self->handles, root) : NULL;
}

/**
 * trove_version_lookup:
 * @self: a version
 * @key: a key
 *
 * Returns the object with a key, as it is in the version. The object never changes, and holds the version. While somebody
 * holds the object, it is the same each time. Any thread may call the function, and read the object.
 *
 * Cost: a look-up, and making the handle if there is none.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL if the version has no such object
 *
 * Since: 1.0
 */
TroveObject *
trove_version_lookup (TroveVersion *self, TroveKey key)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);

  if (trove_state_peek (trove_version_state (self), key) == NULL)
    return NULL;
  return trove_object_handle_ensure (self->handles, key);
}

/* Reading */

/**
 * trove_version_get_root_key:
 * @self: a version
 *
 * Returns the key of the root object.
 *
 * Returns: the key of the root object, or 0 after a warning if the version cannot be read
 *
 * Since: 1.0
 */
TroveKey
trove_version_get_root_key (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);

  return trove_version_state (self)->root;
}

/**
 * trove_version_get_n_objects:
 * @self: a version
 *
 * Counts the objects of the version.
 *
 * Returns: the number of objects, or 0 after a warning if the version cannot be read
 *
 * Since: 1.0
 */
guint64
trove_version_get_n_objects (TroveVersion *self)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);

  return trove_version_state (self)->n_objects;
}

/**
 * trove_version_get_next_key:
 * @self: a version
 * @key: a key, or 0
 *
 * Walks all objects in increasing order of their keys: start with 0, and go on with the key that was returned.
 *
 * Returns: the least key above @key that is in the version, or 0 at the end
 *
 * Since: 1.0
 */
TroveKey
trove_version_get_next_key (TroveVersion *self, TroveKey key)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);

  return key < TROVE_KEY_LIMIT - 1 ? trove_key_map_next (trove_version_state (self)->objects, key + 1, NULL) :
                                     0;
}

/**
 * trove_version_peek: (skip)
 * @self: a version
 * @key: a key
 * @type: (out) (optional): return location for the type of the object
 *
 * Returns the data of an object: the struct that its class was installed with. The data must not be written to. It is
 * valid as long as the version.
 *
 * Returns: (nullable): the data, or %NULL if the version has no such object
 *
 * Since: 1.0
 */
gconstpointer
trove_version_peek (TroveVersion *self, TroveKey key, GType *type)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);

  return trove_by_key_peek (trove_version_state (self), key, type);
}

/**
 * trove_version_get_n_children: (skip)
 * @self: a version
 * @key: the key of an object
 * @list: the name of one of its lists
 *
 * Counts the items of a list.
 *
 * Returns: the number of items of the list; 0 if the version has no such object
 *
 * Since: 1.0
 */
guint
trove_version_get_n_children (TroveVersion *self, TroveKey key, const char *list)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);
  g_return_val_if_fail (list != NULL, 0);

  return trove_by_key_n_items (trove_version_state (self), key, list);
}

/**
 * trove_version_get_children: (skip)
 * @self: a version
 * @key: the key of an object
 * @list: the name of one of its lists, of owned objects or of references
 * @first: position of the first item
 * @keys: (out caller-allocates) (array length=n): room for @n keys
 * @n: number of items
 *
 * Copies the keys of items of a list.
 *
 * Returns: the number of keys that were copied: fewer than @n at the end of the list, 0 past it
 *
 * Since: 1.0
 */
guint
trove_version_get_children (TroveVersion *self, TroveKey key, const char *list, guint first, TroveKey *keys,
                            guint n)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);
  g_return_val_if_fail (list != NULL, 0);
  g_return_val_if_fail (keys != NULL || n == 0, 0);

  return trove_by_key_copy_items (trove_version_state (self), key, list, first, keys, n);
}

/**
 * trove_version_peek_children: (skip)
 * @self: a version
 * @key: the key of an object
 * @list: the name of one of its lists, of owned objects or of references
 * @first: position of the first item
 * @n: (out): return location for the number of keys
 *
 * Returns a run of the keys of a list without copying them. The next run begins at @first + @n. The keys are valid as
 * long as the version.
 *
 * ```c
 * for (guint i = 0; (keys = trove_version_peek_children (version, key, "children", i, &n)) != NULL; i += n)
 *   for (guint j = 0; j < n; j++)
 *     visit (keys[j]);
 * ```
 *
 * Returns: (nullable) (array length=n): the keys from @first on, or %NULL past the end of the list
 *
 * Since: 1.0
 */
const TroveKey *
trove_version_peek_children (TroveVersion *self, TroveKey key, const char *list, guint first, guint *n)
{
  if (n != NULL)
    *n = 0;
  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (list != NULL, NULL);
  g_return_val_if_fail (n != NULL, NULL);

  return trove_by_key_peek_items (trove_version_state (self), key, list, first, n);
}

/**
 * trove_version_get_owner: (skip)
 * @self: a version
 * @key: the key of an object
 * @property: (out) (optional) (transfer none) (nullable): return location for the name of the owner's property
 * @position: (out) (optional): return location for the position in the owner's list; 0 in a property that is no list
 *
 * Returns the owner of an object. See [method@Trove.Document.get_owner].
 *
 * Returns: the key of the owner; 0 for the root, and if the version has no such object
 *
 * Since: 1.0
 */
TroveKey
trove_version_get_owner (TroveVersion *self, TroveKey key, const char **property, guint *position)
{
  g_return_val_if_fail (trove_version_is_made (self), 0);

  return trove_by_key_owner (trove_version_state (self), key, property, position);
}

/**
 * trove_version_dup_referrers: (skip)
 * @self: a version
 * @key: the key of an object
 * @n: (out): return location for the number of keys
 *
 * Lists the objects that refer to an object, by a property or a list of references.
 *
 * Returns: (array length=n): the keys of the objects, each once, in increasing order
 *
 * Since: 1.0
 */
TroveKey *
trove_version_dup_referrers (TroveVersion *self, TroveKey key, gsize *n)
{
  if (n != NULL)
    *n = 0;
  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  return trove_by_key_dup_referrers (trove_version_state (self), key, n);
}
