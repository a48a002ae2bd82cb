/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-changes.h"

#include <string.h>

#include "core/memory.h"

#include "sequence-compare.h"

#define MAX_ITEMS ((gsize) 1 << 31)
#define FIRST_ROOM 4

typedef struct
{
  TroveStateChanges *changes;
  const TroveState *a, *b;
  gsize most;        /* entries */
  gboolean many;     /* there are more */
  gboolean unsorted; /* an entry is less than the one before it */
} Walk;

/* Arrays */

static gboolean
grow (TroveStateArray *array, gsize size)
{
  gsize room = array->room > 0 ? 2 * array->room : FIRST_ROOM;
  gpointer items;

  if (room > MAX_ITEMS || room > G_MAXSIZE / size)
    return FALSE;
  items = trove_memory_alloc (room * size);
  if (items == NULL)
    return FALSE;

  if (array->n > 0)
    memcpy (items, array->items, array->n * size);
  trove_memory_free (array->items);
  array->items = items;
  array->room = room;
  return TRUE;
}

/* One more item, to be filled in; NULL: no memory. */
static gpointer
add (TroveStateArray *array, gsize size)
{
  if (array->n == array->room && !grow (array, size))
    return NULL;
  return (char *) array->items + array->n++ * size;
}

/* Entries */

static gboolean
add_entry (Walk *walk, TroveKey key, guint code)
{
  TroveStateArray *entries = &walk->changes->entries;
  guint64 *entry;

  walk->many = entries->n == walk->most;
  entry = walk->many ? NULL : add (entries, sizeof *entry);
  if (entry == NULL)
    return FALSE;
  *entry = key << TROVE_ENTRY_CODE_BITS | code;
  if (entries->n > 1 && entry[0] < entry[-1])
    walk->unsorted = TRUE;
  return TRUE;
}

/* n: fields that both records have. */
static gboolean
add_fields (Walk *walk, const TroveRecord *a, const TroveRecord *b, guint n)
{
  const TroveClass *klass = a->klass;
  gconstpointer data_a = trove_record_data (a), data_b = trove_record_data (b);

  for (guint i = 0; i < n; i++)
    {
      const TroveClassField *field = &klass->fields[i];

      if (!trove_class_field_is_list (field) && !trove_class_field_equal (field, data_a, data_b) &&
          !add_entry (walk, a->key, TROVE_ENTRY_FIRST_FIELD + i))
        return FALSE;
    }
  return TRUE;
}

/* Lists */

typedef struct
{
  Walk *walk;
  TroveKey key;
  guint field;
  gsize first_run;
} ListWalk;

static gboolean
add_run (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  const ListWalk *list = data;
  TroveStateArray *runs = &list->walk->changes->runs;
  TroveListRun *run;

  if (runs->n == list->first_run)
    {
      guint code = TROVE_ENTRY_FIRST_LIST + list->field;
      TroveListEntry *entry = add (&list->walk->changes->lists, sizeof *entry);

      if (entry == NULL || !add_entry (list->walk, list->key, code))
        return FALSE;
      *entry = (TroveListEntry){ list->key << TROVE_ENTRY_CODE_BITS | code, list->first_run };
    }

  run = add (runs, sizeof *run);
  if (run == NULL)
    return FALSE;
  *run = (TroveListRun){ a, n_removed, b, n_inserted };
  return TRUE;
}

static gboolean
is_at (const TroveState *state, TroveKey key, TroveKey owner, guint field)
{
  const TroveRecord *record = trove_state_peek (state, key);

  return record != NULL && record->owner == owner && record->owner_field == field;
}

/* The objects that the runs remove from an owned list and insert at another place: those that are still in the list. */
static gboolean
add_moved (const ListWalk *list, const TroveSequenceNode *a)
{
  const TroveStateArray *runs = &list->walk->changes->runs;

  for (gsize i = list->first_run; i < runs->n; i++)
    {
      TroveListRun run = ((const TroveListRun *) runs->items)[i];

      while (run.n_removed > 0)
        {
          guint32 n;
          const TroveKey *keys = trove_sequence_run (a, run.a, &n);

          n = MIN (n, run.n_removed);
          for (guint32 j = 0; j < n; j++)
            if (is_at (list->walk->b, keys[j], list->key, list->field) &&
                !add_entry (list->walk, keys[j], TROVE_ENTRY_MOVED))
              return FALSE;
          run.a += n;
          run.n_removed -= n;
        }
    }
  return TRUE;
}

