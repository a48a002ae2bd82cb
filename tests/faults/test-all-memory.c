/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* All memory: each allocation of each operation fails in turn, also those that GLib makes for the operation. Each
 * failure has its own child process, which must end in one of four ways:
 *
 *   nothing failed      the operation makes fewer allocations
 *   NO_MEMORY           the arena is as before, and a second try succeeds
 *   success             with the right result: the library asked for less memory
 *   abort               in GLib, with its message, where the table of operations allows it
 *
 * In the first three cases, no block is left allocated. */

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing-malloc.h"
#include "operations.h"
#include "test-support.h"

#define HANGS 60 /* seconds; a child that takes longer waits for a lock that was not released */

/* The results of a child, in shared memory. */
typedef struct
{
  guint64 number;   /* of the request that fails */
  gboolean window;  /* the request fails in the tested call, not in the test */
  gboolean done;    /* no request failed: the operation makes fewer */
  guint n_errors;   /* NO_MEMORY */
  guint n_survived; /* successes although a request failed */
} Shared;

static Shared *shared;

static void
window (gboolean begins)
{
  failing_malloc_window (begins);
  if (shared != NULL)
    shared->window = failing_malloc_in_window ();
}

/* In the child */

static void
assert_same (GArray *before, GArray *after)
{
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data, after->len * sizeof (gint64));
}

/* FALSE: no request failed, since the operation makes fewer. */
static gboolean
run (const Operation *operation, guint variant, guint64 number)
{
  GArray *before, *after;
  GError *error = NULL;
  gboolean ok, failed;
  Stage stage;

  stage_init (&stage);
  operation->prepare (&stage, variant);
  before = stage_contents (&stage);

  failing_malloc_start (number);
  ok = operation->act (&stage, &error);
  failed = failing_malloc_has_failed ();
  failing_malloc_stop ();

  stage_check (&stage);
  if (!ok)
    {
      g_assert_true (failed);
      operation_check_error (operation, error);
      g_clear_error (&error);
      after = stage_contents (&stage);
      assert_same (before, after);
      g_array_unref (after);
      stage_assert_none (&stage);
      shared->n_errors++;
      g_assert_true (operation->act (&stage, &error));
      stage_check (&stage);
    }
  else if (failed)
    shared->n_survived++;

  g_assert_no_error (error);
  if (operation->check != NULL)
    operation->check (&stage);
  g_array_unref (before);
  stage_clear (&stage);
  return failed;
}

G_NORETURN static void
child (const Operation *operation, guint variant, guint64 number, gboolean count_blocks, int output)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  dup2 (output, STDOUT_FILENO);
  dup2 (output, STDERR_FILENO);
  alarm (HANGS);

  for (;; number++)
    {
      gint64 n_blocks = failing_malloc_n_blocks ();

      shared->number = number;
      if (!run (operation, variant, number))
        break;
      if (count_blocks)
        g_assert_cmpint (failing_malloc_n_blocks (), ==, n_blocks);
    }

  shared->done = TRUE;
  _exit (0);
}

/* In the parent */

static char *
read_all (FILE *file)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  size_t n;

  rewind (file);
  while ((n = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  return g_string_free (text, FALSE);
}

/* TRUE for the messages of GLib's allocator, slices, locks, threads and strings for no memory, and for those of the library's functions
 * that abort. */
static gboolean
says_no_memory (const Operation *operation, const char *text)
{
  return (operation->allocates == ALLOCATES_SURE &&
          strstr (text, ": No memory for the root of a document") != NULL) ||
         strstr (text, "failed to allocate") != NULL || strstr (text, "Error creating thread: ") != NULL ||
         strstr (text, "Unexpected error from C library during 'malloc': Cannot allocate memory") != NULL;
}

/* TRUE: GLib aborted the child at request shared->number. */
static gboolean
run_child (const Operation *operation, guint variant, guint64 number, gboolean count_blocks)
{
  g_autofree char *name = operation_name (operation);
  g_autofree char *text = NULL;
  FILE *output = tmpfile ();
  int status, signal;
  pid_t pid;

  g_assert_nonnull (output);
  fflush (NULL);
  shared->window = FALSE;
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    child (operation, variant, number, count_blocks, fileno (output));

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  text = read_all (output);
  fclose (output);
  if (shared->done)
    return FALSE;

  signal = WIFSIGNALED (status) ? WTERMSIG (status) : 0;
  if ((signal != SIGTRAP && signal != SIGABRT) || !shared->window || !says_no_memory (operation, text))
    g_error ("%s, variant %u, allocation %" G_GUINT64_FORMAT ": status %#x\n%s", name, variant,
             shared->number, (guint) status, text);
  return TRUE;
}

/* The number of requests whose failure ends in an abort. */
static guint
count_aborts (const Operation *operation, guint variant, gboolean count_blocks)
{
  guint64 number = 0;
  guint n = 0;

  shared->done = FALSE;
  while (run_child (operation, variant, number, count_blocks))
    {
      number = shared->number + 1;
      n++;
    }
  return n;
}

/* Runs the operation once, so that GLib has allocated what it keeps: types, quarks and so on. */
static void
warm (const Operation *operation, guint variant)
{
  Stage stage;
  GError *error = NULL;

  g_clear_error (&error);
  stage_init (&stage);
  operation->prepare (&stage, variant);
  g_assert_true (operation->act (&stage, NULL));
  stage_check (&stage);
  if (operation->check != NULL)
    operation->check (&stage);
  g_set_error (&error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "None");
  g_clear_error (&error);
  stage_clear (&stage);
}

static void
test_warm (gconstpointer data)
{
  const Operation *operation = data;
  guint step = operation->n_variants > 10 ? test_count (13, 26) : 1;
  guint n_aborts = 0;

  shared->n_errors = shared->n_survived = 0;
  for (guint variant = 0; variant < operation->n_variants; variant += step)
    {
      warm (operation, variant);
      n_aborts += count_aborts (operation, variant, TRUE);
    }

  g_test_message ("%u errors, %u successes, %u aborts by GLib", shared->n_errors, shared->n_survived,
                  n_aborts);
  g_assert_true ((operation->allocates != ALLOCATES_OURS) == (n_aborts > 0));
  if (operation->wanted != NULL)
    g_assert_cmpuint (shared->n_errors + shared->n_survived, >, 0);
}

/* Each operation in a process that has not used the library yet. */
static void
test_cold (void)
{
  guint n_aborts = 0;

  for (guint i = 0; i < n_operations (); i++)
    if (i == 0 || get_operation (i)->symbol != get_operation (i - 1)->symbol)
      n_aborts += count_aborts (get_operation (i), 0, FALSE);
  g_test_message ("%u aborts by GLib", n_aborts);
}

int
main (int argc, char *argv[])
{
  int status;

  if (test_is_watched ())
    {
      g_print ("1..0 # SKIP valgrind has an allocator of its own\n");
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  fault_window = window;
  shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (shared != MAP_FAILED);

  /* Initializes GLib's log, which takes a lock for that. A failed allocation may be reported with that lock held. */
  g_message ("Each allocation fails in turn");

  g_test_add_func ("/all-memory/cold", test_cold);
  for (guint i = 0; i < n_operations (); i++)
    {
      g_autofree char *name = operation_name (get_operation (i));
      g_autofree char *path = g_strconcat ("/all-memory/", name, NULL);

      g_test_add_data_func (path, get_operation (i), test_warm);
    }
  begin_files ();
  status = g_test_run ();
  end_files ();
  return status;
}
