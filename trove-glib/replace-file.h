/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Replace file: a new file that takes the place of another one when it is whole.
 *
 *   ~/drawing            a symbolic link to /srv/drawing
 *   /srv/.drawing.X1Y2   the new file, in the same folder, so that renaming it is one step
 *   /srv/drawing         the old one, whose mode the new one gets
 *
 * The file and the folder are written to the disk, so that a computer that stops has the old file or the new one. */

#pragma once

#include <gio/gio.h>

typedef struct
{
  char *target;    /* without symbolic links */
  char *temporary; /* an empty file */
} TroveReplaceFile;

/* FALSE with an error of GIO; then there is nothing to end. */
gboolean trove_replace_file_begin (TroveReplaceFile *self, const char *path, GError **error);

/* done: puts the new file in place; FALSE: removes it. Returns FALSE if that fails, and if done was FALSE. */
gboolean trove_replace_file_end (TroveReplaceFile *self, gboolean done, GError **error);
