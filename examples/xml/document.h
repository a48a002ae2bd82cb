/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The classes of an XML document. Objects are read and edited by key, so the classes have no functions.
 *
 *     DocumentRoot             the root: what stands beside the root element, and that element
 *     DocumentNode             abstract
 *       DocumentElement        its name, its attributes, its children
 *       DocumentLeaf           abstract: a string
 *         DocumentText, DocumentCdata, DocumentComment
 *         DocumentInstruction    the target, a space and the data
 *         DocumentReference      the name of an entity
 *         DocumentDeclaration    all between "<?xml " and "?>"
 *         DocumentDtd            all between "<!DOCTYPE " and ">", the internal subset as it was written
 *
 * The attributes of an element, with its namespace declarations, are one string, as they are written: a="1" b="2". The
 * MIME database takes 94 bytes a node like this, 121 with an object for each attribute, 128 with an array of strings. */

#pragma once

#include <trove-glib/trove-glib.h>

#define DOCUMENT_CHILDREN "children" /* the owned list of DocumentRoot and DocumentElement, of DocumentNode */

typedef struct
{
  TroveKey element; /* the root element */
} DocumentRootData;

typedef struct
{
  const char *name;       /* with its prefix; equal names are stored once */
  const char *attributes; /* values are escaped and may have references to entities; NULL: none */
} DocumentElementData;

typedef struct
{
  const char *content;
} DocumentLeafData;

#define DOCUMENT_TYPE_ROOT (document_root_get_type ())
#define DOCUMENT_TYPE_ELEMENT (document_element_get_type ())
#define DOCUMENT_TYPE_TEXT (document_text_get_type ())
#define DOCUMENT_TYPE_CDATA (document_cdata_get_type ())
#define DOCUMENT_TYPE_COMMENT (document_comment_get_type ())
#define DOCUMENT_TYPE_INSTRUCTION (document_instruction_get_type ())
#define DOCUMENT_TYPE_REFERENCE (document_reference_get_type ())
#define DOCUMENT_TYPE_DECLARATION (document_declaration_get_type ())
#define DOCUMENT_TYPE_DTD (document_dtd_get_type ())

GType document_root_get_type (void);
GType document_element_get_type (void);
GType document_text_get_type (void);
GType document_cdata_get_type (void);
GType document_comment_get_type (void);
GType document_instruction_get_type (void);
GType document_reference_get_type (void);
GType document_declaration_get_type (void);
GType document_dtd_get_type (void);
