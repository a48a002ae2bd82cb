/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document that one editor edits, then two editors in separate documents, and after a merge one editor again. The first
 * editor also undoes, redoes and goes to other versions in between. */

#pragma once

#include "editor.h"
#include "history.h"

#define DOCUMENT_N_MARKS 16

/* The steps that are measured separately. */
typedef enum
{
  DOCUMENT_STEP_OTHER,
  DOCUMENT_STEP_EDIT,
  DOCUMENT_STEP_COMMIT, /* of the edit */
  DOCUMENT_STEP_BRANCH,
  DOCUMENT_STEP_MERGE,
} DocumentStep;

/* A function that is called at the end of each step. The next step begins when the call returns. */
typedef void (*DocumentStepFunc) (DocumentStep step, gpointer data);

typedef struct
{
  guint n_edits;
  guint32 seed;
  guint history_limit;  /* versions; 0: all are kept */
  gboolean keeps_saved; /* the first version counts as saved up to the end */
  gboolean keeps_named; /* the versions below can be written at the end, whatever the limit */
} DocumentSettings;

typedef struct
{
  DocumentSettings settings;
  guint n_done; /* edits */

  DocumentEditor *editor; /* the first */
  DocumentEditor *second;
  DocumentHistory history;
  gboolean samples_all; /* each version that is made gets a digest */
  TroveVersion *first;  /* NULL: not kept */
  TroveVersion *last_a; /* the last version of each before the merge */
  TroveVersion *last_b;
  TroveVersion *marks
      [DOCUMENT_N_MARKS]; /* versions of the first editor to go to; NULL: none yet, or it left the history */

  DocumentStepFunc step_ended; /* NULL: no function is called */
  gpointer step_data;

  guint n_edits_of[DOCUMENT_N_EDITS];
  guint n_undone, n_redone, n_visited;
  guint n_branches; /* edits after an undo */
} DocumentSession;

gboolean document_session_init (DocumentSession *self, TroveDocument *document,
                                const DocumentSettings *settings, GError **error);
gboolean document_session_run (DocumentSession *self, GError **error);
gboolean document_session_check (DocumentSession *self, DocumentCheck *result, GError **error);
void document_session_clear (DocumentSession *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentSession, document_session_clear)
