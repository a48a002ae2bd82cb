/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document in an arena: every node, child list and string of every version.
 *
 * A version is the ref of its document node. Nodes do not store their parents: an edit copies the path from
 * the document node down to the changed node, and shares all other nodes with the version before.
 *
 * A node is named by its position in document order. The document node has position 0; attributes come
 * before other children. The weight of a subtree is the number of its nodes; weights lead to a position. */

#pragma once

#include "list.h"

/* The maximum number of nodes of a document that is loaded. Weights have 32 bits, so edits can double this
 * number. */
#define DOCUMENT_MAX_WEIGHT G_MAXINT32

typedef enum
{
  DOCUMENT_POOL_NODES,
  DOCUMENT_POOL_RUNS,
  DOCUMENT_POOL_STRINGS,
  DOCUMENT_N_POOLS,
} DocumentPool;

typedef enum
{
  DOCUMENT_ROOT,        /* children: one element, and a declaration, comments and so on */
  DOCUMENT_DECLARATION, /* content: all between "<?xml " and "?>" */
  DOCUMENT_DOCTYPE,     /* content: all between "<!DOCTYPE " and ">", the internal subset as it was written */
  DOCUMENT_ELEMENT,     /* name, prefix included; children, first of all its attributes */
  DOCUMENT_ATTRIBUTE, /* name; content: the value, escaped, with entity references: as it is written. Namespace
                           declarations are attributes like others */
  DOCUMENT_TEXT,      /* content */
  DOCUMENT_CDATA,     /* content */
  DOCUMENT_COMMENT,   /* content */
  DOCUMENT_INSTRUCTION, /* name: the target; content */
  DOCUMENT_REFERENCE,   /* name: the entity's */
} DocumentKind;

typedef struct
{
  guint8 kind;
  guint8 has_namespaces; /* ELEMENT: some of the attributes declare namespaces */
  TroveRef name;         /* a string; the null ref: nodes of this kind have no name */
  union
  {
    TroveRef content;      /* a string, for every kind except ROOT and ELEMENT */
    DocumentList children; /* ROOT, ELEMENT */
  };
} DocumentNode;

G_STATIC_ASSERT (sizeof (DocumentNode) <= 48);

/* Reads an arena or a snapshot. All functions that only read take a reader. */
typedef struct
{
  TroveReader nodes;
  TroveReader runs;
  TroveReader strings;
} DocumentReader;

/* The place of a node in one version. */
typedef struct
{
  guint32 position;
  guint32 parent; /* position of the parent */
  guint32 depth;  /* 0: the document node, 1: the root element and its siblings */
  TroveRef ref;
  const DocumentNode *node;
} DocumentPlace;

TroveArena *document_arena_new (void);

void document_reader_init (DocumentReader *reader, TroveArena *arena);
void document_reader_init_snapshot (DocumentReader *reader, TroveSnapshot *snapshot);
void document_reader_clear (DocumentReader *reader);
const char *document_reader_get_string (DocumentReader *reader, const TroveRef *ref, GError **error);

gboolean document_node_has_children (const DocumentNode *node);
guint32 document_node_get_weight (const DocumentNode *node);
gboolean document_append_leaf (TroveArena *arena, DocumentKind kind, const TroveRef *name,
                               const char *content, DocumentItem *item, GError **error);
gboolean document_append_element (TroveArena *arena, const DocumentNode *element, DocumentItem *item,
                                  GError **error);

gboolean document_find (DocumentReader *reader, const TroveRef *root, guint32 position, guint max_depth,
                        GPtrArray *ancestors, DocumentPlace *place, GError **error);

gboolean document_set_content (TroveArena *arena, TroveRef *root, const DocumentPlace *place,
                               const char *content, GError **error);
gboolean document_declare_namespace (TroveArena *arena, DocumentItem *element, const TroveRef *name,
                                     const char *uri, GError **error);
gboolean document_insert (TroveArena *arena, TroveRef *root, guint32 parent, guint32 position,
                          const DocumentItem *item, GError **error);
gboolean document_remove (TroveArena *arena, TroveRef *root, const DocumentPlace *place, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentReader, document_reader_clear)
