/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-parse.h"

#include "document-doctype.h"

#include <libxml/encoding.h>
#include <libxml/parser.h>

#include <string.h>

/* Entities stay references, nothing outside the file is looked at, and there are no limits on sizes. */
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_HUGE)

#if LIBXML_VERSION >= 21200
typedef const xmlError ParseError;
#else
typedef xmlError ParseError;
#endif

typedef struct
{
  const char *name; /* the file's, to be shown */
  GError **error;
  gboolean failed;
} ParseState;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

/* The first fatal error tells most; what libxml2 says of namespaces, validity and later consequences does
 * not make a document ill-formed. */
static void
on_error (void *data, ParseError *error)
{
  xmlParserCtxt *context = data;
  ParseState *state = context->_private;
  g_autofree char *message = NULL;

  if (error->level != XML_ERR_FATAL || state->failed)
    return;

  state->failed = TRUE;
  message = g_utf8_make_valid (error->message != NULL ? error->message : "not well-formed", -1);
  message[strcspn (message, "\n")] = '\0'; /* the rest are bytes */
  g_set_error (state->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%d: %s", state->name, error->line,
               message);
}

static xmlDoc *
parse_memory (const char *contents, gsize length, const char *path, const char *name, GError **error)
{
  ParseState state = { .name = name, .error = error };
  g_autoptr (xmlParserCtxt) context = xmlNewParserCtxt ();
  xmlDoc *doc;

  if (length > G_MAXINT)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: more than 2 GiB", name);
      return NULL;
    }

  if (context == NULL)
    g_error ("out of memory");

  context->_private = &state;
  context->sax->serror = on_error;
  doc = xmlCtxtReadMemory (context, contents, length, path, NULL, PARSE_OPTIONS);
  if (doc == NULL && !state.failed)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:1: not an XML document", name);
  else if (doc != NULL && state.failed)
    g_clear_pointer (&doc, xmlFreeDoc);

  return doc;
}

/* The encoding of a file that has been parsed; NULL when its bytes are UTF-8. */
static const char *
get_encoding (const char *contents, gsize length, const xmlDoc *doc)
{
  xmlCharEncoding detected = xmlDetectCharEncoding ((const guchar *) contents, MIN (length, 4));

  /* The first bytes know the byte order; "UTF-16" in the XML declaration does not. */
  if (detected == XML_CHAR_ENCODING_UTF16LE)
    return "UTF-16LE";
  if (detected == XML_CHAR_ENCODING_UTF16BE)
    return "UTF-16BE";
  if (detected == XML_CHAR_ENCODING_UCS4LE)
    return "UCS-4LE";
  if (detected == XML_CHAR_ENCODING_UCS4BE)
    return "UCS-4BE";

  if (doc->encoding == NULL || g_ascii_strcasecmp ((const char *) doc->encoding, "UTF-8") == 0)
    return NULL;
  return (const char *) doc->encoding;
}

static char *
extract_doctype (const char *contents, gsize length, const xmlDoc *doc, const char *path, GError **error)
{
  const char *encoding = get_encoding (contents, length, doc);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *directory = g_path_get_dirname (absolute);
  g_autofree char *converted = NULL;
  char *doctype;

  if (encoding != NULL)
    {
      converted = g_convert (contents, length, "UTF-8", encoding, NULL, NULL, error);
      if (converted == NULL)
        return NULL;
    }

  doctype = document_doctype_extract (converted != NULL ? converted : contents, directory);
  if (doctype == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "the document type declaration cannot be found");
  return doctype;
}

gboolean
document_parse (DocumentSource *source, const char *path, GError **error)
{
  g_auto (DocumentSource) parsed = { 0 };
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *contents = NULL;

  if (!g_file_get_contents (path, &contents, &parsed.n_bytes, error))
    return FALSE;

  parsed.doc = parse_memory (contents, parsed.n_bytes, path, name, error);
  if (parsed.doc == NULL)
    return FALSE;

  if (parsed.doc->intSubset != NULL)
    {
      parsed.doctype = extract_doctype (contents, parsed.n_bytes, parsed.doc, path, error);
      if (parsed.doctype == NULL)
        {
          g_prefix_error (error, "%s: ", name);
          return FALSE;
        }
    }

  *source = parsed;
  parsed = (DocumentSource){ 0 };
  return TRUE;
}

void
document_source_clear (DocumentSource *source)
{
  g_clear_pointer (&source->doc, xmlFreeDoc);
  g_clear_pointer (&source->doctype, g_free);
}
