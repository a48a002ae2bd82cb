/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class of an object: fields that the program does not know, which an object gets when a change that it has read sets them.
 *
 *   version 1, of this program      7: Shape (x)
 *   version 2, of a later program   7: Shape (x │ glow 3.0)     glow is not known
 *
 * The row of version 1 has no glow, so the object that is read from it has none. The change to version 2 gives it one. Back in version
 * 1 the object keeps it, with the value that the later program had there. */

#pragma once

#include "editor.h"

/* Sees to it that an object has all fields of a class of its type, at the same indices. Those that it gets are unset: NULL, no object,
 * empty. FALSE with REMOVED, with TYPE_MISMATCH if the object is of another type or has other fields that the program does not know, or
 * with the errors of trove_editor_touch (). */
gboolean trove_editor_extend (TroveEditor *self, TroveKey key, const TroveClass *klass, GError **error);
