/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-conflict-private.h"

/**
 * TroveConflict:
 *
 * A change that was not applied to a document, or a part of it, since something was in its way.
 *
 * [class@Trove.Merge] has all conflicts of changes that were applied. The values have three names:
 *
 * - *base*: the value before the change;
 * - *ours*: the value in the document, which stays;
 * - *theirs*: the value after the change.
 *
 * For a property these are its values. For a conflict about the owner of an object, they are the keys of owners. For an
 * item that is left out of a list of references, theirs is its key.
 *
 * A conflict does not change, and any thread reads it.
 *
 * Since: 1.0
 */

struct _TroveConflict
{
  GObject parent_instance;
  TroveObstacle obstacle; /* klass NULL: made by g_object_new () */
  char *message;
};

enum
{
  PROP_KIND = 1,
  PROP_KEY,
  PROP_OBJECT_TYPE,
  PROP_PROPERTY_NAME,
  PROP_OTHER_KEY,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TroveConflict, trove_conflict, G_TYPE_OBJECT)

#define SAME_KIND(name) G_STATIC_ASSERT ((int) TROVE_CONFLICT_##name == (int) TROVE_OBSTACLE_##name)

SAME_KIND (ABSENT_OBJECT);
SAME_KIND (ABSENT_OWNER);
SAME_KIND (ABSENT_TARGET);
SAME_KIND (NOT_PICKED);
SAME_KIND (LATER_VALUE);
SAME_KIND (LATER_PLACE);
SAME_KIND (OCCUPIED);
SAME_KIND (IN_USE);
SAME_KIND (CYCLE);
SAME_KIND (EXISTS);

/* Other languages name the kinds by their nicknames. */
GType
trove_conflict_kind_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { TROVE_CONFLICT_ABSENT_OBJECT, "TROVE_CONFLICT_ABSENT_OBJECT", "absent-object" },
    { TROVE_CONFLICT_ABSENT_OWNER, "TROVE_CONFLICT_ABSENT_OWNER", "absent-owner" },
    { TROVE_CONFLICT_ABSENT_TARGET, "TROVE_CONFLICT_ABSENT_TARGET", "absent-target" },
    { TROVE_CONFLICT_NOT_PICKED, "TROVE_CONFLICT_NOT_PICKED", "not-picked" },
    { TROVE_CONFLICT_LATER_VALUE, "TROVE_CONFLICT_LATER_VALUE", "later-value" },
    { TROVE_CONFLICT_LATER_PLACE, "TROVE_CONFLICT_LATER_PLACE", "later-place" },
    { TROVE_CONFLICT_OCCUPIED, "TROVE_CONFLICT_OCCUPIED", "occupied" },
    { TROVE_CONFLICT_IN_USE, "TROVE_CONFLICT_IN_USE", "in-use" },
    { TROVE_CONFLICT_CYCLE, "TROVE_CONFLICT_CYCLE", "cycle" },
    { TROVE_CONFLICT_EXISTS, "TROVE_CONFLICT_EXISTS", "exists" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TroveConflictKind", values));

  return type;
}

/* FALSE for an object of another type, and for one that was made by g_object_new (). */
static gboolean
is_made (TroveConflict *self)
{
  return TROVE_IS_CONFLICT (self) && self->obstacle.klass != NULL;
}

