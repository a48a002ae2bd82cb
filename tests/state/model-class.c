/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "model-class.h"

#include <string.h>

#include "class-types.h"

/* Classes */

typedef struct
{
  guint64 words[128];
} Bulk;

static gpointer
copy_bulk (gpointer bulk)
{
  return g_memdup2 (bulk, sizeof (Bulk));
}

static void
bulk_to_variant (const GValue *from, GValue *to)
{
  const Bulk *bulk = g_value_get_boxed (from);

  g_value_set_variant (to, g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, bulk->words,
                                                      G_N_ELEMENTS (bulk->words), sizeof (guint64)));
}

static void
variant_to_bulk (const GValue *from, GValue *to)
{
  GVariant *variant = g_value_get_variant (from);
  gsize n = 0;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE ("at")))
    g_variant_get_fixed_array (variant, &n, sizeof (guint64));
  if (n == G_N_ELEMENTS (((Bulk *) NULL)->words))
    g_value_set_boxed (to, g_variant_get_fixed_array (variant, &n, sizeof (guint64)));
}

static GType
bulk_get_type (void)
{
  static const TroveElementInfo info = TROVE_ELEMENT (Bulk);
  static GType type;

  if (type == 0)
    {
      type = g_boxed_type_register_static ("ModelBulk", copy_bulk, g_free);
      trove_layout_register (type, &info);
      g_value_register_transform_func (type, G_TYPE_VARIANT, bulk_to_variant);
      g_value_register_transform_func (G_TYPE_VARIANT, type, variant_to_bulk);
    }
  return type;
}

static TroveField
new_key (const char *name, GType type, GParamFlags flags)
{
  return (TroveField){ g_param_spec_object (name, NULL, NULL, type, G_PARAM_READWRITE | flags), -1, 0 };
}

static TroveField
new_list (const char *name, GType type, GParamFlags flags)
{
  return (TroveField){ trove_param_spec_list (name, NULL, NULL, type, G_PARAM_READABLE | flags), -1, 0 };
}

static const TroveClass *
new_class (GType type, const TroveClass *parent, const TroveField *specs, guint n)
{
  GError *error = NULL;
  const TroveClass *klass = trove_class_new (type, parent, 0, specs, n, &error);

  g_assert_no_error (error);
  return klass;
}

static const TroveClass *
new_node_class (void)
{
  GType type = kit_new_type (kit_root_get_type ());
  const TroveField specs[] = {
    { g_param_spec_uint64 ("number", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READWRITE), -1, 0 },
    { g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE), -1, 0 },
    { g_param_spec_boxed ("counted", NULL, NULL, kit_counted_get_type (), G_PARAM_READWRITE), -1, 0 },
    new_key ("target", type, 0),
    new_key ("other", type, 0),
    new_key ("child", type, TROVE_PARAM_OWNED),
    new_key ("spare", type, TROVE_PARAM_OWNED),
    new_list ("kids", type, TROVE_PARAM_OWNED),
    new_list ("links", type, 0),
  };

  return new_class (type, kit_root_class (), specs, G_N_ELEMENTS (specs));
}

static const TroveClass *
new_group_class (const TroveClass *node)
{
  GType type = kit_new_type (node->type);
  const TroveField specs[] = {
    new_key ("chief", type, 0),
    new_key ("cover", type, TROVE_PARAM_OWNED),
    new_list ("parts", type, TROVE_PARAM_OWNED),
    new_list ("deputies", type, 0),
  };

  return new_class (type, node, specs, G_N_ELEMENTS (specs));
}

static const TroveClass *
new_crate_class (const TroveClass *node)
{
  const TroveField spec = { g_param_spec_boxed ("bulk", NULL, NULL, bulk_get_type (), G_PARAM_READWRITE), -1,
                            0 };

  return new_class (kit_new_type (node->type), node, &spec, 1);
}

const TroveClass *
model_class (ModelClass which)
{
  static const TroveClass *classes[MODEL_N_CLASSES];

  if (classes[MODEL_NODE] == NULL)
    {
      classes[MODEL_NODE] = new_node_class ();
      classes[MODEL_GROUP] = new_group_class (classes[MODEL_NODE]);
      classes[MODEL_CRATE] = new_crate_class (classes[MODEL_NODE]);
    }
  return classes[which];
}

const TroveClassField *
model_field (ModelClass which, ModelField field)
{
  g_assert_cmpuint (field, <, model_class (which)->n_fields);
  return &model_class (which)->fields[field];
}

/* Values */

/* 0: NULL. Others have 1 to 40 bytes. */
static const char *
text_of (guint64 value)
{
  g_autofree char *text = NULL;

  if (value == 0)
    return NULL;
  text = g_strdup_printf ("%0*" G_GUINT64_FORMAT, (int) (value % 40 + 1), value);
  return g_intern_string (text);
}

static void
write_value (const TroveClassField *field, guint64 value, gpointer at)
{
  const CountingElement counted = { .value = (gint64) value };

  if (field->kind == TROVE_KIND_STRING)
    *(const char **) at = text_of (value);
  else if (field->type == kit_counted_get_type ())
    memcpy (at, &counted, sizeof counted);
  else
    memcpy (at, &value, sizeof value); /* the first word of a bulk */
}

gpointer
model_new_data (const TroveClass *klass, const guint64 *values)
{
  gpointer data = g_malloc0 (klass->data_size);

  for (guint i = 0; i < klass->n_fields; i++)
    if (!trove_class_field_is_list (&klass->fields[i]))
      write_value (&klass->fields[i], values[i], trove_class_field_at (&klass->fields[i], data));
  return data;
}

void
model_check_value (const TroveClassField *field, guint64 value, gconstpointer at)
{
  if (field->kind == TROVE_KIND_STRING)
    g_assert_cmpstr (*(const char *const *) at, ==, text_of (value));
  else if (field->type != kit_counted_get_type ())
    g_assert_cmpmem (at, sizeof value, &value, sizeof value);
  else if (value != 0)
    counting_check (&kit_counting, at, (gint64) value);
  else
    g_assert_true (trove_class_field_is_zero (field, at));
}
