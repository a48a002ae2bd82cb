/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-document.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

#include "files/svg-css.h"

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"

/* Reading XML */

/* Entities of other files are not declared, so nothing reads these files. */
static void
declare_entity (void *parser, const xmlChar *name, int type, const xmlChar *public_id,
                const xmlChar *system_id, xmlChar *content)
{
  if (type == XML_INTERNAL_GENERAL_ENTITY || type == XML_INTERNAL_PARAMETER_ENTITY)
    xmlSAX2EntityDecl (parser, name, type, public_id, system_id, content);
}

static void
set_xml_error (GError **error, const char *name, const xmlError *cause)
{
  g_autofree char *message = g_strdup (cause != NULL && cause->message != NULL ? cause->message : "unknown");

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s, line %d: this is not XML: %s", name,
               cause != NULL ? cause->line : 1, g_strstrip (message));
}

/* The parser would print what it cannot convert from another encoding. */
static void
print_nothing (void *data, const char *format, ...)
{
}

static xmlDoc *
parse (const char *name, const char *data, gsize length, GError **error)
{
  xmlParserCtxt *parser = xmlNewParserCtxt ();
  xmlDoc *xml;

  xmlSetGenericErrorFunc (NULL, print_nothing);
  parser->sax->entityDecl = declare_entity;
  xml = xmlCtxtReadMemory (parser, data, (int) length, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                               XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_BIG_LINES);
  xmlSetGenericErrorFunc (NULL, NULL);
  if (xml == NULL)
    set_xml_error (error, name, xmlCtxtGetLastError (parser));
  xmlFreeParserCtxt (parser);
  return xml;
}

/* The node after this one, in the order of the file. */
static xmlNode *
get_next (xmlNode *node)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != NULL && node->next == NULL)
    node = node->parent;
  return node != NULL ? node->next : NULL;
}

/* The first of several elements with one id has it. */
static void
note_id (SketchSvgDocument *self, xmlNode *node)
{
  g_autofree char *id = NULL;
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) "id");

  id = g_strdup ((const char *) value);
  xmlFree (value);
  if (id != NULL && !g_hash_table_contains (self->ids, id))
    g_hash_table_insert (self->ids, g_steal_pointer (&id), node);
}

static void
read_styles (SketchSvgDocument *self, xmlNode *node)
{
  xmlChar *css = xmlNodeGetContent (node);

  if (!sketch_svg_css_read (self->rules, (const char *) css))
    sketch_svg_document_fail (self, node, "the style sheet has too many rules");
  xmlFree (css);
}

static void
read_nodes (SketchSvgDocument *self)
{
  for (xmlNode *node = xmlDocGetRootElement (self->xml); node != NULL; node = get_next (node))
    {
      const char *name = sketch_svg_get_element_name (node);

      if (name != NULL)
        note_id (self, node);
      if (g_strcmp0 (name, "style") == 0)
        read_styles (self, node);
    }
  sketch_svg_css_sort (self->rules);
}

SketchSvgDocument *
sketch_svg_document_new (const char *name, const char *data, gsize length, GCancellable *cancellable,
                         GError **error)
{
  xmlDoc *xml = parse (name, data, length, error);
  g_autoptr (SketchSvgDocument) self = NULL;

  if (xml == NULL)
    return NULL;
  self = g_new0 (SketchSvgDocument, 1);
  self->name = g_strdup (name);
  self->xml = xml;
  self->cancellable = cancellable;
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rules = sketch_svg_css_new ();
  if (g_strcmp0 (sketch_svg_get_element_name (xmlDocGetRootElement (xml)), "svg") != 0)
    sketch_svg_document_fail (self, xmlDocGetRootElement (xml), "this is XML, but no drawing in SVG");
  else
    read_nodes (self);
  if (self->error == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&self->error));
  return NULL;
}

void
sketch_svg_document_free (SketchSvgDocument *self)
{
  g_free (self->name);
  g_hash_table_unref (self->ids);
  g_array_unref (self->rules);
  g_clear_error (&self->error);
  xmlFreeDoc (self->xml);
  g_free (self);
}

void
sketch_svg_document_fail (SketchSvgDocument *self, xmlNode *node, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  if (self->error != NULL)
    return;
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s, line %ld: %s", self->name,
               xmlGetLineNo (node), message);
}

/* Elements */

xmlNode *
sketch_svg_document_find (SketchSvgDocument *self, const char *reference)
{
  gboolean url = g_str_has_prefix (reference, "url(");
  const char *begin = reference + (url ? 4 : 0);
  g_autofree char *id = g_strndup (begin, url ? strcspn (begin, ")") : strlen (begin));

  g_strdelimit (id, "'\"", ' ');
  g_strstrip (id);
  return *id == '#' ? g_hash_table_lookup (self->ids, id + 1) : NULL;
}

const char *
sketch_svg_get_element_name (xmlNode *node)
{
  if (node == NULL || node->type != XML_ELEMENT_NODE ||
      (node->ns != NULL && strcmp ((const char *) node->ns->href, SVG_NAMESPACE) != 0))
    return NULL;
  return (const char *) node->name;
}

static void
add_attribute (GHashTable *properties, xmlNode *node, const xmlAttr *attribute)
{
  xmlChar *value = xmlNodeListGetString (node->doc, attribute->children, 1);

  g_hash_table_insert (properties, g_strdup ((const char *) attribute->name),
                       g_strdup (value != NULL ? (const char *) value : ""));
  xmlFree (value);
}

/* Attributes of XLink and XML are known by their own names: "href", "space". */
static gboolean
is_known_namespace (const xmlNs *ns)
{
  return ns == NULL || g_str_has_suffix ((const char *) ns->href, "/xlink") ||
         strcmp ((const char *) ns->href, (const char *) XML_XML_NAMESPACE) == 0;
}

GHashTable *
sketch_svg_document_get_properties (SketchSvgDocument *self, xmlNode *node)
{
  GHashTable *properties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (is_known_namespace (attribute->ns))
      add_attribute (properties, node, attribute);
  sketch_svg_css_apply (self->rules, (const char *) node->name, properties);
  return properties;
}
