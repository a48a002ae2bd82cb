/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "refs-steps.h"

#include <string.h>

void
step_get_raw (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  TroveRef ref = world_ref_into (world, holder, input);
  guint pool =
      fuzz_byte (input) < 192 ? ref_pool (&ref) % world->n_pools : fuzz_below (input, world->n_pools);
  g_autoptr (GError) error = NULL;
  guint32 token;
  int verdict = verdict_pool (world, holder, pool, &ref, &token);
  gconstpointer element = holder->arena != NULL ?
                              trove_arena_get_raw (holder->arena, pool, &ref, &error) :
                              trove_snapshot_get_raw (holder->snapshot, pool, &ref, &error);

  g_assert_true ((element != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (element != NULL)
    element_check (world_kind (world, pool), token, element);
}

void
step_get_mut_raw (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  TroveRef ref = world_ref_into (world, holder != NULL ? holder : &world->holders[0], input);
  guint pool =
      fuzz_byte (input) < 192 ? ref_pool (&ref) % world->n_pools : fuzz_below (input, world->n_pools);
  Kind kind = world_kind (world, pool);
  g_autoptr (GError) error = NULL;
  TroveRef now = ref;
  gpointer element;
  guint32 token;
  int verdict;

  if (holder == NULL)
    return;

  verdict =
      kind == KIND_STRING ? TROVE_ERROR_TYPE_MISMATCH : verdict_pool (world, holder, pool, &ref, &token);
  if (verdict == FUZZ_OK)
    verdict = verdict_borrow (world, holder, &ref, TRUE);

  element = trove_arena_get_mut_raw (holder->arena, pool, &now, &error);
  g_assert_true ((element != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (element == NULL)
    {
      g_assert_true (trove_ref_equal (&ref, &now));
      return;
    }

  if (holder->own != NULL && ref.sub_arena == holder->own->id)
    g_assert_true (trove_ref_equal (&ref, &now));
  else
    record_append (world, holder, pool, token, &now);
  element_check (kind, token, element);
  if (kind_is_bytes (kind))
    {
      token = world_token (world);
      element_fill (kind, token, element);
      *holder_find (world, holder, &now) = token;
    }
}

void
step_get_many (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  guint n = fuzz_below (input, 40), pool = fuzz_below (input, world->n_pools), n_good = 0;
  g_autofree TroveRef *refs = g_new (TroveRef, n + 1);
  g_autofree guint32 *tokens = g_new (guint32, n + 1);
  g_autofree gconstpointer *elements = g_new (gconstpointer, n + 1);
  g_autoptr (GError) error = NULL;
  int verdict = FUZZ_OK;
  gboolean ok;

  for (guint i = 0; i < n; i++)
    {
      refs[i] = world_ref_into (world, holder, input);
      if (i == 0 && ref_pool (&refs[0]) < world->n_pools)
        pool = ref_pool (&refs[0]);
      if (verdict == FUZZ_OK)
        verdict = verdict_pool (world, holder, pool, &refs[i], &tokens[i]);
      if (verdict == FUZZ_OK)
        n_good++;
    }

  if (holder->arena != NULL)
    ok = trove_arena_get_many_raw (holder->arena, pool, refs, n, elements, &error);
  else
    ok = trove_snapshot_get_many_raw (holder->snapshot, pool, refs, n, elements, &error);
  g_assert_true (ok == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  for (guint i = 0; i < n_good; i++)
    element_check (world_kind (world, pool), tokens[i], elements[i]);
}

void
step_get_string (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  TroveRef ref = world_ref_into (world, holder, input);
  g_autofree char *want = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 77, want_length = 0;
  const char *string;
  guint32 token;
  int verdict = verdict_ref (world, holder, &ref, &token);

  if (verdict == FUZZ_OK && world_kind (world, ref_pool (&ref)) != KIND_STRING)
    verdict = TROVE_ERROR_TYPE_MISMATCH;
  if (verdict == FUZZ_OK)
    want = element_as_string (token, &want_length);

  if (holder->arena != NULL)
    string = trove_arena_get_string (holder->arena, &ref, &length, &error);
  else
    string = trove_snapshot_get_string (holder->snapshot, &ref, &length, &error);
  fuzz_assert_verdict (error, verdict);
  g_assert_cmpstr (string, ==, want);
  g_assert_true (length == want_length);
}

/* Uses a reader that is kept for several steps. */
void
step_reader (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  guint8 how = fuzz_byte (input);
  TroveRef ref = world_ref_into (world, holder, input);
  g_autoptr (GError) error = NULL;
  gconstpointer element;
  guint32 token;
  int verdict;

  if (holder->has_reader && how < 64)
    {
      trove_reader_clear (&holder->reader);
      trove_reader_clear (&holder->reader);
      holder->has_reader = FALSE;
    }
  if (!holder->has_reader)
    {
      holder->reader_pool = ref_pool (&ref) < world->n_pools ? ref_pool (&ref) : how % world->n_pools;
      holder->has_reader = TRUE;
      if (holder->arena != NULL)
        trove_reader_init (&holder->reader, holder->arena, holder->reader_pool);
      else
        trove_reader_init_snapshot (&holder->reader, holder->snapshot, holder->reader_pool);
    }

  verdict = verdict_pool (world, holder, holder->reader_pool, &ref, &token);
  element = trove_reader_get (&holder->reader, &ref, &error);
  g_assert_true ((element != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (element != NULL)
    element_check (world_kind (world, holder->reader_pool), token, element);
}

/* Many in one call */

typedef struct
{
  const Record *record; /* NULL: the ref or the number is wrong */
  Kind kind;
  guint pool;
  guint64 index;
} Run;

static Run
find_run (World *world, Holder *holder, const TroveRef *first, gsize n)
{
  const Record *record = holder_find_record (holder, first->sub_arena);
  guint pool = ref_pool (first);
  guint64 index = ref_index (first), length;

  if (record == NULL || first->offset >> 48 != 0 || pool >= world->n_pools)
    return (Run){ NULL };
  length = record_length (record, pool);
  if (index >= length || n > length - index)
    return (Run){ NULL };
  return (Run){ record, world_kind (world, pool), pool, index };
}

static int
verdict_run (const Run *run, gsize n)
{
  if (n == 0)
    return FUZZ_OK;
  return run->record != NULL ? FUZZ_OK : TROVE_ERROR_INVALID_REF;
}

static void
read_int64s (World *world, Holder *holder, const TroveRef *first, gsize n)
{
  Run run = find_run (world, holder, first, n);
  g_autofree gint64 *numbers = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_read = 77;
  int verdict = verdict_run (&run, n);
  gint64 want = 0;

  for (gsize i = 0; verdict == FUZZ_OK && i < n; i++)
    if (!element_as_int64 (run.kind, record_get (run.record, run.pool, (guint) (run.index + i)), &want))
      verdict = TROVE_ERROR_TYPE_MISMATCH;

  if (holder->arena != NULL)
    numbers = trove_arena_read_int64s (holder->arena, first, n, &n_read, &error);
  else
    numbers = trove_snapshot_read_int64s (holder->snapshot, first, n, &n_read, &error);
  g_assert_true ((numbers != NULL) == (verdict == FUZZ_OK));
  g_assert_true (n_read == (verdict == FUZZ_OK ? n : 0));
  fuzz_assert_verdict (error, verdict);
  for (gsize i = 0; i < n_read; i++)
    {
      element_as_int64 (run.kind, record_get (run.record, run.pool, (guint) (run.index + i)), &want);
      g_assert_true (numbers[i] == want);
    }
}

static void
read_doubles (World *world, Holder *holder, const TroveRef *first, gsize n)
{
  Run run = find_run (world, holder, first, n);
  g_autofree double *numbers = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_read = 77;
  int verdict = verdict_run (&run, n);
  double want = 0;

  for (gsize i = 0; verdict == FUZZ_OK && i < n; i++)
    if (!element_as_double (run.kind, record_get (run.record, run.pool, (guint) (run.index + i)), &want))
      verdict = TROVE_ERROR_TYPE_MISMATCH;

  if (holder->arena != NULL)
    numbers = trove_arena_read_doubles (holder->arena, first, n, &n_read, &error);
  else
    numbers = trove_snapshot_read_doubles (holder->snapshot, first, n, &n_read, &error);
  g_assert_true ((numbers != NULL) == (verdict == FUZZ_OK));
  g_assert_true (n_read == (verdict == FUZZ_OK ? n : 0));
  fuzz_assert_verdict (error, verdict);
  for (gsize i = 0; i < n_read; i++)
    {
      element_as_double (run.kind, record_get (run.record, run.pool, (guint) (run.index + i)), &want);
      g_assert_true (numbers[i] == want);
    }
}

static void
read_bytes (World *world, Holder *holder, const TroveRef *first, gsize n)
{
  Run run = find_run (world, holder, first, n);
  guint8 want[ELEMENT_MAX_SIZE];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  int verdict = verdict_run (&run, n);
  const guint8 *data;
  gsize size, n_bytes;

  if (verdict == FUZZ_OK && n > 0 && !kind_is_bytes (run.kind))
    verdict = TROVE_ERROR_TYPE_MISMATCH;

  bytes = holder->arena != NULL ? trove_arena_read_bytes (holder->arena, first, n, &error) :
                                  trove_snapshot_read_bytes (holder->snapshot, first, n, &error);
  g_assert_true ((bytes != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (bytes == NULL)
    return;

  size = n > 0 ? kind_size (run.kind) : 0;
  data = g_bytes_get_data (bytes, &n_bytes);
  g_assert_true (n_bytes == n * size);
  for (gsize i = 0; i < n; i++)
    {
      element_fill (run.kind, record_get (run.record, run.pool, (guint) (run.index + i)), want);
      g_assert_true (memcmp (data + i * size, want, size) == 0);
    }
}

void
step_read (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  TroveRef first = world_ref_into (world, holder, input);
  gsize n = fuzz_number (input);

  switch (fuzz_below (input, 3))
    {
    case 0:
      read_int64s (world, holder, &first, n);
      break;
    case 1:
      read_doubles (world, holder, &first, n);
      break;
    default:
      read_bytes (world, holder, &first, n);
      break;
    }
}
