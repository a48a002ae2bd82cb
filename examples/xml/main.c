/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* trove-document-versions [--edits=N] [--seed=S] [--save=DIR] FILE.xml
 *
 * Reads an XML document into an arena, edits it at random, and keeps a snapshot of every version. Half way, a second
 * editor works on a clone; then the two arenas are merged, and editing goes on. At the end the program checks that the
 * old versions have not changed, and prints the cost of a version beside that of a copy of libxml2's tree.
 *
 *     main        options and output                    session     the order of events above
 *     document    elements of an arena, nodes, edits    history     snapshots, kept and checked
 *     list        lists of children                     editor      random edits
 *     walk        visits the nodes of a document        measure     time, memory, progress
 *     parse       file to libxml2's tree                doctype     the DOCTYPE as it was written
 *     load        libxml2's tree to arena               namespaces  the names that an edit may use
 *     write       arena to XML
 *
 * The exit status is 0 for success; 1 when the document, an option or a file is at fault; 2 when a version has
 * changed. */

#include "session.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_EDITS 2000
#define DEFAULT_SEED 20240229
#define MAX_EDITS 10000000

enum
{
  EXIT_OK = 0,
  EXIT_FAULT = 1,
  EXIT_MISMATCH = 2,
};

typedef struct
{
  gint64 n_edits;
  gint64 seed;
  char *directory; /* where to save; NULL: nowhere */
  char **files;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->files, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
options_check (const Options *self, GError **error)
{
  const char *fault = NULL;

  if (self->files == NULL)
    fault = "no file given";
  else if (self->files[1] != NULL)
    fault = "more than one file given";
  else if (self->n_edits < 0 || self->n_edits > MAX_EDITS)
    fault = "the number of edits must be 0 to 10000000";
  else if (self->seed < 0 || self->seed > G_MAXUINT32)
    fault = "the seed must be 0 to 4294967295";
  else if (self->directory != NULL && *self->directory == '\0')
    fault = "the directory to save to has no name";

  if (fault != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, fault);
  return fault == NULL;
}

static gboolean
options_parse (Options *self, int *argc, char ***argv)
{
  g_autoptr (GOptionContext) context =
      g_option_context_new ("FILE.xml - edit a document and keep every version");
  g_autoptr (GError) error = NULL;
  g_autofree char *help = NULL;
  const GOptionEntry entries[] = {
    { "edits", 'n', 0, G_OPTION_ARG_INT64, &self->n_edits, "How many edits (default 2000)", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &self->seed, "Other edits for another seed", "S" },
    { "save", 'o', 0, G_OPTION_ARG_FILENAME, &self->directory,
      "Write first.xml, last-a.xml, last-b.xml, merged.xml", "DIR" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &error) && options_check (self, &error))
    return TRUE;

  help = g_option_context_get_help (context, TRUE, NULL);
  g_printerr ("%s: %s\n\n%s", g_get_prgname (), error->message, help);
  return FALSE;
}

/* Saving */

static gboolean
make_directory (const char *directory, GError **error)
{
  g_autofree char *name = NULL;
  int saved_errno;

  if (g_mkdir_with_parents (directory, 0777) == 0)
    return TRUE;

  saved_errno = errno;
  name = g_filename_display_name (directory);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s", name,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
save (DocumentSession *session, const char *directory, GError **error)
{
  const struct
  {
    const char *name;
    guint version;
  } files[] = {
    { "first.xml", 0 },
    { "last-a.xml", session->last_a },
    { "last-b.xml", session->last_b },
    { "merged.xml", session->history.versions->len - 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (!document_history_save (&session->history, files[i].version, directory, files[i].name, error))
      return FALSE;

  return TRUE;
}

/* The table */

static void
print_row (const char *what, char *ours, char *theirs, char *ratio)
{
  g_print ("%-26s %16s %16s %12s\n", what, ours, theirs, ratio);
  g_free (ours);
  g_free (theirs);
  g_free (ratio);
}

static void
print_bytes_row (const char *what, gint64 ours, gint64 theirs)
{
  print_row (what, measure_format_bytes (ours), measure_format_bytes (theirs),
             measure_format_ratio (theirs, ours));
}

static void
print_head (const DocumentSession *session, const Options *options)
{
  static const char *const names[DOCUMENT_N_EDITS] = {
    [DOCUMENT_EDIT_TEXT] = "texts",      [DOCUMENT_EDIT_ATTRIBUTE] = "attributes",
    [DOCUMENT_EDIT_INSERT] = "inserted", [DOCUMENT_EDIT_REMOVE] = "removed",
    [DOCUMENT_EDIT_MOVE] = "moved",
  };
  g_autofree char *file = g_filename_display_name (options->files[0]);
  g_autofree char *bytes = measure_format_count (session->file_bytes);
  g_autofree char *nodes = measure_format_count (session->n_nodes);
  g_autofree char *edits = measure_format_count (session->n_edits);
  g_autofree char *versions = measure_format_count (session->history.versions->len);

  g_print ("Document   %s\n", file);
  g_print ("           %s bytes, %s nodes\n", bytes, nodes);
  g_print ("Edits      %s, seed %" G_GINT64_FORMAT ":", edits, options->seed);
  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    {
      g_autofree char *count = measure_format_count (session->n_edits_of[i]);

      g_print ("%s %s %s", i > 0 ? "," : "", count, names[i]);
    }
  g_print ("\nVersions   %s, all of them kept\n\n", versions);
}

static void
print_table (DocumentSession *session)
{
  guint n_versions = session->history.versions->len - 1;
  guint64 edit_time = measure_median (session->edit_times, session->n_times);
  guint64 snapshot_time = measure_median (session->snapshot_times, session->n_times);
  const CopyCost *copy = &session->copy;

  print_row ("", g_strdup ("trove-glib"), g_strdup ("libxml2"), g_strdup (""));
  print_bytes_row ("The document, bytes", session->document_bytes, session->dom_bytes);
  print_bytes_row ("  a node", session->document_bytes / session->n_nodes,
                   session->dom_bytes / session->n_nodes);
  print_row ("A version more, time", measure_format_time (edit_time), measure_format_time (copy->time),
             measure_format_ratio (copy->time, edit_time));
  print_row ("  of that the snapshot", measure_format_time (snapshot_time), g_strdup (""), g_strdup (""));
  print_bytes_row ("A version more, bytes", session->version_bytes / n_versions, copy->bytes);
  print_row ("Branching off (clone)", measure_format_time (session->clone_time), g_strdup (""),
             g_strdup (""));
  print_row ("Merging", measure_format_time (session->merge_time), g_strdup (""), g_strdup (""));

  g_print ("\nA version is an edit and a snapshot; with libxml2, a copy made by xmlCopyDoc().\n"
           "Times are medians; bytes are what the heap grew by. The last column is how many\n"
           "times as much libxml2 takes.\n");
}

static void
print_check (const DocumentCheck *check)
{
  g_autofree char *time = measure_format_time (check->time);

  g_print ("\nChecked    %u versions, read from their snapshots by %u threads at once: each of them\n"
           "           is what it was when it was current (%s)\n",
           check->n_checked, check->n_threads, time);
}

/* What is printed is a result: it must have arrived. */
static gboolean
finish_output (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the table cannot be written");
  return FALSE;
}

static int
run (const Options *options, GError **error)
{
  g_auto (DocumentSession) session = { 0 };
  DocumentCheck check;

  if (!document_session_load (&session, options->files[0], options->n_edits, options->seed, error) ||
      (options->directory != NULL && !make_directory (options->directory, error)) ||
      !document_session_run (&session, error))
    return EXIT_FAULT;

  if (!document_history_check (&session.history, &check, error))
    return EXIT_MISMATCH;

  if (options->directory != NULL && !save (&session, options->directory, error))
    return EXIT_FAULT;

  measure_progress_end ();
  print_head (&session, options);
  print_table (&session);
  print_check (&check);
  return finish_output (error) ? EXIT_OK : EXIT_FAULT;
}

int
main (int argc, char *argv[])
{
  g_auto (Options) options = { .n_edits = DEFAULT_EDITS, .seed = DEFAULT_SEED };
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_CTYPE, "");
  if (!options_parse (&options, &argc, &argv))
    return EXIT_FAULT;

  xmlInitParser ();
  status = run (&options, &error);
  xmlCleanupParser ();

  if (error != NULL)
    {
      measure_progress_end ();
      g_printerr ("%s\n", error->message);
    }
  return status;
}
