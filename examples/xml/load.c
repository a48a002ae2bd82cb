/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "load.h"

#include "write.h"

#include <libxml/parser.h>

#include <string.h>

typedef struct
{
  TroveArena *arena;
  const DocumentSource *source;
  GHashTable *names; /* char * -> TroveRef *; every name is stored once */
  GArray *items;     /* of DocumentItem: the children so far of all open elements */
  GArray *starts;    /* of guint: for every open element, the index in items of its first child */
  GString *buffer;   /* memory to compose strings */
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

static gboolean
intern (DocumentLoader *self, const char *name, TroveRef *ref, GError **error)
{
  const TroveRef *known = g_hash_table_lookup (self->names, name);

  if (known != NULL)
    {
      *ref = *known;
      return TRUE;
    }

  if (!trove_arena_append_string (self->arena, DOCUMENT_POOL_STRINGS, name, -1, ref, error))
    return FALSE;

  g_hash_table_insert (self->names, g_strdup (name), trove_ref_copy (ref));
  return TRUE;
}

static gboolean
intern_qualified (DocumentLoader *self, const xmlNs *ns, const xmlChar *name, TroveRef *ref, GError **error)
{
  if (ns == NULL || ns->prefix == NULL)
    return intern (self, (const char *) name, ref, error);

  g_string_printf (self->buffer, "%s:%s", ns->prefix, name);
  return intern (self, self->buffer->str, ref, error);
}

static gboolean
add_leaf (DocumentLoader *self, DocumentKind kind, const TroveRef *name, const char *content, GError **error)
{
  DocumentItem item;

  if (!document_append_leaf (self->arena, kind, name, content, &item, error))
    return FALSE;

  g_array_append_val (self->items, item);
  return TRUE;
}

static gboolean
add_namespace (DocumentLoader *self, const xmlNs *ns, GError **error)
{
  const char *uri = ns->href != NULL ? (const char *) ns->href : "";
  TroveRef name;

  if (ns->prefix == NULL)
    g_string_assign (self->buffer, "xmlns");
  else
    g_string_printf (self->buffer, "xmlns:%s", ns->prefix);
  if (!intern (self, self->buffer->str, &name, error))
    return FALSE;

  g_string_truncate (self->buffer, 0);
  document_escape (self->buffer, uri,
                   self->namespaces_are_escaped ? DOCUMENT_ESCAPE_ESCAPED_ATTRIBUTE :
                                                  DOCUMENT_ESCAPE_ATTRIBUTE);
  return add_leaf (self, DOCUMENT_ATTRIBUTE, &name, self->buffer->str, error);
}

static gboolean
add_attribute (DocumentLoader *self, const xmlAttr *attribute, GError **error)
{
  TroveRef name;

  if (!intern_qualified (self, attribute->ns, attribute->name, &name, error))
    return FALSE;

  g_string_truncate (self->buffer, 0);
  for (const xmlNode *part = attribute->children; part != NULL; part = part->next)
    if (part->type == XML_ENTITY_REF_NODE)
      g_string_append_printf (self->buffer, "&%s;", part->name);
    else if (part->content != NULL)
      document_escape (self->buffer, (const char *) part->content, DOCUMENT_ESCAPE_ATTRIBUTE);

  return add_leaf (self, DOCUMENT_ATTRIBUTE, &name, self->buffer->str, error);
}

static gboolean
open_element (DocumentLoader *self, const xmlNode *element, GError **error)
{
  g_array_append_val (self->starts, self->items->len);

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
      if (!add_namespace (self, ns, error))
        return FALSE;
    }

  for (const xmlAttr *attribute = element->properties; attribute != NULL; attribute = attribute->next)
    if (!add_attribute (self, attribute, error))
      return FALSE;

  return TRUE;
}

/* Makes a node of the last open element, or of the document, when its children are complete. */
static gboolean
close_node (DocumentLoader *self, DocumentNode *node, DocumentItem *item, GError **error)
{
  guint start = g_array_index (self->starts, guint, self->starts->len - 1);
  guint n_children = self->items->len - start;
  guint64 weight = 1;

  for (guint i = start; i < self->items->len; i++)
    weight += g_array_index (self->items, DocumentItem, i).weight;
  if (weight > DOCUMENT_MAX_WEIGHT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the document has too many nodes");
      return FALSE;
    }

  if (n_children > 0 &&
      !document_list_build (&node->children, self->arena, &g_array_index (self->items, DocumentItem, start),
                            n_children, error))
    return FALSE;

  g_array_set_size (self->items, start);
  g_array_set_size (self->starts, self->starts->len - 1);
  return document_append_element (self->arena, node, item, error);
}

