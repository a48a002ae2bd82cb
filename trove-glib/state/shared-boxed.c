/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "shared-boxed.h"

/* A value of the table is its own key. Two types may copy a value to the same pointer, and each frees its own copy. */
typedef struct
{
  GType type;
  gpointer boxed; /* owned */
  gsize n_holders;
} Shared;

static GMutex lock; /* over the table; a leaf, held for a look-up or an insertion */
static GHashTable *table;

static guint
shared_hash (gconstpointer key)
{
  return g_direct_hash (((const Shared *) key)->boxed);
}

static gboolean
shared_equal (gconstpointer a, gconstpointer b)
{
  const Shared *first = a, *second = b;

  return first->boxed == second->boxed && first->type == second->type;
}

/* With the lock held. NULL: the value is not in the table. */
static Shared *
find (GType type, gconstpointer boxed)
{
  const Shared key = { .type = type, .boxed = (gpointer) boxed };

  return table != NULL ? g_hash_table_lookup (table, &key) : NULL;
}

static gboolean
add_holder (GType type, gconstpointer boxed)
{
  Shared *shared;

  g_mutex_lock (&lock);
  shared = find (type, boxed);
  if (shared != NULL)
    shared->n_holders++;
  g_mutex_unlock (&lock);
  return shared != NULL;
}

/* FALSE: the table has a value at that address. */
static gboolean
add_value (GType type, gpointer boxed)
{
  Shared *made = g_new (Shared, 1);
  Shared *shared;

  *made = (Shared){ .type = type, .boxed = boxed, .n_holders = 1 };

  g_mutex_lock (&lock);
  if (table == NULL)
    table = g_hash_table_new_full (shared_hash, shared_equal, g_free, NULL);
  shared = find (type, boxed);
  if (shared != NULL)
    shared->n_holders++;
  else
    g_hash_table_add (table, g_steal_pointer (&made));
  g_mutex_unlock (&lock);

  g_free (made);
  return shared == NULL;
}

gpointer
trove_shared_boxed_ref (GType type, gconstpointer boxed)
{
  gpointer copy;

  if (add_holder (type, boxed))
    return (gpointer) boxed;

  /* The copies of some types, as GDateTime, are references: the copy may be there already. */
  copy = g_boxed_copy (type, boxed);
  if (!add_value (type, copy))
    g_boxed_free (type, copy);
  return copy;
}

void
trove_shared_boxed_unref (GType type, gpointer boxed)
{
  gboolean last;
  Shared *shared;

  g_mutex_lock (&lock);
  shared = find (type, boxed);
  g_assert (shared != NULL);
  last = --shared->n_holders == 0;
  if (last)
    g_hash_table_remove (table, shared);
  g_mutex_unlock (&lock);

  if (last)
    g_boxed_free (type, boxed);
}

guint
trove_shared_boxed_n_values (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = table != NULL ? g_hash_table_size (table) : 0;
  g_mutex_unlock (&lock);
  return n;
}
