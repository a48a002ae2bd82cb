/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The elements of the target `refs`. An element is made of a kind and a token, and its value shows the token. */

#pragma once

#include "fuzz.h"

typedef enum
{
  KIND_UCHAR,
  KIND_INT,
  KIND_INT64,
  KIND_UINT64,
  KIND_DOUBLE,
  KIND_STRING, /* one in eight is NULL */
  KIND_REF,
  KIND_VALUE, /* an int64, a string, a double or an unset value */
  KIND_OBJECT,
  KIND_VARIANT,
  KIND_BOX,    /* stored as a pointer */
  KIND_POINT,  /* stored inline, copied and cleared by functions */
  KIND_STRUCT, /* anonymous, aligned to 64 */
  N_KINDS,
} Kind;

#define ELEMENT_MAX_SIZE 64

TroveElementInfo kind_info (Kind kind);

/* FALSE: the kind has no GType, so no GValue. */
gboolean kind_has_value (Kind kind);

/* TRUE if elements are plain bytes, without pointers. */
gboolean kind_is_bytes (Kind kind);
gsize kind_size (Kind kind);

/* A new GValue; free it with fuzz_value_free (). */
GValue *element_new_value (Kind kind, guint32 token);

/* Writes an element of a kind of plain bytes. */
void element_fill (Kind kind, guint32 token, gpointer bytes);

/* FALSE if the value of the element is not exactly an int64. */
gboolean element_as_int64 (Kind kind, guint32 token, gint64 *number);
gboolean element_as_double (Kind kind, guint32 token, double *number);

/* The string of a token, or NULL if the string is NULL. */
char *element_as_string (guint32 token, gsize *length);

/* These abort if the element is not that of the token. */
void element_check_value (Kind kind, guint32 token, const GValue *value);
void element_check (Kind kind, guint32 token, gconstpointer element);
