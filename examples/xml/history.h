/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Digests of versions, and the check that the versions have not changed. */

#pragma once

#include "write.h"

typedef struct
{
  GHashTable *digests; /* id of a version -> digest */
} DocumentHistory;

/* The result of checking a history. */
typedef struct
{
  guint n_versions; /* in the histories of the documents */
  guint n_checked;
  guint n_threads;
} DocumentCheck;

void document_history_init (DocumentHistory *self);
void document_history_clear (DocumentHistory *self);
gboolean document_history_sample (DocumentHistory *self, TroveVersion *version, GError **error);
gboolean document_history_check (DocumentHistory *self, GPtrArray *versions, DocumentCheck *result,
                                 GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentHistory, document_history_clear)
