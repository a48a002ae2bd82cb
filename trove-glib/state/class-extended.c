/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-extended.h"

#include "trove-glib/trove-param-spec.h"

#include "class-version.h"

/* The classes by their fields */

static GMutex extended_lock; /* over the table; a leaf */
static GHashTable *extended; /* text of make_key () → TroveClass */

/* Neither names nor types have a line break. */
static char *
make_key (const TroveClass *klass, const TroveExtraField *extra, guint n, guint schema_version)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%p\n%u", klass, schema_version);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (key, "\n%d\n%s\n%s", extra[i].kind, extra[i].name, extra[i].type);
  return g_string_free (key, FALSE);
}

static const TroveClass *
find (const char *key)
{
  const TroveClass *found;

  g_mutex_lock (&extended_lock);
  found = extended != NULL ? g_hash_table_lookup (extended, key) : NULL;
  g_mutex_unlock (&extended_lock);
  return found;
}

/* Takes over both. Returns the class that another thread was faster to add, if there is one. */
static const TroveClass *
add (char *key, TroveClass *made)
{
  TroveClass *found;

  g_mutex_lock (&extended_lock);
  if (extended == NULL)
    extended = g_hash_table_new (g_str_hash, g_str_equal);
  found = g_hash_table_lookup (extended, key);
  if (found == NULL)
    g_hash_table_insert (extended, g_steal_pointer (&key), made);
  g_mutex_unlock (&extended_lock);

  if (found == NULL)
    return made;
  g_free (key);
  trove_class_free (made);
  return found;
}

/* Making */

/* Floating. */
static GParamSpec *
make_pspec (const TroveExtraField *extra, GType object)
{
  const GParamFlags owned = G_PARAM_READABLE | TROVE_PARAM_OWNED;

  switch (extra->kind)
    {
    case TROVE_KIND_REFERENCE:
      return g_param_spec_object (extra->name, NULL, NULL, object, G_PARAM_READABLE);
    case TROVE_KIND_OWNED:
      return g_param_spec_object (extra->name, NULL, NULL, object, owned);
    case TROVE_KIND_REFERENCE_LIST:
      return trove_param_spec_list (extra->name, NULL, NULL, object, G_PARAM_READABLE);
    case TROVE_KIND_OWNED_LIST:
      return trove_param_spec_list (extra->name, NULL, NULL, object, owned);
    default: /* the one that is left */
      return g_param_spec_variant (extra->name, NULL, NULL, G_VARIANT_TYPE_ANY, NULL, G_PARAM_READABLE);
    }
}

static void
set_raw_types (TroveClass *self, const TroveExtraField *extra)
{
  TroveClassField *fields = (TroveClassField *) self->fields + self->n_inherited;

  for (guint i = self->n_inherited; i < self->n_fields; i++, extra++, fields++)
    if (extra->kind == TROVE_KIND_VARIANT)
      fields->raw_type = g_intern_string (extra->type);
    else
      fields->raw_target = g_intern_string (extra->type);
}

static TroveClass *
make (const TroveClass *klass, const TroveExtraField *extra, guint n, GError **error)
{
  g_autofree TroveField *specs = g_new (TroveField, n);
  TroveClass *self;

  for (guint i = 0; i < n; i++)
    specs[i] = (TroveField) TROVE_FIELD_LIST (
        g_param_spec_ref_sink (make_pspec (&extra[i], klass->root->type))); /* without an offset */
  self = trove_class_prepare_extended (klass, specs, n, error);
  for (guint i = 0; i < n; i++)
    g_param_spec_unref (specs[i].pspec);
  if (self != NULL)
    set_raw_types (self, extra);
  return self;
}

const TroveClass *
trove_class_extend (const TroveClass *klass, const TroveExtraField *extra, guint n, guint schema_version,
                    GError **error)
{
  g_autofree char *key = NULL;
  const TroveClass *found;
  TroveClass *made;

  if (n == 0 && schema_version == trove_class_get_version (klass))
    return klass;
  key = make_key (klass, extra, n, schema_version);
  found = find (key);
  if (found != NULL)
    return found;
  trove_class_note_unknown ();
  made = make (klass, extra, n, error);
  if (made == NULL)
    return NULL;
  made->schema_version = schema_version;
  return add (g_steal_pointer (&key), made);
}
