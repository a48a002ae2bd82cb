/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A session: random steps in a document and in a branch of it, each version noted with its digest. */

#pragma once

#include "editor.h"
#include "history.h"

typedef struct
{
  GRand *random;
  TreeEditor *editors[2]; /* of the document; of its branch, or NULL */
  TreeHistory history;
  gboolean notes;  /* TRUE: versions are noted and states are checked */
  GArray *times;   /* µs of each edit that is a step of its own, of gint64 */
  guint64 n_edits; /* of all kinds */
  guint n_edits_of[TREE_N_EDITS];
  guint n_groups;                      /* edits that were made together with others */
  guint n_cancelled;                   /* edits that were taken back */
  guint n_merged;                      /* edits that were merged with the step before */
  guint n_undone, n_redone, n_visited; /* steps */
} TreeSession;

void tree_session_init (TreeSession *self, TroveDocument *document, guint n_edits, guint32 seed);
void tree_session_clear (TreeSession *self);
gboolean tree_session_step (TreeSession *self, GError **error);
gboolean tree_session_branch (TreeSession *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TreeSession, tree_session_clear)
