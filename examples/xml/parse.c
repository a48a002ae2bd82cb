/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* libxml2 alone decides on the encoding of a file, on the bounds of its parts, and on whether it is a
 * document.
 *
 * - Text in another encoding than UTF-8 is converted as a whole and then parsed, so that all offsets are
 *   offsets into one text in UTF-8.
 * - A file is refused for each error that libxml2 reports, except those that document_parse() names: libxml2
 *   may have lost something after the error.
 * - libxml2's limits are on: on the depth of elements (256), on the length of a text (10 MB), on the
 *   expansion of entities. */

#include "parse.h"

#include "doctype.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>

#include <string.h>

/* References to entities are kept, and no other file is read. */
#define PARSE_OPTIONS XML_PARSE_NONET

/* The maximum size of a part that is converted at once, in bytes. */
#define CONVERT_SIZE 65536

#if LIBXML_VERSION >= 21200
typedef const xmlError ParseError;
#else
typedef xmlError ParseError;
#endif

/* One run of the parser. */
typedef struct
{
  const char *name; /* the name of the file, for messages */
  const char *text;
  gsize length;
  gboolean is_utf8; /* the text was converted; FALSE: libxml2 finds the encoding */
  xmlParserCtxt *context;
  char *encoding; /* the encoding to convert from; NULL unless the text is known not to be UTF-8 */
  DocumentDoctype doctype;
  GError *error; /* the first error */
} DocumentReading;

static void
document_reading_clear (DocumentReading *self)
{
  g_clear_pointer (&self->context, xmlFreeParserCtxt);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_error (&self->error);
  document_doctype_clear (&self->doctype);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DocumentReading, document_reading_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlBuffer, xmlBufferFree)

/* Errors */

static void
refuse (DocumentReading *self, int line, const char *message)
{
  g_autofree char *valid = g_utf8_make_valid (message, -1);

  valid[strcspn (valid, "\n")] = '\0'; /* the lines after the first show bytes */
  if (self->error == NULL)
    g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%d: %s", self->name, MAX (line, 1),
                 valid);
}

static gboolean
is_refusal (ParseError *error)
{
  if (error->level != XML_ERR_ERROR)
    return error->level == XML_ERR_FATAL;

  /* These errors are ignored. A document need not be valid. A system identifier or a namespace that is not
   * a URI is kept. A wrong declaration of an entity like "lt" does not change its meaning. */
  return error->domain != XML_FROM_VALID && error->domain != XML_FROM_DTD &&
         error->code != XML_ERR_INVALID_URI && error->code != XML_WAR_NS_URI &&
         error->code != XML_ERR_ENTITY_PROCESSING;
}

/* Receives all errors of libxml2 on this thread. */
static void
on_error (void *data, ParseError *error)
{
  DocumentReading *self = data;

  if (is_refusal (error))
    refuse (self, error->line, error->message != NULL ? error->message : "not well-formed");

  /* When a declaration has too many references, libxml2 2.9 loops for ever at the next one. */
  if (error->code == XML_ERR_ENTITY_LOOP && self->context->instate == XML_PARSER_DTD)
    xmlStopParser (self->context);
}

/* The position of the parser. A callback is called right after the text that it reports. */

static gsize
get_offset (DocumentReading *self)
{
  return xmlByteConsumed (self->context);
}

static void
on_start_document (void *data)
{
  xmlParserCtxt *context = data;
  DocumentReading *self = context->_private;
  const xmlCharEncodingHandler *encoder = context->input->buf->encoder;
  const char *nul;

  if (encoder != NULL && !self->is_utf8)
    {
      self->encoding = g_strdup (encoder->name);
      xmlStopParser (context);
      return;
    }

  /* The parser takes a NUL for the end of the text. */
  nul = memchr (self->text, '\0', self->length);
  if (nul != NULL)
    {
      int line = 1;

      for (const char *at = self->text; at < nul; at++)
        line += *at == '\n';
      refuse (self, line, "a NUL, which is no character of XML");
      xmlStopParser (context);
      return;
    }

  self->doctype.start = get_offset (self);
  xmlSAX2StartDocument (context);
}

