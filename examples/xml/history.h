/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Digests of versions, and the check that the versions have not changed. */

#pragma once

#include "write.h"

#define DOCUMENT_CHECK_THREADS 4

gboolean document_history_sample (GHashTable *digests, TroveVersion *version, GError **error);
gboolean document_history_check (GHashTable *digests, GPtrArray *versions, guint *n_checked, GError **error);
