/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Id map: a random program beside a GHashTable. Few ids, and ids of the same slot, so that they stand in each other's way. */

#include "state/id-map.h"
#include "test-support.h"

static guint64
choose_id (TestRandom *random)
{
  static const guint64 steps[] = { 1, 16, 1 << 20, G_GUINT64_CONSTANT (0xf1de83e19937733d) };

  return 1 + test_random_below (random, 60) * steps[test_random_below (random, G_N_ELEMENTS (steps))];
}

static void
check (const TroveIdMap *map, GHashTable *naive)
{
  guint n = 0, n_ids = 0;

  g_assert_cmpuint (map->n, ==, g_hash_table_size (naive));
  TROVE_ID_MAP_FOREACH (map, char, value)
  n += value != NULL;
  TROVE_ID_MAP_FOREACH_ID (map, id)
  {
    g_assert_true (trove_id_map_get (map, id) == g_hash_table_lookup (naive, &id));
    n_ids++;
  }
  g_assert_cmpuint (n, ==, map->n);
  g_assert_cmpuint (n_ids, ==, map->n);
}

static void
change (TroveIdMap *map, GHashTable *naive, TestRandom *random)
{
  guint64 id = choose_id (random);
  gpointer value = GSIZE_TO_POINTER (1 + test_random_below (random, 1000));
  gboolean has = g_hash_table_contains (naive, &id);

  g_assert_true ((trove_id_map_get (map, id) != NULL) == has);
  if (has && test_random_below (random, 2) == 0)
    {
      trove_id_map_remove (map, id);
      g_hash_table_remove (naive, &id);
      return;
    }
  trove_id_map_set (map, id, value);
  g_hash_table_insert (naive, g_memdup2 (&id, sizeof id), value);
}

static void
test_random (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GHashTable) naive = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      TroveIdMap map = TROVE_ID_MAP_INIT;

      check (&map, naive);
      for (guint j = 0; j < 500; j++)
        {
          change (&map, naive, &random);
          check (&map, naive);
        }
      trove_id_map_clear (&map);
      g_assert_null (map.slots);
    }
}

static void
test_copy_and_empty (void)
{
  TroveIdMap map = TROVE_ID_MAP_INIT, copy;

  trove_id_map_copy (&map, &copy);
  g_assert_null (copy.slots);
  trove_id_map_empty (&map);
  for (guint64 id = 1; id <= 100; id++)
    trove_id_map_set (&map, id, GSIZE_TO_POINTER (id));

  trove_id_map_copy (&map, &copy);
  trove_id_map_empty (&map);
  g_assert_cmpuint (map.n, ==, 0);
  g_assert_cmpuint (copy.n, ==, 100);
  for (guint64 id = 1; id <= 100; id++)
    {
      g_assert_null (trove_id_map_get (&map, id));
      g_assert_cmpuint (GPOINTER_TO_SIZE (trove_id_map_get (&copy, id)), ==, id);
    }
  trove_id_map_set (&map, 7, &map);
  g_assert_cmpuint (GPOINTER_TO_SIZE (trove_id_map_get (&copy, 7)), ==, 7);
  trove_id_map_clear (&map);
  trove_id_map_clear (&copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-map/random", test_random);
  g_test_add_func ("/id-map/copy-and-empty", test_copy_and_empty);
  return g_test_run ();
}
