/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_BORROW (trove_borrow_get_type ())

/**
 * TroveBorrow:
 *
 * A guard: an object that stands for the borrow of one element. During a shared borrow, the element does not
 * change. During a mutable borrow, only the holder of the guard reads and changes the element.
 *
 * In C, a guard is on the stack: `trove_borrow_init()` or `trove_borrow_init_mut()` begins the borrow, and
 * [method@Trove.Borrow.clear] or `g_auto (TroveBorrow)` ends it. Other languages get a guard from
 * [method@Trove.Arena.borrow] or [method@Trove.Arena.borrow_mut], and end the borrow with
 * [method@Trove.Borrow.release]. Copies of such a guard are references to the same guard. A guard holds the
 * sub-arena of its element, even after the arena is gone.
 *
 * Since: 1.0
 */
struct _TroveBorrow
{
  /*< private >*/
  guint64 priv[8];
};

/**
 * TROVE_BORROW_INIT: (skip)
 *
 * Initializes a [struct@Trove.Borrow] on the stack as a released guard.
 *
 * Since: 1.0
 */
#define TROVE_BORROW_INIT                                                                                    \
  {                                                                                                          \
    {                                                                                                        \
      0,                                                                                                     \
    }                                                                                                        \
  }

TROVE_AVAILABLE_IN_1_0
GType trove_borrow_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
gboolean trove_borrow_init (TroveBorrow *borrow, TroveArena *arena, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_borrow_init_mut (TroveBorrow *borrow, TroveArena *arena, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
void trove_borrow_clear (TroveBorrow *borrow);

TROVE_AVAILABLE_IN_1_0
TroveBorrow *trove_borrow_ref (TroveBorrow *self);
TROVE_AVAILABLE_IN_1_0
void trove_borrow_unref (TroveBorrow *self);

TROVE_AVAILABLE_IN_1_0
gconstpointer trove_borrow_get_raw (const TroveBorrow *borrow);
TROVE_AVAILABLE_IN_1_0
gpointer trove_borrow_get_mut_raw (TroveBorrow *borrow);

TROVE_AVAILABLE_IN_1_0
GValue *trove_borrow_get_value (TroveBorrow *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_borrow_set_value (TroveBorrow *self, const GValue *value, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_borrow_dup_ref (TroveBorrow *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_borrow_is_mutable (TroveBorrow *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_borrow_is_released (TroveBorrow *self);
TROVE_AVAILABLE_IN_1_0
void trove_borrow_release (TroveBorrow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroveBorrow, trove_borrow_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TroveBorrow, trove_borrow_clear)

G_END_DECLS
