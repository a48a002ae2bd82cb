/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Memory: how much there is, and how much of it is given out. */

#pragma once

#include <glib.h>

/* Skips the test, and says why, where fewer bytes are free; TRUE: they are there, or nobody can say. */
gboolean memory_is_there (guint64 bytes);

/* Bytes that the allocator has given out, in all threads; 0: it does not say. */
guint64 memory_given_out (void);

/* Fails where more is given out than before, but for slack bytes: not where a sanitizer or valgrind allocates. */
void memory_check_back (guint64 before, guint64 slack);
