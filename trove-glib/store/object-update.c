/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object-update.h"

#include "state/class-version.h"
#include "state/state-changes.h"

#include "trove-glib/trove-error.h"

#include "list-places.h"

typedef struct
{
  TroveObjectTable *table;
  const TroveState *to;
  TroveStateChanges changes;
  TroveKey written; /* the last object whose values were written */
  GError **error;
} Update;

/* Rows: objects are made before they get places, since an owner may have a greater key. The row of an object whose class has a version
 * may be of an older one, which it leaves when a list of the object changes. */

static gboolean
write_values (Update *self, const TroveRecord *record)
{
  if (record->key == self->written)
    return TRUE;
  self->written = record->key;
  return trove_object_table_set_data (self->table, record, self->error);
}

static gboolean
update_row (Update *self, guint64 entry)
{
  TroveKey key = trove_entry_key (entry);

  switch (trove_entry_kind (entry))
    {
    case TROVE_ENTRY_ADDED:
      return trove_object_table_insert (self->table, trove_state_get (self->to, key), NULL, self->error);
    case TROVE_ENTRY_REMOVED:
      return trove_object_table_remove (self->table, key, self->error);
    case TROVE_ENTRY_SET:
      return write_values (self, trove_state_get (self->to, key));
    case TROVE_ENTRY_LIST:
      return trove_class_get_version (trove_state_get (self->to, key)->klass) == 0 ||
             write_values (self, trove_state_get (self->to, key));
    default:
      return TRUE;
    }
}

/* Places */

static gboolean
place_in_field (Update *self, const TroveRecord *record, const TroveClassField *field)
{
  TroveObjectPlace place = { record->key, 0, 0 };
  TroveKey key = *trove_record_key_at (record, field);

  if (key == 0)
    return TRUE;
  place.property = trove_object_table_property (self->table, field, self->error);
  return place.property != 0 && trove_object_table_set_place (self->table, key, &place, self->error);
}

/* Of an object that was added. */
static gboolean
place_all (Update *self, const TroveRecord *record)
{
  for (guint i = 0; i < record->klass->n_fields; i++)
    {
      const TroveClassField *field = &record->klass->fields[i];
      gboolean done = TRUE;

      if (field->kind == TROVE_KIND_OWNED)
        done = place_in_field (self, record, field);
      else if (trove_class_field_is_list (field))
        done = trove_list_places_write_all (self->table, record, field, self->error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static gboolean
place_run (Update *self, const TroveRecord *record, guint64 entry)
{
  guint32 n;
  const TroveListRun *runs = trove_state_changes_runs (&self->changes, entry, &n);

  return trove_list_places_write (self->table, record, &record->klass->fields[trove_entry_field (entry)],
                                  runs, n, self->error);
}

static gboolean
update_places (Update *self, guint64 entry)
{
  TroveEntryKind kind = trove_entry_kind (entry);
  const TroveRecord *record;

  if (kind == TROVE_ENTRY_REMOVED || kind == TROVE_ENTRY_MOVED)
    return TRUE;
  record = trove_state_get (self->to, trove_entry_key (entry));
  if (kind == TROVE_ENTRY_ADDED)
    return place_all (self, record);
  if (kind == TROVE_ENTRY_LIST)
    return place_run (self, record, entry);
  if (record->klass->fields[trove_entry_field (entry)].kind == TROVE_KIND_OWNED)
    return place_in_field (self, record, &record->klass->fields[trove_entry_field (entry)]);
  return TRUE;
}

static gboolean
update (Update *self)
{
  guint32 n = trove_state_changes_n (&self->changes);

  for (guint32 i = 0; i < n; i++)
    if (!update_row (self, trove_state_changes_get (&self->changes, i)))
      return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (!update_places (self, trove_state_changes_get (&self->changes, i)))
      return FALSE;
  return TRUE;
}

gboolean
trove_object_table_update (TroveObjectTable *self, const TroveState *from, const TroveState *to,
                           GError **error)
{
  Update all = { .table = self, .to = to, .error = error };
  gboolean done;

  if (!trove_state_changes_init (&all.changes, from, to))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "There is no memory for the changes");
      return FALSE;
    }
  done = update (&all);
  trove_state_changes_clear (&all.changes);
  return done;
}
