/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor.h"

#include "write.h"

#include <string.h>

#define MAX_DEPTH 128 /* of an insertion: a subtree that is moved stays within the 256 levels of libxml2 */
#define MAX_WEIGHT 64 /* larger subtrees are not removed or moved, so that the document keeps its shape */
#define MAX_TRIES 32  /* random nodes, before the edit becomes an insertion */

typedef gboolean (*NodeFilter) (DocumentEditor *self, TroveKey key, GType type, gconstpointer data);

/* One of the attributes in the string of an element. */
typedef struct
{
  const char *name;
  const char *value; /* as it is written, between the quotation marks */
  gsize name_length;
  gsize value_length;
} Attribute;

/* A few random words. Some must be escaped when they are written, and some are not ASCII. */
static char *
make_text (DocumentEditor *self)
{
  static const char *const words[] = {
    "arena",  "branch", "cloud", "document",  "R&D",     "early", "<draft>",  "garden",
    "harbor", "island", "Jörg",  "\"known\"", "lantern", "merge", "ναυτικός", "version",
  };
  GString *text = g_string_new (NULL);

  for (gint n = g_rand_int_range (self->rand, 1, 9); n > 0; n--)
    g_string_append_printf (text, "%s%s", words[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (words))],
                            n > 1 ? " " : "");
  return g_string_free (text, FALSE);
}

/* Reads an attribute of the string that *at points into, and moves *at behind it. FALSE at the end of the string. */
static gboolean
next_attribute (const char **at, Attribute *attribute)
{
  const char *name = *at;

  if (name == NULL || *name == '\0')
    return FALSE;

  attribute->name = name;
  attribute->name_length = strcspn (name, "=");
  attribute->value = name + attribute->name_length + strlen ("=\"");
  attribute->value_length = strcspn (attribute->value, "\"");
  *at = attribute->value + attribute->value_length + 1;
  *at += strspn (*at, " ");
  return TRUE;
}

/* Choosing nodes */

static gboolean
is_text (DocumentEditor *self, TroveKey key, GType type, gconstpointer data)
{
  const DocumentLeafData *leaf = data;

  return (type == DOCUMENT_TYPE_TEXT || type == DOCUMENT_TYPE_CDATA) &&
         leaf->content[strspn (leaf->content, " \t\r\n")] != '\0';
}

/* Reads the next attribute, but not a namespace declaration, nor an attribute like xml:id that has a meaning for the parser. */
static gboolean
next_plain_attribute (const char **at, Attribute *attribute)
{
  while (next_attribute (at, attribute))
    if (!g_str_has_prefix (attribute->name, "xml"))
      return TRUE;
  return FALSE;
}

static gboolean
has_attribute (DocumentEditor *self, TroveKey key, GType type, gconstpointer data)
{
  const char *at = type == DOCUMENT_TYPE_ELEMENT ? ((const DocumentElementData *) data)->attributes : NULL;
  Attribute attribute;

  return next_plain_attribute (&at, &attribute);
}

/* Counts a node and the nodes below it, up to a limit of MAX_WEIGHT + 1. */
static guint
get_weight (DocumentEditor *self, TroveKey key, guint limit)
{
  GType type = G_TYPE_INVALID;
  TroveKey children[MAX_WEIGHT + 1];
  guint weight = 1, n = 0;

  trove_document_peek (self->document, key, &type);
  if (type == DOCUMENT_TYPE_ELEMENT)
    n = trove_document_get_children (self->document, key, DOCUMENT_CHILDREN, 0, children, limit);
  for (guint i = 0; i < n && weight < limit; i++)
    weight += get_weight (self, children[i], limit - weight);
  return weight;
}

static gboolean
is_small_element (DocumentEditor *self, TroveKey key, GType type, gconstpointer data)
{
  return type == DOCUMENT_TYPE_ELEMENT && key != self->root_element &&
         get_weight (self, key, MAX_WEIGHT + 1) <= MAX_WEIGHT;
}

/* The number of owners between two nodes, G_MAXUINT if the second is not above the first. */
static guint
get_depth (DocumentEditor *self, TroveKey key, TroveKey above)
{
  guint depth = 0;

  for (; key != above && key != 0; depth++)
    key = trove_document_get_owner (self->document, key, NULL, NULL);
  return key != 0 ? depth : G_MAXUINT;
}

/* TRUE: a node can be inserted into the node or before it. */
static gboolean
is_insertable (DocumentEditor *self, TroveKey key, GType type, gconstpointer data)
{
  return get_depth (self, key, self->root_element) < MAX_DEPTH;
}

