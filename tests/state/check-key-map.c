/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-key-map.h"

typedef struct
{
  const CheckHolder *holder;
  GArray *found;
} Check;

static void
check_header (const TroveKeyMap *node, const CheckHolder *holder)
{
  guint n = (guint) __builtin_popcount (node->bitmap);

  check_place (holder, node->place, node, sizeof *node + n * sizeof (guintptr));
  g_assert_cmpuint (n, >=, node->level > 0 ? 2 : 1);
  g_assert_cmpuint (n, <=, node->capacity);
  g_assert_cmpuint (node->capacity, <=, TROVE_KEY_MAP_SLOTS);
  g_assert_cmpuint (node->level, <, TROVE_KEY_MAP_LEVELS);
  g_assert_cmpuint (node->content, <=, node->place);
  g_assert_cmpuint (node->key % ((guint64) 1 << ((node->level + 1) * TROVE_KEY_MAP_BITS)), ==, 0);
}

/* base: the least key that the child could have. */
static const TroveKeyMap *
check_link (const TroveKeyMap *node, guintptr link, TroveKey base)
{
  const TroveKeyMap *child = trove_key_map_follow (link);

  g_assert_cmpuint (child->level, <, node->level);
  g_assert_cmpuint (link & 1, ==,
                    child->level + 1 == node->level &&
                        trove_key_map_count (child->bitmap) == TROVE_KEY_MAP_SLOTS);
  g_assert_cmpuint (child->key >> (node->level * TROVE_KEY_MAP_BITS), ==,
                    base >> (node->level * TROVE_KEY_MAP_BITS));
  g_assert_cmpuint (child->content, <=, node->content);
  g_assert_cmpuint (child->place, <=, node->place);
  return child;
}

static void
check_node (const TroveKeyMap *node, const Check *check)
{
  guint rank = 0;

  check_header (node, check->holder);
  for (guint slot = 0; slot < TROVE_KEY_MAP_SLOTS; slot++)
    {
      TroveKey base = node->key + ((guint64) slot << (node->level * TROVE_KEY_MAP_BITS));

      if ((node->bitmap >> slot & 1) == 0)
        continue;
      if (node->level == 0)
        {
          const CheckEntry entry = { base, node->slots[rank], node };

          g_array_append_val (check->found, entry);
        }
      else
        check_node (check_link (node, node->slots[rank], base), check);
      rank++;
    }
}

GArray *
check_key_map (const CheckHolder *holder, const TroveKeyMap *map)
{
  const Check check = { holder, g_array_new (FALSE, FALSE, sizeof (CheckEntry)) };

  if (map != NULL)
    check_node (map, &check);
  return check.found;
}
