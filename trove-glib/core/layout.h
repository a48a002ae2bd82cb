/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layout: size, alignment, copy, clear and trace functions of an element type.
 *
 * Invariants: 1 <= stride <= 64 KiB, alignment a power of two up to 64, stride a multiple of it.
 * memcpy() may move an element. copy == NULL: memcpy() also copies it. clear == NULL: nothing is to be cleared. */

#pragma once

#include <glib-object.h>

#include "trove-glib/trove-element.h"
#include "trove-glib/trove-ref.h"

#define TROVE_MAX_ALIGNMENT 64 /* of an element */

/* How values of a pool are stored. */
typedef enum
{
  TROVE_STORE_SCALAR,  /* integers, floats, boolean, enum, flags, GType: the C type itself */
  TROVE_STORE_POINTER, /* a pointer, not owned */
  TROVE_STORE_STRING,  /* const char *, its bytes in the sub-arena behind a TroveString header */
  TROVE_STORE_INLINE,  /* a struct: registered boxed or anonymous */
  TROVE_STORE_BOXED,   /* an owned pointer, as the next three */
  TROVE_STORE_OBJECT,
  TROVE_STORE_VARIANT,
  TROVE_STORE_PARAM,
  TROVE_STORE_VALUE, /* a GValue: of any type, or of one that fits no other way */
} TroveStore;

typedef struct
{
  gsize stride; /* bytes from one element to the next */
  gsize alignment;
  gboolean (*copy) (gpointer dest, gconstpointer src, gpointer data);
  void (*clear) (gpointer element, gpointer data);
  void (*trace) (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data);
  gpointer data;
  TroveStore store;
  GType type;        /* as declared; 0: anonymous */
  GType fundamental; /* of type */
} TroveLayout;

/* Fills in the layout. Returns the reason where the info cannot be used, else NULL. */
const char *trove_layout_init (TroveLayout *layout, const TroveElementInfo *info);

/* TRUE if elements of one layout can stand for elements of the other. */
gboolean trove_layout_equal (const TroveLayout *a, const TroveLayout *b);

/* The name of a pool of this layout in messages; free it. */
char *trove_layout_name (const TroveLayout *layout);

void trove_layout_register (GType boxed_type, const TroveElementInfo *info);

/* TRUE if copying or clearing an element calls a function, which may do anything. */
static inline gboolean
trove_layout_calls_back (const TroveLayout *layout)
{
  return layout->copy != NULL || layout->clear != NULL;
}

/* The type of the pool's values for callers: G_TYPE_NONE for anonymous structs. */
static inline GType
trove_layout_value_type (const TroveLayout *layout)
{
  return layout->type != 0 ? layout->type : G_TYPE_NONE;
}
