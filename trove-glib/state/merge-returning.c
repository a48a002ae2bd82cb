/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-returning.h"

#include "editor-data.h"
#include "editor-reference.h"
#include "list-merge.h"

/* Finding them */

typedef struct
{
  TroveReturning *returning;
  GArray *waiting; /* TroveKey: whose owner and so on were not looked at yet */
} Finding;

static gboolean
need (TroveKey key, gpointer data)
{
  const Finding *self = data;
  const TroveReturning *returning = self->returning;

  if (key == 0 || trove_state_peek (returning->ours, key) != NULL ||
      trove_state_peek (returning->theirs.from, key) == NULL || trove_returning_has (returning, key))
    return TRUE;
  g_hash_table_add (returning->keys, g_memdup2 (&key, sizeof key));
  g_array_append_val (self->waiting, key);
  return TRUE;
}

static gboolean
is_in_theirs (const Finding *self, TroveKey key)
{
  return trove_state_peek (self->returning->theirs.to, key) != NULL;
}

/* A reference that was cleared since its object was removed is no change. */
static void
look_at_field (Finding *self, guint64 entry, const TroveRecord *after)
{
  const TroveClassField *field = &after->klass->fields[trove_entry_field (entry)];
  const TroveRecord *before = trove_state_get (self->returning->theirs.from, after->key);
  TroveKey target;

  if (field->kind == TROVE_KIND_OWNED)
    return;
  if (field->kind == TROVE_KIND_REFERENCE)
    {
      target = *trove_record_key_at (after, field);
      need (target, self);
      if (target == 0 && !is_in_theirs (self, *trove_record_key_at (before, field)))
        return;
    }
  need (after->key, self);
}

/* How often each object is in a run of the list of base, and not in that of theirs. */
static void
count_removed (GHashTable *counts, const TroveSequenceNode *list, TroveListRun run)
{
  for (guint32 i = 0; i < run.n_removed; i++)
    {
      TroveKey key = trove_sequence_get (list, run.a + i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &key));

      g_hash_table_insert (counts, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (n + 1));
    }
}

/* A reference that is moved in its list is no new one. */
static gboolean
take_removed (GHashTable *counts, TroveKey key)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &key));

  if (n == 0)
    return FALSE;
  g_hash_table_insert (counts, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (n - 1));
  return TRUE;
}

static void
look_at_list (Finding *self, guint64 entry, const TroveRecord *after)
{
  const TroveChangeSet *theirs = &self->returning->theirs;
  const TroveClassField *field = &after->klass->fields[trove_entry_field (entry)];
  const TroveRecord *before = trove_state_get (theirs->from, after->key);
  g_autoptr (GHashTable) removed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean is_changed = FALSE;
  GHashTableIter iter;
  gpointer key;
  guint32 n = 1;

  if (field->kind == TROVE_KIND_OWNED_LIST)
    return;
  for (guint32 i = 0; i < n; i++)
    count_removed (removed, before->lists[field->offset], trove_change_set_run (theirs, entry, i, &n));
  g_hash_table_iter_init (&iter, removed);
  while (!is_changed && g_hash_table_iter_next (&iter, &key, NULL))
    is_changed = is_in_theirs (self, *(const TroveKey *) key);
  for (guint32 i = 0; i < n; i++)
    {
      TroveListRun run = trove_change_set_run (theirs, entry, i, &n);

      for (guint32 j = 0; j < run.n_inserted; j++)
        {
          TroveKey target = trove_sequence_get (after->lists[field->offset], run.b + j);

          is_changed = TRUE;
          if (!take_removed (removed, target))
            need (target, self);
        }
    }
  if (is_changed)
    need (after->key, self);
}

static void
look_at (Finding *self, guint64 entry)
{
  TroveEntryKind kind = trove_entry_kind (entry);
  TroveKey key = trove_entry_key (entry);
  const TroveRecord *after;

  if (kind == TROVE_ENTRY_REMOVED)
    return;
  after = trove_state_get (self->returning->theirs.to, key);
  if (kind == TROVE_ENTRY_ADDED)
    {
      need (after->owner, self);
      trove_record_foreach_reference (after, need, self);
    }
  else if (kind == TROVE_ENTRY_MOVED)
    {
      const TroveRecord *before = trove_state_get (self->returning->theirs.from, key);

      if (before->owner == after->owner && before->owner_field == after->owner_field)
        return;
      need (after->owner, self);
      need (key, self);
    }
  else if (kind == TROVE_ENTRY_SET)
    look_at_field (self, entry, after);
  else
    look_at_list (self, entry, after);
}

static void
find_all (Finding *self)
{
  const TroveChangeSet *theirs = &self->returning->theirs;

  for (guint i = 0; i < trove_change_set_n (theirs); i++)
    look_at (self, trove_change_set_get (theirs, i));
  while (self->waiting->len > 0)
    {
      TroveKey key = g_array_index (self->waiting, TroveKey, self->waiting->len - 1);
      const TroveRecord *record = trove_state_get (theirs->to, key);

      g_array_set_size (self->waiting, self->waiting->len - 1);
      need (record->owner, self);
      trove_record_foreach_owned (record, need, self);
      trove_record_foreach_reference (record, need, self);
    }
}

