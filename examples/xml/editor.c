/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor.h"

#include "namespaces.h"
#include "walk.h"
#include "write.h"

#include <string.h>

/* The maximum depth of an edit, which copies every level above it. A subtree that is moved does not get
 * deeper than libxml2 accepts (256). */
#define MAX_DEPTH 128

/* Larger subtrees are not removed or moved, so that the document keeps its shape. */
#define MAX_WEIGHT 64

/* The number of random places that are tried before the edit becomes an insertion. */
#define MAX_TRIES 32

typedef gboolean (*PlaceFilter) (DocumentEditor *self, const DocumentPlace *place);

/* The place where a subtree is inserted. Both members are positions in the document. */
typedef struct
{
  guint32 parent;
  guint32 at; /* the position that the subtree will have */
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

/* Places. A filter that cannot read returns FALSE; the edit then reports the error of the arena. */

static gboolean
is_text (DocumentEditor *self, const DocumentPlace *place)
{
  const char *content;

  if (place->node->kind != DOCUMENT_TEXT && place->node->kind != DOCUMENT_CDATA)
    return FALSE;

  content = document_reader_get_string (&self->reader, &place->node->content, NULL);
  return content != NULL && content[strspn (content, " \t\r\n")] != '\0';
}

/* An attribute, but not a namespace declaration, nor an attribute like xml:id that has a meaning for the
 * parser. */
static gboolean
is_plain_attribute (DocumentEditor *self, const DocumentPlace *place)
{
  const char *name;

  if (place->node->kind != DOCUMENT_ATTRIBUTE)
    return FALSE;

  name = document_reader_get_string (&self->reader, &place->node->name, NULL);
  return name != NULL && !g_str_has_prefix (name, "xml");
}

static gboolean
is_small_element (DocumentEditor *self G_GNUC_UNUSED, const DocumentPlace *place)
{
  return place->node->kind == DOCUMENT_ELEMENT && place->depth >= 2 &&
         document_node_get_weight (place->node) <= MAX_WEIGHT;
}

/* TRUE: a subtree can be inserted into the node or before it. */
static gboolean
is_insertable (DocumentEditor *self G_GNUC_UNUSED, const DocumentPlace *place)
{
  if (place->depth == 1)
    return place->node->kind == DOCUMENT_ELEMENT;
  return place->depth >= 2 && place->node->kind != DOCUMENT_ATTRIBUTE;
}

static gboolean
get_weight (DocumentEditor *self, guint32 *weight, GError **error)
{
  const DocumentNode *document = trove_reader_get (&self->reader.nodes, &self->root, error);

  if (document == NULL)
    return FALSE;
  *weight = document_node_get_weight (document);
  return TRUE;
}

/* Finds a random place that the filter accepts, and its ancestors. found becomes FALSE if there is
 * none. */
static gboolean
pick (DocumentEditor *self, PlaceFilter filter, DocumentPlace *place, GPtrArray *ancestors, gboolean *found,
      GError **error)
{
  guint32 weight;

  if (!get_weight (self, &weight, error))
    return FALSE;

  *found = FALSE;
  for (guint i = 0; i < MAX_TRIES && !*found; i++)
    {
      guint32 position = (guint32) (g_rand_double (self->rand) * weight);

      g_ptr_array_set_size (ancestors, 0);
      if (!document_find (&self->reader, &self->root, position, MAX_DEPTH, ancestors, place, error))
        return FALSE;
      *found = filter (self, place);
    }

  return TRUE;
}

/* Finds the position of the root element. The nodes before it have no children. */
static gboolean
find_root_element (DocumentReader *reader, const TroveRef *root, guint32 *position, GError **error)
{
  g_auto (DocumentWalk) walk = { 0 };
  const DocumentNode *node;
  DocumentWalkEvent event;

  *position = 0;
  document_walk_init (&walk, reader, root);
  event = document_walk_next (&walk, &node, error); /* the document node */
  while (event == DOCUMENT_WALK_ENTER && node->kind != DOCUMENT_ELEMENT)
    {
      event = document_walk_next (&walk, &node, error);
      ++*position;
    }

  g_assert (event == DOCUMENT_WALK_ENTER || event == DOCUMENT_WALK_ERROR);
  return event == DOCUMENT_WALK_ENTER;
}

/* Makes an insert point before a place, or at the end of the element at the place. ancestors becomes the
 * ancestors of the inserted node. */
static InsertPoint
make_insert_point (DocumentEditor *self, const DocumentPlace *place, GPtrArray *ancestors)
{
  if (place->node->kind == DOCUMENT_ELEMENT && (place->depth == 1 || g_rand_boolean (self->rand)))
    {
      g_ptr_array_add (ancestors, (gpointer) place->node);
      return (InsertPoint){ place->position, place->position + document_node_get_weight (place->node) };
    }

  return (InsertPoint){ place->parent, place->position };
}

static gboolean
pick_insert_point (DocumentEditor *self, InsertPoint *point, GPtrArray *ancestors, GError **error)
{
  DocumentPlace place;
  gboolean found;

  if (!pick (self, is_insertable, &place, ancestors, &found, error))
    return FALSE;
  if (!found)
    {
      g_ptr_array_set_size (ancestors, 0);
      if (!document_find (&self->reader, &self->root, self->root_element, 1, ancestors, &place, error))
        return FALSE;
    }

  *point = make_insert_point (self, &place, ancestors);
  return TRUE;
}

/* Edits. Each function sets done, unless it found no place for the edit. */

static gboolean
edit_content (DocumentEditor *self, PlaceFilter filter, DocumentEscape escape, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) ancestors = g_ptr_array_new ();
  g_autofree char *text = make_text (self);
  g_autoptr (GString) escaped = g_string_new (NULL);
  DocumentPlace place;

  if (!pick (self, filter, &place, ancestors, done, error))
    return FALSE;
  if (!*done)
    return TRUE;

  /* Attributes are kept as they are written. */
  if (escape == DOCUMENT_ESCAPE_ATTRIBUTE)
    document_escape (escaped, text, escape);
  else
    g_string_assign (escaped, text);

  return document_set_content (self->arena, &self->root, &place, escaped->str, error);
}

