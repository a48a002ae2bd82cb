/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-unknown.h"

#include "trove-glib/trove-error.h"

static GMutex
    unknown_lock; /* over the table, from the look-up of a name to its registration; a leaf but for those of GLib */
static GHashTable *unknowns; /* text of make_key () → GType, as a pointer */

static GQuark
unknown_quark (void)
{
  return g_quark_from_static_string ("trove-unknown");
}

const TroveUnknownClass *
trove_class_get_unknown (GType type)
{
  return g_type_get_qdata (type, unknown_quark ());
}

/* Making */

/* No name has a line break. */
static char *
make_key (const TroveUnknownClass *unknown, GType parent)
{
  g_autofree char *ancestors = g_strjoinv ("\n", (char **) unknown->ancestors);

  return g_strdup_printf ("%s\n%u\n%s\n%s", unknown->name, unknown->schema_version, g_type_name (parent),
                          ancestors);
}

/* A name that no type has. */
static char *
choose_name (const TroveUnknownClass *unknown)
{
  char *name = g_strconcat (TROVE_CLASS_UNKNOWN_PREFIX, unknown->name, NULL);

  for (guint i = 2; g_type_from_name (name) != G_TYPE_INVALID; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s%s+%u", TROVE_CLASS_UNKNOWN_PREFIX, unknown->name, i);
    }
  return name;
}

static TroveUnknownClass *
copy (const TroveUnknownClass *unknown)
{
  TroveUnknownClass *self = g_new (TroveUnknownClass, 1);

  self->name = g_intern_string (unknown->name);
  self->ancestors = (const char *const *) g_strdupv ((char **) unknown->ancestors);
  self->schema_version = unknown->schema_version;
  return self;
}

static GType
register_type (const TroveUnknownClass *unknown, GType parent)
{
  g_autofree char *name = choose_name (unknown);
  GTypeInfo info = { 0 };
  GTypeQuery query;
  GType type;

  g_type_query (parent, &query);
  info.class_size = (guint16) query.class_size;
  info.instance_size = (guint16) query.instance_size;
  trove_class_note_unknown ();
  type = g_type_register_static (parent, name, &info, 0);
  g_type_set_qdata (type, unknown_quark (), copy (unknown));
  return type;
}

static GType
ensure_type (const TroveUnknownClass *unknown, GType parent)
{
  g_autofree char *key = make_key (unknown, parent);
  GType type;

  g_mutex_lock (&unknown_lock);
  if (unknowns == NULL)
    unknowns = g_hash_table_new (g_str_hash, g_str_equal);
  type = GPOINTER_TO_SIZE (g_hash_table_lookup (unknowns, key));
  if (type == G_TYPE_INVALID)
    {
      type = register_type (unknown, parent);
      g_hash_table_insert (unknowns, g_steal_pointer (&key), GSIZE_TO_POINTER (type));
    }
  g_mutex_unlock (&unknown_lock);
  return type;
}

/* Finding */

static gboolean
can_be_parent (GType type)
{
  return type != G_TYPE_INVALID && !G_TYPE_IS_FINAL (type) && trove_class_is_storable (type) &&
         trove_class_ensure (type, NULL) != NULL;
}

const TroveClass *
trove_class_ensure_unknown (const TroveUnknownClass *unknown, GError **error)
{
  const char *const *ancestor = unknown->ancestors;

  for (const char *name = unknown->name; name != NULL; name = *ancestor++)
    {
      const GType type = g_type_from_name (name);

      if (can_be_parent (type))
        return trove_class_ensure (ensure_type (unknown, type), error);
    }
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The class %s is not registered in this program, and neither is any that it is derived from",
               unknown->name);
  return NULL;
}
