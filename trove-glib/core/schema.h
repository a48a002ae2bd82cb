/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Schema: the layouts of an arena's pools, or the function that clears its blocks. An arena, the arenas and snapshots that come from it, and their sub-arenas
 * share one schema. The schema also has the chunks that these arenas have parked (parking.h), and the main context that
 * their elements are cleared in. */

#pragma once

#include "trove-glib/trove-error.h"

#include "layout.h"
#include "parking.h"
#include "segment.h"

typedef struct
{
  TroveCount count;
  guint n_pools;
  gboolean shared; /* by unrelated arenas: never freed, and copied before an element is stored */
  _Atomic (GMainContext *) clear_context; /* NULL: elements are cleared on the thread that drops them */
  GSList *contexts;                  /* owned: every clear context that was ever set; under schema_lock */
  _Atomic (gboolean) branched;       /* several arenas have it */
  TroveClearBlocksFunc clear_blocks; /* NULL: the arena has pools */
  TroveParking parking;              /* its places lie behind the layouts */
  TroveLayout pools[];
} TroveSchema;

/* Sets *schema to a new reference. Returns the reason where one of the infos cannot be used, else NULL. */
const char *trove_schema_new (const TroveElementInfo *infos, guint n_infos, TroveSchema **schema);

/* A schema of blocks. clear_blocks clears those that own something. Its only pool has no elements. */
TroveSchema *trove_schema_new_of_blocks (TroveClearBlocksFunc clear_blocks);

TroveSchema *trove_schema_copy (const TroveSchema *schema); /* NULL: no memory */
TroveSchema *trove_schema_ref (TroveSchema *schema);
void trove_schema_unref (TroveSchema *schema);
gsize trove_schema_n_bytes (const TroveSchema *schema);
gboolean trove_schema_equal (const TroveSchema *a, const TroveSchema *b);

/* The same; FALSE with TYPE_MISMATCH, whose message begins with cannot. */
gboolean trove_schema_check_equal (const TroveSchema *a, const TroveSchema *b, const char *cannot,
                                   GError **error);

/* Clears n adjacent elements, in the clear context if there is one. The caller may reuse their memory on return. */
void trove_schema_clear_elements (TroveSchema *schema, guint pool, gpointer elements, gsize n);

/* Calls func later in the clear context. FALSE: there is none, or this thread runs it, and the caller calls func. */
gboolean trove_schema_defer_clear (TroveSchema *schema, GSourceFunc func, gpointer data);

void trove_schema_set_clear_context (TroveSchema *schema, GMainContext *context);
