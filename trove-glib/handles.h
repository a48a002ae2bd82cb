/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handles: the TroveObjects and TroveLists of a document, or of a version, while somebody holds them.
 *
 *   TroveDocument ─► TroveHandles { names ─► entries ┄┄► TroveObject }        ┄┄► a weak reference
 *                         ▲                                   │
 *                         └───────────────────────────────────┘
 *
 * A handle is found by its name: the key of an object, or the key and the list of a TroveList. There is one handle of a name at most.
 * A handle that is being finalized, on whichever thread, is not found any more. The handles keep the table alive, so a
 * document may go before them.
 *
 * Any thread may call the functions. The lock is held for a look-up alone: making a reference may run code of a language binding. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "core/count.h"
#include "state/id-map.h"
#include "state/state.h"

#include "thread-serial.h"

/* Functions of the document, which is above the handles. The calling thread owns the document. */
typedef struct
{
  gboolean (*may_read) (
      TroveDocument *document); /* FALSE: another thread owns the document, after a critical */
  gboolean (*commit) (TroveDocument *document, const char *label, GError **error);
  gboolean (*create) (TroveDocument *document, TroveObject *object, GError **error);
  gboolean (*set_field) (TroveDocument *document, TroveObject *object, const TroveClassField *field,
                         const GValue *value, GError **error);
} TroveHandlesFuncs;

typedef struct
{
  TroveCount count;
  GMutex lock;      /* over names, and over the lists that each handle holds */
  TroveIdMap names; /* to entries */
  atomic_uint n;    /* of names */

  /* Of a document, for its thread. All are NULL when it is gone. */
  TroveDocument *document;
  const TroveHandlesFuncs *funcs;
  const _Atomic (guint64) *owner;

  TroveVersion *version;   /* of a version, for any thread; each handle has a reference on it */
  const TroveState *state; /* that the handles show: of the document or the version */
  guint64 n_changes;       /* of the state, after which records may lie elsewhere; 0: one is being made */
  const TroveState
      *before;         /* while handles are told of a change of the whole state: the one before; else NULL */
  gboolean is_telling; /* of such a change: nothing is edited meanwhile */
} TroveHandles;

/* Where a record was after so many changes. */
typedef struct
{
  const TroveRecord *record; /* NULL: there was none */
  guint64 n_changes;         /* 0: it was not looked up */
} TroveRecordPlace;

/* How a document begins. */
typedef struct
{
  GObject parent_instance;
  TroveHandles *handles;
} TroveDocumentHead;

static inline TroveHandles *
trove_handles_of_document (TroveDocument *document)
{
  return ((TroveDocumentHead *) document)->handles;
}

/* Those of a document, or of a version with a NULL document. */
TroveHandles *trove_handles_new (const TroveState *state);
TroveHandles *trove_handles_ref (TroveHandles *self);
void trove_handles_unref (TroveHandles *self);

static inline guint64
trove_handles_object_name (TroveKey key)
{
  return key << 11;
}

/* number: of the list among those of the class. */
static inline guint64
trove_handles_list_name (TroveKey key, guint number)
{
  return key << 11 | 1024 | number;
}

static inline TroveKey
trove_handles_name_key (guint64 name)
{
  return name >> 11;
}

/* TRUE if the calling thread may read the state; else a critical. There is a state. */
static inline gboolean
trove_handles_may_read (const TroveHandles *self)
{
  return self->owner == NULL ||
         G_LIKELY (atomic_load_explicit (self->owner, memory_order_relaxed) == trove_thread_serial) ||
         self->funcs->may_read (self->document);
}

/* The record of a key. It is looked up once after each change. While the document is being changed nothing is remembered, since a
 * function that copies or clears a value may read records that the change discards. NULL: no object has the key. */
static inline const TroveRecord *
trove_handles_peek (const TroveHandles *self, TroveKey key, TroveRecordPlace *place)
{
  if (self->n_changes == 0)
    return trove_state_peek (self->state, key);
  if (place->n_changes != self->n_changes)
    *place = (TroveRecordPlace){ trove_state_peek (self->state, key), self->n_changes };
  return place->record;
}

/* The number of handles, some of which may be gone. */
static inline guint
trove_handles_n (const TroveHandles *self)
{
  return atomic_load_explicit (&self->n, memory_order_relaxed);
}

/* TRUE if there may be a handle. */
static inline gboolean
trove_handles_any (TroveHandles *self)
{
  return self != NULL && trove_handles_n (self) > 0;
}

/* A reference on the handle of a name, or NULL. */
gpointer trove_handles_dup (TroveHandles *self, guint64 name);

/* Adds a handle. NULL, or a reference on another handle of the name, which stays. */
gpointer trove_handles_add (TroveHandles *self, guint64 name, gpointer handle);

/* Removes a handle, which may have been removed before. */
void trove_handles_remove (TroveHandles *self, guint64 name, gpointer handle);

/* References on all handles. */
GPtrArray *trove_handles_dup_all (TroveHandles *self);

/* The keys of the objects that have a handle or a list, in increasing order, each once. */
GArray *trove_handles_dup_keys (TroveHandles *self);
