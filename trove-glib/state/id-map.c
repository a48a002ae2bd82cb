/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "id-map.h"

#include <string.h>

#define MIN_BITS 4

void
trove_id_map_clear (TroveIdMap *self)
{
  g_free (self->slots);
  *self = (TroveIdMap) TROVE_ID_MAP_INIT;
}

void
trove_id_map_empty (TroveIdMap *self)
{
  if (self->n > 0)
    memset (self->slots, 0, sizeof *self->slots << self->bits);
  self->n = 0;
}

void
trove_id_map_copy (const TroveIdMap *self, TroveIdMap *dest)
{
  *dest = *self;
  if (self->slots != NULL)
    dest->slots = g_memdup2 (self->slots, sizeof *self->slots << self->bits);
}

static void
grow (TroveIdMap *self)
{
  TroveIdMap old = *self;

  self->bits = old.slots != NULL ? old.bits + 1 : MIN_BITS;
  self->slots = g_malloc0_n ((gsize) 1 << self->bits, sizeof *self->slots);
  for (guint i = 0; old.slots != NULL && i < 1u << old.bits; i++)
    if (old.slots[i].id != 0)
      self->slots[trove_id_map_slot (self, old.slots[i].id)] = old.slots[i];
  g_free (old.slots);
}

gpointer *
trove_id_map_add (TroveIdMap *self, guint64 id)
{
  guint at;

  g_assert (id != 0);
  if (self->slots == NULL || self->n >= 1u << self->bits >> 1)
    grow (self);
  at = trove_id_map_slot (self, id);
  self->n += self->slots[at].id == 0;
  self->slots[at].id = id;
  return &self->slots[at].value;
}

/* A slot after the free one moves back to it if its number does not belong between the two. */
void
trove_id_map_remove (TroveIdMap *self, guint64 id)
{
  guint mask = (1u << self->bits) - 1;
  guint hole = trove_id_map_slot (self, id);

  g_assert (self->slots[hole].id == id);
  for (guint at = (hole + 1) & mask; self->slots[at].id != 0; at = (at + 1) & mask)
    {
      guint home =
          (guint) (self->slots[at].id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> (64 - self->bits));

      if (((at - home) & mask) >= ((at - hole) & mask))
        {
          self->slots[hole] = self->slots[at];
          hole = at;
        }
    }
  self->slots[hole] = (TroveIdSlot){ 0, NULL };
  self->n--;
}
