/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edits of a document, for the sources that make them. */

#pragma once

#include "state/editor-owner.h"

#include "document.h"

/* The values that an edit needs until its end. */
typedef struct
{
  TroveDocument *document;
  TroveKeyMap *objects;         /* before the edit */
  const TroveClassField *field; /* that is edited; NULL: several, or the object */
  TroveObject *object;          /* the handle that edits its object, which need not be looked up; or NULL */
} TroveEdit;

/* FALSE: the document may not be changed. Otherwise trove_document_end_edit () is to be called. */
gboolean trove_document_begin_edit (TroveEdit *edit, TroveDocument *self, GError **error);

/* Ends an edit without telling anybody. */
void trove_document_leave_edit (const TroveEdit *edit, gboolean done);

/* Tells of an edit that has ended. */
void trove_document_tell_edit (const TroveEdit *edit);

/* Returns done. An edit that failed may have copied records, which is not to be seen as a change. Notifies last, as
 * trove_document_tell () does. */
gboolean trove_document_end_edit (const TroveEdit *edit, gboolean done);

/* A slot of an object that is there. FALSE: it is not, with an error, or has no such property, after a critical. */
gboolean trove_document_find_slot (TroveDocument *self, TroveKey owner, const char *property, guint position,
                                   TroveSlot *slot, GError **error);

/* Makes an object, in an edit. data: NULL for the defaults; slot: NULL is none. */
gboolean trove_document_make_object (TroveDocument *self, GType type, gconstpointer data,
                                     const TroveSlot *slot, TroveKey *key, GError **error);
