/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

gboolean
test_quick (void)
{
  return g_getenv ("TROVE_TEST_QUICK") != NULL;
}

void
assert_trove_error_at (const char *where, GError **error, int code, ...)
{
  const char *text;
  va_list texts;

  if (*error == NULL)
    g_error ("%s: no error, but code %d was expected", where, code);
  if ((*error)->domain != TROVE_ERROR || (*error)->code != code)
    g_error ("%s: error %s, %d (%s), but code %d was expected", where, g_quark_to_string ((*error)->domain),
             (*error)->code, (*error)->message, code);
  if (!g_utf8_validate ((*error)->message, -1, NULL))
    g_error ("%s: the message is not UTF-8", where);

  va_start (texts, code);
  while ((text = va_arg (texts, const char *)) != NULL)
    if (strstr ((*error)->message, text) == NULL)
      g_error ("%s: “%s” is not in the message “%s”", where, text, (*error)->message);
  va_end (texts);

  g_clear_error (error);
}

void
assert_ref_equal_at (const char *where, const TroveRef *a, const TroveRef *b)
{
  if (a->sub_arena != b->sub_arena || a->offset != b->offset)
    g_error ("%s: %s is not %s", where, ref_text (a), ref_text (b));
}

TroveRef
ref_of (TroveRef *ref)
{
  TroveRef copy;

  g_assert_nonnull (ref);
  copy = *ref;
  trove_ref_free (ref);
  return copy;
}

gboolean
freed_ref (TroveRef *ref)
{
  g_autoptr (TroveRef) owned = ref;

  return owned != NULL;
}

TroveRef
ref_at (guint64 id, guint pool, guint64 index)
{
  return (TroveRef){ id, (guint64) pool << 40 | index };
}

static char *
next_buffer (void)
{
  static _Thread_local char buffers[4][64];
  static _Thread_local guint next;

  return buffers[next++ % 4];
}

const char *
ref_text (const TroveRef *ref)
{
  char *buffer = next_buffer ();

  g_snprintf (buffer, 64, "%" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT, ref->sub_arena,
              (guint) (ref->offset >> 40) & 255, ref->offset & (((guint64) 1 << 40) - 1));
  return buffer;
}

const char *
id_text (guint64 id)
{
  char *buffer = next_buffer ();

  g_snprintf (buffer, 64, "%" G_GUINT64_FORMAT, id);
  return buffer;
}

/* Integers */

TroveRef
put_int (TroveArena *arena, guint pool, gint64 number)
{
  GValue value = int64_value (number);
  GError *error = NULL;
  TroveRef *ref = trove_arena_append_to (arena, pool, &value, &error);

  g_assert_no_error (error);
  return ref_of (ref);
}

static gint64
take_int (GValue *value)
{
  gint64 number;

  g_assert_nonnull (value);
  g_assert_true (G_VALUE_HOLDS_INT64 (value));
  number = g_value_get_int64 (value);
  test_value_free (value);
  return number;
}

gint64
get_int (TroveArena *arena, const TroveRef *ref)
{
  GError *error = NULL;
  GValue *value = trove_arena_get (arena, ref, &error);

  g_assert_no_error (error);
  return take_int (value);
}

gint64
snapshot_get_int (TroveSnapshot *snapshot, const TroveRef *ref)
{
  GError *error = NULL;
  GValue *value = trove_snapshot_get (snapshot, ref, &error);

  g_assert_no_error (error);
  return take_int (value);
}

TroveRef
set_int (TroveArena *arena, const TroveRef *ref, gint64 number)
{
  GValue value = int64_value (number);
  GError *error = NULL;
  TroveRef *result = trove_arena_set (arena, ref, &value, &error);

  g_assert_no_error (error);
  return ref_of (result);
}

/* Strings */

TroveRef
put_string (TroveArena *arena, const char *string)
{
  GError *error = NULL;
  TroveRef ref;

  g_assert_true (trove_arena_append_string (arena, 0, string, -1, &ref, &error));
  g_assert_no_error (error);
  return ref;
}

TroveRef
set_string (TroveArena *arena, const TroveRef *ref, const char *string)
{
  g_auto (GValue) value = string_value (string);
  GError *error = NULL;
  TroveRef *result = trove_arena_set (arena, ref, &value, &error);

  g_assert_no_error (error);
  return ref_of (result);
}

