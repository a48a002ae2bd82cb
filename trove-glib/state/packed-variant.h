/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Packed variant: a variant of any type as its type and its bytes, a variant of the type (say).
 *
 *   <(1, 'a')>      ('(is)', [byte 01, 00, 00, 00, 61, 00])
 *
 * So its depth does not add to that of the whole. The bytes are in little endian. */

#pragma once

#include <glib.h>

/* A variant in little endian from one in the machine's byte order, or the other way round, a full reference. */
GVariant *trove_packed_swap (GVariant *variant);

/* The bytes alone, a variant of the type ay. The reference is floating. */
GVariant *trove_packed_bytes_new (GVariant *variant);

/* The variant of a type, a full reference, which may share the bytes. NULL: they are not in normal form. */
GVariant *trove_packed_bytes_get (const GVariantType *type, GVariant *bytes);

/* The reference is floating. NULL: the variant has too many levels. */
GVariant *trove_packed_variant_new (GVariant *variant);

/* A copy of the variant, a full reference. NULL: the type or the bytes are none of a variant. */
GVariant *trove_packed_variant_get (GVariant *packed);
