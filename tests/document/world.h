/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* World: documents and held versions, each beside its model, and calls that are made on both. After a call both are equal, and
 * properties were notified exactly if their values changed. A call that fails has changed nothing. A difference aborts. */

#pragma once

#include "program.h"

#include "check-document.h"
#include "watch.h"

#define N_SEATS 4
#define N_HELD 12
#define MAX_OBJECTS 60
#define MAX_KEYS 150
#define MOST_ITEMS 500 /* of a list of references, before no more are inserted at once */
#define MOST_KEYS 500  /* that are noted */

typedef enum
{
  PROP_CURRENT,
  PROP_SAVED,
  PROP_MODIFIED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  PROP_VIEW_STATE,
  PROP_MAX_VERSIONS,
  N_PROPS,
} DocumentProperty;

typedef struct
{
  TroveDocument *document; /* NULL: none */
  DocumentModel *model;
  guint n_notified[N_PROPS];
  Watch *watch; /* its handles that are held */
} Seat;

typedef struct
{
  TroveVersion *version; /* NULL: none */
  VersionModel *model;
  gconstpointer *data; /* of all objects, if the version is held: stays at its address */
} Held;

typedef enum
{
  CALL_ADD,
  CALL_SET,
  CALL_REMOVE,
  CALL_MOVE,
  CALL_SPLICE,
  CALL_MOVE_ITEM,
  CALL_COPY, /* by a handle alone */
  CALL_COMMIT,
  CALL_COMMIT_FULL,
  CALL_ROLLBACK,
  CALL_BEGIN,
  CALL_END,
  CALL_CANCEL,
  CALL_UNDO,
  CALL_REDO,
  CALL_GO_TO,
  CALL_SET_SAVED,
  CALL_FREEZE,
  CALL_BRANCH,
  CALL_TRANSFER,
  CALL_SET_VIEW_STATE,
  CALL_SET_MAX_VERSIONS,
} CallKind;

typedef struct
{
  CallKind kind;
  TroveKey key;          /* of the object that is changed, or moved */
  GType type;            /* of add */
  const guint64 *values; /* of add and set; NULL: the defaults */
  gconstpointer data;    /* the same as a struct */
  ModelPlace place;      /* of add and move */
  const char *property;  /* the same, or the list of splice */
  const TroveClassField *list;
  guint from, to, n_removals;
  TroveKey keys[MAX_KEYS];
  guint n_keys;
  const char *label, *merge_id;
  Held version; /* version NULL: the current one */
  GVariant *view_state;
  guint max_versions;

  TroveKey made;                /* by add */
  Held frozen;                  /* by freeze, a reference */
  TroveDocument *branch;        /* by branch */
  const TroveClassField *field; /* of set: the only one that was set, by a handle; NULL: all */
  gboolean is_foreign;          /* an object that was to be inserted is one of another document */
} Call;

typedef struct
{
  const ProgramOptions *options;
  Seat seats[N_SEATS];
  Held held[N_HELD];
  GArray *keys;    /* TroveKey: the first that were made */
  GArray *origins; /* guint: of the documents that made them */
  guint n_origins;
  guint64 n_serials; /* of boxed pointers */
  guint n_calls;

  gboolean by_handles; /* the next call is made by handles, if it can be */
  gboolean copy_fails; /* a copy in the next call fails, if it makes one */
  guint copy;
  gboolean gives_up; /* a call whose copy failed is not made again */
  gboolean gave_up;  /* the last call was not */
  gboolean counts;   /* requests for memory are counted, and one may fail; failing-memory.h */
} World;

void world_init (World *world, const ProgramOptions *options);
void world_clear (World *world);

/* Makes a document with a root of a class in a seat without one. */
void world_new_document (World *world, Seat *seat, const TroveClass *root_class);
void world_drop_document (Seat *seat);

/* Puts a loaded document in the place of the same document, of another origin. */
void world_replace_document (World *world, Seat *seat, TroveDocument *loaded);

/* Notes a key that a document has made. */
void world_add_key (World *world, const Seat *seat, TroveKey key);

/* Holds a version; takes the references. Drops the one that was held in the same place. */
void world_hold (World *world, guint place, Held held);
void held_clear (Held *held);

/* Makes a call. TRUE: it was done. */
gboolean world_call (World *world, Seat *seat, Call *call);

/* Compares a seat with its model, all of it. */
void world_check_seat (World *world, Seat *seat);
void world_check_held (World *world, const Held *held);
void world_check (World *world);
