/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading: through arenas, snapshots and readers. */

#include "operations.h"

#include <string.h>

#define MOST_AT_ONCE 64

static void
free_value (GValue *value)
{
  g_boxed_free (G_TYPE_VALUE, value);
}

void
op_get (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  const Value *expected = slot_value (world, slot, &ref);
  Value was = expected != NULL ? *expected : (Value){ 0 };
  int code = slot_get_error (world, slot, &ref);
  GValue *value;

  say (world, "get (slot %u, %s)", slot_index (world, slot), text);
  if (slot->arena != NULL)
    {
      world_begin_call (world, slot);
      value = CALL (trove_arena_get) (slot->arena, &ref, &error);
    }
  else
    value = CALL (trove_snapshot_get) (slot->snapshot, &ref, &error);

  if (world_expect (world, NULL, code, value != NULL, error))
    complain_if (world, gvalue_compare (value, &was), "get", &was);
  if (value != NULL)
    free_value (value);
}

static gconstpointer
get_raw (Slot *slot, guint pool, const TroveRef *ref, GError **error)
{
  if (slot->arena != NULL)
    return CALL (trove_arena_get_raw) (slot->arena, pool, ref, error);

  return CALL (trove_snapshot_get_raw) (slot->snapshot, pool, ref, error);
}

void
op_get_raw (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  TroveRef ref = choose_ref (world, op);
  guint pool = choose_pool_of (slot, op, &ref);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  const Value *expected = slot_value (world, slot, &ref);
  gconstpointer element;
  gboolean contains;

  say (world, "get_raw (slot %u, pool %u, %s)", slot_index (world, slot), pool, text);
  element = get_raw (slot, pool, &ref, &error);
  if (world_expect (world, NULL, slot_read_error (world, slot, pool, &ref), element != NULL, error))
    complain_if (world, element_compare (element, slot_type (slot, pool), expected), "get_raw", expected);

  if (slot->arena != NULL)
    contains = CALL (trove_arena_contains) (slot->arena, &ref, NULL);
  else
    contains = CALL (trove_snapshot_contains) (slot->snapshot, &ref);
  if (contains != (expected != NULL))
    complain (world, "contains says %d", contains);
}

/* What was read as the string of a ref. */
static void
check_string (World *world, const Slot *slot, const TroveRef *ref, const char *string, gsize length,
              const GError *error)
{
  const Value *expected = slot_value (world, slot, ref);
  int code = expected == NULL ? TROVE_ERROR_INVALID_REF : -1;
  gsize wanted_length = 0;
  const char *wanted = NULL;

  if (expected != NULL && slot_type (slot, trove_ref_get_pool (ref)) != ELEMENT_STRING)
    code = TROVE_ERROR_TYPE_MISMATCH;

  if (code < 0)
    wanted = value_text (expected, &wanted_length);
  world_expect (world, NULL, code, error == NULL, error);
  if (length != wanted_length)
    complain (world, "get_string: %" G_GSIZE_FORMAT " bytes, not %" G_GSIZE_FORMAT, length, wanted_length);
  else if ((string == NULL) != (wanted == NULL) ||
           (string != NULL && memcmp (string, wanted, length + 1) != 0))
    complain (world, "get_string: other bytes");
}

void
op_get_string (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  gsize length = 12345;
  const char *string;

  say (world, "get_string (slot %u, %s)", slot_index (world, slot), text);
  if (slot->arena != NULL)
    string = CALL (trove_arena_get_string) (slot->arena, &ref, &length, &error);
  else
    string = CALL (trove_snapshot_get_string) (slot->snapshot, &ref, &length, &error);
  check_string (world, slot, &ref, string, length, error);
}

