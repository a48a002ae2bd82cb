/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A large drawing on a canvas, and what a user does with it in each frame. */

#pragma once

#include "canvas/canvas.h"

typedef struct
{
  SketchCanvas *canvas;
  TroveDocument *document;
  TroveKey layer;
  TroveKey *keys; /* of the shapes */
  guint n;

  guint n_steps;         /* frames of the scene until now */
  TroveKey stroke;       /* that is drawn */
  GThreadPool *painters; /* of thumbnails */
  GFile *file;           /* of automatic saves */
} Stage;

typedef struct
{
  const char *name;
  guint n_steps;
  void (*begin) (Stage *stage); /* or NULL */
  void (*step) (Stage *stage, guint number);
  void (*end) (Stage *stage); /* or NULL */
} Scene;

/* The last one has no name. */
extern const Scene stage_scenes[];

/* A third each of strokes, boxes and texts. */
void stage_init (Stage *stage, guint n);
void stage_clear (Stage *stage);
