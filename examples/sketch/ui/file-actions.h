/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Opening, saving, importing and exporting: the actions "win.open", "win.save", "win.save-as", "win.import", "win.export", "win.merge-file";
 * and with the id of a version as target "win.save-version" (as a file of its own) and "win.export-version". Automatic saves go to a file
 * of the user's data folder, from which a drawing that was not saved is restored at the next start. */

#pragma once

#include "ui/window.h"

/* A window that is closed asks what is to be done with a drawing that is not saved, from here on. */
void sketch_add_file_actions (SketchWindow *window);

/* Opens a file in a window: a drawing of this program, or an SVG file, which becomes a new drawing. */
void sketch_open_file (SketchWindow *window, GFile *file);

/* Says how many elements of an SVG file were left out, if any were. */
void sketch_say_left_out (SketchWindow *window, guint n);

/* To be called when a window's document is another one, and when the window closes: automatic saves begin, and end. */
void sketch_start_autosave (TroveDocument *document);
void sketch_end_autosave (TroveDocument *document);

/* Drawings that were not saved when the program ended, each to be loaded with sketch_open_file(). An array of GFile. */
GPtrArray *sketch_find_unsaved (void);

/* The file that the user knows a drawing by: its own one, or the one that a restored drawing was of. NULL: it was never saved. */
GFile *sketch_dup_file (TroveDocument *document);

/* The picture that a drawing was made from, until the program ends. Not owned; NULL: none. */
GFile *sketch_get_picture (TroveDocument *document);
