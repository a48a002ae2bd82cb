/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* Many values in one call: integers, reals and bytes, into and out of every pool that they fit. */

static const guint befores[] = { 0, 1, 31, 32, 95, 97 };
static const guint counts[] = { 0, 1, 2, 31, 32, 33, 63, 64, 95, 96, 97, 100, 1000 };

/* Types whose pools take the numbers 0 to 99, as integers and as reals. */
static const GType number_types[] = {
  G_TYPE_CHAR,  G_TYPE_UCHAR, G_TYPE_INT,    G_TYPE_UINT,  G_TYPE_LONG,
  G_TYPE_ULONG, G_TYPE_INT64, G_TYPE_UINT64, G_TYPE_FLOAT, G_TYPE_DOUBLE,
};

static void
put_before (TroveArena *arena, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = int64_value (7);

      trove_ref_free (trove_arena_append_to (arena, 0, &value, NULL));
    }
}

/* A bulk read of the snapshot, or of the arena where the snapshot is NULL, gives 0, 1, …, 99, 0, … */
static void
assert_int64s (TroveArena *arena, TroveSnapshot *snapshot, const TroveRef *first, guint n)
{
  g_autofree gint64 *numbers = NULL;
  GError *error = NULL;
  gsize n_read = 12345;

  numbers = snapshot != NULL ? trove_snapshot_read_int64s (snapshot, first, n, &n_read, &error) :
                               trove_arena_read_int64s (arena, first, n, &n_read, &error);
  g_assert_no_error (error);
  g_assert_nonnull (numbers);
  g_assert_cmpuint (n_read, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (numbers[i], ==, i % 100);
}

static void
assert_doubles (TroveArena *arena, TroveSnapshot *snapshot, const TroveRef *first, guint n)
{
  g_autofree double *numbers = NULL;
  GError *error = NULL;
  gsize n_read = 12345;

  numbers = snapshot != NULL ? trove_snapshot_read_doubles (snapshot, first, n, &n_read, &error) :
                               trove_arena_read_doubles (arena, first, n, &n_read, &error);
  g_assert_no_error (error);
  g_assert_nonnull (numbers);
  g_assert_cmpuint (n_read, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (numbers[i], ==, i % 100);
}

static void
round_trip (GType type, gboolean reals, guint before, guint n)
{
  g_autoptr (TroveArena) arena = trove_arena_new (type);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autofree gint64 *int64s = g_new (gint64, MAX (n, 1));
  g_autofree double *doubles = g_new (double, MAX (n, 1));
  g_autoptr (TroveRef) first = NULL;
  GError *error = NULL;

  for (guint i = 0; i < n; i++)
    doubles[i] = (double) (int64s[i] = i % 100);
  put_before (arena, before);

  first = reals ? trove_arena_append_doubles (arena, 0, n > 0 ? doubles : NULL, n, &error) :
                  trove_arena_append_int64s (arena, 0, n > 0 ? int64s : NULL, n, &error);
  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, before + n);
  if (n == 0)
    g_assert_true (trove_ref_is_null (first));
  else
    g_assert_cmpuint (trove_ref_get_index (first), ==, before);

  assert_int64s (arena, NULL, first, n);
  assert_doubles (arena, NULL, first, n);
  if (before == 31)
    check_arena (arena);
  snapshot = trove_arena_snapshot (arena, NULL);
  assert_int64s (arena, NULL, first, n);
  assert_int64s (NULL, snapshot, first, n);
  assert_doubles (NULL, snapshot, first, n);
}

static void
test_numbers (void)
{
  for (guint t = 0; t < G_N_ELEMENTS (number_types); t++)
    for (guint b = 0; b < G_N_ELEMENTS (befores); b++)
      for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
        {
          if (test_quick () && (b + c + t) % 4 != 0)
            continue;
          round_trip (number_types[t], FALSE, befores[b], counts[c]);
          round_trip (number_types[t], TRUE, befores[b], counts[c]);
        }
}

/* A pool of values keeps the type that was given. */
static void
test_values (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_VALUE);
  const gint64 int64s[] = { 1, 2, 3 };
  const double doubles[] = { 0.5, 1.5 };
  TroveRef first = ref_of (trove_arena_append_int64s (arena, 0, int64s, 3, NULL)), half;
  g_autoptr (TestValue) value = NULL;
  g_autofree double *read = NULL;
  gsize n;
  GError *error = NULL;

  half = ref_of (trove_arena_append_doubles (arena, 0, doubles, 2, NULL));
  g_assert_cmpint (get_int (arena, &first), ==, 1);
  value = trove_arena_get (arena, &half, NULL);
  g_assert_true (G_VALUE_HOLDS_DOUBLE (value));
  read = trove_arena_read_doubles (arena, &first, 5, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpfloat (read[2], ==, 3);
  g_assert_cmpfloat (read[4], ==, 1.5);
  g_assert_null (trove_arena_read_int64s (arena, &first, 5, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gdouble", "gint64");
  g_assert_cmpuint (n, ==, 0);
  check_arena (arena);
}

/* Ranges of elements that begin and end on both sides of the edges of rows. */
static void
test_ranges (void)
{
  static const guint starts[] = { 0, 1, 30, 31, 32, 33, 94, 95, 96, 97, 223, 224, 250 };
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  gint64 numbers[300];
  TroveRef first;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = i * i;
  first = ref_of (trove_arena_append_int64s (arena, 0, numbers, G_N_ELEMENTS (numbers), NULL));

  for (guint s = 0; s < G_N_ELEMENTS (starts); s++)
    for (guint n = 1; n <= G_N_ELEMENTS (numbers) - starts[s]; n++)
      {
        const TroveRef ref = ref_at (first.sub_arena, 0, starts[s]);
        g_autofree gint64 *read = NULL;
        g_autoptr (GBytes) bytes = NULL;
        gsize n_read;

        read = trove_arena_read_int64s (arena, &ref, n, &n_read, NULL);
        g_assert_cmpmem (read, n_read * sizeof *read, numbers + starts[s], n * sizeof *read);
        bytes = trove_arena_read_bytes (arena, &ref, n, NULL);
        g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), numbers + starts[s],
                         n * sizeof *read);
      }
}

/* A range that ends beyond the last element is refused as a whole. */
static void
check_bad_range (TroveArena *arena, TroveSnapshot *snapshot, const TroveRef *first, gsize n)
{
  GError *error = NULL;
  gsize n_read = 12345;

  g_assert_null (trove_arena_read_int64s (arena, first, n, &n_read, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first->sub_arena));
  g_assert_cmpuint (n_read, ==, 0);
  n_read = 12345;
  g_assert_null (trove_snapshot_read_int64s (snapshot, first, n, &n_read, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first->sub_arena));
  g_assert_cmpuint (n_read, ==, 0);
  n_read = 12345;
  g_assert_null (trove_arena_read_doubles (arena, first, n, &n_read, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first->sub_arena));
  g_assert_cmpuint (n_read, ==, 0);
  n_read = 12345;
  g_assert_null (trove_snapshot_read_doubles (snapshot, first, n, &n_read, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first->sub_arena));
  g_assert_cmpuint (n_read, ==, 0);
  g_assert_null (trove_arena_read_bytes (arena, first, n, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first->sub_arena));
  g_assert_null (trove_snapshot_read_bytes (snapshot, first, n, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first->sub_arena));
}

static void
test_bad_ranges (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  gint64 numbers[40] = { 0 };
  TroveRef first = ref_of (trove_arena_append_int64s (arena, 0, numbers, 40, NULL));
  TroveRef last = ref_at (first.sub_arena, 0, 39);

  snapshot = trove_arena_snapshot (arena, NULL);
  check_bad_range (arena, snapshot, &first, 41);
  check_bad_range (arena, snapshot, &first, G_MAXSIZE);
  check_bad_range (arena, snapshot, &first, (gsize) MIN (G_GUINT64_CONSTANT (1) << 40, G_MAXSIZE));
  check_bad_range (arena, snapshot, &last, 2);
}

/* A batch with one number that does not fit is refused as a whole. */
static void
test_misfits (void)
{
  const struct
  {
    GType type;
    gint64 number;
  } misfits[] = {
    { G_TYPE_CHAR, 128 },  { G_TYPE_UCHAR, -1 },       { G_TYPE_INT, G_MAXINT64 },    { G_TYPE_UINT, -5 },
    { G_TYPE_UINT64, -1 }, { G_TYPE_FLOAT, 16777217 }, { G_TYPE_DOUBLE, G_MAXINT64 }, { G_TYPE_STRING, 1 },
    { G_TYPE_BOOLEAN, 1 }, { G_TYPE_OBJECT, 1 },       { G_TYPE_POINTER, 1 },         { G_TYPE_GTYPE, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (misfits); i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (misfits[i].type);
      gint64 numbers[100] = { 0 };
      const double halves[] = { 0, 1e300 };
      GError *error = NULL;

      numbers[99] = misfits[i].number;
      g_assert_null (trove_arena_append_int64s (arena, 0, numbers, 100, &error));
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, g_type_name (misfits[i].type), "gint64",
                          "pool 0");
      if (misfits[i].type != G_TYPE_DOUBLE)
        {
          g_assert_null (trove_arena_append_doubles (arena, 0, halves, 2, &error));
          assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, g_type_name (misfits[i].type), "gdouble");
        }
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 0);
      check_arena (arena);
    }
}

