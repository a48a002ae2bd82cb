/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes.h"

#include "core/memory.h"

#define ALIVE 0x616c697665616c69
#define DEAD 0x6465616464656164

#define MAX_STEPS 12 /* refs that one check follows */

static atomic_llong n_nodes;
static atomic_uint failing;
static __thread guint64 fortune; /* thread-local: a shared variable would order the threads */

/* Failing */

static gboolean
has_luck (void)
{
  guint odds = atomic_load_explicit (&failing, memory_order_relaxed);

  if (odds == 0)
    return TRUE;
  if (fortune == 0)
    fortune = (guintptr) &fortune;
  fortune = fortune * 6364136223846793005 + 1442695040888963407;
  return (fortune >> 33) % odds != 0;
}

static gboolean
hook (gsize size)
{
  return has_luck ();
}

void
nodes_set_failing (guint one_in)
{
  trove_memory_hook = hook;
  atomic_store_explicit (&failing, one_in, memory_order_relaxed);
}

gboolean
nodes_worked (gboolean ok, GError **error)
{
  g_assert_true (ok == (*error == NULL));
  if (ok)
    return TRUE;

  if (!g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY) &&
      !g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED) &&
      !g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_BORROWED) &&
      !g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT))
    g_error ("%s", (*error)->message);
  g_clear_error (error);
  return FALSE;
}

/* Elements */

static gboolean
node_copy (gpointer dest, gconstpointer src, gpointer data)
{
  Node *to = dest;

  g_assert_cmphex (((const Node *) src)->state, ==, ALIVE);
  if (!has_luck ())
    return FALSE;

  *to = *(const Node *) src;
  atomic_fetch_add_explicit (&n_nodes, 1, memory_order_relaxed);
  return TRUE;
}

static void
node_clear (gpointer element, gpointer data)
{
  Node *node = element;

  g_assert_cmphex (node->state, ==, ALIVE);
  node->state = DEAD;
  node->value = 0;
  atomic_fetch_sub_explicit (&n_nodes, 1, memory_order_relaxed);
}

static void
node_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data)
{
  Node *node = element;

  g_assert_cmphex (node->state, ==, ALIVE);
  visit (&node->previous, visit_data);
  visit (&node->other, visit_data);
  visit (&node->text, visit_data);
}

static gpointer
node_dup (gpointer node)
{
  return g_memdup2 (node, sizeof (Node));
}

/* A registered type, so that making an arena looks it up. */
static GType node_get_type (void);
G_DEFINE_BOXED_TYPE (Node, node, node_dup, g_free)

void
nodes_register (void)
{
  const TroveElementInfo info =
      TROVE_ELEMENT (Node, .copy = node_copy, .clear = node_clear, .trace = node_trace);

  trove_element_register (node_get_type (), &info);
}

gint64
nodes_count (void)
{
  return atomic_load_explicit (&n_nodes, memory_order_relaxed);
}

TroveArena *
nodes_new_arena (void)
{
  const TroveElementInfo infos[] = {
    TROVE_ELEMENT_TYPE (node_get_type ()),
    TROVE_ELEMENT_TYPE (G_TYPE_STRING),
    TROVE_ELEMENT_TYPE (G_TYPE_UINT64),
  };

  return trove_arena_new_with_infos (infos, N_POOLS);
}

/* Values and seals */

static guint64
mix (guint64 a, guint64 b)
{
  guint64 z = a * 0x9e3779b97f4a7c15 + b;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  return z ^ (z >> 31);
}

static guint64
value_of (const Node *node, const Node *previous, const Node *other)
{
  guint64 value = mix (node->depth, node->changes);

  value = mix (value, previous != NULL ? previous->value : 1);
  return mix (value, other != NULL ? other->value : 2);
}

static void
seal (Node *node, const Node *previous, const Node *other)
{
  node->value = value_of (node, previous, other);
  node->seal = mix (node->value, ALIVE);
}

static void
write_text (guint64 value, char *text)
{
  g_snprintf (text, 64, "%0*" G_GUINT64_FORMAT, (int) (value % 40), value);
}

static const Node *
get_node (const Source *source, const TroveRef *ref)
{
  const Node *node;

  if (trove_ref_is_null (ref))
    return NULL;

  node = source->arena != NULL ? trove_arena_get_raw (source->arena, POOL_NODES, ref, NULL) :
                                 trove_snapshot_get_raw (source->snapshot, POOL_NODES, ref, NULL);
  g_assert_nonnull (node);
  return node;
}

/* Checking */

void
nodes_check_one (const Node *node)
{
  g_assert_cmphex (node->state, ==, ALIVE);
  g_assert_cmphex (node->seal, ==, mix (node->value, ALIVE));
}

static void
check_text (const Source *source, const Node *node)
{
  const char *text;
  char expected[64];

  if (trove_ref_is_null (&node->text))
    return;

  text = source->arena != NULL ? trove_arena_get_string (source->arena, &node->text, NULL, NULL) :
                                 trove_snapshot_get_string (source->snapshot, &node->text, NULL, NULL);
  write_text (node->depth, expected);
  g_assert_cmpstr (text, ==, expected);
}

void
nodes_check (const Source *source, TestRandom *random)
{
  g_autoptr (TroveRef) root = source->arena != NULL ? trove_arena_get_root (source->arena, NULL) :
                                                      trove_snapshot_get_root (source->snapshot);
  const Node *node = root != NULL ? get_node (source, root) : NULL;

  for (guint i = 0; node != NULL && i < MAX_STEPS; i++)
    {
      const Node *previous = get_node (source, &node->previous), *other = get_node (source, &node->other);

      nodes_check_one (node);
      g_assert_cmphex (node->value, ==, value_of (node, previous, other));
      check_text (source, node);
      node = other != NULL && test_random_below (random, 3) == 0 ? other : previous;
    }
}

/* Writing */

guint64
nodes_extend (TroveArena *arena, const TroveRef *other)
{
  const Source source = { .arena = arena };
  g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
  const Node *previous = root != NULL ? get_node (&source, root) : NULL;
  const Node *aside = other != NULL ? get_node (&source, other) : NULL;
  Node node = { .state = ALIVE };
  GError *error = NULL;
  char text[64];
  TroveRef ref;

  node.depth = 1 + MAX (previous != NULL ? previous->depth : 0, aside != NULL ? aside->depth : 0);
  if (previous != NULL)
    node.previous = *root;
  if (aside != NULL)
    node.other = *other;
  seal (&node, previous, aside);
  write_text (node.depth, text);
  if (!nodes_worked (trove_arena_append_string (arena, POOL_TEXTS, text, -1, &node.text, &error), &error))
    node.text = (TroveRef) TROVE_REF_INIT;

  nodes_worked (trove_arena_append_raw (arena, POOL_NUMBERS, &node.depth, NULL, &error), &error);
  if (nodes_worked (trove_arena_append_raw (arena, POOL_NODES, &node, &ref, &error), &error))
    g_assert_true (trove_arena_set_root (arena, &ref, NULL));
  return node.depth;
}

void
nodes_change_at (TroveArena *arena, Node *node)
{
  const Source source = { .arena = arena };

  node->changes++;
  seal (node, get_node (&source, &node->previous), get_node (&source, &node->other));
}

void
nodes_change (TroveArena *arena)
{
  g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
  GError *error = NULL;
  Node *node;

  if (root == NULL)
    return;

  node = trove_arena_get_mut_raw (arena, POOL_NODES, root, &error);
  if (!nodes_worked (node != NULL, &error))
    return;
  nodes_change_at (arena, node);
  g_assert_true (trove_arena_set_root (arena, root, NULL));
}
