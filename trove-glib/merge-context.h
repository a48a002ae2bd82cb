/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merge context: what the conflicts of one merge have in common: the document, the versions, and whether the merge still stands.
 *
 *   made ─► not committed ──► committed: stands where the current version descends from the one that was made
 *                    └──────► rolled back: stands no more
 *
 * The steps do not change, and any thread reads them. All else is of the document's thread. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "step.h"

typedef struct
{
  TroveCount count;
  GWeakRef document;
  TroveStep *steps[3];     /* owned: by TroveChoice */
  TroveLineage *committed; /* owned: of the version that has the merge; NULL: not committed */
  gboolean is_rolled_back;
} TroveMergeContext;

/* Gets references on the steps. */
TroveMergeContext *trove_merge_context_new (TroveDocument *document, TroveStep *base, TroveStep *ours,
                                            TroveStep *theirs);
TroveMergeContext *trove_merge_context_ref (TroveMergeContext *self);
void trove_merge_context_unref (TroveMergeContext *self);

/* TRUE if nobody but the caller has a reference. trove_merge_context_unref () then sees what the others wrote. */
gboolean trove_merge_context_is_last (const TroveMergeContext *self);

/* Notes the version that has the merge. */
void trove_merge_context_commit (TroveMergeContext *self, TroveLineage *lineage);

/* TRUE if a document whose current version has a lineage still has the merge. */
gboolean trove_merge_context_stands (const TroveMergeContext *self, TroveLineage *current);
