/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "calls.h"

static GType
int64_type (void)
{
  return G_TYPE_INT64;
}

static GValue
make_small_number (guint64 i)
{
  return int64_value ((gint64) i);
}

const Fixture small_numbers = {
  .name = "small-number", .type = int64_type, .make = make_small_number, .cheap = TRUE
};

void
subject_init (Subject *subject, const Fixture *fixture)
{
  const GType types[SUBJECT_N_POOLS] = { fixture->type (), G_TYPE_STRING, G_TYPE_DOUBLE };
  TroveRef *const refs[] = { &subject->ref, &subject->next };

  *subject = (Subject){ .fixture = fixture,
                        .arena = trove_arena_new_for_types (types, SUBJECT_N_POOLS),
                        .other = trove_arena_new_for_types (types, SUBJECT_N_POOLS) };
  subject->snapshot = trove_arena_snapshot (subject->other, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      g_auto (GValue) value = fixture->make (10 + i);

      *refs[i] = ref_of (trove_arena_append_to (subject->arena, SUBJECT_VALUES, &value, NULL));
    }
  g_assert_true (
      trove_arena_append_string (subject->arena, SUBJECT_STRINGS, "ten", -1, &subject->text, NULL));
  if (fixture->type () == G_TYPE_STRING)
    subject->text = subject->ref;
}

void
subject_clear (Subject *subject)
{
  g_clear_object (&subject->arena);
  g_clear_object (&subject->other);
  g_clear_pointer (&subject->snapshot, trove_snapshot_unref);
}

/* Whether there is a result; it is freed. */

static gboolean
freed_object (gpointer object)
{
  g_autoptr (GObject) owned = object;

  return owned != NULL;
}

static gboolean
freed_block (gpointer block)
{
  g_autofree gpointer owned = block;

  return owned != NULL;
}

static gboolean
freed_bytes (GBytes *bytes)
{
  g_autoptr (GBytes) owned = bytes;

  return owned != NULL;
}

static gboolean
freed_borrow (TroveBorrow *borrow)
{
  g_autoptr (TroveBorrow) owned = borrow;

  return owned != NULL;
}

static gboolean
freed_value (Subject *s, GValue *value)
{
  g_autoptr (TestValue) owned = value;

  if (owned != NULL)
    assert_fixture_value (s->fixture, owned, 10);
  return owned != NULL;
}

