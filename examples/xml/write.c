/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "write.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)

typedef struct
{
  TroveVersionReader reader;
  GString *out; /* text that was written and not yet passed to the sink */
  guint64 n_objects;
  DocumentSink sink;
  gpointer sink_data;
} DocumentWriter;

/* Escapes text. When the file is read again, the end of a line would become a space in the value of an
 * attribute, and a carriage return would become the end of a line. A ">" could be the end of "]]>". */
void
document_escape (GString *out, const char *text, DocumentEscape escape)
{
  static const char *const specials[] = {
    [DOCUMENT_ESCAPE_TEXT] = "&<>\r",
    [DOCUMENT_ESCAPE_ATTRIBUTE] = "&<>\"\t\n\r",
    [DOCUMENT_ESCAPE_ESCAPED_ATTRIBUTE] = "<>\"\t\n\r",
  };

  for (;;)
    {
      gsize plain = strcspn (text, specials[escape]);

      g_string_append_len (out, text, plain);
      text += plain;
      switch (*text++)
        {
        case '\0':
          return;
        case '&':
          g_string_append (out, "&amp;");
          break;
        case '<':
          g_string_append (out, "&lt;");
          break;
        case '>':
          g_string_append (out, "&gt;");
          break;
        case '"':
          g_string_append (out, "&quot;");
          break;
        default:
          g_string_append_printf (out, "&#%d;", text[-1]);
        }
    }
}

static gboolean write_children (DocumentWriter *self, TroveKey owner, GError **error);

static void
write_between (GString *out, const char *start, const char *content, const char *end)
{
  g_string_append (out, start);
  g_string_append (out, content);
  g_string_append (out, end);
}

/* A CDATA section cannot contain its end, but libxml2 joins adjacent sections. So "]]>" is written as two
 * sections, with "]]" and ">". */
static void
write_cdata (GString *out, const char *content)
{
  const char *end;

  g_string_append (out, "<![CDATA[");
  for (; (end = strstr (content, "]]>")) != NULL; content = end + 2)
    {
      g_string_append_len (out, content, end + 2 - content);
      g_string_append (out, "]]><![CDATA[");
    }
  write_between (out, "", content, "]]>");
}

/* Writes a leaf that is written as it is, between two strings. */
static void
write_leaf (GString *out, GType type, const char *content)
{
  const struct
  {
    GType type;
    const char *start, *end;
  } forms[] = {
    { DOCUMENT_TYPE_COMMENT, "<!--", "-->" }, { DOCUMENT_TYPE_INSTRUCTION, "<?", "?>" },
    { DOCUMENT_TYPE_REFERENCE, "&", ";" },    { DOCUMENT_TYPE_DECLARATION, "<?xml ", "?>" },
    { DOCUMENT_TYPE_DTD, "<!DOCTYPE ", ">" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].type == type)
      write_between (out, forms[i].start, content, forms[i].end);
}

static gboolean
write_element (DocumentWriter *self, TroveKey key, const DocumentElementData *element, GError **error)
{
  guint n;

  write_between (self->out, "<", element->name, "");
  if (element->attributes != NULL)
    write_between (self->out, " ", element->attributes, "");
  if (trove_version_reader_peek_children (&self->reader, key, DOCUMENT_CHILDREN, 0, &n) == NULL)
    {
      g_string_append (self->out, "/>");
      return TRUE;
    }

  g_string_append_c (self->out, '>');
  if (!write_children (self, key, error))
    return FALSE;
  write_between (self->out, "</", element->name, ">");
  return TRUE;
}

static gboolean
flush (DocumentWriter *self, gsize at_least, GError **error)
{
  if (self->out->len < at_least)
    return TRUE;
  if (!self->sink (self->out->str, self->out->len, self->sink_data, error))
    return FALSE;

  g_string_truncate (self->out, 0);
  return TRUE;
}

