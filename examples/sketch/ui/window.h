/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A window of a document: canvas, tools, panels, and the actions of the menus. */

#pragma once

#include <adwaita.h>

#include "edit/tools.h"

#define SKETCH_TYPE_WINDOW (sketch_window_get_type ())
G_DECLARE_FINAL_TYPE (SketchWindow, sketch_window, SKETCH, WINDOW, AdwApplicationWindow)

GtkWidget *sketch_window_new (AdwApplication *application, TroveDocument *document);

/* Shows another document: the one that was opened. */
void sketch_window_set_document (SketchWindow *self, TroveDocument *document);
TroveDocument *sketch_window_get_document (SketchWindow *self);
SketchCanvas *sketch_window_get_canvas (SketchWindow *self);
SketchSelection *sketch_window_get_selection (SketchWindow *self);
SketchTools *sketch_window_get_tools (SketchWindow *self);

/* Ends what the user is drawing or writing, as a step. FALSE: the window was closed. */
gboolean sketch_window_finish_edit (SketchWindow *self);

/* Says something at the bottom of the window for some seconds. */
void sketch_window_say (SketchWindow *self, const char *text);

/* Commits what was edited, or rolls back and says the error. Takes over the error, which may be NULL. */
void sketch_window_commit (SketchWindow *self, const char *label, GError *error);

/* The same. Steps that follow each other and have the same merge id are one. */
void sketch_window_commit_full (SketchWindow *self, const char *label, const char *merge_id, GError *error);

/* Shows widgets instead of the canvas, with a button "Done" that goes back: the comparison of versions. view: NULL: goes back. */
void sketch_window_show_view (SketchWindow *self, const char *title, GtkWidget *view);

/* FALSE: other widgets are shown. */
gboolean sketch_window_shows_drawing (SketchWindow *self);

/* Shows a merge with its conflicts in the side panel. */
void sketch_window_show_merge (SketchWindow *self, TroveMerge *merge);
