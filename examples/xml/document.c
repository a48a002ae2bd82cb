/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document.h"

#include <string.h>

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define CHILDREN                                                                                             \
  trove_param_spec_list (DOCUMENT_CHILDREN, NULL, NULL, document_node_get_type (),                           \
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | TROVE_PARAM_OWNED)

/* The structs of a class and its instances, which have no members of their own. */
#define DECLARE_CLASS(Name, name, Parent)                                                                    \
  typedef struct                                                                                             \
  {                                                                                                          \
    Parent parent_instance;                                                                                  \
  } Name;                                                                                                    \
  typedef struct                                                                                             \
  {                                                                                                          \
    Parent##Class parent_class;                                                                              \
  } Name##Class;                                                                                             \
  static void name##_init (Name *self) {}

/* A class whose fields are those of its parent. */
#define DEFINE_LEAF(Name, name)                                                                              \
  DECLARE_CLASS (Name, name, DocumentLeaf)                                                                   \
  G_DEFINE_TYPE (Name, name, document_leaf_get_type ())                                                      \
  static void name##_class_init (Name##Class *klass) {}

static GType document_node_get_type (void);
static GType document_leaf_get_type (void);

DECLARE_CLASS (DocumentRoot, document_root, TroveObject)
DECLARE_CLASS (DocumentNode, document_node, TroveObject)
DECLARE_CLASS (DocumentElement, document_element, DocumentNode)
DECLARE_CLASS (DocumentLeaf, document_leaf, DocumentNode)

G_DEFINE_TYPE (DocumentRoot, document_root, TROVE_TYPE_OBJECT)
G_DEFINE_ABSTRACT_TYPE (DocumentNode, document_node, TROVE_TYPE_OBJECT)
G_DEFINE_TYPE (DocumentElement, document_element, document_node_get_type ())
G_DEFINE_ABSTRACT_TYPE (DocumentLeaf, document_leaf, document_node_get_type ())

DEFINE_LEAF (DocumentText, document_text)
DEFINE_LEAF (DocumentCdata, document_cdata)
DEFINE_LEAF (DocumentComment, document_comment)
DEFINE_LEAF (DocumentInstruction, document_instruction)
DEFINE_LEAF (DocumentReference, document_reference)
DEFINE_LEAF (DocumentDeclaration, document_declaration)
DEFINE_LEAF (DocumentDtd, document_dtd)

#define INSTALL(klass, Data, fields)                                                                         \
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (Data), fields, G_N_ELEMENTS (fields))

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
document_node_class_init (DocumentNodeClass *klass)
{
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

/* Reads an attribute of the string that *at points into, and moves *at behind it. FALSE at the end of the string. */
gboolean
document_next_attribute (const char **at, DocumentAttribute *attribute)
{
  const char *name = *at;

  if (name == NULL || *name == '\0')
    return FALSE;

  attribute->name = name;
  attribute->name_length = strcspn (name, "=");
  attribute->value = name + attribute->name_length + strlen ("=\"");
  attribute->value_length = strcspn (attribute->value, "\"");
  *at = attribute->value + attribute->value_length + 1;
  *at += strspn (*at, " ");
  return TRUE;
}
