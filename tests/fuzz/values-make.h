/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The values of the target `values`: made of the input, and compared. */

#pragma once

#include "fuzz.h"

/* Types of pools. */
guint value_n_types (void);
GType value_type (guint index);

/* A type that is refused: a boxed one of a collector's. */
GType value_refused_type (void);

/* Makes a value of any type, one that fits that pool half of the time. */
void value_make (GValue *value, GType pool_type, FuzzInput *input);

/* The same type, and the same content: for what is counted, the same instance. */
gboolean value_equal (const GValue *a, const GValue *b);
