/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Delta place: where the objects of a delta stand. All that leave a place are taken first, and then put from the root down:
 *
 *   before   root ─ a ─ b ─ c
 *   taken    root     a     b ─ c
 *   after    root ─ b ─ c ─ a          first b, which has its place, then a
 *
 * So no circle comes in between, and an object that is added gets its place when it owns nothing yet, which takes no search for
 * circles, however deep it stands. */

#pragma once

#include "delta-edit.h"

/* Takes all objects from the places that they leave. FALSE with DAMAGED, or the errors of trove_editor_take (). */
gboolean trove_delta_take (TroveDeltaEdit *self, GError **error);

/* Puts all objects in their places. FALSE with DAMAGED, or the errors of trove_editor_put (). */
gboolean trove_delta_put (TroveDeltaEdit *self, GError **error);

/* FALSE with DAMAGED: an object has no owner and is not removed, or is removed and has an owner or a reference to it. */
gboolean trove_delta_check_places (TroveDeltaEdit *self, GError **error);
