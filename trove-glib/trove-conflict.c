/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-conflict-private.h"

#include "conflict-text.h"
#include "document-choose.h"
#include "trove-version-private.h"

/**
 * TroveConflict:
 *
 * A change that was not made in a document, or a part of it, since something was in its way.
 *
 * [class@Trove.Merge] has all conflicts of a merge, or of changes that were applied. There are three versions:
 *
 * - *base*: before the change; of a merge, the version that both sides come from;
 * - *ours*: what the document had when it got the changes. It stays, but for some conflicts of merges, of which
 *   [property@Trove.Conflict:choice] tells;
 * - *theirs*: after the change; of a merge, the version that was merged.
 *
 * For a property these are its values. For a conflict about the owner of an object, they are the keys of owners. For an
 * item that is left out of a list of references, theirs is its key.
 *
 * Any thread reads a conflict. Its choice is one of the document's thread.
 *
 * Since: 1.0
 */

struct _TroveConflict
{
  GObject parent_instance;
  TroveObstacle obstacle; /* klass NULL: made by g_object_new () */
  char *message;
  TroveMergeContext *context; /* owned */
  TroveChoice choice;         /* of the document's thread */
};

enum
{
  PROP_KIND = 1,
  PROP_KEY,
  PROP_OBJECT_TYPE,
  PROP_PROPERTY_NAME,
  PROP_PROPERTY_NAMES,
  PROP_OTHER_KEY,
  PROP_MESSAGE,
  PROP_CHOICE,
  PROP_BASE_TEXT,
  PROP_OUR_TEXT,
  PROP_THEIR_TEXT,
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
SAME_KIND (RETURNED);

#define SAME_SIDE(name) G_STATIC_ASSERT ((int) TROVE_CHOICE_##name == (int) TROVE_SIDE_##name)

SAME_SIDE (OURS);
SAME_SIDE (THEIRS);
SAME_SIDE (BASE);

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
    { TROVE_CONFLICT_RETURNED, "TROVE_CONFLICT_RETURNED", "returned" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TroveConflictKind", values));

  return type;
}

GType
trove_choice_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { TROVE_CHOICE_OURS, "TROVE_CHOICE_OURS", "ours" },
    { TROVE_CHOICE_THEIRS, "TROVE_CHOICE_THEIRS", "theirs" },
    { TROVE_CHOICE_BASE, "TROVE_CHOICE_BASE", "base" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TroveChoice", values));

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
    case PROP_PROPERTY_NAMES:
      g_value_take_boxed (value, trove_conflict_dup_property_names (self));
      break;
    case PROP_OTHER_KEY:
      g_value_set_uint64 (value, trove_conflict_get_other_key (self));
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, trove_conflict_get_message (self));
      break;
    case PROP_CHOICE:
      g_value_set_enum (value, trove_conflict_get_choice (self));
      break;
    case PROP_BASE_TEXT:
      g_value_take_string (value, trove_conflict_dup_text (self, TROVE_CHOICE_BASE));
      break;
    case PROP_OUR_TEXT:
      g_value_take_string (value, trove_conflict_dup_text (self, TROVE_CHOICE_OURS));
      break;
    case PROP_THEIR_TEXT:
      g_value_take_string (value, trove_conflict_dup_text (self, TROVE_CHOICE_THEIRS));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* A property cannot return an error. */
static void
trove_conflict_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TroveConflict *self = TROVE_CONFLICT (object);
  g_autoptr (GError) error = NULL;

