/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Converts a GValue to an element and back. All conversions are here. */

#pragma once

#include <glib-object.h>

#include "core/schema.h"

/* Memory for an element that is made from a number. */
typedef union
{
  gint64 int64;
  double real;
  gpointer pointer;
} TroveGValueBuffer;

/* Finds the pool that a value fits best. -1 with TYPE_MISMATCH if it fits none. */
int trove_gvalue_find_pool (const TroveSchema *schema, const GValue *value, GError **error);

/* The element for a value: inside the value or in the buffer, and valid as long as both. NULL with
 * TYPE_MISMATCH. */
gconstpointer trove_gvalue_peek (const TroveLayout *layout, guint pool, const GValue *value,
                                 TroveGValueBuffer *buffer, GError **error);

/* TRUE if trove_gvalue_new() calls a copy function, which may drop all holders of the element. */
gboolean trove_gvalue_calls_back (const TroveLayout *layout);

/* Makes a GValue with a copy of the element. NULL with TYPE_MISMATCH for a struct that has no type. */
GValue *trove_gvalue_new (const TroveLayout *layout, guint pool, gconstpointer element, GError **error);

/* Appends the element to text, for people to read. */
void trove_gvalue_print (const TroveLayout *layout, gconstpointer element, GString *text);
