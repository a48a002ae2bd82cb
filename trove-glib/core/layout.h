/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layout: size, alignment, copy, clear and trace of an element type, and the schema of an arena: the
 * layouts of its pools.
 *
 * Invariants of a layout: 1 <= stride <= 64 KiB, alignment a power of two up to 64, stride a multiple of it.
 * An element may be moved by memcpy. copy == NULL: a memcpy is a copy; clear == NULL: freed unvisited. */

#pragma once

#include <glib-object.h>

#include "trove-glib/trove-element.h"
#include "trove-glib/trove-ref.h"

#include "count.h"
#include "lock.h"

/* How values of a pool are stored. */
typedef enum
{
  TROVE_STORE_SCALAR,  /* integers, floats, boolean, enum, flags, GType: the C type itself */
  TROVE_STORE_POINTER, /* a pointer, not owned */
  TROVE_STORE_STRING,  /* const char *, its bytes in the sub-arena behind a TroveString header */
  TROVE_STORE_INLINE,  /* a struct: registered boxed or anonymous */
  TROVE_STORE_BOXED,   /* an owned pointer, as the next three */
  TROVE_STORE_OBJECT,
  TROVE_STORE_VARIANT,
  TROVE_STORE_PARAM,
  TROVE_STORE_VALUE, /* a GValue: of any type, or of one that fits no other way */
} TroveStore;

typedef struct
{
  gsize stride; /* bytes from one element to the next */
  gsize alignment;
  gboolean (*copy) (gpointer dest, gconstpointer src, gpointer data);
  void (*clear) (gpointer element, gpointer data);
  void (*trace) (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data);
  gpointer data;
  TroveStore store;
  GType type;        /* as declared; 0: anonymous */
  GType fundamental; /* of type */
} TroveLayout;

/* Stands in the free bytes of a parked chunk (chain.h). */
typedef struct _TroveParked TroveParked;

struct _TroveParked
{
  TroveParked *next;
  struct _TroveChunk *chunk; /* owned */
  char *free;                /* where its free bytes start */
};

/* Where chunks are parked: one place for the rows of each pool, and one for its strings' bytes. */
typedef struct
{
  TroveParked *parked; /* chunks with room that no arena carves from at the moment, the last one first */
  guint32 filled;      /* bytes of a chunk that was filled and has no successor yet; 0: none */
} TrovePlace;

#define TROVE_PLACE_ROWS(pool) (2 * (pool))
#define TROVE_PLACE_BYTES(pool) (2 * (pool) + 1)
#define TROVE_N_PLACES(n_pools) (2 * (n_pools))

/* Made once, shared by an arena, what comes from it, and their sub-arenas. */
typedef struct
{
  TroveCount count;
  guint n_pools;
  gboolean
      shared; /* by arenas that have nothing to do with each other: not counted, copied before anything is stored */
  _Atomic (GMainContext *)
      clear_context;           /* where elements are cleared, or NULL: on the thread that was last */
  GSList *contexts;            /* owned: every one that was ever set; under schema_lock */
  _Atomic (gboolean) branched; /* several arenas were made of it */
  TroveLock parking;           /* over places */
  TrovePlace *places;          /* behind the pools */
  TroveLayout pools[];
} TroveSchema;

/* Why the info cannot be used, or NULL when layout was filled in. */
const char *trove_layout_init (TroveLayout *layout, const TroveElementInfo *info);

/* Whether elements of one can stand for elements of the other. */
gboolean trove_layout_equal (const TroveLayout *a, const TroveLayout *b);

/* What a pool of this layout is called in messages; free it. */
char *trove_layout_name (const TroveLayout *layout);

void trove_layout_register (GType boxed_type, const TroveElementInfo *info);

/* Why one of the infos cannot be used, or NULL with *schema a new reference. */
const char *trove_schema_new (const TroveElementInfo *infos, guint n_infos, TroveSchema **schema);

/* Clears n elements that lie side by side, in the clear context; they may be moved there, and are gone. */
void trove_schema_clear_elements (TroveSchema *schema, guint pool, gpointer elements, gsize n);

/* Calls func there if there is a clear context and this thread does not run it; FALSE: it is for the caller to do. */
gboolean trove_schema_defer_clear (TroveSchema *schema, GSourceFunc func, gpointer data);

TroveSchema *trove_schema_copy (const TroveSchema *schema); /* NULL: no memory */
void trove_schema_set_clear_context (TroveSchema *schema, GMainContext *context);
TroveSchema *trove_schema_ref (TroveSchema *schema);
void trove_schema_unref (TroveSchema *schema);
gsize trove_schema_n_bytes (const TroveSchema *schema);
gboolean trove_schema_equal (const TroveSchema *a, const TroveSchema *b);