  switch (id)
    {
    case PROP_CHOICE:
      if (!trove_conflict_set_choice (self, g_value_get_enum (value), &error) && error != NULL)
        g_warning ("The conflict is not decided: %s", error->message);
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
  g_clear_pointer (&self->context, trove_merge_context_unref);

  G_OBJECT_CLASS (trove_conflict_parent_class)->finalize (object);
}

static void
trove_conflict_class_init (TroveConflictClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = trove_conflict_get_property;
  object_class->set_property = trove_conflict_set_property;
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
   * TroveConflict:property-names: (getter dup_property_names)
   *
   * The names of the properties or the list that the conflict is about, as [method@Trove.Conflict.dup_property_names].
   *
   * Since: 1.0
   */
  properties[PROP_PROPERTY_NAMES] = g_param_spec_boxed ("property-names", NULL, NULL, G_TYPE_STRV, readable);
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
  /**
   * TroveConflict:choice: (getter get_choice) (setter set_choice)
   *
   * The version whose value the document has. Setting the property changes the document at once, as
   * [method@Trove.Conflict.set_choice]; where that fails, there is a warning, and the property stays.
   *
   * Since: 1.0
   */
  properties[PROP_CHOICE] = g_param_spec_enum ("choice", NULL, NULL, TROVE_TYPE_CHOICE, TROVE_CHOICE_OURS,
                                               readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * TroveConflict:base-text:
   *
   * What the conflict is about in the base, as [method@Trove.Conflict.dup_text].
   *
   * Since: 1.0
   */
  properties[PROP_BASE_TEXT] = g_param_spec_string ("base-text", NULL, NULL, NULL, readable);
  /**
   * TroveConflict:our-text:
   *
   * What the conflict is about in our version, as [method@Trove.Conflict.dup_text].
   *
   * Since: 1.0
   */
  properties[PROP_OUR_TEXT] = g_param_spec_string ("our-text", NULL, NULL, NULL, readable);
  /**
   * TroveConflict:their-text:
   *
   * What the conflict is about in their version, as [method@Trove.Conflict.dup_text].
   *
   * Since: 1.0
   */
  properties[PROP_THEIR_TEXT] = g_param_spec_string ("their-text", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_conflict_init (TroveConflict *self)
{
}

TroveConflict *
trove_conflict_new (TroveMergeContext *context, TroveObstacle *obstacle)
{
  TroveConflict *self = g_object_new (TROVE_TYPE_CONFLICT, NULL);

  self->context = trove_merge_context_ref (context);
  self->obstacle = *obstacle;
  obstacle->base = obstacle->ours = obstacle->theirs = (GValue) G_VALUE_INIT;
  self->message = trove_conflict_describe (&self->obstacle);
  self->choice = (TroveChoice) obstacle->stands;
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
 * first property that has another value. For properties that belong together, it is the first one that differs between ours
 * and theirs; [method@Trove.Conflict.dup_property_names] has all.
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

static void
get_sides (TroveConflict *self, TroveConflictSides sides)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->context->steps); i++)
    sides[i] = &self->context->steps[i]->state;
}

/**
 * trove_conflict_dup_property_names: (get-property property-names)
 * @self: a conflict
 *
 * Returns the names of the properties that the conflict is about. It is one name, or none for a conflict about the object as a
 * whole. Where properties belong together, by [func@Trove.param_spec_set_together], it is those that ours or theirs has changed.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names, in the order of the properties in the class
 *
 * Since: 1.0
 */
char **
trove_conflict_dup_property_names (TroveConflict *self)
{
  TroveConflictSides sides;

  g_return_val_if_fail (is_made (self), NULL);

  get_sides (self, sides);
  return trove_conflict_names (&self->obstacle, sides);
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
 * %G_TYPE_UINT64, 0 for none. So is the owner of an object. Where properties belong together, it is the value of
 * [property@Trove.Conflict:property-name].
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

/* The versions */

/**
 * trove_conflict_dup_text:
 * @self: a conflict
 * @choice: a version
 *
 * Describes what the conflict is about in one of the versions, in English: the value of a property, the items of a list of
 * references, or the place of an object.
 *
 * Returns: (transfer full): the description
 *
 * Since: 1.0
 */
char *
trove_conflict_dup_text (TroveConflict *self, TroveChoice choice)
{
  TroveConflictSides sides;

  g_return_val_if_fail (is_made (self), NULL);
  g_return_val_if_fail (choice <= TROVE_CHOICE_BASE, NULL);

  get_sides (self, sides);
  return trove_conflict_text (&self->obstacle, sides, (TroveSide) choice);
}

/**
 * trove_conflict_dup_object:
 * @self: a conflict
 * @choice: a version
 *
 * Returns the object that the conflict is of, as it is in one of the versions. The object never changes.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL if the version has it not
 *
 * Since: 1.0
 */
TroveObject *
trove_conflict_dup_object (TroveConflict *self, TroveChoice choice)
{
  g_autoptr (TroveVersion) version = NULL;

  g_return_val_if_fail (is_made (self), NULL);
  g_return_val_if_fail (choice <= TROVE_CHOICE_BASE, NULL);

  version = trove_version_of (self->context->steps[choice]);
  return trove_version_lookup (version, trove_conflict_get_key (self));
}

/* Choices */

/**
 * trove_conflict_get_choice: (get-property choice)
 * @self: a conflict
 *
 * Returns the version that the document was made like last, where the conflict is. It does not follow edits and undo.
 *
 * Returns: the choice
 *
 * Since: 1.0
 */
TroveChoice
trove_conflict_get_choice (TroveConflict *self)
{
  g_return_val_if_fail (is_made (self), TROVE_CHOICE_OURS);

  return self->choice;
}

/**
 * trove_conflict_set_choice: (set-property choice)
 * @self: a conflict of a document of the calling thread
 * @choice: a version
 * @error: return location for an error
 *
 * Decides the conflict: makes what it is about as it is in one of the versions. This is an edit, to be committed or rolled back
 * with the merge or after it.
 *
 * - A property has the value of the version. So have all properties that belong together with it, but for references to objects
 *   that are not there. A list of references all its items, as far as the objects are there; a dictionary of
 *   %TROVE_PARAM_BY_ELEMENT the entries that ours and theirs have changed differently. An object that has lost its owner is not
 *   there for a reference, since the commit drops it.
 * - An object that the version has is put at the place that it has there. If it is gone, it returns with all that it owns.
 *   The object that has its place loses its owner.
 * - An object that the version has not is removed.
 *
 * A choice may be made again, also after a commit. All choices end when the merge is rolled back, or the document goes to a version
 * that was made before it.
 *
 * Cost: of the change; where an object returns, of the differences between the version and the current state.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED if the merge was rolled back, the document is gone or at a version without
 *   the merge, or an object that is needed is gone; %TROVE_ERROR_CYCLE if an object would own itself; or an error as of
 *   [method@Trove.Document.apply]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_conflict_set_choice (TroveConflict *self, TroveChoice choice, GError **error)
{
  g_autoptr (TroveDocument) document = NULL;

  g_return_val_if_fail (is_made (self), FALSE);
  g_return_val_if_fail (choice <= TROVE_CHOICE_BASE, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  document = g_weak_ref_get (&self->context->document);
  if (document == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                           "The document that the conflict is of is gone");
      return FALSE;
    }
  if (!trove_document_choose (document, self->context, &self->obstacle, choice, error))
    return FALSE;
  if (self->choice != choice)
    {
      self->choice = choice;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICE]);
    }
  return TRUE;
}
