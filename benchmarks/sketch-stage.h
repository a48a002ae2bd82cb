/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A large drawing in a window of Trove Sketch. */

#pragma once

#include "ui/application.h"
#include "ui/window.h"

#define STAGE_N_COLUMNS 400

typedef struct
{
  char *folder; /* of the user's data */
  SketchApplication *application;
  SketchWindow *window;
  SketchCanvas *canvas;
  TroveDocument *document;
  TroveKey layer;
  TroveKey *keys; /* of the shapes */
  guint n;

  guint n_steps;     /* frames of the scene until now */
  TroveKey stroke;   /* that is drawn */
  GFile *file;       /* of automatic saves */
  GSubprocess *hand; /* that moves the pointer */
} Stage;

/* A third each of strokes, boxes and texts. */
void stage_init (Stage *stage, guint n);
void stage_clear (Stage *stage);

/* Shows "properties", "layers" or "history" at the side. */
void stage_show_panel (Stage *stage, const char *panel);
