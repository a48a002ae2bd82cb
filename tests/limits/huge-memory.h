/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Huge memory: blocks of a MiB or more are addresses alone until they are written to, far more than there is memory.
 *
 * The linker puts these in the place of the allocator (--wrap=malloc and so on), for the library and the test; what is
 * smaller goes on to the allocator. They read as zeros. One thread. */

#pragma once

#include <glib.h>

/* What malloc() says of so much: FALSE where the system gives no such addresses, or has none. */
gboolean huge_memory_has (guint64 size);

/* Blocks that are out now. */
guint huge_memory_n_blocks (void);

/* Bytes that are in memory, of all the process has. */
guint64 huge_memory_resident (void);
