/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Loading: makes a document from the descriptions of its versions and the state of one of them, the current one. The states of the
 * others are read when they are asked for.
 *
 *   versions   0    1    2    3    4          in the order of time
 *   parents    –    0    1    2    1
 *   from       1    2    3    –    1          0 is read from 1, that from 2, that from 3, the current one: it has the state
 */

#pragma once

#include "document.h"

#define TROVE_LOADED_NONE G_MAXUINT

/* A version. Indices are those of the array. */
typedef struct
{
  guint64 id[2];
  gint64 time;                           /* later than the times of the parents */
  guint parents[TROVE_STEP_MAX_PARENTS]; /* before this one; TROVE_LOADED_NONE: none */
  guint redo;                            /* a child that redo leads to; TROVE_LOADED_NONE: none */
  guint from;                            /* that the state is read from; of the current version: unused */
  gpointer data;                         /* for the functions of the source; of the current version: unused */
  const char *label, *name;              /* nullable */
  GVariant *view_state_before, *view_state; /* nullable */
  guint64 n_bytes;                          /* see trove_history_note_bytes () */
  gboolean kept;
  gboolean is_outside; /* it is not in the history: others are read from it, or were merged with it */
  gboolean is_apart;   /* undo does not lead to the first parent */
} TroveLoadedVersion;

typedef struct
{
  const TroveView *view; /* of the current version */
  const TroveState *state;
  const TroveLoadedVersion *versions;
  guint n_versions; /* at least 1 */
  guint current;
  guint saved;                       /* TROVE_LOADED_NONE: none of them */
  const TroveStepSourceFuncs *funcs; /* of all versions but the current one */
  const TroveReplica *replicas;      /* that the document has keys of */
  guint n_replicas;
} TroveLoaded;

/* Makes a document of the calling thread. Takes over the data of all versions, also if it fails. NULL with DAMAGED if an index or a time is
 * not as above, or the current version is not reached from each of the others. The type of the root is registered. */
TroveDocument *trove_document_new_loaded (const TroveLoaded *loaded, GError **error);
