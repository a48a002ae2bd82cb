/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dropping: the end of the objects that have no owner when a step is made. */

#pragma once

#include "editor.h"

/* As trove_editor_drop_and_freeze (), but freezes the core only if many objects are removed. */
gboolean trove_editor_drop (TroveEditor *self, GError **error);

/* Removes all objects without an owner but the root, and all that they own, and freezes the core. References to removed objects
 * are set to none, and taken from reference lists. Time depends on the objects that are removed, and the lengths of the reference
 * lists that name them. FALSE with the errors of trove_editor_touch (). */
gboolean trove_editor_drop_and_freeze (TroveEditor *self, GError **error);
