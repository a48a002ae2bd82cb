/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "origin.h"

#include "core/count.h"

#include "state/key.h"

G_STATIC_ASSERT ((TROVE_KEY_REPLICAS & (TROVE_KEY_REPLICAS - 1)) == 0);

/* For tests: another power of two. */
#ifndef N_REPLICAS
#define N_REPLICAS TROVE_KEY_REPLICAS
#endif

struct _TroveOrigin
{
  TroveCount count;
  GType root_type;
  atomic_uint n_keepings;
  GMutex lock;        /* over the numbers; a leaf */
  guint32 n_drawn;    /* replica numbers */
  guint32 next, step; /* each number comes once, since the step is odd */
};

TroveOrigin *
trove_origin_new (GType root_type)
{
  TroveOrigin *self = g_new0 (TroveOrigin, 1);

  atomic_init (&self->count, 1);
  self->root_type = root_type;
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

  g_mutex_clear (&self->lock);
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
  atomic_fetch_add_explicit (&self->n_keepings, 1, memory_order_release);
}

guint
trove_origin_n_keepings (const TroveOrigin *self)
{
  return atomic_load_explicit (&self->n_keepings, memory_order_acquire);
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
  while (number == 0);
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
