/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads an XML file with libxml2. */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

/* A file that libxml2 has read, and the text of its DOCTYPE. */
typedef struct
{
  xmlDoc *doc;
  char *doctype; /* of document_doctype_extract(); NULL: none */
  gsize n_bytes; /* of the file */
} DocumentSource;

gboolean document_parse (DocumentSource *source, const char *path, GError **error);
void document_source_clear (DocumentSource *source);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentSource, document_source_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)
