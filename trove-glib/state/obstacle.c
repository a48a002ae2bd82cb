/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "obstacle.h"

static void
unset (GValue *value)
{
  if (G_IS_VALUE (value))
    g_value_unset (value);
}

void
trove_obstacle_clear (TroveObstacle *self)
{
  unset (&self->base);
  unset (&self->ours);
  unset (&self->theirs);
}

gboolean
trove_obstacle_is_of_field (const TroveObstacle *self)
{
  return self->field != NULL &&
         (trove_entry_kind (self->entry) >= TROVE_ENTRY_SET || self->kind == TROVE_OBSTACLE_ABSENT_TARGET);
}

GArray *
trove_obstacles_new (void)
{
  GArray *self = g_array_new (FALSE, TRUE, sizeof (TroveObstacle));

  g_array_set_clear_func (self, (GDestroyNotify) trove_obstacle_clear);
  return self;
}

TroveObstacle *
trove_obstacles_add (GArray *self, TroveObstacleKind kind, guint64 entry, const TroveClass *klass,
                     const TroveClassField *field, TroveKey other)
{
  const TroveObstacle obstacle = {
    .entry = entry, .kind = kind, .klass = klass, .field = field, .other = other
  };

  g_array_append_val (self, obstacle);
  return &g_array_index (self, TroveObstacle, self->len - 1);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  guint64 x = ((const TroveObstacle *) a)->entry, y = ((const TroveObstacle *) b)->entry;

  return x < y ? -1 : x > y;
}

void
trove_obstacles_sort (GArray *self)
{
  g_array_sort (self, compare_entries);
}