static void
on_comment (void *data, const xmlChar *value)
{
  DocumentReading *self = ((xmlParserCtxt *) data)->_private;

  if (self->doctype.end == 0 && self->context->inSubset == 0)
    self->doctype.start = get_offset (self);
  xmlSAX2Comment (data, value);
}

static void
on_instruction (void *data, const xmlChar *target, const xmlChar *content)
{
  DocumentReading *self = ((xmlParserCtxt *) data)->_private;

  if (self->doctype.end == 0 && self->context->inSubset == 0)
    self->doctype.start = get_offset (self);
  xmlSAX2ProcessingInstruction (data, target, content);
}

/* Handles a system identifier in the file itself. An identifier in the text of a parameter entity has no
 * place in the file. */
static void
add_system_id (DocumentReading *self, const xmlChar *system_id, const xmlChar *notation)
{
  if (system_id != NULL && self->context->inputNr == 1)
    document_doctype_add_system_id (&self->doctype, get_offset (self), (const char *) system_id,
                                    (const char *) notation);
}

static void
on_internal_subset (void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
  add_system_id (((xmlParserCtxt *) data)->_private, system_id, NULL);
  xmlSAX2InternalSubset (data, name, public_id, system_id);
}

/* Called at the end of every declaration. */
static void
on_external_subset (void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
  DocumentReading *self = ((xmlParserCtxt *) data)->_private;

  self->doctype.end = get_offset (self);
  xmlSAX2ExternalSubset (data, name, public_id, system_id);
}

static void
on_entity (void *data, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
           xmlChar *content)
{
  add_system_id (((xmlParserCtxt *) data)->_private, system_id, NULL);
  xmlSAX2EntityDecl (data, name, type, public_id, system_id, content);
}

static void
on_unparsed_entity (void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id,
                    const xmlChar *notation)
{
  add_system_id (((xmlParserCtxt *) data)->_private, system_id, notation);
  xmlSAX2UnparsedEntityDecl (data, name, public_id, system_id, notation);
}

/* Finds an entity. It may be declared outside of the file, in the external subset or in a parameter
 * entity, which are not read. libxml2 would move a reference to such an entity in the value of an attribute,
 * and refuses it in the text of another entity. So an empty entity replaces it, to which the reference is
 * kept like all others. */
static xmlEntity *
get_entity (void *data, const xmlChar *name)
{
  xmlParserCtxt *context = data;
  const xmlParserCtxt *outermost = ((DocumentReading *) context->_private)->context;
  xmlEntity *entity = xmlSAX2GetEntity (context, name);

  if (entity == NULL && outermost->standalone != 1 && (outermost->hasExternalSubset || outermost->hasPErefs))
    entity = xmlAddDocEntity (context->myDoc, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL, BAD_CAST "");
  return entity;
}

/* libxml2 2.9 does not count a reference to a parameter entity that it does not read. */
static xmlEntity *
get_parameter_entity (void *data, const xmlChar *name)
{
  xmlParserCtxt *context = data;
  xmlEntity *entity = xmlSAX2GetParameterEntity (context, name);

  if (entity != NULL)
    context->hasPErefs = 1;
  return entity;
}

/* Parsing */

/* Parses the text. NULL if the text is not a document, or must be converted first; the error or the
 * encoding is stored. */
static xmlDoc *
parse_text (DocumentReading *self, const char *path)
{
  xmlDoc *doc;

  self->context = xmlNewParserCtxt ();
  if (self->context == NULL)
    g_error ("out of memory");

  self->context->_private = self;
  self->context->sax->startDocument = on_start_document;
  self->context->sax->comment = on_comment;
  self->context->sax->processingInstruction = on_instruction;
  self->context->sax->internalSubset = on_internal_subset;
  self->context->sax->externalSubset = on_external_subset;
  self->context->sax->entityDecl = on_entity;
  self->context->sax->unparsedEntityDecl = on_unparsed_entity;
  self->context->sax->getEntity = get_entity;
  self->context->sax->getParameterEntity = get_parameter_entity;

  /* The handler of the context does not get the errors of the functions for the tree of libxml2. */
  xmlSetStructuredErrorFunc (self, on_error);
  doc = xmlCtxtReadMemory (self->context, self->text, self->length, path, NULL,
                           PARSE_OPTIONS | (self->is_utf8 ? XML_PARSE_IGNORE_ENC : 0));
  xmlSetStructuredErrorFunc (NULL, NULL);

  if (self->encoding == NULL && doc == NULL)
    refuse (self, 1, "not an XML document");
  if (self->encoding != NULL || self->error != NULL)
    g_clear_pointer (&doc, xmlFreeDoc);
  return doc;
}

