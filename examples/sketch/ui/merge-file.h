/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Brings the changes of a copy of the drawing into it, as a step. Conflicts are shown, and decided at any time later. */

#pragma once

#include "ui/file-actions.h"

void sketch_merge_file (SketchWindow *window, GFile *file);

/* In the callback of trove_document_merge_file_async(). */
gboolean sketch_merge_file_finish (SketchWindow *window, TroveDocument *document, GAsyncResult *result,
                                   guint *n_conflicts, GError **error);
