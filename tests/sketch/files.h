/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drawings in files, and windows that have them. */

#pragma once

#include "fixture.h"

/* Sets all up, with a data folder of its own. */
SketchApplication *files_application_new (int *argc, char ***argv);

/* A file of the test's folder, which is not there. */
GFile *files_get (const char *name);
TroveDocument *files_load (GFile *file);
guint files_count_shapes (GFile *file);

/* Draws in a file as another program does. */
void files_draw_elsewhere (GFile *file, double x);

/* A window with a drawing of one shape that is in a file. */
GFile *files_set_up (Fixture *fixture, SketchApplication *application, const char *name);
void files_wait_until_saved (Fixture *fixture);

/* Opens a file in a window that nobody has touched. */
void files_open (Fixture *fixture, GFile *file);

/* The window's document is another one than the fixture's: takes it. */
void files_take_document (Fixture *fixture);

/* Files of automatic saves. */
guint files_count_unsaved (void);
