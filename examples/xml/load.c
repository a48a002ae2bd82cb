/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "load.h"

#include "write.h"

#include <libxml/parser.h>

#include <string.h>

typedef struct
{
  TroveDocument *document;
  const DocumentSource *source;
  GString *buffer; /* memory to compose strings */
  GString *name;
  guint n_nodes; /* with the attributes */
  gboolean namespaces_are_escaped;
} DocumentLoader;

/* libxml2 gives the value of an attribute as a list of texts and references, but the value of a namespace
 * declaration as one string. Before version 2.13, this string still has its references, even "&amp;", if
 * entities are not substituted. The version is determined at run time, since the library may be newer than
 * its headers. */
static gboolean
namespaces_are_escaped (void)
{
  const char sample[] = "<a xmlns='urn:x&amp;y'/>";
  g_autoptr (xmlDoc) doc = xmlReadMemory (sample, strlen (sample), NULL, NULL, XML_PARSE_NOERROR);
  xmlNode *element = doc != NULL ? xmlDocGetRootElement (doc) : NULL;

  return element != NULL && element->nsDef != NULL &&
         strcmp ((const char *) element->nsDef->href, "urn:x&y") != 0;
}

/* Attributes, added to the buffer */

static void
begin_attribute (DocumentLoader *self, const char *prefix, const char *name)
{
  if (self->buffer->len > 0)
    g_string_append_c (self->buffer, ' ');
  self->n_nodes++;
  if (prefix != NULL)
    g_string_append_printf (self->buffer, "%s:", prefix);
  g_string_append_printf (self->buffer, "%s=\"", name);
}

static void
add_namespace (DocumentLoader *self, const xmlNs *ns)
{
  const char *uri = ns->href != NULL ? (const char *) ns->href : "";

  if (ns->prefix == NULL)
    begin_attribute (self, NULL, "xmlns");
  else
    begin_attribute (self, "xmlns", (const char *) ns->prefix);
  document_escape (self->buffer, uri,
                   self->namespaces_are_escaped ? DOCUMENT_ESCAPE_ESCAPED_ATTRIBUTE :
                                                  DOCUMENT_ESCAPE_ATTRIBUTE);
  g_string_append_c (self->buffer, '"');
}

static void
add_attribute (DocumentLoader *self, const xmlAttr *attribute)
{
  const xmlNs *ns = attribute->ns;

  begin_attribute (self, ns != NULL ? (const char *) ns->prefix : NULL, (const char *) attribute->name);
  for (const xmlNode *part = attribute->children; part != NULL; part = part->next)
    if (part->type == XML_ENTITY_REF_NODE)
      g_string_append_printf (self->buffer, "&%s;", part->name);
    else if (part->content != NULL)
      document_escape (self->buffer, (const char *) part->content, DOCUMENT_ESCAPE_ATTRIBUTE);
  g_string_append_c (self->buffer, '"');
}

static gboolean
add_attributes (DocumentLoader *self, const xmlNode *element, GError **error)
{
  g_string_truncate (self->buffer, 0);
  for (const xmlNs *ns = element->nsDef; ns != NULL; ns = ns->next)
    {
      /* libxml2 reports this error for a declaration in the document, but not for a default of the DTD. */
      if (ns->prefix != NULL && (ns->href == NULL || *ns->href == '\0'))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "line %ld: xmlns:%s: Empty XML namespace is not allowed", xmlGetLineNo (element),
                       (const char *) ns->prefix);
          return FALSE;
        }
      add_namespace (self, ns);
    }

  for (const xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next)
    add_attribute (self, attribute);
  return TRUE;
}

/* Nodes, added at the end of their owner */

static gboolean
add (DocumentLoader *self, GType type, gconstpointer data, TroveKey owner, TroveKey *key, GError **error)
{
  self->n_nodes++;
  return trove_document_add (self->document, type, data, owner, DOCUMENT_CHILDREN, G_MAXUINT, key, error);
}

static gboolean
add_leaf (DocumentLoader *self, GType type, const char *content, TroveKey owner, GError **error)
{
  const DocumentLeafData data = { content };

  return add (self, type, &data, owner, NULL, error);
}

static gboolean
add_element (DocumentLoader *self, const xmlNode *element, TroveKey owner, TroveKey *key, GError **error)
{
  const char *name = (const char *) element->name;
  DocumentElementData data = { .name = name };

  if (element->ns != NULL && element->ns->prefix != NULL)
    {
      g_string_printf (self->name, "%s:%s", element->ns->prefix, name);
      data.name = self->name->str;
    }
  if (!add_attributes (self, element, error))
    return FALSE;
  if (self->buffer->len > 0)
    data.attributes = self->buffer->str;
  return add (self, DOCUMENT_TYPE_ELEMENT, &data, owner, key, error);
}

