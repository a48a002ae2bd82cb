/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trie.h"

#include <string.h>

#include "memory.h"

#define BITS 5
#define LEVEL_MASK 31 /* the bits of a key that hold the level */

typedef struct
{
  TroveCount count;
  guint32 bitmap; /* bit s: slot s has a child. children are in order of slot */
  guint64 key;
  TroveTrie children[];
} Node;

/* Tagged pointers */

static inline gboolean
is_leaf (TroveTrie trie)
{
  return ((guintptr) trie & 1) != 0;
}

static inline TroveTrie
leaf_of (TroveSub *sub)
{
  return (TroveTrie) ((guintptr) sub | 1);
}

static inline TroveSub *
sub_of (TroveTrie leaf)
{
  return (TroveSub *) ((guintptr) leaf & ~(guintptr) 1);
}

/* The range of ids of a trie that is not NULL. */

static inline int
level_of (TroveTrie trie)
{
  return is_leaf (trie) ? -1 : (int) (((Node *) trie)->key & LEVEL_MASK);
}

/* The first id of the range. */
static inline guint64
base_of (TroveTrie trie)
{
  return is_leaf (trie) ? sub_of (trie)->id : ((Node *) trie)->key & ~(guint64) LEVEL_MASK;
}

static inline gboolean
in_range (const Node *node, guint64 id)
{
  return ((id ^ node->key) >> (((node->key & LEVEL_MASK) + 1) * BITS)) == 0;
}

static inline guint32
slot_bit (guint64 id, int level)
{
  return (guint32) 1 << ((id >> (level * BITS)) & 31);
}

/* The number of set bits. Without the processor's instruction __builtin_popcount() is a function call, so the code
 * below adds fields of 1, 2, 4 and 8 bits. */
static inline guint
count_bits (guint32 bits)
{
#ifdef __POPCNT__
  return (guint) __builtin_popcount (bits);
#else
  bits -= bits >> 1 & 0x55555555;
  bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
  bits = (bits + (bits >> 4)) & 0x0f0f0f0f;
  return bits * 0x01010101 >> 24;
#endif
}

/* The position of a slot's child among the children. */
static inline guint
position (guint32 bitmap, guint32 bit)
{
  return count_bits (bitmap & (bit - 1));
}

/* References */

TroveTrie
trove_trie_ref (TroveTrie trie)
{
  if (is_leaf (trie))
    trove_sub_ref (sub_of (trie));
  else if (trie != NULL)
    trove_count_add (&((Node *) trie)->count);

  return trie;
}

void
trove_trie_unref (TroveTrie trie)
{
  Node *node = trie;
  guint n;

  if (trie == NULL)
    return;
  if (is_leaf (trie))
    {
      trove_sub_unref (sub_of (trie));
      return;
    }
  if (!trove_count_drop (&node->count))
    return;

  n = count_bits (node->bitmap);
  for (guint i = 0; i < n; i++)
    trove_trie_unref (node->children[i]);
  trove_memory_free (node);
}

static Node *
node_new (guint64 base, int level, guint32 bitmap)
{
  guint n = count_bits (bitmap);
  Node *node = trove_memory_alloc (sizeof *node + n * sizeof (TroveTrie));

  if (node == NULL)
    return NULL;

  atomic_init (&node->count, 1);
  node->bitmap = bitmap;
  node->key = (base >> ((level + 1) * BITS) << ((level + 1) * BITS)) | (guint64) level;
  return node;
}

/* Frees a new node whose first n children are set. */
static void
node_abandon (Node *node, guint n)
{
  for (guint i = 0; i < n; i++)
    trove_trie_unref (node->children[i]);
  trove_memory_free (node);
}

/* Look-up */

/* The ranges of nodes are not checked: if the id is in the trie, its bits lead to its leaf. */
TroveSub *
trove_trie_lookup (TroveTrie trie, guint64 id)
{
  while (!is_leaf (trie))
    {
      const Node *node = trie;
      guint slot;

      if (node == NULL)
        return NULL;

      slot = (guint) (id >> (level_of (trie) * BITS)) & 31;
      if (node->bitmap == G_MAXUINT32) /* the ids have no gaps, as in a linear history */
        trie = node->children[slot];
      else if (node->bitmap >> slot & 1)
        trie = node->children[position (node->bitmap, (guint32) 1 << slot)];
      else
        return NULL;
    }

  return sub_of (trie)->id == id ? sub_of (trie) : NULL;
}

void
trove_trie_foreach_from (TroveTrie trie, guint64 first, TroveSubFunc func, gpointer data)
{
  const Node *node = trie;
  guint i = 0;

  if (trie == NULL)
    return;
  if (is_leaf (trie))
    {
      if (sub_of (trie)->id >= first)
        func (sub_of (trie), data);
      return;
    }

  if (in_range (node, first))
    i = count_bits (node->bitmap & (slot_bit (first, (int) (node->key & LEVEL_MASK)) - 1));
  else if (base_of (trie) < first)
    return;
  for (guint n = count_bits (node->bitmap); i < n; i++)
    trove_trie_foreach_from (node->children[i], first, func, data);
}

