/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* NO_MEMORY: each allocation of each operation fails in turn, alone or with all later ones. Then the arena is as
 * before, copies of elements are cleared, nothing leaks, and the same operation succeeds.
 *
 * Only the library's own allocations fail here. Those of GLib fail in test-all-memory. */

#include "check-core.h"
#include "failing-memory.h"
#include "operations.h"
#include "test-support.h"

static void
assert_same (GArray *before, GArray *after)
{
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data, after->len * sizeof (gint64));
}

static gboolean armed;

static void
window (gboolean begins)
{
  if (armed)
    failing_memory_pause (!begins);
}

/* FALSE: no request failed, since the operation makes fewer. */
static gboolean
check_failure (const Operation *operation, guint variant, FailingMode mode, guint64 number, guint *n_errors)
{
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok, failed;
  Stage stage;

  stage_init (&stage);
  operation->prepare (&stage, variant);
  stage_check (&stage);
  before = stage_contents (&stage);

  failing_memory_start (mode, number);
  failing_memory_pause (TRUE);
  armed = TRUE;
  ok = operation->act (&stage, &error);
  failed = failing_memory_has_failed ();
  failing_memory_stop ();
  armed = FALSE;

  stage_check (&stage);
  if (!ok)
    {
      g_assert_true (failed);
      operation_check_error (operation, error);
      g_clear_error (&error);
      after = stage_contents (&stage);
      assert_same (before, after);
      stage_assert_none (&stage);
      ++*n_errors;

      /* A second try succeeds. */
      g_assert_true (operation->act (&stage, &error));
      stage_check (&stage);
    }
  else if (mode == FAILING_REST &&
           !operation->tells_all) /* after one failure alone, the library may ask for less memory */
    g_assert_false (failed);

  g_assert_no_error (error);
  if (operation->check != NULL)
    operation->check (&stage);
  stage_clear (&stage);
  return failed;
}

static void
test_operation (gconstpointer data)
{
  const Operation *operation = data;
  guint step = operation->n_variants > 10 ? test_count (1, 7) : 1;
  guint64 most = 0;
  guint n_errors = 0;

  for (guint variant = 0; variant < operation->n_variants; variant += step)
    for (FailingMode mode = FAILING_ONE; mode <= FAILING_REST; mode++)
      {
        guint64 number = 0;

        while (check_failure (operation, variant, mode, number, &n_errors))
          number++;
        most = MAX (most, number);
      }

  g_test_message ("up to %" G_GUINT64_FORMAT " allocations, %u errors", most, n_errors);
}

/* Copy functions that append more elements than the row has room for. Whatever fails, the pool has no other elements
 * than those of successful calls. */

static struct
{
  Stage *stage;
  guint n; /* elements that the copy function appended */
} appending;

static void
append_on_the_way (Counting *counting, const CountingElement *element, gpointer data)
{
  const CountingElement another = { 5, 0 };

  counting->copy_hook = NULL;
  for (guint i = 0; i < 120; i++)
    appending.n += trove_arena_append_raw (appending.stage->arena, POOL_COUNTING, &another, NULL, NULL);
}

static void
count_elements (TroveSub *sub, gpointer data)
{
  const TrovePool *pool = trove_sub_lookup (sub, POOL_COUNTING);

  *(guint64 *) data += pool != NULL ? pool->length : 0;
}

static guint64
n_counting (const Stage *stage)
{
  guint64 n = 0;

  trove_core_foreach (&stage->arena->core, count_elements, &n);
  return n;
}

static gboolean
check_appending (const Operation *operation, guint n_copies, guint variant, FailingMode mode, guint64 number)
{
  g_autoptr (GError) error = NULL;
  gboolean ok, failed;
  guint64 before;
  Stage stage;

  stage_init (&stage);
  operation->prepare (&stage, variant);
  before = n_counting (&stage);
  appending.stage = &stage;
  appending.n = 0;
  stage.counting.copy_hook = append_on_the_way;

  failing_memory_start (mode, number);
  ok = operation->act (&stage, &error);
  failed = failing_memory_has_failed ();
  failing_memory_stop ();

  if (!ok)
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  g_assert_cmpuint (n_counting (&stage), ==, before + appending.n + (ok ? n_copies : 0));
  g_assert_cmpuint (stage.counting.n_live, ==, n_counting (&stage));
  stage_check (&stage);
  stage.counting.copy_hook = NULL;
  stage_clear (&stage);
  return failed;
}

static void
test_appending (void)
{
  static const struct
  {
    const char *name;
    guint n_copies;
  } cases[] = { { "trove_arena_append_raw/counting", 1 },
                { "trove_arena_append_many_raw/counting", 70 },
                { "trove_arena_get_mut_raw/counting", 1 },
                { "trove_borrow_init_mut/counting", 1 } };
  guint n_found = 0;

  for (guint i = 0; i < n_operations (); i++)
    for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
      {
        const Operation *operation = get_operation (i);
        g_autofree char *name = operation_name (operation);

        if (!g_str_equal (name, cases[j].name))
          continue;
        n_found++;
        for (guint variant = 0; variant < operation->n_variants; variant++)
          for (FailingMode mode = FAILING_ONE; mode <= FAILING_REST; mode++)
            for (guint64 n = 0; check_appending (operation, cases[j].n_copies, variant, mode, n); n++)
              ;
      }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (cases));
}

/* The table has an operation for every exported function. */
static void
test_all (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "symbols.txt", NULL);
  g_autoptr (GHashTable) symbols = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < n_operations (); i++)
    g_hash_table_add (symbols, (gpointer) get_operation (i)->symbol);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), >, 100);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_hash_table_contains (symbols, lines[i]))
      g_error ("%s is not in the table of operations", lines[i]);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fault_window = window;
  g_test_add_func ("/no-memory/all", test_all);
  g_test_add_func ("/no-memory/appending-copy", test_appending);
  for (guint i = 0; i < n_operations (); i++)
    {
      g_autofree char *name = operation_name (get_operation (i));
      g_autofree char *path = g_strconcat ("/no-memory/", name, NULL);

      if (get_operation (i)->allocates != ALLOCATES_SURE)
        g_test_add_data_func (path, get_operation (i), test_operation);
    }
  begin_files ();
  status = g_test_run ();
  end_files ();
  return status;
}
