/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "version-graph.h"

#include "format.h"

guint
trove_version_id_hash (gconstpointer id)
{
  const guint64 *words = id;

  return (guint) (words[0] ^ words[0] >> 32 ^ words[1] ^ words[1] >> 32);
}

gboolean
trove_version_id_equal (gconstpointer a, gconstpointer b)
{
  const guint64 *first = a, *second = b;

  return first[0] == second[0] && first[1] == second[1];
}

void
trove_version_graph_init (TroveVersionGraph *self)
{
  self->by_number = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->by_id = g_hash_table_new (trove_version_id_hash, trove_version_id_equal);
  self->names = NULL;
}

void
trove_version_graph_clear (TroveVersionGraph *self)
{
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_number);
}

TroveVersionNode *
trove_version_graph_find (const TroveVersionGraph *self, gint64 number)
{
  return g_hash_table_lookup (self->by_number, &number);
}

TroveVersionNode *
trove_version_graph_find_id (const TroveVersionGraph *self, const guint64 id[2])
{
  return g_hash_table_lookup (self->by_id, id);
}

gboolean
trove_version_graph_add (TroveVersionGraph *self, const TroveVersionNode *node)
{
  TroveVersionNode *base = trove_version_graph_find (self, node->base), *copy;
  TroveVersionNode *merged = trove_version_graph_find (self, node->merged);

  if (node->number < 1 || (node->base != 0 && base == NULL) || (node->merged != 0 && merged == NULL) ||
      trove_version_graph_find (self, node->number) != NULL ||
      trove_version_graph_find_id (self, node->id) != NULL)
    return FALSE;
  copy = g_memdup2 (node, sizeof *node);
  copy->n_followers = copy->n_merged = 0;
  copy->follower = 0;
  g_hash_table_insert (self->by_number, &copy->number, copy);
  g_hash_table_insert (self->by_id, copy->id, copy);
  if (base != NULL)
    {
      base->n_followers++;
      base->follower ^= node->number;
    }
  if (merged != NULL)
    merged->n_merged++;
  return TRUE;
}

void
trove_version_graph_set_name (TroveVersionGraph *self, const TroveVersionNode *node, const char *name)
{
  if (self->names == NULL && name != NULL)
    self->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (name != NULL)
    g_hash_table_insert (self->names, (gpointer) node, g_strdup (name));
  else if (self->names != NULL)
    g_hash_table_remove (self->names, node);
}

const char *
trove_version_graph_get_name (const TroveVersionGraph *self, const TroveVersionNode *node)
{
  return self->names != NULL ? g_hash_table_lookup (self->names, node) : NULL;
}

/* Pruning */

static void
leave_base (const TroveVersionGraph *self, TroveVersionNode *node)
{
  TroveVersionNode *base = trove_version_graph_find (self, node->base);

  if (base != NULL)
    {
      base->n_followers--;
      base->follower ^= node->number;
    }
  node->base = 0;
}

static void
forget (TroveVersionGraph *self, TroveVersionNode *node)
{
  trove_version_graph_set_name (self, node, NULL);
  g_hash_table_remove (self->by_id, node->id);
  g_hash_table_remove (self->by_number, &node->number);
}

static gboolean
is_needed (const TroveVersionNode *node)
{
  return (node->marks & (TROVE_VERSION_IN_HISTORY | TROVE_VERSION_CURRENT)) != 0 || node->n_merged > 0 ||
         node->n_followers > 1 || (node->n_followers == 1 && node->base != 0);
}

/* The version that a node was merged with may be free then. */
static void
leave_merged (const TroveVersionGraph *self, TroveVersionNode *node, GQueue *more)
{
  TroveVersionNode *merged = trove_version_graph_find (self, node->merged);

  node->merged = 0;
  if (merged == NULL)
    return;
  merged->n_merged--;
  g_queue_push_tail (more, merged);
}

/* Of a version that has left the history and is needed. */
static gboolean
forget_merged (TroveVersionGraph *self, TroveVersionNode *node, GQueue *more, TroveVersionLossFunc func,
               gpointer data, GError **error)
{
  if (node->merged == 0 || (node->marks & (TROVE_VERSION_IN_HISTORY | TROVE_VERSION_CURRENT)) != 0)
    return TRUE;
  if (!func (TROVE_VERSION_LOSES_MERGED, node->number, data, error))
    return FALSE;
  leave_merged (self, node, more);
  return TRUE;
}

/* Two others may be free once it has gone: the base or the follower, and what it was merged with. */
static gboolean
prune_one (TroveVersionGraph *self, TroveVersionNode *node, GQueue *more, TroveVersionLossFunc func,
           gpointer data, GError **error)
{
  TroveVersionNode *base = trove_version_graph_find (self, node->base);
  TroveVersionNode *follower =
      node->n_followers == 1 ? trove_version_graph_find (self, node->follower) : NULL;

  if (follower != NULL)
    {
      if (!func (TROVE_VERSION_LOSES_BASE, follower->number, data, error))
        return FALSE;
      leave_base (self, follower);
      g_queue_push_tail (more, follower);
    }
  if (!func (TROVE_VERSION_GOES, node->number, data, error))
    return FALSE;
  leave_base (self, node);
  leave_merged (self, node, more);
  if (base != NULL)
    g_queue_push_tail (more, base);
  g_queue_remove_all (more, node);
  forget (self, node);
  return TRUE;
}

gboolean
trove_version_graph_prune (TroveVersionGraph *self, TroveVersionNode *node, TroveVersionLossFunc func,
                           gpointer data, GError **error)
{
  GQueue more = G_QUEUE_INIT;
  gboolean done = TRUE;

  for (; done && node != NULL; node = g_queue_pop_head (&more))
    if (is_needed (node))
      done = forget_merged (self, node, &more, func, data, error);
    else
      done = prune_one (self, node, &more, func, data, error);
  g_queue_clear (&more);
  return done;
}
