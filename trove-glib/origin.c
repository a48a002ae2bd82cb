/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "origin.h"

#include "core/count.h"

#include "state/key.h"

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
  GHashTable *noted;  /* replica numbers of loaded documents; NULL: none */
  guint32 n_drawn;    /* replica numbers, with those */
  guint32 next, step; /* each number comes once, since the step is odd */
};

TroveOrigin *
trove_origin_new (GType root_type)
{
  TroveOrigin *self = g_new0 (TroveOrigin, 1);

  atomic_init (&self->count, 1);
  self->root_type = root_type;
  g_mutex_init (&self->reading);
  g_mutex_init (&self->lock);
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

  g_clear_pointer (&self->noted, g_hash_table_unref);
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

static gboolean
is_noted (const TroveOrigin *self, guint32 replica)
{
  return self->noted != NULL && g_hash_table_contains (self->noted, GUINT_TO_POINTER (replica));
}

void
trove_origin_note_replica (TroveOrigin *self, guint32 replica)
{
  g_mutex_lock (&self->lock);
  if (self->noted == NULL)
    {
      self->noted = g_hash_table_new (NULL, NULL);
      g_hash_table_add (self->noted, GUINT_TO_POINTER (0));
    }
  g_hash_table_add (self->noted, GUINT_TO_POINTER (replica));
  self->n_drawn = g_hash_table_size (self->noted);
  g_mutex_unlock (&self->lock);
}

/* The next number, in an order that is random for each origin. 0 comes first. */
static guint32
draw (TroveOrigin *self)
{
  guint32 number;

  if (self->n_drawn++ == 0)
    return 0;
  do
    {
      number = self->next;
      self->next = (self->next + self->step) % N_REPLICAS;
    }
  while (number == 0 || is_noted (self, number));
  return number;
}

gboolean
trove_origin_draw_replica (TroveOrigin *self, guint32 *replica)
{
  gboolean left;

  g_mutex_lock (&self->lock);
  left = self->n_drawn < N_REPLICAS;
  *replica = left ? draw (self) : 0;
  g_mutex_unlock (&self->lock);
  return left;
}
