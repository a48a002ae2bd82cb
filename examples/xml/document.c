/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document.h"

/* One level of the path from the document node down to the edited node. */
typedef struct
{
  DocumentNode *node;    /* own, so it may be written */
  DocumentListPath path; /* to the next level, in the list of the node */
} DocumentStep;

static void
node_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data G_GNUC_UNUSED)
{
  DocumentNode *node = element;

  visit (&node->name, visit_data);
  if (document_node_has_children (node))
    visit (&node->children.top, visit_data);
  else
    visit (&node->content, visit_data);
}

TroveArena *
document_arena_new (void)
{
  const TroveElementInfo infos[DOCUMENT_N_POOLS] = {
    [DOCUMENT_POOL_NODES] = TROVE_ELEMENT (DocumentNode, .trace = node_trace),
    [DOCUMENT_POOL_RUNS] = TROVE_ELEMENT (DocumentRun, .trace = document_run_trace),
    [DOCUMENT_POOL_STRINGS] = TROVE_ELEMENT_TYPE (G_TYPE_STRING),
  };

  return trove_arena_new_with_infos (infos, DOCUMENT_N_POOLS);
}

/* Reading */

void
document_reader_init (DocumentReader *reader, TroveArena *arena)
{
  trove_reader_init (&reader->nodes, arena, DOCUMENT_POOL_NODES);
  trove_reader_init (&reader->runs, arena, DOCUMENT_POOL_RUNS);
  trove_reader_init (&reader->strings, arena, DOCUMENT_POOL_STRINGS);
}

void
document_reader_init_snapshot (DocumentReader *reader, TroveSnapshot *snapshot)
{
  trove_reader_init_snapshot (&reader->nodes, snapshot, DOCUMENT_POOL_NODES);
  trove_reader_init_snapshot (&reader->runs, snapshot, DOCUMENT_POOL_RUNS);
  trove_reader_init_snapshot (&reader->strings, snapshot, DOCUMENT_POOL_STRINGS);
}

void
document_reader_clear (DocumentReader *reader)
{
  trove_reader_clear (&reader->nodes);
  trove_reader_clear (&reader->runs);
  trove_reader_clear (&reader->strings);
}

const char *
document_reader_get_string (DocumentReader *reader, const TroveRef *ref, GError **error)
{
  const char *const *string = trove_reader_get (&reader->strings, ref, error);

  return string != NULL ? *string : NULL;
}

gboolean
document_node_has_children (const DocumentNode *node)
{
  return node->kind == DOCUMENT_ROOT || node->kind == DOCUMENT_ELEMENT;
}

guint32
document_node_get_weight (const DocumentNode *node)
{
  return document_node_has_children (node) ? 1 + node->children.weight : 1;
}

/* Finds the node at a position, or its ancestor at max_depth if the node is deeper. If ancestors is not
 * NULL, the ancestors are added to it, from the document node down. They are valid as long as the reader. */
gboolean
document_find (DocumentReader *reader, const TroveRef *root, guint32 position, guint max_depth,
               GPtrArray *ancestors, DocumentPlace *place, GError **error)
{
  *place = (DocumentPlace){ .ref = *root };

  for (;;)
    {
      const DocumentNode *node = trove_reader_get (&reader->nodes, &place->ref, error);
      guint32 rest;

      if (node == NULL)
        return FALSE;

      place->node = node;
      if (place->position == position || place->depth == max_depth)
        return TRUE;

      g_assert (position - place->position < document_node_get_weight (node));
      if (ancestors != NULL)
        g_ptr_array_add (ancestors, (gpointer) node);

      rest = position - place->position - 1;
      place->ref = node->children.top;
      for (guint height = node->children.height; height > 0; height--)
        {
          const DocumentRun *run = trove_reader_get (&reader->runs, &place->ref, error);
          guint at = 0;

          if (run == NULL)
            return FALSE;
          while (rest >= run->weights[at])
            rest -= run->weights[at++];
          place->ref = run->entries[at];
        }

      place->parent = place->position;
      place->position = position - rest;
      place->depth++;
    }
}

/* Making nodes */

