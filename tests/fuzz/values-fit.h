/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values that fit a pool: an independent implementation of the rules, with which the target `values` compares the
 * library. */

#pragma once

#include "fuzz.h"

/* TRUE if the pool takes the value: expected is then initialized to the value that is read from the pool. */
gboolean value_fits (GType pool_type, const GValue *value, GValue *expected);

/* TRUE if append () may choose that pool of n_pools. */
gboolean value_may_choose (const GType *pools, guint n_pools, guint chosen, const GValue *value);
