/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* TroveArena:max-bytes of arenas that are filled up: the limit is kept, raised, lowered, and taken along by
 * versions. */

/* With a higher limit the arena goes on in its own sub-arena. */
static void
test_raise (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  gint64 number = 0;

  for (guint64 limit = 1000; limit < 1000000; limit *= 2)
    {
      GError *error = NULL;

      g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
      for (; trove_arena_append_raw (arena, 0, &number, NULL, &error); number++)
        g_assert_cmpuint (8 * number, <=, limit);
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, id_text (limit), "gint64");
      assert_within (arena, limit, 1, 1);
    }
  g_assert_cmpint (number, >, 32000);
  for (gint64 i = 0; i < number; i++)
    {
      TroveRef ref = ref_at (trove_arena_reserve_id (arena, NULL), 0, (guint64) i);

      g_assert_cmpint (*(const gint64 *) trove_arena_get_raw (arena, 0, &ref, NULL), ==, i);
    }
  check_arena (arena);
}

/* With a limit below the bytes in use, all elements stay. */
static void
test_lower (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GError *error = NULL;

  for (guint i = 0; i < 400; i++)
    {
      put_string (arena, "some text");
      if (i % 100 == 0)
        freeze (arena);
    }
  before = trove_arena_to_string (arena, NULL);
  g_assert_true (trove_arena_set_max_bytes (arena, 1000, NULL));
  for (guint i = 0; error == NULL; i++) /* a row may have room left */
    {
      g_assert_cmpuint (i, <, 400);
      if (!trove_arena_append_string (arena, 0, "more", -1, NULL, &error))
        break;
      g_free (before);
      before = trove_arena_to_string (arena, NULL);
    }
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "1000", "max-bytes");
  after = trove_arena_to_string (arena, NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), >=, 400);
  check_arena (arena);
}

/* Versions take the limit along */

static void
test_inherit (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveArena) merged = NULL;
  g_autoptr (TroveArena) merged_back = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;

  put_int (arena, 0, 1);
  put_int (other, 0, 2);
  g_assert_true (trove_arena_set_max_bytes (arena, 50000, NULL));
  g_assert_true (trove_arena_set_max_bytes (other, 60000, NULL));
  clone = trove_arena_clone (arena, NULL);
  snapshot = trove_arena_snapshot (arena, NULL);
  branch = trove_snapshot_branch (snapshot);
  merged = trove_arena_merge (arena, other, NULL);
  merged_back = trove_arena_merge (other, arena, NULL);
  assert_max_bytes (clone, 50000);
  assert_max_bytes (branch, 50000);
  assert_max_bytes (merged, 50000);
  assert_max_bytes (merged_back, 60000);
  g_assert_true (trove_arena_absorb (other, arena, NULL));
  assert_max_bytes (other, 60000);
  assert_max_bytes (arena, 50000);
  g_assert_true (trove_arena_absorb (branch, other, NULL));
  assert_max_bytes (branch, 50000);
  g_assert_true (trove_arena_revert (other, snapshot, NULL));
  assert_max_bytes (other, 60000);

  /* Each arena has a limit of its own from then on. */
  g_assert_true (trove_arena_set_max_bytes (clone, 70000, NULL));
  assert_max_bytes (arena, 50000);
  g_assert_true (trove_arena_set_max_bytes (arena, 0, NULL));
  assert_max_bytes (clone, 70000);
  assert_max_bytes (merged, 50000);
}

static guint
fill (TroveArena *arena)
{
  const gint64 number = 5;
  GError *error = NULL;
  guint n = 0;

  while (trove_arena_append_raw (arena, 0, &number, NULL, &error))
    g_assert_cmpuint (++n, <, 1000000);
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
  return n;
}

/* The limit counts the bytes that an arena reads, its own and shared ones; those that it got by a merge as well. */
static void
test_versions (void)
{
  const guint64 limit = 100000;
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) merged = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  guint n_arena, n_clone, n_before;

  for (guint i = 0; i < 2000; i++)
    put_int (arena, 0, i);
  g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
  clone = trove_arena_clone (arena, NULL);
  n_arena = fill (arena);
  n_clone = fill (clone);
  g_assert_cmpuint (n_arena, >, 2000);
  g_assert_cmpuint (n_clone, >, 2000);
  assert_within (arena, limit, 2, 1);
  assert_within (clone, limit, 2, 1);

  /* The merged arena holds more than its limit, and nothing is lost. */
  merged = trove_arena_merge (arena, clone, NULL);
  g_assert_cmpuint (trove_arena_get_n_elements (merged, NULL), ==, 2000 + n_arena + n_clone);
  g_assert_cmpuint (usage_of (merged).total, >, limit);
  n_before = fill (merged);
  g_assert_cmpuint (n_before, <=, 500); /* the room of its first row or of a chunk */
  g_assert_true (trove_arena_set_max_bytes (merged, 4 * limit, NULL));
  g_assert_cmpuint (fill (merged), >, 2000);
  assert_within (merged, 4 * limit, 4, 1);

  n_before = (guint) trove_arena_get_n_elements (arena, NULL);
  g_assert_true (trove_arena_absorb (arena, clone, NULL));
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n_before + n_clone);
  g_assert_cmpuint (fill (arena), <=, 500);
  check_arena (arena);

  /* A branch has the limit as well, which counts the bytes that it reads. */
  snapshot = trove_arena_snapshot (arena, NULL);
  branch = trove_snapshot_branch (snapshot);
  g_assert_cmpuint (fill (branch), <=, 500);
  g_assert_true (trove_arena_set_max_bytes (branch, 0, NULL));
  for (guint i = 0; i < 50000; i++)
    put_int (branch, 0, i);
  check_arena (branch);
}

