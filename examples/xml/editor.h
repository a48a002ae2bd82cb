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
  TroveArena *arena;
  DocumentReader reader; /* of the arena */
  TroveRef root;         /* of the current version */
  TroveRef inserted;     /* the element inserted last, as it was then; null before the first */
  GRand *rand;
  guint32 root_element; /* the position of the root element, which is the same in every version */
  guint32 floor;        /* number of nodes; a document with fewer nodes is not made smaller */
  TroveRef names[2];    /* of inserted elements, and of their attributes */
  guint64 n_inserted;   /* for the attribute of the next one */
  guint n_edits[DOCUMENT_N_EDITS];
} DocumentEditor;

DocumentEditor *document_editor_new (TroveArena *arena, const TroveRef *root, guint32 seed, GError **error);
DocumentEditor *document_editor_branch (DocumentEditor *self, TroveArena *arena);
void document_editor_free (DocumentEditor *self);

void document_editor_set_arena (DocumentEditor *self, TroveArena *arena);
gboolean document_editor_edit (DocumentEditor *self, GError **error);
gboolean document_editor_insert (DocumentEditor *self, const TroveRef *subtree, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocumentEditor, document_editor_free)
