/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "xml-cost.h"

#include "xml/load.h"
#include "xml/write.h"

#include <glib/gstdio.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef HAVE_MALLINFO2
#include <malloc.h>
#endif

#define N_EARLY 50000
#define N_SETS 5000
#define MAX_COPIES 9
#define COPY_BUDGET (2 * (guint64) 1000000000) /* ns, for all copies */

static guint64
read_clock (clockid_t clock) /* ns */
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (guint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static guint64
get_time (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

/* Bytes that malloc() has allocated, on its heaps and in separate mappings. */
static gint64
get_heap (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

/* Allocates all memory for measuring, so that measuring allocates nothing later. */
void
xml_cost_init (XmlCost *self, guint n_edits)
{
  *self = (XmlCost){
    .edits = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n_edits),
    .commits = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n_edits),
    .n_early = MIN (N_EARLY, (n_edits + 1) / 2),
  };
}

void
xml_cost_clear (XmlCost *self)
{
  g_clear_pointer (&self->edits, g_array_unref);
  g_clear_pointer (&self->commits, g_array_unref);
}

static int
compare_times (const void *a, const void *b)
{
  const guint64 *time_a = a, *time_b = b;

  return *time_a < *time_b ? -1 : *time_a > *time_b;
}

/* The median. Sorts the times. */
static guint64
get_median (guint64 *times, guint n_times)
{
  if (n_times == 0)
    return 0;

  qsort (times, n_times, sizeof *times, compare_times);
  return times[n_times / 2];
}

/* Takes the document type declaration out of a document, or puts it back, for copying without it: libxml2 2.9 leaks
 * memory when it copies the declaration of an element. The declaration is small compared with the tree. */
static void
link_doctype (xmlDoc *doc, xmlDtd *doctype, gboolean in)
{
  xmlNode *node = (xmlNode *) doctype;

  if (doctype == NULL)
    return;

  g_assert (node->next != NULL); /* the root element follows */
  if (node->prev != NULL)
    node->prev->next = in ? node : node->next;
  else
    doc->children = in ? node : node->next;
  node->next->prev = in ? node : node->prev;
  doc->intSubset = in ? doctype : NULL;
}

static void
measure_copies (XmlCost *self, xmlDoc *doc)
{
  xmlDtd *doctype = doc->intSubset;
  guint64 times[MAX_COPIES];
  guint64 begin = get_time ();
  guint n = 0;

  link_doctype (doc, doctype, FALSE);
  while (n < MAX_COPIES && (n == 0 || get_time () - begin < COPY_BUDGET))
    {
      gint64 heap = get_heap ();
      guint64 start = get_time ();
      xmlDoc *copy = xmlCopyDoc (doc, 1);

      times[n++] = get_time () - start;
      self->copy_bytes = get_heap () - heap;
      xmlFreeDoc (copy);
    }
  link_doctype (doc, doctype, TRUE);
  self->copy_time = get_median (times, n);
}

/* The keys of all texts. */
static GArray *
get_texts (TroveDocument *document)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  GType type = G_TYPE_INVALID;

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    if (trove_version_peek (version, key, &type) != NULL && type == DOCUMENT_TYPE_TEXT)
      g_array_append_val (keys, key);
  return keys;
}

/* Sets random texts in a branch of a document, each in a version of its own. Choosing the text is not measured. */
static gboolean
measure_sets (XmlCost *self, TroveDocument *document, GError **error)
{
  g_autoptr (TroveDocument) branch = trove_document_branch (document, NULL, error);
  g_autoptr (GArray) texts = get_texts (document);
  g_autofree guint64 *times = g_new (guint64, N_SETS);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 heap = get_heap ();

  if (branch == NULL || texts->len == 0)
    return branch != NULL;

  for (guint i = 0; i < N_SETS; i++)
    {
      TroveKey key = g_array_index (texts, TroveKey, g_rand_int_range (rand, 0, (gint32) texts->len));
      char content[] = "a text of 23 bytes 0000";
      const DocumentLeafData data = { content };
      guint64 start;

      for (guint digit = 0, rest = i; digit < 4; digit++, rest /= 10)
        content[sizeof content - 2 - digit] = (char) ('0' + rest % 10);
      start = get_time ();
      if (!trove_document_set (branch, key, &data, error) || !trove_document_commit (branch, "Edit", error))
        return FALSE;
      times[i] = get_time () - start;
    }
  self->set_bytes = (get_heap () - heap) / N_SETS;
  self->set_time = get_median (times, N_SETS);
  return TRUE;
}

