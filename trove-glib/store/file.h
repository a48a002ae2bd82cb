/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* File: a document's file, and what is known of it between two saves.
 *
 *   create     all objects of a state, and versions
 *   update     what differs from the state that the file has, and versions that it lacks
 *   load       the objects, and all versions
 *
 * The file is closed in between, so that other programs may write it: then an update finds that it was changed. One thread at a time. */

#pragma once

#include "state/editor.h"

#include "dictionary.h"
#include "object-write.h"
#include "version-update.h"

typedef struct _TroveFile TroveFile;

struct _TroveFile
{
  char *path;
  guint64 id[2];           /* of the document, which copies of the file share */
  guint32 counter;         /* of the changes of the file, after the last save or load */
  guint32 mark;            /* that the file got when it was made, after the same */
  gint64 current;          /* number of the version whose objects the file has, after the last save or load */
  guint64 current_id[2];   /* of that version */
  gint64 next;             /* the same number, while a save is under way */
  gboolean is_newer;       /* of a later format: it is only read */
  gboolean is_stale;       /* the last save failed: what follows is to be read anew */
  gboolean has_dictionary; /* FALSE: it is to be read anew as well */
  TroveDictionary dictionary;
  TroveVersionGraph versions;
};

typedef struct
{
  const TroveState *from; /* that the file has; unused for a new one */
  const TroveState *to;
  TroveVersionUpdate versions;
  const TroveReplica *replicas; /* that keys have, all of them */
  guint n_replicas;
  GCancellable *cancellable;  /* nullable */
  TroveFileProgress progress; /* nullable */
  gpointer progress_data;
} TroveFileSave;

void trove_file_free (TroveFile *self);

/* Moves the dictionary to one that was initialized. The file reads it again when it needs it. */
void trove_file_take_dictionary (TroveFile *self, TroveDictionary *dictionary);

/* Makes a file, which is empty and there. NULL with an error; the file may have anything then. */
TroveFile *trove_file_create (const char *path, const guint64 id[2], const TroveFileSave *save,
                              GError **error);

/* Writes to the file, all or nothing. FALSE with CHANGED if another program has written it since, DAMAGED, READ_ONLY for a file of a later
 * format, or an error of the file. */
gboolean trove_file_update (TroveFile *self, const TroveFileSave *save, GError **error);

/* FALSE with CHANGED if another program has written the file since. */
gboolean trove_file_check (TroveFile *self, GError **error);

/* Before another file takes the place of the one at a path: a journal or log that a program has left beside goes. It would be taken for
 * that of the new file. FALSE with BUSY, an error of GIO, while another program writes the file, or has it open with a log. */
gboolean trove_file_settle (const char *path, GError **error);

/* Reads the objects into an empty editor, as trove_object_table_read (). versions: gets TroveVersionRow with copies of all, in the order of numbers, to be cleared with
 * trove_file_rows_free (). NULL with DAMAGED or another error. */
TroveFile *trove_file_load (const char *path, TroveEditor *editor, GArray *older, GArray **versions,
                            GArray **replicas, GCancellable *cancellable, TroveFileProgress progress,
                            gpointer progress_data, GError **error);
void trove_file_rows_free (GArray *versions);

/* The same without the objects. */
TroveFile *trove_file_load_versions (const char *path, GArray **versions, GArray **replicas,
                                     GCancellable *cancellable, GError **error);
