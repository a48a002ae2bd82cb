/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-write.h"

#include "trove-glib/trove-error.h"

#include "packed-variant.h"
#include "packed-writer.h"
#include "row.h"
#include "state-changes.h"
#include "value.h"

/* An array of objects, which may be as many as the document has. */
typedef struct
{
  TrovePackedWriter bytes;
  GArray *ends;      /* gsize: of each object */
  GArray *list_ends; /* gsize: of the lists of one object */
} Objects;

typedef struct
{
  TroveRowLayouts *layouts;
  const TroveState *from, *to;
  const TroveStateChanges *changes;
  Objects added, removed;
  GVariantBuilder changed;
} Writer;

static GVariant *
write_keys (const TroveKey *keys, gsize n)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, keys, n, sizeof *keys);
}

/* So many keys of a list from an index on. */
static GVariant *
write_items (const TroveRecord *record, const TroveClassField *list, guint32 at, guint32 n)
{
  g_autofree TroveKey *keys = g_new (TroveKey, n);

  trove_sequence_copy (record->lists[list->offset], at, keys, n);
  return write_keys (keys, n);
}

/* The key of an owned field, as a list. */
static GVariant *
write_owned (const TroveRecord *record, const TroveClassField *field)
{
  const TroveKey *key = trove_record_key_at (record, field);

  return write_keys (key, *key != 0 ? 1 : 0);
}

/* Objects of one state alone */

static void
objects_init (Objects *self)
{
  *self = (Objects){ .ends = g_array_new (FALSE, FALSE, sizeof (gsize)),
                     .list_ends = g_array_new (FALSE, FALSE, sizeof (gsize)) };
}

static void
objects_clear (Objects *self)
{
  g_free (self->bytes.bytes);
  g_array_unref (self->ends);
  g_array_unref (self->list_ends);
}

static GVariant *
objects_end (Objects *self)
{
  trove_packed_writer_add_ends (&self->bytes, 0, (const gsize *) (gpointer) self->ends->data, self->ends->len,
                                FALSE);
  return trove_packed_writer_end (&self->bytes, G_VARIANT_TYPE ("a(tuayaat)"));
}

/* The keys of a list, or of an owned field. */
static void
add_keys (TrovePackedWriter *bytes, const TroveRecord *record, const TroveClassField *field)
{
  if (trove_class_field_is_list (field))
    {
      const TroveSequenceNode *list = record->lists[field->offset];
      guint32 n = trove_sequence_length (list);

      trove_sequence_copy (list, 0, trove_packed_writer_add (bytes, n * sizeof (TroveKey), 8), n);
    }
  else if (*trove_record_key_at (record, field) != 0)
    memcpy (trove_packed_writer_add (bytes, sizeof (TroveKey), 8), trove_record_key_at (record, field),
            sizeof (TroveKey));
}

static void
add_lists (Objects *self, const TroveRecord *record, const TroveRowLayout *layout)
{
  gsize start;

  trove_packed_writer_add (&self->bytes, 0, 8);
  start = self->bytes.n;
  g_array_set_size (self->list_ends, 0);
  for (guint i = 0; i < layout->n_columns; i++)
    if (layout->columns[i].form == TROVE_ROW_NONE)
      {
        add_keys (&self->bytes, record, layout->columns[i].field);
        g_array_append_val (self->list_ends, self->bytes.n);
      }
  trove_packed_writer_add_ends (&self->bytes, start, (const gsize *) (gpointer) self->list_ends->data,
                                self->list_ends->len, FALSE);
}

static void
add_object (Objects *self, const TroveRecord *record, const TroveRowLayout *layout, GVariant *row)
{
  gsize start, size = g_variant_get_size (row), end;

  memcpy (trove_packed_writer_add (&self->bytes, sizeof (TroveKey), 8), &record->key, sizeof (TroveKey));
  start = self->bytes.n - sizeof (TroveKey);
  memcpy (trove_packed_writer_add (&self->bytes, sizeof (guint32), 4), &layout->id, sizeof (guint32));
  g_variant_store (row, trove_packed_writer_add (&self->bytes, size, 1));
  end = self->bytes.n;
  add_lists (self, record, layout);
  trove_packed_writer_add_ends (&self->bytes, start, &end, 1, TRUE);
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
  Writer *writer;
  const TroveRecord *before, *after;
  const TroveRowLayout *layout;
  GVariantBuilder values, lists;
  guint n;
} Change;

static const TroveClassField *
field_of (const Change *self, guint64 entry)
{
  return &self->before->klass->fields[trove_entry_field (entry)];
}