void
op_get_many (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  guint pool = choose_pool (slot, op);
  gsize n = op->value % MOST_AT_ONCE, good = 0;
  gconstpointer out[MOST_AT_ONCE] = { NULL };
  TroveRef refs[MOST_AT_ONCE];
  g_autoptr (GError) error = NULL;
  Operation each = *op;
  int code = -1;
  gboolean done;

  /* Of the pool where there are some, each a step further; and one that may be bad. */
  for (guint i = 0, tries = 0; i < n; tries++)
    {
      refs[i] = choose_real_ref (world, each.ref++);
      if (slot_read_error (world, slot, pool, &refs[i]) < 0 || tries > MOST_AT_ONCE)
        i++;
    }
  if (n > 0 && op->extra >= 0xf0)
    refs[op->extra % n] = choose_ref (world, op);
  while (good < n && (code = slot_read_error (world, slot, pool, &refs[good])) < 0)
    good++;

  say (world,
       "get_many_raw (slot %u, pool %u, %" G_GSIZE_FORMAT " refs, of which %" G_GSIZE_FORMAT " are good)",
       slot_index (world, slot), pool, n, good);
  if (slot->arena != NULL)
    done = CALL (trove_arena_get_many_raw) (slot->arena, pool, refs, n, out, &error);
  else
    done = CALL (trove_snapshot_get_many_raw) (slot->snapshot, pool, refs, n, out, &error);

  world_expect (world, NULL, code, done, error);
  for (gsize i = 0; i < good && world->complaint == NULL; i++)
    {
      const Value *expected = slot_value (world, slot, &refs[i]);

      if (out[i] == NULL)
        complain (world, "get_many_raw: no address");
      else
        complain_if (world, element_compare (out[i], slot_type (slot, pool), expected), "get_many_raw",
                     expected);
    }
}

/* Many that follow each other */

/* The values of n elements from a ref on; FALSE: not all are there. */
static gboolean
expected_run (World *world, const Slot *slot, const TroveRef *first, gsize n, Value *values)
{
  TroveRef ref = *first;

  if (n > MOST_AT_ONCE)
    return FALSE;
  for (gsize i = 0; i < n; i++, ref.offset++)
    {
      const Value *value = slot_value (world, slot, &ref);

      if (value == NULL)
        return FALSE;
      values[i] = *value;
    }
  return TRUE;
}

static gsize
choose_run (const Operation *op)
{
  if (op->value >= 0xf8)
    return op->value % 2 == 0 ? G_MAXSIZE : (gsize) MIN (G_GUINT64_CONSTANT (1) << 40, G_MAXSIZE / 2);
  return op->value % MOST_AT_ONCE;
}

void
op_read_numbers (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  TroveRef ref = choose_ref (world, op);
  gboolean reals = op->other % 2 == 1;
  ElementType type = reals ? ELEMENT_DOUBLE : ELEMENT_INT64;
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autofree char *numbers = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = choose_run (op), n_values = 12345;
  Value values[MOST_AT_ONCE];
  int code = -1;

  if (!expected_run (world, slot, &ref, n, values))
    code = TROVE_ERROR_INVALID_REF;
  else
    for (gsize i = 0; i < n; i++)
      {
        Value given = values[i];

        if (!value_convert (&given, type, &values[i]))
          code = TROVE_ERROR_TYPE_MISMATCH;
      }

  say (world, "read_%ss (slot %u, %s, %" G_GSIZE_FORMAT ")", element_name (type), slot_index (world, slot),
       text, n);
  if (slot->arena != NULL && reals)
    numbers = (char *) CALL (trove_arena_read_doubles) (slot->arena, &ref, n, &n_values, &error);
  else if (slot->arena != NULL)
    numbers = (char *) CALL (trove_arena_read_int64s) (slot->arena, &ref, n, &n_values, &error);
  else if (reals)
    numbers = (char *) CALL (trove_snapshot_read_doubles) (slot->snapshot, &ref, n, &n_values, &error);
  else
    numbers = (char *) CALL (trove_snapshot_read_int64s) (slot->snapshot, &ref, n, &n_values, &error);

  if (n_values != (numbers != NULL ? n : 0))
    complain (world, "read: %" G_GSIZE_FORMAT " values, not %" G_GSIZE_FORMAT, n_values, n);
  if (!world_expect (world, NULL, code, numbers != NULL, error))
    return;
  for (gsize i = 0; i < n; i++)
    complain_if (world, element_compare (numbers + i * sizeof (gint64), type, &values[i]), "read",
                 &values[i]);
}