/* An arena that is filled up in any way ends within the limit, and not far below it. */

typedef struct
{
  const char *name;
  GType (*type) (void);
  gboolean (*append) (TroveArena *arena, guint i, GError **error);
  guint every; /* how many appends there are between versions; 0: no version */
} Filling;

static gboolean
fill_number (TroveArena *arena, guint i, GError **error)
{
  const gint64 number = i;

  return trove_arena_append_raw (arena, 0, &number, NULL, error);
}

static gboolean
fill_string (TroveArena *arena, guint i, GError **error)
{
  static const char text[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

  return trove_arena_append_string (arena, 0, text, i % 53, NULL, error);
}

static gboolean
fill_batch (TroveArena *arena, guint i, GError **error)
{
  const gint64 numbers[100] = { i };

  return trove_arena_append_many_raw (arena, 0, numbers, i % 100, NULL, error);
}

static gboolean
fill_copies (TroveArena *arena, guint i, GError **error)
{
  g_autoptr (TroveBorrow) borrow = NULL;
  g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
  g_autoptr (TroveRef) changed = NULL;

  if (root == NULL)
    {
      const gint64 number = i;
      TroveRef ref;

      return trove_arena_append_raw (arena, 0, &number, &ref, error) &&
             trove_arena_set_root (arena, &ref, error);
    }

  borrow = trove_arena_borrow_mut (arena, root, error);
  if (borrow == NULL)
    return FALSE;
  changed = trove_borrow_dup_ref (borrow);
  return trove_arena_set_root (arena, changed, error);
}

static gboolean
fill_value (TroveArena *arena, guint i, GError **error)
{
  g_auto (GValue) value = int_value ((int) i);

  return freed_ref (trove_arena_append (arena, &value, error));
}

static GType
int64_type (void)
{
  return G_TYPE_INT64;
}

static GType
string_type (void)
{
  return G_TYPE_STRING;
}

static GType
value_type (void)
{
  return G_TYPE_VALUE;
}

static const Filling fillings[] = {
  { "numbers", int64_type, fill_number, 0 },
  { "numbers/versions", int64_type, fill_number, 1 },
  { "numbers/few-versions", int64_type, fill_number, 40 },
  { "strings", string_type, fill_string, 0 },
  { "strings/versions", string_type, fill_string, 1 },
  { "strings/few-versions", string_type, fill_string, 1000 },
  { "batches", int64_type, fill_batch, 0 },
  { "batches/versions", int64_type, fill_batch, 3 },
  { "copies/versions", int64_type, fill_copies, 1 },
  { "values", value_type, fill_value, 0 },
  { "values/versions", value_type, fill_value, 7 },
};

static void
test_filling (gconstpointer data)
{
  static const guint64 limits[] = { 2000, 10000, 77777, 1 << 20, 10000000 };
  const Filling *filling = data;

  for (guint l = 0; l < G_N_ELEMENTS (limits) - (test_quick () ? 2 : 0); l++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (filling->type ());
      guint64 limit = limits[l], total;
      guint n_versions = 1;
      GError *error = NULL;

      g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
      for (guint i = 0; filling->append (arena, i, &error); i++)
        {
          g_assert_cmpuint (i, <, limit);
          if (filling->every > 0 && i % filling->every == filling->every - 1)
            {
              freeze (arena);
              n_versions++;
            }
        }
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, id_text (limit), "max-bytes");
      total = usage_of (arena).total;
      g_test_message ("%s: %" G_GUINT64_FORMAT " bytes of %" G_GUINT64_FORMAT ", in %u versions",
                      filling->name, total, limit, n_versions);
      assert_within (arena, limit, n_versions, 1);
      g_assert_cmpuint (total, >=, limit / 3);
      if (limit < 100000)
        check_arena (arena);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/max-bytes/raise", test_raise);
  g_test_add_func ("/max-bytes/lower", test_lower);
  g_test_add_func ("/max-bytes/inherit", test_inherit);
  g_test_add_func ("/max-bytes/versions", test_versions);
  for (guint i = 0; i < G_N_ELEMENTS (fillings); i++)
    {
      g_autofree char *path = g_strconcat ("/max-bytes/filled/", fillings[i].name, NULL);

      g_test_add_data_func (path, &fillings[i], test_filling);
    }

  return g_test_run ();
}