/* A batch of values of every type that is longer than a row; then the same with one value that is not
 * initialized. */
static void
test_many (gconstpointer data)
{
  const Fixture *fixture = data;
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  GValue values[40];
  TroveRef refs[40];
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (TroveRef) none = NULL;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = fixture->make (i);
  first = trove_arena_append_many (arena, 0, values, G_N_ELEMENTS (values), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    refs[i] = (TroveRef){ first->sub_arena, first->offset + i };
  assert_arena_reads (G_STRLOC, arena, fixture, refs, 0, G_N_ELEMENTS (refs));

  g_value_unset (&values[39]);
  g_assert_null (trove_arena_append_many (arena, 0, values, G_N_ELEMENTS (values), &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "not initialized", "pool 0");
  none = trove_arena_append_many (arena, 0, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_true (trove_ref_is_null (none));
  assert_arena_reads (G_STRLOC, arena, fixture, refs, 0, G_N_ELEMENTS (refs));
  check_arena (arena);
  for (guint i = 0; i < 39; i++)
    g_value_unset (&values[i]);
}

/* Elements that are read as numbers of a type that they are not. */
static void
test_misread (void)
{
  const GType types[] = { G_TYPE_STRING, G_TYPE_UINT64, G_TYPE_DOUBLE, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 4);
  const double numbers[] = { 1, 0.5 };
  const guint64 large[] = { 1, G_MAXUINT64 };
  const gint64 precise[] = { 1, ((gint64) 1 << 53) + 1 };
  TroveRef text = put_string (arena, "1"), naturals, reals, integers;
  GError *error = NULL;
  gsize n;

  g_assert_true (trove_arena_append_many_raw (arena, 1, large, 2, &naturals, NULL));
  reals = ref_of (trove_arena_append_doubles (arena, 2, numbers, 2, NULL));
  integers = ref_of (trove_arena_append_int64s (arena, 3, precise, 2, NULL));

  g_assert_null (trove_arena_read_int64s (arena, &text, 1, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gchararray", "gint64");
  g_assert_null (trove_arena_read_doubles (arena, &text, 1, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gchararray", "gdouble");
  g_assert_null (trove_arena_read_int64s (arena, &naturals, 2, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "guint64", "18446744073709551615");
  g_assert_null (trove_arena_read_int64s (arena, &reals, 2, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gdouble", "0.5");
  g_assert_null (trove_arena_read_doubles (arena, &integers, 2, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gint64", "9007199254740993");
  g_assert_cmpuint (n, ==, 0);
}

/* Bytes */

typedef struct
{
  gint32 a;
  guint8 b[8];
} Record;

/* C code may append a GValue that is not initialized. Reading it as a number is an error, without a critical
 * message. */
static void
test_no_value (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_VALUE);
  g_autoptr (GError) error = NULL;
  const GValue none = G_VALUE_INIT;
  gsize n = 1;
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, 0, &none, &ref, NULL));
  g_assert_null (trove_arena_read_int64s (arena, &ref, 1, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "not initialized");
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (trove_arena_read_doubles (arena, &ref, 1, &n, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "not initialized");
}

static void
test_bytes (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT (Record), TROVE_ELEMENT_TYPE (G_TYPE_UCHAR) };
  Record records[200];

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      records[i].a = (gint32) i;
      memset (records[i].b, (int) i, sizeof records[i].b);
    }

  for (guint b = 0; b < G_N_ELEMENTS (befores); b++)
    for (guint n = 0; n < G_N_ELEMENTS (records); n += 9)
      {
        g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 2);
        g_autoptr (GBytes) bytes = g_bytes_new (records, n * sizeof *records);
        g_autoptr (GBytes) read = NULL;
        g_autoptr (GBytes) kept = NULL;
        g_autoptr (TroveSnapshot) snapshot = NULL;
        g_autoptr (TroveRef) first = NULL;
        GError *error = NULL;

        g_assert_true (trove_arena_append_many_raw (arena, 0, records, befores[b], NULL, NULL));
        first = trove_arena_append_bytes (arena, 0, bytes, &error);
        g_assert_no_error (error);
        g_assert_cmpint (trove_ref_is_null (first), ==, n == 0);
        read = trove_arena_read_bytes (arena, first, n, &error);
        g_assert_no_error (error);
        g_assert_true (g_bytes_equal (read, bytes));

        /* The bytes are a copy: they outlive the arena and the snapshot. */
        snapshot = trove_arena_snapshot (arena, NULL);
        kept = trove_snapshot_read_bytes (snapshot, first, n, &error);
        g_assert_no_error (error);
        g_clear_object (&arena);
        g_clear_pointer (&snapshot, trove_snapshot_unref);
        g_assert_true (g_bytes_equal (read, bytes));
        g_assert_true (g_bytes_equal (kept, bytes));
      }
}

/* The fundamental types up to G_TYPE_DOUBLE are numbers, except G_TYPE_INTERFACE. */
static gboolean
is_plain (GType type)
{
  GType fundamental = G_TYPE_FUNDAMENTAL (type);

  return (fundamental <= G_TYPE_DOUBLE && fundamental != G_TYPE_INTERFACE) || type == TROVE_TYPE_REF ||
         type == G_TYPE_GTYPE;
}

static void
test_bad_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  g_autoptr (GBytes) odd = g_bytes_new_static ("0123456789abcde", 15);
  GError *error = NULL;

  for (guint i = 0; i < n_fixtures; i++)
    {
      GType type = fixtures[i].type ();
      gboolean plain = is_plain (type);
      g_autoptr (TroveArena) arena = trove_arena_new (type);
      g_autofree TroveRef *refs = append_fixture (arena, &fixtures[i], 3, 2);
      g_autoptr (TroveRef) first = NULL;
      g_autoptr (GBytes) read = trove_arena_read_bytes (arena, refs, 2, &error);

      g_test_message ("%s", fixtures[i].name);
      if (plain)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (read) % 2, ==, 0);
          first = trove_arena_append_bytes (arena, 0, read, &error);
          g_assert_no_error (error);
          assert_arena_reads (G_STRLOC, arena, &fixtures[i], first, 3, 1);
          check_arena (arena);
          continue;
        }

      /* Pointers are never made of bytes. */
      g_assert_null (read);
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, g_type_name (type), "pool 0");
      g_assert_null (trove_arena_append_bytes (arena, 0, bytes, &error));
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, g_type_name (type), "pool 0");
      g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 2);
    }

  {
    g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);

    g_assert_null (trove_arena_append_bytes (arena, 0, odd, &error));
    assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "15 bytes", "elements of 8", "pool 0");
    g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 0);
    check_arena (arena);
  }
}

/* More numbers than the address space has room for, in a pool for which they are converted. */
static void
test_too_many (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT);
  const gint64 number = 1;
  GError *error = NULL;

  g_assert_null (trove_arena_append_int64s (arena, 0, &number, G_MAXSIZE / 2, &error));
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "No memory for");
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/bulk/numbers", test_numbers);
  g_test_add_func ("/arena/bulk/values", test_values);
  g_test_add_func ("/arena/bulk/ranges", test_ranges);
  g_test_add_func ("/arena/bulk/ranges/bad", test_bad_ranges);
  g_test_add_func ("/arena/bulk/misfits", test_misfits);
  add_fixture_tests ("/arena/bulk/many", test_many);
  g_test_add_func ("/arena/bulk/misread", test_misread);
  g_test_add_func ("/arena/bulk/no-value", test_no_value);
  g_test_add_func ("/arena/bulk/too-many", test_too_many);
  g_test_add_func ("/arena/bulk/bytes", test_bytes);
  g_test_add_func ("/arena/bulk/bytes/bad", test_bad_bytes);

  return g_test_run ();
}
