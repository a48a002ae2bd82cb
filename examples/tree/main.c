/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* trove-tree [--edits=N] [--seed=S] [--merge] [--file=FILE.xml] [--store=FILE [--autosave]]
 * trove-tree --load=FILE [--merge | --store=FILE [--autosave] | --with=FILE]
 *
 * Loads an XML document into a TroveDocument, edits it at random, and notes a digest of the whole tree for every version.
 * Half way, a branch is made, and both documents are edited. Then versions are compared, and four threads read all
 * versions while editing goes on: each version must have the digest that was noted. With --merge, a branch is made at
 * once, both documents are edited, and merged. With --store, the document is edited and stored with all versions; --load loads it,
 * and checks each version, or goes on with it. --with merges a copy of the file that was edited by another process. With --autosave, it is stored by itself in pauses, so that the program may be killed at any time.
 *
 *     main      options, and the order of events    session    steps: groups, undo, branches
 *     node      the classes of objects              editor     objects to be edited, at random
 *     load      XML to objects                      edits      one function for each kind of edit
 *     link      references between them             history    versions, noted and checked
 *     digest    SHA-256 of a version                compare    changes, beside what differs
 *     report    the table                           merge      two documents, and their conflicts
 *     store     the document in a file
 *
 * The exit status is 0 for success; 1 when an option or the file is at fault; 2 when a version is not as it was, or the
 * changes between two versions are not their differences, or a merge is not as it should be. */

#include "compare.h"
#include "load.h"
#include "merge.h"
#include "report.h"
#include "store.h"

#include <libxml/parser.h>

#include <gio/gio.h>
#include <locale.h>

#define DEFAULT_FILE "/usr/share/mime/packages/freedesktop.org.xml"
#define DEFAULT_EDITS 2000
#define DEFAULT_EDITS_OF_MERGE 500 /* on either side */
#define MAX_EDITS 1000000
#define OBJECTS_TO_CHECK 4000000 /* that are read to check changes, about */
#define EDITS_MEANWHILE 500      /* the maximum */

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
  char *file;                /* NULL: the default */
  char *store, *load, *with; /* files; nullable */
  gboolean merge, autosave, damage;
} Options;

