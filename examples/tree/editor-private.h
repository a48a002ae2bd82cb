/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions that the sources of the editor share. */

#pragma once

#include "editor.h"

void tree_editor_add_key (TreeEditor *self, TroveKey key);
guint tree_editor_draw (TreeEditor *self, guint n);
TroveKey tree_editor_pick (TreeEditor *self, const GArray *keys);
TroveKey tree_editor_pick_element (TreeEditor *self);
TroveKey tree_editor_pick_parent (TreeEditor *self);
TroveKey tree_editor_pick_node (TreeEditor *self);
TroveKey tree_editor_pick_small (TreeEditor *self);