/* Finds a random node that the filter accepts, or 0. Keys of nodes that have been removed are dropped on the way. */
static TroveKey
pick (DocumentEditor *self, NodeFilter filter)
{
  for (guint i = 0; i < MAX_TRIES && self->keys->len > 0; i++)
    {
      guint index = (guint) g_rand_int_range (self->rand, 0, (gint32) self->keys->len);
      TroveKey key = g_array_index (self->keys, TroveKey, index);
      GType type = G_TYPE_INVALID;
      gconstpointer data = trove_document_peek (self->document, key, &type);

      if (data == NULL)
        g_array_remove_index_fast (self->keys, index);
      else if (filter (self, key, type, data))
        return key;
    }
  return 0;
}

/* Finds a place before a node, or at the end of an element. Returns the owner. */
static TroveKey
pick_place (DocumentEditor *self, guint *position)
{
  TroveKey key = pick (self, is_insertable);
  GType type = G_TYPE_INVALID;

  *position = G_MAXUINT;
  if (key == 0 || key == self->root_element)
    return self->root_element;
  trove_document_peek (self->document, key, &type);
  if (type == DOCUMENT_TYPE_ELEMENT && !g_rand_boolean (self->rand))
    return key;
  return trove_document_get_owner (self->document, key, NULL, position);
}

/* Edits. An edit for which there is no node becomes an insertion, which is always possible. */

/* Adds a node, and its key to the keys to choose from. */
static gboolean
add (DocumentEditor *self, GType type, gconstpointer data, TroveKey owner, guint position, TroveKey *key,
     GError **error)
{
  if (!trove_document_add (self->document, type, data, owner, DOCUMENT_CHILDREN, position, key, error))
    return FALSE;

  if (self->keys->len < self->max_keys)
    g_array_append_val (self->keys, *key);
  else
    g_array_index (self->keys, TroveKey, g_rand_int_range (self->rand, 0, (gint32) self->max_keys)) = *key;
  return TRUE;
}

static gboolean
edit_insert (DocumentEditor *self, GError **error)
{
  g_autofree char *attributes = g_strdup_printf ("number=\"%" G_GUINT64_FORMAT "\"", self->n_inserted++);
  g_autofree char *text = make_text (self);
  const DocumentElementData element = { "note", attributes };
  const DocumentLeafData leaf = { text };
  guint position;
  TroveKey owner = pick_place (self, &position), key, inner;

  self->n_edits[DOCUMENT_EDIT_INSERT]++;
  return add (self, DOCUMENT_TYPE_ELEMENT, &element, owner, position, &key, error) &&
         add (self, DOCUMENT_TYPE_TEXT, &leaf, key, 0, &inner, error);
}

static gboolean
edit_text (DocumentEditor *self, GError **error)
{
  g_autofree char *text = make_text (self);
  const DocumentLeafData data = { text };
  TroveKey key = pick (self, is_text);

  if (key == 0)
    return edit_insert (self, error);
  self->n_edits[DOCUMENT_EDIT_TEXT]++;
  return trove_document_set (self->document, key, &data, error);
}

static gboolean
edit_attribute (DocumentEditor *self, GError **error)
{
  g_autofree char *text = make_text (self);
  g_autoptr (GString) attributes = g_string_new (NULL);
  TroveKey key = pick (self, has_attribute);
  DocumentElementData data;
  Attribute attribute, chosen = { 0 };

  if (key == 0)
    return edit_insert (self, error);
  data = *(const DocumentElementData *) trove_document_peek (self->document, key, NULL);
  for (const char *at = data.attributes; next_plain_attribute (&at, &attribute);)
    if (chosen.name == NULL || g_rand_boolean (self->rand))
      chosen = attribute;

  g_string_append_len (attributes, data.attributes, chosen.value - data.attributes);
  document_escape (attributes, text, DOCUMENT_ESCAPE_ATTRIBUTE);
  g_string_append (attributes, chosen.value + chosen.value_length);
  data.attributes = attributes->str;
  self->n_edits[DOCUMENT_EDIT_ATTRIBUTE]++;
  return trove_document_set (self->document, key, &data, error);
}

static gboolean
edit_remove (DocumentEditor *self, GError **error)
{
  TroveKey key = pick (self, is_small_element);

  if (key == 0 || trove_document_get_n_objects (self->document) <= self->n_first / 2)
    return edit_insert (self, error);
  self->n_edits[DOCUMENT_EDIT_REMOVE]++;
  return trove_document_remove (self->document, key, error);
}

/* Adds the declarations of an element, "xmlns" or "xmlns:prefix" -> URI, except those of names that are there. */
static void
add_bindings (DocumentEditor *self, TroveKey key, GHashTable *bindings)
{
  GType type = G_TYPE_INVALID;
  const DocumentElementData *element = trove_document_peek (self->document, key, &type);
  const char *at = type == DOCUMENT_TYPE_ELEMENT ? element->attributes : NULL;
  Attribute attribute;

  while (next_attribute (&at, &attribute))
    if (g_str_has_prefix (attribute.name, "xmlns=") || g_str_has_prefix (attribute.name, "xmlns:"))
      {
        g_autofree char *name = g_strndup (attribute.name, attribute.name_length);

        if (!g_hash_table_contains (bindings, name))
          g_hash_table_insert (bindings, g_steal_pointer (&name),
                               g_strndup (attribute.value, attribute.value_length));
      }
}

