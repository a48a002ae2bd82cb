/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The classes of an XML document, and the document that an application edits.
 *
 *     DocumentRoot             the root: what stands beside the root element, and that element
 *     DocumentNode             abstract
 *       DocumentElement        its name, its attributes, its children
 *       DocumentLeaf           abstract: a string
 *         DocumentText, DocumentCdata, DocumentComment
 *         DocumentInstruction    the target, a space and the data
 *         DocumentReference      the name of an entity
 *         DocumentDeclaration    all between "<?xml " and "?>"
 *         DocumentDtd        all between "<!DOCTYPE " and ">", the internal subset as it was written
 *
 * The attributes of an element, with its namespace declarations, are one string, as they are written: a="1" b="2". The
 * MIME database takes 94 bytes a node like this, 121 with an object for each attribute, 128 with an array of strings. */

#pragma once

#include <trove-glib/trove-glib.h>

#define DOCUMENT_CHILDREN "children" /* the owned list of DocumentRoot and DocumentElement, of DocumentNode */

typedef struct
{
  const char *name;       /* with its prefix; equal names are stored once */
  const char *attributes; /* values are escaped and may have references to entities; NULL: none */
} DocumentElementData;

typedef struct
{
  const char *content;
} DocumentLeafData;

/* One of the attributes in such a string. */
typedef struct
{
  const char *name;
  const char *value; /* as it is written, between the quotation marks */
  gsize name_length;
  gsize value_length;
} DocumentAttribute;

#define DOCUMENT_TYPE_ROOT (document_root_get_type ())
G_DECLARE_FINAL_TYPE (DocumentRoot, document_root, DOCUMENT, ROOT, TroveObject)

#define DOCUMENT_TYPE_NODE (document_node_get_type ())
G_DECLARE_DERIVABLE_TYPE (DocumentNode, document_node, DOCUMENT, NODE, TroveObject)

struct _DocumentNodeClass
{
  TroveObjectClass parent_class;
};

#define DOCUMENT_TYPE_ELEMENT (document_element_get_type ())
G_DECLARE_FINAL_TYPE (DocumentElement, document_element, DOCUMENT, ELEMENT, DocumentNode)

#define DOCUMENT_TYPE_LEAF (document_leaf_get_type ())
G_DECLARE_DERIVABLE_TYPE (DocumentLeaf, document_leaf, DOCUMENT, LEAF, DocumentNode)

struct _DocumentLeafClass
{
  DocumentNodeClass parent_class;
};

#define DOCUMENT_TYPE_TEXT (document_text_get_type ())
G_DECLARE_FINAL_TYPE (DocumentText, document_text, DOCUMENT, TEXT, DocumentLeaf)
#define DOCUMENT_TYPE_CDATA (document_cdata_get_type ())
G_DECLARE_FINAL_TYPE (DocumentCdata, document_cdata, DOCUMENT, CDATA, DocumentLeaf)
#define DOCUMENT_TYPE_COMMENT (document_comment_get_type ())
G_DECLARE_FINAL_TYPE (DocumentComment, document_comment, DOCUMENT, COMMENT, DocumentLeaf)
#define DOCUMENT_TYPE_INSTRUCTION (document_instruction_get_type ())
G_DECLARE_FINAL_TYPE (DocumentInstruction, document_instruction, DOCUMENT, INSTRUCTION, DocumentLeaf)
#define DOCUMENT_TYPE_REFERENCE (document_reference_get_type ())
G_DECLARE_FINAL_TYPE (DocumentReference, document_reference, DOCUMENT, REFERENCE, DocumentLeaf)
#define DOCUMENT_TYPE_DECLARATION (document_declaration_get_type ())
G_DECLARE_FINAL_TYPE (DocumentDeclaration, document_declaration, DOCUMENT, DECLARATION, DocumentLeaf)
#define DOCUMENT_TYPE_DTD (document_dtd_get_type ())
G_DECLARE_FINAL_TYPE (DocumentDtd, document_dtd, DOCUMENT, DTD, DocumentLeaf)

TroveDocument *document_new (void);
guint document_count_nodes (TroveVersion *version);
gboolean document_next_attribute (const char **at, DocumentAttribute *attribute);
