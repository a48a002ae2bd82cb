/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What fits a pool, said once more and in another way than the library's: what the target `values` goes by. */

#pragma once

#include "fuzz.h"

/* Whether the pool takes the value, and then what is read from it: expected is initialized. */
gboolean value_fits (GType pool_type, const GValue *value, GValue *expected);

/* Whether append () may choose that pool, of all that there are. */
gboolean value_may_choose (const GType *pools, guint n_pools, guint chosen, const GValue *value);
