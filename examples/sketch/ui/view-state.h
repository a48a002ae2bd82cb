/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document notes the selection with each step, so that undo and redo bring it back. */

#pragma once

#include "edit/selection.h"

/* As long as the selection is there. */
void sketch_note_selection (TroveDocument *document, SketchSelection *selection);