/* Versions and memory */

void
freeze (TroveArena *arena)
{
  GError *error = NULL;
  TroveSnapshot *snapshot = trove_arena_snapshot (arena, &error);

  g_assert_no_error (error);
  trove_snapshot_unref (snapshot);
}

void
revert (TroveArena *arena, TroveSnapshot *snapshot)
{
  GError *error = NULL;

  g_assert_true (trove_arena_revert (arena, snapshot, &error));
  g_assert_no_error (error);
}

gboolean
holds (TroveArena *arena, const TroveRef *ref)
{
  GError *error = NULL;
  gboolean held = trove_arena_contains (arena, ref, &error);

  g_assert_no_error (error);
  return held;
}

TroveSubArena *
sub_of (TroveArena *arena, guint64 id)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  TroveSubArena *sub = trove_vec_map_lookup (map, id);

  g_assert_nonnull (sub);
  return sub;
}

TroveUsage
take_usage (TroveUsage *usage)
{
  TroveUsage copy;

  g_assert_nonnull (usage);
  copy = *usage;
  trove_usage_free (usage);
  g_assert_cmpuint (copy.own + copy.shared, ==, copy.total);
  g_assert_cmpuint (copy.elements + copy.room + copy.waste + copy.overhead, ==, copy.total);
  g_assert_cmpuint (MAX (copy.own, copy.shared), <=, copy.total);
  g_assert_cmpuint (MAX (copy.elements, copy.room), <=, copy.total);
  g_assert_cmpuint (MAX (copy.waste, copy.overhead), <=, copy.total);
  return copy;
}

TroveUsage
usage_of (TroveArena *arena)
{
  GError *error = NULL;
  TroveUsage *usage = trove_arena_get_usage (arena, &error);

  g_assert_no_error (error);
  return take_usage (usage);
}

void
assert_max_bytes (TroveArena *arena, guint64 limit)
{
  guint64 got;

  g_object_get (arena, "max-bytes", &got, NULL);
  g_assert_cmpuint (got, ==, limit);
  g_assert_cmpuint (trove_arena_get_max_bytes (arena), ==, limit);
}

void
assert_within (TroveArena *arena, guint64 limit, guint n_versions, guint n_pools)
{
  TroveUsage usage = usage_of (arena);

  g_assert_cmpuint (usage.elements + usage.room + usage.waste, <=, limit + 48);
  g_assert_cmpuint (usage.total, <=,
                    limit + 600 + limit / 1000 + n_versions * (400 + 600 * (guint64) n_pools));
}

/* Values */

static GValue
value_of (GType type)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  return value;
}

GValue
int64_value (gint64 number)
{
  GValue value = value_of (G_TYPE_INT64);

  g_value_set_int64 (&value, number);
  return value;
}

GValue
int_value (int number)
{
  GValue value = value_of (G_TYPE_INT);

  g_value_set_int (&value, number);
  return value;
}

GValue
double_value (double number)
{
  GValue value = value_of (G_TYPE_DOUBLE);

  g_value_set_double (&value, number);
  return value;
}

GValue
string_value (const char *string)
{
  GValue value = value_of (G_TYPE_STRING);

  g_value_set_string (&value, string);
  return value;
}

GValue
object_value (gpointer object)
{
  GValue value = value_of (G_OBJECT_TYPE (object));

  g_value_set_object (&value, object);
  return value;
}

GValue
boxed_value (GType type, gconstpointer boxed)
{
  GValue value = value_of (type);

  g_value_set_boxed (&value, boxed);
  return value;
}

void
test_value_free (TestValue *value)
{
  g_boxed_free (G_TYPE_VALUE, value);
}

/* Threads */

typedef struct
{
  void (*func) (gpointer data);
  gpointer data;
} Call;

static gpointer
run_call (gpointer data)
{
  Call *call = data;

  call->func (call->data);
  return NULL;
}

void
on_other_thread (void (*func) (gpointer data), gpointer data)
{
  Call call = { func, data };

  g_thread_join (g_thread_new ("other", run_call, &call));
}
