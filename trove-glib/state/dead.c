/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "dead.h"

#include <string.h>

#include "core/count.h"

#define MIN_CAPACITY 16

struct _TroveDeadIds
{
  TroveCount count; /* of the parts that share the array */
  guint n, capacity;
  guint64 ids[];
};

static TroveDeadIds *
copy_ids (const TroveDead *self, guint capacity)
{
  TroveDeadIds *copy = g_malloc (sizeof *copy + capacity * sizeof *copy->ids);

  atomic_init (&copy->count, 1);
  copy->n = self->n;
  copy->capacity = capacity;
  if (self->ids != NULL)
    memcpy (copy->ids, self->ids->ids, self->n * sizeof *copy->ids);
  return copy;
}

void
trove_dead_append (TroveDead *self, guint64 id)
{
  TroveDeadIds *ids = self->ids;

  if (ids == NULL || ids->n != self->n || ids->n == ids->capacity)
    {
      ids = copy_ids (self, MAX (MIN_CAPACITY, 2 * self->n));
      trove_dead_clear (self);
      *self = (TroveDead){ ids, ids->n };
    }
  ids->ids[ids->n++] = id;
  self->n++;
}

const guint64 *
trove_dead_ids (const TroveDead *self)
{
  return self->ids != NULL ? self->ids->ids : NULL;
}

void
trove_dead_copy (const TroveDead *self, TroveDead *dest)
{
  if (self->ids != NULL)
    trove_count_add (&self->ids->count);
  *dest = *self;
}

void
trove_dead_clear (TroveDead *self)
{
  TroveDeadIds *ids = self->ids;

  *self = (TroveDead) TROVE_DEAD_INIT;
  if (ids != NULL && trove_count_drop (&ids->count))
    g_free (ids);
}
