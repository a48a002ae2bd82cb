/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document file: a file that a document was loaded from or saved to.
 *
 * A document has a file that it is saved to, and may have another one for automatic saves. A step of the history has the mark of each
 * file that has its version. */

#pragma once

#include <gio/gio.h>

#include "history.h"

typedef struct _TroveFile TroveFile; /* store/file.h, which needs SQLite */

/* Marks of files. */
#define TROVE_MARK_FILE 1
#define TROVE_MARK_AUTO 2
#define TROVE_MARKS 3

typedef struct _TroveDocumentFile TroveDocumentFile;

struct _TroveDocumentFile
{
  guint mark;          /* in the steps that the file has */
  GFile *location;     /* of the last save or load; NULL: none */
  TroveFile *file;     /* NULL: none, or a job has it */
  TroveStep *stored;   /* owned: the version whose objects the file has; NULL: none */
  GArray *left;        /* ids: guint64[2] each, of stored versions that have left the history since */
  gboolean has_one;    /* of the versions, the current one alone */
  gboolean is_partial; /* it lacks versions before some that it has, or their parents: all is written anew */
  guint n_marks, n_turns; /* of the history, when marks of versions were noted */
  guint n_saves;          /* that were done */
  TroveFile *changed;     /* as another program has left it, once its version was merged; NULL: none */
  TroveStep *theirs;      /* owned: that version; NULL: none */
  gboolean is_saving;
};

TroveDocumentFile *trove_document_file_new (guint mark);
void trove_document_file_free (TroveDocumentFile *self);

/* TRUE while a job writes the file. self: NULL: there is no file. */
static inline gboolean
trove_document_file_is_saving (const TroveDocumentFile *self)
{
  return self != NULL && self->is_saving;
}

/* TRUE if the file that the document was saved to last is at that place. */
static inline gboolean
trove_document_file_is_at (const TroveDocumentFile *self, GFile *location)
{
  return self != NULL && self->location != NULL && g_file_equal (self->location, location);
}

/* The file was changed by another program, and the version that it has now was merged. Takes over the file. self has a file. */
void trove_document_file_set_changed (TroveDocumentFile *self, TroveFile *changed, TroveStep *theirs);
void trove_document_file_forget_changed (TroveDocumentFile *self);

/* Goes on from the changed file, if there is one and the current version comes from the one that it has: then a save replaces nothing that
 * is not in the document. The marks of the steps are those of that file then, and is_partial is. */
void trove_document_file_follow (TroveDocumentFile *self, TroveHistory *history);

/* TRUE if the file has the current version, and all others as they are. */
gboolean trove_document_file_is_current (const TroveDocumentFile *self, const TroveHistory *history);

/* Notes that a step has left the history. self: NULL: there is no file. */
void trove_document_file_leave (TroveDocumentFile *self, const TroveStep *step);
