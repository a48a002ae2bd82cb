/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* What stands in the way of what: every operation with every kind of borrow, over every type of element. */

typedef enum
{
  NOTHING,
  SHARED, /* of an own value */
  SHARED_TWICE,
  SHARED_THEN_FROZEN,
  SHARED_FROZEN, /* of a value that was frozen before */
  SHARED_OTHER,  /* of the next value */
  MUTABLE,
  MUTABLE_FROZEN, /* of a frozen value: of its copy, which is the one that is operated on */
  MUTABLE_OTHER,
  N_BORROWS,
} Borrowed;

static const char *const borrowed_names[N_BORROWS] = {
  "nothing",       "shared",  "shared twice",    "shared, then frozen", "shared, frozen",
  "other, shared", "mutable", "mutable, frozen", "other, mutable",
};

/* One arena with two values, and guards on them. */
typedef struct
{
  const Fixture *fixture;
  TroveArena *arena;
  TroveArena *other;  /* of the same types */
  TroveRef ref, next; /* what is operated on, and another */
  guint64 value;      /* the fixture's value there */
  TroveBorrow *guards[2];
} Case;

typedef gboolean (*Operation) (Case *c, GError **error);

static gboolean
op_get (Case *c, GError **error)
{
  g_autoptr (TestValue) value = trove_arena_get (c->arena, &c->ref, error);

  if (value != NULL)
    assert_fixture_value (c->fixture, value, c->value);
  return value != NULL;
}

static gboolean
op_set (Case *c, GError **error)
{
  g_auto (GValue) value = c->fixture->make (2000);
  g_autoptr (TroveRef) ref = trove_arena_set (c->arena, &c->ref, &value, error);

  if (ref == NULL)
    return FALSE;
  assert_arena_reads (G_STRLOC, c->arena, c->fixture, ref, 2000, 1);
  return TRUE;
}

static gboolean
op_borrow (Case *c, GError **error)
{
  g_autoptr (TroveBorrow) guard = trove_arena_borrow (c->arena, &c->ref, error);

  return guard != NULL;
}

static gboolean
op_borrow_mut (Case *c, GError **error)
{
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (c->arena, &c->ref, error);

  return guard != NULL;
}

static gboolean
op_init (Case *c, GError **error)
{
  g_auto (TroveBorrow) guard;

  return trove_borrow_init (&guard, c->arena, &c->ref, error);
}

static gboolean
op_init_mut (Case *c, GError **error)
{
  g_auto (TroveBorrow) guard;

  return trove_borrow_init_mut (&guard, c->arena, &c->ref, error);
}

static gboolean
op_get_mut_raw (Case *c, GError **error)
{
  TroveRef ref = c->ref;

  return trove_arena_get_mut_raw (c->arena, 0, &ref, error) != NULL;
}

static gboolean
op_clone (Case *c, GError **error)
{
  g_autoptr (TroveArena) clone = trove_arena_clone (c->arena, error);

  return clone != NULL;
}

static gboolean
op_merge (Case *c, GError **error)
{
  g_autoptr (TroveArena) merged = trove_arena_merge (c->arena, c->other, error);

  return merged != NULL;
}

static gboolean
op_merge_other (Case *c, GError **error)
{
  g_autoptr (TroveArena) merged = trove_arena_merge (c->other, c->arena, error);

  return merged != NULL;
}

static gboolean
op_absorb (Case *c, GError **error)
{
  return trove_arena_absorb (c->arena, c->other, error);
}

static gboolean
op_absorb_other (Case *c, GError **error)
{
  return trove_arena_absorb (c->other, c->arena, error);
}

static gboolean
op_snapshot (Case *c, GError **error)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (c->arena, error);

  return snapshot != NULL;
}

static gboolean
op_transfer (Case *c, GError **error)
{
  return trove_arena_transfer (c->arena, error);
}

