/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class variant: values as GVariants, of types that are neither numbers, strings, bytes, files nor variants themselves.
 *
 *   icons          as g_icon_serialize () has them
 *   GDateTime      "2026-02-03T04:05:06.5Z"
 *   other types    as the functions of g_value_register_transform_func () have them
 */

#pragma once

#include "class-field.h"

/* The variant of a value that is not NULL; NULL: there is none. */
GVariant *trove_class_variant_new (const TroveClassField *field, const GValue *value);

/* Sets a value of the field's type, which is unset. Icons of damaged variants give no warnings. FALSE: the variant is none of a value of
 * the field. */
gboolean trove_class_variant_get (const TroveClassField *field, GVariant *variant, GValue *value);
