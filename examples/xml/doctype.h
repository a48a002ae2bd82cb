/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document type declaration, as text. */

#pragma once

#include <glib.h>

/* The place of the declaration, and of the system identifiers in it, as the parser reports them. All are
 * offsets into the text. */
typedef struct
{
  const char *text; /* the text of the whole document, UTF-8; not owned */
  gsize start;      /* the end of all text before the declaration that is not white space */
  gsize end;        /* the end of the declaration, after its ">" */
  GArray *literals; /* of DocumentLiteral, in the order of the text */
} DocumentDoctype;

void document_doctype_init (DocumentDoctype *self, const char *text);
void document_doctype_clear (DocumentDoctype *self);
void document_doctype_add_system_id (DocumentDoctype *self, gsize end, const char *system_id,
                                     const char *notation);
char *document_doctype_extract (const DocumentDoctype *self, const char *directory);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentDoctype, document_doctype_clear)
