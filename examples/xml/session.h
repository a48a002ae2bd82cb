/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document that one editor edits, then two editors in separate arenas, and after a merge one editor
 * again. Every version is kept. */

#pragma once

#include "editor.h"
#include "history.h"

/* The steps that are measured separately. */
typedef enum
{
  DOCUMENT_STEP_OTHER,
  DOCUMENT_STEP_EDIT,
  DOCUMENT_STEP_SNAPSHOT, /* the snapshot after an edit */
  DOCUMENT_STEP_CLONE,
  DOCUMENT_STEP_MERGE,
} DocumentStep;

/* A function that is called at the end of each step. The next step begins when the call returns. */
typedef void (*DocumentStepFunc) (DocumentStep step, gpointer data);

typedef struct
{
  guint n_edits;
  guint n_edits_alone;   /* edits of the first editor, before the clone */
  guint n_edits_apart;   /* edits of each of the two editors */
  guint sample_interval; /* versions */

  TroveArena *arena;      /* of the first editor; after the merge, of both */
  DocumentEditor *editor; /* the first */
  DocumentEditor *second;
  DocumentHistory history;
  guint last_a; /* the last version of each before the merge */
  guint last_b;

  DocumentStepFunc step_ended; /* NULL: no function is called */
  gpointer step_data;

  guint32 n_nodes; /* of the first version */
  guint n_edits_of[DOCUMENT_N_EDITS];
} DocumentSession;

gboolean document_session_init (DocumentSession *self, TroveArena *loaded, const TroveRef *root,
                                guint n_edits, guint32 seed, GError **error);
gboolean document_session_run (DocumentSession *self, GError **error);
void document_session_clear (DocumentSession *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentSession, document_session_clear)
