/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging: a document and a branch of it are edited apart, and merged. Each conflict is printed. The result is checked. */

#pragma once

#include "node.h"

/* Edits both documents so many times. FALSE: an edit failed, or the merge is not as it should be. */
gboolean tree_merge_run (TroveDocument *document, guint n_edits, guint32 seed, GError **error);

/* Merges a copy of the document's file. FALSE: it cannot be merged. */
gboolean tree_merge_file (TroveDocument *document, const char *path, GError **error);
