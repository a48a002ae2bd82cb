/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "list-merge.h"

#include "sequence-compare.h"
#include "state-changes.h"

/* One side */

typedef struct
{
  guint32 index; /* in the list of the side */
  guint32 gap;   /* of base */
  guint32 next;  /* the index + 1 of the next place of the key among all places; 0: none */
  gboolean taken;
} Place;

typedef struct
{
  const TroveSequenceNode *list;
  GArray *runs;         /* TroveListRun: from base to list */
  GArray *places;       /* Place: of the inserted items, in the order of the list */
  GHashTable *inserted; /* key → index + 1 of its first place */
  GByteArray *moved;    /* of each removed item, in the order of base: TRUE if it is inserted elsewhere */
  GArray *first_moved;  /* guint: of each run, in moved */
} Side;

static gboolean
add_run (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  const TroveListRun run = { a, n_removed, b, n_inserted };

  g_array_append_val ((GArray *) data, run);
  return TRUE;
}

static const TroveListRun *
run_at (const Side *self, guint i)
{
  return &g_array_index (self->runs, TroveListRun, i);
}

static Place *
place_at (const Side *self, guint i)
{
  return &g_array_index (self->places, Place, i);
}

static guint
lookup (GHashTable *table, TroveKey key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, &key));
}

static void
put (GHashTable *table, TroveKey key, guint value)
{
  g_hash_table_insert (table, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (value));
}

static void
side_clear (Side *self)
{
  g_array_unref (self->runs);
  g_array_unref (self->places);
  g_hash_table_unref (self->inserted);
  g_byte_array_unref (self->moved);
  g_array_unref (self->first_moved);
}

static void
add_places (Side *self, const TroveListRun *run)
{
  for (guint32 i = 0; i < run->n_inserted; i++)
    {
      const Place place = { run->b + i, run->a, 0, FALSE };

      g_array_append_val (self->places, place);
    }
}

/* Of the items with one key that the side has removed, the first ones are moved. */
static void
find_moved (Side *self, const TroveSequenceNode *base)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->places->len; i++)
    {
      TroveKey key = trove_sequence_get (self->list, place_at (self, i)->index);

      put (counts, key, lookup (counts, key) + 1);
    }
  for (guint i = 0; i < self->runs->len; i++)
    {
      g_array_append_val (self->first_moved, self->moved->len);
      for (guint32 j = 0; j < run_at (self, i)->n_removed; j++)
        {
          TroveKey key = trove_sequence_get (base, run_at (self, i)->a + j);
          guint n = lookup (counts, key);
          const guint8 is_moved = n > 0;

          if (is_moved)
            put (counts, key, n - 1);
          g_byte_array_append (self->moved, &is_moved, 1);
        }
    }
}

