/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* trove-document-versions [--edits=N] [--seed=S] [--history-limit=N] [--saved] [--save=DIR] FILE.xml
 *
 * Reads an XML file into a document, edits it at random, and keeps every version, or the last ones of them. In between it
 * undoes, and goes to older versions. Half way, a second editor works on a branch; then its work is merged, and editing
 * goes on. At the end the program checks that the old versions have not changed, and prints the cost of a version beside
 * that of a copy of libxml2's tree.
 *
 *     main        options and output                    session     the order of events above
 *     document    the classes of the document           history     digests of versions, and the check
 *     editor      random edits                          namespaces  the names that an element needs elsewhere
 *     parse       file to libxml2's tree                doctype     the DOCTYPE as it was written
 *     load        libxml2's tree to document            progress    a bar on the terminal
 *     write       a version to XML
 *
 * benchmarks/xml-cost.c measures time and memory, and prints the table. Only this file calls its functions.
 *
 * The exit status is 0 for success; 1 when the document, an option or a file is at fault; 2 when a version
 * has changed. */

#include "load.h"
#include "progress.h"
#include "session.h"
#include "xml-cost.h"

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
  gint64 history_limit; /* 0: all versions are kept */
  gboolean saved;
  char *directory; /* the directory for saved versions; NULL: versions are not saved */
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
  else if (self->history_limit < 0 || self->history_limit > G_MAXUINT32)
    fault = "the limit of the history must be 0 to 4294967295";
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
    { "edits", 'n', 0, G_OPTION_ARG_INT64, &self->n_edits, "Number of edits (default 2000)", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &self->seed, "Seed of the random edits", "S" },
    { "history-limit", 'l', 0, G_OPTION_ARG_INT64, &self->history_limit,
      "Keep the last N versions (default 0: all)", "N" },
    { "saved", 0, 0, G_OPTION_ARG_NONE, &self->saved, "Keep the first version, as the saved one", NULL },
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
  g_autoptr (TroveVersion) merged = trove_document_dup_current (session->editor->document);
  const struct
  {
    const char *name;
    TroveVersion *version;
  } files[] = {
    { "first.xml", session->first },
    { "last-a.xml", session->last_a },
    { "last-b.xml", session->last_b },
    { "merged.xml", merged },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (directory, files[i].name, NULL);

      if (!document_save (files[i].version, path, error))
        return FALSE;
    }

  return TRUE;
}

/* The session, with its costs measured */

typedef struct
{
  DocumentSession session;
  XmlCost cost;
  gsize file_bytes;
  guint n_nodes;
} Run;