/* Whether there is no error, for calls whose result may be NULL. The error goes to the caller. */
static gboolean
succeeded (GError *local, GError **error)
{
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* The number of results is 0 after an error. */
static gboolean
counted (gboolean ok, const gsize *n)
{
  if (!ok)
    g_assert_cmpuint (*n, ==, 0);
  return ok;
}

/* Appending */

static gboolean
call_append (Subject *s, GError **error)
{
  g_auto (GValue) value = s->fixture->make (3);

  return freed_ref (trove_arena_append (s->arena, &value, error));
}

static gboolean
call_append_to (Subject *s, GError **error)
{
  g_auto (GValue) value = s->fixture->make (3);

  return freed_ref (trove_arena_append_to (s->arena, SUBJECT_VALUES, &value, error));
}

static gboolean
call_append_many (Subject *s, GError **error)
{
  g_auto (GValue) value = s->fixture->make (3);

  return freed_ref (trove_arena_append_many (s->arena, SUBJECT_VALUES, &value, 1, error));
}

static gboolean
call_append_int64s (Subject *s, GError **error)
{
  const gint64 numbers[] = { 1, 2 };

  return freed_ref (trove_arena_append_int64s (s->arena, SUBJECT_VALUES, numbers, 2, error));
}

static gboolean
call_append_doubles (Subject *s, GError **error)
{
  const double numbers[] = { 1, 2 };

  return freed_ref (trove_arena_append_doubles (s->arena, SUBJECT_VALUES, numbers, 2, error));
}

static gboolean
call_append_bytes (Subject *s, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("01234567", 8);

  return freed_ref (trove_arena_append_bytes (s->arena, SUBJECT_VALUES, bytes, error));
}

static gboolean
call_append_raw (Subject *s, GError **error)
{
  const gint64 number = 1;
  TroveRef ref;

  return trove_arena_append_raw (s->arena, SUBJECT_VALUES, &number, &ref, error);
}

static gboolean
call_append_many_raw (Subject *s, GError **error)
{
  const gint64 number = 1;
  TroveRef ref;

  return trove_arena_append_many_raw (s->arena, SUBJECT_VALUES, &number, 1, &ref, error);
}

static gboolean
call_append_string (Subject *s, GError **error)
{
  return trove_arena_append_string (s->arena, SUBJECT_STRINGS, "x", -1, NULL, error);
}

/* Reading and changing an element */

static gboolean
call_get (Subject *s, GError **error)
{
  return freed_value (s, trove_arena_get (s->arena, &s->ref, error));
}

static gboolean
call_set (Subject *s, GError **error)
{
  g_auto (GValue) value = s->fixture->make (2000);
  g_autoptr (TroveRef) ref = trove_arena_set (s->arena, &s->ref, &value, error);

  if (ref != NULL)
    assert_arena_reads (G_STRLOC, s->arena, s->fixture, ref, 2000, 1);
  return ref != NULL;
}

static gboolean
call_borrow (Subject *s, GError **error)
{
  return freed_borrow (trove_arena_borrow (s->arena, &s->ref, error));
}

static gboolean
call_borrow_mut (Subject *s, GError **error)
{
  return freed_borrow (trove_arena_borrow_mut (s->arena, &s->ref, error));
}

static gboolean
call_borrow_init (Subject *s, GError **error)
{
  g_auto (TroveBorrow) borrow;
  gboolean ok = trove_borrow_init (&borrow, s->arena, &s->ref, error);

  g_assert_cmpint (trove_borrow_is_released (&borrow), ==, !ok);
  return ok;
}

static gboolean
call_borrow_init_mut (Subject *s, GError **error)
{
  g_auto (TroveBorrow) borrow;
  gboolean ok = trove_borrow_init_mut (&borrow, s->arena, &s->ref, error);

  g_assert_cmpint (trove_borrow_is_released (&borrow), ==, !ok);
  return ok;
}

static gboolean
call_get_raw (Subject *s, GError **error)
{
  return trove_arena_get_raw (s->arena, s->pool, &s->ref, error) != NULL;
}

static gboolean
call_get_many_raw (Subject *s, GError **error)
{
  gconstpointer out;

  return trove_arena_get_many_raw (s->arena, s->pool, &s->ref, 1, &out, error);
}

static gboolean
call_get_mut_raw (Subject *s, GError **error)
{
  TroveRef ref = s->ref;
  gboolean ok = trove_arena_get_mut_raw (s->arena, s->pool, &ref, error) != NULL;

  if (!ok)
    assert_ref_equal (&ref, &s->ref);
  return ok;
}

static gboolean
call_get_string (Subject *s, GError **error)
{
  GError *local = NULL;
  gsize length = 5;

  trove_arena_get_string (s->arena, &s->text, &length, &local);
  return counted (succeeded (local, error), &length);
}

static gboolean
call_set_string (Subject *s, GError **error)
{
  TroveRef ref = s->text;
  gboolean ok = trove_arena_set_string (s->arena, &ref, "five", -1, error);

  if (!ok)
    assert_ref_equal (&ref, &s->text);
  return ok;
}

static gboolean
call_read_int64s (Subject *s, GError **error)
{
  gsize n = 5;

  return counted (freed_block (trove_arena_read_int64s (s->arena, &s->ref, 1, &n, error)), &n);
}

static gboolean
call_read_doubles (Subject *s, GError **error)
{
  gsize n = 5;

  return counted (freed_block (trove_arena_read_doubles (s->arena, &s->ref, 1, &n, error)), &n);
}

static gboolean
call_read_bytes (Subject *s, GError **error)
{
  return freed_bytes (trove_arena_read_bytes (s->arena, &s->ref, 1, error));
}

static gboolean
call_sub_arena_get (Subject *s, GError **error)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (s->arena, error);
  g_autoptr (TroveSubArena) sub = map != NULL ? trove_vec_map_lookup (map, s->ref.sub_arena) : NULL;

  return sub != NULL &&
         freed_value (s, trove_sub_arena_get (sub, SUBJECT_VALUES, trove_ref_get_index (&s->ref), error));
}

