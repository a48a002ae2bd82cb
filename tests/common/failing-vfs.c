/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "failing-vfs.h"

#include <sqlite3.h>
#include <unistd.h>

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real; /* behind it, in the same memory */
} File;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs shim;
static sqlite3_io_methods methods;
static FailingVfsKind failing_kind;
static guint fail_at, n_changes;
static guint64 n_bytes;

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((File *) file)->real;
}

/* TRUE: the change is to fail. */
static gboolean
is_failing (void)
{
  n_changes++;
  if (fail_at == 0 || n_changes < fail_at)
    return FALSE;
  if (failing_kind != FAILING_VFS_FAILS)
    _exit (0);
  return TRUE;
}

/* Files */

static int
file_close (sqlite3_file *file)
{
  return real_of (file)->pMethods->xClose (real_of (file));
}

static int
file_read (sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
  return real_of (file)->pMethods->xRead (real_of (file), to, n, at);
}

static int
file_write (sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
  if (failing_kind == FAILING_VFS_TEARS && fail_at != 0 && n_changes + 1 == fail_at)
    real_of (file)->pMethods->xWrite (real_of (file), from, n / 2, at);
  if (is_failing ())
    return SQLITE_IOERR_WRITE;
  n_bytes += (guint64) n;
  return real_of (file)->pMethods->xWrite (real_of (file), from, n, at);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return is_failing () ? SQLITE_IOERR_TRUNCATE : real_of (file)->pMethods->xTruncate (real_of (file), size);
}

static int
file_sync (sqlite3_file *file, int flags)
{
  return is_failing () ? SQLITE_IOERR_FSYNC : real_of (file)->pMethods->xSync (real_of (file), flags);
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
file_lock (sqlite3_file *file, int lock)
{
  return real_of (file)->pMethods->xLock (real_of (file), lock);
}

static int
file_unlock (sqlite3_file *file, int lock)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), lock);
}

static int
file_check_lock (sqlite3_file *file, int *is_locked)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), is_locked);
}

static int
file_control (sqlite3_file *file, int verb, void *data)
{
  return real_of (file)->pMethods->xFileControl (real_of (file), verb, data);
}

static int
file_sector_size (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

static int
file_characteristics (sqlite3_file *file)
{
  return real_of (file)->pMethods->xDeviceCharacteristics (real_of (file));
}

/* The file system */

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  File *self = (File *) file;
  int code;

  self->real = (sqlite3_file *) (self + 1);
  code = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  self->base.pMethods = self->real->pMethods != NULL ? &methods : NULL;
  return code;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  return is_failing () ? SQLITE_IOERR_DELETE : real_vfs->xDelete (real_vfs, name, sync_folder);
}

void
failing_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  methods = (sqlite3_io_methods){
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
  };
  shim = *real_vfs;
  shim.zName = "failing";
  shim.szOsFile = (int) sizeof (File) + real_vfs->szOsFile;
  shim.xOpen = vfs_open;
  shim.xDelete = vfs_delete;
  g_assert_cmpint (sqlite3_vfs_register (&shim, TRUE), ==, SQLITE_OK);
}

void
failing_vfs_set (FailingVfsKind kind, guint at)
{
  failing_kind = kind;
  fail_at = at;
  n_changes = 0;
  n_bytes = 0;
}

guint
failing_vfs_n_changes (void)
{
  return n_changes;
}

guint64
failing_vfs_n_bytes (void)
{
  return n_bytes;
}
