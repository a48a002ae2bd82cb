/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "save-versions.h"

#include <string.h>

#include "store/format.h"
#include "store/version-graph.h"

#define OF_BASE (TROVE_VERSION_GAP | TROVE_VERSION_FOREIGN | TROVE_VERSION_REDO)

static void
version_clear (gpointer data)
{
  TroveSaveVersion *self = data;

  trove_step_unref (self->step);
  g_clear_pointer (&self->base, trove_step_unref);
  g_free (self->name);
}

GArray *
trove_save_versions_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (TroveSaveVersion));

  g_array_set_clear_func (self, version_clear);
  return self;
}

void
trove_save_versions_add (GArray *self, TroveStep *step, TroveStep *base, const guint64 *merged, guint marks)
{
  TroveSaveVersion version = { .step = trove_step_ref (step), .marks = marks };

  if (base != NULL)
    version.base = trove_step_ref (base);
  if (merged != NULL)
    memcpy (version.merged, merged, sizeof version.merged);
  g_array_append_val (self, version);
}

/* Others */

/* A version of either, before it has its place. */
typedef struct
{
  TroveStep *step; /* not owned */
  guint64 base[2]; /* ids; 0, 0: none */
  guint64 merged[2];
  guint marks;
  const char *name;        /* that the file has; NULL: that of the step */
  gboolean waits, is_done; /* for those that come before it */
} Item;

typedef struct
{
  GArray *items;     /* Item */
  GHashTable *by_id; /* id of a step → index of the item + 1 */
  GHashTable *led;   /* ids of versions of the history from which redo leads on */
  GArray *all;       /* TroveSaveVersion */
} Weaving;

static Item *
find_item (const Weaving *self, const guint64 id[2])
{
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));

  return at > 0 ? &g_array_index (self->items, Item, at - 1) : NULL;
}

static void
add_item (Weaving *self, const Item *item)
{
  g_array_append_val (self->items, *item);
  g_hash_table_insert (self->by_id, item->step->lineage->id, GUINT_TO_POINTER (self->items->len));
}

static void
note_ours (Weaving *self, const GArray *ours)
{
  for (guint i = 0; i < ours->len; i++)
    {
      const TroveSaveVersion *version = &g_array_index (ours, TroveSaveVersion, i);
      Item item = { .step = version->step,
                    .merged = { version->merged[0], version->merged[1] },
                    .marks = version->marks };

      if (find_item (self, version->step->lineage->id) != NULL) /* what is merged twice */
        continue;
      if (version->base != NULL)
        {
          memcpy (item.base, version->base->lineage->id, sizeof item.base);
          if ((version->marks & TROVE_VERSION_REDO) != 0)
            g_hash_table_add (self->led, version->base->lineage->id);
        }
      add_item (self, &item);
    }
}

static void
copy_id (const TroveFileSteps *file, gint64 number, guint64 id[2])
{
  guint index = trove_file_steps_index_of (file, number);

  if (index != G_MAXUINT)
    memcpy (id, trove_file_steps_row (file, index)->id, 2 * sizeof *id);
}

static gboolean
has_parent (guint marks, const guint64 base[2])
{
  return (base[0] != 0 || base[1] != 0) && (marks & (TROVE_VERSION_GAP | TROVE_VERSION_FOREIGN)) == 0;
}

/* A version of the history that the file has. Parents that the document does not know are those in the file. */
static void
join (const Weaving *self, Item *item, const Item *theirs)
{
  guint taken = 0;

  if (!has_parent (item->marks, item->base) && has_parent (theirs->marks, theirs->base))
    {
      taken |= OF_BASE;
      memcpy (item->base, theirs->base, sizeof item->base);
    }
  if (item->merged[0] == 0 && item->merged[1] == 0)
    memcpy (item->merged, theirs->merged, sizeof item->merged);
  item->marks = (item->marks & ~taken) | (theirs->marks & taken);
}

/* The row of a version in the file, without a step. */
static Item
item_of (const Weaving *self, const TroveFileSteps *file, const TroveVersionRow *row)
{
  Item item = { .marks = row->marks & ~(guint) (TROVE_VERSION_CURRENT | TROVE_VERSION_SAVED),
                .name = row->name };

  copy_id (file, row->base, item.base);
  copy_id (file, row->merged, item.merged);
  if (g_hash_table_contains (self->led, item.base))
    item.marks &= ~(guint) TROVE_VERSION_REDO;
  return item;
}

