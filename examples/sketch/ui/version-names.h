/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The names that the user has given to versions. A version has a label, which is that of its step and does not change. So names are
 * kept by the ids of versions in the user's data folder, and are not in the file of a drawing. */

#pragma once

#include <glib.h>

/* NULL: it has none. */
char *sketch_dup_version_name (const char *id);

/* name: NULL or empty: takes it away. FALSE: it could not be written. */
gboolean sketch_set_version_name (const char *id, const char *name, GError **error);
