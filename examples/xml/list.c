/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "list.h"

#include "document.h"

#include <string.h>

/* Single runs */

void
document_run_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data G_GNUC_UNUSED)
{
  DocumentRun *run = element;

  for (guint i = 0; i < run->n_entries; i++)
    visit (&run->entries[i], visit_data);
}

static guint32
run_weight (const DocumentRun *run)
{
  guint32 sum = 0;

  for (guint i = 0; i < run->n_entries; i++)
    sum += run->weights[i];

  return sum;
}

static void
run_put (DocumentRun *run, guint at, const DocumentItem *item)
{
  g_assert (run->n_entries < DOCUMENT_RUN_SIZE && at <= run->n_entries);

  memmove (&run->entries[at + 1], &run->entries[at], (run->n_entries - at) * sizeof (TroveRef));
  memmove (&run->weights[at + 1], &run->weights[at], (run->n_entries - at) * sizeof (guint32));
  run->entries[at] = item->ref;
  run->weights[at] = item->weight;
  run->n_entries++;
}

/* Moves the first n entries of `from` to the end of `to`. */
static void
run_take_first (DocumentRun *to, DocumentRun *from, guint n)
{
  memcpy (&to->entries[to->n_entries], from->entries, n * sizeof (TroveRef));
  memcpy (&to->weights[to->n_entries], from->weights, n * sizeof (guint32));
  to->n_entries += n;
  from->n_entries -= n;
  memmove (from->entries, &from->entries[n], from->n_entries * sizeof (TroveRef));
  memmove (from->weights, &from->weights[n], from->n_entries * sizeof (guint32));
}

/* Moves the last n entries of `from` to the beginning of `to`. */
static void
run_take_last (DocumentRun *to, DocumentRun *from, guint n)
{
  memmove (&to->entries[n], to->entries, to->n_entries * sizeof (TroveRef));
  memmove (&to->weights[n], to->weights, to->n_entries * sizeof (guint32));
  from->n_entries -= n;
  to->n_entries += n;
  memcpy (to->entries, &from->entries[from->n_entries], n * sizeof (TroveRef));
  memcpy (to->weights, &from->weights[from->n_entries], n * sizeof (guint32));
}

static void
run_drop (DocumentRun *run, guint at)
{
  g_assert (at < run->n_entries);

  run->n_entries--;
  memmove (&run->entries[at], &run->entries[at + 1], (run->n_entries - at) * sizeof (TroveRef));
  memmove (&run->weights[at], &run->weights[at + 1], (run->n_entries - at) * sizeof (guint32));
}

static gboolean
run_append (const DocumentRun *run, TroveArena *arena, DocumentItem *entry, GError **error)
{
  entry->weight = run_weight (run);
  return trove_arena_append_raw (arena, DOCUMENT_POOL_RUNS, run, &entry->ref, error);
}

/* Inserts an item into a run. If the run was full, its upper half moves to a new run, and item becomes the
 * entry of the new run. Otherwise, item becomes an item of weight 0. */
static gboolean
run_insert (DocumentRun *run, TroveArena *arena, guint at, DocumentItem *item, GError **error)
{
  DocumentRun upper = { 0 };

  if (run->n_entries < DOCUMENT_RUN_SIZE)
    {
      run_put (run, at, item);
      item->weight = 0;
      return TRUE;
    }

  run_take_last (&upper, run, DOCUMENT_RUN_SIZE / 2);
  if (at <= run->n_entries)
    run_put (run, at, item);
  else
    run_put (&upper, at - run->n_entries, item);

  return run_append (&upper, arena, item, error);
}

/* Fixes run number `at` of `parent`, which has become too small: joins the run with a neighbour, or moves
 * some entries of the neighbour to the run. */
static gboolean
run_rebalance (DocumentRun *parent, TroveArena *arena, guint at, GError **error)
{
  guint left_at = at > 0 ? at - 1 : 0;
  DocumentRun *left, *right;

  g_assert (parent->n_entries >= 2);

  left = trove_arena_get_mut_raw (arena, DOCUMENT_POOL_RUNS, &parent->entries[left_at], error);
  if (left == NULL)
    return FALSE;
  right = trove_arena_get_mut_raw (arena, DOCUMENT_POOL_RUNS, &parent->entries[left_at + 1], error);
  if (right == NULL)
    return FALSE;

  if (left->n_entries + right->n_entries <= DOCUMENT_RUN_SIZE)
    {
      run_take_first (left, right, right->n_entries);
      parent->weights[left_at] += parent->weights[left_at + 1];
      run_drop (parent, left_at + 1);
      return TRUE;
    }

  if (left->n_entries < right->n_entries)
    run_take_first (left, right, (right->n_entries - left->n_entries) / 2);
  else
    run_take_last (right, left, (left->n_entries - right->n_entries) / 2);

  parent->weights[left_at] = run_weight (left);
  parent->weights[left_at + 1] = run_weight (right);
  return TRUE;
}

/* The list */

/* Packs items into runs, and runs into runs of the next level, until one run is left. The items are
 * overwritten. */
