/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* By key: what documents and versions read of a state in the same way, without handles. */

#pragma once

#include "state/state.h"

/* The field of an object with that name, if it is of a kind that the caller wants; else a critical, and NULL. */
const TroveClassField *trove_by_key_list (const TroveRecord *record, const char *name);
const TroveClassField *trove_by_key_owned (const TroveRecord *record, const char *name);

/* The data of an object, or NULL. type may be NULL. */
gconstpointer trove_by_key_peek (const TroveState *state, TroveKey key, GType *type);

guint trove_by_key_n_items (const TroveState *state, TroveKey key, const char *list);
const TroveKey *trove_by_key_peek_record_items (const TroveRecord *record, const char *list, guint first,
                                                guint *n);
const TroveKey *trove_by_key_peek_items (const TroveState *state, TroveKey key, const char *list, guint first,
                                         guint *n);
guint trove_by_key_copy_items (const TroveState *state, TroveKey key, const char *list, guint first,
                               TroveKey *keys, guint n);
TroveKey trove_by_key_owner (const TroveState *state, TroveKey key, const char **property, guint *position);
TroveKey *trove_by_key_dup_referrers (const TroveState *state, TroveKey key, gsize *n);
