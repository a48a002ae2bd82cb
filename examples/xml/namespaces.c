/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A subtree that is moved keeps its meaning. If a prefix, or no prefix, stands for another namespace at
 * the new place, the subtree declares the namespace of the old place. Prefixes that the subtree does not
 * use are declared as well: to find out would mean to visit all of its nodes. */

#include "namespaces.h"

#include "walk.h"

#include <string.h>

/* A declaration. The strings are in the arena. */
typedef struct
{
  TroveRef name;
  const char *uri;
} Binding;

/* Adds the declarations among the attributes of an element: "xmlns" or "xmlns:prefix" -> Binding. */
static gboolean
add_bindings (GHashTable *bindings, DocumentReader *reader, const DocumentNode *element, GError **error)
{
  g_auto (DocumentWalk) walk = { 0 };

  if (!element->has_namespaces)
    return TRUE;

  document_walk_init_children (&walk, reader, element);
  for (;;)
    {
      const DocumentNode *node;
      DocumentWalkEvent event = document_walk_next (&walk, &node, error);
      const char *name, *uri;

      if (event == DOCUMENT_WALK_ERROR)
        return FALSE;
      if (event != DOCUMENT_WALK_ENTER || node->kind != DOCUMENT_ATTRIBUTE)
        return TRUE;

      name = document_reader_get_string (reader, &node->name, error);
      uri = name != NULL ? document_reader_get_string (reader, &node->content, error) : NULL;
      if (uri == NULL)
        return FALSE;

      if (strcmp (name, "xmlns") == 0 || g_str_has_prefix (name, "xmlns:"))
        {
          Binding *binding = g_new (Binding, 1);

          *binding = (Binding){ node->name, uri };
          g_hash_table_replace (bindings, (gpointer) name, binding);
        }
    }
}

static GHashTable *
get_bindings (DocumentReader *reader, GPtrArray *elements, GError **error)
{
  g_autoptr (GHashTable) bindings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < elements->len; i++)
    if (!add_bindings (bindings, reader, g_ptr_array_index (elements, i), error))
      return NULL;

  return g_steal_pointer (&bindings);
}

static const char *
get_uri (GHashTable *bindings, const char *name)
{
  const Binding *binding = g_hash_table_lookup (bindings, name);

  return binding != NULL ? binding->uri : "";
}

/* Adds declarations to the subtree, for the names that it does not declare itself and that have another
 * meaning, or none, at the new place. */
static gboolean
declare (TroveArena *arena, DocumentItem *subtree, GHashTable *old, GHashTable *new, GHashTable *own,
         GError **error)
{
  GHashTableIter iter;
  gpointer name, value;
  const Binding *unprefixed = g_hash_table_lookup (new, "xmlns");

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Binding *binding = value;

      if (!g_hash_table_contains (own, name) && strcmp (binding->uri, get_uri (new, name)) != 0 &&
          !document_declare_namespace (arena, subtree, &binding->name, binding->uri, error))
        return FALSE;
    }

  /* Only a name without a prefix may have no declaration at the old place. At the new place, it must not get
   * one. */
  if (unprefixed != NULL && *unprefixed->uri != '\0' && !g_hash_table_contains (old, "xmlns") &&
      !g_hash_table_contains (own, "xmlns"))
    return document_declare_namespace (arena, subtree, &unprefixed->name, "", error);

  return TRUE;
}

/* Call this before a subtree is moved from some ancestors to others. If the subtree needs declarations at
 * the new place, subtree becomes a copy that has them. */
gboolean
document_keep_namespaces (DocumentReader *reader, TroveArena *arena, DocumentItem *subtree, GPtrArray *from,
                          GPtrArray *to, GError **error)
{
  const DocumentNode *node = trove_reader_get (&reader->nodes, &subtree->ref, error);
  g_autoptr (GHashTable) old = node != NULL ? get_bindings (reader, from, error) : NULL;
  g_autoptr (GHashTable) new = old != NULL ? get_bindings (reader, to, error) : NULL;
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  return new != NULL && add_bindings (own, reader, node, error) &&
         declare (arena, subtree, old, new, own, error);
}