static gboolean
call_contains (Subject *s, GError **error)
{
  return trove_arena_contains (s->arena, &s->ref, error);
}

/* Readers */

static gboolean
call_reader_get (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;

  trove_reader_init (&reader, s->arena, s->pool);
  return trove_reader_get (&reader, &s->ref, error) != NULL;
}

static gboolean
call_reader_get_raw (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;

  trove_reader_init (&reader, s->arena, SUBJECT_STRINGS);
  return trove_reader_get_raw (&reader, s->pool, &s->ref, error) != NULL;
}

static gboolean
call_reader_get_string (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;
  GError *local = NULL;
  gsize length = 5;

  trove_reader_init (&reader, s->arena, SUBJECT_VALUES);
  trove_reader_get_string (&reader, &s->text, &length, &local);
  return counted (succeeded (local, error), &length);
}

static gboolean
call_reader_get_root (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;
  TroveRef root = s->ref;
  gboolean ok;

  trove_reader_init (&reader, s->arena, SUBJECT_VALUES);
  ok = trove_reader_get_root (&reader, &root, error);
  if (!ok)
    assert_ref_equal (&root, &s->ref);
  return ok;
}

/* Versions */

static gboolean
call_clone (Subject *s, GError **error)
{
  return freed_object (trove_arena_clone (s->arena, error));
}

static gboolean
call_merge (Subject *s, GError **error)
{
  return freed_object (trove_arena_merge (s->arena, s->other, error));
}

/* An arena of the calling thread, so that the subject's arena alone can be another thread's. */
static TroveArena *
empty_of_same_pools (Subject *s)
{
  return trove_snapshot_branch (s->snapshot);
}

static gboolean
call_merge_other (Subject *s, GError **error)
{
  g_autoptr (TroveArena) mine = empty_of_same_pools (s);

  return freed_object (trove_arena_merge (mine, s->arena, error));
}

static gboolean
call_absorb (Subject *s, GError **error)
{
  return trove_arena_absorb (s->arena, s->other, error);
}

static gboolean
call_absorb_other (Subject *s, GError **error)
{
  g_autoptr (TroveArena) mine = empty_of_same_pools (s);

  return trove_arena_absorb (mine, s->arena, error);
}

static gboolean
call_snapshot (Subject *s, GError **error)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (s->arena, error);

  return snapshot != NULL;
}

static gboolean
call_revert (Subject *s, GError **error)
{
  return trove_arena_revert (s->arena, s->snapshot, error);
}

static gboolean
call_collect (Subject *s, GError **error)
{
  return trove_arena_collect (s->arena, &s->ref, 1, error);
}

static gboolean
call_set_root (Subject *s, GError **error)
{
  return trove_arena_set_root (s->arena, &s->ref, error);
}

static gboolean
call_get_root (Subject *s, GError **error)
{
  GError *local = NULL;

  freed_ref (trove_arena_get_root (s->arena, &local));
  return succeeded (local, error);
}

static gboolean
call_get_root_raw (Subject *s, GError **error)
{
  TroveRef root;

  return trove_arena_get_root_raw (s->arena, &root, error);
}

/* The arena itself */

static gboolean
call_dup_sub_arenas (Subject *s, GError **error)
{
  return freed_object (trove_arena_dup_sub_arenas (s->arena, error));
}

static gboolean
call_reserve_id (Subject *s, GError **error)
{
  return trove_arena_reserve_id (s->arena, error) != 0;
}

