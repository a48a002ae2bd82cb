/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The measured costs, and the parts of the table that shows them. */

#pragma once

#include "session.h"

typedef struct
{
  guint64 n_elements, n_texts, n_attributes, n_references; /* of the loaded document */
  gint64 load_bytes, load_time;                            /* time in µs, here and below */
  gint64 edit_bytes;
  GArray *compare_times;        /* of each comparison with the version before, of gint64 */
  guint64 n_checked, n_changes; /* pairs of versions, and the changes between them */
  guint n_edits_meanwhile;      /* while the threads read */
  guint n_broken;               /* digests */
  gint64 check_time;
} TreeReport;

void tree_report_init (TreeReport *self);
void tree_report_clear (TreeReport *self);
gint64 tree_report_get_heap (void);
void tree_report_count (TreeReport *self, TroveDocument *document);
void tree_report_print_document (const TreeReport *self);
void tree_report_print_edits (const TreeReport *self, const TreeSession *session);
void tree_report_print_comparisons (const TreeReport *self);
void tree_report_print_check (const TreeReport *self, guint n_versions);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TreeReport, tree_report_clear)
