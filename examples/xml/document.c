/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document.h"

#include <string.h>

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define CHILDREN                                                                                             \
  trove_param_spec_list (DOCUMENT_CHILDREN, NULL, NULL, DOCUMENT_TYPE_NODE,                                  \
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | TROVE_PARAM_OWNED)

/* Defines a class whose fields are those of its parent. */
#define DEFINE_LEAF(Name, name)                                                                              \
  struct _##Name                                                                                             \
  {                                                                                                          \
    DocumentLeaf parent_instance;                                                                            \
  };                                                                                                         \
  G_DEFINE_FINAL_TYPE (Name, name, DOCUMENT_TYPE_LEAF)                                                       \
  static void name##_class_init (Name##Class *klass G_GNUC_UNUSED) {}                                        \
  static void name##_init (Name *self G_GNUC_UNUSED) {}

struct _DocumentRoot
{
  TroveObject parent_instance;
};

struct _DocumentElement
{
  DocumentNode parent_instance;
};

G_DEFINE_FINAL_TYPE (DocumentRoot, document_root, TROVE_TYPE_OBJECT)
G_DEFINE_ABSTRACT_TYPE (DocumentNode, document_node, TROVE_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (DocumentElement, document_element, DOCUMENT_TYPE_NODE)
G_DEFINE_ABSTRACT_TYPE (DocumentLeaf, document_leaf, DOCUMENT_TYPE_NODE)
DEFINE_LEAF (DocumentText, document_text)
DEFINE_LEAF (DocumentCdata, document_cdata)
DEFINE_LEAF (DocumentComment, document_comment)
DEFINE_LEAF (DocumentInstruction, document_instruction)
DEFINE_LEAF (DocumentReference, document_reference)
DEFINE_LEAF (DocumentDeclaration, document_declaration)
DEFINE_LEAF (DocumentDtd, document_dtd)

static void
document_root_class_init (DocumentRootClass *klass)
{
  const TroveField fields[] = { TROVE_FIELD_LIST (CHILDREN) };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), 0, fields, G_N_ELEMENTS (fields));
}

static void
document_root_init (DocumentRoot *self G_GNUC_UNUSED)
{
}

static void
document_node_class_init (DocumentNodeClass *klass G_GNUC_UNUSED)
{
}

static void
document_node_init (DocumentNode *self G_GNUC_UNUSED)
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

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (DocumentElementData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
document_element_init (DocumentElement *self G_GNUC_UNUSED)
{
}

static void
document_leaf_class_init (DocumentLeafClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (DocumentLeafData, content, g_param_spec_string ("content", NULL, NULL, NULL, FLAGS)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (DocumentLeafData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
document_leaf_init (DocumentLeaf *self G_GNUC_UNUSED)
{
}

/* A document without nodes. */
TroveDocument *
document_new (void)
{
  const GType types[] = {
    DOCUMENT_TYPE_ELEMENT,     DOCUMENT_TYPE_TEXT,      DOCUMENT_TYPE_CDATA,       DOCUMENT_TYPE_COMMENT,
    DOCUMENT_TYPE_INSTRUCTION, DOCUMENT_TYPE_REFERENCE, DOCUMENT_TYPE_DECLARATION, DOCUMENT_TYPE_DTD,
  };

  return trove_document_new (DOCUMENT_TYPE_ROOT, types, G_N_ELEMENTS (types));
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

/* Counts the objects and the attributes. */
guint
document_count_nodes (TroveVersion *version)
{
  GType type = G_TYPE_INVALID;
  DocumentAttribute attribute;
  guint n = 0;

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0; n++)
    {
      const DocumentElementData *element = trove_version_peek (version, key, &type);
      const char *at = type == DOCUMENT_TYPE_ELEMENT ? element->attributes : NULL;

      while (document_next_attribute (&at, &attribute))
        n++;
    }
  return n;
}
