/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-change-private.h"

#include "state/class-value.h"

#include "by-key.h"

/**
 * TroveChange:
 *
 * One difference between two versions: an object that was added, removed or moved, a property with another value, or a
 * list with other items.
 *
 * [class@Trove.Changes] has all differences between two versions, and says in which order they stand.
 *
 * A change does not change itself, and is read by any number of threads. It reads as long as somebody holds it.
 *
 * Since: 1.0
 */

struct _TroveChange
{
  GObject parent_instance;

  TroveDirection direction; /* with a reference */
  guint64 entry;
};

enum
{
  PROP_KIND = 1,
  PROP_KEY,
  PROP_OBJECT_TYPE,
  PROP_PROPERTY_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TroveChange, trove_change, G_TYPE_OBJECT)

/* Other languages name the kinds by their nicknames. */
GType
trove_change_kind_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { TROVE_CHANGE_ADDED, "TROVE_CHANGE_ADDED", "added" },
    { TROVE_CHANGE_REMOVED, "TROVE_CHANGE_REMOVED", "removed" },
    { TROVE_CHANGE_MOVED, "TROVE_CHANGE_MOVED", "moved" },
    { TROVE_CHANGE_SET, "TROVE_CHANGE_SET", "set" },
    { TROVE_CHANGE_LIST, "TROVE_CHANGE_LIST", "list" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TroveChangeKind", values));

  return type;
}

/* FALSE for an object of another type, and for one that was made by g_object_new (), which has no comparison. */
static gboolean
is_made (TroveChange *self)
{
  return TROVE_IS_CHANGE (self) && self->direction.comparison != NULL;
}