/* The session */

/* Reads a file into a document, and measures both of libxml2's and the library's. */
TroveDocument *
xml_cost_load (XmlCost *self, const char *path, GError **error)
{
  g_auto (DocumentSource) source = { 0 };
  TroveDocument *document;
  gint64 heap = get_heap ();

  if (!document_parse (&source, path, error))
    return NULL;
  self->file_bytes = source.n_bytes;
  self->dom_bytes = get_heap () - heap;
  measure_copies (self, source.doc);

  heap = get_heap ();
  document = document_load (&source, &self->n_nodes, error);
  self->document_bytes = get_heap () - heap;
  return document;
}

/* Call this when all memory for editing is allocated. */
void
xml_cost_begin_edits (XmlCost *self, DocumentSession *session)
{
  self->session = session;
  self->base_bytes = get_heap () - self->document_bytes;
}

/* Measures a document that is read from the XML of a version. */
static gboolean
measure_fresh (TroveVersion *version, gint64 *bytes, GError **error)
{
  g_autoptr (TroveDocument) fresh = NULL;
  g_auto (DocumentSource) source = { 0 };
  g_autofree char *path = NULL;
  gboolean done;
  guint n_nodes;
  gint64 heap;
  int fd = g_file_open_tmp ("document-XXXXXX.xml", &path, error);

  if (fd < 0)
    return FALSE;
  done = g_close (fd, error) && document_save (version, path, error) && document_parse (&source, path, error);
  g_unlink (path);
  if (!done)
    return FALSE;

  heap = get_heap ();
  fresh = document_load (&source, &n_nodes, error);
  *bytes = get_heap () - heap;
  return fresh != NULL;
}

static gboolean
measure_size (XmlCost *self, XmlCostSize *size, GError **error)
{
  g_autoptr (TroveVersion) version = NULL;

  size->bytes = get_heap () - self->base_bytes;
  if (self->session->history_limit == 0)
    return TRUE;
  version = trove_document_dup_current (self->session->editor->document);
  return measure_fresh (version, &size->fresh_bytes, error);
}

/* The step_ended function of a session. cost: an XmlCost */
void
xml_cost_end_step (DocumentStep step, gpointer cost)
{
  XmlCost *self = cost;
  guint64 time = get_time () - self->step_start;

  switch (step)
    {
    case DOCUMENT_STEP_EDIT:
      g_array_append_val (self->edits, time);
      break;
    case DOCUMENT_STEP_COMMIT:
      g_array_index (self->edits, guint64, self->edits->len - 1) += time;
      g_array_append_val (self->commits, time);
      self->longest_commit = MAX (self->longest_commit, time);
      self->longest_work =
          MAX (self->longest_work, read_clock (CLOCK_THREAD_CPUTIME_ID) - self->commit_start);
      if (self->commits->len == self->n_early)
        measure_size (self, &self->early, NULL);
      break;
    case DOCUMENT_STEP_BRANCH:
      self->branch_time = time;
      break;
    case DOCUMENT_STEP_MERGE:
      self->merge_time = time;
      break;
    case DOCUMENT_STEP_OTHER:
    default:
      break;
    }
  if (step == DOCUMENT_STEP_EDIT)
    self->commit_start = read_clock (CLOCK_THREAD_CPUTIME_ID);
  self->step_start = get_time ();
}

gboolean
xml_cost_end_edits (XmlCost *self, GError **error)
{
  return measure_size (self, &self->at_end, error) &&
         measure_sets (self, self->session->editor->document, error);
}

/* Formats */

/* 1,234,567 */
char *
xml_cost_format_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (digits);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, digits[i]);
    }

  return g_string_free (grouped, FALSE);
}

char *
xml_cost_format_time (guint64 ns)
{
  if (ns == 0)
    return g_strdup ("-");
  if (ns < 1000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " ns", ns);
  if (ns < 1000000)
    return g_strdup_printf ("%.1f us", ns / 1e3);
  if (ns < 1000000000)
    return g_strdup_printf ("%.1f ms", ns / 1e6);
  return g_strdup_printf ("%.1f s", ns / 1e9);
}

