/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Long string: a string that the records of several versions share.
 *
 *   ├ count 4 ┤ bytes and NUL ┤
 *             └─ a long string is this address
 *
 * GRefString has a header of 32 bytes on systems with 64 bits. Any thread may call these functions. */

#pragma once

#include <glib.h>

/* A copy of the string, with one reference. */
char *trove_long_string_new (const char *string);

char *trove_long_string_ref (char *self);
void trove_long_string_unref (char *self);

/* Bytes, and the number of references. */
gsize trove_long_string_n_bytes (const char *self);
guint trove_long_string_n_refs (const char *self);
