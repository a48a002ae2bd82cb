/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions that the user keeps. A mark is no edit, so a document is not modified by it; it comes into the file when that is saved. */

#pragma once

#include "model/drawing.h"

void sketch_keep_version (TroveDocument *document, TroveVersion *version, gboolean kept);

/* Whether marks have changed since the last save. */
gboolean sketch_has_unsaved_marks (TroveDocument *document);

/* FALSE: a save has begun, which takes them along; TRUE: it has failed. */
void sketch_set_unsaved_marks (TroveDocument *document, gboolean unsaved);
