/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Actions for the selected shapes: "win.cut", "win.copy", "win.paste", "win.duplicate", "win.delete",
 * "win.select-all", "win.group", "win.ungroup", "win.to-front", "win.forward", "win.backward", "win.to-back", and "win.align" with "left",
 * "center", "right", "top", "middle" or "bottom". Each is a step. */

#pragma once

#include "ui/window.h"

void sketch_add_edit_actions (SketchWindow *window);

/* Enables those that something is selected for, while the drawing is shown; and so "win.import" and "win.merge-file". */
void sketch_update_edit_actions (SketchWindow *window);