static gboolean
add_instruction (DocumentLoader *self, const xmlNode *node, const char *data, TroveKey owner, GError **error)
{
  g_string_printf (self->buffer, "%s%s%s", node->name, *data != '\0' ? " " : "", data);
  return add_leaf (self, DOCUMENT_TYPE_INSTRUCTION, self->buffer->str, owner, error);
}

static gboolean
add_node (DocumentLoader *self, const xmlNode *node, TroveKey owner, TroveKey *key, GError **error)
{
  const char *content = "";

  /* Nodes of other types have no member of this name. */
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE || node->type == XML_COMMENT_NODE ||
      node->type == XML_PI_NODE)
    content = node->content != NULL ? (const char *) node->content : "";

  switch (node->type)
    {
    case XML_TEXT_NODE:
      return add_leaf (self, DOCUMENT_TYPE_TEXT, content, owner, error);
    case XML_CDATA_SECTION_NODE:
      return add_leaf (self, DOCUMENT_TYPE_CDATA, content, owner, error);
    case XML_COMMENT_NODE:
      return add_leaf (self, DOCUMENT_TYPE_COMMENT, content, owner, error);
    case XML_PI_NODE:
      return add_instruction (self, node, content, owner, error);
    case XML_ENTITY_REF_NODE:
      return add_leaf (self, DOCUMENT_TYPE_REFERENCE, (const char *) node->name, owner, error);
    case XML_DTD_NODE:
      return add_leaf (self, DOCUMENT_TYPE_DTD, self->source->doctype, owner, error);
    case XML_ELEMENT_NODE:
      return add_element (self, node, owner, key, error);
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "line %ld: a node of libxml2 type %d cannot be loaded", xmlGetLineNo ((xmlNode *) node),
                   node->type);
      return FALSE;
    }
}

/* Adds a node, the nodes after it, and all nodes below them. Elements are nested 256 times at most. */
static gboolean
add_nodes (DocumentLoader *self, const xmlNode *node, TroveKey owner, GError **error)
{
  for (; node != NULL; node = node->next)
    {
      TroveKey key = 0;

      if (!add_node (self, node, owner, &key, error))
        return FALSE;
      /* Only elements are entered: the child of a reference is the declaration of the entity. */
      if (key != 0 && !add_nodes (self, node->children, key, error))
        return FALSE;
    }

  return TRUE;
}

/* The declaration names the encoding that is written, not the encoding that was read. */
static gboolean
add_declaration (DocumentLoader *self, TroveKey root, GError **error)
{
  const xmlDoc *doc = self->source->doc;

  g_string_printf (self->buffer, "version=\"%s\" encoding=\"UTF-8\"",
                   doc->version != NULL ? (const char *) doc->version : "1.0");
  if (doc->standalone == 0 || doc->standalone == 1)
    g_string_append_printf (self->buffer, " standalone=\"%s\"", doc->standalone == 1 ? "yes" : "no");

  return add_leaf (self, DOCUMENT_TYPE_DECLARATION, self->buffer->str, root, error);
}

/* The root element is found from the root. */
static gboolean
set_element (DocumentLoader *self, TroveKey root, GError **error)
{
  DocumentRootData data = { 0 };
  GType type = G_TYPE_INVALID;

  for (guint i = 0; type != DOCUMENT_TYPE_ELEMENT; i++)
    {
      guint n = trove_document_get_children (self->document, root, DOCUMENT_CHILDREN, i, &data.element, 1);

      g_assert (n == 1); /* libxml2 has refused a document without an element */
      trove_document_peek (self->document, data.element, &type);
    }
  return trove_document_set (self->document, root, &data, error);
}

static gboolean
load (DocumentLoader *self, GError **error)
{
  TroveKey root = trove_document_get_root_key (self->document);

  return add_declaration (self, root, error) && add_nodes (self, self->source->doc->children, root, error) &&
         set_element (self, root, error) && trove_document_commit (self->document, "Load", error);
}

/* Loading cannot be undone: the history of the document begins with the loaded version. It is a branch of the document that
 * was filled, whose first version has no nodes. */
TroveDocument *
document_load (const DocumentSource *source, guint *n_nodes, GError **error)
{
  g_autoptr (TroveDocument) filled = trove_document_new (DOCUMENT_TYPE_ROOT, NULL, 0);
  g_autoptr (GString) buffer = g_string_new (NULL);
  g_autoptr (GString) name = g_string_new (NULL);
  DocumentLoader loader = {
    .document = filled,
    .source = source,
    .buffer = buffer,
    .name = name,
    .n_nodes = 1, /* the root */
    .namespaces_are_escaped = namespaces_are_escaped (),
  };

  if (!load (&loader, error))
    return NULL;
  *n_nodes = loader.n_nodes;
  return trove_document_branch (filled, NULL, error);
}
