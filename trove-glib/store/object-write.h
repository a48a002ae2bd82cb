/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writing all objects of a state to empty tables. */

#pragma once

#include "object-table.h"

/* Called now and then with the number of objects that are written. */
typedef void (*TroveFileProgress) (guint64 n_done, guint64 n, gpointer data);

/* progress: nullable. Memory: 32 bytes for each object. FALSE with TYPE_MISMATCH for a value that cannot be written, or an error of the
 * file. */
gboolean trove_object_table_write_all (TroveObjectTable *self, const TroveState *state,
                                       TroveFileProgress progress, gpointer progress_data, GError **error);
