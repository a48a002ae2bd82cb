/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Key maps: random sets and removals against an array, over many versions that are read again, with every invariant checked.
 * Compiled a second time with four slots a node. */

#include "check-key-map.h"
#include "failing-memory.h"
#include "test-support.h"

static void
clear_blocks (gpointer block)
{
}

static void
core_init_blocks (TroveCore *core)
{
  trove_core_init (core, trove_schema_new_of_blocks (clear_blocks));
}

/* A version: its map, the view that keeps it, and the entries that it should have, in increasing order of the keys. */
typedef struct
{
  guint64 key;
  guintptr value;
} Entry;

typedef struct
{
  TroveKeyMap *map;
  TroveView view;
  GArray *entries;
} Version;

/* Invariants */

static void
check_map (const TroveCore *core, const TroveKeyMap *map, const GArray *entries)
{
  const CheckHolder holder = check_holder_of_core (core);
  g_autoptr (GArray) found = check_key_map (&holder, map);

  g_assert_cmpuint (found->len, ==, entries->len);
  for (guint i = 0; i < found->len; i++)
    {
      g_assert_cmpuint (g_array_index (found, CheckEntry, i).key, ==, g_array_index (entries, Entry, i).key);
      g_assert_cmpuint (g_array_index (found, CheckEntry, i).value, ==,
                        g_array_index (entries, Entry, i).value);
    }
}

/* The array */

static guint
search (const GArray *entries, guint64 key)
{
  guint low = 0, high = entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (entries, Entry, middle).key < key)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
has (const GArray *entries, guint64 key)
{
  guint at = search (entries, key);

  return at < entries->len && g_array_index (entries, Entry, at).key == key;
}

static void
set_entry (GArray *entries, guint64 key, guintptr value)
{
  const Entry entry = { key, value };
  guint at = search (entries, key);

  if (has (entries, key))
    g_array_index (entries, Entry, at) = entry;
  else
    g_array_insert_val (entries, at, entry);
}

/* Operations */

static void
set (TroveCore *core, TroveKeyMap **map, GArray *entries, guint64 key, guintptr value)
{
  g_assert_true (trove_core_prepare_blocks (core, trove_key_map_bytes (*map), NULL));
  failing_memory_start (FAILING_REST, 0);
  if (has (entries, key) && value % 2 == 0)
    *trove_key_map_touch (core, map, key) = value;
  else
    trove_key_map_set (core, map, key, value);
  failing_memory_stop ();
  set_entry (entries, key, value);
}

static void
remove_key (TroveCore *core, TroveKeyMap **map, GArray *entries, guint64 key)
{
  g_assert_true (trove_core_prepare_blocks (core, trove_key_map_bytes (*map), NULL));
  failing_memory_start (FAILING_REST, 0);
  trove_key_map_remove (core, map, key);
  failing_memory_stop ();
  g_array_remove_index (entries, search (entries, key));
}

static void
check_reads (const TroveKeyMap *map, const GArray *entries, guint64 key)
{
  guint at = search (entries, key);
  guintptr value = 0;

  g_assert_cmpuint (trove_key_map_get (map, key), ==,
                    has (entries, key) ? g_array_index (entries, Entry, at).value : 0);
  if (at < entries->len)
    {
      g_assert_cmpuint (trove_key_map_next (map, key, &value), ==, g_array_index (entries, Entry, at).key);
      g_assert_cmpuint (value, ==, g_array_index (entries, Entry, at).value);
    }
  else
    g_assert_cmpuint (trove_key_map_next (map, key, NULL), ==, 0);
}

/* Comparing */

typedef struct
{
  const GArray *a, *b;
  guint i, j; /* the next entry of each */
  guint stop; /* after so many differences */
} Differences;

/* Passes over the entries that both have, up to the next difference. */
static void
pass_equal (Differences *d)
{
  while (d->i < d->a->len && d->j < d->b->len)
    {
      const Entry *a = &g_array_index (d->a, Entry, d->i), *b = &g_array_index (d->b, Entry, d->j);

      if (a->key != b->key || a->value != b->value)
        return;
      d->i++;
      d->j++;
    }
}

static gboolean
expect_difference (guint64 key, guintptr a, guintptr b, gpointer data)
{
  Differences *d = data;

  pass_equal (d);
  g_assert_true (a != b);
  if (a != 0)
    {
      g_assert_cmpuint (d->i, <, d->a->len);
      g_assert_cmpuint (g_array_index (d->a, Entry, d->i).key, ==, key);
      g_assert_cmpuint (g_array_index (d->a, Entry, d->i++).value, ==, a);
    }
  if (b != 0)
    {
      g_assert_cmpuint (d->j, <, d->b->len);
      g_assert_cmpuint (g_array_index (d->b, Entry, d->j).key, ==, key);
      g_assert_cmpuint (g_array_index (d->b, Entry, d->j++).value, ==, b);
    }
  g_assert_cmpuint (d->stop, >, 0);
  return --d->stop > 0;
}

