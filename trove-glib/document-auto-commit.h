/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Automatic commits: a step of the edits that no group has, when the main loop is idle. */

#pragma once

#include "document.h"

/* To be called after an edit. field: the one that was edited; NULL: several, or the object. */
void trove_document_schedule_commit (TroveDocument *self, const TroveClassField *field);
void trove_document_cancel_commit (TroveDocument *self);

/* TRUE if a commit would drop an object that somebody holds, and may still put into a list. */
gboolean trove_document_has_held_ownerless (const TroveDocument *self);

/* TRUE while handlers are told of a change, or the document is being changed: no step can be made. */
gboolean trove_document_is_emitting (const TroveDocument *self);
