/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packed-variant.h"

#if G_BYTE_ORDER == G_BIG_ENDIAN
#define LITTLE_ENDIAN_OF(variant) g_variant_byteswap (variant)
#else
#define LITTLE_ENDIAN_OF(variant) g_variant_get_normal_form (variant)
#endif

/* A variant of bytes that were read; NULL: the bytes are not in normal form. */
static GVariant *
variant_of_bytes (const GVariantType *type, GBytes *bytes)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_from_bytes (type, bytes, FALSE));

  return g_variant_is_normal_form (variant) ? LITTLE_ENDIAN_OF (variant) : NULL;
}

GVariant *
trove_packed_variant_new (GVariant *variant)
{
  g_autoptr (GVariant) swapped = LITTLE_ENDIAN_OF (variant), again = NULL;
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (swapped);

  again = variant_of_bytes (g_variant_get_type (swapped), bytes);
  if (again == NULL)
    return NULL;
  return g_variant_new ("(s@ay)", g_variant_get_type_string (swapped),
                        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
}

GVariant *
trove_packed_variant_get (GVariant *packed)
{
  g_autoptr (GVariant) data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *type;

  g_variant_get (packed, "(&s@ay)", &type, &data);
  if (!g_variant_type_string_is_valid (type) || !g_variant_type_is_definite (G_VARIANT_TYPE (type)))
    return NULL;
  bytes = g_bytes_new (g_variant_get_data (data), g_variant_get_size (data));
  return variant_of_bytes (G_VARIANT_TYPE (type), bytes);
}
