/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "list-places.h"

#define ROOM ((gint64) 1 << 12) /* places for each item of a range that is spread */
#define FIRST_RANGE 32u         /* items */

typedef struct
{
  TroveObjectTable *table;
  TroveKey key;                   /* of the owner */
  const TroveSequenceNode *items; /* afterwards */
  guint32 n;
  guint32 property;
  gboolean owned;
  GError **error;
} List;

/* Places between two others: first, first + step, … */
typedef struct
{
  gint64 first, step;
} Spread;

static gboolean
list_init (List *self, TroveObjectTable *table, const TroveRecord *record, const TroveClassField *field,
           GError **error)
{
  const TroveSequenceNode *items = *trove_record_list (record, field->offset);

  *self = (List){ .table = table,
                  .key = record->key,
                  .items = items,
                  .n = trove_sequence_length (items),
                  .property = trove_object_table_property (table, field, error),
                  .owned = field->kind == TROVE_KIND_OWNED_LIST,
                  .error = error };
  return self->property != 0;
}

static gboolean
write_items (const List *self, guint32 first, guint32 n, Spread spread)
{
  for (guint32 i = 0; i < n; i++, spread.first += spread.step)
    {
      TroveKey key = trove_sequence_get (self->items, first + i);
      const TroveObjectPlace place = { self->key, self->property, spread.first };

      if (!(self->owned ? trove_object_table_set_place (self->table, key, &place, self->error) :
                          trove_object_table_insert_item (self->table, self->key, self->property,
                                                          spread.first, key, self->error)))
        return FALSE;
    }
  return TRUE;
}

/* Items of a list that are put between two places; G_MININT64 and G_MAXINT64 where the list ends. FALSE: there are not so many places
 * between. */
static gboolean
spread_between (gint64 left, gint64 right, guint32 n, gint64 least, Spread *spread)
{
  gint64 whole = (gint64) (n + 1) * TROVE_PLACE_STEP;

  spread->step = TROVE_PLACE_STEP;
  if (left == G_MININT64 && right == G_MAXINT64)
    spread->first = TROVE_PLACE_STEP;
  else if (right == G_MAXINT64)
    spread->first = left + TROVE_PLACE_STEP;
  else if (left == G_MININT64)
    spread->first = right - whole + TROVE_PLACE_STEP;
  else
    {
      spread->step = (right - left) / ((gint64) n + 1);
      spread->first = left + spread->step;
    }
  return spread->step >= least && spread->first > -TROVE_PLACE_LIMIT &&
         spread->first + whole < TROVE_PLACE_LIMIT;
}

/* Owned lists */

static gboolean
place_at (const List *self, guint32 index, gint64 *place)
{
  return trove_object_table_get_place (self->table, trove_sequence_get (self->items, index), place,
                                       self->error);
}

/* The places of the items before and behind a range. */
static gboolean
places_around (const List *self, guint32 first, guint32 end, gint64 *left, gint64 *right)
{
  *left = G_MININT64;
  *right = G_MAXINT64;
  return (first == 0 || place_at (self, first - 1, left)) && (end == self->n || place_at (self, end, right));
}

/* Items up to limit have places, but for those from first to end. */
static gboolean
place_range (const List *self, guint32 first, guint32 end, guint32 limit)
{
  gint64 left, right;
  Spread spread;

  if (!places_around (self, first, end, &left, &right))
    return FALSE;
  if (spread_between (left, right, end - first, 1, &spread))
    return write_items (self, first, end - first, spread);
  for (guint32 size = FIRST_RANGE;; size *= 2)
    {
      first = first > size ? first - size : 0;
      end = limit - end > size ? end + size : limit;
      if (!places_around (self, first, end, &left, &right))
        return FALSE;
      if (spread_between (left, right, end - first, ROOM, &spread))
        return write_items (self, first, end - first, spread);
      if (first == 0 && end == limit)
        return write_items (self, 0, self->n, (Spread){ TROVE_PLACE_STEP, TROVE_PLACE_STEP });
    }
}

static gboolean
write_owned (const List *self, const TroveListRun *runs, guint32 n_runs)
{
  for (guint32 i = 0; i < n_runs; i++)
    if (runs[i].n_inserted > 0 && !place_range (self, runs[i].b, runs[i].b + runs[i].n_inserted,
                                                i + 1 < n_runs ? runs[i + 1].b : self->n))
      return FALSE;
  return TRUE;
}

/* Lists of references: rows of items that are removed go first, so that the rows of a list are its items up to the run. */

static gboolean
remove_items (const List *self, guint32 at, guint32 n)
{
  gint64 place;

  for (guint32 i = 0; i < n; i++)
    if (!trove_object_table_get_item (self->table, self->key, self->property, at, &place, self->error) ||
        !trove_object_table_remove_item (self->table, self->key, self->property, place, self->error))
      return FALSE;
  return TRUE;
}

/* is_end: no row is behind the run. fits: FALSE: there is no room. */
static gboolean
write_run (const List *self, const TroveListRun *run, gboolean is_end, gboolean *fits)
{
  gint64 left = G_MININT64, right = G_MAXINT64;
  Spread spread;

  if (run->b > 0 &&
      !trove_object_table_get_item (self->table, self->key, self->property, run->b - 1, &left, self->error))
    return FALSE;
  if (!is_end &&
      !trove_object_table_get_item (self->table, self->key, self->property, run->b, &right, self->error))
    return FALSE;
  *fits = spread_between (left, right, run->n_inserted, 1, &spread);
  return !*fits || write_items (self, run->b, run->n_inserted, spread);
}

static gboolean
write_references (const List *self, const TroveListRun *runs, guint32 n_runs)
{
  gboolean fits = TRUE;

  for (guint32 i = 0; fits && i < n_runs; i++)
    if (!remove_items (self, runs[i].b, runs[i].n_removed) ||
        (runs[i].n_inserted > 0 &&
         !write_run (self, &runs[i], i + 1 == n_runs && runs[i].b + runs[i].n_inserted == self->n, &fits)))
      return FALSE;
  return fits || (trove_object_table_remove_list (self->table, self->key, self->property, self->error) &&
                  write_items (self, 0, self->n, (Spread){ TROVE_PLACE_STEP, TROVE_PLACE_STEP }));
}

/* Both */

gboolean
trove_list_places_write (TroveObjectTable *table, const TroveRecord *record, const TroveClassField *field,
                         const TroveListRun *runs, guint32 n_runs, GError **error)
{
  List self;

  return list_init (&self, table, record, field, error) &&
         (self.owned ? write_owned (&self, runs, n_runs) : write_references (&self, runs, n_runs));
}

gboolean
trove_list_places_write_all (TroveObjectTable *table, const TroveRecord *record, const TroveClassField *field,
                             GError **error)
{
  List self;

  return list_init (&self, table, record, field, error) &&
         write_items (&self, 0, self.n, (Spread){ TROVE_PLACE_STEP, TROVE_PLACE_STEP });
}
