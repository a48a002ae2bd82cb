/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: edits by key. */

#include "trove-document-edit-private.h"

#include "state/class-unknown.h"
#include "state/editor-data.h"
#include "state/editor-owner.h"
#include "state/editor-reference.h"
#include "state/editor-splice.h"

#include "by-key.h"
#include "document-edited.h"

G_STATIC_ASSERT (TROVE_POSITION_END == G_MAXUINT);

static void
note_view_state (TroveDocument *self, GVariant **noted)
{
  if (*noted == self->view_state)
    return;
  g_clear_pointer (noted, g_variant_unref);
  if (self->view_state != NULL)
    *noted = g_variant_ref (self->view_state);
}

static gboolean
group_has_edits (const TroveDocument *self)
{
  const TroveGroup *outermost = &g_array_index (self->groups, TroveGroup, 0);

  return self->editor.state.objects != outermost->savepoint.state.objects;
}

gboolean
trove_document_begin_edit (TroveEdit *edit, TroveDocument *self, GError **error)
{
  if (!trove_document_enter_edit (self, error))
    return FALSE;

  *edit = (TroveEdit){ .document = self, .objects = self->editor.state.objects };
  if (!trove_document_has_edits (self))
    note_view_state (self, &self->first_view_state);
  if (self->groups->len > 0 && !group_has_edits (self))
    note_view_state (self, &self->group_view_state);
  self->editor.notes = trove_handles_any (self->head.handles) ? &self->notes : NULL;
  trove_document_begin_change (self);
  return TRUE;
}

void
trove_document_leave_edit (const TroveEdit *edit, gboolean done)
{
  TroveDocument *self = edit->document;

  if (!done)
    self->editor.state.objects = edit->objects; /* a copied root leaves the one before as it was */
  self->editor.notes = NULL;
  trove_document_end_change (self);
}

void
trove_document_tell_edit (const TroveEdit *edit)
{
  TroveDocument *self = edit->document;
  g_autoptr (TroveDocument) keep = NULL;

  if (self->notes.notes->len > 0)
    {
      keep = g_object_ref (self);
      trove_document_tell_notes (self, edit->object);
    }
  trove_document_note_edit (self, edit->field);
  trove_document_tell (self);
}

gboolean
trove_document_end_edit (const TroveEdit *edit, gboolean done)
{
  trove_document_leave_edit (edit, done);
  trove_document_tell_edit (edit);
  return done;
}

gboolean
trove_document_find_slot (TroveDocument *self, TroveKey owner, const char *property, guint position,
                          TroveSlot *slot, GError **error)
{
  const TroveRecord *record = trove_editor_find (&self->editor, owner, error);

  if (record == NULL)
    return FALSE;
  *slot = (TroveSlot){
    .owner = owner,
    .field = trove_by_key_owned (record, property),
    .position = position,
  };
  return slot->field != NULL;
}

/* The class of objects that are added, or NULL. */
static const TroveClass *
find_class (GType type, GError **error)
{
  const TroveUnknownClass *unknown = trove_class_get_unknown (type);

  if (G_TYPE_IS_ABSTRACT (type))
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "No object can be of type %s, which is abstract", g_type_name (type));
  else if (unknown != NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "No object can be made of type %s, which stands for the class %s: this program does not "
                 "have it",
                 g_type_name (type), unknown->name);
  else
    return trove_class_ensure (type, error);
  return NULL;
}

gboolean
trove_document_make_object (TroveDocument *self, GType type, gconstpointer data, const TroveSlot *slot,
                            TroveKey *key, GError **error)
{
  const TroveClass *klass = find_class (type, error);

  if (klass == NULL || (data != NULL && !trove_class_check_limits (klass, data, NULL, error)))
    return FALSE;
  *key = trove_document_make_key (self, error);
  return *key != 0 && trove_editor_create (&self->editor, klass, *key, data, slot, error);
}

