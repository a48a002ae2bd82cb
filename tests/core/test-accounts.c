/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Accounts: the usage of what is held alone is what the allocator has given out for it. */

#include <malloc.h>

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "core/memory.h"
#include "test-support.h"

static const guint64 zeros[4096 / 8];

/* What may differ, in bytes: an arena or a snapshot is counted as its struct, without what the allocator puts before it
 * and, up to one more of the least block, behind; and a block that is mapped by itself begins as many bytes into a
 * page as the allocator aligns to, 16 at most, of which a word is counted. */
#define BESIDE_OBJECT (5 * sizeof (gsize))
#define BESIDE_MAPPED (16 - sizeof (gsize))

typedef struct
{
  guint64 bytes, n_mapped;
} Given;

static Given
given_out (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return (Given){ info.uordblks + info.hblkhd, info.hblks };
#else
  return (Given){ 0, 0 };
#endif
}

/* Only where the allocator counts no block that it keeps for the next call, and GLib has none of its own. */
static gboolean
accounts_are_kept (void)
{
  const char *tunables = g_getenv ("GLIBC_TUNABLES"), *slice = g_getenv ("G_SLICE");

  return given_out ().bytes > 0 && !test_is_watched () && tunables != NULL &&
         strstr (tunables, "tcache_count=0") != NULL && g_strcmp0 (slice, "always-malloc") == 0;
}

/* The bytes of parked chunks that nothing is in: no holder counts them. */
static guint64
parked_bytes (TroveSchema *schema)
{
  guint64 bytes = 0;

  for (guint place = 0; place < TROVE_N_PLACES (schema->n_pools); place++)
    for (TroveParked *parked = schema->parking.places[place].parked; parked != NULL; parked = parked->next)
      if (parked->chunk->count == 1)
        bytes += trove_memory_size (parked->chunk, parked->chunk->size);

  return bytes;
}

/* more: bytes that are given out and known not to be counted, at most. */
static void
check_account (const char *what, const Given *before, const TroveUsage *usage, guint64 more)
{
  Given now = given_out ();
  guint64 bytes = now.bytes - before->bytes;

  g_test_message ("%s: %" G_GUINT64_FORMAT " bytes given out, %" G_GINT64_FORMAT " of them not counted", what,
                  bytes, (gint64) (bytes - usage->total));
  check_sums (usage);
  g_assert_cmpuint (usage->total, <=, bytes);
  g_assert_cmpuint (bytes - usage->total, <=,
                    BESIDE_OBJECT + (now.n_mapped - before->n_mapped) * BESIDE_MAPPED + more);
}

typedef struct
{
  guint64 words[4];
} Element; /* 32 bytes */

static TroveArena *
new_arena (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (Element);

  return trove_arena_new_with_infos (&info, 1);
}

static void
append_elements (TroveArena *arena, guint n)
{
  for (guint i = 0; i < n; i++)
    g_assert_true (trove_arena_append_raw (arena, 0, zeros, NULL, NULL));
}

static void
freeze_arena (TroveArena *arena)
{
  trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
}

static TroveArena *
build_own (guint n)
{
  TroveArena *arena = new_arena ();

  append_elements (arena, n);
  return arena;
}

static TroveArena *
build_frozen (guint n)
{
  TroveArena *arena = build_own (n);

  freeze_arena (arena);
  return arena;
}

static TroveArena *
build_versions (guint n)
{
  TroveArena *arena = new_arena ();

  for (guint i = 0; i < n; i++)
    {
      append_elements (arena, 1 + i % 3);
      freeze_arena (arena);
    }
  return arena;
}

static TroveArena *
build_large (guint n)
{
  const TroveElementInfo info = { .size = 4096 };
  TroveArena *arena = trove_arena_new_with_infos (&info, 1);

  append_elements (arena, n);
  return arena;
}

static TroveArena *
build_strings (guint n)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  TroveArena *arena = trove_arena_new (G_TYPE_STRING);

  for (guint i = 0; i < n; i++)
    {
      gssize length = i % 400 == 7 ? 5000 : (gssize) i % 399;

      g_assert_true (trove_arena_append_string (arena, 0, text, length, NULL, NULL));
      if (i % 1000 == 999)
        freeze_arena (arena);
    }
  return arena;
}

static TroveArena *
build_pools (guint n)
{
  TroveElementInfo infos[9];
  TroveArena *arena;

  for (guint i = 0; i < 9; i++)
    infos[i] = (TroveElementInfo){ .size = 8 + 8 * i, .alignment = 8 };
  arena = trove_arena_new_with_infos (infos, 9);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (trove_arena_append_raw (arena, i % 9, zeros, NULL, NULL));
      if (i % 5000 == 4999)
        freeze_arena (arena);
    }
  return arena;
}