static void
check_compare (const Version *a, const Version *b)
{
  Differences d = { a->entries, b->entries, 0, 0, G_MAXUINT };
  guint n;

  g_assert_true (trove_key_map_compare (a->map, b->map, expect_difference, &d));
  pass_equal (&d);
  g_assert_cmpuint (d.i, ==, a->entries->len);
  g_assert_cmpuint (d.j, ==, b->entries->len);

  n = G_MAXUINT - d.stop;
  if (n > 0)
    {
      d = (Differences){ a->entries, b->entries, 0, 0, (n + 1) / 2 };
      g_assert_false (trove_key_map_compare (a->map, b->map, expect_difference, &d));
      g_assert_cmpuint (d.stop, ==, 0);
    }
}

/* Random programs */

static guint64
random_key (TestRandom *random, guint spread)
{
  const guint64 replica = test_random_below (random, 3) * 0x155555; /* 21 bits */

  switch (spread)
    {
    case 0:
      return 1 + test_random_below (random, 300);
    case 1:
      return replica << 32 | (1 + test_random_below (random, 1000));
    case 2:
      return 1 + (test_random_next (random) >> (11 + test_random_below (random, 52)));
    default:
      return ((guint64) 1 << TROVE_KEY_BITS) - 1 - test_random_below (random, 70);
    }
}

static void
version_take (Version *version, TroveCore *core, TroveKeyMap *map, const GArray *entries)
{
  g_assert_true (trove_core_freeze (core, NULL));
  version->map = map;
  trove_view_copy (&core->view, &version->view);
  version->entries = g_array_copy ((GArray *) entries);
}

static void
version_clear (Version *version)
{
  if (version->entries == NULL)
    return;
  trove_view_clear (&version->view);
  g_array_unref (version->entries);
  *version = (Version){ 0 };
}

static void
run (TestRandom *random, guint spread, guint n_steps)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  Version versions[8] = { 0 };
  TroveKeyMap *map = NULL;
  TroveCore core;

  core_init_blocks (&core);
  for (guint step = 0; step < n_steps; step++)
    {
      guint64 key = random_key (random, spread);
      guint what = (guint) test_random_below (random, 100);
      Version *version = &versions[test_random_below (random, G_N_ELEMENTS (versions))];

      if (what < 50 && key >> TROVE_KEY_BITS == 0)
        set (&core, &map, entries, key, 1 + test_random_below (random, 1000));
      else if (what < 85 && entries->len > 0)
        remove_key (&core, &map, entries,
                    g_array_index (entries, Entry, test_random_below (random, entries->len)).key);
      else if (what < 93)
        {
          version_clear (version);
          version_take (version, &core, map, entries);
        }
      else if (what < 96 && version->entries != NULL)
        {
          /* Goes back, as undo does. */
          g_assert_true (trove_core_revert (&core, &version->view, NULL));
          map = version->map;
          g_array_set_size (entries, 0);
          g_array_append_vals (entries, version->entries->data, version->entries->len);
        }

      check_map (&core, map, entries);
      check_reads (map, entries, key);
      check_reads (map, entries, random_key (random, spread));
      if (step % 16 == 0)
        {
          Version now;

          version_take (&now, &core, map, entries);
          for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
            if (versions[i].entries != NULL)
              {
                check_compare (&versions[i], &now);
                check_compare (&now, &versions[i]);
              }
          version_clear (&now);
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    version_clear (&versions[i]);
  g_array_unref (entries);
  trove_core_clear (&core);
}

static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint spread = 0; spread < 4; spread++)
    for (guint i = 0; i < test_count (20, 2); i++)
      run (&random, spread, 600);
}

/* The nodes follow from the keys alone: a map that had others in between is as one that never had. */
static gboolean
same_shape (const TroveKeyMap *a, const TroveKeyMap *b)
{
  guint n;

  if (a == NULL || b == NULL)
    return a == b;
  if (a->level != b->level || a->key != b->key || a->bitmap != b->bitmap)
    return FALSE;
  n = (guint) __builtin_popcount (a->bitmap);
  for (guint i = 0; i < n && a->level > 0; i++)
    if (!same_shape (trove_key_map_follow (a->slots[i]), trove_key_map_follow (b->slots[i])))
      return FALSE;
  return TRUE;
}

static void
test_canonical (void)
{
  TestRandom random;
  TroveCore core;

  test_random_init (&random);
  core_init_blocks (&core);
  for (guint round = 0; round < test_count (200, 20); round++)
    {
      GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
      TroveKeyMap *map = NULL, *direct = NULL;

      for (guint i = 0; i < 300; i++)
        {
          guint64 key = random_key (&random, round % 4);

          if (key >> TROVE_KEY_BITS != 0)
            continue;
          if (has (entries, key))
            remove_key (&core, &map, entries, key);
          else
            set (&core, &map, entries, key, 1);
        }
      for (guint i = 0; i < entries->len; i++)
        {
          g_assert_true (trove_core_prepare_blocks (&core, trove_key_map_bytes (direct), NULL));
          trove_key_map_set (&core, &direct, g_array_index (entries, Entry, i).key, 1);
        }
      g_assert_true (same_shape (map, direct));
      g_array_unref (entries);
    }
  trove_core_clear (&core);
}

