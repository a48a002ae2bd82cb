/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements of every way of storing, and the model of one: what it should hold, by value.
 *
 * All counted elements are counted in counting_boxed, which is initialized anew for each program. A Value is a number and up to two refs; what they look like as an element depends on its type. */

#pragma once

#include "counting-element.h"

typedef enum
{
  ELEMENT_NONE, /* no element */
  ELEMENT_INT64,
  ELEMENT_STRING,  /* the number's text; 0: NULL */
  ELEMENT_COUNTED, /* anonymous, counted */
  ELEMENT_WIDE,    /* anonymous, aligned to 64 */
  ELEMENT_ODD,     /* anonymous, 3 bytes */
  ELEMENT_CHAR,
  ELEMENT_DOUBLE,
  ELEMENT_BOX, /* boxed, stored as a pointer, counted; 0: NULL */
  ELEMENT_VALUE,
  ELEMENT_REF,
  ELEMENT_NODE,    /* anonymous: two refs and a number */
  ELEMENT_POINT,   /* boxed, registered, counted */
  ELEMENT_VARIANT, /* 0: NULL */
  ELEMENT_OBJECT,  /* counted; 0: NULL */
  ELEMENT_DERIVED, /* one of a type derived from that */
  N_POOL_TYPES,
  /* What only a GValue holds: */
  ELEMENT_EMPTY = N_POOL_TYPES, /* it was not initialized */
  ELEMENT_INT,
  ELEMENT_BOOLEAN,
  N_ELEMENT_TYPES,
} ElementType;

typedef struct
{
  ElementType type; /* in a pool of GValues: of what they hold */
  guint64 number;
  TroveRef child[2];
} Value;

typedef struct
{
  TroveRef child[2];
  guint64 number;
} Node;

typedef union
{
  gint64 integer;
  const char *string;
  CountingElement counting;
  struct
  {
    guint8 bytes[192];
  } __attribute__ ((aligned (64))) wide;
  guint8 odd[3];
  gint8 character;
  double real;
  gpointer pointer;
  GValue value;
  TroveRef ref;
  Node node;
} Element;

/* Bytes of a number's text that are not at its end are NUL: for strings that are given with their length. */
#define STRING_HAS_NULS ((guint64) 1 << 63)

GType element_gtype (ElementType type); /* G_TYPE_NONE: anonymous */
TroveElementInfo element_info (ElementType type);
const char *element_name (ElementType type);
gsize element_size (ElementType type);

/* Whether elements are nothing but their bytes. */
gboolean element_is_bytes (ElementType type);

/* element-values.c */

/* The value that such an element has for a number: one that it can hold. */
Value value_for (ElementType type, guint64 number, const TroveRef *first, const TroveRef *second);
gboolean value_equal (const Value *a, const Value *b);
char *value_describe (const Value *value);

/* What a pool makes of a value, FALSE: it does not fit. */
gboolean value_convert (const Value *given, ElementType pool, Value *stored);

/* A number's text: its bytes and how many; valid until the next call but one. NULL for 0. */
const char *value_text (const Value *value, gsize *length);

void gvalue_make (GValue *gvalue, const Value *value); /* not of an anonymous type */
char *gvalue_compare (const GValue *gvalue, const Value *expected);

/* elements.c */

/* An element to append; element_free() lets go of what it holds. pool: where it is to go. */
void element_make (Element *element, ElementType pool, const Value *value);
void element_free (Element *element, ElementType pool);

/* A new object of one of the two types. */
gpointer element_object_new (ElementType type, guint64 number);

/* Changes an element in place, as a user with its address would. */
void element_write (gpointer address, ElementType pool, const Value *value);

/* NULL where it holds the value, else what it holds instead. */
char *element_compare (gconstpointer address, ElementType pool, const Value *expected);
