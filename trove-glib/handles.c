/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "handles.h"

G_STATIC_ASSERT (TROVE_KEY_LIMIT <= G_GUINT64_CONSTANT (1) << 53);

/* Counted, so that a reference is taken without the lock of the table. */
typedef struct
{
  TroveCount count;
  GWeakRef handle;
  gconstpointer address; /* of the handle, for comparing */
} Entry;

static Entry *
entry_new (gpointer handle)
{
  Entry *self = g_new (Entry, 1);

  atomic_init (&self->count, 1);
  g_weak_ref_init (&self->handle, handle);
  self->address = handle;
  return self;
}

static void
entry_unref (Entry *self)
{
  if (!trove_count_drop (&self->count))
    return;
  g_weak_ref_clear (&self->handle);
  g_free (self);
}

TroveHandles *
trove_handles_new (const TroveState *state)
{
  TroveHandles *self = g_new0 (TroveHandles, 1);

  atomic_init (&self->count, 1);
  g_mutex_init (&self->lock);
  self->state = state;
  self->n_changes = 1;
  return self;
}

TroveHandles *
trove_handles_ref (TroveHandles *self)
{
  trove_count_add (&self->count);
  return self;
}

void
trove_handles_unref (TroveHandles *self)
{
  if (!trove_count_drop (&self->count))
    return;
  g_assert (self->names.n == 0); /* each handle has a reference */
  trove_id_map_clear (&self->names);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The entry of a name, with a reference; NULL: none. */
static Entry *
dup_entry (TroveHandles *self, guint64 name)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = trove_id_map_get (&self->names, name);
  if (entry != NULL)
    trove_count_add (&entry->count);
  g_mutex_unlock (&self->lock);
  return entry;
}

gpointer
trove_handles_dup (TroveHandles *self, guint64 name)
{
  Entry *entry = dup_entry (self, name);
  gpointer handle;

  if (entry == NULL)
    return NULL;
  handle = g_weak_ref_get (&entry->handle);
  entry_unref (entry);
  return handle;
}

/* Puts an entry in the place of another one, or of none (NULL). FALSE: another entry has the name by now. */
static gboolean
replace (TroveHandles *self, guint64 name, const Entry *before, Entry *entry)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = trove_id_map_get (&self->names, name) == before;
  if (done)
    {
      trove_id_map_set (&self->names, name, entry);
      atomic_store_explicit (&self->n, self->names.n, memory_order_relaxed);
    }
  g_mutex_unlock (&self->lock);
  return done;
}

gpointer
trove_handles_add (TroveHandles *self, guint64 name, gpointer handle)
{
  Entry *entry = entry_new (handle);

  for (;;)
    {
      Entry *before = dup_entry (self, name);
      gpointer other = before != NULL ? g_weak_ref_get (&before->handle) : NULL;
      gboolean done = other == NULL && replace (self, name, before, entry);

      if (before != NULL)
        {
          entry_unref (before);
          if (done)
            entry_unref (before); /* of the table */
        }
      if (other != NULL)
        entry_unref (entry);
      if (done || other != NULL)
        return other;
    }
}

void
trove_handles_remove (TroveHandles *self, guint64 name, gpointer handle)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = trove_id_map_get (&self->names, name);
  if (entry != NULL && entry->address == handle)
    {
      trove_id_map_remove (&self->names, name);
      atomic_store_explicit (&self->n, self->names.n, memory_order_relaxed);
    }
  else
    entry = NULL;
  g_mutex_unlock (&self->lock);
  if (entry != NULL)
    entry_unref (entry);
}

GPtrArray *
trove_handles_dup_all (TroveHandles *self)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_unref);
  GPtrArray *handles = g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&self->lock);
  TROVE_ID_MAP_FOREACH (&self->names, Entry, entry)
  {
    trove_count_add (&entry->count);
    g_ptr_array_add (entries, entry);
  }
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < entries->len; i++)
    {
      gpointer handle = g_weak_ref_get (&((Entry *) g_ptr_array_index (entries, i))->handle);

      if (handle != NULL)
        g_ptr_array_add (handles, handle);
    }
  return handles;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const TroveKey x = *(const TroveKey *) a, y = *(const TroveKey *) b;

  return x < y ? -1 : x > y;
}

GArray *
trove_handles_dup_keys (TroveHandles *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  guint n = 0;

  g_mutex_lock (&self->lock);
  TROVE_ID_MAP_FOREACH_ID (&self->names, name)
  {
    const TroveKey key = trove_handles_name_key (name);

    g_array_append_val (keys, key);
  }
  g_mutex_unlock (&self->lock);

  g_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    if (i == 0 || g_array_index (keys, TroveKey, i) != g_array_index (keys, TroveKey, n - 1))
      g_array_index (keys, TroveKey, n++) = g_array_index (keys, TroveKey, i);
  g_array_set_size (keys, n);
  return keys;
}