void
op_read_bytes (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = choose_run (op), size, length;
  Value values[MOST_AT_ONCE];
  ElementType type = ELEMENT_INT64;
  const char *data;
  int code = -1;

  if (!expected_run (world, slot, &ref, n, values))
    code = TROVE_ERROR_INVALID_REF;
  else if (n > 0)
    {
      type = slot_type (slot, trove_ref_get_pool (&ref));
      code = element_is_bytes (type) ? -1 : TROVE_ERROR_TYPE_MISMATCH;
    }

  say (world, "read_bytes (slot %u, %s, %" G_GSIZE_FORMAT ")", slot_index (world, slot), text, n);
  if (slot->arena != NULL)
    bytes = CALL (trove_arena_read_bytes) (slot->arena, &ref, n, &error);
  else
    bytes = CALL (trove_snapshot_read_bytes) (slot->snapshot, &ref, n, &error);

  if (!world_expect (world, NULL, code, bytes != NULL, error))
    return;
  size = element_size (type);
  data = g_bytes_get_data (bytes, &length);
  if (length != n * size)
    {
      complain (world, "read_bytes: %" G_GSIZE_FORMAT " bytes", length);
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      Element element; /* at an address that is aligned */

      memcpy (&element, data + i * size, size);
      complain_if (world, element_compare (&element, type, &values[i]), "read_bytes", &values[i]);
    }
}

/* Readers, which stay over other operations */

void
op_open_reader (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  Reading *reading = &world->readings[op->ref % MAX_READERS];

  if (reading->slot != NULL)
    CALL (trove_reader_clear) (&reading->reader);
  reading->slot = slot;
  reading->pool = choose_pool (slot, op);
  say (world, "reader %u reads slot %u, pool %u", op->ref % MAX_READERS, slot_index (world, slot),
       reading->pool);
  if (slot->arena != NULL)
    CALL (trove_reader_init) (&reading->reader, slot->arena, reading->pool);
  else
    CALL (trove_reader_init_snapshot) (&reading->reader, slot->snapshot, reading->pool);
}

/* Through a reader: any pool, strings, and the root. */
static void
read_document (World *world, const Operation *op, Reading *reading, const TroveRef *ref)
{
  g_autofree char *text = trove_ref_to_string (ref);
  g_autoptr (GError) error = NULL;
  TroveReader *reader = &reading->reader;
  Slot *slot = reading->slot;
  guint pool = choose_pool_of (slot, op, ref);
  gconstpointer element;
  const char *string;
  TroveRef root;
  gsize length;

  switch (op->value % 3)
    {
    case 0:
      say (world, "reader %u: get_raw (pool %u, %s)", op->slot % MAX_READERS, pool, text);
      program_note_call ("trove_reader_get_slow");
      element = CALL (trove_reader_get_raw) (reader, pool, ref, &error);
      if (world_expect (world, NULL, slot_read_error (world, slot, pool, ref), element != NULL, error))
        complain_if (world, element_compare (element, slot_type (slot, pool), slot_value (world, slot, ref)),
                     "reader_get_raw", slot_value (world, slot, ref));
      break;
    case 1:
      say (world, "reader %u: get_string (%s)", op->slot % MAX_READERS, text);
      string = CALL (trove_reader_get_string) (reader, ref, &length, &error);
      check_string (world, slot, ref, string, length, error);
      break;
    default:
      say (world, "reader %u: get_root", op->slot % MAX_READERS);
      if (world_expect (world, NULL, -1, CALL (trove_reader_get_root) (reader, &root, &error), error) &&
          !trove_ref_equal (&root, &slot->root))
        complain (world, "a reader has another root than slot %u", slot_index (world, slot));
      break;
    }
}

void
op_read (World *world, const Operation *op)
{
  Reading *reading = &world->readings[op->slot % MAX_READERS];
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  const Value *expected;
  gconstpointer element;

  if (reading->slot == NULL)
    return;
  if (op->extra % 2 == 1)
    {
      read_document (world, op, reading, &ref);
      return;
    }

  expected = slot_value (world, reading->slot, &ref);
  say (world, "reader %u: get (%s)", op->slot % MAX_READERS, text);
  program_note_call ("trove_reader_get_slow"); /* for a reader's first ref at least */
  element = trove_reader_get (&reading->reader, &ref, &error);
  if (world_expect (world, NULL, slot_read_error (world, reading->slot, reading->pool, &ref), element != NULL,
                    error))
    complain_if (world, element_compare (element, slot_type (reading->slot, reading->pool), expected),
                 "reader", expected);
}