/* The changes */

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

/* The changes of theirs, in which the objects are added. */
static void
make_changes (TroveReturning *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < trove_change_set_n (&self->theirs); i++)
    {
      guint64 entry = trove_change_set_get (&self->theirs, i);

      if (!trove_returning_has (self, trove_entry_key (entry)))
        g_array_append_val (entries, entry);
    }
  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint64 entry = *(const TroveKey *) key << TROVE_ENTRY_CODE_BITS | TROVE_ENTRY_ADDED;

      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_entries);

  self->changes = *self->theirs.changes;
  self->changes.entries.n = entries->len;
  self->changes.entries.items = g_array_free (entries, FALSE);
  self->theirs.changes = &self->changes;
}

void
trove_returning_init (TroveReturning *self, const TroveState *ours, const TroveChangeSet *theirs)
{
  Finding finding = { self, g_array_new (FALSE, FALSE, sizeof (TroveKey)) };

  *self = (TroveReturning){
    .ours = ours,
    .theirs = *theirs,
    .keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
  };
  find_all (&finding);
  g_array_unref (finding.waiting);
  make_changes (self);
}

void
trove_returning_clear (TroveReturning *self)
{
  g_hash_table_unref (self->keys);
  g_free (self->changes.entries.items);
}

gboolean
trove_returning_has (const TroveReturning *self, TroveKey key)
{
  return g_hash_table_contains (self->keys, &key);
}

/* References to them */

typedef struct
{
  const TroveReturning *returning;
  TroveEditor *editor;
  GHashTable *done; /* keys of the objects that were restored */
  GError **error;
} Restoring;

/* An object of which something is in the way does not return. */
static gboolean
is_back (TroveKey key, gpointer data)
{
  const Restoring *self = data;

  return trove_returning_has (self->returning, key) && trove_state_peek (&self->editor->state, key) != NULL;
}

static gboolean
restore_fields (Restoring *self, const TroveRecord *base, const TroveRecord *now)
{
  g_autofree gpointer data = NULL;
  const TroveClass *klass = now->klass;

  for (guint i = 0; i < klass->references.n; i++)
    {
      const TroveClassField *field = &klass->fields[klass->references.at[i].field];
      TroveKey target = *trove_record_key_at (base, field);

      if (*trove_record_key_at (now, field) != 0 || !is_back (target, self))
        continue;
      if (data == NULL)
        data = g_memdup2 (trove_record_data (now), klass->data_size);
      *(TroveKey *) trove_class_field_at (field, data) = target;
    }
  return data == NULL || trove_editor_set_data (self->editor, now->key, data, self->error);
}

static gboolean
restore_list (Restoring *self, TroveKey key, const TroveClassField *field, const TroveSequenceNode *base)
{
  const TroveRecord *now = trove_state_get (&self->editor->state, key);
  g_autoptr (GArray) edits = trove_list_merge_back (base, now->lists[field->offset], is_back, self);

  if (edits == NULL)
    {
      g_set_error_literal (self->error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two lists");
      return FALSE;
    }
  for (guint i = edits->len; i-- > 0;)
    {
      const TroveListEdit *edit = &g_array_index (edits, TroveListEdit, i);

      if (!trove_editor_insert_reference (self->editor, key, field, edit->position, edit->key, self->error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
restore_object (guint64 key, guintptr n_references, gpointer data)
{
  Restoring *self = data;
  const TroveRecord *base = trove_state_get (self->returning->theirs.from, key);
  const TroveRecord *now = trove_state_peek (&self->editor->state, key);

  /* A returning object is not yet restored: it gets its references from theirs. */
  if (now == NULL || trove_returning_has (self->returning, key) || g_hash_table_contains (self->done, &key))
    return TRUE;
  g_hash_table_add (self->done, g_memdup2 (&key, sizeof key));
  if (!restore_fields (self, base, now))
    return FALSE;
  for (guint i = 0; i < base->klass->lists.n; i++)
    {
      const TroveClassField *field = &base->klass->fields[base->klass->lists.at[i].field];

      if (field->kind == TROVE_KIND_REFERENCE_LIST &&
          !restore_list (self, key, field, base->lists[field->offset]))
        return FALSE;
    }
  return TRUE;
}

gboolean
trove_returning_restore_references (const TroveReturning *self, TroveEditor *editor, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Restoring restoring = { self, editor, done, error };
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const TroveRecord *base = trove_state_get (self->theirs.from, *(const TroveKey *) key);

      if (!trove_referrers_foreach (base->referrers, restore_object, &restoring))
        return FALSE;
    }
  return TRUE;
}
