/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-key.h"
#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_FRAGMENT (trove_fragment_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveFragment, trove_fragment, TROVE, FRAGMENT, GObject)

/* Copying */

TROVE_AVAILABLE_IN_1_0
TroveFragment *trove_fragment_new (TroveVersion *version, const TroveKey *keys, gsize n_keys, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveFragment *trove_fragment_new_from_bytes (GBytes *bytes, GError **error);
TROVE_AVAILABLE_IN_1_0
GBytes *trove_fragment_to_bytes (TroveFragment *self, GError **error);

/* Description */

TROVE_AVAILABLE_IN_1_0
guint trove_fragment_get_n_objects (TroveFragment *self);
TROVE_AVAILABLE_IN_1_0
guint trove_fragment_get_n_roots (TroveFragment *self);
TROVE_AVAILABLE_IN_1_0
GType trove_fragment_get_root_type (TroveFragment *self, guint index);

/* Pasting */

TROVE_AVAILABLE_IN_1_0
gboolean trove_fragment_insert (TroveFragment *self, TroveList *list, guint position, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_fragment_assign (TroveFragment *self, TroveObject *owner, const char *property,
                                GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_fragment_insert_by_key (TroveFragment *self, TroveDocument *document, TroveKey owner,
                                       const char *property, guint position, TroveKey *keys, GError **error);

G_END_DECLS
