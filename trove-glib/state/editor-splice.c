/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-splice.h"

#include "editor-owner.h"
#include "editor-reference.h"

typedef struct
{
  TroveEditor *editor;
  TroveKey key;
  const TroveClassField *list;
  guint32 position, n_removed;
  const TroveKey *keys;
  guint32 n_keys;
} Splice;

static gboolean
splice_references (const Splice *splice, GError **error)
{
  for (guint32 i = 0; i < splice->n_removed; i++)
    if (!trove_editor_remove_reference (splice->editor, splice->key, splice->list, splice->position, error))
      return FALSE;
  for (guint32 i = 0; i < splice->n_keys; i++)
    if (!trove_editor_insert_reference (splice->editor, splice->key, splice->list, splice->position + i,
                                        splice->keys[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
is_in_list (const Splice *splice, const TroveRecord *child)
{
  return child->owner == splice->key && child->owner_field == splice->list->index;
}

/* The objects that are inserted leave this list first, so that the position of the rest is known. */
static gboolean
take_inserted (const Splice *splice, guint32 *position, GError **error)
{
  const TroveState *state = &splice->editor->state;

  for (guint32 i = 0; i < splice->n_keys; i++)
    {
      const TroveRecord *child = trove_editor_find (splice->editor, splice->keys[i], error);

      if (child == NULL)
        return FALSE;
      if (!is_in_list (splice, child))
        continue;
      if (trove_state_position (state, child) < *position)
        --*position;
      if (!trove_editor_take (splice->editor, splice->keys[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_owned (const Splice *splice, guint32 position, GError **error)
{
  TroveSlot slot = { .owner = splice->key, .field = splice->list, .position = position };

  for (guint32 i = 0; i < splice->n_keys; i++, slot.position++)
    {
      const TroveRecord *child = trove_state_peek (&splice->editor->state, splice->keys[i]);

      if (child != NULL && is_in_list (splice, child))
        {
          g_autofree char *name = trove_editor_describe (child);

          g_set_error (error, TROVE_ERROR, TROVE_ERROR_CYCLE,
                       "%s cannot be inserted twice in the list \"%s\"", name, splice->list->pspec->name);
          return FALSE;
        }
      if (!trove_editor_put (splice->editor, splice->keys[i], &slot, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
splice_owned (const Splice *splice, GError **error)
{
  guint32 position = splice->position;

  for (guint32 i = 0; i < splice->n_removed; i++)
    if (!trove_editor_take_at (splice->editor, splice->key, splice->list, position, error))
      return FALSE;
  return take_inserted (splice, &position, error) && insert_owned (splice, position, error);
}

/* An object that is in the list already moves in one change, so that it stays where it is if that fails. */
static gboolean
insert_one (const Splice *splice, GError **error)
{
  const TroveState *state = &splice->editor->state;
  const TroveRecord *child = trove_state_peek (state, splice->keys[0]);
  TroveSlot slot = { .owner = splice->key, .field = splice->list, .position = splice->position };

  if (child != NULL && is_in_list (splice, child) && trove_state_position (state, child) < slot.position)
    slot.position--;
  return trove_editor_put (splice->editor, splice->keys[0], &slot, error);
}

static gboolean
run (const Splice *splice, GError **error)
{
  if (splice->list->kind == TROVE_KIND_REFERENCE_LIST)
    return splice_references (splice, error);
  if (splice->n_removed == 0 && splice->n_keys == 1)
    return insert_one (splice, error);
  return splice_owned (splice, error);
}

gboolean
trove_editor_splice (TroveEditor *self, TroveKey key, const TroveClassField *list, guint32 position,
                     guint32 n_removed, const TroveKey *keys, guint32 n_keys, GError **error)
{
  const TroveRecord *record = trove_editor_find (self, key, error);
  Splice splice = { self, key, list, position, n_removed, keys, n_keys };
  TroveSavepoint savepoint;
  guint32 length;

  if (record == NULL)
    return FALSE;
  length = trove_sequence_length (record->lists[list->offset]);
  if (position == TROVE_POSITION_END)
    splice.position = length;
  if (splice.position > length || n_removed > length - splice.position)
    return trove_editor_bad_position (
        record, list, (guint32) MIN ((guint64) splice.position + n_removed, G_MAXUINT32), error);

  if (n_removed + (guint64) n_keys < 2)
    return run (&splice, error); /* a single change */
  return trove_editor_save (self, &savepoint, error) &&
         trove_editor_finish (self, &savepoint, run (&splice, error));
}
