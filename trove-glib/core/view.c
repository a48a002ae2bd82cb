/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "view.h"

#include "lock.h"
#include "memory.h"

/* Entries of a log. The first log of a branch or a merge has MIN_CAPACITY; the log after a full one has twice as
 * many. */
#define MIN_CAPACITY 4
#define MAX_CAPACITY 32

typedef struct
{
  guint64 id;
  TroveSub *sub;    /* owned by the log */
  TroveCount views; /* number of views that end at this entry */
} Entry;

struct _TroveLog
{
  TroveTrie root;   /* owned, never changed */
  TroveCount views; /* number of views of length 0 */
  TroveLock lock;   /* over length, the unused entries, and counts that become 0 */
  guint8 length;    /* entries in use */
  guint8 capacity;
  guint8 step; /* allocated entries: capacity is smaller where log_after() cut it */
  Entry entries[];
};

static TroveLog *
log_new (guint capacity)
{
  TroveLog *log = trove_memory_alloc (sizeof *log + capacity * sizeof (Entry));

  if (log == NULL)
    return NULL;

  log->root = NULL;
  atomic_init (&log->views, 0);
  trove_lock_init (&log->lock);
  log->length = 0;
  log->capacity = log->step = (guint8) capacity;
  return log;
}

/* The count of the views that end after the first length entries. */
static inline TroveCount *
views_at (TroveLog *log, guint length)
{
  return length == 0 ? &log->views : &log->entries[length - 1].views;
}

/* Copying and dropping */

void
trove_view_copy (const TroveView *view, TroveView *dest)
{
  if (view->log != NULL)
    trove_count_add (views_at (view->log, view->length));
  *dest = *view;
}

/* Drops a view from a count that has others. FALSE: nothing is dropped, the view may be the last. */
static gboolean
drop_from_many (TroveCount *views)
{
  guint n = atomic_load_explicit (views, memory_order_relaxed);

  if (trove_count_is_stuck (n))
    return TRUE;
  while (n > 1)
    {
      if (atomic_compare_exchange_weak_explicit (views, &n, n - 1, memory_order_release,
                                                 memory_order_relaxed))
        return TRUE;
    }

  return FALSE;
}

/* Removes entries that no view reaches from the end of the log, and returns their number. The caller holds the lock. */
static guint
pop (TroveLog *log, TroveSub **popped)
{
  guint n = 0;

  while (log->length > 0 &&
         atomic_load_explicit (&log->entries[log->length - 1].views, memory_order_acquire) == 0)
    popped[n++] = log->entries[--log->length].sub;

  return n;
}

/* popped keeps the removed sub-arenas: after the lock is released, another view may write to their entries. */
void
trove_view_clear (TroveView *view)
{
  TroveLog *log = view->log;
  guint length = view->length;
  TroveSub *popped[MAX_CAPACITY];
  guint n_popped = 0;
  gboolean dead = FALSE;
  TroveCount *views;

  *view = (TroveView) TROVE_VIEW_INIT;
  if (log == NULL)
    return;
  views = views_at (log, length);
  if (drop_from_many (views))
    return;

  trove_lock_take (&log->lock);
  if (trove_count_drop (views) && log->length == length)
    {
      n_popped = pop (log, popped);
      dead = log->length == 0 && atomic_load_explicit (&log->views, memory_order_acquire) == 0;
    }
  trove_lock_leave (&log->lock);

  /* No view of the log is left, so no other thread takes the lock any more. */
  if (dead)
    {
      trove_trie_unref (log->root);
      trove_memory_free (log);
    }
  while (n_popped > 0)
    trove_sub_unref (popped[--n_popped]);
}

/* Freezing */

static void
write_entry (TroveLog *log, TroveSub *sub)
{
  Entry *entry = &log->entries[log->length++];

  entry->id = sub->id;
  entry->sub = sub;
  atomic_init (&entry->views, 1);
}

/* FALSE: the view does not end where the log ends, or the log is full. */
static gboolean
push_in_place (TroveView *view, TroveSub *sub)
{
  TroveLog *log = view->log;
  gboolean fits;

  trove_lock_take (&log->lock);
  fits = log->length == view->length && log->length < log->capacity;
  if (fits)
    {
      write_entry (log, sub);
      /* The view moves on. Its old entry may be left without a view: it is not at the end. */
      (void) trove_count_drop (views_at (log, view->length));
      view->length++;
    }
  trove_lock_leave (&log->lock);

  return fits;
}

