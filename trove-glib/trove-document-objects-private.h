/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The objects of a document, for its type. */

#pragma once

#include "state/editor-copy.h"

#include "document.h"
#include "emission.h"

G_GNUC_INTERNAL extern const TroveHandlesFuncs trove_document_handles_funcs;

/* Copies the objects of an excerpt, of a state with that origin, in an edit that was begun. keys: room for those of the roots' copies;
 * nullable. FALSE with an error of trove_editor_copy (). */
gboolean trove_document_copy_excerpt (TroveDocument *self, const TroveExcerpt *excerpt,
                                      const TroveOrigin *origin, const TroveSlot *slot, TroveKey *keys,
                                      GError **error);

/* The handle of a copy of an object of the handles' state. NULL with an error of trove_editor_copy (), BUSY or WRONG_THREAD. */
TroveObject *trove_document_copy_object (TroveDocument *self, const TroveHandles *handles, TroveKey key,
                                         GError **error);

/* Makes all handles removed ones. next: those that the document has from now on, or NULL. */
void trove_document_remove_handles (TroveDocument *self, TroveHandles *next);
