/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random edits of a document. */

#pragma once

#include "node.h"

typedef enum
{
  TREE_EDIT_SET,         /* a name, a text, or the value of an attribute */
  TREE_EDIT_INSERT,      /* an element with an attribute and a text */
  TREE_EDIT_REMOVE,      /* a node with all that it owns */
  TREE_EDIT_MOVE,        /* a node to another owner */
  TREE_EDIT_MOVE_WITHIN, /* a node within the list of its owner */
  TREE_EDIT_REVERSE,     /* some neighbours in a list */
  TREE_EDIT_REFER,       /* from an attribute to an element */
  TREE_EDIT_CLEAR,       /* the reference of an attribute */
  TREE_EDIT_BOOKMARK,    /* replaces some bookmarks */
  TREE_N_EDITS,
} TreeEdit;

typedef struct
{
  TroveDocument *document;
  GRand *random;
  TreeEdit edit; /* the kind of the last edit */
  TroveKey root;
  TroveKey element;   /* the outermost element, which is never removed */
  GArray *elements;   /* keys of objects; some may be removed */
  GArray *texts;      /* keys of objects; some may be removed */
  GArray *attributes; /* keys of objects; some may be removed */
  GArray *referring;  /* keys of attributes that may have a reference */
} TreeEditor;

TreeEditor *tree_editor_new (TroveDocument *document, GRand *random);
void tree_editor_free (TreeEditor *self);
gboolean tree_editor_edit (TreeEditor *self, GError **error);
gboolean tree_editor_type (TreeEditor *self, TroveKey text, guint number, GError **error);
TroveKey tree_editor_pick_text (TreeEditor *self);
const char *tree_edit_get_label (TreeEdit edit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TreeEditor, tree_editor_free)
