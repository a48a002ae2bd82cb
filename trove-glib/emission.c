/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "emission.h"

#include "state/class.h"
#include "state/sequence.h"

#include "object-handle.h"
#include "trove-list-private.h"

/* A list with more runs emits one that has them all. */
#define MOST_RUNS 16

typedef struct
{
  TroveObject *object; /* owned */
  GParamSpec *pspec;
} Notice;

void
trove_emission_init (TroveEmission *self, TroveHandles *handles, TroveNotes *notes)
{
  *self = (TroveEmission){
    .handles = trove_handles_ref (handles),
    .notes = notes,
    .lists = g_ptr_array_new_with_free_func (g_object_unref),
    .notices = g_array_new (FALSE, FALSE, sizeof (Notice)),
    .removals = g_array_new (FALSE, FALSE, sizeof (Notice)),
  };
}

/* Collecting */

static void
add_notice (GArray *notices, TroveObject *object, GParamSpec *pspec)
{
  const Notice notice = { g_object_ref (object), pspec };

  g_array_append_val (notices, notice);
}

static TroveObject *
dup_object (TroveEmission *self, TroveKey key)
{
  return trove_handles_dup (self->handles, trove_handles_object_name (key));
}

/* A field that the program does not know is no property. */
static void
notice_field (TroveEmission *self, TroveKey key, guint field)
{
  g_autoptr (TroveObject) object = dup_object (self, key);

  if (object != NULL && field < trove_object_class (object)->n_fields)
    add_notice (self->notices, object, trove_object_class (object)->fields[field].pspec);
}

static void
notice_owner (TroveEmission *self, TroveKey key, TroveKey before, TroveKey now)
{
  g_autoptr (TroveObject) object = before != now ? dup_object (self, key) : NULL;

  if (object != NULL)
    add_notice (self->notices, object, trove_object_pspec_owner);
}

static guint64
lock_name (const TroveList *list)
{
  return trove_notes_list (list->key, list->field->offset);
}

/* Adds a change of a list. The caller keeps its reference. */
static void
change_list (TroveEmission *self, TroveList *list, guint32 position, const TroveKey *keys, guint32 n_removed,
             guint32 n_added)
{
  if (n_removed + n_added == 0)
    return;
  if (list->steps == NULL)
    {
      g_ptr_array_add (self->lists, g_object_ref (list));
      trove_notes_lock (self->notes, lock_name (list));
    }
  trove_list_add_change (list, position, keys, n_removed, n_added);
}

/* Notes */

/* The first note of a field or an owner. */
static void
notice_first (TroveEmission *self, const TroveNote *note)
{
  if (note->kind == TROVE_NOTE_OWNER)
    notice_owner (self, note->key, note->item, trove_state_get (self->handles->state, note->key)->owner);
  else
    notice_field (self, note->key, note->field);
}

static void
notice_once (TroveEmission *self, const TroveNote *notes, guint n)
{
  TroveIdMap seen = TROVE_ID_MAP_INIT;

  for (guint i = 0; i < n; i++)
    {
      const guint field = notes[i].kind == TROVE_NOTE_OWNER ? TROVE_CLASS_MAX_FIELDS : notes[i].field;
      gpointer *first;

      if (notes[i].kind != TROVE_NOTE_SET && notes[i].kind != TROVE_NOTE_OWNER)
        continue;
      first = trove_id_map_add (&seen, notes[i].key << 10 | field);
      if (*first == NULL)
        notice_first (self, &notes[i]);
      *first = self;
    }
  trove_id_map_clear (&seen);
}

