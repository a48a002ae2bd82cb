/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor.h"

#include "namespaces.h"
#include "write.h"

#include <string.h>

/* The maximum depth of an insertion. A subtree that is moved does not get deeper than libxml2 accepts (256). */
#define MAX_DEPTH 128

/* Larger subtrees are not removed or moved, so that the document keeps its shape. */
#define MAX_WEIGHT 64

/* The number of random nodes that are tried before the edit becomes an insertion. */
#define MAX_TRIES 32

typedef gboolean (*NodeFilter) (DocumentEditor *self, TroveKey key, GType type, gconstpointer data);

/* The place where a node is inserted. */
typedef struct
{
  TroveKey owner;
  guint position; /* among the children of the owner */
} InsertPoint;

static const guint shares[DOCUMENT_N_EDITS] = {
  [DOCUMENT_EDIT_TEXT] = 35,   [DOCUMENT_EDIT_ATTRIBUTE] = 20, [DOCUMENT_EDIT_INSERT] = 20,
  [DOCUMENT_EDIT_REMOVE] = 10, [DOCUMENT_EDIT_MOVE] = 15,
};

/* Some words must be escaped when they are written, and some are not ASCII. */
static const char *const words[] = {
  "arena",  "branch", "cloud", "document",  "R&D",     "early", "<draft>",  "garden",
  "harbor", "island", "Jörg",  "\"known\"", "lantern", "merge", "ναυτικός", "version",
};

/* A few random words. */
static char *
make_text (DocumentEditor *self)
{
  GString *text = g_string_new (NULL);
  gint n = g_rand_int_range (self->rand, 1, 9);

  for (gint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, words[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (words))]);
    }

  return g_string_free (text, FALSE);
}

/* Choosing nodes */

static TroveKey
get_owner (DocumentEditor *self, TroveKey key)
{
  return trove_document_get_owner (self->document, key, NULL, NULL);
}

static gboolean
is_text (DocumentEditor *self G_GNUC_UNUSED, TroveKey key G_GNUC_UNUSED, GType type, gconstpointer data)
{
  const DocumentLeafData *leaf = data;

  return (type == DOCUMENT_TYPE_TEXT || type == DOCUMENT_TYPE_CDATA) &&
         leaf->content[strspn (leaf->content, " \t\r\n")] != '\0';
}

/* Reads the next attribute, but not a namespace declaration, nor an attribute like xml:id that has a meaning for the parser. */
static gboolean
next_plain_attribute (const char **at, DocumentAttribute *attribute)
{
  while (document_next_attribute (at, attribute))
    if (!g_str_has_prefix (attribute->name, "xml"))
      return TRUE;
  return FALSE;
}