/* C's fast paths, and what does not touch the value. */
static gboolean
op_fast_paths (Case *c, GError **error)
{
  g_auto (TroveReader) reader;
  g_autofree char *text = trove_arena_to_string (c->arena, error);
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (c->arena, error);
  g_autoptr (TroveSubArena) sub = trove_vec_map_lookup (map, c->ref.sub_arena);
  g_autoptr (TestValue) value = trove_sub_arena_get (sub, 0, trove_ref_get_index (&c->ref), error);
  g_auto (GValue) another = c->fixture->make (3);
  gconstpointer out;

  trove_reader_init (&reader, c->arena, 0);
  g_assert_nonnull (text);
  g_assert_nonnull (value);
  assert_fixture_value (c->fixture, value, c->value);
  g_assert_nonnull (trove_reader_get (&reader, &c->ref, error));
  g_assert_nonnull (trove_arena_get_raw (c->arena, 0, &c->ref, error));
  g_assert_true (trove_arena_get_many_raw (c->arena, 0, &c->ref, 1, &out, error));
  g_assert_true (trove_arena_contains (c->arena, &c->ref, error));
  g_assert_true (trove_arena_set_root (c->arena, &c->ref, error));
  g_assert_cmpuint (trove_arena_get_n_elements (c->arena, error), >=, 2);
  g_assert_cmpuint (trove_arena_reserve_id (c->arena, error), >, 0);
  trove_ref_free (trove_arena_append (c->arena, &another, error));
  return TRUE;
}

#define OK (-1)

static const struct
{
  const char *name;
  Operation run;
  int shared, mutable; /* the error with such a borrow of the value, or OK */
  gboolean of_value;   /* it matters which value: what is borrowed otherwise stands in nobody's way */
} operations[] = {
  { "get", op_get, OK, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "set", op_set, TROVE_ERROR_BORROWED, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "borrow", op_borrow, OK, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "borrow_mut", op_borrow_mut, TROVE_ERROR_BORROWED, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "init", op_init, OK, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "init_mut", op_init_mut, TROVE_ERROR_BORROWED, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "get_mut_raw", op_get_mut_raw, TROVE_ERROR_BORROWED, TROVE_ERROR_BORROWED_MUT, TRUE },
  { "clone", op_clone, OK, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "merge", op_merge, OK, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "merge, as the other", op_merge_other, OK, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "absorb", op_absorb, OK, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "absorb, as the other", op_absorb_other, OK, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "snapshot", op_snapshot, OK, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "transfer", op_transfer, TROVE_ERROR_BORROWED, TROVE_ERROR_BORROWED_MUT, FALSE },
  { "fast paths", op_fast_paths, OK, OK, FALSE },
};

static int
expected_error (guint operation, Borrowed borrowed)
{
  switch (borrowed)
    {
    case SHARED:
    case SHARED_TWICE:
      return operations[operation].shared;
    case SHARED_OTHER:
      return operations[operation].of_value ? OK : operations[operation].shared;
    case MUTABLE:
    case MUTABLE_FROZEN:
      return operations[operation].mutable;
    case MUTABLE_OTHER:
      return operations[operation].of_value ? OK : operations[operation].mutable;
    default: /* nobody can change what is frozen */
      return OK;
    }
}

static void
freeze (Case *c)
{
  trove_snapshot_unref (trove_arena_snapshot (c->arena, NULL));
}

static void
case_init (Case *c, const Fixture *fixture, Borrowed borrowed)
{
  g_autofree TroveRef *refs = NULL;
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;

  *c = (Case){ .fixture = fixture,
               .arena = trove_arena_new (fixture->type ()),
               .other = trove_arena_new (fixture->type ()),
               .value = 10 };
  refs = append_fixture (c->arena, fixture, 10, 2);
  c->ref = refs[0];
  c->next = refs[1];

  if (borrowed == SHARED_FROZEN || borrowed == MUTABLE_FROZEN)
    freeze (c);
  if (borrowed == MUTABLE || borrowed == MUTABLE_FROZEN)
    c->guards[0] = trove_arena_borrow_mut (c->arena, &c->ref, &error);
  else if (borrowed == MUTABLE_OTHER)
    c->guards[0] = trove_arena_borrow_mut (c->arena, &c->next, &error);
  else if (borrowed == SHARED_OTHER)
    c->guards[0] = trove_arena_borrow (c->arena, &c->next, &error);
  else if (borrowed != NOTHING)
    c->guards[0] = trove_arena_borrow (c->arena, &c->ref, &error);
  g_assert_no_error (error);
  g_assert_cmpint (c->guards[0] != NULL, ==, borrowed != NOTHING);

  if (borrowed == SHARED_TWICE)
    c->guards[1] = trove_arena_borrow (c->arena, &c->ref, &error);
  if (borrowed == SHARED_THEN_FROZEN)
    freeze (c);
  if (borrowed == MUTABLE_FROZEN)
    {
      ref = trove_borrow_dup_ref (c->guards[0]);
      g_assert_false (trove_ref_equal (ref, &c->ref));
      /* The old ref is free. */
      assert_arena_reads (G_STRLOC, c->arena, fixture, &c->ref, 10, 1);
      c->ref = *ref;
    }
  check_arena (c->arena);
}

