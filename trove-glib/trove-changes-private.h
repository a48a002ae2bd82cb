/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveChanges, for the sources of other types. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "state/change-set.h"

#include "comparison.h"

/* The changes between two steps. NULL with FOREIGN or NO_MEMORY. Any thread. */
TroveChanges *trove_changes_new (TroveStep *from, TroveStep *to, GError **error);

/* The same without comparing yet, of two steps of one origin that are read. */
TroveChanges *trove_changes_new_lazy (TroveStep *from, TroveStep *to);

/* FALSE for an object of another type, and for one that was made by g_object_new (): an empty list without versions. */
gboolean trove_changes_is_made (TroveChanges *self);

/* FALSE: the position is past the end. */
gboolean trove_changes_find (TroveChanges *self, guint position, guint64 *entry);

/* Borrows from the changes. */
TroveChangeSet trove_changes_get_set (TroveChanges *self);
const TroveDirection *trove_changes_get_direction (TroveChanges *self);
