/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The kept versions of a document, and the check that they have not changed. */

#pragma once

#include "write.h"

typedef struct
{
  TroveSnapshot *snapshot;
  TroveRef root;
  gboolean is_sampled;                 /* it has a digest */
  guint8 digest[DOCUMENT_DIGEST_SIZE]; /* of the version when it was current */
} DocumentVersion;

typedef struct
{
  GArray *versions; /* of DocumentVersion */
  guint n_sampled;
} DocumentHistory;

/* The result of checking a history. */
typedef struct
{
  guint n_checked;
  guint n_threads;
} DocumentCheck;

void document_history_init (DocumentHistory *self, guint n_versions);
void document_history_clear (DocumentHistory *self);
gboolean document_history_keep (DocumentHistory *self, TroveArena *arena, GError **error);
gboolean document_history_sample (DocumentHistory *self, TroveArena *arena, GError **error);
gboolean document_history_check (DocumentHistory *self, DocumentCheck *result, GError **error);
gboolean document_history_save (DocumentHistory *self, guint version, const char *directory, const char *name,
                                GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentHistory, document_history_clear)
