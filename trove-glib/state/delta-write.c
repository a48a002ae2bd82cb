/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-write.h"

#include "trove-glib/trove-error.h"

#include "packed-variant.h"
#include "packed-writer.h"
#include "row.h"
#include "state-changes.h"
#include "value.h"

/* An array of objects, which may be as many as the document has, and so are their parts. */
typedef struct
{
  TrovePackedWriter bytes;
  GArray *ends;      /* gsize: of each object */
  GArray *part_ends; /* gsize: of the lists, or of the values, of one object */
  GArray *run_ends;  /* gsize: of the runs of one list */
} Objects;

typedef struct
{
  TroveRowLayouts *layouts;
  const TroveState *from, *to;
  const TroveStateChanges *changes;
  Objects added, removed, changed;
} Writer;

/* Parts */

static inline void
add_number (Objects *self, guint32 number)
{
  memcpy (trove_packed_writer_add (&self->bytes, sizeof number, sizeof number), &number, sizeof number);
}

/* So many keys of a list from an index on. */
static void
add_items (Objects *self, const TroveRecord *record, const TroveClassField *list, guint32 at, guint32 n)
{
  TroveKey *keys = trove_packed_writer_add (&self->bytes, n * sizeof (TroveKey), sizeof (TroveKey));

  trove_sequence_copy (record->lists[list->offset], at, keys, n);
}

/* The key of an owned field, as a list. */
static void
add_owned (Objects *self, const TroveRecord *record, const TroveClassField *field)
{
  const TroveKey *key = trove_record_key_at (record, field);
  gsize size = *key != 0 ? sizeof *key : 0;

  memcpy (trove_packed_writer_add (&self->bytes, size, sizeof *key), key, size);
}

/* Where a tuple or an array begins whose parts have that alignment. */
static inline gsize
begin (Objects *self, gsize alignment)
{
  trove_packed_writer_add (&self->bytes, 0, alignment);
  return self->bytes.n;
}

/* Completes a tuple whose last member but one ends there. */
static inline void
end_tuple (Objects *self, gsize start, gsize end)
{
  trove_packed_writer_add_ends (&self->bytes, start, &end, 1, TRUE);
}

static void
end_array (Objects *self, gsize start, const GArray *ends)
{
  trove_packed_writer_add_ends (&self->bytes, start, (const gsize *) (gpointer) ends->data, ends->len, FALSE);
}

/* Objects of one state alone */

static void
objects_init (Objects *self)
{
  *self = (Objects){ .ends = g_array_new (FALSE, FALSE, sizeof (gsize)),
                     .part_ends = g_array_new (FALSE, FALSE, sizeof (gsize)),
                     .run_ends = g_array_new (FALSE, FALSE, sizeof (gsize)) };
}

static void
objects_clear (Objects *self)
{
  g_free (self->bytes.bytes);
  g_array_unref (self->ends);
  g_array_unref (self->part_ends);
  g_array_unref (self->run_ends);
}

static GVariant *
objects_end (Objects *self, const char *type)
{
  end_array (self, 0, self->ends);
  return trove_packed_writer_end (&self->bytes, G_VARIANT_TYPE (type));
}

static gsize
begin_object (Objects *self, TroveKey key, const TroveRowLayout *layout)
{
  gsize start = begin (self, sizeof key);

  memcpy (trove_packed_writer_add (&self->bytes, sizeof key, sizeof key), &key, sizeof key);
  add_number (self, layout->id);
  return start;
}

static void
add_lists (Objects *self, const TroveRecord *record, const TroveRowLayout *layout)
{
  gsize start = begin (self, sizeof (TroveKey));

  g_array_set_size (self->part_ends, 0);
  for (guint i = 0; i < layout->n_columns; i++)
    {
      const TroveClassField *field = layout->columns[i].field;

      if (layout->columns[i].form != TROVE_ROW_NONE)
        continue;
      if (trove_class_field_is_list (field))
        add_items (self, record, field, 0, trove_sequence_length (record->lists[field->offset]));
      else
        add_owned (self, record, field);
      g_array_append_val (self->part_ends, self->bytes.n);
    }
  end_array (self, start, self->part_ends);
}

