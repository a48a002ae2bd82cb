/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Says why a drawing was not saved, and offers what can be done. */

#pragma once

#include "ui/window.h"

typedef enum
{
  SKETCH_NOTHING,
  SKETCH_MERGE,   /* what somebody else has drawn, and save both */
  SKETCH_REPLACE, /* what is in the file */
  SKETCH_SAVE_AS,
} SketchSolution;

typedef void (*SketchSolutionFunc) (SketchWindow *window, SketchSolution solution, gpointer data);

/* func is called once. */
void sketch_ask_about_problem (SketchWindow *window, const GError *error, SketchSolutionFunc func,
                               gpointer data);
