/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Origin: shared by the documents that were branched from one another. Their versions can be compared, and each of them makes
 * keys under replica numbers of its own. All functions may be called on any thread. */

#pragma once

#include <glib-object.h>

#include "state/key.h"

typedef struct _TroveOrigin TroveOrigin;

/* root_type: of the objects that are the documents' roots. */
TroveOrigin *trove_origin_new (GType root_type);
TroveOrigin *trove_origin_ref (TroveOrigin *self);
void trove_origin_unref (TroveOrigin *self);

GType trove_origin_root_type (const TroveOrigin *self);

/* Counts the times that a version was kept or was not kept any more, so that a history knows when to look again. A thread that
 * reads the count sees the changes that were counted. */
void trove_origin_note_keeping (TroveOrigin *self);
guint trove_origin_n_keepings (TroveOrigin *self);

/* Names of steps, which few have. name: NULL: none. FALSE: the step had it before. dup: NULL: none. */
gboolean trove_origin_set_name (TroveOrigin *self, gconstpointer step, const char *name);
char *trove_origin_dup_name (TroveOrigin *self, gconstpointer step);

/* Reading versions that are unread: one thread at a time. FALSE: the calling thread does it already. The lock is taken before all
 * others. */
gboolean trove_origin_begin_reading (TroveOrigin *self);
void trove_origin_end_reading (TroveOrigin *self);

/* Notes a replica that a loaded document has keys of. 0 is drawn by the first document of an origin that has none. FALSE: the number is
 * that of another replica. */
gboolean trove_origin_note_replica (TroveOrigin *self, const TroveReplica *replica);

/* A replica number that no document of the origin has had: 0 the first time, then random ones. FALSE: all are used. */
gboolean trove_origin_draw_replica (TroveOrigin *self, guint32 *replica);

/* Those that were drawn or noted, an array of TroveReplica. */
GArray *trove_origin_list_replicas (TroveOrigin *self);