/**
 * trove_document_add: (skip)
 * @self: a document of the calling thread
 * @type: the type of the object
 * @data: (nullable): the values of its fields: a struct as the class was installed with; %NULL for the defaults
 * @owner: the key of the owner, or 0 for none
 * @property: (nullable): the name of the owner's property or list that is to have the object; %NULL without an owner
 * @position: in a list, the position of the new object, or %G_MAXUINT for the end
 * @key: (out) (optional): return location for the key of the object
 * @error: return location for an error
 *
 * Adds an object to the current state.
 *
 * Strings and all other values are copied. Keys in @data name objects of the current state; those that the object owns
 * move to it. An object that stands in an owned property that is no list loses its owner.
 *
 * A value that the param spec of its property does not allow is refused, as [method@Trove.Object.set_field] does, and is not changed into
 * one that is allowed. Booleans are %TRUE for all numbers but 0. The class's `validate` function is not called.
 *
 * A commit drops an object that has no owner by then.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED for a key of no object, %TROVE_ERROR_TYPE_MISMATCH for an object
 *   of another type than the property takes and for a value that a param spec does not allow, %TROVE_ERROR_CYCLE for an object that @data names as owned twice,
 *   %TROVE_ERROR_INVALID_REF for a position past the end, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_FULL,
 *   %TROVE_ERROR_NO_MEMORY, %TROVE_ERROR_BUSY in a function that copies a value, or %TROVE_ERROR_WRONG_THREAD; then
 *   nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_document_add (TroveDocument *self, GType type, gconstpointer data, TroveKey owner, const char *property,
                    guint position, TroveKey *key, GError **error)
{
  TroveKey made = 0;
  TroveSlot slot;
  gboolean done;
  TroveEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (g_type_is_a (type, G_TYPE_OBJECT), FALSE);
  g_return_val_if_fail (owner == 0 || property != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_begin_edit (&edit, self, error))
    return FALSE;

  if (owner == 0)
    done = trove_document_make_object (self, type, data, NULL, &made, error);
  else
    done = trove_document_find_slot (self, owner, property, position, &slot, error) &&
           trove_document_make_object (self, type, data, &slot, &made, error);
  if (done && key != NULL)
    *key = made;
  return trove_document_end_edit (&edit, done);
}

/**
 * trove_document_set: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @data: the values of its fields: a struct as the class was installed with
 * @error: return location for an error
 *
 * Sets all fields of an object but its lists. To change some of them, copy the struct that
 * [method@Trove.Document.peek] returns, and change the copy.
 *
 * Fields that the program does not know keep their values. Fields that have the same value are not edited. If no field differs, there
 * is no edit. An object that @data names as owned moves here; one that it does not name any more loses its owner.
 *
 * Values are checked as by [method@Trove.Document.add], where they differ: a value that a file has, and that the param spec does not allow
 * any more, stays while other fields are set.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.Document.add]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_document_set (TroveDocument *self, TroveKey key, gconstpointer data, GError **error)
{
  TroveEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (data != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_document_begin_edit (&edit, self, error) &&
         trove_document_end_edit (&edit, trove_editor_set_struct (&self->editor, key, data, error));
}

/**
 * trove_document_remove: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @error: return location for an error
 *
 * Takes an object from its owner. The object and all that it owns stay in the current state until the next commit, so
 * it can be put elsewhere with [method@Trove.Document.move]. The commit drops it, if it has no owner by then, and
 * clears all references to it.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED, %TROVE_ERROR_INVALID_REF for the root,
 *   %TROVE_ERROR_NO_MEMORY, %TROVE_ERROR_BUSY in a function that copies a value, or %TROVE_ERROR_WRONG_THREAD; then
 *   nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_document_remove (TroveDocument *self, TroveKey key, GError **error)
{
  TroveEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_document_begin_edit (&edit, self, error) &&
         trove_document_end_edit (&edit, trove_editor_take (&self->editor, key, error));
}

/**
 * trove_document_move: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @owner: the key of its new owner
 * @property: the name of the owner's property or list that is to have the object
 * @position: in a list, the position that the object will have, or %G_MAXUINT for the end
 * @error: return location for an error
 *
 * Moves an object to another owner, or to another place at the same one. The object keeps its key, and references to it
 * stay.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_CYCLE if the object owns @owner or is the root, or another error as of
 *   [method@Trove.Document.add]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_document_move (TroveDocument *self, TroveKey key, TroveKey owner, const char *property, guint position,
                     GError **error)
{
  TroveSlot slot;
  TroveEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (property != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_document_begin_edit (&edit, self, error) &&
         trove_document_end_edit (&edit,
                                  trove_document_find_slot (self, owner, property, position, &slot, error) &&
                                      trove_editor_put (&self->editor, key, &slot, error));
}

/* A list of an object that is there. NULL: it is not, with an error, or has no such list, after a critical. */
static const TroveClassField *
find_list (TroveDocument *self, TroveKey key, const char *list, GError **error)
{
  const TroveRecord *record = trove_editor_find (&self->editor, key, error);

  return record != NULL ? trove_by_key_list (record, list) : NULL;
}