/* Branches that are merged, as often in place as not. */
static TroveArena *
build_merges (guint n)
{
  TroveArena *trunk = build_own (1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveArena) branch = trove_arena_clone (trunk, NULL);

      append_elements (trunk, 1);
      append_elements (branch, 1 + i % 40);
      if (i % 2)
        g_assert_true (trove_arena_absorb (trunk, branch, NULL));
      else
        {
          TroveArena *merged = trove_arena_merge (trunk, branch, NULL);

          g_object_unref (trunk);
          trunk = merged;
        }
    }
  return trunk;
}

/* Arenas that have nothing in common. */
static TroveArena *
build_strangers (guint n)
{
  TroveArena *trunk = build_own (1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveArena) stranger = build_own (1 + i % 300);

      g_assert_true (trove_arena_absorb (trunk, stranger, NULL));
    }
  return trunk;
}

/* Of which the tables stay. */
static TroveArena *
build_borrows (guint n)
{
  TroveArena *arena = new_arena ();
  TroveRef ref;

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (trove_arena_append_raw (arena, 0, zeros, &ref, NULL));
      if (i % 7 == 0)
        trove_borrow_unref (trove_arena_borrow_mut (arena, &ref, NULL));
      if (i % 3000 == 2999)
        freeze_arena (arena);
    }
  return arena;
}

/* Strings that were set anew, in place, to bytes that were used before, and to more, by the arena and by guards. */
static TroveArena *
build_replaced (guint n)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  TroveArena *arena = trove_arena_new (G_TYPE_STRING);
  TroveRef refs[100];

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      TroveRef *ref = &refs[i % 100];

      if (i < 100)
        g_assert_true (trove_arena_append_string (arena, 0, text, i, ref, NULL));
      g_value_init (&value, G_TYPE_STRING);
      g_value_take_string (&value, g_strndup (text, i * 37 % 1000));
      if (i % 3 == 0)
        {
          g_autoptr (TroveBorrow) borrow = trove_arena_borrow_mut (arena, ref, NULL);
          g_autoptr (TroveRef) changed = trove_borrow_dup_ref (borrow);

          g_assert_true (trove_borrow_set_value (borrow, &value, NULL));
          *ref = *changed;
        }
      else
        {
          g_autoptr (TroveRef) changed = trove_arena_set (arena, ref, &value, NULL);

          *ref = *changed;
        }
      if (i % 700 == 699)
        freeze_arena (arena);
    }
  return arena;
}

typedef struct
{
  const char *name;
  TroveArena *(*build) (guint n);
  guint n[8];
  guint64 more; /* bytes each */
} Account;

static const Account accounts[] = {
  { "own", build_own, { 1, 32, 33, 97, 1000, 8161, 100000, 1000000 }, 0 },
  { "frozen", build_frozen, { 1, 31, 32, 33, 97, 1000, 8161, 100000 }, 0 },
  { "versions", build_versions, { 1, 2, 4, 5, 13, 61, 1000, 20000 }, 0 },
  { "large", build_large, { 1, 31, 32, 33, 97, 1000, 3000, 20000 }, 0 },
  { "strings", build_strings, { 1, 10, 33, 100, 999, 1000, 5000, 30000 }, 0 },
  { "pools", build_pools, { 1, 4, 5, 9, 300, 1000, 4999, 30000 }, 0 },
  { "merges", build_merges, { 1, 2, 3, 10, 33, 100, 300, 1000 }, 0 },
  /* Each has a schema, which its sub-arenas keep. */
  { "strangers", build_strangers, { 1, 2, 3, 10, 33, 100, 300, 1000 }, sizeof (TroveSchema) + 100 },
  { "borrows", build_borrows, { 1, 8, 32, 100, 1000, 3000, 9000, 30000 }, 0 },
  { "replaced", build_replaced, { 1, 2, 100, 101, 500, 699, 700, 10000 }, 0 },
};

static gboolean
skip_account (void)
{
  if (accounts_are_kept ())
    return FALSE;

  g_test_skip ("the allocator keeps no exact accounts");
  return TRUE;
}

