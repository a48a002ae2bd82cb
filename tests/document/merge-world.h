/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merge world: documents that were branched from one another, with all versions that they ever had.
 *
 *   seats     documents, which may drop versions
 *   versions  a picture of each version and its parents, whether the library has it or not
 *   held      versions that are held
 *
 * Each merge is checked against the laws of merging, in documents that are branched for that and dropped. A difference aborts. */

#pragma once

#include "program.h"

#include "merge-oracle.h"

#define MERGE_N_SEATS 4
#define MERGE_N_HELD 4

typedef struct _MergeVersion MergeVersion;

struct _MergeVersion
{
  guint64 id[2];
  Picture *picture;
  MergeVersion *parents[2];
  guint mark; /* of the last walk that came here */
};

typedef struct
{
  TroveDocument *document; /* NULL: none */
  MergeVersion *current;
  MergeVersion *merged;        /* by the next commit; NULL: none */
  TroveMerge *merge;           /* the last one that was not rolled back, or NULL */
  MergeVersion *merge_version; /* that has it; NULL: it was not committed */
} MergeSeat;

typedef struct
{
  const ProgramOptions *options;
  MergeSeat seats[MERGE_N_SEATS];
  TroveVersion *held[MERGE_N_HELD]; /* NULL: none */
  GPtrArray *versions;              /* MergeVersion */
  guint n_walks;
} MergeWorld;

/* Over all programs of all processes. */
typedef struct
{
  guint64 n_merges, n_conflicts; /* that were checked, and how many had a conflict */
  guint64 n_mirrored;
  guint64 n_older; /* merges from an older version than the nearest one, which nobody had */
  guint64 n_none;  /* versions without a base */
} MergeCounts;

extern MergeCounts *merge_counts; /* in memory that processes share */

void merge_counts_init (void);

void merge_world_init (MergeWorld *self, const ProgramOptions *options);
void merge_world_clear (MergeWorld *self);

/* Branches a document into a seat. NULL: from nothing. */
void merge_world_seat (MergeWorld *self, MergeSeat *seat, TroveDocument *document, TroveVersion *version);
void merge_world_drop (MergeSeat *seat);

/* The version, which is noted if it was not; a new one comes from these. */
MergeVersion *merge_world_note (MergeWorld *self, TroveVersion *version, MergeVersion *parent,
                                MergeVersion *merged);

/* A version without objects that have no owner has all invariants of a state. */
void merge_world_check_state (TroveVersion *version);

/* Notes the version that a document has come to, after a commit or a step in its history. */
void merge_world_step (MergeWorld *self, MergeSeat *seat);
void merge_world_commit (MergeWorld *self, MergeSeat *seat, const char *merge_id);

/* The version of the state as it is. A reference. */
TroveVersion *merge_world_freeze (MergeWorld *self, MergeSeat *seat);

/* Merges, after the laws were checked for the two versions. */
void merge_world_merge (MergeWorld *self, MergeSeat *seat, TroveVersion *theirs);

/* Writes a line of the trace. */
void merge_world_say (MergeWorld *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
