/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random edits of a document. The same seed makes the same edits. */

#pragma once

#include "document.h"

typedef enum
{
  DOCUMENT_EDIT_TEXT,      /* changes a text or a CDATA section */
  DOCUMENT_EDIT_ATTRIBUTE, /* changes an attribute's value */
  DOCUMENT_EDIT_INSERT,    /* a new element with an attribute and a text */
  DOCUMENT_EDIT_REMOVE,    /* an element with all that is in it */
  DOCUMENT_EDIT_MOVE,      /* the same, to anywhere else */
  DOCUMENT_N_EDITS,
} DocumentEdit;

typedef struct
{
  TroveArena *arena;
  DocumentReader reader; /* of the arena */
  TroveRef root;         /* of the current version */
  TroveRef inserted;     /* the element inserted last, as it was then; null before the first */
  GRand *rand;
  guint32 root_element; /* its position, the same in every version: nothing is edited beside it */
  guint32 floor;        /* nodes; a document that has fewer is not made smaller */
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
