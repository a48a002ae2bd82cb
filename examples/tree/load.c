/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Entities of the file are expanded, within the limits of libxml2. No other file is read. Namespace declarations are
 * kept as attributes, and white space between elements as texts. */

#include "load.h"

#include "link.h"

#include <gio/gio.h>
#include <libxml/xmlreader.h>

#include <string.h>

#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOENT)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlTextReader, xmlFreeTextReader)

typedef struct
{
  TroveDocument *document;
  xmlTextReader *reader;
  GArray *owners;     /* of TroveKey: the root and the open elements */
  GArray *attributes; /* of TroveKey: all attributes */
  GError *reason;     /* the first error of libxml2 */
} Loader;

static const char *
current_value (Loader *self)
{
  const char *value = (const char *) xmlTextReaderConstValue (self->reader);

  return value != NULL ? value : "";
}

/* Adds a node at the end of the innermost open element. */
static gboolean
add_node (Loader *self, GType type, gpointer data, TroveKey *key, GError **error)
{
  TroveKey owner = g_array_index (self->owners, TroveKey, self->owners->len - 1);

  ((TreeNodeData *) data)->line = xmlTextReaderGetParserLineNumber (self->reader);
  return trove_document_add (self->document, type, data, owner, TREE_CHILDREN, G_MAXUINT, key, error);
}

static gboolean
add_text (Loader *self, TreeTextKind kind, GError **error)
{
  TreeTextData data = { .kind = kind, .content = current_value (self) };

  return add_node (self, TREE_TYPE_TEXT, &data, NULL, error);
}

static gboolean
add_instruction (Loader *self, GError **error)
{
  g_autofree char *content =
      g_strdup_printf ("%s %s", xmlTextReaderConstName (self->reader), current_value (self));
  TreeTextData data = { .kind = TREE_TEXT_INSTRUCTION, .content = content };

  return add_node (self, TREE_TYPE_TEXT, &data, NULL, error);
}

static gboolean
add_attributes (Loader *self, TroveKey element, GError **error)
{
  while (xmlTextReaderMoveToNextAttribute (self->reader) == 1)
    {
      TreeAttributeData data = {
        .name = (const char *) xmlTextReaderConstName (self->reader),
        .value = current_value (self),
      };
      TroveKey key;

      if (!trove_document_add (self->document, TREE_TYPE_ATTRIBUTE, &data, element, TREE_ATTRIBUTES,
                               G_MAXUINT, &key, error))
        return FALSE;
      g_array_append_val (self->attributes, key);
    }
  xmlTextReaderMoveToElement (self->reader);
  return TRUE;
}

static gboolean
add_element (Loader *self, GError **error)
{
  TreeElementData data = { .name = (const char *) xmlTextReaderConstName (self->reader) };
  gboolean is_empty = xmlTextReaderIsEmptyElement (self->reader) == 1;
  TroveKey key;

  if (!add_node (self, TREE_TYPE_ELEMENT, &data, &key, error) || !add_attributes (self, key, error))
    return FALSE;
  if (!is_empty)
    g_array_append_val (self->owners, key);
  return TRUE;
}

/* Adds the node that the reader is at. */
static gboolean
add_current (Loader *self, GError **error)
{
  switch (xmlTextReaderNodeType (self->reader))
    {
    case XML_READER_TYPE_ELEMENT:
      return add_element (self, error);
    case XML_READER_TYPE_END_ELEMENT:
      g_array_set_size (self->owners, self->owners->len - 1);
      return TRUE;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
      return add_text (self, TREE_TEXT_PLAIN, error);
    case XML_READER_TYPE_CDATA:
      return add_text (self, TREE_TEXT_CDATA, error);
    case XML_READER_TYPE_COMMENT:
      return add_text (self, TREE_TEXT_COMMENT, error);
    case XML_READER_TYPE_PROCESSING_INSTRUCTION:
      return add_instruction (self, error);
    default: /* the document type declaration */
      return TRUE;
    }
}

/* Reading */

static void
on_error (void *data, const char *message, xmlParserSeverities severity,
          xmlTextReaderLocatorPtr locator G_GNUC_UNUSED)
{
  Loader *self = data;
  g_autofree char *valid = NULL;

  if (severity != XML_PARSER_SEVERITY_ERROR || self->reason != NULL)
    return;
  valid = g_strchomp (g_utf8_make_valid (message, -1));
  self->reason = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "line %d: %s",
                              xmlTextReaderGetParserLineNumber (self->reader), valid);
}

static xmlParserInput *
open_nothing (const char *url G_GNUC_UNUSED, const char *id G_GNUC_UNUSED,
              xmlParserCtxt *context G_GNUC_UNUSED)
{
  return NULL;
}

static gboolean
fail (const char *path, const GError *reason, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s", path,
               reason != NULL ? reason->message : "not an XML document");
  return FALSE;
}

static gboolean
read_all (Loader *self, const char *text, gsize length, const char *path, GError **error)
{
  g_autoptr (xmlTextReader) reader = NULL;
  int status; /* 1: at a node, 0: at the end, -1: an error */

  if (length <= G_MAXINT)
    reader = xmlReaderForMemory (text, (int) length, path, NULL, OPTIONS);
  if (reader == NULL)
    return fail (path, NULL, error);

  self->reader = reader;
  xmlTextReaderSetErrorHandler (reader, on_error, self);
  while ((status = xmlTextReaderRead (reader)) == 1)
    if (!add_current (self, error))
      return FALSE;
  return (status == 0 && self->reason == NULL) || fail (path, self->reason, error);
}

static gboolean
load (TroveDocument *document, const char *text, gsize length, const char *path, GError **error)
{
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  g_autoptr (GArray) attributes = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  Loader loader = { .document = document, .owners = owners, .attributes = attributes };
  TroveKey root = trove_document_get_root_key (document);
  gboolean done;

  g_array_append_val (owners, root);
  done = read_all (&loader, text, length, path, error) && tree_link (document, attributes, error);
  g_clear_error (&loader.reason);
  return done;
}

/* Reads a file into an empty document, and commits. */
static gboolean
load_file (TroveDocument *document, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const TreeFileData data = { .file = file };
  gsize length;

  xmlSetExternalEntityLoader (open_nothing);
  return g_file_get_contents (path, &text, &length, error) &&
         trove_document_set (document, trove_document_get_root_key (document), &data, error) &&
         load (document, text, length, path, error) && trove_document_commit (document, "Load", error);
}

/* Makes a document of a file. Its history begins with the loaded version, so that loading cannot be undone: the document
 * is a branch of the one that was loaded, which also has a version without nodes. */
TroveDocument *
tree_load (const char *path, GError **error)
{
  g_autoptr (TroveDocument) document = tree_document_new ();
  g_autoptr (TroveVersion) loaded = NULL;

  if (!load_file (document, path, error))
    return NULL;
  loaded = trove_document_dup_current (document);
  return trove_document_branch (document, loaded, error);
}