void
trove_trie_foreach (TroveTrie trie, TroveSubFunc func, gpointer data)
{
  trove_trie_foreach_from (trie, 0, func, data);
}

gsize
trove_trie_n_overhead (TroveTrie trie)
{
  const Node *node = trie;
  guint n;
  gsize bytes;

  if (trie == NULL || is_leaf (trie))
    return 0;

  n = count_bits (node->bitmap);
  bytes = trove_memory_size (node, sizeof *node + n * sizeof (TroveTrie));
  for (guint i = 0; i < n; i++)
    bytes += trove_trie_n_overhead (node->children[i]);
  return bytes;
}

gsize
trove_trie_foreach_new (TroveTrie trie, GHashTable *seen, TroveSubFunc func, gpointer data)
{
  const Node *node = trie;
  gsize bytes;
  guint n;

  if (trie == NULL)
    return 0;
  if (is_leaf (trie))
    {
      if (g_hash_table_add (seen, sub_of (trie)))
        func (sub_of (trie), data);
      return 0;
    }
  if (!g_hash_table_add (seen, trie))
    return 0;

  n = count_bits (node->bitmap);
  bytes = trove_memory_size (node, sizeof *node + n * sizeof (TroveTrie));
  for (guint i = 0; i < n; i++)
    bytes += trove_trie_foreach_new (node->children[i], seen, func, data);
  return bytes;
}

/* The level of the node in which two ids are in different slots. */
static int
branch_level (guint64 a, guint64 b)
{
  return (63 - __builtin_clzll (a ^ b)) / BITS;
}

/* Building */

gboolean
trove_trie_build (TroveSub **subs, guint n, TroveTrie *result)
{
  guint32 bitmap = 0;
  int level;
  Node *node;
  guint filled = 0;

  if (n <= 1)
    {
      *result = n == 1 ? trove_trie_ref (leaf_of (subs[0])) : NULL;
      return TRUE;
    }

  level = branch_level (subs[0]->id, subs[n - 1]->id);
  for (guint i = 0; i < n; i++)
    bitmap |= slot_bit (subs[i]->id, level);
  node = node_new (subs[0]->id, level, bitmap);
  if (node == NULL)
    return FALSE;

  for (guint start = 0, end; start < n; start = end)
    {
      guint32 bit = slot_bit (subs[start]->id, level);

      for (end = start + 1; end < n && slot_bit (subs[end]->id, level) == bit; end++)
        ;
      if (end - start == 1)
        node->children[filled] = trove_trie_ref (leaf_of (subs[start]));
      else if (!trove_trie_build (subs + start, end - start, &node->children[filled]))
        {
          node_abandon (node, filled);
          return FALSE;
        }
      filled++;
    }

  *result = node;
  return TRUE;
}

/* Union. The walk stops where both tries have the same node, so its cost is the number of nodes that differ. */

/* Unites two tries, neither of which is in the range of the other. */
static gboolean
join (TroveTrie a, TroveTrie b, TroveTrie *result)
{
  int level = branch_level (base_of (a), base_of (b));
  Node *node = node_new (base_of (a), level, slot_bit (base_of (a), level) | slot_bit (base_of (b), level));

  if (node == NULL)
    return FALSE;

  node->children[0] = trove_trie_ref (base_of (a) < base_of (b) ? a : b);
  node->children[1] = trove_trie_ref (base_of (a) < base_of (b) ? b : a);
  *result = node;
  return TRUE;
}

/* Copies a node with child in the slot of bit, added or replaced. Takes over the reference on child. */
static gboolean
with_child (const Node *node, guint32 bit, TroveTrie child, TroveTrie *result)
{
  guint32 bitmap = node->bitmap | bit;
  guint n = count_bits (bitmap), at = position (bitmap, bit);
  Node *copy = node_new (node->key, (int) (node->key & LEVEL_MASK), bitmap);
  const TroveTrie *from = node->children;

  if (copy == NULL)
    {
      trove_trie_unref (child);
      return FALSE;
    }

  for (guint i = 0; i < n; i++)
    {
      if (i == at)
        copy->children[i] = child;
      else
        copy->children[i] = trove_trie_ref (*from);
      if (i != at || (node->bitmap & bit))
        from++;
    }
  *result = copy;
  return TRUE;
}

/* Unites two tries that are the same, or one of which is empty. FALSE: they are neither. */
static inline gboolean
union_trivial (TroveTrie a, TroveTrie b, TroveTrie *result)
{
  if (G_LIKELY (a == b || b == NULL))
    *result = trove_trie_ref (a);
  else if (a == NULL)
    *result = trove_trie_ref (b);
  else
    return FALSE;

  return TRUE;
}