/* Makes an element with an attribute and a text, which is in no document yet. */
static gboolean
make_element (DocumentEditor *self, DocumentItem *item, GError **error)
{
  DocumentNode element = { .kind = DOCUMENT_ELEMENT, .name = self->names[0] };
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, self->n_inserted++);
  g_autofree char *text = make_text (self);
  DocumentItem children[2];

  return document_append_leaf (self->arena, DOCUMENT_ATTRIBUTE, &self->names[1], number, &children[0],
                               error) &&
         document_append_leaf (self->arena, DOCUMENT_TEXT, NULL, text, &children[1], error) &&
         document_list_build (&element.children, self->arena, children, G_N_ELEMENTS (children), error) &&
         document_append_element (self->arena, &element, item, error);
}

static gboolean
insert_at (DocumentEditor *self, const InsertPoint *point, const DocumentItem *item, GError **error)
{
  return document_insert (self->arena, &self->root, point->parent, point->at - point->parent - 1, item,
                          error);
}

static gboolean
edit_insert (DocumentEditor *self, GError **error)
{
  g_autoptr (GPtrArray) ancestors = g_ptr_array_new ();
  InsertPoint point;
  DocumentItem item;

  if (!pick_insert_point (self, &point, ancestors, error) || !make_element (self, &item, error) ||
      !insert_at (self, &point, &item, error))
    return FALSE;

  self->inserted = item.ref;
  return TRUE;
}

static gboolean
edit_remove (DocumentEditor *self, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) ancestors = g_ptr_array_new ();
  DocumentPlace place;
  guint32 weight;

  if (!get_weight (self, &weight, error) || !pick (self, is_small_element, &place, ancestors, done, error))
    return FALSE;

  *done = *done && weight > self->floor;
  return !*done || document_remove (self->arena, &self->root, &place, error);
}

/* Finds a place to which a subtree can move: not a place in the subtree. */
static gboolean
pick_target (DocumentEditor *self, const DocumentPlace *source, InsertPoint *point, GPtrArray *ancestors,
             gboolean *found, GError **error)
{
  guint32 weight = document_node_get_weight (source->node);

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      DocumentPlace place;

      if (!pick (self, is_insertable, &place, ancestors, found, error))
        return FALSE;
      if (*found && (place.position < source->position || place.position >= source->position + weight))
        {
          *point = make_insert_point (self, &place, ancestors);
          return TRUE;
        }
    }

  *found = FALSE;
  return TRUE;
}

