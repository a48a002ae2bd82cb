/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "lineage.h"

#include <string.h>

static GMutex lock;

void
trove_lineage_lock (void)
{
  g_mutex_lock (&lock);
}

void
trove_lineage_unlock (void)
{
  g_mutex_unlock (&lock);
}

/* Making */

TroveLineage *
trove_lineage_new (const guint64 id[2], TroveLineage *parent, TroveLineage *merged)
{
  return trove_lineage_new_loaded (id, g_get_real_time (), parent, merged);
}

TroveLineage *
trove_lineage_new_loaded (const guint64 id[2], gint64 time, TroveLineage *parent, TroveLineage *merged)
{
  TroveLineage *self = g_new0 (TroveLineage, 1);
  TroveLineage *const parents[] = { parent, merged };
  guint n = 0;

  atomic_init (&self->count, 1);
  memcpy (self->id, id, sizeof self->id);
  self->time = time;
  for (guint i = 0; i < G_N_ELEMENTS (parents); i++)
    if (parents[i] != NULL)
      {
        self->parents[n++] = trove_lineage_ref (parents[i]);
        self->time = MAX (self->time, parents[i]->time + 1);
      }
  return self;
}

TroveLineage *
trove_lineage_ref (TroveLineage *self)
{
  trove_count_add (&self->count);
  return self;
}

/* Ancestors may be very many, in a row: those whose second parent waits are linked by their first. */
void
trove_lineage_unref (TroveLineage *self)
{
  TroveLineage *waiting = NULL, *next;

  for (TroveLineage *one = self; one != NULL; one = next)
    {
      next = NULL;
      if (trove_count_drop (&one->count))
        {
          next = one->parents[0];
          one->parents[0] = waiting;
          waiting = one;
        }
      while (next == NULL && waiting != NULL)
        {
          TroveLineage *done = waiting;

          next = done->parents[1];
          waiting = done->parents[0];
          g_free (done);
        }
    }
}

TroveLineage *
trove_lineage_keep (TroveLineage *self)
{
  trove_lineage_lock ();
  self->n_keeps++;
  trove_lineage_unlock ();
  return trove_lineage_ref (self);
}

void
trove_lineage_let_go (TroveLineage *self)
{
  trove_lineage_lock ();
  self->n_keeps--;
  trove_lineage_unlock ();
  trove_lineage_unref (self);
}

/* Steps that go */

static guint
count_parents (const TroveLineage *self)
{
  return (self->parents[0] != NULL) + (self->parents[1] != NULL);
}

/* Puts the parents of a parent in its place, if there is room. Returns whether it did. */
static gboolean
pass_over (TroveLineage *self, guint i)
{
  TroveLineage *parent = self->parents[i], *other = self->parents[1 - i];
  guint n = count_parents (parent);

  if (parent->step != NULL || parent->n_keeps > 0 || n + (other != NULL) > TROVE_LINEAGE_MAX_PARENTS)
    return FALSE;

  if (n == 2)
    self->parents[1] = trove_lineage_ref (parent->parents[1]);
  self->parents[i] = n > 0 ? trove_lineage_ref (parent->parents[0]) : NULL;
  if (self->parents[0] == NULL)
    self->parents[0] = g_steal_pointer (&self->parents[1]);
  trove_lineage_unref (parent);
  return TRUE;
}

void
trove_lineage_add_step (TroveLineage *self, TroveStep *step)
{
  if (self->step != NULL)
    self->more = g_slist_prepend (self->more, self->step);
  self->step = step;
}

void
trove_lineage_forget_step (TroveLineage *self, TroveStep *step)
{
  guint i = 0;

  if (step != self->step)
    self->more = g_slist_remove (self->more, step);
  else
    {
      self->step = self->more != NULL ? self->more->data : NULL;
      self->more = g_slist_delete_link (self->more, self->more);
    }
  while (i < TROVE_LINEAGE_MAX_PARENTS && self->parents[i] != NULL)
    if (!pass_over (self, i))
      i++;
}

/* Walking */

typedef enum
{
  OF_A = 1 << 0,
  OF_B = 1 << 1,
} Sides;

/* The lineages that were reached and not left yet: those of one version together. */
typedef struct
{
  gint64 time;
  guint64 id[2];
  Sides sides;
  GPtrArray *lineages; /* TroveLineage, which others hold */
} Reached;

static void
reached_free (gpointer data)
{
  Reached *self = data;

  g_ptr_array_unref (self->lineages);
  g_free (self);
}

/* Latest versions first. */
static int
compare_reached (gconstpointer a, gconstpointer b, gpointer data)
{
  const Reached *x = a, *y = b;

  if (x->time != y->time)
    return x->time > y->time ? -1 : 1;
  return memcmp (x->id, y->id, sizeof x->id);
}

static void
reach (GTree *tree, TroveLineage *lineage, Sides sides)
{
  const Reached key = { .time = lineage->time, .id = { lineage->id[0], lineage->id[1] } };
  Reached *reached = g_tree_lookup (tree, &key);

  if (reached == NULL)
    {
      reached = g_memdup2 (&key, sizeof key);
      reached->lineages = g_ptr_array_new ();
      g_tree_insert (tree, reached, reached);
    }
  reached->sides |= sides;
  if (!g_ptr_array_find (reached->lineages, lineage, NULL))
    g_ptr_array_add (reached->lineages, lineage);
}

/* Takes all lineages of the latest version into it: a parent may be of the same version. */
static Reached *
reach_first (GTree *tree)
{
  Reached *first = g_tree_node_value (g_tree_node_first (tree));

  for (guint i = 0; i < first->lineages->len; i++)
    {
      TroveLineage *lineage = g_ptr_array_index (first->lineages, i);

      for (guint j = 0; j < count_parents (lineage); j++)
        reach (tree, lineage->parents[j], first->sides);
    }
  return first;
}

static TroveStep *
find_step (const Reached *reached)
{
  for (guint i = 0; i < reached->lineages->len; i++)
    {
      TroveLineage *lineage = g_ptr_array_index (reached->lineages, i);

      if (lineage->step != NULL)
        return lineage->step;
    }
  return NULL;
}

TroveStep *
trove_lineage_find_base (TroveLineage *a, TroveLineage *b)
{
  GTree *tree = g_tree_new_full (compare_reached, NULL, NULL, reached_free);
  TroveStep *step = NULL;

  reach (tree, a, OF_A);
  reach (tree, b, OF_B);
  while (step == NULL && g_tree_nnodes (tree) > 0)
    {
      Reached *first = reach_first (tree);

      if (first->sides == (OF_A | OF_B))
        step = find_step (first);
      g_tree_remove (tree, first);
    }
  g_tree_unref (tree);
  return step;
}

gboolean
trove_lineage_is_in (TroveLineage *self, TroveLineage *later)
{
  GTree *tree = g_tree_new_full (compare_reached, NULL, NULL, reached_free);
  gboolean found = FALSE;

  trove_lineage_lock ();
  reach (tree, later, OF_A);
  while (!found && g_tree_nnodes (tree) > 0)
    {
      Reached *first = reach_first (tree);

      if (first->time < self->time)
        break;
      found = memcmp (first->id, self->id, sizeof self->id) == 0;
      g_tree_remove (tree, first);
    }
  trove_lineage_unlock ();
  g_tree_unref (tree);
  return found;
}
