/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Window: widgets that show a document of rows, and the list models between. Each model has a mirror.
 *
 *   children of the root   → tree (GtkTreeListModel) → GtkMultiSelection → GtkListView
 *                          → lists (ChildrenModel) → flat (GtkFlattenListModel)
 *                          → GtkMultiSelection → GtkListView
 *   flat                   → sorted by value (GtkSortListModel) → GtkListView
 *                          → filtered by label (GtkFilterListModel)
 *   links of the root, which may have an object twice: neither GtkListView nor GtkMultiSelection can show that
 *   history
 *
 * After each emission of a list of the document, when all models have heard of it, all of them are read whole. */

#pragma once

#include "mirror.h"

#define WINDOW_SEARCH "1" /* the filter keeps labels with this text */

typedef struct
{
  TroveDocument *document;      /* owned; NULL: it was closed */
  GtkWindow *window;            /* owned by GTK */
  GtkTreeListModel *tree;       /* owned */
  GtkMultiSelection *rows;      /* owned; of the tree */
  GtkMultiSelection *selection; /* owned; of the children of the root */
  GtkFlattenListModel *flat;    /* owned */
  GtkSortListModel *sorted;     /* owned */
  GtkFilterListModel *filtered; /* owned */

  Mirror *tree_mirror, *rows_mirror, *lists_mirror, *flat_mirror, *sorted_mirror, *filtered_mirror,
      *selection_mirror, *links_mirror, *history_mirror;
  guint n_bound;     /* bindings of items of the tree's view to widgets */
  guint n_emissions; /* of lists of the document */
  GHashTable *bound; /* GtkListItem → Bound, of all views */
} Window;

/* Takes the reference on the document. */
Window *window_new (TroveDocument *document);
void window_free (Window *self);

/* Checks that all models show what the document has, which is read by key. Sorts and filters anew if values
 * have changed. */
void window_check (Window *self);

/* Drops the document while the window shows it. All models become empty. */
void window_close_document (Window *self);

/* Expands or collapses a row, if it can be. */
void window_expand (Window *self, guint row, gboolean is_expanded);

/* Selects an item, or takes it from the selection. */
void window_select (Window *self, Mirror *mirror, guint position, gboolean is_selected);