static gboolean
write_value (Change *self, const TroveClassField *field, GError **error)
{
  g_autoptr (GVariant) before = trove_value_write (field, trove_record_data (self->before), error);
  g_autoptr (GVariant) after =
      before != NULL ? trove_value_write (field, trove_record_data (self->after), error) : NULL;

  if (after == NULL)
    return FALSE;
  g_variant_builder_add (&self->values, "(u@ay@ay)", trove_row_layout_find (self->layout, field),
                         trove_packed_bytes_new (before), trove_packed_bytes_new (after));
  return TRUE;
}

static void
open_list (Change *self, const TroveClassField *field)
{
  g_variant_builder_open (&self->lists, G_VARIANT_TYPE ("(ua(uatat))"));
  g_variant_builder_add (&self->lists, "u", trove_row_layout_find (self->layout, field));
  g_variant_builder_open (&self->lists, G_VARIANT_TYPE ("a(uatat)"));
}

static void
close_list (Change *self)
{
  g_variant_builder_close (&self->lists);
  g_variant_builder_close (&self->lists);
}

static void
write_owned_change (Change *self, const TroveClassField *field)
{
  open_list (self, field);
  g_variant_builder_add (&self->lists, "(u@at@at)", 0, write_owned (self->before, field),
                         write_owned (self->after, field));
  close_list (self);
}

static void
write_runs (Change *self, guint64 entry)
{
  const TroveClassField *field = field_of (self, entry);
  guint32 n;
  const TroveListRun *runs = trove_state_changes_runs (self->writer->changes, entry, &n);

  open_list (self, field);
  for (guint32 i = 0; i < n; i++)
    g_variant_builder_add (&self->lists, "(u@at@at)", runs[i].a,
                           write_items (self->before, field, runs[i].a, runs[i].n_removed),
                           write_items (self->after, field, runs[i].b, runs[i].n_inserted));
  close_list (self);
}

/* An object's place follows from the lists of others. */
static gboolean
write_entry (Change *self, guint64 entry, GError **error)
{
  TroveEntryKind kind = trove_entry_kind (entry);

  if (kind == TROVE_ENTRY_MOVED)
    return TRUE;
  self->n++;
  if (kind == TROVE_ENTRY_LIST)
    write_runs (self, entry);
  else if (field_of (self, entry)->kind == TROVE_KIND_OWNED)
    write_owned_change (self, field_of (self, entry));
  else
    return write_value (self, field_of (self, entry), error);
  return TRUE;
}

/* The entries of one object, from one on; *n: how many. */
static gboolean
write_change (Writer *self, guint32 first, guint32 *n, GError **error)
{
  TroveKey key = trove_entry_key (trove_state_changes_get (self->changes, first));
  Change change = { .writer = self,
                    .before = trove_state_get (self->from, key),
                    .after = trove_state_get (self->to, key) };
  gboolean done = TRUE;

  change.layout = trove_row_layouts_for_class (self->layouts, change.before->klass);
  g_variant_builder_init (&change.values, G_VARIANT_TYPE ("a(uayay)"));
  g_variant_builder_init (&change.lists, G_VARIANT_TYPE ("a(ua(uatat))"));
  for (*n = 0; done && first + *n < trove_state_changes_n (self->changes); ++*n)
    {
      guint64 entry = trove_state_changes_get (self->changes, first + *n);

      if (trove_entry_key (entry) != key)
        break;
      done = write_entry (&change, entry, error);
    }
  if (done && change.n > 0)
    g_variant_builder_add (&self->changed, "(tua(uayay)a(ua(uatat)))", key, change.layout->id, &change.values,
                           &change.lists);
  g_variant_builder_clear (&change.values);
  g_variant_builder_clear (&change.lists);
  return done;
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
  g_autoptr (GVariant) added = objects_end (&self->added), removed = objects_end (&self->removed);
  g_autoptr (GVariant) delta = g_variant_ref_sink (
      g_variant_new ("(@a(tuayaat)@a(tuayaat)a(tua(uayay)a(ua(uatat))))", added, removed, &self->changed));

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
  g_variant_builder_init (&writer.changed, G_VARIANT_TYPE ("a(tua(uayay)a(ua(uatat)))"));
  if (write_all (&writer, error))
    delta = end (&writer);
  objects_clear (&writer.added);
  objects_clear (&writer.removed);
  g_variant_builder_clear (&writer.changed);
  trove_state_changes_clear (&changes);
  return delta;
}
