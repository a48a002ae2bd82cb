/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document loop: what the main loop of a document's thread does for the document later.
 *
 *   edit ─► attach ─► the loop dispatches the source ─► the document is there, and of this thread ─► call
 *
 * A source does not keep its document. It is of the default main context where that is the one of the document's thread: the document was
 * made, or came to the thread, with no other context pushed, or while the thread ran the default one. Else it is of the context that is
 * pushed. A context may be freed with the source, or be one that another thread runs, where the source ends without a call: then the call is
 * lost, and the next edit attaches another source. */

#pragma once

#include "document.h"

/* The document is held meanwhile. Returns G_SOURCE_CONTINUE to be called again. */
typedef gboolean (*TroveDocumentCall) (TroveDocument *document);

/* Schedules a call where none is due, until *later is detached. Takes over the source. */
void trove_document_attach (TroveDocument *self, TroveLater **later, GSource *source, const char *name,
                            TroveDocumentCall call);
