/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "node.h"

#include <gio/gio.h>

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define OWNED (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | TROVE_PARAM_OWNED)
#define REFERENCES (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)

struct _TreeFile
{
  TroveObject parent_instance;
};

struct _TreeElement
{
  TreeNode parent_instance;
};

struct _TreeText
{
  TreeNode parent_instance;
};

struct _TreeAttribute
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (TreeFile, tree_file, TROVE_TYPE_OBJECT)
G_DEFINE_ABSTRACT_TYPE (TreeNode, tree_node, TROVE_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (TreeElement, tree_element, TREE_TYPE_NODE)
G_DEFINE_FINAL_TYPE (TreeText, tree_text, TREE_TYPE_NODE)
G_DEFINE_FINAL_TYPE (TreeAttribute, tree_attribute, TROVE_TYPE_OBJECT)

GType
tree_text_kind_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { TREE_TEXT_PLAIN, "TREE_TEXT_PLAIN", "plain" },
    { TREE_TEXT_CDATA, "TREE_TEXT_CDATA", "cdata" },
    { TREE_TEXT_COMMENT, "TREE_TEXT_COMMENT", "comment" },
    { TREE_TEXT_INSTRUCTION, "TREE_TEXT_INSTRUCTION", "instruction" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TreeTextKind", values));
  return type;
}

/* TreeFile */

static void
tree_file_class_init (TreeFileClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (TreeFileData, file, g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, FLAGS)),
    TROVE_FIELD_LIST (trove_param_spec_list (TREE_CHILDREN, NULL, NULL, TREE_TYPE_NODE, OWNED)),
    TROVE_FIELD_LIST (trove_param_spec_list (TREE_BOOKMARKS, NULL, NULL, TREE_TYPE_NODE, REFERENCES)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (TreeFileData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
tree_file_init (TreeFile *self)
{
}

/* TreeNode */

static void
tree_node_class_init (TreeNodeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (TreeNodeData, line, g_param_spec_uint ("line", NULL, NULL, 0, G_MAXUINT, 0, FLAGS)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (TreeNodeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
tree_node_init (TreeNode *self)
{
}

/* TreeElement */

static void
tree_element_class_init (TreeElementClass *klass)
{
  /* A document has many elements and few names: equal names are kept once. */
  const TroveField fields[] = {
    TROVE_FIELD (TreeElementData, name,
                 g_param_spec_string ("name", NULL, NULL, NULL, FLAGS | TROVE_PARAM_INTERNED)),
    TROVE_FIELD_LIST (trove_param_spec_list (TREE_ATTRIBUTES, NULL, NULL, TREE_TYPE_ATTRIBUTE, OWNED)),
    TROVE_FIELD_LIST (trove_param_spec_list (TREE_CHILDREN, NULL, NULL, TREE_TYPE_NODE, OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (TreeElementData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
tree_element_init (TreeElement *self)
{
}

/* TreeText */

static void
tree_text_class_init (TreeTextClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (TreeTextData, kind,
                 g_param_spec_enum ("kind", NULL, NULL, TREE_TYPE_TEXT_KIND, TREE_TEXT_PLAIN, FLAGS)),
    TROVE_FIELD (TreeTextData, content, g_param_spec_string ("content", NULL, NULL, NULL, FLAGS)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (TreeTextData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
tree_text_init (TreeText *self)
{
}

/* TreeAttribute */

static void
tree_attribute_class_init (TreeAttributeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (TreeAttributeData, name,
                 g_param_spec_string ("name", NULL, NULL, NULL, FLAGS | TROVE_PARAM_INTERNED)),
    TROVE_FIELD (TreeAttributeData, value, g_param_spec_string ("value", NULL, NULL, NULL, FLAGS)),
    TROVE_FIELD (TreeAttributeData, target,
                 g_param_spec_object ("target", NULL, NULL, TREE_TYPE_ELEMENT, FLAGS)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (TreeAttributeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
tree_attribute_init (TreeAttribute *self)
{
}

/* A document without nodes. */
TroveDocument *
tree_document_new (void)
{
  const GType types[] = { TREE_TYPE_ELEMENT, TREE_TYPE_TEXT, TREE_TYPE_ATTRIBUTE };

  return trove_document_new (TREE_TYPE_FILE, types, G_N_ELEMENTS (types));
}