static void
test_account (gconstpointer data)
{
  const Account *account = data;

  if (skip_account ())
    return;

  for (guint i = 0; i < G_N_ELEMENTS (account->n) - (test_is_quick () ? 2 : 0); i++)
    {
      g_autofree char *what = g_strdup_printf ("%s, %u", account->name, account->n[i]);
      g_autoptr (TroveArena) arena = NULL;
      g_autoptr (TroveUsage) usage = g_new (TroveUsage, 1);
      g_autoptr (TroveUsage) measured = NULL;
      Given before;

      g_object_unref (account->build (account->n[i])); /* with whatever is made but once */
      before = given_out ();
      arena = account->build (account->n[i]);
      measured = trove_arena_get_usage (arena, NULL);
      *usage = *measured;
      g_clear_pointer (&measured, trove_usage_free);
      check_account (what, &before, usage, account->n[i] * account->more);

      g_clear_object (&arena);
      g_assert_cmpuint (given_out ().bytes, ==, before.bytes);
    }
}

/* Versions and branches that share, each held alone in turn: what then stays is its usage. */

enum
{
  N_VERSIONS = 500,
  N_BRANCHES = 20,
};

typedef struct
{
  TroveArena *trunk;
  TroveSnapshot *snapshots[N_VERSIONS];
  TroveArena *branches[N_BRANCHES];
} Family;

static TroveArena *
new_branch (Family *family, guint version, guint n)
{
  TroveArena *branch;

  if (n % 2 == 0)
    branch = trove_snapshot_branch (family->snapshots[version]);
  else
    branch = trove_arena_merge (family->trunk, family->branches[n - 1], NULL);
  append_elements (branch, 100);
  if (n % 3 == 0)
    freeze_arena (branch);
  return branch;
}

static void
family_init (Family *family)
{
  guint n = 0;

  family->trunk = new_arena ();
  for (guint i = 0; i < N_VERSIONS; i++)
    {
      append_elements (family->trunk, 1 + i % 70);
      if (i % 100 == 50)
        {
          TroveRef ref;

          g_assert_true (trove_arena_append_raw (family->trunk, 0, zeros, &ref, NULL));
          trove_borrow_unref (trove_arena_borrow_mut (family->trunk, &ref, NULL));
        }
      family->snapshots[i] = trove_arena_snapshot (family->trunk, NULL);
      if (i % (N_VERSIONS / N_BRANCHES) == 0)
        {
          family->branches[n] = new_branch (family, i, n);
          n++;
        }
    }
  g_assert_cmpuint (n, ==, N_BRANCHES);
  append_elements (family->trunk, 1000);
}

/* But for the one whose address is kept. */
static void
family_drop (Family *family, gconstpointer kept)
{
  if (kept != family->trunk)
    g_object_unref (family->trunk);
  for (guint i = 0; i < N_VERSIONS; i++)
    if (kept != family->snapshots[i])
      trove_snapshot_unref (family->snapshots[i]);
  for (guint i = 0; i < N_BRANCHES; i++)
    if (kept != family->branches[i])
      g_object_unref (family->branches[i]);
}

static TroveUsage
take_usage (TroveUsage *usage)
{
  TroveUsage copy = *usage;

  trove_usage_free (usage);
  check_sums (&copy);
  return copy;
}

static void
check_alone (const char *what, guint i, const Given *before, const TroveUsage *usage, TroveSchema *schema)
{
  g_autofree char *text = g_strdup_printf ("%s %u", what, i);
  Given beside = *before;

  beside.bytes += trove_memory_size (text, strlen (text) + 1) + parked_bytes (schema);
  check_account (text, &beside, usage, 0);
}

static void
test_alone (void)
{
  static Family family;
  TroveUsage usage, alone;
  Given before;

  if (skip_account ())
    return;

  family_init (&family);
  family_drop (&family, NULL);
  before = given_out ();
  for (guint i = 0; i < N_VERSIONS; i = 2 * i + 1)
    {
      TroveSnapshot *snapshot;

      family_init (&family);
      snapshot = family.snapshots[i];
      usage = take_usage (trove_snapshot_get_usage (snapshot));
      family_drop (&family, snapshot);
      check_alone ("snapshot", i, &before, &usage, snapshot->schema);
      /* What others share does not make it other than it is. */
      alone = take_usage (trove_snapshot_get_usage (snapshot));
      g_assert_cmpmem (&alone, sizeof alone, &usage, sizeof usage);
      trove_snapshot_unref (snapshot);
      g_assert_cmpuint (given_out ().bytes, ==, before.bytes);
    }

  for (guint i = 0; i <= N_BRANCHES; i++)
    {
      TroveArena *arena;

      family_init (&family);
      arena = i < N_BRANCHES ? family.branches[i] : family.trunk;
      usage = take_usage (trove_arena_get_usage (arena, NULL));
      family_drop (&family, arena);
      check_alone ("arena", i, &before, &usage, arena->core.schema);
      alone = take_usage (trove_arena_get_usage (arena, NULL));
      g_assert_cmpmem (&alone, sizeof alone, &usage, sizeof usage);
      g_object_unref (arena);
      g_assert_cmpuint (given_out ().bytes, ==, before.bytes);
    }
}