/* Keys that come in order, as those of new objects: what a version of one more takes, and what all take. */
static void
test_in_order (void)
{
  const guint n = test_count (100000, 2000);
  TroveKeyMap *map = NULL;
  TroveCore core;

  core_init_blocks (&core);
  for (guint64 key = 1; key <= n; key++)
    {
      g_assert_true (trove_core_prepare_blocks (&core, trove_key_map_bytes (map), NULL));
      trove_key_map_set (&core, &map, key, key);
    }
  g_assert_cmpuint (core.own->blocks.n_bytes, <, (TROVE_KEY_MAP_BITS == 4 ? 12 : 24) * n);
  for (guint64 key = 1; key <= n; key++)
    g_assert_cmpuint (trove_key_map_get (map, key), ==, key);
  g_assert_cmpuint (trove_key_map_get (map, n + 1), ==, 0);
  trove_core_clear (&core);
}

/* Comparing visits only what differs. */
static gboolean
count_difference (guint64 key, guintptr a, guintptr b, gpointer data)
{
  ++*(guint *) data;
  return TRUE;
}

static void
test_compare_versions (void)
{
  enum
  {
    N = 5000
  };
  g_autofree TroveKeyMap **maps = g_new (TroveKeyMap *, N);
  TroveKeyMap *map = NULL;
  TroveCore core;

  core_init_blocks (&core);
  for (guint i = 0; i < N; i++)
    {
      g_assert_true (trove_core_prepare_blocks (&core, trove_key_map_bytes (map), NULL));
      trove_key_map_set (&core, &map, 1 + i * 7919u % 1000, 1 + i);
      g_assert_true (trove_core_freeze (&core, NULL));
      maps[i] = map;
    }
  for (guint i = 1000; i < N; i += 37)
    for (guint apart = 1; apart <= 1000; apart *= 10)
      {
        guint differ = 0;

        g_assert_true (trove_key_map_compare (maps[i - apart], maps[i], count_difference, &differ));
        g_assert_cmpuint (differ, ==, apart);
      }
  trove_core_clear (&core);
}

/* Moved nodes */

/* Moves all nodes to the own sub-arena. */
static TroveKeyMap *
move_nodes (TroveCore *core, TroveKeyMap *node)
{
  TroveKeyMap *moved = trove_key_map_move_node (core, node, NULL);
  guint n = trove_key_map_count (node->bitmap);

  g_assert_true (moved != node && moved->place == trove_core_own_id (core));
  g_assert_true (trove_key_map_move_node (core, moved, NULL) == moved);
  g_assert_cmpuint (moved->content, ==, node->content);
  g_assert_cmpuint (moved->capacity, ==, n);
  for (guint i = 0; node->level > 0 && i < n; i++)
    moved->slots[i] =
        trove_key_map_link (move_nodes (core, trove_key_map_follow (node->slots[i])), node->level);
  return moved;
}

static void
test_moved (void)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GError) error = NULL;
  TroveKeyMap *map = NULL, *moved;
  guint n_differ = 0;
  TroveCore core;

  core_init_blocks (&core);
  for (guint i = 0; i < 500; i++)
    set (&core, &map, entries, 1 + i * i, 1 + i);
  g_array_append_vals (old, entries->data, entries->len);
  g_assert_true (trove_core_freeze (&core, NULL));

  /* The chunk has room for some copies. */
  failing_memory_start (FAILING_REST, 0);
  while (trove_key_map_move_node (&core, map, &error) != NULL)
    ;
  failing_memory_stop ();
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);

  moved = move_nodes (&core, map);
  check_map (&core, moved, entries);
  g_assert_true (trove_key_map_compare (map, moved, count_difference, &n_differ));
  g_assert_cmpuint (n_differ, ==, 0);

  /* A moved node that is changed has new content, and the old nodes are as they were. */
  set (&core, &moved, entries, 1, 1000);
  g_assert_cmpuint (moved->content, ==, trove_core_own_id (&core));
  g_assert_true (trove_key_map_compare (map, moved, count_difference, &n_differ));
  g_assert_cmpuint (n_differ, ==, 1);
  check_map (&core, moved, entries);
  check_map (&core, map, old);
  trove_core_clear (&core);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-map/random", test_random_programs);
  g_test_add_func ("/key-map/canonical", test_canonical);
  g_test_add_func ("/key-map/in-order", test_in_order);
  g_test_add_func ("/key-map/compare", test_compare_versions);
  g_test_add_func ("/key-map/moved", test_moved);
  return g_test_run ();
}
