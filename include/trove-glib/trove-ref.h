/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_REF (trove_ref_get_type ())

/**
 * TroveRef:
 * @sub_arena: the id of the sub-arena that the element is in; 0 for the null ref
 * @offset: the index of the element in bits 0–39, and its pool in bits 40–47
 *
 * A handle on one element.
 *
 * A ref has 16 bytes. C code copies it with `=`. It means the same in every arena and snapshot that holds its
 * sub-arena. A ref does not keep the element alive.
 *
 * Since: 1.0
 */
struct _TroveRef
{
  guint64 sub_arena;
  guint64 offset;
};

/**
 * TROVE_REF_INIT: (skip)
 *
 * Initializes a [struct@Trove.Ref] on the stack or in a struct to the null ref.
 *
 * Since: 1.0
 */
#define TROVE_REF_INIT                                                                                       \
  {                                                                                                          \
    0, 0                                                                                                     \
  }

TROVE_AVAILABLE_IN_1_0
GType trove_ref_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
TroveRef *trove_ref_copy (const TroveRef *ref);
TROVE_AVAILABLE_IN_1_0
void trove_ref_free (TroveRef *ref);

TROVE_AVAILABLE_IN_1_0
gboolean trove_ref_equal (gconstpointer a, gconstpointer b);
TROVE_AVAILABLE_IN_1_0
guint trove_ref_hash (gconstpointer ref);

TROVE_AVAILABLE_IN_1_0
gboolean trove_ref_is_null (const TroveRef *self);
TROVE_AVAILABLE_IN_1_0
guint trove_ref_get_pool (const TroveRef *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_ref_get_index (const TroveRef *self);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_ref_get_nth (const TroveRef *self, guint64 n, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef trove_ref_nth (const TroveRef *first, guint64 n);

TROVE_AVAILABLE_IN_1_0
char *trove_ref_to_string (const TroveRef *self);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_ref_parse (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroveRef, trove_ref_free)

G_END_DECLS