/* Makes a trie of the sub-arenas of root and of n others, which are in increasing order of id. */
static gboolean
with_tail (TroveTrie root, TroveSub **subs, guint n, TroveTrie *result)
{
  TroveTrie tail;
  gboolean ok;

  if (!trove_trie_build (subs, n, &tail))
    return FALSE;

  ok = trove_trie_union (root, tail, result);
  trove_trie_unref (tail);
  return ok;
}

/* Makes a trie of all sub-arenas of the view. */
static gboolean
fold (const TroveView *view, TroveTrie *result)
{
  TroveSub *subs[MAX_CAPACITY];

  for (guint i = 0; i < view->length; i++)
    subs[i] = view->log->entries[i].sub;
  return with_tail (view->log != NULL ? view->log->root : NULL, subs, view->length, result);
}

/* Makes the log for the next entry, id. After a full log it has twice the capacity. If the view's ids have no gaps, as
 * in a linear history, the capacity ends at the last id of a trie node: then folding the log makes one whole node, and
 * does not copy a part of two. */
static TroveLog *
log_after (const TroveView *view, guint64 id)
{
  guint edge = MAX_CAPACITY - (guint) (id % MAX_CAPACITY);
  guint step = MIN_CAPACITY;
  TroveLog *log;

  if (view->log != NULL && view->length == view->log->capacity)
    step = MIN (2 * view->log->step, MAX_CAPACITY);
  log = log_new (step);
  if (log != NULL && view->length > 0 && step > edge && view->log->entries[0].id + view->length == id)
    log->capacity = (guint8) edge;
  return log;
}

gboolean
trove_view_push (TroveView *view, TroveSub *sub)
{
  TroveLog *log;

  if (view->log != NULL && push_in_place (view, sub))
    return TRUE;

  log = log_after (view, sub->id);
  if (log == NULL)
    return FALSE;
  if (!fold (view, &log->root))
    {
      trove_memory_free (log);
      return FALSE;
    }

  write_entry (log, sub);
  trove_view_clear (view);
  *view = (TroveView){ log, 1 };
  return TRUE;
}

/* Merging */

/* The sub-arenas in the entries of both, in increasing order of id. No sub-arena is an entry of two logs. */
static guint
merge_tails (const TroveView *a, const TroveView *b, TroveSub **subs)
{
  const Entry *from_a = a->log->entries, *end_a = from_a + a->length;
  const Entry *from_b = b->log->entries, *end_b = from_b + b->length;
  guint n = 0;

  while (from_a < end_a || from_b < end_b)
    {
      gboolean take_a = from_b == end_b || (from_a < end_a && from_a->id < from_b->id);

      subs[n++] = (take_a ? from_a++ : from_b++)->sub;
    }

  return n;
}

/* Unites the roots first, which branches often share: then adding the entries of both takes one walk. */
static gboolean
merge_tries (const TroveView *a, const TroveView *b, TroveTrie *result)
{
  TroveSub *subs[2 * MAX_CAPACITY];
  guint n = merge_tails (a, b, subs);
  TroveTrie roots;
  gboolean ok;

  if (!trove_trie_union (a->log->root, b->log->root, &roots))
    return FALSE;

  ok = with_tail (roots, subs, n, result);
  trove_trie_unref (roots);
  return ok;
}

gboolean
trove_view_merge (const TroveView *a, const TroveView *b, TroveView *result)
{
  TroveLog *log;

  if (a->log == b->log || a->log == NULL || b->log == NULL)
    {
      gboolean a_has_all = b->log == NULL || (a->log == b->log && a->length >= b->length);

      trove_view_copy (a_has_all ? a : b, result);
      return TRUE;
    }

  log = log_new (MIN_CAPACITY);
  if (log == NULL)
    return FALSE;
  if (!merge_tries (a, b, &log->root))
    {
      trove_memory_free (log);
      return FALSE;
    }

  atomic_init (&log->views, 1);
  *result = (TroveView){ log, 0 };
  return TRUE;
}

/* Letting go */

/* Makes the root of a view without n ids. The remaining entries go to that root, not to the new log: merge_tails()
 * relies on a sub-arena being an entry of one log only. */
