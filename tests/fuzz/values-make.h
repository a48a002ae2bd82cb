/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The values of the target `values`: makes them from the input, and compares them. */

#pragma once

#include "fuzz.h"

/* The types of pools. */
guint value_n_types (void);
GType value_type (guint index);

/* A type that the library refuses: a boxed type of a language binding's garbage collector. */
GType value_refused_type (void);

/* Makes a value of any type. Half of the values have the pool's type. */
void value_make (GValue *value, GType pool_type, FuzzInput *input);

/* TRUE if both have the same type and content. Reference-counted contents must be the same instance. */
gboolean value_equal (const GValue *a, const GValue *b);