static gboolean
has_plain_attribute (DocumentEditor *self G_GNUC_UNUSED, TroveKey key G_GNUC_UNUSED, GType type,
                     gconstpointer data)
{
  const char *at = type == DOCUMENT_TYPE_ELEMENT ? ((const DocumentElementData *) data)->attributes : NULL;
  DocumentAttribute attribute;

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
is_small_element (DocumentEditor *self, TroveKey key, GType type, gconstpointer data G_GNUC_UNUSED)
{
  return type == DOCUMENT_TYPE_ELEMENT && key != self->root_element &&
         get_weight (self, key, MAX_WEIGHT + 1) <= MAX_WEIGHT;
}

/* TRUE: a node can be inserted into the node or before it. */
static gboolean
is_insertable (DocumentEditor *self, TroveKey key, GType type G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
  guint depth = 0;

  for (TroveKey owner = key; owner != self->root_element; depth++)
    {
      owner = get_owner (self, owner);
      if (owner == 0)
        return FALSE; /* a node beside the root element */
    }
  return depth < MAX_DEPTH;
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

/* Before a node, or at the end of an element. */
static InsertPoint
make_insert_point (DocumentEditor *self, TroveKey key)
{
  InsertPoint point = { key, G_MAXUINT };
  GType type = G_TYPE_INVALID;

  trove_document_peek (self->document, key, &type);
  if (key != self->root_element && (type != DOCUMENT_TYPE_ELEMENT || g_rand_boolean (self->rand)))
    point.owner = trove_document_get_owner (self->document, key, NULL, &point.position);
  return point;
}

static InsertPoint
pick_insert_point (DocumentEditor *self)
{
  TroveKey key = pick (self, is_insertable);

  return make_insert_point (self, key != 0 ? key : self->root_element);
}

/* Edits. A function that finds no node for the edit does nothing, and leaves done as it is. */

static gboolean
edit_text (DocumentEditor *self, gboolean *done, GError **error)
{
  g_autofree char *text = make_text (self);
  const DocumentLeafData data = { text };
  TroveKey key = pick (self, is_text);

  *done = key != 0;
  return !*done || trove_document_set (self->document, key, &data, error);
}

static gboolean
edit_attribute (DocumentEditor *self, gboolean *done, GError **error)
{
  g_autofree char *text = make_text (self);
  g_autoptr (GString) attributes = g_string_new (NULL);
  TroveKey key = pick (self, has_plain_attribute);
  DocumentElementData data;
  DocumentAttribute attribute, chosen = { 0 };
  const char *at;

  *done = key != 0;
  if (!*done)
    return TRUE;

  data = *(const DocumentElementData *) trove_document_peek (self->document, key, NULL);
  at = data.attributes;
  for (gint n = 1; next_plain_attribute (&at, &attribute); n++)
    if (g_rand_int_range (self->rand, 0, n) == 0)
      chosen = attribute;

  g_string_append_len (attributes, data.attributes, chosen.value - data.attributes);
  document_escape (attributes, text, DOCUMENT_ESCAPE_ATTRIBUTE);
  g_string_append (attributes, chosen.value + chosen.value_length);
  data.attributes = attributes->str;
  return trove_document_set (self->document, key, &data, error);
}

static gboolean
add (DocumentEditor *self, GType type, gconstpointer data, const InsertPoint *point, TroveKey *key,
     GError **error)
{
  if (!trove_document_add (self->document, type, data, point->owner, DOCUMENT_CHILDREN, point->position, key,
                           error))
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
  InsertPoint point = pick_insert_point (self);
  TroveKey key;

  if (!add (self, DOCUMENT_TYPE_ELEMENT, &element, &point, &self->inserted, error))
    return FALSE;
  point = (InsertPoint){ self->inserted, G_MAXUINT };
  return add (self, DOCUMENT_TYPE_TEXT, &leaf, &point, &key, error);
}

static gboolean
edit_remove (DocumentEditor *self, gboolean *done, GError **error)
{
  TroveKey key = pick (self, is_small_element);

  *done = key != 0 && trove_document_get_n_objects (self->document) > self->floor;
  return !*done || trove_document_remove (self->document, key, error);
}

static gboolean
is_below (DocumentEditor *self, TroveKey key, TroveKey above)
{
  while (key != 0 && key != above)
    key = get_owner (self, key);
  return key != 0;
}

static gboolean
edit_move (DocumentEditor *self, gboolean *done, GError **error)
{
  TroveKey key = pick (self, is_small_element);
  TroveKey target = key;
  InsertPoint point;

  for (guint i = 0; i < MAX_TRIES && target != 0 && is_below (self, target, key); i++)
    target = pick (self, is_insertable);
  *done = key != 0 && target != 0 && !is_below (self, target, key);
  if (!*done)
    return TRUE;

  /* A position behind the element in its own list is one place farther: the list is counted without the element. */
  point = make_insert_point (self, target);
  return document_keep_namespaces (self->document, key, point.owner, error) &&
         trove_document_move (self->document, key, point.owner, DOCUMENT_CHILDREN, point.position, error);
}

static gboolean
try_edit (DocumentEditor *self, DocumentEdit edit, gboolean *done, GError **error)
{
  switch (edit)
    {
    case DOCUMENT_EDIT_TEXT:
      return edit_text (self, done, error);
    case DOCUMENT_EDIT_ATTRIBUTE:
      return edit_attribute (self, done, error);
    case DOCUMENT_EDIT_REMOVE:
      return edit_remove (self, done, error);
    case DOCUMENT_EDIT_MOVE:
      return edit_move (self, done, error);
    default:
      return TRUE;
    }
}

static DocumentEdit
choose (DocumentEditor *self)
{
  guint draw = g_rand_int_range (self->rand, 0, 100);
  guint edit = 0;

  while (draw >= shares[edit])
    draw -= shares[edit++];

  return edit;
}

/* Makes one edit, and does not commit it. */
gboolean
document_editor_edit (DocumentEditor *self, GError **error)
{
  DocumentEdit edit = choose (self);
  gboolean done = FALSE;

  if (!try_edit (self, edit, &done, error))
    return FALSE;

  /* Inserting is always possible. */
  if (!done)
    {
      edit = DOCUMENT_EDIT_INSERT;
      if (!edit_insert (self, error))
        return FALSE;
    }

  self->n_edits[edit]++;
  return TRUE;
}

static gboolean
copy_node (DocumentEditor *self, DocumentEditor *other, TroveKey original, const InsertPoint *point,
           GError **error)
{
  GType type = G_TYPE_INVALID;
  gconstpointer data = trove_document_peek (other->document, original, &type);
  InsertPoint inside = { 0, G_MAXUINT };
  TroveKey child;

  if (data == NULL)
    return TRUE;
  if (!add (self, type, data, point, &inside.owner, error))
    return FALSE;
  if (type == DOCUMENT_TYPE_ELEMENT)
    for (guint i = 0;
         trove_document_get_children (other->document, original, DOCUMENT_CHILDREN, i, &child, 1) > 0; i++)
      if (!copy_node (self, other, child, &inside, error))
        return FALSE;
  return TRUE;
}

/* Inserts a copy of the element that another editor inserted last at a random place, if the element is there. */
gboolean
document_editor_adopt (DocumentEditor *self, DocumentEditor *other, GError **error)
{
  const InsertPoint point = pick_insert_point (self);

  return copy_node (self, other, other->inserted, &point, error);
}

/* Editors */

static TroveKey
find_root_element (TroveVersion *version)
{
  TroveKey root = trove_version_get_root_key (version), key = 0;
  GType type = G_TYPE_INVALID;

  for (guint i = 0; type != DOCUMENT_TYPE_ELEMENT; i++)
    {
      guint n = trove_version_get_children (version, root, DOCUMENT_CHILDREN, i, &key, 1);

      g_assert (n == 1); /* each document has a root element */
      trove_version_peek (version, key, &type);
    }
  return key;
}

static DocumentEditor *
editor_new (TroveDocument *document, guint32 seed, guint max_keys)
{
  DocumentEditor *self = g_new0 (DocumentEditor, 1);

  self->document = g_object_ref (document);
  self->rand = g_rand_new_with_seed (seed);
  self->keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), max_keys);
  self->max_keys = max_keys;
  return self;
}

DocumentEditor *
document_editor_new (TroveDocument *document, guint32 seed)
{
  guint n_objects = (guint) trove_document_get_n_objects (document);
  DocumentEditor *self = editor_new (document, seed, n_objects + n_objects / 8 + 1000);
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);

  self->root_element = find_root_element (version);
  self->floor = n_objects / 2;
  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    g_array_append_val (self->keys, key);
  return self;
}

/* Makes a second editor, for a branch of the document of the first editor. */
DocumentEditor *
document_editor_branch (DocumentEditor *self, TroveDocument *document)
{
  DocumentEditor *branch = editor_new (document, g_rand_int (self->rand), self->max_keys);

  g_array_append_vals (branch->keys, self->keys->data, self->keys->len);
  branch->root_element = self->root_element;
  branch->floor = self->floor;
  branch->n_inserted = self->n_inserted;
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
