/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "walk.h"

/* Entries to visit one after another: the entries of a run, or the top of a list. */
typedef struct
{
  const TroveRef *entries;
  guint n_entries;
  guint at;                  /* the index of the next entry */
  guint height;              /* 0: the entries are nodes; else runs of that height */
  const DocumentNode *owner; /* the node whose list ends with these entries; NULL for parts of a list */
} DocumentWalkFrame;

static void
push (DocumentWalk *walk, const TroveRef *entries, guint n_entries, guint height, const DocumentNode *owner)
{
  DocumentWalkFrame frame = { entries, n_entries, 0, height, owner };

  g_array_append_val (walk->frames, frame);
}

static void
push_children (DocumentWalk *walk, const DocumentNode *node, const DocumentNode *owner)
{
  const DocumentList *children = &node->children;

  push (walk, &children->top, children->weight > 0 ? 1 : 0, children->height, owner);
}

void
document_walk_init (DocumentWalk *walk, DocumentReader *reader, const TroveRef *root)
{
  walk->reader = reader;
  walk->root = *root;
  walk->frames = g_array_new (FALSE, FALSE, sizeof (DocumentWalkFrame));
  push (walk, &walk->root, 1, 0, NULL);
}

/* Starts a walk through all nodes below a node. The node itself is neither entered nor left. */
void
document_walk_init_children (DocumentWalk *walk, DocumentReader *reader, const DocumentNode *node)
{
  walk->reader = reader;
  walk->frames = g_array_new (FALSE, FALSE, sizeof (DocumentWalkFrame));
  push_children (walk, node, NULL);
}

void
document_walk_clear (DocumentWalk *walk)
{
  g_clear_pointer (&walk->frames, g_array_unref);
}

static gboolean
enter_run (DocumentWalk *walk, const TroveRef *ref, guint height, GError **error)
{
  const DocumentRun *run = trove_reader_get (&walk->reader->runs, ref, error);

  if (run == NULL)
    return FALSE;

  push (walk, run->entries, run->n_entries, height, NULL);
  return TRUE;
}

static const DocumentNode *
enter_node (DocumentWalk *walk, const TroveRef *ref, GError **error)
{
  const DocumentNode *node = trove_reader_get (&walk->reader->nodes, ref, error);

  if (node != NULL && document_node_has_children (node))
    push_children (walk, node, node);

  return node;
}

DocumentWalkEvent
document_walk_next (DocumentWalk *walk, const DocumentNode **node, GError **error)
{
  while (walk->frames->len > 0)
    {
      DocumentWalkFrame *frame = &g_array_index (walk->frames, DocumentWalkFrame, walk->frames->len - 1);
      const TroveRef *entry;

      if (frame->at == frame->n_entries)
        {
          *node = frame->owner;
          g_array_set_size (walk->frames, walk->frames->len - 1);
          if (*node != NULL)
            return DOCUMENT_WALK_LEAVE;
          continue;
        }

      entry = &frame->entries[frame->at++];
      if (frame->height == 0)
        {
          *node = enter_node (walk, entry, error);
          return *node != NULL ? DOCUMENT_WALK_ENTER : DOCUMENT_WALK_ERROR;
        }

      if (!enter_run (walk, entry, frame->height - 1, error))
        return DOCUMENT_WALK_ERROR;
    }

  return DOCUMENT_WALK_END;
}
