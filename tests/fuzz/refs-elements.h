/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The elements of the target `refs`: each is made of a token, by its kind, and can be told from those of other
 * tokens. */

#pragma once

#include "fuzz.h"

typedef enum
{
  KIND_UCHAR,
  KIND_INT,
  KIND_INT64,
  KIND_UINT64,
  KIND_DOUBLE,
  KIND_STRING, /* every eighth is NULL */
  KIND_REF,
  KIND_VALUE, /* an int64, a string, a double or an unset value */
  KIND_OBJECT,
  KIND_VARIANT,
  KIND_BOX,    /* behind a pointer */
  KIND_POINT,  /* inline, copied and cleared by functions */
  KIND_STRUCT, /* anonymous, aligned to 64 */
  N_KINDS,
} Kind;

#define ELEMENT_MAX_SIZE 64

TroveElementInfo kind_info (Kind kind);

/* FALSE: it has no type, and no GValue. */
gboolean kind_has_value (Kind kind);

/* Whether an element is nothing but its bytes. */
gboolean kind_is_bytes (Kind kind);
gsize kind_size (Kind kind);

/* A new GValue; free it with fuzz_value_free (). */
GValue *element_new_value (Kind kind, guint32 token);

/* The bytes of an element of a kind that is nothing else. */
void element_fill (Kind kind, guint32 token, gpointer bytes);

/* Whether the value of an element is that number, exactly. */
gboolean element_as_int64 (Kind kind, guint32 token, gint64 *number);
gboolean element_as_double (Kind kind, guint32 token, double *number);

/* NULL for a string that is. */
char *element_as_string (guint32 token, gsize *length);

/* These abort where the element is of another token. */
void element_check_value (Kind kind, guint32 token, const GValue *value);
void element_check (Kind kind, guint32 token, gconstpointer element);
