/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Huge memory: blocks of a MiB or more reserve addresses, and take memory only for the pages that are written. So a
 * test can allocate far more than the machine's memory.
 *
 * The linker replaces the allocator by these functions (--wrap=malloc and so on), for the library and the test. Smaller
 * blocks come from the allocator. Large blocks read as zeros. One thread. */

#pragma once

#include <glib.h>

/* FALSE if the system does not give so many addresses. */
gboolean huge_memory_has (guint64 size);

/* Large blocks that are allocated now. */
guint huge_memory_n_blocks (void);

/* Bytes of the whole process that are in memory. */
guint64 huge_memory_resident (void);
