/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* View: the frozen sub-arenas that an arena or a snapshot reads. It is a persistent map from id to sub-arena, shared
 * between versions.
 *
 *   view A {log, 3} ──────────────────────┐
 *   view B {log, 2} ──────────┐           │
 *                             ▼           ▼
 *   log   root │ {id 7} │ {id 9} │ {id 10} │ … capacity      root: a trie of the older sub-arenas, never changed
 *        views₀=0     0        1         1                   each entry counts the views that end at it
 *
 * A view is {log, length}: the log's root and its first length entries. Freezing a sub-arena appends an entry to the
 * log if the view ends at the log's end. So versions of a linear history share a log until it is full. If the log is
 * full, or another view has extended it (two arenas go on from one version), freezing makes a new log. The new log's
 * root has the sub-arenas of the old root and of the view's entries.
 *
 * Counts. Copying a view adds one to the count of its last entry, relaxed: the copied view's own count keeps the entry.
 * Dropping a view whose entry has other views is a compare-and-swap with release order, without the lock. The last view
 * of an entry takes the lock and subtracts. If the log ends at that entry, it pops entries from the end until one has
 * views. So a log is freed when its last entry is popped and it has no view of length 0, and a sub-arena is freed with
 * the last view that reaches it.
 *
 * Invariants: ids increase along a log, and are above those in its root. entries[i] is written under the lock when
 * i == log->length, and does not change while log->length > i. A view's entries can be read without the lock. */

#pragma once

#include "trie.h"

typedef struct _TroveLog TroveLog;

typedef struct
{
  TroveLog *log; /* NULL: the view is empty */
  guint length;  /* number of the log's entries that belong to the view */
} TroveView;

#define TROVE_VIEW_INIT                                                                                      \
  {                                                                                                          \
    NULL, 0                                                                                                  \
  }

/* Makes dest a view of the same sub-arenas. */
void trove_view_copy (const TroveView *view, TroveView *dest);

/* Empties the view. Frees sub-arenas that have no other reference, which may clear elements. */
void trove_view_clear (TroveView *view);

/* Adds a sub-arena whose id is above every id in the view, and takes over the caller's reference. FALSE: no memory,
 * nothing changed. */
gboolean trove_view_push (TroveView *view, TroveSub *sub);

/* Makes a view of the sub-arenas of a and b. FALSE: no memory. */
gboolean trove_view_merge (const TroveView *a, const TroveView *b, TroveView *result);

/* Makes a view of all sub-arenas of a view but those of n ids. The ids are in increasing order; ids that are not in the
 * view are ignored. FALSE: no memory. Costs the trie's nodes on the way to the removed ids, and one log. */
gboolean trove_view_without (const TroveView *view, const guint64 *ids, guint n, TroveView *result);

/* The sub-arena of that id, or NULL. The view keeps the sub-arena alive. Any thread. */
TroveSub *trove_view_lookup (const TroveView *view, guint64 id);

/* Calls func in increasing order of id. */
void trove_view_foreach (const TroveView *view, TroveSubFunc func, gpointer data);

/* The same for the sub-arenas whose id is at least first. */
void trove_view_foreach_from (const TroveView *view, guint64 first, TroveSubFunc func, gpointer data);

/* Calls func once for each sub-arena that is not in a set, and adds it. The set also gets the parts of the view: what views share is
 * walked once. Returns the bytes of new parts. */
gsize trove_view_foreach_new (const TroveView *view, GHashTable *seen, TroveSubFunc func, gpointer data);

/* Bytes of the view's log and of the nodes of the log's root. */
gsize trove_view_n_overhead (const TroveView *view);

/* The sub-arena that was pushed last, or NULL if the view has no entries of its log. */
TroveSub *trove_view_last (const TroveView *view);
