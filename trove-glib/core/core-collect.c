/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-collect.h"

#include "memory.h"

/* Marking follows refs with a stack of its own, so that their depth does not matter. Each element with a trace function
 * is visited once: a pool that is reached has a bit for each element. Trace functions are foreign code that may append
 * to the arena, so marking uses a copy of the view, and sub-arenas that are not in the copy stay. */

/* A pool of a sub-arena that a ref leads to. */
typedef struct
{
  const TrovePool *pool;
  TroveSub *sub;
  guint64 length; /* when the pool was reached first, since the own sub-arena may grow */
  guint64 *seen;  /* one bit for each element; NULL where the layout has no trace function */
} Reached;

typedef struct
{
  TroveView view; /* owned */
  TroveSub *own;  /* owned, or NULL */
  const TroveSchema *schema;
  GHashTable *pools; /* Reached, by its pool */
  GHashTable *subs;  /* set of the sub-arenas with an element that was reached */
  GArray *stack;     /* of Element: those to be traced */
  guint64 id;        /* the sub-arena of the last ref */
  guint index;       /* the pool of the last ref */
  Reached *last;     /* the pool of the last ref, or NULL */
  gboolean no_memory;
} Mark;

typedef struct
{
  gpointer address;
  const TroveLayout *layout;
} Element;

static void
reached_free (gpointer data)
{
  Reached *reached = data;

  trove_memory_free (reached->seen);
  g_free (reached);
}

static void
mark_init (Mark *mark, TroveCore *core)
{
  *mark = (Mark){
    .own = core->own != NULL ? trove_sub_ref (core->own) : NULL,
    .schema = core->schema,
    .pools = g_hash_table_new_full (NULL, NULL, NULL, reached_free),
    .subs = g_hash_table_new (NULL, NULL),
    .stack = g_array_new (FALSE, FALSE, sizeof (Element)),
  };
  trove_view_copy (&core->view, &mark->view);
}

static void
mark_clear (Mark *mark)
{
  g_hash_table_unref (mark->pools);
  g_hash_table_unref (mark->subs);
  g_array_unref (mark->stack);
  trove_view_clear (&mark->view);
  if (mark->own != NULL)
    trove_sub_unref (mark->own);
}

/* The pool of a ref's sub-arena, or NULL if neither the view nor the own sub-arena has it. */
static Reached *
reach_pool (Mark *mark, guint64 id, guint index)
{
  TroveSub *sub = mark->own != NULL && mark->own->id == id ? mark->own : trove_view_lookup (&mark->view, id);
  const TrovePool *pool = sub != NULL && index < mark->schema->n_pools ? trove_sub_lookup (sub, index) : NULL;
  Reached *reached;

  if (pool == NULL)
    return NULL;
  reached = g_hash_table_lookup (mark->pools, pool);
  if (reached != NULL)
    return reached;

  reached = g_new (Reached, 1);
  *reached = (Reached){ .pool = pool, .sub = sub, .length = pool->length };
  if (mark->schema->pools[index].trace != NULL)
    {
      reached->seen = trove_memory_alloc0 ((gsize) (pool->length / 64 + 1) * sizeof (guint64));
      mark->no_memory = mark->no_memory || reached->seen == NULL;
    }
  g_hash_table_insert (mark->pools, (gpointer) pool, reached);
  return reached;
}

static void
mark_ref (TroveRef *ref, gpointer data)
{
  Mark *mark = data;
  guint index = trove_offset_pool (ref->offset);
  guint64 i = trove_offset_index (ref->offset);
  const TroveLayout *layout;

  if (ref->sub_arena == 0 || ref->offset >> TROVE_OFFSET_BITS != 0)
    return;
  if (mark->last == NULL || mark->id != ref->sub_arena || mark->index != index)
    {
      mark->last = reach_pool (mark, ref->sub_arena, index);
      mark->id = ref->sub_arena;
      mark->index = index;
    }
  if (mark->last == NULL || i >= mark->last->length)
    return;
  g_hash_table_add (mark->subs, mark->last->sub);
  if (mark->last->seen == NULL || (mark->last->seen[i / 64] >> (i % 64) & 1))
    return;

  mark->last->seen[i / 64] |= (guint64) 1 << (i % 64);
  layout = &mark->schema->pools[index];
  g_array_append_val (mark->stack,
                      ((Element){ trove_rows_address (mark->last->pool->rows, i, layout->stride), layout }));
}

static void
mark_all (Mark *mark)
{
  while (mark->stack->len > 0 && !mark->no_memory)
    {
      Element element = g_array_index (mark->stack, Element, mark->stack->len - 1);

      g_array_set_size (mark->stack, mark->stack->len - 1);
      element.layout->trace (element.address, mark_ref, mark, element.layout->data);
    }
}

static void
mark_from (Mark *mark, TroveRef root)
{
  mark_ref (&root, mark);
  mark_all (mark);
}

/* The sub-arenas to let go of. */
typedef struct
{
  GHashTable *kept; /* set of the sub-arenas that stay */
  GArray *ids;      /* of the others, in increasing order */
} Rest;

static void
add_rest (TroveSub *sub, gpointer data)
{
  Rest *rest = data;

  if (!g_hash_table_contains (rest->kept, sub))
    g_array_append_val (rest->ids, sub->id);
}

gboolean
trove_core_let_go (TroveCore *core, const guint64 *ids, guint n, GError **error)
{
  TroveView view;

  if (!trove_view_without (&core->view, ids, n, &view))
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to let go of %u sub-arenas", n);
      return FALSE;
    }

  trove_core_replace_view (core, view);
  return TRUE;
}

gboolean
trove_core_collect (TroveCore *core, const TroveRef *root, const TroveRef *roots, gsize n, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean no_memory;
  Mark mark;
  Rest rest;

  mark_init (&mark, core);
  mark_from (&mark, *root);
  for (gsize i = 0; i < n && !mark.no_memory; i++)
    mark_from (&mark, roots[i]);

  rest = (Rest){ mark.subs, ids };
  trove_view_foreach (&mark.view, add_rest, &rest);
  no_memory = mark.no_memory;
  mark_clear (&mark);
  if (no_memory)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                           "No memory to mark the elements that the roots reach");
      return FALSE;
    }

  return ids->len == 0 || trove_core_let_go (core, (const guint64 *) ids->data, ids->len, error);
}