void
trove_emission_add_notes (TroveEmission *self, const TroveNote *notes, guint n)
{
  g_autoptr (TroveList) list = NULL;
  guint64 name = 0; /* of the list; many notes of one follow each other */

  for (guint i = 0; i < n; i++)
    {
      const TroveNote *note = &notes[i];
      gboolean is_removal = note->kind == TROVE_NOTE_REMOVED;

      if (note->kind != TROVE_NOTE_REMOVED && note->kind != TROVE_NOTE_INSERTED)
        continue;
      if (trove_handles_list_name (note->key, note->field) != name)
        {
          name = trove_handles_list_name (note->key, note->field);
          g_clear_object (&list);
          list = trove_handles_dup (self->handles, name);
        }
      if (list != NULL)
        change_list (self, list, note->position, &note->item, is_removal, !is_removal);
    }
  notice_once (self, notes, n);
}

/* Changes of the whole state */

static GArray *
copy_items (const TroveSequenceNode *items, guint32 first, guint32 n)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), n);

  g_array_set_size (keys, n);
  if (n > 0)
    trove_sequence_copy (items, first, (TroveKey *) keys->data, n);
  return keys;
}

/* items: those in the state before, which keys are copied from. */
static void
change_run (TroveEmission *self, TroveList *list, const TroveSequenceNode *items, guint32 position,
            guint32 n_removed, guint32 n_added)
{
  g_autoptr (GArray) keys = copy_items (items, position, n_removed);

  change_list (self, list, position, (const TroveKey *) keys->data, n_removed, n_added);
}

/* Empties all lists of an object that was removed, or fills those of one that is there again. */
static void
change_all_lists (TroveEmission *self, const TroveRecord *record, gboolean is_removed)
{
  for (guint i = 0; i < record->klass->lists.n; i++)
    {
      g_autoptr (TroveList) list =
          trove_handles_dup (self->handles, trove_handles_list_name (record->key, i));
      guint32 n = trove_sequence_length (record->lists[i]);

      if (list == NULL || list->steps != NULL) /* it came before its object */
        continue;
      change_run (self, list, record->lists[i], 0, is_removed ? n : 0, is_removed ? 0 : n);
    }
}

static void
notice_revived (TroveObject *object, GParamSpec *pspec, gpointer data)
{
  add_notice (((TroveEmission *) data)->notices, object, pspec);
}

static void
revive (TroveEmission *self, const TroveRecord *record)
{
  g_autoptr (TroveObject) object = dup_object (self, record->key);

  if (object != NULL)
    {
      trove_object_handle_revive (object, trove_record_data (record), notice_revived, self);
      notice_owner (self, record->key, 0, record->owner);
      add_notice (self->removals, object, trove_object_pspec_removed);
    }
  change_all_lists (self, record, FALSE);
}

static void
remove_object (TroveEmission *self, const TroveRecord *record)
{
  g_autoptr (TroveObject) object = dup_object (self, record->key);

  if (object != NULL)
    {
      trove_object_handle_remove (object, trove_record_data (record));
      notice_owner (self, record->key, record->owner, 0);
      add_notice (self->removals, object, trove_object_pspec_removed);
    }
  change_all_lists (self, record, TRUE);
}

/* The runs of a list, from the last one to the first. */
static void
change_runs (TroveEmission *self, const TroveChangeSet *set, guint64 entry)
{
  const TroveKey key = trove_entry_key (entry);
  const TroveRecord *from = trove_state_get (set->from, key);
  const guint number = from->klass->fields[trove_entry_field (entry)].offset;
  g_autoptr (TroveList) list = trove_handles_dup (self->handles, trove_handles_list_name (key, number));
  TroveListRun first, last;
  guint32 n;

  if (list == NULL)
    return;
  first = trove_change_set_run (set, entry, 0, &n);
  if (n > MOST_RUNS)
    {
      last = trove_change_set_run (set, entry, n - 1, &n);
      change_run (self, list, from->lists[number], first.a, last.a + last.n_removed - first.a,
                  last.b + last.n_inserted - first.b);
      return;
    }
  for (guint32 i = n; i-- > 0;)
    {
      last = trove_change_set_run (set, entry, i, &n);
      change_run (self, list, from->lists[number], last.a, last.n_removed, last.n_inserted);
    }
}

