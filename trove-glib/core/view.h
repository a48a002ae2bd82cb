/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* View: what an arena or a snapshot holds of the frozen sub-arenas; the map of DESIGN's words.
 *
 *   view A {log, 3} ──────────────────────┐
 *   view B {log, 2} ──────────┐           │
 *                             ▼           ▼
 *   log   root │ {id 7} │ {id 9} │ {id 10} │ … capacity      root: a trie of what is older, fixed
 *        views₀=0     0        1         1                   each entry counts the views that end at it
 *
 * A view is {log, length}: the root and the first length entries. Freezing a sub-arena writes the next entry where the
 * view ends at the log's end, so a linear history shares one log whoever goes on with it; a full log, or one that
 * somebody else has extended (a true branch), is followed by a new log whose root is the old root and the view's
 * entries.
 *
 * Counting. Copying a view adds one to the count of its last entry, relaxed: the copier's own count keeps it. Dropping
 * from more than one is a compare-and-swap with release, without the lock. The last view at an entry takes the lock,
 * subtracts, and, where the log ends there, pops entries from the end while nobody ends at them. So a log dies exactly
 * when it is popped to nothing, and a sub-arena is freed exactly when the last view that reaches it goes.
 *
 * Invariants: ids increase along a log, and all are above those of its root. entries[i] is written under the lock when
 * i == log->length and not changed while log->length > i. A view's entries can be read without the lock. */

#pragma once

#include "trie.h"

typedef struct _TroveLog TroveLog;

typedef struct
{
  TroveLog *log; /* NULL: nothing is frozen yet */
  guint length;  /* of the log's entries, those this view has */
} TroveView;

#define TROVE_VIEW_INIT                                                                                      \
  {                                                                                                          \
    NULL, 0                                                                                                  \
  }

/* dest is a new view of the same. */
void trove_view_copy (const TroveView *view, TroveView *dest);

/* Empties the view; sub-arenas that nobody else holds are freed. */
void trove_view_clear (TroveView *view);

/* Adds a sub-arena whose id is above every id in the view, taking over the reference; FALSE: no memory, nothing
 * changed. */
gboolean trove_view_push (TroveView *view, TroveSub *sub);

/* A new view of all that a and b have; FALSE: no memory. */
gboolean trove_view_merge (const TroveView *a, const TroveView *b, TroveView *result);

/* A new view of all but some ids, which are in increasing order and need not be there; FALSE: no memory. Costs the nodes
 * on the way to the ids that go, and one log. */
gboolean trove_view_without (const TroveView *view, const guint64 *ids, guint n, TroveView *result);

/* The sub-arena of that id, or NULL. It stays as long as the view. Any thread. */
TroveSub *trove_view_lookup (const TroveView *view, guint64 id);

/* In increasing order of id. */
void trove_view_foreach (const TroveView *view, TroveSubFunc func, gpointer data);

/* Bytes of its log and its trie's nodes. */
gsize trove_view_n_overhead (const TroveView *view);

/* The sub-arena that was pushed last, or NULL where the view ends in its root. */
TroveSub *trove_view_last (const TroveView *view);
