/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Addresses: a value stays where it was appended, whatever is appended, cloned, merged and dropped after it. */

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "test-support.h"

enum
{
  POOL_INT64,
  POOL_STRING,
  N_POOLS,
};

typedef struct
{
  TroveRef ref;
  gconstpointer address;
} Noted;

typedef struct
{
  GArray *noted[N_POOLS]; /* Noted, in order */
} Notes;

static void
notes_init (Notes *notes)
{
  for (guint pool = 0; pool < N_POOLS; pool++)
    notes->noted[pool] = g_array_new (FALSE, FALSE, sizeof (Noted));
}

static void
notes_clear (Notes *notes)
{
  for (guint pool = 0; pool < N_POOLS; pool++)
    g_array_unref (notes->noted[pool]);
}

static void
note (Notes *notes, guint pool, TroveArena *arena, const TroveRef *ref)
{
  Noted noted = { *ref, trove_arena_get_raw (arena, pool, ref, NULL) };

  g_assert_nonnull (noted.address);
  if (pool == POOL_STRING)
    noted.address = *(const char *const *) noted.address; /* its bytes */
  g_array_append_val (notes->noted[pool], noted);
}

static void
append (Notes *notes, TroveArena *arena)
{
  gint64 number = notes->noted[POOL_INT64]->len;
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, POOL_INT64, &number, &ref, NULL));
  note (notes, POOL_INT64, arena, &ref);
  if (number % 8 == 0)
    {
      char text[32];

      number = g_snprintf (text, sizeof text, "%u", notes->noted[POOL_STRING]->len);
      g_assert_true (trove_arena_append_string (arena, POOL_STRING, text, number, &ref, NULL));
      note (notes, POOL_STRING, arena, &ref);
    }
}

static void
check_noted (const Noted *noted, guint pool, guint number, gconstpointer element)
{
  g_assert_nonnull (element);
  if (pool == POOL_INT64)
    {
      g_assert_true (element == noted->address);
      g_assert_cmpint (*(const gint64 *) element, ==, number);
    }
  else
    {
      const char *bytes = *(const char *const *) element;

      g_assert_true (bytes == noted->address);
      g_assert_cmpuint (g_ascii_strtoull (bytes, NULL, 10), ==, number);
    }
}

/* How many of them the arena has; each where it was. */
static guint
check_notes (const Notes *notes, TroveArena *arena)
{
  guint n = 0;

  for (guint pool = 0; pool < N_POOLS; pool++)
    for (guint i = 0; i < notes->noted[pool]->len; i++)
      {
        const Noted *noted = &g_array_index (notes->noted[pool], Noted, i);
        gconstpointer element = trove_arena_get_raw (arena, pool, &noted->ref, NULL);

        if (element == NULL)
          continue;
        check_noted (noted, pool, i, element);
        n++;
      }
  return n;
}

static TroveArena *
new_arena (void)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_STRING };

  return trove_arena_new_for_types (types, N_POOLS);
}

static void
test_one_arena (void)
{
  guint n = test_count (1000000, 20000);
  g_autoptr (TroveArena) arena = new_arena ();
  g_autoptr (TroveSnapshot) snapshot = NULL;
  Notes notes;

  notes_init (&notes);
  for (guint i = 0; i < n; i++)
    append (&notes, arena);
  g_assert_cmpuint (check_notes (&notes, arena), ==, n + (n + 7) / 8);
  check_core (&arena->core);

  snapshot = trove_arena_snapshot (arena, NULL);
  append (&notes, arena);
  g_clear_object (&arena);
  arena = trove_snapshot_branch (snapshot);
  g_assert_cmpuint (check_notes (&notes, arena), ==, n + (n + 7) / 8);
  notes_clear (&notes);
}

/* 10^6 appends, 1,000 clones, some merged back and some dropped. */
static void
test_clones (void)
{
  enum
  {
    N_ARENAS = 8
  };
  guint n = test_count (1000000, 20000), n_clones = 0;
  TroveArena *arenas[N_ARENAS] = { new_arena () };
  TestRandom random;
  Notes notes;

  test_random_init (&random);
  notes_init (&notes);
  for (guint i = 0; i < n; i++)
    {
      TroveArena **from, **to;

      do
        from = &arenas[test_random_below (&random, N_ARENAS)];
      while (*from == NULL);
      append (&notes, *from);
      if (i % (n / 1000) != 0)
        continue;

      to = &arenas[test_random_below (&random, N_ARENAS)];
      if (*to != NULL && test_random_below (&random, 2) == 0)
        g_assert_true (trove_arena_absorb (*from, *to, NULL));
      if (from != to)
        {
          g_clear_object (to);
          *to = trove_arena_clone (*from, NULL);
        }
      else
        g_object_unref (trove_arena_clone (*from, NULL));
      n_clones++;
    }

  g_assert_cmpuint (n_clones, >=, 1000);
  for (guint i = 0; i < N_ARENAS; i++)
    if (arenas[i] != NULL)
      {
        g_test_message ("%u of %u", check_notes (&notes, arenas[i]), n + (n + 7) / 8);
        g_assert_cmpuint (check_notes (&notes, arenas[i]), ==, trove_arena_get_n_elements (arenas[i], NULL));
        check_core (&arenas[i]->core);
        g_object_unref (arenas[i]);
      }
  notes_clear (&notes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/addresses/one-arena", test_one_arena);
  g_test_add_func ("/addresses/clones", test_clones);
  return g_test_run ();
}
