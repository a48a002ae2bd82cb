/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class types: a field of every type of values that objects can have, with values to set. */

#pragma once

#include <gio/gio.h>

#include "state/class-value.h"
#include "state/class.h"

#include "counting-element.h"

typedef enum
{
  KIT_LOW = -5,
  KIT_ZERO = 0,
  KIT_HIGH = 7,
} KitEnum;

/* Stored inline; it has a hole. */
typedef struct
{
  guint8 small;
  gint32 large;
} KitPoint;

/* Stored inline, of an odd size. */
typedef struct
{
  guint8 bytes[3];
} KitOdd;

/* Stored as pointers to copies. */
typedef struct
{
  int width;
} KitBox;

/* Name, type in a struct, kind, the type of its values. */
#define KIT_MEMBERS(DO)                                                                                      \
  DO (char, gint8, SCALAR, G_TYPE_CHAR)                                                                      \
  DO (uchar, guint8, SCALAR, G_TYPE_UCHAR)                                                                   \
  DO (boolean, gboolean, SCALAR, G_TYPE_BOOLEAN)                                                             \
  DO (int, gint, SCALAR, G_TYPE_INT)                                                                         \
  DO (uint, guint, SCALAR, G_TYPE_UINT)                                                                      \
  DO (unichar, gunichar, SCALAR, G_TYPE_UINT)                                                                \
  DO (long, glong, SCALAR, G_TYPE_LONG)                                                                      \
  DO (ulong, gulong, SCALAR, G_TYPE_ULONG)                                                                   \
  DO (int64, gint64, SCALAR, G_TYPE_INT64)                                                                   \
  DO (uint64, guint64, SCALAR, G_TYPE_UINT64)                                                                \
  DO (float, float, SCALAR, G_TYPE_FLOAT)                                                                    \
  DO (double, double, SCALAR, G_TYPE_DOUBLE)                                                                 \
  DO (enum, KitEnum, SCALAR, kit_enum_get_type ())                                                           \
  DO (flags, guint, SCALAR, kit_flags_get_type ())                                                           \
  DO (gtype, GType, SCALAR, G_TYPE_GTYPE)                                                                    \
  DO (string, const char *, STRING, G_TYPE_STRING)                                                           \
  DO (name, const char *, STRING, G_TYPE_STRING)                                                             \
  DO (strv, char **, STRV, G_TYPE_STRV)                                                                      \
  DO (bytes, GBytes *, BYTES, G_TYPE_BYTES)                                                                  \
  DO (variant, GVariant *, VARIANT, G_TYPE_VARIANT)                                                          \
  DO (point, KitPoint, INLINE, kit_point_get_type ())                                                        \
  DO (odd, KitOdd, INLINE, kit_odd_get_type ())                                                              \
  DO (counted, CountingElement, INLINE, kit_counted_get_type ())                                             \
  DO (box, KitBox *, BOXED, kit_box_get_type ())                                                             \
  DO (date, GDateTime *, BOXED, G_TYPE_DATE_TIME)                                                            \
  DO (file, GFile *, IMMUTABLE, G_TYPE_FILE)                                                                 \
  DO (icon, GThemedIcon *, IMMUTABLE, G_TYPE_THEMED_ICON)                                                    \
  DO (fixed, GObject *, IMMUTABLE, kit_fixed_get_type ())                                                    \
  DO (target, TroveKey, REFERENCE, kit_root_get_type ())                                                     \
  DO (child, TroveKey, OWNED, kit_root_get_type ())

#define KIT_NAME(name, ctype, kind, type) KIT_##name,
enum
{
  KIT_MEMBERS (KIT_NAME) KIT_N_TYPES
};
#undef KIT_NAME

typedef struct
{
  const char *name;
  gsize size;
  gsize alignment;
  TroveFieldKind kind;
  GType type;
} KitType;

GType kit_enum_get_type (void);
GType kit_flags_get_type (void);
GType kit_point_get_type (void);
GType kit_odd_get_type (void);
GType kit_counted_get_type (void); /* its copies are counted by kit_counting */
GType kit_box_get_type (void);
GType kit_fixed_get_type (void); /* of objects that never change, and are compared by a number */
GType kit_root_get_type (void);  /* of objects of a document */

extern Counting kit_counting;
extern guint kit_n_boxes; /* that were copied and not freed */

void kit_init (void);
void kit_finish (void); /* fails where a copy was not freed */

const KitType *kit_get_type (guint i);

/* Lets counted values and boxes be written as variants. The other types of inline and immutable values cannot. */
void kit_register_transforms (void);

/* Whether the last box that became a variant could not edit documents meanwhile. */
extern gboolean kit_box_was_guarded;

/* The property "PREFIX-NAME". */
GParamSpec *kit_new_pspec (guint i, const char *prefix);

/* Initializes a value of the field's type. 0 and 1 are different, and 1 is not the default. Two values of one number are equal,
 * but no references to the same memory. */
void kit_init_value (guint i, GValue *value, guint number);

/* A type of objects, another one each time. */
GType kit_new_type (GType parent);

/* The class of kit_root_get_type (), without fields. */
const TroveClass *kit_root_class (void);

/* A class below the root with a field of each type, whose names have a prefix; offsets are chosen. parent is a class or NULL. */
const TroveClass *kit_new_class (const TroveClass *parent, const char *prefix);
