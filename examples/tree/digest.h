/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The digest of a version. */

#pragma once

#include "node.h"

#define TREE_DIGEST_SIZE 32 /* bytes: SHA-256 */

typedef struct
{
  guint8 bytes[TREE_DIGEST_SIZE];
} TreeDigest;

void tree_write_values (GString *text, GType type, gconstpointer data);
void tree_digest_version (TreeDigest *self, TroveVersion *version);

/* The same whatever keys the objects have. */
void tree_digest_content (TreeDigest *self, TroveVersion *version);
gboolean tree_digest_equal (const TreeDigest *a, const TreeDigest *b);
