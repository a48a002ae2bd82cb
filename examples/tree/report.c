/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "report.h"

#ifdef HAVE_MALLINFO2
#include <malloc.h>
#endif

void
tree_report_init (TreeReport *self)
{
  *self = (TreeReport){ .compare_times = g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

void
tree_report_clear (TreeReport *self)
{
  g_clear_pointer (&self->compare_times, g_array_unref);
}

/* Bytes that malloc() has allocated, on its heaps and in separate mappings; 0 if they are not known. */
gint64
tree_report_get_heap (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return (gint64) (info.uordblks + info.hblkhd);
#else
  return 0;
#endif
}

/* Counts the objects of the current version. */
void
tree_report_count (TreeReport *self, TroveDocument *document)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  GType type = G_TYPE_INVALID;

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    {
      gconstpointer data = trove_version_peek (version, key, &type);

      self->n_elements += type == TREE_TYPE_ELEMENT;
      self->n_texts += type == TREE_TYPE_TEXT;
      self->n_attributes += type == TREE_TYPE_ATTRIBUTE;
      self->n_references += type == TREE_TYPE_ATTRIBUTE && ((const TreeAttributeData *) data)->target != 0;
    }
}

/* The table */

/* Sanitizers and other allocators do not tell the size of the heap. */
static char *
format_bytes (gint64 sum, guint64 n)
{
  return sum > 0 && n > 0 ? g_strdup_printf ("%.0f bytes", (double) sum / (double) n) :
                            g_strdup ("an unknown number of bytes");
}

void
tree_report_print_document (const TreeReport *self)
{
  guint64 n = self->n_elements + self->n_texts + self->n_attributes + 1;
  g_autofree char *bytes = format_bytes (self->load_bytes, n);

  g_print ("Document   %" G_GUINT64_FORMAT " elements, %" G_GUINT64_FORMAT " texts, %" G_GUINT64_FORMAT
           " attributes, %" G_GUINT64_FORMAT " of them with a reference\n",
           self->n_elements, self->n_texts, self->n_attributes, self->n_references);
  g_print ("           loaded in %.0f ms; %s an object, with the strings\n", self->load_time / 1e3, bytes);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *time_a = a, *time_b = b;

  return *time_a < *time_b ? -1 : *time_a > *time_b;
}

/* Sorts the times, of gint64. */
static gint64
get_median (GArray *times)
{
  g_array_sort (times, compare_times);
  return times->len > 0 ? g_array_index (times, gint64, times->len / 2) : 0;
}

void
tree_report_print_edits (const TreeReport *self, const TreeSession *session)
{
  g_autofree char *bytes = format_bytes (self->edit_bytes, session->n_edits);

  g_print ("Edits      %" G_GUINT64_FORMAT ": %u in groups, %u merged with the step before, %u cancelled\n",
           session->n_edits, session->n_groups, session->n_merged, session->n_cancelled);
  for (TreeEdit edit = 0; edit < TREE_N_EDITS; edit++)
    g_print ("           %6u  %s\n", session->n_edits_of[edit], tree_edit_get_label (edit));
  g_print ("           %6u  Undo\n           %6u  Redo\n           %6u  Go to a version\n", session->n_undone,
           session->n_redone, session->n_visited);
  g_print ("           %" G_GINT64_FORMAT " µs and %s an edit, with its version\n",
           get_median (session->times), bytes);
}

void
tree_report_print_comparisons (const TreeReport *self)
{
  g_print ("Compared   %u versions with the one before, %" G_GINT64_FORMAT " µs each\n",
           self->compare_times->len, get_median (self->compare_times));
  g_print ("           %" G_GUINT64_FORMAT " pairs were read as a whole: their %" G_GUINT64_FORMAT
           " changes are what differs\n",
           self->n_checked, self->n_changes);
}

void
tree_report_print_check (const TreeReport *self, guint n_versions)
{
  g_print ("Read       %u versions, by %u threads in %.1f s, while %u edits were made\n", n_versions,
           TREE_N_READERS, self->check_time / 1e6, self->n_edits_meanwhile);
  g_print ("Digests    %u of %u are as noted\n", n_versions - self->n_broken, n_versions);
}
