/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Version graph: which versions a file has, and which of their rows are needed.
 *
 *   1 ── 2 ── 3 ── 4, the current one      2 and 5 have left the history: 5 goes; 2 stays, since 3 is read on the way to 1 over it
 *        └── 5
 *
 * A version that is not in the history is needed while others have it as their base or were merged with it, unless it is the first one
 * of all and one other has it as its base: that one is then the first. The current version is always needed. A version that has left the
 * history forgets what it was merged with, which no document reads any more: else all that come after it would stay. */

#pragma once

#include <glib.h>

typedef struct
{
  guint64 id[2];
  gint64 number;
  guint marks;         /* TROVE_VERSION_… of format.h */
  gint64 base, merged; /* numbers; 0: none */
  guint n_followers;   /* rows whose base it is */
  gint64 follower;     /* the only one, where there is one: the numbers of all, combined by exclusive or */
  guint n_merged;      /* rows that were merged with it */
} TroveVersionNode;

typedef struct
{
  GHashTable *by_number; /* number → TroveVersionNode, owned */
  GHashTable *by_id;     /* TroveVersionNode, by its id */
  GHashTable *names;     /* TroveVersionNode → its name, of those that have one; NULL: none has */
} TroveVersionGraph;

/* Of ids, two 64-bit numbers each. */
guint trove_version_id_hash (gconstpointer id);
gboolean trove_version_id_equal (gconstpointer a, gconstpointer b);

void trove_version_graph_init (TroveVersionGraph *self);
void trove_version_graph_clear (TroveVersionGraph *self);

/* Adds a version. base and merged are there already, or 0. FALSE: the number or the id is there, or a number is not. */
gboolean trove_version_graph_add (TroveVersionGraph *self, const TroveVersionNode *node);

/* NULL: none. */
void trove_version_graph_set_name (TroveVersionGraph *self, const TroveVersionNode *node, const char *name);
const char *trove_version_graph_get_name (const TroveVersionGraph *self, const TroveVersionNode *node);

TroveVersionNode *trove_version_graph_find (const TroveVersionGraph *self, gint64 number);
TroveVersionNode *trove_version_graph_find_id (const TroveVersionGraph *self, const guint64 id[2]);

/* What is not needed any more once a version has left the history: calls func with each row that goes, in an order in which no row that
 * is left names it, or with one that loses its base or what it was merged with. FALSE: func returned FALSE. */
typedef enum
{
  TROVE_VERSION_GOES,
  TROVE_VERSION_LOSES_BASE,
  TROVE_VERSION_LOSES_MERGED,
} TroveVersionLoss;
typedef gboolean (*TroveVersionLossFunc) (TroveVersionLoss loss, gint64 number, gpointer data,
                                          GError **error);
gboolean trove_version_graph_prune (TroveVersionGraph *self, TroveVersionNode *node,
                                    TroveVersionLossFunc func, gpointer data, GError **error);
