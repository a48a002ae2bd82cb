/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging references: brings the changes of theirs into a list of references. Where both sides have changed a reference differently,
 * that is an obstacle. */

#pragma once

#include "apply-plan.h"
#include "editor.h"

/* entry: of a list of references of an object that is there. FALSE with the errors of trove_editor_touch (), or NO_MEMORY; the
 * caller goes back to a savepoint. */
gboolean trove_merge_references (TroveEditor *editor, const TrovePlan *plan, guint64 entry, GArray *obstacles,
                                 GError **error);