static gboolean
write_node (DocumentWriter *self, TroveKey key, GError **error)
{
  GType type = G_TYPE_INVALID;
  const DocumentLeafData *leaf = trove_version_reader_peek (&self->reader, key, &type);

  self->n_objects++;
  if (type == DOCUMENT_TYPE_ELEMENT)
    {
      if (!write_element (self, key, (const DocumentElementData *) leaf, error))
        return FALSE;
    }
  else if (type == DOCUMENT_TYPE_TEXT)
    document_escape (self->out, leaf->content, DOCUMENT_ESCAPE_TEXT);
  else if (type == DOCUMENT_TYPE_CDATA)
    write_cdata (self->out, leaf->content);
  else
    write_leaf (self->out, type, leaf->content);

  return flush (self, BUFFER_SIZE, error);
}

static gboolean
write_children (DocumentWriter *self, TroveKey owner, GError **error)
{
  const TroveKey *keys;
  guint n;

  for (guint first = 0; (keys = trove_version_reader_peek_children (&self->reader, owner, DOCUMENT_CHILDREN,
                                                                    first, &n)) != NULL;
       first += n)
    for (guint i = 0; i < n; i++)
      if (!write_node (self, keys[i], error))
        return FALSE;

  return TRUE;
}

/* Each node beside the root element, and that element, ends its line. */
static gboolean
write_root (DocumentWriter *self, TroveVersion *version, GError **error)
{
  TroveKey root = trove_version_get_root_key (version);
  TroveKey key;

  self->n_objects++;
  for (guint i = 0; trove_version_get_children (version, root, DOCUMENT_CHILDREN, i, &key, 1) > 0; i++)
    {
      if (!write_node (self, key, error))
        return FALSE;
      g_string_append_c (self->out, '\n');
    }
  return flush (self, 1, error);
}

/* Writes a version, and checks the number of its objects. */
gboolean
document_write (TroveVersion *version, DocumentSink sink, gpointer sink_data, GError **error)
{
  g_autoptr (GString) out = g_string_sized_new (2 * BUFFER_SIZE);
  DocumentWriter writer = { .out = out, .sink = sink, .sink_data = sink_data };
  guint64 n_objects = trove_version_get_n_objects (version);

  trove_version_reader_init (&writer.reader, version);
  if (!write_root (&writer, version, error))
    return FALSE;
  if (writer.n_objects == n_objects)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "the version should have %" G_GUINT64_FORMAT " objects, but %" G_GUINT64_FORMAT
               " are in its tree",
               n_objects, writer.n_objects);
  return FALSE;
}

/* Digests */

static gboolean
digest_sink (const char *data, gsize length, gpointer sink_data, GError **error G_GNUC_UNUSED)
{
  g_checksum_update (sink_data, (const guchar *) data, length);
  return TRUE;
}

/* Returns the SHA-256 of a version's XML. */
char *
document_digest (TroveVersion *version, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  if (!document_write (version, digest_sink, checksum, error))
    return NULL;
  return g_strdup (g_checksum_get_string (checksum));
}

/* Files */

static gboolean
set_error_from_errno (GError **error)
{
  int saved_errno = errno;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), g_strerror (saved_errno));
  return FALSE;
}

static gboolean
file_sink (const char *data, gsize length, gpointer sink_data, GError **error)
{
  const int *fd = sink_data;

  while (length > 0)
    {
      gssize n = write (*fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_error_from_errno (error);

      data += n;
      length -= n;
    }

  return TRUE;
}

static gboolean
write_and_close (TroveVersion *version, int fd, GError **error)
{
  if (!document_write (version, file_sink, &fd, error))
    {
      close (fd);
      return FALSE;
    }

  return g_close (fd, error);
}

static gboolean
save (TroveVersion *version, const char *path, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);

  if (fd < 0)
    return set_error_from_errno (error);

  if (write_and_close (version, fd, error) &&
      (g_rename (temporary, path) == 0 || set_error_from_errno (error)))
    return TRUE;

  g_unlink (temporary);
  return FALSE;
}

/* Writes to a temporary file, which is renamed at the end, so that the file exists with all of its
 * contents or not at all. */
gboolean
document_save (TroveVersion *version, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (save (version, path, error))
    return TRUE;

  g_prefix_error (error, "%s: ", name);
  return FALSE;
}
