/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Failing VFS: a file system of SQLite that ends the process, or fails, at the n-th change of a file: a write, a change of the length,
 * fsync, a removal. A write may stop half way. All others go to the file system that was there. */

#pragma once

#include <glib.h>

typedef enum
{
  FAILING_VFS_ENDS,  /* the process, without the change */
  FAILING_VFS_TEARS, /* the process, after half of a write */
  FAILING_VFS_FAILS, /* this change and all later ones, with an error */
} FailingVfsKind;

/* Makes it the file system of all connections that are opened from now on. */
void failing_vfs_install (void);

/* Counts from 0 again. at: 0: none. */
void failing_vfs_set (FailingVfsKind kind, guint at);

/* Changes since then, and the bytes that were written. */
guint failing_vfs_n_changes (void);
guint64 failing_vfs_n_bytes (void);
