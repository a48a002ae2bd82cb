/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Automatic saves of what the user has not saved. They go to a folder of the user, and the drawing's own file stays as it was saved.
 *
 *   unsaved/UUID.trove   the drawing; the library writes it in each pause of editing, if the drawing is modified
 *   unsaved/UUID.lock    is locked while the program runs; has the URI of the drawing's own file, if there is one
 *
 * A drawing whose lock nobody holds was not saved when its program ended. A .trove without .lock is not needed any more. */

#pragma once

#include "ui/file-actions.h"

/* To be called when a document was saved by the user: what was saved automatically is not needed, unless it is modified again. */
void sketch_autosave_clear (TroveDocument *document);

/* Whether a file was written automatically, so that the user does not know of it. */
gboolean sketch_is_unsaved_file (GFile *file);
