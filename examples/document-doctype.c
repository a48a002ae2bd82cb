/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document type declaration is kept as it was written. Put together again from libxml2's tree it would lose
 * what that does not store: references to parameter entities, and how default values were escaped.
 *
 * Only one thing may change: a relative system identifier, of the external subset or of an entity, names
 * something near the file. Where that is a file which is there, the whole URI takes its place, so that a
 * version saved elsewhere means the same.
 *
 * The text is known to be well-formed, so this looks at no more than it needs. */

#include "document-doctype.h"

#include <string.h>

typedef struct
{
  const char *at;        /* what comes next */
  const char *directory; /* that of the file */
  GString *out;
} DoctypeScanner;

static gboolean
looking_at (DoctypeScanner *self, const char *token)
{
  return g_str_has_prefix (self->at, token);
}

static void
copy (DoctypeScanner *self, gsize n)
{
  g_string_append_len (self->out, self->at, n);
  self->at += n;
}

static void
copy_through (DoctypeScanner *self, const char *terminator)
{
  const char *end = strstr (self->at, terminator);

  copy (self, end != NULL ? (gsize) (end - self->at) + strlen (terminator) : strlen (self->at));
}

static void
copy_space (DoctypeScanner *self)
{
  copy (self, strspn (self->at, " \t\r\n"));
}

static void
copy_name (DoctypeScanner *self)
{
  copy (self, strcspn (self->at, " \t\r\n[>'\""));
}

static void
copy_literal (DoctypeScanner *self)
{
  const char *end;

  if (*self->at != '"' && *self->at != '\'')
    return;

  end = strchr (self->at + 1, *self->at);
  copy (self, end != NULL ? (gsize) (end + 1 - self->at) : strlen (self->at));
}

/* The URI of the file that a system identifier names, or NULL when it is to stay as it is. */
static char *
resolve (DoctypeScanner *self, const char *system_id)
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
      path = g_canonicalize_filename (candidates[i], self->directory);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_filename_to_uri (path, NULL, NULL);
    }

  return NULL;
}

static void
copy_system_literal (DoctypeScanner *self)
{
  const char *end = *self->at == '"' || *self->at == '\'' ? strchr (self->at + 1, *self->at) : NULL;
  g_autofree char *system_id = NULL;
  g_autofree char *uri = NULL;

  if (end == NULL)
    return;

  system_id = g_strndup (self->at + 1, end - self->at - 1);
  uri = resolve (self, system_id);
  if (uri == NULL)
    {
      copy_literal (self);
      return;
    }

  g_string_append_printf (self->out, "\"%s\"", uri); /* a URI has no quotation mark: they are escaped */
  self->at = end + 1;
}

static void
copy_external_id (DoctypeScanner *self)
{
  gboolean is_public = looking_at (self, "PUBLIC");

  if (!is_public && !looking_at (self, "SYSTEM"))
    return;

  copy_name (self);
  copy_space (self);
  if (is_public)
    {
      copy_literal (self);
      copy_space (self);
    }
  copy_system_literal (self);
}

/* The rest of one declaration, including its ">". */
static void
copy_declaration (DoctypeScanner *self)
{
  while (*self->at != '\0' && *self->at != '>')
    if (*self->at == '"' || *self->at == '\'')
      copy_literal (self);
    else
      copy (self, 1);

  if (*self->at == '>')
    copy (self, 1);
}

static void
copy_entity_declaration (DoctypeScanner *self)
{
  copy (self, strlen ("<!ENTITY"));
  copy_space (self);
  if (*self->at == '%')
    {
      copy (self, 1);
      copy_space (self);
    }

  /* The name first: an entity may be called SYSTEM. */
  copy_name (self);
  copy_space (self);
  copy_external_id (self);
  copy_declaration (self);
}

static void
copy_internal_subset (DoctypeScanner *self)
{
  while (*self->at != '\0' && *self->at != ']')
    if (looking_at (self, "<!--"))
      copy_through (self, "-->");
    else if (looking_at (self, "<?"))
      copy_through (self, "?>");
    else if (looking_at (self, "<!ENTITY"))
      copy_entity_declaration (self);
    else if (looking_at (self, "<!"))
      copy_declaration (self);
    else
      copy (self, 1);

  if (*self->at == ']')
    copy (self, 1);
}

/* Skips what may stand before a document type declaration. */
static const char *
find (const char *text)
{
  if (g_str_has_prefix (text, "\xef\xbb\xbf")) /* byte order mark */
    text += 3;

  for (;;)
    {
      const char *terminator;

      text += strspn (text, " \t\r\n");
      if (g_str_has_prefix (text, "<!DOCTYPE"))
        return text + strlen ("<!DOCTYPE");
      else if (g_str_has_prefix (text, "<?"))
        terminator = "?>";
      else if (g_str_has_prefix (text, "<!--"))
        terminator = "-->";
      else
        return NULL;

      text = strstr (text, terminator);
      if (text == NULL)
        return NULL;
      text += strlen (terminator);
    }
}

/* What stands between "<!DOCTYPE" and its ">" in the text, UTF-8, of a well-formed document that lies in
 * a directory; NULL if there is none. */
char *
document_doctype_extract (const char *text, const char *directory)
{
  DoctypeScanner scanner = { .at = find (text), .directory = directory };

  if (scanner.at == NULL)
    return NULL;

  scanner.at += strspn (scanner.at, " \t\r\n");
  scanner.out = g_string_new (NULL);
  copy_name (&scanner);
  copy_space (&scanner);
  copy_external_id (&scanner);
  copy_space (&scanner);
  if (*scanner.at == '[')
    copy_internal_subset (&scanner);

  return g_strchomp (g_string_free (scanner.out, FALSE));
}
