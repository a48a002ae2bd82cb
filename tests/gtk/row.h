/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Row: a thing whose handles are counted. */

#pragma once

#include "thing.h"

typedef struct
{
  guint n_attached; /* handles that were made */
  guint n_alive;    /* handles that exist now */
} RowCount;

extern RowCount row_count;

GType row_get_type (void);

/* A document whose root is a row, with n rows in the list "children" of the root, committed. The label of row i is "row i", and
 * its value is i. */
TroveDocument *row_document_new (guint n);

/* A row of a document as a handle that the caller owns. It has no owner yet. */
TroveObject *row_new (TroveDocument *document, const char *label, guint64 value);

/* A child of the root. The caller owns the reference. */
TroveObject *row_child (TroveDocument *document, guint position);

/* A list of a row. The row keeps it. */
GListModel *row_list (TroveObject *row, const char *name);

guint64 row_value (TroveObject *row);
