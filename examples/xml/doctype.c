/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of a document type declaration is kept as it was written. libxml2's tree does not store
 * references to parameter entities, nor how default values were escaped, so a declaration that is written
 * from the tree would lose them.
 *
 * One part of the text may change: a relative system identifier, of the external subset or of an entity.
 * If it names a file that exists, the file's whole URI replaces it, so that a version that is saved
 * elsewhere has the same meaning.
 *
 * The parser reports where the parts of the declaration end. The declaration is not parsed again here. */

#include "doctype.h"

#include <string.h>

#define BLANKS " \t\r\n"
#define DOCTYPE "<!DOCTYPE"

/* A system identifier as it is written, with its quotation marks. */
typedef struct
{
  gsize start;
  gsize end;
} DocumentLiteral;

void
document_doctype_init (DocumentDoctype *self, const char *text)
{
  *self = (DocumentDoctype){ .text = text, .literals = g_array_new (FALSE, FALSE, sizeof (DocumentLiteral)) };
}

void
document_doctype_clear (DocumentDoctype *self)
{
  g_clear_pointer (&self->literals, g_array_unref);
}

/* Finds the end of the last word before an offset: white space is skipped. */
static gsize
skip_blanks_back (const DocumentDoctype *self, gsize at)
{
  while (at > 0 && strchr (BLANKS, self->text[at - 1]) != NULL)
    at--;
  return at;
}

/* Moves an offset back over a word that the parser has read. FALSE if the text has another word there. */
static gboolean
skip_word_back (const DocumentDoctype *self, gsize *at, const char *word)
{
  gsize length = strlen (word);
  gsize end = skip_blanks_back (self, *at);

  if (end < length || memcmp (&self->text[end - length], word, length) != 0)
    return FALSE;
  *at = end - length;
  return TRUE;
}

/* Notes a system identifier that the parser has just read: only white space lies between it and the
 * offset, and an unparsed entity's notation. An identifier with the end of a line in it is left alone: the
 * parser gives another one. */
void
document_doctype_add_system_id (DocumentDoctype *self, gsize end, const char *system_id, const char *notation)
{
  gsize length = strlen (system_id);
  DocumentLiteral literal;

  if (notation != NULL && (!skip_word_back (self, &end, notation) || !skip_word_back (self, &end, "NDATA")))
    return;

  literal.end = skip_blanks_back (self, end);
  if (literal.end < length + 2)
    return;
  literal.start = literal.end - length - 2;
  if (memcmp (&self->text[literal.start + 1], system_id, length) == 0)
    g_array_append_val (self->literals, literal);
}

/* Returns the URI of the file that a system identifier names, or NULL if the identifier is to be kept. */
static char *
resolve (const char *system_id, const char *directory)
{
  g_autofree char *unescaped = g_uri_unescape_string (system_id, NULL);
  const char *const candidates[] = { system_id, unescaped };

  if (*system_id == '\0' || *system_id == '/' || g_uri_peek_scheme (system_id) != NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autofree char *path = NULL;

      if (candidates[i] == NULL)
        continue;
      path = g_canonicalize_filename (candidates[i], directory);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_filename_to_uri (path, NULL, NULL);
    }

  return NULL;
}

/* Returns the text between "<!DOCTYPE " and its ">", for a document in a directory. NULL if the
 * declaration is not at the place that the parser reported. */
char *
document_doctype_extract (const DocumentDoctype *self, const char *directory)
{
  gsize at = self->start + strspn (&self->text[self->start], BLANKS);
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->end <= at || !g_str_has_prefix (&self->text[at], DOCTYPE) || self->text[self->end - 1] != '>')
    return NULL;

  /* libxml2 accepts a declaration without this space. The space is always written. */
  at += strlen (DOCTYPE);
  at += strspn (&self->text[at], BLANKS) > 0 ? 1 : 0;
  for (guint i = 0; i < self->literals->len; i++)
    {
      const DocumentLiteral *literal = &g_array_index (self->literals, DocumentLiteral, i);
      g_autofree char *system_id =
          g_strndup (&self->text[literal->start + 1], literal->end - literal->start - 2);
      g_autofree char *uri = resolve (system_id, directory);

      if (uri == NULL)
        continue;
      g_string_append_len (out, &self->text[at], literal->start - at);
      g_string_append_printf (out, "\"%s\"", uri); /* quotation marks are escaped in a URI */
      at = literal->end;
    }

  g_string_append_len (out, &self->text[at], self->end - 1 - at);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