static void
case_clear (Case *c)
{
  for (guint i = 0; i < G_N_ELEMENTS (c->guards); i++)
    g_clear_pointer (&c->guards[i], trove_borrow_unref);
  g_clear_object (&c->arena);
  g_clear_object (&c->other);
}

static void
check_case (const Fixture *fixture, guint operation, Borrowed borrowed)
{
  int code = expected_error (operation, borrowed);
  GError *error = NULL;
  gboolean ok;
  Case c;

  g_test_message ("%s, with %s", operations[operation].name, borrowed_names[borrowed]);
  case_init (&c, fixture, borrowed);

  ok = operations[operation].run (&c, &error);
  if (code == OK)
    {
      g_assert_no_error (error);
      g_assert_true (ok);
      check_arena (c.arena);
      case_clear (&c);
      return;
    }

  /* Refused: it names what is borrowed, and all is as it was. */
  g_assert_false (ok);
  assert_trove_error (error, code,
                      operations[operation].of_value ? ref_text (&c.ref) : id_text (c.ref.sub_arena));
  g_assert_cmpuint (trove_arena_reserve_id (c.arena, NULL), ==, c.ref.sub_arena);
  check_arena (c.arena);
  check_arena (c.other);

  /* One of two shared ones still stands in the way; once all are gone, nothing does. */
  trove_borrow_release (c.guards[0]);
  if (c.guards[1] != NULL)
    {
      g_assert_false (operations[operation].run (&c, &error));
      assert_trove_error (error, code, id_text (c.ref.sub_arena));
      trove_borrow_release (c.guards[1]);
    }
  assert_arena_reads (G_STRLOC, c.arena, fixture, &c.ref, 10, 1);
  g_assert_true (operations[operation].run (&c, &error));
  g_assert_no_error (error);
  check_arena (c.arena);
  case_clear (&c);
}

static void
test_table (gconstpointer data)
{
  const Fixture *fixture = data;
  int live = test_live ();

  for (guint operation = 0; operation < G_N_ELEMENTS (operations); operation++)
    for (Borrowed borrowed = NOTHING; borrowed < N_BORROWS; borrowed++)
      {
        /* A string's bytes are never given to be written. */
        if (operations[operation].run == op_get_mut_raw && fixture->type () == G_TYPE_STRING)
          continue;
        check_case (fixture, operation, borrowed);
      }
  g_assert_cmpint (test_live (), ==, live);
}

/* Borrows at every place of rows and pools, all at once, do not get mixed up. */
static void
test_places (void)
{
  static const guint places[] = { 0, 1, 31, 32, 33, 95, 96, 97, 500 };
  const GType types[] = { G_TYPE_INT64, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  TroveBorrow *guards[2][G_N_ELEMENTS (places)];
  GError *error = NULL;
  guint64 id = trove_arena_reserve_id (arena, NULL);

  for (guint i = 0; i <= 600; i++)
    {
      put_int (arena, 0, i);
      put_int (arena, 1, -(gint64) i);
    }
  for (guint pool = 0; pool < 2; pool++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      {
        const TroveRef ref = ref_at (id, pool, places[i]);

        guards[pool][i] = (i + pool) % 2 == 0 ? trove_arena_borrow (arena, &ref, NULL) :
                                                trove_arena_borrow_mut (arena, &ref, NULL);
        g_assert_nonnull (guards[pool][i]);
      }

  for (guint pool = 0; pool < 2; pool++)
    for (guint at = 0; at <= 600; at++)
      {
        const TroveRef ref = ref_at (id, pool, at);
        int code = OK;
        TroveRef *set;
        GValue value = int64_value (1);

        for (guint i = 0; i < G_N_ELEMENTS (places); i++)
          if (places[i] == at)
            code = (i + pool) % 2 == 0 ? TROVE_ERROR_BORROWED : TROVE_ERROR_BORROWED_MUT;
        set = trove_arena_set (arena, &ref, &value, &error);
        g_assert_cmpint (set != NULL, ==, code == OK);
        g_clear_pointer (&set, trove_ref_free);
        if (code != OK)
          assert_trove_error (error, code, ref_text (&ref));
      }
  check_arena (arena);

  for (guint pool = 0; pool < 2; pool++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      trove_borrow_unref (guards[pool][i]);
  g_object_unref (trove_arena_clone (arena, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_fixture_tests ("/borrow/table", test_table);
  g_test_add_func ("/borrow/places", test_places);

  return g_test_run ();
}
