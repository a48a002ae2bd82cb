/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Visits a subtree in document order, without recursion, so that a deeply nested document needs no deep
 * stack. */

#pragma once

#include "document.h"

typedef enum
{
  DOCUMENT_WALK_END,
  DOCUMENT_WALK_ENTER, /* every node */
  DOCUMENT_WALK_LEAVE, /* nodes that have children, after the children */
  DOCUMENT_WALK_ERROR,
} DocumentWalkEvent;

/* A walk must not be moved after it was initialized. */
typedef struct
{
  DocumentReader *reader;
  TroveRef root;
  GArray *frames; /* of DocumentWalkFrame: runs and elements that were entered and not left yet */
} DocumentWalk;

void document_walk_init (DocumentWalk *walk, DocumentReader *reader, const TroveRef *root);
void document_walk_init_children (DocumentWalk *walk, DocumentReader *reader, const DocumentNode *node);
void document_walk_clear (DocumentWalk *walk);
DocumentWalkEvent document_walk_next (DocumentWalk *walk, const DocumentNode **node, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentWalk, document_walk_clear)