gboolean
document_list_build (DocumentList *list, TroveArena *arena, DocumentItem *items, guint n_items,
                     GError **error)
{
  *list = (DocumentList){ 0 };
  if (n_items == 0)
    return TRUE;

  while (n_items > 1)
    {
      guint n_runs = (n_items + DOCUMENT_RUN_SIZE - 1) / DOCUMENT_RUN_SIZE;
      guint next = 0;

      for (guint i = 0; i < n_runs; i++)
        {
          DocumentRun run = { 0 };
          /* Items are distributed equally. Otherwise, the last run could be too small. */
          guint end = (guint) ((guint64) n_items * (i + 1) / n_runs);

          while (next < end)
            run_put (&run, run.n_entries, &items[next++]);
          if (!run_append (&run, arena, &items[i], error))
            return FALSE;
        }

      n_items = n_runs;
      list->height++;
    }

  list->top = items[0].ref;
  list->weight = items[0].weight;
  return TRUE;
}

/* Finds the item that covers a position, and copies every frozen run on the way. Returns the address of
 * the ref of the item; position becomes the position within the item. */
TroveRef *
document_list_open (DocumentList *list, TroveArena *arena, guint32 *position, DocumentListPath *path,
                    GError **error)
{
  TroveRef *slot = &list->top;

  g_assert (*position < list->weight && list->height <= DOCUMENT_LIST_MAX_HEIGHT);

  path->height = list->height;
  for (guint level = 0; level < list->height; level++)
    {
      DocumentRun *run = trove_arena_get_mut_raw (arena, DOCUMENT_POOL_RUNS, slot, error);
      guint at = 0;

      if (run == NULL)
        return NULL;

      while (*position >= run->weights[at])
        *position -= run->weights[at++];
      g_assert (at < run->n_entries);

      path->runs[level] = run;
      path->at[level] = at;
      slot = &run->entries[at];
    }

  return slot;
}

/* Adds a difference to the weights on a path, after the weight of the item at its end has changed. */
void
document_list_add_weight (DocumentList *list, DocumentListPath *path, gint64 delta)
{
  list->weight += delta;
  for (guint level = 0; level < path->height; level++)
    path->runs[level]->weights[path->at[level]] += delta;
}

/* Makes a new top above the old one, which was split, or was an item. */
static gboolean
list_grow (DocumentList *list, TroveArena *arena, const DocumentItem *first, const DocumentItem *second,
           GError **error)
{
  DocumentRun run = { 0 };
  DocumentItem top;

  run_put (&run, 0, first);
  run_put (&run, 1, second);
  if (!run_append (&run, arena, &top, error))
    return FALSE;

  list->top = top.ref;
  list->height++;
  return TRUE;
}

/* Inserts an item at a position, which must be the beginning of another item, or the end of the list. */
gboolean
document_list_insert (DocumentList *list, TroveArena *arena, guint32 position, const DocumentItem *item,
                      GError **error)
{
  gboolean after = position == list->weight;
  guint32 rest = after ? position - 1 : position;
  DocumentItem extra = *item; /* the item to insert into the next higher level */
  DocumentItem top;
  DocumentListPath path;

  if (list->weight == 0)
    {
      *list = (DocumentList){ .top = item->ref, .weight = item->weight };
      return TRUE;
    }

  if (document_list_open (list, arena, &rest, &path, error) == NULL)
    return FALSE;
  g_assert (after || rest == 0);

  for (guint level = path.height; level-- > 0;)
    {
      DocumentRun *run = path.runs[level];
      guint at = path.at[level];

      if (level < path.height - 1)
        run->weights[at] += item->weight - extra.weight;
      if (extra.weight > 0 &&
          !run_insert (run, arena, level < path.height - 1 || after ? at + 1 : at, &extra, error))
        return FALSE;
    }

  list->weight += item->weight;
  if (extra.weight == 0)
    return TRUE;

  top = (DocumentItem){ .ref = list->top, .weight = list->weight - extra.weight };
  if (path.height > 0 || after)
    return list_grow (list, arena, &top, &extra, error);
  else
    return list_grow (list, arena, &extra, &top, error);
}

/* Removes the item that begins at a position. */
gboolean
document_list_remove (DocumentList *list, TroveArena *arena, guint32 position, GError **error)
{
  DocumentListPath path;
  guint32 weight;

  if (document_list_open (list, arena, &position, &path, error) == NULL)
    return FALSE;
  g_assert (position == 0);

  if (path.height == 0)
    {
      *list = (DocumentList){ 0 };
      return TRUE;
    }

  weight = path.runs[path.height - 1]->weights[path.at[path.height - 1]];
  document_list_add_weight (list, &path, -(gint64) weight);
  run_drop (path.runs[path.height - 1], path.at[path.height - 1]);

  for (guint level = path.height - 1; level-- > 0;)
    if (path.runs[level + 1]->n_entries < DOCUMENT_RUN_SIZE / 2 &&
        !run_rebalance (path.runs[level], arena, path.at[level], error))
      return FALSE;

  /* Only the top can have one entry. The run below it has at least two. */
  if (path.runs[0]->n_entries == 1)
    {
      list->top = path.runs[0]->entries[0];
      list->height--;
    }

  return TRUE;
}
