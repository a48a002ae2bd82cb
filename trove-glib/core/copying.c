/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "copying.h"

#include <string.h>

#include "memory.h"

struct _TrovePostponed
{
  TrovePostponed *next;
  TroveSchema *schema; /* owned */
  guint pool;
  char element[]; /* the value starts at the first aligned address */
};

TROVE_TLS TroveCopying trove_copying = { 0 };

static __thread TrovePostponed *postponed; /* of this thread */

/* The address of the value. */
static gpointer
aligned (TrovePostponed *room, const TroveLayout *layout)
{
  return trove_align (room->element, layout->alignment);
}

void
trove_copying_clear_postponed (void)
{
  while (postponed != NULL)
    {
      TrovePostponed *room = postponed;

      postponed = room->next;
      trove_copying.n_postponed--;
      trove_schema_clear_elements (room->schema, room->pool, aligned (room, &room->schema->pools[room->pool]),
                                   1);
      trove_schema_unref (room->schema);
      trove_memory_free (room);
    }
}

gboolean
trove_copying_prepare (const TroveLayout *layout, TrovePostponed **room)
{
  *room = NULL;
  if (!trove_copying_runs () || layout->clear == NULL)
    return TRUE;

  *room = trove_memory_alloc (sizeof **room + layout->stride + layout->alignment);
  return *room != NULL;
}

void
trove_copying_clear (TroveSchema *schema, guint pool, gpointer element, TrovePostponed *room)
{
  const TroveLayout *layout = &schema->pools[pool];

  if (room == NULL)
    {
      trove_schema_clear_elements (schema, pool, element, 1);
      return;
    }

  room->schema = trove_schema_ref (schema);
  room->pool = pool;
  memcpy (aligned (room, layout), element, layout->stride);
  room->next = postponed;
  postponed = room;
  trove_copying.n_postponed++;
}
