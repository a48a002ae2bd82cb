/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random edits of a document. The same seed makes the same edits. */

#pragma once

#include "document.h"

typedef enum
{
  DOCUMENT_EDIT_TEXT,      /* changes a text or a CDATA section */
  DOCUMENT_EDIT_ATTRIBUTE, /* changes an attribute's value */
  DOCUMENT_EDIT_INSERT,    /* inserts a new element with an attribute and a text */
  DOCUMENT_EDIT_REMOVE,    /* removes an element with its contents */
  DOCUMENT_EDIT_MOVE,      /* moves an element with its contents */
  DOCUMENT_N_EDITS,
} DocumentEdit;

typedef struct
{
  TroveDocument *document;
  GRand *rand;
  GArray *keys;          /* of TroveKey: nodes to choose from; some of them may have been removed */
  guint max_keys;        /* there is memory for so many */
  TroveKey root_element; /* the same in every version */
  guint n_first;      /* objects of the document at first; their number stays between half and 1,000 more */
  guint64 n_inserted; /* for the attribute of the next one */
  guint n_edits[DOCUMENT_N_EDITS];
} DocumentEditor;

DocumentEditor *document_editor_new (TroveDocument *document, guint32 seed);
DocumentEditor *document_editor_branch (DocumentEditor *self, TroveDocument *document);
void document_editor_free (DocumentEditor *self);

gboolean document_editor_edit (DocumentEditor *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocumentEditor, document_editor_free)
