/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "unknown-values.h"

#include "packed-variant.h"
#include "value-number.h"

/* A value as an application would write it, a full reference. NULL: none. */
static GVariant *
unwrap (GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE (TROVE_VALUE_FLOAT)))
    return g_variant_get_child_value (value, 0);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    return g_variant_ref (value);
  inner = g_variant_get_maybe (value);
  if (inner != NULL && g_variant_is_of_type (inner, G_VARIANT_TYPE ("(say)")))
    return trove_packed_variant_get (inner);
  return g_steal_pointer (&inner);
}

static GVariant *
list_value (const TroveRecord *record, const TroveClassField *field)
{
  const TroveSequenceNode *list = record->lists[field->offset];
  const guint32 n = trove_sequence_length (list);
  g_autofree TroveKey *keys = g_new (TroveKey, n);

  trove_sequence_copy (list, 0, keys, n);
  return g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, keys, n, sizeof *keys));
}

static GVariant *
value_of (const TroveRecord *record, const TroveClassField *field)
{
  gconstpointer at = trove_class_field_at (field, trove_record_data (record));
  GVariant *raw;

  if (trove_class_field_is_list (field))
    return list_value (record, field);
  if (trove_class_field_is_key (field))
    return g_variant_ref_sink (g_variant_new_uint64 (*(const TroveKey *) at));
  raw = *(GVariant *const *) at;
  return raw != NULL ? unwrap (raw) : NULL;
}

GVariant *
trove_unknown_values_new (const TroveRecord *record)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  const TroveClass *klass = record->klass;
  GVariantBuilder values;

  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  for (guint i = klass->plain->n_fields; i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];
      g_autoptr (GVariant) value = value_of (record, field);

      /* The name is interned. */
      if (g_hash_table_add (seen, (gpointer) field->pspec->name) && value != NULL)
        g_variant_builder_add (&values, "{sv}", field->pspec->name, value);
    }
  return g_variant_ref_sink (g_variant_builder_end (&values));
}
