/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/cells.h"

#include <math.h>

#include "draw/geometry.h"

#define SMALLEST 64.0 /* units of a cell at level 0 */
#define N_LEVELS 24
#define FAR (1 << 29) /* cells are counted to here */
#define BLOCK 1024    /* entries that are allocated at once */

typedef struct _Cell Cell;
typedef struct _Entry Entry;

/* The key of each struct is its first member, by which it is hashed. */
struct _Entry
{
  TroveKey key;
  cairo_rectangle_t box;
  Cell *cell;
  Entry *previous, *next; /* in the cell */
  guint round;            /* in which the box was put */
};

struct _Cell
{
  gint64 place; /* column and row */
  guint level;
  Entry *first;
};

struct _SketchCells
{
  GHashTable *entries;          /* of Entry */
  GHashTable *levels[N_LEVELS]; /* of Cell that are not empty */
  GPtrArray *blocks;            /* of entries */
  Entry *unused;                /* linked by next */
  guint round;                  /* counts those between begin and end */
  guint n_put;                  /* in this round, of those that were not put before in it */
};

guint
sketch_hash_place (gconstpointer place)
{
  return (guint) (*(const guint64 *) place * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 32);
}

SketchCells *
sketch_cells_new (void)
{
  SketchCells *self = g_new0 (SketchCells, 1);

  self->entries = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < N_LEVELS; i++)
    self->levels[i] = g_hash_table_new_full (sketch_hash_place, g_int64_equal, g_free, NULL);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
sketch_cells_free (SketchCells *self)
{
  g_hash_table_unref (self->entries);
  for (guint i = 0; i < N_LEVELS; i++)
    g_hash_table_unref (self->levels[i]);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

guint
sketch_cells_get_size (SketchCells *self)
{
  return g_hash_table_size (self->entries);
}

const cairo_rectangle_t *
sketch_cells_lookup (SketchCells *self, TroveKey key)
{
  const Entry *entry = g_hash_table_lookup (self->entries, &key);

  return entry != NULL ? &entry->box : NULL;
}

static guint
get_level (const cairo_rectangle_t *box)
{
  double size = SMALLEST;
  guint level = 0;

  for (; level < N_LEVELS - 1 && size < MAX (box->width, box->height); level++)
    size *= 2;
  return level;
}

/* The column of an x, or the row of a y. */
static gint64
get_place (double at, guint level)
{
  return (gint64) floor (CLAMP (ldexp (at / SMALLEST, -(int) level), -FAR, FAR));
}

static gint64
pack (gint64 column, gint64 row)
{
  return column * (4 * (gint64) FAR) + row;
}

static gint64
get_cell_place (const cairo_rectangle_t *box, guint level)
{
  return pack (get_place (box->x + box->width / 2, level), get_place (box->y + box->height / 2, level));
}

static Cell *
ensure_cell (SketchCells *self, guint level, gint64 place)
{
  Cell *cell = g_hash_table_lookup (self->levels[level], &place);

  if (cell == NULL)
    {
      cell = g_new (Cell, 1);
      *cell = (Cell){ place, level, NULL };
      g_hash_table_add (self->levels[level], cell);
    }
  return cell;
}

static Entry *
allocate_entry (SketchCells *self)
{
  Entry *entry = self->unused;

  if (entry == NULL)
    {
      Entry *block = g_new (Entry, BLOCK);

      g_ptr_array_add (self->blocks, block);
      for (guint i = 0; i < BLOCK; i++)
        block[i].next = i + 1 < BLOCK ? &block[i + 1] : NULL;
      entry = block;
    }
  self->unused = entry->next;
  return entry;
}

static void
link_entry (Entry *entry, Cell *cell)
{
  entry->cell = cell;
  entry->previous = NULL;
  entry->next = cell->first;
  if (cell->first != NULL)
    cell->first->previous = entry;
  cell->first = entry;
}

static void
unlink_entry (SketchCells *self, Entry *entry)
{
  if (entry->previous != NULL)
    entry->previous->next = entry->next;
  else
    entry->cell->first = entry->next;
  if (entry->next != NULL)
    entry->next->previous = entry->previous;
  if (entry->cell->first == NULL)
    g_hash_table_remove (self->levels[entry->cell->level], entry->cell);
}

static Entry *
ensure_entry (SketchCells *self, TroveKey key)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL)
    {
      entry = allocate_entry (self);
      *entry = (Entry){ .key = key, .round = self->round - 1 };
      g_hash_table_add (self->entries, entry);
    }
  return entry;
}

