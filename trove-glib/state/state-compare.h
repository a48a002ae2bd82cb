/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Comparing two states of one origin. */

#pragma once

#include "state.h"

/* An object that differs: its records in both states, NULL where the object is not. Returns FALSE to stop. */
typedef gboolean (*TroveStateCompareFunc) (TroveKey key, const TroveRecord *a, const TroveRecord *b,
                                           gpointer data);

/* Calls func for each object that one state has alone, whose fields or lists differ, or whose owner or owner's field does, in
 * increasing order of the keys. Derived data that differs otherwise is no difference. Time depends on the objects that were
 * written to between the states. Returns FALSE if func did. */
gboolean trove_state_compare (const TroveState *a, const TroveState *b, TroveStateCompareFunc func,
                              gpointer data);

/* TRUE if nothing differs. */
gboolean trove_state_equal (const TroveState *a, const TroveState *b);