/**
 * trove_document_splice: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @list: the name of one of its lists
 * @position: the position of the first item to remove, or of the item to insert before; %G_MAXUINT for the end
 * @n_removals: number of items to remove
 * @additions: (array length=n_additions) (nullable): keys of the objects to insert there
 * @n_additions: number of keys
 * @error: return location for an error
 *
 * Removes items from a list, and inserts others in their place.
 *
 * In a list of owned objects, removed ones lose their owner, and inserted ones move here from wherever they are. An
 * object may be removed and inserted again, which is how a list is sorted. A list of references may name an object more
 * than once.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_CYCLE for an object that is inserted twice or owns the list, or another
 *   error as of [method@Trove.Document.add]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_document_splice (TroveDocument *self, TroveKey key, const char *list, guint position, guint n_removals,
                       const TroveKey *additions, guint n_additions, GError **error)
{
  const TroveClassField *field;
  TroveEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (list != NULL, FALSE);
  g_return_val_if_fail (additions != NULL || n_additions == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_begin_edit (&edit, self, error))
    return FALSE;
  edit.field = field = find_list (self, key, list, error);
  return trove_document_end_edit (&edit, field != NULL &&
                                             trove_editor_splice (&self->editor, key, field, position,
                                                                  n_removals, additions, n_additions, error));
}

static gboolean
move_item (TroveDocument *self, TroveKey key, const TroveClassField *list, guint from, guint to,
           GError **error)
{
  const TroveRecord *record = trove_state_get (&self->editor.state, key);
  const TroveSequenceNode *items = record->lists[list->offset];
  TroveSlot slot = { .owner = key, .field = list, .position = to };

  if (list->kind == TROVE_KIND_REFERENCE_LIST)
    return trove_editor_move_reference (&self->editor, key, list, from, to, error);
  if (from >= trove_sequence_length (items))
    return trove_editor_bad_position (record, list, from, error);
  return trove_editor_put (&self->editor, trove_sequence_get (items, from), &slot, error);
}

/**
 * trove_document_move_item: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @list: the name of one of its lists
 * @from: the position of an item
 * @to: the position that the item will have, or %G_MAXUINT for the end
 * @error: return location for an error
 *
 * Moves an item within a list.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.Document.add]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_document_move_item (TroveDocument *self, TroveKey key, const char *list, guint from, guint to,
                          GError **error)
{
  const TroveClassField *field;
  TroveEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (list != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_begin_edit (&edit, self, error))
    return FALSE;
  edit.field = field = find_list (self, key, list, error);
  return trove_document_end_edit (&edit, field != NULL && move_item (self, key, field, from, to, error));
}
