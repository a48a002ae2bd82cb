/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Obstacle: a change that could not be applied to a state, or a part of it, and the reason. */

#pragma once

#include "state-changes.h"

/* In the order of TroveConflictKind, which describes them. */
typedef enum
{
  TROVE_OBSTACLE_ABSENT_OBJECT,
  TROVE_OBSTACLE_ABSENT_OWNER,
  TROVE_OBSTACLE_ABSENT_TARGET,
  TROVE_OBSTACLE_NOT_PICKED,
  TROVE_OBSTACLE_LATER_VALUE,
  TROVE_OBSTACLE_LATER_PLACE,
  TROVE_OBSTACLE_OCCUPIED,
  TROVE_OBSTACLE_IN_USE,
  TROVE_OBSTACLE_CYCLE,
  TROVE_OBSTACLE_EXISTS,
  TROVE_OBSTACLE_RETURNED,
} TroveObstacleKind;

/* In the order of TroveChoice. */
typedef enum
{
  TROVE_SIDE_OURS,
  TROVE_SIDE_THEIRS,
  TROVE_SIDE_BASE,
} TroveSide;

typedef struct
{
  guint64 entry; /* the change; its key is that of the object */
  TroveObstacleKind kind;
  const TroveClass *klass;      /* of the object */
  const TroveClassField *field; /* of the object; NULL: none */
  gboolean
      is_together; /* it is about all fields that belong together with the field, of which this is the first that differs */
  TroveKey other;   /* the object that is absent, in the way, or left out; 0: none */
  TroveSide stands; /* the state whose value or place the result has */
  GValue base, ours,
      theirs; /* before the change, in the state, after the change; of no type: there is none */
} TroveObstacle;

void trove_obstacle_clear (TroveObstacle *self);

/* An array of TroveObstacle, which it owns. */
GArray *trove_obstacles_new (void);

/* TRUE if it is about the property or list, not about the object and its place. */
gboolean trove_obstacle_is_of_field (const TroveObstacle *self);

/* Adds an obstacle without values. The pointer is valid until the next call. */
TroveObstacle *trove_obstacles_add (GArray *self, TroveObstacleKind kind, guint64 entry,
                                    const TroveClass *klass, const TroveClassField *field, TroveKey other);

/* Puts the obstacles in the order of their entries. */
void trove_obstacles_sort (GArray *self);
