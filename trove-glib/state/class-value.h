/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class value: the fields of objects as GValues. A reference is a guint64, its key: handles are made above. The fields are no
 * lists. */

#pragma once

#include "class-field.h"

/* The type of the field's GValues: that of the param spec, and guint64 for a key. */
GType trove_class_value_type (const TroveClassField *field);

/* Initializes value to a copy of that in the field. */
void trove_class_value_get (const TroveClassField *field, gconstpointer data, GValue *value);

/* The same for a value that was initialized, to a type that the field's values are compatible with. */
void trove_class_value_read (const TroveClassField *field, gconstpointer data, GValue *value);

/* Copies a value to the address of a field, which holds nothing to be cleared. The bytes of a string stay those of value. FALSE with
 * TYPE_MISMATCH for a value of another type and for one that the param spec would change, or with COPY_FAILED; all bytes there are 0
 * then. */
gboolean trove_class_value_store (const TroveClassField *field, gpointer at, const GValue *value,
                                  GError **error);

/* The same for the field in the data of an object. */
static inline gboolean
trove_class_value_set (const TroveClassField *field, gpointer data, const GValue *value, GError **error)
{
  return trove_class_value_store (field, trove_class_field_at (field, data), value, error);
}

/* The same as trove_class_value_store () for a value that was stored before, which the param spec may change now, or would have changed
 * then: applications also set values by structs. */
gboolean trove_class_value_restore (const TroveClassField *field, gpointer at, const GValue *value,
                                    GError **error);

/* FALSE with TYPE_MISMATCH if the param spec would change the value in the data of an object. */
gboolean trove_class_value_check (const TroveClassField *field, gconstpointer data, GError **error);

/* Sets the default of the param spec. The bytes of a string stay until the program ends. */
void trove_class_value_set_default (const TroveClassField *field, gpointer data);
