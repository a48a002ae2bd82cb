/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class field: how the values of one property are kept in the data of objects, and how they are compared, copied and turned
 * into a GValue. No GObject is made here: a reference is a key, and a list is kept outside the data.
 *
 *   kind         in the data                   two values are equal
 *   scalar       the C type                    bit by bit
 *   string       const char *                  by content
 *   strv         char **, a shared boxed       by content
 *   bytes        GBytes *, a reference         by content
 *   variant      GVariant *, a reference       by type and content
 *   inline       the struct                    byte by byte
 *   boxed        a pointer, a shared boxed     dates by time and offset, others by the variants they become
 *   immutable    GObject *, a reference        by the function of its type
 *   reference    TroveKey                      the same key
 *   owned        TroveKey                      the same key
 *   lists        nothing
 *
 * A struct whose copy function makes other bytes, as a duplicate of something it points to, is another value after each copy. Its
 * type is better left unregistered: a boxed pointer is shared by all copies.
 *
 * All bytes 0 is a good value of every field: 0, NULL, no object. The functions of an inline type are not called for a struct
 * whose bytes are all 0, which is the value before any was set.
 *
 * A field that stands for one of a file which this program does not know is a raw one: a variant of the file's type, which nothing
 * converts.
 *
 * The bytes of a string belong to the object that holds the data: copying a field copies the pointer alone, and clearing it
 * frees nothing. All else that a field points to is its own. */

#pragma once

#include <glib-object.h>

#include "core/layout.h"

#include "key.h"

#define TROVE_FIELD_MAX_ALIGNMENT 8 /* that of blocks */

typedef enum
{
  TROVE_KIND_SCALAR, /* boolean, integers, float, double, enum, flags, GType */
  TROVE_KIND_STRING,
  TROVE_KIND_STRV,
  TROVE_KIND_BYTES,
  TROVE_KIND_VARIANT,
  TROVE_KIND_INLINE, /* a boxed type that was registered with trove_element_register () */
  TROVE_KIND_BOXED,  /* any other boxed type */
  TROVE_KIND_IMMUTABLE,
  TROVE_KIND_REFERENCE,
  TROVE_KIND_OWNED,
  TROVE_KIND_REFERENCE_LIST,
  TROVE_KIND_OWNED_LIST,
} TroveFieldKind;

typedef struct
{
  GParamSpec *pspec;      /* a reference */
  GType owner;            /* of the class that has declared the field */
  GType type;             /* of values; of references and lists, of their objects */
  const char *type_name;  /* of their objects, interned, where it is known by name alone; else NULL */
  const char *raw_type;   /* of a raw field, interned: the type of its variants in the file; else NULL */
  const char *raw_target; /* the same of a reference or list: the name of the type of its objects */
  TroveFieldKind kind;
  guint32 size;        /* bytes in the data; 0: a list */
  guint16 alignment;   /* in the data: 1 to TROVE_FIELD_MAX_ALIGNMENT */
  guint16 offset;      /* in the data; of a list, its number among the lists of the class */
  guint16 index;       /* among the fields of the class, and of those that are derived from it */
  gboolean interned;   /* a string whose bytes are from g_intern_string () */
  gboolean by_element; /* a set of strings, or a dictionary: merged element by element */
  guint16
      together; /* of fields that a merge takes from one side: the index of the first one + 1; 0: merged alone */
  union
  {
    const TroveLayout *layout; /* owned; of inline */
    GEqualFunc equal;          /* of immutable; NULL: the same pointer */
  };
} TroveClassField;

/* Fills in a field of the class owner, all but its index and offset. Objects are those of types derived from root. Returns the
 * reason where the property cannot be stored, to be freed; else NULL, and field has a reference to pspec. */
char *trove_class_field_init (TroveClassField *field, GParamSpec *pspec, GType owner, GType root);
void trove_class_field_finish (TroveClassField *field);

/* Lets fields hold objects of the type, which never change. equal is called for two objects, on any thread; NULL compares
 * pointers. GFile and GIcon need no call. Does nothing for a type that was added before. */
void trove_class_add_immutable (GType type, GEqualFunc equal);

/* The param spec's data with the name of the type of objects. */
GQuark trove_class_field_type_name_quark (void);

/* The param spec's data with the name, interned, that it shares with those that it belongs together with. */
GQuark trove_class_field_together_quark (void);

/* TRUE if the field takes objects of a type. */
gboolean trove_class_field_takes (const TroveClassField *field, GType type);

/* The name that the field shares with those that it belongs together with, interned, or NULL. */
static inline const char *
trove_class_field_together_name (const TroveClassField *field)
{
  return g_param_spec_get_qdata (field->pspec, trove_class_field_together_quark ());
}

static inline const char *
trove_class_field_type_name (const TroveClassField *field)
{
  return field->type_name != NULL ? field->type_name : g_type_name (field->type);
}

static inline gboolean
trove_class_field_is_list (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_REFERENCE_LIST || field->kind == TROVE_KIND_OWNED_LIST;
}

/* TRUE for a field of an extended class that this program does not know (class-extended.h): it is no GObject property. */
static inline gboolean
trove_class_field_is_unknown (const TroveClassField *field)
{
  return field->raw_type != NULL || field->raw_target != NULL;
}

static inline gboolean
trove_class_field_is_key (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_REFERENCE || field->kind == TROVE_KIND_OWNED;
}

/* TRUE if copies of a value share something with it, or are to be cleared. Strings are not meant. */
static inline gboolean
trove_class_field_owns (const TroveClassField *field)
{
  return (field->kind >= TROVE_KIND_STRV && field->kind <= TROVE_KIND_IMMUTABLE) &&
         (field->kind != TROVE_KIND_INLINE || field->layout->copy != NULL || field->layout->clear != NULL);
}

/* The functions below take fields that are no lists. data is the struct of an object, of which the field is a part. */

static inline gpointer
trove_class_field_at (const TroveClassField *field, gconstpointer data)
{
  return (char *) data + field->offset;
}

/* TRUE if all bytes of the value at that address are 0. */
gboolean trove_class_field_is_zero (const TroveClassField *field, gconstpointer at);

gboolean trove_class_field_equal (const TroveClassField *field, gconstpointer a, gconstpointer b);

/* Copies a value from one address to another, where nothing is to be cleared. FALSE: a copy function failed, and all bytes at
 * to are 0. A copy function of another library may call anything; trove_copying_runs () is TRUE meanwhile. */
gboolean trove_class_field_copy_value (const TroveClassField *field, gpointer to, gconstpointer from);

/* The same from one struct to another. */
static inline gboolean
trove_class_field_copy (const TroveClassField *field, gpointer dest, gconstpointer src)
{
  return trove_class_field_copy_value (field, trove_class_field_at (field, dest),
                                       trove_class_field_at (field, src));
}

/* Frees the value; the field is all 0 afterwards. */
void trove_class_field_clear (const TroveClassField *field, gpointer data);
