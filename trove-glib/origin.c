/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "origin.h"

#include "core/count.h"

#include "state/key.h"

/* For tests. */
#ifndef N_REPLICAS
#define N_REPLICAS TROVE_KEY_REPLICAS
#endif

struct _TroveOrigin
{
  TroveCount count;
  GType root_type;
  GMutex lock;          /* over the replicas; a leaf */
  GHashTable *replicas; /* numbers that were drawn */
};

TroveOrigin *
trove_origin_new (GType root_type)
{
  TroveOrigin *self = g_new0 (TroveOrigin, 1);

  atomic_init (&self->count, 1);
  self->root_type = root_type;
  g_mutex_init (&self->lock);
  self->replicas = g_hash_table_new (NULL, NULL);
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

  g_hash_table_unref (self->replicas);
  g_mutex_clear (&self->lock);
  g_free (self);
}

GType
trove_origin_root_type (const TroveOrigin *self)
{
  return self->root_type;
}

gboolean
trove_origin_draw_replica (TroveOrigin *self, guint32 *replica)
{
  gboolean drawn = FALSE;
  guint32 number = 0;

  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->replicas) < N_REPLICAS)
    {
      if (g_hash_table_size (self->replicas) > 0)
        number = g_random_int () % N_REPLICAS;
      while (!g_hash_table_add (self->replicas, GUINT_TO_POINTER (number)))
        number = (number + 1) % N_REPLICAS;
      drawn = TRUE;
    }
  g_mutex_unlock (&self->lock);

  *replica = number;
  return drawn;
}
