/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Editor: the state that a document edits, and the core in which the changes are written.
 *
 * The sources of TroveEditor, from the bottom up; each has a header of its name:
 *
 *   editor              finding and copying records, savepoints
 *   editor-label        labels for the objects of an owned list
 *   editor-owner        putting an object into an owned field or list, moving it, taking it out
 *   editor-reference    the items of reference lists
 *   editor-data         making objects, setting their fields
 *   editor-class        more fields that the program does not know
 *   editor-copy         copies of objects with all that they own
 *   editor-splice       many items of a list at once
 *   editor-drop         removing the objects without an owner
 *
 * Each change has four parts. It checks its arguments. It touches all records that it will write to, so that they lie in the own
 * sub-arena: this can fail, and changes nothing that a reader sees. It prepares the bytes of the blocks that it takes, which can
 * fail too. Then it writes, and cannot fail. A change that consists of several others, such as a splice, takes a savepoint first,
 * and goes back to it if one of them fails. So after an error the state is as before.
 *
 * A change to the value that is there already writes nothing. */

#pragma once

#include "core/core-version.h"

#include "notes.h"
#include "state.h"

#define TROVE_POSITION_END G_MAXUINT32 /* behind the last item of a list */

typedef struct
{
  TroveCore *core; /* of blocks */
  TroveState state;
  GArray
      *ownerless; /* TroveKey: the objects that were made without an owner or lost it; some have one again */
  TroveNotes *notes; /* of the changes; NULL: nobody follows the state */
} TroveEditor;

/* The core has a schema of blocks that it owns (trove_core_own_schema ()). */
void trove_editor_init (TroveEditor *self, TroveCore *core);
void trove_editor_clear (TroveEditor *self);

/* Finding. Errors name the key. */

/* The record of an object. NULL with REMOVED. */
TroveRecord *trove_editor_find (const TroveEditor *self, TroveKey key, GError **error);

/* FALSE with TYPE_MISMATCH for a type whose objects a field does not name. key: of the object, for the message; 0: a new one. */
gboolean trove_editor_check_type (GType type, TroveKey key, const TroveClassField *field, GError **error);

/* The record of an object that a field may name. NULL with REMOVED or TYPE_MISMATCH. */
TroveRecord *trove_editor_find_for (const TroveEditor *self, TroveKey key, const TroveClassField *field,
                                    GError **error);

/* Describes an object for messages, as "Shape 12". To be freed. */
char *trove_editor_describe (const TroveRecord *record);

/* Sets INVALID_REF for a position above the most that is allowed in a list. Returns FALSE. */
gboolean trove_editor_bad_position (const TroveRecord *record, const TroveClassField *list, guint32 position,
                                    GError **error);

/* Writing */

/* The record of an object that is there, in the own sub-arena, to be written to. It stays at its address until its data is set.
 * NULL with NO_MEMORY, FULL or COPY_FAILED. */
TroveRecord *trove_editor_touch (TroveEditor *self, TroveKey key, GError **error);

static inline gboolean
trove_editor_prepare (TroveEditor *self, gsize bytes, GError **error)
{
  return trove_core_prepare_blocks (self->core, bytes, error);
}

/* Notes an object that has no owner any more, or none yet. */
static inline void
trove_editor_add_ownerless (TroveEditor *self, TroveKey key)
{
  g_array_append_val (self->ownerless, key);
}

#define TROVE_EDITOR_PIECE 524288 /* bytes */

/* Freezes the own sub-arena if it is large, since a sub-arena is freed as a whole. Without memory it stays as it is. */
static inline void
trove_editor_freeze_piece (TroveEditor *self)
{
  const TroveSub *own = trove_core_own (self->core);

  if (own != NULL && own->blocks.n_bytes > TROVE_EDITOR_PIECE)
    trove_core_freeze (self->core, NULL);
}

/* Savepoints */

typedef struct
{
  TroveView view;
  TroveState state;
  guint n_ownerless;
  guint n_notes;
} TroveSavepoint;

/* Notes the state as it is; freezes the own sub-arena. FALSE with NO_MEMORY or FULL. */
gboolean trove_editor_save (TroveEditor *self, TroveSavepoint *savepoint, GError **error);

/* Goes back to the savepoint, and clears it. Since the savepoint, no objects were dropped and no other state was gone to. */
void trove_editor_restore (TroveEditor *self, TroveSavepoint *savepoint);

/* Ends a change that has a savepoint: goes back if it failed. Returns done. */
gboolean trove_editor_finish (TroveEditor *self, TroveSavepoint *savepoint, gboolean done);

/* Makes another state the edited one, which the sub-arenas of the view hold: a committed one, so that no object but the root is
 * without an owner. */
void trove_editor_go_to (TroveEditor *self, const TroveView *view, const TroveState *state);
