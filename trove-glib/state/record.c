/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "record.h"

#include <string.h>

#include "long-string.h"

static gsize
padded (gsize bytes)
{
  return (bytes + TROVE_RECORD_UNIT - 1) & ~(gsize) (TROVE_RECORD_UNIT - 1);
}

static const char *
string_at (const TroveClass *klass, guint i, gconstpointer data)
{
  return *(const char *const *) ((const char *) data + klass->strings.at[i].offset);
}

static char **
string_slot (const TroveClass *klass, guint i, gpointer data)
{
  return (char **) ((char *) data + klass->strings.at[i].offset);
}

static gboolean
is_interned (const TroveClass *klass, guint i)
{
  return klass->fields[klass->strings.at[i].field].interned;
}

/* The bytes that a string takes in the record; 0 if its bytes lie elsewhere. */
static gsize
short_bytes (const TroveClass *klass, guint i, const char *string)
{
  gsize size;

  if (string == NULL || is_interned (klass, i))
    return 0;
  size = strnlen (string, TROVE_RECORD_SHORT) + 1;
  return size <= TROVE_RECORD_SHORT ? size : 0;
}

static gboolean
is_counted (const TroveClass *klass, guint i, const char *string)
{
  return string != NULL && !is_interned (klass, i) && short_bytes (klass, i, string) == 0;
}

/* The bytes of a block, and whether the record needs a link. */
static gsize
block_size (const TroveClass *klass, gconstpointer data, gboolean *has_link)
{
  gsize strings = 0;

  *has_link = klass->has_owned_memory;
  for (guint i = 0; i < klass->strings.n; i++)
    {
      const char *string = string_at (klass, i, data);

      strings += short_bytes (klass, i, string);
      *has_link = *has_link || is_counted (klass, i, string);
    }
  return trove_record_data_offset (klass) + padded (klass->data_size) +
         padded (strings + (*has_link ? sizeof (gpointer) : 0));
}

gsize
trove_record_bytes (const TroveClass *klass, gconstpointer data)
{
  gboolean has_link;

  return block_size (klass, data != NULL ? data : klass->defaults, &has_link) +
         TROVE_RECORD_UNIT; /* for a link */
}

static TroveRecord **
link_of (TroveRecord *record)
{
  return (TroveRecord **) ((char *) record + trove_record_size (record)) - 1;
}

/* Strings */

/* Gives the record strings of its own, in place of those that its data points to. old: a record whose counted strings are
 * shared where they are the same, or NULL. */
static void
take_strings (TroveRecord *record, const TroveRecord *old)
{
  const TroveClass *klass = record->klass;
  gpointer data = trove_record_data (record);
  char *bytes = (char *) data + padded (klass->data_size);

  for (guint i = 0; i < klass->strings.n; i++)
    {
      char **slot = string_slot (klass, i, data);
      const char *before = old != NULL ? string_at (klass, i, trove_record_data (old)) : NULL;
      gsize size = short_bytes (klass, i, *slot);

      if (*slot == NULL)
        continue;
      if (is_interned (klass, i))
        *slot = (char *) g_intern_string (*slot);
      else if (size > 0)
        {
          memcpy (bytes, *slot, size);
          *slot = bytes;
          bytes += size;
        }
      else if (before != NULL && (before == *slot || g_str_equal (before, *slot)))
        *slot = trove_long_string_ref ((char *) before);
      else
        *slot = trove_long_string_new (*slot);
    }
}

/* The fields are NULL afterwards, since functions that clear other fields may read the object. */
static void
drop_strings (const TroveClass *klass, gpointer data)
{
  for (guint i = 0; i < klass->strings.n; i++)
    if (is_counted (klass, i, string_at (klass, i, data)))
      trove_long_string_unref (g_steal_pointer (string_slot (klass, i, data)));
}

/* Making */

static gboolean
copy_failed (const TroveClass *klass, GError **error)
{
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED, "A copy function of a field of %s returned FALSE",
               g_type_name (klass->type));
  return FALSE;
}

