/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class: the fields of the objects of one type, and where they are in the data of an object.
 *
 *   struct BaseData            ├ x 8 │ name 8 ┤
 *   struct DerivedData         ├ BaseData  16 │ target 8 │ size 4 │ hole 4 ┤
 *   fields of Derived            0    1         2          3                 and the lists, which have no place there
 *   names                      hash of quarks: name -> 1, size -> 3, target -> 2, x -> 0
 *
 * A derived class has the fields of its parent first, at the same indices and offsets, so that the data of its objects begins
 * with the data of the parent's. A hole is a byte of no field; it is 0 in the data of objects.
 *
 * Objects that were read from a file may have more fields than their type has in this program. Their class is an extended one
 * (class-extended.h), with the same type: plain is the class of the type then, whose fields come first.
 *
 * Classes are made by any thread, never freed and not changed after they were made. Any thread reads them.
 *
 * Invariants: n_fields <= 1,000, data_size <= 64 KiB. fields[i].index == i. offset + size <= data_size for each field that is no
 * list; no two of these overlap. The arrays of TroveFieldOffsets have each field of their kinds once, in the order of the
 * fields. lists.at[i].offset == i. */

#pragma once

#include "trove-glib/trove-field.h"

#include "class-limits.h"

#define TROVE_CLASS_MAX_FIELDS 1000
#define TROVE_CLASS_MAX_DATA_SIZE 65536

/* Some of the fields of a class, for quick walks. */
typedef struct
{
  guint16 offset; /* as in the field: in the data, or the number of a list */
  guint16 field;  /* index */
} TroveFieldOffset;

typedef struct
{
  const TroveFieldOffset *at;
  guint n;
} TroveFieldOffsets;

typedef struct _TroveClass TroveClass;

struct _TroveClass
{
  GType type;               /* 0: it is not registered yet */
  const char *name;         /* of the type */
  const TroveClass *plain;  /* the class of the type: itself, or the one that it extends */
  const TroveClass *parent; /* NULL: no class of the library's above; of an extended class, plain */
  const TroveClass *root; /* the first one above; types that references and lists name are derived from it */
  const TroveClassField *fields; /* the parent's first */
  guint n_fields;
  guint n_inherited;    /* of them from the parent */
  guint schema_version; /* of an extended class; class-version.h has that of others */
  gsize data_size;
  gsize data_alignment;      /* of the struct: 1 to TROVE_FIELD_MAX_ALIGNMENT */
  gboolean has_owned_memory; /* clearing the data does something; strings are not meant */
  TroveFieldOffsets strings; /* whose bytes the object keeps */
  TroveFieldOffsets cleared; /* fields that trove_class_clear () clears */
  TroveFieldOffsets references;
  TroveFieldOffsets owned;       /* children, by single fields */
  TroveFieldOffsets lists;       /* of both kinds */
  const TroveClassLimit *limits; /* of values in structs */
  guint n_limits;
  gconstpointer defaults; /* data with the defaults of all fields */
  const guint16 *slots;   /* index of a field + 1, 0: none; by the quark of the name */
  guint slot_mask;        /* number of slots, a power of two, - 1 */
};

/* Makes the class of a type, whose fields are those of parent and these. parent is NULL for the type that all other classes are
 * derived from. data_size is that of the struct where offsets are given, else 0: the class chooses the offsets of fields that have
 * -1. NULL with TYPE_MISMATCH or FULL: the message says which property cannot be stored, and why. */
const TroveClass *trove_class_new (GType type, const TroveClass *parent, gsize data_size,
                                   const TroveField *specs, guint n_specs, GError **error);

/* The same for a type of that name that does not exist yet, with offsets that the class chooses. Floating references on param
 * specs stay floating: bindings take them for their own. The name must last until trove_class_register (). */
TroveClass *trove_class_prepare (const char *name, const TroveClass *parent, const TroveField *specs,
                                 guint n_specs, GError **error);

/* Makes a prepared class that of the type, which is derived from the parent's. FALSE: the type has a class. */
gboolean trove_class_register (TroveClass *self, GType type);

/* A class of the same type, which has these fields behind those of a class of a type. It is not registered, and the names of its own
 * fields may be names that the class has: these are found first. NULL with FULL. */
TroveClass *trove_class_prepare_extended (const TroveClass *plain, const TroveField *specs, guint n_specs,
                                          GError **error);

/* Notes that objects may have fields or classes that the program does not know. */
void trove_class_note_unknown (void);
gboolean trove_class_any_unknown (void);

/* Frees a class that was not registered. */
void trove_class_free (TroveClass *self);

/* NULL: the type has no class. */
const TroveClass *trove_class_lookup (GType type);

/* The class of a type, when its first object is made: the types that fields name may get their classes later than the fields.
 * Initializes the GObject class of the type first, which may make it. A type that adds no fields gets a class with those of the
 * type above. NULL with TYPE_MISMATCH: no type above has a class. */
const TroveClass *trove_class_ensure (GType type, GError **error);

/* The number of fields that both classes begin with: the same properties, or unknown fields of the same names, kinds and types. Their
 * indices, offsets and list numbers are the same. */
guint trove_class_n_common (const TroveClass *a, const TroveClass *b);

/* TRUE for the name of a property that all objects have, which no field can have. */
gboolean trove_class_is_reserved (const char *name);

/* TRUE if a type above has a class, or the type itself: trove_class_ensure () would initialize no class but those of the library. */
gboolean trove_class_is_storable (GType type);

/* NULL: no field has the name. */
const TroveClassField *trove_class_find_name (const TroveClass *self, const char *name);

static inline const TroveClassField *
trove_class_find (const TroveClass *self, GQuark name)
{
  for (guint slot = name & self->slot_mask;; slot = (slot + 1) & self->slot_mask)
    {
      guint i = self->slots[slot];

      if (i == 0)
        return NULL;
      if (g_param_spec_get_name_quark (self->fields[i - 1].pspec) == name)
        return &self->fields[i - 1];
    }
}

/* TRUE if all fields are equal. */
gboolean trove_class_equal (const TroveClass *self, gconstpointer a, gconstpointer b);

/* Copies the data of an object to memory of data_size bytes. Strings are copied as pointers. FALSE: a copy function failed, and
 * dest is all 0. */
gboolean trove_class_copy (const TroveClass *self, gpointer dest, gconstpointer src);

/* The same from a struct of an application, whose holes may have any bytes; those of dest are 0. */
gboolean trove_class_import (const TroveClass *self, gpointer dest, gconstpointer src);

/* FALSE with TYPE_MISMATCH for a struct of an application with a value that its param spec does not allow, and that is another one than in
 * before. before: NULL: there is none. */
static inline gboolean
trove_class_check_limits (const TroveClass *self, gconstpointer data, gconstpointer before, GError **error)
{
  return self->n_limits == 0 ||
         trove_class_limits_check (self->limits, self->n_limits, self->fields, data, before, error);
}

/* Frees what the fields own; these fields are 0 then. */
void trove_class_clear (const TroveClass *self, gpointer data);