static void
run_clear (Run *self)
{
  document_session_clear (&self->session);
  xml_cost_clear (&self->cost);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Output */

static void
print_head (const Run *run, const Options *options, guint n_versions)
{
  static const char *const names[DOCUMENT_N_EDITS] = {
    [DOCUMENT_EDIT_TEXT] = "texts",      [DOCUMENT_EDIT_ATTRIBUTE] = "attributes",
    [DOCUMENT_EDIT_INSERT] = "inserted", [DOCUMENT_EDIT_REMOVE] = "removed",
    [DOCUMENT_EDIT_MOVE] = "moved",
  };
  const DocumentSession *session = &run->session;
  g_autofree char *file = g_filename_display_name (options->files[0]);
  g_autofree char *bytes = xml_cost_format_count (run->file_bytes);
  g_autofree char *nodes = xml_cost_format_count (run->n_nodes);
  g_autofree char *edits = xml_cost_format_count (session->n_done);
  g_autofree char *versions = xml_cost_format_count (n_versions);

  g_print ("Document   %s\n", file);
  g_print ("           %s bytes, %s nodes\n", bytes, nodes);
  g_print ("Edits      %s, seed %" G_GINT64_FORMAT ":", edits, options->seed);
  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    {
      g_autofree char *count = xml_cost_format_count (session->n_edits_of[i]);

      g_print ("%s %s %s", i > 0 ? "," : "", count, names[i]);
    }
  g_print ("\n           %u undone, %u redone, %u versions gone to at random, %u branches after an undo\n",
           session->n_undone, session->n_redone, session->n_visited, session->n_branches);
  g_print ("Versions   %s, %s\n\n", versions,
           options->history_limit == 0 ? "all of them kept" : "the others have left the history");
}

static void
print_check (const DocumentCheck *check, gint64 microseconds, gboolean is_limited)
{
  g_autofree char *time = xml_cost_format_time (1000 * (guint64) microseconds);

  g_print ("\nChecked    %u versions, read by %u threads at once: each of them\n"
           "           is what it was when it was %s (%s)\n",
           check->n_checked, check->n_threads, is_limited ? "noted" : "current", time);
}

/* Lost output, as on a full disk, is an error. */
static gboolean
finish_output (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the table cannot be written");
  return FALSE;
}

/* Running */

static void
step_ended (DocumentStep step, gpointer data)
{
  Run *run = data;

  xml_cost_end_step (step, &run->cost);
  if (step == DOCUMENT_STEP_COMMIT)
    progress_show ("editing", run->cost.commits->len, run->session.settings.n_edits);
}

/* Reads a file into a document, and notes the bytes of libxml2's document and of the other one. */
static TroveDocument *
load (Run *self, const char *path, gboolean measures_copies, GError **error)
{
  g_auto (DocumentSource) source = { 0 };
  TroveDocument *document;
  gint64 heap = xml_cost_get_heap ();

  if (!document_parse (&source, path, error))
    return NULL;
  self->file_bytes = source.n_bytes;
  self->cost.dom_bytes = xml_cost_get_heap () - heap;
  if (measures_copies)
    xml_cost_measure_copies (&self->cost, source.doc);

  heap = xml_cost_get_heap ();
  document = document_load (&source, error);
  self->cost.document_bytes = xml_cost_get_heap () - heap;
  return document;
}

static gboolean
run_load (Run *self, const Options *options, GError **error)
{
  const DocumentSettings settings = {
    .n_edits = (guint) options->n_edits,
    .seed = (guint32) options->seed,
    .history_limit = (guint) options->history_limit,
    .keeps_saved = options->saved,
    .keeps_named = options->directory != NULL,
  };
  g_autoptr (TroveDocument) document = load (self, options->files[0], TRUE, error);
  g_autoptr (TroveVersion) version = NULL;

  if (document == NULL)
    return FALSE;
  version = trove_document_dup_current (document);
  self->n_nodes = document_count_nodes (version);
  if (!document_session_init (&self->session, document, &settings, error))
    return FALSE;
  self->cost.base_bytes = xml_cost_get_heap () - self->cost.document_bytes;
  return TRUE;
}

static gboolean
run_edit (Run *self, GError **error)
{
  gint64 heap = xml_cost_get_heap ();

  self->session.step_ended = step_ended;
  self->session.step_data = self;
  if (!document_session_run (&self->session, error))
    return FALSE;
  self->cost.version_bytes = xml_cost_get_heap () - heap;
  self->cost.end_bytes = xml_cost_get_heap () - self->cost.base_bytes;
  return TRUE;
}

/* Measures a document that is read from the XML of the last version. */
static gboolean
run_fresh (Run *self, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (self->session.editor->document);
  g_autoptr (TroveDocument) fresh = NULL;
  g_autofree char *path = NULL;
  g_auto (Run) run = { 0 };
  int fd = g_file_open_tmp ("document-XXXXXX.xml", &path, error);

  if (fd < 0)
    return FALSE;
  if (g_close (fd, error) && document_save (version, path, error))
    fresh = load (&run, path, FALSE, error);
  g_unlink (path);
  self->cost.fresh_bytes = run.cost.document_bytes;
  return fresh != NULL;
}

static int
run_program (const Options *options, GError **error)
{
  gboolean is_limited = options->history_limit > 0;
  g_auto (Run) run = { 0 };
  DocumentCheck check;
  gint64 check_time; /* µs */

  xml_cost_init (&run.cost, (guint) options->n_edits);
  if (!run_load (&run, options, error) ||
      (options->directory != NULL && !make_directory (options->directory, error)) || !run_edit (&run, error))
    return EXIT_FAULT;

  check_time = g_get_monotonic_time ();
  if (!document_session_check (&run.session, &check, error))
    return EXIT_MISMATCH;
  check_time = g_get_monotonic_time () - check_time;

  if (!xml_cost_measure_sets (&run.cost, run.session.editor->document, error) ||
      (options->directory != NULL && !save (&run.session, options->directory, error)) ||
      (is_limited && !run_fresh (&run, error)))
    return EXIT_FAULT;

  progress_end ();
  print_head (&run, options, check.n_versions);
  xml_cost_print (&run.cost, run.n_nodes, is_limited ? 0 : check.n_versions - 1);
  if (is_limited)
    xml_cost_print_limit (&run.cost, &run.session.settings);
  print_check (&check, check_time, is_limited);
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
  status = run_program (&options, &error);
  xmlCleanupParser ();

  if (error != NULL)
    {
      progress_end ();
      g_printerr ("%s\n", error->message);
    }
  return status;
}
