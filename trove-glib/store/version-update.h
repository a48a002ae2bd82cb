/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Version update: brings the versions in a file to what a save says of them.
 *
 *   added     versions that the file lacks
 *   marks     of versions that it has; those that have left the history go, unless others need them (version-graph.h)
 *   current   the version whose objects the tables have
 *
 * A new file lacks them all. */

#pragma once

#include "state/state.h"

#include "dictionary.h"
#include "version-graph.h"

/* A version that the file lacks. */
typedef struct
{
  guint64 id[2], base[2], merged[2]; /* 0, 0: none */
  gint64 time;
  guint marks; /* TROVE_VERSION_IN_HISTORY, _KEPT, _REDO, _GAP, _FOREIGN */
  guint64 n_bytes;
  const char *label;
  char *name; /* nullable */
  GVariant *view_state_before, *view_state;
  const TroveState *state, *base_state; /* without a base unused */
} TroveFileVersion;

/* The marks of a version that the file has, or that it has left the history. */
typedef struct
{
  guint64 id[2];
  guint marks; /* as above */
  char *name;  /* nullable; of a version that has left the history: unused */
} TroveFileMarks;

typedef struct
{
  const TroveFileVersion *added; /* each after its base and what it was merged with */
  guint n_added;
  const TroveFileMarks *marks;
  guint n_marks;
  guint64 current[2], saved[2]; /* ids; 0, 0: none */
} TroveVersionUpdate;

/* Writes to the file, in the transaction that is open, and to the graph and dictionary, which are those of the file. *current: the number of
 * the current version, before and then after. FALSE with an error; the graph may have anything then. */
gboolean trove_version_update_write (const TroveVersionUpdate *self, TroveDb *db, TroveVersionGraph *graph,
                                     TroveDictionary *dictionary, gint64 *current, GError **error);