gboolean
document_append_leaf (TroveArena *arena, DocumentKind kind, const TroveRef *name, const char *content,
                      DocumentItem *item, GError **error)
{
  DocumentNode node = { .kind = kind };

  if (name != NULL)
    node.name = *name;
  if (content != NULL &&
      !trove_arena_append_string (arena, DOCUMENT_POOL_STRINGS, content, -1, &node.content, error))
    return FALSE;

  item->weight = 1;
  return trove_arena_append_raw (arena, DOCUMENT_POOL_NODES, &node, &item->ref, error);
}

gboolean
document_append_element (TroveArena *arena, const DocumentNode *element, DocumentItem *item, GError **error)
{
  item->weight = document_node_get_weight (element);
  return trove_arena_append_raw (arena, DOCUMENT_POOL_NODES, element, &item->ref, error);
}

/* Editing. Each function takes the root of a version and replaces it by the root of the next version.
 * After a failure, the new version is not valid, but versions with a snapshot are unchanged. */

/* Copies all frozen nodes and runs from the root down to a position. Returns the node at the position; way
 * has a step for each of its ancestors. */
static DocumentNode *
open_node (TroveArena *arena, TroveRef *root, guint32 position, GArray *way, GError **error)
{
  TroveRef *slot = root;

  for (;;)
    {
      DocumentNode *node = trove_arena_get_mut_raw (arena, DOCUMENT_POOL_NODES, slot, error);
      DocumentStep *step;

      if (node == NULL || position == 0)
        return node;

      position--;
      g_array_set_size (way, way->len + 1);
      step = &g_array_index (way, DocumentStep, way->len - 1);
      step->node = node;
      slot = document_list_open (&node->children, arena, &position, &step->path, error);
      if (slot == NULL)
        return NULL;
    }
}

static void
add_weight (GArray *way, gint64 delta)
{
  for (guint i = 0; i < way->len; i++)
    {
      DocumentStep *step = &g_array_index (way, DocumentStep, i);

      document_list_add_weight (&step->node->children, &step->path, delta);
    }
}

gboolean
document_set_content (TroveArena *arena, TroveRef *root, const DocumentPlace *place, const char *content,
                      GError **error)
{
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (DocumentStep));
  DocumentNode *node = open_node (arena, root, place->position, way, error);

  if (node == NULL)
    return FALSE;

  g_assert (!document_node_has_children (node));
  return trove_arena_append_string (arena, DOCUMENT_POOL_STRINGS, content, -1, &node->content, error);
}

/* Inserts a subtree into the children of the node at position `parent`; `position` is a position in that
 * list. The subtree itself is not copied. */
gboolean
document_insert (TroveArena *arena, TroveRef *root, guint32 parent, guint32 position,
                 const DocumentItem *item, GError **error)
{
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (DocumentStep));
  DocumentNode *node = open_node (arena, root, parent, way, error);

  if (node == NULL || !document_list_insert (&node->children, arena, position, item, error))
    return FALSE;

  add_weight (way, item->weight);
  return TRUE;
}

gboolean
document_remove (TroveArena *arena, TroveRef *root, const DocumentPlace *place, GError **error)
{
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (DocumentStep));
  guint32 weight = document_node_get_weight (place->node);
  DocumentNode *node = open_node (arena, root, place->parent, way, error);

  if (node == NULL ||
      !document_list_remove (&node->children, arena, place->position - place->parent - 1, error))
    return FALSE;

  add_weight (way, -(gint64) weight);
  return TRUE;
}

/* Adds a namespace declaration to an element that is not in a document at the moment; name is "xmlns" or
 * "xmlns:prefix". */
gboolean
document_declare_namespace (TroveArena *arena, DocumentItem *element, const TroveRef *name, const char *uri,
                            GError **error)
{
  DocumentNode *node = trove_arena_get_mut_raw (arena, DOCUMENT_POOL_NODES, &element->ref, error);
  DocumentItem attribute;

  if (node == NULL || !document_append_leaf (arena, DOCUMENT_ATTRIBUTE, name, uri, &attribute, error) ||
      !document_list_insert (&node->children, arena, 0, &attribute, error))
    return FALSE;

  node->has_namespaces = TRUE;
  element->weight++;
  return TRUE;
}
