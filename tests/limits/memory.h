/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Memory: the free memory of the machine, and the allocated bytes of the process. */

#pragma once

#include <glib.h>

/* FALSE if fewer bytes are free: the test is skipped, with a message. TRUE also where the free memory is not known. */
gboolean memory_is_there (guint64 bytes);

/* Bytes that are allocated, in all threads; 0: the allocator does not count them. */
guint64 memory_given_out (void);

/* Fails if more than before + slack bytes are allocated. Checks nothing under a sanitizer or valgrind. */
void memory_check_back (guint64 before, guint64 slack);