/* What goes with an arena or a snapshot, where all that it shares is held by another, is its own. */

typedef struct
{
  TroveArena *arena, *clone;
  TroveSnapshot *snapshot, *other;
} Holders;

static void
holders_init (Holders *holders, guint n_versions, guint n)
{
  holders->arena = build_versions (n_versions);
  holders->snapshot = trove_arena_snapshot (holders->arena, NULL);
  holders->other = trove_arena_snapshot (holders->arena, NULL);
  holders->clone = trove_arena_clone (holders->arena, NULL);
  append_elements (holders->arena, n);
  append_elements (holders->clone, n);
}

/* But its chunks are parked for the next arena. */
static void
check_gone (TroveArena *arena, TroveSnapshot *snapshot, TroveSchema *schema)
{
  TroveUsage usage =
      take_usage (arena != NULL ? trove_arena_get_usage (arena, NULL) : trove_snapshot_get_usage (snapshot));
  guint64 bytes = given_out ().bytes - parked_bytes (schema);

  if (arena != NULL)
    g_object_unref (arena);
  else
    trove_snapshot_unref (snapshot);
  bytes -= given_out ().bytes - parked_bytes (schema);
  g_assert_cmpuint (usage.own, <=, bytes);
  g_assert_cmpuint (bytes - usage.own, <=, BESIDE_OBJECT);
}

static void
test_what_goes (void)
{
  static const guint n[] = { 0, 1, 32, 33, 5000 };

  if (skip_account ())
    return;

  g_object_unref (build_frozen (1)); /* what is made but once */
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    for (guint n_versions = 1; n_versions < 200; n_versions *= 6)
      {
        TroveUsage of_arena, of_clone, of_snapshot;
        TroveSchema *schema;
        Holders holders;

        holders_init (&holders, n_versions, n[i]);
        schema = holders.snapshot->schema;
        of_arena = take_usage (trove_arena_get_usage (holders.arena, NULL));
        of_clone = take_usage (trove_arena_get_usage (holders.clone, NULL));
        of_snapshot = take_usage (trove_snapshot_get_usage (holders.other));
        g_assert_cmpuint (of_clone.shared, ==, of_arena.shared);
        g_assert_cmpuint (of_snapshot.shared, ==, of_arena.shared);
        g_assert_cmpuint (of_clone.elements, ==, of_arena.elements);
        g_assert_cmpuint (of_snapshot.elements, ==, of_arena.elements - sizeof (Element) * n[i]);

        check_gone (holders.arena, NULL, schema);
        check_gone (holders.clone, NULL, schema);
        check_gone (NULL, holders.other, schema);
        trove_snapshot_unref (holders.snapshot);
      }
}

/* A sub-arena that is looked at, frozen or not, after all else is gone. */
static void
test_sub_arena_alone (void)
{
  const guint64 lengths = 6 * sizeof (gsize); /* what was in its pools when it was looked up */

  if (skip_account ())
    return;

  for (guint i = 0; i < 8; i++)
    {
      TroveArena *arena = i % 2 ? build_borrows (10) : build_strings (500);
      TroveSubArena *sub;
      TroveVecMap *map;
      guint64 before, object;
      TroveUsage usage;

      if (i < 4)
        freeze_arena (arena);
      map = trove_arena_dup_sub_arenas (arena, NULL);
      sub = g_list_model_get_item (G_LIST_MODEL (map), 0);
      g_object_unref (map);
      g_object_unref (arena);
      usage = take_usage (trove_sub_arena_get_usage (sub, NULL));
      object = trove_memory_size (sub, 0);
      before = given_out ().bytes;
      g_object_unref (sub);
      g_assert_cmpuint (before - given_out ().bytes, >=, usage.total + object);
      g_assert_cmpuint (before - given_out ().bytes, <=, usage.total + object + (i < 4 ? 0 : lengths));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autofree char *path = g_strconcat ("/accounts/", accounts[i].name, NULL);

      g_test_add_data_func (path, &accounts[i], test_account);
    }
  g_test_add_func ("/accounts/alone", test_alone);
  g_test_add_func ("/accounts/what-goes", test_what_goes);
  g_test_add_func ("/accounts/sub-arena", test_sub_arena_alone);
  return g_test_run ();
}
