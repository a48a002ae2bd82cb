/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* An element that is moved keeps its meaning. If a prefix, or no prefix, stands for another namespace at the new place, the
 * element declares the namespace of the old place. Prefixes that the element does not use are declared as well: to find out
 * would mean to visit all nodes below it. */

#include "namespaces.h"

#include <string.h>

/* Adds the declarations of an element, "xmlns" or "xmlns:prefix" -> URI, except those of names that are there. */
static void
add_bindings (GHashTable *bindings, TroveDocument *document, TroveKey key)
{
  GType type = G_TYPE_INVALID;
  const DocumentElementData *element = trove_document_peek (document, key, &type);
  const char *at = type == DOCUMENT_TYPE_ELEMENT ? element->attributes : NULL;
  DocumentAttribute attribute;

  if (at == NULL || strstr (at, "xmlns") == NULL)
    return;

  while (document_next_attribute (&at, &attribute))
    {
      g_autofree char *name = g_strndup (attribute.name, attribute.name_length);

      if ((strcmp (name, "xmlns") == 0 || g_str_has_prefix (name, "xmlns:")) &&
          !g_hash_table_contains (bindings, name))
        g_hash_table_insert (bindings, g_steal_pointer (&name),
                             g_strndup (attribute.value, attribute.value_length));
    }
}

/* The declarations that hold inside an element, if it is in the given owner. */
static GHashTable *
get_bindings (TroveDocument *document, TroveKey element, TroveKey owner)
{
  GHashTable *bindings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  add_bindings (bindings, document, element);
  for (; owner != 0; owner = trove_document_get_owner (document, owner, NULL, NULL))
    add_bindings (bindings, document, owner);
  /* Names without a prefix need no declaration. */
  if (!g_hash_table_contains (bindings, "xmlns"))
    g_hash_table_insert (bindings, g_strdup ("xmlns"), g_strdup (""));
  return bindings;
}

/* Call this before an element is moved to another owner. The element gets the declarations that it needs there. */
gboolean
document_keep_namespaces (TroveDocument *document, TroveKey element, TroveKey owner, GError **error)
{
  TroveKey old_owner = trove_document_get_owner (document, element, NULL, NULL);
  g_autoptr (GHashTable) old = get_bindings (document, element, old_owner);
  g_autoptr (GHashTable) new = get_bindings (document, element, owner);
  g_autoptr (GString) attributes = g_string_new (NULL);
  DocumentElementData data = *(const DocumentElementData *) trove_document_peek (document, element, NULL);
  GHashTableIter iter;
  gpointer name, uri;

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &name, &uri))
    if (g_strcmp0 (uri, g_hash_table_lookup (new, name)) != 0)
      g_string_append_printf (attributes, "%s=\"%s\" ", (char *) name, (char *) uri);

  if (attributes->len == 0)
    return TRUE;
  g_string_append (attributes, data.attributes != NULL ? data.attributes : "");
  data.attributes = g_strchomp (attributes->str);
  return trove_document_set (document, element, &data, error);
}
