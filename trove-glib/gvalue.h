/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Turns a GValue into an element and back: the one place that does. */

#pragma once

#include <glib-object.h>

#include "core/schema.h"

/* Room for an element made of a number. */
typedef union
{
  gint64 int64;
  double real;
  gpointer pointer;
} TroveGValueBuffer;

/* The pool that a value fits best; -1 with TYPE_MISMATCH. */
int trove_gvalue_find_pool (const TroveSchema *schema, const GValue *value, GError **error);

/* The element that a value is, borrowed from the value or put into the buffer; NULL with TYPE_MISMATCH. */
gconstpointer trove_gvalue_peek (const TroveLayout *layout, guint pool, const GValue *value,
                                 TroveGValueBuffer *buffer, GError **error);

/* Whether giving an element as a value calls a copy function, which may drop whatever holds the element. */
gboolean trove_gvalue_calls_back (const TroveLayout *layout);

/* A new value with a copy of the element; NULL with TYPE_MISMATCH for a struct without a type. */
GValue *trove_gvalue_new (const TroveLayout *layout, guint pool, gconstpointer element, GError **error);

/* The element for people to read. */
void trove_gvalue_print (const TroveLayout *layout, gconstpointer element, GString *text);
