/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document that one editor edits, then two editors in separate documents, and after a merge one editor again. The first
 * editor also undoes, redoes and goes to other versions in between. */

#pragma once

#include "editor.h"

#define DOCUMENT_CHECK_THREADS 4

/* The steps that are measured separately. A function is called at the end of each of them. */
typedef enum
{
  DOCUMENT_STEP_OTHER,
  DOCUMENT_STEP_EDIT,
  DOCUMENT_STEP_COMMIT, /* of the edit */
  DOCUMENT_STEP_BRANCH,
  DOCUMENT_STEP_MERGE,
} DocumentStep;

typedef struct
{
  /* The options, which are set before the session begins. */
  gint64 n_edits;
  gint64 seed;
  gint64 history_limit; /* versions; 0: all are kept */
  gboolean keeps_saved; /* the first version counts as saved up to the end */
  char *directory;      /* for the named versions; NULL: they are not kept */

  DocumentEditor *editor; /* the first */
  DocumentEditor *second; /* while it edits; without a limit, up to the end */
  GHashTable *digests;    /* of the XML of versions, by the version's id; the versions are not kept */
  GPtrArray *named;       /* of TroveVersion: the first, both last ones before the merge, the last */
  GPtrArray *marks;       /* of TroveVersion: versions of the first editor to go to */

  void (*step_ended) (DocumentStep step, gpointer data); /* The next step begins when the call returns. */
  gpointer step_data;

  guint n_done; /* edits */
  guint n_undone, n_redone, n_visited;
  guint n_branches;    /* edits after an undo */
  guint n_conflicts;   /* of the two editors */
  guint n_versions;    /* that are still in the histories at the check */
  guint n_checked;     /* of them: those that have a digest and have not changed */
  GError *check_error; /* the first of the checking threads */
} DocumentSession;

gboolean document_session_begin (DocumentSession *self, TroveDocument *document, GError **error);
gboolean document_session_sample (DocumentSession *self, TroveVersion *version, GError **error);
gboolean document_session_run (DocumentSession *self, GError **error);
gboolean document_session_check (DocumentSession *self, GError **error);
void document_session_clear (DocumentSession *self);
