/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* SVG files are read by a thread of their own. A large one takes seconds, in which the window goes on. */

#pragma once

#include "files/svg-import.h"

/* Runs a task that may read SVG. */
void sketch_svg_run_in_thread (GTask *task, GTaskThreadFunc func);

/* The shapes of a file, for a document that is there. */
void sketch_read_svg_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
SketchSvgPicture *sketch_read_svg_finish (GAsyncResult *result, GError **error);

/* A new drawing, with nothing to undo. The thread makes the document, and gives up its ownership. n_left_out: elements and effects that
 * are not known. */
void sketch_open_svg_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
TroveDocument *sketch_open_svg_finish (GAsyncResult *result, guint *n_left_out, GError **error);