static gboolean
edit_move (DocumentEditor *self, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) from = g_ptr_array_new ();
  g_autoptr (GPtrArray) to = g_ptr_array_new ();
  DocumentPlace source;
  DocumentItem item;
  InsertPoint point;
  guint32 weight;

  if (!pick (self, is_small_element, &source, from, done, error) ||
      (*done && !pick_target (self, &source, &point, to, done, error)))
    return FALSE;
  if (!*done)
    return TRUE;

  weight = document_node_get_weight (source.node);
  item = (DocumentItem){ source.ref, weight };
  if (!document_keep_namespaces (&self->reader, self->arena, &item, from, to, error) ||
      !document_remove (self->arena, &self->root, &source, error))
    return FALSE;

  /* The removal has changed the positions of the nodes after the subtree. */
  if (point.parent > source.position)
    point.parent -= weight;
  if (point.at > source.position)
    point.at -= weight;
  return insert_at (self, &point, &item, error);
}

static gboolean
try_edit (DocumentEditor *self, DocumentEdit edit, gboolean *done, GError **error)
{
  switch (edit)
    {
    case DOCUMENT_EDIT_TEXT:
      return edit_content (self, is_text, DOCUMENT_ESCAPE_TEXT, done, error);
    case DOCUMENT_EDIT_ATTRIBUTE:
      return edit_content (self, is_plain_attribute, DOCUMENT_ESCAPE_ATTRIBUTE, done, error);
    case DOCUMENT_EDIT_REMOVE:
      return edit_remove (self, done, error);
    case DOCUMENT_EDIT_MOVE:
      return edit_move (self, done, error);
    default:
      *done = FALSE;
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

/* Makes one edit, and sets the arena's root to the next version. */
gboolean
document_editor_edit (DocumentEditor *self, GError **error)
{
  DocumentEdit edit = choose (self);
  gboolean done;

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
  return trove_arena_set_root (self->arena, &self->root, error);
}

/* Inserts a subtree that is in the arena already, at a random place. The subtree is shared, not copied. */
gboolean
document_editor_insert (DocumentEditor *self, const TroveRef *subtree, GError **error)
{
  g_autoptr (GPtrArray) ancestors = g_ptr_array_new ();
  const DocumentNode *node = trove_reader_get (&self->reader.nodes, subtree, error);
  InsertPoint point;
  DocumentItem item;

  if (node == NULL)
    return FALSE;

  item = (DocumentItem){ *subtree, document_node_get_weight (node) };
  return pick_insert_point (self, &point, ancestors, error) && insert_at (self, &point, &item, error) &&
         trove_arena_set_root (self->arena, &self->root, error);
}

/* Editors */

DocumentEditor *
document_editor_new (TroveArena *arena, const TroveRef *root, guint32 seed, GError **error)
{
  static const char *const names[] = { "note", "number" };
  g_autoptr (DocumentEditor) self = g_new0 (DocumentEditor, 1);
  guint32 weight;

  self->rand = g_rand_new_with_seed (seed);
  self->root = *root;
  document_editor_set_arena (self, arena);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!trove_arena_append_string (arena, DOCUMENT_POOL_STRINGS, names[i], -1, &self->names[i], error))
      return NULL;

  if (!get_weight (self, &weight, error) ||
      !find_root_element (&self->reader, root, &self->root_element, error))
    return NULL;
  self->floor = weight / 2;
  return g_steal_pointer (&self);
}

/* Makes a second editor, for a clone of the arena of the first editor. */
DocumentEditor *
document_editor_branch (DocumentEditor *self, TroveArena *arena)
{
  DocumentEditor *branch = g_new0 (DocumentEditor, 1);

  branch->rand = g_rand_new_with_seed (g_rand_int (self->rand));
  branch->root = self->root;
  branch->root_element = self->root_element;
  branch->floor = self->floor;
  branch->names[0] = self->names[0];
  branch->names[1] = self->names[1];
  branch->n_inserted = self->n_inserted;
  document_editor_set_arena (branch, arena);
  return branch;
}

void
document_editor_free (DocumentEditor *self)
{
  document_reader_clear (&self->reader);
  g_clear_object (&self->arena);
  g_rand_free (self->rand);
  g_free (self);
}

/* Continues in another arena, which has the current version. */
void
document_editor_set_arena (DocumentEditor *self, TroveArena *arena)
{
  if (self->arena != NULL)
    document_reader_clear (&self->reader);
  g_set_object (&self->arena, arena);
  document_reader_init (&self->reader, arena);
}