/* The declarations that hold inside an element, if it is in the given owner. Names without a prefix need none. */
static GHashTable *
get_bindings (DocumentEditor *self, TroveKey element, TroveKey owner)
{
  GHashTable *bindings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  add_bindings (self, element, bindings);
  for (; owner != 0; owner = trove_document_get_owner (self->document, owner, NULL, NULL))
    add_bindings (self, owner, bindings);
  if (!g_hash_table_contains (bindings, "xmlns"))
    g_hash_table_insert (bindings, g_strdup ("xmlns"), g_strdup (""));
  return bindings;
}

/* Keeps the meaning of an element that is about to move. If a prefix, or no prefix, stands for another namespace at the new
 * place, the element declares the namespace of the old place. Prefixes that the element does not use are declared as well: to
 * find out would mean to visit all nodes below it. */
static gboolean
keep_namespaces (DocumentEditor *self, TroveKey element, TroveKey owner, GError **error)
{
  TroveKey old_owner = trove_document_get_owner (self->document, element, NULL, NULL);
  g_autoptr (GHashTable) old = get_bindings (self, element, old_owner);
  g_autoptr (GHashTable) new = get_bindings (self, element, owner);
  g_autoptr (GString) attributes = g_string_new (NULL);
  DocumentElementData data =
      *(const DocumentElementData *) trove_document_peek (self->document, element, NULL);
  GHashTableIter iter;
  gpointer name, uri;

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &name, &uri))
    if (g_strcmp0 (uri, g_hash_table_lookup (new, name)) != 0)
      g_string_append_printf (attributes, "%s=\"%s\" ", (char *) name, (char *) uri);

  if (attributes->len == 0)
    return TRUE;
  g_string_append (attributes, data.attributes != NULL ? data.attributes : "");
  data.attributes = g_strchomp (attributes->str);
  return trove_document_set (self->document, element, &data, error);
}

/* An element cannot move to a place in itself. A position behind the element in its own list is one place farther: the list
 * is counted without the element. */
static gboolean
edit_move (DocumentEditor *self, GError **error)
{
  TroveKey key = pick (self, is_small_element);
  guint position;
  TroveKey owner = pick_place (self, &position);

  if (key == 0 || get_depth (self, owner, key) != G_MAXUINT)
    return edit_insert (self, error);
  self->n_edits[DOCUMENT_EDIT_MOVE]++;
  return keep_namespaces (self, key, owner, error) &&
         trove_document_move (self->document, key, owner, DOCUMENT_CHILDREN, position, error);
}

/* Makes one edit, and does not commit it. */
gboolean
document_editor_edit (DocumentEditor *self, GError **error)
{
  gint percent = g_rand_int_range (self->rand, 0, 100);

  if (percent < 35)
    return edit_text (self, error);
  if (percent < 55)
    return edit_attribute (self, error);
  if (percent < 75 && trove_document_get_n_objects (self->document) <= self->n_first + 1000)
    return edit_insert (self, error);
  if (percent < 85)
    return edit_remove (self, error);
  return edit_move (self, error);
}

/* Editors */

DocumentEditor *
document_editor_new (TroveDocument *document, guint32 seed)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  const DocumentRootData *root = trove_version_peek (version, trove_version_get_root_key (version), NULL);
  DocumentEditor *self = g_new0 (DocumentEditor, 1);

  self->document = g_object_ref (document);
  self->rand = g_rand_new_with_seed (seed);
  self->root_element = root->element;
  self->n_first = (guint) trove_version_get_n_objects (version);
  self->max_keys = self->n_first + self->n_first / 8 + 1000;
  self->keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), self->max_keys);
  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    g_array_append_val (self->keys, key);
  return self;
}

/* Makes a second editor, for a branch of the document of the first editor. The second begins with the same keys in the same
 * order: the order of keys in a branch is not the same in each run. */
DocumentEditor *
document_editor_branch (DocumentEditor *self, TroveDocument *document)
{
  DocumentEditor *branch = g_memdup2 (self, sizeof *self);

  branch->document = g_object_ref (document);
  branch->rand = g_rand_new_with_seed (g_rand_int (self->rand));
  branch->keys = g_array_copy (self->keys);
  memset (branch->n_edits, 0, sizeof branch->n_edits);
  return branch;
}

void
document_editor_free (DocumentEditor *self)
{
  g_array_unref (self->keys);
  g_rand_free (self->rand);
  g_object_unref (self->document);
  g_free (self);
}
