/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document loop: what the main loop of a document's thread does for the document later.
 *
 *   edit ─► attach ─► the loop dispatches the source ─► the document is there, and of this thread ─► call
 *
 * A source does not keep its document. The thread-default context may be one that another thread runs: there the source ends without a
 * call. */

#pragma once

#include "document.h"

/* The document is held meanwhile. Returns G_SOURCE_CONTINUE to be called again. */
typedef gboolean (*TroveDocumentCall) (TroveDocument *document);

/* Attaches a source to the thread-default context, and takes over the reference. Returns the source, for the document to keep until it
 * is detached. */
GSource *trove_document_attach (TroveDocument *self, GSource *source, const char *name,
                                TroveDocumentCall call);