/* A record whose header is to be filled in, with a copy of the data. import: the data is a struct of the application. */
static TroveRecord *
carve (TroveCore *core, const TroveClass *klass, gconstpointer data, gboolean import, const TroveRecord *old,
       GError **error)
{
  gboolean has_link, copied;
  gsize size = block_size (klass, data, &has_link);
  TroveRecord *record = trove_core_carve_block (core, size);
  gpointer dest;

  *record = (TroveRecord){
    .place = trove_core_own_id (core),
    .content = trove_core_own_id (core),
    .klass = klass,
    .size = (guint16) (size / TROVE_RECORD_UNIT),
    .has_link = has_link,
  };
  for (guint i = 0; i < klass->lists.n; i++)
    record->lists[i] = NULL;

  dest = trove_record_data (record);
  copied = import ? trove_class_import (klass, dest, data) : trove_class_copy (klass, dest, data);
  if (!copied)
    {
      trove_core_shrink_block (core, record, size, 0);
      copy_failed (klass, error);
      return NULL;
    }

  take_strings (record, old);
  return record;
}

/* Has the record cleared with its sub-arena, if it owns something. */
static void
link_record (TroveCore *core, TroveRecord *record)
{
  if (record->has_link)
    *link_of (record) = trove_core_clear_later (core, record);
}

/* The record owns nothing afterwards. */
static void
drop_owned (TroveRecord *record)
{
  drop_strings (record->klass, trove_record_data (record));
  trove_class_clear (record->klass, trove_record_data (record));
}

static void
copy_header (TroveRecord *copy, const TroveRecord *record)
{
  copy->key = record->key;
  copy->owner = record->owner;
  copy->label = record->label;
  copy->owner_field = record->owner_field;
  copy->referrers = record->referrers;
  for (guint i = 0; i < record->klass->lists.n; i++)
    copy->lists[i] = record->lists[i];
}

TroveRecord *
trove_record_new (TroveCore *core, const TroveClass *klass, TroveKey key, gconstpointer data, GError **error)
{
  TroveRecord *record = carve (core, klass, data != NULL ? data : klass->defaults, data != NULL, NULL, error);

  if (record == NULL)
    return NULL;

  record->key = key;
  link_record (core, record);
  return record;
}

TroveRecord *
trove_record_own (TroveCore *core, TroveRecord *record, GError **error)
{
  TroveRecord *copy;

  if (record->place == trove_core_own_id (core))
    {
      record->content = record->place;
      return record;
    }

  copy = carve (core, record->klass, trove_record_data (record), FALSE, record, error);
  if (copy == NULL)
    return NULL;

  copy_header (copy, record);
  link_record (core, copy);
  return copy;
}

TroveRecord *
trove_record_extend (TroveCore *core, const TroveRecord *record, const TroveClass *klass, gconstpointer data,
                     GError **error)
{
  TroveRecord *extended = carve (core, klass, data, TRUE, record, error);

  if (extended == NULL)
    return NULL;

  copy_header (extended, record);
  link_record (core, extended);
  return extended;
}

/* The bytes from the data on, without the link. */
static gsize
tail_size (const TroveRecord *record)
{
  return trove_record_size (record) - trove_record_data_offset (record->klass) -
         (record->has_link ? sizeof (gpointer) : 0);
}

/* Corrects the pointers to short strings in bytes that were moved from another record of the same size. */
static void
relocate_strings (TroveRecord *record, const TroveRecord *from)
{
  const char *start = (const char *) from, *end = start + trove_record_size (from);

  for (guint i = 0; i < record->klass->strings.n; i++)
    {
      char **slot = string_slot (record->klass, i, trove_record_data (record));

      if (*slot >= start && *slot < end)
        *slot = (char *) record + (*slot - start);
    }
}

/* Takes references on the long strings of a record that was copied by its bytes. */
static void
share_strings (TroveRecord *record)
{
  const TroveClass *klass = record->klass;
  const char *start = (const char *) record, *end = start + trove_record_size (record);

  for (guint i = 0; i < klass->strings.n; i++)
    {
      char *string = *string_slot (klass, i, trove_record_data (record));

      if (string != NULL && (string < start || string >= end) && !is_interned (klass, i))
        trove_long_string_ref (string);
    }
}

