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

/* The declarations that hold inside an element. */
static GHashTable *
get_bindings (TroveDocument *document, TroveKey key)
{
  GHashTable *bindings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (; key != 0; key = trove_document_get_owner (document, key, NULL, NULL))
    add_bindings (bindings, document, key);
  return bindings;
}

/* "": none */
static const char *
get_uri (GHashTable *bindings, const char *name)
{
  const char *uri = g_hash_table_lookup (bindings, name);

  return uri != NULL ? uri : "";
}

/* Call this before an element is moved to another owner. The element gets the declarations that it needs there. */
gboolean
document_keep_namespaces (TroveDocument *document, TroveKey element, TroveKey owner, GError **error)
{
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) old =
      get_bindings (document, trove_document_get_owner (document, element, NULL, NULL));
  g_autoptr (GHashTable) new = get_bindings (document, owner);
  g_autoptr (GString) attributes = g_string_new (NULL);
  DocumentElementData data = *(const DocumentElementData *) trove_document_peek (document, element, NULL);
  GHashTableIter iter;
  gpointer name;

  /* Only a name without a prefix may have no declaration at the old place. At the new place, it must not get one. */
  if (!g_hash_table_contains (old, "xmlns"))
    g_hash_table_insert (old, g_strdup ("xmlns"), g_strdup (""));

  add_bindings (own, document, element);
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (own, name) && strcmp (get_uri (old, name), get_uri (new, name)) != 0)
      g_string_append_printf (attributes, "%s=\"%s\" ", (char *) name, get_uri (old, name));

  if (attributes->len == 0)
    return TRUE;
  g_string_append (attributes, data.attributes != NULL ? data.attributes : "");
  data.attributes = g_strchomp (attributes->str);
  return trove_document_set (document, element, &data, error);
}
