/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The classes of the objects of an XML document.
 *
 *     TreeFile        the root: the nodes of the file, and bookmarks
 *     TreeNode        abstract: an element or a text
 *     TreeElement       its attributes and its children
 *     TreeText          a text, a comment, …
 *     TreeAttribute   of an element; refers to the element that its value names
 */

#pragma once

#include <trove-glib/trove-glib.h>

/* The names of lists. */
#define TREE_CHILDREN "children"     /* of TreeFile and TreeElement: owned, of TreeNode */
#define TREE_ATTRIBUTES "attributes" /* of TreeElement: owned, of TreeAttribute */
#define TREE_BOOKMARKS "bookmarks"   /* of TreeFile: references, to TreeNode */

typedef enum
{
  TREE_TEXT_PLAIN,
  TREE_TEXT_CDATA,
  TREE_TEXT_COMMENT,
  TREE_TEXT_INSTRUCTION, /* the target, a space and the data */
} TreeTextKind;

/* The structs of values. A struct begins with that of the parent class. */

typedef struct
{
  GFile *file;
} TreeFileData;

typedef struct
{
  guint line; /* in the file; 0 for a node that was not in the file, or whose text was edited */
} TreeNodeData;

typedef struct
{
  TreeNodeData parent;
  const char *name; /* with its prefix */
} TreeElementData;

typedef struct
{
  TreeNodeData parent;
  TreeTextKind kind;
  const char *content;
} TreeTextData;

typedef struct
{
  const char *name; /* with its prefix */
  const char *value;
  TroveKey target; /* a TreeElement; 0: the value names none */
} TreeAttributeData;

#define TREE_TYPE_FILE (tree_file_get_type ())
G_DECLARE_FINAL_TYPE (TreeFile, tree_file, TREE, FILE, TroveObject)

#define TREE_TYPE_NODE (tree_node_get_type ())
G_DECLARE_DERIVABLE_TYPE (TreeNode, tree_node, TREE, NODE, TroveObject)

struct _TreeNodeClass
{
  TroveObjectClass parent_class;
};

#define TREE_TYPE_ELEMENT (tree_element_get_type ())
G_DECLARE_FINAL_TYPE (TreeElement, tree_element, TREE, ELEMENT, TreeNode)

#define TREE_TYPE_TEXT (tree_text_get_type ())
G_DECLARE_FINAL_TYPE (TreeText, tree_text, TREE, TEXT, TreeNode)

#define TREE_TYPE_ATTRIBUTE (tree_attribute_get_type ())
G_DECLARE_FINAL_TYPE (TreeAttribute, tree_attribute, TREE, ATTRIBUTE, TroveObject)

#define TREE_TYPE_TEXT_KIND (tree_text_kind_get_type ())
GType tree_text_kind_get_type (void);

TroveDocument *tree_document_new (void);
