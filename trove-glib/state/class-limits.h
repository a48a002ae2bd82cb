/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class limits: the fields of a class whose param specs do not allow all values of the fields' types. Structs of an application are
 * checked against them.
 *
 *   param spec                        kind       a struct is checked by
 *   double from 0 to 1                real       comparing, in place
 *   enumeration of 3, 4, 5            signed     comparing, in place
 *   flags                             mask       comparing bits, in place
 *   string that begins with a to z    ask        the param spec, with a GValue
 *   int of any size, boolean          no limit
 *
 * A value that is not within a limit is shown to the param spec, which decides: NaN is allowed everywhere. So a limit may be narrower
 * than the param spec, and is never wider.
 *
 * References and lists have no limits. Neither have boxed values and objects, whose types are not checked in a struct. */

#pragma once

#include "class-field.h"

typedef enum
{
  TROVE_LIMIT_SIGNED,
  TROVE_LIMIT_UNSIGNED,
  TROVE_LIMIT_REAL,
  TROVE_LIMIT_MASK, /* of bits: most */
  TROVE_LIMIT_ASK,
} TroveLimitKind;

typedef union
{
  gint64 number;
  guint64 natural;
  double real;
} TroveLimitBound;

typedef struct
{
  guint16 offset; /* as in the field */
  guint16 field;  /* index */
  guint8 kind;    /* TroveLimitKind */
  guint8 size;    /* bytes in the data */
  TroveLimitBound least, most;
} TroveClassLimit;

/* The limits of fields, in order, to be freed. */
TroveClassLimit *trove_class_limits_new (const TroveClassField *fields, guint n_fields, guint *n);

/* FALSE with TYPE_MISMATCH if a param spec would change a value in the data of an object. Values that are equal to those in before are
 * allowed: they may come from a file. before: NULL: there are none. */
gboolean trove_class_limits_check (const TroveClassLimit *limits, guint n, const TroveClassField *fields,
                                   gconstpointer data, gconstpointer before, GError **error);
