/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The versions that were made, each with the digest that it had then, and a check of all of them by four threads. */

#pragma once

#include "digest.h"

#define TREE_N_READERS 4 /* threads */

typedef struct
{
  TroveVersion *version;
  TreeDigest digest;
} TreeNote;

typedef struct
{
  GArray *notes;      /* of TreeNote */
  GHashTable *places; /* TroveVersion → index in notes + 1 */
} TreeHistory;

void tree_history_init (TreeHistory *self, guint n_versions);
void tree_history_clear (TreeHistory *self);
void tree_history_note (TreeHistory *self, TroveVersion *version);
void tree_history_damage (TreeHistory *self);
gboolean tree_history_check_state (TreeHistory *self, TroveDocument *document, GError **error);

/* A check that runs. The notes must not change until it ends. */
typedef struct
{
  const TreeHistory *history;
  gint64 start;   /* µs */
  gint next;      /* index of the next note to read; atomic */
  gint n_running; /* threads; atomic */
  gint n_broken;  /* digests that differ; atomic */
  GThread *threads[TREE_N_READERS];
} TreeCheck;

void tree_check_start (TreeCheck *self, const TreeHistory *history);
gboolean tree_check_runs (TreeCheck *self);
guint tree_check_finish (TreeCheck *self, gint64 *microseconds);