static void
add_object (Objects *self, const TroveRecord *record, const TroveRowLayout *layout, GVariant *row)
{
  gsize start = begin_object (self, record->key, layout), end;

  g_variant_store (row, trove_packed_writer_add (&self->bytes, g_variant_get_size (row), 1));
  end = self->bytes.n;
  add_lists (self, record, layout);
  end_tuple (self, start, end);
  g_array_append_val (self->ends, self->bytes.n);
}

static gboolean
write_object (Writer *self, Objects *objects, const TroveRecord *record, GError **error)
{
  const TroveRowLayout *layout = trove_row_layouts_for_class (self->layouts, record->klass);
  g_autoptr (GVariant) row = trove_row_write (layout, record, error), swapped = NULL;

  if (row == NULL)
    return FALSE;
  swapped = trove_packed_swap (row);
  add_object (objects, record, layout, swapped);
  return TRUE;
}

/* Changed objects */

typedef struct
{
  const TroveStateChanges *changes;
  guint32 first, n; /* entries, of one object */
  const TroveRecord *before, *after;
  const TroveRowLayout *layout;
} Change;

static gboolean
add_value (Objects *self, const TroveClassField *field, const TroveRecord *record, GError **error)
{
  g_autoptr (GVariant) value = trove_value_write (field, trove_record_data (record), error), swapped = NULL;

  if (value == NULL)
    return FALSE;
  swapped = trove_packed_swap (value);
  g_variant_store (swapped, trove_packed_writer_add (&self->bytes, g_variant_get_size (swapped), 1));
  return TRUE;
}

static gboolean
add_values (Objects *self, const Change *change, const TroveClassField *field, GError **error)
{
  gsize start = begin (self, sizeof (guint32)), end;

  add_number (self, trove_row_layout_find (change->layout, field));
  if (!add_value (self, field, change->before, error))
    return FALSE;
  end = self->bytes.n;
  if (!add_value (self, field, change->after, error))
    return FALSE;
  end_tuple (self, start, end);
  return TRUE;
}

static void
add_run (Objects *self, const Change *change, const TroveClassField *field, const TroveListRun *run)
{
  gsize start = begin (self, sizeof (TroveKey)), end;

  add_number (self, run->a);
  add_items (self, change->before, field, run->a, run->n_removed);
  end = self->bytes.n;
  add_items (self, change->after, field, run->b, run->n_inserted);
  end_tuple (self, start, end);
  g_array_append_val (self->run_ends, self->bytes.n);
}

/* As a run of a list. */
static void
add_owned_change (Objects *self, const Change *change, const TroveClassField *field)
{
  gsize start = begin (self, sizeof (TroveKey)), end;

  add_number (self, 0);
  add_owned (self, change->before, field);
  end = self->bytes.n;
  add_owned (self, change->after, field);
  end_tuple (self, start, end);
  g_array_append_val (self->run_ends, self->bytes.n);
}

static void
add_runs (Objects *self, const Change *change, const TroveClassField *field, guint64 entry)
{
  gsize start;
  guint32 n;

  begin (self, sizeof (TroveKey));
  add_number (self, trove_row_layout_find (change->layout, field));
  start = begin (self, sizeof (TroveKey));
  g_array_set_size (self->run_ends, 0);
  if (trove_entry_kind (entry) == TROVE_ENTRY_LIST)
    {
      const TroveListRun *runs = trove_state_changes_runs (change->changes, entry, &n);

      for (guint32 i = 0; i < n; i++)
        add_run (self, change, field, &runs[i]);
    }
  else
    add_owned_change (self, change, field);
  end_array (self, start, self->run_ends);
}

static gboolean
is_list_change (const TroveClassField *field, guint64 entry)
{
  return trove_entry_kind (entry) == TROVE_ENTRY_LIST || field->kind == TROVE_KIND_OWNED;
}

