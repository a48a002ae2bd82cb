/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "parking.h"

#include "memory.h"

void
trove_parking_init (TroveParking *parking, TrovePlace *places)
{
  trove_lock_init (&parking->lock);
  parking->places = places;
}

void
trove_parking_clear (TroveParking *parking, guint n_places)
{
  for (guint place = 0; place < n_places; place++)
    for (TroveParked *parked = parking->places[place].parked, *next; parked != NULL; parked = next)
      {
        next = parked->next;
        trove_memory_free (parked->chunk);
      }
}

void
trove_parking_push (TroveParking *parking, guint place, TroveParked *parked)
{
  trove_lock_take (&parking->lock);
  parked->next = parking->places[place].parked;
  parking->places[place].parked = parked;
  trove_lock_leave (&parking->lock);
}

TroveParked *
trove_parking_pop (TroveParking *parking, guint place, guint32 *filled)
{
  TroveParked *parked;

  trove_lock_take (&parking->lock);
  parked = parking->places[place].parked;
  if (parked != NULL)
    parking->places[place].parked = parked->next;
  else
    {
      *filled = parking->places[place].filled;
      parking->places[place].filled = 0;
    }
  trove_lock_leave (&parking->lock);

  return parked;
}

void
trove_parking_note_filled (TroveParking *parking, guint place, gsize size)
{
  trove_lock_take (&parking->lock);
  parking->places[place].filled = (guint32) MIN (size, G_MAXUINT32);
  trove_lock_leave (&parking->lock);
}
