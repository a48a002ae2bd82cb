/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A window with a canvas and its tools, which xdotool points at: the pointer and the keys are real ones. Coordinates are those of the
 * drawing. */

#pragma once

#include "edit/tools.h"
#include "sample.h"

typedef struct
{
  GtkWidget *window;
  TroveDocument *document;
  SketchCanvas *canvas;
  SketchSelection *selection;
  SketchTools *tools;
  guint n_versions; /* at the last check */
  char *failure;    /* that the tools have told */
} Stage;

/* Exits, if there is no xdotool. */
void stage_need_xdotool (void);
void stage_init_test (int *argc, char ***argv);
void stage_set_up (Stage *self, gconstpointer data);
void stage_tear_down (Stage *self, gconstpointer data);
void stage_set_tool (Stage *self, const char *tool);

/* Runs xdotool, and the main loop until all events have come. */
void stage_run (Stage *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

void stage_point (Stage *self, double x, double y);
void stage_press (Stage *self, double x, double y);
void stage_release (Stage *self);
void stage_click (Stage *self, double x, double y);
void stage_key (Stage *self, const char *keys);

/* Presses at a point and releases at another one, over one in between. */
void stage_drag (Stage *self, double x1, double y1, double x2, double y2);

/* The same, with a key such as "shift" held. */
void stage_drag_with (Stage *self, const char *key, double x1, double y1, double x2, double y2);

/* Waits until the document has a new step with this label, and checks that it is one step. NULL: there is none. */
void stage_check_step (Stage *self, const char *label);

/* The shape in front of the first layer. */
TroveKey stage_get_front (Stage *self);