/* A version that the document has merged, and that is not in its history, is what the file says of it. */
static gboolean
note_theirs (Weaving *self, TroveFileSteps *file, GError **error)
{
  for (guint i = 0; i < file->rows->len; i++)
    {
      const TroveVersionRow *row = trove_file_steps_row (file, i);
      Item *known = find_item (self, row->id), item = item_of (self, file, row);

      if (known != NULL && (known->marks & TROVE_VERSION_IN_HISTORY) != 0)
        {
          join (self, known, &item);
          continue;
        }
      item.step = known != NULL ? known->step : trove_file_steps_get (file, i, error);
      if (item.step == NULL)
        return FALSE;
      if (known != NULL)
        *known = item;
      else
        add_item (self, &item);
    }
  return TRUE;
}

/* A version that is to come before another one, and has no place yet. NULL: none. */
static Item *
find_before (const Weaving *self, const Item *item)
{
  Item *base = (item->marks & TROVE_VERSION_FOREIGN) == 0 ? find_item (self, item->base) : NULL;
  Item *merged = find_item (self, item->merged);

  if (base != NULL && !base->is_done && !base->waits)
    return base;
  return merged != NULL && !merged->is_done && !merged->waits ? merged : NULL;
}

/* Without its base, a version is stored against the first one of all. */
static void
place (Weaving *self, Item *item)
{
  const Item *base = find_item (self, item->base), *merged = find_item (self, item->merged);
  TroveStep *first = self->all->len > 0 ? g_array_index (self->all, TroveSaveVersion, 0).step : NULL;
  TroveStep *from = base != NULL && base->is_done ? base->step : first;

  if (base == NULL || !base->is_done)
    {
      item->marks &= ~(guint) OF_BASE;
      if (first != NULL)
        item->marks |= trove_lineage_is_in (first->lineage, item->step->lineage) ? TROVE_VERSION_GAP :
                                                                                   TROVE_VERSION_FOREIGN;
    }
  trove_save_versions_add (self->all, item->step, from,
                           merged != NULL && merged->is_done ? item->merged : NULL, item->marks);
  g_array_index (self->all, TroveSaveVersion, self->all->len - 1).name = g_strdup (item->name);
  item->is_done = TRUE;
}

/* Places a version after all that come before it. */
static void
place_after (Weaving *self, Item *item)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (g_ptr_array_add (waiting, item); waiting->len > 0;)
    {
      Item *last = g_ptr_array_index (waiting, waiting->len - 1);
      Item *before = last->is_done ? NULL : find_before (self, last);

      last->waits = TRUE;
      if (before != NULL)
        {
          g_ptr_array_add (waiting, before);
          continue;
        }
      if (!last->is_done)
        place (self, last);
      g_ptr_array_set_size (waiting, (int) waiting->len - 1);
    }
}

/* Earlier versions first. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *first = *(const Item *const *) a, *second = *(const Item *const *) b;
  const gint64 time = first->step->lineage->time, other = second->step->lineage->time;

  if (time == other)
    return first < second ? -1 : 1;
  return time < other ? -1 : 1;
}

/* A version that is in neither history goes right before one that has merged it, as its changes are stored against that one's parent. */
static void
place_all (Weaving *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (sorted, &g_array_index (self->items, Item, i));
  g_ptr_array_sort (sorted, compare_items);
  for (guint i = 0; i < sorted->len; i++)
    if ((((Item *) g_ptr_array_index (sorted, i))->marks & TROVE_VERSION_IN_HISTORY) != 0)
      place_after (self, g_ptr_array_index (sorted, i));
  for (guint i = 0; i < sorted->len; i++)
    place_after (self, g_ptr_array_index (sorted, i));
}

GArray *
trove_save_versions_with_others (const GArray *ours, TroveFileSteps *file, GError **error)
{
  Weaving self = {
    .items = g_array_new (FALSE, FALSE, sizeof (Item)),
    .by_id = g_hash_table_new (trove_version_id_hash, trove_version_id_equal),
    .led = g_hash_table_new (trove_version_id_hash, trove_version_id_equal),
    .all = trove_save_versions_new (),
  };

  note_ours (&self, ours);
  if (note_theirs (&self, file, error))
    place_all (&self);
  else
    g_clear_pointer (&self.all, g_array_unref);
  g_hash_table_unref (self.led);
  g_hash_table_unref (self.by_id);
  g_array_unref (self.items);
  return self.all;
}