static void
trove_conflict_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveConflict *self = TROVE_CONFLICT (object);

  switch (id)
    {
    case PROP_KIND:
      g_value_set_enum (value, trove_conflict_get_kind (self));
      break;
    case PROP_KEY:
      g_value_set_uint64 (value, trove_conflict_get_key (self));
      break;
    case PROP_OBJECT_TYPE:
      g_value_set_gtype (value, trove_conflict_get_object_type (self));
      break;
    case PROP_PROPERTY_NAME:
      g_value_set_string (value, trove_conflict_get_property_name (self));
      break;
    case PROP_OTHER_KEY:
      g_value_set_uint64 (value, trove_conflict_get_other_key (self));
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, trove_conflict_get_message (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_conflict_finalize (GObject *object)
{
  TroveConflict *self = TROVE_CONFLICT (object);

  trove_obstacle_clear (&self->obstacle);
  g_free (self->message);

  G_OBJECT_CLASS (trove_conflict_parent_class)->finalize (object);
}

static void
trove_conflict_class_init (TroveConflictClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = trove_conflict_get_property;
  object_class->finalize = trove_conflict_finalize;

  /**
   * TroveConflict:kind: (getter get_kind)
   *
   * The reason of the conflict.
   *
   * Since: 1.0
   */
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, TROVE_TYPE_CONFLICT_KIND,
                                             TROVE_CONFLICT_ABSENT_OBJECT, readable);
  /**
   * TroveConflict:key: (getter get_key)
   *
   * The [alias@Trove.Key] of the object that the change is of.
   *
   * Since: 1.0
   */
  properties[PROP_KEY] = g_param_spec_uint64 ("key", NULL, NULL, 0, G_MAXUINT64, 0, readable);
  /**
   * TroveConflict:object-type: (getter get_object_type)
   *
   * The type of the object that the change is of.
   *
   * Since: 1.0
   */
  properties[PROP_OBJECT_TYPE] = g_param_spec_gtype ("object-type", NULL, NULL, G_TYPE_NONE, readable);
  /**
   * TroveConflict:property-name: (getter get_property_name)
   *
   * The name of the property or list that has a conflict, or %NULL.
   *
   * Since: 1.0
   */
  properties[PROP_PROPERTY_NAME] = g_param_spec_string ("property-name", NULL, NULL, NULL, readable);
  /**
   * TroveConflict:other-key: (getter get_other_key)
   *
   * The key of another object: the one that is not there, or is in the way. 0 if there is none.
   *
   * Since: 1.0
   */
  properties[PROP_OTHER_KEY] = g_param_spec_uint64 ("other-key", NULL, NULL, 0, G_MAXUINT64, 0, readable);
  /**
   * TroveConflict:message: (getter get_message)
   *
   * A description of the conflict for programmers, in English.
   *
   * Since: 1.0
   */
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_conflict_init (TroveConflict *self)
{
}

/* Messages */

#define OTHER "object %" G_GUINT64_FORMAT

static char *
describe_absent (const TroveObstacle *obstacle, const char *name)
{
  if (obstacle->field == NULL)
    return g_strdup_printf ("%s is not in the document any more, and is not moved", name);
  return g_strdup_printf ("%s is not in the document any more, and its \"%s\" is not changed", name,
                          obstacle->field->pspec->name);
}

static char *
describe_owner (const TroveObstacle *obstacle, const char *name)
{
  if (obstacle->other == 0)
    return g_strdup_printf ("%s is not added: it has no owner", name);
  return g_strdup_printf ("%s stays without " OTHER " as its owner, which is not in the document", name,
                          obstacle->other);
}

static char *
describe_value (const TroveObstacle *obstacle, const char *name, const char *property)
{
  if (trove_entry_kind (obstacle->entry) <= TROVE_ENTRY_REMOVED)
    return g_strdup_printf ("%s is not removed: its \"%s\" has been changed since", name, property);
  if (obstacle->other != 0)
    return g_strdup_printf ("\"%s\" of %s has lost " OTHER " since, which is not moved", property, name,
                            obstacle->other);
  return g_strdup_printf ("\"%s\" of %s has a later value, which stays", property, name);
}

static char *
describe_exists (const TroveObstacle *obstacle, const char *name)
{
  if (obstacle->field == NULL)
    return g_strdup_printf ("%s is not added: it is in the document, at another place", name);
  return g_strdup_printf ("%s is not added: it is in the document, with another value of \"%s\"", name,
                          obstacle->field->pspec->name);
}

static char *
describe (const TroveObstacle *obstacle)
{
  const char *property = obstacle->field != NULL ? obstacle->field->pspec->name : NULL;
  g_autofree char *name = g_strdup_printf ("%s %" G_GUINT64_FORMAT, g_type_name (obstacle->klass->type),
                                           trove_entry_key (obstacle->entry));

  switch (obstacle->kind)
    {
    case TROVE_OBSTACLE_ABSENT_OBJECT:
      return describe_absent (obstacle, name);
    case TROVE_OBSTACLE_ABSENT_OWNER:
      return describe_owner (obstacle, name);
    case TROVE_OBSTACLE_ABSENT_TARGET:
      return g_strdup_printf ("\"%s\" of %s cannot name " OTHER ", which is not in the document", property,
                              name, obstacle->other);
    case TROVE_OBSTACLE_NOT_PICKED:
      return g_strdup_printf ("\"%s\" of %s depends on a change of " OTHER ", which was not picked", property,
                              name, obstacle->other);
    case TROVE_OBSTACLE_LATER_VALUE:
      return describe_value (obstacle, name, property);
    case TROVE_OBSTACLE_LATER_PLACE:
      return g_strdup_printf ("%s has been moved since, and stays where it is", name);
    case TROVE_OBSTACLE_OCCUPIED:
      return g_strdup_printf ("%s is not put in its place, which " OTHER " has", name, obstacle->other);
    case TROVE_OBSTACLE_IN_USE:
      return g_strdup_printf ("%s is not removed: " OTHER
                              " stays, which owns it, is owned by it or refers to it",
                              name, obstacle->other);
    case TROVE_OBSTACLE_CYCLE:
      return g_strdup_printf ("%s is not moved to " OTHER ", which it owns", name, obstacle->other);
    case TROVE_OBSTACLE_EXISTS:
    default: /* the one that is left */
      return describe_exists (obstacle, name);
    }
}

TroveConflict *
trove_conflict_new (TroveObstacle *obstacle)
{
  TroveConflict *self = g_object_new (TROVE_TYPE_CONFLICT, NULL);

  self->obstacle = *obstacle;
  obstacle->base = obstacle->ours = obstacle->theirs = (GValue) G_VALUE_INIT;
  self->message = describe (&self->obstacle);
  return self;
}

/* Description */

/**
 * trove_conflict_get_kind: (get-property kind)
 * @self: a conflict
 *
 * Returns the reason of the conflict.
 *
 * Returns: the reason
 *
 * Since: 1.0
 */
TroveConflictKind
trove_conflict_get_kind (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), TROVE_CONFLICT_ABSENT_OBJECT);

  return (TroveConflictKind) self->obstacle.kind;
}

