/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_DOCUMENT_USAGE (trove_document_usage_get_type ())

/**
 * TroveDocumentUsage:
 * @total: the bytes that stay allocated as long as the document is held, which is the sum of the others
 * @current: the bytes of the objects of the current state, of their lists, and of the map from keys to objects
 * @history: the bytes of the same that other versions of the history have and the current state has not; also those that edits since the
 *   last version have replaced
 * @waste: free bytes of the blocks of memory that the former are in
 * @overhead: the bytes of the structures around them: sub-arenas, views, versions
 *
 * The bytes that a document keeps allocated, as [method@Trove.Document.get_usage] measures them.
 *
 * Strings are counted with the objects that have them, but for those of properties with [const@Trove.PARAM_INTERNED]. The contents of
 * other values that objects point to are not counted: of boxed types, `GBytes`, `GVariant` and objects. Neither are handles.
 *
 * Since: 1.0
 */
struct _TroveDocumentUsage
{
  guint64 total;
  guint64 current;
  guint64 history;
  guint64 waste;
  guint64 overhead;
};

TROVE_AVAILABLE_IN_1_0
GType trove_document_usage_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
TroveDocumentUsage *trove_document_usage_copy (const TroveDocumentUsage *usage);
TROVE_AVAILABLE_IN_1_0
void trove_document_usage_free (TroveDocumentUsage *usage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroveDocumentUsage, trove_document_usage_free)

G_END_DECLS
