/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* XML cost: measures the time and memory of the session of examples/xml, and prints a table. */

#pragma once

#include "xml/session.h"

/* The size of a document with a history. */
typedef struct
{
  gint64 bytes;
  gint64 fresh_bytes; /* of a document that has the last version alone; measured if the history has a limit */
} XmlCostSize;

/* Numbers of bytes are 0 if the C library does not tell the size of the heap. */
typedef struct
{
  guint64 step_start;     /* ns */
  GArray *edits;          /* ns of each edit and its commit, of guint64 */
  GArray *commits;        /* ns of each commit, of guint64 */
  guint64 commit_start;   /* ns of the processor's time */
  guint64 longest_commit; /* ns */
  guint64 longest_work;   /* ns of the processor's time, for a commit */
  guint64 branch_time;    /* ns */
  guint64 merge_time;     /* ns */
  guint64 copy_time;      /* ns of xmlCopyDoc(), the median */
  gint64 copy_bytes;      /* of one copy */
  gint64 dom_bytes;       /* of libxml2's document */
  gsize file_bytes;
  guint n_nodes;         /* of the first version */
  gint64 document_bytes; /* of the first version */
  guint64 set_time;      /* ns of a text that is set and committed, the median */
  gint64 set_bytes;      /* of its version */

  DocumentSession *session;
  gint64 base_bytes; /* of the heap without the document */
  guint n_early;     /* edits before the document is measured for the first time */
  XmlCostSize early; /* then */
  XmlCostSize at_end;
} XmlCost;

void xml_cost_init (XmlCost *self, guint n_edits);
void xml_cost_clear (XmlCost *self);
TroveDocument *xml_cost_load (XmlCost *self, const char *path, GError **error);
void xml_cost_begin_edits (XmlCost *self, DocumentSession *session);
void xml_cost_end_step (DocumentStep step, gpointer cost);
gboolean xml_cost_end_edits (XmlCost *self, GError **error);
void xml_cost_print (XmlCost *self, guint n_versions);

char *xml_cost_format_count (guint64 count);
char *xml_cost_format_time (guint64 ns);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XmlCost, xml_cost_clear)