static gboolean
close_element (DocumentLoader *self, const xmlNode *element, GError **error)
{
  DocumentNode node = { .kind = DOCUMENT_ELEMENT, .has_namespaces = element->nsDef != NULL };
  DocumentItem item;

  if (!intern_qualified (self, element->ns, element->name, &node.name, error) ||
      !close_node (self, &node, &item, error))
    return FALSE;

  g_array_append_val (self->items, item);
  return TRUE;
}

static gboolean
add_named_leaf (DocumentLoader *self, DocumentKind kind, const xmlNode *node, const char *content,
                GError **error)
{
  TroveRef name;

  return intern (self, (const char *) node->name, &name, error) &&
         add_leaf (self, kind, &name, content, error);
}

static gboolean
add_node (DocumentLoader *self, const xmlNode *node, GError **error)
{
  const char *content = NULL;

  switch (node->type)
    {
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
    case XML_COMMENT_NODE:
    case XML_PI_NODE:
      content = node->content != NULL ? (const char *) node->content : "";
      break;
    default:
      break;
    }

  switch (node->type)
    {
    case XML_TEXT_NODE:
      return add_leaf (self, DOCUMENT_TEXT, NULL, content, error);
    case XML_CDATA_SECTION_NODE:
      return add_leaf (self, DOCUMENT_CDATA, NULL, content, error);
    case XML_COMMENT_NODE:
      return add_leaf (self, DOCUMENT_COMMENT, NULL, content, error);
    case XML_PI_NODE:
      return add_named_leaf (self, DOCUMENT_INSTRUCTION, node, content, error);
    case XML_ENTITY_REF_NODE:
      return add_named_leaf (self, DOCUMENT_REFERENCE, node, NULL, error);
    case XML_DTD_NODE:
      return add_leaf (self, DOCUMENT_DOCTYPE, NULL, self->source->doctype, error);
    case XML_ELEMENT_NODE:
      return open_element (self, node, error);
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "line %ld: a node of libxml2 type %d cannot be loaded", xmlGetLineNo ((xmlNode *) node),
                   node->type);
      return FALSE;
    }
}

/* Loads all nodes below the document, without recursion. An element is stored after its children, since it
 * contains their list. */
static gboolean
add_nodes (DocumentLoader *self, const xmlNode *node, GError **error)
{
  while (node != NULL)
    {
      if (!add_node (self, node, error))
        return FALSE;

      /* Only elements are entered: the child of a reference is the declaration of the entity. */
      if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        {
          node = node->children;
          continue;
        }

      for (;;)
        {
          if (node->type == XML_ELEMENT_NODE && !close_element (self, node, error))
            return FALSE;
          if (node->next != NULL)
            break;
          node = node->parent;
          if (node == NULL || node->type == XML_DOCUMENT_NODE)
            return TRUE;
        }
      node = node->next;
    }

  return TRUE;
}

/* The declaration names the encoding that is written, not the encoding that was read. */
static gboolean
add_declaration (DocumentLoader *self, GError **error)
{
  const xmlDoc *doc = self->source->doc;

  g_string_printf (self->buffer, "version=\"%s\" encoding=\"UTF-8\"",
                   doc->version != NULL ? (const char *) doc->version : "1.0");
  if (doc->standalone == 0 || doc->standalone == 1)
    g_string_append_printf (self->buffer, " standalone=\"%s\"", doc->standalone == 1 ? "yes" : "no");

  return add_leaf (self, DOCUMENT_DECLARATION, NULL, self->buffer->str, error);
}

static gboolean
load (DocumentLoader *self, TroveRef *root, GError **error)
{
  DocumentNode document = { .kind = DOCUMENT_ROOT };
  DocumentItem item;

  g_array_append_val (self->starts, self->items->len);
  if (!add_declaration (self, error) || !add_nodes (self, self->source->doc->children, error) ||
      !close_node (self, &document, &item, error))
    return FALSE;

  *root = item.ref;
  return TRUE;
}

gboolean
document_load (TroveArena *arena, const DocumentSource *source, TroveRef *root, GError **error)
{
  DocumentLoader loader = {
    .arena = arena,
    .source = source,
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) trove_ref_free),
    .items = g_array_new (FALSE, FALSE, sizeof (DocumentItem)),
    .starts = g_array_new (FALSE, FALSE, sizeof (guint)),
    .buffer = g_string_new (NULL),
    .namespaces_are_escaped = namespaces_are_escaped (),
  };
  gboolean loaded = load (&loader, root, error);

  g_hash_table_unref (loader.names);
  g_array_unref (loader.items);
  g_array_unref (loader.starts);
  g_string_free (loader.buffer, TRUE);
  return loaded;
}
