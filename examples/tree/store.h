/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document in a file, and the digests of its versions beside. */

#pragma once

#include "node.h"

gboolean tree_store_run (TroveDocument *document, guint n_edits, guint32 seed, const char *path,
                         gboolean autosave, GError **error);
TroveDocument *tree_store_load (const char *path, GError **error);
gboolean tree_store_check (const char *path, GError **error);
