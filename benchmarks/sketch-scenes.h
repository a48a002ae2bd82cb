/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Scenes: the actions of a user with a large drawing, one in each frame. */

#pragma once

#include "sketch-stage.h"

typedef struct
{
  const char *name;
  const char *panel; /* at the side of the window */
  guint n_steps;
  void (*begin) (Stage *stage); /* or NULL */
  void (*step) (Stage *stage, guint number);
  void (*end) (Stage *stage); /* or NULL */
} Scene;

/* The last one of each has no name: what the canvas does alone, and what all of the window takes part in. */
extern const Scene canvas_scenes[], window_scenes[];

/* Shows about 30 by 20 shapes. */
void scene_show_near (Stage *stage);

/* Moves the first shape that is shown, to and fro. */
void scene_drag_one (Stage *stage, guint number);
