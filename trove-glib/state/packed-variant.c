/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "packed-variant.h"

GVariant *
trove_packed_swap (GVariant *variant)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_variant_get_normal_form (variant);
#endif
}

/* A variant of bytes that were read; NULL: the bytes are not in normal form. */
static GVariant *
variant_of_bytes (const GVariantType *type, GBytes *bytes)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_from_bytes (type, bytes, FALSE));

  return g_variant_is_normal_form (variant) ? trove_packed_swap (variant) : NULL;
}

GVariant *
trove_packed_bytes_new (GVariant *variant)
{
  g_autoptr (GVariant) swapped = trove_packed_swap (variant);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (swapped);

  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

GVariant *
trove_packed_bytes_get (const GVariantType *type, GVariant *bytes)
{
  g_autoptr (GBytes) data = g_variant_get_data_as_bytes (bytes);

  return variant_of_bytes (type, data);
}

GVariant *
trove_packed_variant_new (GVariant *variant)
{
  g_autoptr (GVariant) bytes = g_variant_ref_sink (trove_packed_bytes_new (variant)), again = NULL;

  again = trove_packed_bytes_get (g_variant_get_type (variant), bytes);
  return again != NULL ? g_variant_new ("(s@ay)", g_variant_get_type_string (variant), bytes) : NULL;
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
