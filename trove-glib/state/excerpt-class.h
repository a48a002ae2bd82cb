/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Excerpt class: one class of an excerpt that is read (excerpt-write.h), with its columns.
 *
 *   written      label: a b │ gone: 1 2 │ links: [] [1]
 *   the class    x, label, links
 *   here         label is a column, links are references; x has its default
 *
 * A property of the class is found by its name. Those that the class does not have are skipped. */

#pragma once

#include "class.h"
#include "column.h"

/* References of one property. */
typedef struct
{
  const TroveClassField *field;
  GVariant *values;       /* owned */
  const guint32 *targets; /* of single references; NULL: lists */
} TroveExcerptReferences;

typedef struct
{
  const TroveClass *klass;
  GArray *columns;    /* TroveColumn */
  GArray *references; /* TroveExcerptReferences */
  GPtrArray *owning;  /* const TroveClassField: those that own objects; NULL: the class does not have it */
  guint8 *has_column; /* by the index of the field */
  gpointer data;      /* of the object that is read */
  guint n, n_read;    /* objects */
} TroveExcerptClass;

/* Sets DAMAGED. Returns FALSE. */
gboolean trove_excerpt_damaged (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A class without columns. NULL with TYPE_MISMATCH for a name of no class of objects. */
TroveExcerptClass *trove_excerpt_class_new (const char *name, GError **error);
void trove_excerpt_class_free (gpointer data);

/* Reads what is written of the class, a variant of the type (sasa(sv)) in normal form, when the number of its objects is known. FALSE
 * with DAMAGED, or TYPE_MISMATCH for a property of another type. */
gboolean trove_excerpt_class_read (TroveExcerptClass *self, GVariant *class, GError **error);

/* Fills in the data of the next object, but for keys. The data is to be cleared in any case. FALSE with TYPE_MISMATCH or COPY_FAILED. */
gboolean trove_excerpt_class_read_data (TroveExcerptClass *self, GError **error);
