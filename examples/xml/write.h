/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writes a version of a document as XML, in UTF-8. Any thread may do so. */

#pragma once

#include "document.h"

/* Receives the text piece by piece. */
typedef gboolean (*DocumentSink) (const char *data, gsize length, gpointer sink_data, GError **error);

typedef enum
{
  DOCUMENT_ESCAPE_TEXT,
  DOCUMENT_ESCAPE_ATTRIBUTE,
  DOCUMENT_ESCAPE_ESCAPED_ATTRIBUTE, /* an attribute in which every "&" begins a reference already */
} DocumentEscape;

void document_escape (GString *out, const char *text, DocumentEscape escape);

gboolean document_write (TroveVersion *version, DocumentSink sink, gpointer sink_data, GError **error);
char *document_digest (TroveVersion *version, GError **error);
gboolean document_save (TroveVersion *version, const char *path, GError **error);
