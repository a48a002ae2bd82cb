/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Aborts: makes docs/aborts.md, the page of functions that abort without memory, from the table of operations.
 *
 * usage: aborts [PAGE]
 *
 * Prints the page. With PAGE, compares that file with the page and prints TAP. test-all-memory checks the table. */

#include "operations.h"

static const char head[] =
    "<!-- SPDX-FileCopyrightText: 2026 The Trove-GLib authors\n"
    "     SPDX-License-Identifier: LGPL-2.1-or-later -->\n"
    "\n"
    "<!-- Written by tests/faults/aborts from the tables in tests/faults. Do not edit it by hand. -->\n"
    "\n"
    "# Functions that abort without memory\n"
    "\n"
    "An allocation of the library that fails gives `TROVE_ERROR_NO_MEMORY` and changes nothing. An "
    "allocation of GLib\n"
    "that fails ends the program with a message, as everywhere in GLib. This page lists the public functions "
    "by\n"
    "whether they allocate with GLib. The test `fault-all-memory` lets each allocation of each function fail "
    "in turn,\n"
    "and shows that each function is in the right list.\n"
    "\n"
    "The lists leave out these allocations of GLib:\n"
    "\n"
    "- the `GError` and its message, where a call fails and the caller asks for the error;\n"
    "- the registration of the library's types at their first use. The `_get_type()` functions and\n"
    "  `trove_error_quark()` do nothing else and are in no list;\n"
    "- the entry of a thread in the table of threads, at its first call.\n";

typedef enum
{
  NEVER,     /* no state of the function allocates with GLib */
  SOMETIMES, /* some states do */
  ALWAYS,    /* all states do */
} Aborts;

static const char *const sections[] = {
  "\n## Functions that never abort\n\n",
  "\n## Functions that abort in some cases\n\n| function | it aborts where |\n| --- | --- |\n",
  ("\n## Functions that can abort\n\nThese allocate what they return, or what they need meanwhile, with "
   "GLib.\n\n"),
};

static Aborts
find_aborts (const char *symbol)
{
  gboolean ours = FALSE, glib = FALSE;

  for (guint i = 0; i < n_operations (); i++)
    if (g_str_equal (get_operation (i)->symbol, symbol))
      {
        ours = ours || get_operation (i)->allocates == ALLOCATES_OURS;
        glib = glib || get_operation (i)->allocates != ALLOCATES_OURS;
      }
  return !glib ? NEVER : ours ? SOMETIMES : ALWAYS;
}

static void
add_cases (GString *page, const char *symbol)
{
  const char *before = NULL;

  for (guint i = 0; i < n_operations (); i++)
    {
      const Operation *operation = get_operation (i);

      if (g_str_equal (operation->symbol, symbol) && operation->allocates != ALLOCATES_OURS &&
          g_strcmp0 (operation->aborts_where, before) != 0)
        {
          g_string_append_printf (page, "| `%s()` | %s |\n", symbol, operation->aborts_where);
          before = operation->aborts_where;
        }
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the functions in alphabetical order, without functions that only register a type or the error domain. */
static GPtrArray *
find_functions (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < n_operations (); i++)
    {
      const char *symbol = get_operation (i)->symbol;

      if (!g_str_has_suffix (symbol, "_get_type") && !g_str_has_suffix (symbol, "_quark") &&
          g_hash_table_add (seen, (gpointer) symbol))
        g_ptr_array_add (names, (gpointer) symbol);
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static GString *
make_page (void)
{
  g_autoptr (GPtrArray) names = find_functions ();
  GString *page = g_string_new (head);

  for (guint aborts = NEVER; aborts <= ALWAYS; aborts++)
    {
      g_string_append (page, sections[aborts]);
      for (guint i = 0; i < names->len; i++)
        {
          const char *symbol = names->pdata[i];

          if (find_aborts (symbol) != aborts)
            continue;
          if (aborts == SOMETIMES)
            add_cases (page, symbol);
          else
            g_string_append_printf (page, "- `%s()`\n", symbol);
        }
    }
  return page;
}

/* Adds a function that aborts in some states only, with a description of these states. */
static void
test_described (void)
{
  for (guint i = 0; i < n_operations (); i++)
    {
      const Operation *operation = get_operation (i);
      gboolean wanted =
          operation->allocates != ALLOCATES_OURS && find_aborts (operation->symbol) == SOMETIMES;

      if (wanted != (operation->aborts_where != NULL))
        g_error ("%s/%s: aborts_where is %s", operation->symbol,
                 operation->what != NULL ? operation->what : "", wanted ? "missing" : "not wanted");
    }
}

static void
test_page (gconstpointer path)
{
  g_autoptr (GString) page = make_page ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  if (!g_str_equal (text, page->str))
    g_error ("%s is not what this program prints: write it anew", (const char *) path);
}

int
main (int argc, char *argv[])
{
  if (argc < 2)
    {
      g_autoptr (GString) page = make_page ();

      g_print ("%s", page->str);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aborts/described", test_described);
  g_test_add_data_func ("/aborts/page", argv[1], test_page);
  return g_test_run ();
}
