/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Returning: the objects that ours has removed, and that the changes of theirs need. They come back as theirs has them.
 *
 *   base      page ─ group ─ box ◄─ arrow.target
 *   ours      page, arrow (target NULL)                  the group was removed
 *   theirs    page ─ group ─ box (renamed) ◄─ arrow      box returns, for it was changed
 *   merged    page ─ group ─ box (renamed) ◄─ arrow      and the group, which owns it, and the reference of arrow
 *
 * An object is needed that theirs has changed, moved to another owner, or given a reference to; and the owner of an object that
 * theirs has added or moved. With an object return its owner, the objects that it owns and those that it refers to. */

#pragma once

#include "change-set.h"
#include "editor.h"

typedef struct
{
  const TroveState *ours;
  TroveChangeSet theirs; /* from base to theirs; a returning object is one that is added, and nothing else */
  GHashTable *keys;      /* of the objects */
  TroveStateChanges changes;
} TroveReturning;

/* theirs: all changes from base to theirs, which stay. */
void trove_returning_init (TroveReturning *self, const TroveState *ours, const TroveChangeSet *theirs);
void trove_returning_clear (TroveReturning *self);

gboolean trove_returning_has (const TroveReturning *self, TroveKey key);

/* Gives the objects of the state their references to returning objects again, which are there. FALSE with the errors of
 * trove_editor_touch (), or NO_MEMORY; the caller goes back to a savepoint. */
gboolean trove_returning_restore_references (const TroveReturning *self, TroveEditor *editor, GError **error);
