/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Letting go of frozen sub-arenas. */

#pragma once

#include "core-version.h"

/* Lets go of sub-arenas by id, in increasing order. FALSE: NO_MEMORY. */
gboolean trove_core_let_go (TroveCore *core, const guint64 *ids, guint n, GError **error);

/* Lets go of every frozen sub-arena in which no element is reached from the document's root or from one of n other refs.
 * Refs that the core does not hold, as roots or in elements, are ignored. FALSE: NO_MEMORY. */
gboolean trove_core_collect (TroveCore *core, const TroveRef *root, const TroveRef *roots, gsize n,
                             GError **error);
