/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Packed variant: a variant of any type as its type and its bytes, a variant of the type (say).
 *
 *   <(1, 'a')>      ('(is)', [byte 01, 00, 00, 00, 61, 00])
 *
 * So its depth does not add to that of the whole. The bytes are in little endian. */

#pragma once

#include <glib.h>

/* The reference is floating. NULL: the variant has too many levels. */
GVariant *trove_packed_variant_new (GVariant *variant);

/* A copy of the variant, a full reference. NULL: the type or the bytes are none of a variant. */
GVariant *trove_packed_variant_get (GVariant *packed);
