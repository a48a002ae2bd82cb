/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The life of a document: read, edited by one, by two, merged and edited on, every version kept. */

#pragma once

#include "editor.h"
#include "history.h"
#include "load.h"
#include "measure.h"

typedef struct
{
  guint n_edits;
  guint n_edits_alone;   /* by the first editor, before the branch */
  guint n_edits_apart;   /* by each of the two */
  guint n_times;         /* edits that were made and timed */
  guint sample_interval; /* versions */

  TroveArena *arena;      /* of the first editor; after the merge, of both */
  DocumentEditor *editor; /* the first */
  DocumentEditor *second;
  DocumentHistory history;
  guint last_a; /* the last version of each before the merge */
  guint last_b;

  gsize file_bytes;
  guint32 n_nodes;       /* of the first version */
  gint64 dom_bytes;      /* of libxml2's document; 0: not known, as below */
  gint64 document_bytes; /* of the first version */
  gint64 version_bytes;  /* of all others */
  CopyCost copy;
  guint64 *edit_times; /* ns, the snapshot included */
  guint64 *snapshot_times;
  guint64 clone_time;
  guint64 merge_time;
  guint n_edits_of[DOCUMENT_N_EDITS];
} DocumentSession;

gboolean document_session_load (DocumentSession *self, const char *path, guint n_edits, guint32 seed,
                                GError **error);
gboolean document_session_run (DocumentSession *self, GError **error);
void document_session_clear (DocumentSession *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentSession, document_session_clear)
