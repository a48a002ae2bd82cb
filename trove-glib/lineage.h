/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lineage: what a version descends from, over the histories of all documents that were branched from one another.
 *
 *   one document     1 ── 2 ── 3 ── 6        6 has merged 5: the nearest common version of 6 and 7 is 5
 *                         └ 4 ── 5 ── 7
 *   another one, which was branched from 2
 *
 * A branch begins with a step of its own of the version that it was branched from; both have the same lineage.
 *
 * A lineage holds those of its version's parents, but no step. So the steps of a history may leave it, and those that are left still
 * know their ancestors. A lineage whose steps are all gone is taken out of the way between its child and its parents, once the step of its
 * child goes. So there are about as many lineages as steps, and one for each merge.
 *
 * The time of a version is later than that of its parents. So walking two lineages together, always on from the latest version, comes
 * to the latest version that both have before it comes to any of that one's ancestors.
 *
 * Any thread, under one lock for all lineages, which the links of steps share. */

#pragma once

#include <glib.h>

#include "core/count.h"

typedef struct _TroveLineage TroveLineage;
typedef struct _TroveStep TroveStep;

#define TROVE_LINEAGE_MAX_PARENTS 2

struct _TroveLineage
{
  TroveCount count;
  guint n_keeps;   /* it is not taken out of the way while there are any; under the lock */
  guint64 id[2];   /* of the version, unique */
  gint64 time;     /* when it was made, µs since 1970 */
  TroveStep *step; /* of the version; NULL: all are gone; under the lock */
  GSList *more;    /* TroveStep, further ones; under the lock */
  TroveLineage *parents[TROVE_LINEAGE_MAX_PARENTS]; /* owned; NULL only at the end; under the lock */
};

/* The lineage of a new version. parent, merged: nullable; references are taken. */
TroveLineage *trove_lineage_new (const guint64 id[2], TroveLineage *parent, TroveLineage *merged);

/* The same for a version that was made before, and was loaded: at that time, which is later than those of its parents. Several lineages
 * may be of one version: they are found to be by id and time. */
TroveLineage *trove_lineage_new_loaded (const guint64 id[2], gint64 time, TroveLineage *parent,
                                        TroveLineage *merged);

TroveLineage *trove_lineage_ref (TroveLineage *self);
void trove_lineage_unref (TroveLineage *self);

/* References that keep the lineage among the ancestors of later ones, although its steps may be gone. */
TroveLineage *trove_lineage_keep (TroveLineage *self);
void trove_lineage_let_go (TroveLineage *self);

/* The lock is a leaf. */
void trove_lineage_lock (void);
void trove_lineage_unlock (void);

/* A step of the version is there, or goes. The lock is held. */
void trove_lineage_add_step (TroveLineage *self, TroveStep *step);
void trove_lineage_forget_step (TroveLineage *self, TroveStep *step);

/* A step of the latest version that is one of both, or comes before both, and whose step is there. NULL: none. The lock is held: no step
 * goes under it. Time: of the versions that are later than it. */
TroveStep *trove_lineage_find_base (TroveLineage *a, TroveLineage *b);

/* TRUE if a version is another one, or comes before it. */
gboolean trove_lineage_is_in (TroveLineage *self, TroveLineage *later);