static char *
extract_doctype (DocumentReading *self, const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *directory = g_path_get_dirname (absolute);
  char *doctype = document_doctype_extract (&self->doctype, directory);

  if (doctype == NULL)
    refuse (self, 1, "the document type declaration cannot be found");
  return doctype;
}

/* Fills in the source. encoding becomes the encoding that the text must be converted from first, or NULL. */
static gboolean
read_text (DocumentSource *source, const char *text, gsize length, gboolean is_utf8, const char *path,
           char **encoding, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_auto (DocumentReading) reading = { .name = name, .text = text, .length = length, .is_utf8 = is_utf8 };

  document_doctype_init (&reading.doctype, text);
  if (length > G_MAXINT)
    refuse (&reading, 1, "more than 2 GiB");
  else
    source->doc = parse_text (&reading, path);

  if (source->doc != NULL && source->doc->intSubset != NULL)
    source->doctype = extract_doctype (&reading, path);

  /* If the encoding is known, the conversion reports the error and its place. */
  *encoding = g_steal_pointer (&reading.encoding);
  if (*encoding == NULL && reading.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reading.error));
  return source->doc != NULL && (source->doc->intSubset == NULL || source->doctype != NULL);
}

static void
hear_nothing (void *data G_GNUC_UNUSED, ParseError *error G_GNUC_UNUSED)
{
}

/* Converts as much of the text as possible, with the converter of libxml2. Returns the number of bytes
 * that were converted. */
static gsize
convert_most (xmlBuffer *out, const char *contents, gsize length, const char *encoding)
{
  xmlCharEncodingHandler *handler = xmlFindCharEncodingHandler (encoding);
  gsize done = 0;
  gsize step;

  do
    {
      /* If the end of a part cuts a character, the character is left for the next part. */
      int n = MIN (length - done, CONVERT_SIZE);
      xmlBuffer *in = xmlBufferCreateStatic ((void *) &contents[done], n);

      xmlCharEncInFunc (handler, out, in);
      step = n - xmlBufferLength (in);
      done += step;
      xmlBufferFree (in);
    }
  while (step > 0 && done < length);

  xmlCharEncCloseFunc (handler);
  return done;
}

static xmlBuffer *
convert (const char *contents, gsize length, const char *encoding, const char *path, GError **error)
{
  g_autoptr (xmlBuffer) out = xmlBufferCreate ();
  g_autofree char *name = g_filename_display_name (path);
  gsize done;

  /* Messages of libxml2 are not needed, since the conversion stops at the error. */
  xmlSetStructuredErrorFunc (NULL, hear_nothing);
  done = convert_most (out, contents, length, encoding);
  xmlSetStructuredErrorFunc (NULL, NULL);
  if (done == length)
    return g_steal_pointer (&out);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: byte %" G_GSIZE_FORMAT ": not %s", name, done,
               encoding);
  return NULL;
}

/* Reads a file. Fails if libxml2 reports an error, except errors about validity and about text that is not
 * a URI. */
gboolean
document_parse (DocumentSource *source, const char *path, GError **error)
{
  g_auto (DocumentSource) parsed = { 0 };
  g_autofree char *contents = NULL;
  g_autofree char *encoding = NULL;
  gboolean is_document;

  if (!g_file_get_contents (path, &contents, &parsed.n_bytes, error))
    return FALSE;

  is_document = read_text (&parsed, contents, parsed.n_bytes, FALSE, path, &encoding, error);
  if (encoding != NULL)
    {
      g_autoptr (xmlBuffer) text = convert (contents, parsed.n_bytes, encoding, path, error);
      g_autofree char *none = NULL;

      if (text == NULL)
        return FALSE;
      is_document = read_text (&parsed, (const char *) xmlBufferContent (text), xmlBufferLength (text), TRUE,
                               path, &none, error);
    }
  if (!is_document)
    return FALSE;

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
