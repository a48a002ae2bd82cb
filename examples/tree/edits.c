/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The edits. Each of them inserts an element if the document has no object to be edited so. */

#include "editor-private.h"

#define MAX_RUN 8 /* items that are replaced at once */

static const char *const labels[TREE_N_EDITS] = {
  [TREE_EDIT_SET] = "Set value",
  [TREE_EDIT_INSERT] = "Insert element",
  [TREE_EDIT_REMOVE] = "Remove node",
  [TREE_EDIT_MOVE] = "Move node",
  [TREE_EDIT_MOVE_WITHIN] = "Move node in its list",
  [TREE_EDIT_REVERSE] = "Reverse nodes",
  [TREE_EDIT_REFER] = "Set reference",
  [TREE_EDIT_CLEAR] = "Clear reference",
  [TREE_EDIT_BOOKMARK] = "Set bookmarks",
};

const char *
tree_edit_get_label (TreeEdit edit)
{
  return labels[edit];
}

/* Values */

static gboolean
set_text (TreeEditor *self, TroveKey key, const char *content, GError **error)
{
  TreeTextData data = *(const TreeTextData *) trove_document_peek (self->document, key, NULL);

  data.parent.line = 0; /* the text is not that of the file */
  data.content = content;
  return trove_document_set (self->document, key, &data, error);
}

static gboolean
set_name (TreeEditor *self, TroveKey key, const char *name, GError **error)
{
  TreeElementData data = *(const TreeElementData *) trove_document_peek (self->document, key, NULL);

  data.name = name;
  return trove_document_set (self->document, key, &data, error);
}

/* name, value: NULL to keep the one that is there. */
static gboolean
set_attribute (TreeEditor *self, TroveKey key, const char *name, const char *value, GError **error)
{
  TreeAttributeData data = *(const TreeAttributeData *) trove_document_peek (self->document, key, NULL);

  data.name = name != NULL ? name : data.name;
  data.value = value != NULL ? value : data.value;
  return trove_document_set (self->document, key, &data, error);
}

static gboolean
set_target (TreeEditor *self, TroveKey key, TroveKey target, GError **error)
{
  TreeAttributeData data = *(const TreeAttributeData *) trove_document_peek (self->document, key, NULL);

  data.target = target;
  return trove_document_set (self->document, key, &data, error);
}

/* Appends some characters to a text, as typing does. */
gboolean
tree_editor_type (TreeEditor *self, TroveKey text, guint number, GError **error)
{
  const TreeTextData *data = trove_document_peek (self->document, text, NULL);
  g_autofree char *content = g_strdup_printf ("%s %u", data->content, number);

  return set_text (self, text, content, error);
}

/* Edits */

static gboolean
add (TreeEditor *self, GType type, gconstpointer data, TroveKey owner, const char *list, TroveKey *key,
     GError **error)
{
  guint n = trove_document_get_n_children (self->document, owner, list);

  if (!trove_document_add (self->document, type, data, owner, list, tree_editor_draw (self, n + 1), key,
                           error))
    return FALSE;
  tree_editor_add_key (self, *key);
  return TRUE;
}

static gboolean
insert (TreeEditor *self, GError **error)
{
  const TreeElementData element = { .name = "inserted" };
  const TreeAttributeData attribute = { .name = "n", .value = "1" };
  const TreeTextData text = { .content = "new text" };
  TroveKey owner = tree_editor_pick_element (self);
  TroveKey key, inner;

  self->edit = TREE_EDIT_INSERT;
  return add (self, TREE_TYPE_ELEMENT, &element, owner, TREE_CHILDREN, &key, error) &&
         add (self, TREE_TYPE_ATTRIBUTE, &attribute, key, TREE_ATTRIBUTES, &inner, error) &&
         add (self, TREE_TYPE_TEXT, &text, key, TREE_CHILDREN, &inner, error);
}

static gboolean
set (TreeEditor *self, GError **error)
{
  static const char *const names[] = { "a", "g", "renamed" }; /* few, since they are interned */
  const char *name = names[tree_editor_draw (self, G_N_ELEMENTS (names))];
  g_autofree char *string = g_strdup_printf ("%u", g_rand_int (self->random));
  guint choice = tree_editor_draw (self, 6);
  TroveKey key;

  if (choice == 0)
    return set_name (self, tree_editor_pick_element (self), name, error);

  key = tree_editor_pick (self, choice < 3 ? self->texts : self->attributes);
  if (key == 0)
    return insert (self, error);
  if (choice < 3)
    return set_text (self, key, string, error);
  return choice == 3 ? set_attribute (self, key, name, NULL, error) :
                       set_attribute (self, key, NULL, string, error);
}

