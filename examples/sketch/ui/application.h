/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The program: a window for each drawing, files of the command line, and drawings that were not saved when it ended last.
 *
 *   trove-sketch [--dark] [--screenshot=FILE.png] [FILE…] */

#pragma once

#include <adwaita.h>

#define SKETCH_TYPE_APPLICATION (sketch_application_get_type ())
G_DECLARE_FINAL_TYPE (SketchApplication, sketch_application, SKETCH, APPLICATION, AdwApplication)

/* flags: beside those that the program has */
SketchApplication *sketch_application_new (GApplicationFlags flags);
