/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Notes: the changes that an editor makes, one by one, for those who follow the state.
 *
 *   object 7 moves from "children" of 2 to "shapes" of 1      REMOVED 2 children 4 7
 *                                                             INSERTED 1 shapes 0 7
 *                                                             OWNER 7
 *
 * An editor without followers keeps none. Each note is added with the write that it is about, so a change that fails leaves none.
 * Going back to a savepoint takes away the notes that were added since. Objects that are made or dropped, and going to another state,
 * are not noted.
 *
 * While the followers of a list are told of a change, the list is locked: a second change would make what they read wrong. */

#pragma once

#include "class-field.h"

typedef enum
{
  TROVE_NOTE_SET,      /* a field that is no list has another value */
  TROVE_NOTE_OWNER,    /* the object has another owner, or stands at another place of its owner */
  TROVE_NOTE_REMOVED,  /* the item at a position of a list was removed */
  TROVE_NOTE_INSERTED, /* an item was inserted at a position of a list */
} TroveNoteKind;

typedef struct
{
  TroveKey key; /* of the object that was changed */
  guint16 kind; /* TroveNoteKind */
  guint16
      field; /* of SET, the index among the fields of the class; of REMOVED and INSERTED, the list's number among the lists */
  guint32 position; /* of the item */
  TroveKey item;    /* of REMOVED and INSERTED; of OWNER, the owner before, 0: none */
} TroveNote;

typedef struct
{
  GArray *notes;  /* TroveNote */
  GArray *locked; /* guint64: names of lists, see trove_notes_list () */
} TroveNotes;

void trove_notes_init (TroveNotes *self);
void trove_notes_clear (TroveNotes *self);

/* The functions below take NULL where no notes are kept. */

void trove_notes_append (TroveNotes *self, TroveNoteKind kind, TroveKey key, const TroveClassField *field,
                         guint32 position, TroveKey item);

static inline void
trove_notes_add (TroveNotes *self, TroveNoteKind kind, TroveKey key, const TroveClassField *field,
                 guint32 position, TroveKey item)
{
  if (G_UNLIKELY (self != NULL))
    trove_notes_append (self, kind, key, field, position, item);
}

static inline guint
trove_notes_n (const TroveNotes *self)
{
  return self != NULL ? self->notes->len : 0;
}

/* Takes away the notes from the n-th on. */
static inline void
trove_notes_truncate (TroveNotes *self, guint n)
{
  if (self != NULL)
    g_array_set_size (self->notes, n);
}

/* Names a list of an object by its number. */
static inline guint64
trove_notes_list (TroveKey key, guint number)
{
  return key << 10 | number;
}

/* A list is locked as often as it is unlocked. */
void trove_notes_lock (TroveNotes *self, guint64 list);
void trove_notes_unlock (TroveNotes *self, guint64 list);

/* FALSE with BUSY for a list that is locked. type: of its object. */
gboolean trove_notes_check (const TroveNotes *self, GType type, TroveKey key, const TroveClassField *list,
                            GError **error);