/**
 * trove_conflict_get_key: (get-property key)
 * @self: a conflict
 *
 * Returns the key of the object that the change is of.
 *
 * Returns: the key of the object
 *
 * Since: 1.0
 */
TroveKey
trove_conflict_get_key (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), 0);

  return trove_entry_key (self->obstacle.entry);
}

/**
 * trove_conflict_get_object_type: (get-property object-type)
 * @self: a conflict
 *
 * Returns the type of the object that the change is of.
 *
 * Returns: the type of the object
 *
 * Since: 1.0
 */
GType
trove_conflict_get_object_type (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), G_TYPE_INVALID);

  return self->obstacle.klass->type;
}

/**
 * trove_conflict_get_property_name: (get-property property-name)
 * @self: a conflict
 *
 * Returns the name of the property or list that has a conflict. For an object that is not removed or not added, it is the
 * first property that has another value.
 *
 * Returns: (nullable): the name of the property or list, or %NULL for a conflict about the object as a whole
 *
 * Since: 1.0
 */
const char *
trove_conflict_get_property_name (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return self->obstacle.field != NULL ? self->obstacle.field->pspec->name : NULL;
}

/**
 * trove_conflict_get_other_key: (get-property other-key)
 * @self: a conflict
 *
 * Returns the key of another object: the owner or target that is not there, or the object that is in the way.
 *
 * Returns: the key of the other object, or 0
 *
 * Since: 1.0
 */
TroveKey
trove_conflict_get_other_key (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), 0);

  return self->obstacle.other;
}

/**
 * trove_conflict_get_message: (get-property message)
 * @self: a conflict
 *
 * Returns a description of the conflict for programmers: in English, with the type and the key of the object. An
 * application makes its own texts for users.
 *
 * Returns: the description
 *
 * Since: 1.0
 */
const char *
trove_conflict_get_message (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return self->message;
}

/* Values */

static GValue *
dup_value (const GValue *value)
{
  GValue *copy;

  if (!G_IS_VALUE (value))
    return NULL;
  copy = g_new0 (GValue, 1);
  g_value_init (copy, G_VALUE_TYPE (value));
  g_value_copy (value, copy);
  return copy;
}

/**
 * trove_conflict_dup_base_value:
 * @self: a conflict
 *
 * Returns the value before the change. A reference, and an owned property that is no list, is the key of an object, a
 * %G_TYPE_UINT64, 0 for none. So is the owner of an object.
 *
 * Returns: (transfer full) (nullable): a copy of the value, or %NULL if there is none
 *
 * Since: 1.0
 */
GValue *
trove_conflict_dup_base_value (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return dup_value (&self->obstacle.base);
}

/**
 * trove_conflict_dup_our_value:
 * @self: a conflict
 *
 * Returns the value that the document had when the changes were applied, as [method@Trove.Conflict.dup_base_value].
 *
 * Returns: (transfer full) (nullable): a copy of the value, or %NULL if there is none
 *
 * Since: 1.0
 */
GValue *
trove_conflict_dup_our_value (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return dup_value (&self->obstacle.ours);
}

/**
 * trove_conflict_dup_their_value:
 * @self: a conflict
 *
 * Returns the value after the change, as [method@Trove.Conflict.dup_base_value].
 *
 * Returns: (transfer full) (nullable): a copy of the value, or %NULL if there is none
 *
 * Since: 1.0
 */
GValue *
trove_conflict_dup_their_value (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), NULL);

  return dup_value (&self->obstacle.theirs);
}