static char *
format_bytes (gint64 bytes)
{
  return bytes > 0 ? xml_cost_format_count (bytes) : g_strdup ("-");
}

static char *
format_ratio (double more, double less)
{
  double ratio = less > 0 ? more / less : 0;
  g_autofree char *count = xml_cost_format_count (ratio + 0.5);

  if (ratio <= 0)
    return g_strdup ("-");
  return ratio < 10 ? g_strdup_printf ("%.2f x", ratio) : g_strdup_printf ("%s x", count);
}

/* The table */

static void
print_row (const char *title, char *ours, char *theirs, char *ratio)
{
  g_print ("%-26s %16s %16s %12s\n", title, ours, theirs, ratio);
  g_free (ours);
  g_free (theirs);
  g_free (ratio);
}

static void
print_bytes_row (const char *title, gint64 ours, gint64 theirs)
{
  print_row (title, format_bytes (ours), format_bytes (theirs), format_ratio (theirs, ours));
}

static void
print_size (const char *title, const XmlCostSize *size, const char *when)
{
  g_autofree char *bytes = format_bytes (size->bytes);
  g_autofree char *ratio = format_ratio ((double) size->bytes, (double) size->fresh_bytes);

  g_print ("%-10s %s bytes %s, %s a fresh document\n", title, bytes, when, ratio);
}

/* The size of the document, when old versions leave the history. */
static void
print_limit (const XmlCost *self)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->session->editor->document);
  const char *oldest = trove_version_get_label (g_ptr_array_index (versions, 0));
  g_autofree char *limit = xml_cost_format_count ((guint64) self->session->history_limit);
  g_autofree char *n_early = xml_cost_format_count (self->n_early);
  g_autofree char *when = g_strdup_printf ("after %s edits", n_early);
  g_autofree char *longest = xml_cost_format_time (self->longest_commit);
  g_autofree char *work = xml_cost_format_time (self->longest_work);

  g_print ("\nLimit      %s versions%s\n", limit, g_strcmp0 (oldest, "Load") == 0 ? ", with the first" : "");
  print_size ("Heap", &self->early, when);
  print_size ("", &self->at_end, "at the end");
  g_print ("Longest    commit %s, %s of the processor's time\n", longest, work);
}

/* n_versions: made by edits, and still there */
void
xml_cost_print (XmlCost *self, guint n_versions)
{
  guint64 edit_time = get_median ((guint64 *) (gpointer) self->edits->data, self->edits->len);
  guint64 commit_time = get_median ((guint64 *) (gpointer) self->commits->data, self->commits->len);
  gboolean is_limited = self->session->history_limit > 0;
  gint64 version_bytes = 0;

  if (!is_limited && n_versions > 0)
    version_bytes = (self->at_end.bytes - self->document_bytes) / n_versions;

  print_row ("", g_strdup ("trove-glib"), g_strdup ("libxml2"), g_strdup (""));
  print_bytes_row ("The document, bytes", self->document_bytes, self->dom_bytes);
  print_bytes_row ("  a node", self->document_bytes / self->n_nodes, self->dom_bytes / self->n_nodes);
  print_row ("A version more, time", xml_cost_format_time (edit_time), xml_cost_format_time (self->copy_time),
             format_ratio (self->copy_time, edit_time));
  print_row ("  of that the commit", xml_cost_format_time (commit_time), g_strdup (""), g_strdup (""));
  print_bytes_row ("A version more, bytes", version_bytes, self->copy_bytes);
  print_row ("One text set, time", xml_cost_format_time (self->set_time), g_strdup (""), g_strdup (""));
  print_row ("One text set, bytes", format_bytes (self->set_bytes), g_strdup (""), g_strdup (""));
  print_row ("Branching off", xml_cost_format_time (self->branch_time), g_strdup (""), g_strdup (""));
  print_row ("Merging", xml_cost_format_time (self->merge_time), g_strdup (""), g_strdup (""));

  g_print ("\nA version is an edit and a commit; with libxml2, a copy made by xmlCopyDoc().\n"
           "An edit is one of those above, and the search for a node to edit.\n"
           "Times are medians; bytes are what the heap grew by. The last column is how many\n"
           "times as much libxml2 takes.\n");
  if (is_limited)
    print_limit (self);
}
