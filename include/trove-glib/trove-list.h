/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_LIST (trove_list_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveList, trove_list, TROVE, LIST, GObject)

/* Reading: the rest by GListModel */

TROVE_AVAILABLE_IN_1_0
TroveObject *trove_list_dup_object (TroveList *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_list_find (TroveList *self, TroveObject *item, guint *position);

/* Editing */

TROVE_AVAILABLE_IN_1_0
gboolean trove_list_append (TroveList *self, TroveObject *item, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_list_insert (TroveList *self, guint position, TroveObject *item, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_list_remove (TroveList *self, guint position, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_list_move (TroveList *self, guint from, guint to, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_list_splice (TroveList *self, guint position, guint n_removals, TroveObject *const *additions,
                            guint n_additions, GError **error);

G_END_DECLS