/* FALSE: no memory, and nothing is to be cleared. */
static gboolean
side_init (Side *self, const TroveSequenceNode *base, const TroveSequenceNode *list)
{
  *self = (Side){
    .list = list,
    .runs = g_array_new (FALSE, FALSE, sizeof (TroveListRun)),
    .places = g_array_new (FALSE, FALSE, sizeof (Place)),
    .inserted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .moved = g_byte_array_new (),
    .first_moved = g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  if (!trove_sequence_compare (base, list, add_run, self->runs))
    {
      side_clear (self);
      return FALSE;
    }

  for (guint i = 0; i < self->runs->len; i++)
    add_places (self, run_at (self, i));
  for (guint i = self->places->len; i-- > 0;)
    {
      TroveKey key = trove_sequence_get (list, place_at (self, i)->index);

      place_at (self, i)->next = lookup (self->inserted, key);
      put (self->inserted, key, i + 1);
    }
  find_moved (self, base);
  return TRUE;
}

/* The number of runs that begin at an item of base, or in front of it. */
static guint
count_runs (const Side *self, guint32 index)
{
  guint from = 0, to = self->runs->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (run_at (self, middle)->a <= index)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

/* The run that begins at an item of base, or the last one before it; an empty one at the start if there is none. */
static TroveListRun
run_before (const Side *self, guint32 index)
{
  guint n = count_runs (self, index);

  return n > 0 ? *run_at (self, n - 1) : (TroveListRun){ 0 };
}

/* The position of an item of base. FALSE: it was removed, and position is that of the next one that was not. */
static gboolean
find_item (const Side *self, guint32 index, guint32 *position)
{
  TroveListRun run = run_before (self, index);
  guint32 kept = MAX (index, run.a + run.n_removed);

  *position = run.b + run.n_inserted + (kept - run.a - run.n_removed);
  return kept == index;
}

/* TRUE if an item of base, which the side has removed, is at another place of the list. */
static gboolean
is_moved (const Side *self, guint32 index)
{
  guint run = count_runs (self, index) - 1;

  return self->moved->data[g_array_index (self->first_moved, guint, run) + index - run_at (self, run)->a];
}

/* A place of a key that was not taken, in a gap if there is one. NULL: there is none. */
static Place *
find_place (const Side *self, TroveKey key, guint32 gap)
{
  Place *found = NULL;

  for (guint at = lookup (self->inserted, key); at != 0; at = place_at (self, at - 1)->next)
    {
      Place *place = place_at (self, at - 1);

      if (place->taken)
        continue;
      if (place->gap == gap)
        return place;
      if (found == NULL)
        found = place;
    }
  return found;
}

/* Merging */

/* The fate of the items with one key that their list has moved, or inserted. */
typedef struct
{
  guint n_must; /* removed from ours, and moved */
  guint n_skip; /* not to be inserted */
} Fate;

typedef struct
{
  const TroveSequenceNode *base;
  const TroveListMergeFuncs *funcs;
  Side ours, theirs;
  GHashTable *fates; /* key → Fate */
  GArray *edits;     /* TroveListEdit */
} Merge;

static void
add_edit (const Merge *self, guint32 position, guint32 order, TroveKey key)
{
  const TroveListEdit edit = { position, order, key };

  g_array_append_val (self->edits, edit);
}

static void
tell (const Merge *self, TroveKey key)
{
  self->funcs->conflict (key, self->funcs->data);
}

static gboolean
returns (const Merge *self, TroveKey key)
{
  return self->funcs->returns != NULL && self->funcs->returns (key, self->funcs->data);
}

static gboolean
take_count (guint *count)
{
  if (*count == 0)
    return FALSE;
  --*count;
  return TRUE;
}

static Fate *
fate_of (const Merge *self, TroveKey key)
{
  Fate *fate = g_hash_table_lookup (self->fates, &key);

  if (fate == NULL)
    {
      fate = g_new0 (Fate, 1);
      g_hash_table_insert (self->fates, g_memdup2 (&key, sizeof key), fate);
    }
  return fate;
}

/* Items that their list has removed */

/* An item that ours has. */
static void
remove_kept (const Merge *self, TroveKey key, guint32 position, gboolean theirs_move)
{
  gboolean leaves = self->funcs->leaves (key, self->funcs->data);
  Fate *fate = fate_of (self, key);

  if (leaves)
    add_edit (self, position, 0, 0);
  if (theirs_move && leaves)
    fate->n_must++;
  else if (theirs_move)
    fate->n_skip++;
}

static void
remove_item (const Merge *self, guint32 index)
{
  TroveKey key = trove_sequence_get (self->base, index);
  gboolean theirs_move = is_moved (&self->theirs, index), ours_move;
  guint32 position;

  if (find_item (&self->ours, index, &position))
    {
      remove_kept (self, key, position, theirs_move);
      return;
    }
  ours_move = is_moved (&self->ours, index);
  if (theirs_move && !ours_move && !returns (self, key))
    {
      fate_of (self, key)->n_skip++;
      tell (self, key);
    }
  else if (!theirs_move && ours_move)
    {
      find_place (&self->ours, key, index)->taken = TRUE;
      tell (self, key);
    }
}

/* Items that their list has inserted */

typedef struct
{
  guint32 gap;
  guint32 position;  /* in our list */
  gboolean is_first; /* ours has inserted items into the gap, which stand behind those of theirs */
} Gap;

/* Compares what both sides have inserted into a gap, up to the first item that differs. TRUE: theirs is less. */
static gboolean
is_less (const Merge *self, const TroveListRun *theirs, const TroveListRun *ours)
{
  for (guint32 i = 0; i < MIN (theirs->n_inserted, ours->n_inserted); i++)
    {
      TroveKey key = trove_sequence_get (self->theirs.list, theirs->b + i);
      TroveKey other = trove_sequence_get (self->ours.list, ours->b + i);

      if (key != other)
        return key < other;
    }
  return FALSE;
}

static Gap
find_gap (const Merge *self, const TroveListRun *theirs)
{
  const TroveListRun ours = run_before (&self->ours, theirs->a);
  Gap gap = { .gap = theirs->a, .is_first = ours.a == theirs->a && is_less (self, theirs, &ours) };

  if (gap.is_first)
    gap.position = ours.b;
  else
    find_item (&self->ours, theirs->a, &gap.position); /* behind the items of ours */
  return gap;
}

/* An item that both sides have inserted. */
static void
insert_again (const Merge *self, const Gap *gap, Place *place, TroveKey key)
{
  place->taken = TRUE;
  if (place->gap != gap->gap)
    {
      tell (self, key);
      return;
    }
  if (!gap->is_first ||
      (self->funcs->leaves (key, self->funcs->data) && !self->funcs->arrives (key, self->funcs->data)))
    return; /* it is in its place, or goes elsewhere */
  add_edit (self, place->index, 0, 0);
  add_edit (self, gap->position, 2 * gap->gap, key);
}

static void
insert_item (const Merge *self, const Gap *gap, TroveKey key)
{
  Fate *fate = fate_of (self, key);
  Place *place;

  if (take_count (&fate->n_skip))
    return;
  place = !take_count (&fate->n_must) ? find_place (&self->ours, key, gap->gap) : NULL;
  if (place != NULL)
    insert_again (self, gap, place, key);
  else if (self->funcs->arrives (key, self->funcs->data))
    add_edit (self, gap->position, 2 * gap->gap, key);
}

/* Items that our list has lost, and that return */

static gboolean
keeps (const Side *self, guint32 index)
{
  guint32 position;

  return find_item (self, index, &position);
}

static void
return_items (const Merge *self, const TroveListRun *ours)
{
  for (guint32 i = ours->a; i < ours->a + ours->n_removed; i++)
    {
      TroveKey key = trove_sequence_get (self->base, i);

      if (keeps (&self->theirs, i) && returns (self, key))
        add_edit (self, ours->b + ours->n_inserted, 2 * i + 1, key);
    }
}

/* All together */

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const TroveListEdit *x = a, *y = b;

  if (x->position != y->position)
    return x->position < y->position ? -1 : 1;
  if ((x->key == 0) != (y->key == 0))
    return x->key == 0 ? 1 : -1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static void
find_edits (const Merge *self)
{
  for (guint i = 0; i < self->theirs.runs->len; i++)
    {
      const TroveListRun *run = run_at (&self->theirs, i);

      for (guint32 j = 0; j < run->n_removed; j++)
        remove_item (self, run->a + j);
    }
  for (guint i = 0; i < self->theirs.runs->len; i++)
    {
      const TroveListRun *run = run_at (&self->theirs, i);
      const Gap gap = find_gap (self, run);

      for (guint32 j = 0; j < run->n_inserted; j++)
        insert_item (self, &gap, trove_sequence_get (self->theirs.list, run->b + j));
    }
  for (guint i = 0; self->funcs->returns != NULL && i < self->ours.runs->len; i++)
    return_items (self, run_at (&self->ours, i));
  g_array_sort (self->edits, compare_edits); /* which keeps the order of equal ones */
}

GArray *
trove_list_merge (const TroveSequenceNode *base, const TroveSequenceNode *ours,
                  const TroveSequenceNode *theirs, const TroveListMergeFuncs *funcs)
{
  Merge self = { .base = base, .funcs = funcs };

  if (!side_init (&self.ours, base, ours))
    return NULL;
  if (!side_init (&self.theirs, base, theirs))
    {
      side_clear (&self.ours);
      return NULL;
    }
  self.fates = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self.edits = g_array_new (FALSE, FALSE, sizeof (TroveListEdit));
  find_edits (&self);
  side_clear (&self.ours);
  side_clear (&self.theirs);
  g_hash_table_unref (self.fates);
  return self.edits;
}

/* Items that are lost: theirs is base, so that all that it has and the list has not is to return */

static gboolean
never (TroveKey key, gpointer data)
{
  return FALSE;
}

static void
ignore (TroveKey key, gpointer data)
{
}

GArray *
trove_list_merge_back (const TroveSequenceNode *base, const TroveSequenceNode *list,
                       gboolean (*is_back) (TroveKey key, gpointer data), gpointer data)
{
  const TroveListMergeFuncs funcs = { never, never, is_back, ignore, data };

  return trove_list_merge (base, list, base, &funcs);
}
