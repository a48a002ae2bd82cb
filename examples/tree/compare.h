/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks that the changes between two versions are their differences. */

#pragma once

#include "node.h"

gboolean tree_compare_check (TroveVersion *from, TroveVersion *to, guint64 *n_changes, GError **error);
