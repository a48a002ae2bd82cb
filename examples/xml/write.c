/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "write.h"

#include "walk.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)

typedef struct
{
  DocumentReader *reader;
  GString *buffer; /* text that was written and not yet passed to the sink */
  guint depth;     /* number of open nodes: 1 in the document node */
  gboolean in_tag; /* a start tag is open; attributes may follow */
  guint32 n_nodes;
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

static const char *
get_name (DocumentWriter *self, const DocumentNode *node, GError **error)
{
  return document_reader_get_string (self->reader, &node->name, error);
}

static void
close_tag (DocumentWriter *self, const char *end)
{
  if (self->in_tag)
    g_string_append (self->buffer, end);
  self->in_tag = FALSE;
}

static gboolean
write_start_tag (DocumentWriter *self, const DocumentNode *node, GError **error)
{
  const char *name = get_name (self, node, error);

  if (name == NULL)
    return FALSE;

  g_string_append_c (self->buffer, '<');
  g_string_append (self->buffer, name);
  self->in_tag = TRUE;
  return TRUE;
}

static gboolean
write_attribute (DocumentWriter *self, const DocumentNode *node, const char *content, GError **error)
{
  const char *name = get_name (self, node, error);

  if (name == NULL)
    return FALSE;

  g_string_append_c (self->buffer, ' ');
  g_string_append (self->buffer, name);
  g_string_append (self->buffer, "=\"");
  g_string_append (self->buffer, content); /* escaped when it was stored */
  g_string_append_c (self->buffer, '"');
  return TRUE;
}

static gboolean
write_instruction (DocumentWriter *self, const DocumentNode *node, const char *content, GError **error)
{
  const char *target = get_name (self, node, error);

  if (target == NULL)
    return FALSE;

  g_string_append_printf (self->buffer, "<?%s%s", target, *content != '\0' ? " " : "");
  g_string_append (self->buffer, content);
  g_string_append (self->buffer, "?>");
  return TRUE;
}

static gboolean
write_reference (DocumentWriter *self, const DocumentNode *node, GError **error)
{
  const char *name = get_name (self, node, error);

  if (name == NULL)
    return FALSE;

  g_string_append_printf (self->buffer, "&%s;", name);
  return TRUE;
}

static void
write_between (DocumentWriter *self, const char *start, const char *content, const char *end)
{
  g_string_append (self->buffer, start);
  g_string_append (self->buffer, content);
  g_string_append (self->buffer, end);
}

/* A CDATA section cannot contain its end, but libxml2 joins adjacent sections. So "]]>" is written as two
 * sections, with "]]" and ">". */
static void
write_cdata (DocumentWriter *self, const char *content)
{
  const char *end;

  g_string_append (self->buffer, "<![CDATA[");
  for (; (end = strstr (content, "]]>")) != NULL; content = end + 2)
    {
      g_string_append_len (self->buffer, content, end + 2 - content);
      g_string_append (self->buffer, "]]><![CDATA[");
    }
  write_between (self, "", content, "]]>");
}

static gboolean
write_leaf (DocumentWriter *self, const DocumentNode *node, GError **error)
{
  const char *content;

  if (node->kind == DOCUMENT_REFERENCE)
    return write_reference (self, node, error);

  content = document_reader_get_string (self->reader, &node->content, error);
  if (content == NULL)
    return FALSE;

  switch (node->kind)
    {
    case DOCUMENT_ATTRIBUTE:
      return write_attribute (self, node, content, error);
    case DOCUMENT_INSTRUCTION:
      return write_instruction (self, node, content, error);
    case DOCUMENT_TEXT:
      document_escape (self->buffer, content, DOCUMENT_ESCAPE_TEXT);
      return TRUE;
    case DOCUMENT_CDATA:
      write_cdata (self, content);
      return TRUE;
    case DOCUMENT_COMMENT:
      write_between (self, "<!--", content, "-->");
      return TRUE;
    case DOCUMENT_DECLARATION:
      write_between (self, "<?xml ", content, "?>");
      return TRUE;
    case DOCUMENT_DOCTYPE:
      write_between (self, "<!DOCTYPE ", content, ">");
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static void
end_node (DocumentWriter *self)
{
  if (self->depth == 1)
    g_string_append_c (self->buffer, '\n');
}

static gboolean
enter (DocumentWriter *self, const DocumentNode *node, GError **error)
{
  self->n_nodes++;
  if (node->kind != DOCUMENT_ATTRIBUTE)
    close_tag (self, ">");

  if (!document_node_has_children (node))
    {
      if (!write_leaf (self, node, error))
        return FALSE;
      end_node (self);
      return TRUE;
    }

  self->depth++;
  return node->kind == DOCUMENT_ROOT || write_start_tag (self, node, error);
}

static gboolean
leave (DocumentWriter *self, const DocumentNode *node, GError **error)
{
  self->depth--;
  if (node->kind == DOCUMENT_ROOT)
    return TRUE;

  if (self->in_tag)
    {
      close_tag (self, "/>");
    }
  else
    {
      const char *name = get_name (self, node, error);

      if (name == NULL)
        return FALSE;
      write_between (self, "</", name, ">");
    }

  end_node (self);
  return TRUE;
}

static gboolean
flush (DocumentWriter *self, gsize at_least, DocumentSink sink, gpointer sink_data, GError **error)
{
  if (self->buffer->len < at_least)
    return TRUE;
  if (!sink (self->buffer->str, self->buffer->len, sink_data, error))
    return FALSE;

  g_string_truncate (self->buffer, 0);
  return TRUE;
}

static gboolean
write_all (DocumentWriter *self, DocumentWalk *walk, DocumentSink sink, gpointer sink_data, GError **error)
{
  for (;;)
    {
      const DocumentNode *node;

      switch (document_walk_next (walk, &node, error))
        {
        case DOCUMENT_WALK_ENTER:
          if (!enter (self, node, error))
            return FALSE;
          break;
        case DOCUMENT_WALK_LEAVE:
          if (!leave (self, node, error))
            return FALSE;
          break;
        case DOCUMENT_WALK_END:
          return flush (self, 1, sink, sink_data, error);
        default:
          return FALSE;
        }

      if (!flush (self, BUFFER_SIZE, sink, sink_data, error))
        return FALSE;
    }
}

/* Writes a version, and checks its weight. */
gboolean
document_write (DocumentReader *reader, const TroveRef *root, DocumentSink sink, gpointer sink_data,
                GError **error)
{
  g_autoptr (GString) buffer = g_string_sized_new (BUFFER_SIZE);
  g_auto (DocumentWalk) walk = { 0 };
  DocumentWriter writer = { .reader = reader, .buffer = buffer };
  const DocumentNode *node = trove_reader_get (&reader->nodes, root, error);

  if (node == NULL)
    return FALSE;

  document_walk_init (&walk, reader, root);
  if (!write_all (&writer, &walk, sink, sink_data, error))
    return FALSE;

  if (writer.n_nodes != document_node_get_weight (node))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the version should have %u nodes, but has %u",
                   document_node_get_weight (node), writer.n_nodes);
      return FALSE;
    }

  return TRUE;
}

/* Digests */

static gboolean
digest_sink (const char *data, gsize length, gpointer sink_data, GError **error G_GNUC_UNUSED)
{
  g_checksum_update (sink_data, (const guchar *) data, length);
  return TRUE;
}

gboolean
document_digest (DocumentReader *reader, const TroveRef *root, guint8 digest[DOCUMENT_DIGEST_SIZE],
                 GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DOCUMENT_DIGEST_SIZE;

  if (!document_write (reader, root, digest_sink, checksum, error))
    return FALSE;

  g_checksum_get_digest (checksum, digest, &length);
  return TRUE;
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
write_and_close (DocumentReader *reader, const TroveRef *root, int fd, GError **error)
{
  if (!document_write (reader, root, file_sink, &fd, error))
    {
      close (fd);
      return FALSE;
    }

  return g_close (fd, error);
}

static gboolean
save (DocumentReader *reader, const TroveRef *root, const char *path, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);

  if (fd < 0)
    return set_error_from_errno (error);

  if (write_and_close (reader, root, fd, error) &&
      (g_rename (temporary, path) == 0 || set_error_from_errno (error)))
    return TRUE;

  g_unlink (temporary);
  return FALSE;
}

/* Writes to a temporary file, which is renamed at the end, so that the file exists with all of its
 * contents or not at all. */
gboolean
document_save (DocumentReader *reader, const TroveRef *root, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (save (reader, root, path, error))
    return TRUE;

  g_prefix_error (error, "%s: ", name);
  return FALSE;
}