static gboolean
call_get_n_elements (Subject *s, GError **error)
{
  return trove_arena_get_n_elements (s->arena, error) != 0;
}

static gboolean
call_to_string (Subject *s, GError **error)
{
  return freed_block (trove_arena_to_string (s->arena, error));
}

static gboolean
call_get_usage (Subject *s, GError **error)
{
  g_autoptr (TroveUsage) usage = trove_arena_get_usage (s->arena, error);

  return usage != NULL;
}

static gboolean
call_transfer (Subject *s, GError **error)
{
  return trove_arena_transfer (s->arena, error);
}

static gboolean
call_set_clear_context (Subject *s, GError **error)
{
  return trove_arena_set_clear_context (s->arena, NULL, error);
}

static gboolean
call_set_max_bytes (Subject *s, GError **error)
{
  return trove_arena_set_max_bytes (s->arena, (guint64) 1 << 40, error);
}

#define CALL(id, is, parts)                                                                                  \
  {                                                                                                          \
    .name = #id, .run = call_##id, .borrows = CALL_##is, .takes = (parts)                                    \
  }
#define REF CALL_TAKES_REF
#define REF_AND_POOL (CALL_TAKES_REF | CALL_TAKES_POOL)
#define TEXT CALL_TAKES_TEXT
#define NUMBERS CALL_NUMBERS_ONLY

const Call calls[] = {
  CALL (append, IGNORES_BORROWS, 0),
  CALL (append_to, IGNORES_BORROWS, 0),
  CALL (append_many, IGNORES_BORROWS, 0),
  CALL (append_int64s, IGNORES_BORROWS, NUMBERS),
  CALL (append_doubles, IGNORES_BORROWS, NUMBERS),
  CALL (append_bytes, IGNORES_BORROWS, NUMBERS),
  CALL (append_raw, IGNORES_BORROWS, NUMBERS),
  CALL (append_many_raw, IGNORES_BORROWS, NUMBERS),
  CALL (append_string, IGNORES_BORROWS, 0),
  CALL (get, READS, REF),
  CALL (set, WRITES, REF),
  CALL (borrow, READS, REF),
  CALL (borrow_mut, WRITES, REF),
  CALL (borrow_init, READS, REF),
  CALL (borrow_init_mut, WRITES, REF),
  CALL (get_raw, IGNORES_BORROWS, REF_AND_POOL),
  CALL (get_many_raw, IGNORES_BORROWS, REF_AND_POOL),
  CALL (get_mut_raw, WRITES, REF_AND_POOL | CALL_NO_STRINGS),
  CALL (get_string, IGNORES_BORROWS, TEXT),
  CALL (set_string, WRITES, TEXT),
  CALL (read_int64s, IGNORES_BORROWS, REF | NUMBERS),
  CALL (read_doubles, IGNORES_BORROWS, REF | NUMBERS),
  CALL (read_bytes, IGNORES_BORROWS, REF | NUMBERS),
  CALL (sub_arena_get, IGNORES_BORROWS, 0),
  CALL (contains, IGNORES_BORROWS, 0),
  CALL (reader_get, IGNORES_BORROWS, REF_AND_POOL),
  CALL (reader_get_raw, IGNORES_BORROWS, REF_AND_POOL),
  CALL (reader_get_string, IGNORES_BORROWS, TEXT),
  CALL (reader_get_root, IGNORES_BORROWS, 0),
  CALL (clone, FREEZES, 0),
  CALL (merge, FREEZES, 0),
  CALL (merge_other, FREEZES, 0),
  CALL (absorb, FREEZES, 0),
  CALL (absorb_other, FREEZES, 0),
  CALL (snapshot, FREEZES, 0),
  CALL (revert, FREEZES, 0),
  CALL (collect, IGNORES_BORROWS, 0),
  CALL (set_root, IGNORES_BORROWS, REF),
  CALL (get_root, IGNORES_BORROWS, 0),
  CALL (get_root_raw, IGNORES_BORROWS, 0),
  CALL (dup_sub_arenas, IGNORES_BORROWS, 0),
  CALL (reserve_id, IGNORES_BORROWS, 0),
  CALL (get_n_elements, IGNORES_BORROWS, 0),
  CALL (to_string, IGNORES_BORROWS, 0),
  CALL (get_usage, IGNORES_BORROWS, 0),
  CALL (transfer, TRANSFERS, 0),
  CALL (set_clear_context, IGNORES_BORROWS, 0),
  CALL (set_max_bytes, IGNORES_BORROWS, 0),
};

