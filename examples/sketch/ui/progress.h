/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* How far a file is read or written: a dialog with "Cancel", shown if it takes long. The user may go on drawing meanwhile. */

#pragma once

#include "ui/window.h"

typedef struct _SketchProgress SketchProgress;

SketchProgress *sketch_progress_new (SketchWindow *window, const char *heading);

/* To be called at the end; closes the dialog. */
void sketch_progress_free (SketchProgress *self);

GCancellable *sketch_progress_get_cancellable (SketchProgress *self);

/* A GFileProgressCallback, whose data is the progress. The bar moves to and fro until the first call. */
void sketch_progress_set (goffset n, goffset n_all, gpointer self);