/* Unites a node with a trie in the range of one of its slots. */
static gboolean
union_below (Node *node, TroveTrie a, TroveTrie *result)
{
  guint32 bit = slot_bit (base_of (a), level_of (node));
  TroveTrie child, merged;

  if (!(node->bitmap & bit))
    return with_child (node, bit, trove_trie_ref (a), result);

  child = node->children[position (node->bitmap, bit)];
  if (!trove_trie_union (child, a, &merged))
    return FALSE;
  if (merged == child)
    {
      trove_trie_unref (merged);
      *result = trove_trie_ref (node);
      return TRUE;
    }

  return with_child (node, bit, merged, result);
}

/* Unites two nodes of the same key. */
static gboolean
union_nodes (Node *a, Node *b, TroveTrie *result)
{
  Node *node = node_new (a->key, (int) (a->key & LEVEL_MASK), a->bitmap | b->bitmap);
  const TroveTrie *from_a = a->children, *from_b = b->children;
  gboolean same_a = node != NULL && a->bitmap == node->bitmap;
  gboolean same_b = node != NULL && b->bitmap == node->bitmap;
  guint filled = 0;

  if (node == NULL)
    return FALSE;

  for (guint32 rest = node->bitmap; rest != 0; rest &= rest - 1)
    {
      guint32 bit = rest & -rest;
      TroveTrie child_a = a->bitmap & bit ? *from_a++ : NULL;
      TroveTrie child_b = b->bitmap & bit ? *from_b++ : NULL;

      if (!union_trivial (child_a, child_b, &node->children[filled]) &&
          !trove_trie_union (child_a, child_b, &node->children[filled]))
        {
          node_abandon (node, filled);
          return FALSE;
        }
      same_a = same_a && node->children[filled] == child_a;
      same_b = same_b && node->children[filled] == child_b;
      filled++;
    }

  *result = node;
  if (same_a || same_b)
    {
      *result = trove_trie_ref (same_a ? a : b);
      node_abandon (node, filled);
    }
  return TRUE;
}

gboolean
trove_trie_union (TroveTrie a, TroveTrie b, TroveTrie *result)
{
  if (union_trivial (a, b, result))
    return TRUE;

  if (level_of (a) > level_of (b) && in_range (a, base_of (b)))
    return union_below (a, b, result);
  if (level_of (b) > level_of (a) && in_range (b, base_of (a)))
    return union_below (b, a, result);
  if (!is_leaf (a) && !is_leaf (b) && ((Node *) a)->key == ((Node *) b)->key)
    return union_nodes (a, b, result);

  return join (a, b, result);
}

/* Subtracting. Only the nodes on the way to a removed id are copied. */

guint
trove_ids_search (const guint64 *ids, guint n, guint64 id)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Makes a trie of the remaining children of a node, and takes over their references. */
static gboolean
from_children (const Node *node, guint32 bitmap, TroveTrie *children, TroveTrie *result)
{
  guint n = count_bits (bitmap);
  Node *copy;

  if (n <= 1)
    {
      *result = n == 1 ? children[0] : NULL;
      return TRUE;
    }

  copy = node_new (node->key, (int) (node->key & LEVEL_MASK), bitmap);
  if (copy == NULL)
    return FALSE;
  memcpy (copy->children, children, n * sizeof *children);
  *result = copy;
  return TRUE;
}

static gboolean
subtract_from_node (Node *node, const guint64 *ids, guint n, TroveTrie *result)
{
  gsize span = (gsize) (node->key & LEVEL_MASK) * BITS; /* a slot has 2^span ids */
  TroveTrie children[32];
  const TroveTrie *child = node->children;
  guint32 left = 0;
  guint filled = 0;
  gboolean same = TRUE, ok = TRUE;

  for (guint32 rest = node->bitmap; rest != 0 && ok; rest &= rest - 1, child++)
    {
      guint64 end = base_of (node) + ((guint64) (__builtin_ctz (rest) + 1) << span);
      guint n_here = trove_ids_search (ids, n, end);

      ok = trove_trie_subtract (*child, ids, n_here, &children[filled]);
      ids += n_here;
      n -= n_here;
      if (!ok)
        break;
      same = same && children[filled] == *child;
      if (children[filled] != NULL)
        {
          left |= rest & -rest;
          filled++;
        }
    }

  if (ok && same)
    *result = trove_trie_ref (node);
  else
    ok = ok && from_children (node, left, children, result);
  if (!ok || same)
    while (filled > 0)
      trove_trie_unref (children[--filled]);
  return ok;
}

gboolean
trove_trie_subtract (TroveTrie trie, const guint64 *ids, guint n, TroveTrie *result)
{
  guint first;

  *result = NULL;
  if (trie == NULL)
    return TRUE;

  first = trove_ids_search (ids, n, base_of (trie));
  if (is_leaf (trie))
    {
      if (first == n || ids[first] != base_of (trie))
        *result = trove_trie_ref (trie);
      return TRUE;
    }
  if (first == n || !in_range (trie, ids[first]))
    {
      *result = trove_trie_ref (trie);
      return TRUE;
    }

  return subtract_from_node (trie, ids + first, n - first, result);
}
