/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "conflict-text.h"

#include "state/class-together.h"
#include "state/class-value.h"

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
  if (obstacle->is_together)
    return g_strdup_printf ("\"%s\" of %s and what belongs together with it have later values, which stay",
                            property, name);
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

char *
trove_conflict_describe (const TroveObstacle *obstacle)
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
      return describe_exists (obstacle, name);
    case TROVE_OBSTACLE_RETURNED:
    default: /* the one that is left */
      return g_strdup_printf (
          "%s was removed, and is there again: the other side has changed it, or needs it", name);
    }
}

/* Values */

#define MOST_ITEMS 8 /* of a list */

static char *
describe_object (const TroveState *side, TroveKey key)
{
  const TroveRecord *record = trove_state_peek (side, key);

  if (key == 0)
    return g_strdup ("none");
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT,
                          record != NULL ? g_type_name (record->klass->type) : "Object", key);
}

static char *
describe_list (const TroveState *side, const TroveSequenceNode *list)
{
  GString *text = g_string_new (NULL);
  guint32 n = trove_sequence_length (list);

  for (guint32 i = 0; i < MIN (n, MOST_ITEMS); i++)
    {
      g_autofree char *object = describe_object (side, trove_sequence_get (list, i));

      g_string_append_printf (text, i > 0 ? ", %s" : "%s", object);
    }
  if (n > MOST_ITEMS)
    g_string_append_printf (text, ", and %u more", n - MOST_ITEMS);
  if (n == 0)
    g_string_append (text, "empty");
  return g_string_free (text, FALSE);
}

static char *
describe_gvalue (const GValue *value)
{
  GValue text = G_VALUE_INIT;
  char *result;

  if (g_value_fits_pointer (value) && g_value_peek_pointer (value) == NULL)
    return g_strdup ("none");
  if (G_VALUE_HOLDS_VARIANT (value))
    return g_variant_print (g_value_get_variant (value), FALSE);
  if (!g_value_type_transformable (G_VALUE_TYPE (value), G_TYPE_STRING))
    return g_strdup_value_contents (value);

  g_value_init (&text, G_TYPE_STRING);
  g_value_transform (value, &text);
  result = g_value_dup_string (&text);
  g_value_unset (&text);
  return result;
}

static char *
describe_field (const TroveState *side, const TroveRecord *record, const TroveClassField *field)
{
  GValue value = G_VALUE_INIT;
  char *text;

  if (trove_class_field_is_list (field))
    return describe_list (side, record->lists[field->offset]);
  if (field->kind == TROVE_KIND_REFERENCE || field->kind == TROVE_KIND_OWNED)
    return describe_object (side, *trove_record_key_at (record, field));

  trove_class_value_get (field, trove_record_data (record), &value);
  text = describe_gvalue (&value);
  g_value_unset (&value);
  return text;
}

static char *
describe_place (const TroveState *side, const TroveRecord *record)
{
  const TroveClassField *field = trove_state_owner_field (side, record);
  g_autofree char *owner = describe_object (side, record->owner);

  if (field == NULL)
    return g_strdup ("the root");
  if (!trove_class_field_is_list (field))
    return g_strdup_printf ("\"%s\" of %s", field->pspec->name, owner);
  return g_strdup_printf ("\"%s\" of %s, position %u", field->pspec->name, owner,
                          trove_state_position (side, record));
}

/* Fields that belong together */

static gconstpointer
data_in (const TroveObstacle *obstacle, const TroveState *side)
{
  return trove_record_data (trove_state_get (side, trove_entry_key (obstacle->entry)));
}

/* As a merge counts changes. */
static gboolean
has_changed (const TroveObstacle *obstacle, const TroveConflictSides sides, TroveSide side,
             const TroveClassField *field)
{
  gconstpointer before = data_in (obstacle, sides[TROVE_SIDE_BASE]);
  gconstpointer after = data_in (obstacle, sides[side]);

  if (trove_class_field_equal (field, before, after))
    return FALSE;
  return field->kind != TROVE_KIND_REFERENCE ||
         !trove_state_has_lost (sides[side], *(const TroveKey *) trove_class_field_at (field, before),
                                *(const TroveKey *) trove_class_field_at (field, after));
}

/* The first field that a side has changed, from one on, or NULL. */
static const TroveClassField *
skip_unchanged (const TroveObstacle *obstacle, const TroveConflictSides sides, const TroveClassField *field)
{
  while (field != NULL && !has_changed (obstacle, sides, TROVE_SIDE_OURS, field) &&
         !has_changed (obstacle, sides, TROVE_SIDE_THEIRS, field))
    field = trove_class_next_together (obstacle->klass, field);
  return field;
}

/* field: NULL: the first one. */
static const TroveClassField *
next_changed (const TroveObstacle *obstacle, const TroveConflictSides sides, const TroveClassField *field)
{
  return skip_unchanged (obstacle, sides,
                         field == NULL ? trove_class_first_together (obstacle->klass, obstacle->field) :
                                         trove_class_next_together (obstacle->klass, field));
}

char **
trove_conflict_names (const TroveObstacle *obstacle, const TroveConflictSides sides)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const TroveClassField *field = NULL;

  if (!obstacle->is_together && obstacle->field != NULL)
    g_strv_builder_add (names, obstacle->field->pspec->name);
  while (obstacle->is_together && (field = next_changed (obstacle, sides, field)) != NULL)
    g_strv_builder_add (names, field->pspec->name);
  return g_strv_builder_end (names);
}

static char *
describe_together (const TroveObstacle *obstacle, const TroveConflictSides sides, TroveSide side)
{
  const TroveRecord *record = trove_state_get (sides[side], trove_entry_key (obstacle->entry));
  const TroveClassField *field = NULL;
  GString *text = g_string_new (NULL);

  while ((field = next_changed (obstacle, sides, field)) != NULL)
    {
      g_autofree char *value = describe_field (sides[side], record, field);

      g_string_append_printf (text, "%s\"%s\" is %s", text->len > 0 ? ", " : "", field->pspec->name, value);
    }
  return g_string_free (text, FALSE);
}

char *
trove_conflict_text (const TroveObstacle *obstacle, const TroveConflictSides sides, TroveSide which)
{
  const TroveState *side = sides[which];
  const TroveRecord *record = trove_state_peek (side, trove_entry_key (obstacle->entry));
  g_autofree char *place = NULL;
  g_autofree char *value = NULL;

  if (record == NULL)
    return g_strdup ("not there");
  if (obstacle->is_together)
    return describe_together (obstacle, sides, which);
  if (trove_obstacle_is_of_field (obstacle))
    return describe_field (side, record, obstacle->field);
  place = describe_place (side, record);
  if (obstacle->field == NULL)
    return g_steal_pointer (&place);
  value = describe_field (side, record, obstacle->field);
  return g_strdup_printf ("\"%s\" is %s, in %s", obstacle->field->pspec->name, value, place);
}
