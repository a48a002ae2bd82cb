/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* trove-document-versions [--edits=N] [--seed=S] [--history-limit=N] [--saved] [--save=DIR] FILE.xml
 *
 * Reads an XML file into a document, edits it at random, and keeps every version, or the last ones of them. In between it
 * undoes, and goes to older versions. Half way, a second editor works on a branch; then the element that it inserted last is
 * copied to the first document, and editing goes on. At the end the program checks that the old versions have not changed,
 * and prints the cost of a version beside that of a copy of libxml2's tree.
 *
 *     main        options and output                 session     the order of events above, and the check
 *     document    the classes of the document        editor      random edits
 *     parse       file to libxml2's tree             doctype     the DOCTYPE as it was written
 *     load        libxml2's tree to document         write       a version to XML
 *
 * benchmarks/xml-cost.c measures time and memory, and prints the table. Only this file calls its functions.
 *
 * The exit status is 0 for success; 1 when the document, an option or a file is at fault; 2 when a version
 * has changed. */

#include "session.h"
#include "write.h"
#include "xml-cost.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_EDITS 10000000
#define EXIT_MISMATCH 2

/* A run of the program. */
typedef struct
{
  char **files;
  DocumentSession session;
  XmlCost cost;
  gint64 check_time; /* µs */
} Run;