static gboolean
options_parse (Options *self, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- edit a document and check all versions");
  const GOptionEntry entries[] = {
    { "edits", 'n', 0, G_OPTION_ARG_INT64, &self->n_edits,
      "Number of edits (default 2000; with --merge on either side, 500)", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &self->seed, "Seed of the random edits (default 1)", "S" },
    { "file", 'f', 0, G_OPTION_ARG_FILENAME, &self->file, "The document (default: the MIME database)",
      "FILE" },
    { "merge", 'm', 0, G_OPTION_ARG_NONE, &self->merge, "Edit a branch as well, and merge it", NULL },
    { "store", 'o', 0, G_OPTION_ARG_FILENAME, &self->store, "Store the document in a file", "FILE" },
    { "autosave", 'a', 0, G_OPTION_ARG_NONE, &self->autosave, "Store it by itself, in pauses of editing",
      NULL },
    { "load", 'l', 0, G_OPTION_ARG_FILENAME, &self->load, "Load a document, and check all versions", "FILE" },
    { "with", 'w', 0, G_OPTION_ARG_FILENAME, &self->with, "With --load: merge another copy of the file",
      "FILE" },
    { "damage", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->damage, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  self->n_edits = G_MININT64;
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (self->n_edits == G_MININT64)
    self->n_edits = self->merge ? DEFAULT_EDITS_OF_MERGE : DEFAULT_EDITS;
  if (*argc == 1 && self->n_edits >= 0 && self->n_edits <= MAX_EDITS && self->seed >= 0 &&
      self->seed <= G_MAXUINT32)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "expected no arguments but options, 0 to %d edits, and a seed of 0 to %u", MAX_EDITS,
               G_MAXUINT32);
  return FALSE;
}

/* The parts of the program */

static TroveDocument *
run_load (TreeReport *report, const char *file, GError **error)
{
  gint64 heap = tree_report_get_heap ();
  gint64 start = g_get_monotonic_time ();
  TroveDocument *document = tree_load (file, error);

  if (document == NULL)
    return NULL;
  report->load_time = g_get_monotonic_time () - start;
  report->load_bytes = tree_report_get_heap () - heap;
  tree_report_count (report, document);
  tree_report_print_document (report);
  return document;
}

/* Makes a branch. Its editor has a table of all objects, whose memory is not counted. */
static gboolean
run_branch (TreeSession *session, TreeReport *report, GError **error)
{
  gint64 heap = tree_report_get_heap ();

  if (!tree_session_branch (session, error))
    return FALSE;
  report->edit_bytes -= tree_report_get_heap () - heap;
  return TRUE;
}

static gboolean
run_edits (TreeSession *session, TreeReport *report, guint n_edits, GError **error)
{
  gint64 heap = tree_report_get_heap ();

  while (session->n_edits < n_edits)
    {
      gboolean branches = session->editors[1] == NULL && session->n_edits >= n_edits / 2;

      if ((branches && !run_branch (session, report, error)) || !tree_session_step (session, error))
        return FALSE;
    }
  report->edit_bytes += tree_report_get_heap () - heap;
  tree_report_print_edits (report, session);
  return TRUE;
}

/* Compares every version with the one before. */
static gboolean
run_comparisons (const TreeHistory *history, TreeReport *report, GError **error)
{
  for (guint i = 0; i < history->notes->len; i++)
    {
      TroveVersion *version = g_array_index (history->notes, TreeNote, i).version;
      g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
      g_autoptr (TroveChanges) changes = NULL;
      gint64 time = g_get_monotonic_time ();

      if (parents->len == 0) /* the first one, or one that was replaced */
        continue;
      changes = trove_version_compare (parents->pdata[0], version, error);
      if (changes == NULL)
        return FALSE;
      time = g_get_monotonic_time () - time;
      g_array_append_val (report->compare_times, time);
    }
  return TRUE;
}

/* Checks the changes between pairs of versions at random; the versions of every second pair were made one after the other. */
static gboolean
run_checks (TreeSession *session, TreeReport *report, GError **error)
{
  const GArray *notes = session->history.notes;
  guint64 n_objects = trove_document_get_n_objects (session->editors[0]->document);
  guint n = CLAMP (OBJECTS_TO_CHECK / n_objects, 10, 500);

  for (guint i = 0; i < n; i++)
    {
      guint a = g_rand_int (session->random) % notes->len;
      guint b = (i % 2 > 0 ? a + 1 : g_rand_int (session->random)) % notes->len;

      if (!tree_compare_check (g_array_index (notes, TreeNote, a).version,
                               g_array_index (notes, TreeNote, b).version, &report->n_changes, error))
        return FALSE;
      report->n_checked++;
    }
  tree_report_print_comparisons (report);
  return TRUE;
}

/* Reads all versions on other threads, and goes on editing. The new versions are not noted. */
static gboolean
run_readers (TreeSession *session, TreeReport *report, GError **error)
{
  guint64 n_edits = session->n_edits;
  gboolean done = TRUE;
  TreeCheck check;

  session->notes = FALSE;
  tree_check_start (&check, &session->history);
  while (done && tree_check_runs (&check))
    {
      if (session->n_edits - n_edits < EDITS_MEANWHILE)
        done = tree_session_step (session, error);
      g_usleep (1000);
    }
  report->n_broken = tree_check_finish (&check, &report->check_time);
  report->n_edits_meanwhile = (guint) (session->n_edits - n_edits);
  return done;
}

static int
run_program (const Options *options, GError **error)
{
  g_auto (TreeSession) session = { 0 };
  g_autoptr (TroveDocument) document = NULL;
  g_auto (TreeReport) report = { 0 };

  if (options->load != NULL && !options->merge && options->store == NULL && options->with == NULL)
    return tree_store_check (options->load, error) ? EXIT_OK : EXIT_MISMATCH;
  if (options->store == NULL)                    /* ids and keys of a document that is stored are new ones */
    g_random_set_seed ((guint32) options->seed); /* the keys of a branch: two runs are the same */
  tree_report_init (&report);
  if (options->load != NULL)
    document = tree_store_load (options->load, error);
  else
    document = run_load (&report, options->file != NULL ? options->file : DEFAULT_FILE, error);
  if (document == NULL)
    return EXIT_FAULT;

  if (options->with != NULL)
    return tree_merge_file (document, options->with, error) ? EXIT_OK : EXIT_MISMATCH;
  if (options->merge)
    return tree_merge_run (document, (guint) options->n_edits, (guint32) options->seed, error) ?
               EXIT_OK :
               EXIT_MISMATCH;
  if (options->store != NULL)
    return tree_store_run (document, (guint) options->n_edits, (guint32) options->seed, options->store,
                           options->autosave, error) ?
               EXIT_OK :
               EXIT_FAULT;
  tree_session_init (&session, document, (guint) options->n_edits, (guint32) options->seed);
  if (!run_edits (&session, &report, (guint) options->n_edits, error) ||
      !run_comparisons (&session.history, &report, error) || !run_checks (&session, &report, error))
    return EXIT_MISMATCH;

  if (options->damage)
    tree_history_damage (&session.history);
  if (!run_readers (&session, &report, error))
    return EXIT_MISMATCH;
  tree_report_print_check (&report, session.history.notes->len);
  return report.n_broken == 0 ? EXIT_OK : EXIT_MISMATCH;
}

int
main (int argc, char *argv[])
{
  Options options = { .seed = 1 };
  g_autoptr (GError) error = NULL;
  int status = EXIT_FAULT;

  setlocale (LC_CTYPE, "");
  xmlInitParser ();
  if (options_parse (&options, &argc, &argv, &error))
    status = run_program (&options, &error);
  xmlCleanupParser ();
  g_free (options.file);
  g_free (options.store);
  g_free (options.load);
  g_free (options.with);

  if (error != NULL)
    g_printerr ("%s: %s\n", g_get_prgname (), error->message);
  return status;
}
