/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Object handle: the private part of TroveObject, and how its instances are made and follow a document.
 *
 *              g_object_new ("document", d)          an object of d is needed       an object of a version is needed
 *                           │                                  │                                │
 *   NONE ───────────────────┴───────────► LIVE ◄───────────────┘                             FROZEN
 *                                          │ ▲
 *                     the object is removed│ │undo brings it back
 *                                          ▼ │
 *                                        REMOVED, with a copy of the last data
 *
 * An object is in the state of the document, and a handle is what GObject code has of it. A handle that is made for an object that is
 * there must not change the object: fields that its class sets meanwhile are ignored. */

#pragma once

#include "handles.h"

typedef enum
{
  TROVE_HANDLE_NONE,    /* of no document: its fields have their defaults */
  TROVE_HANDLE_LIVE,    /* shows the current state of a document */
  TROVE_HANDLE_REMOVED, /* the current state has no such object */
  TROVE_HANDLE_FROZEN,  /* shows a version */
} TroveHandleState;

typedef struct
{
  TroveHandles *handles; /* owned; NULL: state NONE */
  TroveVersion *version; /* owned; of a frozen handle */
  TroveKey key;
  guint8 state;           /* TroveHandleState */
  guint8 is_made;         /* the functions of the class that make it have returned */
  TroveRecordPlace place; /* of a live handle */
  gpointer data;          /* of a removed handle, owned; NULL: the defaults */
  GPtrArray *lists;       /* TroveList: those that were asked for, owned; NULL: none */
} TroveObjectPrivate;

/* Set when the type is made. */
G_GNUC_INTERNAL extern int trove_object_private_offset;
G_GNUC_INTERNAL extern GParamSpec *trove_object_pspec_owner, *trove_object_pspec_removed;

static inline TroveObjectPrivate *
trove_object_private (gconstpointer self)
{
  return G_STRUCT_MEMBER_P (self, trove_object_private_offset);
}

static inline const TroveClass *
trove_object_class (gconstpointer self)
{
  return ((const TroveObjectClass *) ((const GTypeInstance *) self)->g_class)->fields;
}

/* Making */

/* To be called first for each new instance. */
void trove_object_handle_init (TroveObject *self);

/* A reference on the handle of an object of the state, which is made if there is none. NULL: the state has no such object. Making
 * one runs code of the object's class. */
TroveObject *trove_object_handle_ensure (TroveHandles *handles, TroveKey key);

/* The same for an object that was removed. record: the last one, of an earlier state. */
TroveObject *trove_object_handle_ensure_removed (TroveHandles *handles, const TroveRecord *record);

/* Makes the object of a new handle. FALSE after a critical. */
gboolean trove_object_handle_create (TroveObject *self);

/* Makes a new handle that of an object which was just made: before anybody is told, since a handler may drop the object. */
void trove_object_handle_take_key (TroveObject *self, TroveKey key);

void trove_object_handle_dispose (TroveObject *self);
void trove_object_handle_finalize (TroveObject *self);

/* State */

/* The record of a live or frozen handle. NULL: of any other, or the thread must not read it, after a critical. */
const TroveRecord *trove_object_handle_record (TroveObject *self);

/* The data that a handle shows: of the record, the last data, or the defaults. */
gconstpointer trove_object_handle_data (TroveObject *self);

/* A reference on the handle of the object with a key that a handle names, or NULL. */
TroveObject *trove_object_handle_dup_other (TroveObject *self, TroveKey key);

/* The key of an object that is put into a property or list of the handles' document. FALSE with REMOVED or FOREIGN. */
gboolean trove_object_handle_get_key (TroveObject *self, const TroveHandles *handles, TroveKey *key,
                                      GError **error);

/* Changes the state of a handle, without a notification. data: of the object where it was last. */
void trove_object_handle_remove (TroveObject *self, gconstpointer data);

/* Makes a removed handle live again. data: of the object as it is. Calls func for each field that differs from what the handle showed. */
typedef void (*TroveObjectFieldFunc) (TroveObject *self, GParamSpec *pspec, gpointer user_data);
void trove_object_handle_revive (TroveObject *self, gconstpointer data, TroveObjectFieldFunc func,
                                 gpointer user_data);
