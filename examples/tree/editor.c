/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Picking the objects to be edited, at random. */

#include "editor-private.h"

#define MAX_TRIES 50
#define MAX_REMOVED 30 /* objects at once */

static GArray *
new_keys (void)
{
  return g_array_new (FALSE, FALSE, sizeof (TroveKey));
}

/* The first element of the file. */
static TroveKey
find_element (TreeEditor *self)
{
  TroveKey key = 0;
  GType type = G_TYPE_INVALID;

  for (guint i = 0; trove_document_get_children (self->document, self->root, TREE_CHILDREN, i, &key, 1) > 0;
       i++)
    if (trove_document_peek (self->document, key, &type) != NULL && type == TREE_TYPE_ELEMENT)
      break;
  return key;
}

void
tree_editor_add_key (TreeEditor *self, TroveKey key)
{
  GType type = G_TYPE_INVALID;
  gconstpointer data = trove_document_peek (self->document, key, &type);

  if (type == TREE_TYPE_ELEMENT)
    g_array_append_val (self->elements, key);
  else if (type == TREE_TYPE_TEXT)
    g_array_append_val (self->texts, key);
  else if (type == TREE_TYPE_ATTRIBUTE)
    g_array_append_val (self->attributes, key);
  if (type == TREE_TYPE_ATTRIBUTE && ((const TreeAttributeData *) data)->target != 0)
    g_array_append_val (self->referring, key);
}

/* An editor of a document with an element and without edits. */
TreeEditor *
tree_editor_new (TroveDocument *document, GRand *random)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  TreeEditor *self = g_new (TreeEditor, 1);

  *self = (TreeEditor){
    .document = g_object_ref (document),
    .random = random,
    .root = trove_document_get_root_key (document),
    .elements = new_keys (),
    .texts = new_keys (),
    .attributes = new_keys (),
    .referring = new_keys (),
  };
  self->element = find_element (self);
  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    tree_editor_add_key (self, key);
  return self;
}

void
tree_editor_free (TreeEditor *self)
{
  g_array_unref (self->elements);
  g_array_unref (self->texts);
  g_array_unref (self->attributes);
  g_array_unref (self->referring);
  g_object_unref (self->document);
  g_free (self);
}

/* A number below n, which is not 0. */
guint
tree_editor_draw (TreeEditor *self, guint n)
{
  return g_rand_int (self->random) % n;
}

/* The key of an object that is there, or 0. */
TroveKey
tree_editor_pick (TreeEditor *self, const GArray *keys)
{
  for (guint i = 0; keys->len > 0 && i < MAX_TRIES; i++)
    {
      TroveKey key = g_array_index (keys, TroveKey, tree_editor_draw (self, keys->len));

      if (trove_document_peek (self->document, key, NULL) != NULL)
        return key;
    }
  return 0;
}

TroveKey
tree_editor_pick_element (TreeEditor *self)
{
  TroveKey key = tree_editor_pick (self, self->elements);

  return key != 0 ? key : self->element;
}

/* An element or the root: likely one that has many nodes. */
TroveKey
tree_editor_pick_parent (TreeEditor *self)
{
  TroveKey node = tree_editor_pick (self, tree_editor_draw (self, 2) > 0 ? self->elements : self->texts);
  TroveKey owner = trove_document_get_owner (self->document, node, NULL, NULL);

  return owner != 0 ? owner : self->element;
}

TroveKey
tree_editor_pick_text (TreeEditor *self)
{
  return tree_editor_pick (self, self->texts);
}

/* A node other than the outermost element, or 0. */
TroveKey
tree_editor_pick_node (TreeEditor *self)
{
  TroveKey key = tree_editor_pick (self, tree_editor_draw (self, 2) > 0 ? self->elements : self->texts);

  return key != self->element ? key : 0;
}

/* Counts the objects that an object owns, and itself, up to limit. */
static guint
count_objects (TreeEditor *self, TroveKey key, guint limit)
{
  GType type = G_TYPE_INVALID;
  TroveKey child;
  guint n = 1;

  trove_document_peek (self->document, key, &type);
  if (type != TREE_TYPE_ELEMENT)
    return n;

  n += trove_document_get_n_children (self->document, key, TREE_ATTRIBUTES);
  for (guint i = 0;
       n < limit && trove_document_get_children (self->document, key, TREE_CHILDREN, i, &child, 1) > 0; i++)
    n += count_objects (self, child, limit - n);
  return n;
}

/* A node with few objects below it, or 0. */
TroveKey
tree_editor_pick_small (TreeEditor *self)
{
  TroveKey key = tree_editor_pick_node (self);

  return key != 0 && count_objects (self, key, MAX_REMOVED) < MAX_REMOVED ? key : 0;
}
