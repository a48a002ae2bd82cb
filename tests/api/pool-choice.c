/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

#include <gio/gio.h>

/* The table of values and of the pools that they go to, which tests in other languages read as well. Its path is
 * the first argument. */

#define MAX_TYPES 8

static const char *path;

static void
make_int (GValue *value, const char *text)
{
  if (text[0] == '-' || g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, NULL, NULL))
    {
      g_value_init (value, G_TYPE_INT64);
      g_value_set_int64 (value, g_ascii_strtoll (text, NULL, 10));
    }
  else if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, NULL, NULL))
    {
      g_value_init (value, G_TYPE_UINT64);
      g_value_set_uint64 (value, g_ascii_strtoull (text, NULL, 10));
    }
  else
    {
      g_value_init (value, G_TYPE_DOUBLE);
      g_value_set_double (value, g_ascii_strtod (text, NULL));
    }
}

static void
make_value (GValue *value, const char *kind, const char *text)
{
  if (g_str_equal (kind, "int"))
    make_int (value, text);
  else if (g_str_equal (kind, "double"))
    g_value_set_double (g_value_init (value, G_TYPE_DOUBLE), g_ascii_strtod (text, NULL));
  else if (g_str_equal (kind, "string"))
    g_value_set_string (g_value_init (value, G_TYPE_STRING), text);
  else if (g_str_equal (kind, "bool"))
    g_value_set_boolean (g_value_init (value, G_TYPE_BOOLEAN), g_str_equal (text, "true"));
  else if (g_str_equal (kind, "enum"))
    g_value_set_enum (g_value_init (value, G_TYPE_FILE_TYPE), atoi (text));
  else if (g_str_equal (kind, "flags"))
    g_value_set_flags (g_value_init (value, G_TYPE_FILE_QUERY_INFO_FLAGS), (guint) atoi (text));
  else if (g_str_equal (kind, "object"))
    g_value_take_object (g_value_init (value, G_TYPE_OBJECT), g_object_new (g_type_from_name (text), NULL));
  else if (g_str_equal (kind, "variant"))
    g_value_set_variant (g_value_init (value, G_TYPE_VARIANT), g_variant_new_string (text));
  else if (g_str_equal (kind, "null"))
    g_value_init (value, G_TYPE_POINTER);
  else
    g_error ("%s is no kind of value", kind);
}

static TroveArena *
make_arena (const char *names)
{
  g_auto (GStrv) types = g_strsplit (names, ",", -1);
  GType gtypes[MAX_TYPES];
  guint n = g_strv_length (types);

  g_assert_cmpuint (n, <=, MAX_TYPES);
  for (guint i = 0; i < n; i++)
    gtypes[i] = g_type_from_name (types[i]);
  return trove_arena_new_for_types (gtypes, n);
}

static void
check_row (char **row)
{
  g_autoptr (TroveArena) arena = make_arena (row[2]);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  int expected = g_str_equal (row[3], "-") ? -1 : atoi (row[3]);
  int pool;

  make_value (&value, row[0], row[1]);
  pool = trove_arena_find_pool (arena, &value, &error);
  g_assert_cmpint (pool, ==, expected);
  if (pool < 0)
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_clear_error (&error);
    }
  g_assert_no_error (error);

  ref = trove_arena_append (arena, &value, &error);
  g_assert_cmpint (ref != NULL ? (int) trove_ref_get_pool (ref) : -1, ==, expected);
  check_arena (arena);
}

static void
test_table (void)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  GError *error = NULL;
  guint n = 0;

  g_type_ensure (G_TYPE_FILE_TYPE);
  g_type_ensure (G_TYPE_FILE_QUERY_INFO_FLAGS);
  g_type_ensure (G_TYPE_FILE_MONITOR_EVENT);
  g_type_ensure (G_TYPE_LIST_STORE);
  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  lines = g_strsplit (contents, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) row = NULL;

      if (**line == '\0' || **line == '#')
        continue;
      g_test_message ("%s", *line);
      row = g_strsplit (*line, "\t", -1);
      g_assert_cmpuint (g_strv_length (row), ==, 4);
      check_row (row);
      n++;
    }
  g_assert_cmpuint (n, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  path = argv[1];

  g_test_add_func ("/pool-choice/table", test_table);

  return g_test_run ();
}