static gboolean
add_list (Walk *walk, const TroveRecord *a, const TroveRecord *b, const TroveFieldOffset *list)
{
  const TroveSequenceNode *in_a = a->lists[list->offset], *in_b = b->lists[list->offset];
  ListWalk list_walk = { walk, a->key, list->field, walk->changes->runs.n };

  if (in_a == in_b)
    return TRUE;
  if (!trove_sequence_compare (in_a, in_b, add_run, &list_walk))
    return FALSE;
  return a->klass->fields[list->field].kind != TROVE_KIND_OWNED_LIST || add_moved (&list_walk, in_a);
}

static gboolean
add_lists (Walk *walk, const TroveRecord *a, const TroveRecord *b, guint n)
{
  const TroveFieldOffsets *lists = &a->klass->lists;

  for (guint i = 0; i < lists->n && lists->at[i].field < n; i++)
    if (!add_list (walk, a, b, &lists->at[i]))
      return FALSE;
  return TRUE;
}

/* Objects */

static gboolean
add_changes (guint64 key, guintptr a, guintptr b, gpointer data)
{
  const TroveRecord *in_a = (const TroveRecord *) a, *in_b = (const TroveRecord *) b;
  Walk *walk = data;
  guint n;

  if (in_a == NULL || in_b == NULL)
    return add_entry (walk, key, in_a == NULL ? TROVE_ENTRY_ADDED : TROVE_ENTRY_REMOVED);
  if (in_a->content == in_b->content)
    return TRUE;

  /* Versions of several files may have an object with other fields that the program does not know: these are not compared. */
  n = trove_class_n_common (in_a->klass, in_b->klass);
  if ((in_a->owner != in_b->owner || in_a->owner_field != in_b->owner_field) &&
      !add_entry (walk, key, TROVE_ENTRY_MOVED))
    return FALSE;
  return add_fields (walk, in_a, in_b, n) && add_lists (walk, in_a, in_b, n);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

static void
begin (Walk *walk, TroveStateChanges *self, const TroveState *a, const TroveState *b, gsize most)
{
  *self = (TroveStateChanges){ 0 };
  *walk = (Walk){ self, a, b, most, FALSE, FALSE };
}

/* Returns whether all was found. */
static gboolean
end (const Walk *walk, gboolean found)
{
  const TroveStateArray *entries = &walk->changes->entries;

  if (!found)
    trove_state_changes_clear (walk->changes);
  else if (walk->unsorted)
    qsort (entries->items, entries->n, sizeof (guint64), compare_entries);
  return found;
}

gboolean
trove_state_changes_init (TroveStateChanges *self, const TroveState *a, const TroveState *b)
{
  Walk walk;

  begin (&walk, self, a, b, MAX_ITEMS);
  return end (&walk, trove_key_map_compare (a->objects, b->objects, add_changes, &walk));
}

gboolean
trove_state_changes_init_few (TroveStateChanges *self, const TroveState *a, const TroveState *b, guint most,
                              gboolean *many)
{
  Walk walk;
  gboolean found;

  begin (&walk, self, a, b, most);
  found = end (&walk, trove_key_map_compare (a->objects, b->objects, add_changes, &walk));
  *many = walk.many;
  return found;
}

gboolean
trove_state_changes_init_of (TroveStateChanges *self, const TroveState *a, const TroveState *b,
                             const TroveKey *keys, guint n)
{
  gboolean found = TRUE;
  Walk walk;

  begin (&walk, self, a, b, MAX_ITEMS);
  for (guint i = 0; i < n && found; i++)
    {
      const TroveRecord *in_a = trove_state_peek (a, keys[i]), *in_b = trove_state_peek (b, keys[i]);

      found =
          (in_a == NULL && in_b == NULL) || add_changes (keys[i], (guintptr) in_a, (guintptr) in_b, &walk);
    }
  return end (&walk, found);
}

void
trove_state_changes_clear (TroveStateChanges *self)
{
  trove_memory_free (self->entries.items);
  trove_memory_free (self->lists.items);
  trove_memory_free (self->runs.items);
}

/* The number of the list that has the entry. */
static gsize
find_list (const TroveStateChanges *self, guint64 entry)
{
  const TroveListEntry *lists = self->lists.items;
  gsize from = 0, to = self->lists.n;

  while (to - from > 1)
    {
      gsize middle = from + (to - from) / 2;

      if (lists[middle].entry <= entry)
        from = middle;
      else
        to = middle;
    }
  g_assert (from < to && lists[from].entry == entry);
  return from;
}

const TroveListRun *
trove_state_changes_runs (const TroveStateChanges *self, guint64 entry, guint32 *n)
{
  const TroveListEntry *lists = self->lists.items;
  gsize list = find_list (self, entry);
  gsize end = list + 1 < self->lists.n ? lists[list + 1].first_run : self->runs.n;

  *n = (guint32) (end - lists[list].first_run);
  return (const TroveListRun *) self->runs.items + lists[list].first_run;
}