/* A copy of a record whose fields own nothing but strings. */
static TroveRecord *
copy_bytes (TroveCore *core, const TroveRecord *record, GError **error)
{
  gsize size = trove_record_size (record);
  TroveRecord *copy;

  if (!trove_core_prepare_blocks (core, size, error))
    return NULL;

  copy = trove_core_carve_block (core, size);
  memcpy (copy, record, size);
  copy->place = trove_core_own_id (core);
  relocate_strings (copy, record);
  share_strings (copy);
  return copy;
}

/* A copy whose fields are copied one by one. */
static TroveRecord *
copy_fields (TroveCore *core, const TroveRecord *record, GError **error)
{
  gconstpointer data = trove_record_data (record);
  TroveRecord *copy;

  if (!trove_core_prepare_blocks (core, trove_record_bytes (record->klass, data), error))
    return NULL;

  copy = carve (core, record->klass, data, FALSE, record, error);
  if (copy != NULL)
    copy_header (copy, record);
  return copy;
}

TroveRecord *
trove_record_move (TroveCore *core, TroveRecord *record, GError **error)
{
  TroveRecord *copy;

  if (record->place == trove_core_own_id (core))
    return record;

  copy =
      record->klass->has_owned_memory ? copy_fields (core, record, error) : copy_bytes (core, record, error);
  if (copy == NULL)
    return NULL;
  copy->content = record->content;
  link_record (core, copy);
  return copy;
}

/* Exchanges the data and the short strings of two records of the same size. */
static void
exchange_data (TroveRecord *a, TroveRecord *b)
{
  gsize size = tail_size (a);
  char *in_a = trove_record_data (a), *in_b = trove_record_data (b);

  for (gsize i = 0; i < size; i += sizeof (guintptr)) /* of which the link takes one */
    {
      guintptr word;

      memcpy (&word, in_a + i, sizeof word);
      memcpy (in_a + i, in_b + i, sizeof word);
      memcpy (in_b + i, &word, sizeof word);
    }
  relocate_strings (a, b);
  relocate_strings (b, a);
}

TroveRecord *
trove_record_set_data (TroveCore *core, TroveRecord *record, gconstpointer data, TroveRecord **replaced,
                       GError **error)
{
  TroveRecord *changed = carve (core, record->klass, data, TRUE, record, error);

  *replaced = NULL;
  if (changed == NULL)
    return NULL;

  if (record->place == changed->place)
    {
      *replaced = record;
      if (changed->size == record->size && changed->has_link == record->has_link)
        {
          exchange_data (record, changed);
          record->content = record->place;
          *replaced = changed;
          return record;
        }
    }
  copy_header (changed, record);
  link_record (core, changed);
  return changed;
}

void
trove_record_discard (TroveCore *core, TroveRecord *replaced)
{
  if (replaced == NULL)
    return;

  drop_owned (replaced);
  if (replaced->place == trove_core_own_id (core)) /* else it was frozen meanwhile */
    trove_core_shrink_block (core, replaced, trove_record_size (replaced), 0);
}

void
trove_record_clear_linked (gpointer record)
{
  TroveRecord *next;

  for (TroveRecord *linked = record; linked != NULL; linked = next)
    {
      next = *link_of (linked);
      drop_owned (linked);
    }
}

/* Measuring */

gsize
trove_record_long_bytes (const TroveRecord *record)
{
  const TroveClass *klass = record->klass;
  gsize bytes = 0;

  for (guint i = 0; record->has_link && i < klass->strings.n; i++)
    {
      const char *string = string_at (klass, i, trove_record_data (record));

      if (is_counted (klass, i, string))
        bytes += trove_long_string_n_bytes (string);
    }
  return bytes;
}

static double
long_part (const TroveRecord *record)
{
  const TroveClass *klass = record->klass;
  double bytes = 0;

  for (guint i = 0; i < klass->strings.n; i++)
    {
      const char *string = string_at (klass, i, trove_record_data (record));

      if (is_counted (klass, i, string))
        bytes += (double) trove_long_string_n_bytes (string) / trove_long_string_n_refs (string);
    }
  return bytes;
}

double
trove_record_linked_long_bytes (gconstpointer record)
{
  double bytes = 0;

  for (const TroveRecord *linked = record; linked != NULL; linked = *link_of ((TroveRecord *) linked))
    bytes += long_part (linked);
  return bytes;
}
