/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Classes of the objects of random programs, and their values, which numbers stand for.
 *
 * A number is the value of a field in the model: two values are equal exactly if their numbers are. The number of a scalar is its
 * bits, that of a key is the key. For all other fields 0 is the value whose bytes are all 0, and a default that is another value
 * has the number VALUE_DEFAULT. The number of a boxed pointer is the serial of the copy that it points to, shifted, and what it
 * points to in the lowest byte. */

#pragma once

#include "state/class.h"

#include "test-support.h"

#define VALUE_DEFAULT 0xff
#define VALUE_MOST 200 /* greatest number to choose of a field that is neither a scalar nor a key */

typedef enum
{
  CLASS_NODE,  /* names, all kinds of lists and keys */
  CLASS_GROUP, /* derived from Node */
  CLASS_TINY,  /* 1 byte */
  CLASS_DOT,   /* derived from Tiny without fields of its own */
  CLASS_CRATE, /* 4 KiB */
  CLASS_FULL,  /* a field of each type */
  CLASS_MANY,  /* the first of N_MANY classes of 4 bytes, each derived from the one before or from the root */
} ClassNumber;

#define N_MANY 200
#define N_CLASSES (CLASS_MANY + N_MANY)

/* Made when it is asked for first. */
const TroveClass *class_get (guint number);

/* The type that all of them are derived from; it has no fields. */
GType class_root_type (void);

/* Types of no objects. */
GType class_abstract_type (void);
GType class_none_type (void); /* without a class */

/* The struct of an application with values. Holes have bytes that are not 0. g_free () frees it; its values stay. */
gpointer class_new_data (const TroveClass *klass, const guint64 *values);

/* Writes one value to a struct. */
void class_write (const TroveClassField *field, gpointer data, guint64 value);

/* The numbers of the defaults. */
void class_get_defaults (const TroveClass *klass, guint64 *values);

/* FALSE for a value that the param spec does not allow, and an edit by key refuses. Not for keys. */
gboolean class_allows_value (const TroveClassField *field, guint64 value);

/* A number of a small choice. Few are not allowed. Not for keys. A boxed pointer has no serial yet. */
guint64 class_choose_value (const TroveClassField *field, guint8 choice);

/* The value in the data is the one of the number. */
void class_check_value (const TroveClassField *field, gconstpointer data, guint64 value);

/* Copies of tallies, which are structs that count their copies. */
extern guint64
    class_fail_copy_after; /* copies that still succeed before one fails; G_MAXUINT64: none fails */
void class_check_no_copies (void);
