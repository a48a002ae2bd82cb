/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "by-key.h"

#include <string.h>

/* Names are those of fields that the program knows. */

/* Compares the names themselves: a look-up by quark takes a lock of GLib. */
static const TroveClassField *
find_among (const TroveClass *klass, TroveFieldOffsets fields, const char *name)
{
  for (guint i = 0; i < fields.n; i++)
    {
      const TroveClassField *field = &klass->fields[fields.at[i].field];

      if (field->pspec->name == name || strcmp (field->pspec->name, name) == 0)
        return field;
    }
  return NULL;
}

static const TroveClassField *
find_of_kind (const TroveRecord *record, const char *name, const char *what, TroveFieldKind kind,
              TroveFieldKind other)
{
  const TroveClass *klass = record->klass->plain;
  const TroveClassField *field = find_among (klass, klass->lists, name);

  if (field == NULL)
    field = trove_class_find_name (klass, name); /* which also knows "my_list" for "my-list" */
  if (field != NULL && (field->kind == kind || field->kind == other))
    return field;
  g_critical ("%s has no %s \"%s\"", g_type_name (klass->type), what, name);
  return NULL;
}

const TroveClassField *
trove_by_key_list (const TroveRecord *record, const char *name)
{
  return find_of_kind (record, name, "list", TROVE_KIND_OWNED_LIST, TROVE_KIND_REFERENCE_LIST);
}

const TroveClassField *
trove_by_key_owned (const TroveRecord *record, const char *name)
{
  return find_of_kind (record, name, "owned field or list", TROVE_KIND_OWNED, TROVE_KIND_OWNED_LIST);
}

gconstpointer
trove_by_key_peek (const TroveState *state, TroveKey key, GType *type)
{
  const TroveRecord *record = trove_state_peek (state, key);

  if (record == NULL)
    return NULL;
  if (type != NULL)
    *type = record->klass->type;
  return trove_record_data (record);
}

static const TroveSequenceNode *
list_of (const TroveRecord *record, const char *name)
{
  const TroveClassField *field = record != NULL ? trove_by_key_list (record, name) : NULL;

  return field != NULL ? record->lists[field->offset] : NULL;
}

static const TroveSequenceNode *
find_list (const TroveState *state, TroveKey key, const char *name)
{
  return list_of (trove_state_peek (state, key), name);
}

guint
trove_by_key_n_items (const TroveState *state, TroveKey key, const char *list)
{
  return trove_sequence_length (find_list (state, key, list));
}

const TroveKey *
trove_by_key_peek_record_items (const TroveRecord *record, const char *list, guint first, guint *n)
{
  const TroveSequenceNode *items = list_of (record, list);

  *n = 0;
  return first < trove_sequence_length (items) ? trove_sequence_run (items, first, n) : NULL;
}

const TroveKey *
trove_by_key_peek_items (const TroveState *state, TroveKey key, const char *list, guint first, guint *n)
{
  return trove_by_key_peek_record_items (trove_state_peek (state, key), list, first, n);
}

guint
trove_by_key_copy_items (const TroveState *state, TroveKey key, const char *list, guint first, TroveKey *keys,
                         guint n)
{
  const TroveSequenceNode *items = find_list (state, key, list);
  guint length = trove_sequence_length (items);

  if (first >= length)
    return 0;

  n = MIN (n, length - first);
  trove_sequence_copy (items, first, keys, n);
  return n;
}

TroveKey
trove_by_key_owner (const TroveState *state, TroveKey key, const char **property, guint *position)
{
  const TroveRecord *record = trove_state_peek (state, key);
  gboolean owned = record != NULL && record->owner != 0;

  if (property != NULL)
    *property = owned ? trove_state_owner_field (state, record)->pspec->name : NULL;
  if (position != NULL)
    *position = owned ? trove_state_position (state, record) : 0;
  return owned ? record->owner : 0;
}

static gboolean
add_key (guint64 key, guintptr count, gpointer data)
{
  g_array_append_val ((GArray *) data, key);
  return TRUE;
}

TroveKey *
trove_by_key_dup_referrers (const TroveState *state, TroveKey key, gsize *n)
{
  const TroveRecord *record = trove_state_peek (state, key);
  GArray *keys = g_array_new (TRUE, FALSE, sizeof (TroveKey));

  if (record != NULL)
    trove_referrers_foreach (record->referrers, add_key, keys);
  *n = keys->len;
  return (TroveKey *) g_array_free (keys, FALSE);
}
