/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Save versions: a list of versions that are to be written to a file, each after its base and what it was merged with.
 *
 *   the document         1 ── 2 ── 3 ── 6 ── 7          7 has merged 5; the file lacks 1 and 2
 *   its file                       3 ── 4 ── 5
 *
 *   all                  1    2    3    4    6    5    7
 *
 * A file that lacks versions before some that it has is written anew, with those of both. */

#pragma once

#include "file-steps.h"

typedef struct
{
  TroveStep *step, *base; /* owned; base: NULL: none */
  guint64 merged[2];      /* the id of the second parent; 0, 0: none */
  guint marks;            /* TROVE_VERSION_… */
  char *name;             /* owned: that the file has; NULL: that of the step */
} TroveSaveVersion;

/* An array of TroveSaveVersion. */
GArray *trove_save_versions_new (void);

/* Takes references. base: nullable. merged: an id; NULL: none. */
void trove_save_versions_add (GArray *self, TroveStep *step, TroveStep *base, const guint64 *merged,
                              guint marks);

/* A new array: a whole history, and all versions of a file that are not in it, earlier ones first. These stay what they are, but for redo, which leads the way
 * of the history. NULL with DAMAGED. Any thread. */
GArray *trove_save_versions_with_others (const GArray *ours, TroveFileSteps *file, GError **error);