static void
run_clear (Run *self)
{
  g_strfreev (self->files);
  document_session_clear (&self->session);
  xml_cost_clear (&self->cost);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Returns the fault of the options; NULL: none. */
static const char *
find_fault (const Run *self)
{
  const DocumentSession *session = &self->session;

  if (self->files == NULL)
    return "no file given";
  if (self->files[1] != NULL)
    return "more than one file given";
  if (session->n_edits < 0 || session->n_edits > MAX_EDITS)
    return "the number of edits must be 0 to 10000000";
  if (session->seed < 0 || session->seed > G_MAXUINT32)
    return "the seed must be 0 to 4294967295";
  if (session->history_limit < 0 || session->history_limit > G_MAXUINT32)
    return "the limit of the history must be 0 to 4294967295";
  if (session->directory != NULL && *session->directory == '\0')
    return "the directory to save to has no name";
  return NULL;
}

static gboolean
parse_options (Run *self, int *argc, char ***argv)
{
  g_autoptr (GOptionContext) context =
      g_option_context_new ("FILE.xml - edit a document and keep every version");
  g_autoptr (GError) error = NULL;
  g_autofree char *help = NULL;
  DocumentSession *session = &self->session;
  const char *fault;
  const GOptionEntry entries[] = {
    { "edits", 'n', 0, G_OPTION_ARG_INT64, &session->n_edits, "Number of edits (default 2000)", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &session->seed, "Seed of the random edits", "S" },
    { "history-limit", 'l', 0, G_OPTION_ARG_INT64, &session->history_limit,
      "Keep the last N versions (default 0: all)", "N" },
    { "saved", 0, 0, G_OPTION_ARG_NONE, &session->keeps_saved, "Keep the first version, as the saved one",
      NULL },
    { "save", 'o', 0, G_OPTION_ARG_FILENAME, &session->directory,
      "Write first.xml, last-a.xml, last-b.xml, merged.xml", "DIR" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, entries, NULL);
  fault = g_option_context_parse (context, argc, argv, &error) ? find_fault (self) : error->message;
  if (fault == NULL)
    return TRUE;

  help = g_option_context_get_help (context, TRUE, NULL);
  g_printerr ("%s: %s\n\n%s", g_get_prgname (), fault, help);
  return FALSE;
}

static gboolean
make_directory (const char *directory, GError **error)
{
  g_autofree char *name = g_filename_display_name (directory);
  int saved_errno = g_mkdir_with_parents (directory, 0777) == 0 ? 0 : errno;

  if (saved_errno == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s", name,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
save (const Run *self, GError **error)
{
  static const char *const names[] = { "first.xml", "last-a.xml", "last-b.xml", "merged.xml" };
  const DocumentSession *session = &self->session;

  for (guint i = 0; i < session->named->len; i++)
    {
      g_autofree char *path = g_build_filename (session->directory, names[i], NULL);

      if (!document_save (g_ptr_array_index (session->named, i), path, error))
        return FALSE;
    }
  return TRUE;
}

/* Edits the document, with the costs measured, checks its versions, and saves some of them. */
static int
run (Run *self, GError **error)
{
  DocumentSession *session = &self->session;
  g_autoptr (TroveDocument) document = NULL;
  gint64 check_start;

  xml_cost_init (&self->cost, (guint) session->n_edits);
  document = xml_cost_load (&self->cost, self->files[0], error);
  if (document == NULL || !document_session_begin (session, document, error) ||
      (session->directory != NULL && !make_directory (session->directory, error)))
    return EXIT_FAILURE;

  session->step_ended = xml_cost_end_step;
  session->step_data = &self->cost;
  xml_cost_begin_edits (&self->cost, session);
  if (!document_session_run (session, error) || !xml_cost_end_edits (&self->cost, error))
    return EXIT_FAILURE;

  check_start = g_get_monotonic_time ();
  if (!document_session_check (session, error))
    return EXIT_MISMATCH;
  self->check_time = g_get_monotonic_time () - check_start;
  return session->directory == NULL || save (self, error) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void
print_head (const Run *self)
{
  /* In the order of DocumentEdit. */
  static const char *const names[] = { "texts", "attributes", "inserted", "removed", "moved" };
  const DocumentSession *session = &self->session;
  g_autofree char *file = g_filename_display_name (self->files[0]);
  g_autofree char *bytes = xml_cost_format_count (self->cost.file_bytes);
  g_autofree char *nodes = xml_cost_format_count (self->cost.n_nodes);
  g_autofree char *edits = xml_cost_format_count (session->n_done);
  g_autofree char *versions = xml_cost_format_count (session->n_versions);

  g_print ("Document   %s\n           %s bytes, %s nodes\n", file, bytes, nodes);
  g_print ("Edits      %s, seed %" G_GINT64_FORMAT ":", edits, session->seed);
  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    {
      g_autofree char *count = xml_cost_format_count (session->editor->n_edits[i]);

      g_print ("%s %s %s", i > 0 ? "," : "", count, names[i]);
    }
  g_print ("\n           %u undone, %u redone, %u versions gone to at random, %u branches after an undo\n",
           session->n_undone, session->n_redone, session->n_visited, session->n_branches);
  g_print ("           %u conflicts of the two editors\n", session->n_conflicts);
  g_print ("Versions   %s, %s\n\n", versions,
           session->history_limit == 0 ? "all of them kept" : "the others have left the history");
}

/* Lost output, as on a full disk, is an error. */
static int
print (Run *self, GError **error)
{
  g_autofree char *time = xml_cost_format_time (1000 * (guint64) self->check_time);

  print_head (self);
  xml_cost_print (&self->cost, self->session.n_versions - 1);
  g_print ("\nChecked    %u versions, read by %u threads at once: each of them\n"
           "           is what it was when it was %s (%s)\n",
           self->session.n_checked, DOCUMENT_CHECK_THREADS,
           self->session.history_limit == 0 ? "current" : "noted", time);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return EXIT_SUCCESS;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the table cannot be written");
  return EXIT_FAILURE;
}

int
main (int argc, char *argv[])
{
  g_auto (Run) self = { .session = { .n_edits = 2000, .seed = 20240229 } };
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_CTYPE, "");
  if (!parse_options (&self, &argc, &argv))
    return EXIT_FAILURE;

  xmlInitParser ();
  status = run (&self, &error);
  if (status == EXIT_SUCCESS)
    status = print (&self, &error);
  xmlCleanupParser ();

  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return status;
}