static gboolean
remove_node (TreeEditor *self, GError **error)
{
  TroveKey key = tree_editor_pick_small (self);

  return key != 0 ? trove_document_remove (self->document, key, error) : insert (self, error);
}

static gboolean
move (TreeEditor *self, GError **error)
{
  TroveKey key = tree_editor_pick_small (self);
  TroveKey owner = tree_editor_pick_element (self);
  g_autoptr (GError) refusal = NULL;

  if (key == 0)
    return insert (self, error);
  if (trove_document_move (self->document, key, owner, TREE_CHILDREN, 0, &refusal))
    return TRUE;

  /* The new owner is the node, or below the node. */
  if (g_error_matches (refusal, TROVE_ERROR, TROVE_ERROR_CYCLE))
    return insert (self, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
move_within (TreeEditor *self, GError **error)
{
  TroveKey owner = tree_editor_pick_parent (self);
  guint n = trove_document_get_n_children (self->document, owner, TREE_CHILDREN);

  if (n < 2)
    return insert (self, error);
  return trove_document_move_item (self->document, owner, TREE_CHILDREN, tree_editor_draw (self, n),
                                   tree_editor_draw (self, n), error);
}

static gboolean
reverse (TreeEditor *self, GError **error)
{
  TroveKey owner = tree_editor_pick_parent (self);
  guint n = trove_document_get_n_children (self->document, owner, TREE_CHILDREN);
  guint first = n > 0 ? tree_editor_draw (self, n) : 0;
  TroveKey keys[MAX_RUN];

  n = trove_document_get_children (self->document, owner, TREE_CHILDREN, first, keys, MAX_RUN);
  if (n < 2)
    return insert (self, error);

  for (guint i = 0; i < n / 2; i++)
    {
      TroveKey key = keys[i];

      keys[i] = keys[n - 1 - i];
      keys[n - 1 - i] = key;
    }
  return trove_document_splice (self->document, owner, TREE_CHILDREN, first, n, keys, n, error);
}

static gboolean
refer (TreeEditor *self, GError **error)
{
  TroveKey key = tree_editor_pick (self, self->attributes);

  if (key == 0)
    return insert (self, error);
  self->edit = TREE_EDIT_REFER;
  g_array_append_val (self->referring, key);
  return set_target (self, key, tree_editor_pick_element (self), error);
}

static gboolean
clear_reference (TreeEditor *self, GError **error)
{
  TroveKey key = tree_editor_pick (self, self->referring);

  return key != 0 ? set_target (self, key, 0, error) : refer (self, error);
}

static gboolean
bookmark (TreeEditor *self, GError **error)
{
  guint n = trove_document_get_n_children (self->document, self->root, TREE_BOOKMARKS);
  guint first = tree_editor_draw (self, n + 1);
  guint n_removals = tree_editor_draw (self, MIN (n - first, MAX_RUN) + 1);
  TroveKey keys[MAX_RUN];
  guint n_keys = 0;

  for (guint i = tree_editor_draw (self, MAX_RUN); i > 0; i--)
    keys[n_keys++] = tree_editor_pick_element (self);
  return trove_document_splice (self->document, self->root, TREE_BOOKMARKS, first, n_removals, keys, n_keys,
                                error);
}

/* Makes an edit of a random kind. */
gboolean
tree_editor_edit (TreeEditor *self, GError **error)
{
  static gboolean (*const functions[TREE_N_EDITS]) (TreeEditor *, GError **) = {
    [TREE_EDIT_SET] = set,     [TREE_EDIT_INSERT] = insert,           [TREE_EDIT_REMOVE] = remove_node,
    [TREE_EDIT_MOVE] = move,   [TREE_EDIT_MOVE_WITHIN] = move_within, [TREE_EDIT_REVERSE] = reverse,
    [TREE_EDIT_REFER] = refer, [TREE_EDIT_CLEAR] = clear_reference,   [TREE_EDIT_BOOKMARK] = bookmark,
  };

  self->edit = tree_editor_draw (self, TREE_N_EDITS);
  return functions[self->edit](self, error);
}