/* The values or the lists of an object. An object's place follows from the lists of others. */
static gboolean
add_parts (Objects *self, const Change *change, gboolean lists, gsize alignment, GError **error)
{
  gsize start = begin (self, alignment);

  g_array_set_size (self->part_ends, 0);
  for (guint32 i = 0; i < change->n; i++)
    {
      guint64 entry = trove_state_changes_get (change->changes, change->first + i);
      const TroveClassField *field;

      if (trove_entry_kind (entry) == TROVE_ENTRY_MOVED)
        continue;
      field = &change->before->klass->fields[trove_entry_field (entry)];
      if (is_list_change (field, entry) != lists)
        continue;
      if (lists)
        add_runs (self, change, field, entry);
      else if (!add_values (self, change, field, error))
        return FALSE;
      g_array_append_val (self->part_ends, self->bytes.n);
    }
  end_array (self, start, self->part_ends);
  return TRUE;
}

static gboolean
add_change (Objects *self, const Change *change, GError **error)
{
  gsize start = begin_object (self, change->before->key, change->layout), end;

  if (!add_parts (self, change, FALSE, sizeof (guint32), error))
    return FALSE;
  end = self->bytes.n;
  if (!add_parts (self, change, TRUE, sizeof (TroveKey), error))
    return FALSE;
  end_tuple (self, start, end);
  g_array_append_val (self->ends, self->bytes.n);
  return TRUE;
}

/* The entries of one object, from one on; *n: how many. */
static gboolean
write_change (Writer *self, guint32 first, guint32 *n, GError **error)
{
  TroveKey key = trove_entry_key (trove_state_changes_get (self->changes, first));
  Change change = { .changes = self->changes,
                    .first = first,
                    .before = trove_state_get (self->from, key),
                    .after = trove_state_get (self->to, key) };
  gboolean has_parts = FALSE;

  while (first + change.n < trove_state_changes_n (self->changes))
    {
      guint64 entry = trove_state_changes_get (self->changes, first + change.n);

      if (trove_entry_key (entry) != key)
        break;
      has_parts |= trove_entry_kind (entry) != TROVE_ENTRY_MOVED;
      change.n++;
    }
  *n = change.n;
  change.layout = trove_row_layouts_for_class (self->layouts, change.before->klass);
  return !has_parts || add_change (&self->changed, &change, error);
}

/* All */

static gboolean
write_all (Writer *self, GError **error)
{
  guint32 n;

  for (guint32 i = 0; i < trove_state_changes_n (self->changes); i += n)
    {
      guint64 entry = trove_state_changes_get (self->changes, i);
      TroveEntryKind kind = trove_entry_kind (entry);
      TroveKey key = trove_entry_key (entry);
      gboolean done;

      n = 1;
      if (kind == TROVE_ENTRY_ADDED)
        done = write_object (self, &self->added, trove_state_get (self->to, key), error);
      else if (kind == TROVE_ENTRY_REMOVED)
        done = write_object (self, &self->removed, trove_state_get (self->from, key), error);
      else
        done = write_change (self, i, &n, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static GVariant *
end (Writer *self)
{
  g_autoptr (GVariant) added = objects_end (&self->added, "a(tuayaat)");
  g_autoptr (GVariant) removed = objects_end (&self->removed, "a(tuayaat)");
  g_autoptr (GVariant) changed = objects_end (&self->changed, "a(tua(uayay)a(ua(uatat)))");
  GVariant *const parts[] = { added, removed, changed };
  g_autoptr (GVariant) delta = g_variant_ref_sink (g_variant_new_tuple (parts, G_N_ELEMENTS (parts)));

  return trove_packed_swap (delta);
}

GVariant *
trove_delta_new (TroveRowLayouts *layouts, const TroveState *from, const TroveState *to, GError **error)
{
  TroveStateChanges changes;
  Writer writer = { .layouts = layouts, .from = from, .to = to, .changes = &changes };
  GVariant *delta = NULL;

  if (!trove_state_changes_init (&changes, from, to))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                           "No memory for the changes between two versions");
      return NULL;
    }
  objects_init (&writer.added);
  objects_init (&writer.removed);
  objects_init (&writer.changed);
  if (write_all (&writer, error))
    delta = end (&writer);
  objects_clear (&writer.added);
  objects_clear (&writer.removed);
  objects_clear (&writer.changed);
  trove_state_changes_clear (&changes);
  return delta;
}
