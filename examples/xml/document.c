/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document.h"

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define CHILDREN                                                                                             \
  trove_param_spec_list (DOCUMENT_CHILDREN, NULL, NULL, document_node_get_type (),                           \
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | TROVE_PARAM_OWNED)
#define INSTALL(klass, Data, fields)                                                                         \
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (Data), fields, G_N_ELEMENTS (fields))

/* The instances have no members of their own: the values of the fields are in the document. */
#define DEFINE_CLASS(Name, name, parent_type, flags)                                                         \
  typedef TroveObject Name;                                                                                  \
  typedef TroveObjectClass Name##Class;                                                                      \
  G_DEFINE_TYPE_EXTENDED (Name, name, parent_type, flags, {})                                                \
  static void name##_init (Name *self) {}

/* A class whose fields are those of its parent. */
#define DEFINE_PLAIN_CLASS(Name, name, parent_type, flags)                                                   \
  DEFINE_CLASS (Name, name, parent_type, flags)                                                              \
  static void name##_class_init (Name##Class *klass) {}

static GType document_node_get_type (void);
static GType document_leaf_get_type (void);

DEFINE_CLASS (DocumentRoot, document_root, TROVE_TYPE_OBJECT, 0)
DEFINE_PLAIN_CLASS (DocumentNode, document_node, TROVE_TYPE_OBJECT, G_TYPE_FLAG_ABSTRACT)
DEFINE_CLASS (DocumentElement, document_element, document_node_get_type (), 0)
DEFINE_CLASS (DocumentLeaf, document_leaf, document_node_get_type (), G_TYPE_FLAG_ABSTRACT)
DEFINE_PLAIN_CLASS (DocumentText, document_text, document_leaf_get_type (), 0)
DEFINE_PLAIN_CLASS (DocumentCdata, document_cdata, document_leaf_get_type (), 0)
DEFINE_PLAIN_CLASS (DocumentComment, document_comment, document_leaf_get_type (), 0)
DEFINE_PLAIN_CLASS (DocumentInstruction, document_instruction, document_leaf_get_type (), 0)
DEFINE_PLAIN_CLASS (DocumentReference, document_reference, document_leaf_get_type (), 0)
DEFINE_PLAIN_CLASS (DocumentDeclaration, document_declaration, document_leaf_get_type (), 0)
DEFINE_PLAIN_CLASS (DocumentDtd, document_dtd, document_leaf_get_type (), 0)

static void
document_root_class_init (DocumentRootClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (DocumentRootData, element,
                 g_param_spec_object ("element", NULL, NULL, DOCUMENT_TYPE_ELEMENT, FLAGS)),
    TROVE_FIELD_LIST (CHILDREN),
  };

  INSTALL (klass, DocumentRootData, fields);
}

static void
document_element_class_init (DocumentElementClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (DocumentElementData, name,
                 g_param_spec_string ("name", NULL, NULL, NULL, FLAGS | TROVE_PARAM_INTERNED)),
    TROVE_FIELD (DocumentElementData, attributes,
                 g_param_spec_string ("attributes", NULL, NULL, NULL, FLAGS)),
    TROVE_FIELD_LIST (CHILDREN),
  };

  INSTALL (klass, DocumentElementData, fields);
}

static void
document_leaf_class_init (DocumentLeafClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (DocumentLeafData, content, g_param_spec_string ("content", NULL, NULL, NULL, FLAGS)),
  };

  INSTALL (klass, DocumentLeafData, fields);
}
