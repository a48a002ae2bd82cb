/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "referrers.h"

static TroveReferrers
one_reference (TroveKey key)
{
  return key << 1 | 1;
}

static TroveReferrers
many_references (const TroveKeyMap *map)
{
  return (guintptr) map;
}

guint
trove_referrers_count (TroveReferrers self, TroveKey key)
{
  if ((self & 1) != 0)
    return self == one_reference (key);
  return (guint) trove_key_map_get (trove_referrers_map (self), key);
}

void
trove_referrers_add (TroveCore *core, TroveReferrers *self, TroveKey key)
{
  TroveKeyMap *map = trove_referrers_map (*self);

  if (*self == 0)
    {
      *self = one_reference (key);
      return;
    }

  if (map == NULL)
    trove_key_map_set (core, &map, *self >> 1, 1);
  trove_key_map_set (core, &map, key, trove_key_map_get (map, key) + 1);
  *self = many_references (map);
}

void
trove_referrers_remove (TroveCore *core, TroveReferrers *self, TroveKey key)
{
  TroveKeyMap *map = trove_referrers_map (*self);
  guintptr n = trove_referrers_count (*self, key), left = 0;
  TroveKey first;

  g_assert (n > 0);
  if (map == NULL)
    {
      *self = 0;
      return;
    }

  if (n > 1)
    *trove_key_map_touch (core, &map, key) = n - 1;
  else
    trove_key_map_remove (core, &map, key);

  first = trove_key_map_next (map, 1, &left);
  if (left == 1 && map->level == 0 && trove_key_map_count (map->bitmap) == 1)
    *self = one_reference (first);
  else
    *self = many_references (map);
}

gboolean
trove_referrers_foreach (TroveReferrers self, TroveKeyMapFunc func, gpointer data)
{
  if ((self & 1) != 0)
    return func (self >> 1, 1, data);
  return trove_key_map_foreach (trove_referrers_map (self), func, data);
}
