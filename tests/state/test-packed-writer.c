/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bytes of variants that are written by parts, against those that GLib makes. */

#include "state/packed-writer.h"

/* A tuple (uaysayt) of so many bytes: in front a number, in the middle those without a fixed size, at the end one with. */
static GVariant *
write_tuple (const guint8 *bytes, gsize n, const char *string)
{
  TrovePackedWriter writer = { 0 };
  const guint32 number = (guint32) n;
  const guint64 last = 7;
  gsize ends[3];

  memcpy (trove_packed_writer_add (&writer, sizeof number, 4), &number, sizeof number);
  memcpy (trove_packed_writer_add (&writer, n, 1), bytes, n);
  ends[0] = writer.n;
  memcpy (trove_packed_writer_add (&writer, strlen (string) + 1, 1), string, strlen (string) + 1);
  ends[1] = writer.n;
  memcpy (trove_packed_writer_add (&writer, n, 1), bytes, n);
  ends[2] = writer.n;
  memcpy (trove_packed_writer_add (&writer, sizeof last, 8), &last, sizeof last);
  trove_packed_writer_add_ends (&writer, 0, ends, G_N_ELEMENTS (ends), TRUE);
  return trove_packed_writer_end (&writer, G_VARIANT_TYPE ("(uaysayt)"));
}

static void
check_same (GVariant *written, GVariant *expected)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (expected);

  g_assert_cmpmem (g_variant_get_data (written), g_variant_get_size (written), g_variant_get_data (sunk),
                   g_variant_get_size (sunk));
}

static void
test_tuples (void)
{
  const gsize sizes[] = { 0, 1, 7, 100, 118, 119, 120, 121, 122, 240, 32000, 32750, 32760, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *bytes = g_malloc (sizes[i] + 1);
      g_autoptr (GVariant) written = NULL;

      memset (bytes, 5, sizes[i]);
      written = write_tuple (bytes, sizes[i], "a string");
      check_same (written, g_variant_new ("(u@ays@ayt)", (guint32) sizes[i],
                                          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, sizes[i], 1),
                                          "a string",
                                          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, sizes[i], 1),
                                          (guint64) 7));
    }
}

/* Each size around those at which ends take more bytes. */
static void
test_sizes (void)
{
  const gsize limits[] = { 256, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (gsize n = limits[i] - 10; n < limits[i] + 10; n++)
      {
        g_autofree guint8 *bytes = g_malloc0 (n);
        TrovePackedWriter writer = { 0 };
        g_autoptr (GVariant) written = NULL;
        gsize end;

        memset (trove_packed_writer_add (&writer, n, 1), 0, n);
        end = writer.n;
        *(char *) trove_packed_writer_add (&writer, 1, 1) = '\0';
        trove_packed_writer_add_ends (&writer, 0, &end, 1, TRUE);
        written = trove_packed_writer_end (&writer, G_VARIANT_TYPE ("(ays)"));
        check_same (written, g_variant_new (
                                 "(@ays)", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, n, 1), ""));
      }
}

/* Arrays in an array: aat. An inner one of numbers has no ends. */
static void
test_arrays (void)
{
  for (gsize n = 0; n < 300; n += 7)
    {
      TrovePackedWriter writer = { 0 };
      g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
      g_autoptr (GVariant) written = NULL;
      GVariantBuilder builder;

      g_variant_builder_init (&builder, G_VARIANT_TYPE ("aat"));
      for (gsize i = 0; i < n; i++)
        {
          const guint64 numbers[] = { i, n, 3 };
          gsize size = (i % 4) * sizeof *numbers;

          memcpy (trove_packed_writer_add (&writer, size, 8), numbers, size);
          g_array_append_val (ends, writer.n);
          g_variant_builder_add_value (
              &builder, g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, numbers, i % 4, sizeof *numbers));
        }
      trove_packed_writer_add_ends (&writer, 0, (const gsize *) (gpointer) ends->data, ends->len, FALSE);
      written = trove_packed_writer_end (&writer, G_VARIANT_TYPE ("aat"));
      check_same (written, g_variant_builder_end (&builder));
      g_assert_cmpuint (writer.n, ==, 0);
    }
}

/* An inner container's ends are counted from its own start. */
static void
test_inner (void)
{
  TrovePackedWriter writer = { 0 };
  g_autoptr (GVariant) written = NULL;
  gsize start, ends[2];

  memcpy (trove_packed_writer_add (&writer, 2, 1), "a", 2);
  ends[0] = writer.n;
  trove_packed_writer_add (&writer, 0, 8);
  start = writer.n;
  memset (trove_packed_writer_add (&writer, 8, 8), 0, 8);
  ends[1] = writer.n;
  trove_packed_writer_add_ends (&writer, start, &ends[1], 1, FALSE);
  trove_packed_writer_add_ends (&writer, 0, ends, 1, TRUE);
  written = trove_packed_writer_end (&writer, G_VARIANT_TYPE ("(saat)"));
  check_same (written, g_variant_new_parsed ("('a', [[uint64 0]])"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packed-writer/tuples", test_tuples);
  g_test_add_func ("/packed-writer/sizes", test_sizes);
  g_test_add_func ("/packed-writer/arrays", test_arrays);
  g_test_add_func ("/packed-writer/inner", test_inner);
  return g_test_run ();
}
