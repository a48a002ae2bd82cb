/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Saving a window's document on another thread, and what the user is asked if that fails. */

#pragma once

#include "ui/file-actions.h"

/* saved: all that is drawn is in the file. */
typedef void (*SketchSavedFunc) (SketchWindow *window, gboolean saved);

/* Saves to the file that the user knows the drawing by, and asks for one if there is none. func is not called if the user chooses
 * none; it may be NULL. */
void sketch_save (SketchWindow *window, SketchSavedFunc func);
void sketch_save_as (SketchWindow *window, SketchSavedFunc func);

/* file: NULL: the document's own. */
void sketch_save_to (SketchWindow *window, GFile *file, SketchSavedFunc func);

/* The program goes on in between, even if its last window is closed. */
void sketch_begin_writing (void);
void sketch_end_writing (void);

/* A handler of "close-request": asks what is to be done with a drawing that is not saved. */
gboolean sketch_ask_before_closing (SketchWindow *window);
