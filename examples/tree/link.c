/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* These attributes name an element:
 *
 * - href="#ID" and xlink:href="#ID", and any attribute whose value is "url(#ID)": the element with that id. SVG has
 *   these.
 * - <sub-class-of type="TYPE"/>: the element <mime-type type="TYPE"/>. The MIME database has these. */

#include "link.h"

#include <string.h>

typedef struct
{
  TroveDocument *document;
  GHashTable *ids;   /* string → TroveKey * of the element */
  GHashTable *types; /* string → TroveKey * of the mime-type element */
} Linker;

/* Keys are 64 bits, and pointers may have 32: a table has pointers to keys. */
static void
insert_key (GHashTable *table, const char *name, TroveKey key)
{
  if (!g_hash_table_contains (table, name))
    g_hash_table_insert (table, g_strdup (name), g_memdup2 (&key, sizeof key));
}

static TroveKey
lookup_key (GHashTable *table, const char *name)
{
  const TroveKey *key = name != NULL ? g_hash_table_lookup (table, name) : NULL;

  return key != NULL ? *key : 0;
}

static const char *
owner_name (Linker *self, TroveKey attribute, TroveKey *owner)
{
  const TreeElementData *element;

  *owner = trove_document_get_owner (self->document, attribute, NULL, NULL);
  element = trove_document_peek (self->document, *owner, NULL);
  return element->name;
}

static void
note_attribute (Linker *self, TroveKey key, const TreeAttributeData *data)
{
  TroveKey owner;
  const char *name = owner_name (self, key, &owner);

  if (strcmp (data->name, "id") == 0)
    insert_key (self->ids, data->value, owner);
  else if (strcmp (data->name, "type") == 0 && strcmp (name, "mime-type") == 0)
    insert_key (self->types, data->value, owner);
}

/* The id in a value as "#id" or "url(#id)", or NULL. */
static char *
dup_id (const TreeAttributeData *data)
{
  gsize length = strlen (data->value);

  if (data->value[0] == '#' && g_str_has_suffix (data->name, "href"))
    return g_strdup (data->value + 1);
  if (g_str_has_prefix (data->value, "url(#") && data->value[length - 1] == ')')
    return g_strndup (data->value + 5, length - 6);
  return NULL;
}

static TroveKey
find_target (Linker *self, TroveKey key, const TreeAttributeData *data)
{
  g_autofree char *id = dup_id (data);
  TroveKey owner;

  if (strcmp (data->name, "type") == 0 && strcmp (owner_name (self, key, &owner), "sub-class-of") == 0)
    return lookup_key (self->types, data->value);
  return lookup_key (self->ids, id);
}

static gboolean
set_target (Linker *self, TroveKey key, GError **error)
{
  /* A copy: the values of a document must not be written to. */
  TreeAttributeData data = *(const TreeAttributeData *) trove_document_peek (self->document, key, NULL);

  data.target = find_target (self, key, &data);
  return data.target == 0 || trove_document_set (self->document, key, &data, error);
}

/* keys: of all attributes. */
gboolean
tree_link (TroveDocument *document, const GArray *keys, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Linker linker = { document, ids, types };

  for (guint i = 0; i < keys->len; i++)
    {
      TroveKey key = g_array_index (keys, TroveKey, i);

      note_attribute (&linker, key, trove_document_peek (document, key, NULL));
    }
  for (guint i = 0; i < keys->len; i++)
    if (!set_target (&linker, g_array_index (keys, TroveKey, i), error))
      return FALSE;
  return TRUE;
}