void
trove_emission_add_changes (TroveEmission *self, const TroveChangeSet *set)
{
  guint n = trove_change_set_n (set);

  for (guint i = 0; i < n; i++)
    {
      const guint64 entry = trove_change_set_get (set, i);
      const TroveKey key = trove_entry_key (entry);

      switch (trove_change_set_kind (set, entry))
        {
        case TROVE_ENTRY_ADDED:
          revive (self, trove_state_get (set->to, key));
          break;
        case TROVE_ENTRY_REMOVED:
          remove_object (self, trove_state_get (set->from, key));
          break;
        case TROVE_ENTRY_MOVED:
          notice_owner (self, key, trove_state_get (set->from, key)->owner,
                        trove_state_get (set->to, key)->owner);
          break;
        case TROVE_ENTRY_SET:
          notice_field (self, key, trove_entry_field (entry));
          break;
        default:
          change_runs (self, set, entry);
          break;
        }
    }
}

/* Everything */

static void
notice_all_fields (TroveEmission *self, TroveObject *object)
{
  const TroveClass *klass = trove_object_class (object);

  for (guint i = 0; i < klass->n_fields; i++)
    if (!trove_class_field_is_list (&klass->fields[i]))
      add_notice (self->notices, object, klass->fields[i].pspec);
  add_notice (self->notices, object, trove_object_pspec_owner);
}

static void
change_object (TroveEmission *self, TroveObject *object, const TroveState *from)
{
  const TroveObjectPrivate *priv = trove_object_private (object);
  const TroveState *to = self->handles->state;
  const TroveRecord *before = trove_state_peek (from, priv->key);
  const TroveRecord *now = to != NULL ? trove_state_peek (to, priv->key) : NULL;

  if (now != NULL && priv->state == TROVE_HANDLE_REMOVED)
    revive (self, now);
  else if (now != NULL)
    notice_all_fields (self, object);
  else if (before != NULL)
    remove_object (self, before);
}

static void
change_whole_list (TroveEmission *self, TroveList *list, const TroveState *from)
{
  const TroveState *to = self->handles->state;
  const TroveRecord *before = trove_state_peek (from, list->key);
  const TroveRecord *now = to != NULL ? trove_state_peek (to, list->key) : NULL;
  const TroveSequenceNode *items = before != NULL ? before->lists[list->field->offset] : NULL;

  if (list->steps != NULL) /* with its object */
    return;
  change_run (self, list, items, 0, trove_sequence_length (items),
              now != NULL ? trove_sequence_length (now->lists[list->field->offset]) : 0);
}

void
trove_emission_add_all (TroveEmission *self, const TroveState *from)
{
  g_autoptr (GPtrArray) all = trove_handles_dup_all (self->handles);

  for (guint i = 0; i < all->len; i++)
    if (TROVE_IS_LIST (g_ptr_array_index (all, i)))
      change_whole_list (self, g_ptr_array_index (all, i), from);
    else
      change_object (self, g_ptr_array_index (all, i), from);
}

/* Telling */

static void
notify (GArray *notices)
{
  for (guint i = 0; i < notices->len; i++)
    {
      const Notice *notice = &g_array_index (notices, Notice, i);

      g_object_notify_by_pspec (G_OBJECT (notice->object), notice->pspec);
    }
}

static void
clear_notices (GArray *notices)
{
  for (guint i = 0; i < notices->len; i++)
    g_object_unref (g_array_index (notices, Notice, i).object);
  g_array_unref (notices);
}

void
trove_emission_run (TroveEmission *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    {
      TroveList *list = g_ptr_array_index (self->lists, i);

      trove_list_emit (list);
      trove_notes_unlock (self->notes, lock_name (list));
    }
  notify (self->notices);
  notify (self->removals);

  g_ptr_array_unref (self->lists);
  clear_notices (self->notices);
  clear_notices (self->removals);
  trove_handles_unref (self->handles);
}
