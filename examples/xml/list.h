/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A child list: a B+ tree of small runs, kept in an arena.
 *
 *                     DocumentList  top ─┐  height 2, weight 20
 *                                        ▼
 *                      ┌─────────────────────────────┐
 *                      │ run   9 │ 11 │              │         weights: document nodes below the entry
 *                      └───────┬─┴──┬─┴──────────────┘
 *                      ┌───────┘    └───────┐
 *         ┌────────────▼────────┐  ┌────────▼────────────┐
 *         │ run  1 │ 7 │ 1 │    │  │ run  2 │ 2 │ 3 │ 4 │  │
 *         └──────┬─┴─┬─┴─┬─┴────┘  └──────┬─┴─┬─┴─┬─┴─┬─┘
 *                ▼   ▼   ▼                ▼   ▼   ▼   ▼        items: refs of document nodes
 *
 * - Height 0: the top is the only item, without a run; an empty list's top is the null ref.
 * - Every run but the top has DOCUMENT_RUN_SIZE / 2 to DOCUMENT_RUN_SIZE entries, the top at least two.
 * - A run's weights sum up to the weight of its own entry one level up; no weight is 0.
 *
 * Frozen runs do not change, so older versions of a list stay valid. A change copies the runs from the top
 * down to one lowest run: for any one of 200,000 items, seven runs of 128 bytes.
 *
 * A position in a list counts document nodes, not items: an item of weight 7 covers seven positions. */

#pragma once

#include <trove-glib/trove-glib.h>

#define DOCUMENT_RUN_SIZE 6

/* 2^32 items in runs of three entries: 21 levels. */
#define DOCUMENT_LIST_MAX_HEIGHT 21

typedef struct
{
  guint32 n_entries;
  guint32 weights[DOCUMENT_RUN_SIZE];
  TroveRef entries[DOCUMENT_RUN_SIZE];
} DocumentRun;

G_STATIC_ASSERT (sizeof (DocumentRun) <= 128);

typedef struct
{
  TroveRef top;
  guint32 weight; /* the sum of the weights of all items */
  guint32 height; /* the number of levels of runs */
} DocumentList;

typedef struct
{
  TroveRef ref;
  guint32 weight;
} DocumentItem;

/* The path from the top of a list down to one item. The runs are own elements and may be written. */
typedef struct
{
  guint height;
  DocumentRun *runs[DOCUMENT_LIST_MAX_HEIGHT]; /* from the top down */
  guint8 at[DOCUMENT_LIST_MAX_HEIGHT];         /* the index of the entry on the path */
} DocumentListPath;

void document_run_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data);

gboolean document_list_build (DocumentList *list, TroveArena *arena, DocumentItem *items, guint n_items,
                              GError **error);
gboolean document_list_insert (DocumentList *list, TroveArena *arena, guint32 position,
                               const DocumentItem *item, GError **error);
gboolean document_list_remove (DocumentList *list, TroveArena *arena, guint32 position, GError **error);
TroveRef *document_list_open (DocumentList *list, TroveArena *arena, guint32 *position,
                              DocumentListPath *path, GError **error);
void document_list_add_weight (DocumentList *list, DocumentListPath *path, gint64 delta);
