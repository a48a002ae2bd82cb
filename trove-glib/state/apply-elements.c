/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-elements.h"

#include <string.h>

/* A table of elements: key → value, which are strings or variants. A string is its own value. */
typedef struct
{
  GHashTable *before, *now, *after;
  GHashTable *merged;
  GEqualFunc equal;
  gboolean differs, has_later; /* merged from now; now from both others */
} Elements;

/* NULL: there is no element. */
static gboolean
same (const Elements *self, gconstpointer a, gconstpointer b)
{
  return a == b || (a != NULL && b != NULL && self->equal (a, b));
}

static void
merge_element (Elements *self, gpointer key)
{
  gpointer before = g_hash_table_lookup (self->before, key);
  gpointer now = g_hash_table_lookup (self->now, key);
  gpointer after = g_hash_table_lookup (self->after, key);
  gpointer value = now;

  if (!same (self, after, before) && !same (self, after, now))
    {
      gboolean is_later = !same (self, now, before);

      if (!is_later)
        value = after;
      self->differs |= !is_later;
      self->has_later |= is_later;
    }
  if (value != NULL)
    g_hash_table_insert (self->merged, key, value);
}

static void
merge_elements (Elements *self, GHashTable *of)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, of);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (self->merged, key))
      merge_element (self, key);
}

/* The keys of a table, which belong to it, in their order. */
static GPtrArray *
sorted_keys (GHashTable *table, GCompareFunc compare)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort (keys, compare);
  return keys;
}

/* Merges the tables. Returns the keys of the result, which belong to the tables, in their order. */
static GPtrArray *
merge (Elements *self, GHashFunc hash, GEqualFunc equal, GCompareFunc compare)
{
  self->equal = equal;
  self->merged = g_hash_table_new (hash, equal);
  merge_elements (self, self->now);
  merge_elements (self, self->after);

  return sorted_keys (self->merged, compare);
}

static void
elements_clear (Elements *self)
{
  g_hash_table_unref (self->before);
  g_hash_table_unref (self->now);
  g_hash_table_unref (self->after);
  g_hash_table_unref (self->merged);
}

/* Sets */

static GHashTable *
set_table (const char *const *strings)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (; strings != NULL && *strings != NULL; strings++)
    g_hash_table_add (table, (gpointer) *strings);
  return table;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gpointer
merge_sets (gconstpointer before, gconstpointer now, gconstpointer after)
{
  Elements self = { .before = set_table (before), .now = set_table (now), .after = set_table (after) };
  g_autoptr (GPtrArray) keys = merge (&self, g_str_hash, g_str_equal, compare_strings);
  char **strings = self.differs ? g_new0 (char *, keys->len + 1) : NULL;

  for (guint i = 0; self.differs && i < keys->len; i++)
    strings[i] = g_strdup (g_ptr_array_index (keys, i));
  elements_clear (&self);
  return strings;
}

/* Dictionaries */

static GHashTable *
dictionary_table (gconstpointer dictionary)
{
  GHashTable *table = g_hash_table_new_full (
      g_variant_hash, g_variant_equal, (GDestroyNotify) g_variant_unref, (GDestroyNotify) g_variant_unref);
  gsize n = dictionary != NULL ? g_variant_n_children ((GVariant *) dictionary) : 0;

  /* Of equal keys, the first one counts, as for g_variant_lookup_value (). */
  for (gsize i = n; i-- > 0;)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value ((GVariant *) dictionary, i);

      g_hash_table_replace (table, g_variant_get_child_value (entry, 0),
                            g_variant_get_child_value (entry, 1));
    }
  return table;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return g_variant_compare (*(const gconstpointer *) a, *(const gconstpointer *) b);
}

static GVariant *
build (const GVariantType *type, GHashTable *merged, const GPtrArray *keys)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, type);
  for (guint i = 0; i < keys->len; i++)
    {
      GVariant *key = g_ptr_array_index (keys, i);

      g_variant_builder_add_value (&builder,
                                   g_variant_new_dict_entry (key, g_hash_table_lookup (merged, key)));
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static gboolean
merge_dictionaries (const GVariantType *type, gconstpointer before, gconstpointer now, gconstpointer after,
                    gpointer *result)
{
  Elements self = { .before = dictionary_table (before),
                    .now = dictionary_table (now),
                    .after = dictionary_table (after) };
  g_autoptr (GPtrArray) keys = merge (&self, g_variant_hash, g_variant_equal, compare_keys);

  if (self.differs)
    *result = build (type, self.merged, keys);
  elements_clear (&self);
  return !self.has_later;
}

/* FALSE: the dictionaries are of several types. Stores NULL if all are NULL. */
static gboolean
find_type (const gconstpointer values[], guint n, const GVariantType **type)
{
  *type = NULL;
  for (guint i = 0; i < n; i++)
    if (values[i] != NULL)
      {
        const GVariantType *other = g_variant_get_type ((GVariant *) values[i]);

        if (*type != NULL && !g_variant_type_equal (*type, other))
          return FALSE;
        *type = other;
      }
  return TRUE;
}

/* Sets the entries of the result that both sides have changed differently, as far as a table has their keys. */
static void
choose_entries (Elements *self, GHashTable *keys, GHashTable *chosen)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gpointer before = g_hash_table_lookup (self->before, key);
      gpointer now = g_hash_table_lookup (self->now, key);
      gpointer after = g_hash_table_lookup (self->after, key), value = g_hash_table_lookup (chosen, key);

      if (same (self, now, before) || same (self, after, before) || same (self, now, after))
        continue;
      if (value != NULL)
        g_hash_table_replace (self->merged, g_variant_ref (key), g_variant_ref (value));
      else
        g_hash_table_remove (self->merged, key);
    }
}

GVariant *
trove_elements_choose (GVariant *base, GVariant *ours, GVariant *theirs, GVariant *chosen, GVariant *current)
{
  const gconstpointer values[] = { base, ours, theirs, chosen, current };
  const GVariantType *type;
  g_autoptr (GHashTable) chosen_entries = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  Elements self = { .equal = g_variant_equal };
  GVariant *result;

  if (!find_type (values, G_N_ELEMENTS (values), &type) || type == NULL)
    return NULL;
  self.before = dictionary_table (base);
  self.now = dictionary_table (ours);
  self.after = dictionary_table (theirs);
  self.merged = dictionary_table (current);
  chosen_entries = dictionary_table (chosen);
  choose_entries (&self, self.now, chosen_entries);
  choose_entries (&self, self.after, chosen_entries);
  keys = sorted_keys (self.merged, compare_keys);
  result = build (type, self.merged, keys);
  elements_clear (&self);
  return result;
}

/* Either kind */

gboolean
trove_elements_merge (const TroveClassField *field, gconstpointer before, gconstpointer now,
                      gconstpointer after, gpointer *result)
{
  const gconstpointer values[] = { before, now, after };
  const GVariantType *type;

  *result = NULL;
  if (field->kind == TROVE_KIND_STRV)
    {
      *result = merge_sets (before, now, after);
      return TRUE;
    }
  return find_type (values, G_N_ELEMENTS (values), &type) &&
         (type == NULL || merge_dictionaries (type, before, now, after, result));
}

void
trove_elements_free (const TroveClassField *field, gpointer value)
{
  if (field->kind == TROVE_KIND_STRV)
    g_strfreev (value);
  else
    g_variant_unref (value);
}
