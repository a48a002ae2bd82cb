/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Applying a delta: brings an editor from one state of a delta to the other one, with the keys as they were.
 *
 *   1 compare   objects that are removed and values that change are as the delta has them
 *   2 make      objects that are added, without keys
 *   3 take      objects that leave a list or an owned field
 *   4 set       values, references and their lists
 *   5 put       objects in lists and owned fields, from the root down
 *   6 compare   all have an owner but the objects that are removed, which nothing refers to
 *
 * The delta and the state may come from a file that is damaged or forged: all that does not fit is found, and the state is then as
 * before. */

#pragma once

#include "delta-read.h"
#include "editor.h"

/* Applies a variant of the type TROVE_DELTA_TYPE to the state that it was made from; backwards: to the one that it leads to. Both are
 * committed states. Objects that are removed stay without an owner until trove_editor_drop_and_freeze ().
 *
 * FALSE with DAMAGED for bytes that are no delta or do not fit the state, with the object and the property, or with the errors of
 * trove_editor_touch (). */
gboolean trove_delta_apply (const TroveRowLayouts *layouts, GVariant *variant, gboolean backwards,
                            TroveEditor *editor, GError **error);
