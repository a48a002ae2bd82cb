/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "origin.h"

#include <string.h>

#include "core/count.h"

#include "thread-serial.h"

G_STATIC_ASSERT ((TROVE_KEY_REPLICAS & (TROVE_KEY_REPLICAS - 1)) == 0);

/* For tests: another power of two. */
#ifndef N_REPLICAS
#define N_REPLICAS TROVE_KEY_REPLICAS
#endif

struct _TroveOrigin
{
  TroveCount count;
  GType root_type;
  GMutex reading;           /* versions */
  _Atomic (guint64) reader; /* the thread that has that lock; 0: none */
  GMutex lock;              /* over all that follows; a leaf */
  guint n_keepings;
  GHashTable *names;   /* step → its name; NULL: none was given */
  GArray *replicas;    /* TroveReplica: those that were drawn or noted */
  GHashTable *indices; /* number → its index there + 1 */
  guint32 next, step;  /* each number comes once, since the step is odd */
};

TroveOrigin *
trove_origin_new (GType root_type)
{
  TroveOrigin *self = g_new0 (TroveOrigin, 1);

  atomic_init (&self->count, 1);
  self->root_type = root_type;
  g_mutex_init (&self->reading);
  g_mutex_init (&self->lock);
  self->replicas = g_array_new (FALSE, TRUE, sizeof (TroveReplica));
  self->indices = g_hash_table_new (NULL, NULL);
  self->next = g_random_int () % N_REPLICAS;
  self->step = g_random_int () | 1;
  return self;
}

TroveOrigin *
trove_origin_ref (TroveOrigin *self)
{
  trove_count_add (&self->count);
  return self;
}

void
trove_origin_unref (TroveOrigin *self)
{
  if (!trove_count_drop (&self->count))
    return;

  g_clear_pointer (&self->names, g_hash_table_unref);
  g_array_unref (self->replicas);
  g_hash_table_unref (self->indices);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->reading);
  g_free (self);
}

GType
trove_origin_root_type (const TroveOrigin *self)
{
  return self->root_type;
}

void
trove_origin_note_keeping (TroveOrigin *self)
{
  g_mutex_lock (&self->lock);
  self->n_keepings++;
  g_mutex_unlock (&self->lock);
}

guint
trove_origin_n_keepings (TroveOrigin *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_keepings;
  g_mutex_unlock (&self->lock);
  return n;
}

/* Names */

gboolean
trove_origin_set_name (TroveOrigin *self, gconstpointer step, const char *name)
{
  const char *before;
  gboolean differs;

  g_mutex_lock (&self->lock);
  if (self->names == NULL && name != NULL)
    self->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  before = self->names != NULL ? g_hash_table_lookup (self->names, step) : NULL;
  differs = g_strcmp0 (before, name) != 0;
  if (differs && name != NULL)
    g_hash_table_insert (self->names, (gpointer) step, g_strdup (name));
  else if (differs)
    g_hash_table_remove (self->names, step);
  g_mutex_unlock (&self->lock);
  return differs;
}

char *
trove_origin_dup_name (TroveOrigin *self, gconstpointer step)
{
  char *name = NULL;

  g_mutex_lock (&self->lock);
  if (self->names != NULL)
    name = g_strdup (g_hash_table_lookup (self->names, step));
  g_mutex_unlock (&self->lock);
  return name;
}

/* Reading */

gboolean
trove_origin_begin_reading (TroveOrigin *self)
{
  if (atomic_load_explicit (&self->reader, memory_order_relaxed) == trove_thread_self ())
    return FALSE;

  g_mutex_lock (&self->reading);
  atomic_store_explicit (&self->reader, trove_thread_self (), memory_order_relaxed);
  return TRUE;
}

void
trove_origin_end_reading (TroveOrigin *self)
{
  atomic_store_explicit (&self->reader, 0, memory_order_relaxed);
  g_mutex_unlock (&self->reading);
}

/* Replica numbers */

/* NULL: it was not drawn or noted. */
static const TroveReplica *
find (const TroveOrigin *self, guint32 number)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->indices, GUINT_TO_POINTER (number)));

  return index > 0 ? &g_array_index (self->replicas, TroveReplica, index - 1) : NULL;
}

static void
add (TroveOrigin *self, const TroveReplica *replica)
{
  g_array_append_vals (self->replicas, replica, 1);
  g_hash_table_insert (self->indices, GUINT_TO_POINTER (replica->number),
                       GUINT_TO_POINTER (self->replicas->len));
}

gboolean
trove_origin_note_replica (TroveOrigin *self, const TroveReplica *replica)
{
  const TroveReplica *known;
  gboolean is_same = TRUE;

  g_mutex_lock (&self->lock);
  known = find (self, replica->number);
  if (known == NULL)
    add (self, replica);
  else
    is_same = memcmp (known->random, replica->random, sizeof known->random) == 0;
  g_mutex_unlock (&self->lock);
  return is_same;
}

/* The next number, in an order that is random for each origin. 0 comes first. */
static guint32
draw (TroveOrigin *self)
{
  guint32 number;

  if (self->replicas->len == 0)
    return 0;
  do
    {
      number = self->next;
      self->next = (self->next + self->step) % N_REPLICAS;
    }
  while (number == 0 || find (self, number) != NULL);
  return number;
}

gboolean
trove_origin_draw_replica (TroveOrigin *self, guint32 *replica)
{
  TroveReplica drawn;
  gboolean left;

  g_mutex_lock (&self->lock);
  left = self->replicas->len < N_REPLICAS - (self->replicas->len > 0 && find (self, 0) == NULL);
  if (left)
    {
      drawn = (TroveReplica){ .number = draw (self) };
      for (guint i = 0; i < G_N_ELEMENTS (drawn.random); i++)
        drawn.random[i] = (guint64) g_random_int () << 32 | g_random_int ();
      add (self, &drawn);
    }
  *replica = left ? drawn.number : 0;
  g_mutex_unlock (&self->lock);
  return left;
}

GArray *
trove_origin_list_replicas (TroveOrigin *self)
{
  GArray *replicas;

  g_mutex_lock (&self->lock);
  replicas = g_array_copy (self->replicas);
  g_mutex_unlock (&self->lock);
  return replicas;
}