void
sketch_cells_put (SketchCells *self, TroveKey key, const cairo_rectangle_t *box)
{
  guint level = get_level (box);
  gint64 place;
  Entry *entry;

  if (!isfinite (box->x + box->y + box->width + box->height))
    {
      sketch_cells_remove (self, key);
      return;
    }
  place = get_cell_place (box, level);
  entry = ensure_entry (self, key);
  self->n_put += entry->round != self->round;
  entry->round = self->round;
  entry->box = *box;
  if (entry->cell != NULL && entry->cell->place == place && entry->cell->level == level)
    return;
  if (entry->cell != NULL)
    unlink_entry (self, entry);
  link_entry (entry, ensure_cell (self, level, place));
}

void
sketch_cells_remove (SketchCells *self, TroveKey key)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL)
    return;
  unlink_entry (self, entry);
  g_hash_table_remove (self->entries, entry);
  entry->next = self->unused;
  self->unused = entry;
}

void
sketch_cells_begin (SketchCells *self)
{
  self->round++;
  self->n_put = 0;
}

void
sketch_cells_end (SketchCells *self)
{
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  GHashTableIter iter;
  gpointer key;

  if (self->n_put == g_hash_table_size (self->entries))
    return;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (((const Entry *) key)->round != self->round)
      g_array_append_val (others, *(const TroveKey *) key);
  for (guint i = 0; i < others->len; i++)
    sketch_cells_remove (self, g_array_index (others, TroveKey, i));
}

static void
find_in_cell (const Cell *cell, const cairo_rectangle_t *box, GArray *keys)
{
  for (const Entry *entry = cell->first; entry != NULL; entry = entry->next)
    if (sketch_intersects (&entry->box, box))
      g_array_append_val (keys, entry->key);
}

static void
find_in_level (SketchCells *self, guint level, const cairo_rectangle_t *box, GArray *keys)
{
  GHashTable *cells = self->levels[level];
  double reach = ldexp (SMALLEST, (int) level) / 2;
  gint64 left = get_place (box->x - reach, level), right = get_place (box->x + box->width + reach, level);
  gint64 top = get_place (box->y - reach, level), bottom = get_place (box->y + box->height + reach, level);
  GHashTableIter iter;
  gpointer cell;

  /* The fewer: the cells of the box, or those that are there. */
  if ((right - left + 1) * (double) (bottom - top + 1) > g_hash_table_size (cells))
    {
      g_hash_table_iter_init (&iter, cells);
      while (g_hash_table_iter_next (&iter, &cell, NULL))
        find_in_cell (cell, box, keys);
      return;
    }
  for (gint64 row = top; row <= bottom; row++)
    for (gint64 column = left; column <= right; column++)
      {
        const gint64 place = pack (column, row);

        cell = g_hash_table_lookup (cells, &place);
        if (cell != NULL)
          find_in_cell (cell, box, keys);
      }
}

void
sketch_cells_find (SketchCells *self, const cairo_rectangle_t *box, GArray *keys)
{
  for (guint level = 0; level < N_LEVELS; level++)
    if (g_hash_table_size (self->levels[level]) > 0)
      find_in_level (self, level, box, keys);
}

gboolean
sketch_cells_get_extents (SketchCells *self, cairo_rectangle_t *extents)
{
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const Entry *entry = key;

      *extents = any ? sketch_unite (extents, &entry->box) : entry->box;
      any = TRUE;
    }
  return any;
}