static gboolean
fold_without (const TroveView *view, const guint64 *ids, guint n, TroveTrie *result)
{
  TroveSub *subs[MAX_CAPACITY];
  guint n_subs = 0;
  TroveTrie root;
  gboolean ok;

  for (guint i = 0; i < view->length; i++)
    {
      guint at = trove_ids_search (ids, n, view->log->entries[i].id);

      if (at == n || ids[at] != view->log->entries[i].id)
        subs[n_subs++] = view->log->entries[i].sub;
    }
  if (!trove_trie_subtract (view->log->root, ids, n, &root))
    return FALSE;

  ok = with_tail (root, subs, n_subs, result);
  trove_trie_unref (root);
  return ok;
}

gboolean
trove_view_without (const TroveView *view, const guint64 *ids, guint n, TroveView *result)
{
  TroveTrie root;
  TroveLog *log;

  if (view->log == NULL || n == 0)
    {
      trove_view_copy (view, result);
      return TRUE;
    }

  log = log_new (MIN_CAPACITY);
  if (log == NULL)
    return FALSE;
  if (!fold_without (view, ids, n, &root))
    {
      trove_memory_free (log);
      return FALSE;
    }

  *result = (TroveView) TROVE_VIEW_INIT;
  if (root == NULL)
    {
      trove_memory_free (log);
      return TRUE;
    }
  log->root = root;
  atomic_init (&log->views, 1);
  result->log = log;
  return TRUE;
}

/* Reading */

/* Binary search. Ids increase along the log, so at most id − first entries are before an id and at most last − id after
 * it. If the ids have no gaps, these two bounds give the entry without a search. */
static TroveSub *
search (const Entry *entries, guint length, guint64 id)
{
  guint64 before = id - entries[0].id, after;
  guint low, high;

  if (id > entries[length - 1].id)
    return NULL;

  after = entries[length - 1].id - id;
  low = after < length - 1 ? length - 1 - (guint) after : 0;
  high = before < length - 1 ? (guint) before : length - 1;
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (entries[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low <= high && entries[low].id == id ? entries[low].sub : NULL;
}

TroveSub *
trove_view_lookup (const TroveView *view, guint64 id)
{
  const TroveLog *log = view->log;

  if (log == NULL)
    return NULL;
  /* With length 0, the log's first entry belongs to another view, or is not written. */
  if (view->length > 0 && id >= log->entries[0].id)
    return search (log->entries, view->length, id);

  return trove_trie_lookup (log->root, id);
}

void
trove_view_foreach (const TroveView *view, TroveSubFunc func, gpointer data)
{
  trove_view_foreach_from (view, 0, func, data);
}

void
trove_view_foreach_from (const TroveView *view, guint64 first, TroveSubFunc func, gpointer data)
{
  const TroveLog *log = view->log;

  if (log == NULL)
    return;

  if (view->length == 0 || first < log->entries[0].id)
    trove_trie_foreach_from (log->root, first, func, data);
  for (guint i = 0; i < view->length; i++)
    if (log->entries[i].id >= first)
      func (log->entries[i].sub, data);
}

/* The entries from the end on: those before one that was seen were seen with it, and so was the log. */
gsize
trove_view_foreach_new (const TroveView *view, GHashTable *seen, TroveSubFunc func, gpointer data)
{
  TroveLog *log = view->log;

  if (log == NULL)
    return 0;

  for (guint i = view->length; i > 0 && g_hash_table_add (seen, &log->entries[i - 1]); i--)
    if (g_hash_table_add (seen, log->entries[i - 1].sub))
      func (log->entries[i - 1].sub, data);
  if (!g_hash_table_add (seen, log))
    return 0;
  return trove_memory_size (log, sizeof *log + log->step * sizeof (Entry)) +
         trove_trie_foreach_new (log->root, seen, func, data);
}

TroveSub *
trove_view_last (const TroveView *view)
{
  return view->length > 0 ? view->log->entries[view->length - 1].sub : NULL;
}

gsize
trove_view_n_overhead (const TroveView *view)
{
  const TroveLog *log = view->log;

  if (log == NULL)
    return 0;

  return trove_memory_size (log, sizeof *log + log->step * sizeof (Entry)) +
         trove_trie_n_overhead (log->root);
}
