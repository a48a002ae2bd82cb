/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* File steps: versions that a file has, as steps that are read from a known one, which a document has.
 *
 *   the file   1 ── 2 ── 3 ── 5 ── 6      3 is known
 *   read       1 ┄► 2 ┄► 3 ◄┄ 5 ◄┄ 6      each by what the file says of the changes
 *
 * The objects of the file are not read: its versions are made of the known one by what they changed. So they share all that did not
 * change. A step is made when it is asked for, with those that it is read from. Any thread. */

#pragma once

#include <gio/gio.h>

#include "store/version-table.h"

#include "step.h"

typedef struct _TroveFile TroveFile;
typedef struct _TroveArchive TroveArchive;

typedef struct
{
  char *path;
  TroveFile *file;  /* NULL: it was taken */
  GArray *rows;     /* TroveVersionRow, in the order of numbers */
  GArray *replicas; /* TroveReplica */
  TroveArchive *archive;
  GHashTable *indices;     /* number of a row → its index + 1 */
  TroveLineage **lineages; /* owned, by index */
  TroveStep **steps;       /* owned, by index; NULL: it was not made. NULL before there is a known step */
  guint *from;             /* by index: what each is read from; G_MAXUINT: nothing */
  TroveOrigin *origin;     /* of the known step, which has a reference */
} TroveFileSteps;

/* Reads the rows of a file, and makes their lineages. NULL with DAMAGED or an error of the file. */
TroveFileSteps *trove_file_steps_new (const char *path, GCancellable *cancellable, GError **error);
void trove_file_steps_free (TroveFileSteps *self);

/* Makes a step the known one. Its version has a row, whose lineage is that of the step from then on. FALSE with DAMAGED, also
 * without such a row. */
gboolean trove_file_steps_know (TroveFileSteps *self, TroveStep *known, GError **error);

/* A step by the index of its row, owned by self. NULL with DAMAGED if it cannot be reached from the known one. */
TroveStep *trove_file_steps_get (TroveFileSteps *self, guint index, GError **error);

/* The index of the row with a number, or with an id. G_MAXUINT: none. */
guint trove_file_steps_index_of (const TroveFileSteps *self, gint64 number);
guint trove_file_steps_find (const TroveFileSteps *self, const guint64 id[2]);

static inline const TroveVersionRow *
trove_file_steps_row (const TroveFileSteps *self, guint index)
{
  return &g_array_index (self->rows, TroveVersionRow, index);
}