const guint n_calls = G_N_ELEMENTS (calls);

/* Snapshots */

static gboolean
call_snapshot_get (Subject *s, GError **error)
{
  return freed_value (s, trove_snapshot_get (s->snapshot, &s->ref, error));
}

static gboolean
call_snapshot_get_raw (Subject *s, GError **error)
{
  return trove_snapshot_get_raw (s->snapshot, s->pool, &s->ref, error) != NULL;
}

static gboolean
call_snapshot_get_many_raw (Subject *s, GError **error)
{
  gconstpointer out;

  return trove_snapshot_get_many_raw (s->snapshot, s->pool, &s->ref, 1, &out, error);
}

static gboolean
call_snapshot_get_string (Subject *s, GError **error)
{
  GError *local = NULL;
  gsize length = 5;

  trove_snapshot_get_string (s->snapshot, &s->text, &length, &local);
  return counted (succeeded (local, error), &length);
}

static gboolean
call_snapshot_read_int64s (Subject *s, GError **error)
{
  gsize n = 5;

  return counted (freed_block (trove_snapshot_read_int64s (s->snapshot, &s->ref, 1, &n, error)), &n);
}

static gboolean
call_snapshot_read_doubles (Subject *s, GError **error)
{
  gsize n = 5;

  return counted (freed_block (trove_snapshot_read_doubles (s->snapshot, &s->ref, 1, &n, error)), &n);
}

static gboolean
call_snapshot_read_bytes (Subject *s, GError **error)
{
  return freed_bytes (trove_snapshot_read_bytes (s->snapshot, &s->ref, 1, error));
}

static gboolean
call_snapshot_reader_get (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;

  trove_reader_init_snapshot (&reader, s->snapshot, s->pool);
  return trove_reader_get (&reader, &s->ref, error) != NULL;
}

static gboolean
call_snapshot_reader_get_raw (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;

  trove_reader_init_snapshot (&reader, s->snapshot, SUBJECT_STRINGS);
  return trove_reader_get_raw (&reader, s->pool, &s->ref, error) != NULL;
}

static gboolean
call_snapshot_reader_get_string (Subject *s, GError **error)
{
  g_auto (TroveReader) reader;
  GError *local = NULL;
  gsize length = 5;

  trove_reader_init_snapshot (&reader, s->snapshot, SUBJECT_VALUES);
  trove_reader_get_string (&reader, &s->text, &length, &local);
  return counted (succeeded (local, error), &length);
}

const Call snapshot_calls[] = {
  CALL (snapshot_get, IGNORES_BORROWS, REF),
  CALL (snapshot_get_raw, IGNORES_BORROWS, REF_AND_POOL),
  CALL (snapshot_get_many_raw, IGNORES_BORROWS, REF_AND_POOL),
  CALL (snapshot_get_string, IGNORES_BORROWS, TEXT),
  CALL (snapshot_read_int64s, IGNORES_BORROWS, REF | NUMBERS),
  CALL (snapshot_read_doubles, IGNORES_BORROWS, REF | NUMBERS),
  CALL (snapshot_read_bytes, IGNORES_BORROWS, REF | NUMBERS),
  CALL (snapshot_reader_get, IGNORES_BORROWS, REF_AND_POOL),
  CALL (snapshot_reader_get_raw, IGNORES_BORROWS, REF_AND_POOL),
  CALL (snapshot_reader_get_string, IGNORES_BORROWS, TEXT),
};

const guint n_snapshot_calls = G_N_ELEMENTS (snapshot_calls);
