/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-blocks.h"

#include <string.h>

static void
add (GHashTable *blocks, gconstpointer block, guint64 place, guint64 content, gsize size)
{
  const CheckBlock one = { place, content, size, 1 };

  g_hash_table_replace (blocks, (gpointer) block, g_memdup2 (&one, sizeof one));
}

static guint
add_sequence (GHashTable *blocks, const TroveSequenceNode *node)
{
  guint n = 1;

  if (node == NULL)
    return 0;
  add (blocks, node, node->place, node->content, trove_sequence_node_size (node->level, node->capacity));
  for (guint i = 0; node->level > 0 && i < node->n; i++)
    n += add_sequence (blocks, trove_sequence_children (node)[i]);
  return n;
}

/* are_records: the values are records. */
static guint
add_map (GHashTable *blocks, const TroveKeyMap *node, gboolean are_records)
{
  guint n = 1;

  if (node == NULL)
    return 0;
  add (blocks, node, node->place, node->content, trove_key_map_node_size (node->capacity));
  for (guint i = 0; i < trove_key_map_count (node->bitmap); i++)
    {
      const TroveRecord *record = (const TroveRecord *) node->slots[i];

      if (node->level > 0)
        n += add_map (blocks, trove_key_map_follow (node->slots[i]), are_records);
      else if (are_records)
        {
          add (blocks, record, record->place, record->content, trove_record_size (record));
          n += 1 + add_map (blocks, trove_referrers_map (record->referrers), FALSE);
          for (guint j = 0; j < record->klass->lists.n; j++)
            n += add_sequence (blocks, record->lists[j]);
        }
    }
  return n;
}

guint
check_blocks_add (GHashTable *blocks, const TroveKeyMap *objects)
{
  return add_map (blocks, objects, TRUE);
}

GHashTable *
check_blocks (const TroveKeyMap *objects)
{
  GHashTable *blocks = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  g_assert_cmpuint (check_blocks_add (blocks, objects), ==, g_hash_table_size (blocks));
  return blocks;
}

guint64
check_blocks_n_bytes (GHashTable *blocks)
{
  GHashTableIter iter;
  gpointer block;
  guint64 n = 0;

  g_hash_table_iter_init (&iter, blocks);
  while (g_hash_table_iter_next (&iter, NULL, &block))
    n += ((const CheckBlock *) block)->size;
  return n;
}

void
check_blocks_note (guint64 place, guint64 content, gsize size, int sign, gpointer changes)
{
  const CheckBlock change = { place, content, size, sign };

  g_array_append_val ((GArray *) changes, change);
}

static void
note_difference (GHashTable *from, GHashTable *other, int sign, GArray *changes)
{
  GHashTableIter iter;
  gpointer address, block;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &address, &block))
    if (!g_hash_table_contains (other, address))
      {
        const CheckBlock *one = block;

        check_blocks_note (one->place, one->content, one->size, sign, changes);
      }
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (CheckBlock));
}

void
check_blocks_changes (GHashTable *before, GHashTable *after, GArray *changes)
{
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (CheckBlock));

  note_difference (before, after, -1, expected);
  note_difference (after, before, 1, expected);
  g_assert_cmpuint (changes->len, ==, expected->len);
  g_array_sort (expected, compare_changes);
  g_array_sort (changes, compare_changes);
  if (expected->len > 0)
    g_assert_cmpmem (changes->data, changes->len * sizeof (CheckBlock), expected->data,
                     expected->len * sizeof (CheckBlock));
}
