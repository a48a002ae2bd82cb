/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The digest is the SHA-256 of a canonical text of the whole tree: of all objects in the order of the tree, with their
 * keys, values and lists. Any thread can compute it. */

#include "digest.h"

#include <gio/gio.h>

#include <string.h>

#define PART_SIZE 16384 /* bytes that are added to the checksum at once, about */

typedef struct
{
  TroveVersionReader reader;
  GChecksum *checksum;
  GString *text;       /* not yet added to the checksum */
  TroveKey last_key;   /* that was written */
  GHashTable *numbers; /* key → the number that is written instead of it; NULL: keys are written */
} Writer;

static void write_object (Writer *self, TroveKey key);

/* Values */

/* Seven bits a byte. */
static void
write_number (GString *text, guint64 number)
{
  for (; number >= 0x80; number >>= 7)
    g_string_append_c (text, (char) (number | 0x80));
  g_string_append_c (text, (char) number);
}

static void
write_string (GString *text, const char *string)
{
  gsize length = string != NULL ? strlen (string) : 0;

  write_number (text, length);
  g_string_append_len (text, string, (gssize) length);
}

static void
write_file (GString *text, const TreeFileData *data)
{
  g_autofree char *uri = data->file != NULL ? g_file_get_uri (data->file) : NULL;

  g_string_append_c (text, 'F');
  write_string (text, uri);
}

static void
write_element (GString *text, const TreeElementData *data)
{
  g_string_append_c (text, 'E');
  write_number (text, data->parent.line);
  write_string (text, data->name);
}

static void
write_text (GString *text, const TreeTextData *data)
{
  g_string_append_c (text, 'T');
  write_number (text, data->parent.line);
  write_number (text, data->kind);
  write_string (text, data->content);
}

static void
write_attribute (GString *text, const TreeAttributeData *data)
{
  g_string_append_c (text, 'A');
  write_string (text, data->name);
  write_string (text, data->value);
  write_number (text, data->target);
}

/* Writes the values of an object, without its lists. */
void
tree_write_values (GString *text, GType type, gconstpointer data)
{
  if (type == TREE_TYPE_ATTRIBUTE)
    write_attribute (text, data);
  else if (type == TREE_TYPE_TEXT)
    write_text (text, data);
  else if (type == TREE_TYPE_ELEMENT)
    write_element (text, data);
  else
    write_file (text, data);
}

/* Objects */

/* What is written for a key: objects are numbered in the order in which they are met. */
static TroveKey
number_of (Writer *self, TroveKey key)
{
  const TroveKey *found;
  TroveKey number;

  if (self->numbers == NULL || key == 0)
    return key;
  found = g_hash_table_lookup (self->numbers, &key);
  if (found != NULL)
    return *found;
  number = g_hash_table_size (self->numbers) + 1;
  g_hash_table_insert (self->numbers, g_memdup2 (&key, sizeof key), g_memdup2 (&number, sizeof number));
  return number;
}

/* Writes the difference from the key before, modulo 2^64: mostly 1, which takes one byte. */
static void
write_key (Writer *self, TroveKey key)
{
  key = number_of (self, key);
  write_number (self->text, key - self->last_key);
  self->last_key = key;
}

/* Calls a function for each item of a list, and writes the end of the list. */
static void
write_list (Writer *self, TroveKey key, const char *list, void (*write) (Writer *, TroveKey))
{
  const TroveKey *keys;
  guint n;

  for (guint i = 0; (keys = trove_version_reader_peek_children (&self->reader, key, list, i, &n)) != NULL;
       i += n)
    for (guint j = 0; j < n; j++)
      write (self, keys[j]);
  write_key (self, 0);
}

static void
flush (Writer *self)
{
  g_checksum_update (self->checksum, (const guchar *) self->text->str, (gssize) self->text->len);
  g_string_truncate (self->text, 0);
}

static void
write_values (Writer *self, GType type, gconstpointer data)
{
  TreeAttributeData attribute;

  if (type == TREE_TYPE_ATTRIBUTE)
    {
      attribute = *(const TreeAttributeData *) data;
      attribute.target = number_of (self, attribute.target);
      data = &attribute;
    }
  tree_write_values (self->text, type, data);
}

/* Writes an object and all that it owns. */
static void
write_object (Writer *self, TroveKey key)
{
  GType type = G_TYPE_INVALID;
  gconstpointer data = trove_version_reader_peek (&self->reader, key, &type);

  write_key (self, key);
  write_values (self, type, data);
  if (self->text->len >= PART_SIZE)
    flush (self);

  if (type == TREE_TYPE_ELEMENT)
    write_list (self, key, TREE_ATTRIBUTES, write_object);
  if (type == TREE_TYPE_ELEMENT || type == TREE_TYPE_FILE)
    write_list (self, key, TREE_CHILDREN, write_object);
  if (type == TREE_TYPE_FILE)
    write_list (self, key, TREE_BOOKMARKS, write_key);
}

static void
compute (TreeDigest *self, TroveVersion *version, GHashTable *numbers)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) text = g_string_sized_new (2 * PART_SIZE);
  Writer writer = { .checksum = checksum, .text = text, .numbers = numbers };
  gsize length = sizeof self->bytes;

  trove_version_reader_init (&writer.reader, version);
  write_object (&writer, trove_version_get_root_key (version));
  flush (&writer);
  g_checksum_get_digest (checksum, self->bytes, &length);
}

void
tree_digest_version (TreeDigest *self, TroveVersion *version)
{
  compute (self, version, NULL);
}

void
tree_digest_content (TreeDigest *self, TroveVersion *version)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  compute (self, version, numbers);
}

gboolean
tree_digest_equal (const TreeDigest *a, const TreeDigest *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}