static void
trove_change_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveChange *self = TROVE_CHANGE (object);

  switch (id)
    {
    case PROP_KIND:
      g_value_set_enum (value, trove_change_get_kind (self));
      break;
    case PROP_KEY:
      g_value_set_uint64 (value, trove_change_get_key (self));
      break;
    case PROP_OBJECT_TYPE:
      g_value_set_gtype (value, trove_change_get_object_type (self));
      break;
    case PROP_PROPERTY_NAME:
      g_value_set_string (value, trove_change_get_property_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_change_finalize (GObject *object)
{
  TroveChange *self = TROVE_CHANGE (object);

  g_clear_pointer (&self->direction.comparison, trove_comparison_unref);

  G_OBJECT_CLASS (trove_change_parent_class)->finalize (object);
}

static void
trove_change_class_init (TroveChangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = trove_change_get_property;
  object_class->finalize = trove_change_finalize;

  /**
   * TroveChange:kind: (getter get_kind)
   *
   * The kind of difference.
   *
   * Since: 1.0
   */
  properties[PROP_KIND] =
      g_param_spec_enum ("kind", NULL, NULL, TROVE_TYPE_CHANGE_KIND, TROVE_CHANGE_ADDED, readable);
  /**
   * TroveChange:key: (getter get_key)
   *
   * The [alias@Trove.Key] of the object that differs.
   *
   * Since: 1.0
   */
  properties[PROP_KEY] = g_param_spec_uint64 ("key", NULL, NULL, 0, G_MAXUINT64, 0, readable);
  /**
   * TroveChange:object-type: (getter get_object_type)
   *
   * The type of the object that differs.
   *
   * Since: 1.0
   */
  properties[PROP_OBJECT_TYPE] = g_param_spec_gtype ("object-type", NULL, NULL, G_TYPE_NONE, readable);
  /**
   * TroveChange:property-name: (getter get_property_name)
   *
   * The name of the property that has another value, or of the list that has other items. %NULL for other kinds.
   *
   * Since: 1.0
   */
  properties[PROP_PROPERTY_NAME] = g_param_spec_string ("property-name", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_change_init (TroveChange *self)
{
}

TroveChange *
trove_change_new (const TroveDirection *direction, guint index)
{
  TroveChange *self = g_object_new (TROVE_TYPE_CHANGE, NULL);

  self->direction = *direction;
  trove_comparison_ref (self->direction.comparison);
  self->entry = trove_state_changes_get (trove_comparison_changes (direction->comparison), index);
  return self;
}

/* Description */

/**
 * trove_change_get_kind: (get-property kind)
 * @self: a change
 *
 * Returns the kind of the change.
 *
 * Returns: the kind of difference
 *
 * Since: 1.0
 */
TroveChangeKind
trove_change_get_kind (TroveChange *self)
{
  g_return_val_if_fail (is_made (self), TROVE_CHANGE_ADDED);

  return trove_direction_kind (&self->direction, self->entry);
}

/**
 * trove_change_get_key: (get-property key)
 * @self: a change
 *
 * Returns the key of the object that changed.
 *
 * Returns: the key of the object that differs
 *
 * Since: 1.0
 */
TroveKey
trove_change_get_key (TroveChange *self)
{
  g_return_val_if_fail (is_made (self), 0);

  return trove_entry_key (self->entry);
}

/**
 * trove_change_get_object_type: (get-property object-type)
 * @self: a change
 *
 * Returns the type of the object that changed.
 *
 * Returns: the type of the object that differs
 *
 * Since: 1.0
 */
GType
trove_change_get_object_type (TroveChange *self)
{
  g_return_val_if_fail (is_made (self), G_TYPE_INVALID);

  return trove_direction_class (&self->direction, self->entry)->type;
}

/**
 * trove_change_get_property_name: (get-property property-name)
 * @self: a change
 *
 * Returns the name of the property or list that changed.
 *
 * Returns: (nullable): the name of the property that has another value, or of the list that has other items; %NULL for
 *   other kinds
 *
 * Since: 1.0
 */
const char *
trove_change_get_property_name (TroveChange *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return trove_direction_property (&self->direction, self->entry);
}

/* Values */

static GValue *
dup_value (const TroveChange *self, const TroveStep *step)
{
  const TroveRecord *record;
  GValue *value;

  if (trove_entry_kind (self->entry) != TROVE_ENTRY_SET)
    return NULL;

  record = trove_state_get (&step->state, trove_entry_key (self->entry));
  value = g_new0 (GValue, 1);
  trove_class_value_get (&record->klass->fields[trove_entry_field (self->entry)], trove_record_data (record),
                         value);
  return value;
}

/**
 * trove_change_dup_old_value:
 * @self: a change
 *
 * Returns the value of the property in the earlier version, for a change of the kind %TROVE_CHANGE_SET. A reference,
 * and an owned property that is no list, is the key of an object, a %G_TYPE_UINT64, 0 for none.
 *
 * Returns: (transfer full) (nullable): a copy of the value, or %NULL for a change of another kind
 *
 * Since: 1.0
 */
GValue *
trove_change_dup_old_value (TroveChange *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return dup_value (self, trove_direction_from (&self->direction));
}

/**
 * trove_change_dup_new_value:
 * @self: a change
 *
 * Returns the value of the property in the later version, as [method@Trove.Change.dup_old_value].
 *
 * Returns: (transfer full) (nullable): a copy of the value, or %NULL for a change of another kind
 *
 * Since: 1.0
 */
GValue *
trove_change_dup_new_value (TroveChange *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return dup_value (self, trove_direction_to (&self->direction));
}

/* Owners */

/* The owner in one version, which an object that is not in the version has not. */
static TroveKey
get_owner (const TroveChange *self, const TroveStep *step, const char **property, guint *position)
{
  TroveKey key = trove_entry_kind (self->entry) <= TROVE_ENTRY_MOVED ? trove_entry_key (self->entry) : 0;

  return trove_by_key_owner (&step->state, key, property, position);
}

/**
 * trove_change_get_old_owner:
 * @self: a change
 * @property: (out) (optional) (transfer none) (nullable): return location for the name of the owner's property
 * @position: (out) (optional): return location for the position in the owner's list; 0 in a property that is no list
 *
 * Returns the owner that the object had in the earlier version, for a change of the kind %TROVE_CHANGE_REMOVED or
 * %TROVE_CHANGE_MOVED.
 *
 * Cost: as [method@Trove.Document.get_owner].
 *
 * Returns: the key of the owner; 0 for an object without an owner, and for a change of another kind
 *
 * Since: 1.0
 */
TroveKey
trove_change_get_old_owner (TroveChange *self, const char **property, guint *position)
{
  g_return_val_if_fail (is_made (self), 0);

  return get_owner (self, trove_direction_from (&self->direction), property, position);
}

/**
 * trove_change_get_new_owner:
 * @self: a change
 * @property: (out) (optional) (transfer none) (nullable): return location for the name of the owner's property
 * @position: (out) (optional): return location for the position in the owner's list; 0 in a property that is no list
 *
 * Returns the owner that the object has in the later version, for a change of the kind %TROVE_CHANGE_ADDED or
 * %TROVE_CHANGE_MOVED.
 *
 * Cost: as [method@Trove.Document.get_owner].
 *
 * Returns: the key of the owner; 0 for an object without an owner, as [method@Trove.Document.freeze] may find it, and
 *   for a change of another kind
 *
 * Since: 1.0
 */
TroveKey
trove_change_get_new_owner (TroveChange *self, const char **property, guint *position)
{
  g_return_val_if_fail (is_made (self), 0);

  return get_owner (self, trove_direction_to (&self->direction), property, position);
}

/* Lists */

static const TroveListRun *
get_runs (const TroveChange *self, guint32 *n)
{
  *n = 0;
  return trove_entry_kind (self->entry) == TROVE_ENTRY_LIST ?
             trove_state_changes_runs (trove_comparison_changes (self->direction.comparison), self->entry,
                                       n) :
             NULL;
}

/**
 * trove_change_get_n_runs:
 * @self: a change
 *
 * Returns the number of runs, for a change of the kind %TROVE_CHANGE_LIST. A run is a range of adjacent items that is
 * replaced by another range: either may be empty. Runs are in increasing order, and two of them are never adjacent. All
 * items outside of the runs are in both versions of the list, in the same order.
 *
 * Returns: the number of runs; 0 for a change of another kind
 *
 * Since: 1.0
 */
guint
trove_change_get_n_runs (TroveChange *self)
{
  guint32 n;

  g_return_val_if_fail (is_made (self), 0);

  get_runs (self, &n);
  return n;
}

/**
 * trove_change_get_run:
 * @self: a change of a list
 * @index: a number below [method@Trove.Change.get_n_runs]
 * @old_position: (out) (optional): return location for the position of the first item that is removed, in the list of the
 *   earlier version
 * @n_removed: (out) (optional): return location for the number of items that are removed
 * @new_position: (out) (optional): return location for the position of the first item that is added, in the list of the
 *   later version
 * @n_added: (out) (optional): return location for the number of items that are added
 *
 * Returns a run of items that is replaced. The items are read from the two versions, as with
 * [method@Trove.Version.get_children].
 *
 * Since: 1.0
 */
void
trove_change_get_run (TroveChange *self, guint index, guint *old_position, guint *n_removed,
                      guint *new_position, guint *n_added)
{
  const TroveListRun *runs;
  TroveListRun run;
  guint32 n;

  g_return_if_fail (is_made (self));
  runs = get_runs (self, &n);
  g_return_if_fail (index < n);

  run = runs[index];
  if (self->direction.backwards)
    run = (TroveListRun){ run.b, run.n_inserted, run.a, run.n_removed };
  if (old_position != NULL)
    *old_position = run.a;
  if (n_removed != NULL)
    *n_removed = run.n_removed;
  if (new_position != NULL)
    *new_position = run.b;
  if (n_added != NULL)
    *n_added = run.n_inserted;
}
