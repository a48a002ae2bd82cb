/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seconds after which a program is taken not to end: they take some thousandths. */
#define TOO_LONG 300

#define MARK '\v'

/* Of a process that is watched for leaks. */
int __lsan_do_recoverable_leak_check (void) __attribute__ ((weak));

/* In the child */

static void
silence (void)
{
  int nowhere = open ("/dev/null", O_WRONLY);

  dup2 (nowhere, STDOUT_FILENO);
  dup2 (nowhere, STDERR_FILENO);
}

static char *
run_one (const GByteArray *program, const ProgramOptions *options)
{
  alarm (TOO_LONG);
  return program_run (program->data, program->len, options);
}

/* Writes a mark before each program, and what went wrong behind a byte that no trace has. */
G_GNUC_NORETURN static void
be_child (int out, GPtrArray *programs, const ProgramOptions *options, gboolean traced)
{
  ProgramOptions mine = *options;
  FILE *file = fdopen (out, "w");
  char *complaint = NULL;

  if (traced) /* a sanitizer may tell more; a test's output has no lines of a failed child */
    dup2 (STDERR_FILENO, STDOUT_FILENO);
  else
    silence ();
  mine.trace = traced ? file : NULL;
  for (guint i = 0; i < programs->len && complaint == NULL; i++)
    {
      putc (MARK, file);
      fflush (file);
      complaint = run_one (g_ptr_array_index (programs, i), &mine);
    }
  if (complaint == NULL && options->leaks && __lsan_do_recoverable_leak_check != NULL &&
      __lsan_do_recoverable_leak_check () != 0)
    complaint = g_strdup ("memory was not freed");

  if (complaint != NULL)
    fprintf (file, "\f%s", complaint);
  fflush (file);
  _exit (complaint != NULL);
}

/* In the parent */

static char *
read_all (int in)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = read (in, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_string_append_len (text, buffer, n);
  close (in);
  return g_string_free (text, FALSE);
}

static char *
describe_status (int status)
{
  if (WIFSIGNALED (status))
    return g_strdup_printf ("it was ended by signal %d (%s)", WTERMSIG (status),
                            g_strsignal (WTERMSIG (status)));

  return g_strdup_printf ("it ended with status %d", WEXITSTATUS (status));
}

/* text: all that the child wrote. */
static char *
run (GPtrArray *programs, const ProgramOptions *options, gboolean traced, char **text)
{
  char *complaint;
  int ends[2], status;
  pid_t pid;

  g_assert_no_errno (pipe (ends));
  fflush (stdout);
  pid = fork ();
  g_assert_no_errno (pid);
  if (pid == 0)
    {
      close (ends[0]);
      be_child (ends[1], programs, options, traced);
    }

  close (ends[1]);
  *text = read_all (ends[0]);
  while (waitpid (pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);

  complaint = strchr (*text, '\f');
  if (complaint != NULL)
    *complaint++ = '\0';
  if (complaint != NULL)
    return g_strdup (complaint);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0 ? NULL : describe_status (status);
}

char *
child_run (const guint8 *bytes, gsize size, const ProgramOptions *options, char **trace)
{
  g_autoptr (GPtrArray) programs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  GByteArray *program = g_byte_array_append (g_byte_array_new (), bytes, (guint) size);
  g_autofree char *text = NULL;
  char *complaint;

  g_ptr_array_add (programs, program);
  complaint = run (programs, options, trace != NULL, &text);
  if (trace != NULL)
    *trace = g_strdup (text[0] == MARK ? text + 1 : text);
  return complaint;
}

char *
child_run_all (GPtrArray *programs, const ProgramOptions *options, guint *bad)
{
  g_autofree char *text = NULL;
  char *complaint = run (programs, options, FALSE, &text);
  gsize n_begun = strlen (text);

  *bad = n_begun > 0 ? (guint) n_begun - 1 : 0;
  return complaint;
}

/* Text */

char *
program_to_hex (const guint8 *bytes, gsize size)
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

GByteArray *
program_from_hex (const char *hex)
{
  g_autoptr (GByteArray) program = g_byte_array_new ();

  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
    {
      int high = g_ascii_xdigit_value (hex[0]), low = g_ascii_xdigit_value (hex[1]);
      guint8 byte = (guint8) (high * 16 + low);

      if (high < 0 || low < 0)
        return NULL;
      g_byte_array_append (program, &byte, 1);
    }
  return hex[0] == '\0' ? g_steal_pointer (&program) : NULL;
}
